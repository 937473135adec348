"""A case whose acts tell the applicant, the desks that go on, and supervision."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from approvals.notices.verbs import KIND, make_notices, wants_notices
from enterprises.people.enums import MemberRole
from tests.cast import Area
from tests.enterprises import factory
from tests.workflows.engine.factory import LONGWAN, OUHAI, act, at, end, rules, step
from tests.workflows.engine.stage import APPLICANT, Stage, set_up
from tests.workflows.journal.after_commit import no_consumers
from workflows.engine.once import work_once
from workflows.engine.rules import Rules
from workflows.journal.effects import register_consumer
from workflows.organisation.models import Organ
from workflows.standards.enums import Regime

FILED = at("2026-03-02")


def text(chinese: str, english: str) -> dict[str, str]:
    return {"zh-Hans": chinese, "en": english}


RECEIVED = text("您的申请已收到。", "We have your application.")
ASKED = text("请核对迁出情况。", "Please check the move.")
SEEN = text("办件已跨区流转。", "The case went to another district.")


def law() -> Rules:
    return rules(
        Regime.SERVICE,
        step("window", "review", "SUBMITTED", act("ask", "origin", "forward", move="begin")),
        step("origin", "review", "IN_PROGRESS", act("pass", "end", "forward", move="complete"), party="origin"),
        end("COMPLETED"),
        notices=[
            {"key": "received", "audience": "APPLICANT", "step": "window", "act": "ask", "text": RECEIVED},
            {"key": "asked", "audience": "DESK", "step": "window", "act": "ask", "text": ASKED},
            {"key": "seen", "audience": "SUPERVISION", "step": "window", "act": "ask", "text": SEEN},
        ],
    )


@pytest.fixture
def told(own_database: str) -> Iterator[tuple[Stage, int]]:
    """The stage and the case, once everybody was told; ``applicant`` may act for the enterprise."""
    stage = set_up(law(), {"anna": (LONGWAN, "REVIEW", "REVIEWER"), "ou": (OUHAI, "REVIEW", "REVIEWER")})
    organ = Organ.objects.select_related("district").get(district__code=LONGWAN)
    with transaction.atomic():
        enterprise = factory.enterprise(pk=APPLICANT)
        enterprise.save(force_insert=True)
        factory.address(Area(organ.district, organ, {}, {}), enterprise=enterprise).save()
    factory.member(enterprise, MemberRole.LEGAL_REPRESENTATIVE, stage.people["applicant"])
    with no_consumers():
        register_consumer(KIND, wants_notices, make_notices)
        case = stage.file(now=FILED).case
        stage.act("anna", case, "window", "ask", now=FILED)
        work_once()
        yield stage, case
