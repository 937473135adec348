"""What the journal refuses to record, as sentences a person can act on."""

from django.utils.functional import Promise


class JournalError(ValueError):
    """Something that cannot stand in the journal.

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


class NotRecordableError(JournalError):
    """A value that would come back from PostgreSQL's jsonb as another one, so that its hash could not be proved."""
