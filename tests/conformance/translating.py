"""A configuration of the neutral layout (``states``, ``actions``, ``roles``) as a standard, and its defects back again.

One district, one desk for each role; the source's names are the texts in both languages. Nothing is mended: what is
there twice stays there twice, so that the publish check meets what the administrator wrote.
"""

import math
import re
from collections.abc import Iterable, Mapping
from typing import Any

from workflows.standards.checks_people import Desk
from workflows.standards.defects import Defect, DefectCode
from workflows.standards.schema import Standard

DISTRICT = "CITY"
START = "<start>"
NULL = "<null>"
"""What the source's check calls the start when it is there twice."""
OPEN, DONE = ("SUBMITTED", "IN_PROGRESS"), "COMPLETED"
DAY = 24 * 60 * 60 * 1000
"""Milliseconds, in which the source measures its limits."""
LONGEST = 3660

BASIS = [{"law": "local", "article": "1"}]


def standard_of(configuration: Mapping[str, Any]) -> Standard:
    """Return the standard the configuration comes to; every state is a step, every action an act."""
    states = [state | {"state": key_of(state["state"])} for state in configuration["states"]]
    roles = sorted({role for state in states for action in state["actions"] for role in action["roles"]})
    first = {state["state"]: state for state in reversed(states)}
    ends = {key for key, state in first.items() if state["terminal"]}
    promised = {"days": _days(configuration["sla_ms"]) or 1, "unit": "NATURAL"}
    return Standard.model_validate(
        {
            "key": configuration["code"] or "unnamed",
            "title": _text(configuration["code"] or "unnamed"),
            "regime": "SERVICE",
            "item_code": "000000000001",
            "item_short": "01",
            "basis": BASIS,
            "limits": {"statutory": None, "promised": promised},
            "parties": [{"role": "home", "title": _text("home"), "district": f"'{DISTRICT}'"}],
            "desks": [{"key": role, "title": _text(role)} for role in roles],
            "form": {"type": "object", "properties": {}},
            "start": START,
            "steps": [_step(state, ends, roles) for state in states],
        }
    )


def desks_of(standard: Standard) -> dict[str, list[Desk]]:
    """Return the one district with a desk for every role."""
    return {DISTRICT: [Desk(kind.key, frozenset({"REVIEWER"})) for kind in standard.desks]}


def key_of(state: str | None) -> str:
    """Return the step's key: the state's name, or ``<start>`` for the one without."""
    return state or START


def defects_said(defects: Iterable[Defect]) -> set[str]:
    """Return the defects in the vocabulary of the manifest; one it has no word for comes as its own code and element."""
    return {_said(defect) for defect in defects}


def _step(state: Mapping[str, Any], ends: set[str], roles: list[str]) -> dict[str, Any]:
    key = state["state"]
    acting = [role for role in roles if any(role in action["roles"] for action in state["actions"])]
    over = key in ends
    phases = [DONE] if over else list(OPEN)
    if over and not state["actions"]:
        return {"key": key, "type": "end@1", "title": _text(key), "phases": phases, "handler": {"party": "system"}}
    desks = acting or roles[:1]
    limit = _days(state["sla_ms"])
    return {
        "key": key,
        "type": "result@1" if over else "review@1",
        "title": _text(key),
        "phases": phases,
        "handler": {"party": "home", "desk": desks[0] if desks else None, "desks": desks[1:]},
        "limit": {"days": limit, "unit": "NATURAL"} if limit else None,
        "acts": [_act(action, ends, over=over) for action in state["actions"]],
    }


def _act(action: Mapping[str, Any], ends: set[str], *, over: bool) -> dict[str, Any]:
    target = key_of(action["next"])
    if over:
        outcome, move = ("close", None) if target in ends else ("reopen", "reopen")
    else:
        outcome, move = ("forward", "complete") if target in ends else ("forward", None)
    return {
        "name": action["action"],
        "outcome": outcome,
        "title": _text(action["action"]),
        "routes": [{"to": [target], "move": move}],
        "desks": action["roles"],
    }


def _text(name: str) -> dict[str, str]:
    return {"zh-Hans": name, "en": name}


def _days(milliseconds: int | None) -> int:
    """Whole days, rounded up; a limit that is none, or longer than ten years, is no limit."""
    days = math.ceil((milliseconds or 0) / DAY)
    return days if days <= LONGEST else 0


_ELEMENT = re.compile(r"^steps\[(?P<step>.*?)\](?:\.acts(?:\[(?P<act>.*?)\](?:\.routes\[\d+\]\.to\[(?P<to>.*)\])?)?)?$")
_TIMES = re.compile(r"x(\d+)")
_WORDS = {
    DefectCode.UNREACHABLE: "unreachable:{step}",
    DefectCode.CANNOT_REACH_END: "cannot_reach_terminal:{step}",
    DefectCode.TERMINAL_WITH_ACTS: "terminal_with_actions:{step}",
    DefectCode.DANGLING_TARGET: "dangling_next_state:{step}--{act}-->{to}",
    DefectCode.DUPLICATE_STEP: "duplicate_state:{step}",
    DefectCode.DUPLICATE_ACT: "duplicate_action:{step}/{act} x{times}",
    DefectCode.NO_END: "no_terminal_state",
}


def _said(defect: Defect) -> str:
    found, word = _ELEMENT.match(defect.element), _WORDS.get(defect.code)
    if word is None or (found is None and "{" in word):
        return f"{defect.code.value}:{defect.element}"
    named = found.groupdict() if found else {}
    if defect.code is DefectCode.DUPLICATE_STEP and named["step"] == START:
        named["step"] = NULL
    times = _TIMES.search(defect.sentence)
    return word.format(**named, times=times[1] if times else "")
