"""Who names a deputy, within which limits, and what the database refuses whoever writes it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from tests import cast
from tests.cast import Corridor
from tests.law import law
from tests.workflows.organisation.test_queries import entered
from tests.workflows.organisation.test_verbs import race
from workflows.organisation import errors
from workflows.organisation.deputies import name_deputy, revoke_deputy
from workflows.organisation.enums import PostRole
from workflows.organisation.models import AdministrativeRow, Deputyship, Person, Post
from workflows.organisation.queries import scope_of
from workflows.organisation.verbs import appoint

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)
TOMORROW, NEXT_WEEK = TODAY + timedelta(days=1), TODAY + timedelta(days=7)


def post_of(person: Person) -> Post:
    return Post.objects.get(person=person)


def named(corridor: Corridor, **more: Any) -> Deputyship:
    """瓯海's approver does the work of 龙湾's."""
    said: dict[str, Any] = {
        "actor": corridor.lw.approver,
        "post": post_of(corridor.lw.approver),
        "deputy": corridor.oh.approver,
        "valid_from": TODAY,
        "valid_to": NEXT_WEEK,
        "now": NOW,
    }
    return name_deputy(**said | more)


def test_the_holder_names_a_deputy_who_then_sees_the_district_and_its_queue(corridor: Corridor) -> None:
    before = scope_of(corridor.oh.approver.pk, TODAY)
    made = named(corridor, excluded=["deny", "grant"])
    scope = scope_of(corridor.oh.approver.pk, TODAY)
    desk = corridor.lw.desks["registration"]
    assert (made.excluded, made.named_by) == (["deny", "grant"], corridor.lw.approver)
    assert scope.districts == before.districts | {corridor.lw.district.pk} == entered(corridor.oh.approver.pk, TODAY)
    assert scope.desks == before.desks | {desk.pk}
    assert scope.lent == ((PostRole.APPROVER, desk.pk, corridor.lw.district.pk),)
    assert scope_of(corridor.oh.approver.pk, NEXT_WEEK).lent == ()
    assert entered(corridor.oh.approver.pk, NEXT_WEEK) == before.districts


def test_a_supervisor_of_the_district_or_the_security_administrator_names_one_for_them(corridor: Corridor) -> None:
    head = cast.person()
    cast.post(head, PostRole.SUPERVISOR, corridor.lw.desks["front"])
    named(corridor, actor=head)
    named(corridor, actor=corridor.security_admin, deputy=corridor.oh.reviewer_a)
    elsewhere = cast.person()
    cast.post(elsewhere, PostRole.SUPERVISOR, corridor.oh.desks["front"])
    for stranger in (elsewhere, corridor.lw.reviewer_a, corridor.system_admin, corridor.oh.approver):
        with pytest.raises(errors.NotTheirHeadError, match="龙湾区核准人"):
            named(corridor, actor=stranger, deputy=corridor.ra.approver)


def test_wrong_deputies_are_refused_each_in_its_own_way(corridor: Corridor) -> None:
    named(corridor)
    head = cast.person()
    cast.post(head, PostRole.SUPERVISOR, corridor.lw.desks["front"])
    keeper, admin = corridor.keeper_a, corridor.security_admin
    refused: list[tuple[type[Exception], dict[str, Any]]] = [
        (errors.NoDeputyThereError, {"actor": keeper, "post": post_of(keeper)}),
        (errors.OwnDeputyError, {"deputy": corridor.lw.approver}),
        (errors.SelfAppointmentError, {"actor": head, "deputy": head}),
        (errors.PersonInactiveError, {"deputy": cast.person(is_active=False)}),
        (errors.NotStaffError, {"deputy": cast.person()}),
        (errors.NotStaffError, {"deputy": admin}),
        (errors.PastDayError, {"valid_from": TODAY - timedelta(days=1)}),
        (errors.NoDurationError, {"valid_to": TODAY}),
        (errors.UnknownOutcomeError, {"excluded": ["dance"], "deputy": corridor.ra.approver}),
        (errors.DeputyTwiceError, {"valid_from": TOMORROW}),
    ]
    for error, more in refused:
        with pytest.raises(error):
            named(corridor, **more)
    assert Deputyship.objects.count() == 1


def test_a_revoked_deputy_stands_in_no_more_and_it_is_revoked_once(corridor: Corridor) -> None:
    made = named(corridor)
    revoke_deputy(actor=corridor.lw.approver, deputyship=made, now=NOW)
    assert scope_of(corridor.oh.approver.pk, TODAY).lent == ()
    with pytest.raises(errors.AlreadyRevokedError):
        revoke_deputy(actor=corridor.security_admin, deputyship=made, now=NOW)
    with pytest.raises(errors.NotTheirHeadError):
        revoke_deputy(actor=corridor.oh.approver, deputyship=named(corridor), now=NOW)
    assert list(AdministrativeRow.objects.values_list("verb", flat=True).order_by("seq")) == [
        "DEPUTY_NAMED",
        "DEPUTY_REVOKED",
        "DEPUTY_NAMED",
    ]


def test_a_deputy_s_right_ends_with_the_holder_s_and_with_either_account(corridor: Corridor) -> None:
    named(corridor)
    holder, deputy = corridor.lw.approver, corridor.oh.approver
    Post.objects.filter(person=holder).update(valid_to=TOMORROW)
    assert scope_of(deputy.pk, TODAY).lent
    assert not scope_of(deputy.pk, TOMORROW).lent
    for account in (holder, deputy):
        Person.objects.filter(pk=account.pk).update(is_active=False)
        assert not scope_of(deputy.pk, TODAY).lent
        assert corridor.lw.district.pk not in entered(deputy.pk, TODAY)
        Person.objects.filter(pk=account.pk).update(is_active=True)


def test_being_a_supervisor_is_not_lent(corridor: Corridor) -> None:
    head = cast.person()
    post = cast.post(head, PostRole.SUPERVISOR, corridor.lw.desks["front"])
    named(corridor, actor=head, post=post)
    scope = scope_of(corridor.oh.approver.pk, TODAY)
    assert corridor.lw.desks["front"].pk in scope.desks
    assert not scope.holds(PostRole.SUPERVISOR)


def test_there_are_no_chains(corridor: Corridor) -> None:
    """Whoever stands in for a deputy does the deputy's own work, and none of whom that one stands in for."""
    named(corridor)
    named(corridor, actor=corridor.oh.approver, post=post_of(corridor.oh.approver), deputy=corridor.ra.approver)
    assert scope_of(corridor.ra.approver.pk, TODAY).districts == {
        corridor.ra.district.pk,
        corridor.oh.district.pk,
    }
    assert corridor.lw.district.pk not in entered(corridor.ra.approver.pk, TODAY)


@law("GB/T 22239-2019 8.1.5")
def test_standing_in_and_administering_exclude_each_other(corridor: Corridor) -> None:
    named(corridor)
    with pytest.raises(errors.ExclusivePostError):
        appoint(
            actor=corridor.security_admin,
            person=corridor.oh.approver,
            desk=None,
            role=PostRole.AUDIT_ADMIN,
            valid_from=TODAY,
            now=NOW,
            second=corridor.system_admin,
        )
    # The database judges the days of the deputyship alone as well, for a person without any post of a clerk.
    stranger = cast.person()
    named_by = corridor.lw.approver
    row = {"post": post_of(named_by), "named_by": named_by, "named_at": NOW, "valid_from": TODAY, "valid_to": NEXT_WEEK}
    Deputyship.objects.create(deputy=stranger, **row)
    with pytest.raises(IntegrityError, match="exclude one another"), transaction.atomic():
        cast.post(stranger, PostRole.AUDIT_ADMIN)
    with pytest.raises(IntegrityError, match="stands in for nobody"), transaction.atomic():
        Deputyship.objects.create(deputy=corridor.audit_admin, **row)


def test_the_database_keeps_deputyships_as_they_are(corridor: Corridor) -> None:
    made = named(corridor)
    rows = Deputyship.objects.filter(pk=made.pk)
    keeper = corridor.keeper_a
    row = {"named_by": keeper, "named_at": NOW, "valid_from": TODAY, "valid_to": NEXT_WEEK}
    attempts: list[tuple[str, Callable[[], Any]]] = [
        ("never turned into another", lambda: rows.update(valid_to=NEXT_WEEK + timedelta(days=9))),
        ("never turned into another", lambda: rows.update(deputy=corridor.ra.approver)),
        ("a_deputyship_has_a_last_day", lambda: Deputyship.objects.create(
            post=made.post, deputy=corridor.ra.approver, **row | {"valid_to": None})),
        ("Nobody stands in for themselves", lambda: Deputyship.objects.create(
            post=made.post, deputy=made.post.person, **row)),
        ("Only a post at a desk", lambda: Deputyship.objects.create(
            post=post_of(keeper), deputy=corridor.ra.approver, **row)),
        ("for days that overlap", lambda: Deputyship.objects.create(post=made.post, deputy=made.deputy, **row)),
    ]  # fmt: skip
    for message, attempt in attempts:
        with pytest.raises(IntegrityError, match=message), transaction.atomic():
            attempt()
    with pytest.raises(Exception, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM workflows_deputyship")


@pytest.mark.committed
@law("GB/T 22239-2019 8.1.5")
def test_a_deputy_and_an_administrator_are_not_made_of_one_person_at_once(committed: Corridor) -> None:
    """Both at the same moment, each by a connection of its own."""
    for number in range(3):
        stranger = cast.person()
        cast.post(stranger, PostRole.RECEIVER, committed.oh.desks["front"], valid_to=TOMORROW)
        days = {"valid_from": TOMORROW, "valid_to": NEXT_WEEK}
        row = {"post": post_of(committed.lw.approver), "named_by": committed.lw.approver, "named_at": NOW, **days}

        def stand_in(stranger: Person = stranger, row: dict[str, Any] = row) -> None:
            try:
                Deputyship.objects.create(deputy=stranger, **row)
            except IntegrityError as error:
                raise errors.ExclusivePostError(name=stranger.name) from error

        def become(stranger: Person = stranger) -> None:
            appoint(
                actor=committed.security_admin,
                person=stranger,
                desk=None,
                role=PostRole.AUDIT_ADMIN,
                valid_from=TOMORROW,
                now=NOW,
                second=committed.system_admin,
            )

        assert race(stand_in, become) == ["ExclusivePostError", "done"], number
