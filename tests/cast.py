"""The named cast: four districts of the corridor, their organs and desks, and everybody who works there.

``corridor()`` makes all of it; ``city()``, ``functional_area()``, ``person()`` and ``post()`` make more. Everything is
valid since ``SINCE``, so that a test may take place on any day after it. ``using`` names the alias that writes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from django.contrib.auth.hashers import make_password

from workflows.organisation.enums import PostRole
from workflows.organisation.models import Desk, District, Entrustment, Organ, Person, Post

SINCE = date(2000, 1, 1)

_DISTRICTS = {
    "LW": ("龙湾区", "Longwan", "330303", "11330303MB1LW0014C"),
    "OH": ("瓯海区", "Ouhai", "330304", "11330304MB1QH00254"),
    "RA": ("瑞安市", "Ruian", "330381", "11330381MB1RA00365"),
    "YQ": ("乐清市", "Yueqing", "330382", "11330382MB1YQ00484"),
}
_DESKS = {
    "front": ("综合窗口", "Front desk"),
    "registration": ("登记审批科", "Registration desk"),
    "archive": ("档案室", "Archive"),
    "tax": ("税务窗口", "Tax desk"),
    "social_insurance": ("社会保险窗口", "Social insurance desk"),
    "housing_fund": ("住房公积金窗口", "Housing fund desk"),
}
_CLERKS = {
    "receiver": ("收件员", "front", PostRole.RECEIVER),
    "reviewer_a": ("审查员甲", "registration", PostRole.REVIEWER),
    "reviewer_b": ("审查员乙", "registration", PostRole.REVIEWER),
    "approver": ("核准人", "registration", PostRole.APPROVER),
    "issuer": ("发证员", "front", PostRole.ISSUER),
    "archivist": ("档案员", "archive", PostRole.ARCHIVIST),
    "tax_clerk": ("税务专员", "tax", PostRole.TASK_CLERK),
    "social_clerk": ("社保专员", "social_insurance", PostRole.TASK_CLERK),
    "fund_clerk": ("公积金专员", "housing_fund", PostRole.TASK_CLERK),
}
_OF_THE_CORRIDOR = {
    "keeper_a": ("标准管理员甲", PostRole.STANDARD_KEEPER),
    "keeper_b": ("标准管理员乙", PostRole.STANDARD_KEEPER),
    "supervisor": ("督查员", PostRole.SUPERVISOR),
    "leading_group": ("领导小组", PostRole.LEADING_GROUP),
    "system_admin": ("系统管理员", PostRole.SYSTEM_ADMIN),
    "security_admin": ("安全管理员", PostRole.SECURITY_ADMIN),
    "audit_admin": ("审计管理员", PostRole.AUDIT_ADMIN),
}
_strangers = count(1)


@dataclass(frozen=True)
class Area:
    """One district, with its organ, its desks by kind, and its people by what they do (``area.reviewer_a``)."""

    district: District
    organ: Organ
    desks: Mapping[str, Desk]
    people: Mapping[str, Person]

    def __getattr__(self, name: str) -> Person:
        if name in _CLERKS:
            return self.people[name]
        raise AttributeError(name)


@dataclass(frozen=True)
class Corridor:
    """The whole cast: the areas ``lw``, ``oh``, ``ra`` and ``yq``, and the people of the corridor by what they are."""

    areas: Mapping[str, Area]
    people: Mapping[str, Person]

    @property
    def lw(self) -> Area:
        return self.areas["LW"]

    @property
    def oh(self) -> Area:
        return self.areas["OH"]

    @property
    def ra(self) -> Area:
        return self.areas["RA"]

    @property
    def yq(self) -> Area:
        return self.areas["YQ"]

    def __getattr__(self, name: str) -> Person:
        if name in _OF_THE_CORRIDOR:
            return self.people[name]
        raise AttributeError(name)


def corridor(using: str = "default") -> Corridor:
    """Make the whole cast, in five statements."""
    districts = District.objects.using(using).bulk_create(
        District(code=code, name=name, name_en=english, gb2260=gb, valid_from=SINCE)
        for code, (name, english, gb, _uscc) in _DISTRICTS.items()
    )
    organs = Organ.objects.using(using).bulk_create(_bureau(district) for district in districts)
    desks = Desk.objects.using(using).bulk_create(
        _desk(kind, district, organ) for district, organ in zip(districts, organs, strict=True) for kind in _DESKS
    )
    at = {(desk.district.code, desk.kind): desk for desk in desks}
    people = {made.username: made for made in Person.objects.using(using).bulk_create(_people())}
    Post.objects.using(using).bulk_create(
        [
            *(
                Post(person=people[f"{code.lower()}.{key}"], desk=at[code, kind], role=role, valid_from=SINCE)
                for code in _DISTRICTS
                for key, (_name, kind, role) in _CLERKS.items()
            ),
            *(Post(person=people[key], role=role, valid_from=SINCE) for key, (_name, role) in _OF_THE_CORRIDOR.items()),
        ]
    )
    areas = {
        district.code: Area(
            district,
            organ,
            {kind: at[district.code, kind] for kind in _DESKS},
            {key: people[f"{district.code.lower()}.{key}"] for key in _CLERKS},
        )
        for district, organ in zip(districts, organs, strict=True)
    }
    return Corridor(areas, {key: people[key] for key in _OF_THE_CORRIDOR})


def city(using: str = "default") -> Organ:
    """The city's bureau, which registers companies limited by shares (细则 4), in a district of its own."""
    district = District.objects.using(using).create(
        code="WZ", name="温州市", name_en="Wenzhou", gb2260="330300", valid_from=SINCE
    )
    return Organ.objects.using(using).create(
        uscc="11330300MB1WN0058P",
        name="温州市市场监督管理局",
        name_en="Wenzhou Administration for Market Regulation",
        short_name="温市监",
        district=district,
        valid_from=SINCE,
    )


def functional_area(issuer: Organ, using: str = "default") -> Desk:
    """The economic development zone, whose desk acts in the name of ``issuer`` (许可法 24); gives that desk."""
    district = District.objects.using(using).create(
        code="ZN", name="浙南产业集聚区", name_en="Zhenan Zone", gb2260=issuer.district.gb2260, valid_from=SINCE
    )
    organ = Organ.objects.using(using).create(
        uscc="11330303MB1JK00017",
        name="温州经济技术开发区管理委员会",
        name_en="Wenzhou Economic and Technological Development Zone",
        short_name="温经开",
        district=district,
        has_own_power=False,
        valid_from=SINCE,
    )
    Entrustment.objects.using(using).create(
        issuer=issuer, handler=organ, document="温政发〔2020〕1号", valid_from=SINCE
    )
    desk = _desk("registration", district, organ)
    desk.save(using=using)
    return desk


def person(name: str = "", using: str = "default", **fields: Any) -> Person:
    """Somebody without a post."""
    number = next(_strangers)
    fields = {
        "username": f"stranger-{number}",
        "name": name or f"路人{number}",
        "password": make_password(None),
        **fields,
    }
    return Person.objects.using(using).create(**fields)


def post(held_by: Person, role: PostRole, desk: Desk | None = None, using: str = "default", **fields: Any) -> Post:
    """A post since ``SINCE``, unless said otherwise."""
    return Post.objects.using(using).create(person=held_by, role=role, desk=desk, **{"valid_from": SINCE, **fields})


def _people() -> list[Person]:
    clerks = [
        (f"{code.lower()}.{key}", f"{_DISTRICTS[code][0]}{name}")
        for code in _DISTRICTS
        for key, (name, _kind, _role) in _CLERKS.items()
    ]
    others = [(key, name) for key, (name, _role) in _OF_THE_CORRIDOR.items()]
    return [Person(username=username, name=name, password=make_password(None)) for username, name in clerks + others]


def _bureau(district: District) -> Organ:
    name, english, _gb, uscc = _DISTRICTS[district.code]
    return Organ(
        uscc=uscc,
        name=f"{name}市场监督管理局",
        name_en=f"{english} Administration for Market Regulation",
        short_name=f"{name[:2]}市监",
        district=district,
        valid_from=SINCE,
    )


def _desk(kind: str, district: District, organ: Organ) -> Desk:
    name, english = _DESKS[kind]
    return Desk(
        kind=kind,
        name=f"{district.name}{name}",
        name_en=f"{district.name_en} {english}",
        district=district,
        organ=organ,
        valid_from=SINCE,
    )
