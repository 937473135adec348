"""What the deciding room refuses, as sentences a person can act on."""

from django.utils.translation import gettext_lazy as _

from workflows.engine.errors import EngineError, GroundNotListed


class DecidingError(EngineError):
    """Base of what this room refuses: one family with the engine's, so a page shows both alike."""


class GroundOutsideListError(GroundNotListed):
    """The ground is not on the closed list; ``known`` are the sentences of the list (公平竞争审查条例 9)."""

    sentence = _(
        "“%(ground)s” is no ground the law allows here, so nothing was recorded. The grounds are: %(known)s. "
        "Choose one of them and name its facts, or let the application pass."
    )


class EnterpriseUnknownError(DecidingError):
    """The case is about an enterprise that is not in the register."""

    code = "deciding.enterprise_unknown"
    sentence = _(
        "No enterprise with the code %(uscc)s is registered for the applicant of this case; correct the filing first."
    )


class AuthorityDiffersError(DecidingError):
    """The filing names another authority than the one this desk decides for."""

    code = "deciding.authority_differs"
    sentence = _(
        "The filing names %(named)s as the new authority, and this desk decides for %(own)s; send the case back."
    )


class NotWritableError(DecidingError):
    """What was filed cannot stand in the register."""

    code = "deciding.not_writable"
    sentence = _("What was filed cannot be registered: %(reasons)s Send the case back for correction.")


class NoDeskError(DecidingError):
    """The district has no desk of the kind on that day, so nobody acts there."""

    code = "deciding.no_desk"
    sentence = _("On %(day)s there is no desk of the kind %(desk)s in %(district)s; ask an administrator to open one.")


class AskedTooLateError(DecidingError):
    """The application came again, and is to go back for what could be seen the first time (许可法 32(四)、72(四))."""

    code = "deciding.asked_too_late"
    sentence = _(
        "The application may not be returned for this: %(places)s. It is as it was in the application %(number)s, and the "
        "list told then did not name it; everything is told at once (Administrative Licensing Law, articles 32(4) and "
        "72(4)). Take it off the list, or ask your district's supervisor for leave if the correction brought it about."
    )


class NotASupervisorError(DecidingError):
    """Only a supervisor of the case's district gives leave."""

    code = "deciding.not_a_supervisor"
    sentence = _("Only a supervisor of the district in charge of %(number)s may allow this; ask one of them.")


class NothingToAllowError(DecidingError):
    """The case is no application that came again, or is over."""

    code = "deciding.nothing_to_allow"
    sentence = _("The application %(number)s did not come again after a return, or is over: there is nothing to allow.")


class AlreadyAllowedError(DecidingError):
    """Leave was given before."""

    code = "deciding.already_allowed"
    sentence = _("Leave to return %(number)s again was given already; nothing is left to do.")


class WordsMissingError(DecidingError):
    """Leave has to be explained."""

    code = "deciding.words_missing"
    sentence = _("Write down what the correction brought about; the leave is not given without it.")
