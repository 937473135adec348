"""What an act of issuing orders: everything a licence is made from, read for the worker."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.timezone import localdate

from approvals.licences.enums import RequestKind
from approvals.licences.errors import HolderMissingError, LicenceKindUnknownError
from approvals.licences.models import Licence
from approvals.licences.types import LicenceType, licence_types
from approvals.licences.wording import capital_in_fen, scope_text
from enterprises.registration.models import Enterprise, EnterpriseAddress
from workflows.engine.models import Case
from workflows.engine.past import version_then
from workflows.engine.rulebook import rules_of
from workflows.journal.models import JournalRow
from workflows.organisation.models import Desk, District, Organ
from workflows.organisation.queries import district_on, organ_issuing_for
from workflows.standards.enums import Regime, ResultKind
from workflows.standards.schema import Result

ALIAS: Final = "worker"

_KINDS = {Regime.REGISTRATION: RequestKind.ESTABLISH, Regime.RELOCATION: RequestKind.CHANGE}
_PARTS = ("street", "road", "number", "building", "room")


@dataclass(frozen=True)
class Order:
    """An act that issues a licence: its journal row, its case, the type, the organ that issues, and the day of effect."""

    row: JournalRow
    case: Case
    type: LicenceType
    organ: Organ
    day: date

    @property
    def kind(self) -> RequestKind | None:
        """What the register is asked for; None where it is not asked."""
        return _KINDS[Regime(self.case.regime)] if self.type.registered else None

    @cached_property
    def form(self) -> Mapping[str, Any]:
        """The form as filed."""
        form: Mapping[str, Any] = self.case.file.form
        return form

    @cached_property
    def holder(self) -> Enterprise | None:
        """The enterprise; None where it comes into being by this."""
        if self.kind is RequestKind.ESTABLISH:
            return None
        return Enterprise.objects.using(ALIAS).filter(pk=self.case.applicant or 0).first() or _not_an_enterprise(self)

    @cached_property
    def previous(self) -> Licence | None:
        """The version this one replaces."""
        if self.holder is None:
            return None
        held = Licence.objects.using(ALIAS).filter(holder_id=self.holder.pk, type_code=self.type.code)
        found: Licence | None = held.filter(state="CURRENT").first()
        return found

    def new_enterprise(self, uscc: str) -> Enterprise:
        """The enterprise as filed, under the code the register gave; the day of issue is its birthday (条例 21)."""
        form, period = self.form, self.form["period"]
        return Enterprise(
            uscc=uscc,
            name=form["name"],
            entity_type=form["ent_type"],
            industry=form["industry"],
            business_scope=scope_text(form["scope"], form["prior_items"]),
            established_on=self.day,
            term_ends_on=None if period["unlimited"] else _day(period.get("end")),
            capital=capital_in_fen(form["capital"]),
            legal_representative=form["legal_rep"]["name"],
            phone=form["phone"],
        )

    def new_address(self) -> EnterpriseAddress:
        """The address as filed, under the issuing organ."""
        filed = self.form["address"]
        parts = {part: filed.get(part, "") for part in _PARTS}
        area = district_on(filed["area"], self.day)
        return EnterpriseAddress(authority=self.organ, district=area, valid_from=self.day, **parts)

    def present_address(self) -> EnterpriseAddress:
        """Where the holder is now, or will be."""
        if self.holder is None:
            return self.new_address()
        addresses = EnterpriseAddress.objects.using(ALIAS).select_related("district")
        return addresses.get(enterprise_id=self.holder.pk, valid_to=None)


def order_of(row: JournalRow) -> Order | None:
    """What the row's act orders; None where it issues no licence. Raise LicenceKindUnknownError for another kind."""
    named = row.payload.get("turn", {}).get("results", [])
    if not named:
        return None
    case = Case.objects.using(ALIAS).select_related("file", "district").get(pk=row.case_id)
    result = _licence(row, case, named)
    if result is None:
        return None
    kind = licence_types().get(result.template)
    if kind is None or (kind.registered and Regime(case.regime) not in _KINDS):
        raise LicenceKindUnknownError(template=result.template, regime=case.regime)
    desk = Desk.objects.select_related("organ__district", "district").get(pk=row.desk_id or 0)
    day = localdate(row.legal_at, ZoneInfo(desk.district.time_zone))
    return Order(row, case, kind, organ_issuing_for(desk, day), day)


def division_of(district: District) -> str:
    """The division a new code is allotted in."""
    return district.gb2260


def _not_an_enterprise(order: Order) -> Enterprise:
    raise HolderMissingError(case=order.case.number)


def _licence(row: JournalRow, case: Case, named: list[str]) -> Result | None:
    results = rules_of(version_then(row, case.standard_id, ALIAS)).standard.results
    return next((each for each in results if each.key in named and each.kind is ResultKind.LICENCE), None)


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
