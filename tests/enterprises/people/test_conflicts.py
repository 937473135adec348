"""Who belongs to an applicant does not handle its case: the port the kernel asks, answered by what is registered."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connections

from enterprises.people.enums import AgentAct, MemberRole
from enterprises.people.models import Agent, Member, PersonalValues
from enterprises.registration.models import Enterprise
from tests.cast import Area
from tests.enterprises.factory import registered
from tests.law import law
from tests.workflows.engine.factory import LONGWAN, at
from tests.workflows.engine.stage import APPLICANT, Stage, set_up
from tests.workflows.engine.standards import licence
from workflows.engine.errors import Conflicted
from workflows.engine.verbs import claim
from workflows.organisation.models import Deputyship, Organ, Post

DAY = date(2026, 3, 3)
NOON = at("2026-03-03")
SINCE = date(2025, 4, 1)
ID = "330303198501029011"


@pytest.fixture
def stage(own_database: str) -> Stage:
    made = set_up(licence(), dict.fromkeys(["anna", "bo"], (LONGWAN, "REVIEW", "REVIEWER")))
    organ = Organ.objects.select_related("district").get(district__code=LONGWAN)
    registered(Area(organ.district, organ, {}, {}), pk=APPLICANT)
    return made


def belongs(stage: Stage, who: str, **more: Any) -> Member:
    held = {"role": MemberRole.HANDLER, "valid_from": SINCE, **more}
    return Member.objects.create(person=stage.people[who], enterprise=Enterprise.objects.get(pk=APPLICANT), **held)


def asked(applicant: int, form: dict[str, Any], people: list[int]) -> list[int]:
    """What the port answers, called as the engine calls it: as the owner."""
    with connections["owner"].cursor() as cursor:
        question = "SELECT tongban_conflicts(%s, %s::jsonb, %s::bigint[], %s::date)"
        cursor.execute(question, [applicant, connections["owner"].ops.adapt_json_value(form, None), people, DAY])
        found: list[int] = cursor.fetchone()[0]
        return found


@pytest.mark.committed
@law("公务员法 76", "许可法 48(三)")
def test_members_agents_the_founder_and_whoever_the_form_names_belong_to_the_applicant(stage: Stage) -> None:
    anna, bo = (stage.people[name].pk for name in ("anna", "bo"))
    assert asked(APPLICANT, {}, [anna, bo]) == []
    belongs(stage, "anna", valid_to=DAY)
    assert asked(APPLICANT, {}, [anna, bo]) == []
    belongs(stage, "anna")
    assert asked(APPLICANT, {}, [anna, bo]) == [anna]
    assert asked(APPLICANT + 1, {}, [anna, bo]) == []
    assert asked(-bo, {}, [anna, bo]) == [bo]
    PersonalValues.objects.create(person=stage.people["bo"], id_number=ID)
    form = {"shareholders": [{"name": "章三", "id_no": "330304199011239025"}, {"name": "章晓", "id_no": ID}]}
    assert asked(APPLICANT, form, [anna, bo]) == sorted([anna, bo])
    assert asked(APPLICANT + 1, form, [bo]) == [bo]
    assert asked(APPLICANT + 1, {"name": f"{ID} 号"}, [bo]) == []


@pytest.mark.committed
@law("公务员法 76")
def test_an_agent_keeps_away_until_the_letter_is_revoked(stage: Stage) -> None:
    bo = stage.people["bo"]
    Agent.objects.create(
        person=bo,
        enterprise=Enterprise.objects.get(pk=APPLICANT),
        scope=[AgentAct.FILE],
        document="委托书1号",
        appointed_by=bo,
        appointed_at=at("2026-01-05"),
        valid_from=SINCE,
        valid_to=DAY + timedelta(days=9),
    )
    assert asked(APPLICANT, {}, [bo.pk]) == [bo.pk]
    Agent.objects.update(revoked_at=NOON, revoked_by=bo)
    assert asked(APPLICANT, {}, [bo.pk]) == []


@pytest.mark.committed
@law("公务员法 76")
def test_they_neither_claim_nor_act_and_nobody_stands_in_for_them_there(stage: Stage) -> None:
    case = stage.file().case
    belongs(stage, "anna")
    with pytest.raises(Conflicted):
        stage.act("anna", case, "window", "accept", now=NOON)
    with pytest.raises(Conflicted):
        claim(actor=stage.actor("anna"), case=case, step="window", now=NOON)
    Deputyship.objects.create(
        post=Post.objects.get(person=stage.people["bo"]),
        deputy=stage.people["anna"],
        named_by=stage.people["bo"],
        named_at=NOON,
        valid_from=DAY,
        valid_to=DAY + timedelta(days=2),
    )
    with pytest.raises(Conflicted):
        stage.act("anna", case, "window", "accept", now=NOON)
    stage.act("bo", case, "window", "accept", now=NOON)
