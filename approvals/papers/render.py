"""Turns a template and its values into a PDF/A file, or says which character cannot be printed.

Nothing is fetched: the one stylesheet is read from its file, everything else stands in the document or in a ``data:``
address. Values are plain data and escaped, whatever they contain. The same input gives the same bytes.
"""

import gc
import hashlib
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from html.parser import HTMLParser
from types import MappingProxyType
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from approvals.papers.errors import GlyphMissingError, RemedyMissingError
from approvals.papers.fonts import printable

VARIANT: Final = "pdf/a-2a"
WITH_FILES: Final = "pdf/a-3a"
CHINESE: Final = "zh-Hans"

_LAYOUT: Final = frozenset(map(ord, "\t\n\r"))
"""Characters that arrange text and need no glyph."""

_DEMANDED: Final[Mapping[str, Mapping[str, str | Promise]]] = MappingProxyType(
    {
        "refusal_notice": {
            "facts": _("the facts"),
            "reason": _("the reason"),
            "clause": _("the article of law"),
            "remedy": _("the remedy"),
            "reconsideration": _("the body that reconsiders"),
            "court": _("the court"),
        }
    }
)
"""What a paper may not be made without, and what a reader calls it."""

_NO_DATE: Final = datetime(2000, 1, 1, tzinfo=UTC)

_UNPRINTED: Final = frozenset({"style", "script", "template"})


@dataclass(frozen=True, slots=True)
class Sheets:
    """A document as set: its bytes and how many pages it has."""

    data: bytes
    pages: int


def render(template: str, context: Mapping[str, Any], *, language: str = CHINESE) -> bytes:
    """Return the document ``templates/papers/<template>.html`` with these values as PDF/A-2a.

    Raise GlyphMissingError when the fonts lack a character of it, FontMissingError when they are not installed.
    """
    return typeset(template, context, language=language).data


def typeset(
    template: str, context: Mapping[str, Any], *, language: str = CHINESE, carried: Mapping[str, str] | None = None
) -> Sheets:
    """Return the document with its number of pages; raises as ``render`` does.

    ``carried`` are files it carries, text by name: the document is PDF/A-3a then, which alone may carry any.
    """
    html = written(template, context, language=language)
    press = _press()
    files = dict(carried or {})
    options = {
        "pdf_variant": WITH_FILES if files else VARIANT,
        "pdf_tags": True,
        "pdf_identifier": hashlib.sha256(f"{press.digest}\n{html}\n{files}".encode()).digest()[:16],
    }
    attached = [_attached(name, text) for name, text in files.items()]
    document = HTML(string=html, url_fetcher=press.fetcher).render(
        stylesheets=[press.style], font_config=press.fonts, **options
    )
    with warnings.catch_warnings():
        # WeasyPrint leaves the file of the colour profile to the garbage collector.
        warnings.simplefilter("ignore", ResourceWarning)
        sheets = Sheets(document.write_pdf(**options, attachments=attached), len(document.pages))
    # A set page is a web of objects that name each other; left alone, 120 papers take 700 MB instead of 200.
    del document
    gc.collect()
    return sheets


def _attached(name: str, text: str) -> Attachment:
    # The same values give the same bytes, so a file it carries has no date of its own.
    return Attachment(string=text, name=name, relationship="Data", created=_NO_DATE, modified=_NO_DATE)


def written(template: str, context: Mapping[str, Any], *, language: str = CHINESE) -> str:
    """Return the document as HTML once every character of it is known to have a glyph; raises as ``render`` does."""
    plain = _plain(context)
    _demand(template, plain)
    _check(_values(plain))
    with override(language):
        html = render_to_string(f"papers/{template}.html", {**plain, "language": language})
    _check([("", text) for text in _texts(html)])
    return html


def _demand(template: str, context: Mapping[str, Any]) -> None:
    """Refuse a decision against the applicant that does not say all it has to."""
    missing = [name for field, name in _DEMANDED.get(template, {}).items() if not context.get(field)]
    if missing:
        raise RemedyMissingError(missing=", ".join(map(str, missing)))


@dataclass(frozen=True, slots=True)
class _Press:
    """What every document of this process is set with."""

    fonts: FontConfiguration
    fetcher: URLFetcher
    style: CSS
    digest: str


@cache
def _press() -> _Press:
    fonts = FontConfiguration()
    fetcher = URLFetcher(allowed_protocols=["data"])
    sheet = render_to_string("papers/paper.css")
    style = CSS(string=sheet, font_config=fonts, url_fetcher=fetcher)
    return _Press(fonts, fetcher, style, hashlib.sha256(sheet.encode()).hexdigest())


def _plain(value: Any) -> Any:
    """The value without any mark that it need not be escaped."""
    if isinstance(value, str):
        return "".join(value)
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, Sequence):
        return [_plain(each) for each in value]
    return value


def _values(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text among the values with the name of its place: ``defects.0.place``."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from _values(each, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list):
        for place, each in enumerate(value):
            yield from _values(each, f"{path}.{place}")


def _check(texts: Iterable[tuple[str, str]]) -> None:
    """Refuse the characters without a glyph, all at once, with the places they stand at."""
    known = printable() | _LAYOUT
    missing: dict[str, list[str]] = {}
    for place, text in texts:
        for character in sorted({c for c in text if ord(c) not in known}):
            missing.setdefault(character, []).append(place)
    if missing:
        places = sorted({place for found in missing.values() for place in found if place})
        raise GlyphMissingError(
            characters=", ".join(f"U+{ord(character):04X}" for character in missing),
            places=", ".join(places) or _("the text of the template"),
        )


class _Reader(HTMLParser):
    """Collects what a reader of the document would see."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - HTMLParser's
        self._hidden += tag in _UNPRINTED

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in _UNPRINTED

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.texts.append(data)


def _texts(html: str) -> list[str]:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.texts
