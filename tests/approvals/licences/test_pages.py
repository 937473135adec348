"""The page of a licence: each side is offered what the law lets it start, and a refusal keeps what was typed."""

from datetime import date

from django.test import Client

from approvals.licences.models import LicenceChange
from enterprises.people.enums import MemberRole
from tests import cast
from tests.approvals.licences.held import again, food_licence
from tests.approvals.stage import at, eyes, set_up
from tests.enterprises import factory
from workflows.engine.models import SimulatedClock
from workflows.engine.present import forget
from workflows.organisation.models import Person


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_a_suspension_from_proposal_to_decision_on_the_page(own_database: str) -> None:
    stage = set_up()
    holder = eyes(stage)
    boss = factory.member(holder, MemberRole.LEGAL_REPRESENTATIVE)
    licence = food_licence(stage, holder, date(2027, 5, 7))
    SimulatedClock.objects.using("owner").update(instant=at("2026-03-02", "10:00"))
    forget()
    address = f"/licences/{licence.pk}/"
    reviewer = signed_in(stage.clerk("LW", "reviewer"))

    said = reviewer.get(f"{address}?verb=ISSUER.SUSPEND").content.decode()
    assert "食品经营许可证" in said or "Food business licence" in said
    assert 'name="rests_on"' in said
    assert "Renew" not in said
    assert licence.identifier in reviewer.get("/licences/?q=睿视").content.decode()
    theirs = signed_in(boss).get(address).content.decode()
    assert "HOLDER.RENEW" in theirs
    assert "ISSUER." not in theirs
    # Another district sees nothing, and whoever is nobody here neither.
    for stranger in (stage.clerk("OH", "reviewer"), cast.person("路人")):
        assert signed_in(stranger).get(address).status_code == 404
        assert signed_in(stranger).post(f"{address}start/", {}).status_code == 404

    typed = {"form": "ISSUER.SUSPEND", "verb": "SUSPEND", "side": "ISSUER", "ground": "PENALTY", "reason": "后厨不洁"}
    refused = reviewer.post(f"{address}start/", typed)
    assert refused.status_code == 422
    assert "Name the decision this rests on" in refused.content.decode()
    assert "后厨不洁" in refused.content.decode()
    assert reviewer.post(f"{address}start/", {**typed, "rests_on": "处罚7号"}).status_code == 302
    change = LicenceChange.objects.using("worker").get()
    decide = {"change": str(change.pk), "outcome": "grant"}
    assert reviewer.post(f"{address}decide/", decide).status_code == 422
    assert "Refuse" not in reviewer.get(address).content.decode()
    approver = signed_in(stage.clerk("LW", "approver"))
    assert "Refuse" in approver.get(address).content.decode()
    assert approver.post(f"{address}decide/", {**decide, "change": "999"}).status_code == 404
    assert approver.post(f"{address}decide/", decide).status_code == 302
    assert again(licence).state == "SUSPENDED"
    assert "暂扣〔2026〕000001号" in approver.get(address).content.decode()
    forget()
