"""How a form is laid out in steps: which fields stand on one page, which are not asked, which amounts are added up.

The two items everybody files have pages made for people; any other standard, and any field a later version of these
adds, is laid out by its shape: short fields together, every group and every list on a page of its own.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from approvals.portal.form_fields import Field, Kind

MOST_FIELDS = 8
"""A page of a form laid out by its shape asks for no more than this."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a known item: its key in addresses, its title, one line of help, and its fields in order."""

    key: str
    title: str | Promise
    help: str | Promise
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Adding:
    """Amounts of a list that have to come to an amount of the form."""

    items: str
    amount: str
    target: str


@dataclass(frozen=True, slots=True)
class Layout:
    """What is known of one item."""

    pages: tuple[Page, ...] = ()
    kept: frozenset[str] = frozenset()
    adding: Adding | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """One page as it is shown: its fields, those not asked among them."""

    key: str
    title: str
    help: str
    fields: tuple[Field, ...]
    adding: Adding | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    """A live sum: how many items, what they come to, what it should be, and what is missing (negative: too much)."""

    count: int
    total: Decimal
    target: Decimal | None

    @property
    def missing(self) -> Decimal | None:
        """What is still missing, None while the target is not known."""
        return None if self.target is None else self.target - self.total

    @property
    def percent(self) -> int:
        """How full the bar is."""
        if not self.target or self.target < 0 or self.total < 0:
            return 0
        return int(min(self.total / self.target, Decimal(1)) * 100)

    @property
    def said(self) -> dict[str, str]:
        """The amounts as people write them; a dash for what is not known."""
        amounts = {"total": self.total, "target": self.target, "missing": self.missing}
        return {name: _written(amount) for name, amount in amounts.items()}

    @property
    def counted(self) -> str:
        """How many items were added up, as a phrase."""
        return ngettext("%(count)d shareholder", "%(count)d shareholders", self.count) % {"count": self.count}


_REGISTRATION = Layout(
    pages=(
        Page(
            "name",
            _("Name and type"),
            _("Use the name you declared; it is kept for you for two months."),
            ("filed_at", "name", "name_retained_on", "ent_type"),
        ),
        Page(
            "address",
            _("Registered address"),
            _("Where the company does business, down to the room."),
            ("address", "address_basis", "address_promise", "lease_until"),
        ),
        Page(
            "business",
            _("Industry and business scope"),
            _("Choose from the standard catalogue; the first item decides the industry."),
            ("industry", "scope", "prior_items"),
        ),
        Page(
            "shareholders",
            _("Shareholders and contributions"),
            _("Name all shareholders. Contributions are paid up within five years (Company Law, art. 47)."),
            ("capital", "currency", "shareholders"),
        ),
        Page(
            "officers",
            _("Legal representative and manager"),
            _("The legal representative is a director or the manager (Company Law, art. 10)."),
            ("legal_rep", "manager", "contact"),
        ),
        Page(
            "board",
            _("Directors and supervisors"),
            _("One director, or three and more for a board. A supervisor cannot be a director or the manager."),
            ("directors", "supervisors", "audit_committee", "no_supervisor_consent"),
        ),
        Page(
            "owners",
            _("Beneficial owners and agent"),
            _("Who owns or controls the company in the end. Name an agent only if somebody files for you."),
            ("beneficial_owner", "agent"),
        ),
        Page(
            "closing",
            _("Period, contact and declarations"),
            _("How long the company is to exist, and how the authority reaches you."),
            ("period", "phone", "email", "postcode", "consents"),
        ),
    ),
    kept=frozenset({"prior_items", "currency"}),
    adding=Adding("shareholders", "amount", "capital"),
)

_RELOCATION = Layout(
    pages=(
        Page(
            "enterprise",
            _("Enterprise and name"),
            _("What the register says of the enterprise; you need not type it."),
            ("uscc", "name", "old_area", "old_authority", "keep_name", "new_name"),
        ),
        Page(
            "address",
            _("New address"),
            _("Where the enterprise moves, down to the room."),
            ("new_address", "new_authority", "address_basis", "address_promise", "lease_until", "effective_date"),
        ),
        Page(
            "resolution",
            _("Resolution"),
            _("The shareholders decide with two thirds of the votes (Company Law, art. 66)."),
            ("resolution_date", "votes_for_pct", "legal_rep_change", "legal_rep"),
        ),
        Page(
            "moving",
            _("What moves along"),
            _("For your information; valid licences stay valid and are not applied for again."),
            ("licences", "branches", "employees_insured", "fund_account", "tax_hint"),
        ),
        Page(
            "closing",
            _("Agent and declarations"),
            _("Name an agent only if somebody files for you."),
            ("agent", "consents"),
        ),
    ),
    kept=frozenset({"uscc", "name", "old_area", "old_authority", "new_authority", "licences", "branches"}),
)

_LAYOUTS: Mapping[str, Layout] = {"registration": _REGISTRATION, "relocation": _RELOCATION}


def layout_of(standard: str) -> Layout:
    """What is known of the item with that key."""
    return _LAYOUTS.get(standard, Layout())


def sections_of(standard: str, fields: Sequence[Field]) -> tuple[Section, ...]:
    """The pages of a form, in order; every field stands on exactly one."""
    layout = layout_of(standard)
    by_name = {field.name: field for field in fields}
    known = [_section(page, by_name, layout.adding) for page in layout.pages]
    placed = {name for page in layout.pages for name in page.names}
    rest = [field for field in fields if field.name not in placed]
    return (*(section for section in known if section.fields), *_by_shape(rest))


def sum_of(adding: Adding, form: Mapping[str, Any]) -> Sum:
    """Add up what a form says so far; what is no amount yet counts as nothing."""
    items = form.get(adding.items)
    parts = [item.get(adding.amount) for item in items if isinstance(item, Mapping)] if isinstance(items, list) else []
    amounts = [amount for amount in map(_amount, parts) if amount is not None]
    return Sum(len(parts), sum(amounts, Decimal(0)), _amount(form.get(adding.target)))


def _written(amount: Decimal | None) -> str:
    if amount is None:
        return "–"
    return f"{amount.normalize():f}".replace("-", "−")


def _amount(value: Any) -> Decimal | None:
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        return None
    # Beyond this an amount is a slip of the finger, and its digits would fill the page.
    return amount if amount.is_finite() and amount.adjusted() < 15 else None  # noqa: PLR2004 - digits of a slip


def _section(page: Page, by_name: Mapping[str, Field], adding: Adding | None) -> Section:
    fields = tuple(by_name[name] for name in page.names if name in by_name)
    adds = adding if adding and {adding.items, adding.target} <= {field.name for field in fields} else None
    return Section(page.key, str(page.title), str(page.help), fields, adds)


def _by_shape(fields: Iterable[Field]) -> Iterator[Section]:
    """Short fields together, up to the most; a group or list by itself."""
    short: list[Field] = []
    for field in fields:
        if field.kind in {Kind.GROUP, Kind.CARDS}:
            yield from _gathered(short)
            short = []
            yield Section(field.name, field.label, field.help, (field,))
            continue
        short.append(field)
        if len(short) == MOST_FIELDS:
            yield from _gathered(short)
            short = []
    yield from _gathered(short)


def _gathered(fields: Sequence[Field]) -> Iterator[Section]:
    if fields:
        yield Section(fields[0].name, fields[0].label, "", tuple(fields))
