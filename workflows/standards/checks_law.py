"""Whether a standard stays inside the law: the phases and moves of its regime's machine, and bases of what blocks."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from workflows.standards.checks_graph import Place, first_steps, is_end, routes
from workflows.standards.defects import Defect, DefectCode
from workflows.standards.enums import Effect
from workflows.standards.naming import called
from workflows.standards.registry import Machine, Registry
from workflows.standards.schema import Standard, Step


def law_defects(standard: Standard, registry: Registry) -> list[Defect]:
    """Return where the standard leaves what the law allows."""
    machine = registry.machines.get(standard.regime)
    if machine is None:
        sentence = _("No machine is registered for the regime %(regime)s; choose a regime this installation knows.")
        return [
            Defect(DefectCode.NO_MACHINE, "regime", sentence % {"regime": standard.regime.value}),
            *_blocks(standard),
        ]
    steps = first_steps(standard)
    return [
        *_phases(steps, machine),
        *_start(standard, steps, machine),
        *(defect for place in routes(steps.values()) for defect in _moves(place, steps, machine)),
        *_ends(steps, machine, registry),
        *_blocks(standard),
    ]


def _phases(steps: Mapping[str, Step], machine: Machine) -> Iterator[Defect]:
    for step in steps.values():
        for phase in step.phases:
            if phase not in machine.phases:
                sentence = _(
                    "The step %(step)s stands in the phase %(phase)s, which the regime %(regime)s does not have;"
                    " choose one of %(phases)s."
                )
                named = {
                    "step": called(step),
                    "phase": phase,
                    "regime": machine.regime.value,
                    "phases": ", ".join(sorted(machine.phases)),
                }
                yield Defect(DefectCode.UNKNOWN_PHASE, f"steps[{step.key}].phases[{phase}]", sentence % named)


def _start(standard: Standard, steps: Mapping[str, Step], machine: Machine) -> Iterator[Defect]:
    start = steps.get(standard.start)
    if start and machine.initial not in start.phases:
        sentence = _(
            "A case begins in the phase %(phase)s, in which the step %(step)s may not stand; add that phase to it."
        )
        yield Defect(
            DefectCode.START_NOT_IN_INITIAL_PHASE,
            f"steps[{start.key}].phases",
            sentence % {"phase": machine.initial, "step": called(start)},
        )


def _moves(place: Place, steps: Mapping[str, Step], machine: Machine) -> Iterator[Defect]:
    """Hold a route against the machine from every phase its step may stand in: the engine meets each of them."""
    move = place.route.move
    for phase in place.step.phases:
        if phase not in machine.phases:
            continue
        reached = phase if move is None else machine.target(phase, move)
        named = {"act": called(place.act), "step": called(place.step), "phase": phase, "move": move, "reached": reached}
        if reached is None:
            sentence = _(
                "The act %(act)s at the step %(step)s makes the move %(move)s, which the law does not know from the phase"
                " %(phase)s; choose a lawful move or take that phase from the step."
            )
            yield Defect(DefectCode.UNLAWFUL_MOVE, place.element, sentence % named)
            continue
        for key in place.route.to:
            if key in steps and reached not in steps[key].phases:
                sentence = _(
                    "The act %(act)s at the step %(step)s leads to the step %(target)s in the phase %(reached)s, in which"
                    " that step may not stand; add the phase to it or choose another move."
                )
                yield Defect(
                    DefectCode.PHASE_NOT_ALLOWED,
                    f"{place.element}.to[{key}]",
                    sentence % {**named, "target": called(steps[key])},
                )


def _ends(steps: Mapping[str, Step], machine: Machine, registry: Registry) -> Iterator[Defect]:
    for step in steps.values():
        where, end = f"steps[{step.key}]", is_end(step, registry)
        phases = [phase for phase in step.phases if phase in machine.phases]
        for phase in phases:
            if end and phase not in machine.final:
                sentence = _(
                    "The case ends at the step %(step)s in the phase %(phase)s, which is not final;"
                    " lead to it by a move into a final phase."
                )
                named = {"step": called(step), "phase": phase}
                yield Defect(DefectCode.END_IN_OPEN_PHASE, f"{where}.phases[{phase}]", sentence % named)
        final = [phase for phase in phases if phase in machine.final]
        if step.acts and (end or final):
            yield _terminal(step, all(_reopens(machine, phase) for phase in final))


def _reopens(machine: Machine, phase: str) -> bool:
    """Say whether the law lets a case leave a final phase again, so that acting there is a matter of style."""
    return any(source == phase for source, _name, _target in machine.moves)


def _terminal(step: Step, reopens: bool) -> Defect:  # noqa: FBT001 - one caller, beside it
    sentence = (
        _("The step %(step)s is a result and still has acts; see that they only reopen the case or rate it.")
        if reopens
        else _(
            "The step %(step)s stands in a final phase and has acts; nothing is done there any more, so remove them."
        )
    )
    return Defect(
        DefectCode.TERMINAL_WITH_ACTS, f"steps[{step.key}].acts", sentence % {"step": called(step)}, refuses=not reopens
    )


def _blocks(standard: Standard) -> Iterator[Defect]:
    for check in standard.checks:
        if check.effect is Effect.BLOCK and not check.basis:
            sentence = _(
                "The check %(check)s blocks without a legal basis; cite the article, or choose another effect."
            )
            yield Defect(DefectCode.BLOCK_WITHOUT_BASIS, f"checks[{check.id}]", sentence % {"check": check.id})
