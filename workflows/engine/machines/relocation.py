"""The machine of RELOCATION (企业迁移登记)."""

from typing import ClassVar

from workflows.engine.enums import CaseOutcome, Who
from workflows.engine.enums import RelocationPhase as M
from workflows.engine.machines.base import Life, move


class Relocation(Life):
    """The move of an enterprise (迁移登记): one filing at the destination, a time-boxed check at the origin.

    ARCHIVE_TRANSFER and FOLLOW_ON run side by side, but a case has one phase. It names the archive first, because
    that is the authorities' own duty and has a statutory end: the phase is ARCHIVE_TRANSFER until the archive has
    arrived, whatever the tasks do, and FOLLOW_ON afterwards until they are done. Archive steps stand in
    ARCHIVE_TRANSFER, task steps in both. One line of phases, no diamond, and each is true while it is shown.
    """

    phases = M
    initial = M.SUBMITTED
    final = frozenset({M.RETURNED, M.CLOSED, M.WITHDRAWN})
    outcomes: ClassVar = {
        M.RETURNED: CaseOutcome.RETURNED,
        M.REFUSED: CaseOutcome.REFUSED,
        M.APPROVED: CaseOutcome.GRANTED,
        M.WITHDRAWN: CaseOutcome.WITHDRAWN,
    }

    @move(M.SUBMITTED, M.PRECHECK, Who.SYSTEM, "条例 27", "系统核查", "Pre-check")
    def precheck(self) -> None:
        """The checks of the matrix, in seconds."""

    @move((M.PRECHECK, M.UNDER_REVIEW), M.RETURNED, Who.REVIEWING, "细则 18", "退回并一次性告知", "Return")
    def return_filing(self) -> None:
        """Incomplete: the next filing is a new case."""

    @move((M.PRECHECK, M.MOVEOUT_HELD, M.UNDER_REVIEW), M.REFUSED, Who.DECIDING, "条例 20", "不予登记", "Refuse")
    def refuse(self) -> None:
        """A block with a legal basis; only the destination refuses."""

    @move(M.PRECHECK, M.MOVEOUT_REQUESTED, Who.ACCEPTING, "条例 27", "迁出调档", "Request the move-out")
    def request_moveout(self) -> None:
        """The request goes to the origin."""

    @move(M.MOVEOUT_REQUESTED, M.MOVEOUT_HELD, Who.ORIGIN, "条例 27", "提出异议", "Hold")
    def hold(self) -> None:
        """The origin names a listed ground and its law."""

    @move(M.MOVEOUT_REQUESTED, M.MOVEOUT_CLEARED, Who.ORIGIN, "条例 27", "同意迁出", "Clear")
    def clear(self) -> None:
        """The origin agrees, or is silent for its one day (the corridor's agreement)."""

    @move(M.MOVEOUT_HELD, M.MOVEOUT_CLEARED, Who.DECIDING, "条例 27", "异议不成立", "Overrule")
    def overrule(self) -> None:
        """No proper reason to keep the archive back."""

    @move(M.MOVEOUT_CLEARED, M.UNDER_REVIEW, Who.REVIEWING, "条例 19", "审查", "Begin the review")
    def begin_review(self) -> None:
        """Formal review at the destination."""

    @move(M.UNDER_REVIEW, M.APPROVED, Who.DECIDING, "条例 19, 27", "准予迁移", "Approve")
    def approve(self) -> None:
        """Authority and address switch at once; there is no way back but revocation."""

    @move(M.APPROVED, M.LICENCE_ISSUED, Who.ISSUING, "细则 23", "发放营业执照", "Issue the licence")
    def issue(self) -> None:
        """The old licence is returned or declared void."""

    @move(M.LICENCE_ISSUED, M.ARCHIVE_TRANSFER, Who.SYSTEM, "细则 62", "档案移交", "Begin the archive transfer")
    def begin_archive_transfer(self) -> None:
        """The archive sets out, and the follow-on tasks beside it."""

    @move(M.ARCHIVE_TRANSFER, M.FOLLOW_ON, Who.REVIEWING, "细则 62", "档案接收", "Receive the archive")
    def receive_archive(self) -> None:
        """All of it has arrived, within three months."""

    @move((M.FOLLOW_ON, M.REFUSED), M.CLOSED, Who.SYSTEM, "条例 27", "办结", "Close")
    def close(self) -> None:
        """Everything is done or waived, or the refusal has been told."""

    @move(
        (M.SUBMITTED, M.PRECHECK, M.MOVEOUT_REQUESTED, M.MOVEOUT_HELD, M.MOVEOUT_CLEARED, M.UNDER_REVIEW),
        M.WITHDRAWN,
        Who.APPLICANT,
        "16号令 30",
        "撤回申请",
        "Withdraw",
    )
    def withdraw(self) -> None:
        """Before it is approved."""
