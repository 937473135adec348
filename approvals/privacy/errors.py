"""What is refused about personal values, as sentences a person can act on."""

from django.utils.translation import gettext_lazy as _

from workflows.refusals import Refusal


class PrivacyError(Refusal):
    """Base of every refusal about personal values."""


class ReasonMissingError(PrivacyError):
    """A number is shown in full for a listed reason only."""

    code = "privacy.reason"
    sentence = _("Choose which number you need and what for; both are written down.")


class NotAuditAdministratorError(PrivacyError):
    """The pages of the audit are the audit administrator's."""

    code = "privacy.not_audit"
    sentence = _("This needs a post as audit administrator, which you do not hold today.")


class NotAnArchivistError(PrivacyError):
    """Only the archive of the district in charge asks for an erasure."""

    code = "privacy.not_archivist"
    sentence = _("Only an archivist of the district in charge of %(number)s may ask for this.")


class NotTheSupervisorError(PrivacyError):
    """Only supervision decides about erasures and holds."""

    code = "privacy.not_supervisor"
    sentence = _("Only a supervisor of the district in charge of %(number)s, or of the corridor, may do this.")


class SamePersonError(PrivacyError):
    """Two people, always."""

    code = "privacy.same_person"
    sentence = _("You asked for this erasure yourself; another person has to decide.")


class StillOpenError(PrivacyError):
    """A running case needs its values."""

    code = "privacy.still_open"
    sentence = _("Case %(number)s has not ended; nothing of it can be erased before.")


class HeldError(PrivacyError):
    """A legal hold keeps everything."""

    code = "privacy.held"
    sentence = _("Case %(number)s is held (%(reason)s); lift the hold first.")


class NotHeldError(PrivacyError):
    """There is no hold to lift."""

    code = "privacy.not_held"
    sentence = _("Case %(number)s is not held.")


class RetentionRunsError(PrivacyError):
    """The law wants it kept for longer (个保法 47)."""

    code = "privacy.retention"
    sentence = _("%(what)s of case %(number)s is kept until %(until)s (%(basis)s); before that it may not be erased.")


class LawMissingError(PrivacyError):
    """An erasure names the law it rests on."""

    code = "privacy.law"
    sentence = _("Name the law and the article, in at most %(longest)d characters and without anybody's name.")


class NothingChosenError(PrivacyError):
    """An erasure names what it is of."""

    code = "privacy.nothing"
    sentence = _("Choose what is to be erased.")


class AlreadyAskedError(PrivacyError):
    """One request at a time."""

    code = "privacy.already_asked"
    sentence = _("An erasure of case %(number)s waits for a second person already.")


class NoSuchErasureError(PrivacyError):
    """There is no request of that number, or it has been decided."""

    code = "privacy.no_erasure"
    sentence = _("There is no open request %(erasure)s; list the requests to see their numbers.")


class NothingLeftError(PrivacyError):
    """It has been erased before."""

    code = "privacy.nothing_left"
    sentence = _("%(what)s of case %(number)s was erased before.")
