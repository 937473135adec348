"""What the pages of whoever applies are made from; everything about a case is read inside ``seen_by``."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from approvals.privacy.tombstone import stone_of
from enterprises.people.enums import AgentAct
from enterprises.people.queries import authorisations_in_force, members_in_force
from enterprises.registration.models import Enterprise
from workflows.engine.models import ActContent, Case
from workflows.journal.enums import Verb
from workflows.journal.models import JournalRow
from workflows.organisation.models import District
from workflows.organisation.queries import Scope

PAGE: Final = 20
"""Cases on one page of the list."""


def district_names() -> Mapping[str, str]:
    """The names of all districts by code, in the reader's language."""
    chinese = (get_language() or "zh").startswith("zh")
    return dict(District.objects.values_list("code", "name" if chinese else "name_en"))


def enterprises_to_file_for(person: int, day: date) -> QuerySet[Enterprise]:
    """The enterprises a person may file applications for on a day, by name: as a member, or by an authorisation."""
    own = members_in_force(person, day).values("enterprise")
    entrusted = authorisations_in_force(person, day).filter(scope__contains=[AgentAct.FILE]).values("enterprise")
    return Enterprise.objects.filter(Q(pk__in=own) | Q(pk__in=entrusted)).order_by("name", "pk")


def cases_of(scope: Scope, before: int | None = None) -> list[Case]:
    """The cases of those a person acts for, the latest first: one page, and one more to tell that there is another."""
    mine = Case.objects.visible_to(scope).filter(applicant__in=sorted(scope.applicants))
    older = mine.filter(pk__lt=before) if before else mine
    return list(older.select_related("district").order_by("-pk")[: PAGE + 1])


SHOWN = (Verb.OPEN, Verb.ACT, Verb.MOVE, Verb.MOVE_BACK)
"""What an applicant sees of the journal."""


def case_for(scope: Scope, pk: int) -> Case:
    """One case of those a person acts for; raise Case.DoesNotExist, also for a case seen only by a post."""
    mine = Case.objects.visible_to(scope).filter(applicant__in=sorted(scope.applicants))
    found: Case = mine.select_related("district", "filing__enterprise").get(pk=pk)
    return found


def acts_of(scope: Scope, case: int) -> list[JournalRow]:
    """What was done in a case and with it, in order, with the desks; claims and answers of registers are left out."""
    rows = JournalRow.objects.visible_to(scope).filter(case_id=case, verb__in=SHOWN)
    return list(rows.select_related("desk").order_by("seq"))


def contents_of(scope: Scope, case: int) -> dict[int, Any]:
    """The typed words of each act of a case, by its place in the journal; those that were erased are left out."""
    written = ActContent.objects.visible_to(scope).filter(case=case).values_list("seq", "body")
    return {seq: body for seq, body in written if stone_of(body) is None}
