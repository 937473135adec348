"""Changing a licence lawfully: started by whoever may, the holder heard where the law says so, decided by another.

Row, journal and state are written in one transaction that holds the licence; documents follow from the worker.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django_fsm import TransitionNotAllowed

from approvals.licences import errors
from approvals.licences.enums import DONE, ChangeState, Ground, Hearing, LicenceState, LicenceVerb, Side, Stage
from approvals.licences.identifier import build
from approvals.licences.lawful import RULES, grounds_for
from approvals.licences.models import Licence, LicenceChange
from approvals.licences.orders import ALIAS
from approvals.licences.port import is_simulated
from approvals.licences.sides import day_at, decides_for, need_side
from approvals.licences.types import LicenceType, type_of_code
from approvals.papers.verbs import number_for
from workflows.clock.queries import calendar_of
from workflows.engine.facts import record_fact
from workflows.organisation.models import Person

FACT: Final = "licence_change"
"""The name under which every step of a change stands in the journal of the case the licence came from."""


def start_change(  # noqa: PLR0913 - a change is all of this
    *,
    actor: Person,
    licence: int,
    verb: LicenceVerb,
    side: Side,
    now: datetime,
    ground: str = "",
    reason: str = "",
    rests_on: str = "",
    values: Mapping[str, str] | None = None,
) -> LicenceChange:
    """Ask for a change as its holder, or propose one as the issuer or its superior; it shows on the licence's page at once.

    Raise SideError, LicenceMoveError, GroundError, ReasonMissingError, DecisionMissingError, ByRegistrationError,
    NotRenewableError, RenewalLateError, NothingChangesError, ChangeOpenError or VersionPendingError.
    """
    rule = RULES[verb]
    with _held(licence) as held:
        if side not in rule.sides:
            raise errors.SideError(side=_said(rule.sides), issuer=held.issuer.name)
        need_side(actor, side, held, now)
        _need_state(held, verb)
        _need_words(held, verb, side, ground, reason, rests_on)
        _need_type(held, verb, values or {}, day_at(held.issuer, now))
        _need_nothing_open(held, verb)
        change = LicenceChange.objects.using(ALIAS).create(
            licence=held,
            verb=verb,
            side=side,
            started_by=actor,
            started_at=now,
            ground=ground,
            reason=reason.strip(),
            rests_on=rests_on.strip(),
            values=dict(values or {}),
            hear_until=_hears_until(held, rule.hears_for, now),
        )
        _note(change, held, actor, now)
    return change


def state_case(*, actor: Person, change: int, words: str, wants_hearing: bool = False, now: datetime) -> LicenceChange:
    """Say as the holder what speaks against a proposal, and ask for a hearing where one is wanted (许可法 7, 47)."""
    with _open(change) as (found, held):
        need_side(actor, Side.HOLDER, held, now)
        if found.hear_until is None or day_at(held.issuer, now) > found.hear_until:
            raise errors.NotHeardError
        if not words.strip() and not wants_hearing:
            raise errors.ReasonMissingError
        found.statement, found.stated_at = words.strip() or found.statement, now
        if wants_hearing and found.hearing == Hearing.NONE:
            found.hearing = Hearing.ASKED
        found.save(using=ALIAS, update_fields=["statement", "stated_at", "hearing"])
        _note(found, held, actor, now)
    return found


def hold_hearing(*, actor: Person, change: int, record: str, now: datetime) -> LicenceChange:
    """Enter the record of the hearing that was held (许可法 48); the decision rests on it."""
    with _open(change) as (found, held):
        need_side(actor, Side.ISSUER, held, now)
        if found.hearing != Hearing.ASKED:
            raise errors.NotHeardError
        if not record.strip():
            raise errors.DecisionMissingError
        found.hearing, found.hearing_record = Hearing.HELD, record.strip()
        found.save(using=ALIAS, update_fields=["hearing", "hearing_record"])
        _note(found, held, actor, now)
    return found


def drop_change(*, actor: Person, change: int, now: datetime) -> LicenceChange:
    """Take back what one's own side has asked for or proposed."""
    with _open(change) as (found, held):
        need_side(actor, Side(found.side), held, now)
        found.state, found.decided_at = ChangeState.DROPPED, now
        found.save(using=ALIAS, update_fields=["state", "decided_at"])
        _note(found, held, actor, now)
    return found


def decide_change(*, actor: Person, change: int, grant: bool, opinion: str, now: datetime) -> LicenceChange:
    """Decide as an approver of the issuing organ who has not started it; a state changes at this instant.

    Raise ChangeDecidedError, SideError, SamePersonError, StillHeardError, HearingFirstError, ReasonMissingError,
    VersionPendingError or LicenceMoveError.
    """
    with _open(change) as (found, held):
        if not decides_for(actor, held.issuer, now):
            raise errors.SideError(side=Side.ISSUER.label, issuer=held.issuer.name)
        if found.started_by_id == actor.pk:
            raise errors.SamePersonError
        if grant:
            _need_heard(found, day_at(held.issuer, now))
            _need_state(held, LicenceVerb(found.verb))
            _need_no_next(held)
        elif not opinion.strip():
            raise errors.ReasonMissingError
        found.decided_by, found.opinion = actor, opinion.strip()
        settle_change(found, held, ChangeState.GRANTED if grant else ChangeState.REFUSED, actor, now)
    return found


def settle_change(
    change: LicenceChange, licence: Licence, state: ChangeState, actor: Person | None, now: datetime
) -> None:
    """Write a decision down with its number, and what it does to the licence; inside the transaction that holds both."""
    rule = RULES[LicenceVerb(change.verb)]
    change.state, change.decided_at = state, now
    change.seq = _note(change, licence, actor, now)
    if actor:
        day = day_at(licence.issuer, now)
        kind = rule.kind if state == ChangeState.GRANTED else f"不{rule.kind}"
        number = number_for(licence.case, change.seq, result_of(change), licence.issuer, kind, day.year)
        change.document = number.text
    change.save(using=ALIAS)
    if state in DONE and rule.renews:
        _order_version(change, licence, now)
    elif state == ChangeState.GRANTED:
        _move(licence, LicenceVerb(change.verb), change.document, now)


def result_of(change: LicenceChange) -> str:
    """The name of a decision among the papers of its case."""
    return f"licence_{change.verb.lower()}"


@contextmanager
def _held(licence: int) -> Iterator[Licence]:
    """Hold a licence: whoever changes it takes turns here."""
    with transaction.atomic(using=ALIAS):
        rows = Licence.objects.using(ALIAS).select_for_update(of=["self"])
        yield rows.select_related("issuer__district", "case").get(pk=licence)


@contextmanager
def _open(change: int) -> Iterator[tuple[LicenceChange, Licence]]:
    """Hold a change that is not decided, and its licence. Raise ChangeDecidedError with who was faster."""
    named = LicenceChange.objects.using(ALIAS).values_list("licence_id", flat=True).get(pk=change)
    with _held(named) as licence:
        found = LicenceChange.objects.using(ALIAS).select_related("decided_by").get(pk=change)
        if found.state != ChangeState.OPEN:
            who = found.decided_by.name if found.decided_by else Side(found.side).label
            raise errors.ChangeDecidedError(who=who, at=found.decided_at, state=ChangeState(found.state).label)
        yield found, licence


def _move(licence: Licence, verb: LicenceVerb, document: str, now: datetime) -> None:
    try:
        getattr(licence, verb.value.lower())()
    except TransitionNotAllowed as error:
        raise errors.LicenceMoveError(state=LicenceState(licence.state).label) from error
    licence.state_at, licence.document = now, document
    licence.save(using=ALIAS, update_fields=["state", "state_at", "document"])


def _order_version(change: LicenceChange, before: Licence, now: datetime) -> None:
    """Put the next version into the chain, to be made by the worker: from now on nobody else puts one there."""
    assert change.seq is not None, "its decision is in the journal"  # noqa: S101 - tells mypy
    named = build(
        type_code=before.type_code, issuer=before.issuer.uscc, serial=before.serial, version=before.version + 1
    )
    Licence.objects.using(ALIAS).create(
        identifier=str(named),
        type_code=before.type_code,
        issuer_id=before.issuer_id,
        serial=before.serial,
        version=before.version + 1,
        previous=before,
        district_id=before.district_id,
        case_id=before.case_id,
        seq=change.seq,
        state_at=now,
        sample=is_simulated(),
        stage=Stage.ORDERED,
    )


def _need_state(licence: Licence, verb: LicenceVerb) -> None:
    if licence.state not in RULES[verb].sources:
        raise errors.LicenceMoveError(state=LicenceState(licence.state).label)


def _need_words(licence: Licence, verb: LicenceVerb, side: Side, ground: str, reason: str, rests_on: str) -> None:
    fitting = grounds_for(verb, LicenceState(licence.state), side)
    if (ground or fitting) and ground not in fitting:
        raise errors.GroundError(grounds=", ".join(str(Ground(each).label) for each in fitting))
    if side != Side.HOLDER and not reason.strip():
        raise errors.ReasonMissingError
    if RULES[verb].rests and not rests_on.strip():
        raise errors.DecisionMissingError


def _need_type(licence: Licence, verb: LicenceVerb, values: Mapping[str, str], day: date) -> None:
    """Refuse what the type of the licence does not let be changed so."""
    kind = type_of_code(licence.type_code)
    if kind is None:
        return
    if verb == LicenceVerb.CHANGE and kind.changed_by:
        raise errors.ByRegistrationError(service=kind.changed_by.zh)
    if verb == LicenceVerb.DEREGISTER and kind.ended_by and licence.state in {"CURRENT", "SUSPENDED"}:
        raise errors.ByRegistrationError(service=kind.ended_by.zh)
    if verb == LicenceVerb.RENEW:
        _need_time(licence, kind, day)
    may = {LicenceVerb.CHANGE: kind.changeable, LicenceVerb.CORRECT: kind.correctable}.get(verb, ())
    changed = {field for field, value in values.items() if value.strip() and value != licence.said.get(field)}
    if not set(values) <= set(may) or (may and not changed):
        raise errors.NothingChangesError(fields="、".join(may))


def _need_time(licence: Licence, kind: LicenceType, day: date) -> None:
    if kind.renewal is None or licence.valid_to is None:
        raise errors.NotRenewableError
    # ``valid_to`` is the first day without the licence, so its last one lies a day before.
    last = licence.valid_to - timedelta(days=kind.renewal.ask_days + 1)
    if day > last:
        raise errors.RenewalLateError(last=last.isoformat(), days=kind.renewal.ask_days)


def _need_nothing_open(licence: Licence, verb: LicenceVerb) -> None:
    changes = LicenceChange.objects.using(ALIAS).filter(licence=licence, verb=verb, state=ChangeState.OPEN)
    if found := changes.first():
        raise errors.ChangeOpenError(at=found.started_at)
    _need_no_next(licence)


def _need_no_next(licence: Licence) -> None:
    if later := Licence.objects.using(ALIAS).filter(previous=licence).first():
        raise errors.VersionPendingError(identifier=later.identifier)


def _need_heard(change: LicenceChange, day: date) -> None:
    if change.hearing == Hearing.ASKED:
        raise errors.HearingFirstError
    if change.hear_until and day <= change.hear_until and change.stated_at is None:
        raise errors.StillHeardError(until=change.hear_until.isoformat())


def _hears_until(licence: Licence, days: int, now: datetime) -> date | None:
    if not days:
        return None
    district = licence.issuer.district
    return calendar_of(district.calendar).add_working_days(day_at(licence.issuer, now), days).date


def _note(change: LicenceChange, licence: Licence, actor: Person | None, now: datetime) -> int:
    """Write a step of the change on the journal of the case the licence came from, without a personal value."""
    value: dict[str, Any] = {
        "change": change.pk,
        "verb": str(change.verb),
        "state": str(change.state),
        "side": str(change.side),
        "licence": licence.identifier,
        "hearing": str(change.hearing),
        "by": actor.pk if actor else None,
    }
    return record_fact(case=licence.case_id, name=FACT, value=value, source="licences", now=now, using=ALIAS)


def _said(sides: frozenset[Side]) -> str:
    return ", ".join(sorted(str(side.label) for side in sides))
