"""Closed lists of the organisation."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PostRole(TextChoices):
    """What a post entitles its holder to do (岗位)."""

    RECEIVER = "RECEIVER", _("Receiving clerk")
    REVIEWER = "REVIEWER", _("Reviewer")
    APPROVER = "APPROVER", _("Approver")
    ISSUER = "ISSUER", _("Issuing clerk")
    ARCHIVIST = "ARCHIVIST", _("Archivist")
    TASK_CLERK = "TASK_CLERK", _("Task clerk")
    SUPERVISOR = "SUPERVISOR", _("Supervisor")
    LEADING_GROUP = "LEADING_GROUP", _("Leading group")
    STANDARD_KEEPER = "STANDARD_KEEPER", _("Standard keeper")
    SYSTEM_ADMIN = "SYSTEM_ADMIN", _("System administrator")
    SECURITY_ADMIN = "SECURITY_ADMIN", _("Security administrator")
    AUDIT_ADMIN = "AUDIT_ADMIN", _("Audit administrator")


ADMINISTRATORS = frozenset({PostRole.SYSTEM_ADMIN, PostRole.SECURITY_ADMIN, PostRole.AUDIT_ADMIN})
"""The three who exclude one another and every other post (GB/T 22239-2019 8.1.5)."""


class AdministrativeVerb(TextChoices):
    """What a row of the administrative log says was done."""

    ACCOUNT_MADE = "ACCOUNT_MADE", _("Account made")
    ACCOUNT_CLOSED = "ACCOUNT_CLOSED", _("Account closed")
    ACCOUNT_OPENED = "ACCOUNT_OPENED", _("Account opened again")
    PASSWORD_RESET = "PASSWORD_RESET", _("Password reset")
    SECOND_STEP_RESET = "SECOND_STEP_RESET", _("Password and second step reset")
    INVITATION_USED = "INVITATION_USED", _("Password set with a one-time code")
    DISTRICT_OPENED = "DISTRICT_OPENED", _("District opened")
    DISTRICT_CLOSED = "DISTRICT_CLOSED", _("District closed")
    ORGAN_OPENED = "ORGAN_OPENED", _("Organ opened")
    ORGAN_CLOSED = "ORGAN_CLOSED", _("Organ closed")
    DESK_OPENED = "DESK_OPENED", _("Desk opened")
    DESK_CLOSED = "DESK_CLOSED", _("Desk closed")
    APPOINTED = "APPOINTED", _("Appointed")
    POST_ENDED = "POST_ENDED", _("Post ended")
    DEPUTY_NAMED = "DEPUTY_NAMED", _("Deputy named")
    DEPUTY_REVOKED = "DEPUTY_REVOKED", _("Deputy revoked")
    ENTRUSTED = "ENTRUSTED", _("Entrusted")
    ENTRUSTMENT_ENDED = "ENTRUSTMENT_ENDED", _("Entrustment ended")
    PROPOSED = "PROPOSED", _("Proposed for a second pair of eyes")
    PROPOSAL_DROPPED = "PROPOSAL_DROPPED", _("Proposal dropped")
    SIGNED_IN = "SIGNED_IN", _("Signed in")
    SIGN_IN_FAILED = "SIGN_IN_FAILED", _("Sign-in failed")
    SIGNED_OUT = "SIGNED_OUT", _("Signed out")


SIGN_INS = frozenset({AdministrativeVerb.SIGNED_IN, AdministrativeVerb.SIGN_IN_FAILED, AdministrativeVerb.SIGNED_OUT})
"""What people do at the door; everything else of the log is done by administrators or about posts."""
