"""Rehearsals in the worker: batch by batch, resumable, and without a trace in any case."""

from datetime import date
from typing import Any

import pytest

from tests.workflows.engine.factory import REFUSAL, at
from tests.workflows.engine.stage import ask
from tests.workflows.moving.corridor import Corridor, renamed, set_up_corridor, step_of
from workflows.engine.models import Case
from workflows.rehearsing import performing
from workflows.rehearsing.enums import RehearsalState
from workflows.rehearsing.models import Rehearsal
from workflows.rehearsing.performing import rehearse_on
from workflows.rehearsing.queries import last_month, latest_of
from workflows.rehearsing.verbs import ask_rehearsal
from workflows.standards.schema import Standard

pytestmark = pytest.mark.usefixtures("own_database")
THEN = at("2026-03-05")
MARCH: dict[str, Any] = {"since": date(2026, 3, 1), "until": date(2026, 3, 31)}


def some_cases(corridor: Corridor) -> list[int]:
    """Two decided, one refused at the window, one that waits there."""
    cases = [corridor.stage.file(now=at("2026-03-02")).case for _ in range(4)]
    for case in cases[:2]:
        corridor.stage.act("anna", case, "window", "accept", now=at("2026-03-03"))
        corridor.stage.act("bo", case, "review", "pass", now=at("2026-03-04"))
    corridor.stage.act("anna", cases[2], "window", "refuse", now=at("2026-03-03"), payload=REFUSAL)
    return cases


def asked(corridor: Corridor, **more: Any) -> Rehearsal:
    standard = Standard.model_validate(corridor.target.body)
    return ask_rehearsal(actor=corridor.keeper, standard=standard, now=THEN, **{**MARCH, **more})


def run_to_the_end() -> None:
    while rehearse_on(THEN, "worker"):
        pass


def test_last_months_cases_are_walked_under_the_draft() -> None:
    corridor = set_up_corridor(lambda body: step_of(body, "decision")["handler"].update(desk="HEAD"))
    some_cases(corridor)
    rehearsal = asked(corridor)
    journal = ask("SELECT count(*) FROM workflows_journalrow")
    run_to_the_end()
    done = latest_of(rehearsal.digest)
    assert done
    assert (done.state, done.found, done.done, done.is_sample) == (RehearsalState.DONE, 4, 4, False)
    assert done.result["endings"] == {"SAME": 4}
    assert done.result["work"]["330303|HEAD"] == [0, 2]
    assert ask("SELECT count(*) FROM workflows_journalrow") == journal


def test_what_would_be_refused_is_counted_by_step_and_act_and_named_by_case() -> None:
    corridor = set_up_corridor(renamed("review", "examine"))
    cases = some_cases(corridor)
    asked(corridor)
    run_to_the_end()
    result = Rehearsal.objects.get().result
    assert result["endings"] == {"REFUSED": 2, "SAME": 2}
    assert list(result["stops"].values()) == [2]
    numbers = Case.objects.using("audit").filter(pk__in=cases[:2]).values_list("number", flat=True)
    assert {case["number"] for case in result["cases"]} == set(numbers)


def test_a_sample_is_drawn_by_its_seed() -> None:
    corridor = set_up_corridor()
    some_cases(corridor)
    first, second, other = (asked(corridor, most=2, seed=seed) for seed in (7, 7, 8))
    assert first.pk == second.pk
    run_to_the_end()
    again = asked(corridor, most=2, seed=7)
    run_to_the_end()
    drawn = {each.pk: each.cases for each in Rehearsal.objects.all()}
    assert (len(drawn[first.pk]), drawn[again.pk]) == (2, drawn[first.pk])
    assert Rehearsal.objects.get(pk=other.pk).is_sample


def test_a_worker_that_dies_loses_one_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    corridor = set_up_corridor()
    some_cases(corridor)
    asked(corridor)
    monkeypatch.setattr(performing, "BATCH", 1)
    assert rehearse_on(THEN, "worker")
    assert rehearse_on(THEN, "worker")
    assert Rehearsal.objects.get().done == 1
    with monkeypatch.context() as broken:
        broken.setattr(Rehearsal, "save", lambda *_args, **_named: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            rehearse_on(THEN, "worker")
    run_to_the_end()
    done = Rehearsal.objects.get()
    assert (done.done, sum(done.result["endings"].values())) == (4, 4)


def test_the_month_before() -> None:
    assert last_month(date(2026, 3, 5)) == (date(2026, 2, 1), date(2026, 2, 28))
    assert last_month(date(2026, 1, 31)) == (date(2025, 12, 1), date(2025, 12, 31))
