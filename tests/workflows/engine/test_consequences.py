"""What an act brings about happens with it or takes it back."""

from collections.abc import Iterator

import pytest

from tests.workflows.engine.factory import LONGWAN, act, end, rules, step
from tests.workflows.engine.stage import RECEIVED, Stage, ask, set_up
from workflows.engine import consequences
from workflows.engine.consequences import Happening, Work, register_consequence
from workflows.engine.errors import NotAllowed
from workflows.engine.wishes import Performed
from workflows.standards.enums import Regime


@pytest.fixture
def stage(own_database: str) -> Stage:
    law = rules(
        Regime.SERVICE,
        step("desk", "review", "SUBMITTED", act("done", "end", "forward", move="complete")),
        end("COMPLETED"),
    )
    return set_up(law, {"anna": (LONGWAN, "REVIEW", "REVIEWER")})


@pytest.fixture(autouse=True)
def known() -> Iterator[None]:
    before = list(consequences._known)
    yield
    consequences._known[:] = before


def test_a_consequence_that_refuses_takes_its_own_act_back_and_no_other(stage: Stage) -> None:
    cases = [stage.file().case for _ in range(3)]

    def refuse_the_second(happening: Happening) -> Work | None:
        return _refuse if happening.case.id == cases[1] else None

    register_consequence(refuse_the_second)
    register_consequence(refuse_the_second)
    answers = stage.act_many("anna", [(case, "desk", "done") for case in cases], now=RECEIVED)
    assert [type(answer) for answer in answers] == [Performed, NotAllowed, Performed]
    assert ask("SELECT phase FROM workflows_case ORDER BY id") == [("COMPLETED",), ("SUBMITTED",), ("COMPLETED",)]


def _refuse() -> None:
    raise NotAllowed(step="desk")
