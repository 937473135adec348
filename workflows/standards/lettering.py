"""How wide a text is and where its lines break: labels on charts are wrapped, never cut.

The width of a letter is reckoned, generously, from what kind of letter it is: the fonts are the reader's.
"""

import re
import unicodedata

_NO_START = frozenset("，。；：、！？）》〉」』】”’％,.;:!?)]}%")
_NO_END = frozenset("（《〈「『【“‘([{")
_PIECE = re.compile(r"[!-~À-ɏ]+[  ]?|\s+|.", re.DOTALL)


def width_of(text: str, size: float) -> float:
    """How wide the text is at most, in pixels."""
    return sum(_em(letter) for letter in text) * size


def _em(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in "WFA":
        return 1.0
    if letter.isupper() or letter in "mwMW@%—":
        return 0.76
    return 0.32 if letter in "iljtfr.,:;'|!()[] " else 0.58


def wrapped(text: str, width: float, size: float) -> list[str]:
    """The text in lines no wider than ``width``: broken between words and between Chinese characters (避头尾)."""
    lines = [""]
    for piece in (part for word in _PIECE.findall(" ".join(text.split())) for part in _parts(word, width, size)):
        if width_of((lines[-1] + piece).rstrip(), size) <= width or not lines[-1]:
            lines[-1] += piece
        elif piece in _NO_START or lines[-1][-1] in _NO_END:
            head, tail = _before_last_letter(lines[-1])
            lines[-1:] = [head, tail + piece] if head else [tail + piece]
        else:
            lines.append(piece.lstrip())
    return [line.strip() for line in lines if line.strip()]


def _parts(word: str, width: float, size: float) -> list[str]:
    """A word that fits no line is broken where the line ends."""
    parts = [""]
    for letter in word:
        if parts[-1] and width_of(parts[-1] + letter, size) > width:
            parts.append("")
        parts[-1] += letter
    return parts


def _before_last_letter(line: str) -> tuple[str, str]:
    """Split off what must go to the next line together with a mark that may not begin one."""
    cut = len(line) - 1
    while cut > 0 and (line[cut] in _NO_START or line[cut - 1] in _NO_END):
        cut -= 1
    if line[cut].isascii() and (space := line.rfind(" ", 0, cut)) > 0:
        cut = space + 1
    return line[:cut], line[cut:]
