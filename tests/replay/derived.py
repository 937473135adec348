"""The standard a log comes to: a step for each activity, in any order, any number of times, until the case is over."""

import hashlib
from typing import Any

from tests.replay.logs import Log
from workflows.standards.schema import Standard

BEGIN, DECISION, UNDER_WAY, END = "~begin", "~decision", "~under_way", "~end"
"""The steps the system does; no activity begins like that."""

DONE, RECORDED = "done", "recorded"
LONGEST = 64


def key_of(name: str) -> str:
    """The key an activity, or a desk, has in the standard: its name, where that is short enough."""
    if name and len(name) <= LONGEST:
        return name
    return f"{name[:40]}~{hashlib.sha256(name.encode()).hexdigest()[:16]}"


def standard_of(log: Log) -> Standard:
    """Derive the standard: the engine opens the case, the opening activity is done once, every other is on offer.

    The recorded decision and the end of the case come from outside, as rows of the system.
    """
    onwards = [key_of(log.opener)] if log.opener else [UNDER_WAY]
    steps = [
        _system(BEGIN, "automatic_check", "SUBMITTED", _act("pass", "pass", [*onwards, DECISION], "begin")),
        *(_step(log, activity) for activity in log.activities),
        _system(DECISION, "external", "IN_PROGRESS", _act(RECORDED, RECORDED, [])),
        _system(UNDER_WAY, "external", "IN_PROGRESS", _act(RECORDED, RECORDED, [END], "complete")),
        _system(END, "end", "COMPLETED"),
    ]
    # Whether a check is asked at all is the standard's; this one holds for every case.
    steps[0]["settings"] = {"checks": ["filed"]}
    return Standard.model_validate(
        {
            "key": "replay",
            "title": _text("Replay of an event log"),
            "regime": "SERVICE",
            "item_code": "000000000001",
            "item_short": "01",
            "basis": [{"law": "Awb", "article": "4:13"}],
            "limits": {"statutory": None, "promised": {"days": 56, "unit": "NATURAL"}},
            "parties": [{"role": "home", "title": _text("Municipality"), "district": "case.district"}],
            "desks": [{"key": key_of(desk), "title": _text(desk)} for desk in log.desks],
            "form": {
                "type": "object",
                "properties": {
                    name: {"type": "string", "title": name, "x-title-en": name}
                    for name in ("case", "number", "deadline")
                },
            },
            "checks": [{"id": "filed", "condition": "true", "effect": "WARN", "sentence": _text("It was filed.")}],
            "blocks": [{"key": "work", "title": _text("In any order")}],
            "start": BEGIN,
            "steps": steps,
        }
    )


def _step(log: Log, activity: str) -> dict[str, Any]:
    opens = activity == log.opener
    first, *others = map(key_of, log.activities[activity])
    typed = {
        "key": key_of(activity),
        "type": "review@1",
        "title": _text(activity),
        "phases": ["IN_PROGRESS"],
        "handler": {"party": "home", "desk": first, "desks": others},
        "acts": [_act(DONE, "forward", [UNDER_WAY] if opens else [])],
    }
    return typed if opens else {**typed, "block": "work", "offer": {"beside": [UNDER_WAY], "times": "many"}}


def _system(key: str, kind: str, phase: str, *acts: dict[str, Any]) -> dict[str, Any]:
    return {
        "key": key,
        "type": f"{kind}@1",
        "title": _text(key.removeprefix("~")),
        "phases": [phase],
        "handler": {"party": "system"},
        "acts": list(acts),
    }


def _act(name: str, outcome: str, to: list[str], move: str | None = None) -> dict[str, Any]:
    return {"name": name, "outcome": outcome, "title": _text(name), "routes": [{"to": to, "move": move}]}


def _text(words: str) -> dict[str, str]:
    return {"zh-Hans": words, "en": words}
