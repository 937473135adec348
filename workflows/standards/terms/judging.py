"""Whether a district's difference only takes away, judged place by place; each refusal says which and why. Pure."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from workflows.clock.enums import Unit
from workflows.standards.canonical import digest
from workflows.standards.chart_boxes import limit_words
from workflows.standards.checks_limits import is_reckoned, surely_within
from workflows.standards.enums import Layer, PlaceKind
from workflows.standards.layers import Leeway, leeways, place_words, sentence
from workflows.standards.schema import Limit, Standard, Text
from workflows.standards.terms.documents import Difference, OwnDesk, OwnText, ShorterLimit, Terms, Without

KINDS: Mapping[type[Difference], PlaceKind] = {
    ShorterLimit: PlaceKind.LIMIT,
    OwnDesk: PlaceKind.DESK,
    OwnText: PlaceKind.TEXT,
    Without: PlaceKind.MATERIAL,
}

_ENTRY = re.compile(r"^(steps|materials|desks|notices)\[([^\]]*)\]")


def refusals(terms: Terms, standard: Standard) -> list[str]:
    """Return a full sentence for everything that keeps the terms from being saved; empty when they only take away."""
    if terms.standard != standard.key or terms.base != digest(standard):
        return [_("The terms rest on another text of the standard; re-base them onto this one.")]
    known = leeways(standard)
    counted = Counter(difference.place for difference in terms.differences)
    twice = [
        _("%(place)s stands in the terms %(count)s times; keep one.") % {"place": place, "count": count}
        for place, count in counted.items()
        if count > 1
    ]
    return [*twice, *(said for each in terms.differences if (said := refusal(each, known, standard)))]


def refusal(difference: Difference, known: Mapping[str, Leeway], standard: Standard) -> str:
    """Return why one difference cannot stand, empty when it can; one that says what the standard says is refused too."""
    return sentence(_refusal(difference, known, standard))


def _refusal(difference: Difference, known: Mapping[str, Leeway], standard: Standard) -> str:
    leeway = known.get(difference.place)
    if leeway is None:
        return _unknown(difference.place, standard)
    words = {"words": place_words(leeway)}
    if leeway.kind is not KINDS[type(difference)]:
        return _("%(words)s cannot be changed in this way; look at the list of what may be changed.") % words
    if says_the_same(difference, leeway):
        return _("%(words)s is what the standard says already; leave it out of the terms.") % words
    if leeway.own_time:
        return (
            _("%(words)s is the applicant's own time: less of it is not in their favour, and it stays as it is.")
            % words
        )
    if leeway.layer is Layer.FIXED:
        return _fixed(leeway)
    return next(_beyond(difference, leeway, standard), "")


def says_the_same(difference: Difference, leeway: Leeway) -> bool:
    """Tell whether the difference is none: the standard says the same at that place."""
    match difference:
        case ShorterLimit(limit=value):
            return bool(value == leeway.value)
        case OwnDesk(desk=value):
            return bool(value == leeway.value)
        case OwnText(text=value):
            return bool(value == leeway.value)
    return False


def _unknown(place: str, standard: Standard) -> str:
    named = _ENTRY.match(place)
    entries = {
        "steps": {step.key for step in standard.steps},
        "materials": {material.key for material in standard.materials},
        "desks": {desk.key for desk in standard.desks},
        "notices": {notice.key for notice in standard.notices},
    }
    if named and named[2] not in entries[named[1]]:
        return {
            "steps": _("The standard has no step %(key)s, and terms cannot add one; take %(place)s out."),
            "materials": _("The standard asks for no document %(key)s, and terms cannot add one; take %(place)s out."),
            "desks": _("The standard has no kind of desk %(key)s; take %(place)s out."),
            "notices": _("The standard sends no message %(key)s, and terms cannot add one; take %(place)s out."),
        }[named[1]] % {"key": named[2], "place": place}
    if place.endswith(".limit") and named:
        return _("The step %(key)s has no limit to shorten; take %(place)s out.") % {"key": named[2], "place": place}
    return _("Terms cannot change %(place)s: it is the same in every district. Take it out.") % {"place": place}


def _fixed(leeway: Leeway) -> str:
    words = {"words": place_words(leeway)}
    if leeway.kind is PlaceKind.MATERIAL:
        return _("%(words)s is fixed by the standard: no district may do without it.") % words
    return _("%(words)s is fixed by the standard: no district may change it.") % words


def _beyond(difference: Difference, leeway: Leeway, standard: Standard) -> Iterator[str]:
    words = {"words": place_words(leeway)}
    if isinstance(difference, ShorterLimit) and isinstance(leeway.value, Limit):
        yield from _long(difference.limit, leeway.value, leeway, words)
    elif isinstance(difference, OwnDesk):
        kinds = leeway.among if leeway.layer is Layer.BOUNDED else tuple(desk.key for desk in standard.desks)
        if difference.desk not in kinds:
            yield _("%(words)s cannot be %(desk)s; choose one of %(kinds)s.") % (
                words | {"desk": difference.desk, "kinds": ", ".join(kinds)}
            )
    elif isinstance(difference, OwnText) and not _is_written(difference.text):
        yield _("%(words)s has to be written in both languages.") % words


def _long(limit: Limit, bound: Limit, leeway: Leeway, words: dict[str, str]) -> Iterator[str]:
    named = words | {"limit": limit_words(limit), "bound": limit_words(bound)}
    if not is_reckoned(limit):
        yield _("%(words)s is %(limit)s, which no clock reckons; give whole days, or half a working day.") % named
    elif limit.unit is Unit.WORKING and bound.unit is Unit.NATURAL:
        yield _("%(words)s counts calendar days in the standard (%(bound)s); count them in the terms too.") % named
    elif not surely_within(limit, bound):
        yield (
            _("%(words)s would be %(limit)s, longer than the %(bound)s of the standard; terms can only shorten.")
            % named
        )
    elif leeway.at_least and not surely_within(leeway.at_least, limit):
        shortest = named | {"least": limit_words(leeway.at_least)}
        yield _("%(words)s would be %(limit)s; the standard lets no district promise less than %(least)s.") % shortest


def _is_written(text: Text) -> bool:
    return bool(text.zh.strip() and text.en.strip())
