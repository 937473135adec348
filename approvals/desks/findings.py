"""What the automatic checks found, in the sentences of the standard, with who answered and when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import get_language, pgettext_lazy

from workflows.engine.enums import Answer
from workflows.engine.rules import Rules
from workflows.engine.state import CaseState
from workflows.journal.models import JournalRow
from workflows.standards.enums import Effect
from workflows.standards.schema import Basis, Check
from workflows.standards.sentences import sentence


class EffectWord(TextChoices):
    """What the failure of a check does to a case, in a word."""

    BLOCK = Effect.BLOCK.value, pgettext_lazy("effect of a check", "Bars it")
    REVIEW = Effect.REVIEW.value, pgettext_lazy("effect of a check", "A person looks")
    TRAVEL = Effect.TRAVEL.value, pgettext_lazy("effect of a check", "Moves along")
    WARN = Effect.WARN.value, pgettext_lazy("effect of a check", "Reminder")
    TASK = Effect.TASK.value, pgettext_lazy("effect of a check", "Becomes a task")


@dataclass(frozen=True, slots=True)
class Found:
    """One check as it was last asked. ``source`` and ``at`` are the register that answered and the state it told of."""

    check: Check
    answer: Answer
    sentence: str
    source: str
    at: datetime | None

    @property
    def word(self) -> str:
        """What its failure does."""
        return str(EffectWord(self.check.effect.value).label)

    @property
    def basis(self) -> list[Basis]:
        """The articles it rests on."""
        return self.check.basis

    @property
    def colour(self) -> str:
        """How it is shown: what bars is red, what a person has to look at yellow, the rest informs."""
        if self.answer is Answer.PASSED:
            return "green"
        if self.answer is Answer.UNANSWERED:
            return "yellow"
        return {Effect.BLOCK: "red", Effect.REVIEW: "yellow", Effect.WARN: "yellow"}.get(self.check.effect, "blue")

    @property
    def symbol(self) -> str:
        """The shape that says the same."""
        return {"green": "g", "yellow": "y", "red": "r", "blue": "info"}[self.colour]


@dataclass(frozen=True, slots=True)
class Findings:
    """All of them, what needs attention first."""

    failed: tuple[Found, ...]
    unanswered: tuple[Found, ...]
    passed: tuple[Found, ...]

    def __bool__(self) -> bool:
        return bool(self.failed or self.unanswered or self.passed)

    @property
    def total(self) -> int:
        """How many checks were asked."""
        return len(self.failed) + len(self.unanswered) + len(self.passed)


def findings_of(rows: Iterable[JournalRow], rules: Rules, state: CaseState) -> Findings:
    """Return what each check found when it was last asked; ``rows`` are the case's journal, oldest first."""
    asked = {found["check"]: Answer(found["answer"]) for row in rows for found in _asked(row)}
    known = {check.id: check for check in rules.standard.checks}
    data, language = rules.data(state), get_language() or "zh"
    shown = [_found(known[name], answer, data, language) for name, answer in asked.items() if name in known]

    def only(answer: Answer) -> tuple[Found, ...]:
        return tuple(each for each in shown if each.answer is answer)

    return Findings(only(Answer.FAILED), only(Answer.UNANSWERED), only(Answer.PASSED))


def _asked(row: JournalRow) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = row.payload.get("turn", {}).get("findings", [])
    return found


def _found(check: Check, answer: Answer, data: Mapping[str, Any], language: str) -> Found:
    fact = data["facts"].get(check.probe) if check.probe else None
    told = fact if isinstance(fact, Mapping) else {}
    as_of = told.get("as_of")
    at = datetime.fromisoformat(as_of) if isinstance(as_of, str) else None
    return Found(check, answer, sentence(check, data, language), str(told.get("source", "")), at)
