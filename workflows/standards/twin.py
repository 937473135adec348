"""The Viewflow twin of a standard: a flow class compiled from it, in memory, named by its digest.

It serves two ends: Viewflow lays it out for the chart and the BPMN export, and, for what Viewflow can express, it is
executed in tests beside the engine and must have the same open steps after each act. Cases never run on it.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.utils.timezone import now
from viewflow import this
from viewflow.workflow import nodes
from viewflow.workflow.base import Flow
from viewflow.workflow.nodes.handle import HandleActivation
from viewflow.workflow.nodes.view import ViewActivation
from viewflow.workflow.status import STATUS

from workflows.standards.canonical import digest
from workflows.standards.expressibility import Reason, reasons_against
from workflows.standards.plan import Link, Node, NodeKind, Plan, Way, is_automatic, layout_links, plan_of
from workflows.standards.schema import Standard, Step

KEPT = 256
"""Twins kept in memory; the oldest unused one goes, and is compiled again when asked for."""

Holds = Callable[[str], bool]
"""Answers a condition of the standard."""

_holds: ContextVar[Holds] = ContextVar("holds")


class HumanActivation(ViewActivation):  # type: ignore[misc]  # Viewflow is untyped
    """A step somebody acts at: it is begun and done in one move, by whomever the caller let in."""

    @ViewActivation.status.transition(source=STATUS.NEW, target=STATUS.STARTED)  # type: ignore[untyped-decorator]
    def begin(self, act: str) -> None:
        """Note which act is done."""
        self.task.data = {"act": act}
        self.task.started = now()

    def do(self, act: str) -> None:
        """Do the act and open what follows."""
        self.begin(act)
        self.execute()


class AutomaticActivation(HandleActivation):  # type: ignore[misc]  # Viewflow is untyped
    """A step the engine acts at; which act it comes to, the engine says."""

    def do(self, act: str) -> None:
        """Do the act and open what follows."""
        self.task.data = {"act": act}
        self.run(None)
        self.execute()


class HumanStep(nodes.View):  # type: ignore[misc]  # Viewflow is untyped
    """A step that waits for a person."""

    activation_class = HumanActivation


class AutomaticStep(nodes.Handle):  # type: ignore[misc]  # Viewflow is untyped
    """A step that waits for the engine."""

    activation_class = AutomaticActivation


@dataclass(frozen=True, slots=True)
class Twin:
    """What a standard compiles to.

    ``layout`` always exists, has no loops and is made for drawing only. ``flow_class`` is the executable twin, None where Viewflow cannot
    express the standard; ``reasons`` then say why.
    """

    plan: Plan
    layout: type[Flow]
    flow_class: type[Flow] | None
    reasons: tuple[Reason, ...]

    def start(self) -> Any:
        """Start a process of the twin and return it; needs a database. Raises ValueError when it is not executable."""
        return self._executable().start.run()

    def open_steps(self, process: Any) -> list[str]:
        """The keys of the steps that are open, in the order of the document."""
        open_tasks = process.task_set.filter(status=STATUS.NEW)
        found = (self.plan.by_name[task.flow_task.name] for task in open_tasks)
        standing = sorted((node.number, node.step.key) for node in found if node.kind is NodeKind.STEP)
        return [key for _number, key in standing]

    def perform(self, process: Any, step: str, act: str, holds: Holds) -> None:
        """Do ``act`` at the open ``step``; ``holds`` answers the conditions of its routes.

        Raises viewflow's FlowRuntimeError when no route holds, and the model's DoesNotExist when the step is not open.
        """
        flow = self._executable()
        name = next(node.name for node in self.plan.steps if node.step.key == step)
        task = process.task_set.filter(flow_task=getattr(flow, name), status=STATUS.NEW).earliest("pk")
        with _answering(holds), task.activation() as activation:
            activation.do(act)

    def _executable(self) -> Any:
        if self.flow_class is None:
            raise ValueError("Viewflow cannot execute this standard: " + ", ".join(self.reasons))
        return self.flow_class


@contextmanager
def _answering(holds: Holds) -> Iterator[None]:
    token = _holds.set(holds)
    try:
        yield
    finally:
        _holds.reset(token)


_twins: OrderedDict[str, Twin] = OrderedDict()
_guard = Lock()


def twin_of(standard: Standard) -> Twin:
    """The twin of a standard, compiled once per digest."""
    key = digest(standard)
    with _guard:
        if key not in _twins:
            _twins[key] = _compile(standard, key)
            if len(_twins) > KEPT:
                _twins.popitem(last=False)
        _twins.move_to_end(key)
        return _twins[key]


def __getattr__(name: str) -> type[Flow]:
    """Find ``Def_<digest>``, by which Viewflow's rows name a twin's flow class (PEP 562)."""
    kept = _twins.get(name.removeprefix("Def_"))
    if kept is None or kept.flow_class is None:
        raise AttributeError(name)
    return kept.flow_class


def _compile(standard: Standard, key: str) -> Twin:
    plan = plan_of(standard)
    reasons = reasons_against(standard, plan)
    layout = _flow(f"Layout_{key}", standard, plan, layout_links(plan))
    flow = None if reasons else _flow(f"Def_{key}", standard, plan, plan.links)
    return Twin(plan, layout, flow, reasons)


def _flow(name: str, standard: Standard, plan: Plan, links: Sequence[Link]) -> type[Flow]:
    out: dict[str, list[Link]] = {node.name: [] for node in plan.nodes}
    for link in links:
        out[link.source].append(link)
    body: dict[str, Any] = {node.name: _node(node, out[node.name]) for node in plan.nodes}
    body |= {"__module__": __name__, "__doc__": standard.title.zh, "process_title": standard.title.zh}
    return type(name, (Flow,), body)


def _node(node: Node, links: list[Link]) -> Any:
    made = _MAKERS[node.kind](node)
    for link in links:
        target = getattr(this, link.target)
        if node.kind is NodeKind.CHOICE:
            made.Case(target, _taken(node.step, link.ways))
        elif node.kind is not NodeKind.END:
            made.Next(target)
    return made.Annotation(title=node.step.title.zh)


def _step(node: Node) -> Any:
    if node.ends_case:
        return nodes.Function(_nothing)
    return AutomaticStep() if is_automatic(node.step) else HumanStep(None)


_MAKERS: Mapping[NodeKind, Callable[[Node], Any]] = {
    NodeKind.START: lambda _node: nodes.StartHandle(),
    NodeKind.STEP: _step,
    NodeKind.CHOICE: lambda _node: nodes.Switch(),
    NodeKind.FORK: lambda _node: nodes.Split(),
    NodeKind.JOIN: lambda _node: nodes.Join(),
    NodeKind.END: lambda node: nodes.TerminateEnd() if node.ends_case else nodes.End(),
}


def _nothing(_activation: Any) -> None:
    """Where a case ends there is nothing to do: the engine has closed it."""


def _taken(step: Step, ways: tuple[Way, ...]) -> Callable[[Any], bool]:
    """Whether the first route that holds, of the act just done, is one of ``ways``."""

    def taken(activation: Any) -> bool:
        done = activation.task.previous.get().data["act"]
        act = next(act for act in step.acts if act.name == done)
        first = next((route for route in act.routes if route.when is None or _holds.get()(route.when)), None)
        return any(way.act is act and way.route is first for way in ways)

    return taken
