"""A corridor with two versions of the licence, keepers, and a supervisor for each district; plans are told through it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from tests.workflows.engine.factory import LONGWAN, at
from tests.workflows.engine.stage import SINCE, Stage, set_up
from tests.workflows.engine.standards import licence
from workflows.engine.gateway import Held, read
from workflows.engine.history import beginning_of, rebuild
from workflows.engine.rulebook import machine_of
from workflows.engine.rules import Rules
from workflows.engine.state import SYSTEM, CaseState
from workflows.journal.models import JournalRow
from workflows.moving.carrying import carry_on
from workflows.moving.models import MovePlan
from workflows.moving.previewing import preview_on
from workflows.moving.verbs import make_plan, submit_plan
from workflows.organisation.models import Desk, District, Person, Post
from workflows.standards.canonical import canonical_value, digest
from workflows.standards.models import StandardVersion
from workflows.standards.promulgation.enums import Opinion
from workflows.standards.promulgation.queries import opinions_on
from workflows.standards.promulgation.verbs import approve, give_opinion
from workflows.standards.schema import Standard

CLERKS = dict.fromkeys(("anna", "bo", "chen"), (LONGWAN, "REVIEW", "REVIEWER"))
NEW_FROM = date(2026, 3, 1)
NOW = at("2026-03-10")
Body = dict[str, Any]


@dataclass
class Corridor:
    """The stage, the version cases may move to, and the people who keep standards."""

    stage: Stage
    target: StandardVersion
    keeper: Person
    second: Person

    def held(self, case: int, now: datetime = NOW) -> Held:
        return read(SYSTEM, [case], [], now, "worker").cases[case]

    def open_steps(self, case: int) -> list[str]:
        return [step.key for step in self.held(case).state.steps]

    def plan(self, now: datetime = NOW) -> MovePlan:
        plan = make_plan(actor=self.keeper, standard="test", source=1, target=2, now=now)
        self.preview(now)
        return MovePlan.objects.get(pk=plan.pk)

    def preview(self, now: datetime = NOW) -> None:
        while preview_on(now, "worker"):
            pass

    def approve(self, plan: MovePlan, now: datetime = NOW) -> None:
        """Hear every district and let the second keeper approve; what is approved waits for the worker."""
        districts = list(District.objects.filter(code=LONGWAN))
        process = submit_plan(actor=self.keeper, plan=plan.pk, districts=districts, valid_from=now.date(), now=now)
        for task in opinions_on(process.pk):
            give_opinion(actor=self.stage.people["super"], task=task.pk, opinion=Opinion.CONSENT, now=now)
        approve(actor=self.second, promulgation=process.pk, now=now)

    def carry_out(self, plan: MovePlan, now: datetime = NOW) -> MovePlan:
        self.approve(plan, now)
        while carry_on(now, "worker"):
            pass
        return MovePlan.objects.get(pk=plan.pk)


def unchanged(body: Body) -> None:
    """The new version differs by its title alone."""


def set_up_corridor(change: Callable[[Body], None] = unchanged, law: Rules | None = None) -> Corridor:
    """Two versions: ``licence()`` or ``law``, and the same with ``change`` made to its document."""
    rules = law or licence()
    stage = set_up(rules, CLERKS)
    body = canonical_value(rules.standard)
    change(body)
    body["title"] = {"zh-Hans": "新名", "en": "new name"}
    target = Standard.model_validate(body)
    version = StandardVersion.objects.create(
        key="test",
        number=2,
        digest=digest(target),
        body=canonical_value(target),
        valid_from=NEW_FROM,
        published_at=at("2026-02-01"),
    )
    keepers = []
    for name in ("keeper", "second"):
        stage.people[name] = Person.objects.create_user(name, name=name)
        keepers.append(stage.people[name])
        Post.objects.create(person=stage.people[name], role="STANDARD_KEEPER", valid_from=SINCE)
    stage.people["super"] = Person.objects.create_user("super", name="super")
    Post.objects.create(
        person=stage.people["super"],
        desk=Desk.objects.get(district__code=LONGWAN, kind="REVIEW"),
        role="SUPERVISOR",
        valid_from=SINCE,
    )
    return Corridor(stage, version, *keepers)


def step_of(body: Body, key: str) -> Body:
    found: Body = next(step for step in body["steps"] if step["key"] == key)
    return found


def renamed(old: str, new: str) -> Callable[[Body], None]:
    """A change that gives a step another name, everywhere."""

    def change(body: Body) -> None:
        step_of(body, old)["key"] = new
        for step in body["steps"]:
            for act in step["acts"]:
                for route in act["routes"]:
                    route["to"] = [new if key == old else key for key in route["to"]]
            apart = step.get("settings", {}).get("differs_from")
            if apart:
                step["settings"]["differs_from"] = [new if key == old else key for key in apart]

    return change


def rebuilt(held: Held) -> CaseState:
    """The case as its journal alone gives it."""
    state = held.state
    beginning = beginning_of(state, machine_of(state.regime).initial)
    rows = JournalRow.objects.using("audit").filter(case_id=held.id).order_by("seq")
    return rebuild(beginning, rows)


def stored(held: Held) -> CaseState:
    return replace(held.state, steps=tuple(replace(step, id=None) for step in held.state.steps))
