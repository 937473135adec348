"""What is measured: one desk per stage, one clerk at each, and a form of some 560 bytes.

The unit is a case: submitted by its applicant, accepted at the window, reviewed, decided. Four acts, each durable.
"""

import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils import timezone

from tests.workflows.engine.factory import LONGWAN, act, end, rules, step
from tests.workflows.engine.stage import Stage, set_up
from workflows.engine.rules import Rules
from workflows.engine.state import Actor
from workflows.engine.verbs import open_case, perform, perform_many
from workflows.engine.wishes import Filed, Wish
from workflows.organisation.models import Person
from workflows.standards.enums import Regime
from workflows.standards.models import StandardVersion

ACTS = (("receiver", "window", "accept"), ("reviewer", "review", "pass"), ("approver", "decide", "grant"))
"""Who does what after the filing."""
CLERKS = {
    "receiver": (LONGWAN, "RECEPTION", "RECEIVER"),
    "reviewer": (LONGWAN, "REVIEW", "REVIEWER"),
    "approver": (LONGWAN, "DECISION", "APPROVER"),
}
FORM: dict[str, Any] = {
    "name": "温州睿视智能装备有限公司",
    "kind": "有限责任公司",
    "capital": "5000000.00",
    "scope": "智能装备制造；智能装备销售；软件开发；技术服务、技术开发、技术咨询。" * 2,
    "address": {"division": "330303", "street": "永中街道", "text": "龙湾区永中街道罗东大街1号创业大厦3层301室"},
    "shareholders": [{"name": "章三", "share": "60.00"}, {"name": "李四", "share": "40.00"}],
}


def standard() -> Rules:
    """Three desks one after the other; the clock runs from the filing on."""
    return rules(
        Regime.SERVICE,
        step("window", "front_desk", "SUBMITTED", act("accept", "review", move="begin"), desk="RECEPTION"),
        step("review", "review", "IN_PROGRESS", act("pass", "decide")),
        step("decide", "decision", "IN_PROGRESS", act("grant", "end", move="complete"), desk="DECISION"),
        end("COMPLETED WITHDRAWN DECLINED"),
    )


@dataclass
class Corridor:
    """The place that was set up, and its clerks."""

    stage: Stage
    filed: Filed
    applicant: Actor
    clerks: dict[str, Actor]

    @classmethod
    def build(cls) -> "Corridor":
        """Set it up in an empty database."""
        made = cls.of(set_up(standard(), CLERKS))
        # The district's register begins with the first case.
        made.submit()
        return made

    @classmethod
    def find(cls) -> "Corridor":
        """The one that was set up in this database."""
        version = StandardVersion.objects.get(key="test")
        return cls.of(Stage(version, {person.username: person for person in Person.objects.all()}))

    @classmethod
    def of(cls, stage: Stage) -> "Corridor":
        filed = Filed(
            standard=stage.version.pk,
            regime=Regime.SERVICE,
            item="01",
            subject=FORM["name"],
            district=LONGWAN,
            parties={"home": LONGWAN},
            applicant=100,
            form=FORM,
        )
        clerks = {name: Actor(stage.people[name].pk, name) for name in CLERKS}
        applicant = replace(stage.actor("applicant"), applicants=frozenset({100}))
        return cls(stage, filed, applicant, clerks)

    def submit(self, now: datetime | None = None) -> int:
        """File one case."""
        opened = open_case(actor=self.applicant, filed=self.filed, key=uuid.uuid4(), now=now or timezone.now())
        return opened.case

    def act(self, case: int, place: int) -> None:
        """Do the act of that place in ``ACTS``."""
        who, where, what = ACTS[place]
        perform(actor=self.clerks[who], case=case, step=where, act=what, key=uuid.uuid4(), now=timezone.now())

    def act_on_many(self, cases: list[int], place: int) -> None:
        """Do it on all of them in one call; raises what one of them was refused."""
        who, where, what = ACTS[place]
        wishes = [Wish(case, where, what, uuid.uuid4()) for case in cases]
        answers = perform_many(actor=self.clerks[who], wishes=wishes, now=timezone.now())
        for answer in answers:
            if isinstance(answer, Exception):
                raise answer
