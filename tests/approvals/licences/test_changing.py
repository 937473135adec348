"""Every lawful change of a licence: who starts it, who decides, what it brings, and what is refused."""

from datetime import date
from functools import partial
from typing import Any

import pytest
from django.db import DatabaseError, connections, transaction

from approvals import store
from approvals.licences import errors
from approvals.licences.carrying import end_terms
from approvals.licences.changing import decide_change, drop_change, hold_hearing, start_change, state_case
from approvals.licences.enums import ChangeState, Ground, LicenceState, LicenceVerb, Side
from approvals.licences.lawful import RULES, verbs_for
from approvals.licences.models import Licence, LicenceChange
from approvals.licences.queries import licence_shown
from approvals.licences.verifying import verify
from approvals.papers.models import Paper
from enterprises.people.enums import MemberRole
from enterprises.registration.models import Enterprise
from tests import cast
from tests.approvals.licences.held import again, decided, done, food_licence, journalled
from tests.approvals.papers.reading import text_of
from tests.approvals.stage import SINCE, Stage, at, eyes, set_up
from tests.enterprises import factory
from tests.law import law
from tests.workflows.engine.test_verbs_together import at_once
from workflows.journal.verify import verify_journal
from workflows.organisation.models import Person, Post

V = LicenceVerb
NOW = at("2026-03-02", "10:00")


@pytest.fixture
def stage(own_database: str) -> Stage:
    return set_up()


@pytest.fixture
def holder(stage: Stage) -> Enterprise:
    return eyes(stage)


@pytest.fixture
def boss(holder: Enterprise) -> Person:
    return factory.member(holder, MemberRole.LEGAL_REPRESENTATIVE)


@law("许可法 49", "16号令 28", "16号令 29")
def test_a_holder_changes_replaces_and_corrects_and_each_is_the_next_version(
    stage: Stage, holder: Enterprise, boss: Person
) -> None:
    licence = food_licence(stage, holder, date(2026, 9, 1))
    ask = partial(start_change, actor=boss, side=Side.HOLDER, now=NOW)
    for verb, ground, values in (
        (V.CHANGE, "", {"legal_representative": "李二"}),
        (V.REISSUE, Ground.LOST, {}),
        (V.CORRECT, Ground.CLERICAL, {"address": "龙湾区永中街道11号"}),
    ):
        change = decided(stage, ask(licence=licence.pk, verb=verb, ground=ground, values=values), NOW)
        after = Licence.objects.using("worker").get(previous=licence)
        assert (after.state, after.version, after.serial) == ("CURRENT", licence.version + 1, licence.serial)
        assert (after.document, after.valid_to) == (change.document, licence.valid_to)
        assert again(licence).state == LicenceState.SUPERSEDED
        kept = {"name", "uscc", "legal_representative", "address", "scope_text", "form"} - set(values)
        assert {key: after.said[key] for key in kept} == {key: licence.said[key] for key in kept}
        assert {key: after.said[key] for key in values} == values
        licence = after
    assert licence.said["legal_representative"] == "李二"
    found = verify(store.fetch(licence.digest), NOW.date())
    assert found.is_good
    assert found.judged.said
    assert (found.judged.said["内容"]["address"], found.judged.uscc) == ("龙湾区永中街道11号", licence.issuer.uscc)
    assert [verb for verb, state in journalled(licence) if state == "GRANTED"] == ["CHANGE", "REISSUE", "CORRECT"]
    assert verify_journal().faults == []


@law("许可法 50", "16号令 27", "clock C8")
def test_a_renewal_asked_in_time_begins_where_the_old_term_ends_and_silence_grants_it(
    stage: Stage, holder: Enterprise, boss: Person
) -> None:
    licence = food_licence(stage, holder, date(2026, 5, 7))
    ask = partial(start_change, actor=boss, licence=licence.pk, verb=V.RENEW, side=Side.HOLDER)
    with pytest.raises(errors.RenewalLateError, match="2026-04-06"):
        ask(now=at("2026-04-07", "09:00"))
    ask(now=at("2026-04-06", "23:00"))
    assert not end_terms(at("2026-05-06", "23:59"))
    assert again(licence).state == LicenceState.CURRENT
    # Nobody has answered and no worker has looked: the public page knows the law.
    shown = licence_shown(licence.identifier)
    assert shown
    assert shown.state_on(date(2026, 5, 9)) == LicenceState.CURRENT
    end_terms(at("2026-05-09", "08:00"))
    end_terms(at("2026-05-09", "08:01"))
    (change,) = LicenceChange.objects.using("worker").all()
    assert (change.state, change.decided_by, change.decided_at) == (ChangeState.DEEMED, None, at("2026-05-07", "00:00"))
    from approvals.licences.carrying import carry_out  # noqa: PLC0415 - used here alone

    after = carry_out(change.pk, at("2026-05-09", "08:02"))
    assert after
    assert (after.state, after.valid_to, after.said["until_text"]) == ("CURRENT", date(2031, 5, 7), "2031年05月06日")


@law("许可法 70(一)", "许可法 70")
def test_without_a_renewal_it_expires_at_its_instant_and_is_then_deregistered(stage: Stage, holder: Enterprise) -> None:
    licence = food_licence(stage, holder, date(2026, 5, 7))
    end_terms(at("2026-05-09", "08:00"))
    ended = again(licence)
    assert (ended.state, ended.state_at) == (LicenceState.EXPIRED, at("2026-05-07", "00:00"))
    with pytest.raises(errors.GroundError):
        done(stage, licence, V.DEREGISTER, at("2026-05-10", "09:00"), ground=Ground.TAKEN_AWAY)
    change = done(stage, licence, V.DEREGISTER, at("2026-05-10", "09:00"), ground=Ground.NOT_RENEWED)
    assert (again(licence).state, again(licence).document) == (LicenceState.DEREGISTERED, change.document)
    assert "注〔2026〕000001号" in change.document


@law("行政处罚法 9", "许可法 8", "许可法 69")
def test_a_suspension_is_given_back_and_what_ends_a_licence_ends_it(stage: Stage, holder: Enterprise) -> None:
    licence = food_licence(stage, holder, date(2027, 5, 7))
    with pytest.raises(errors.DecisionMissingError):
        done(stage, licence, V.SUSPEND, NOW, ground=Ground.PENALTY)
    suspended = done(stage, licence, V.SUSPEND, NOW, ground=Ground.PENALTY, rests_on="温龙市监处罚〔2026〕7号")
    assert again(licence).state == LicenceState.SUSPENDED
    paper = Paper.objects.using("worker").get(case=licence.case_id, result="licence_suspend")
    said = text_of(store.fetch(paper.digest))
    for needed in (
        suspended.document,
        "温龙市监处罚〔2026〕7号",
        "经查证属实",
        "六十日",
        "六个月",
        "行政处罚法",
        "暂扣食品经营许可证决定书",
    ):
        assert needed in said
    done(stage, licence, V.RESUME, NOW, ground=Ground.TIME_SERVED)
    assert again(licence).state == LicenceState.CURRENT
    start = partial(start_change, licence=licence.pk, side=Side.ISSUER, reason="法规已修改。", now=NOW)
    change = start(actor=stage.clerk("LW", "reviewer"), verb=V.WITHDRAW, ground=Ground.LAW_CHANGED)
    decided(stage, change, at("2026-03-10", "09:00"))
    assert again(licence).state == LicenceState.WITHDRAWN
    with pytest.raises(errors.LicenceMoveError, match="Withdrawn"):
        done(stage, licence, V.SUSPEND, NOW, ground=Ground.PENALTY, rests_on="1号")


@law("许可法 69", "许可法 7", "许可法 47", "许可法 48", "行政处罚法 63", "行政处罚法 64")
def test_before_a_revocation_the_holder_is_heard_and_a_hearing_comes_first(
    stage: Stage, holder: Enterprise, boss: Person
) -> None:
    licence = food_licence(stage, holder, date(2027, 5, 7))
    supervisor = cast.person("督查")
    Post.objects.create(person=supervisor, desk=None, role="SUPERVISOR", valid_from=SINCE)
    propose = partial(
        start_change, licence=licence.pk, verb=V.REVOKE, ground=Ground.FRAUD, reason="材料系伪造。", now=NOW
    )
    with pytest.raises(errors.SideError):
        propose(actor=stage.clerk("OH", "reviewer"), side=Side.ISSUER)
    change = propose(actor=supervisor, side=Side.SUPERIOR)
    assert change.hear_until == date(2026, 3, 9)
    with pytest.raises(errors.ChangeOpenError):
        propose(actor=supervisor, side=Side.SUPERIOR)
    decide = partial(decide_change, actor=stage.clerk("LW", "approver"), change=change.pk, grant=True, opinion="")
    with pytest.raises(errors.StillHeardError, match="2026-03-09"):
        decide(now=at("2026-03-09", "17:00"))
    with pytest.raises(errors.SideError):
        state_case(actor=cast.person("路人"), change=change.pk, words="冤枉", now=NOW)
    state_case(actor=boss, change=change.pk, words="材料真实。", wants_hearing=True, now=at("2026-03-04", "09:00"))
    with pytest.raises(errors.HearingFirstError):
        decide(now=at("2026-03-20", "09:00"))
    hold_hearing(
        actor=stage.clerk("LW", "reviewer"), change=change.pk, record="听证笔录1号", now=at("2026-03-20", "10:00")
    )
    decided(stage, change, at("2026-03-20", "11:00"))
    assert again(licence).state == LicenceState.REVOKED
    said = text_of(store.fetch(Paper.objects.using("worker").get(result="licence_revoke").digest))
    for needed in ("材料系伪造", "材料真实", "听证笔录1号", "以欺骗、贿赂等不正当手段"):
        assert needed in said
    other = _other_open(stage, licence)
    with pytest.raises(errors.NotHeardError):
        state_case(actor=boss, change=other, words="再说", now=at("2026-03-21", "09:00"))


def _other_open(stage: Stage, licence: Licence) -> int:
    change = start_change(
        actor=stage.clerk("LW", "reviewer"),
        licence=licence.pk,
        verb=V.DEREGISTER,
        side=Side.ISSUER,
        ground=Ground.TAKEN_AWAY,
        reason="已撤销。",
        now=at("2026-03-21", "08:00"),
    )
    return change.pk


def test_nobody_decides_what_they_proposed_and_the_second_is_told_who_was_first(
    stage: Stage, holder: Enterprise
) -> None:
    licence = food_licence(stage, holder, date(2027, 5, 7))
    approver = stage.clerk("LW", "approver")
    start = partial(start_change, licence=licence.pk, verb=V.SUSPEND, side=Side.ISSUER, ground=Ground.PENALTY, now=NOW)
    own = start(actor=approver, reason="查实。", rests_on="1号")
    with pytest.raises(errors.SamePersonError):
        decide_change(actor=approver, change=own.pk, grant=True, opinion="", now=NOW)
    drop_change(actor=stage.clerk("LW", "reviewer"), change=own.pk, now=NOW)
    change = start(actor=stage.clerk("LW", "reviewer"), reason="查实。", rests_on="1号")
    # Two connections at once: one decides, the other is told.
    answers = at_once(*(partial(_decide, approver.pk, change.pk, grant) for grant in (True, False)))
    (told,) = [answer for answer in answers if answer.startswith("told")]
    assert approver.name in told
    states = [state for verb, state in journalled(licence)]
    assert len([state for state in states if state in {"GRANTED", "REFUSED"}]) == 1


def _decide(actor: int, change: int, grant: bool) -> str:  # noqa: FBT001 - one of two answers
    person = Person.objects.get(pk=actor)
    try:
        return str(decide_change(actor=person, change=change, grant=grant, opinion="意见", now=NOW).state)
    except errors.ChangeDecidedError as refusal:
        return f"told: {refusal}"


def test_a_chain_has_one_head_and_a_state_rests_on_a_decision_whoever_writes(stage: Stage, holder: Enterprise) -> None:
    licence = food_licence(stage, holder, date(2027, 5, 7))
    for sql, constraint in (
        ("UPDATE approvals_licence SET state = 'REVOKED', state_at = now()", "licence_state_rests_on_a_decision"),
        ("UPDATE approvals_licencechange SET verb = 'CANCEL'", "licence_change_is_decided_once"),
        (
            (
                "INSERT INTO approvals_licence (identifier, type_code, issuer_id, serial, version, previous_id, holder_id,"
                " district_id, case_id, seq, state, state_at, document, scope, valid_from, valid_to, said, digest, sample, stage)"
                " SELECT replace(identifier, '.001.', '.002.'), type_code, issuer_id, serial, 2, id, holder_id, district_id,"
                " case_id, 99, 'EXPIRED', state_at, '', '', valid_from, valid_to, said, digest, sample, stage"
                " FROM approvals_licence"
            ),
            "one_head_of_a_version_chain",
        ),
    ):
        if "change" in sql.split()[1]:
            done(stage, licence, V.SUSPEND, NOW, ground=Ground.PENALTY, rests_on="1号")
            done(stage, licence, V.RESUME, NOW, ground=Ground.TIME_SERVED)
        with (
            pytest.raises(DatabaseError) as refused,
            transaction.atomic(using="owner"),
            connections["owner"].cursor() as cursor,
        ):
            cursor.execute(sql)
        cause: Any = refused.value.__cause__
        assert cause.diag.constraint_name == constraint


def test_what_is_registered_changes_by_registration_alone(stage: Stage) -> None:
    from approvals.licences.verbs import issue_licence  # noqa: PLC0415 - used here alone
    from enterprises.people.models import Member  # noqa: PLC0415 - as above
    from tests.approvals.licences.test_verbs import issued  # noqa: PLC0415 - as above

    licence = issue_licence(row=issued(stage), now=NOW)
    assert licence
    boss = Member.objects.get().person
    ask = partial(start_change, actor=boss, licence=licence.pk, side=Side.HOLDER, now=NOW)
    with pytest.raises(errors.ByRegistrationError, match="变更登记"):
        ask(verb=V.CHANGE, values={"name": "别的名称"})
    with pytest.raises(errors.ByRegistrationError, match="注销登记"):
        ask(verb=V.DEREGISTER, ground=Ground.GIVEN_UP)
    with pytest.raises(errors.NotRenewableError):
        ask(verb=V.RENEW)
    with pytest.raises(errors.NothingChangesError):
        ask(verb=V.CORRECT, ground=Ground.CLERICAL, values={"uscc": "1"})
    change = decided(stage, ask(verb=V.REISSUE, ground=Ground.LOST), NOW)
    assert again(licence).state == "SUPERSEDED"
    assert Licence.objects.using("worker").get(state="CURRENT").document == change.document


@law("许可法 8", "许可法 69", "许可法 70", "行政处罚法 9")
def test_each_side_starts_only_what_the_law_lets_it() -> None:
    current, revoked = LicenceState.CURRENT, LicenceState.REVOKED
    assert verbs_for(Side.HOLDER, current) == (V.CHANGE, V.RENEW, V.REISSUE, V.CORRECT, V.DEREGISTER)
    assert verbs_for(Side.ISSUER, current) == (V.CORRECT, V.SUSPEND, V.WITHDRAW, V.REVOKE, V.CANCEL, V.DEREGISTER)
    assert verbs_for(Side.SUPERIOR, current) == (V.REVOKE,)
    assert verbs_for(Side.ISSUER, revoked) == (V.DEREGISTER,)
    assert verbs_for(Side.HOLDER, revoked) == ()
    assert verbs_for(Side.ISSUER, LicenceState.DEREGISTERED) == ()
    assert {verb for verb, rule in RULES.items() if rule.hears_for} == {V.WITHDRAW, V.REVOKE, V.CANCEL}
