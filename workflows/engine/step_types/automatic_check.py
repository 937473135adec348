"""The automatic check (系统核查): the engine asks the standard's checks and acts at once."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, Field

from workflows.engine.enums import Answer
from workflows.engine.state import Finding
from workflows.engine.step_types.base import Evaluate, Outcome, Settings, StepType
from workflows.standards.enums import Effect, Handling
from workflows.standards.schema import Check


class CheckSettings(Settings):
    """``checks`` are the ids of the standard's checks, in the order they are asked."""

    checks: Annotated[tuple[str, ...], Field(min_length=1)]


class AutomaticCheck(StepType):
    """``automatic_check@1``. Checks that travel, make a task or warn are recorded and hold nobody up."""

    name = "automatic_check"
    settings_model = CheckSettings
    handled_by = frozenset({Handling.SYSTEM})
    automatic = True
    required = frozenset({"pass"})
    table: ClassVar = {
        "pass": Outcome("Nothing stands against it."),
        "blocked": Outcome("A check that blocks by law has failed."),
        "review": Outcome("A person has to look: a check asks for it, or a probe did not answer."),
    }

    def required_outcomes(self, settings: BaseModel, checks: Iterable[Check]) -> frozenset[str]:
        """Return what the named checks can come to; a probe may always fail to answer."""
        named = _named(settings, checks)
        blocked = {"blocked"} if any(check.effect is Effect.BLOCK for check in named) else set()
        review = (
            {"review"} if any(check.effect is Effect.REVIEW or _may_not_answer(check) for check in named) else set()
        )
        return self.required | blocked | review

    def checks_asked(self, settings: BaseModel) -> tuple[str, ...]:
        """Return the ids the settings name."""
        return tuple(getattr(settings, "checks", ()))

    def decide(
        self, settings: BaseModel, checks: Iterable[Check], data: Mapping[str, Any], evaluate: Evaluate
    ) -> tuple[str, tuple[Finding, ...]]:
        """Return blocked, review or pass, and what every check found that applies."""
        asked = (check for check in _named(settings, checks) if evaluate(check.applies_when, data))
        findings = tuple(Finding(check.id, check.effect, _ask(check, data, evaluate)) for check in asked)
        if any(found.effect is Effect.BLOCK and found.answer is Answer.FAILED for found in findings):
            return "blocked", findings
        return "review" if any(map(_needs_person, findings)) else "pass", findings


def _named(settings: BaseModel, checks: Iterable[Check]) -> list[Check]:
    known = {check.id: check for check in checks}
    return [known[name] for name in getattr(settings, "checks", ()) if name in known]


def _may_not_answer(check: Check) -> bool:
    return check.probe is not None and check.effect is Effect.BLOCK


def _ask(check: Check, data: Mapping[str, Any], evaluate: Evaluate) -> Answer:
    if check.condition is not None:
        return Answer.PASSED if evaluate(check.condition, data) else Answer.FAILED
    fact = data["facts"].get(check.probe)
    value = fact.get("value") if isinstance(fact, Mapping) else fact
    if not isinstance(value, bool):
        return Answer.UNANSWERED
    return Answer.PASSED if value else Answer.FAILED


def _needs_person(found: Finding) -> bool:
    if found.effect is Effect.REVIEW:
        return found.answer is not Answer.PASSED
    return found.effect is Effect.BLOCK and found.answer is Answer.UNANSWERED
