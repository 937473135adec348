"""The life of a licence: the machine in Python and the last judge in the database know the same moves."""

import re
from itertools import product
from pathlib import Path
from typing import Any

import approvals
from approvals.licences.enums import LicenceState, LicenceVerb
from approvals.licences.lawful import RULES
from approvals.licences.models import Licence


def machine() -> set[tuple[str, str]]:
    field: Any = Licence._meta.get_field("state")
    return {(str(move.source), str(move.target)) for move in field.get_all_transitions(Licence)}


def judge() -> set[tuple[str, str]]:
    sql = (Path(approvals.__file__).parent / "licences" / "sql" / "guards.sql").read_text()
    pairs = {tuple(pair.split(">")) for pair in re.findall(r"'([A-Z]+>[A-Z]+)'", sql)}
    return {(source, target) for source, target in pairs}


def test_the_database_allows_the_moves_of_the_machine_and_no_others() -> None:
    assert judge() == machine()
    assert machine() <= set(product(LicenceState.values, repeat=2))


def test_nothing_leaves_the_end() -> None:
    assert {source for source, _target in machine()}.isdisjoint({LicenceState.DEREGISTERED, LicenceState.SUPERSEDED})


def test_every_lawful_change_is_a_move_of_the_machine_or_brings_a_version() -> None:
    assert set(RULES) == set(LicenceVerb)
    for verb, rule in RULES.items():
        if rule.target:
            moves = {(source.value, rule.target.value) for source in rule.sources}
            assert moves <= machine()
            assert hasattr(Licence, verb.value.lower())
        else:
            assert rule.sources == {LicenceState.CURRENT}
