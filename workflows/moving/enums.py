"""Closed lists of moving."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Verdict(TextChoices):
    """Whether a running case can go on under the other version."""

    SAFE = "SAFE", _("can move")
    CHOICE = "CHOICE", _("needs a choice")
    BLOCKED = "BLOCKED", _("cannot move")


class DuePolicy(TextChoices):
    """Which due date a running case has after the move; a statutory limit is never lengthened by either."""

    EARLIER = "EARLIER", _("the earlier of the old due date and the new one")
    NEW = "NEW", _("the new due date, also where it is later")


class Hindrance(TextChoices):
    """Why a case needs a choice, or cannot move. The label says it of a case; the thing it is about is said beside."""

    GONE = "GONE", _("The step does not exist in the new version; choose the step it goes on as.")
    TYPE = "TYPE", _("The step is of another kind in the new version.")
    REGIME = "REGIME", _("The new version belongs to another procedure of the law.")
    PHASE = "PHASE", _("The step may not stand in the phase the case is in.")
    PARTY = "PARTY", _("The filing names no district for the party that handles the step.")
    DISTRICT = "DISTRICT", _("The step would be handled in another district; hand the case over instead.")
    DESK = "DESK", _("The district has no desk of the kind that handles the step.")
    ANSWER = "ANSWER", _("The new version requires an answer that the filing does not give.")
    FACT = "FACT", _("The new version asks a register that has not been asked for this case.")
    JOIN = "JOIN", _("Branches of the case wait for a step at which the new version lets none wait.")
    PROMISE = "PROMISE", _("What was promised to the applicant at the step does not exist in the new version.")
    OVER = "OVER", _("A limit of the case is over, or would be over at the moment of the move.")
    HANDS = "HANDS", _("Who did the earlier step could not be told apart from who decides.")
    UNCLEAR = "UNCLEAR", _("The case could not be judged; an administrator has to look at it.")
    STRANDED = "STRANDED", _("The case would be left without a step that carries it.")


SETTLED_BY_CHOICE = frozenset({Hindrance.GONE, Hindrance.TYPE})
"""What somebody's choice of another step settles."""


class LineOutcome(TextChoices):
    """What became of a case when the plan was carried out."""

    WAITING = "", _("not yet its turn")
    MOVED = "MOVED", _("moved")
    STAYED = "STAYED", _("stayed")
    BACK = "BACK", _("put back")


class PlanState(TextChoices):
    """Where a plan is: looked at, before the districts, approved, carried out, or dropped."""

    DRAFT = "DRAFT", _("being prepared")
    SUBMITTED = "SUBMITTED", _("before the districts")
    APPROVED = "APPROVED", _("approved")
    DONE = "DONE", _("carried out")
    DROPPED = "DROPPED", _("dropped")
