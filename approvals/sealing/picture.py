"""The picture of an organ's seal: a red ring with the organ's name and the hills of Daluoshan. No state emblem is drawn."""

import gc
import warnings
from functools import lru_cache
from math import cos, pi, sin
from typing import Final

from django.template.loader import render_to_string
from weasyprint import HTML
from weasyprint.urls import URLFetcher

_RADIUS: Final = 15.2
"""Millimetres from the middle to where the characters of the name stand."""
_WIDEST: Final = 1.42
"""The arc the name takes at most, in parts of π."""
_STEP: Final = 0.15
"""The room of one character on the arc, in parts of π, where there is room for all."""
_LARGEST: Final = 4.6
"""The height of a character in millimetres, where there is room."""


@lru_cache(maxsize=64)
def picture_of(organ: str, *, sample: bool) -> bytes:
    """The seal of the organ of that name as a PDF of one page, 42 mm square; ``sample`` says so across its foot."""
    html = render_to_string(
        "papers/organ_seal.html", {"characters": _arranged(organ), "sample": sample, "organ": organ}
    )
    with warnings.catch_warnings():
        # WeasyPrint leaves the file of the colour profile to the garbage collector.
        warnings.simplefilter("ignore", ResourceWarning)
        data: bytes = HTML(string=html, url_fetcher=URLFetcher(allowed_protocols=["data"])).write_pdf(
            pdf_variant="pdf/a-3b", pdf_identifier=organ.encode()[:16]
        )
    gc.collect()
    return data


def _arranged(organ: str) -> list[dict[str, str]]:
    """Each character of the name with its place on the arc and its turn, from left to right over the top."""
    step = min(_STEP, _WIDEST / max(len(organ) - 1, 1))
    size = min(_LARGEST, step * pi * _RADIUS * 0.72)
    first = -step * (len(organ) - 1) / 2
    placed = []
    for place, character in enumerate(organ):
        turn = (first + place * step) * pi
        placed.append(
            {
                "character": character,
                "x": f"{_RADIUS * sin(turn):.3f}",
                "y": f"{-_RADIUS * cos(turn):.3f}",
                "turn": f"{turn * 180 / pi:.2f}",
                "size": f"{size:.2f}",
            }
        )
    return placed
