"""Small standards, and the people who handle them, for tests of the rules."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from workflows.clock.calendar import shipped_calendar
from workflows.engine.interpreter import interpret, open_case
from workflows.engine.machines import MACHINES, read_machine
from workflows.engine.replay import apply
from workflows.engine.rules import Rules
from workflows.engine.state import Actor, ActRequest, CaseState, Moves, Post
from workflows.engine.step_types import by_name
from workflows.engine.timing import Clock, Place
from workflows.standards.enums import Regime
from workflows.standards.expressions import holds
from workflows.standards.schema import Standard

LONGWAN, OUHAI = "330303", "330304"
SHANGHAI = ZoneInfo("Asia/Shanghai")
CLOCK = Clock({"CN": shipped_calendar()}, {code: Place("CN", "Asia/Shanghai") for code in (LONGWAN, OUHAI)})
APPLICANT = Actor(1, "章三", applicants=frozenset({100}))
TEXT = {"zh-Hans": "名", "en": "name"}
BASIS = [{"law": "许可法", "article": "32"}]


def at(day: str, time: str = "10:00") -> datetime:
    """An instant by the clock on the wall in Wenzhou."""
    return datetime.fromisoformat(f"{day}T{time}:00").replace(tzinfo=SHANGHAI)


def clerk(person: int, role: str = "REVIEWER", desk: str = "REVIEW", district: str = LONGWAN) -> Actor:
    return Actor(person, f"clerk {person}", (Post(person * 10, person * 100, desk, district, role),))


def act(name: str, to: str = "", outcome: str = "", move: str | None = None, **more: Any) -> dict[str, Any]:
    """An act that leads to the steps named in ``to``; its outcome has its name unless given."""
    routes = more.pop("routes", [{"to": to.split(), "move": move}])
    return {"name": name, "outcome": outcome or name, "title": TEXT, "routes": routes, **more}


def step(key: str, kind: str, phases: str, *acts: dict[str, Any], party: str = "home", **more: Any) -> dict[str, Any]:
    """A step of a desk of reviewers at the home district, unless said otherwise."""
    desk = None if party in {"applicant", "system"} else more.pop("desk", "REVIEW")
    handler = {"party": party, "desk": desk, "role": more.pop("role", None)}
    typed = {"key": key, "type": f"{kind}@1", "title": TEXT, "phases": phases.split(), "handler": handler}
    return {**typed, "acts": list(acts), **more}


def withdrawal(phase: str = "IN_PROGRESS") -> dict[str, Any]:
    """The applicant may withdraw beside everything else."""
    take_back = act("withdraw", "end", move="withdraw")
    standing = {"standing": True}
    return step("mend", "applicant_supplement", phase, take_back, party="applicant", settings=standing)


def end(phases: str, key: str = "end") -> dict[str, Any]:
    return step(key, "end", phases, party="system")


def rules(regime: Regime, *steps: dict[str, Any], **more: Any) -> Rules:
    """The rules of a standard made of ``steps``, the first of which is its start."""
    written = {
        "key": "test",
        "title": TEXT,
        "regime": regime.value,
        "item_code": "330100000001",
        "item_short": "01",
        "basis": BASIS,
        "limits": {"statutory": {"days": 20}, "promised": {"days": 10}, "extension": {"days": 10}},
        "parties": [
            {"role": role, "title": TEXT, "district": f'"{code}"'}
            for role, code in (("home", LONGWAN), ("origin", OUHAI))
        ],
        "form": {"type": "object", "properties": {"name": {"type": "string"}}},
        "materials": [{"key": "licence", "title": TEXT}],
        "grounds": [{"key": key, "sentence": TEXT, "basis": BASIS} for key in ("unfit", "seized")],
        "start": steps[0]["key"],
        "steps": list(steps),
        **more,
    }
    return Rules(Standard.model_validate(written), read_machine(MACHINES[regime], regime), by_name(), holds, CLOCK)


def blank(law: Rules, received_at: datetime, **more: Any) -> CaseState:
    return CaseState(
        regime=law.standard.regime,
        phase=law.machine.initial,
        district=LONGWAN,
        parties={"home": LONGWAN, "origin": OUHAI},
        applicant=100,
        received_at=received_at,
        **more,
    )


class Walk:
    """A case under way: acts on it, and keeps every write as its journal would."""

    def __init__(self, law: Rules, received_at: datetime, **more: Any) -> None:
        self.law = law
        self.first = self.state = blank(law, received_at, **more)
        self.journal: list[Moves] = []
        self.write(open_case(law, self.state, APPLICANT))

    def write(self, moves: Moves) -> Moves:
        self.journal.append(moves)
        self.state = apply(self.state, moves)
        return moves

    def do(
        self,
        step: str,
        name: str,
        actor: Actor,
        now: datetime,
        payload: Mapping[str, Any] | None = None,
        ordinal: int | None = None,
    ) -> Moves:
        return self.write(interpret(self.law, self.state, ActRequest(step, name, actor, now, payload or {}, ordinal)))

    @property
    def open(self) -> list[str]:
        return [standing.key for standing in self.state.steps]


def days(number: int | str) -> dict[str, Any]:
    return {"days": Decimal(number)}


CORRECTION = {
    "items": [{"material": "licence", "defect": "看不清", "remedy": "重新扫描", "basis": "办事指南 3"}],
    "days": 15,
}
REFUSAL = {"ground": "unfit", "opinion": "场地不符合要求。", "remedy": "六十日内可申请行政复议。"}
