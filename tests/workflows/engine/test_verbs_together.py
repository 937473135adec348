"""Several people on one case at one instant, over real connections that commit."""

import threading
import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, connections

from config import database
from tests.workflows.engine.factory import LONGWAN, act, at, days, end, rules, step
from tests.workflows.engine.stage import RECEIVED, Stage, ask, set_up
from workflows.engine import gateway
from workflows.engine.errors import EngineError, StepTaken
from workflows.engine.rules import Rules
from workflows.engine.verbs import catch_up
from workflows.engine.wishes import Performed
from workflows.standards.enums import Regime

RACES = 200
REVIEWERS = [f"reviewer {n}" for n in range(6)]


def loop() -> Rules:
    """Two steps that lead to each other, so that they can be raced for again and again."""
    return rules(
        Regime.SERVICE,
        step(
            "desk", "review", "SUBMITTED", act("on", "back", "forward"), act("done", "end", "forward", move="complete")
        ),
        step("back", "review", "SUBMITTED", act("on", "desk", "forward")),
        end("COMPLETED"),
    )


def side_by_side() -> Rules:
    """Six reviews that open together and join once."""
    reviews = [f"review{n}" for n in range(6)]
    return rules(
        Regime.SERVICE,
        step("split", "review", "SUBMITTED", act("go", " ".join(reviews), "forward")),
        *(step(key, "review", "SUBMITTED", act("agree", "close", "forward")) for key in reviews),
        step("close", "review", "SUBMITTED", act("done", "end", "forward", move="complete"), join="all"),
        end("COMPLETED"),
    )


@pytest.fixture
def crowd(own_database: str) -> Callable[[Rules], Stage]:
    clerks = dict.fromkeys(["anna", "bo", *REVIEWERS], (LONGWAN, "REVIEW", "REVIEWER"))
    return partial(set_up, clerks=clerks)


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Run each work in a thread and a connection of its own, all released together; an error is its answer."""
    gate = threading.Barrier(len(works))
    answers: list[Any] = [None] * len(works)

    def run(place: int, work: Callable[[], Any]) -> None:
        gate.wait()
        try:
            answers[place] = work()
        except EngineError as error:
            answers[place] = error
        finally:
            for alias in database.ALIASES:
                connections[alias].close()

    threads = [threading.Thread(target=run, args=(place, work)) for place, work in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_of_two_clerks_on_one_step_one_wins_and_the_other_is_told(crowd: Callable[[Rules], Stage]) -> None:
    stage = crowd(loop())
    case = stage.file().case
    for ordinal in range(1, RACES + 1):
        place = "desk" if ordinal % 2 else "back"
        on = partial(stage.act, case=case, step=place, act="on", now=RECEIVED, ordinal=ordinal)
        answers = at_once(partial(on, "anna"), partial(on, "bo"))
        assert {type(answer) for answer in answers} == {Performed, StepTaken}
    assert ask("SELECT version FROM workflows_case") == [(RACES + 1,)]
    assert ask("SELECT count(*), max(seq) FROM workflows_journalrow") == [(RACES + 1, RACES + 1)]


def test_six_opinions_at_one_instant_disturb_nobody_and_join_once(crowd: Callable[[Rules], Stage]) -> None:
    stage = crowd(side_by_side())
    case = stage.file().case
    stage.act("anna", case, "split", "go", now=RECEIVED)
    agree = partial(stage.act, case=case, act="agree", now=RECEIVED)
    answers = at_once(*(partial(agree, name, step=f"review{n}") for n, name in enumerate(REVIEWERS)))
    assert [type(answer) for answer in answers] == [Performed] * 6
    assert ask("SELECT key FROM workflows_casestep WHERE closed_at IS NULL") == [("close",)]


def test_the_same_key_at_one_instant_is_one_act(crowd: Callable[[Rules], Stage]) -> None:
    stage = crowd(loop())
    case = stage.file().case
    key = uuid.uuid4()
    answers = at_once(*(lambda: stage.act("anna", case, "desk", "on", now=RECEIVED, key=key) for _ in range(4)))
    assert {answer.seq for answer in answers} == {2}
    assert sorted(answer.repeated for answer in answers) == [False, True, True, True]
    assert ask("SELECT version FROM workflows_case") == [(2,)]


def test_filings_at_one_instant_leave_no_gap_in_the_register(crowd: Callable[[Rules], Stage]) -> None:
    stage = crowd(loop())
    at_once(*(stage.file for _ in range(12)))
    assert ask("SELECT array_agg(seq ORDER BY seq) FROM workflows_caseregisterrow") == [(list(range(1, 13)),)]
    assert ask("SELECT count(DISTINCT number) FROM workflows_caseregisterrow") == [(12,)]


def test_a_limit_that_ends_between_read_and_write_disturbs_nobody(
    crowd: Callable[[Rules], Stage], monkeypatch: pytest.MonkeyPatch
) -> None:
    law = rules(
        Regime.SERVICE,
        step("split", "review", "SUBMITTED", act("go", "slow review", "forward")),
        step(
            "slow",
            "review",
            "SUBMITTED",
            act("clear", "end", "forward"),
            silence={"after": days(1), "act": "clear", "basis": "agreement", "citation": {"law": "约", "article": "1"}},
        ),
        step("review", "review", "SUBMITTED", act("agree", "end", "forward", move="complete")),
        end("COMPLETED") | {"join": "all"},
    )
    stage = crowd(law)
    case = stage.file(now=at("2026-03-02")).case
    stage.act("anna", case, "split", "go", now=at("2026-03-02"))
    read = gateway.read
    later = at("2026-03-04", "09:00")

    def read_then_be_overtaken(*arguments: Any, **more: Any) -> gateway.Reading:
        answer = read(*arguments, **more)
        monkeypatch.setattr(gateway, "read", read)
        assert catch_up(cases=[case], now=later) == [case]
        return answer

    monkeypatch.setattr(gateway, "read", read_then_be_overtaken)
    assert not stage.act("bo", case, "review", "agree", now=later).repeated
    assert ask("SELECT phase FROM workflows_case") == [("COMPLETED",)]


def test_an_act_of_another_time_is_refused_outside_a_simulation(own_database: str) -> None:
    stage = set_up(loop(), {"anna": (LONGWAN, "REVIEW", "REVIEWER")})
    with connections["owner"].cursor() as cursor:
        cursor.execute("DELETE FROM workflows_simulatedclock")
    with pytest.raises(IntegrityError, match="opens now"):
        stage.file(now=RECEIVED)


def with_an_offer() -> Rules:
    """A review beside which a visit is on offer, once."""
    return rules(
        Regime.SERVICE,
        step("review", "review", "SUBMITTED", act("done", "end", "forward", move="complete")),
        step("visit", "review", "SUBMITTED", act("pass"), offer={"beside": ["review"]}),
        end("COMPLETED"),
    )


def test_of_two_clerks_who_start_one_offered_step_one_wins_and_the_other_is_told(
    crowd: Callable[[Rules], Stage],
) -> None:
    stage = crowd(with_an_offer())
    for case in [stage.file().case for _ in range(20)]:
        start = partial(stage.act, case=case, step="visit", act="pass", now=RECEIVED)
        answers = at_once(partial(start, "anna"), partial(start, "bo"))
        assert {type(answer) for answer in answers} == {Performed, StepTaken}
        (told,) = (answer for answer in answers if isinstance(answer, StepTaken))
        ((winner,),) = ask(
            "SELECT p.name FROM workflows_casestep s JOIN workflows_person p ON p.id = s.closed_by_id"
            " WHERE s.case_id = %s AND s.key = 'visit'",
            case,
        )
        assert told.named["who"] == winner
    assert ask("SELECT count(*) FROM workflows_casestep WHERE key = 'visit'") == [(20,)]
