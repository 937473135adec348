"""Two people at once, over two real connections: exactly one wins, and the other is told."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from typing import Any

import pytest
from django.db import connections, transaction

from tests.workflows.standards.promulgation.conftest import FROM, LATER, NOW, Cast, a_draft, hold, make_cast, person
from workflows.standards.models import StandardVersion
from workflows.standards.promulgation.enums import Opinion
from workflows.standards.promulgation.errors import BusyError, FasterError
from workflows.standards.promulgation.flow import Promulgation
from workflows.standards.promulgation.locking import BlockingLock
from workflows.standards.promulgation.models import PromulgationProcess, PromulgationTask
from workflows.standards.promulgation.queries import opinions_on
from workflows.standards.promulgation.verbs import approve, give_opinion, reject, submit_draft, withdraw

pytestmark = pytest.mark.committed
ROUNDS = 8


@pytest.fixture
def cast(own_database: str) -> Iterator[Cast]:
    made = make_cast()
    yield made
    connections.close_all()


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """What each deed came to, done by threads with connections of their own that start together."""
    gate = Barrier(len(deeds))

    def run(deed: Callable[[], Any]) -> Any:
        try:
            gate.wait(10)
            return deed()
        except Exception as error:  # noqa: BLE001 - what came of it is what is looked at
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def submitted(cast: Cast) -> PromulgationProcess:
    return submit_draft(actor=cast.lin, draft=a_draft(cast.lin), districts=cast.districts, valid_from=FROM, now=NOW)


def tasks(process: PromulgationProcess, node: str) -> int:
    found: int = PromulgationTask.objects.filter(process=process, flow_task=getattr(Promulgation, node)).count()
    return found


def say(actor: Any, task: int) -> Callable[[], Any]:
    return lambda: give_opinion(actor=actor, task=task, opinion=Opinion.CONSENT, now=NOW)


def test_of_two_who_do_one_task_at_once_one_wins_and_the_other_is_told(cast: Cast) -> None:
    second = person("zheng")
    hold(second, "SUPERVISOR", cast.longwan.desks.get())
    for _round in range(ROUNDS):
        process = submitted(cast)
        task = opinions_on(process.pk)[0].pk
        answers = at_once(say(cast.wu, task), say(second, task))
        assert sorted(type(answer).__name__ for answer in answers) == ["FasterError", "PromulgationTask"]
        assert tasks(process, "all_heard") == 1
        withdraw(actor=cast.lin, promulgation=process.pk, reason="next round", now=NOW)


def test_two_districts_that_speak_at_once_open_one_approval(cast: Cast) -> None:
    for _round in range(ROUNDS):
        process = submitted(cast)
        first, second = opinions_on(process.pk)
        answers = at_once(say(cast.wu, first.pk), say(cast.chen, second.pk))
        assert [type(answer) for answer in answers] == [PromulgationTask, PromulgationTask]
        assert (tasks(process, "all_heard"), tasks(process, "approval")) == (1, 1)
        withdraw(actor=cast.lin, promulgation=process.pk, reason="next round", now=NOW)


def test_approval_rejection_and_withdrawal_at_once_come_to_one_of_them(cast: Cast) -> None:
    second = person("he")
    hold(second, "STANDARD_KEEPER")
    process = submitted(cast)
    for task, who in zip(opinions_on(process.pk), (cast.wu, cast.chen), strict=True):
        give_opinion(actor=who, task=task.pk, opinion=Opinion.CONSENT, now=NOW)
    answers = at_once(
        lambda: approve(actor=cast.zhou, promulgation=process.pk, now=LATER),
        lambda: reject(actor=second, promulgation=process.pk, reason="x", now=LATER),
        lambda: withdraw(actor=cast.lin, promulgation=process.pk, reason="x", now=LATER),
    )
    assert len([answer for answer in answers if isinstance(answer, FasterError)]) == 2, answers
    process.refresh_from_db()
    assert StandardVersion.objects.count() == (process.outcome == "PUBLISHED")


def test_who_waits_too_long_is_asked_to_come_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Promulgation, "lock_impl", BlockingLock(longest_wait_ms=100))
    process = submitted(cast)
    task = opinions_on(process.pk)[0].pk
    held, enough = Event(), Event()

    def hold_it() -> None:
        with transaction.atomic():
            PromulgationProcess.objects.select_for_update().get(pk=process.pk)
            held.set()
            enough.wait(10)
        connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        holder = pool.submit(hold_it)
        assert held.wait(10)
        with pytest.raises(BusyError):
            say(cast.wu, task)()
        enough.set()
        holder.result(10)
    assert isinstance(say(cast.wu, task)(), PromulgationTask)


def test_the_wait_is_bounded_in_the_database_and_only_for_the_transaction(cast: Cast) -> None:
    process = submitted(cast)
    with connections["default"].cursor() as cursor:
        with Promulgation.lock(process.pk):
            cursor.execute("SHOW lock_timeout")
            assert cursor.fetchone() == ("5s",)
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("0",)
