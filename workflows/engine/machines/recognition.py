"""The machine of RECOGNITION (审批结果互认)."""

from typing import ClassVar

from workflows.engine.enums import CaseOutcome, Who
from workflows.engine.enums import RecognitionPhase as G
from workflows.engine.machines.base import Life, move

_IN_FORCE = (G.RECOGNISED, G.PARTIALLY_RECOGNISED)


class Recognition(Life):
    """The recognition (审批结果互认). How a case began, by filing or by the engine, its first journal row says.

    A case may end with the recognition. The phases after it follow the source for standards that keep the case open.
    """

    phases = G
    initial = G.SUBMITTED
    final = frozenset({*_IN_FORCE, G.REFUSED, G.EXPIRED, G.CEASED, G.WITHDRAWN})
    outcomes: ClassVar = {
        G.RECOGNISED: CaseOutcome.GRANTED,
        G.PARTIALLY_RECOGNISED: CaseOutcome.GRANTED,
        G.REFUSED: CaseOutcome.REFUSED,
        G.EXPIRED: CaseOutcome.WITHDRAWN,
        G.CEASED: CaseOutcome.WITHDRAWN,
        G.WITHDRAWN: CaseOutcome.WITHDRAWN,
    }

    @move((G.SUBMITTED, G.NEEDS_MATERIAL), G.VERIFYING, Who.SYSTEM, "营商 19", "核验", "Verify")
    def verify(self) -> None:
        """The ten checks in order."""

    @move(G.VERIFYING, G.NEEDS_MATERIAL, Who.REVIEWING, "营商 19", "补充材料", "Ask for material")
    def ask_for_material(self) -> None:
        """Something that cannot be fetched is missing."""

    @move(G.VERIFYING, G.RECOGNISED, Who.DECIDING, "营商 19", "予以互认", "Recognise")
    def recognise(self) -> None:
        """Valid here as long as it is valid there."""

    @move(G.VERIFYING, G.PARTIALLY_RECOGNISED, Who.DECIDING, "营商 19", "部分互认", "Recognise in part")
    def recognise_partially(self) -> None:
        """The part bound to the site is checked again in a case of its own."""

    @move(G.VERIFYING, G.REFUSED, Who.DECIDING, "许可法 38", "不予互认", "Refuse")
    def refuse(self) -> None:
        """On a ground of the closed list, with reasons and remedy."""

    @move((G.SUBMITTED, G.VERIFYING, G.NEEDS_MATERIAL), G.WITHDRAWN, Who.APPLICANT, "16号令 30", "撤回申请", "Withdraw")
    def withdraw(self) -> None:
        """Before it is decided; silence after a request for material withdraws too."""

    @move(_IN_FORCE, G.SUSPENDED, Who.SYSTEM, "16号令 42", "中止互认", "Suspend")
    def suspend(self) -> None:
        """The source is suspended, or the issuer was asked about a problem."""

    @move(G.SUSPENDED, G.RECOGNISED, Who.SYSTEM, "16号令 42", "恢复互认", "Resume")
    def resume(self) -> None:
        """The source is in force again."""

    @move(G.SUSPENDED, G.PARTIALLY_RECOGNISED, Who.SYSTEM, "16号令 42", "恢复部分互认", "Resume in part")
    def resume_partially(self) -> None:
        """The source is in force again."""

    @move((*_IN_FORCE, G.SUSPENDED), G.EXPIRED, Who.SYSTEM, "许可法 70", "互认到期", "Expire")
    def expire(self) -> None:
        """The source expired."""

    @move((*_IN_FORCE, G.SUSPENDED), G.CEASED, Who.SYSTEM, "许可法 69, 70", "互认失效", "Cease")
    def cease(self) -> None:
        """The source was revoked; here as of the same instant."""

    @move((*_IN_FORCE, G.SUSPENDED), G.WITHDRAWN, Who.DECIDING, "16号令 42", "终止互认", "Withdraw the recognition")
    def withdraw_recognition(self) -> None:
        """A recognising district ends its own recognition, never the source."""
