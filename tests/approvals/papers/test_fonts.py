"""Which characters can be printed."""

import pytest

from approvals.papers.errors import FontMissingError
from approvals.papers.fonts import SERIF, characters_of, printable


def test_the_serif_prints_rare_characters_but_nobody_prints_private_ones() -> None:
    assert {ord(character) for character in "龙䶮㐂𠮷"} <= characters_of(SERIF)
    assert 0xE000 not in printable()


def test_a_font_that_is_not_there_is_named() -> None:
    with pytest.raises(FontMissingError, match="Nobody's Serif"):
        characters_of("Nobody's Serif")
