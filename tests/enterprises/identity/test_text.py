"""Which text can be kept."""

import json
import re
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from enterprises.identity.text import shown, writable, writable_lines


@pytest.mark.parametrize("text", ["", "温州睿视（智能）", "a\u202eb", "👾"])
def test_text_is_text(text: str) -> None:
    writable(text)


@pytest.mark.parametrize(("text", "named"), [("a\x00b", "U+0000"), ("a\nb", "U+000A"), ("\ud800", "U+D800")])
def test_what_cannot_be_kept_is_named(text: str, named: str) -> None:
    with override("en"), pytest.raises(ValidationError, match=f"“{re.escape(named)}” cannot be kept"):
        writable(text)


def test_lines_may_be_broken() -> None:
    writable_lines("一般项目：\n\t软件开发。")
    with pytest.raises(ValidationError):
        writable_lines("\x1b[31m")


def test_a_character_is_shown_as_itself_where_it_has_a_shape() -> None:
    assert (shown("丰"), shown("\x7f")) == ("丰", "U+007F")


def test_naughty_strings_are_kept_or_refused(shared_data: Path) -> None:
    refused = 0
    for naughty in json.loads((shared_data / "bad-inputs" / "blns.json").read_text()):
        try:
            writable_lines(naughty)
        except ValidationError:
            refused += 1
    assert 0 < refused < 20
