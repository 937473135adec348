from datetime import UTC, datetime

import pytest

from tests.workflows.engine.factory import act, blank, end, rules, step
from workflows.standards.enums import Regime


@pytest.mark.parametrize(
    ("received", "day"),
    [
        (datetime(2026, 3, 1, 15, 59, tzinfo=UTC), "2026-03-01"),
        (datetime(2026, 3, 1, 16, 0, tzinfo=UTC), "2026-03-02"),
    ],
)
def test_conditions_see_the_day_of_receipt_as_the_district_counts_it(received: datetime, day: str) -> None:
    law = rules(Regime.SERVICE, step("window", "front_desk", "SUBMITTED", act("accept", "end")), end("COMPLETED"))

    assert law.data(blank(law, received))["case"]["received_on"] == day
