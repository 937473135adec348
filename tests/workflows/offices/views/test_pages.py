"""The pages of the offices: who lands where, what an act there brings about, and what a refusal says."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import override

from tests import cast
from tests.cast import Corridor
from tests.law import law
from tests.workflows.offices.conftest import Enter
from workflows.offices.tables import PAGE
from workflows.offices.words import outcome_words
from workflows.organisation.enums import PostRole
from workflows.organisation.models import (
    AdministrativeRow,
    Deputyship,
    Desk,
    District,
    Entrustment,
    Organ,
    Person,
    Post,
    Proposal,
)
from workflows.organisation.queries import known_outcomes

CODE = re.compile(r"(?:[2-9A-HJ-NP-Z]{5}-){3}[2-9A-HJ-NP-Z]{5}")
PASSWORD = "correct horse battery"  # noqa: S105 - of a person of the cast


def said(client: Client, name: str, *arguments: object, **query: str) -> str:
    answer = client.get(reverse(name, args=arguments), query)
    assert answer.status_code == 200
    return answer.content.decode()


@law("GB/T 22239-2019 8.1.5")
@pytest.mark.parametrize(
    ("who", "lands", "others"),
    [
        ("system_admin", "/offices/accounts/", ["posts", "administration", "entrustments"]),
        ("security_admin", "/offices/posts/", ["accounts", "administration"]),
        ("audit_admin", "/offices/log/", ["accounts", "posts", "entrustments", "proposals", "deputies"]),
    ],
)
def test_each_administrator_lands_on_their_own_pages_and_finds_no_other(
    corridor: Corridor, enter: Enter, who: str, lands: str, others: list[str]
) -> None:
    client = enter(corridor.people[who])
    assert client.get("/home/").headers["Location"] == lands
    assert client.get(lands).status_code == 200
    assert {client.get(reverse(f"offices:{name}")).status_code for name in others} == {404}
    assert client.get("/desks/").status_code == 403


def test_a_new_account_gets_a_code_that_is_shown_once_and_sets_a_password(corridor: Corridor, enter: Enter) -> None:
    client = enter(corridor.system_admin)
    asked = {"username": "lw.new", "name": "新人", "email": ""}
    shown = client.post(reverse("offices:account_new"), asked)
    (code,) = CODE.findall(shown.content.decode())
    assert "no-store" in shown.headers["Cache-Control"]
    person = Person.objects.get(username="lw.new")
    assert code not in said(client, "offices:account", person.pk)
    again = client.post(reverse("offices:account_new"), asked)
    assert (again.status_code, "lw.new is taken" in again.content.decode()) == (422, True)
    visitor = Client(headers={"accept-language": "en"})
    sent = {"username": "lw.new", "code": code.lower(), "password": PASSWORD, "again": PASSWORD}
    differing = visitor.post("/accounts/invitation/", sent | {"again": "x"})
    assert (differing.status_code, "The two passwords differ" in differing.content.decode()) == (422, True)
    assert visitor.post("/accounts/invitation/", sent).headers["Location"] == "/accounts/login/"
    assert visitor.post("/accounts/invitation/", sent).status_code == 422
    login = visitor.post("/accounts/login/", {"login": "lw.new", "password": PASSWORD})
    assert login.status_code == 302
    assert AdministrativeRow.objects.order_by("-seq")[0].verb == "SIGNED_IN"


def test_wrong_passwords_stand_in_the_log_without_what_was_typed(corridor: Corridor) -> None:
    visitor = Client(headers={"accept-language": "en"})
    for username in ("lw.receiver", "my secret passphrase"):
        visitor.post("/accounts/login/", {"login": username, "password": "wrong"})
    rows = AdministrativeRow.objects.order_by("seq").values_list("verb", "person__username", "address", "details")
    assert list(rows) == [
        ("SIGN_IN_FAILED", "lw.receiver", "127.0.0.1", {}),
        ("SIGN_IN_FAILED", None, "127.0.0.1", {}),
    ]


def test_a_reset_shows_a_code_and_an_administrator_s_waits_for_the_second(corridor: Corridor, enter: Enter) -> None:
    system, security = enter(corridor.system_admin), enter(corridor.security_admin)
    shown = system.post(reverse("offices:account_act", args=[corridor.lw.receiver.pk]), {"act": "second_step"})
    assert len(CODE.findall(shown.content.decode())) == 1
    asked = system.post(reverse("offices:account_act", args=[corridor.audit_admin.pk]), {"act": "password"})
    assert asked.headers["Location"] == "/offices/proposals/"
    proposal = Proposal.objects.get()
    decide = reverse("offices:proposal_decide", args=[proposal.pk])
    assert "Confirm" not in said(system, "offices:proposals")
    assert system.post(decide, {"act": "confirm"}).headers["Location"] == "/offices/proposals/"
    proposal.refresh_from_db()
    assert proposal.decided_by is None
    assert len(CODE.findall(security.post(decide, {"act": "confirm"}).content.decode())) == 1


def test_closing_an_account_and_opening_it_again(corridor: Corridor, enter: Enter) -> None:
    client, person = enter(corridor.system_admin), corridor.lw.receiver
    own = enter(person)
    act = reverse("offices:account_act", args=[person.pk])
    assert own.get("/desks/").status_code == 200
    client.post(act, {"act": "close"})
    assert own.get("/desks/").status_code == 302
    assert "Open the account again" in said(client, "offices:account", person.pk)
    client.post(act, {"act": "open"})
    assert Person.objects.get(pk=person.pk).is_active


def test_districts_organs_and_desks_open_and_close(corridor: Corridor, enter: Enter) -> None:
    client, today = enter(corridor.system_admin), localdate()
    first = today.isoformat()
    made = {"code": "GJ", "name": "高教园区", "name_en": "University Town", "gb2260": "330304", "valid_from": first}
    assert client.post(reverse("offices:place_new", args=["districts"]), made).status_code == 302
    district = District.objects.get(code="GJ")
    organ = {"district": district.pk, "uscc": "11330300MB1WN0058P", "name": "管委会", "name_en": "Committee"}
    organ |= {"short_name": "高教", "valid_from": first}
    assert client.post(reverse("offices:place_new", args=["organs"]), organ).status_code == 302
    held = Organ.objects.get(uscc="11330300MB1WN0058P")
    assert not held.has_own_power
    desk = {"district": district.pk, "organ": held.pk, "kind": "front", "name": "窗口", "name_en": "Window"}
    assert client.post(reverse("offices:place_new", args=["desks"]), desk | {"valid_from": first}).status_code == 302
    in_use = client.post(reverse("offices:place_close", args=["organs", held.pk]), {"valid_to": first})
    assert (in_use.status_code, "1 of its parts go on" in in_use.content.decode()) == (422, True)
    opened = Desk.objects.get(organ=held)
    client.post(reverse("offices:place_close", args=["desks", opened.pk]), {"valid_to": first})
    client.post(reverse("offices:place_close", args=["organs", held.pk]), {"valid_to": first})
    client.post(
        reverse("offices:place_close", args=["districts", district.pk]),
        {"valid_to": first, "successor": corridor.oh.district.pk},
    )
    district.refresh_from_db()
    assert (district.valid_to, district.successor) == (today + timedelta(days=1), corridor.oh.district)
    assert [row.verb for row in AdministrativeRow.objects.order_by("seq")] == [
        *("DISTRICT_OPENED", "ORGAN_OPENED", "DESK_OPENED", "DESK_CLOSED", "ORGAN_CLOSED", "DISTRICT_CLOSED"),
    ]


def test_a_desk_with_posts_does_not_close(corridor: Corridor, enter: Enter) -> None:
    desk = corridor.lw.desks["front"]
    answer = enter(corridor.system_admin).post(
        reverse("offices:place_close", args=["desks", desk.pk]), {"valid_to": localdate().isoformat()}
    )
    assert (answer.status_code, "2 of its parts" in answer.content.decode()) == (422, True)


def test_clerks_are_appointed_at_once_and_administrators_proposed(corridor: Corridor, enter: Enter) -> None:
    client, person = enter(corridor.security_admin), cast.person()
    asked = {"username": person.username, "role": "REVIEWER", "desk": corridor.lw.desks["front"].pk}
    asked |= {"valid_from": localdate().isoformat(), "valid_to": ""}
    assert client.post(reverse("offices:post_new"), asked).status_code == 302
    held = Post.objects.get(person=person)
    refused = client.post(reverse("offices:post_new"), asked | {"username": "nobody"})
    assert (refused.status_code, "Nobody has this user name" in refused.content.decode()) == (422, True)
    client.post(reverse("offices:post_end", args=[held.pk]), {"valid_to": localdate().isoformat()})
    held.refresh_from_db()
    assert held.valid_to == localdate() + timedelta(days=1)
    client.post(reverse("offices:post_new"), asked | {"role": "AUDIT_ADMIN", "desk": ""})
    assert Proposal.objects.get().role == PostRole.AUDIT_ADMIN


def test_an_entrustment_is_recorded_and_the_organ_without_one_is_a_finding(corridor: Corridor, enter: Enter) -> None:
    client, first = enter(corridor.security_admin), localdate().isoformat()
    handler = cast.functional_area(corridor.lw.organ).organ
    Entrustment.objects.all().delete()
    assert "its desks decide nothing" in said(client, "offices:entrustments")
    asked = {"issuer": corridor.lw.organ.pk, "handler": handler.pk, "sealer": corridor.oh.organ.pk, "document": "1号"}
    assert client.post(reverse("offices:entrustment_new"), asked | {"valid_from": first}).status_code == 302
    assert "its desks decide nothing" not in said(client, "offices:entrustments")
    made = Entrustment.objects.get()
    assert made.sealer == corridor.oh.organ
    client.post(reverse("offices:entrustment_end", args=[made.pk]), {"valid_to": first})
    made.refresh_from_db()
    assert made.valid_to == localdate() + timedelta(days=1)


def test_a_clerk_names_a_deputy_with_limits_and_revokes_it(corridor: Corridor, enter: Enter) -> None:
    client = enter(corridor.lw.approver)
    post = Post.objects.get(person=corridor.lw.approver)
    asked = {"post": post.pk, "deputy": corridor.oh.approver.pk, "valid_from": localdate().isoformat()}
    asked |= {"valid_to": (localdate() + timedelta(days=4)).isoformat(), "no_decisions": "on", "excluded": ["extend"]}
    assert client.post(reverse("offices:deputy_new"), asked).status_code == 302
    made = Deputyship.objects.get()
    assert made.excluded == ["deny", "extend", "grant"]
    assert "without: deny, extend the limit, grant" in said(client, "offices:deputies")
    others = Post.objects.get(person=corridor.lw.receiver)
    assert client.post(reverse("offices:deputy_new"), asked | {"post": others.pk}).status_code == 422
    theirs = enter(corridor.oh.approver)
    assert "Revoke" not in said(theirs, "offices:deputies")
    assert "for 龙湾区核准人" in theirs.get("/desks/").content.decode()
    client.post(reverse("offices:deputy_revoke", args=[made.pk]))
    made.refresh_from_db()
    assert made.revoked_by == corridor.lw.approver


def test_every_list_goes_on_behind_its_last_row(corridor: Corridor, enter: Enter) -> None:
    client = enter(corridor.system_admin)
    found: list[str] = []
    after = ""
    while True:
        page = said(client, "offices:accounts", **({"after": after} if after else {}))
        found += re.findall(r'href="/offices/accounts/(\d+)/"', page)
        mark = re.search(r"amp;after=(\d+)", page)
        if mark is None:
            break
        after = mark[1]
    assert [int(key) for key in found] == sorted(Person.objects.values_list("pk", flat=True), reverse=True)
    assert len(found) > PAGE
    assert re.findall(r'href="/offices/accounts/(\d+)/"', said(client, "offices:accounts", q="keeper")) == [
        str(pk) for pk in sorted((corridor.keeper_a.pk, corridor.keeper_b.pk), reverse=True)
    ]


def test_the_audit_administrator_reads_acts_and_sign_ins_apart(corridor: Corridor, enter: Enter) -> None:
    Client().post("/accounts/login/", {"login": "lw.receiver", "password": "wrong"})
    enter(corridor.system_admin).post(reverse("offices:account_act", args=[corridor.lw.receiver.pk]), {"act": "close"})
    client = enter(corridor.audit_admin)
    acts, sign_ins = (said(client, "offices:administration", kind=kind) for kind in ("acts", "sign-ins"))
    assert ("Account closed" in acts, "Sign-in failed" in acts) == (True, False)
    assert ("Account closed" in sign_ins, "Sign-in failed" in sign_ins) == (False, True)
    assert client.post(reverse("offices:administration")).status_code == 405


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_outcome_left_to_a_holder_has_words(language: str) -> None:
    with override(language):
        assert [name for name in known_outcomes() if "_" in outcome_words(name)] == []
        assert {name for name in known_outcomes() if outcome_words(name) == name} <= {
            "accept",
            "forward",
            "refuse",
            "grant",
            "deny",
            "issue",
        }
