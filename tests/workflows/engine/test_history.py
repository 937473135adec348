"""A case rebuilt from its journal is the case as it is stored."""

import random
from dataclasses import replace

import pytest

from tests.workflows.engine.factory import LONGWAN, at
from tests.workflows.engine.stage import RECEIVED, Stage, set_up
from tests.workflows.engine.standards import licence
from workflows.engine.errors import EngineError
from workflows.engine.gateway import Held
from workflows.engine.history import beginning_of, rebuild
from workflows.engine.rulebook import machine_of, rules_of
from workflows.engine.verbs import claim, look
from workflows.journal.models import JournalRow

pytestmark = pytest.mark.django_db

CLERKS = dict.fromkeys(("anna", "bo", "chen"), (LONGWAN, "REVIEW", "REVIEWER"))


def rebuilt(stage: Stage, held: Held) -> object:
    state = held.state
    beginning = beginning_of(state, machine_of(state.regime).initial)
    with stage.watching():
        return rebuild(beginning, JournalRow.objects.filter(case_id=held.id).order_by("seq"))


def stored(held: Held) -> object:
    return replace(held.state, steps=tuple(replace(step, id=None) for step in held.state.steps))


def walk_at_random(stage: Stage, case: int, chance: random.Random) -> None:
    """Try acts of the standard in any order by anybody; most are refused, some carry the case on."""
    acts = [(step.key, act.name) for step in rules_of(stage.version.pk).standard.steps for act in step.acts]
    payload = {
        "ground": "unfit",
        "opinion": "o",
        "remedy": "r",
        "days": 3,
        "items": [{"field": "name", "what": "w", "basis": "b"}],
    }
    for day in range(2, 28):
        now = at(f"2026-03-{day:02}")
        for name in chance.sample(sorted(CLERKS), 2):
            step, act = chance.choice(acts)
            try:
                if chance.random() < 0.2:
                    claim(actor=stage.actor(name), case=case, step=step, now=now)
                stage.act(name, case, step, act, now=now, payload=chance.choice([{}, payload]))
            except EngineError:
                continue


@pytest.mark.parametrize("seed", range(8))
def test_replaying_the_journal_from_nothing_gives_the_stored_case(seed: int) -> None:
    stage = set_up(licence(), CLERKS)
    case = stage.file(now=RECEIVED).case
    walk_at_random(stage, case, random.Random(seed))  # noqa: S311 - a seeded walk, no secret
    _, held = look(actor=stage.actor("anna"), case=case, now=at("2026-03-28"))
    assert held.state.version > 1
    assert rebuilt(stage, held) == stored(held)
