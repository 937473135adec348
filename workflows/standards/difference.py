"""How two standards differ, entry by entry, in an order and in words a person can read."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from workflows.clock.enums import Unit
from workflows.standards.canonical import canonical_value
from workflows.standards.defects import identity
from workflows.standards.schema import Standard


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: where, and the canonical JSON value on each side; None on one side when it is not there."""

    element: str
    before: Any
    after: Any
    sentence: str


def difference(before: Standard, after: Standard, place: Callable[[str], str] | None = None) -> list[Change]:
    """Return the changes that lead from one standard to the other, in the order of the document's parts.

    ``place`` says an element in the reader's words; without it sentences name elements by their paths.
    """
    found = list(_values(canonical_value(before), canonical_value(after), ""))
    if place is None:
        return found
    return [
        replace(change, sentence=change.sentence.replace(change.element, place(change.element), 1)) for change in found
    ]


def _values(before: Any, after: Any, place: str) -> Iterator[Change]:
    if before == after and isinstance(before, bool) == isinstance(after, bool):
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        yield from _objects(before, after, place)
    elif _has_entries(before) and _has_entries(after) and (before or after):
        yield from _lists(before, after, place)
    else:
        yield _change(place, before, after)


def _has_entries(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, Mapping) for item in value)


def _objects(before: Mapping[str, Any], after: Mapping[str, Any], place: str) -> Iterator[Change]:
    for name in [*before, *(name for name in after if name not in before)]:
        where = f"{place}.{name}" if place else name
        if name not in before or name not in after:
            yield _change(where, before.get(name), after.get(name))
        else:
            yield from _values(before[name], after[name], where)


def _lists(before: Sequence[Any], after: Sequence[Any], place: str) -> Iterator[Change]:
    old, new = _named(before), _named(after)
    for name in [*old, *(name for name in new if name not in old)]:
        where = f"{place}[{name}]"
        if name not in old or name not in new:
            yield _change(where, old.get(name), new.get(name))
        else:
            yield from _values(old[name], new[name], where)
    stayed, stays = [name for name in old if name in new], [name for name in new if name in old]
    if stayed != stays:
        sentence = _("%(place)s has another order: %(after)s.") % {"place": place, "after": ", ".join(stays)}
        yield Change(place, stayed, stays, sentence)


def _named(items: Sequence[Any]) -> dict[str, Any]:
    """Return the entries by the name they give themselves; by number without one, and ``name#2`` for a second one."""
    named: dict[str, Any] = {}
    for number, item in enumerate(items, 1):
        name = identity(item) or str(number)
        again = sum(key.partition("#")[0] == name for key in named)
        named[f"{name}#{again + 1}" if again else name] = item
    return named


def _change(place: str, before: Any, after: Any) -> Change:
    if before is None:
        sentence = _("%(place)s is new: %(after)s.")
    elif after is None:
        sentence = _("%(place)s is gone; it was %(before)s.")
    else:
        sentence = _("%(place)s changes from %(before)s to %(after)s.")
    return Change(place, before, after, sentence % {"place": place, "before": _say(before), "after": _say(after)})


def _say(value: Any) -> str:
    """Return a value in few words; a whole entry by its title or name."""
    if isinstance(value, Mapping):
        if value.keys() == {"days", "unit"}:
            sentence = _("%(days)s working days") if value["unit"] == Unit.WORKING else _("%(days)s natural days")
            return sentence % {"days": value["days"]}
        title = value.get("title")
        language = "zh-Hans" if (get_language() or "").startswith("zh") else "en"
        words = title.get(language) if isinstance(title, Mapping) else None
        return str(words or identity(value) or _("an entry"))
    if isinstance(value, list):
        return ", ".join(_say(item) for item in value) or _("nothing")
    return _("nothing") if value in {None, ""} else str(value)
