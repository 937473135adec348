"""Embedded tests in the studio: their verdicts by district, and a new one, walked act by act and recorded."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from workflows.engine.embedded_tests import Run, Trial, came_out, walk
from workflows.engine.errors import EngineError
from workflows.engine.publishing import rules_to_try, value_of
from workflows.engine.rebinding import Bound, parties_of
from workflows.engine.rulebook import clock_here
from workflows.engine.rules import Rules
from workflows.engine.state import OpenStep
from workflows.standards.publish_check import Failure
from workflows.standards.schema import Act, Expectation, Standard, StandardTest, Step
from workflows.studio.words import said


@dataclass(frozen=True, slots=True)
class Cell:
    """The verdict on one test in one district: how often it took part, and how often that went as expected."""

    runs: int
    good: int

    @property
    def state(self) -> str:
        """The symbol: green, red, or none where the test did not reach the district."""
        if not self.runs:
            return ""
        return "g" if self.good == self.runs else "r"


@dataclass(frozen=True, slots=True)
class Line:
    """One test with its verdicts in the order of the districts, and a sentence for what failed where."""

    test: StandardTest
    cells: tuple[Cell, ...]
    failures: tuple[Failure, ...]

    @property
    def everywhere(self) -> bool:
        """Whether the test holds for every district."""
        return not self.test.parties


def matrix(
    standard: Standard, tried: Sequence[Trial], failed: Iterable[Failure], districts: Sequence[str]
) -> list[Line]:
    """Lay out what came of every test, one line each."""
    by_test: dict[str, list[Trial]] = {}
    for trial in tried:
        by_test.setdefault(trial.test, []).append(trial)
    wrong = list(failed)
    return [
        Line(
            test,
            tuple(_cell(by_test.get(test.name, []), district) for district in districts),
            tuple(each for each in wrong if each.test == test.name),
        )
        for test in standard.tests
    ]


def _cell(tried: Iterable[Trial], district: str) -> Cell:
    here = [trial for trial in tried if district in trial.districts]
    return Cell(len(here), len([trial for trial in here if not trial.failures]))


@dataclass(frozen=True, slots=True)
class Possible:
    """An act that may be walked next: its step and what its form asks for."""

    step: Step
    act: Act
    fields: frozenset[str]
    needs: frozenset[str]
    grounds: tuple[tuple[str, str], ...]

    @property
    def name(self) -> str:
        """Step and act, as a button's value."""
        return f"{self.step.key}/{self.act.name}"


class Walked:
    """A test in writing, walked through the standard as it stands; ``problem`` says what stops it, if anything does."""

    def __init__(self, standard: Standard, test: StandardTest) -> None:
        """Walk it at once; nothing is written anywhere."""
        self.standard, self.test = standard, test
        self.problem = ""
        self.run: Run | None = None
        self.parties: Mapping[str, str] = {}
        try:
            self.parties = parties_of(standard, test, value_of)
            self.run = walk(self.rules, Bound(test, self.parties))
        except LookupError as error:
            self.problem = _("“%(name)s” is not known here.") % {"name": error.args[0] if error.args else ""}
        except (EngineError, ValueError) as error:
            self.problem = str(error)

    @cached_property
    def rules(self) -> Rules:
        """The standard as it would act were it published."""
        return rules_to_try(self.standard, clock_here())

    @property
    def outcome(self) -> Expectation | None:
        """What comes out now; None while something stops it."""
        if self.run is None:
            return None
        return came_out(self.rules, self.run, [step.key for step in self.run.state.steps])

    @property
    def open_steps(self) -> list[Step]:
        """The steps that wait now."""
        return [self.standard.step(step.key) for step in self.run.state.steps] if self.run else []

    @property
    def possible(self) -> list[Possible]:
        """The acts that may be done now, step by step; what comes of silence is walked like an act."""
        return [self._possible(step, act) for step in self.open_steps for act in step.acts]

    def _possible(self, step: Step, act: Act) -> Possible:
        outcome = self.rules.outcome(step, act)
        known = {ground.key: said(ground.sentence) for ground in self.standard.grounds}
        listed = act.grounds or list(known)
        fields = frozenset(outcome.form.model_fields)
        grounds = tuple((key, known.get(key, key)) for key in listed) if "ground" in fields else ()
        return Possible(step, act, fields, outcome.needs, grounds)

    def recorded(self, *, everywhere: bool) -> StandardTest:
        """The test with what comes out now as what it expects; raise ValueError while something stops it."""
        expect = self.outcome
        if expect is None:
            raise ValueError(self.problem)
        if not everywhere:
            return self.test.model_copy(update={"expect": expect, "parties": dict(self.parties)})
        # In another district the same role is played by another one, so the role is what is expected.
        role = next((step.party for step in self._waiting if step.district == expect.district), None)
        there = expect.model_copy(update={"district": role if role in self.parties else expect.district})
        return self.test.model_copy(update={"expect": there, "parties": {}})

    @property
    def _waiting(self) -> list[OpenStep]:
        """The steps that wait, what a case rests on before what is only offered."""
        steps = self.run.state.steps if self.run else ()
        return sorted(steps, key=lambda step: not self.rules.carries(step.key))


def with_test(body: Mapping[str, Any], test: StandardTest, instead: str) -> dict[str, Any]:
    """Return the text of a standard with the test in the place of ``instead``, or at the end."""
    written = test.model_dump(mode="json", by_alias=True)
    kept = list(body.get("tests", []))
    place = next((at for at, each in enumerate(kept) if each["name"] == instead), len(kept))
    return {**body, "tests": [*kept[:place], written, *kept[place + 1 :]]}


def without_test(body: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return the text of a standard without the test of that name."""
    return {**body, "tests": [each for each in body.get("tests", []) if each["name"] != name]}
