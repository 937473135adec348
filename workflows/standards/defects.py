"""What is wrong with a standard: one defect, one code, one sentence; and how an element of it is named."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

IDENTITIES = ("key", "id", "role", "name", "place")
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
    OFFER_BESIDE_NOTHING = "offer_beside_nothing"
    OFFER_TO_NOBODY = "offer_to_nobody"
    BACK_WITHOUT_REASON = "back_without_reason"
    NOTHING_EARLIER = "nothing_earlier"
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
    JOINT_REVIEW_NEVER_ENDS = "joint_review_never_ends"
    SEAT_ACT_LEADS_ON = "seat_act_leads_on"
    WAIT_WITHOUT_END = "wait_without_end"
    FOLLOW_ON_WITHOUT_LIMIT = "follow_on_without_limit"
    PROCEDURE_WITHOUT_STEP = "procedure_without_step"
    MOVE_NOT_OF_OUTCOME = "move_not_of_outcome"
    NOT_TOLD = "not_told"
    HOST_NOT_APART = "host_not_apart"
    # people
    UNKNOWN_PARTY = "unknown_party"
    NO_DESK = "no_desk"
    NO_POWER = "no_power"
    HANDLER_NOT_ALLOWED = "handler_not_allowed"
    HANDLER_WITH_DESK = "handler_with_desk"
    # custody
    OFFER_WITHOUT_ANSWER = "offer_without_answer"
    ANSWER_OF_ANOTHER = "answer_of_another"
    # children
    UNKNOWN_CHILD = "unknown_child"
    CHILD_OPENS_PARENT = "child_opens_parent"
    CHILD_TAKES_UNKNOWN = "child_takes_unknown"
    # names and texts
    DUPLICATE_KEY = "duplicate_key"
    UNKNOWN_BLOCK = "unknown_block"
    UNKNOWN_GROUND = "unknown_ground"
    UNKNOWN_STEP = "unknown_step"
    UNKNOWN_ACT = "unknown_act"
    MISSING_TEXT = "missing_text"
    FORM_INVALID = "form_invalid"
    # what districts may do otherwise
    LAYER_INVALID = "layer_invalid"
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
