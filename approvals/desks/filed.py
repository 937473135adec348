"""The application as it was filed, line by line, with the standard's own words for its fields."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from approvals.filing.code_words import districts_by_code
from approvals.filing.code_words import label_of as word_of
from approvals.filing.labels import title_in
from workflows.standards.schema import Standard
from workflows.templatetags.look import written_day


@dataclass(frozen=True, slots=True)
class Line:
    """One answer. ``depth`` says how far it stands in; a line without a value is the heading of those below it."""

    path: str
    label: str
    value: str
    depth: int

    @property
    def is_heading(self) -> bool:
        """Whether it only names what follows."""
        return not self.value


@dataclass(frozen=True, slots=True)
class At:
    """Where in a form something stands, and the names of the districts for the codes that name one."""

    places: Mapping[str, str]
    path: str = ""
    depth: int = 0


def lines_of(form: Mapping[str, Any], standard: Standard) -> list[Line]:
    """Return the answers: what must be answered first, in the standard's order, then the rest."""
    return list(_lines(form, standard.form, At(places=districts_by_code())))


def in_brief(lines: list[Line], number: int) -> list[Line]:
    """Return the first answers that stand for themselves, without what is grouped below a heading."""
    return [line for line in lines if line.value and not line.depth][:number]


def names_in_order(schema: Mapping[str, Any]) -> list[str]:
    """Return the fields of a schema; the list of those required keeps its order in the database, the fields do not."""
    asked = schema.get("properties", {})
    required = [name for name in schema.get("required", ()) if name in asked]
    return [*required, *(name for name in asked if name not in required)]


def _lines(form: Mapping[str, Any], schema: Mapping[str, Any], at: At) -> Iterator[Line]:
    asked = schema.get("properties", {})
    known = [name for name in names_in_order(schema) if name in form]
    for name in [*known, *(key for key in form if key not in asked)]:
        field = asked.get(name, {})
        yield from _answer(form[name], field, replace(at, path=f"{at.path}.{name}".lstrip(".")), title_in(name, field))


def _answer(value: Any, schema: Mapping[str, Any], at: At, label: str) -> Iterator[Line]:
    if isinstance(value, Mapping):
        yield Line(at.path, label, "", at.depth)
        yield from _lines(value, schema, replace(at, depth=at.depth + 1))
    elif isinstance(value, list) and any(isinstance(each, Mapping) for each in value):
        for number, each in enumerate(value):
            heading = _("%(label)s %(number)d") % {"label": label, "number": number + 1}
            yield from _answer(each, schema.get("items", {}), replace(at, path=f"{at.path}.{number}"), heading)
    else:
        yield Line(at.path, label, _words(value, at), at.depth)


def _words(value: Any, at: At) -> str:
    if value is True:
        return pgettext("an answer", "Yes")
    if value is False:
        return pgettext("an answer", "No")
    if isinstance(value, list):
        return pgettext("between the items of a list", ", ").join(_words(each, at) for each in value) or "–"
    if value in (None, ""):
        return "–"
    return written_day(word_of(at.path.rpartition(".")[2], value, at.places))
