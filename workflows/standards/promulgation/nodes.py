"""Nodes Viewflow lacks: a fork over data, and tasks that people do through a verb instead of a page."""

from collections.abc import Callable, Iterable
from typing import Any

from viewflow import this
from viewflow.workflow import nodes
from viewflow.workflow.activation import Activation
from viewflow.workflow.nodes.handle import HandleActivation
from viewflow.workflow.nodes.split import SplitActivation


class DistrictSplitActivation(SplitActivation):  # type: ignore[misc]  # Viewflow is untyped
    """Opens the next node once for each district."""

    @Activation.status.super()  # type: ignore[untyped-decorator]
    def activate(self) -> None:
        """Note a branch for each district the process concerns."""
        for node, _condition, _source in self.flow_task._branches:  # noqa: SLF001 - a subclass's own
            self.next_tasks += [(node, {"district": district}) for district in self.flow_task.districts(self)]


class DistrictSplit(nodes.Split):  # type: ignore[misc]  # Viewflow is untyped
    """A fork with as many branches as there are districts; the open Split takes no data source."""

    activation_class = DistrictSplitActivation

    def __init__(self, districts: Callable[[Any], Iterable[int]], **named: Any) -> None:
        """Take what gives the districts of an activation, by their primary keys."""
        super().__init__(**named)
        self.districts = districts

    def _resolve(self, instance: Any) -> None:
        super()._resolve(instance)
        self.districts = this.resolve(instance, self.districts)


class DeskActivation(HandleActivation):  # type: ignore[misc]  # Viewflow is untyped
    """A task of a person; whether they may do it the verb has asked."""

    @classmethod
    def create(
        cls, flow_task: Any, prev_activation: Any, token: Any, data: dict[str, Any] | None = None, seed: Any = None
    ) -> Any:
        """Open the task, in its district and with its due date."""
        process = prev_activation.process
        district = (data or {}).get("district")
        due = process.opinions_due_at if district else None
        task = flow_task.flow_class.task_class(
            process=process, flow_task=flow_task, token=token, district_id=district, due_at=due
        )
        task.data, task.seed = data or {}, seed
        task.save()
        task.previous.add(prev_activation.task)
        return cls(task)

    def done(self) -> None:
        """Close the task as its fields say, and open what follows."""
        self.run(None)
        self.execute()


class DeskTask(nodes.Handle):  # type: ignore[misc]  # Viewflow is untyped
    """A node that waits for a person."""

    activation_class = DeskActivation
    task_type = "HUMAN"
    bpmn_element = "userTask"
