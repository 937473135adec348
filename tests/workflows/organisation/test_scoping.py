"""Reads are made for somebody: what their posts show is found, anything else is not, and no read is for nobody."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Count, Manager, Q, QuerySet
from django.utils.translation import override

from tests.cast import Area, Corridor
from tests.workflows.journal.made_by_hand import Case as Made
from tests.workflows.journal.made_by_hand import open_case, raw, version
from workflows.engine.models import ActContent, Case, CaseFile, CaseStep
from workflows.journal.models import JournalRow
from workflows.organisation.errors import UnscopedQueryError
from workflows.organisation.models import Person
from workflows.organisation.queries import scope_of
from workflows.organisation.scoping import ScopedManager, ScopedQuerySet, VisibleBy, scope_entered, seen_by

TODAY = date(2026, 3, 2)

HOW = {
    Case: VisibleBy(districts="districts", applicant="applicant"),
    CaseFile: VisibleBy(case="case_id"),
    ActContent: VisibleBy(case="case_id"),
    CaseStep: VisibleBy(district="district", case="case_id"),
    JournalRow: VisibleBy(case="case_id"),
}


@pytest.fixture(autouse=True)
def declared(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the models of the cases say of themselves."""
    for model, visible_by in HOW.items():
        monkeypatch.setattr(model, "visible_by", visible_by, raising=False)


@pytest.fixture
def opened(committed: Corridor) -> dict[str, Made]:
    """One case in each district, with one open step."""
    standard = version()
    return {
        code: open_case(raw("worker"), Made(standard, area.receiver.pk, code)) for code, area in committed.areas.items()
    }


def cases(using: str | None = None) -> ScopedQuerySet[Case]:
    return ScopedQuerySet(Case, using=using)


def numbers(rows: Any) -> set[str]:
    return {case.number for case in rows}


def test_what_the_posts_show_is_found_and_anything_else_is_not(committed: Corridor, opened: dict[str, Made]) -> None:
    with seen_by(committed.lw.receiver.pk, TODAY) as scope:
        assert numbers(cases().visible_to(scope)) == {opened["LW"].number}
        with pytest.raises(Case.DoesNotExist):
            cases().visible_to(scope).get(number=opened["OH"].number)
        # Row-level security is the second net: without the first one the same rows are found.
        assert numbers(cases()) == {opened["LW"].number}
    with seen_by(committed.supervisor.pk, TODAY) as scope:
        assert numbers(cases().visible_to(scope)) == {case.number for case in opened.values()}
    with seen_by(committed.system_admin.pk, TODAY) as scope:
        assert numbers(cases().visible_to(scope)) == set()


@pytest.mark.parametrize("model", [CaseFile, JournalRow])
def test_what_belongs_to_a_case_is_seen_with_it(committed: Corridor, opened: dict[str, Made], model: Any) -> None:
    with seen_by(committed.oh.receiver.pk, TODAY) as scope:
        rows: ScopedQuerySet[Any] = ScopedQuerySet(model)
        assert [row.case_id for row in rows.visible_to(scope)] == [opened["OH"].key]


def test_what_somebody_wrote_is_seen_with_the_case(committed: Corridor, opened: dict[str, Made]) -> None:
    for case in opened.values():
        raw("owner").execute("INSERT INTO workflows_actcontent (case_id, seq, body) VALUES (%s, 1, '{}')", [case.key])
    with seen_by(committed.oh.receiver.pk, TODAY) as scope:
        rows = ScopedQuerySet(ActContent).visible_to(scope)
        assert [row.case_id for row in rows] == [opened["OH"].key]


def test_an_applicant_sees_their_own_cases(committed: Corridor, opened: dict[str, Made]) -> None:
    raw("owner").execute("UPDATE workflows_case SET applicant = 77 WHERE id = %s", [opened["RA"].key])
    stranger = Person.objects.create_user("applicant", name="章三")
    with seen_by(stranger.pk, TODAY, [77]) as scope:
        assert numbers(cases().visible_to(scope)) == {opened["RA"].number}
    with seen_by(stranger.pk, TODAY) as scope:
        assert numbers(cases().visible_to(scope)) == set()


def test_steps_in_another_district_s_case_are_seen_by_the_district_that_handles_them(
    committed: Corridor, opened: dict[str, Made]
) -> None:
    raw("owner").execute(
        "INSERT INTO workflows_casestep (case_id, ordinal, key, party, district_id, opened_at, act, outcome)"
        " VALUES (%s, 1, 'consult', 'origin', %s, now(), '', '')",
        [opened["LW"].key, committed.oh.district.pk],
    )

    def seen(area: Area) -> int:
        with seen_by(area.receiver.pk, TODAY) as scope:
            return ScopedQuerySet(CaseStep).visible_to(scope).count()

    assert (seen(committed.lw), seen(committed.oh), seen(committed.ra)) == (1, 1, 0)


READS: list[Callable[[ScopedQuerySet[Case]], Any]] = [
    list,
    bool,
    lambda rows: rows.count(),
    lambda rows: rows.exists(),
    lambda rows: rows.first(),
    lambda rows: list(rows.iterator()),
    lambda rows: list(rows.values_list("number")),
    lambda rows: rows.aggregate(Count("id")),
    lambda rows: rows.filter(Q(number="x") | Q(pk=1)).exclude(pk=2).order_by("-pk")[:5].get(),
    lambda rows: rows.in_bulk([1]),
    lambda rows: list(rows.union(rows)),
    lambda rows: list(QuerySet(CaseFile).filter(case__in=rows)),
    lambda rows: rows.explain(),
    lambda rows: str(rows.query),
    lambda rows: rows.delete(),
]


@pytest.mark.django_db
@pytest.mark.parametrize("read", READS)
def test_a_read_for_nobody_is_refused_however_it_is_made(read: Callable[[ScopedQuerySet[Case]], Any]) -> None:
    with pytest.raises(UnscopedQueryError) as refusal:
        read(cases())
    with override("en"):
        assert str(refusal.value) == "Case is read without saying for whom; read it inside seen_by(person, day)."


def test_a_scope_alone_is_not_enough(committed: Corridor) -> None:
    scope = scope_of(committed.lw.receiver.pk, TODAY)
    with pytest.raises(UnscopedQueryError):
        list(cases().visible_to(scope))


@pytest.mark.parametrize("alias", ["owner", "worker", "audit"])
def test_roles_that_see_every_district_read_freely(opened: dict[str, Made], alias: str) -> None:
    assert cases(alias).count() == 4


def test_the_view_ends_with_the_block_also_within_a_longer_transaction(
    committed: Corridor, opened: dict[str, Made]
) -> None:
    with transaction.atomic():
        with seen_by(committed.lw.receiver.pk, TODAY) as scope:
            assert scope_entered() == scope
        assert scope_entered() is None
        assert shown_by_row_security() == 0


def test_the_outer_person_s_view_comes_back(committed: Corridor, opened: dict[str, Made]) -> None:
    with seen_by(committed.lw.receiver.pk, TODAY):
        with seen_by(committed.supervisor.pk, TODAY):
            assert shown_by_row_security() == 4
        assert numbers(cases()) == {opened["LW"].number}
        with pytest.raises(ZeroDivisionError), seen_by(committed.supervisor.pk, TODAY):
            _ = 1 / 0
        assert numbers(cases()) == {opened["LW"].number}
    assert shown_by_row_security() == 0


def test_a_failing_block_ends_the_view_within_a_longer_transaction(
    committed: Corridor, opened: dict[str, Made]
) -> None:
    with transaction.atomic():
        with pytest.raises(ZeroDivisionError), seen_by(committed.supervisor.pk, TODAY):
            _ = 1 / 0
        assert (scope_entered(), shown_by_row_security()) == (None, 0)


def test_the_manager_gives_scoped_rows(committed: Corridor, opened: dict[str, Made]) -> None:
    manager: ScopedManager[Case] = ScopedManager()
    manager.model = Case
    assert isinstance(manager, Manager)
    with pytest.raises(UnscopedQueryError):
        manager.count()
    with seen_by(committed.yq.receiver.pk, TODAY) as scope:
        assert numbers(manager.visible_to(scope)) == {opened["YQ"].number}
        assert manager.using("audit").count() == 4


def shown_by_row_security() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM workflows_case")
        shown: int = cursor.fetchone()[0]
        return shown
