"""What the journal refuses to record, as sentences a person can act on."""

from workflows.refusals import CodedRefusal


class JournalError(CodedRefusal, ValueError):
    """Something that cannot stand in the journal."""


class NotRecordableError(JournalError):
    """A value that would come back from PostgreSQL's jsonb as another one, so that its hash could not be proved."""
