"""The worker's own jobs, run by procrastinate's worker on a database that commits."""

from collections.abc import Iterator

import pytest
from django.db import connections
from procrastinate import PsycopgConnector
from procrastinate.contrib.django import app, connector_params

from tests.workflows.engine.stage import ask
from tests.workflows.journal.after_commit import Handled, effects_standing, no_consumers, notes, stage
from workflows.engine import worker_jobs
from workflows.journal.relay import relay_once


@pytest.fixture(autouse=True)
def own_consumers() -> Iterator[None]:
    with no_consumers():
        yield


def run_what_is_queued() -> None:
    with app.replace_connector(PsycopgConnector(kwargs=connector_params("worker"))) as own:
        own.run_worker(wait=False, listen_notify=False, install_signal_handlers=False)


@pytest.mark.committed
def test_a_queued_effect_is_performed(own_database: str) -> None:
    Handled()
    stage().file()
    relay_once()
    run_what_is_queued()
    assert effects_standing() == [(1, "noted", "DONE", 1)]
    assert len(notes()) == 1


@pytest.mark.committed
def test_the_job_of_a_worker_that_died_is_given_to_another(own_database: str) -> None:
    Handled()
    stage().file()
    relay_once()
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
    app.configure_task(worker_jobs.rescue.name).defer(timestamp=0)
    run_what_is_queued()
    assert effects_standing() == [(1, "noted", "DONE", 1)]


@pytest.mark.committed
def test_an_effect_without_a_job_gets_one(own_database: str) -> None:
    Handled()
    stage().file()
    relay_once(defer=False)
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE workflows_effect SET not_before = now() - interval '1 minute'")
    app.configure_task(worker_jobs.queue_orphans.name).defer(timestamp=0)
    run_what_is_queued()
    assert effects_standing() == [(1, "noted", "DONE", 1)]


@pytest.mark.committed
def test_jobs_that_ended_long_ago_go_and_effects_stay(own_database: str) -> None:
    Handled()
    stage().file()
    relay_once()
    run_what_is_queued()
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")
        cursor.execute("UPDATE procrastinate_events SET at = now() - interval '31 days'")
    app.configure_task(worker_jobs.remove_old_jobs.name).defer(timestamp=0)
    run_what_is_queued()
    left = ask("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'perform_effect'", using="worker")
    assert left == [(0,)]
    assert effects_standing() == [(1, "noted", "DONE", 1)]
