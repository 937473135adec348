"""A joint review over real connections: opinions at one instant disturb nobody, and it ends once."""

import uuid
from functools import partial

import pytest

from tests.workflows.engine.every_step import AGREE, DISAGREE
from tests.workflows.engine.factory import TEXT, act, end, rules, step
from tests.workflows.engine.stage import NAMES, RECEIVED, Stage, ask, set_up
from tests.workflows.engine.test_verbs_together import at_once
from workflows.engine.errors import StepCalledOff, StepTaken
from workflows.engine.rules import Rules
from workflows.engine.wishes import Performed
from workflows.standards.enums import Regime

CODES = list(NAMES)
OPEN = "SELECT key FROM workflows_casestep WHERE closed_at IS NULL"
VERDICTS = "SELECT payload -> 'turn' ->> 'verdict' FROM workflows_journalrow WHERE payload -> 'turn' ? 'verdict'"


def six(**settings: object) -> Rules:
    """One case, six districts with a seat each."""
    parties = [{"role": f"p{n}", "title": TEXT, "district": f'"{code}"'} for n, code in enumerate(CODES)]
    return rules(
        Regime.SERVICE,
        step("begin", "review", "SUBMITTED", act("go", "joint", "forward"), party="p0"),
        step(
            "joint",
            "joint_review",
            "SUBMITTED",
            act("agree", routes=[]),
            act("disagree", routes=[], grounds=["unfit"]),
            act("passed", "close"),
            act("failed", "begin"),
            party="p0",
            settings={"seats": [{"party": f"p{n}", "desk": "REVIEW"} for n in range(6)], **settings},
        ),
        step("close", "review", "SUBMITTED", act("done", "end", "forward", move="complete"), party="p0"),
        end("COMPLETED"),
        parties=parties,
    )


def at_the_table(law: Rules) -> tuple[Stage, int]:
    """Clerk n of district n has the seat n of the case."""
    stage = set_up(law, {f"clerk{n}": (code, "REVIEW", "REVIEWER") for n, code in enumerate(CODES)})
    stage.parties = {f"p{n}": code for n, code in enumerate(CODES)}
    case = stage.file().case
    stage.act("clerk0", case, "begin", "go", now=RECEIVED)
    return stage, case


@pytest.mark.parametrize("attempt", range(5))
def test_six_districts_give_their_opinions_at_one_instant(own_database: str, attempt: int) -> None:
    stage, case = at_the_table(six(rule="all"))
    agree = partial(stage.act, case=case, step="joint", act="agree", now=RECEIVED, payload=AGREE)
    answers = at_once(*(partial(agree, f"clerk{n}") for n in range(6)))
    assert [type(answer) for answer in answers] == [Performed] * 6
    assert ask(VERDICTS) == [("passed",)]
    assert ask(OPEN) == [("close",)]
    closed = (
        "SELECT count(*), count(DISTINCT closed_by_id) FROM workflows_casestep WHERE key = 'joint' AND act = 'agree'"
    )
    assert ask(closed) == [(6, 6)]


def test_when_any_opinion_is_enough_the_first_ends_it_and_the_others_are_told(own_database: str) -> None:
    stage, case = at_the_table(six(rule="any"))
    agree = partial(stage.act, case=case, step="joint", act="agree", now=RECEIVED, payload=AGREE)
    answers = at_once(*(partial(agree, f"clerk{n}", ordinal=n + 2) for n in range(6)))
    assert sorted(type(answer).__name__ for answer in answers) == ["Performed", *["StepCalledOff"] * 5]
    assert ask(VERDICTS) == [("passed",)]
    assert ask(OPEN) == [("close",)]


def test_agreement_and_refusal_at_one_instant_come_to_one_verdict(own_database: str) -> None:
    stage, case = at_the_table(six(rule="count", needed=4))
    works = [
        partial(
            stage.act,
            f"clerk{n}",
            case,
            "joint",
            "agree" if n % 2 else "disagree",
            now=RECEIVED,
            payload=AGREE if n % 2 else DISAGREE,
            ordinal=n + 2,
        )
        for n in range(6)
    ]
    answers = at_once(*works)
    assert {type(answer) for answer in answers} <= {Performed, StepCalledOff}
    assert ask(VERDICTS) == [("failed",)]
    assert ask(OPEN) == [("begin",)]


def test_one_act_sent_twice_fills_one_seat(own_database: str) -> None:
    stage, case = at_the_table(six(rule="all"))
    key = uuid.uuid4()
    agree = partial(stage.act, "clerk3", case, "joint", "agree", now=RECEIVED, payload=AGREE, key=key)
    answers = at_once(*(agree for _ in range(4)))
    assert [type(answer) for answer in answers] == [Performed] * 4
    assert sorted(answer.repeated for answer in answers) == [False, True, True, True]


def test_two_clerks_of_one_desk_on_one_seat(own_database: str) -> None:
    law = six(rule="all")
    clerks = {f"clerk{n}": (code, "REVIEW", "REVIEWER") for n, code in enumerate(CODES)}
    stage = set_up(law, clerks | {"twin": (CODES[2], "REVIEW", "REVIEWER")})
    stage.parties = {f"p{n}": code for n, code in enumerate(CODES)}
    case = stage.file().case
    stage.act("clerk0", case, "begin", "go", now=RECEIVED)
    agree = partial(stage.act, case=case, step="joint", act="agree", now=RECEIVED, payload=AGREE, ordinal=4)
    answers = at_once(partial(agree, "clerk2"), partial(agree, "twin"))
    assert {type(answer) for answer in answers} == {Performed, StepTaken}
