import pytest

from tests.workflows.studio.conftest import FROM, KEY, NOW, TODAY, Studio, without_days
from workflows.organisation.models import Person
from workflows.organisation.queries import scope_of
from workflows.standards.promulgation.enums import Opinion
from workflows.standards.promulgation.models import PromulgationProcess
from workflows.standards.promulgation.queries import opinions_on
from workflows.standards.promulgation.verbs import approve, give_opinion, reject, submit_draft
from workflows.studio.standing import Progress, progress_of
from workflows.studio.verbs import begin_draft, change_draft


@pytest.fixture
def process(studio: Studio) -> PromulgationProcess:
    keeper = studio.people.keeper_a
    draft = begin_draft(actor=keeper, standard=KEY, now=NOW)
    values = {"limits.promised": "1", **without_days(studio.standard)}
    draft = change_draft(actor=keeper, draft=draft.pk, revision=1, values=values, now=NOW)
    return submit_draft(actor=keeper, draft=draft, districts=studio.districts[:2], valid_from=FROM, now=NOW)


def seen(process: PromulgationProcess, person: Person) -> Progress:
    fresh = PromulgationProcess.objects.get(pk=process.pk)
    return progress_of(fresh, person, scope_of(person.pk, TODAY))


def hear(studio: Studio, process: PromulgationProcess) -> None:
    for task in opinions_on(process.pk):
        assert task.district
        speaker = studio.supervisors[task.district.code]
        give_opinion(actor=speaker, task=task.pk, opinion=Opinion.OBJECT, reason="Too short.", now=NOW)


def states(progress: Progress) -> list[tuple[str, str]]:
    return [(milestone.title, milestone.state) for milestone in progress.milestones]


def test_at_first_the_districts_are_asked(studio: Studio, process: PromulgationProcess) -> None:
    progress = seen(process, studio.supervisors["LW"])
    assert states(progress) == [
        ("Submitted", "done"),
        ("Opinions of the districts", "now"),
        ("Approval by a second person", ""),
        ("In force", ""),
    ]
    assert [task.district for task in progress.own_opinions] == [studio.districts[0]]
    assert (progress.may_decide, progress.may_withdraw) == (False, False)
    assert seen(process, studio.people.supervisor).own_opinions == []


def test_then_a_second_keeper_decides(studio: Studio, process: PromulgationProcess) -> None:
    hear(studio, process)
    second, drafter = seen(process, studio.people.keeper_b), seen(process, studio.people.keeper_a)
    assert states(second)[2] == ("Approval by a second person", "now")
    assert (second.may_decide, second.objected, second.own_approval) == (True, True, False)
    assert (drafter.may_decide, drafter.may_withdraw, drafter.own_approval) == (False, True, True)


def test_in_the_end_it_is_in_force(studio: Studio, process: PromulgationProcess) -> None:
    hear(studio, process)
    approve(actor=studio.people.keeper_b, promulgation=process.pk, reason="It is practised.", now=NOW)
    progress = seen(process, studio.people.keeper_b)
    assert [state for _title, state in states(progress)] == ["done"] * 4
    assert "标准管理员乙 approved it." in [milestone.sentence for milestone in progress.milestones]
    assert not progress.may_decide


def test_or_it_is_rejected(studio: Studio, process: PromulgationProcess) -> None:
    hear(studio, process)
    reject(actor=studio.people.keeper_b, promulgation=process.pk, reason="Too early.", now=NOW)
    progress = seen(process, studio.people.keeper_a)
    assert states(progress)[2:] == [("Rejected", "done")]
    assert progress.milestones[2].sentence == "标准管理员乙 rejected it: Too early."
    assert not progress.may_withdraw
