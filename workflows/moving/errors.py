# ruff: noqa: N818 - a refusal is named for what is refused
"""What moving refuses, as sentences a person can act on."""

from django.utils.translation import gettext_lazy as _

from workflows.refusals import Refusal


class MovingError(Refusal):
    """Base of every refusal of this room."""


class NoSuchVersion(MovingError):
    """One of the two versions is not there, or both are one."""

    code = "moving.no_such_version"
    sentence = _("Choose two different published versions of %(standard)s, the one to leave and the one to go to.")


class NoSuchPlan(MovingError):
    """There is no such plan."""

    code = "moving.no_such_plan"
    sentence = _("There is no such plan; look it up in the list of plans.")


class PlanIsFixed(MovingError):
    """A plan that was submitted is never changed."""

    code = "moving.plan_is_fixed"
    sentence = _("This plan was submitted and is decided on as it stands; make a new one to change it.")


class PlanMoved(MovingError):
    """Somebody else changed the plan since the page was loaded."""

    code = "moving.plan_changed"
    sentence = _("The plan was changed since you loaded the page; look at it again and repeat your choice.")


class PreviewMissing(MovingError):
    """Nobody may submit what nobody has looked at."""

    code = "moving.preview_missing"
    sentence = _("The preview of this plan is not finished; wait for it and look at it before you submit.")


class NotInForceYet(MovingError):
    """Cases move to rules that are in force."""

    code = "moving.not_in_force_yet"
    sentence = _("The version to go to is in force from %(day)s; let the plan be carried out on that day or later.")


class NothingToMove(MovingError):
    """No case could move by this plan."""

    code = "moving.nothing_to_move"
    sentence = _(
        "No running case can move by this plan as it stands; settle the choices, or leave the cases as they are."
    )


class ChoiceUnknown(MovingError):
    """A choice names a step that is in neither version."""

    code = "moving.choice_unknown"
    sentence = _("“%(step)s” is no step of that version; choose one from the list.")


class NotMoved(MovingError):
    """The case was not moved by a plan, or was put back before."""

    code = "moving.not_moved"
    sentence = _("This case was not moved to its version by a plan, or was put back already; there is nothing to undo.")


class WentOn(MovingError):
    """Somebody has acted under the new version."""

    code = "moving.went_on"
    sentence = _(
        "At %(at)s the case went on under the new version; it can no longer be put back. Go on under the version it has."
    )
