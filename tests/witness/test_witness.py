"""Viewflow as a witness: what it can express, it has to carry as the engine does, act by act.

``make witness`` walks 10,000 times and writes ``var/witness.json``; the test run takes a share.
"""

import json
import os
from collections import Counter
from pathlib import Path
from random import Random
from time import monotonic
from typing import Any

import pytest
from django.db import transaction

from config.environment import CHECKOUT
from tests.witness.pool import by_chance, counted, shipped, translated
from tests.witness.walking import Walk

WALKS = int(os.environ.get("TONGBAN_WITNESS_WALKS", "60"))
ALL = 1_000
"""From so many walks on every standard there is takes part, and the result is kept."""
SEED = int(os.environ.get("TONGBAN_WITNESS_SEED", "1"))
AT_ONCE = 100
"""Walks after which the database forgets the processes of the twins."""


@pytest.mark.timeout(0 if WALKS >= ALL else 120)
@pytest.mark.django_db(databases=["default"])
def test_the_witness_agrees_after_every_act(shared_data: Path) -> None:
    everything = WALKS >= ALL
    folder = shared_data / "digit-workflows"
    chance = by_chance(range(150 if everything else 12))
    candidates = [*shipped(), *translated(folder, 10_000 if everything else 12), *chance]
    origins = counted(candidates)
    walkable = [candidate for candidate in candidates if not candidate.twin.reasons]
    dice, began = Random(SEED), monotonic()  # noqa: S311 - a test's chance
    walks: Counter[str] = Counter()
    acts, differences = 0, []
    for first in range(0, WALKS, AT_ONCE):
        with transaction.atomic():
            for number in range(first, min(first + AT_ONCE, WALKS)):
                candidate = walkable[number % len(walkable)]
                walk = Walk(candidate, Random(dice.random()))  # noqa: S311 - as above
                walk.go()
                walks[candidate.origin] += 1
                acts += walk.acts
                differences += walk.differences
            transaction.set_rollback(True)
    report = {
        "walks": walks.total(),
        "walks_by_origin": dict(walks),
        "acts": acts,
        "differences": len(differences),
        "seconds": round(monotonic() - began, 1),
        "standards": {
            name: {
                "standards": found.standards,
                "inexpressible": found.inexpressible,
                "share": found.share,
                "reasons": dict(found.reasons.most_common()),
            }
            for name, found in origins.items()
        },
    }
    _tell(report, keep=everything)
    assert differences[:5] == []
    assert acts >= WALKS
    assert {"translated", "structured"} <= walks.keys()


def _tell(report: dict[str, Any], *, keep: bool) -> None:
    text = json.dumps(report, indent=1)
    print(text)
    if keep:
        (CHECKOUT / "var").mkdir(exist_ok=True)
        (CHECKOUT / "var" / "witness.json").write_text(text + "\n")
