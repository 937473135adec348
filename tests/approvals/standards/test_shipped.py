import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils.translation import override

from tests.approvals.standards.shipped import CLOCK, DESKS, DISTRICTS, PATHS, full_registry, probes, standard
from workflows.engine.publishing import check_to_publish
from workflows.standards.canonical import canonical, parse
from workflows.standards.defects import DefectCode
from workflows.standards.schema import Standard, StandardTest

NAMES = ("registration", "relocation")
TESTS = [(name, test) for name in NAMES for test in standard(name).tests]

REGISTRATION_PROBES = [
    *("address_permitted", "id_check_digit", "industry_code", "legal_rep_qualified", "name_unique"),
    *("prior_permit_valid", "real_name", "scope_catalogue", "uscc_check_digit"),
]
RELOCATION_PROBES = [
    *("address_contact", "address_permitted", "annual_report", "capital_terms", "contributions_settled"),
    *("equity_free", "legal_rep_qualified", "name_unique", "no_court_order", "no_investigation", "no_liquidation"),
    *("no_open_relocation", "no_serious_dishonesty", "no_simple_deregistration", "status_live", "tax_settled"),
    "uscc_check_digit",
]


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with override("en"):
        yield


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_every_desk_a_step_waits_at_has_a_name_people_know(name: str, language: str) -> None:
    shipped = standard(name)
    waited_at = {step.handler.desk for step in shipped.steps if step.handler.desk}
    assert shipped.desk_names(language).keys() == waited_at


def test_what_ships_is_read_from_its_files() -> None:
    assert [name for name in PATHS if standard(name).key != name] == ["licence"]
    assert {*NAMES} <= PATHS.keys()


@pytest.mark.parametrize(
    ("name", "expected"), [("registration", REGISTRATION_PROBES), ("relocation", RELOCATION_PROBES)]
)
def test_nothing_is_missing_but_the_probes_of_later_parts(name: str, expected: list[str]) -> None:
    assert probes(name) == expected
    defects = check_to_publish(standard(name), desks=DESKS, clock=CLOCK, registry=full_registry())
    assert {defect.code for defect in defects} == {DefectCode.UNKNOWN_PROBE}
    assert sorted({defect.sentence.split(" asks the probe ")[1].split(",")[0] for defect in defects}) == expected


@pytest.mark.parametrize("name", [*NAMES, "licence"])
def test_with_its_probes_a_shipped_standard_may_be_published(name: str) -> None:
    assert check_to_publish(standard(name), desks=DESKS, clock=CLOCK, registry=full_registry(name)) == []


@pytest.mark.parametrize("name", NAMES)
def test_every_district_needs_every_desk(name: str) -> None:
    for district in DISTRICTS:
        desks = DESKS | {district: [desk for desk in DESKS[district] if desk.kind != "TASKS"]}
        defects = check_to_publish(standard(name), desks=desks, clock=CLOCK, registry=full_registry(name))
        assert {defect.code for defect in defects} == {DefectCode.NO_DESK}


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_standard_brings_at_least_eight_tests_of_its_own(name: str) -> None:
    assert len(standard(name).tests) >= 8


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_standard_survives_its_canonical_form(name: str) -> None:
    whole = standard(name)
    assert canonical(parse(whole.model_dump(mode="json", by_alias=True))) == canonical(whole)


@pytest.mark.parametrize(("name", "test"), TESTS, ids=[f"{name}-{test.name}" for name, test in TESTS])
def test_the_answers_of_embedded_tests_are_answers_to_the_form(name: str, test: StandardTest) -> None:
    assert list(strange(standard(name).form, test.answers, "form")) == []
    assert {*test.facts} <= {*probes(name)}


def strange(schema: dict[str, Any], value: Any, place: str) -> Iterator[str]:
    """Find what the form does not know, misses or does not allow."""
    if schema["type"] == "object":
        known = schema["properties"]
        yield from (f"{place}.{name}: unknown" for name in value.keys() - known.keys())
        yield from (f"{place}.{name}: missing" for name in set(schema.get("required", ())) - value.keys())
        for name in value.keys() & known.keys():
            yield from strange(known[name], value[name], f"{place}.{name}")
    elif schema["type"] == "array":
        for item in value:
            yield from strange(schema["items"], item, f"{place}[]")
    elif value not in schema.get("enum", [value]) or not re.search(schema.get("pattern", ""), str(value)):
        yield f"{place}: {value}"


@pytest.mark.parametrize("name", NAMES)
def test_chinese_sentences_have_chinese_punctuation(name: str) -> None:
    assert [
        text
        for text in chinese(standard(name))
        if re.search(r"[\u4e00-\u9fff}][,;:()!?]|[,;:()!?][\u4e00-\u9fff]", text)
    ] == []


def chinese(whole: Standard) -> Iterator[str]:
    """Every Chinese text of a standard, wherever it stands."""

    def walk(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            for key, item in value.items():
                if key == "zh-Hans" or (key in {"title", "description"} and isinstance(item, str)):
                    yield item
                else:
                    yield from walk(item)
        elif isinstance(value, list):
            for item in value:
                yield from walk(item)

    yield from walk(whole.model_dump(mode="json", by_alias=True))


@pytest.mark.parametrize("name", NAMES)
def test_every_step_of_a_shipped_standard_has_its_block_and_every_ground_its_law(name: str) -> None:
    whole = standard(name)
    assert [step.key for step in whole.steps if step.block is None] == ["withdrawal", "end"]
    assert all(ground.basis for ground in whole.grounds)
    assert {result.template for result in whole.results} >= {
        *("material_receipt", "return_notice", "registration_notice", "refusal_notice", "business_licence")
    }
