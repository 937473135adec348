"""Parent and children in the database: opened once, told once, taken back, whatever is repeated or killed between."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connections
from django.utils import timezone

from tests.law import law
from tests.workflows.engine.children_stage import CHILDREN, joint, set_up_family
from tests.workflows.engine.factory import LONGWAN, OUHAI, at
from tests.workflows.engine.stage import Stage, ask
from tests.workflows.engine.test_verbs_together import at_once
from tests.workflows.journal.after_commit import no_consumers
from workflows.engine import consequences, family
from workflows.engine.errors import ChildStandardMissing
from workflows.engine.family import open_children, tell_family
from workflows.engine.history import rebuild
from workflows.engine.models import Case
from workflows.engine.once import work_once
from workflows.engine.state import CaseState
from workflows.engine.verbs import look
from workflows.journal.models import Effect, JournalRow
from workflows.journal.verify import verify_journal

NOW = at("2026-03-04")
FILES = {"licence": [{"name": "执照.pdf", "media": "application/pdf", "size": 9, "digest": "ab" * 32}]}


@pytest.fixture(autouse=True)
def own_consumers(own_database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Only what the kernel itself does: the applicant of these cases is no enterprise of the rooms above."""
    monkeypatch.setattr(consequences, "_known", [])
    with no_consumers():
        family.register()
        yield


@pytest.fixture
def stage(own_database: str) -> Stage:
    return set_up_family(joint())


def accepted(stage: Stage) -> int:
    case = stage.file(materials=FILES).case
    stage.act("anna", case, "window", "accept", now=NOW)
    return case


def children(parent: int) -> dict[str, Case]:
    found = Case.objects.using("audit").filter(parent=parent).order_by("pk")
    return {case.child_key.partition(":")[2]: case for case in found}


def under_way(stage: Stage) -> tuple[int, dict[str, Case]]:
    parent = accepted(stage)
    work_once()
    return parent, children(parent)


def last_row(case: int, **of: Any) -> JournalRow:
    return JournalRow.objects.using("audit").filter(case_id=case, **of).latest("seq")


def finish(stage: Stage, child: Case, act: str = "pass") -> None:
    who = {"fire": "anna", "water": "ou"}[child.child_key.partition(":")[2]]
    more = {"payload": {"ground": "unfit", "opinion": "o"}} if act == "refuse" else {}
    stage.act(who, child.pk, "window", "accept", now=NOW)
    stage.act(who, child.pk, "work", act, now=NOW, **more)


def stands(stage: Stage, case: int) -> CaseState:
    return look(actor=stage.actor("watch"), case=case, now=NOW)[1].state


@law("浙规 5")
def test_children_are_received_at_the_instant_that_opened_them(stage: Stage) -> None:
    parent, opened = under_way(stage)
    assert {name: case.opened_at for name, case in opened.items()} == {"fire": NOW, "water": NOW}
    assert [(case.parent_id, case.applicant) for case in opened.values()] == [(parent, 100)] * 2
    assert {name: case.parties["home"] for name, case in opened.items()} == {"fire": LONGWAN, "water": OUHAI}
    assert verify_journal().faults == []


def test_a_child_inherits_the_answers_and_files_its_parent_names(stage: Stage) -> None:
    _parent, opened = under_way(stage)
    fire, water = (stands(stage, opened[name].pk) for name in ("fire", "water"))
    assert (fire.form, fire.materials) == ({"name": "睿视"}, {})
    assert (water.form, water.materials) == ({"title": "睿视（用水）"}, FILES)


def test_an_effect_that_runs_again_opens_no_second_child(stage: Stage) -> None:
    parent, before = under_way(stage)
    row = JournalRow.objects.using("worker").get(case_id=parent, seq=2)
    open_children(1, row, NOW)
    assert children(parent).keys() == before.keys()
    assert ask("SELECT count(*) FROM workflows_case WHERE parent_id = %s", parent) == [(2,)]


def test_a_worker_killed_between_two_children_is_gone_on_from(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    parent = accepted(stage)
    row = JournalRow.objects.using("worker").get(case_id=parent, seq=2)
    open_one = family._open_child

    def killed(held: Any, plan: Any, instant: Any) -> int:
        if plan["name"] == "water":
            raise KeyboardInterrupt
        return open_one(held, plan, instant)

    monkeypatch.setattr(family, "_open_child", killed)
    with pytest.raises(KeyboardInterrupt):
        open_children(1, row, NOW)
    assert list(children(parent)) == ["fire"]
    monkeypatch.undo()
    work_once()
    assert list(children(parent)) == ["fire", "water"]


def test_two_workers_at_one_instant_open_each_child_once(stage: Stage) -> None:
    parent = accepted(stage)
    row = JournalRow.objects.using("worker").get(case_id=parent, seq=2)
    answers = at_once(*(lambda: open_children(1, row, NOW) for _ in range(3)))
    assert answers == [None] * 3
    assert ask("SELECT count(*) FROM workflows_case WHERE parent_id = %s", parent) == [(2,)]
    assert verify_journal().faults == []


def test_the_parent_goes_on_once_every_child_was_granted(stage: Stage) -> None:
    parent, opened = under_way(stage)
    finish(stage, opened["fire"])
    work_once()
    assert [step.key for step in stands(stage, parent).steps] == ["together", "mend"]
    finish(stage, opened["water"])
    work_once()
    assert sorted(step.key for step in stands(stage, parent).steps) == ["last", "mend"]


def test_a_refused_child_leads_the_parent_the_other_way(stage: Stage) -> None:
    parent, opened = under_way(stage)
    finish(stage, opened["fire"], "refuse")
    finish(stage, opened["water"])
    work_once()
    assert stands(stage, parent).phase == "DECLINED"


def test_the_parent_is_told_of_a_child_once(stage: Stage) -> None:
    parent, opened = under_way(stage)
    finish(stage, opened["fire"])
    work_once()
    end = last_row(opened["fire"].pk)
    tell_family(1, JournalRow.objects.using("worker").get(pk=end.pk), NOW)
    rows = JournalRow.objects.using("audit").filter(case_id=parent, payload__turn__act="told")
    assert [(row.payload["turn"]["told"]["name"], row.actor_id) for row in rows] == [("fire", None)]
    assert all(row.key for row in rows)


def test_children_that_end_at_one_instant_lead_the_parent_on_once(stage: Stage) -> None:
    parent, opened = under_way(stage)
    for case in opened.values():
        finish(stage, case)
    rows = [JournalRow.objects.using("worker").get(pk=last_row(case.pk).pk) for case in opened.values()]
    at_once(*(lambda row=row: tell_family(1, row, NOW) for row in rows for _ in range(2)))
    assert sorted(step.key for step in stands(stage, parent).steps) == ["last", "mend"]
    told = JournalRow.objects.using("audit").filter(case_id=parent, payload__turn__act="told")
    assert told.count() == 2


def test_a_parent_withdrawn_withdraws_its_open_children_or_tells_them(stage: Stage) -> None:
    parent, opened = under_way(stage)
    stage.act("anna", opened["fire"].pk, "window", "accept", now=NOW)
    stage.act("applicant", parent, "mend", "withdraw", now=NOW)
    work_once()
    fire, water = (stands(stage, opened[name].pk) for name in ("fire", "water"))
    assert (fire.phase, fire.ended_at is not None) == ("WITHDRAWN", True)
    # Its standard routes no withdrawal before acceptance: the desk is told and decides by itself.
    assert (water.phase, [step.key for step in water.steps]) == ("SUBMITTED", ["window"])
    assert last_row(opened["water"].pk).payload["turn"]["told"]["outcome"] == "WITHDRAWN"
    assert list(Effect.objects.using("audit").exclude(state="DONE")) == []


def test_a_parent_withdrawn_before_its_children_opened_opens_none(stage: Stage) -> None:
    parent = accepted(stage)
    stage.act("applicant", parent, "mend", "withdraw", now=NOW)
    work_once()
    assert children(parent) == {}


def test_a_standard_that_is_not_in_force_keeps_the_effect_open(own_database: str) -> None:
    stage = set_up_family(joint(children=[{**CHILDREN[0], "standard": "missing"}]))
    parent = accepted(stage)
    with pytest.raises(ChildStandardMissing):
        open_children(1, JournalRow.objects.using("worker").get(case_id=parent, seq=2), NOW)
    assert work_once().failed == 1


def test_the_journal_gives_the_stored_parent(stage: Stage) -> None:
    parent, opened = under_way(stage)
    finish(stage, opened["fire"])
    work_once()
    held = stands(stage, parent)
    beginning = replace(held, phase="SUBMITTED", version=0, steps=(), history=(), ledger=(), facts={}, ended_at=None)
    with stage.watching():
        rebuilt = rebuild(beginning, JournalRow.objects.filter(case_id=parent).order_by("seq"))
    assert rebuilt == replace(held, steps=tuple(replace(step, id=None) for step in held.steps))


def test_a_clerk_of_a_childs_district_sees_the_parent_only_as_one_of_its_districts(stage: Stage) -> None:
    case = stage.file(parties={"home": LONGWAN, "origin": LONGWAN}).case
    stage.act("anna", case, "window", "accept", now=NOW)
    work_once()
    seen = "SELECT districts @> ARRAY[(SELECT id FROM workflows_district WHERE code = %s)] FROM workflows_case WHERE id = %s"
    assert ask(seen, OUHAI, children(case)["water"].pk) == [(True,)]
    assert ask(seen, OUHAI, case) == [(False,)]


def test_in_a_real_installation_a_child_may_be_received_late_and_nothing_else(stage: Stage) -> None:
    """A worker that was down opens the child at its legal instant, hours ago."""
    parent = accepted_long_ago(stage)
    work_once()
    assert [case.opened_at for case in children(parent).values()] == [ask(OPENED_AT, parent)[0][0]] * 2


OPENED_AT = "SELECT opened_at FROM workflows_casestep WHERE case_id = %s AND key = 'together'"


def accepted_long_ago(stage: Stage) -> int:
    """A case whose children step opened three hours ago, in a database that is no simulation any more."""
    now = timezone.now()
    case = stage.file(now=now - timedelta(hours=4)).case
    stage.act("anna", case, "window", "accept", now=now - timedelta(hours=3))
    with connections["owner"].cursor() as cursor:
        cursor.execute("DELETE FROM workflows_simulatedclock")
    return case


def test_keys_of_the_engines_acts_are_used_once(stage: Stage) -> None:
    _parent, opened = under_way(stage)
    finish(stage, opened["fire"])
    work_once()
    keys = ask("SELECT key FROM workflows_journalrow WHERE actor_id IS NULL AND key IS NOT NULL")
    assert len(keys) == len(set(keys)) == 3
    with pytest.raises(IntegrityError, match="one_act_of_the_system_per_key"), connections["owner"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO workflows_journalrow (case_id, seq, verb, legal_at, payload, key, previous, hash)"
            " SELECT case_id, 99, verb, legal_at, payload, key, previous, hash FROM workflows_journalrow WHERE key = %s",
            [keys[0][0]],
        )


def test_a_child_of_one_key_stands_once(stage: Stage) -> None:
    _parent, opened = under_way(stage)
    with pytest.raises(IntegrityError, match="one_child_per_parent_and_key"), connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE workflows_case SET child_key = '2:fire' WHERE id = %s", [opened["water"].pk])
