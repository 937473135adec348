"""How long each kind of data is kept: what the law or the archive's rules want, the most particular rule first."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.timezone import localdate

from approvals.licences.enums import LicenceState
from approvals.licences.models import Licence
from approvals.privacy.enums import CountedFrom, DataClass
from approvals.privacy.models import Retention
from enterprises.registration.enums import ENDED
from enterprises.registration.models import Enterprise
from workflows.engine.models import Case
from workflows.standards.enums import Regime


@dataclass(frozen=True, slots=True)
class Rule:
    """So many years from something, and why."""

    years: int
    counted_from: CountedFrom
    basis: str


OF_REGISTRATION: Final = Rule(20, CountedFrom.LIFE, "市场主体登记档案管理规定")
"""Registration archives are kept for life and 20 years more (domain.md §9.5)."""
OF_OTHERS: Final = Rule(30, CountedFrom.CLOSED, "档案法 37")
"""Of every other case, until somebody sets another: the longer of the two fixed terms of archives."""


def rule_for(case: Case, data_class: DataClass) -> Rule:
    """Return the rule for a kind of data of a case: set for its standard, set for all, or the law's own."""
    found = Retention.objects.filter(data_class=data_class, standard__in=["", case.standard.key])
    # The empty text sorts last here, and the latest of the same standard first.
    held = found.order_by("-standard", "-pk").first()
    if held:
        return Rule(held.years, CountedFrom(held.counted_from), held.basis)
    return OF_REGISTRATION if case.regime in {Regime.REGISTRATION, Regime.RELOCATION} else OF_OTHERS


def kept_until(case: Case, rule: Rule) -> date | None:
    """Return the last day a case's data is kept by a rule; None while there is no end in sight.

    A case that made or concerned no enterprise is counted from its own end. Read inside ``seen_by``: what the reader
    does not see of an enterprise's end only lengthens it.
    """
    if case.closed_at is None:
        return None
    began: date | None = localdate(case.closed_at)
    if rule.counted_from is CountedFrom.LIFE and (holder := _enterprise(case)):
        began = _ended_on(holder)
    return _years_after(began, rule.years) if began else None


def _enterprise(case: Case) -> Enterprise | None:
    filed = Enterprise.objects.filter(filings__case=case.pk)
    granted = Enterprise.objects.filter(licences__case=case.pk)
    return filed.first() or granted.first()


def _ended_on(enterprise: Enterprise) -> date | None:
    """The day the register let go of it: its licence was deregistered."""
    if enterprise.status not in ENDED:
        return None
    licences = Licence.objects.filter(holder=enterprise.pk, state=LicenceState.DEREGISTERED)
    last = licences.order_by("-state_at").first()
    return localdate(last.state_at) if last else None


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        # 29 February, in a year that has none.
        return day.replace(year=day.year + years, month=3, day=1)
