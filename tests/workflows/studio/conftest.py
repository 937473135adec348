"""The studio on an ordinary day: the whole cast, six districts with the desks the shipped standards name, and two
keepers; in each district a supervisor speaks for it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

import approvals
from tests.cast import SINCE, Corridor, corridor, person, post
from workflows.organisation.enums import PostRole
from workflows.organisation.models import Desk, District, Organ, Person
from workflows.standards.canonical import load_yaml, parse
from workflows.standards.models import StandardVersion
from workflows.standards.registry import registry
from workflows.standards.schema import Standard
from workflows.standards.verbs import publish
from workflows.studio import verdicts

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 3, 2, 10, tzinfo=SHANGHAI)
TODAY = date(2026, 3, 2)
FROM = date(2026, 4, 1)
KEY = "relocation"

_DESKS = {
    "WINDOW": (PostRole.RECEIVER, PostRole.ISSUER),
    "REGISTRY": (PostRole.REVIEWER, PostRole.APPROVER),
    "ARCHIVE": (PostRole.ARCHIVIST,),
    "TASKS": (PostRole.TASK_CLERK,),
}


@dataclass(frozen=True)
class Studio:
    """Who is there, and the version in force."""

    people: Corridor
    districts: list[District]
    supervisors: dict[str, Person]
    version: StandardVersion

    @property
    def standard(self) -> Standard:
        return parse(self.version.body)


@cache
def shipped(name: str = KEY) -> Standard:
    folder = Path(approvals.__file__).parent / "standards"
    return parse(load_yaml(folder / f"{name}.yaml"))


def answer_every_probe(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the checks know the probes the standard asks, whichever part registers them."""
    asked = {check.probe for check in shipped().checks if check.probe}
    monkeypatch.setattr(registry, "probes", {probe: lambda: True for probe in asked} | registry.probes)


def furnish(district: District, organ: Organ) -> Person:
    """Give a district the desks of the shipped standards, and a supervisor at one of them."""
    desks = {
        kind: Desk.objects.create(
            kind=kind, name=f"{district.name}{kind}", name_en=kind, district=district, organ=organ, valid_from=SINCE
        )
        for kind in _DESKS
    }
    clerk = person(f"{district.name}经办人")
    for kind, roles in _DESKS.items():
        for role in roles:
            post(clerk, role, desks[kind])
    speaker = person(f"{district.name}监督员")
    post(speaker, PostRole.SUPERVISOR, desks["WINDOW"])
    return speaker


def more_districts() -> list[District]:
    return [
        District.objects.create(code=code, name=name, name_en=english, gb2260=gb, valid_from=SINCE)
        for code, name, english, gb in (
            ("ZN", "浙南产业集聚区", "Zhenan Zone", "330303"),
            ("GJ", "瓯江口产业集聚区", "Oujiangkou Zone", "330304"),
        )
    ]


@pytest.fixture
def studio(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Studio]:
    answer_every_probe(monkeypatch)
    verdicts.forget()
    people = corridor()
    areas = list(people.areas.values())
    added = more_districts()
    districts = [area.district for area in areas] + added
    organs = [area.organ for area in areas] + [areas[0].organ, areas[1].organ]
    supervisors = {district.code: furnish(district, organ) for district, organ in zip(districts, organs, strict=True)}
    version = publish(actor=people.keeper_a, second=people.keeper_b, standard=shipped(), valid_from=TODAY, now=NOW)
    with time_machine.travel(NOW, tick=False):
        yield Studio(people, districts, supervisors, version)
    verdicts.forget()


@pytest.fixture
def as_(client: Client) -> Callable[[Person], Client]:
    """Sign somebody in."""

    def sign_in(who: Person) -> Client:
        client.force_login(who)
        return client

    return sign_in


def without_days(standard: Standard) -> dict[str, str]:
    """The embedded tests of a standard without the day they expect, as a drafter would write it."""
    return {f"tests[{test.name}].expect.due": "" for test in standard.tests if test.expect.due}
