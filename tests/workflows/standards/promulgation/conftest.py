"""The people who change rules: two keepers, a supervisor in each of two districts, and a clerk who may do nothing here."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override

from tests.workflows.standards import factory
from workflows.organisation.models import Desk, District, Organ, Person, Post
from workflows.standards.canonical import canonical_value
from workflows.standards.models import StandardDraft
from workflows.standards.registry import registry
from workflows.standards.schema import Handler, Standard

BEGAN = date(2020, 1, 1)
SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 3, 2, 10, tzinfo=SHANGHAI)
LATER = datetime(2026, 3, 3, 10, tzinfo=SHANGHAI)
FROM = date(2026, 4, 1)


@dataclass(frozen=True)
class Cast:
    """Everybody, and the two districts."""

    lin: Person
    zhou: Person
    wu: Person
    chen: Person
    gao: Person
    longwan: District
    ouhai: District

    @property
    def districts(self) -> list[District]:
        return [self.longwan, self.ouhai]


def person(name: str) -> Person:
    return Person.objects.create(username=name, name=name)


def hold(who: Person, role: str, desk: Desk | None = None, **more: Any) -> Post:
    return Post.objects.create(person=who, role=role, desk=desk, **({"valid_from": BEGAN} | more))


def make_cast() -> Cast:
    """Write everybody to the database."""
    districts, desks = [], []
    for code, uscc, name in (
        (factory.LONGWAN, "11330303MB0000001A", "龙湾"),
        (factory.OUHAI, "11330304MB0000002B", "瓯海"),
    ):
        district = District.objects.create(code=code, name=name, name_en=name, gb2260=code, valid_from=BEGAN)
        organ = Organ.objects.create(
            uscc=uscc, name=name, name_en=name, short_name=name, district=district, valid_from=BEGAN
        )
        desk = Desk.objects.create(
            organ=organ, district=district, kind="REVIEW", name=name, name_en=name, valid_from=BEGAN
        )
        districts.append(district)
        desks.append(desk)
    lin, zhou, wu, chen, gao = (person(name) for name in ("lin", "zhou", "wu", "chen", "gao"))
    for keeper in (lin, zhou):
        hold(keeper, "STANDARD_KEEPER")
    hold(wu, "SUPERVISOR", desks[0])
    hold(chen, "SUPERVISOR", desks[1])
    hold(gao, "REVIEWER", desks[0])
    return Cast(lin, zhou, wu, chen, gao, *districts)


def publishable(**more: Any) -> Standard:
    """The smallest standard that may be published where every district has one desk."""
    made = factory.steps()
    made["receipt"] = made["receipt"].model_copy(update={"handler": Handler(party="home", desk="REVIEW")})
    return factory.a_standard(**({"steps": made} | more))


def a_draft(by: Person, standard: Standard | None = None) -> StandardDraft:
    of = standard or publishable()
    return StandardDraft.objects.create(key=of.key, body=canonical_value(of), drafted_by=by, changed_at=NOW)


@pytest.fixture(autouse=True)
def kernel(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the checks know the toy machine and the toy step types, whatever the engine has registered; speak English."""
    toy = factory.a_registry()
    for part in ("step_types", "machines", "probes"):
        monkeypatch.setattr(registry, part, getattr(toy, part))
    with override("en"):
        yield


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()
