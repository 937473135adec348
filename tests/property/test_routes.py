"""Every address of the site, asked by everybody who has no business there.

Each route states in ``ROUTES`` for whom it is; a route that states nothing fails the test. What belongs to somebody else
is not found: 404, whoever asks, and no answer to a stranger carries a word of the case.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import resolve_url
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.timezone import localdate

from approvals.demo.cast import CLERKS, ENTERPRISES
from approvals.demo.forms import PEOPLE
from approvals.filing.models import Filing, FilingDraft, Material
from approvals.filing.verbs import attach
from approvals.filing.verbs import begin_draft as begin_filing
from approvals.licences.models import Licence
from approvals.notices.models import Notice
from approvals.papers.models import Paper
from enterprises.registration.models import Enterprise
from tests.told import Told
from workflows.engine.bulk.verbs import Chosen, Ordered, give_order
from workflows.engine.models import Case
from workflows.engine.present import present
from workflows.engine.state import Actor
from workflows.journal.models import Effect, JournalRow
from workflows.moving.verbs import make_plan
from workflows.organisation.deputies import name_deputy
from workflows.organisation.models import Deputyship, Desk, District, Entrustment, Person, Post, Proposal
from workflows.organisation.proposals import propose_end
from workflows.organisation.scoping import seen_by
from workflows.standards.models import StandardDraft
from workflows.standards.promulgation.models import PromulgationProcess
from workflows.standards.terms.verbs import begin_terms
from workflows.studio.verbs import begin_draft as begin_change

pytestmark = [pytest.mark.xdist_group("told"), pytest.mark.timeout(300)]

FILED = "温州市龙湾睿目智能科技有限公司"
"""Whose registration the strangers ask for: filed by the founder in 龙湾."""
THIRD = frozenset(f"ra.{clerk.key}" for clerk in CLERKS)
APPLICANTS = frozenset({"e2", "agent"})
"""Another enterprise's legal representative, and an agent whom nobody has authorised."""
ADMINISTRATORS = frozenset({"admin.system", "admin.security", "admin.audit"})
KEEPERS = frozenset({"keeper.a", "keeper.b"})
WATCHERS = frozenset({"supervisor", "leading"})
"""Who may look at every case of the corridor, at the desks' pages and without acting."""
EVERYBODY = APPLICANTS | THIRD | ADMINISTRATORS | KEEPERS | WATCHERS


class For(Enum):
    """For whom a route is: who of the strangers gets in, and what the others are answered."""

    ANYBODY = "without signing in"
    SIGNED_IN = "whoever is signed in sees what is their own there"
    APPLICANT = "those the case or the draft belongs to"
    DISTRICT = "the districts that handle the case; who watches the corridor may read"
    DESK = "whoever works at a desk, or watches the corridor"
    GIVER = "whoever gave the bulk order"
    READERS = "keepers, supervisors and the leading group"
    KEEPERS = "keepers"
    SYSTEM = "the system administrator"
    SECURITY = "the security administrator"
    AUDIT = "the audit administrator"
    SECONDS = "the two administrators who confirm for one another"
    STAFF = "whoever holds a post, and the security administrator"
    SPEAKERS = "whoever writes the terms of the district"


LET_IN: Mapping[For, frozenset[str]] = {
    For.ANYBODY: EVERYBODY,
    For.SIGNED_IN: EVERYBODY,
    For.APPLICANT: frozenset(),
    For.DISTRICT: WATCHERS,
    For.DESK: THIRD | WATCHERS,
    For.GIVER: frozenset(),
    For.READERS: KEEPERS | WATCHERS | {"ra.supervisor"},
    For.KEEPERS: KEEPERS,
    For.SYSTEM: frozenset({"admin.system"}),
    For.SECURITY: frozenset({"admin.security"}),
    For.AUDIT: frozenset({"admin.audit"}),
    For.SECONDS: frozenset({"admin.system", "admin.security"}),
    For.STAFF: THIRD | KEEPERS | WATCHERS | {"admin.security"},
    For.SPEAKERS: frozenset(),
}
WORKS_THERE: Mapping[For, str] = {
    For.APPLICANT: "founder",
    For.DISTRICT: "lw.receiver",
    For.DESK: "lw.receiver",
    For.GIVER: "lw.receiver",
    For.READERS: "lw.supervisor",
    For.KEEPERS: "keeper.a",
    For.SYSTEM: "admin.system",
    For.SECURITY: "admin.security",
    For.AUDIT: "admin.audit",
    For.SECONDS: "admin.security",
    For.STAFF: "lw.receiver",
    For.SPEAKERS: "lw.supervisor",
}
"""Who finds the page: proof that the arguments name what is there."""


@dataclass(frozen=True)
class Route:
    """For whom a route is, and which of the things its arguments name."""

    whom: For
    arguments: Mapping[str, str] = field(default_factory=dict)


def route(whom: For, **arguments: str) -> Route:
    return Route(whom, arguments)


CASE, DRAFT, LICENCE = {"case": "case"}, {"pk": "draft"}, {"pk": "version"}
ROUTES: Mapping[str, Route] = {
    "start": route(For.ANYBODY),
    "home": route(For.SIGNED_IN),
    "display": route(For.ANYBODY),
    "set_language": route(For.ANYBODY),
    "live": route(For.ANYBODY),
    "ready": route(For.ANYBODY),
    "account_login": route(For.ANYBODY),
    "account_logout": route(For.ANYBODY),
    "account_inactive": route(For.ANYBODY),
    "account_reauthenticate": route(For.SIGNED_IN),
    "account_change_password": route(For.SIGNED_IN),
    "account_set_password": route(For.SIGNED_IN),
    "mfa_index": route(For.SIGNED_IN),
    "mfa_authenticate": route(For.SIGNED_IN),
    "mfa_reauthenticate": route(For.SIGNED_IN),
    "mfa_activate_totp": route(For.SIGNED_IN),
    "mfa_deactivate_totp": route(For.SIGNED_IN),
    "mfa_view_recovery_codes": route(For.SIGNED_IN),
    "mfa_generate_recovery_codes": route(For.SIGNED_IN),
    "mfa_download_recovery_codes": route(For.SIGNED_IN),
    "invitation": route(For.ANYBODY),
    "offices:accounts": route(For.SYSTEM),
    "offices:account_new": route(For.SYSTEM),
    "offices:account": route(For.SYSTEM, person="person"),
    "offices:account_act": route(For.SYSTEM, person="person"),
    "offices:places": route(For.SYSTEM, kind="places"),
    "offices:place_new": route(For.SYSTEM, kind="places"),
    "offices:place_close": route(For.SYSTEM, kind="places", pk="desk"),
    "offices:posts": route(For.SECURITY),
    "offices:post_new": route(For.SECURITY),
    "offices:post_end": route(For.SECURITY, post="post"),
    "offices:entrustments": route(For.SECURITY),
    "offices:entrustment_new": route(For.SECURITY),
    "offices:entrustment_end": route(For.SECURITY, entrustment="entrustment"),
    "offices:deputies": route(For.STAFF),
    "offices:deputy_new": route(For.STAFF),
    "offices:deputy_revoke": route(For.STAFF, deputyship="deputyship"),
    "offices:proposals": route(For.SECONDS),
    "offices:proposal_decide": route(For.SECONDS, proposal="proposal"),
    "offices:follow_ups": route(For.SYSTEM),
    "offices:follow_up_again": route(For.SYSTEM, effect="effect"),
    "offices:administration": route(For.AUDIT),
    "portal:catalogue": route(For.ANYBODY),
    "portal:differences": route(For.ANYBODY, key="standard"),
    "portal:begin": route(For.SIGNED_IN, key="standard"),
    "portal:first": route(For.APPLICANT, **DRAFT),
    "portal:discard": route(For.APPLICANT, **DRAFT),
    "portal:materials": route(For.APPLICANT, **DRAFT),
    "portal:material_add": route(For.APPLICANT, **DRAFT),
    "portal:material_remove": route(For.APPLICANT, **DRAFT, material="draft_material"),
    "portal:review": route(For.APPLICANT, **DRAFT),
    "portal:send": route(For.APPLICANT, **DRAFT),
    "portal:draft": route(For.APPLICANT, **DRAFT, section="section"),
    "portal:draft_save": route(For.APPLICANT, **DRAFT, section="section"),
    "portal:cases": route(For.SIGNED_IN),
    "portal:case": route(For.APPLICANT, pk="case"),
    "portal:act": route(For.APPLICANT, pk="case"),
    "portal:again": route(For.APPLICANT, pk="case"),
    "portal:read": route(For.APPLICANT, pk="case"),
    "portal:chart": route(For.APPLICANT, pk="case"),
    "portal:paper": route(For.APPLICANT, pk="case", paper="paper"),
    "portal:material": route(For.APPLICANT, pk="material"),
    "portal:licence": route(For.APPLICANT, identifier="licence"),
    "desks:queue": route(For.DESK),
    "desks:news": route(For.DESK),
    "desks:next": route(For.DESK),
    "desks:bulk": route(For.DESK),
    "desks:orders": route(For.DESK),
    "desks:order": route(For.GIVER, order="order"),
    "desks:order_progress": route(For.GIVER, order="order"),
    "desks:order_stop": route(For.GIVER, order="order"),
    "desks:order_table": route(For.GIVER, order="order"),
    "desks:case": route(For.DISTRICT, **CASE),
    "desks:preview": route(For.DISTRICT, **CASE),
    "desks:claim": route(For.DISTRICT, **CASE),
    "desks:release": route(For.DISTRICT, **CASE),
    "desks:act": route(For.DISTRICT, **CASE),
    "desks:allow_return": route(For.DISTRICT, **CASE),
    "desks:keep_away": route(For.DISTRICT, **CASE),
    "desks:in_full": route(For.DISTRICT, **CASE),
    "desks:chart": route(For.DISTRICT, **CASE),
    "desks:material": route(For.DISTRICT, **CASE, material="material"),
    "desks:paper": route(For.DISTRICT, **CASE, paper="paper"),
    "licences:list": route(For.SIGNED_IN),
    "licences:licence": route(For.DISTRICT, **LICENCE),
    "licences:document": route(For.DISTRICT, **LICENCE),
    "licences:start": route(For.DISTRICT, **LICENCE),
    "licences:state": route(For.DISTRICT, **LICENCE),
    "licences:hear": route(For.DISTRICT, **LICENCE),
    "licences:drop": route(For.DISTRICT, **LICENCE),
    "licences:decide": route(For.DISTRICT, **LICENCE),
    "studio:standards": route(For.READERS),
    "studio:standard": route(For.READERS, key="standard", number="number"),
    "studio:download": route(For.READERS, key="standard", number="number", kind="kind"),
    "studio:tests_of": route(For.READERS, key="standard", number="number"),
    "studio:difference": route(For.READERS, key="standard"),
    "studio:begin": route(For.KEEPERS, key="standard"),
    "studio:draft": route(For.KEEPERS, draft="change"),
    "studio:draft_difference": route(For.KEEPERS, draft="change"),
    "studio:tests_in": route(For.KEEPERS, draft="change"),
    "studio:write_test": route(For.KEEPERS, draft="change"),
    "studio:drop_test": route(For.KEEPERS, draft="change"),
    "studio:discard": route(For.KEEPERS, draft="change"),
    "studio:submit": route(For.KEEPERS, draft="change"),
    "studio:rehearsal": route(For.KEEPERS, draft="change"),
    "studio:plans": route(For.KEEPERS, key="standard"),
    "studio:plan": route(For.READERS, plan="plan"),
    "studio:plan_cases": route(For.READERS, plan="plan"),
    "studio:terms_corridor": route(For.READERS),
    "studio:terms": route(For.READERS, key="standard", code="district"),
    "studio:terms_change": route(For.SPEAKERS, key="standard", code="district"),
    "studio:terms_submit": route(For.SPEAKERS, key="standard", code="district"),
    "studio:differences": route(For.READERS, code="district"),
    "studio:inbox": route(For.READERS),
    "studio:flow": route(For.READERS, promulgation="promulgation"),
    "audit:seals": route(For.AUDIT),
    "audit:access": route(For.AUDIT),
    "audit:erasures": route(For.AUDIT),
    "public:verify": route(For.ANYBODY),
    "public:licence": route(For.ANYBODY, identifier="licence"),
}


@dataclass(frozen=True)
class Things:
    """What lies there: real objects of the founder's and of 龙湾, and words that only the case has."""

    named: Mapping[str, int | str]
    words: tuple[str, ...]
    sent: Mapping[str, str]

    def address(self, name: str) -> str:
        return reverse(name, kwargs={key: self.named[thing] for key, thing in ROUTES[name].arguments.items()})


@pytest.fixture
def things(told: Told) -> Iterator[Things]:
    """The story's registration, with a draft and a change of rules besides; all of it taken away again."""
    with transaction.atomic():
        yield made()
        transaction.set_rollback(True)


def made() -> Things:
    founder, keeper = (Person.objects.get(username=name) for name in ("founder", "keeper.a"))
    now = present()
    draft = begin_filing(actor=founder, standard="registration", enterprise=None, now=now)
    added = attach(actor=founder, draft=draft.pk, material="application", name="a.pdf", data=PDF, now=now)
    speaker = Person.objects.get(username="lw.supervisor")
    begin_terms(actor=speaker, district=District.objects.get(code="LW"), standard="relocation", now=now)
    # What is committed is read as the auditor, who sees every district.
    case = Case.objects.using("audit").exclude(phase="RETURNED").get(subject=FILED)
    filing = Filing.objects.using("audit").get(case=case.pk)
    material = Material.objects.using("audit").filter(filing=filing.pk)[0]
    paper = Paper.objects.using("audit").filter(case=case.pk)[0]
    licence = Licence.objects.using("audit").filter(case=case.pk).latest("version")
    notice = Notice.objects.using("audit").filter(case=case.pk)[0]
    lent, proposed = administered(now)
    named = {
        "draft": draft.pk,
        "draft_material": added.pk,
        "section": first_section(draft.pk),
        "order": ordered(case, now),
        "case": case.pk,
        "material": material.pk,
        "paper": paper.pk,
        "licence": licence.identifier,
        "version": licence.pk,
        "standard": "relocation",
        "district": "LW",
        "number": 1,
        "kind": "json",
        "change": begin_change(actor=keeper, standard="relocation", now=now).pk,
        "person": founder.pk,
        "places": "desks",
        "desk": Desk.objects.filter(district__code="LW")[0].pk,
        "post": lent.post_id,
        "entrustment": Entrustment.objects.all()[0].pk,
        "deputyship": lent.pk,
        "proposal": proposed.pk,
        "effect": Effect.objects.using("audit").filter(case_id=case.pk)[0].pk,
        "plan": make_plan(actor=keeper, standard="relocation", source=1, target=2, now=now).pk,
        "promulgation": PromulgationProcess.objects.get(key="relocation").pk,
    }
    words = (case.number, FILED, licence.identifier, material.digest, paper.number, *PEOPLE["first"][1:4:2])
    sent = {
        "key": str(uuid4()),
        "step": "review",
        "act": "pass",
        "ordinal": "1",
        "opinion": "同意",
        "notice": str(notice.pk),
        "material": "application",
        "version": "1",
        "revision": "1",
        "reason": "改",
        "for": str(Enterprise.objects.get(uscc=ENTERPRISES[0].uscc).pk),
    }
    return Things(named, words, sent)


def ordered(case: Case, now: datetime) -> int:
    """An order of 龙湾's receiver, for a step of the case."""
    receiver = Person.objects.get(username="lw.receiver")
    wanted = Ordered(case.standard_id, "receipt", "accept", (Chosen(case.pk, 1, case.number),))
    return give_order(actor=Actor(receiver.pk), ordered=wanted, key=uuid4(), now=now)


def administered(now: datetime) -> tuple[Deputyship, Proposal]:
    """A deputy of 龙湾's receiver, and a proposal about the audit administrator."""
    receiver, security, audit, other = (
        Person.objects.get(username=name) for name in ("lw.receiver", "admin.security", "admin.audit", "lw.issuer")
    )
    day = localdate(now)
    lent = name_deputy(
        actor=receiver,
        post=Post.objects.get(person=receiver),
        deputy=other,
        valid_from=day,
        valid_to=day + timedelta(days=3),
        now=now,
    )
    held = Post.objects.get(person=audit)
    return lent, propose_end(actor=security, post=held, valid_to=day + timedelta(days=9), now=now)


def first_section(draft: int) -> str:
    """The first page of a draft, where its address leads."""
    answer = signed_in("founder").get(reverse("portal:first", args=[draft]))
    return answer.headers["Location"].rstrip("/").split("/")[-1]


PDF = b"%PDF-1.7\n%%EOF\n"


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(Person.objects.get(username=name))
    return client


def names(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inside = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from names(pattern.url_patterns, inside)
        else:
            yield f"{prefix}{pattern.name}"


def asked(client: Client, address: str, things: Things) -> dict[str, HttpResponse]:
    """What the address answers to GET and POST, without the methods it does not take."""
    sent = {**things.sent, "file": SimpleUploadedFile("a.pdf", PDF, "application/pdf")}
    answers: dict[str, Any] = {"GET": client.get(address), "POST": client.post(address, sent)}
    taken = {method: answer for method, answer in answers.items() if answer.status_code != 405}
    assert taken, f"{address} takes neither GET nor POST"
    return taken


def said(answer: HttpResponse) -> str:
    content = b"".join(answer) if answer.streaming else answer.content
    return content.decode("utf-8", "replace") + str(answer.headers)


def leaked(answer: HttpResponse, things: Things, address: str) -> list[str]:
    """The words of the case in an answer; those of the address that was asked for are no news."""
    return [word for word in things.words if word in said(answer).replace(address, "")]


def test_every_route_says_for_whom_it_is() -> None:
    found = list(names(get_resolver().url_patterns))

    assert sorted(found) == sorted(ROUTES)


def test_who_has_not_signed_in_is_led_to_the_door(things: Things) -> None:
    client, wrong = Client(), []

    for name, rule in asked_of_strangers():
        address = things.address(name)
        for method, answer in asked(client, address, things).items():
            if leads_to_the_door(answer) != (rule.whom is not For.ANYBODY):
                wrong.append((name, method, answer.status_code))

    assert wrong == []


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_what_is_anothers_is_not_found(things: Things, who: str) -> None:
    before = standing(things)

    wrong = [*wrong_answers(things, who)]

    assert wrong == []
    assert standing(things) == before


def wrong_answers(things: Things, who: str) -> Iterator[tuple[str, str, object]]:
    """Every answer to that person which is not what the table says."""
    client = signed_in(who)
    for name, rule in asked_of_strangers():
        is_in = who in LET_IN[rule.whom]
        if is_in and rule.whom in NO_STRANGERS:
            continue
        address = things.address(name)
        for method, answer in asked(client, address, things).items():
            if answer.status_code not in EXPECTED.get((rule.whom, is_in), {404}):
                yield name, method, answer.status_code
            if rule.whom is not For.ANYBODY and (words := leaked(answer, things, address)) and who not in WATCHERS:
                yield name, method, words


def asked_of_strangers() -> Iterator[tuple[str, Route]]:
    """Every route but the two that change who asks."""
    return ((name, rule) for name, rule in ROUTES.items() if name not in {"account_login", "account_logout"})


def leads_to_the_door(answer: HttpResponse) -> bool:
    return answer.status_code == 302 and answer.headers["Location"].startswith(resolve_url(settings.LOGIN_URL))


NO_STRANGERS = {
    *(For.DISTRICT, For.READERS, For.KEEPERS),
    *(For.SYSTEM, For.SECURITY, For.AUDIT, For.SECONDS, For.STAFF),
}
"""Who is let in there belongs there; what they may do is tested in the rooms."""
EXPECTED: Mapping[tuple[For, bool], set[int]] = {
    # 422: a one-time code that is none.
    (For.ANYBODY, True): {200, 302, 303, 422},
    # 404: there is no second step of one's own to remove.
    (For.SIGNED_IN, True): {200, 302, 403, 404, 422},
    (For.DESK, True): {200, 302},
    # Many at once leads to the queue, which is refused.
    (For.DESK, False): {302, 403},
}


def standing(things: Things) -> tuple[object, ...]:
    """How everything of the founder's and the keeper's stands."""
    founder = Person.objects.get(username="founder")
    with seen_by(founder.pk, localdate(present()), frozenset({-founder.pk})) as scope:
        draft = FilingDraft.objects.visible_to(scope).get(pk=things.named["draft"])
        return (
            Case.objects.visible_to(scope).get(pk=things.named["case"]).version,
            JournalRow.objects.filter(case_id=things.named["case"]).count(),
            Notice.objects.visible_to(scope).filter(read_at=None).count(),
            FilingDraft.objects.visible_to(scope).count(),
            draft.version,
            list(draft.materials.visible_to(scope).values_list("pk", flat=True)),
            StandardDraft.objects.get(pk=things.named["change"]).revision,
            PromulgationProcess.objects.get(pk=things.named["promulgation"]).outcome,
        )


@pytest.mark.parametrize("whom", list(WORKS_THERE))
def test_whoever_belongs_there_finds_it(things: Things, whom: For) -> None:
    client = signed_in(WORKS_THERE[whom])
    pages = [name for name, rule in ROUTES.items() if rule.whom is whom]

    answers = {name: client.get(things.address(name)).status_code for name in pages}

    assert {name: status for name, status in answers.items() if status not in {200, 302, 405}} == {}
    assert any(status == 200 for status in answers.values())
