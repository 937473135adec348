"""What the licences room refuses, as sentences a person can act on."""

from django.utils.translation import gettext_lazy as _

from workflows.refusals import Refusal


class LicenceError(Refusal):
    """Base of what this room refuses."""


class RegisterError(LicenceError):
    """The register of record has not done what was asked; the effect is tried again."""


class RegisterUnreachableError(RegisterError):
    """Nobody answers at the register."""

    code = "register.unreachable"
    sentence = _("The register of record does not answer; the request is sent again by itself.")


class RegisterSilentError(RegisterError):
    """The register has the request and has not said what becomes of it."""

    code = "register.silent"
    sentence = _("The register of record has the request %(request)s and has not answered yet; it is asked again.")


class RegisterRefusedError(RegisterError):
    """The register has refused the request."""

    code = "register.refused"
    sentence = _(
        "The register of record has not taken the request: %(reason)s It is sent again; if it keeps being refused, an "
        "administrator has to settle it with the register."
    )


class LicenceNotFoundError(LicenceError):
    """There is no such licence."""

    code = "licence.not_found"
    sentence = _("There is no licence with the identifier %(identifier)s; check what was typed.")


class LicenceMoveError(LicenceError):
    """The licence is in no state from which this can be done."""

    code = "licence.move"
    sentence = _("A licence that is “%(state)s” cannot be changed so; look up its present state first.")


class DecisionMissingError(LicenceError):
    """Nobody's licence is touched without a decision."""

    code = "licence.decision_missing"
    sentence = _("Name the decision this rests on by its number.")


class LicenceKindUnknownError(LicenceError):
    """The standard orders a licence nobody here makes."""

    code = "licence.kind_unknown"
    sentence = _(
        "Nothing here makes a licence from the template %(template)s under %(regime)s; the standard has to be corrected."
    )
