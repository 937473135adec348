"""What the pages of the offices say of posts, rows of the log and proposals."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from workflows.offices.tables import named
from workflows.organisation.enums import PostRole
from workflows.organisation.models import AdministrativeRow, Dated, Deputyship, Post, Proposal
from workflows.templatetags.look import full_day

_DETAILS: Mapping[str, Any] = {
    "username": gettext_lazy("User name"),
    "name": gettext_lazy("Name"),
    "code": pgettext_lazy("of a district", "Code"),
    "uscc": gettext_lazy("Unified social credit code"),
    "kind": pgettext_lazy("of a desk", "Kind"),
    "organ": gettext_lazy("Organ"),
    "district": gettext_lazy("District"),
    "successor": gettext_lazy("Successor"),
    "role": gettext_lazy("Role"),
    "desk": gettext_lazy("Desk"),
    "represented": gettext_lazy("Stands in for"),
    "issuer": gettext_lazy("Entrusting organ"),
    "handler": gettext_lazy("Handling organ"),
    "sealer": gettext_lazy("Sealing organ"),
    "document": gettext_lazy("Document"),
    "valid_from": gettext_lazy("From"),
    "valid_to": gettext_lazy("Until, but not on"),
    "excluded": gettext_lazy("Left to the holder"),
    "confirmed_by": gettext_lazy("Confirmed by"),
    "reason": gettext_lazy("Reason"),
}
"""What a reader calls the details of a row; keys of other rows are left out."""


_OUTCOMES = {
    "accept": gettext_lazy("accept"),
    "not_required": gettext_lazy("tell that no licence is needed"),
    "redirect": gettext_lazy("send to the competent authority"),
    "correct": gettext_lazy("ask for correction"),
    "refuse": gettext_lazy("refuse"),
    "pass": gettext_lazy("pass the review"),
    "forward": gettext_lazy("forward"),
    "send_back": gettext_lazy("send back"),
    "return": gettext_lazy("return to the applicant"),
    "cleared": gettext_lazy("clear a move-out"),
    "held": gettext_lazy("hold a move-out"),
    "grant": gettext_lazy("grant"),
    "deny": gettext_lazy("deny"),
    "extend": gettext_lazy("extend the limit"),
    "terminate": gettext_lazy("end without decision"),
    "issue": gettext_lazy("issue"),
    "accept_with_gaps": pgettext_lazy("outcome", "accept with gaps"),
    "revoke_acceptance": pgettext_lazy("outcome", "revoke an acceptance"),
    "confirm_gaps": pgettext_lazy("outcome", "confirm what was missing"),
    "ask_extension": pgettext_lazy("outcome", "ask for a longer limit"),
    "special": pgettext_lazy("outcome", "begin a special procedure"),
    "finish": pgettext_lazy("outcome", "end a special procedure"),
    "consult": pgettext_lazy("outcome", "consult another desk"),
    "answer": pgettext_lazy("outcome", "answer a consultation"),
    "no_comment": pgettext_lazy("outcome", "answer without comment"),
    "agree": pgettext_lazy("outcome", "agree in a joint review"),
    "disagree": pgettext_lazy("outcome", "disagree in a joint review"),
    "offer": pgettext_lazy("outcome", "offer the case to another district"),
    "take_back": pgettext_lazy("outcome", "take an offer back"),
    "done": pgettext_lazy("outcome", "finish a follow-on task"),
    "waive": pgettext_lazy("outcome", "waive a follow-on task"),
    "skip": pgettext_lazy("outcome", "end a wait early"),
    "reopen": pgettext_lazy("outcome", "take a case up again"),
    "rate": pgettext_lazy("outcome", "rate how it went"),
    "close": pgettext_lazy("outcome", "close after the result"),
}


def outcome_words(name: str) -> str:
    """An outcome in words; its name where it has none."""
    return str(_OUTCOMES.get(name, name))


def limits_words(deputyship: Deputyship) -> str:
    """What a deputyship leaves to the holder, in words."""
    return ", ".join(outcome_words(name) for name in deputyship.excluded)


def days_of(dated: Dated) -> str:
    """From when until when something holds, both days included."""
    if dated.valid_to is None:
        return _("since %(first)s") % {"first": full_day(dated.valid_from)}
    last = dated.valid_to - timedelta(days=1)
    return _("%(first)s to %(last)s") % {"first": full_day(dated.valid_from), "last": full_day(last)}


def post_words(post: Post) -> str:
    """A post: district, desk and role."""
    role = str(PostRole(post.role).label)
    if post.desk is None:
        return role
    district, desk = named(post.desk.district), named(post.desk)
    return " · ".join([*([] if district in desk else [district]), desk, role])


def details_of(row: AdministrativeRow) -> Iterator[tuple[str, str]]:
    """The details of a row of the log, in words."""
    for name, words in _DETAILS.items():
        if name in row.details:
            value = row.details[name]
            if name == "role" and value in PostRole.values:
                value = PostRole(value).label
            if name == "excluded":
                value = [outcome_words(each) for each in value]
            yield str(words), ", ".join(value) if isinstance(value, list) else str(value)


def proposed_words(proposal: Proposal) -> str:
    """What a proposal would bring about."""
    parts = [str(PostRole(proposal.role).label)] if proposal.role else []
    if proposal.valid_from:
        parts.append(_("from %(day)s") % {"day": full_day(proposal.valid_from)})
    if proposal.valid_to:
        parts.append(_("last day %(day)s") % {"day": full_day(_day_before(proposal.valid_to))})
    return " · ".join(parts)


def _day_before(day: date) -> date:
    return day - timedelta(days=1)
