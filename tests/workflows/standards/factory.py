"""The smallest publishable standard, and a registry of its own for what it names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ConfigDict

from workflows.standards.checks_people import Desk
from workflows.standards.defects import Defect
from workflows.standards.enums import Handling, Regime
from workflows.standards.registry import Machine, Registry
from workflows.standards.schema import Act, Check, Handler, Route, Standard, Step, Text

LONGWAN, OUHAI = "330303", "330304"

MACHINE = Machine(
    regime=Regime.SERVICE,
    initial="SUBMITTED",
    phases=frozenset({"SUBMITTED", "ACCEPTED", "DECIDED", "CLOSED"}),
    final=frozenset({"CLOSED"}),
    moves=frozenset(
        {
            ("SUBMITTED", "accept", "ACCEPTED"),
            ("SUBMITTED", "refuse_acceptance", "CLOSED"),
            ("ACCEPTED", "decide", "DECIDED"),
            ("DECIDED", "deliver", "CLOSED"),
        }
    ),
)


class NoSettings(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ReviewSettings(NoSettings):
    reviewers: int = 1


@dataclass(frozen=True)
class ToyOutcome:
    """An outcome every regime knows and nobody has to fill in anything for, unless said otherwise."""

    regimes: frozenset[Regime] = frozenset(Regime)
    needs: frozenset[str] = frozenset()
    by_silence: bool = False
    once: bool = False
    by_engine: bool = False
    of_seat: bool = False
    move: str = ""
    told: bool = False


@dataclass(eq=False)
class ToyType:
    """A step type as the registry knows it, without the engine."""

    name: str
    outcomes: frozenset[str]
    version: int = 1
    settings_model: type[BaseModel] = NoSettings
    handled_by: frozenset[Handling] = frozenset(Handling)
    automatic: bool = False
    ends_case: bool = False
    ends_handling: bool = False
    off_clock: bool = False
    of_an_organ: bool = False
    required: frozenset[str] = frozenset()
    offers: bool = False
    meanings: Mapping[str, ToyOutcome] = field(default_factory=dict)
    faults: tuple[Defect, ...] = ()

    def outcome(self, name: str, settings: BaseModel) -> ToyOutcome:  # noqa: ARG002 - the protocol's signature
        return self.meanings.get(name, ToyOutcome())

    def required_outcomes(self, settings: BaseModel, checks: Iterable[Check]) -> frozenset[str]:  # noqa: ARG002 - as above
        return self.required

    def carries_case(self, settings: BaseModel) -> bool:  # noqa: ARG002 - as above
        return not self.offers

    def same_hands_forbidden(self, settings: BaseModel) -> tuple[str, ...]:
        return tuple(getattr(settings, "differs_from", ()))

    def seats(self, settings: BaseModel) -> tuple[Handler, ...]:
        return tuple(getattr(settings, "seats", ()))

    def own_defects(self, step: Step, settings: BaseModel, standard: Standard) -> Iterable[Defect]:  # noqa: ARG002 - as above
        return self.faults

    def checks_asked(self, settings: BaseModel) -> tuple[str, ...]:
        return tuple(getattr(settings, "checks", ()))


TYPES = (
    ToyType("front_desk", frozenset({"accepted", "refused"}), required=frozenset({"accepted"})),
    ToyType("review", frozenset({"reviewed", "returned"}), settings_model=ReviewSettings),
    ToyType("hearing", frozenset({"heard"}), off_clock=True),
    ToyType("decision", frozenset({"granted", "denied"}), of_an_organ=True),
    ToyType("issue", frozenset({"issued"})),
    ToyType("end", frozenset({"reopened"}), ends_case=True, automatic=True),
)


def a_registry() -> Registry:
    """Return the toy machine, the toy step types and one probe."""
    registry = Registry()
    registry.add_machine(MACHINE)
    for step_type in TYPES:
        registry.add_step_type(step_type)
    registry.add_probe("name_is_free", lambda: True)
    return registry


def desks() -> dict[str, list[Desk]]:
    """Return two districts with a window and an office each."""
    window = Desk("window", frozenset({"clerk"}))
    office = Desk("office", frozenset({"reviewer", "approver"}))
    return {LONGWAN: [window, office], OUHAI: [window, office]}


def text(en: str = "Text", zh: str = "文字") -> Text:
    return Text(zh=zh, en=en)


def an_act(name: str, outcome: str, *to: str, move: str | None = None, **changes: Any) -> Act:
    """Return an act with one route, or with the ``routes`` given."""
    values: dict[str, Any] = {"routes": [Route(to=list(to), move=move)], "title": text(name)} | changes
    return Act(name=name, outcome=outcome, **values)


def a_step(key: str, type_: str, phase: str, *acts: Act, **changes: Any) -> Step:
    """Return a step of a toy type that stands in one phase and waits for any desk of the home district."""
    values: dict[str, Any] = {"title": text(key), "handler": Handler(party="home"), "phases": [phase]} | changes
    return Step(key=key, type=f"{type_}@1", acts=list(acts), **values)


def steps() -> dict[str, Step]:
    """Return front desk, review, decision, issue and end, in this order."""
    window = Handler(party="home", desk="window", role="clerk")
    return {
        "receipt": a_step(
            "receipt",
            "front_desk",
            "SUBMITTED",
            an_act("accept", "accepted", "review", move="accept"),
            an_act("refuse", "refused", "end", move="refuse_acceptance"),
            handler=window,
        ),
        "review": a_step("review", "review", "ACCEPTED", an_act("pass", "reviewed", "decision")),
        "decision": a_step("decision", "decision", "ACCEPTED", an_act("grant", "granted", "issue", move="decide")),
        "issue": a_step("issue", "issue", "DECIDED", an_act("deliver", "issued", "end", move="deliver")),
        "end": a_step("end", "end", "CLOSED", handler=Handler(party="system")),
    }


def a_standard(**changes: Any) -> Standard:
    """Return the smallest publishable standard, with the parts given instead of its own.

    ``steps`` may be a dict as ``steps()`` returns it, or a list.
    """
    values: dict[str, Any] = {
        "key": "toy",
        "title": text("Toy", "玩具"),
        "regime": Regime.SERVICE,
        "item_code": "000131901000",
        "item_short": "31",
        "basis": [],
        "limits": {"statutory": {"days": "20"}, "promised": {"days": "10"}},
        "parties": [{"role": "home", "title": text("Home", "本地"), "district": "case.district"}],
        "form": {"type": "object", "properties": {"name": {"type": "string", "title": "名称", "x-title-en": "Name"}}},
        "start": "receipt",
        "steps": steps(),
    } | changes
    if isinstance(values["steps"], dict):
        values["steps"] = list(values["steps"].values())
    return Standard(**values)
