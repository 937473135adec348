"""Thousands of acts at random: whatever people do at a shipped standard, a case neither sticks nor leaves the law."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest

from tests.approvals.standards.shipped import Case, at
from workflows.clock.errors import ClockError
from workflows.engine.errors import OnlyOnce
from workflows.engine.rules import APPLICANT, Rules
from workflows.engine.state import Actor, OpenStep, Post
from workflows.standards.schema import Act, Step

SEEDS = range(60)
LONGEST = 60

# What is filled in where the outcome needs it; the names are those of the actor and a colleague.
FILLED: dict[str, Any] = {"opinion": "理由。", "remedy": "六十日内可申请行政复议。", "days": 5}


def facts(name: str, chance: Random) -> dict[str, Any]:
    """Mostly good answers of the probes, some bad, some missing."""
    asked = [check.probe for check in Case(name, at("2026-03-02")).law.standard.checks if check.probe]
    return {probe: chance.choice([True] * 30 + [False, None]) for probe in asked}


def somebody(law: Rules, standing: OpenStep) -> Actor:
    person = 1000 + law.place_of(standing.key)
    if standing.party == APPLICANT:
        return Actor(person, applicants=frozenset({100}))
    role = law.step(standing.key).handler.role or ""
    return Actor(person, posts=(Post(person, person, standing.desk, standing.district, role),))


def filled(law: Rules, step: Step, act: Act, person: int | None) -> dict[str, Any]:
    """Everything the act needs, and nothing else."""
    place = law.standard.materials[0].key
    items = [{"material": place, "defect": "缺少", "remedy": "补充", "basis": "办事指南"}]
    ground = (act.grounds or [ground.key for ground in law.standard.grounds])[0]
    known = FILLED | {"items": items, "ground": ground, "names": [person, 9999]}
    return {name: known[name] for name in law.outcome(step, act).needs}


def walk(name: str, seed: int) -> Case:
    chance = Random(seed)  # noqa: S311 - no secret
    case = Case(name, at("2026-03-02"), facts(name, chance))
    now = at("2026-03-02", "11:00")
    for _act in range(LONGEST):
        if case.state.ended_at:
            break
        now += timedelta(hours=chance.choice([1, 1, 2, 5, 24, 96]))
        case.wait(now)
        if not case.state.ended_at:
            act_at_random(case, chance, now)
    return case


def act_at_random(case: Case, chance: Random, now: datetime) -> None:
    standing = chance.choice(
        [s for s in case.state.steps if case.law.carries(s.key) or chance.random() < 0.1] or [case.state.steps[-1]]
    )
    step = case.law.step(standing.key)
    acts = [act for act in step.acts if not case.law.outcome(step, act).by_silence]
    act, actor = chance.choice(acts), somebody(case.law, standing)
    try:
        case.do(step.key, act.name, actor, now, **filled(case.law, step, act, actor.person))
    except (OnlyOnce, ClockError):
        # What the law allows once was done before; there is another act at every such step.
        assert len(acts) > 1


@pytest.mark.parametrize("name", ["registration", "relocation", "licence"])
def test_whatever_people_do_a_case_goes_on_or_ends_lawfully(name: str) -> None:
    ended = 0
    for seed in SEEDS:
        case = walk(name, seed)
        assert case.state.phase in case.law.machine.phases
        if case.state.ended_at:
            ended += 1
            assert case.state.phase in case.law.machine.final
            assert case.open == []
        else:
            assert case.open
    assert ended > len(SEEDS) * 0.8
