"""Sentences that several pages say."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workflows.clock.enums import Unit
from workflows.standards.schema import Limit, Limits


def limits_said(limits: Limits) -> str:
    """How long an item takes, as promised and by law."""
    promised = _promised(limits.promised)
    if limits.statutory is None:
        return promised + _("; the law sets no limit.")
    return promised + _("; the law allows %(time)s.") % {"time": _time(limits.statutory)}


def _promised(limit: Limit) -> str:
    if limit.days < 1:
        return _("Promised on the day itself")
    return _("Promised within %(time)s") % {"time": _time(limit)}


def _time(limit: Limit) -> str:
    days = f"{limit.days.normalize():f}"
    if limit.unit is Unit.WORKING:
        return ngettext("%(days)s working day", "%(days)s working days", int(limit.days)) % {"days": days}
    return ngettext("%(days)s day", "%(days)s days", int(limit.days)) % {"days": days}
