"""Where something stands in a standard, in words: ``steps[review].limit.days`` is “step “Review” › limit › days”."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from workflows.standards.canonical import canonical_value
from workflows.standards.defects import Defect, identity
from workflows.standards.schema import Standard
from workflows.studio.words import language

_SEGMENT = re.compile(r"\.?([^.\[\]]+)|\[([^\]]*)\]")


@dataclass(frozen=True)
class Places:
    """Says places of standards; what is not in the first is looked for in the others."""

    documents: tuple[Mapping[str, Any], ...]

    @classmethod
    def of(cls, *standards: Standard) -> "Places":
        """The places of some standards, the one the reader knows best first."""
        return cls(tuple(canonical_value(standard) for standard in standards))

    def say(self, place: str) -> str:
        """Return the place in words; what has no words stays as it is written."""
        here = list(self.documents)
        words: list[str] = []
        for name, entry in _SEGMENT.findall(place):
            if entry:
                here = [each for each in (_entry(value, entry) for value in here) if each is not None]
                title = next((said for said in map(_title, here) if said), entry)
                words[-1:] = [_("%(kind)s “%(title)s”") % {"kind": words[-1] if words else "", "title": title}]
                continue
            here = [value[name] for value in here if isinstance(value, Mapping) and name in value]
            if name != "properties":
                titles = [_title(value) for value in here] if name not in _names() else []
                words.append(next((said for said in titles if said), _names().get(name, name)))
        return " › ".join(words) or _("the standard")

    def tell(self, defect: Defect) -> str:
        """Return a defect's sentence with its place in words."""
        return defect.sentence.replace(defect.element, self.say(defect.element)) if defect.element else defect.sentence


def _entry(value: Any, name: str) -> Any:
    if not isinstance(value, list):
        return None
    named = (item for number, item in enumerate(value, 1) if name in (identity(item), str(number), item))
    return next(named, None) if all(isinstance(item, str | Mapping) for item in value) else None


def _title(value: Any) -> str:
    if not isinstance(value, Mapping):
        return ""
    title = value.get("title")
    if isinstance(title, Mapping):
        return str(title.get(language()) or next(filter(None, title.values()), ""))
    named = title if language() == "zh-Hans" else value.get("x-title-en")
    return named if isinstance(named, str) else ""


def _names() -> Mapping[str, str]:
    return {
        "title": pgettext("place", "title"),
        "x-title-en": pgettext("place", "English title"),
        "zh-Hans": pgettext("place", "Chinese"),
        "en": pgettext("place", "English"),
        "basis": pgettext("place", "law"),
        "limits": pgettext("place", "limits"),
        "statutory": pgettext("place", "statutory"),
        "promised": pgettext("place", "promised"),
        "extension": pgettext("place", "extension"),
        "limit": pgettext("place", "limit"),
        "days": pgettext("place", "days"),
        "unit": pgettext("place", "what is counted"),
        "parties": pgettext("place", "district taking part"),
        "desks": pgettext("place", "desk"),
        "desk": pgettext("place", "desk"),
        "role": pgettext("place", "post"),
        "handler": pgettext("place", "handled by"),
        "form": pgettext("place", "form"),
        "materials": pgettext("place", "document"),
        "checks": pgettext("place", "check"),
        "sentence": pgettext("place", "sentence"),
        "grounds": pgettext("place", "ground"),
        "blocks": pgettext("place", "block"),
        "steps": pgettext("place", "step"),
        "acts": pgettext("place", "act"),
        "routes": pgettext("place", "way"),
        "silence": pgettext("place", "silence"),
        "results": pgettext("place", "paper"),
        "notices": pgettext("place", "message"),
        "text": pgettext("place", "text"),
        "tests": pgettext("place", "test"),
        "expect": pgettext("place", "what is expected"),
        "due": pgettext("place", "due on"),
        "settings": pgettext("place", "settings"),
    }
