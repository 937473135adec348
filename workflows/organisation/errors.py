"""What the organisation room refuses, as sentences a person can act on.

``code`` is for programs and never translated. The sentence is translated when it is shown, in the reader's language.
"""

from django.utils.translation import gettext_lazy as _

from workflows.refusals import Refusal


class OrganisationError(Refusal):
    """Base of every refusal; ``named`` holds the values its sentence names."""


class UnscopedQueryError(OrganisationError):
    """A scoped model was read outside ``seen_by``; row-level security would have shown nothing, silently."""

    code = "scope.missing"
    sentence = _("%(model)s is read without saying for whom; read it inside seen_by(person, day).")


class NotEntitledError(OrganisationError):
    """The actor holds no post that allows this."""

    code = "actor.not_entitled"
    sentence = _("This needs a post as “%(role)s”, which you do not hold today; ask a person who holds it.")


class SelfAppointmentError(OrganisationError):
    """Nobody appoints themselves."""

    code = "post.self"
    sentence = _("You cannot appoint yourself; another security administrator has to do it.")


class PersonInactiveError(OrganisationError):
    """The person's account is closed."""

    code = "person.inactive"
    sentence = _("The account of %(name)s is closed; open it before you appoint them.")


class ExclusivePostError(OrganisationError):
    """The three administrators exclude one another and every other post (GB/T 22239-2019 8.1.5)."""

    code = "post.exclusive"
    sentence = _(
        "%(name)s would hold an administrator's post beside another one, which is not allowed (GB/T 22239-2019 8.1.5); "
        "end the other post first or appoint somebody else."
    )


class AlreadyHeldError(OrganisationError):
    """The person holds this very post."""

    code = "post.held"
    sentence = _("%(name)s already holds this post.")


class DeskNeededError(OrganisationError):
    """Clerks stand at a desk."""

    code = "post.desk_needed"
    sentence = _("A post as “%(role)s” stands at a desk; choose one.")


class DeskForbiddenError(OrganisationError):
    """Administrators see no cases, so they stand at no desk."""

    code = "post.desk_forbidden"
    sentence = _("A post as “%(role)s” stands at no desk, because administrators see no cases; leave the desk out.")


class PastDayError(OrganisationError):
    """Who held which post on a past day is a fact and no longer a choice."""

    code = "day.past"
    sentence = _("%(day)s is past; choose %(today)s or a later day.")


class NoDurationError(OrganisationError):
    """It would end before it begins."""

    code = "day.no_duration"
    sentence = _("It would end on %(valid_to)s, not after its beginning on %(valid_from)s; choose a later last day.")


class AlreadyEndedError(OrganisationError):
    """It ends earlier already; an end is brought forward, never put off."""

    code = "day.already_ended"
    sentence = _("%(name)s ends on %(valid_to)s already.")


class NotInForceError(OrganisationError):
    """The desk, organ or district does not exist on that day."""

    code = "day.not_in_force"
    sentence = _("%(name)s does not exist on %(day)s; choose another one or another day.")


class UnknownDistrictError(OrganisationError):
    """No district of that code exists on that day, nor does a successor of it."""

    code = "district.unknown"
    sentence = _("No district with the code %(district)s exists on %(day)s; check the code and the day.")


class OwnSuccessorError(OrganisationError):
    """A district cannot succeed itself."""

    code = "district.own_successor"
    sentence = _("%(name)s cannot be its own successor; choose another district.")


class NoFurtherEntrustmentError(OrganisationError):
    """An entrusted organ may not entrust further (许可法 24)."""

    code = "entrustment.further"
    sentence = _(
        "%(issuer)s cannot entrust %(handler)s: one of them would entrust others while it acts for another organ itself, "
        "which 许可法 24 forbids. Let the organ whose power it is entrust directly."
    )


class SelfEntrustmentError(OrganisationError):
    """An organ needs nobody's leave to act for itself."""

    code = "entrustment.self"
    sentence = _("%(issuer)s cannot entrust itself; choose another organ.")


class DocumentMissingError(OrganisationError):
    """Entrustment is by a document that is made public (许可法 24)."""

    code = "entrustment.document"
    sentence = _("Entrustment needs the number of its document; write it down.")


class SeveralIssuersError(OrganisationError):
    """More than one organ entrusts the handling one, and none of them is nearer than the others."""

    code = "entrustment.several"
    sentence = _("%(handler)s acts for several organs on %(day)s: %(issuers)s. End all but one of the entrustments.")


class CodeRefusedError(OrganisationError):
    """A unified social credit code that cannot be right."""

    code = "organ.code"
    sentence = _("%(sentence)s Correct the code of the organ.")
