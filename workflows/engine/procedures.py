"""Special procedures (特别程序, 许可法 45) and gaps (容缺, 浙规 11) as a case allows them: which may be named in an act."""

from collections.abc import Iterator

from workflows.clock.enums import SPECIAL_PROCEDURES, Ground
from workflows.engine.rules import Rules
from workflows.engine.state import CaseState
from workflows.engine.step_types.forms import Gaps, ProcedureNotice
from workflows.engine.step_types.payloads import Payload, refusal_of
from workflows.engine.step_types.special_procedure import ProcedureSettings, held_at
from workflows.standards.schema import Act, Material


def procedures_of(rules: Rules, act: Act) -> tuple[Ground, ...]:
    """Return the procedures the steps an act leads to may be, in the order of the law's list."""
    targets = {key for route in act.routes for key in route.to}
    settings = [rules.settings(rules.step(key)) for key in targets]
    held = {ground for each in settings if isinstance(each, ProcedureSettings) for ground in held_at(each)}
    return tuple(ground for ground in Ground if ground in held)


def gaps_of(rules: Rules, state: CaseState) -> tuple[Material, ...]:
    """Return the materials that may follow later: tolerated by the standard, asked for in this case and not handed in."""
    data = rules.data(state)
    return tuple(
        material
        for material in rules.standard.materials
        if material.tolerable_gap
        and not state.materials.get(material.key)
        and rules.evaluate(material.required_when, data)
    )


def check_choices(rules: Rules, state: CaseState, act: Act, payload: Payload) -> None:
    """Raise PayloadInvalid for a procedure the act does not lead to, and for a gap that is none."""
    unknown = [*_procedure(rules, act, payload), *_gaps(rules, state, payload)]
    if unknown:
        raise refusal_of(act.name, unknown)


def _procedure(rules: Rules, act: Act, payload: Payload) -> Iterator[tuple[str, str]]:
    if isinstance(payload, ProcedureNotice):
        lawful = set(procedures_of(rules, act)) & SPECIAL_PROCEDURES
        if payload.procedure not in lawful:
            yield "procedure", "not_a_procedure"


def _gaps(rules: Rules, state: CaseState, payload: Payload) -> Iterator[tuple[str, str]]:
    if isinstance(payload, Gaps):
        known = {material.key for material in gaps_of(rules, state)}
        for number, gap in enumerate(payload.gaps):
            if gap not in known or gap in payload.gaps[:number]:
                yield f"gaps.{number}", "not_a_gap"
