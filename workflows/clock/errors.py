"""What the clock refuses, as sentences a person can act on."""

from workflows.refusals import CodedRefusal


class ClockError(CodedRefusal):
    """A date, a limit or a ledger entry the law or the calendar does not allow."""
