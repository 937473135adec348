"""The machine of LICENCE (行政许可)."""

from typing import ClassVar

from workflows.engine.enums import CaseOutcome, Who
from workflows.engine.enums import LicencePhase as L
from workflows.engine.machines.base import Life, move

_BEFORE_ACCEPTANCE = (L.SUBMITTED, L.CORRECTION_ISSUED, L.RESUBMITTED)
_ACCEPTED_TO_DECISION = (
    L.ACCEPTED,
    L.ACCEPTED_WITH_GAPS,
    L.IN_REVIEW,
    L.SPECIAL_PROCEDURE,
    L.EXTENDED,
    L.PENDING_DECISION,
)


class Licence(Life):
    """The administrative licence (行政许可). That there is one extension, the clock's ledger remembers."""

    phases = L
    initial = L.SUBMITTED
    final = frozenset(
        {
            L.NOT_REQUIRED,
            L.REJECTED_JURISDICTION,
            L.NOT_ACCEPTED,
            L.LAPSED,
            L.ACCEPTANCE_REVOKED,
            L.ARCHIVED,
            L.TERMINATED,
            L.WITHDRAWN,
        }
    )
    outcomes: ClassVar = {
        L.NOT_REQUIRED: CaseOutcome.NOT_NEEDED,
        L.REJECTED_JURISDICTION: CaseOutcome.RETURNED,
        L.NOT_ACCEPTED: CaseOutcome.REFUSED,
        L.LAPSED: CaseOutcome.WITHDRAWN,
        L.ACCEPTANCE_REVOKED: CaseOutcome.REFUSED,
        L.GRANTED: CaseOutcome.GRANTED,
        L.DENIED: CaseOutcome.REFUSED,
        L.TERMINATED: CaseOutcome.WITHDRAWN,
        L.WITHDRAWN: CaseOutcome.WITHDRAWN,
    }

    @move(L.SUBMITTED, L.NOT_REQUIRED, Who.ACCEPTING, "许可法 32(一)", "不受理", "No licence needed")
    def declare_not_required(self) -> None:
        """Tell at once."""

    @move(L.SUBMITTED, L.REJECTED_JURISDICTION, Who.ACCEPTING, "许可法 32(二)", "不予受理(无权)", "Wrong authority")
    def reject_jurisdiction(self) -> None:
        """Decide at once and name the authority."""

    @move(L.SUBMITTED, L.CORRECTION_ISSUED, Who.ACCEPTING, "许可法 32(四)", "补正告知", "Give notice of correction")
    def issue_correction(self) -> None:
        """Once, complete, within five working days; there is no way back here after a correction."""

    @move((L.SUBMITTED, L.RESUBMITTED), L.ACCEPTED, Who.ACCEPTING, "许可法 32(五)", "受理", "Accept")
    def accept(self) -> None:
        """Complete and in due form, or corrected: it must be accepted."""

    @move(L.SUBMITTED, L.ACCEPTED, Who.SYSTEM, "许可法 32(四)", "视为受理", "Deem accepted")
    def deem_accepted(self) -> None:
        """Five working days of silence: accepted from the day of receipt."""

    @move(L.SUBMITTED, L.ACCEPTED_WITH_GAPS, Who.ACCEPTING, "浙规 11", "容缺受理", "Accept with gaps")
    def accept_with_gaps(self) -> None:
        """Only what the guide lists as tolerable is missing."""

    @move(
        (L.SUBMITTED, L.RESUBMITTED),
        L.NOT_ACCEPTED,
        Who.ACCEPTING,
        "许可法 78; 浙规 11",
        "不予受理",
        "Refuse acceptance",
    )
    def refuse_acceptance(self) -> None:
        """False material, or corrected and still not in order: in writing, with remedy."""

    @move(L.CORRECTION_ISSUED, L.RESUBMITTED, Who.APPLICANT, "许可法 32(五)", "提交补正", "Send the correction")
    def resubmit(self) -> None:
        """Everything the notice asked for was handed in."""

    @move(L.CORRECTION_ISSUED, L.LAPSED, Who.SYSTEM, "16号令 15(四); 浙规 11", "视为放弃", "Lapse")
    def lapse(self) -> None:
        """The period of the notice passed in silence; no decision is needed."""

    @move(L.ACCEPTED_WITH_GAPS, L.ACCEPTED, Who.ACCEPTING, "浙规 11", "补齐容缺材料", "Close the gaps")
    def close_gaps(self) -> None:
        """What was missing came in time."""

    @move(L.ACCEPTED_WITH_GAPS, L.ACCEPTANCE_REVOKED, Who.ACCEPTING, "浙规 11", "撤销受理", "Revoke acceptance")
    def revoke_acceptance(self) -> None:
        """What was missing came late or not in order: with written reasons."""

    @move(L.ACCEPTED, L.IN_REVIEW, Who.REVIEWING, "许可法 34", "审查", "Begin the review")
    def begin_review(self) -> None:
        """On paper by default."""

    @move(
        (L.IN_REVIEW, L.EXTENDED),
        L.SPECIAL_PROCEDURE,
        Who.REVIEWING,
        "许可法 45",
        "特别程序",
        "Begin a special procedure",
    )
    def begin_special_procedure(self) -> None:
        """One of the closed list; the applicant is told in writing how long it takes."""

    @move(L.SPECIAL_PROCEDURE, L.IN_REVIEW, Who.REVIEWING, "许可法 45", "特别程序结束", "End the special procedure")
    def end_special_procedure(self) -> None:
        """The clock goes on."""

    @move(L.IN_REVIEW, L.EXTENDED, Who.DECIDING, "许可法 42", "延长审查期限", "Extend")
    def extend(self) -> None:
        """Once, with the head's approval, and the applicant is told why."""

    @move((L.IN_REVIEW, L.EXTENDED), L.PENDING_DECISION, Who.REVIEWING, "许可法 37", "提请决定", "Submit for decision")
    def submit_for_decision(self) -> None:
        """The review is done."""

    @move(L.PENDING_DECISION, L.IN_REVIEW, Who.DECIDING, "许可法 34", "退回复核", "Send back to review")
    def send_back(self) -> None:
        """The decision maker wants more; inside the authority, and the clock runs on."""

    @move(L.PENDING_DECISION, L.GRANTED, Who.DECIDING, "许可法 38", "准予许可", "Grant")
    def grant(self) -> None:
        """The conditions of the law are met."""

    @move(L.PENDING_DECISION, L.DENIED, Who.DECIDING, "许可法 38", "不予许可", "Deny")
    def deny(self) -> None:
        """With reasons and remedy."""

    @move(_ACCEPTED_TO_DECISION, L.TERMINATED, Who.DECIDING, "16号令 30, 31", "终止", "Terminate")
    def terminate(self) -> None:
        """The applicant asks for it, is no more, or needs the licence no longer; before the decision only."""

    @move(_BEFORE_ACCEPTANCE, L.WITHDRAWN, Who.APPLICANT, "16号令 30", "撤回申请", "Withdraw")
    def withdraw(self) -> None:
        """Before acceptance; afterwards the procedure is terminated."""

    @move(L.GRANTED, L.CERTIFIED, Who.ISSUING, "许可法 39", "制证", "Certify")
    def certify(self) -> None:
        """The document is made and sealed."""

    @move((L.CERTIFIED, L.DENIED), L.DELIVERED, Who.ISSUING, "许可法 44", "送达", "Deliver")
    def deliver(self) -> None:
        """Within ten working days of the decision."""

    @move(L.DELIVERED, L.ARCHIVED, Who.SYSTEM, "716令 12", "归档", "Archive")
    def archive(self) -> None:
        """Electronically."""
