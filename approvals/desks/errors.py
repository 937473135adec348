"""What a refused act means for the form it was typed into: which field it is about, and whether somebody was faster."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from workflows.engine.errors import (
    CaseClosed,
    Conflict,
    GroundNotListed,
    MissingGround,
    MissingItems,
    MissingOpinion,
    PayloadInvalid,
    StepCalledOff,
    StepClaimed,
    StepTaken,
    TwoNamesNeeded,
    UnknownStep,
)

_FASTER = (StepTaken, StepClaimed, StepCalledOff, CaseClosed, Conflict, UnknownStep)
_FIELDS = {
    MissingGround: "ground",
    GroundNotListed: "ground",
    MissingOpinion: "opinion",
    MissingItems: "items.0.place",
    TwoNamesNeeded: "second",
}


@dataclass(frozen=True, slots=True)
class FieldError:
    """One thing to mend: ``path`` names the field, ``""`` the whole form."""

    path: str
    sentence: str


def is_taken(refusal: Exception) -> bool:
    """Tell whether the case has moved under the reader's hands, which is nobody's mistake."""
    return isinstance(refusal, _FASTER)


def errors_of(refusal: Exception, sentence: str) -> list[FieldError]:
    """Return what is to be mended in the form: each field by itself where the refusal tells them apart."""
    rows = list(_defects(refusal)) if isinstance(refusal, MissingItems) else []
    if any(row.path.startswith("items.") for row in rows):
        return [row for row in rows if row.path.startswith("items.")]
    field = next((name for kind, name in _FIELDS.items() if isinstance(refusal, kind)), None)
    if field:
        return [FieldError(field, sentence)]
    if isinstance(refusal, PayloadInvalid):
        return list(_defects(refusal)) or [FieldError("opinion", sentence)]
    return [FieldError("", sentence)]


def _defects(refusal: PayloadInvalid) -> Iterator[FieldError]:
    defects = refusal.named.get("defects")
    for path, kind in defects if isinstance(defects, list) else ():
        yield FieldError(_shown(path), _sentence(path, kind))


def _shown(path: str) -> str:
    """The control of a place in a payload: ``items.2`` as a whole is said at its place."""
    if path.startswith("gaps"):
        return "gaps"
    return f"{path}.place" if path.startswith("items.") and path.count(".") == 1 else path


def _sentence(path: str, kind: str) -> str:
    name = {
        "opinion": _("the opinion"),
        "ground": _("the ground"),
        "remedy": _("the remedy"),
        "days": _("the working days"),
        "back_to": _("the earlier step"),
        "procedure": _("the procedure"),
        "result": _("the result"),
        "gaps": _("the materials that may follow"),
        "defect": _("what is wrong"),
        "basis": _("the basis"),
    }.get(path.rpartition(".")[2], _("the place"))
    row = path.split(".")[1] if path.startswith("items.") else ""
    if path.startswith("items.") and path.endswith(".remedy"):
        name = _("what to do")
    where = _("Row %(number)d of the list: ") % {"number": int(row) + 1} if row.isdecimal() else ""
    if kind in {"missing", "string_too_short", "too_short"}:
        return where + _("fill in %(field)s.") % {"field": name} if where else _("Fill in %(field)s.") % {"field": name}
    if kind in {"item_place", "unknown_place"}:
        return where + _("choose a field of the application or a material.")
    if path == "days":
        return _("Give the working days as a whole number from 1 to 180.")
    if kind == "not_a_procedure":
        return _("Choose a procedure of the list; no other one stops the clock here.")
    if kind == "not_a_gap":
        return _("Tick only materials of the list; another one may not follow later.")
    return where + _("%(field)s is not as it must be; shorten or correct it.") % {"field": name}
