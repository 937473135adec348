"""A small corridor in the database, for tests of the engine's verbs: two districts, desks, clerks and a standard."""

import uuid
from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db import connections

from tests.workflows.engine.factory import LONGWAN, OUHAI, at
from workflows.engine import rulebook
from workflows.engine.rules import Rules
from workflows.engine.state import Actor
from workflows.engine.verbs import open_case, perform, perform_many
from workflows.engine.wishes import Filed, Opened, Performed, Wish
from workflows.organisation.models import Desk, District, Organ, Person, Post
from workflows.organisation.queries import Scope
from workflows.organisation.scoping import seen_by
from workflows.standards.canonical import canonical_value, digest
from workflows.standards.models import StandardVersion

NAMES = {
    LONGWAN: "龙湾区",
    OUHAI: "瓯海区",
    "330302": "鹿城区",
    "330305": "洞头区",
    "330381": "瑞安市",
    "330382": "乐清市",
}
USCC = {
    LONGWAN: "11330303MB1LW0014C",
    OUHAI: "11330304MB1QH00254",
    "330302": "11330302MB1LC00118",
    "330305": "11330305MB1DT00221",
    "330381": "11330381MB1RA00365",
    "330382": "11330382MB1YQ00484",
}
"""The districts there may be; two are always set up, the others when a clerk has a post there."""

SINCE = date(2020, 1, 1)
RECEIVED = at("2026-03-02")
APPLICANT = 100


@dataclass
class Stage:
    """What was set up; people are found by name."""

    version: StandardVersion
    people: dict[str, Person]
    parties: dict[str, str] = field(default_factory=lambda: {"home": LONGWAN, "origin": OUHAI})
    """The district of each party of the cases filed."""
    applicant: int = APPLICANT
    """Who files, by their key."""
    materials: dict[str, Any] = field(default_factory=dict)
    """What is handed in with each."""

    def watching(self) -> AbstractContextManager[Scope]:
        """Read as somebody who watches every district."""
        return seen_by(self.people["watch"].pk, RECEIVED.date())

    def actor(self, name: str) -> Actor:
        return Actor(self.people[name].pk, name, applicants=frozenset({self.applicant} if name == "applicant" else ()))

    def file(
        self,
        *,
        key: uuid.UUID | None = None,
        now: datetime = RECEIVED,
        parties: dict[str, str] | None = None,
        materials: dict[str, Any] | None = None,
        applicant: int | None = None,
        **form: Any,
    ) -> Opened:
        applicant = self.applicant if applicant is None else applicant
        filed = Filed(
            standard=self.version.pk,
            regime=rulebook.rules_of(self.version.pk).standard.regime,
            item="01",
            subject="温州睿视智能装备有限公司",
            district=LONGWAN,
            parties=parties or self.parties,
            applicant=applicant,
            form={"name": "睿视", **form},
            materials=materials or self.materials,
        )
        who = replace(self.actor("applicant"), applicants=frozenset({applicant}))
        return open_case(actor=who, filed=filed, key=key or uuid.uuid4(), now=now)

    def act(self, name: str, case: int, step: str, act: str, *, now: datetime, **more: Any) -> Performed:
        key = more.pop("key", None) or uuid.uuid4()
        return perform(actor=self.actor(name), case=case, step=step, act=act, key=key, now=now, **more)

    def act_many(self, name: str, wishes: Iterable[tuple[int, str, str]], *, now: datetime) -> list[Any]:
        asked = [Wish(case, step, act, uuid.uuid4()) for case, step, act in wishes]
        return perform_many(actor=self.actor(name), wishes=asked, now=now)


def set_up(rules: Rules, clerks: dict[str, tuple[str, str, str]]) -> Stage:
    """Put ``rules`` in force and give each clerk a post: name → (district code, desk kind, role)."""
    rulebook.forget()
    districts = {
        code: District.objects.create(code=code, name=name, name_en=name, gb2260=code, valid_from=SINCE)
        for code, name in NAMES.items()
        if code in {LONGWAN, OUHAI, *(district for district, _kind, _role in clerks.values())}
    }
    organs = {code: _organ(district, USCC[code]) for code, district in districts.items()}
    desks: dict[tuple[str, str], Desk] = {}
    people = {"applicant": _person("applicant")}
    for name, (code, kind, role) in clerks.items():
        desk = desks.get((code, kind)) or Desk.objects.create(
            organ=organs[code], district=districts[code], kind=kind, name=kind, name_en=kind, valid_from=SINCE
        )
        desks[code, kind] = desk
        people[name] = _person(name)
        Post.objects.create(person=people[name], desk=desk, role=role, valid_from=SINCE)
    people["watch"] = _person("watch")
    Post.objects.create(person=people["watch"], role="SUPERVISOR", valid_from=SINCE)
    version = StandardVersion.objects.create(
        key=rules.standard.key,
        number=1,
        digest=digest(rules.standard),
        body=canonical_value(rules.standard),
        valid_from=SINCE,
        published_at=at("2020-01-01"),
    )
    return Stage(version, people)


def _organ(district: District, uscc: str) -> Organ:
    name = f"{district.name}市场监督管理局"
    return Organ.objects.create(
        uscc=uscc, name=name, name_en=name, short_name="市监", district=district, valid_from=SINCE
    )


def _person(name: str) -> Person:
    return Person.objects.create_user(name, name=name)


def ask(question: str, *arguments: Any, using: str = "audit") -> list[tuple[Any, ...]]:
    """The rows of a query, as the audit role sees them."""
    with connections[using].cursor() as cursor:
        cursor.execute(question, arguments)
        return list(cursor.fetchall())
