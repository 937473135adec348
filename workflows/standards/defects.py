"""What is wrong with a standard: one defect, one code, one sentence; and how an element of it is named."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

IDENTITIES = ("key", "id", "role", "name")
"""The field that names an entry of a list in the document, in the order in which they are looked for."""


class DefectCode(StrEnum):
    """Everything the publish check can find."""

    NOT_A_STANDARD = "not_a_standard"
    # the graph
    DUPLICATE_STEP = "duplicate_step"
    DUPLICATE_ACT = "duplicate_action"
    UNKNOWN_START = "unknown_start"
    DANGLING_TARGET = "dangling_target"
    UNREACHABLE = "unreachable"
    CANNOT_REACH_END = "cannot_reach_end"
    NO_END = "no_end"
    ROUTE_TO_NOWHERE = "route_to_nowhere"
    NO_LAST_ROUTE = "no_last_route"
    ROUTE_NEVER_TAKEN = "route_never_taken"
    JOIN_NEVER_SATISFIED = "join_never_satisfied"
    TERMINAL_WITH_ACTS = "terminal_with_actions"
    # the law
    NO_MACHINE = "no_machine"
    UNKNOWN_PHASE = "unknown_phase"
    START_NOT_IN_INITIAL_PHASE = "start_not_in_initial_phase"
    UNLAWFUL_MOVE = "unlawful_move"
    PHASE_NOT_ALLOWED = "phase_not_allowed"
    END_IN_OPEN_PHASE = "end_in_open_phase"
    PROMISE_OVER_STATUTORY = "promise_over_statutory"
    STEP_LIMIT_OVER_STATUTORY = "step_limit_over_statutory"
    SILENCE_OVER_STATUTORY = "silence_over_statutory"
    UNLAWFUL_LIMIT = "unlawful_limit"
    BLOCK_WITHOUT_BASIS = "block_without_basis"
    OUTCOME_OUTSIDE_REGIME = "outcome_outside_regime"
    # types and ports
    UNKNOWN_STEP_TYPE = "unknown_step_type"
    SETTINGS_INVALID = "settings_invalid"
    UNKNOWN_OUTCOME = "unknown_outcome"
    MISSING_OUTCOME = "missing_outcome"
    UNKNOWN_PROBE = "unknown_probe"
    EXPRESSION_INVALID = "expression_invalid"
    CHECK_QUESTION = "check_question"
    SENTENCE_VALUE = "sentence_value"
    UNKNOWN_CHECK = "unknown_check"
    SILENCE_CANNOT_ACT = "silence_cannot_act"
    ACT_OF_NOBODY = "act_of_nobody"
    # people
    UNKNOWN_PARTY = "unknown_party"
    NO_DESK = "no_desk"
    HANDLER_NOT_ALLOWED = "handler_not_allowed"
    HANDLER_WITH_DESK = "handler_with_desk"
    # names and texts
    DUPLICATE_KEY = "duplicate_key"
    UNKNOWN_BLOCK = "unknown_block"
    UNKNOWN_GROUND = "unknown_ground"
    UNKNOWN_STEP = "unknown_step"
    UNKNOWN_ACT = "unknown_act"
    MISSING_TEXT = "missing_text"
    FORM_INVALID = "form_invalid"
    # the standard's own tests
    TEST_FAILED = "test_failed"


@dataclass(frozen=True, slots=True)
class Defect:
    """One thing that is wrong: at which element, and a full sentence that says what to do.

    ``refuses`` is False for what the drafter should look at, but which does not stop the publication.
    """

    code: DefectCode
    element: str
    sentence: str
    refuses: bool = True


def ordered(defects: Sequence[Defect]) -> list[Defect]:
    """Return the defects without repetition, by element, code and sentence."""
    return sorted(set(defects), key=lambda defect: (defect.element, defect.code, defect.sentence))


def identity(item: Any) -> str | None:
    """Return the name an entry of a list gives itself, or None."""
    if not isinstance(item, Mapping):
        return None
    return next((item[name] for name in IDENTITIES if isinstance(item.get(name), str)), None)


def element(raw: Any, location: Sequence[str | int]) -> str:
    """Return a place in a raw document as a path by keys: ``steps[review].acts[approve].title.en``.

    A list entry without a name of its own is counted from 1.
    """
    path, here = "", raw
    for part in location:
        if isinstance(part, int):
            here = here[part] if isinstance(here, list) and 0 <= part < len(here) else None
            path += f"[{identity(here) or part + 1}]"
        else:
            here = here.get(part) if isinstance(here, Mapping) else None
            path += f".{part}" if path else str(part)
    return path
