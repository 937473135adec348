"""The standards two engines are walked through side by side: shipped, translated from real configurations, by chance."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.conformance.judging import CLOCK as CITY_CLOCK
from tests.conformance.translating import DISTRICT, standard_of
from tests.workflows.engine import factory
from tests.workflows.engine.test_random_cases import arrangement
from tests.workflows.standards.test_twin import Maker
from workflows.engine.errors import EngineError
from workflows.engine.rulebook import machine_of
from workflows.engine.rules import Rules
from workflows.engine.step_types import by_name
from workflows.engine.timing import Clock, Place
from workflows.standards.canonical import load_yaml, parse
from workflows.standards.enums import Regime
from workflows.standards.expressions import holds
from workflows.standards.schema import Standard
from workflows.standards.twin import Twin, twin_of

SHIPPED = Path(__file__).parents[2] / "approvals" / "standards"


@dataclass(frozen=True)
class Candidate:
    """A standard that may be walked, where it comes from, and the district each of its parties is in."""

    origin: str
    rules: Rules
    parties: Mapping[str, str]

    @property
    def twin(self) -> Twin:
        return twin_of(self.rules.standard)


@dataclass
class Origin:
    """How many standards of one origin there are, and why Viewflow cannot express some."""

    standards: int = 0
    inexpressible: int = 0
    reasons: Counter[str] = field(default_factory=Counter)

    @property
    def share(self) -> float:
        """Which part of them Viewflow cannot express."""
        return round(self.inexpressible / self.standards, 3) if self.standards else 0.0


def shipped() -> Iterator[Candidate]:
    """The standards that come with the product, all parties in one place."""
    for path in sorted(SHIPPED.glob("*.yaml")):
        standard = parse(load_yaml(path))
        yield Candidate("shipped", _rules(standard), {party.role: factory.LONGWAN for party in standard.parties})


def translated(folder: Path, most: int) -> Iterator[Candidate]:
    """Real configurations that may be published, as tests/conformance translates them."""
    entries = [each for each in json.loads((folder / "manifest.json").read_text()) if not each["must_be_refused"]]
    for entry in entries[:most]:
        standard = standard_of(json.loads((folder / entry["neutral"]).read_text()))
        yield Candidate("translated", _rules(standard, CITY_CLOCK), {"home": DISTRICT})


def by_chance(seeds: range) -> Iterator[Candidate]:
    """Structured standards, and tangles most of which Viewflow cannot express."""
    parties = {"home": factory.LONGWAN, "origin": factory.OUHAI}
    for seed in seeds:
        yield Candidate("structured", factory.rules(Regime.SERVICE, *Maker(seed).standard()["steps"]), parties)
        check = {"id": "ok", "condition": "true", "effect": "WARN", "sentence": factory.TEXT}
        end = factory.end("COMPLETED DECLINED WITHDRAWN IN_PROGRESS")
        tangle = factory.rules(Regime.SERVICE, *arrangement(0, seed), end, checks=[check])
        if _begins(tangle):
            yield Candidate("tangled", tangle, parties)


def counted(candidates: list[Candidate]) -> dict[str, Origin]:
    """What Viewflow can express of each origin."""
    found: dict[str, Origin] = {}
    for candidate in candidates:
        origin = found.setdefault(candidate.origin, Origin())
        reasons = candidate.twin.reasons
        origin.standards += 1
        origin.inexpressible += bool(reasons)
        origin.reasons.update(reason.value for reason in reasons)
    return found


def _begins(rules: Rules) -> bool:
    """Whether a case of it can be opened at all: what is drawn by chance need not be fit to be published."""
    try:
        factory.Walk(rules, factory.at("2026-03-02"))
    except EngineError:
        return False
    return True


def _rules(standard: Standard, clock: Clock | None = None) -> Rules:
    places = {factory.LONGWAN: Place("CN", "Asia/Shanghai")}
    here = clock or Clock(factory.CLOCK.calendars, places)
    return Rules(standard, machine_of(standard.regime), by_name(), holds, here)
