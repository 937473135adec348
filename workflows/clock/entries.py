"""The rows of a clock's ledger: what was done to it, by whose approval, when by the law.

They are plain values that live in the journal's payload. ``to_json`` and ``from_json`` are exact inverses; instants are
kept in UTC so that the same row always gives the same digest. Rows hold ids and dates, never personal values.
"""

from collections.abc import Mapping
from datetime import UTC
from typing import Annotated, Any, Literal, Self

from django.utils.translation import gettext_lazy as _
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    PositiveInt,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    model_validator,
)

from workflows.clock.arithmetic import Limit, zone_named
from workflows.clock.enums import GROUNDS_OF_REGIME, Ground
from workflows.clock.errors import ClockError

VERSION: Literal[1] = 1
"""Version of the written form; a reader of a later one keeps reading this one."""


def _known_regime(name: str) -> str:
    if name not in GROUNDS_OF_REGIME:
        raise ClockError(
            "regime.unknown",
            _("There is no regime “%(name)s”; use one of %(known)s."),
            name=name,
            known=", ".join(GROUNDS_OF_REGIME),
        )
    return name


Instant = Annotated[AwareDatetime, AfterValidator(lambda instant: instant.astimezone(UTC))]
Code = Annotated[str, StringConstraints(min_length=1, max_length=64)]
Zone = Annotated[str, AfterValidator(lambda name: zone_named(name).key)]
Regime = Annotated[str, AfterValidator(_known_regime)]


class Row(BaseModel):
    """Base of every entry: ``at`` is the instant it counts from by law, whenever it was recorded."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: Literal[1] = VERSION
    at: Instant


class Start(Row):
    """The clock begins: the day of ``at`` is not counted (16号令 77).

    ``recorded_at`` is later than ``at`` where the law starts a clock backwards: a filing nobody answered for five
    working days is accepted from its receipt (许可法 32(四)). ``statutory`` is None for a service no law limits.
    """

    kind: Literal["START"] = "START"
    recorded_at: Instant
    regime: Regime
    calendar: Code
    zone: Zone
    promised: Limit
    statutory: Limit | None

    @model_validator(mode="after")
    def _order(self) -> Self:
        if self.recorded_at < self.at:
            raise ClockError("start.future", _("A clock cannot start later than it is recorded; check the instant."))
        check_promise(self.promised, self.statutory)
        return self

    @property
    def is_retroactive(self) -> bool:
        """Tell whether the law began to count before anybody wrote it down."""
        return self.at < self.recorded_at


class Stop(Row):
    """The clock stops on a ground of the closed list (许可法 45).

    ``announced_days`` are the working days the applicant was told in writing the procedure takes; ``awaited`` is the
    key of the material or paper waited for.
    """

    kind: Literal["STOP"] = "STOP"
    ground: Ground
    announced_days: PositiveInt
    awaited: Annotated[str, StringConstraints(max_length=64)] = ""


class Resume(Row):
    """The clock goes on; the day of ``at`` still belongs to the stop."""

    kind: Literal["RESUME"] = "RESUME"


class Extend(Row):
    """The head of the organ lengthens both limits, once (许可法 42); ``approver`` is the id of that person's post."""

    kind: Literal["EXTEND"] = "EXTEND"
    days: PositiveInt
    approver: Code


class Carry(Row):
    """The case moves to another district or to another version of its standard; the days used stay used.

    From the next day on the new calendar counts. A new version names its limits; a hand-over leaves them out.
    """

    kind: Literal["CARRY"] = "CARRY"
    calendar: Code
    zone: Zone
    limits: tuple[Limit, Limit | None] | None = None

    @model_validator(mode="after")
    def _order(self) -> Self:
        if self.limits:
            check_promise(*self.limits)
        return self


class Finish(Row):
    """What was limited is done; the clock stands still for good."""

    kind: Literal["FINISH"] = "FINISH"


Entry = Start | Stop | Resume | Extend | Carry | Finish

_ENTRY: TypeAdapter[Entry] = TypeAdapter(Annotated[Entry, Field(discriminator="kind")])


def to_json(entry: Entry) -> dict[str, Any]:
    """Return ``entry`` as a JSON object."""
    return entry.model_dump(mode="json")


def from_json(row: Mapping[str, Any]) -> Entry:
    """Return the entry ``to_json`` wrote; raise ClockError for anything else."""
    try:
        return _ENTRY.validate_python(dict(row))
    except ValidationError as error:
        raise ClockError(
            "entry.unreadable",
            _("This is not an entry of a clock: %(defects)s. Read it with the program version that wrote it."),
            defects="; ".join(f"{'.'.join(map(str, at['loc'])) or 'entry'}: {at['msg']}" for at in error.errors()),
        ) from error


def check_promise(promised: Limit, statutory: Limit | None) -> None:
    """Raise ClockError when the promise is longer than the law allows (浙规 12)."""
    if statutory and promised.unit is statutory.unit and promised.days > statutory.days:
        raise ClockError(
            "promise.too_long",
            _("The promised limit of %(promised)s days exceeds the statutory %(statutory)s; promise fewer days."),
            promised=promised.days,
            statutory=statutory.days,
        )
