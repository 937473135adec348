"""The settings of a step as fields: what its type lets the standard arrange, by the kind of each value.

Pure: read from the type's own model, so that a new type can be edited without a change here; only its words stand here.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Literal, get_args, get_origin

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workflows.clock.labels import GROUNDS
from workflows.organisation.enums import PostRole
from workflows.standards.defects import element
from workflows.standards.registry import registry
from workflows.standards.schema import Handler, Standard, Step
from workflows.studio.enums import FieldKind
from workflows.studio.fields import Field, Location
from workflows.studio.words import party_words, said

YES, NO = "true", "false"

LABELS: Mapping[str, str | Promise] = MappingProxyType(
    {
        "two_names": gettext_lazy("Two people verify on site"),
        "opinion_required": gettext_lazy("Passing needs an opinion"),
        "standing": gettext_lazy("Nobody waits for it"),
        "moves_clock": gettext_lazy("The clock goes on with the other district"),
        "refusal_only": gettext_lazy("Only a refusal is decided here"),
        "extension_only": gettext_lazy("Only an extension is decided here"),
        "gaps_only": gettext_lazy("Only what was to follow is judged here"),
        "rule": gettext_lazy("How many have to agree"),
        "needed": gettext_lazy("That many have to agree"),
        "procedures": gettext_lazy("Procedures held here"),
        "until": gettext_lazy("Waits until the day"),
        "event": gettext_lazy("Waits until this holds"),
    }
)
TOLD_AS_FACTS = frozenset({"custody", "children"})
"""Types whose settings a draft does not change; ``setting_facts`` says them."""
_RULES: Mapping[str, str | Promise] = MappingProxyType(
    {
        "all": gettext_lazy("all of them"),
        "any": gettext_lazy("any one of them"),
        "count": gettext_lazy("a number of them"),
    }
)
_VALUES: Mapping[str, str | Promise] = MappingProxyType(
    {**_RULES, **{ground.value: words for ground, words in GROUNDS.items()}}
)


def setting_fields(standard: Standard, step: Step, place: int) -> Iterator[Field]:
    """Yield every setting of the step its type has and a drafter may change; lists of other steps are none of them."""
    step_type = registry.step_types.get(step.type)
    if step_type is None or step_type.name in TOLD_AS_FACTS:
        return
    here: Location = ("steps", place, "settings")
    for name, model_field in step_type.settings_model.model_fields.items():
        value = step.settings.get(name, _default(model_field.default))
        if name == "seats":
            yield from _seats(standard, (*here, name), step.key, value)
        elif name in LABELS:
            yield _field((*here, name), f"steps[{step.key}].settings.{name}", name, model_field.annotation, value)


def _default(value: object) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _field(location: Location, path: str, name: str, annotation: Any, value: Any) -> Field:
    label = str(LABELS[name])
    closed = _closed(annotation)
    if annotation is bool:
        either = ((NO, _("no")), (YES, _("yes")))
        return Field(location, path, label, YES if value else NO, FieldKind.YES_NO, choices=either)
    if closed and get_origin(annotation) is tuple:
        choices = _choices(closed)
        chosen = [key for key, _words in choices if key in value]
        words = _(", ").join(dict(choices)[key] for key in chosen) or _("all of the list")
        return Field(location, path, label, " ".join(chosen), FieldKind.SEVERAL, choices=choices, words=words)
    if closed:
        return Field(location, path, label, str(value), FieldKind.CHOICE, choices=_choices(closed))
    kind = FieldKind.NUMBER if name == "needed" else FieldKind.LINE
    return Field(location, path, label, "" if value is None else str(value), kind, optional=True)


def _closed(annotation: Any) -> tuple[StrEnum, ...]:
    """The values a setting, or each of its entries, may have; none where they are not listed."""
    first = next(iter(get_args(annotation)), annotation) if get_origin(annotation) is tuple else annotation
    if get_origin(first) is Literal:
        return get_args(first)
    return tuple(first) if isinstance(first, type) and issubclass(first, StrEnum) else ()


def _choices(closed: tuple[StrEnum, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((each.value, str(_VALUES.get(each.value, each.value))) for each in closed)


def _seats(standard: Standard, here: Location, key: str, seats: Any) -> Iterator[Field]:
    """Yield who fills each seat: the desk and the post; which district it is, the standard fixes."""
    raw = {"steps": [{"key": key}]}
    desks = tuple((desk.key, said(desk.title)) for desk in standard.desks)
    roles = tuple((role.value, str(role.label)) for role in PostRole)
    for number, seat in enumerate(map(Handler.model_validate, seats)):
        who = party_words(standard, seat.party)
        for name, label, choices in (("desk", _("Desk"), desks), ("role", _("Post"), roles)):
            words = _("Seat %(number)d (%(party)s): %(what)s") % {"number": number + 1, "party": who, "what": label}
            value = getattr(seat, name) or ""
            known = choices if not value or value in dict(choices) else (*choices, (value, value))
            path = f"{element(raw, ('steps', 0))}.settings.seats[{number + 1}].{name}"
            kind = FieldKind.CHOICE
            yield Field((*here, number, name), path, words, value, kind, choices=(("", _("Any")), *known))
