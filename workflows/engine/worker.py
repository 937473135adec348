"""The worker's loop: relay, silences and bulk orders beside procrastinate's own worker, until it is asked to stop."""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import connections
from django.utils.translation import gettext_lazy as _
from procrastinate import PsycopgConnector
from procrastinate.contrib.django import app, connector_params

from workflows.engine.bulk.verbs import carry_out_open
from workflows.engine.chores import do_chores
from workflows.engine.due import due_silences
from workflows.engine.errors import EngineError
from workflows.engine.models import SimulatedClock
from workflows.engine.present import present
from workflows.journal.relay import relay_once
from workflows.journal.seals.verbs import seal_and_countersign

RELAY_SECONDS = 0.2
"""How long a row waits at most before the relay looks, when nothing holds it back."""

SILENCE_SECONDS = 1.0
"""How often the worker looks for silences that ended."""

SEAL_SECONDS = 60.0
"""How often the worker looks for days to seal, and for seals that want another district's signature."""

ORDER_SECONDS = 0.5
"""How often the worker looks for bulk orders that are not at their end."""

CHORE_SECONDS = 1.0
"""How often the worker looks whether a plan or a rehearsal waits for it."""

AFTER_FAILURE_SECONDS = 1.0
"""How long to wait after the database failed."""

STOP_SECONDS = 8.0
"""How long a job may still run after the worker was asked to stop."""

T = TypeVar("T")
_reports = structlog.get_logger(__name__)


class SimulatedInProductionError(EngineError):
    """Production settings on a database in which acts may take effect at any time."""

    code = "engine.simulated_in_production"
    sentence = _("This database is a simulation, in which acts may take effect at any time; use another one.")


def refuse_simulation_in_production(using: str = "worker") -> None:
    """Raise SimulatedInProductionError where the clock of a story would drive a real installation."""
    if settings.PRODUCTION and SimulatedClock.objects.using(using).exists():
        raise SimulatedInProductionError


def run() -> None:
    """Work until SIGTERM or SIGINT; jobs under way get ``STOP_SECONDS`` to end."""
    asyncio.run(_run())


async def _run() -> None:
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    _reports.info("worker.started")
    parts = [
        asyncio.create_task(_repeat(_relay, RELAY_SECONDS)),
        asyncio.create_task(_repeat(_silences, SILENCE_SECONDS)),
        asyncio.create_task(_repeat(_orders, ORDER_SECONDS)),
        asyncio.create_task(_repeat(_chores, CHORE_SECONDS)),
        asyncio.create_task(_repeat(_jobs, 0)),
        asyncio.create_task(_repeat(_seals, SEAL_SECONDS)),
    ]
    await stop.wait()
    for part in parts:
        part.cancel()
    await asyncio.gather(*parts, return_exceptions=True)
    _reports.info("worker.stopped")


async def _repeat(work: Callable[[], Awaitable[None]], pause: float) -> None:
    """Do the work again and again; a database that is away is waited for."""
    while True:
        wait = pause
        try:
            await work()
        except Exception:  # noqa: BLE001 - whatever fails here is logged and tried again
            _reports.exception("worker.failed", work=work.__name__)
            wait = AFTER_FAILURE_SECONDS
        await asyncio.sleep(wait)


async def _relay() -> None:
    while (await sync_to_async(_with_connection, thread_sensitive=False)(relay_once)).more:
        pass


async def _silences() -> None:
    await sync_to_async(_with_connection, thread_sensitive=False)(lambda: due_silences(present("worker")))


async def _seals() -> None:
    await sync_to_async(_with_connection, thread_sensitive=False)(lambda: seal_and_countersign(now=present("worker")))


async def _orders() -> None:
    while await sync_to_async(_with_connection, thread_sensitive=False)(carry_out_open):
        pass


async def _chores() -> None:
    while await sync_to_async(_with_connection, thread_sensitive=False)(lambda: do_chores(present("worker"))):
        pass


async def _jobs() -> None:
    """Run procrastinate's worker; cancelling it lets the job under way end."""
    connector = PsycopgConnector(kwargs=connector_params("worker"))
    with app.replace_connector(connector) as own:
        async with own.open_async():
            await own.run_worker_async(
                name="tongban",
                concurrency=1,
                delete_jobs="successful",
                shutdown_graceful_timeout=STOP_SECONDS,
                install_signal_handlers=False,
                fetch_job_polling_interval=1.0,
            )


def _with_connection(work: Callable[[], T]) -> T:
    """Do the work in this thread, and give its connections back: the next call may come in another thread."""
    try:
        return work()
    finally:
        connections.close_all()
