import os
from collections.abc import Iterator
from functools import partial
from random import Random
from typing import Any

import pytest
from viewflow.workflow import nodes
from viewflow.workflow.base import Flow
from viewflow.workflow.chart import calc_layout_data
from viewflow.workflow.fields import get_flow_ref, import_flow_by_ref

from tests.workflows.engine import factory as engine
from tests.workflows.standards.drawn import END, act, filing, relocation, standard, step, tangle
from workflows.standards import twin as twins
from workflows.standards.canonical import digest
from workflows.standards.enums import Regime
from workflows.standards.expressibility import Reason
from workflows.standards.expressions import holds
from workflows.standards.plan import NodeKind, plan_of
from workflows.standards.twin import Twin, twin_of

WALKS = int(os.environ.get("TONGBAN_WALKS", "60"))
PHASES = "SUBMITTED IN_PROGRESS COMPLETED"


def edges(flow: type[Flow]) -> set[tuple[str, str]]:
    return {(edge.src.name, edge.dst.name) for node in flow.instance.nodes() for edge in node._outgoing()}


def test_a_twin_is_named_by_the_digest_and_compiled_once() -> None:
    twin = twin_of(relocation())
    assert twin.flow_class is not None
    assert twin.flow_class.__name__ == f"Def_{digest(relocation())}"
    assert twin_of(relocation()) is twin
    assert import_flow_by_ref(get_flow_ref(twin.flow_class)) is twin.flow_class


def test_a_name_of_no_twin_is_no_attribute() -> None:
    with pytest.raises(AttributeError):
        twins.Def_unknown  # noqa: B018 - reading it is the test


def test_old_twins_make_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(twins, "KEPT", 2)
    monkeypatch.setattr(twins, "_twins", type(twins._twins)())
    first = twin_of(tangle(1, 4))
    for seed in (2, 3):
        twin_of(tangle(seed, 4))
    assert len(twins._twins) == 2
    assert twin_of(tangle(1, 4)) is not first


def test_steps_become_nodes_of_their_kind() -> None:
    flow = twin_of(relocation()).flow_class
    assert flow is not None
    assert isinstance(flow.start, nodes.StartHandle)
    assert isinstance(flow.step_1, twins.HumanStep)
    assert isinstance(flow.step_2, twins.AutomaticStep)
    assert isinstance(flow.choice_1, nodes.Switch)
    assert isinstance(flow.fork_10_1, nodes.Split)
    assert isinstance(flow.join_15, nodes.Join)
    assert isinstance(flow.end_16, nodes.TerminateEnd)
    assert flow.step_1.task_title == "收件"


def test_edges_are_those_of_the_standard() -> None:
    twin = twin_of(relocation())
    assert twin.flow_class is not None
    assert edges(twin.flow_class) == {(link.source, link.target) for link in twin.plan.links}
    assert ("choice_3", "step_1") in edges(twin.flow_class)
    assert ("choice_3", "step_1") not in edges(twin.layout)


@pytest.mark.parametrize("seed", range(12))
def test_a_layout_has_no_loops_and_places_every_node(seed: int) -> None:
    twin = twin_of(tangle(seed, 40))
    grid = calc_layout_data(twin.layout)
    columns = {cell.node.name: cell.col for cell in grid.cells}
    assert set(columns) == {node.name for node in twin.plan.nodes}
    assert all(columns[source] < columns[target] for source, target in edges(twin.layout))


FORK = act("fork", "b", "c")
GO_ON = {key: step(key, "home", act("go", "j")) for key in "bc"}
JOIN = step("j", "home", act("go", "end"), join="all")
CONFLICTS: dict[Reason, list[dict[str, Any]]] = {
    Reason.DUPLICATE: [step("a", "home", act("go", "end"), act("go", "a")), END],
    Reason.DANGLING: [step("a", "home", act("go", "end"), act("stray", "nowhere")), END],
    Reason.JOIN_WITHOUT_FORK: [step("a", "home", act("go", "j")), JOIN, END],
    Reason.TWO_WAYS_IN: [step("a", "home", FORK, act("short", "b")), *GO_ON.values(), JOIN, END],
    Reason.FORK_WITHOUT_JOIN: [
        step("a", "home", FORK),
        step("b", "home", act("go", "end")),
        step("c", "home", act("go", "end")),
        END,
    ],
    Reason.ENDS_IN_BRANCH: [
        step("a", "home", FORK),
        GO_ON["b"],
        step("c", "home", act("go", "j"), act("drop")),
        JOIN,
        END,
    ],
    Reason.STANDING_OFFER: [
        step("a", "home", FORK),
        GO_ON["b"],
        GO_ON["c"] | {"settings": {"standing": True}},
        JOIN,
        END,
    ],
    Reason.ON_OFFER: [
        step("a", "home", act("go", "end")),
        step("b", "home", act("go")) | {"offer": {"beside": ["a"]}},
        END,
    ],
    Reason.BACK_ANYWHERE: [
        step("a", "home", act("go", "b")),
        step("b", "home", act("go", "end"), act("send_back") | {"routes": [{"to": [], "back": True}]}),
        END,
    ],
    Reason.SEATS: [
        step("a", "home", act("agree", routes=[]), act("passed", "end"))
        | {"type": "joint_review@1", "settings": {"seats": [{"party": "home"}, {"party": "origin"}]}},
        END,
    ],
    Reason.WAITS_FOR_ITSELF: [
        step("a", "home", act("go", "end")) | {"type": "wait@1", "settings": {"event": "has(facts.known)"}},
        END,
    ],
    Reason.LOOP_AROUND: [
        step("a", "home", FORK),
        step("b", "home", act("fork", "d", "e")),
        step("c", "home", act("go", "j")),
        step("d", "home", act("go", "inner")),
        step("e", "home", act("go", "inner")),
        step("inner", "home", act("go", "j"), join="all"),
        step("j", "home", act("go", "end"), act("again", "a"), join="all"),
        END,
    ],
    Reason.CUSTODY: [
        step("a", "home", act("go", "b", "c")),
        step("b", "home", act("go", "end")),
        step("c", "home", act("offer", "d", "c")) | {"type": "custody@1"},
        step("d", "receiver", act("accept")) | {"type": "custody_answer@1"},
        END,
    ],
    Reason.CHILDREN: [
        step("a", "home", act("go", "b")),
        step("b", "system", act("all_granted", "end"), act("some_refused", "end")) | {"type": "children@1"},
        END,
    ],
    Reason.CALLED_OFF: [
        step("a", "home", FORK),
        GO_ON["b"],
        step("c", "home", act("go", "j", move="close")),
        JOIN,
        END,
    ],
}


@pytest.mark.parametrize("reason", CONFLICTS)
def test_what_viewflow_cannot_execute_is_said_by_reason_and_still_laid_out(reason: Reason) -> None:
    twin = twin_of(standard(*CONFLICTS[reason]))
    assert reason in twin.reasons
    assert twin.flow_class is None
    assert calc_layout_data(twin.layout).width > 0
    with pytest.raises(ValueError, match=reason):
        twin.start()


def test_every_reason_is_shown_by_an_example() -> None:
    empty = relocation().model_copy(update={"steps": []})
    assert twin_of(empty).reasons[0] is Reason.NO_STEPS
    assert {*CONFLICTS, Reason.NO_STEPS} == set(Reason)


def test_a_structured_standard_has_no_reasons_against_it() -> None:
    assert twin_of(filing()).reasons == ()
    assert twin_of(relocation()).reasons == ()


def test_loops_are_marked_where_they_close() -> None:
    back = {(link.source, link.target) for link in plan_of(relocation()).links if link.back}
    assert back == {("choice_3", "step_1"), ("choice_7", "step_5"), ("choice_8", "step_7"), ("choice_14", "step_14")}


class Maker:
    """Makes structured standards by chance: rows, choices, conditions, loops and forks that join."""

    def __init__(self, seed: int) -> None:
        self.dice = Random(seed)  # noqa: S311 - a test's chance
        self.steps: list[dict[str, Any]] = []

    def standard(self) -> dict[str, Any]:
        last = self.add(engine.act("pass", "end", move="complete"))
        first = self.block(last, 3)
        ordered = sorted(self.steps, key=lambda made: made["key"] != first)
        return {"steps": [*ordered, engine.end("COMPLETED")]}

    def add(self, *acts: dict[str, Any], **more: Any) -> str:
        key = f"s{len(self.steps)}"
        self.steps.append(engine.step(key, "review", PHASES, *acts, **more))
        return key

    def block(self, after: str, depth: int) -> str:
        """Steps that lead to ``after``; gives the key of the first."""
        kinds = [self.single, self.row, self.choice, self.condition, self.loop, self.fork] if depth else [self.single]
        return self.dice.choice(kinds)(after, depth - 1)

    def single(self, after: str, _depth: int) -> str:
        return self.add(engine.act("pass", after))

    def row(self, after: str, depth: int) -> str:
        return self.block(self.block(after, depth), depth)

    def choice(self, after: str, depth: int) -> str:
        ways = [self.block(after, depth), self.block(after, depth)]
        return self.add(engine.act("pass", ways[0]), engine.act("other", ways[1], outcome="pass"))

    def condition(self, after: str, depth: int) -> str:
        large, small = self.block(after, depth), self.block(after, depth)
        return self.add(engine.act("pass", routes=[{"to": [large], "when": "form.size > 5"}, {"to": [small]}]))

    def loop(self, after: str, depth: int) -> str:
        judge = self.add(engine.act("pass", after))
        first = self.block(judge, depth)
        self.steps[int(judge[1:])]["acts"].append(engine.act("again", first, outcome="pass"))
        return first

    def fork(self, after: str, depth: int) -> str:
        join = self.add(engine.act("pass", after), join="all")
        branches = [self.block(join, depth) for _ in range(self.dice.randint(2, 3))]
        return self.add(engine.act("pass", " ".join(branches)))


def both(seed: int) -> Iterator[tuple[list[str], list[str]]]:
    """The open steps of the engine and of the twin after each act of a walk by chance."""
    law = engine.rules(Regime.SERVICE, *Maker(seed).standard()["steps"])
    twin: Twin = twin_of(law.standard)
    if twin.reasons == (Reason.LOOP_AROUND,):
        return
    assert twin.reasons == ()
    dice = Random(seed)  # noqa: S311 - a test's chance
    walk = engine.Walk(law, engine.at("2026-03-02"), form={"size": dice.randint(0, 10)})
    process = twin.start()
    order = [made.key for made in law.standard.steps]
    yield walk.open, twin.open_steps(process)
    while not walk.state.ended_at and len(walk.journal) < 60:
        standing = dice.choice(walk.state.steps)
        name = dice.choice([made.name for made in law.step(standing.key).acts])
        data = law.data(walk.state)
        walk.do(standing.key, name, engine.clerk(2), engine.at("2026-03-02"))
        twin.perform(process, standing.key, name, partial(_holds_for, data))
        yield sorted(walk.open, key=order.index), twin.open_steps(process)


def test_most_standards_by_chance_are_walked() -> None:
    made = [engine.rules(Regime.SERVICE, *Maker(seed).standard()["steps"]).standard for seed in range(60)]
    assert sum(twin_of(of).flow_class is not None for of in made) >= 50


def _holds_for(data: dict[str, Any], source: str) -> bool:
    return holds(source, data)


@pytest.mark.django_db(databases=["default"])
@pytest.mark.parametrize("seed", range(WALKS))
def test_engine_and_twin_have_the_same_open_steps_after_each_act(seed: int) -> None:
    for engine_has, twin_has in both(seed):
        assert engine_has == twin_has


@pytest.mark.django_db(databases=["default"])
def test_the_relocation_runs_to_its_end_in_the_twin() -> None:
    twin = twin_of(relocation())
    process = twin.start()
    way = "receipt.receive check.pass letter.send origin.agree review.propose decide.grant issue.issue"
    branches = "tax.done fund.again archive.done fund.done social.done"
    for done in f"{way} {branches}".split():
        key, _dot, name = done.partition(".")
        twin.perform(process, key, name, lambda _source: True)
    assert twin.open_steps(process) == ["close"]
    twin.perform(process, "close", "close", lambda _source: True)
    process.refresh_from_db()
    assert twin.open_steps(process) == []
    assert process.finished is not None


def test_the_kinds_of_nodes_are_all_drawn() -> None:
    assert {node.kind for node in plan_of(relocation()).nodes} == set(NodeKind)
