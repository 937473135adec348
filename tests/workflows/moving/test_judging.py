"""Every reason for which a case cannot simply go on under another version."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.law import law
from tests.workflows.engine.factory import CORRECTION, LONGWAN, TEXT, Walk, act, at, end, rules, step
from tests.workflows.engine.standards import ANNA, DESK, accepted, decided, licence, parallel
from tests.workflows.moving.corridor import Body, renamed, step_of
from workflows.clock.entries import Carry
from workflows.clock.ledger import Ledger
from workflows.engine.moving import moved, turned_back
from workflows.engine.rules import Rules
from workflows.engine.state import CaseState
from workflows.moving.enums import DuePolicy, Verdict
from workflows.moving.judging import Between, Judgement, judge
from workflows.standards.canonical import canonical_value
from workflows.standards.enums import Regime
from workflows.standards.schema import Standard

DESKS = {LONGWAN: frozenset({"REVIEW"})}
NOW = at("2026-03-06")


def changed(law_: Rules, change: Callable[[Body], None]) -> Rules:
    body = canonical_value(law_.standard)
    change(body)
    return replace(law_, standard=Standard.model_validate(body))


def between(old: Rules, new: Rules, **more: Any) -> Between:
    return Between(old, new, "a" * 64, "b" * 64, "c" * 64, **{"desks": DESKS, **more})


def asked(walk: Walk, change: Callable[[Body], None], mapping: dict[str, str] | None = None) -> Judgement:
    return judge(between(walk.law, changed(walk.law, change)), walk.state, mapping or {}, NOW)


def reasons(judgement: Judgement) -> list[tuple[str, str]]:
    return [(reason.code.value, reason.about) for reason in judgement.reasons]


def setting(key: str, **values: Any) -> Callable[[Body], None]:
    return lambda body: step_of(body, key).update(values)


def test_a_case_is_safe_when_every_open_step_stands_unchanged() -> None:
    walk = accepted()
    judgement = asked(walk, lambda body: body.update(title=TEXT))
    assert (judgement.verdict, judgement.reasons) == (Verdict.SAFE, ())
    assert judgement.move
    assert moved(walk.state, judgement.move) == walk.state


def test_a_step_that_is_gone_needs_a_choice() -> None:
    judgement = asked(accepted(), renamed("review", "examine"))
    assert (judgement.verdict, reasons(judgement)) == (Verdict.CHOICE, [("GONE", "review")])


def test_a_step_of_another_kind_needs_a_choice() -> None:
    judgement = asked(accepted(), setting("review", type="decision@1", settings={}))
    assert (judgement.verdict, reasons(judgement)) == (Verdict.CHOICE, [("TYPE", "review")])


def test_a_choice_of_a_step_of_another_kind_is_no_way_out() -> None:
    judgement = asked(accepted(), renamed("review", "examine"), {"review": "decision"})
    assert ("TYPE", "review") in reasons(judgement)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (setting("review", phases=["EXTENDED"]), ("PHASE", "review")),
        (setting("review", handler={"party": "home", "desk": "FIRE", "role": None}), ("DESK", "FIRE")),
        (setting("review", handler={"party": "origin", "desk": "REVIEW", "role": None}), ("DISTRICT", "review")),
        (setting("review", handler={"party": "issuer", "desk": "REVIEW", "role": None}), ("PARTY", "issuer")),
        (lambda body: body["form"].update(required=["name", "capital"]), ("ANSWER", "capital")),
        (
            lambda body: body["checks"].append({"id": "asks", "probe": "register", "effect": "WARN", "sentence": TEXT}),
            ("FACT", "register"),
        ),
        (lambda body: body["limits"].update(promised={"days": "2", "unit": "WORKING"}), ("OVER", "")),
    ],
)
def test_a_case_is_blocked_with_the_reason(change: Callable[[Body], None], reason: tuple[str, str]) -> None:
    walk = Walk(licence(), at("2026-03-02"), form={"name": "甲"})
    walk.do("window", "accept", DESK, at("2026-03-03"))
    judgement = asked(walk, change)
    assert (judgement.verdict, reasons(judgement)) == (Verdict.BLOCKED, [reason])


def test_another_procedure_of_the_law_takes_no_running_case() -> None:
    service = rules(Regime.SERVICE, step("review", "review", "SUBMITTED", act("pass", "end")), end("COMPLETED"))
    judgement = judge(between(licence(), service), accepted().state, {}, NOW)
    assert (judgement.verdict, reasons(judgement)) == (Verdict.BLOCKED, [("REGIME", "")])


def test_branches_that_wait_need_a_step_that_waits() -> None:
    walk = Walk(parallel(join="all"), at("2026-03-02"))
    walk.do("window", "accept", DESK, at("2026-03-03"))
    walk.do("fire", "pass", ANNA, at("2026-03-04"))
    assert walk.state.waiting == ("last",)
    assert reasons(asked(walk, setting("last", join="each"))) == [("JOIN", "last")]
    assert asked(walk, renamed("last", "close"), {"last": "close"}).verdict is Verdict.SAFE


@law("许可法 32(四)")
def test_a_consequence_of_silence_the_applicant_counts_on_is_never_taken_away() -> None:
    walk = Walk(licence(), at("2026-03-05"))
    assert reasons(asked(walk, setting("window", silence=None))) == [("PROMISE", "window")]


@law("许可法 32(四)")
def test_a_silence_never_speaks_later_than_it_was_going_to() -> None:
    walk = Walk(licence(), at("2026-03-05"))

    def longer(body: Body) -> None:
        step_of(body, "window")["silence"]["after"]["days"] = "8"

    judgement = asked(walk, longer)
    assert judgement.move
    assert judgement.move.becomes[0].silence_at == walk.state.steps[0].silence_at


@law("许可法 32(四)")
def test_what_an_applicant_was_told_is_kept() -> None:
    walk = Walk(licence(), at("2026-03-02"))
    walk.do("window", "correct", DESK, at("2026-03-03"), CORRECTION)

    def shorter(body: Body) -> None:
        step_of(body, "correction")["silence"]["after"]["days"] = "2"

    judgement = asked(walk, shorter)
    assert judgement.move
    assert judgement.move.becomes == judgement.move.was


def test_an_act_offered_to_the_applicant_is_not_taken_away() -> None:
    walk = Walk(licence(), at("2026-03-02"))
    walk.do("window", "correct", DESK, at("2026-03-03"), CORRECTION)

    def without_withdrawal(body: Body) -> None:
        acts = step_of(body, "correction")["acts"]
        acts[:] = [each for each in acts if each["name"] != "withdraw"]

    assert reasons(asked(walk, without_withdrawal)) == [("PROMISE", "correction")]


def test_four_eyes_that_could_not_be_told_apart_block_the_case() -> None:
    assert reasons(asked(decided(), renamed("review", "examine"))) == [("HANDS", "decision")]


def limits_after(walk: Walk, due: DuePolicy, **limits: Any) -> tuple[CaseState, Rules]:
    new = changed(walk.law, lambda body: body["limits"].update(limits))
    judgement = judge(between(walk.law, new, due=due), walk.state, {}, NOW)
    assert judgement.move, judgement
    return moved(walk.state, judgement.move), new


@law("许可法 42")
def test_days_used_stay_used_and_the_earlier_due_date_holds() -> None:
    walk = accepted()
    after, new = limits_after(walk, DuePolicy.EARLIER, promised={"days": "6", "unit": "WORKING"})
    reading = Ledger(after.ledger, new.clock.calendars).at(NOW)
    assert (reading.promised.consumed, reading.promised.budget) == (2, 6)
    assert new.clock.dues(after.ledger, NOW).promised == at("2026-03-12", "00:00")
    assert isinstance(after.ledger[-1], Carry)


@law("许可法 42")
def test_a_longer_promise_lengthens_nothing_unless_the_plan_says_so() -> None:
    walk = accepted()
    before = walk.law.clock.dues(walk.state.ledger, NOW).promised
    kept, _new = limits_after(walk, DuePolicy.EARLIER, promised={"days": "15", "unit": "WORKING"})
    assert kept.ledger == walk.state.ledger
    later, new = limits_after(walk, DuePolicy.NEW, promised={"days": "15", "unit": "WORKING"})
    assert new.clock.dues(later.ledger, NOW).promised == at("2026-03-25", "00:00")
    assert before == at("2026-03-18", "00:00")


@law("许可法 42")
@pytest.mark.parametrize("due", list(DuePolicy))
def test_no_statutory_limit_is_lengthened_by_a_move(due: DuePolicy) -> None:
    walk = accepted()
    longer = {"days": "30", "unit": "WORKING"}
    after, new = limits_after(walk, due, statutory=longer, promised=longer)
    before = walk.law.clock.dues(walk.state.ledger, NOW).statutory
    assert new.clock.dues(after.ledger, NOW).statutory == before
    promised = new.clock.dues(after.ledger, NOW).promised
    assert promised
    assert before
    assert promised <= before


def test_a_move_that_is_taken_back_leaves_the_steps_and_dates_as_they_were() -> None:
    walk = accepted()
    new = changed(walk.law, lambda body: body["limits"].update(promised={"days": "6", "unit": "WORKING"}))
    judgement = judge(between(walk.law, new), walk.state, {}, NOW)
    assert judgement.move
    after = moved(walk.state, judgement.move)
    back = moved(after, turned_back(after, judgement.move, at("2026-03-07")))
    assert back.steps == walk.state.steps
    then = at("2026-03-07")
    assert walk.law.clock.dues(back.ledger, then) == walk.law.clock.dues(walk.state.ledger, then)
