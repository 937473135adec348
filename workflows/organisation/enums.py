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
