"""From what a browser sent to the answers of a form: typed where it can be, kept exactly as written where it cannot.

Reading never fails and never loses a word: what is wrong with an answer is said later, by the rules of the standard,
beside the field that still shows what was typed. An empty field is no answer and stands nowhere in the form.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import QueryDict

from approvals.portal.form_fields import MANY, Field, Kind

MOST_ITEMS = 1000
"""No list of a form is longer; the server takes no more fields than this in one request either."""

YES, NO = "true", "false"

_INTEGER = re.compile(r"-?[0-9]{1,15}", re.ASCII)
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?", re.ASCII)

_ABSENT: Any = object()


def read(fields: Iterable[Field], sent: QueryDict, stored: Mapping[str, Any]) -> dict[str, Any]:
    """The form ``stored`` with the answers to ``fields`` replaced by what was sent.

    Fields that are not asked keep what is stored, whatever was sent under their name.
    """
    form = dict(stored)
    for field in fields:
        if field.kept:
            continue
        form.pop(field.name, None)
        form |= _answer(field, field.name, sent)
    return form


def _answers(fields: Iterable[Field], prefix: str, sent: QueryDict) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in fields:
        found |= _answer(field, f"{prefix}.{field.name}", sent)
    return found


def _answer(field: Field, name: str, sent: QueryDict) -> dict[str, Any]:
    value = _value(field, name, sent)
    return {} if value is _ABSENT else {field.name: value}


def _value(field: Field, name: str, sent: QueryDict) -> Any:
    if field.kind in MANY:
        return _list(_items(field, name, sent), field, name, sent)
    match field.kind:
        case Kind.GROUP:
            group = _answers(field.parts, name, sent)
            return group if field.required or _is_answered(group) else _ABSENT
        case Kind.FIXED:
            return field.schema["const"]
        case Kind.YES:
            return _yes(field, _texts(sent, name))
    text = _text(sent, name)
    return _typed(field, text) if text.strip() else _ABSENT


def _items(field: Field, name: str, sent: QueryDict) -> list[Any]:
    match field.kind:
        case Kind.CARDS:
            return [_answers(field.parts, f"{name}.{place}", sent) for place in _places(name, sent)]
        case Kind.LINES:
            return [_text(sent, f"{name}.{place}") for place in _places(name, sent)]
    ticked = dict.fromkeys(text for text in _texts(sent, name) if text)
    # In the order of the list, as the page shows them; what is not on the list comes last.
    listed = [option for option in field.options if str(option) in ticked]
    return [*listed, *(text for text in ticked if text not in map(str, listed))]


def _list(items: list[Any], field: Field, name: str, sent: QueryDict) -> Any:
    """A list nobody began is no answer, unless the form wants one; its marker says that it was begun."""
    return items if items or field.required or name in sent else _ABSENT


def _is_answered(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_is_answered(each) for each in value.values())
    return value not in ("", False, [], {})


def _yes(field: Field, sent: list[str]) -> Any:
    """The last of what was sent: an unticked box sends only the field before it that says no."""
    if not sent:
        return False if field.required else _ABSENT
    return sent[-1] == YES


def _typed(field: Field, text: str) -> Any:
    match field.kind:
        case Kind.INTEGER:
            return int(text) if _INTEGER.fullmatch(text.strip()) else text
        case Kind.NUMBER:
            return float(text) if _NUMBER.fullmatch(text.strip()) else text
        case Kind.SELECT | Kind.RADIO:
            return _option(field, text)
        case Kind.DATE | Kind.DECIMAL | Kind.EMAIL:
            return text.strip()
    return text


def _option(field: Field, text: str) -> Any:
    return next((option for option in field.options if str(option) == text), text)


def _text(sent: QueryDict, name: str) -> str:
    return next(reversed(_texts(sent, name)), "")


def _texts(sent: QueryDict, name: str) -> list[str]:
    # A browser ends lines with two characters; a form keeps one. PostgreSQL cannot hold a NUL in a text.
    return [text.replace("\r\n", "\n").replace("\x00", "") for text in sent.getlist(name)]


def _places(name: str, sent: QueryDict) -> list[int]:
    """The numbers of the items that were sent, in their order; gaps left by a removal close."""
    pattern = re.compile(re.escape(name) + r"\.([0-9]{1,4})(?:\.|$)", re.ASCII)
    found = {int(match[1]) for match in map(pattern.match, sent) if match}
    return sorted(found)[:MOST_ITEMS]
