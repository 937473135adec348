"""Whether somebody can take every step, in every district the standard is in force."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from workflows.standards.checks_custody import custody_reaches
from workflows.standards.checks_graph import first_steps
from workflows.standards.defects import Defect, DefectCode
from workflows.standards.naming import called
from workflows.standards.registry import Registry
from workflows.standards.schema import Handler, Standard, Step

APPLICANT = "applicant"
SYSTEM = "system"

_LITERAL = re.compile(r"""\s*(?:'([^'\\]*)'|"([^"\\]*)")\s*""")


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk of a district as the check sees it: its kind, and the roles of the posts at it.

    ``decides``: its organ has power of its own, or one organ's entrustment is in force (许可法 24).
    """

    kind: str
    roles: frozenset[str]
    decides: bool = True

    def takes(self, handler: Handler) -> bool:
        """Say whether somebody at the desk may handle what waits for ``handler``."""
        return handler.desk in {None, self.kind} and (handler.role is None or handler.role in self.roles)


def people_defects(standard: Standard, registry: Registry, districts: Mapping[str, Sequence[Desk]]) -> list[Defect]:
    """Return the steps without a known party, and those no desk of some district can take."""
    defects: list[Defect] = []
    parties = {party.role: _districts(party.district, districts) for party in standard.parties}
    for role, there in custody_reaches(standard, districts).items():
        parties[role] = [*dict.fromkeys([*parties.get(role, ()), *there])]
    for step in first_steps(standard).values():
        step_type = registry.step_types.get(step.type)
        automatic = step_type is not None and step_type.automatic
        seats = registry.seats_of(step)
        for place, handler, waits in _handlers(step, seats):
            if handler.party in {APPLICANT, SYSTEM} and not (seats and waits):
                continue
            if handler.party not in parties:
                defects.append(_unknown_party(step, place, handler))
            elif waits and not automatic:
                concerned = {code: districts.get(code, ()) for code in parties[handler.party]}
                defects += _desks(step, place, handler, concerned)
                if step_type is not None and step_type.of_an_organ:
                    defects += _powerless(step, concerned)
    return defects


def _powerless(step: Step, districts: Mapping[str, Sequence[Desk]]) -> Iterator[Defect]:
    """The districts whose desks can take the step, and none of them may decide."""
    for code, desks in districts.items():
        taking = [desk for desk in desks if desk.takes(step.handler)]
        if taking and not any(desk.decides for desk in taking):
            sentence = _(
                "In the district %(district)s nobody may decide the step %(step)s: the organ of its desk has no power of"
                " its own and no entrustment in force; record the document of entrustment."
            )
            named = {"district": code, "step": called(step)}
            yield Defect(DefectCode.NO_POWER, f"steps[{step.key}].handler", sentence % named)


def _handlers(step: Step, seats: Sequence[Handler]) -> Iterator[tuple[str, Handler, bool]]:
    """Yield everybody the step names, with the place and whether it waits for them.

    A step shared among seats waits for those; its handler only says where it stands on the chart.
    """
    yield f"steps[{step.key}].handler", step.handler, not seats
    for number, seat in enumerate(seats, 1):
        yield f"steps[{step.key}].settings.seats[{number}]", seat, True


def _districts(expression: str, districts: Mapping[str, Sequence[Desk]]) -> list[str]:
    """Return the districts a party can be: the one it names outright, otherwise any."""
    named = named_district(expression)
    return list(districts) if named is None else [named]


def named_district(expression: str) -> str | None:
    """Return the district an expression names outright, None where it depends on the case."""
    named = _LITERAL.fullmatch(expression)
    return (named[1] or named[2] or "") if named else None


def _unknown_party(step: Step, place: str, handler: Handler) -> Defect:
    sentence = _(
        "The step %(step)s waits for the party %(party)s, which the standard does not have;"
        " add the party, or name applicant or system."
    )
    return Defect(
        DefectCode.UNKNOWN_PARTY,
        f"{place}.party",
        sentence % {"step": called(step), "party": handler.party},
    )


def _desks(step: Step, place: str, handler: Handler, districts: Mapping[str, Sequence[Desk]]) -> Iterator[Defect]:
    for code, desks in districts.items():
        if not any(desk.takes(handler) for desk in desks):
            sentence = _(
                "No desk of the district %(district)s can take the step %(step)s (desk: %(desk)s, role: %(role)s);"
                " set one up there or change the handler."
            )
            any_one = _("any")
            named = {
                "district": code,
                "step": called(step),
                "desk": handler.desk or any_one,
                "role": handler.role or any_one,
            }
            yield Defect(DefectCode.NO_DESK, place, sentence % named)
