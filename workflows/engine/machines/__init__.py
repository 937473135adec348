"""The law of each regime as one django-fsm machine: the only source of lawful moves.

The interpreter, the write guard's table and the database constraint are all made from what is read here.
"""

import inspect
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from workflows.engine.enums import CaseOutcome
from workflows.engine.machines.base import Life
from workflows.engine.machines.licence import Licence
from workflows.engine.machines.plain import Filing, Service
from workflows.engine.machines.recognition import Recognition
from workflows.engine.machines.registration import Registration
from workflows.engine.machines.relocation import Relocation
from workflows.standards.enums import Regime
from workflows.standards.registry import Machine, Registry

__all__ = [
    "MACHINES",
    "Filing",
    "Licence",
    "Life",
    "Recognition",
    "Registration",
    "Relocation",
    "Service",
    "lawful_moves",
    "outcome_of",
    "read_machine",
    "register_machines",
]

MACHINES: Mapping[Regime, type[Life]] = MappingProxyType(
    {
        Regime.REGISTRATION: Registration,
        Regime.LICENCE: Licence,
        Regime.RELOCATION: Relocation,
        Regime.RECOGNITION: Recognition,
        Regime.FILING: Filing,
        Regime.SERVICE: Service,
    }
)


def read_machine(life: type[Life], regime: Regime) -> Machine:
    """Read the facts out of a machine class, or out of the proxy model that mixes it in."""
    methods = (method for _, method in inspect.getmembers(life, inspect.isfunction) if hasattr(method, "_django_fsm"))
    moves = (move for method in methods for move in method._django_fsm.transitions.values())  # noqa: SLF001 - as django_fsm's own commands do
    return Machine(
        regime=regime,
        initial=str(life.initial),
        phases=frozenset(map(str, life.phases)),
        final=frozenset(map(str, life.final)),
        moves=frozenset((str(move.source), move.name, str(move.target)) for move in moves),
    )


def outcome_of(regime: Regime, phases: Iterable[str]) -> CaseOutcome | None:
    """Return what a case came to that passed through ``phases``, in order; None while nothing is decided."""
    decided = {str(phase): outcome for phase, outcome in MACHINES[regime].outcomes.items()}
    found = [decided[phase] for phase in phases if phase in decided]
    return found[-1] if found else None


def lawful_moves() -> list[tuple[str, str, str, str]]:
    """All lawful moves as sorted rows of regime, source phase, transition and target phase."""
    machines = (read_machine(life, regime) for regime, life in MACHINES.items())
    return sorted((str(machine.regime), *move) for machine in machines for move in machine.moves)


def register_machines(registry: Registry) -> None:
    """Let standards be checked against every regime's machine; raises ValueError when one is registered already."""
    for regime, life in MACHINES.items():
        registry.add_machine(read_machine(life, regime))
