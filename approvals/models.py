"""The models of what is asked and given, gathered for Django; each lives in the room of its concept."""

from approvals.filing.models import Filing, FilingDraft, Material, RegisterExtract
from approvals.licences.models import Licence, LicenceChange, RegisterExchange, SimulatedCode, SimulatedRequest
from approvals.notices.models import Notice
from approvals.papers.models import NumberCounter, Paper, PaperNumber
from approvals.privacy.models import Access, Erasure, LegalHold, Retention

__all__ = [
    "Access",
    "Erasure",
    "Filing",
    "FilingDraft",
    "LegalHold",
    "Licence",
    "LicenceChange",
    "Material",
    "Notice",
    "NumberCounter",
    "Paper",
    "PaperNumber",
    "RegisterExchange",
    "RegisterExtract",
    "Retention",
    "SimulatedCode",
    "SimulatedRequest",
]
