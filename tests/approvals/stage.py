"""Two districts with the desks of the shipped standards, for tests that take a case through them in the database."""

import uuid
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from approvals.deciding.verbs import act, actor_for
from approvals.sealing.authority import make_test_ca
from enterprises.registration.models import Enterprise, EnterpriseAddress
from tests.approvals.standards import shipped
from tests.cast import Area
from tests.enterprises import factory
from workflows.engine import rulebook
from workflows.engine.state import Actor
from workflows.engine.verbs import open_case
from workflows.engine.wishes import Filed, Performed
from workflows.organisation.models import Desk, District, Organ, Person, Post
from workflows.standards.canonical import canonical_value, digest
from workflows.standards.expressions import evaluate
from workflows.standards.models import StandardVersion

SINCE = date(2000, 1, 1)
PLACES = {
    "LW": ("龙湾区", "Longwan", "330303", "11330303MB1LW0014C"),
    "OH": ("瓯海区", "Ouhai", "330304", "11330304MB1QH00254"),
}
CLERKS = {
    "receiver": ("WINDOW", "RECEIVER"),
    "issuer": ("WINDOW", "ISSUER"),
    "reviewer": ("REGISTRY", "REVIEWER"),
    "approver": ("REGISTRY", "APPROVER"),
}
REMEDY = "可自收到之日起六十日内申请行政复议，或者六个月内提起行政诉讼。"
at = shipped.at


@dataclass
class Stage:
    """Districts, organs, and clerks by district and what they do: ``stage.clerk("LW", "approver")``."""

    areas: dict[str, Area] = field(default_factory=dict)
    clerks: dict[tuple[str, str], Person] = field(default_factory=dict)
    versions: dict[str, StandardVersion] = field(default_factory=dict)

    def clerk(self, district: str, what: str) -> Person:
        return self.clerks[district, what]

    def file(self, name: str, who: Person, applicant: int, now: datetime, /, **changes: Any) -> int:
        """File the answers of the standard's first embedded test, with the changes given."""
        standard = shipped.standard(name)
        form = deepcopy(standard.tests[0].answers) | changes
        data = {"form": form, "facts": standard.tests[0].facts}
        parties = {party.role: str(evaluate(party.district, data).value) for party in standard.parties}
        filed = Filed(
            standard=self.versions[name].pk,
            regime=standard.regime,
            item=standard.item_short,
            subject=form["name"],
            district=next(iter(parties.values())),
            parties=parties,
            applicant=applicant,
            form=form,
            facts=standard.tests[0].facts,
        )
        actor = Actor(who.pk, who.name, applicants=actor_for(who, now).applicants | {applicant})
        return open_case(actor=actor, filed=filed, key=uuid.uuid4(), now=now).case

    def walk(self, case: int, now: datetime, *steps: tuple[str, str, str, str], **payload: Any) -> Performed:
        """Perform acts one after the other: (district, clerk, step, act); the payload goes to the last."""
        done: Performed | None = None
        for district, who, step, what in steps:
            given: Mapping[str, Any] = payload if (district, who, step, what) == steps[-1] else {}
            done = act(
                actor=self.clerk(district, who),
                case=case,
                step=step,
                act=what,
                key=uuid.uuid4(),
                now=now,
                payload=given,
            )
        assert done
        return done


def set_up() -> Stage:
    """Make everything; the standards that ship are in force since 2020."""
    rulebook.forget()
    stage = Stage()
    for code, (name, english, gb, uscc) in PLACES.items():
        district = District.objects.create(code=code, name=name, name_en=english, gb2260=gb, valid_from=SINCE)
        organ = Organ.objects.create(
            uscc=uscc,
            name=f"{name}市场监督管理局",
            name_en=english,
            short_name="市监",
            district=district,
            valid_from=SINCE,
        )
        desks = {
            kind: Desk.objects.create(
                organ=organ, district=district, kind=kind, name=kind, name_en=kind, valid_from=SINCE
            )
            for kind in ("WINDOW", "REGISTRY", "ARCHIVE", "TASKS")
        }
        for who, (kind, role) in CLERKS.items():
            person = Person.objects.create_user(f"{code}.{who}", name=f"{name}{who}")
            Post.objects.create(person=person, desk=desks[kind], role=role, valid_from=SINCE)
            stage.clerks[code, who] = person
        stage.areas[code] = Area(district, organ, desks, {})
    make_test_ca((area.organ.uscc, area.organ.name) for area in stage.areas.values())
    for name in ("registration", "relocation"):
        standard = shipped.standard(name)
        stage.versions[name] = StandardVersion.objects.create(
            key=standard.key,
            number=1,
            digest=digest(standard),
            body=canonical_value(standard),
            valid_from=date(2020, 1, 1),
            published_at=at("2020-01-01"),
        )
    return stage


def eyes(stage: Stage) -> Enterprise:
    """温州睿视, registered in Ouhai."""
    return factory.registered(stage.areas["OH"])


def open_address(enterprise: Enterprise) -> EnterpriseAddress:
    return EnterpriseAddress.objects.select_related("authority", "district").get(enterprise=enterprise, valid_to=None)


TO_DECISION = (
    ("LW", "receiver", "request", "request"),
    ("OH", "reviewer", "origin_check", "clear"),
    ("LW", "reviewer", "review", "pass"),
)
GRANT = ("LW", "approver", "decision", "grant")
ISSUE = ("LW", "issuer", "issue", "issue")
"""A relocation to its licence."""

REGISTERED = (
    ("LW", "receiver", "receipt", "accept"),
    ("LW", "reviewer", "review", "pass"),
    ("LW", "approver", "decision", "grant"),
    ("LW", "issuer", "issue", "issue"),
)
"""A registration to its licence."""
