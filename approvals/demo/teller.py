"""Tells a story: sets the clock of the simulation, and does what people do, through the same verbs their pages call.

Everything has a key made from its place in the story, so that a story told again, after the power failed in the middle,
goes on where it stopped and does nothing twice.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.utils.timezone import localdate

from approvals.deciding.verbs import act
from approvals.demo.paper_material import material
from approvals.filing.models import Filing
from approvals.filing.verbs import attach, begin_draft, file_application, save_draft
from approvals.licences.changing import decide_change, start_change
from approvals.licences.enums import Ground, LicenceVerb, Side
from approvals.licences.models import Licence, LicenceChange
from enterprises.people.queries import applicants_of
from enterprises.registration.models import Enterprise
from workflows.engine.models import Case, SimulatedClock
from workflows.organisation.models import Person
from workflows.organisation.scoping import seen_by

SHANGHAI = ZoneInfo("Asia/Shanghai")
STORY = UUID("5b0c7a3e-0d6a-4f35-9a52-6a5f0a2f8c11")


@dataclass(slots=True)
class Teller:
    """The one who tells; ``say`` prints progress, ``work`` lets the worker do what is due."""

    say: Callable[[str], None]
    work: Callable[[], None]
    now: datetime = datetime(2026, 1, 5, 9, tzinfo=SHANGHAI)
    scene: str = ""
    _place: int = 0
    cases: dict[str, int] = field(default_factory=dict)

    def begin(self, scene: str, sentence: str) -> None:
        """Begin a scene; keys count from its start."""
        self.scene, self._place = scene, 0
        self.say(sentence)

    def at(self, when: str) -> None:
        """Set the clock to ``2026-03-02 09:12`` in local time, and let the worker do what became due meanwhile."""
        self.now = datetime.strptime(when, "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)
        SimulatedClock.objects.using("owner").update(instant=self.now, running_since=None)
        self.work()

    @property
    def today(self) -> date:
        """The day in local time."""
        return localdate(self.now, SHANGHAI)

    def file(
        self,
        who: str,
        standard: str,
        form: Mapping[str, Any],
        materials: Sequence[str],
        *,
        again: int | None = None,
    ) -> int:
        """File an application with its materials and return the case; ``again`` is the case that was returned."""
        person, key = _person(who), self._key()
        with self._as(person):
            before = Filing.objects.filter(person=person, key=key).first()
            if before:
                return before.case_id
            previous = Filing.objects.get(case=again) if again else None
        enterprise = Enterprise.objects.filter(uscc=form["uscc"]).first() if "uscc" in form else None
        draft = begin_draft(actor=person, standard=standard, enterprise=enterprise, now=self.now, previous=previous)
        draft = save_draft(actor=person, draft=draft.pk, version=draft.version, form=dict(form), now=self.now)
        if previous is None:
            for name in materials:
                data = material(name, str(form.get("name", "")))
                attach(actor=person, draft=draft.pk, material=name, name=f"{name}.pdf", data=data, now=self.now)
        filed = file_application(actor=person, draft=draft.pk, key=key, now=self.now)
        self.work()
        return filed.case

    def act(self, who: str, case: int, step: str, name: str, **payload: Any) -> None:
        """Do one act at a step."""
        act(actor=_person(who), case=case, step=step, act=name, key=self._key(), now=self.now, payload=payload)
        self.work()

    def change_licence(
        self,
        who: str,
        case: int,
        verb: LicenceVerb,
        ground: Ground,
        *,
        decided_by: str = "",
        reason: str = "",
        values: Mapping[str, str] | None = None,
    ) -> None:
        """Ask for a change of the licence a case brought, or propose it; decided by somebody where one is named."""
        first = Licence.objects.using("worker").filter(case=case).earliest("version")
        if LicenceChange.objects.using("worker").filter(licence=first, verb=verb).exists():
            return
        side = Side.ISSUER if reason else Side.HOLDER
        change = start_change(
            actor=_person(who),
            licence=first.pk,
            verb=verb,
            side=side,
            ground=ground,
            reason=reason,
            values=values,
            now=self.now,
        )
        if decided_by:
            decide_change(actor=_person(decided_by), change=change.pk, grant=True, opinion="", now=self.now)
        self.work()

    def number(self, case: int) -> str:
        """The case's number, as the corridor's supervisor sees it."""
        with self._as(_person("supervisor")):
            return Case.objects.values_list("number", flat=True).get(pk=case)

    def _as(self, person: Person) -> Any:
        return seen_by(person.pk, self.today, applicants_of(person.pk, self.today))

    def _key(self) -> UUID:
        self._place += 1
        return uuid5(STORY, f"{self.scene}/{self._place}")


def _person(who: str) -> Person:
    return Person.objects.get(username=who)
