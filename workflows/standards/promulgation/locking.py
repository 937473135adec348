"""The lock under which a promulgation is written; Viewflow's default locks nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connections, router, transaction
from psycopg.errors import LockNotAvailable

from workflows.standards.promulgation.errors import BusyError

LONGEST_WAIT_MS = 5_000


class BlockingLock:
    """Waits in the database for the process's row, and never sleeps in the thread that serves a request.

    Safe inside another transaction: when the wait ends in vain the whole transaction does, by ``BusyError``.
    """

    def __init__(self, longest_wait_ms: int = LONGEST_WAIT_MS) -> None:
        """Take how long to wait at most."""
        self.longest_wait_ms = longest_wait_ms

    @contextmanager
    def __call__(self, flow_class: Any, process_pk: int) -> Iterator[None]:
        """Hold the process's row for the length of a transaction; raise BusyError after the longest wait."""
        model = flow_class.process_class
        alias = router.db_for_write(model)
        with transaction.atomic(using=alias):
            with connections[alias].cursor() as cursor:
                cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{self.longest_wait_ms}ms"])
            try:
                list(model.objects.using(alias).select_for_update().filter(pk=process_pk).values_list("pk"))
            except OperationalError as error:
                if isinstance(error.__cause__, LockNotAvailable):
                    raise BusyError from error
                raise
            yield
