"""The machine of REGISTRATION (主体登记)."""

from typing import ClassVar

from workflows.engine.enums import CaseOutcome, Who
from workflows.engine.enums import RegistrationPhase as R
from workflows.engine.machines.base import Life, move

_OPEN_REGISTRATION = (R.SUBMITTED, R.UNDER_REVIEW, R.EXTENDED)


class Registration(Life):
    """Registration (主体登记). An incomplete filing is returned and ends the case; the next filing is a new one."""

    phases = R
    initial = R.SUBMITTED
    final = frozenset({R.REDIRECTED, R.RETURNED, R.REFUSED, R.ARCHIVED, R.WITHDRAWN})
    outcomes: ClassVar = {
        R.REDIRECTED: CaseOutcome.RETURNED,
        R.RETURNED: CaseOutcome.RETURNED,
        R.REFUSED: CaseOutcome.REFUSED,
        R.APPROVED: CaseOutcome.GRANTED,
        R.WITHDRAWN: CaseOutcome.WITHDRAWN,
    }

    @move(R.SUBMITTED, R.REDIRECTED, Who.ACCEPTING, "细则 18", "告知登记机关", "Direct elsewhere")
    def redirect(self) -> None:
        """No registration matter, or another authority's: say where to go."""

    @move(R.SUBMITTED, R.UNDER_REVIEW, Who.ACCEPTING, "细则 18", "受理", "Take into review")
    def begin_review(self) -> None:
        """Not registered on the spot: the receipt is given and the review begins."""

    @move(_OPEN_REGISTRATION, R.RETURNED, Who.REVIEWING, "细则 18", "退回并一次性告知", "Return")
    def return_filing(self) -> None:
        """Incomplete: everything goes back with the complete list of what is missing."""

    @move(R.UNDER_REVIEW, R.EXTENDED, Who.DECIDING, "条例 19", "延长审查期限", "Extend")
    def extend(self) -> None:
        """A complex case, with the head's approval; there is one extension."""

    @move(_OPEN_REGISTRATION, R.APPROVED, Who.DECIDING, "条例 19", "准予登记", "Register")
    def approve(self) -> None:
        """Complete and in due form: it must be registered, on the spot where possible."""

    @move(_OPEN_REGISTRATION, R.REFUSED, Who.DECIDING, "条例 20", "不予登记", "Refuse")
    def refuse(self) -> None:
        """Against the law, or a danger to the public: with reasons and remedy."""

    @move(R.APPROVED, R.LICENCE_ISSUED, Who.ISSUING, "条例 21", "发放营业执照", "Issue the licence")
    def issue(self) -> None:
        """The day of issue is the day of establishment."""

    @move((R.APPROVED, R.LICENCE_ISSUED), R.ARCHIVED, Who.SYSTEM, "细则 59", "归档", "Archive")
    def archive(self) -> None:
        """Also without a licence: a deregistration issues none."""

    @move(_OPEN_REGISTRATION, R.WITHDRAWN, Who.APPLICANT, "16号令 30", "撤回申请", "Withdraw")
    def withdraw(self) -> None:
        """Before it is decided."""
