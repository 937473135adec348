"""What the probes answer, from this corridor's own record and from what adapters brought."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from approvals.filing import catalogue, subjects
from approvals.filing.probes import PROBES, Fact, facts_for, register_probes_in
from approvals.filing.register_probes import core
from enterprises.registration.models import Enterprise
from tests.approvals.filing.stage import NOW, Stage, answers, said, seen
from tests.approvals.standards.shipped import PATHS, probes, standard
from workflows.organisation.models import Person
from workflows.standards.registry import Registry, registry
from workflows.standards.verbs import check_here


def fact(name: str, probe: str, enterprise: Enterprise | None = None, /, **changes: Any) -> Fact | None:
    return facts_for(standard(name), answers(name, **changes), enterprise, NOW).get(probe)


def value(found: Fact | None) -> object:
    return found["value"] if found else None


def test_every_probe_the_shipped_standards_name_is_registered_and_no_other() -> None:
    named = probes("registration", "relocation")
    assert sorted(PROBES) == named
    assert set(named) <= registry.probes.keys()


def test_registering_is_safe_to_repeat() -> None:
    own = Registry()
    register_probes_in(own)
    register_probes_in(own)
    assert own.probes == dict(PROBES)


@pytest.mark.parametrize("name", ["registration", "relocation"])
def test_a_shipped_standard_has_no_defect_where_every_district_has_its_desks(stage: Stage, name: str) -> None:
    assert check_here(standard(name), NOW.date()) == []
    assert stage.versions[name].number == 1


def test_the_command_says_that_both_shipped_standards_may_be_published(
    stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [str(PATHS[name]) for name in ("registration", "relocation")]
    call_command("standard", "check", *files)
    assert capsys.readouterr().out.splitlines() == [f"{file}: may be published." for file in files]


def test_an_unknown_register_does_not_answer(stage: Stage) -> None:
    facts = facts_for(standard("registration"), answers("registration"), None, NOW)
    assert sorted(facts) == [
        "address_permitted",
        "id_check_digit",
        "industry_code",
        "name_unique",
        "scope_catalogue",
        "uscc_check_digit",
    ]
    assert all(found["value"] is True for found in facts.values())
    assert facts["name_unique"]["source"] == "经营主体登记信息"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (["软件开发"], True),
        (["软件开发", "网络博彩服务"], False),
        (["软件开发", "从未听说的项目"], None),
        (["第二类医疗器械生产"], True),
        ([], None),
    ],
)
def test_a_forbidden_item_is_refused_and_an_unknown_one_left_to_a_person(scope: list[str], expected: object) -> None:
    found = fact("registration", "scope_catalogue", scope=scope)
    assert value(found) == expected
    if expected is False:
        assert found
        assert (found["item"], found["field"]) == ("网络博彩服务", "scope.1")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("industry", "name", "expected"),
    [
        ("3491", "温州市龙湾睿目智能科技有限公司", True),
        ("3587", "温州市龙湾恒阀泵业有限公司", False),
        ("9999", "温州市龙湾睿目智能科技有限公司", False),
        ("0111", "温州市龙湾睿目智能科技有限公司", None),
    ],
)
def test_an_industry_fits_the_name_or_the_first_item(industry: str, name: str, expected: object) -> None:
    assert value(fact("registration", "industry_code", industry=industry, name=name)) == expected


def test_every_class_of_the_national_classification_can_be_an_industry(shared_data: Path) -> None:
    classes = json.loads((shared_data / "codes" / "gbt4754-2017.json").read_text(encoding="utf-8"))
    codes = {code[1:]: title for code, title in classes.items() if len(code) == 5}
    assert [code for code in codes if not catalogue.possible_industry(code)] == []
    shipped = [catalogue.industry(code) for code in codes]
    known = {each.code: each.title for each in shipped if each}
    assert {code: title for code, title in known.items() if codes[code] != title} == {}
    assert len(known) == 22


def test_items_that_need_a_permit_before_registration_are_found_in_a_scope() -> None:
    assert catalogue.prior_items(["软件开发", "危险化学品经营", "危险化学品经营", "餐饮服务"]) == ["危险化学品经营"]
    assert "危险化学品经营" in catalogue.known_items()
    assert "博彩" not in catalogue.known_items()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("温州睿视智能装备有限公司", "温州市睿视智能装备有限责任公司"),
        ("温州市龙湾睿视智能装备有限公司", "浙江睿视智能装备有限公司"),
        ("瑞安市恒阀（温州）智控有限公司", "恒阀(温州)智控有限公司"),
    ],
)
def test_names_that_differ_in_division_and_form_alone_are_the_same(one: str, other: str) -> None:
    assert core(one) == core(other)


def test_a_name_is_unique_at_its_authority(stage: Stage, eyes: Enterprise) -> None:
    taken = fact(
        "registration",
        "name_unique",
        name="温州市睿视智能装备有限责任公司",
        address=answers("registration")["address"] | {"area": "OH"},
    )
    assert taken
    assert (taken["value"], taken["other"], taken["field"]) == (False, eyes.name, "name")
    # 高教园区 registers in the name of 瓯海; at 龙湾 the same name is free.
    assert value(fact("registration", "name_unique", name=eyes.name, address={"area": "GJ"})) is False
    assert value(fact("registration", "name_unique", name=eyes.name, address={"area": "LW"})) is True


def test_a_code_a_document_shows_needs_no_right_check_character(stage: Stage) -> None:
    shown = stage.registered("OH", uscc="91330304MAE1YH662A", code_proof="营业执照扫描件")
    signer = stage.representative(shown)
    with seen(signer):
        assert value(fact("relocation", "uscc_check_digit", shown, uscc=shown.uscc)) is True
    assert value(fact("relocation", "uscc_check_digit", uscc=shown.uscc)) is False


def test_the_last_word_of_a_register_counts(committed: Stage) -> None:
    eyes = committed.registered("OH")
    signer = committed.representative(eyes)
    order = {"value": False, "number": "（2026）浙0304执1号"}
    said(eyes.uscc, "no_court_order", value=True, as_of=NOW - timedelta(days=9))
    said(eyes.uscc, "no_court_order", value=order, as_of=NOW - timedelta(days=1))
    said(eyes.uscc, "no_court_order", value=True, as_of=NOW + timedelta(days=1))
    said("91330303MAE1LW8819", "no_court_order", value=True, as_of=NOW)
    with seen(signer):
        found = fact("relocation", "no_court_order", eyes)
    assert found
    assert datetime.fromisoformat(found["as_of"]) == NOW - timedelta(days=1)
    assert {name: each for name, each in found.items() if name != "as_of"} == order | {"source": "省数据仓"}


def test_everybody_has_to_have_passed_the_real_name_check(committed: Stage) -> None:
    numbers = ["330303198501029011", "330304199011239025", "330382197808089036", "330381199510119047"]
    for number in numbers[:-1]:
        said(subjects.person("111", number), "real_name", value=True)
    assert fact("registration", "real_name") is None
    said(subjects.person("111", numbers[-1]), "real_name", value=True)
    assert value(fact("registration", "real_name")) is True
    said(subjects.person("111", numbers[0]), "real_name", value=False, as_of=NOW)
    assert value(fact("registration", "real_name")) is False


def test_no_identity_number_stands_in_a_subject() -> None:
    assert "330303198501029011" not in subjects.person("111", "330303198501029011")
    assert subjects.person("111", "11010519491231002x") == subjects.person("111", "11010519491231002X")


def test_an_open_relocation_is_named_by_its_number_and_only_the_own_one(
    stage: Stage, eyes: Enterprise, representative: Person
) -> None:
    with seen(representative):
        assert value(fact("relocation", "no_open_relocation", eyes)) is True
    assert fact("relocation", "no_open_relocation") is None
