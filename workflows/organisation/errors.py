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


class SecondNeededError(OrganisationError):
    """What touches an administrator is seen by a second pair of eyes before it takes effect."""

    code = "second.needed"
    sentence = _("What touches an administrator takes effect when a second administrator has confirmed it; propose it.")


class NotASecondError(OrganisationError):
    """The second pair of eyes is another system or security administrator's, and not the person's concerned."""

    code = "second.not_one"
    sentence = _(
        "This is confirmed by a system or security administrator who neither proposed it nor is concerned by it; ask "
        "another one."
    )


class AlreadyDecidedError(OrganisationError):
    """The proposal was confirmed or dropped before."""

    code = "proposal.decided"
    sentence = _("This proposal was decided already; look at the list again.")


class NoDeputyThereError(OrganisationError):
    """Only a post at a desk has a deputy; who watches or administers the corridor is not stood in for."""

    code = "deputy.no_desk"
    sentence = _("A post as “%(role)s” stands at no desk and has no deputy; appoint another person for the time.")


class OwnDeputyError(OrganisationError):
    """Nobody stands in for themselves."""

    code = "deputy.own"
    sentence = _("%(name)s cannot stand in for themselves; choose somebody else.")


class DeputyTwiceError(OrganisationError):
    """The same deputy, the same post, days that overlap."""

    code = "deputy.twice"
    sentence = _("%(name)s stands in there already on some of these days; revoke that first or choose other days.")


class NotStaffError(OrganisationError):
    """A deputy is somebody who holds a post: standing in makes nobody a clerk."""

    code = "deputy.not_staff"
    sentence = _("%(name)s holds no post at a desk on %(day)s; only a clerk stands in for a clerk.")


class NotTheirHeadError(OrganisationError):
    """A deputy is named by the holder, by a supervisor of the district or by the security administrator."""

    code = "deputy.not_entitled"
    sentence = _(
        "Only %(name)s, a supervisor of the desk's district or the security administrator names or revokes this deputy."
    )


class UnknownOutcomeError(OrganisationError):
    """No step type knows the outcome."""

    code = "deputy.outcome"
    sentence = _("“%(outcome)s” is no outcome of a step; choose from the list.")


class AlreadyRevokedError(OrganisationError):
    """The deputyship was revoked before."""

    code = "deputy.revoked"
    sentence = _("This deputyship was revoked already; nothing is left to do.")


class StillInUseError(OrganisationError):
    """Something that stands there has to be ended or moved first."""

    code = "closing.in_use"
    sentence = _("%(name)s cannot close on %(day)s: %(count)d of its parts go on after that day. End those first.")


class CasesWaitError(OrganisationError):
    """Steps wait at the desk, and nobody could take them any more."""

    code = "closing.cases_wait"
    sentence = _("Steps of cases wait at %(name)s; let them be done first, or open the desk that takes its place.")


class NameTakenError(OrganisationError):
    """Another account has the user name."""

    code = "account.taken"
    sentence = _("The user name %(username)s is taken; choose another one.")


class OwnAccountError(OrganisationError):
    """Nobody closes or resets their own account here."""

    code = "account.own"
    sentence = _("This is your own account; change your password from the menu, or ask another system administrator.")


class AccountStateError(OrganisationError):
    """The account is as it should become."""

    code = "account.state"
    sentence = _("The account of %(name)s is in that state already; look at the list again.")


class InvitationRefusedError(OrganisationError):
    """User name and code do not belong together, or the code was used, replaced or is too old."""

    code = "invitation.refused"
    sentence = _(
        "User name and code do not fit together, or the code was used or is too old. Check both, or ask the system "
        "administrator for a new code."
    )
