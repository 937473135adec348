"""The machines of FILING and SERVICE: the regimes in which nothing is granted."""

from typing import ClassVar

from workflows.engine.enums import CaseOutcome, Who
from workflows.engine.enums import FilingPhase as F
from workflows.engine.enums import ServicePhase as S
from workflows.engine.machines.base import Life, move


class Filing(Life):
    """The record-filing (备案): the authority takes note."""

    phases = F
    initial = F.SUBMITTED
    final = frozenset({F.RETURNED, F.ARCHIVED, F.WITHDRAWN})
    outcomes: ClassVar = {
        F.RETURNED: CaseOutcome.RETURNED,
        F.RECORDED: CaseOutcome.GRANTED,
        F.WITHDRAWN: CaseOutcome.WITHDRAWN,
    }

    @move(F.SUBMITTED, F.RETURNED, Who.ACCEPTING, "673令 13", "退回并一次性告知", "Return")
    def return_filing(self) -> None:
        """Incomplete, or nothing that is filed here: say what to do."""

    @move(F.SUBMITTED, F.RECORDED, Who.ACCEPTING, "673令 13", "备案", "Record")
    def record(self) -> None:
        """Filed when the authority has the complete information."""

    @move(F.RECORDED, F.ARCHIVED, Who.SYSTEM, "716令 12", "归档", "Archive")
    def archive(self) -> None:
        """Electronically."""

    @move(F.SUBMITTED, F.WITHDRAWN, Who.APPLICANT, "16号令 30", "撤回申请", "Withdraw")
    def withdraw(self) -> None:
        """Before it is recorded."""


class Service(Life):
    """The public service (公共服务): whatever steps a standard gives it, no right is decided on."""

    phases = S
    initial = S.SUBMITTED
    final = frozenset({S.COMPLETED, S.DECLINED, S.WITHDRAWN})
    outcomes: ClassVar = {
        S.COMPLETED: CaseOutcome.GRANTED,
        S.DECLINED: CaseOutcome.REFUSED,
        S.WITHDRAWN: CaseOutcome.WITHDRAWN,
    }

    @move(S.SUBMITTED, S.IN_PROGRESS, Who.ACCEPTING, "营商 35", "办理", "Begin")
    def begin(self) -> None:
        """Somebody works on it."""

    @move((S.SUBMITTED, S.IN_PROGRESS), S.COMPLETED, Who.REVIEWING, "营商 35", "办结", "Complete")
    def complete(self) -> None:
        """The service was rendered."""

    @move((S.SUBMITTED, S.IN_PROGRESS), S.DECLINED, Who.REVIEWING, "营商 35", "不予办理", "Decline")
    def decline(self) -> None:
        """With the reason why."""

    @move((S.COMPLETED, S.DECLINED), S.IN_PROGRESS, Who.ACCEPTING, "营商 35", "重新办理", "Reopen")
    def reopen(self) -> None:
        """No right was decided on, so what did not help is taken up again."""

    @move((S.SUBMITTED, S.IN_PROGRESS), S.WITHDRAWN, Who.APPLICANT, "16号令 30", "撤回申请", "Withdraw")
    def withdraw(self) -> None:
        """Before it is completed."""
