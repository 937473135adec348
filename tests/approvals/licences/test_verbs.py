"""From an act of issuing to a licence in force: only after the register's answer, once, and whole."""

import uuid
from datetime import date, datetime
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, connections

from approvals import store
from approvals.licences import port
from approvals.licences.enums import ExchangeState, LicenceState
from approvals.licences.errors import (
    RegisterRefusedError,
    RegisterSilentError,
    RegisterUnreachableError,
)
from approvals.licences.identifier import check_licence_identifier
from approvals.licences.models import Licence, RegisterExchange
from approvals.licences.queries import licence_by_identifier, licence_shown, licences_of
from approvals.licences.verbs import issue_licence
from enterprises.people.enums import MemberRole
from enterprises.people.models import Member
from enterprises.people.queries import applicants_of
from enterprises.registration.models import Enterprise
from tests import cast
from tests.approvals.stage import GRANT, ISSUE, REGISTERED, TO_DECISION, Stage, at, eyes, open_address, set_up
from tests.enterprises import factory
from tests.law import law
from tests.workflows.engine.stage import ask
from tests.workflows.engine.test_verbs_together import at_once
from workflows.engine.errors import EngineError
from workflows.journal.models import JournalRow
from workflows.journal.verify import verify_journal
from workflows.organisation.codes import Verdict, check_uscc
from workflows.organisation.scoping import seen_by

FILED = at("2026-02-12", "10:05")
NOW = at("2026-02-12", "11:00")


@pytest.fixture
def stage(own_database: str) -> Stage:
    return set_up()


def issued(stage: Stage, name: str = "甲", **changes: Any) -> JournalRow:
    """A registration taken to the act that orders its licence; gives that act's row."""
    founder = cast.person(name)
    case = stage.file("registration", founder, -founder.pk, FILED, **changes)
    seq = stage.walk(case, NOW, *REGISTERED).seq
    return JournalRow.objects.using("worker").get(case_id=case, seq=seq)


def relocated(stage: Stage, enterprise: Enterprise, boss: Any, now: datetime) -> JournalRow:
    case = stage.file("relocation", boss, enterprise.pk, now, uscc=enterprise.uscc, name=enterprise.name)
    seq = stage.walk(case, now, *TO_DECISION, GRANT, ISSUE).seq
    return JournalRow.objects.using("worker").get(case_id=case, seq=seq)


def states() -> list[str]:
    rows = RegisterExchange.objects.using("worker").order_by("case_id", "seq", "number")
    return list(rows.values_list("state", flat=True))


@law("条例 21", "细则 3", "公司法 33")
def test_an_enterprise_comes_into_being_with_the_registers_code_and_its_licence(stage: Stage) -> None:
    row = issued(stage)
    assert ask("SELECT count(*) FROM enterprises_enterprise") == [(0,)]
    licence = issue_licence(row=row, now=NOW)
    assert licence
    assert states() == [ExchangeState.SENT, ExchangeState.ACKED]
    enterprise = Enterprise.objects.get()
    assert check_uscc(enterprise.uscc).verdict is Verdict.OK
    assert (enterprise.name, enterprise.established_on, enterprise.capital) == (
        "温州市龙湾睿目智能科技有限公司",
        date(2026, 2, 12),
        500_000_000,
    )
    assert enterprise.business_scope == (
        "一般项目：工业机器人制造；软件开发（除依法须经批准的项目外，凭营业执照依法自主开展经营活动）。"
    )
    assert (licence.state, licence.version, licence.holder_id) == (LicenceState.CURRENT, 1, enterprise.pk)
    assert check_licence_identifier(licence.identifier).verdict is Verdict.OK
    assert store.fetch(licence.digest).startswith(b"%PDF")
    assert open_address(enterprise).authority == stage.areas["LW"].organ


def test_a_founder_who_represents_the_company_may_sign_for_it_and_another_may_not(stage: Stage) -> None:
    issue_licence(row=issued(stage, "甲"), now=NOW)
    issue_licence(row=issued(stage, "代办人"), now=NOW)
    members = Member.objects.order_by("pk").values_list("person__name", "role", "may_sign")
    assert list(members) == [
        ("甲", MemberRole.LEGAL_REPRESENTATIVE, True),
        ("代办人", MemberRole.HANDLER, False),
    ]
    assert ask("SELECT count(DISTINCT uscc) FROM enterprises_enterprise") == [(2,)]


def test_an_act_issues_once_however_often_and_by_however_many_it_is_done(stage: Stage) -> None:
    row = issued(stage)
    answers = at_once(*(partial(_issue, row.pk) for _ in range(2)))
    assert {type(answer) for answer in answers} <= {str, IntegrityError}
    again = issue_licence(row=row, now=NOW)
    assert again
    assert ask("SELECT count(*) FROM approvals_licence") == [(1,)]
    assert ask("SELECT count(*) FROM enterprises_enterprise") == [(1,)]
    assert ask("SELECT count(*) FROM simulated_register_code") == [(1,)]
    assert states() == [ExchangeState.SENT, ExchangeState.ACKED]


def _issue(row: int) -> str:
    licence = issue_licence(row=JournalRow.objects.using("worker").get(pk=row), now=NOW)
    assert licence
    return licence.identifier


def test_a_licence_waits_while_the_register_is_silent(stage: Stage, settings: Any) -> None:
    settings.REGISTER_FAULTS = "delay=2"
    row = issued(stage)
    for _attempt in range(2):
        with pytest.raises(RegisterSilentError):
            issue_licence(row=row, now=NOW)
        assert ask("SELECT state, holder_id FROM approvals_licence") == [("PENDING", None)]
        assert ask("SELECT count(*) FROM enterprises_enterprise") == [(0,)]
    licence = issue_licence(row=row, now=NOW)
    assert licence
    assert licence.state == LicenceState.CURRENT
    assert states() == [ExchangeState.SENT, ExchangeState.ACKED]


def test_a_refusal_is_seen_and_the_next_attempt_is_another_request(stage: Stage, settings: Any) -> None:
    settings.REGISTER_FAULTS = "refuse=1"
    row = issued(stage)
    with pytest.raises(RegisterRefusedError, match="数据校验未通过"):
        issue_licence(row=row, now=NOW)
    settings.REGISTER_FAULTS = ""
    licence = issue_licence(row=row, now=NOW)
    assert licence
    assert licence.state == LicenceState.CURRENT
    assert states() == ["SENT", "FAILED", "SENT", "ACKED"]


def test_an_answer_that_got_lost_is_found_in_the_register_later(stage: Stage, settings: Any) -> None:
    settings.REGISTER_FAULTS = "lose=1"
    row = issued(stage)
    with pytest.raises(RegisterUnreachableError):
        issue_licence(row=row, now=NOW)
    licence = issue_licence(row=row, now=NOW)
    assert licence
    assert states() == ["SENT", "FAILED", "RECONCILED"]
    assert ask("SELECT count(*) FROM simulated_register_request") == [(1,)]


def test_every_step_of_the_exchange_stands_in_the_journal_and_the_journal_is_whole(stage: Stage) -> None:
    row = issued(stage)
    issue_licence(row=row, now=NOW)
    facts = JournalRow.objects.using("worker").filter(case_id=row.case_id, verb="FACT").order_by("seq")
    assert [each.payload["value"]["state"] for each in facts] == ["SENT", "ACKED"]
    assert {each.payload["source"] for each in facts} == {"simulated register"}
    assert verify_journal().faults == []


@law("条例 27", "细则 23")
def test_a_move_brings_the_next_version_and_ends_the_one_before(stage: Stage) -> None:
    enterprise = eyes(stage)
    boss = factory.member(enterprise, MemberRole.LEGAL_REPRESENTATIVE)
    first = _first_licence(stage, enterprise)
    row = relocated(stage, enterprise, boss, at("2026-04-29", "09:00"))
    second = issue_licence(row=row, now=at("2026-04-29", "09:00"))
    assert second
    assert (second.version, second.serial, second.previous_id) == (2, first.serial, first.pk)
    assert second.said["address"] == "龙湾区永中街道永强大道1688号2幢301室"
    assert (second.said["uscc"], second.said["organ_name"]) == (factory.EYES, "龙湾区市场监督管理局")
    assert ask("SELECT version, state FROM approvals_licence ORDER BY version") == [(1, "SUPERSEDED"), (2, "CURRENT")]
    old = licence_shown(first.identifier)
    assert old
    assert (old.state, old.latest) == ("SUPERSEDED", second.identifier)
    assert [version.version for version in old.chain] == [2, 1]
    assert licence_shown(factory.EYES) == licence_shown(second.identifier)


def _first_licence(stage: Stage, enterprise: Enterprise) -> Licence:
    """A version that stands before, as a migration of old licences would bring it in."""
    from approvals.licences.identifier import build  # noqa: PLC0415 - used here alone
    from approvals.licences.types import licence_types  # noqa: PLC0415 - as above

    founder = cast.person("乙")
    case = stage.file("registration", founder, -founder.pk, FILED)
    organ = stage.areas["OH"].organ
    named = build(
        type_code=licence_types()["business_licence"].code, issuer=organ.uscc, serial="2025040100009", version=1
    )
    licence = Licence(
        identifier=str(named),
        type_code=named.type_code,
        issuer_id=organ.pk,
        serial=named.serial,
        version=1,
        district_id=organ.district_id,
        case_id=case,
        seq=1,
        state_at=NOW,
        holder_id=enterprise.pk,
        valid_from=factory.ESTABLISHED,
        digest="0" * 64,
        said={"name": enterprise.name, "uscc": enterprise.uscc},
    )
    licence.take_effect()
    licence.save(using="worker", force_insert=True)
    return licence


def test_a_licence_is_listed_to_its_holder_and_its_district_and_to_nobody_else(stage: Stage) -> None:
    issue_licence(row=issued(stage), now=NOW)
    founder = Member.objects.get().person
    holder = Enterprise.objects.get().pk
    for person, count in ((founder, 1), (stage.clerk("LW", "reviewer"), 1), (stage.clerk("OH", "reviewer"), 0)):
        with seen_by(person.pk, NOW.date(), applicants_of(person.pk, NOW.date())) as scope:
            assert licences_of(scope, holder).count() == count
    with seen_by(founder.pk, NOW.date(), applicants_of(founder.pk, NOW.date())) as scope:
        identifier = licences_of(scope, holder).get().identifier
        assert licence_by_identifier(scope, identifier).version == 1


def test_the_app_reads_no_licence_without_a_context_and_writes_none(stage: Stage) -> None:
    issue_licence(row=issued(stage), now=NOW)
    assert ask("SELECT count(*) FROM approvals_licence", using="default") == [(0,)]
    with pytest.raises(Exception, match="permission denied"), connections["default"].cursor() as cursor:
        cursor.execute("UPDATE approvals_licence SET state = 'REVOKED'")


def test_what_a_licence_says_never_changes(stage: Stage) -> None:
    licence = issue_licence(row=issued(stage), now=NOW)
    assert licence
    for change in ("scope = 'x'", "state = 'PENDING'", "digest = repeat('1', 64)"):
        with pytest.raises(IntegrityError), connections["worker"].cursor() as cursor:
            cursor.execute(f"UPDATE approvals_licence SET {change}")  # noqa: S608 - our own text
    with (
        pytest.raises(Exception, match=r"never changed or removed|permission denied"),
        connections["owner"].cursor() as c,
    ):
        c.execute("UPDATE approvals_registerexchange SET state = 'SENT'")


def test_a_plain_act_orders_nothing(stage: Stage) -> None:
    founder = cast.person("甲")
    case = stage.file("registration", founder, -founder.pk, FILED)
    row = JournalRow.objects.using("worker").get(case_id=case, seq=1)
    assert issue_licence(row=row, now=NOW) is None


def test_the_adapter_is_named_by_the_settings(settings: Any) -> None:
    settings.REGISTER = "tests.approvals.licences.test_verbs.Elsewhere"
    settings.REGISTER_IS_SIMULATED = False
    assert (type(port.register()).__name__, port.is_simulated()) == ("Elsewhere", False)


class Elsewhere:
    """An adapter of somebody else's."""


def test_refusals_are_one_family() -> None:
    assert not issubclass(RegisterRefusedError, EngineError)
    assert str(uuid.UUID(int=0)) in str(RegisterSilentError(request=uuid.UUID(int=0)))
