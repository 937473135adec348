"""A batch is written by one statement: what stands against one case is that case's answer, and the others are written."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F

from tests.approvals.desks.office import NOW, opened
from tests.workflows.engine.stage import Stage
from workflows.engine import gateway, verbs
from workflows.engine.models import Case, CaseStep
from workflows.engine.wishes import Wish
from workflows.journal.models import JournalRow
from workflows.organisation.models import Post

LATER = NOW + timedelta(minutes=1)
ACCEPTED = 3
"""Journal rows of a case once it is accepted: filing, acceptance, and the engine's check that follows at once."""


@pytest.fixture
def stage(db: None) -> Stage:
    return opened()


def drafted(stage: Stage, cases: list[int], who: str = "window") -> tuple[Any, list[Any]]:
    """What would be written for that person's acts on the cases, as they stand now."""
    wishes = [Wish(case, "window", "accept", uuid.uuid4()) for case in cases]
    reading = gateway.read(stage.actor(who), cases, [wish.key for wish in wishes], LATER, "default")
    drafts: list[Any] = [verbs._prepare(reading, wish, LATER) for wish in wishes]
    return reading.actor, [draft.body for draft in drafts]


def rows(stage: Stage, case: int) -> int:
    with stage.watching():
        return JournalRow.objects.filter(case_id=case).count()


def test_one_conflict_does_not_lose_the_others(stage: Stage) -> None:
    cases = [stage.file(now=NOW).case for _ in range(4)]
    actor, bodies = drafted(stage, cases)
    stage.act("window", cases[1], "window", "accept", now=NOW)
    with stage.watching() as scope:
        before = Case.objects.visible_to(scope).get(pk=cases[2]).version
    moved = bodies[2] | {"version": before + 7}
    missing = bodies[3] | {"case": 10**9}

    answers = gateway.write(actor, [bodies[0], bodies[1], moved, missing], LATER, "default")

    assert [answer["answer"] for answer in answers] == ["done", "taken", "moved", "missing"]
    assert [rows(stage, case) for case in cases] == [ACCEPTED, ACCEPTED, 1, 1]
    with stage.watching() as scope:
        standing = Case.objects.visible_to(scope).filter(pk__in=cases).order_by("pk").values_list("phase", "version")
        assert [version for _phase, version in standing] == [before + 1, before + 1, before, before]
        assert CaseStep.objects.visible_to(scope).filter(case__in=cases, closed_at=None).count() == len(cases)


def test_the_second_write_on_a_case_follows_the_first(stage: Stage) -> None:
    first, other = (stage.file(now=NOW).case for _ in range(2))
    actor, bodies = drafted(stage, [first, other])
    again = dict(bodies[0])

    answers = gateway.write(actor, [bodies[0], bodies[1], again], LATER, "default")

    assert [answer["answer"] for answer in answers] == ["done", "done", "taken"]
    assert rows(stage, first) == rows(stage, other) == ACCEPTED


def test_a_post_that_ended_in_between_writes_nothing_at_all(stage: Stage) -> None:
    cases = [stage.file(now=NOW).case for _ in range(3)]
    actor, bodies = drafted(stage, cases)
    held = Post.objects.filter(person=stage.people["window"])
    # They see the district still, by another post.
    Post.objects.create(person=stage.people["window"], desk=held.get().desk, role="ARCHIVIST", valid_from=NOW.date())
    held.filter(role="RECEIVER").update(valid_to=F("valid_from") + timedelta(days=1))

    answers = gateway.write(actor, bodies, LATER, "default")

    assert [answer["answer"] for answer in answers] == ["post"] * 3
    assert [rows(stage, case) for case in cases] == [1] * 3


def test_nothing_to_write_is_answered_by_nothing(stage: Stage) -> None:
    assert gateway.write(stage.actor("window"), [], LATER, "default") == []


def test_a_key_of_this_person_is_found_and_no_other_ones(stage: Stage) -> None:
    case, key = stage.file(now=NOW).case, uuid.uuid4()
    stage.act("window", case, "window", "accept", now=NOW, key=key)

    found = {
        who: gateway.read(stage.actor(who), [case], [key], LATER, "default").repeated for who in ("window", "anna")
    }

    assert [*found["window"]] == [key]
    assert found["anna"] == {}
