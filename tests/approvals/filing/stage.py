"""The corridor as the shipped standards need it: six districts and the city, every desk, both standards in force."""

import uuid
from contextlib import AbstractContextManager
from copy import deepcopy
from datetime import date, datetime
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.timezone import localdate

from approvals.filing.models import FilingDraft, RegisterExtract
from approvals.filing.queries import materials_of
from approvals.filing.verbs import Sent, attach, begin_draft, file_application, save_draft
from enterprises.people.enums import MemberRole
from enterprises.people.queries import applicants_of
from enterprises.registration.models import Enterprise, EnterpriseAddress
from tests import cast
from tests.approvals.standards.shipped import at, standard
from tests.enterprises import factory
from workflows.engine import rulebook
from workflows.engine.state import Actor
from workflows.engine.verbs import look
from workflows.organisation.enums import PostRole
from workflows.organisation.models import Desk, District, Entrustment, Organ, Person, Post
from workflows.organisation.queries import Scope
from workflows.organisation.scoping import seen_by
from workflows.standards.models import StandardVersion
from workflows.standards.verbs import publish

NOW = at("2026-03-02")
PUBLISHED = at("2026-01-05")
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"
DAY = localdate(NOW)
GOES = {"effective_date": "2026-06-01", "resolution_date": "2026-02-20"}
"""The days of a relocation sent on ``NOW``."""

DISTRICTS = {
    "LW": ("龙湾区", "330303", "11330303MB1LW0014C"),
    "OH": ("瓯海区", "330304", "11330304MB1QH00254"),
    "RA": ("瑞安市", "330381", "11330381MB1RA00365"),
    "YQ": ("乐清市", "330382", "11330382MB1YQ00484"),
    "WZ": ("温州市", "330300", "11330300MB1WN0058P"),
    "ZN": ("浙南产业集聚区", "330303", "11330303MB1JK00017"),
    "GJ": ("温州高教园区", "330304", "11330304MB1GJ00017"),
}
ENTRUSTED = {"ZN": "LW", "GJ": "OH"}
DESKS = {
    "WINDOW": (PostRole.RECEIVER, PostRole.ISSUER),
    "REGISTRY": (PostRole.REVIEWER, PostRole.APPROVER),
    "ARCHIVE": (PostRole.ARCHIVIST,),
    "TASKS": (PostRole.TASK_CLERK,),
}


class Stage:
    """The organs and clerks by district, and both standards as published; ``founder`` is nobody's agent."""

    def __init__(self) -> None:
        self.districts = {
            code: District.objects.create(code=code, name=name, name_en=code, gb2260=gb, valid_from=cast.SINCE)
            for code, (name, gb, _uscc) in DISTRICTS.items()
        }
        self.organs = {
            code: Organ.objects.create(
                uscc=uscc,
                name=f"{name}市场监督管理局",
                name_en=code,
                short_name=code,
                district=self.districts[code],
                valid_from=cast.SINCE,
            )
            for code, (name, _gb, uscc) in DISTRICTS.items()
        }
        for handler, issuer in ENTRUSTED.items():
            Entrustment.objects.create(
                issuer=self.organs[issuer], handler=self.organs[handler], document="委托书", valid_from=cast.SINCE
            )
        self.clerks = {(code, role): self._clerk(code, role) for code in DISTRICTS for role in self._roles()}
        for code in DISTRICTS:
            self._desks(code)
        rulebook.forget()
        self.versions = {name: self._publish(name) for name in ("registration", "relocation")}
        self.founder = cast.person("章三")

    def _roles(self) -> list[PostRole]:
        return [role for roles in DESKS.values() for role in roles]

    def _clerk(self, code: str, role: PostRole) -> Person:
        username = f"{code}.{role}".lower()
        return Person.objects.create(username=username, name=username, password=make_password(None))

    def _desks(self, code: str) -> None:
        for kind, roles in DESKS.items():
            desk = Desk.objects.create(
                kind=kind,
                name=f"{code} {kind}",
                name_en=f"{code} {kind}",
                district=self.districts[code],
                organ=self.organs[code],
                valid_from=cast.SINCE,
            )
            for role in roles:
                Post.objects.create(person=self.clerks[code, role], desk=desk, role=role, valid_from=cast.SINCE)

    def _publish(self, name: str) -> StandardVersion:
        keepers = [cast.person() for _ in range(2)]
        for keeper in keepers:
            cast.post(keeper, PostRole.STANDARD_KEEPER)
        return publish(
            actor=keepers[0],
            second=keepers[1],
            standard=standard(name),
            valid_from=localdate(PUBLISHED),
            now=PUBLISHED,
        )

    def registered(self, code: str, authority: str = "", **fields: Any) -> Enterprise:
        """An enterprise of the story in the register, at an address in a district."""
        with transaction.atomic():
            made = factory.enterprise(**fields)
            made.save()
            EnterpriseAddress.objects.create(
                enterprise=made,
                authority=self.organs[authority or code],
                district=self.districts[code],
                street="茶山街道",
                road="创新路",
                number="18号",
                room="301室",
                valid_from=factory.ESTABLISHED,
            )
        return made

    def representative(self, of: Enterprise) -> Person:
        return factory.member(of, MemberRole.LEGAL_REPRESENTATIVE)


def answers(name: str, /, **changes: Any) -> dict[str, Any]:
    """The answers of the standard's first own test, which pass every check, with changes."""
    return deepcopy(standard(name).tests[0].answers) | changes


def required(name: str) -> list[str]:
    """The materials an ordinary application under a standard needs."""
    return [material.key for material in standard(name).materials if material.required_when == "true"]


def handed(name: str) -> dict[str, list[dict[str, Any]]]:
    """What conditions see when all of these are handed in."""
    file = {"name": "a.pdf", "media": "application/pdf", "size": 1, "digest": "0" * 64}
    return {key: [file] for key in required(name)}


def draft_of(
    name: str, actor: Person, enterprise: Enterprise | None = None, now: datetime = NOW, /, **changes: Any
) -> FilingDraft:
    """A draft that can be sent, but for the changes."""
    draft = begin_draft(actor=actor, standard=name, enterprise=enterprise, now=now)
    saved = save_draft(actor=actor, draft=draft.pk, version=1, form=answers(name, **changes), now=now)
    for key in required(name):
        attach(actor=actor, draft=draft.pk, material=key, name=f"{key}.pdf", data=PDF, now=now)
    return saved


def send(actor: Person, draft: FilingDraft, now: datetime = NOW, key: uuid.UUID | None = None) -> Sent:
    return file_application(actor=actor, draft=draft.pk, key=key or uuid.uuid4(), now=now)


def said(subject: str, probe: str, *, value: Any, as_of: datetime = PUBLISHED) -> RegisterExtract:
    """What an adapter brought from a register; only the worker may, so the test is one that commits."""
    return RegisterExtract.objects.using("worker").create(
        subject=subject, probe=probe, value=value, source="省数据仓", as_of=as_of
    )


def seen(person: Person, day: date = DAY) -> AbstractContextManager[Scope]:
    """Reading for a person, on behalf of whom they act for."""
    return seen_by(person.pk, day, applicants_of(person.pk, day))


def open_steps(stage: Stage, case: int, code: str, role: PostRole) -> list[str]:
    """Where a case stands, as a clerk of a district sees it."""
    _actor, held = look(actor=Actor(stage.clerks[code, role].pk), case=case, now=NOW)
    return [step.key for step in held.state.steps]


def keys_of(actor: Person, draft: FilingDraft) -> list[str]:
    """The materials a draft has files for."""
    with seen(actor) as scope:
        return [file.key for file in materials_of(scope, draft)]
