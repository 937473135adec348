from decimal import Decimal

import pytest

from approvals.portal.wording import limits_said
from workflows.clock.enums import Unit
from workflows.standards.schema import Limit, Limits


def limit(days: str, unit: Unit = Unit.WORKING) -> Limit:
    return Limit(days=Decimal(days), unit=unit)


@pytest.mark.parametrize(
    ("promised", "statutory", "said"),
    [
        (limit("0.5"), limit("3"), "Promised on the day itself; the law allows 3 working days."),
        (limit("1"), limit("20", Unit.NATURAL), "Promised within 1 working day; the law allows 20 days."),
        (limit("2"), None, "Promised within 2 working days; the law sets no limit."),
    ],
)
def test_how_long_an_item_takes_is_one_sentence(promised: Limit, statutory: Limit | None, said: str) -> None:
    assert limits_said(Limits(promised=promised, statutory=statutory)) == said
