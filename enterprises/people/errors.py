"""What the people room refuses, as sentences a person can act on."""

from django.utils.translation import gettext_lazy as _

from workflows.organisation.errors import OrganisationError


class PeopleError(OrganisationError):
    """Base of what this room refuses: one family with the organisation's, so a page shows both alike."""


class MayNotSignError(PeopleError):
    """The actor may not bind the enterprise."""

    code = "people.may_not_sign"
    sentence = _("Only the legal representative of %(enterprise)s, or a member who may sign for it, can do this.")


class NotAuthorisedError(PeopleError):
    """The person may not do this for the enterprise: never, no longer, or not yet."""

    code = "people.not_authorised"
    sentence = _(
        "You may not do this for %(enterprise)s (%(act)s): no authorisation of yours covers it today. Ask the legal "
        "representative for one."
    )


class NothingAuthorisedError(PeopleError):
    """An authorisation names what the agent may do."""

    code = "people.nothing_authorised"
    sentence = _("The authorisation names nothing the agent may do; choose at least one act.")


class LetterMissingError(PeopleError):
    """An agent acts by a signed letter (16号令 12)."""

    code = "people.letter_missing"
    sentence = _("An agent needs a signed letter of authorisation; give its reference.")


class AlreadyRevokedError(PeopleError):
    """The authorisation is revoked."""

    code = "people.already_revoked"
    sentence = _("This authorisation was revoked on %(day)s already.")


class AlreadyMemberError(PeopleError):
    """The person has this role in the enterprise."""

    code = "people.already_member"
    sentence = _("%(name)s already has this role in %(enterprise)s.")
