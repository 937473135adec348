"""What a refusal says may be done about it."""

import pytest

from approvals.deciding.remedies import remedy_for
from tests import cast
from tests.cast import Corridor
from tests.law import law


@pytest.fixture
def corridor(db: None) -> Corridor:
    return cast.corridor()


@law("许可法 38", "复议法 20", "诉讼法 46")
def test_a_city_district_is_named_with_its_city(corridor: Corridor) -> None:
    city = cast.city()
    assert remedy_for(corridor.lw.organ) == (
        "如不服本决定，可以自收到本决定书之日起六十日内依法向温州市龙湾区人民政府申请行政复议，"
        "也可以自收到本决定书之日起六个月内依法直接向温州市龙湾区人民法院提起行政诉讼。"
    )
    assert "向瑞安市人民政府申请行政复议" in remedy_for(corridor.ra.organ)
    assert "向有管辖权的基层人民法院提起" in remedy_for(city)


def test_without_the_city_on_file_the_district_stands_alone(corridor: Corridor) -> None:
    assert "向龙湾区人民政府" in remedy_for(corridor.lw.organ)
