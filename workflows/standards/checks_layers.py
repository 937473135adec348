"""Whether what a standard leaves to its districts can be left to them at all."""

from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _

from workflows.standards.checks_limits import surely_within
from workflows.standards.defects import Defect, DefectCode
from workflows.standards.enums import Layer, PlaceKind
from workflows.standards.layers import POSSIBLE, Leeway, leeways, place_words, reads_material, sentence
from workflows.standards.schema import LayerRule, Standard


def layer_defects(standard: Standard) -> list[Defect]:
    """Return the marks of places that do not exist, and those that would let a district do what none may."""
    known = leeways(standard)
    counted = Counter(rule.place for rule in standard.layers)
    return [
        Defect(DefectCode.LAYER_INVALID, f"layers[{rule.place}]", sentence(words))
        for rule in standard.layers
        for words in _wrong(standard, rule, known.get(rule.place), counted[rule.place])
    ]


def _wrong(standard: Standard, rule: LayerRule, leeway: Leeway | None, count: int) -> Iterator[str]:
    if leeway is None:
        yield _("No district can be given a say at %(place)s; name one of the places the schema lists.") % {
            "place": rule.place
        }
        return
    words = {"words": place_words(leeway)}
    if count > 1:
        yield _("%(words)s is marked twice; keep one of the marks.") % words
    if leeway.own_time and rule.layer is not Layer.FIXED:
        yield _("%(words)s is the applicant's own time, which no district may shorten; leave it fixed.") % words
    elif rule.layer not in POSSIBLE[leeway.kind]:
        named = words | {"layer": rule.layer.value, "possible": " / ".join(sorted(POSSIBLE[leeway.kind]))}
        yield _("%(words)s cannot be %(layer)s; choose %(possible)s.") % named
    yield from _wrong_bound(standard, rule, leeway, words)


def _wrong_bound(standard: Standard, rule: LayerRule, leeway: Leeway, words: dict[str, str]) -> Iterator[str]:
    if rule.at_least is not None and not (
        leeway.kind is PlaceKind.LIMIT and leeway.value and surely_within(rule.at_least, leeway.value)  # type: ignore[arg-type]  # a limit's value is a limit
    ):
        yield _("%(words)s has a shortest limit that is none, or is longer than the limit itself; mend it.") % words
    bounded_desk = leeway.kind is PlaceKind.DESK and rule.layer is Layer.BOUNDED
    kinds = {desk.key for desk in standard.desks}
    if bool(rule.among) != bounded_desk or not kinds.issuperset(rule.among):
        yield _("%(words)s: a bounded desk, and nothing else, lists kinds of desk the standard has.") % words
    if leeway.kind is PlaceKind.MATERIAL and rule.layer is Layer.BOUNDED:
        key = rule.place.removeprefix("materials[").removesuffix("]")
        if reads_material(standard, key):
            yield _("%(words)s is read by a condition, so no district can do without it; leave it fixed.") % words
