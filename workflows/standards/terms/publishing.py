"""Putting a district's terms in force: the last step of their promulgation."""

from datetime import date, datetime

from django.db import connection, transaction
from django.utils.timezone import localdate

from workflows.organisation.enums import PostRole
from workflows.organisation.models import District, Person
from workflows.standards.canonical import canonical_value, digest
from workflows.standards.models import StandardVersion
from workflows.standards.promulgation.errors import (
    DayTakenError,
    DefectsError,
    NotEntitledError,
    NothingChangedError,
    PastDateError,
    SamePersonError,
)
from workflows.standards.promulgation.models import PromulgationProcess
from workflows.standards.publish_check import may_publish
from workflows.standards.queries import desks_by_district, holds_post, version_in_force
from workflows.standards.registry import registry
from workflows.standards.schema import Standard
from workflows.standards.terms.checking import in_district, terms_defects
from workflows.standards.terms.documents import Terms, parse_terms
from workflows.standards.terms.effective import keep
from workflows.standards.terms.errors import NoStandardInForceError, NotTermsError, StaleBaseError
from workflows.standards.terms.judging import refusals
from workflows.standards.terms.models import DistrictTerms, TermsDraft
from workflows.standards.terms.queries import Effective, may_draft, terms_of
from workflows.standards.verbs import lent_runner


@transaction.atomic
def publish_terms(
    *, actor: Person, second: Person, district: District, terms: Terms, valid_from: date, now: datetime
) -> DistrictTerms:
    """Publish terms of a district, drafted by ``actor`` there and approved by ``second``, a keeper of the corridor.

    What is in effect in the district is compiled at once, so that the database has compared it before the terms are in
    force. Raise SamePersonError, NotEntitledError, PastDateError, NothingChangedError, DayTakenError, or what
    ``refuse_terms`` raises.
    """
    today = localdate(now)
    if actor.pk == second.pk:
        raise SamePersonError
    if not (may_draft(actor, district, today) and holds_post(second, PostRole.STANDARD_KEEPER, today)):
        raise NotEntitledError
    if valid_from < today:
        raise PastDateError(valid_from, today)
    version = refuse_terms(district, terms, valid_from, today)
    _take_turns(district, terms.standard)
    earlier = list(terms_of(district, terms.standard))
    address = digest(terms)
    if earlier and earlier[0].digest == address:
        raise NothingChangedError(earlier[0].number)
    for each in earlier:
        if each.valid_from == valid_from:
            raise DayTakenError(valid_from, each.number)
    standard = in_district(Standard.model_validate(version.body), terms, district.code)
    keep(Effective(version, standard, digest(standard)))
    published = DistrictTerms.objects.create(
        district=district,
        key=terms.standard,
        number=1 + max((each.number for each in earlier), default=0),
        base=version,
        digest=address,
        body=canonical_value(terms),
        valid_from=valid_from,
        published_at=now,
        published_by=actor,
        approved_by=second,
    )
    TermsDraft.objects.filter(district=district, key=terms.standard, body=published.body).delete()
    return published


def refuse_terms(district: District, terms: Terms, valid_from: date, day: date) -> StandardVersion:
    """Return the version the terms rest on; raise for terms that cannot be in force from that day.

    Raise NoStandardInForceError or StaleBaseError for the wrong version, NotTermsError for what adds, DefectsError for
    what the publish check finds in the district as its desks stand on ``day``.
    """
    version = version_in_force(terms.standard, valid_from)
    if version is None:
        raise NoStandardInForceError(terms.standard)
    if version.digest != terms.base:
        raise StaleBaseError(version.number, valid_from)
    standard = Standard.model_validate(version.body)
    if sentences := refusals(terms, standard):
        raise NotTermsError(sentences)
    defects = terms_defects(
        standard, terms, district.code, registry=registry, desks=desks_by_district(day), run_tests=lent_runner()
    )
    if not may_publish(defects):
        raise DefectsError(defects)
    return version


def _take_turns(district: District, key: str) -> None:
    """Let two publications of one district's terms number them one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"terms {district.pk} {key}"])


def put_terms_in_force(change: PromulgationProcess) -> None:
    """Publish the terms a promulgation proposed; raises whatever publishing refuses."""
    assert change.approved_by, "what nobody approved is not put in force"  # noqa: S101 - tells mypy
    assert change.district, "terms are of a district"  # noqa: S101 - tells mypy
    assert change.decided_at, "a decision has its instant"  # noqa: S101 - tells mypy
    change.terms = publish_terms(
        actor=change.drafted_by,
        second=change.approved_by,
        district=change.district,
        terms=parse_terms(change.body),
        valid_from=change.valid_from,
        now=change.decided_at,
    )
    change.save(update_fields=["terms"])
