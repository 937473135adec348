"""Licence types (证照类型) as data: ``data/<key>.yaml``. A standard's result names one as its template."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Final, Literal

import yaml
from django.conf import settings
from django.utils.translation import get_language
from pydantic import BaseModel, ConfigDict, Field, model_validator

FOLDER: Final = Path(__file__).parent / "data"
BUSINESS_LICENCE: Final = "business_licence"

Field_ = Annotated[str, Field(pattern=r"^(form\.)?[a-z_]+(\.[a-z_]+)*$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Title(_Strict):
    """A text in both languages."""

    zh: str = Field(alias="zh-Hans")
    en: str

    @property
    def read(self) -> str:
        """In the reader's language, as far as there are two."""
        return self.zh if (get_language() or "zh").startswith("zh") else self.en


class Term(_Strict):
    """How long a licence is valid: some years, as long as its holder's own term, or without end."""

    kind: Literal["years", "holder", "unlimited"]
    years: int = Field(default=0, ge=0, le=50)

    @model_validator(mode="after")
    def _counts(self) -> "Term":
        if (self.kind == "years") != bool(self.years):
            raise ValueError("A term of years says how many, and no other does.")
        return self


class Renewal(_Strict):
    """By how many days before its last one a renewal is to be asked for (许可法 50; 30 unless a rule says otherwise)."""

    ask_days: int = Field(default=30, ge=1, le=365)


class Item(_Strict):
    """One line of the sheet: what is printed before it, and where its value comes from."""

    label: str
    value: Field_


class LicenceType(_Strict):
    """One type. ``registered``: the province's register of record is asked first, and a change is a registration.

    ``changeable`` and ``correctable`` name what of the sheet a change and a correction may touch. ``changed_by`` and
    ``ended_by`` say which service to use instead, where this type is not changed or ended by itself.
    """

    key: str = Field(pattern=r"^[a-z_]+$")
    code: str = Field(pattern=r"^[0-9A-Z]{18}[0-9]{3}$")
    title: Title
    sheet: str
    registered: bool
    term: Term
    renewal: Renewal | None = None
    items: tuple[Item, ...] = ()
    scope: str = ""
    changeable: tuple[str, ...] = ()
    correctable: tuple[str, ...] = ()
    changed_by: Title | None = None
    ended_by: Title | None = None
    foot: str = ""

    @model_validator(mode="after")
    def _holds_together(self) -> "LicenceType":
        if self.renewal and self.term.kind != "years":
            raise ValueError("Only a licence for some years is renewed.")
        if self.registered and (self.changeable or not self.changed_by or not self.ended_by):
            raise ValueError("A registered licence is changed and ended by a registration, which has to be named.")
        return self

    def ends(self, begins: date, holder_until: date | None) -> date | None:
        """The first day on which a licence is valid no more; None without end."""
        if self.term.kind == "years":
            return years_after(begins, self.term.years)
        return holder_until if self.term.kind == "holder" else None


def years_after(day: date, years: int) -> date:
    """The same day so many years on; the 29th of February becomes the 1st of March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


@cache
def _shipped() -> dict[str, LicenceType]:
    found = [
        LicenceType.model_validate(yaml.safe_load(path.read_text("utf-8"))) for path in sorted(FOLDER.glob("*.yaml"))
    ]
    return {each.key: each for each in found}


def licence_types() -> dict[str, LicenceType]:
    """Every type by its key; this installation's settings name the real code of the business licence."""
    types = dict(_shipped())
    code = str(getattr(settings, "BUSINESS_LICENCE_TYPE", "") or types[BUSINESS_LICENCE].code)
    types[BUSINESS_LICENCE] = types[BUSINESS_LICENCE].model_copy(update={"code": code})
    return types


def type_of_code(code: str) -> LicenceType | None:
    """The type of a code; None for one that is not known here (any more)."""
    return next((each for each in licence_types().values() if each.code == code), None)
