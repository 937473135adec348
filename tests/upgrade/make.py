"""Makes a fixture: tells the demonstration's story and walks cases of a licence by hand, in databases of its own."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")


def main(name: str) -> Path:
    """Write the fixture of that name; gives where it lies."""
    django.setup()
    from django.test.utils import setup_test_environment  # noqa: PLC0415 - Django is set up only now

    from tests.databases import make_template, template  # noqa: PLC0415 - as above
    from tests.told import drop_story, tell, use_story  # noqa: PLC0415 - as above
    from tests.upgrade import by_hand, released  # noqa: PLC0415 - as above

    setup_test_environment()
    make_template()
    try:
        told = tell(f"{template()}_upgrade_told")
        with use_story(told):
            kept = [released.keep()]
        drop_story(told)
        for walk in by_hand.WALKS:
            with _own_database(walk):
                kept.append(released.keep())
        return released.write(name, kept)
    finally:
        _remove_all()


@contextmanager
def _own_database(walk: Callable[[], None]) -> Iterator[None]:
    from tests.databases import clone, drop, point_connections_at, template  # noqa: PLC0415 - Django is set up only now
    from workflows.clock import queries  # noqa: PLC0415 - as above
    from workflows.engine import consequences, present, rulebook  # noqa: PLC0415 - as above

    # The standards walked by hand are the kernel's own: no enterprise stands behind their applicant.
    consequences._known.clear()
    name = f"{template()}_upgrade_walk"
    clone(name)
    point_connections_at(name)
    for each in (queries, present, rulebook):
        each.forget()
    walk()
    yield
    point_connections_at("postgres")
    drop(name)


def _remove_all() -> None:
    from tests.databases import databases, drop, template  # noqa: PLC0415 - Django is set up only now

    for name in databases(template()):
        drop(name)


if __name__ == "__main__":
    print(main(sys.argv[1]))
