"""The audit administrator sees seals, looks and erasures; whoever a look concerns sees it on their own page."""

import pytest
from django.db import DatabaseError, connections, transaction
from django.test import Client
from django.urls import reverse

from approvals.filing.models import Filing, Material
from approvals.privacy.enums import AccessKind, AccessReason
from approvals.privacy.models import Access
from approvals.privacy.verbs import note_access
from tests.law import law
from tests.told import Told
from workflows.engine.models import Case
from workflows.organisation.models import Person
from workflows.organisation.scoping import seen_by

pytestmark = [pytest.mark.xdist_group("told"), pytest.mark.timeout(300)]

NUMBER, PHONE = "330303198501029011", "13800000001"


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(Person.objects.get(username=name))
    return client


@pytest.fixture
def registration(own_story: Told) -> Case:
    """The founder's registration in 龙湾."""
    named = Case.objects.using("audit").filter(subject="温州市龙湾睿目智能科技有限公司").exclude(phase="RETURNED")
    found: Case = named.get()
    return found


def shown(client: Client, case: Case, field: str, reason: str) -> tuple[int, str]:
    answer = client.post(reverse("desks:in_full", args=[case.pk]), {"field": field, "reason": reason})
    return answer.status_code, answer.content.decode()


@law("个保法 45")
def test_one_number_is_shown_for_a_reason_and_the_applicant_sees_who_read_it(registration: Case) -> None:
    clerk = signed_in("lw.reviewer")
    page = clerk.get(reverse("desks:case", args=[registration.pk])).content.decode()
    assert NUMBER not in page
    assert PHONE not in page
    assert 'value="legal_rep.id_no"' in page
    code, text = shown(clerk, registration, "legal_rep.id_no", "IDENTITY")
    assert code == 200
    assert NUMBER in text
    assert PHONE not in text

    (look,) = Access.objects.using("audit").filter(case=registration.pk)
    assert (look.person.username, look.kind, look.fields, look.reason) == (
        "lw.reviewer",
        "NUMBER",
        ["legal_rep.id_no"],
        "IDENTITY",
    )
    mine = signed_in("founder").get(reverse("portal:case", args=[registration.pk])).content.decode()
    assert "谁查看过" in mine or "Who looked at your data" in mine
    assert look.person.name in mine
    audit = signed_in("admin.audit").get(reverse("audit:access")).content.decode()
    assert registration.number in audit
    assert look.person.name in audit
    assert NUMBER not in audit


@pytest.mark.parametrize(
    ("field", "reason"),
    [("", "IDENTITY"), ("legal_rep.id_no", ""), ("name", "IDENTITY"), ("legal_rep.id_no", "CURIOSITY"), ("", "")],
)
def test_without_a_covered_field_and_a_listed_reason_nothing_is_shown(
    registration: Case, field: str, reason: str
) -> None:
    code, text = shown(signed_in("lw.reviewer"), registration, field, reason)
    assert code == 422
    assert NUMBER not in text
    assert Access.objects.using("audit").count() == 0


def test_a_file_that_is_saved_is_written_down(registration: Case) -> None:
    material = Material.objects.using("audit").filter(filing__case=registration.pk)[0]
    answer = signed_in("lw.reviewer").get(reverse("desks:material", args=[registration.pk, material.pk]))
    assert answer.status_code == 200
    (look,) = Access.objects.using("audit").all()
    assert (look.kind, look.fields, look.reason) == ("MATERIAL", [material.key], "HANDLING")


def test_a_stranger_reads_nothing_and_nothing_is_written_down(registration: Case) -> None:
    code, _text = shown(signed_in("ra.reviewer"), registration, "legal_rep.id_no", "IDENTITY")
    assert code == 404
    assert Access.objects.using("audit").count() == 0


def test_looks_are_hidden_from_other_applicants_and_from_colleagues(registration: Case) -> None:
    shown(signed_in("lw.reviewer"), registration, "legal_rep.id_no", "IDENTITY")
    filing = Filing.objects.using("audit").get(case=registration.pk)
    with transaction.atomic(), connections["default"].cursor() as cursor:
        for person, applicants, expected in ((filing.person_id, [filing.applicant], 1), (filing.person_id, [], 0)):
            cursor.execute("SELECT tongban_enter(%s, %s, %s::bigint[])", [person, "2026-05-08", applicants])
            cursor.execute("SELECT count(*) FROM approvals_access")
            assert cursor.fetchone() == (expected,)


def test_nobody_writes_down_a_look_at_a_case_they_do_not_see(registration: Case) -> None:
    stranger, now = Person.objects.get(username="ra.reviewer"), registration.opened_at
    named = {"kind": AccessKind.NUMBER, "fields": ["legal_rep.id_no"], "reason": AccessReason.ASKED, "now": now}
    with pytest.raises(DatabaseError, match="row-level security"), seen_by(stranger.pk, now.date()):
        note_access(actor=stranger, case=registration.pk, **named)  # type: ignore[arg-type]  # a row of values


def test_the_seals_are_listed_with_both_districts_and_proved_on_request(told: Told) -> None:
    audit = signed_in("admin.audit")
    page = audit.get(reverse("audit:seals"))
    assert page.status_code == 200
    first = page.context["seals"][0]
    assert (first.is_signed, first.is_countersigned) == (True, True)
    assert first.root in page.content.decode()
    proved = audit.post(reverse("audit:seals"))
    assert proved.context["faults"] == []
    assert proved.context["report"].seals == proved.context["report"].countersigned > 30


@pytest.mark.parametrize("page", ["audit:seals", "audit:access", "audit:erasures"])
@pytest.mark.parametrize("who", ["admin.system", "admin.security", "lw.supervisor", "founder", "keeper.a"])
def test_for_everybody_else_there_is_no_such_page(told: Told, page: str, who: str) -> None:
    assert signed_in(who).get(reverse(page)).status_code == 404


def test_an_instant_nobody_could_mean_is_ignored(told: Told) -> None:
    audit = signed_in("admin.audit")
    for before in ("yesterday", "2026-13-45T00:00:00Z", "2026-05-01T00:00:00"):
        assert audit.get(reverse("audit:access"), {"before": before}).status_code == 200
