"""The hand-over of a case in words: who offers it to whom and why, and where it went."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from workflows.engine.enums import Passing
from workflows.engine.models import ActContent
from workflows.journal.models import JournalRow
from workflows.organisation.models import District
from workflows.organisation.queries import Scope


@dataclass(frozen=True, slots=True)
class Offer:
    """A case offered to a district: by which one, and with which reasons."""

    giver: str
    receiver: str
    reason: str

    def __str__(self) -> str:
        return _("%(giver)s offers this case to %(receiver)s: %(reason)s") % {
            "giver": self.giver,
            "receiver": self.receiver,
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A hand-over that was accepted."""

    giver: str
    receiver: str
    at: datetime


def names_of_districts() -> Mapping[str, str]:
    """What the reader calls each district, by code."""
    chinese = (get_language() or "zh").startswith("zh")
    return dict(District.objects.values_list("code", "name" if chinese else "name_en"))


def passing_words(move: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """What one act did with custody, in a sentence; ``move`` is the journal's."""
    sentence = {
        Passing.OFFER: _("%(giver)s offered the case to %(receiver)s."),
        Passing.TAKE_BACK: _("%(giver)s took back its offer to %(receiver)s."),
        Passing.ACCEPT: _("The case was handed over from %(giver)s to %(receiver)s, which handles it from now on."),
        Passing.REFUSE: _("%(receiver)s refused the case; %(giver)s goes on with it."),
        Passing.LAPSE: _("%(receiver)s did not answer in time; %(giver)s goes on with the case."),
    }[Passing(move["passing"])]
    return sentence % {role: names.get(move[role], move[role]) for role in ("giver", "receiver")}


def handed_over(rows: Iterable[JournalRow], names: Mapping[str, str]) -> list[HandedOver]:
    """Every hand-over of a case, oldest first; no query."""
    moves = ((row, row.payload.get("turn", {}).get("custody") or {}) for row in rows)
    return [
        HandedOver(names.get(move["giver"], ""), names.get(move["receiver"], ""), row.legal_at)
        for row, move in moves
        if move.get("passing") == Passing.ACCEPT
    ]


def offers_standing(scope: Scope, cases: Iterable[int]) -> Mapping[int, Offer]:
    """The last offer of each case, with its reasons; none is read where no case is asked about."""
    asked = sorted(set(cases))
    if not asked:
        return {}
    rows = JournalRow.objects.visible_to(scope).filter(
        case_id__in=asked, payload__turn__custody__passing=Passing.OFFER.value
    )
    moves = {row.case_id: (row.seq, row.payload["turn"]["custody"]) for row in rows.order_by("seq")}
    contents = ActContent.objects.visible_to(scope).filter(case__in=asked)
    reasons = {(case, seq): body.get("opinion", "") for case, seq, body in contents.values_list("case", "seq", "body")}
    names = names_of_districts()
    return {
        case: Offer(
            names.get(move["giver"], move["giver"]),
            names.get(move["receiver"], move["receiver"]),
            reasons.get((case, seq), ""),
        )
        for case, (seq, move) in moves.items()
    }
