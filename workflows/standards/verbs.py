"""What may be done with standards: publishing a version."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from django.db import connection, transaction
from django.utils.timezone import localdate

from workflows.organisation.enums import PostRole
from workflows.organisation.models import Person
from workflows.standards.canonical import canonical_value, digest
from workflows.standards.checks_children import opens
from workflows.standards.defects import Defect, ordered
from workflows.standards.models import StandardVersion
from workflows.standards.promulgation.errors import (
    DayTakenError,
    DefectsError,
    NotEntitledError,
    NothingChangedError,
    PastDateError,
    SamePersonError,
)
from workflows.standards.publish_check import Failure, may_publish, publish_check
from workflows.standards.queries import desks_by_district, holds_post, standards_in_force, versions_of
from workflows.standards.registry import registry
from workflows.standards.schema import Standard
from workflows.standards.terms.checking import terms_defects
from workflows.standards.terms.queries import carried, terms_in_force

Check = Callable[[Standard], Sequence[Defect]]
"""Finds what is wrong with a standard."""

TestRunner = Callable[[Standard], Sequence[Failure]]
"""Performs a standard's own tests and returns those that fail."""

_runners: list[TestRunner] = []


def lend_test_runner(runner: TestRunner) -> None:
    """Let every publish check perform the standards' own tests; the engine, a later room, lends its way to do it."""
    _runners[:] = [runner]


def check_here(standard: Standard, day: date | None = None) -> list[Defect]:
    """Return every defect of a standard in this corridor, as its desks stand on ``day``.

    Where a district has terms in force on that day, what would be in effect there is checked too.
    """
    today = day or localdate()
    desks = desks_by_district(today)
    others = standards_in_force(today) if opens(standard) else None
    found = publish_check(standard, registry, desks, lent_runner(), others)
    if not may_publish(found):
        return found
    for code, terms in terms_in_force(standard.key, today).items():
        own = carried(terms, standard).terms
        if own.differences:
            found += terms_defects(standard, own, code, registry=registry, desks=desks, run_tests=lent_runner())
    return ordered(found)


def lent_runner() -> TestRunner | None:
    """The engine's way to perform a standard's own tests, where it has lent it."""
    return _runners[0] if _runners else None


@transaction.atomic
def publish(
    *,
    actor: Person,
    second: Person,
    standard: Standard,
    valid_from: date,
    now: datetime,
    check: Check | None = None,
) -> StandardVersion:
    """Publish a standard as its next version, drafted by ``actor`` and approved by ``second``.

    Raise SamePersonError, NotEntitledError, PastDateError, DefectsError, NothingChangedError or DayTakenError.
    """
    today = localdate(now)
    if actor.pk == second.pk:
        raise SamePersonError
    if not all(holds_post(person, PostRole.STANDARD_KEEPER, today) for person in (actor, second)):
        raise NotEntitledError
    if valid_from < today:
        raise PastDateError(valid_from, today)
    refuse_defects(standard, today, check)
    _take_turns(standard.key)
    earlier = list(versions_of(standard.key))
    address = digest(standard)
    for version in earlier:
        if version.digest == address:
            raise NothingChangedError(version.number)
        if version.valid_from == valid_from:
            raise DayTakenError(valid_from, version.number)
    return StandardVersion.objects.create(
        key=standard.key,
        number=1 + max((version.number for version in earlier), default=0),
        digest=address,
        body=canonical_value(standard),
        valid_from=valid_from,
        published_at=now,
        published_by=actor,
        approved_by=second,
    )


def refuse_defects(standard: Standard, day: date, check: Check | None = None) -> None:
    """Raise DefectsError when the publish check refuses the standard."""
    defects = list(check(standard)) if check else check_here(standard, day)
    if not may_publish(defects):
        raise DefectsError(defects)


def _take_turns(key: str) -> None:
    """Let two publications of one standard number their versions one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"standard {key}"])
