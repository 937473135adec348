"""The kernel's models, gathered for Django; each lives in the room of its concept."""

from workflows.clock.models import CalendarDay, CalendarYear
from workflows.engine.bulk.models import BulkItem, BulkOrder
from workflows.engine.models import ActContent, Case, CaseFile, CaseStep, LawfulMove, Recusal, SimulatedClock
from workflows.journal.models import CaseCounter, CaseRegisterRow, Cursor, Effect, JournalRow, RegisterHead
from workflows.journal.seals.models import CounterSignature, Seal, SealKey, SealLeaf
from workflows.moving.models import MoveLine, MovePlan
from workflows.organisation.models import (
    AdministrativeRow,
    Deputyship,
    Desk,
    District,
    Entrustment,
    Invitation,
    Organ,
    Person,
    Post,
    Proposal,
)
from workflows.rehearsing.models import Rehearsal
from workflows.standards.models import StandardDraft, StandardVersion
from workflows.standards.promulgation.models import PromulgationProcess, PromulgationTask
from workflows.standards.terms.models import DistrictTerms, TermsDraft

__all__ = [
    "ActContent",
    "AdministrativeRow",
    "BulkItem",
    "BulkOrder",
    "CalendarDay",
    "CalendarYear",
    "Case",
    "CaseCounter",
    "CaseFile",
    "CaseRegisterRow",
    "CaseStep",
    "CounterSignature",
    "Cursor",
    "Deputyship",
    "Desk",
    "District",
    "DistrictTerms",
    "Effect",
    "Entrustment",
    "Invitation",
    "JournalRow",
    "LawfulMove",
    "MoveLine",
    "MovePlan",
    "Organ",
    "Person",
    "Post",
    "PromulgationProcess",
    "PromulgationTask",
    "Proposal",
    "Recusal",
    "RegisterHead",
    "Rehearsal",
    "Seal",
    "SealKey",
    "SealLeaf",
    "SimulatedClock",
    "StandardDraft",
    "StandardVersion",
    "TermsDraft",
]
