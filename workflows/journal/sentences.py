"""What each fault is in a sentence, for commands and pages."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workflows.journal.enums import Fault
from workflows.journal.findings import Finding

SENTENCES: dict[Fault, Promise] = {
    Fault.CHANGED: _("Case %(case)s, row %(seq)s: the row was changed after it was written."),
    Fault.BROKEN: _("Case %(case)s, row %(seq)s: the row does not follow the one before it."),
    Fault.GAP: _("Case %(case)s, row %(seq)s: the row is missing."),
    Fault.TRUNCATED: _("Case %(case)s: rows are missing at the end, from row %(seq)s on."),
    Fault.CASE_MISSING: _("Case %(case)s is registered, but the case is missing."),
    Fault.UNREGISTERED: _("Case %(case)s stands, but no register names it so."),
    Fault.REGISTER_CHANGED: _("Register of district %(district)s: row %(seq)s was changed."),
    Fault.REGISTER_GAP: _("Register of district %(district)s: row %(seq)s is missing."),
    Fault.UNLIKE_SEAL: _(
        "Case %(case)s of district %(district)s: up to row %(seq)s it is not what was sealed for %(day)s."
    ),
    Fault.SEAL_CHANGED: _("Seal %(seq)s: it is not what its keys have signed."),
    Fault.SEAL_GAP: _("Seal %(seq)s or the one before it is missing."),
    Fault.SEAL_KEY: _("Seal key %(seq)s of district %(district)s is not the one that was published."),
}


def said(fault: Finding) -> str:
    """Return a fault in the reader's language."""
    named = {"case": fault.case, "seq": fault.seq, "district": fault.district, "day": fault.day}
    return str(SENTENCES[fault.kind]) % named
