"""The people who change rules, in two districts with the desks the toy standard names."""

import pytest

from tests.workflows.standards.promulgation.conftest import (  # noqa: F401 - fixtures
    BEGAN,
    Cast,
    kernel,
    make_cast,
)
from workflows.organisation.models import Desk


def furnished() -> Cast:
    """Everybody, with a window and an office in each district; 吴 supervises 龙湾, 陈 瓯海, 林 and 周 keep standards."""
    made = make_cast()
    for district in made.districts:
        organ = Desk.objects.filter(district=district)[0].organ
        for kind in ("window", "office"):
            Desk.objects.create(kind=kind, name=kind, name_en=kind, district=district, organ=organ, valid_from=BEGAN)
    return made


@pytest.fixture
def cast(db: None) -> Cast:
    return furnished()
