"""Which characters the fonts of this machine can print (domain.md §9; parts.md §8)."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

# fontTools has no types.
from fontTools.ttLib import TTCollection, TTFont  # type: ignore[import-untyped]

from approvals.papers.errors import FontMissingError

SERIF: Final = "Noto Serif CJK SC"
MONO: Final = "Noto Sans Mono CJK SC"

_FOLDERS: Final = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".fonts",
    Path.home() / ".local/share/fonts",
    Path("/Library/Fonts"),
    Path.home() / "Library/Fonts",
)
"""Where fontconfig, which chooses the fonts when a paper is set, looks unless told otherwise."""

_FAMILY_NAME: Final = 1


@cache
def printable() -> frozenset[int]:
    """The code points a paper may contain; read once per process. Raise FontMissingError without the fonts.

    What the serif lacks is set in the sans of the same family, so either will do; both weights have the same glyphs.
    """
    return characters_of(SERIF) | characters_of(MONO)


def characters_of(family: str) -> frozenset[int]:
    """The code points a family of the Noto CJK fonts has a glyph for; raise FontMissingError when it is not there."""
    stem = family.removesuffix(" SC").replace(" Mono", "").replace(" ", "")
    for font in _faces(f"{stem}-Regular.*"):
        if font["name"].getDebugName(_FAMILY_NAME) == family:
            return frozenset(font.getBestCmap())
    raise FontMissingError(family=family)


def _faces(pattern: str) -> Iterator[TTFont]:
    """Every face in the files of that name, one after the other."""
    for path in (found for folder in _FOLDERS if folder.is_dir() for found in sorted(folder.rglob(pattern))):
        if path.suffix == ".ttc":
            with TTCollection(path, lazy=True) as collection:
                yield from collection
        else:
            with TTFont(path, lazy=True) as font:
                yield font
