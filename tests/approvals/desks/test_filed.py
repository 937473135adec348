"""The application line by line."""

from typing import Any

import pytest
from django.utils.translation import override

from approvals.desks.filed import Line, in_brief, lines_of
from approvals.filing.labels import label_of
from tests.approvals.desks.office import registration
from workflows.standards.schema import Standard

FORM: dict[str, Any] = {
    "type": "object",
    "required": ["name", "keep"],
    "properties": {
        "basis": {"type": "string", "title": "依据"},
        "keep": {"type": "boolean", "title": "保留", "x-title-en": "Keep"},
        "name": {"type": "string", "title": "名称", "x-title-en": "Name"},
        "place": {
            "type": "object",
            "title": "住所",
            "x-title-en": "Address",
            "properties": {"area": {"title": "区域", "x-title-en": "District"}},
        },
        "owners": {
            "type": "array",
            "title": "股东",
            "x-title-en": "Shareholder",
            "items": {"properties": {"method": {"title": "出资方式", "x-title-en": "Method"}}},
        },
    },
}


@pytest.fixture
def standard() -> Standard:
    return registration().standard.model_copy(update={"form": FORM})


@pytest.mark.django_db
def test_what_must_be_answered_comes_first_and_groups_have_a_heading(standard: Standard) -> None:
    form = {"place": {"area": "LW"}, "name": "睿视", "keep": True, "owners": [{"method": "CASH"}], "odd": ["a", "b"]}
    with override("en"):
        lines = lines_of(form, standard)
    assert lines == [
        Line("name", "Name", "睿视", 0),
        Line("keep", "Keep", "Yes", 0),
        Line("place", "Address", "", 0),
        Line("place.area", "District", "LW", 1),
        Line("owners.0", "Shareholder 1", "", 0),
        Line("owners.0.method", "Method", "Money", 1),
        Line("odd", "odd", "a, b", 0),
    ]
    assert [line.path for line in in_brief(lines, 2)] == ["name", "keep"]


def test_a_field_is_called_what_its_standard_calls_it(standard: Standard) -> None:
    with override("zh-hans"):
        assert label_of("place.area", standard) == "区域"
    with override("en"):
        assert label_of("owners.0.method", standard) == "Method"
        assert label_of("basis", standard) == "依据"
        assert label_of("unknown", standard) == "unknown"
