"""The licence that uses every step type, in the database: what is stored is what the journal replays to."""

from collections.abc import Mapping

import pytest

from tests.workflows.engine.every_step import AGREE, GAPS, HEARING, RECEIVED, licence
from tests.workflows.engine.factory import LONGWAN, OUHAI, at
from tests.workflows.engine.stage import Stage, set_up
from tests.workflows.engine.test_history import rebuilt, stored
from workflows.engine.due import due_silences
from workflows.engine.facts import record_fact
from workflows.engine.models import CaseStep
from workflows.engine.verbs import claim, look
from workflows.journal.models import JournalRow
from workflows.journal.verify import verify_journal

CLERKS = {
    "window": (LONGWAN, "WINDOW", "RECEIVER"),
    "anna": (LONGWAN, "REVIEW", "REVIEWER"),
    "bo": (LONGWAN, "REVIEW", "REVIEWER"),
    "head": (LONGWAN, "REVIEW", "APPROVER"),
    "fire": (LONGWAN, "FIRE", "REVIEWER"),
    "ouhai": (OUHAI, "REVIEW", "REVIEWER"),
}


def office() -> Stage:
    stage = set_up(licence(), CLERKS)
    stage.applicant = -stage.people["applicant"].pk
    stage.materials = {"lease": [{"digest": "a"}], "photo": [{"digest": "b"}]}
    return stage


def walked(stage: Stage, case: int, *acts: tuple[str, str, str, str, Mapping[str, object]]) -> None:
    for day, who, step, what, payload in acts:
        stage.act(who, case, step, what, now=at(day), payload=payload)


def to_the_tasks(stage: Stage) -> int:
    case = stage.file(now=RECEIVED, opens_on="2026-06-01").case
    walked(
        stage,
        case,
        ("2026-03-03", "window", "window", "accept_with_gaps", GAPS),
        ("2026-03-04", "applicant", "supply", "close_gaps", {}),
        ("2026-03-05", "window", "judge", "confirm", {}),
        ("2026-03-05", "anna", "review", "ask", {"opinion": "请核对。"}),
        ("2026-03-06", "anna", "review", "hear", HEARING),
        ("2026-03-11", "bo", "hearing", "finish", {"result": "笔录。"}),
        ("2026-03-11", "anna", "review", "ask_extension", {"opinion": "复杂。"}),
        ("2026-03-12", "head", "extension", "extend", {"opinion": "同意。"}),
        ("2026-03-13", "bo", "review", "pass", {}),
        ("2026-03-13", "ouhai", "joint", "agree", AGREE),
        ("2026-03-16", "fire", "joint", "agree", AGREE),
        ("2026-03-17", "head", "decision", "grant", {}),
        ("2026-03-18", "window", "certify", "issue", {}),
        ("2026-03-19", "window", "deliver", "issue", {}),
    )
    return case


def open_in(stage: Stage, case: int) -> list[str]:
    with stage.watching():
        return list(
            CaseStep.objects.filter(case=case, closed_at=None).order_by("ordinal").values_list("key", flat=True)
        )


def test_the_whole_way_is_stored_as_the_journal_replays_it(own_database: str) -> None:
    stage = office()
    case = to_the_tasks(stage)
    assert open_in(stage, case) == ["inspect", "train", "opening"]
    _, held = look(actor=stage.actor("window"), case=case, now=at("2026-03-19"))
    assert rebuilt(stage, held) == stored(held)
    with stage.watching():
        turns = [row.payload["turn"] for row in JournalRow.objects.filter(case_id=case, verb="ACT").order_by("seq")]
    assert [turn["act"] for turn in turns if "verdict" in turn] == ["agree"]
    assert verify_journal().faults == []


def test_the_worker_goes_on_from_a_wait_at_its_day(own_database: str) -> None:
    stage = office()
    case = to_the_tasks(stage)
    assert due_silences(at("2026-05-31")) == 0
    assert due_silences(at("2026-06-02")) == 1
    assert open_in(stage, case) == ["inspect", "train"]


def test_a_fact_ends_the_wait_for_it_at_once(own_database: str) -> None:
    stage = office()
    case = to_the_tasks(stage)
    record_fact(case=case, name="weather", value=True, source="register", now=at("2026-03-20"))
    assert open_in(stage, case) == ["inspect", "train", "opening"]
    record_fact(case=case, name="opened", value=True, source="register", now=at("2026-03-20"))
    assert open_in(stage, case) == ["inspect", "train"]
    _, held = look(actor=stage.actor("window"), case=case, now=at("2026-03-20"))
    assert rebuilt(stage, held) == stored(held)
    assert verify_journal().faults == []


@pytest.mark.django_db
def test_seats_are_claimed_by_number_or_by_whose_they_are() -> None:
    stage = office()
    case = stage.file(now=RECEIVED).case
    walked(
        stage,
        case,
        ("2026-03-03", "window", "window", "accept", {}),
        ("2026-03-04", "bo", "review", "pass", {}),
    )
    claim(actor=stage.actor("ouhai"), case=case, step="joint", now=at("2026-03-04"))
    claim(actor=stage.actor("anna"), case=case, step="joint", now=at("2026-03-04"), ordinal=4)
    with stage.watching():
        claimed = CaseStep.objects.filter(case=case, key="joint").order_by("ordinal")
        assert [step.claimed_by and step.claimed_by.name for step in claimed] == ["anna", None, "ouhai"]
