"""Everything a replay does, in order of time: cases opened, acts, what the log records of the end, and tampered acts."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import groupby
from uuid import NAMESPACE_URL, UUID, uuid5

from tests.replay.derived import DECISION, UNDER_WAY, key_of
from tests.replay.logs import Log, LoggedAct, LoggedCase
from tests.replay.town import STRANGER


class Kind(StrEnum):
    """What a deed is."""

    OPEN = "open"
    ACT = "act"
    SYSTEM = "system"
    TAMPERED = "tampered"


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing to do; ``place`` is its place in the whole. ``early`` says that its case is not open yet."""

    kind: Kind
    case: str
    step: str
    actor: str
    at: datetime
    key: UUID
    rank: tuple[int, float] = (0, 0)
    early: bool = False
    place: int = 0

    @property
    def together(self) -> tuple[Kind, str, datetime, str]:
        """What deeds that follow one another share when they can be asked for at once."""
        alone = self.case if self.kind in {Kind.OPEN, Kind.TAMPERED} else ""
        return self.kind, self.actor, self.at, alone


def deeds_of(log: Log, tamper: int = 0) -> list[Deed]:
    """Every deed in order; of those at one instant, opening comes first and what the system records last."""
    made = [
        *(_act(log, act) for act in log.acts),
        *_system(log),
        *_tampered(log, tamper),
    ]
    made.sort(key=lambda deed: (deed.at, deed.rank))
    return [replace(deed, place=place) for place, deed in enumerate(made)]


def batches(deeds: list[Deed]) -> Iterator[list[Deed]]:
    """Deeds that follow one another and are of one actor and instant, together."""
    for _same, group in groupby(deeds, key=lambda deed: deed.together):
        yield list(group)


def _key(log: Log, *named: object) -> UUID:
    return uuid5(NAMESPACE_URL, "|".join(map(str, (log.digest[:16], *named))))


def act_key(log: Log, act: LoggedAct) -> UUID:
    """The key under which an act of the log is performed, and found again in the journal."""
    return _key(log, act.seq)


def _act(log: Log, act: LoggedAct) -> Deed:
    return Deed(Kind.ACT, act.case, key_of(act.activity), act.actor, act.at, act_key(log, act), (1, act.seq))


def _system(log: Log) -> Iterator[Deed]:
    """A case opens with its first act, or with its recorded end where that is earlier, and closes with the later."""
    for case in log.cases.values():
        first, last = log.first_acts[case.id], log.last_acts[case.id]
        yield Deed(Kind.OPEN, case.id, "", "", _opening(log, case), _key(log, case.id, "open"), (0, first.seq))
        if case.end:
            ended = max(case.end, last.at)
            yield Deed(Kind.SYSTEM, case.id, DECISION, "", case.end, _key(log, case.id, "decision"), (2, last.seq))
            yield Deed(Kind.SYSTEM, case.id, UNDER_WAY, "", ended, _key(log, case.id, "end"), (2, last.seq + 0.5))


def _opening(log: Log, case: LoggedCase) -> datetime:
    first = log.first_acts[case.id].at
    return min(first, case.end) if case.end else first


def _tampered(log: Log, count: int) -> Iterator[Deed]:
    """A third of the acts by somebody without the post, a third before the case opens, a third that nobody knows."""
    chance = random.Random(count)  # noqa: S311 - the same acts each time
    places = {act.activity: set(desks) for act in log.acts for desks in [log.activities[act.activity]]}
    third = count // 3
    for number, act in enumerate(chance.sample(log.acts, third)):
        held = [p for p in log.people if not any((p, act.district, d) in log.posts for d in places[act.activity])]
        actor = chance.choice(held) if held else STRANGER
        yield _wrong(log, act, f"post {number}", actor=actor)
    for number, case in enumerate(chance.sample(sorted(log.cases), min(third, len(log.cases)))):
        early = _wrong(log, log.first_acts[case], f"early {number}")
        yield replace(early, at=_opening(log, log.cases[case]), rank=(-1, 0), early=True)
    for number, act in enumerate(chance.sample(log.acts, count - third - min(third, len(log.cases)))):
        yield _wrong(log, act, f"unknown {number}", step=f"no such activity {number}")


def _wrong(log: Log, act: LoggedAct, name: str, *, actor: str = "", step: str = "") -> Deed:
    after = (1, act.seq + 0.5)
    step = step or key_of(act.activity)
    return Deed(Kind.TAMPERED, act.case, step, actor or act.actor, act.at, _key(log, "tampered", name), after)
