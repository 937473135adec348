"""Deputies and recusals in the database: read with the act, re-checked under its guard, written with its journal."""

import threading
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, connections, transaction
from pytest_django import DjangoAssertNumQueries

from config import database
from tests.law import law
from tests.workflows.engine.factory import LONGWAN, OUHAI, at
from tests.workflows.engine.stage import APPLICANT, Stage, ask, set_up
from tests.workflows.engine.standards import licence
from workflows.engine import gateway
from workflows.engine.enums import RecusalReason
from workflows.engine.errors import (
    AlreadyRecused,
    NotAllowed,
    NotASupervisor,
    NotEntrusted,
    Recused,
    SameHands,
    StepClaimed,
)
from workflows.engine.history import rebuild
from workflows.engine.models import Case, CaseStep, Recusal
from workflows.engine.recusing import recuse
from workflows.engine.state import CaseState
from workflows.engine.verbs import claim, look, release
from workflows.journal.models import JournalRow
from workflows.journal.verify import verify_journal
from workflows.organisation.models import Deputyship, Entrustment, Organ, Post
from workflows.standards.enums import Regime

DAY = date(2026, 3, 3)
NOON = at("2026-03-03")
LATER = at("2026-03-04")
CLERKS = {
    "window": (LONGWAN, "REVIEW", "REVIEWER"),
    "anna": (LONGWAN, "REVIEW", "REVIEWER"),
    "bo": (LONGWAN, "REVIEW", "REVIEWER"),
    "head": (LONGWAN, "HEAD", "SUPERVISOR"),
    "guest": (OUHAI, "GUEST", "REVIEWER"),
    "far": (OUHAI, "FAR", "SUPERVISOR"),
}


@pytest.fixture
def stage(db: None) -> Stage:
    return set_up(licence(), CLERKS)


@pytest.fixture
def committed(own_database: str) -> Stage:
    return set_up(licence(), CLERKS)


def lend(stage: Stage, holder: str, deputy: str, **more: Any) -> Deputyship:
    row = {"named_by": stage.people[holder], "named_at": NOON, "valid_from": DAY, "valid_to": DAY + timedelta(days=5)}
    post = Post.objects.get(person=stage.people[holder])
    return Deputyship.objects.create(post=post, deputy=stage.people[deputy], **row | more)


def keep_away(stage: Stage, by: str, case: int, person: str, **more: Any) -> None:
    said: dict[str, Any] = {"reason": RecusalReason.KIN_INTEREST, "now": NOON, **more}
    recuse(actor=stage.actor(by), case=case, person=stage.people[person].pk, **said)


def rows(stage: Stage, case: int) -> list[JournalRow]:
    with stage.watching() as scope:
        return list(JournalRow.objects.visible_to(scope).filter(case_id=case).order_by("seq"))


def held_by(stage: Stage, case: int) -> list[int | None]:
    with stage.watching() as scope:
        return list(
            CaseStep.objects.visible_to(scope).filter(case=case, closed_at=None).values_list("claimed_by", flat=True)
        )


def test_a_deputy_sees_the_case_and_acts_on_it_in_one_read_and_one_write(
    stage: Stage, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    case = stage.file().case
    with pytest.raises(NotAllowed):
        stage.act("guest", case, "window", "accept", now=NOON)
    lend(stage, "window", "guest")
    # Two statements, each guarded by a savepoint because the test is a transaction.
    with django_assert_num_queries(6):
        stage.act("guest", case, "window", "accept", now=NOON)
    (row,) = (row for row in rows(stage, case) if row.actor_id == stage.people["guest"].pk)
    assert (row.on_behalf_of_id, row.payload["turn"]["deputy_for"]) == (stage.people["window"].pk,) * 2
    assert row.desk == Post.objects.get(person=stage.people["window"]).desk
    with stage.watching() as scope:
        step = CaseStep.objects.visible_to(scope).get(case=case, key="window")
        assert (step.closed_by, step.closed_for) == (stage.people["guest"], stage.people["window"])


def test_reviewer_and_decision_maker_differ_also_through_the_database(stage: Stage) -> None:
    case = stage.file().case
    lend(stage, "anna", "guest")
    stage.act("window", case, "window", "accept", now=NOON)
    stage.act("guest", case, "review", "pass", now=NOON)
    for name in ("anna", "guest"):
        with pytest.raises(SameHands):
            stage.act(name, case, "decision", "grant", now=NOON)
    stage.act("bo", case, "decision", "grant", now=NOON)
    assert rebuilt(stage, case) == stored(stage, case)


def stored(stage: Stage, case: int) -> CaseState:
    return look(actor=stage.actor("head"), case=case, now=LATER)[1].state


def rebuilt(stage: Stage, case: int) -> CaseState:
    """The case from its journal alone; ids of rows are no part of it."""
    now = stored(stage, case)
    beginning = CaseState(
        regime=Regime.LICENCE, phase="SUBMITTED", district=now.district, parties=now.parties, applicant=now.applicant,
        received_at=now.received_at, form=now.form, facts=now.facts, materials=now.materials,
    )  # fmt: skip
    found = rebuild(beginning, rows(stage, case))
    ids = {step.ordinal: step.id for step in now.steps}
    return replace(found, steps=tuple(replace(step, id=ids[step.ordinal]) for step in found.steps))


def test_a_claim_of_a_deputy_is_for_the_holder_who_goes_on_with_it(stage: Stage) -> None:
    case = stage.file().case
    lend(stage, "window", "guest")
    claim(actor=stage.actor("window"), case=case, step="window", now=NOON)
    with pytest.raises(StepClaimed):
        claim(actor=stage.actor("anna"), case=case, step="window", now=NOON)
    release(actor=stage.actor("guest"), case=case, step="window", now=NOON)
    claim(actor=stage.actor("guest"), case=case, step="window", now=NOON)
    assert rows(stage, case)[-1].on_behalf_of == stage.people["window"]
    Deputyship.objects.update(revoked_at=NOON, revoked_by=stage.people["window"])
    # What was taken as a deputy can be given back when one is no deputy any more.
    release(actor=stage.actor("guest"), case=case, step="window", now=NOON)
    assert held_by(stage, case) == [None]


@pytest.mark.committed
@pytest.mark.parametrize("limits", [{"revoked": True}, {"excluded": ["accept"]}])
def test_what_was_lent_is_asked_again_under_the_guard(
    committed: Stage, monkeypatch: pytest.MonkeyPatch, limits: dict[str, Any]
) -> None:
    """The deputyship ends, or is narrowed, between the read and the write, by another connection."""
    stage, case = committed, committed.file().case
    made = lend(stage, "window", "guest")
    reads = gateway.read

    def read_then_end(*arguments: Any, **named: Any) -> Any:
        found = reads(*arguments, **named)
        with connections["owner"].cursor() as cursor:
            cursor.execute("ALTER TABLE workflows_deputyship DISABLE TRIGGER USER")
            if "revoked" in limits:
                cursor.execute(
                    "UPDATE workflows_deputyship SET revoked_at = now(), revoked_by_id = named_by_id WHERE id = %s",
                    [made.pk],
                )
            else:
                cursor.execute("UPDATE workflows_deputyship SET excluded = %s WHERE id = %s", [["accept"], made.pk])
        return found

    monkeypatch.setattr(gateway, "read", read_then_end)
    with pytest.raises(NotAllowed):
        stage.act("guest", case, "window", "accept", now=NOON)
    assert ask("SELECT count(*) FROM workflows_journalrow") == [(1,)]


@law("公务员法 76")
def test_who_declares_a_conflict_gives_the_step_back_and_acts_no_more(stage: Stage) -> None:
    case = stage.file().case
    lend(stage, "window", "guest")
    claim(actor=stage.actor("window"), case=case, step="window", now=NOON)
    keep_away(stage, "window", case, "window", words="申请人是我的表弟。")
    assert held_by(stage, case) == [None]
    for name in ("window", "guest"):
        with pytest.raises(Recused):
            stage.act(name, case, "window", "accept", now=NOON)
        with pytest.raises(Recused):
            claim(actor=stage.actor(name), case=case, step="window", now=NOON)
    row = rows(stage, case)[-1]
    assert (row.verb, row.actor, row.payload["released"]) == ("RECUSE", stage.people["window"], [1])
    assert "表弟" not in str(row.payload)
    with pytest.raises(AlreadyRecused, match="window keeps away"):
        keep_away(stage, "window", case, "window")
    stage.act("anna", case, "window", "accept", now=NOON)
    assert rebuilt(stage, case) == stored(stage, case)


@law("公务员法 76")
def test_who_is_recused_from_an_applicant_keeps_away_from_all_their_cases(stage: Stage) -> None:
    first, second = stage.file().case, stage.file().case
    keep_away(stage, "window", first, "window", from_applicant=True)
    later = stage.file().case
    for case in (first, second, later):
        with pytest.raises(Recused):
            stage.act("window", case, "window", "accept", now=NOON)
        stage.act("anna", case, "window", "accept", now=NOON)
    with stage.watching() as scope:
        assert list(Recusal.objects.visible_to(scope).values_list("applicant", "reason")) == [
            (APPLICANT, "KIN_INTEREST")
        ]


def test_a_supervisor_of_the_case_orders_it_and_nobody_else(stage: Stage) -> None:
    case = stage.file().case
    for name in ("anna", "applicant"):
        with pytest.raises(NotASupervisor):
            keep_away(stage, name, case, "window")
    lend(stage, "head", "guest")
    with pytest.raises(NotASupervisor):
        keep_away(stage, "guest", case, "window")
    keep_away(stage, "head", case, "window", reason=RecusalReason.OTHER)
    keep_away(stage, "far", case, "anna")
    keep_away(stage, "watch", case, "bo")
    with stage.watching() as scope:
        found = Recusal.objects.visible_to(scope).order_by("seq").values_list("person__name", "declared_by__name")
        assert list(found) == [("window", "head"), ("anna", "far"), ("bo", "watch")]


def test_the_tables_are_the_engine_s_alone(stage: Stage) -> None:
    case = stage.file().case
    keep_away(stage, "window", case, "window")
    for statement in (
        "DELETE FROM workflows_recusal",
        "UPDATE workflows_recusal SET reason = 'OTHER'",
        "INSERT INTO workflows_recusal DEFAULT VALUES",
    ):
        with pytest.raises(Exception, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.committed
@law("公务员法 76")
def test_a_recusal_between_read_and_write_is_seen_by_the_guard(
    committed: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Declared from the applicant at another case, so that the version of this one does not move."""
    stage = committed
    case, other = stage.file().case, stage.file().case
    writes, gate = gateway.write, threading.Event()

    def declare() -> None:
        keep_away(stage, "head", other, "window", from_applicant=True)
        for alias in database.ALIASES:
            connections[alias].close()

    def write_late(*arguments: Any, **named: Any) -> Any:
        if not gate.is_set():
            gate.set()
            thread = threading.Thread(target=declare)
            thread.start()
            thread.join()
        return writes(*arguments, **named)

    monkeypatch.setattr(gateway, "write", write_late)
    with pytest.raises(Recused):
        stage.act("window", case, "window", "accept", now=NOON)
    assert verify_journal().faults == []


@law("许可法 24")
def test_a_decision_waits_for_the_entrustment_and_records_who_stands_behind_it(stage: Stage) -> None:
    case = stage.file().case
    stage.act("window", case, "window", "accept", now=NOON)
    stage.act("anna", case, "review", "pass", now=NOON)
    handler = Organ.objects.get(district__code=LONGWAN)
    issuer = Organ.objects.get(district__code=OUHAI)
    Organ.objects.filter(pk=handler.pk).update(has_own_power=False)
    ended = Entrustment.objects.create(
        issuer=issuer, handler=handler, document="温政发〔2025〕1号", valid_from=date(2025, 1, 1), valid_to=DAY
    )
    with pytest.raises(NotEntrusted):
        stage.act("bo", case, "decision", "grant", now=NOON)
    Entrustment.objects.filter(pk=ended.pk).update(valid_to=DAY + timedelta(days=1))
    stage.act("bo", case, "decision", "grant", now=NOON)
    said = rows(stage, case)[-1].payload["turn"]
    assert said["bodies"] == {"decides": issuer.pk, "handles": handler.pk, "seals": issuer.pk, "entrustment": ended.pk}


def test_the_case_stays_readable_by_who_keeps_away(stage: Stage) -> None:
    case = stage.file().case
    keep_away(stage, "window", case, "window")
    assert look(actor=stage.actor("window"), case=case, now=NOON)[1].id == case
    with stage.watching() as scope:
        assert Case.objects.visible_to(scope).get(pk=case).version == 2
