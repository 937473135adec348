"""``perform_many`` equals ``perform`` one by one: the same answers, the same cases, the same journal."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.approvals.desks.office import NOW, opened
from tests.workflows.engine.stage import Stage
from workflows.engine.models import ActContent, Case, CaseStep
from workflows.engine.verbs import claim, perform, perform_many
from workflows.engine.wishes import Performed, Wish
from workflows.journal.models import JournalRow
from workflows.refusals import Refusal

CASES = 4
ACTS = [
    ("window", "accept", {}),
    ("window", "accept", {"opinion": "材料齐全"}),
    (
        "window",
        "return",
        {"items": [{"field": "name", "defect": "缺", "remedy": "补", "basis": "条例20"}], "opinion": "补正"},
    ),
    ("review", "pass", {}),
    ("review", "refuse", {"ground": "unlawful", "opinion": "不符"}),
    ("review", "refuse", {"ground": "unknown", "opinion": "不符"}),
    ("decision", "grant", {}),
    ("decision", "send_back", {"opinion": "再核"}),
    ("tell", "issue", {}),
    ("nowhere", "nothing", {}),
]
PEOPLE = ["window", "anna", "bo", "approver", "ouhai", "watch"]
one_case = st.none() | st.sampled_from(ACTS)
rounds = st.lists(st.tuples(st.sampled_from(PEOPLE), st.lists(one_case, min_size=CASES, max_size=CASES)), max_size=7)


@pytest.fixture
def stage(db: None) -> Stage:
    return opened()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=rounds, held=st.none() | st.integers(0, CASES - 1), again=st.booleans())
def test_many_at_once_equals_one_by_one(stage: Stage, asked: list[Any], held: int | None, *, again: bool) -> None:
    alone, together = ([stage.file(now=NOW).case for _ in range(CASES)] for _ in range(2))
    for cases in (alone, together):
        if held is not None:
            stage.act("window", cases[held], "window", "accept", now=NOW)
            claim(actor=stage.actor("bo"), case=cases[held], step="review", now=NOW)
    for number, (name, acts) in enumerate(asked, start=1):
        now = NOW + timedelta(minutes=number)
        one, many = (asked_of(cases, acts) for cases in (alone, together))
        by_one = [performed(stage, name, wish, now) for wish in one]
        at_once = perform_many(actor=stage.actor(name), wishes=many, now=now)
        assert [told(answer) for answer in at_once] == [told(answer) for answer in by_one]
        if again:
            assert seqs(perform_many(actor=stage.actor(name), wishes=many, now=now)) == seqs(at_once)
    assert [written(stage, case) for case in together] == [written(stage, case) for case in alone]


def asked_of(cases: list[int], acts: list[tuple[str, str, Any] | None]) -> list[Wish]:
    """The same acts on these cases, each under a key of its own."""
    each = ((case, act) for case, act in zip(cases, acts, strict=True) if act)
    return [Wish(case, step, name, uuid.uuid4(), payload) for case, (step, name, payload) in each]


def performed(stage: Stage, name: str, wish: Wish, now: datetime) -> Performed | Refusal:
    try:
        return perform(
            actor=stage.actor(name),
            case=wish.case,
            step=wish.step,
            act=wish.act,
            key=wish.key,
            now=now,
            payload=wish.payload,
        )
    except Refusal as refusal:
        return refusal


def told(answer: Performed | Refusal) -> object:
    """An answer without the case it is about."""
    return str(answer) if isinstance(answer, Refusal) else (answer.seq, answer.moves, answer.repeated)


def seqs(answers: list[Any]) -> list[int]:
    return [answer.seq for answer in answers if isinstance(answer, Performed)]


def written(stage: Stage, case: int) -> list[Any]:
    """Everything written of a case but what names the case: its key, number and hashes, and the digests of what was asked."""
    with stage.watching():
        row = Case.objects.filter(pk=case).values().get()
        steps = list(CaseStep.objects.filter(case=case).order_by("ordinal").values())
        journal = list(JournalRow.objects.filter(case_id=case).order_by("seq").values())
        contents = list(ActContent.objects.filter(case=case).order_by("seq").values())
    return [without(dict(each)) for each in (row, *steps, *journal, *contents)]


def without(row: dict[str, Any]) -> dict[str, Any]:
    own = {"id", "case_id", "number", "head", "hash", "previous", "recorded_at", "transaction"}
    kept = {name: value for name, value in row.items() if name not in own and not isinstance(value, uuid.UUID)}
    if "payload" in kept:
        kept["payload"] = {name: value for name, value in kept["payload"].items() if name not in {"key", "digest"}}
    return kept
