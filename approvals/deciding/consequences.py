"""What an act brings about outside its case, in the same transaction: the switch of a relocation, a mandate's use."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from approvals.deciding.errors import AuthorityDiffersError, EnterpriseUnknownError, NotWritableError
from approvals.deciding.queries import organ_at
from approvals.deciding.second_return import second_return
from enterprises.people.enums import AgentAct
from enterprises.people.verbs import end_legal_representation, use_authorisation
from enterprises.registration.models import Enterprise, EnterpriseAddress
from enterprises.registration.verbs import amend_enterprise, move_enterprise
from workflows.engine.consequences import Happening, Work, register_consequence
from workflows.engine.enums import RelocationPhase
from workflows.engine.rights import handling_of
from workflows.engine.state import OpenStep, Turn
from workflows.organisation.models import District, Organ, Person
from workflows.organisation.queries import district_on
from workflows.standards.enums import Handling, Regime

_ADDRESS = ("street", "road", "number", "building", "room")


def register() -> None:
    """Make the engine ask this room about every act."""
    register_consequence(mandate_of_an_applicant)
    register_consequence(switch_of_a_relocation)
    register_consequence(second_return)


def mandate_of_an_applicant(happening: Happening) -> Work | None:
    """An act for an enterprise holds the right to it until the act is written; a founder's own needs none."""
    turn, state = happening.moves.turns[0], happening.case.state
    if happening.actor.is_system:
        return None  # A child case taken back with its parent is nobody's mandate.
    if handling_of(_standing(happening, turn).party) is not Handling.APPLICANT or (state.applicant or 0) <= 0:
        return None
    act = AgentAct.WITHDRAW if turn.outcome == "withdraw" else AgentAct.CORRECT
    return partial(_use_mandate, happening, act)


def switch_of_a_relocation(happening: Happening) -> Work | None:
    """Approving a relocation changes authority and address at its legal instant (条例 27; domain.md §3.5)."""
    if happening.case.state.regime is not Regime.RELOCATION:
        return None
    approving = (turn for turn in happening.moves.turns if turn.source != turn.target == RelocationPhase.APPROVED)
    turn = next(approving, None)
    return partial(_switch, happening, turn) if turn else None


def _standing(happening: Happening, turn: Turn) -> OpenStep:
    known = (*happening.case.state.steps, *happening.moves.opened)
    return next(step for step in known if step.ordinal == turn.ordinal)


def _use_mandate(happening: Happening, act: AgentAct) -> None:
    enterprise = Enterprise.objects.filter(pk=happening.case.state.applicant or 0).first()
    if enterprise is None:
        raise EnterpriseUnknownError(uscc=happening.case.state.form.get("uscc", ""))
    use_authorisation(actor=_person(happening), enterprise=enterprise, act=act, now=happening.now)


def _switch(happening: Happening, turn: Turn) -> None:
    form, actor, at = happening.case.state.form, _person(happening), turn.at
    enterprise = _enterprise(happening)
    standing = _standing(happening, turn)
    place = District.objects.get(code=standing.district)
    day = localdate(at, ZoneInfo(place.time_zone))
    address = _new_address(form["new_address"], _authority(form, place, standing, day), day)
    try:
        move_enterprise(actor=actor, enterprise=enterprise, address=address, now=at)
        _amend(form, actor, enterprise, day, at)
    except ValidationError as error:
        raise NotWritableError(reasons=" ".join(error.messages)) from error


def _amend(form: Mapping[str, Any], actor: Person, enterprise: Enterprise, day: date, at: datetime) -> None:
    name = "" if form["keep_name"] else form.get("new_name", "")
    representative = form.get("legal_rep", {}).get("name", "") if form["legal_rep_change"] else ""
    if name or representative:
        amend_enterprise(actor=actor, enterprise=enterprise, now=at, name=name, legal_representative=representative)
    if representative and representative != enterprise.legal_representative:
        end_legal_representation(actor=actor, enterprise=enterprise, day=day, now=at)


def _enterprise(happening: Happening) -> Enterprise:
    state = happening.case.state
    found = Enterprise.objects.filter(pk=state.applicant or 0, uscc=state.form["uscc"]).first()
    if found is None:
        raise EnterpriseUnknownError(uscc=state.form["uscc"])
    return found


def _authority(form: Mapping[str, Any], place: District, standing: OpenStep, day: date) -> Organ:
    """The organ in whose name the deciding desk acts; the filing has to mean the same one."""
    own = organ_at(place.code, standing.desk or "", day)
    if own.district.code != form["new_authority"]:
        raise AuthorityDiffersError(named=form["new_authority"], own=own.name)
    return own


def _new_address(filed: Mapping[str, Any], authority: Organ, day: date) -> EnterpriseAddress:
    parts = {part: filed.get(part, "") for part in _ADDRESS}
    return EnterpriseAddress(authority=authority, district=district_on(filed["area"], day), valid_from=day, **parts)


def _person(happening: Happening) -> Person:
    return Person.objects.get(pk=happening.actor.person or 0)
