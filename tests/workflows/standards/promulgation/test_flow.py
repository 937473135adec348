import pytest
from viewflow.workflow import nodes
from viewflow.workflow.chart import calc_layout_data
from viewflow.workflow.lock import no_lock

from workflows.standards.promulgation.enums import SubjectKind
from workflows.standards.promulgation.errors import NotYetPossibleError
from workflows.standards.promulgation.flow import Promulgation
from workflows.standards.promulgation.locking import BlockingLock
from workflows.standards.promulgation.models import PromulgationProcess, PromulgationTask
from workflows.standards.promulgation.nodes import DeskTask, DistrictSplit


def test_the_flow_is_what_the_design_says() -> None:
    edges = {(e.src.name, e.dst.name) for node in Promulgation.instance.nodes() for e in node._outgoing()}
    assert edges == {
        ("start", "consultation"),
        ("consultation", "opinion"),
        ("opinion", "all_heard"),
        ("all_heard", "approval"),
        ("approval", "decision"),
        ("decision", "publication"),
        ("decision", "rejected"),
        ("publication", "in_force"),
    }
    assert isinstance(Promulgation.consultation, DistrictSplit)
    assert isinstance(Promulgation.opinion, DeskTask)
    assert isinstance(Promulgation.all_heard, nodes.Join)


def test_it_never_runs_on_the_default_lock() -> None:
    assert isinstance(Promulgation.lock_impl, BlockingLock)
    assert Promulgation.lock_impl is not no_lock


def test_it_keeps_its_rows_in_its_own_tables() -> None:
    assert Promulgation.process_class is PromulgationProcess
    assert Promulgation.task_class is PromulgationTask


def test_defining_the_flow_does_not_change_the_models() -> None:
    assert PromulgationProcess._meta.default_permissions == ("manage",)
    assert PromulgationProcess._meta.permissions == []


def test_it_can_be_laid_out() -> None:
    assert len(list(calc_layout_data(Promulgation).cells)) == 9


BY_CODE = {SubjectKind.STANDARD, SubjectKind.TERMS, SubjectKind.MOVE_PLAN}


@pytest.mark.parametrize("subject", [kind for kind in SubjectKind if kind not in BY_CODE])
def test_subjects_without_code_to_put_them_in_force_are_refused(subject: SubjectKind) -> None:
    class Approved:
        process = PromulgationProcess(subject=subject)

    with pytest.raises(NotYetPossibleError):
        Promulgation.instance.put_in_force(Approved())
