"""The verbs on a real database: one read and one write, keys, silence, and nothing seen that is another's."""

import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from stdnum.iso7064 import mod_37_36

from tests.law import law
from tests.workflows.engine.factory import LONGWAN, OUHAI, act, at, days, end, rules, step
from tests.workflows.engine.stage import RECEIVED, Stage, set_up
from workflows.engine import rulebook
from workflows.engine.errors import CaseNotFound, KeyReused, NotAllowed, StepClaimed, StepTaken
from workflows.engine.models import ActContent, Case, CaseStep
from workflows.engine.rules import Rules
from workflows.engine.verbs import catch_up, claim, look, perform_many, release
from workflows.engine.wishes import Wish
from workflows.journal.errors import JournalError
from workflows.journal.models import CaseRegisterRow, JournalRow
from workflows.organisation.models import Person
from workflows.standards.canonical import canonical_value, digest
from workflows.standards.enums import Regime
from workflows.standards.models import StandardVersion

pytestmark = pytest.mark.django_db

CLERKS = {
    "anna": (LONGWAN, "REVIEW", "REVIEWER"),
    "bo": (LONGWAN, "REVIEW", "REVIEWER"),
    "ou": (OUHAI, "REVIEW", "REVIEWER"),
}


def two_reviews() -> Rules:
    """Filed, taken into review, reviewed twice and refused."""
    return rules(
        Regime.REGISTRATION,
        step("desk", "front_desk", "SUBMITTED", act("accept", "review", move="begin_review"), limit=days(1)),
        step("review", "review", "UNDER_REVIEW", act("forward", "second")),
        step(
            "second", "review", "UNDER_REVIEW", act("forward", "end", move="refuse"), act("back", "review", "forward")
        ),
        end("REFUSED"),
    )


@pytest.fixture
def stage() -> Stage:
    return set_up(two_reviews(), CLERKS)


@pytest.fixture
def case(stage: Stage) -> int:
    return stage.file().case


def rows_of(stage: Stage, case: int) -> tuple[Case, list[CaseStep], list[JournalRow]]:
    with stage.watching():
        steps = list(CaseStep.objects.filter(case=case).order_by("ordinal"))
        return Case.objects.get(pk=case), steps, list(JournalRow.objects.filter(case_id=case).order_by("seq"))


def test_filing_opens_a_numbered_registered_case(stage: Stage) -> None:
    opened = stage.file()
    case, steps, rows = rows_of(stage, opened.case)
    assert case.number == opened.number
    assert (case.phase, case.version, case.closed_at) == ("SUBMITTED", 1, None)
    assert [(s.key, s.closed_at, s.desk is not None) for s in steps] == [("desk", None, True)]
    assert [(row.seq, row.verb) for row in rows] == [(1, "OPEN")]
    assert CaseRegisterRow.objects.get(case_id=case.pk).seq == 1


def test_case_numbers_count_and_carry_their_check_character(stage: Stage) -> None:
    numbers = [stage.file().number for _ in range(3)]
    assert numbers == [
        mod_37_36.calc_check_digit(body).join([body, ""])
        for body in ("330303202603020100001", "330303202603020100002", "330303202603020100003")
    ]


@pytest.mark.parametrize("number", ["330303202603020100012A", "3303032026030201000138", "3303042026033003000012"])
def test_the_database_reckons_the_check_character_of_worked_numbers(number: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tongban_check_character(%s)", [number[:-1]])
        assert cursor.fetchone() == (number[-1],)


def test_a_linear_act_is_one_read_and_one_write(stage: Stage, case: int) -> None:
    stage.act("anna", case, "desk", "accept", now=RECEIVED)
    with CaptureQueriesContext(connection) as captured:
        stage.act("anna", case, "review", "forward", now=RECEIVED)
    statements = [query["sql"].split("(")[0] for query in captured if "SAVEPOINT" not in query["sql"]]
    assert statements == ["SELECT engine_read", "SELECT engine_write"]


def test_an_act_closes_a_step_opens_the_next_and_moves_the_phase(stage: Stage, case: int) -> None:
    stage.act("anna", case, "desk", "accept", now=RECEIVED)
    row, steps, rows = rows_of(stage, case)
    assert (row.phase, row.version) == ("UNDER_REVIEW", 2)
    assert [(s.key, s.act, s.closed_by_id) for s in steps] == [
        ("desk", "accept", stage.people["anna"].pk),
        ("review", "", None),
    ]
    assert [(r.verb, r.actor_id) for r in rows] == [
        ("OPEN", stage.people["applicant"].pk),
        ("ACT", stage.people["anna"].pk),
    ]


def test_an_act_on_an_unclaimed_step_claims_it(stage: Stage, case: int) -> None:
    stage.act("anna", case, "desk", "accept", now=RECEIVED)
    _, steps, _ = rows_of(stage, case)
    assert (steps[0].claimed_by_id, steps[0].claimed_at) == (stage.people["anna"].pk, RECEIVED)


def test_the_case_ends_with_its_last_step(stage: Stage, case: int) -> None:
    for key, name in (("desk", "accept"), ("review", "forward"), ("second", "forward")):
        stage.act("anna", case, key, name, now=RECEIVED)
    row, steps, _ = rows_of(stage, case)
    assert (row.phase, row.closed_at) == ("REFUSED", RECEIVED)
    assert all(s.closed_at for s in steps)


def test_the_same_key_twice_is_one_act(stage: Stage, case: int) -> None:
    key = uuid.uuid4()
    first = stage.act("anna", case, "desk", "accept", now=RECEIVED, key=key)
    again = stage.act("anna", case, "desk", "accept", now=RECEIVED + timedelta(hours=1), key=key)
    assert (again.seq, again.repeated) == (first.seq, True)
    assert rows_of(stage, case)[0].version == 2


def test_the_same_key_with_another_payload_is_refused(stage: Stage, case: int) -> None:
    key = uuid.uuid4()
    stage.act("anna", case, "desk", "accept", now=RECEIVED, key=key)
    with pytest.raises(KeyReused):
        stage.act("anna", case, "review", "forward", now=RECEIVED, key=key)


def test_the_same_key_of_another_person_is_another_act(stage: Stage, case: int) -> None:
    key = uuid.uuid4()
    stage.act("anna", case, "desk", "accept", now=RECEIVED, key=key)
    assert not stage.act("bo", case, "review", "forward", now=RECEIVED, key=key).repeated


def test_filing_twice_with_one_key_opens_one_case(stage: Stage) -> None:
    key = uuid.uuid4()
    first, again = stage.file(key=key), stage.file(key=key)
    assert (again.case, again.repeated) == (first.case, True)
    with pytest.raises(KeyReused):
        stage.file(key=key, name="别的")


def test_the_second_clerk_is_told_who_did_what(stage: Stage, case: int) -> None:
    stage.act("anna", case, "desk", "accept", now=RECEIVED)
    with pytest.raises(StepTaken) as told:
        stage.act("bo", case, "desk", "accept", now=RECEIVED)
    assert str(told.value) == (
        "Step “desk” was already done: anna chose “accept” at 2026-03-02 10:00. Load the case again to go on."
    )


def test_the_other_district_of_a_case_sees_it_and_may_not_act_at_its_desks(stage: Stage, case: int) -> None:
    assert look(actor=stage.actor("ou"), case=case, now=RECEIVED)[1].state.phase == "SUBMITTED"
    with pytest.raises(NotAllowed):
        stage.act("ou", case, "desk", "accept", now=RECEIVED)


def test_a_case_of_districts_one_has_no_post_in_is_not_there(stage: Stage, case: int) -> None:
    stage.people["stranger"] = Person.objects.create_user("stranger", name="stranger")
    with pytest.raises(CaseNotFound):
        look(actor=stage.actor("stranger"), case=case, now=RECEIVED)
    with pytest.raises(CaseNotFound):
        stage.act("stranger", case, "desk", "accept", now=RECEIVED)


def test_a_case_that_does_not_exist_is_not_there(stage: Stage) -> None:
    with pytest.raises(CaseNotFound):
        stage.act("anna", 10**12, "desk", "accept", now=RECEIVED)


def test_a_claimed_step_waits_for_its_holder_until_released(stage: Stage, case: int) -> None:
    claim(actor=stage.actor("anna"), case=case, step="desk", now=RECEIVED)
    with pytest.raises(StepClaimed, match="in the hands of anna;"):
        stage.act("bo", case, "desk", "accept", now=RECEIVED)
    with pytest.raises(StepClaimed, match="in the hands of anna;"):
        claim(actor=stage.actor("bo"), case=case, step="desk", now=RECEIVED)
    release(actor=stage.actor("anna"), case=case, step="desk", now=RECEIVED)
    stage.act("bo", case, "desk", "accept", now=RECEIVED)
    _, steps, rows = rows_of(stage, case)
    assert [r.verb for r in rows] == ["OPEN", "CLAIM", "RELEASE", "ACT"]
    assert steps[0].claimed_by_id == stage.people["bo"].pk


def test_many_acts_are_one_read_and_one_write_with_an_answer_each(stage: Stage) -> None:
    cases = [stage.file().case for _ in range(5)]
    stage.act("bo", cases[3], "desk", "accept", now=RECEIVED)
    with CaptureQueriesContext(connection) as captured:
        answers = stage.act_many("anna", [(case, "desk", "accept") for case in cases], now=RECEIVED)
    assert len([q for q in captured if "engine_" in q["sql"]]) == 2
    assert [type(a).__name__ for a in answers] == ["Performed"] * 3 + ["StepTaken"] + ["Performed"]


def test_several_acts_on_one_case_are_one_read_and_one_write(stage: Stage) -> None:
    law_of = rules(
        Regime.SERVICE,
        step("desk", "review", "SUBMITTED", act("done", "end", "forward", move="complete")),
        step("note", "review", "SUBMITTED", act("forward"), offer={"beside": ["desk"], "times": "many"}),
        end("COMPLETED"),
    )
    version = StandardVersion.objects.create(
        key="notes",
        number=1,
        digest=digest(law_of.standard),
        body=canonical_value(law_of.standard),
        valid_from=stage.version.valid_from,
        published_at=stage.version.published_at,
    )
    case = Stage(version, stage.people).file().case
    with CaptureQueriesContext(connection) as captured:
        acts = [(case, "note", "forward")] * 6 + [(case, "desk", "done"), (case, "note", "forward")]
        answers = stage.act_many("anna", acts, now=RECEIVED)
    assert len([q for q in captured if "engine_" in q["sql"]]) == 2
    assert [type(answer).__name__ for answer in answers] == ["Performed"] * 7 + ["CaseClosed"]
    assert [answer.seq for answer in answers[:7]] == [2, 3, 4, 5, 6, 7, 8]
    assert [row.seq for row in rows_of(stage, case)[2]] == list(range(1, 10))


def test_an_act_that_follows_on_another_of_the_same_call_is_done_after_it(stage: Stage, case: int) -> None:
    key = uuid.uuid4()
    wishes = [Wish(case, "desk", "accept", key), Wish(case, "review", "forward", uuid.uuid4())]
    answers = perform_many(actor=stage.actor("anna"), wishes=[*wishes, wishes[0]], now=RECEIVED)
    assert [getattr(answer, "repeated", None) for answer in answers] == [False, False, True]
    assert {step.key: step.act for step in rows_of(stage, case)[1]} == {
        "desk": "accept",
        "review": "forward",
        "second": "",
    }


def test_what_a_clerk_wrote_stands_beside_the_journal(case: int, stage: Stage) -> None:
    stage.act("anna", case, "desk", "accept", now=RECEIVED)
    _, _, rows = rows_of(stage, case)
    assert all("payload" not in row.payload["turn"] for row in rows)
    with stage.watching():
        assert not ActContent.objects.filter(case=case).exists()


@law("许可法 32(四)")
def test_silence_takes_effect_at_its_instant_whoever_looks_first() -> None:
    law_of = rules(
        Regime.LICENCE,
        step(
            "desk",
            "front_desk",
            "SUBMITTED",
            act("accept", "review", move="accept"),
            act("refuse", "end", move="refuse_acceptance"),
            act("deem", "review", move="deem_accepted"),
            silence={"after": days(5), "act": "deem", "basis": "law", "citation": {"law": "许可法", "article": "32"}},
        ),
        step("review", "review", "ACCEPTED", act("forward", "end", move="terminate")),
        end("NOT_ACCEPTED TERMINATED"),
    )
    stage = set_up(law_of, CLERKS)
    case = stage.file(now=at("2026-03-02")).case
    late = at("2026-03-12")
    with pytest.raises(StepTaken, match="the system chose “deem” at 2026-03-10 00:00"):
        stage.act("anna", case, "desk", "accept", now=late)
    row, steps, rows = rows_of(stage, case)
    assert (row.phase, steps[0].act, steps[0].closed_by_id) == ("ACCEPTED", "deem", None)
    assert rows[-1].legal_at == at("2026-03-10", "00:00")
    assert catch_up(cases=[case], now=late, using="default") == []


def test_looking_applies_what_became_due() -> None:
    law_of = rules(
        Regime.LICENCE,
        step(
            "desk",
            "front_desk",
            "SUBMITTED",
            act("deem", "review", move="deem_accepted"),
            silence={"after": days(5), "act": "deem", "basis": "law", "citation": {"law": "许可法", "article": "32"}},
        ),
        step("review", "review", "ACCEPTED", act("forward", "end", move="terminate")),
        end("TERMINATED"),
    )
    stage = set_up(law_of, CLERKS)
    case = stage.file(now=at("2026-03-02")).case
    _, before = look(actor=stage.actor("anna"), case=case, now=at("2026-03-09", "23:59"))
    _, after = look(actor=stage.actor("anna"), case=case, now=at("2026-03-10", "00:00"))
    assert (before.state.phase, after.state.phase) == ("SUBMITTED", "ACCEPTED")


def test_the_law_is_the_last_judge_even_of_the_owner(stage: Stage, case: int) -> None:
    with (
        pytest.raises(DatabaseError, match="no move from SUBMITTED to LICENCE_ISSUED"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "SELECT engine_write(%s, '2026-03-02', '{100}', jsonb_build_array(jsonb_build_object('case', %s::bigint,"
            " 'version', 1, 'next', 2, 'phase', 'LICENCE_ISSUED', 'ledger', '[]'::jsonb, 'waiting', '[]'::jsonb,"
            " 'provisional', false, 'head', repeat('00', 32), 'closes', '[]'::jsonb, 'opens', '[]'::jsonb,"
            " 'rows', '[]'::jsonb)))",
            [stage.people["applicant"].pk, case],
        )


def test_a_post_that_ended_no_longer_acts(stage: Stage, case: int) -> None:
    post = stage.people["anna"].posts.get()
    post.valid_to = at("2026-03-01").date()
    post.save(update_fields=["valid_to"])
    with pytest.raises(CaseNotFound):
        stage.act("anna", case, "desk", "accept", now=RECEIVED)


def test_rules_are_made_once_per_version(stage: Stage) -> None:
    assert rulebook.rules_of(stage.version.pk) is rulebook.rules_of(stage.version.pk)


def test_what_the_journal_cannot_keep_is_refused_with_a_sentence(stage: Stage, case: int) -> None:
    key = uuid.uuid4()
    stage.act("anna", case, "desk", "accept", now=RECEIVED, key=key)
    with pytest.raises(JournalError, match=r"\S"):
        stage.act("anna", case, "desk", "accept", now=RECEIVED, key=key, payload={"opinion": float("nan")})


def test_a_table_of_the_sessions_own_cannot_pose_as_a_post(stage: Stage, case: int) -> None:
    stranger = stage.people["stranger"] = Person.objects.create_user("stranger", name="stranger")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE workflows_post AS TABLE public.workflows_post")
        cursor.execute("UPDATE pg_temp.workflows_post SET person_id = %s", [stranger.pk])
    with pytest.raises(CaseNotFound):
        look(actor=stage.actor("stranger"), case=case, now=RECEIVED)
