"""Performs a log through the engine: every act as its actor at its time, and looks at 50 moments who sees what."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connections

from tests.replay.derived import DONE, RECORDED
from tests.replay.figures import figures
from tests.replay.leaks import look
from tests.replay.logs import Log
from tests.replay.mixing import mixed
from tests.replay.notes import Notes
from tests.replay.plan import Deed, Kind, batches, deeds_of
from tests.replay.town import Town, set_up
from workflows.engine.models import CaseFile
from workflows.engine.state import SYSTEM, Actor
from workflows.engine.verbs import open_case, perform_many
from workflows.engine.wishes import Answer, Filed, Wish
from workflows.refusals import Refusal
from workflows.standards.enums import Regime

MOMENTS = 50
MOST_TOGETHER = 200
NOTED_EVERY = 50
"""Batches after which the place is kept; what was done since is found in the journal."""

Told = Callable[[int, int], None]
"""Hears how many deeds of how many are done."""


@dataclass(slots=True)
class Outcome:
    """The figures, and the places of the deeds that were refused; ``expected`` are those that had to be."""

    figures: dict[str, Any]
    refused: dict[int, str] = field(default_factory=dict)
    expected: set[int] = field(default_factory=set)
    skipped: int = 0

    @property
    def is_as_expected(self) -> bool:
        """Whether exactly the tampered acts were refused."""
        return set(self.refused) == self.expected


class Replay:
    """One replay in the database the process is connected to, which is marked as a simulation."""

    def __init__(self, log: Log, tamper: int = 0, moments: int = MOMENTS) -> None:
        """Set the administration up, or find it, and see how far an earlier run came."""
        self.log, extra = mixed(log)
        self.notes = Notes()
        self.town: Town = set_up(self.log, extra)
        self.deeds = deeds_of(self.log, tamper)
        forms = CaseFile.objects.using("audit").values_list("form__case", "pk")
        self.cases: dict[str, int] = dict(forms)
        self.refused = {int(name.partition(":")[2]): code for name, code in self.notes.read("refused:").items()}
        self.done = _keys_in_the_journal()
        self.begun = int(self.notes.read("place").get("place", 0))
        self.moments = {len(self.deeds) * n // (moments + 1): n for n in range(1, moments + 1)}

    def run(self, told: Told = lambda _done, _all: None) -> Outcome:
        """Do what is left, look once more at the end, and reckon."""
        left = self.deeds[self.begun :]
        for number, batch in enumerate(batches(left)):
            self._do(batch)
            done = batch[-1].place + 1
            self._look(range(batch[0].place, done), batch[-1].at)
            if number % NOTED_EVERY == 0 or done == len(self.deeds):
                self.notes.write("place", done)
            told(done, len(self.deeds))
        if self.deeds and "moment:end" not in self.notes.read("moment:end"):
            self.notes.write("moment:end", look(self.town, self.log.day(self.deeds[-1].at), thoroughly=True).leaks)
        return self._outcome()

    def _outcome(self) -> Outcome:
        districts = Counter(self.log.cases[self.deeds[place].case].district for place in self.refused)
        leaks: Counter[str] = Counter()
        for found in self.notes.read("moment:").values():
            leaks += Counter(found)
        expected = {deed.place for deed in self.deeds if deed.kind is Kind.TAMPERED}
        return Outcome(figures(self.log, self.town, districts, leaks), self.refused, expected, self.begun)

    def _look(self, places: range, at: datetime) -> None:
        for place in places:
            if place in self.moments:
                name = f"moment:{self.moments[place]}"
                self.notes.write(name, look(self.town, self.log.day(at)).leaks)

    def _do(self, batch: Sequence[Deed]) -> None:
        # A refused act leaves nothing behind; asked for again later, it might be allowed. What was done before the
        # replay was killed has its key in the journal.
        todo = [deed for deed in batch if deed.place not in self.refused and deed.key not in self.done]
        if todo and todo[0].kind is Kind.OPEN:
            self._open(todo[0])
            return
        for first in range(0, len(todo), MOST_TOGETHER):
            part = todo[first : first + MOST_TOGETHER]
            for deed, answer in zip(part, self._perform(part), strict=True):
                if isinstance(answer, Refusal):
                    self.refused[deed.place] = answer.code
                    self.notes.write(f"refused:{deed.place}", answer.code)

    def _perform(self, deeds: Sequence[Deed]) -> list[Answer]:
        system = deeds[0].kind is Kind.SYSTEM
        act = RECORDED if system else DONE
        # A case that is not open yet has no key: 0 is none.
        wishes = [
            Wish(0 if d.early and d.case not in self.cases else self.cases[d.case], d.step, act, d.key) for d in deeds
        ]
        actor = SYSTEM if system else Actor(self.town.people[deeds[0].actor])
        return perform_many(actor=actor, wishes=wishes, now=deeds[0].at, using="worker" if system else "default")

    def _open(self, deed: Deed) -> None:
        case = self.log.cases[deed.case]
        code = self.town.codes[case.district]
        form = {"case": case.id, "number": case.number}
        filed = Filed(
            standard=self.town.version,
            regime=Regime.SERVICE,
            item="01",
            subject=case.number[:200],
            district=code,
            parties={"home": code},
            applicant=None,
            form=form | ({"deadline": case.deadline.isoformat()} if case.deadline else {}),
        )
        opened = open_case(actor=SYSTEM, filed=filed, key=deed.key, now=deed.at, using="worker")
        self.cases[case.id] = opened.case


def is_marked() -> bool:
    """Tell whether the database the process is connected to is a simulation."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM workflows_simulatedclock)")
        (marked,) = cursor.fetchone()
    return bool(marked)


def _keys_in_the_journal() -> set[UUID]:
    with connections["audit"].cursor() as cursor:
        cursor.execute("SELECT key FROM workflows_journalrow WHERE key IS NOT NULL")
        return {key for (key,) in cursor.fetchall()}
