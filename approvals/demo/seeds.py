"""Fills an empty, simulated database with the demonstration's corridor: organisation, accounts, enterprises."""

import json
import os
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import transaction

from approvals.demo.cast import (
    AGENT,
    AREAS,
    CITY,
    CLERKS,
    CORRIDOR,
    DESKS,
    ENTERPRISES,
    FOUNDER,
    SINCE,
    AreaSeed,
    EnterpriseSeed,
)
from enterprises.people.enums import MemberRole
from enterprises.people.models import Member
from enterprises.registration.models import Enterprise, EnterpriseAddress
from workflows.organisation.enums import ADMINISTRATORS, PostRole
from workflows.organisation.models import Desk, District, Organ, Person, Post
from workflows.organisation.verbs import appoint, entrust, set_up_desk, set_up_district, set_up_organ

BEGINNING = datetime.combine(SINCE, time(9), ZoneInfo("Asia/Shanghai"))
ACCOUNTS = "demo-accounts.json"


@dataclass(slots=True)
class Corridor:
    """What was set up, by the keys of ``cast``."""

    people: dict[str, Person] = field(default_factory=dict)
    districts: dict[str, District] = field(default_factory=dict)
    organs: dict[str, Organ] = field(default_factory=dict)
    desks: dict[tuple[str, str], Desk] = field(default_factory=dict)
    enterprises: dict[str, Enterprise] = field(default_factory=dict)


def set_up(folder: Path) -> Corridor:
    """Set everything up and write the accounts, with generated secrets, to ``folder`` (mode 0600)."""
    corridor = Corridor()
    with transaction.atomic():
        corridor.people = {name: Person(username=name, name=shown) for name, shown in _accounts()}
        kept = _give_secrets(corridor.people)
        _first_administrators(corridor)
        _organisation(corridor)
        _posts(corridor)
        for seed in ENTERPRISES:
            corridor.enterprises[seed.key] = _enterprise(corridor, seed)
        # Before the commit: accounts whose secrets are lost would be of no use.
        _write(folder / ACCOUNTS, kept)
    return corridor


def _accounts() -> Iterator[tuple[str, str]]:
    for area in AREAS:
        for clerk in CLERKS:
            yield f"{area.code.lower()}.{clerk.key}", f"{area.name[:2]}{clerk.title}"
    for name, (shown, _role) in CORRIDOR.items():
        yield name, shown
    yield FOUNDER
    yield AGENT
    for seed in ENTERPRISES:
        yield seed.key, seed.legal_representative


def _give_secrets(people: Mapping[str, Person]) -> dict[str, dict[str, str]]:
    """Give every account a password and, where a post will need it, a second factor; return both for the file."""
    kept: dict[str, dict[str, str]] = {}
    applicants = {FOUNDER[0], AGENT[0], *(seed.key for seed in ENTERPRISES)}
    for name, person in people.items():
        password = secrets.token_urlsafe(12)
        person.set_password(password)
        person.save(force_insert=True)
        kept[name] = {"name": person.name, "password": password}
        if name not in applicants:
            kept[name]["totp"] = generate_totp_secret()
            TOTP.activate(person, kept[name]["totp"])
    return kept


def _first_administrators(corridor: Corridor) -> None:
    """The three administrators, whom nobody can appoint because nobody is there yet."""
    for name, (_shown, role) in CORRIDOR.items():
        if role in ADMINISTRATORS:
            Post.objects.create(person=corridor.people[name], role=role, valid_from=SINCE)


def _organisation(corridor: Corridor) -> None:
    system = corridor.people["admin.system"]
    for seed in (*AREAS, CITY):
        corridor.districts[seed.code] = set_up_district(actor=system, district=_district(seed), now=BEGINNING)
        organ = _organ(seed, corridor.districts[seed.code])
        corridor.organs[seed.code] = set_up_organ(actor=system, organ=organ, now=BEGINNING)
    for seed in AREAS:
        for kind in DESKS:
            desk = _desk(seed, kind, corridor)
            corridor.desks[seed.code, kind] = set_up_desk(actor=system, desk=desk, now=BEGINNING)
        if seed.issuer:
            entrust(
                actor=corridor.people["admin.security"],
                issuer=corridor.organs[seed.issuer],
                handler=corridor.organs[seed.code],
                document=f"（演示）{seed.short_name}委〔2026〕1号",
                valid_from=SINCE,
                now=BEGINNING,
            )


def _posts(corridor: Corridor) -> None:
    for area in AREAS:
        for clerk in CLERKS:
            for role in clerk.roles:
                _appoint(corridor, f"{area.code.lower()}.{clerk.key}", corridor.desks[area.code, clerk.desk], role)
    for name, (_shown, role) in CORRIDOR.items():
        if role not in ADMINISTRATORS:
            _appoint(corridor, name, None, role)


def _appoint(corridor: Corridor, name: str, desk: Desk | None, role: PostRole) -> None:
    security = corridor.people["admin.security"]
    appoint(actor=security, person=corridor.people[name], desk=desk, role=role, valid_from=SINCE, now=BEGINNING)


def _district(seed: AreaSeed) -> District:
    return District(
        code=seed.code,
        name=seed.name,
        name_en=seed.name_en,
        gb2260=seed.gb2260,
        takes_part=seed is not CITY,
        valid_from=SINCE,
    )


def _organ(seed: AreaSeed, district: District) -> Organ:
    return Organ(
        uscc=seed.uscc,
        name=seed.organ,
        name_en=seed.organ_en,
        short_name=seed.short_name,
        district=district,
        has_own_power=not seed.issuer,
        valid_from=SINCE,
    )


def _desk(seed: AreaSeed, kind: str, corridor: Corridor) -> Desk:
    name, english = DESKS[kind]
    return Desk(
        organ=corridor.organs[seed.code],
        district=corridor.districts[seed.code],
        kind=kind,
        name=f"{seed.name}{name}",
        name_en=f"{seed.name_en} {english}",
        valid_from=SINCE,
    )


def _enterprise(corridor: Corridor, seed: EnterpriseSeed) -> Enterprise:
    """An enterprise that was registered before the story begins, with its legal representative's account."""
    enterprise = Enterprise(
        uscc=seed.uscc,
        name=seed.name,
        entity_type=seed.entity_type,
        industry=seed.industry,
        business_scope="（演示数据）",
        status=seed.status,
        established_on=SINCE,
        capital=seed.capital * 1_000_000,
        legal_representative=seed.legal_representative,
    )
    enterprise.full_clean()
    enterprise.save(force_insert=True)
    EnterpriseAddress.objects.create(
        enterprise=enterprise,
        authority=corridor.organs[seed.authority],
        district=corridor.districts[seed.area],
        street=seed.street,
        road=seed.road,
        number=seed.number,
        valid_from=SINCE,
    )
    Member.objects.create(
        person=corridor.people[seed.key],
        enterprise=enterprise,
        role=MemberRole.LEGAL_REPRESENTATIVE,
        may_sign=True,
        valid_from=SINCE,
    )
    return enterprise


def _write(path: Path, kept: Mapping[str, Mapping[str, str]]) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(kept, file, ensure_ascii=False, indent=1)
