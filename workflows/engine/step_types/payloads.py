"""What a handler fills in for an act: closed forms, one per kind of outcome, and their defects as sentences."""

from collections.abc import Mapping
from typing import Annotated, Any, Self

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict, Field, PositiveInt, StringConstraints, ValidationError, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError

from workflows.engine.errors import MissingGround, MissingItems, MissingOpinion, PayloadInvalid, TwoNamesNeeded

SEND_BACK = "send_back"
"""The outcome by which a case goes back to an earlier step."""

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]


class Payload(BaseModel):
    """Base of every form: nothing unknown is accepted. The opinion is optional unless a form says otherwise."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    opinion: Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)] = ""


class Reasoned(Payload):
    """An act the law wants reasons for."""

    opinion: Words


class SentBack(Reasoned):
    """Back to an earlier step of the case, with the reason why; ``back_to`` is its key."""

    back_to: Words


class CustodyOffer(Reasoned):
    """An offer of the case to another district, with reasons; ``district`` is its code where the standard leaves it open."""

    district: Annotated[str, StringConstraints(strip_whitespace=True, max_length=32)] = ""


class Grounded(Reasoned):
    """An act on a ground of the closed list, with reasons."""

    ground: Words


class Refusal(Grounded):
    """An act against the applicant: reasons, and the remedy they are told (许可法 38)."""

    remedy: Words


class Item(BaseModel):
    """One defect: where it is, what is wrong, what to do about it, and why that may be asked."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    field: Words | None = None
    material: Words | None = None
    defect: Words
    remedy: Words
    basis: Words

    @model_validator(mode="after")
    def _is_somewhere(self) -> Self:
        if (self.field is None) == (self.material is None):
            raise PydanticCustomError("item_place", "Name either the field of the form or the material.")
        return self


class DefectList(Payload):
    """The complete list of what is wrong (一次性告知); what is not on it may not be asked for later."""

    items: Annotated[tuple[Item, ...], Field(min_length=1, max_length=200)]


class CorrectionNotice(DefectList):
    """The list, and the working days the applicant has to put it right (许可法 32(四); 16号令 15(四))."""

    days: Annotated[PositiveInt, Field(le=180)]


class Verified(Reasoned):
    """An on-site verification, by two people (许可法 34)."""

    names: tuple[int, int]

    @model_validator(mode="after")
    def _differ(self) -> Self:
        if self.names[0] == self.names[1]:
            raise PydanticCustomError("two_names", "Two different people are needed.")
        return self


_MISSING: Mapping[str, type[PayloadInvalid]] = {
    "ground": MissingGround,
    "opinion": MissingOpinion,
    "items": MissingItems,
    "names": TwoNamesNeeded,
}


def read(form: type[Payload], act: str, given: Mapping[str, Any]) -> Payload:
    """Return ``given`` as the form of ``act``; raise PayloadInvalid, or the refusal that names what the law wants."""
    try:
        return form.model_validate(given)
    except ValidationError as error:
        defects = error.errors(include_url=False, include_input=False, include_context=False)
        raise _refusal(act, defects) from error


def _refusal(act: str, found: list[ErrorDetails]) -> PayloadInvalid:
    """Name what the law wants before what is merely malformed; every defect goes along for the form to show."""
    defects = [(".".join(map(str, defect["loc"])), defect["type"]) for defect in found]
    for field, refusal in _MISSING.items():
        if any(defect in defects for defect in ((field, "missing"), (field, "string_too_short"), (field, "too_short"))):
            return refusal(act=act, defects=defects)
    if any(kind == "two_names" for _field, kind in defects):
        return TwoNamesNeeded(act=act, defects=defects)
    return refusal_of(act, defects)


def refusal_of(act: str, defects: list[tuple[str, str]]) -> PayloadInvalid:
    """Return the refusal that names every field with what is wrong with it, as a kind and in a sentence."""
    return PayloadInvalid(act=act, sentence=" ".join(_sentence(*defect) for defect in defects), defects=defects)


_SENTENCES: Mapping[str, str | Promise] = {
    **dict.fromkeys(("missing", "string_too_short", "too_short"), _("“%(field)s” is missing.")),
    "extra_forbidden": _("“%(field)s” is not asked for."),
    "item_place": _("“%(field)s” must name either a field of the form or a material."),
    "unknown_place": _("“%(field)s” is neither a field of the form nor a material of this item."),
    "not_a_procedure": _("“%(field)s” is no special procedure this act may begin."),
    "not_a_gap": _("“%(field)s” names a material that may not follow later, or was handed in."),
}


def _sentence(field: str, kind: str) -> str:
    return str(_SENTENCES.get(kind, _("“%(field)s” is not filled in correctly."))) % {"field": field}
