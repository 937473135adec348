"""A measuring process of the product: ``python -m tests.performance.worker``, in the database TONGBAN_DATABASE names."""

import os
from collections.abc import Iterator
from contextlib import suppress

import django

BATCH = 100
"""Cases of one bulk act."""


def main() -> None:
    """Make the scenarios and serve them."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.performance.settings"
    django.setup()
    from django.db import connection

    from tests.performance.corridor import Corridor
    from tests.performance.http import Pages
    from tests.performance.limit import Limit
    from tests.performance.rounds import serve

    corridor = Corridor.find()
    limit, pages = Limit(corridor), Pages(corridor)

    def many() -> Iterator[int]:
        cases = [corridor.submit() for _ in range(BATCH)]
        yield 0
        for place in range(3):
            corridor.act_on_many(cases, place)
            yield BATCH

    connection.ensure_connection()
    scenarios = {
        "limit": lambda: _unit(limit),
        "perform": lambda: _unit(corridor),
        "perform_many": many,
        "http_act": pages.act,
        "http_bare": pages.bare,
    }
    with suppress(KeyboardInterrupt):
        serve(scenarios, lambda: connection.connection.info.backend_pid)


def _unit(on: "object") -> Iterator[int]:
    case = on.submit()  # type: ignore[attr-defined]  # the corridor or the limit
    yield 1
    for place in range(3):
        on.act(case, place)  # type: ignore[attr-defined]  # as above
        yield 1


if __name__ == "__main__":
    main()
