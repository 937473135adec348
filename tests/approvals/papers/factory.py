"""Cases of the shipped standards in the database, with synthetic people and firms (domain.md §10.0)."""

import uuid
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from enterprises.registration.enums import EntityType
from enterprises.registration.models import Enterprise, EnterpriseAddress
from tests.approvals.standards.shipped import standard
from workflows.engine import rulebook
from workflows.engine.state import Actor
from workflows.engine.verbs import open_case, perform
from workflows.engine.wishes import Filed
from workflows.journal.models import JournalRow
from workflows.organisation.models import Desk, District, Entrustment, Organ, Person, Post
from workflows.standards.canonical import canonical_value, digest
from workflows.standards.expressions import evaluate
from workflows.standards.models import StandardVersion

SINCE = date(2020, 1, 1)
_AREAS = {
    "LW": ("龙湾区", "330303", "11330303MB1LW0014C", "温龙市监"),
    "OH": ("瓯海区", "330304", "11330304MB1QH00254", "温瓯市监"),
}
_DESKS = {
    "WINDOW": ("综合窗口", ("RECEIVER", "ISSUER")),
    "REGISTRY": ("登记岗", ("REVIEWER", "APPROVER")),
    "ARCHIVE": ("档案岗", ("ARCHIVIST",)),
    "TASKS": ("联办岗", ("TASK_CLERK",)),
}
_NAMES = {
    "RECEIVER": "收件员",
    "ISSUER": "发证员",
    "REVIEWER": "审查员",
    "APPROVER": "核准人",
    "ARCHIVIST": "档案员",
    "TASK_CLERK": "联办员",
}
DEFECT = {
    "material": "appointments",
    "defect": "任职文件未由全体股东签名",
    "remedy": "由全体股东签名后重新上传",
    "basis": "《市场主体登记管理条例实施细则》第二十六条",
}
REMEDY = "可自收到之日起六十日内申请行政复议，或者六个月内提起行政诉讼。"


@dataclass
class Town:
    """Two areas with organs, desks and clerks, and a founder; people by area and role."""

    founder: Person
    people: dict[str, Person]

    def open(self, name: str, received: datetime, /, **changes: Any) -> "Story":
        """A case of a shipped standard: the answers of its first embedded test, with the changes given."""
        shipped = standard(name)
        if results := changes.pop("results", None):
            shipped = shipped.model_copy(update={"results": results})
        version = StandardVersion.objects.filter(key=name).first() or StandardVersion.objects.create(
            key=name,
            number=1,
            digest=digest(shipped),
            body=canonical_value(shipped),
            valid_from=SINCE,
            published_at=received,
        )
        first = shipped.tests[0]
        facts = {**first.facts, **changes.pop("facts", {})}
        form = deepcopy(first.answers) | changes
        data = {"form": form, "facts": facts}
        parties = {party.role: str(evaluate(party.district, data).value) for party in shipped.parties}
        filed = Filed(
            standard=version.pk,
            regime=shipped.regime,
            item=shipped.item_short,
            subject=form["name"],
            district=next(iter(parties.values())),
            parties=parties,
            applicant=_registered(form).pk if "uscc" in form else -self.founder.pk,
            form=form,
            facts=facts,
        )
        actor = Actor(self.founder.pk, self.founder.name, applicants=frozenset({filed.applicant or 0}))
        opened = open_case(actor=actor, filed=filed, key=uuid.uuid4(), now=received)
        return Story(self, opened.case)


@dataclass
class Story:
    """One case under way."""

    town: Town
    case: int

    def act(self, who: str, step: str, act: str, now: datetime, **payload: Any) -> "Story":
        """``who`` is an area and a role (``LW.REVIEWER``), or ``founder``."""
        person = self.town.founder if who == "founder" else self.town.people[who]
        applicants = frozenset({-person.pk}) if who == "founder" else frozenset()
        actor = Actor(person.pk, person.name, applicants=applicants)
        perform(actor=actor, case=self.case, step=step, act=act, key=uuid.uuid4(), now=now, payload=payload)
        return self

    def rows(self) -> list[JournalRow]:
        """Every journal row of the case, in order."""
        return list(JournalRow.objects.using("worker").filter(case_id=self.case).order_by("seq"))

    def row(self, step: str, act: str) -> JournalRow:
        """The last row in which ``act`` was performed at ``step``."""
        turns = [(row, row.payload.get("turn", {})) for row in self.rows()]
        return [row for row, turn in turns if (turn.get("step"), turn.get("act")) == (step, act)][-1]


def town() -> Town:
    """Set up both areas, committed or not as the test has it."""
    rulebook.forget()
    people: dict[str, Person] = {}
    for code in _AREAS:
        people |= _area(code)
    return Town(Person.objects.create_user("founder", name="甲某某"), people)


def _registered(form: dict[str, Any]) -> Enterprise:
    """The enterprise a move is about, registered where it moves from."""
    organ = Organ.objects.get(district__code=form["old_authority"])
    # With its address or not at all.
    with transaction.atomic():
        return _with_address(form, organ)


def _with_address(form: dict[str, Any], organ: Organ) -> Enterprise:
    enterprise = Enterprise.objects.create(
        uscc=form["uscc"],
        name=form["name"],
        entity_type=EntityType.NATURAL_PERSONS_LLC,
        industry="3491",
        established_on=SINCE,
        capital=500_000_000,
        legal_representative="甲某某",
    )
    EnterpriseAddress.objects.create(
        enterprise=enterprise, authority=organ, district=organ.district, road="高教路", number="18号", valid_from=SINCE
    )
    return enterprise


def _area(code: str) -> dict[str, Person]:
    name, division, uscc, short = _AREAS[code]
    district = District.objects.create(code=code, name=name, name_en=code, gb2260=division, valid_from=SINCE)
    bureau = f"{name}市场监督管理局"
    organ = Organ.objects.create(
        uscc=uscc, name=bureau, name_en=bureau, short_name=short, district=district, valid_from=SINCE
    )
    return _clerks(code, district, organ)


def _clerks(code: str, district: District, organ: Organ) -> dict[str, Person]:
    people = {}
    for kind, (title, roles) in _DESKS.items():
        desk = Desk.objects.create(
            organ=organ, district=district, kind=kind, name=f"{district.name}{title}", name_en=kind, valid_from=SINCE
        )
        for role in roles:
            person = Person.objects.create_user(f"{code}.{role}", name=f"{district.name[:2]}{_NAMES[role]}")
            Post.objects.create(person=person, desk=desk, role=role, valid_from=SINCE)
            people[f"{code}.{role}"] = person
    return people


def entrusted_zone(issuer: Organ) -> dict[str, Person]:
    """The development zone, whose desks act in the name of ``issuer`` (许可法 24); gives its clerks."""
    district = District.objects.create(
        code="ZN", name="浙南产业集聚区", name_en="ZN", gb2260=issuer.district.gb2260, valid_from=SINCE
    )
    handler = Organ.objects.create(
        uscc="11330303MB1JK00017",
        name="温州经济技术开发区管理委员会",
        name_en="Zone",
        short_name="温经开",
        district=district,
        valid_from=SINCE,
    )
    Entrustment.objects.create(issuer=issuer, handler=handler, document="温政发〔2020〕1号", valid_from=SINCE)
    return _clerks("ZN", district, handler)
