"""A plan is carried out while clerks act, and by workers that are killed."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter

from config.environment import CHECKOUT
from tests.workflows.engine.factory import at
from tests.workflows.engine.test_verbs_together import at_once
from tests.workflows.moving.corridor import NOW, Corridor, rebuilt, renamed, set_up_corridor, stored
from workflows.engine.errors import UnknownStep
from workflows.engine.models import Case
from workflows.engine.wishes import Performed
from workflows.journal.enums import Verb
from workflows.journal.models import JournalRow
from workflows.journal.verify import verify_journal
from workflows.moving.carrying import carry_on
from workflows.moving.enums import PlanState
from workflows.moving.models import MoveLine, MovePlan
from workflows.moving.verbs import settle

ACTS = 12
MANY = 40
WORKER = """
import django, sys
django.setup()
from datetime import datetime
from workflows.moving import carrying, slices
slices.SLICE = 2
while carrying.carry_on(datetime.fromisoformat(sys.argv[1]), "worker"):
    pass
"""
"""A worker that carries out in small slices, so that it is killed somewhere in the middle."""


def in_review(corridor: Corridor, many: int) -> list[int]:
    cases = [corridor.stage.file(now=at("2026-03-09")).case for _ in range(many)]
    for case in cases:
        corridor.stage.act("anna", case, "window", "accept", now=at("2026-03-09"))
    return cases


def carry_out() -> bool:
    while carry_on(NOW, "worker"):
        pass
    return True


def moves(case: int) -> int:
    return JournalRow.objects.using("audit").filter(case_id=case, verb=Verb.MOVE).count()


def test_clerks_act_while_their_cases_move(own_database: str) -> None:
    corridor = set_up_corridor()
    cases = in_review(corridor, ACTS)
    corridor.approve(corridor.plan())
    clerks = [lambda case=case: corridor.stage.act("bo", case, "review", "pass", now=NOW) for case in cases]
    answers = at_once(carry_out, *clerks)
    assert [type(answer) for answer in answers] == [bool, *[Performed] * ACTS]
    for case in cases:
        held = corridor.held(case)
        assert (held.standard, moves(case), corridor.open_steps(case)) == (corridor.target.pk, 1, ["decision"])
        assert rebuilt(held) == stored(held)


def test_a_clerk_whose_step_has_another_name_by_now_is_told_so(own_database: str) -> None:
    corridor = set_up_corridor(renamed("review", "examine"))
    cases = in_review(corridor, ACTS)
    plan = corridor.plan()
    settle(actor=corridor.keeper, plan=plan.pk, revision=1, steps={"review": "examine"}, now=NOW)
    corridor.preview()
    corridor.approve(plan)
    clerks = [lambda case=case: corridor.stage.act("bo", case, "review", "pass", now=NOW) for case in cases]
    _moved, *answers = at_once(carry_out, *clerks)
    for case, answer in zip(cases, answers, strict=True):
        held = corridor.held(case)
        assert rebuilt(held) == stored(held)
        # Either order is fine: the clerk first, and four eyes keep the case where it is; or the move first.
        if isinstance(answer, Performed):
            assert (corridor.open_steps(case), moves(case)) == (["decision"], 0)
        else:
            assert isinstance(answer, UnknownStep)
            assert (corridor.open_steps(case), moves(case)) == (["examine"], 1)


def test_two_workers_move_every_case_once(own_database: str) -> None:
    corridor = set_up_corridor()
    cases = in_review(corridor, ACTS)
    corridor.approve(corridor.plan())
    at_once(carry_out, carry_out)
    carry_out()
    assert Counter(moves(case) for case in cases) == {1: ACTS}


def test_a_worker_that_is_killed_leaves_no_case_half_moved(own_database: str) -> None:
    corridor = set_up_corridor()
    cases = in_review(corridor, MANY)
    plan = corridor.plan()
    corridor.approve(plan)
    environment = os.environ | {"TONGBAN_DATABASE": own_database, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    worker = subprocess.Popen([sys.executable, "-c", WORKER, NOW.isoformat()], cwd=CHECKOUT, env=environment)
    while MovePlan.objects.get(pk=plan.pk).cursor < cases[4]:
        assert worker.poll() is None
        time.sleep(0.005)
    worker.send_signal(signal.SIGKILL)
    assert worker.wait() == -signal.SIGKILL
    gone = Case.objects.using("audit").filter(standard=corridor.target).count()
    assert MovePlan.objects.get(pk=plan.pk).state == PlanState.APPROVED
    assert 0 < gone < MANY
    assert MoveLine.objects.filter(plan=plan, outcome="MOVED").count() == gone
    carry_out()
    assert Counter(moves(case) for case in cases) == {1: MANY}
    assert MoveLine.objects.filter(plan=plan, outcome="MOVED").count() == MANY
    assert MovePlan.objects.get(pk=plan.pk).state == PlanState.DONE
    assert verify_journal().faults == []
