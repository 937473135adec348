"""How every room says no: a code for programs, and a full sentence in the reader's language that says what to do."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise


class Refusal(Exception):  # noqa: N818 - a refusal is named for what is refused
    """Base of every refusal whose class says what is wrong; ``named`` holds the values its sentence names.

    ``code`` is never translated. The sentence stays untranslated until it is shown: only then is the reader's
    language known. Instants are shown in local time.
    """

    code: str
    sentence: str | Promise

    def __init__(self, **named: object) -> None:
        """Keep the sentence and the names apart."""
        super().__init__(self.code, named)
        self.named = named

    def __str__(self) -> str:
        """Return the sentence with its names filled in."""
        return str(self.sentence) % _shown(self.named)


class CodedRefusal(Refusal):
    """A refusal that is told its code and its sentence where it is raised."""

    def __init__(self, code: str, sentence: str | Promise, /, **named: object) -> None:
        """Take both for this one."""
        self.code, self.sentence = code, sentence
        super().__init__(**named)


def _shown(named: Mapping[str, object]) -> dict[str, Any]:
    return {name: _local(value) if isinstance(value, datetime) else value for name, value in named.items()}


def _local(instant: datetime) -> str:
    return f"{timezone.localtime(instant):%Y-%m-%d %H:%M}" if timezone.is_aware(instant) else str(instant)
