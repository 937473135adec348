"""What registration refuses, as sentences a person can act on."""

from django.utils.translation import gettext_lazy as _

from workflows.organisation.errors import OrganisationError


class RegistrationError(OrganisationError):
    """Base of what this room refuses: one family with the organisation's, so a page shows both alike."""


class NotTheAuthorityError(RegistrationError):
    """The actor decides and issues neither at the registration authority nor at a desk it entrusts."""

    code = "registration.not_the_authority"
    sentence = _("Only an approver or issuing clerk of %(authority)s, or of an organ it entrusts, can do this.")


class CodeImpossibleError(RegistrationError):
    """The unified social credit code is wrong, or doubtful and not proved."""

    code = "registration.code"
    sentence = _("%(sentence)s Correct the code of the enterprise.")


class CodeTakenError(RegistrationError):
    """A code is one enterprise's for life (GB 32100)."""

    code = "registration.code_taken"
    sentence = _("%(uscc)s is registered already; look the enterprise up by its code.")


class NotAMoveError(RegistrationError):
    """The new address would begin before or with the one it replaces."""

    code = "registration.no_move"
    sentence = _("The present address is valid from %(valid_from)s; a new one can begin on a later day only.")


class EnterpriseEndedError(RegistrationError):
    """The enterprise is deregistered or its registration annulled."""

    code = "registration.ended"
    sentence = _("%(enterprise)s is no longer registered (%(status)s); nothing can be done for it.")
