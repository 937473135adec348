from datetime import UTC, datetime, timedelta

import pytest

from workflows.clock.enums import Light
from workflows.look.cards import light_of

NOW = datetime(2026, 3, 10, tzinfo=UTC)
LATER, BEFORE = NOW + timedelta(days=5), NOW - timedelta(days=1)


@pytest.mark.parametrize(
    ("promised", "statutory", "stopped", "remaining", "light"),
    [
        (LATER, LATER, False, 5, Light.GREEN),
        (LATER, None, False, 2, Light.YELLOW),
        (LATER, LATER, True, 1, Light.BLUE),
        (BEFORE, LATER, True, 0, Light.RED),
        (BEFORE, BEFORE, False, 0, Light.OVER),
    ],
)
def test_the_light_follows_the_limits(
    promised: datetime, statutory: datetime | None, *, stopped: bool, remaining: int, light: Light
) -> None:
    assert light_of(NOW, promised, statutory, stopped=stopped, remaining=remaining, budget=10) is light
