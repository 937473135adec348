"""Whether somebody can take every step, in every district the standard is in force."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from workflows.standards.checks_graph import first_steps
from workflows.standards.defects import Defect, DefectCode
from workflows.standards.registry import Registry
from workflows.standards.schema import Standard, Step

APPLICANT = "applicant"
SYSTEM = "system"

_LITERAL = re.compile(r"""\s*(?:'([^'\\]*)'|"([^"\\]*)")\s*""")


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk of a district as the check sees it: its kind, and the roles of the posts at it."""

    kind: str
    roles: frozenset[str]

    def takes(self, step: Step) -> bool:
        """Say whether somebody at the desk may handle the step."""
        handler = step.handler
        return handler.desk in {None, self.kind} and (handler.role is None or handler.role in self.roles)


def people_defects(standard: Standard, registry: Registry, districts: Mapping[str, Sequence[Desk]]) -> list[Defect]:
    """Return the steps without a known party, and those no desk of some district can take."""
    defects: list[Defect] = []
    parties = {party.role: _districts(party.district, districts) for party in standard.parties}
    for step in first_steps(standard).values():
        if step.handler.party in {APPLICANT, SYSTEM}:
            continue
        if step.handler.party not in parties:
            defects.append(_unknown_party(step))
            continue
        step_type = registry.step_types.get(step.type)
        if step_type is None or not step_type.automatic:
            defects += _desks(step, {code: districts.get(code, ()) for code in parties[step.handler.party]})
    return defects


def _districts(expression: str, districts: Mapping[str, Sequence[Desk]]) -> list[str]:
    """Return the districts a party can be: the one it names outright, otherwise any."""
    named = _LITERAL.fullmatch(expression)
    return [named[1] or named[2] or ""] if named else list(districts)


def _unknown_party(step: Step) -> Defect:
    sentence = _(
        "The step %(step)s waits for the party %(party)s, which the standard does not have;"
        " add the party, or name applicant or system."
    )
    return Defect(
        DefectCode.UNKNOWN_PARTY,
        f"steps[{step.key}].handler.party",
        sentence % {"step": step.key, "party": step.handler.party},
    )


def _desks(step: Step, districts: Mapping[str, Sequence[Desk]]) -> Iterator[Defect]:
    for code, desks in districts.items():
        if not any(desk.takes(step) for desk in desks):
            sentence = _(
                "No desk of the district %(district)s can take the step %(step)s (desk: %(desk)s, role: %(role)s);"
                " set one up there or change the handler."
            )
            any_one = _("any")
            named = {
                "district": code,
                "step": step.key,
                "desk": step.handler.desk or any_one,
                "role": step.handler.role or any_one,
            }
            yield Defect(DefectCode.NO_DESK, f"steps[{step.key}].handler", sentence % named)
