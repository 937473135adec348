"""A plan to move cases, in the reader's language: its figures, its choices and its cases."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from workflows.moving.enums import Hindrance
from workflows.moving.models import MoveLine, MovePlan
from workflows.moving.queries import Summary, steps_to_choose
from workflows.standards.canonical import parse
from workflows.standards.schema import Standard
from workflows.studio.words import said


@dataclass(frozen=True, slots=True)
class Choice:
    """An old step that answers to no new one by itself, and the steps it may go on as."""

    step: str
    title: str
    waiting: int
    chosen: str
    options: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Why:
    """Why cases cannot simply move: the sentence, what it is about, and how many."""

    code: str
    sentence: str
    about: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class StepShown:
    """One open step before and after, with its desk and its due date."""

    before: str
    after: str
    due_before: datetime | None
    due_after: datetime | None


@dataclass(frozen=True, slots=True)
class CaseShown:
    """One case of a plan with what changes in it."""

    line: MoveLine
    why: list[Why]
    steps: list[StepShown]
    promised: list[datetime | None]
    statutory: list[datetime | None]
    lengthened: bool
    choices: list[Choice]


@dataclass(frozen=True)
class PlanWords:
    """Says steps and desks of both versions."""

    old: Standard
    new: Standard

    @classmethod
    def of(cls, plan: MovePlan) -> "PlanWords":
        """The words of a plan."""
        return cls(parse(plan.source.body), parse(plan.target.body))

    def step(self, key: str, *, new: bool = False) -> str:
        """Return a step's title in the old version or the new one."""
        first, second = (self.new, self.old) if new else (self.old, self.new)
        steps = {step.key: said(step.title) for step in (*second.steps, *first.steps)}
        return steps.get(key, key)

    def choices(self, waiting: Iterable[tuple[str, int]], chosen: Mapping[str, str]) -> list[Choice]:
        """Return the choices that are to be made, or were made."""
        options = [(step.key, said(step.title)) for step in self.new.steps]
        return [Choice(key, self.step(key), number, chosen.get(key, ""), options) for key, number in waiting]

    def why(self, code: str, about: str, number: int = 0) -> Why:
        """Return a reason as a sentence with the name of what it is about."""
        return Why(code, str(Hindrance(code).label), self.step(about) if about else "", number)

    def reasons(self, summary: Summary) -> list[Why]:
        """Return every reason with the number of cases it holds up."""
        return [self.why(code.value, about, number) for code, about, number in summary.reasons]

    def to_choose(self, plan: MovePlan, summary: Summary) -> list[Choice]:
        """Return the choices of a plan for all its cases."""
        return self.choices(steps_to_choose(plan, summary), plan.document.steps)

    def case(self, line: MoveLine, chosen: Mapping[str, str]) -> CaseShown:
        """Return a case of the plan as it is shown; ``chosen`` are the choices for this case alone."""
        why = [self.why(reason["code"], reason["about"]) for reason in line.reasons]
        gone = [reason["about"] for reason in line.reasons if reason["code"] in {Hindrance.GONE, Hindrance.TYPE}]
        return CaseShown(
            line=line,
            why=why,
            steps=[self._steps(pair) for pair in line.changes["steps"]],
            promised=[_instant(written) for written in line.changes["promised"]],
            statutory=[_instant(written) for written in line.changes["statutory"]],
            lengthened=line.changes.get("lengthened", False),
            choices=self.choices([(key, 1) for key in dict.fromkeys([*gone, *chosen])], chosen),
        )

    def _steps(self, pair: Mapping[str, Any]) -> StepShown:
        before, after = pair["before"], pair["after"]
        return StepShown(
            self._at(before, new=False),
            self._at(after, new=True) if after else "",
            _instant(before["due"]),
            _instant(after["due"]) if after else None,
        )

    def _at(self, standing: Mapping[str, Any], *, new: bool) -> str:
        standard = self.new if new else self.old
        desks = {desk.key: said(desk.title) for desk in standard.desks}
        step, desk = self.step(standing["step"], new=new), standing["desk"]
        return f"{step} · {desks.get(desk, desk)}" if desk else step


def _instant(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None
