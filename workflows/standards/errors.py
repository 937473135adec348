"""What the standards room refuses, as sentences a person can act on."""

from workflows.refusals import CodedRefusal


class StandardsError(CodedRefusal, ValueError):
    """Something about a standard that cannot be accepted."""


class ExpressionError(StandardsError):
    """A condition that is not of the language, or cannot be answered from the data it was given."""


class DocumentError(StandardsError):
    """A text that is not one well-formed document: YAML with duplicate keys, or a value that JSON does not know."""
