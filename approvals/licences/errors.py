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


class HolderMissingError(LicenceError):
    """A licence of this type is an enterprise's."""

    code = "licence.holder_missing"
    sentence = _(
        "The case %(case)s was not filed for an enterprise, so nobody can hold its licence; correct the standard."
    )


class SideError(LicenceError):
    """Somebody who does not speak for that side."""

    code = "licence.side"
    sentence = _("Only %(side)s may do that with the licence of %(issuer)s; ask whoever holds a post there.")


class ReasonMissingError(LicenceError):
    """The holder has a right to know why."""

    code = "licence.reason_missing"
    sentence = _("Write down the facts and the reason: the holder has a right to know them.")


class GroundError(LicenceError):
    """The law has a closed list of grounds."""

    code = "licence.ground"
    sentence = _("Choose one of the grounds the law names for this: %(grounds)s.")


class ByRegistrationError(LicenceError):
    """What is registered changes by registration alone."""

    code = "licence.by_registration"
    sentence = _("A licence of this type changes through %(service)s; apply for that instead.")


class NotRenewableError(LicenceError):
    """There is nothing to renew."""

    code = "licence.not_renewable"
    sentence = _("A licence of this type is not renewed: it has no end of its own.")


class RenewalLateError(LicenceError):
    """A renewal is asked for in time or not at all."""

    code = "licence.renewal_late"
    sentence = _(
        "A renewal had to be asked for by %(last)s, %(days)d days before the licence ends (许可法 50). Apply for a new "
        "licence; this one is valid until its end."
    )


class NothingChangesError(LicenceError):
    """A change that changes nothing, or something that may not be changed so."""

    code = "licence.nothing_changes"
    sentence = _("Say what is to stand on the licence instead. Of this type these may be changed so: %(fields)s.")


class ChangeOpenError(LicenceError):
    """The same is under way already."""

    code = "licence.change_open"
    sentence = _("The same is under way for this licence since %(at)s; it has to be decided first.")


class VersionPendingError(LicenceError):
    """Two hands do not write one chain."""

    code = "licence.version_pending"
    sentence = _("The next version of this licence, %(identifier)s, is being made; wait until it is in force.")


class ChangeDecidedError(LicenceError):
    """Somebody was faster."""

    code = "licence.change_decided"
    sentence = _("%(who)s has decided this at %(at)s: %(state)s. Look at the licence as it is now.")


class SamePersonError(LicenceError):
    """Nobody decides what they have proposed."""

    code = "licence.same_person"
    sentence = _("You have proposed this yourself; another approver of the organ decides.")


class StillHeardError(LicenceError):
    """The holder has the time the law gives."""

    code = "licence.still_heard"
    sentence = _(
        "The holder may state their case until the end of %(until)s; decide after that day, or once they have."
    )


class HearingFirstError(LicenceError):
    """A decision rests on the record of the hearing."""

    code = "licence.hearing_first"
    sentence = _("The holder has asked for a hearing; hold it and enter its record before anything is decided.")


class NotHeardError(LicenceError):
    """There is nothing to be heard about."""

    code = "licence.not_heard"
    sentence = _("There is no proposal against this licence that its holder could still be heard about.")
