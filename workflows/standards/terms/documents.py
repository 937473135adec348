"""The terms of a district (片区条款): its difference from one version of a standard, as one typed document.

Only what takes away can be written at all: a shorter limit, a desk, a text, a material done without. Nothing in the
document's shape could add a step, a condition, a material or a fee. Differences stand in the order of their places, so
that equal differences have equal bytes, whoever wrote them.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from pydantic import Field, StringConstraints, ValidationError, field_validator

from workflows.standards.defects import element
from workflows.standards.schema import Key, Limit, Part, Text
from workflows.standards.terms.errors import NotTermsError

TERMS_SCHEMA_VERSION: Literal[1] = 1

Place = Annotated[str, StringConstraints(min_length=1, max_length=160)]


class ShorterLimit(Part):
    """A limit the district promises: ``limits.promised`` or ``steps[KEY].limit``."""

    place: Place
    limit: Limit


class OwnDesk(Part):
    """The kind of desk that handles a step in the district: ``steps[KEY].handler.desk``."""

    place: Place
    desk: Key


class OwnText(Part):
    """What the district writes: the name or hours of a desk, a step's name, a message."""

    place: Place
    text: Text


class Without(Part):
    """A material the district does not ask for: ``materials[KEY]``."""

    place: Place
    without: Literal[True]


Difference = ShorterLimit | OwnDesk | OwnText | Without


class Terms(Part):
    """The difference of a district from the version of a standard whose digest is ``base``; empty, it follows it."""

    schema_version: Literal[1] = TERMS_SCHEMA_VERSION
    standard: Key
    base: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    differences: list[Difference] = Field(default=[], max_length=500)

    @field_validator("differences")
    @classmethod
    def _in_order(cls, differences: list[Difference]) -> list[Difference]:
        return sorted(differences, key=lambda difference: difference.place)

    @property
    def by_place(self) -> dict[str, Difference]:
        """The differences by their places; of two at one place the last."""
        return {difference.place: difference for difference in self.differences}


def parse_terms(raw: Mapping[str, Any]) -> Terms:
    """Return the terms a raw document holds; raise NotTermsError with a sentence for each thing that is none."""
    try:
        return Terms.model_validate(raw)
    except ValidationError as error:
        places = dict.fromkeys(_place(raw, detail["loc"]) for detail in error.errors())
        raise NotTermsError([_refused(place) for place in places]) from None


def _place(raw: Mapping[str, Any], location: tuple[int | str, ...]) -> str:
    """The place without the names of the alternatives pydantic tried."""
    names = {kind.__name__ for kind in (ShorterLimit, OwnDesk, OwnText, Without)}
    kept = [part for part in location if part not in names]
    return element(raw, kept[:2] if kept[:1] == ["differences"] else kept[:1])


def _refused(place: str) -> str:
    added = {
        "steps": _("Terms cannot add or change a step: the steps are the same in every district. Take “steps” out."),
        "checks": _(
            "Terms cannot add or change a check: what is checked is the same in every district. Take “checks” out."
        ),
        "conditions": _(
            "Terms cannot add a condition: what is wanted is the same in every district. Take “conditions” out."
        ),
        "materials": _(
            "Terms cannot add a document: what is asked for is the same in every district, or less. Take “materials” out."
        ),
        "fees": _("Terms cannot add a fee: fees rest on law (许可法 58). Take “fees” out."),
        "limits": _("Terms cannot set the statutory limit or the extension; write the promised limit as a difference."),
        "form": _("Terms cannot change the form: every district asks the same. Take “form” out."),
        "grounds": _("Terms cannot add a ground: grounds rest on law. Take “grounds” out."),
    }
    if place in added:
        return added[place]
    return _(
        "%(place)s is no difference terms can hold: each has a place and either a limit, a desk, a text in both"
        " languages, or “without: true”. Mend it or take it out."
    ) % {"place": place or _("The document")}
