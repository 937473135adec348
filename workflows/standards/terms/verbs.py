"""What a district does with its terms: begin a draft, write differences, re-base it, throw it away, submit it."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from workflows.organisation.models import District, Person
from workflows.standards.canonical import canonical_value, digest
from workflows.standards.promulgation.enums import SubjectKind
from workflows.standards.promulgation.errors import (
    NoDistrictsError,
    NotEntitledError,
    PastDateError,
    UnderWayError,
)
from workflows.standards.promulgation.flow import Promulgation
from workflows.standards.promulgation.models import PromulgationProcess
from workflows.standards.queries import versions_of
from workflows.standards.schema import Standard
from workflows.standards.terms.documents import Difference, Terms
from workflows.standards.terms.errors import (
    NoDraftOfTermsError,
    NoStandardInForceError,
    NotTermsError,
    TermsMovedError,
    TermsUnderWayError,
)
from workflows.standards.terms.judging import refusals
from workflows.standards.terms.models import TermsDraft
from workflows.standards.terms.publishing import refuse_terms
from workflows.standards.terms.queries import may_draft, terms_of
from workflows.standards.terms.rebasing import rebase


@transaction.atomic
def begin_terms(*, actor: Person, district: District, standard: str, now: datetime) -> TermsDraft:
    """Begin the terms of a district from those it has, on the latest version of the standard; or give the draft there is.

    What the latest version leaves no room for is left out; the page lists it. Raise NotEntitledError or
    NoStandardInForceError.
    """
    _need(actor, district, now)
    version = versions_of(standard).first()
    if version is None:
        raise NoStandardInForceError(standard)
    terms = Terms(standard=standard, base=version.digest)
    latest = terms_of(district, standard).first()
    if latest:
        terms = rebase(Terms.model_validate(latest.body), Standard.model_validate(version.body)).terms
    values = {"base": version, "body": canonical_value(terms), "drafted_by": actor, "changed_at": now}
    draft, _made = TermsDraft.objects.get_or_create(district=district, key=standard, defaults=values)
    return draft


@transaction.atomic
def write_terms(
    *, actor: Person, draft: int, revision: int, differences: Sequence[Difference], now: datetime
) -> TermsDraft:
    """Write all differences of a draft anew; one that would add anything is refused and nothing is saved.

    Raise NotEntitledError, NoDraftOfTermsError, TermsUnderWayError, TermsMovedError when ``revision`` is not the present
    one, or NotTermsError with a full sentence for each difference that cannot stand.
    """
    held = _held(actor, draft, now)
    if held.revision != revision:
        raise TermsMovedError(held.drafted_by.name)
    terms = Terms(standard=held.key, base=held.base.digest, differences=list(differences))
    if sentences := refusals(terms, Standard.model_validate(held.base.body)):
        raise NotTermsError(sentences)
    return _saved(held, terms, actor, now)


@transaction.atomic
def rebase_terms(*, actor: Person, draft: int, now: datetime) -> TermsDraft:
    """Carry a draft over to the latest version of its standard; what that leaves no room for is taken out.

    Raise NotEntitledError, NoDraftOfTermsError or TermsUnderWayError.
    """
    held = _held(actor, draft, now)
    version = versions_of(held.key).first()
    if version is None or version.pk == held.base_id:
        return held
    held.base = version
    return _saved(
        held, rebase(Terms.model_validate(held.body), Standard.model_validate(version.body)).terms, actor, now
    )


@transaction.atomic
def discard_terms(*, actor: Person, draft: int, now: datetime) -> None:
    """Throw a draft away; what is in force stays. Raise NotEntitledError, NoDraftOfTermsError or TermsUnderWayError."""
    _held(actor, draft, now).delete()


@transaction.atomic
def submit_terms(
    *,
    actor: Person,
    draft: int,
    districts: Collection[District],
    valid_from: date,
    now: datetime,
    opinions_due_at: datetime | None = None,
) -> PromulgationProcess:
    """Put terms before the other districts and a keeper of the corridor; what they say now is what is decided on.

    The district itself is not asked: it has spoken by drafting. Raise NotEntitledError, NoDraftOfTermsError,
    NoDistrictsError, PastDateError, UnderWayError, or what ``refuse_terms`` raises.
    """
    today = localdate(now)
    held = _held(actor, draft, now)
    asked = sorted({district.pk for district in districts} - {held.district_id})
    if not asked:
        raise NoDistrictsError
    if valid_from < today:
        raise PastDateError(valid_from, today)
    terms = Terms.model_validate(held.body)
    refuse_terms(held.district, terms, valid_from, today)
    proposal = PromulgationProcess(
        subject=SubjectKind.TERMS,
        key=subject_key(held.key, held.district),
        district=held.district,
        digest=digest(terms),
        body=canonical_value(terms),
        districts=asked,
        valid_from=valid_from,
        opinions_due_at=opinions_due_at,
        drafted_by=actor,
        submitted_at=now,
    )
    try:
        with transaction.atomic():
            Promulgation.start.run(proposal=proposal)
    except IntegrityError as error:
        raise UnderWayError(proposal.key) from error
    return proposal


def subject_key(standard: str, district: District) -> str:
    """What is promulgated, as the key of the process: a district's terms for a standard, one change at a time."""
    return f"{standard}@{district.code}"


def _need(actor: Person, district: District, now: datetime) -> None:
    if not may_draft(actor, district, localdate(now)):
        raise NotEntitledError


def _held(actor: Person, draft: int, now: datetime) -> TermsDraft:
    """The draft, held until the transaction ends, for somebody of its district."""
    rows = TermsDraft.objects.select_for_update(of=["self"], no_key=True).select_related(
        "district", "base", "drafted_by"
    )
    held = rows.filter(pk=draft).first()
    if held is None:
        raise NoDraftOfTermsError
    _need(actor, held.district, now)
    under_way = PromulgationProcess.objects.under_way().filter(
        subject=SubjectKind.TERMS, key=subject_key(held.key, held.district)
    )
    if under_way.exists():
        raise TermsUnderWayError
    return held


def _saved(held: TermsDraft, terms: Terms, actor: Person, now: datetime) -> TermsDraft:
    body = canonical_value(terms)
    if body != held.body:
        held.body, held.revision, held.drafted_by, held.changed_at = body, held.revision + 1, actor, now
        held.save(update_fields=["base", "body", "revision", "drafted_by", "changed_at"])
    return held
