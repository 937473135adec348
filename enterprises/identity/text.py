"""Text that people write: what can be kept of it."""

from unicodedata import category

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_LAYOUT = "\n\r\t"


def unwritable(text: str, allowed: str = "") -> str:
    """The first character that no database and no paper can carry: a control character or half of a pair; else ""."""
    return next((each for each in text if each not in allowed and category(each) in {"Cc", "Cs"}), "")


def shown(character: str) -> str:
    """A character as a sentence may show it; one without a shape by its number."""
    return character if character.isprintable() else f"U+{ord(character):04X}"


def writable(text: str) -> None:
    """Refuse one line of text with a character that cannot be kept (validator of fields)."""
    _refuse(unwritable(text))


def writable_lines(text: str) -> None:
    """Refuse text of several lines with a character that cannot be kept (validator of fields)."""
    _refuse(unwritable(text, _LAYOUT))


def _refuse(character: str) -> None:
    if character:
        raise ValidationError(
            _("“%(character)s” cannot be kept; leave it out."), params={"character": shown(character)}
        )
