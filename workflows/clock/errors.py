"""What the clock refuses, as sentences a person can act on."""

from django.utils.functional import Promise


class ClockError(Exception):
    """A date, a limit or a ledger entry the law or the calendar does not allow.

    ``code`` is for programs and never translated; ``str(error)`` is a full sentence in the reader's language.
    """

    def __init__(self, code: str, sentence: str | Promise, /, **named: object) -> None:
        """Keep the sentence untranslated: the reader's language is known only when it is shown."""
        super().__init__(code)
        self.code = code
        self.sentence = sentence
        self.named = named

    def __str__(self) -> str:
        """Return the sentence with its names filled in."""
        return str(self.sentence) % self.named
