"""A child case's own application: what its parent's applicant sent, as far as the child takes it over.

A child is opened by the engine, and nobody filed it; its desks read it like any other case, and see only what is theirs.
"""

from datetime import datetime

from approvals.filing.forms import digest_of
from approvals.filing.models import Filing, Material
from workflows.engine.models import Case, CaseFile
from workflows.engine.state import FILE
from workflows.journal.effects import register_consumer
from workflows.journal.models import JournalRow

KIND = "child_filing"

_ALIAS = "worker"


def register() -> None:
    """Have the worker write the application of every child case; safe to repeat."""
    register_consumer(KIND, _wants, write_child_filing)


def write_child_filing(effect: int, row: JournalRow, now: datetime) -> None:  # noqa: ARG001 - the signature of every handler
    """Write the application of a child case with copies of the files it takes over; a second time changes nothing."""
    case = Case.objects.using(_ALIAS).get(pk=row.case_id)
    of_parent = Filing.objects.using(_ALIAS).filter(case=case.parent_id).first()
    if of_parent is None or row.key is None or Filing.objects.using(_ALIAS).filter(case=case).exists():
        return
    file = CaseFile.objects.using(_ALIAS).get(case=case)
    filing = Filing(
        case=case,
        person_id=of_parent.person_id,
        enterprise_id=of_parent.enterprise_id,
        applicant=of_parent.applicant,
        standard_id=case.standard_id,
        # No draft became this application; drafts have positive keys.
        draft=-case.pk,
        key=row.key,
        form=file.form,
        form_digest=digest_of(file.form),
        channel=of_parent.channel,
        filed_at=row.legal_at,
    )
    filing.save(using=_ALIAS, force_insert=True)
    taken_over = Material.objects.using(_ALIAS).filter(filing=of_parent, key__in=list(file.materials))
    Material.objects.using(_ALIAS).bulk_create(_copy(material, filing) for material in taken_over.order_by("pk"))


def _copy(material: Material, filing: Filing) -> Material:
    return Material(
        filing=filing,
        key=material.key,
        name=material.name,
        media=material.media,
        size=material.size,
        digest=material.digest,
        received_at=material.received_at,
    )


def _wants(row: JournalRow) -> bool:
    turn = row.payload.get("turn", {})
    return bool(turn.get("family") and turn["act"] == FILE)
