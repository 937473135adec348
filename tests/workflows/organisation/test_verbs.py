"""What administrators may do, what they may not, and what holds when two do it at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connections, transaction
from django.utils.translation import override

from tests import cast
from tests.cast import SINCE, Corridor
from tests.law import law
from workflows.organisation import errors
from workflows.organisation.enums import ADMINISTRATORS, PostRole
from workflows.organisation.models import Desk, District, Entrustment, Organ, Person, Post
from workflows.organisation.queries import district_on
from workflows.organisation.verbs import (
    appoint,
    end_district,
    end_post,
    entrust,
    set_up_desk,
    set_up_district,
    set_up_organ,
)

NOW = datetime(2026, 3, 1, 17, 0, tzinfo=UTC)
"""One o'clock in the night of 2 March in Wenzhou; still 1 March in UTC."""
TODAY = date(2026, 3, 2)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def appointed(corridor: Corridor, person: Person, role: PostRole, **more: Any) -> Post:
    desk = more.pop("desk", None)
    second = corridor.system_admin if role in ADMINISTRATORS else None
    named = {"actor": corridor.security_admin, "desk": desk, "valid_from": TODAY, "now": NOW, "second": second, **more}
    return appoint(person=person, role=role, **named)


def test_the_security_administrator_appoints(corridor: Corridor) -> None:
    person, desk = cast.person(), corridor.lw.desks["front"]
    post = appointed(corridor, person, PostRole.RECEIVER, desk=desk, valid_to=TOMORROW)
    assert (post.person, post.desk, post.role, post.valid_from, post.valid_to) == (
        person,
        desk,
        "RECEIVER",
        TODAY,
        TOMORROW,
    )


@pytest.mark.parametrize("actor", ["system_admin", "audit_admin", "supervisor", "keeper_a"])
def test_nobody_else_appoints_or_ends(corridor: Corridor, actor: str) -> None:
    who, post = corridor.people[actor], Post.objects.filter(role=PostRole.RECEIVER)[0]
    with override("en"):
        with pytest.raises(errors.NotEntitledError, match="“Security administrator”, which you do not hold today"):
            appointed(corridor, cast.person(), PostRole.STANDARD_KEEPER, actor=who)
        with pytest.raises(errors.NotEntitledError):
            end_post(actor=who, post=post, valid_to=TOMORROW, now=NOW)


def test_an_entitlement_ends_with_its_post_and_with_the_account(corridor: Corridor) -> None:
    Post.objects.filter(role=PostRole.SECURITY_ADMIN).update(valid_to=TODAY)
    with pytest.raises(errors.NotEntitledError):
        appointed(corridor, cast.person(), PostRole.SUPERVISOR)
    Post.objects.filter(role=PostRole.SECURITY_ADMIN).update(valid_to=None)
    Person.objects.filter(pk=corridor.security_admin.pk).update(is_active=False)
    with pytest.raises(errors.NotEntitledError):
        appointed(corridor, cast.person(), PostRole.SUPERVISOR)


def test_wrong_appointments_are_refused_each_in_its_own_way(corridor: Corridor) -> None:
    stranger, closed, desk = cast.person(), cast.person(is_active=False), corridor.lw.desks["front"]
    refused: list[tuple[type[Exception], Person, PostRole, dict[str, Any]]] = [
        (errors.SelfAppointmentError, corridor.security_admin, PostRole.SUPERVISOR, {}),
        (errors.PersonInactiveError, closed, PostRole.SUPERVISOR, {}),
        (errors.DeskNeededError, stranger, PostRole.RECEIVER, {}),
        (errors.DeskForbiddenError, stranger, PostRole.AUDIT_ADMIN, {"desk": desk}),
        (errors.PastDayError, stranger, PostRole.RECEIVER, {"desk": desk, "valid_from": YESTERDAY}),
        (errors.NoDurationError, stranger, PostRole.RECEIVER, {"desk": desk, "valid_to": TODAY}),
        (errors.AlreadyHeldError, corridor.lw.receiver, PostRole.RECEIVER, {"desk": desk}),
    ]
    before = Post.objects.count()
    for error, person, role, more in refused:
        with pytest.raises(error):
            appointed(corridor, person, role, **more)
    assert Post.objects.count() == before


def test_nobody_is_appointed_to_what_does_not_exist_then(corridor: Corridor) -> None:
    desk, district = corridor.lw.desks["front"], corridor.oh.district
    Desk.objects.filter(pk=desk.pk).update(valid_to=TOMORROW)
    District.objects.filter(pk=district.pk).update(valid_to=TODAY)
    for gone in (Desk.objects.get(pk=desk.pk), Desk.objects.get(pk=corridor.oh.desks["front"].pk)):
        with pytest.raises(errors.NotInForceError):
            appointed(corridor, cast.person(), PostRole.RECEIVER, desk=gone, valid_from=TOMORROW)


@law("GB/T 22239-2019 8.1.5")
@pytest.mark.parametrize("role", sorted(ADMINISTRATORS))
def test_an_administrator_holds_no_other_post(corridor: Corridor, role: PostRole) -> None:
    desk = corridor.lw.desks["front"]
    with (
        override("en"),
        pytest.raises(errors.ExclusivePostError, match="龙湾区收件员 would hold an administrator's post"),
    ):
        appointed(corridor, corridor.lw.receiver, role)
    person = cast.person()
    appointed(corridor, person, role, valid_to=TOMORROW)
    for other in sorted(set(PostRole) - {role}):
        at = None if other in ADMINISTRATORS else desk
        with pytest.raises(errors.ExclusivePostError):
            appointed(corridor, person, other, desk=at)
    appointed(corridor, person, PostRole.RECEIVER, desk=desk, valid_from=TOMORROW)


@law("GB/T 22239-2019 8.1.5")
def test_the_database_refuses_a_second_post_of_an_administrator_whoever_writes_it(corridor: Corridor) -> None:
    held = Post.objects.get(person=corridor.audit_admin)
    attempts: list[tuple[str, Callable[[], Any]]] = [
        ("exclude one another", lambda: cast.post(corridor.audit_admin, PostRole.SYSTEM_ADMIN)),
        ("exclude one another", lambda: cast.post(corridor.lw.receiver, PostRole.AUDIT_ADMIN)),
        ("exclude one another", lambda: Post.objects.filter(pk=held.pk).update(person=corridor.lw.receiver)),
        ("exclude one another", lambda: Post.objects.filter(person=corridor.keeper_a).update(person=held.person)),
        ("stands at no desk", lambda: Post.objects.filter(pk=held.pk).update(desk=corridor.lw.desks["front"])),
    ]
    for message, attempt in attempts:
        with pytest.raises(IntegrityError, match=message), transaction.atomic():
            attempt()


def test_ending_a_post_brings_its_end_forward_and_never_puts_it_off(corridor: Corridor) -> None:
    post = Post.objects.get(person=corridor.lw.archivist)

    def end(day: date) -> Post:
        return end_post(actor=corridor.security_admin, post=post, valid_to=day, now=NOW)

    with pytest.raises(errors.PastDayError):
        end(YESTERDAY)
    assert end(TODAY + timedelta(days=9)).valid_to == TODAY + timedelta(days=9)
    assert end(TODAY).valid_to == TODAY
    for day in (TODAY, TOMORROW):
        with override("en"), pytest.raises(errors.AlreadyEndedError, match="Archivist ends on 2026-03-02 already"):
            end(day)


def test_a_post_cannot_end_before_it_begins(corridor: Corridor) -> None:
    post = cast.post(cast.person(), PostRole.SUPERVISOR, valid_from=TOMORROW)
    with pytest.raises(errors.NoDurationError):
        end_post(actor=corridor.security_admin, post=post, valid_to=TOMORROW, now=NOW)


def test_the_day_is_the_district_s(corridor: Corridor) -> None:
    District.objects.filter(pk=corridor.lw.district.pk).update(time_zone="America/New_York")
    desk = Desk.objects.get(pk=corridor.lw.desks["front"].pk)
    assert appointed(corridor, cast.person(), PostRole.RECEIVER, desk=desk, valid_from=YESTERDAY).pk


def new_organ(district: District, uscc: str) -> Organ:
    return Organ(
        uscc=uscc, name="新机关", name_en="New organ", short_name="新机关", district=district, valid_from=TODAY
    )


def test_the_system_administrator_sets_up_districts_organs_and_desks(corridor: Corridor) -> None:
    actor = corridor.system_admin
    district = set_up_district(
        actor=actor,
        district=District(code="GJ", name="高教园区", name_en="University Town", gb2260="330304", valid_from=TODAY),
        now=NOW,
    )
    organ = set_up_organ(actor=actor, organ=new_organ(district, " 11330300mb1wn0058p "), now=NOW)
    desk = set_up_desk(
        actor=actor,
        desk=Desk(organ=organ, district=district, kind="front", name="窗口", name_en="Window", valid_from=TODAY),
        now=NOW,
    )
    assert (district.pk, organ.uscc, desk.organ.district.code) == (district.pk, "11330300MB1WN0058P", "GJ")


def test_nobody_else_sets_anything_up(corridor: Corridor) -> None:
    actor, lw = corridor.audit_admin, corridor.lw
    attempts: list[Callable[[], Any]] = [
        lambda: set_up_district(actor=actor, district=District(valid_from=TODAY), now=NOW),
        lambda: set_up_organ(actor=actor, organ=new_organ(lw.district, "11330300MB1WN0058P"), now=NOW),
        lambda: set_up_desk(actor=actor, desk=Desk(organ=lw.organ, district=lw.district, valid_from=TODAY), now=NOW),
        lambda: end_district(actor=actor, district=lw.district, successor=None, valid_to=TODAY, now=NOW),
        lambda: entrust(
            actor=actor, issuer=lw.organ, handler=corridor.oh.organ, document="1", valid_from=TODAY, now=NOW
        ),
    ]
    for attempt in attempts:
        with pytest.raises(errors.NotEntitledError):
            attempt()


def test_an_organ_s_code_has_to_be_right(corridor: Corridor) -> None:
    for code in ("11330300MB1WN0058X", "1133"):
        with pytest.raises(errors.CodeRefusedError):
            set_up_organ(actor=corridor.system_admin, organ=new_organ(corridor.lw.district, code), now=NOW)


def ended(corridor: Corridor, district: District, successor: District | None, day: date = TOMORROW) -> District:
    return end_district(actor=corridor.system_admin, district=district, successor=successor, valid_to=day, now=NOW)


def test_an_ended_district_s_code_means_its_successor(corridor: Corridor) -> None:
    ended(corridor, corridor.lw.district, corridor.oh.district)
    assert district_on("LW", TODAY) == corridor.lw.district
    assert district_on("LW", TOMORROW) == corridor.oh.district


def test_a_district_is_succeeded_by_one_that_stands(corridor: Corridor) -> None:
    lw, oh = corridor.lw.district, corridor.oh.district
    with pytest.raises(errors.OwnSuccessorError):
        ended(corridor, lw, lw)
    with pytest.raises(errors.PastDayError):
        ended(corridor, lw, oh, YESTERDAY)
    ended(corridor, lw, oh)
    with pytest.raises(errors.NotInForceError):
        ended(corridor, oh, lw)
    with pytest.raises(errors.AlreadyEndedError):
        ended(corridor, lw, None)


def entrusted(corridor: Corridor, issuer: Organ, handler: Organ, **more: Any) -> Entrustment:
    named = {"actor": corridor.security_admin, "document": "温政发〔2026〕1号", "valid_from": TODAY, "now": NOW, **more}
    return entrust(issuer=issuer, handler=handler, **named)


@law("许可法 24")
def test_an_entrusted_organ_entrusts_nobody(corridor: Corridor) -> None:
    lw, oh, ra = corridor.lw.organ, corridor.oh.organ, corridor.ra.organ
    entrusted(corridor, lw, oh, valid_to=TOMORROW)
    for issuer, handler in ((oh, ra), (ra, lw), (oh, lw)):
        with override("en"), pytest.raises(errors.NoFurtherEntrustmentError, match="which 许可法 24 forbids"):
            entrusted(corridor, issuer, handler)
    entrusted(corridor, lw, ra)
    assert entrusted(corridor, oh, corridor.yq.organ, valid_from=TOMORROW).pk
    with pytest.raises(IntegrityError, match="may not entrust further"), transaction.atomic():
        Entrustment.objects.filter(issuer=oh).update(valid_from=TODAY)


@law("许可法 24")
def test_entrustment_needs_another_organ_and_a_document(corridor: Corridor) -> None:
    lw, oh = corridor.lw.organ, corridor.oh.organ
    with pytest.raises(errors.SelfEntrustmentError):
        entrusted(corridor, lw, lw)
    with pytest.raises(errors.DocumentMissingError):
        entrusted(corridor, lw, oh, document="  ")
    with pytest.raises(errors.NoDurationError):
        entrusted(corridor, lw, oh, valid_to=TODAY)
    with pytest.raises(errors.NotInForceError):
        entrusted(corridor, lw, oh, valid_from=SINCE - timedelta(days=1))


def race(*attempts: Callable[[], Any]) -> list[str]:
    """What came of several attempts made at the same moment, each by a connection of its own, open until all tried."""
    barrier = Barrier(len(attempts))

    def one(attempt: Callable[[], Any]) -> str:
        barrier.wait(10)
        try:
            attempt()
        except errors.OrganisationError as error:
            return type(error).__name__
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(len(attempts)) as pool:
        return sorted(pool.map(one, attempts))


@law("GB/T 22239-2019 8.1.5")
@pytest.mark.parametrize("other", [PostRole.AUDIT_ADMIN, PostRole.SUPERVISOR])
def test_two_appointments_at_once_make_no_administrator_of_two_kinds(committed: Corridor, other: PostRole) -> None:
    for _ in range(5):
        person = cast.person()
        outcome = race(
            lambda person=person: appointed(committed, person, PostRole.SYSTEM_ADMIN),  # type: ignore[misc]
            lambda person=person: appointed(committed, person, other),  # type: ignore[misc]
        )
        assert outcome == ["ExclusivePostError", "done"]
        assert Post.objects.filter(person=person).count() == 1


@law("许可法 24")
def test_two_entrustments_at_once_make_no_chain(committed: Corridor) -> None:
    lw, oh, ra = committed.lw.organ, committed.oh.organ, committed.ra.organ
    for _ in range(5):
        outcome = race(lambda: entrusted(committed, lw, oh), lambda: entrusted(committed, oh, ra))
        assert outcome == ["NoFurtherEntrustmentError", "done"]
        assert Entrustment.objects.count() == 1
        Entrustment.objects.all().delete()


def test_two_districts_cannot_succeed_each_other_at_once(committed: Corridor) -> None:
    lw, oh = committed.lw.district, committed.oh.district
    outcome = race(lambda: ended(committed, lw, oh), lambda: ended(committed, oh, lw))
    assert outcome == ["NotInForceError", "done"]
    assert District.objects.filter(successor__isnull=False).count() == 1


def test_a_guard_that_waited_sees_what_was_written_meanwhile(committed: Corridor) -> None:
    """The second appointment starts while the first is written and not yet committed."""
    person = cast.person()
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            appointed(committed, person, PostRole.SYSTEM_ADMIN)
            waiting = pool.submit(race, lambda: appointed(committed, person, PostRole.AUDIT_ADMIN))
            with pytest.raises(TimeoutError):
                waiting.result(0.3)
        assert waiting.result(10) == ["ExclusivePostError"]
