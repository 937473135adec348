"""Custody in the database: what is stored, who sees it, what the guards refuse, and one custodian whatever happens at once."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import psycopg
import pytest
from django.db import IntegrityError, connections, transaction

from tests.workflows.engine.custody_stage import CLERKS, WHY, movable, silent
from tests.workflows.engine.factory import LONGWAN, OUHAI, at
from tests.workflows.engine.stage import Stage, ask, set_up
from tests.workflows.engine.test_verbs_together import at_once
from workflows.engine.errors import CaseNotFound, NotAllowed, StepCalledOff
from workflows.engine.gateway import Held
from workflows.engine.history import rebuild
from workflows.engine.models import Case
from workflows.engine.rules import Rules
from workflows.engine.state import CaseState
from workflows.engine.verbs import catch_up, claim, look
from workflows.engine.wishes import Performed
from workflows.journal.models import CaseRegisterRow, JournalRow
from workflows.journal.verify import verify_journal
from workflows.organisation.models import District

NOW = at("2026-03-04")
ROUNDS = 25


@pytest.fixture
def crowd(own_database: str) -> Callable[[Rules], Stage]:
    return partial(set_up, clerks=CLERKS)


def offered(stage: Stage) -> int:
    case = under_way(stage)
    stage.act("anna", case, "custody", "offer", now=NOW, payload={**WHY, "district": OUHAI})
    return case


def under_way(stage: Stage) -> int:
    case = stage.file(parties={"home": LONGWAN, "origin": LONGWAN}).case
    stage.act("anna", case, "window", "accept", now=NOW)
    return case


def handed_over(stage: Stage) -> int:
    case = offered(stage)
    stage.act("ou", case, "answer", "accept", now=NOW)
    return case


def custodians(case: int) -> list[str]:
    found = ask(
        "SELECT d.code FROM workflows_case c JOIN workflows_district d ON d.id = c.district_id WHERE c.id = %s", case
    )
    return [code for (code,) in found]


def standing(case: int) -> list[tuple[str, str]]:
    return ask(
        "SELECT s.key, d.code FROM workflows_casestep s JOIN workflows_district d ON d.id = s.district_id"
        " WHERE s.case_id = %s AND s.closed_at IS NULL ORDER BY s.key",
        case,
    )


def first_state(held: Held) -> CaseState:
    """The case before anything happened to it."""
    return replace(
        held.state,
        phase="SUBMITTED",
        district=LONGWAN,
        parties={"home": LONGWAN, "origin": LONGWAN},
        version=0,
        steps=(),
        history=(),
        waiting=(),
        ledger=(),
        ended_at=None,
        offered_to=None,
        keeps_sight=(),
    )


def check_replay(stage: Stage, case: int) -> None:
    """The journal gives exactly what is stored: district, parties, offer, sight, steps and clock."""
    with stage.watching():
        rows = list(JournalRow.objects.filter(case_id=case).order_by("seq"))
        stored_districts = Case.objects.get(pk=case).districts
        names = dict(District.objects.values_list("code", "pk"))
    _actor, held = look(actor=stage.actor("watch"), case=case, now=NOW)
    state = rebuild(first_state(held), rows)
    # What was done at one instant has no order in the rows of the steps.
    state = replace(state, history=tuple(sorted(state.history, key=lambda step: (step.at, step.ordinal))))
    assert state == replace(held.state, steps=tuple(replace(step, id=None) for step in held.state.steps))
    assert sorted(stored_districts) == sorted(names[code] for code in state.districts)


def test_acceptance_is_one_write_and_replays(crowd: Callable[[Rules], Stage]) -> None:
    stage = crowd(movable())
    case = offered(stage)
    claim(actor=stage.actor("bo"), case=case, step="fire", now=NOW)
    before = ask("SELECT version FROM workflows_case WHERE id = %s", case)[0][0]
    stage.act("ou", case, "answer", "accept", now=NOW)
    assert ask("SELECT version FROM workflows_case WHERE id = %s", case) == [(before + 1,)]
    assert custodians(case) == [OUHAI]
    assert standing(case) == [("custody", OUHAI), ("fire", OUHAI), ("mend", OUHAI), ("water", LONGWAN)]
    check_replay(stage, case)
    assert verify_journal().faults == []


def test_the_journal_row_of_a_hand_over_names_the_head_it_was_done_on(crowd: Callable[[Rules], Stage]) -> None:
    stage = crowd(movable())
    case = handed_over(stage)
    with stage.watching():
        row = JournalRow.objects.filter(case_id=case).latest("seq")
        before = JournalRow.objects.get(case_id=case, seq=row.seq - 1)
    written = row.payload["turn"]["custody"]
    assert (written["giver"], written["receiver"], written["passing"]) == (LONGWAN, OUHAI, "ACCEPT")
    assert (written["file"]["head"], written["file"]["rows"]) == (bytes(before.hash).hex(), before.seq)


def test_rows_of_other_acts_are_written_as_before(crowd: Callable[[Rules], Stage]) -> None:
    stage = crowd(movable())
    case = under_way(stage)
    with stage.watching():
        turns = [row.payload["turn"] for row in JournalRow.objects.filter(case_id=case)]
    assert [sorted(turn) for turn in turns if "custody" in turn] == []


def test_the_case_keeps_its_number_and_its_place_in_the_register(crowd: Callable[[Rules], Stage]) -> None:
    stage = crowd(movable())
    case = under_way(stage)
    register = "SELECT district_id, seq, number, encode(hash, 'hex') FROM workflows_caseregisterrow"
    before = ask(register)
    stage.act("anna", case, "custody", "offer", now=NOW, payload={**WHY, "district": OUHAI})
    stage.act("ou", case, "answer", "accept", now=NOW)
    with stage.watching():
        assert Case.objects.get(pk=case).number == CaseRegisterRow.objects.get(case_id=case).number
    assert ask(register) == before


def test_the_receiver_sees_nothing_before_the_offer_and_the_giver_still_sees_all_after(
    crowd: Callable[[Rules], Stage],
) -> None:
    stage = crowd(movable())
    case = under_way(stage)
    with pytest.raises(CaseNotFound):
        look(actor=stage.actor("ou"), case=case, now=NOW)
    stage.act("anna", case, "custody", "offer", now=NOW, payload={**WHY, "district": OUHAI})
    look(actor=stage.actor("ou"), case=case, now=NOW)
    stage.act("ou", case, "answer", "accept", now=NOW)
    look(actor=stage.actor("bo"), case=case, now=NOW)
    with pytest.raises(NotAllowed):
        stage.act("bo", case, "fire", "pass", now=NOW)


def test_an_offer_taken_back_takes_the_sight_away_and_one_refused_does_not(crowd: Callable[[Rules], Stage]) -> None:
    stage = crowd(movable())
    case = offered(stage)
    stage.act("bo", case, "custody", "back", now=NOW)
    with pytest.raises(CaseNotFound):
        look(actor=stage.actor("ou"), case=case, now=NOW)
    check_replay(stage, case)
    stage.act("anna", case, "custody", "offer", now=NOW, payload={**WHY, "district": OUHAI})
    stage.act("ou", case, "answer", "refuse", now=NOW, payload=WHY)
    look(actor=stage.actor("ou"), case=case, now=NOW)
    check_replay(stage, case)


def test_silence_hands_over_without_anybody_looking(crowd: Callable[[Rules], Stage]) -> None:
    stage = crowd(movable(silence=silent("accept")))
    case = offered(stage)
    assert catch_up(cases=[case], now=at("2026-03-10")) == [case]
    assert custodians(case) == [OUHAI]


def test_a_silence_that_hands_over_and_the_receivers_own_offer_are_one_write(crowd: Callable[[Rules], Stage]) -> None:
    stage = crowd(movable(silence=silent("accept")))
    case = offered(stage)
    stage.act("ou", case, "custody", "offer", now=at("2026-03-10"), payload={**WHY, "district": LONGWAN})
    assert ask("SELECT count(DISTINCT transaction::text) FROM workflows_journalrow WHERE seq > 3") == [(1,)]
    assert custodians(case) == [OUHAI]


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("district_id = (SELECT id FROM workflows_district WHERE code = '330304')", "custody_follows_an_offer"),
        (
            "offered_to_id = (SELECT id FROM workflows_district WHERE code = '330304')",
            "case_is_offered_to_another_district_that_sees_it",
        ),
        ("""parties = '{"home": "330304", "origin": "330303"}'""", "parties_move_with_custody"),
        ("keeps_sight = ARRAY[999999]", "case_is_seen_by_those_who_keep_sight"),
        ("closed_at = opened_at - interval '1 day'", "case_closes_after_it_opens"),
    ],
)
def test_the_database_refuses_custody_by_another_way(
    crowd: Callable[[Rules], Stage], change: str, constraint: str
) -> None:
    under_way(crowd(movable()))
    assert refused(f"UPDATE workflows_case SET {change}") == constraint  # noqa: S608 - of this test


def test_the_database_moves_custody_to_whom_it_was_offered_and_only_so(crowd: Callable[[Rules], Stage]) -> None:
    offered(crowd(movable()))
    without_proof = "UPDATE workflows_case SET district_id = offered_to_id, offered_to_id = NULL"
    assert refused(without_proof) == "custody_follows_an_offer"
    owning(
        "UPDATE workflows_case SET keeps_sight = ARRAY[district_id], district_id = offered_to_id, offered_to_id = NULL"
    )


def test_the_database_refuses_a_hand_over_that_leaves_a_step_behind(crowd: Callable[[Rules], Stage]) -> None:
    case = handed_over(crowd(movable()))
    owning(
        "UPDATE workflows_casestep SET district_id = (SELECT id FROM workflows_district WHERE code = %s)"
        " WHERE key = 'fire' AND closed_at IS NULL",
        LONGWAN,
    )
    assert refused("SELECT tongban_check_custody(%s)", case) == "open_steps_stand_with_their_party"


def refused(statement: str, *arguments: object) -> str | None:
    """The name of the constraint that refuses a statement of the owner's."""
    with pytest.raises(IntegrityError) as refusal:
        owning(statement, *arguments)
    assert isinstance(refusal.value.__cause__, psycopg.Error)
    return refusal.value.__cause__.diag.constraint_name


def owning(statement: str, *arguments: object) -> None:
    """Run a statement as the owner, who is held to nothing but the constraints."""
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute(statement, arguments)  # type: ignore[arg-type]


def test_accepting_and_taking_back_at_one_instant_leave_one_custodian(crowd: Callable[[Rules], Stage]) -> None:
    stage = crowd(movable())
    for _round in range(ROUNDS):
        case = offered(stage)
        answers = at_once(
            partial(stage.act, "ou", case, "answer", "accept", now=NOW),
            partial(stage.act, "anna", case, "custody", "back", now=NOW),
        )
        accepted, taken_back = (isinstance(answer, Performed) for answer in answers)
        assert accepted != taken_back
        assert custodians(case) == [OUHAI if accepted else LONGWAN]
        loser = answers[1] if accepted else answers[0]
        assert isinstance(loser, NotAllowed | StepCalledOff | CaseNotFound)
        check_replay(stage, case)


def test_accepting_and_refusing_at_one_instant_is_one_answer(crowd: Callable[[Rules], Stage]) -> None:
    stage = crowd(movable())
    for _round in range(ROUNDS):
        case = offered(stage)
        answers = at_once(
            partial(stage.act, "ou", case, "answer", "accept", now=NOW),
            partial(stage.act, "olga", case, "answer", "refuse", now=NOW, payload=WHY),
        )
        assert sorted(type(answer).__name__ for answer in answers) == ["Performed", "StepTaken"]
        assert custodians(case) == [OUHAI if isinstance(answers[0], Performed) else LONGWAN]
        check_replay(stage, case)


def test_accepting_while_another_branch_acts_disturbs_nobody_or_calls_their_step_off(
    crowd: Callable[[Rules], Stage],
) -> None:
    stage = crowd(movable())
    for _round in range(ROUNDS):
        case = offered(stage)
        answers = at_once(
            partial(stage.act, "ou", case, "answer", "accept", now=NOW),
            partial(stage.act, "bo", case, "fire", "pass", now=NOW),
            partial(stage.act, "anna", case, "water", "pass", now=NOW),
        )
        assert isinstance(answers[0], Performed)
        assert isinstance(answers[1], Performed | NotAllowed | StepCalledOff)
        assert isinstance(answers[2], Performed)
        assert custodians(case) == [OUHAI]
        assert {code for key, code in standing(case) if key != "water"} == {OUHAI}
        check_replay(stage, case)


def test_two_offers_at_one_instant_are_one(crowd: Callable[[Rules], Stage]) -> None:
    stage = crowd(movable())
    case = under_way(stage)
    payload = {**WHY, "district": OUHAI}
    offer = partial(stage.act, case=case, step="custody", act="offer", now=NOW, payload=payload)
    answers = at_once(partial(offer, "anna"), partial(offer, "bo"))
    assert sorted(isinstance(answer, Performed) for answer in answers) == [False, True]
    assert len([key for key, _code in standing(case) if key == "answer"]) == 1
