"""What the standards room refuses, as sentences a person can act on."""

from django.utils.functional import Promise


class StandardsError(ValueError):
    """Something about a standard that cannot be accepted.

    ``code`` is for programs and never translated; ``str(error)`` is a full sentence in the reader's language.
    """

    def __init__(self, code: str, sentence: str | Promise, **named: object) -> None:
        """Keep the sentence untranslated: the reader's language is known only when it is shown."""
        super().__init__(code)
        self.code = code
        self.sentence = sentence
        self.named = named

    def __str__(self) -> str:
        """Return the sentence with its names filled in."""
        return str(self.sentence) % self.named


class ExpressionError(StandardsError):
    """A condition that is not of the language, or cannot be answered from the data it was given."""


class DocumentError(StandardsError):
    """A text that is not one well-formed document: YAML with duplicate keys, or a value that JSON does not know."""
