"""What a notice says of the act it tells of: the days, the procedure and the materials somebody named in it."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import override, pgettext

from workflows.clock.enums import Ground
from workflows.clock.labels import GROUNDS
from workflows.standards.schema import Standard, Text

_NAMED = re.compile(r"\{(days|procedure|gaps)\}")


def in_both_languages(text: Text, content: Mapping[str, Any], standard: Standard) -> dict[str, str]:
    """Return the text in every language of the corridor, filled in with what was typed in the act."""
    return {language: filled(said, language, content, standard) for language, said in _languages(text)}


def filled(said: str, language: str, content: Mapping[str, Any], standard: Standard) -> str:
    """Return a text with ``{days}``, ``{procedure}`` and ``{gaps}`` filled in; what the act does not name stays."""
    if "{" not in said:
        return said
    with override(language.lower()):
        known = dict(_values(language, content, standard))
    return _NAMED.sub(lambda found: known.get(found[1], found[0]), said)


def _languages(text: Text) -> Iterator[tuple[str, str]]:
    yield "zh-Hans", text.zh
    yield "en", text.en


def _values(language: str, content: Mapping[str, Any], standard: Standard) -> Iterator[tuple[str, str]]:
    if days := content.get("days"):
        yield "days", str(days)
    if procedure := content.get("procedure"):
        yield "procedure", str(GROUNDS[Ground(procedure)])
    if gaps := content.get("gaps"):
        chinese = language.lower().startswith("zh")
        titles = {each.key: each.title.zh if chinese else each.title.en for each in standard.materials}
        yield "gaps", pgettext("between the items of a list", ", ").join(titles.get(gap, gap) for gap in gaps)
