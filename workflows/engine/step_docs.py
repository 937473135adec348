"""The step types and the machines, as ``docs/step-types.md`` and ``docs/machines.md`` show them.

``python -m workflows.engine.step_docs`` writes both files; a test compares them with what is read here.
"""

import inspect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel, PositiveInt
from pydantic.fields import FieldInfo

from workflows.engine.enums import Clocking, Who
from workflows.engine.machines import MACHINES
from workflows.engine.machines.base import Life
from workflows.engine.step_types import STEP_TYPES
from workflows.engine.step_types.base import EVERY_REGIME, Outcome, Settings, StepType
from workflows.engine.step_types.children import ChildSettings
from workflows.standards.enums import Regime
from workflows.standards.schema import Handler

STEP_TYPES_PATH = "docs/step-types.md"
MACHINES_PATH = "docs/machines.md"

_STEP_TYPES_HEAD = """\
# Step types

Generated from `workflows/engine/step_types/` by `python -m workflows.engine.step_docs`; do not edit.

A step type is code; a standard arranges steps of these types. A step names its type with the version, as in
`review@1`, and a published version of a standard keeps the version it names. An act of a step carries one of the
type's outcomes, and the outcome is what the act means in law.

**Needs** are the fields a person has to fill in. **Regimes** are those whose law knows the outcome. **Clock** is what
the outcome enters in the case's ledger; where the ledger does not stand so that it can, nothing is entered. A standard
must route every outcome named under **Must be routed**.
"""

_MACHINES_HEAD = """\
# Machines

Generated from `workflows/engine/machines/` by `python -m workflows.engine.step_docs`; do not edit.

Each regime is one django-fsm machine and the only source of lawful moves. A case changes its phase only by a move of
its regime's machine. The table the database asks before it lets a phase change holds these moves, and the constraint
that lists the phases of each regime is made from the machines. A case may end only in a final phase.

**Who** makes a move by law is a kind of actor; which desk that is, the standard says.
"""

_CLOCK = MappingProxyType(
    {
        Clocking.START: "starts at the act",
        Clocking.START_AT_RECEIPT: "starts at the receipt",
        Clocking.STOP: "stops, where it runs and the regime knows stops",
        Clocking.STOP_FOR_PROCEDURE: "stops on the procedure named, for the days told",
        Clocking.RESUME: "goes on, where it is stopped",
        Clocking.EXTEND: "both limits are lengthened, once",
        Clocking.CARRY: "goes on by the calendar of the district that opens next",
        Clocking.CARRY_TO_CUSTODIAN: "goes on by the calendar of the district that takes custody",
        Clocking.FINISH: "ends",
    }
)

_WHO = MappingProxyType(
    {
        Who.APPLICANT: "applicant",
        Who.ACCEPTING: "accepting desk",
        Who.REVIEWING: "reviewer",
        Who.DECIDING: "decision maker",
        Who.ISSUING: "issuing desk",
        Who.ORIGIN: "district of origin",
        Who.SYSTEM: "the engine",
    }
)


def step_types_text() -> str:
    """Return the text of ``docs/step-types.md``."""
    return "\n".join([_STEP_TYPES_HEAD, *(line for kind in STEP_TYPES for line in _step_type(kind))])


def machines_text() -> str:
    """Return the text of ``docs/machines.md``."""
    return "\n".join([_MACHINES_HEAD, *(line for regime, life in MACHINES.items() for line in _machine(regime, life))])


def _step_type(kind: StepType) -> Iterator[str]:
    yield f"## `{kind.name}@{kind.version}`\n"
    yield f"{_first_line(inspect.getmodule(kind))}\n"
    yield f"- Handled by: {_listed(handling.lower() for handling in kind.handled_by)}."
    if kind.automatic:
        yield "- The engine acts at once; nobody waits for it."
    if kind.ends_case:
        yield "- The case ends here; every step still open is called off."
    if kind.ends_handling:
        yield "- The case has its result here: the clock ends, and the step's acts may open it again."
    if kind.own_clock:
        yield "- Its limit is a clock of its own."
    if kind.required:
        more = "" if type(kind).required_outcomes is StepType.required_outcomes else "; others as the settings say"
        yield f"- Must be routed: {_coded(kind.required)}{more}."
    yield from _settings(kind.settings_model)
    yield ""
    if kind.table:
        yield from _table(("outcome", "meaning", "needs", "regimes", "clock"), _outcome_rows(kind))


def _settings(model: type[BaseModel]) -> Iterator[str]:
    if not model.model_fields:
        yield "- Settings: none."
        return
    said = "" if model is Settings else f" {_words(model)}"
    yield f"- Settings:{said}"
    for name, field in model.model_fields.items():
        yield f"  - `{name}`: {_kind_of(field)}."


def _kind_of(field: FieldInfo) -> str:
    kind = _value_words(field.annotation)
    return f"{kind}, required" if field.is_required() else f"{kind}, {_default(field.default)} unless given"


_KINDS: Mapping[Any, str] = {
    str | None: "a key",
    tuple[ChildSettings, ...]: "a list of children",
    Literal["all", "any"] | PositiveInt: "all, any or a number",
}


def _value_words(annotation: Any) -> str:
    """What kind of value a setting is, in words."""
    first = next(iter(get_args(annotation)), annotation)
    if annotation is bool:
        return "yes or no"
    if known := _KINDS.get(annotation):
        return known
    if get_origin(annotation) is tuple and first is Handler:
        return "a list of handlers (`party`, `desk`, `role`)"
    if get_origin(annotation) is tuple:
        return f"a list of {_listed_values(first)}" if _is_closed(first) else "a list of keys"
    if _is_closed(annotation):
        return f"one of {_listed_values(annotation)}"
    return "a whole number" if int in _leaves(annotation) else "an expression"


def _is_closed(annotation: Any) -> bool:
    return get_origin(annotation) is Literal or (isinstance(annotation, type) and issubclass(annotation, StrEnum))


def _listed_values(closed: Any) -> str:
    return ", ".join(f"`{value}`" for value in get_args(closed) or closed)


def _leaves(annotation: Any) -> set[Any]:
    args = get_args(annotation)
    return {leaf for arg in args for leaf in _leaves(arg)} if args else {annotation}


def _default(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "empty" if value in ((), None) else f"`{value}`"


def _outcome_rows(kind: StepType) -> Iterator[Sequence[str]]:
    plain = kind.settings_model.model_construct()
    for name in kind.table:
        usual = kind.outcome(name, plain)
        yield (f"`{name}`", _meaning(usual), _needs(usual), _regimes(usual), _clock(usual))
        for setting, other in _alternatives(kind, name):
            if (other.form, other.clock) != (usual.form, usual.clock):
                yield (f"`{name}` with `{setting}`", "As above.", _needs(other), _regimes(other), _clock(other))


def _alternatives(kind: StepType, name: str) -> Iterator[tuple[str, Outcome]]:
    """Give what the outcome becomes under each setting that can be switched on."""
    for setting, field in kind.settings_model.model_fields.items():
        if field.annotation is bool:
            yield setting, kind.outcome(name, kind.settings_model.model_construct(None, **{setting: True}))


def _meaning(outcome: Outcome) -> str:
    once = " Once in a case." if outcome.once else ""
    silent = " By silence only, never by a person." if outcome.by_silence else ""
    engine = " By the engine only, never by a person." if outcome.by_engine else ""
    seat = " Closes one seat." if outcome.of_seat else ""
    move = f" Moves by `{outcome.move}`." if outcome.move else ""
    told = " The applicant is told in writing." if outcome.told else ""
    return outcome.meaning + once + silent + engine + seat + move + told


def _needs(outcome: Outcome) -> str:
    return _coded(outcome.needs) or "—"


def _regimes(outcome: Outcome) -> str:
    if outcome.regimes == EVERY_REGIME:
        return "all"
    return ", ".join(regime for regime in Regime if regime in outcome.regimes)


def _clock(outcome: Outcome) -> str:
    return _CLOCK[outcome.clock] if outcome.clock else "—"


def _machine(regime: Regime, life: type[Life]) -> Iterator[str]:
    yield f"## {regime}\n"
    yield f"{_words(life)}\n"
    yield f"- Begins in: {_coded([life.initial])}."
    yield f"- May end in: {_coded(life.final)}."
    yield f"- Phases: {', '.join(f'`{phase}`' for phase in life.phases)}."
    yield f"- Decided by: {', '.join(f'`{phase}` ({outcome.lower()})' for phase, outcome in life.outcomes.items())}.\n"
    yield from _table(("from", "move", "to", "标题", "title", "who", "basis", "what it is"), _move_rows(life))


def _move_rows(life: type[Life]) -> list[Sequence[str]]:
    place = {str(phase): number for number, phase in enumerate(life.phases)}
    rows: list[tuple[int, int, Sequence[str]]] = []
    for name, method in inspect.getmembers(life, inspect.isfunction):
        for move in method._django_fsm.transitions.values() if hasattr(method, "_django_fsm") else ():  # noqa: SLF001 - as django_fsm's own commands do
            title, source, target = move.custom["title"], str(move.source), str(move.target)
            cells = (f"`{source}`", f"`{name}`", f"`{target}`", title["zh-Hans"], title["en"])
            said = (_WHO[move.custom["who"]], move.custom["basis"], _words(method))
            rows.append((place[source], place[target], (*cells, *said)))
    return [row for _source, _target, row in sorted(rows)]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', '/') for cell in row)} |"
    yield ""


def _first_line(documented: object) -> str:
    return (inspect.getdoc(documented) or "").split("\n", 1)[0].replace("``", "`")


def _words(documented: object) -> str:
    return (inspect.getdoc(documented) or "").replace("\n\n", " ").replace("\n", " ").replace("``", "`")


def _coded(names: Iterable[object]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(map(str, names)))


def _listed(words: Iterable[str]) -> str:
    return " or ".join(sorted(words))


def main() -> None:
    """Write both files."""
    root = Path(__file__).parents[2]
    (root / STEP_TYPES_PATH).write_text(step_types_text(), encoding="utf-8")
    (root / MACHINES_PATH).write_text(machines_text(), encoding="utf-8")


if __name__ == "__main__":
    main()
