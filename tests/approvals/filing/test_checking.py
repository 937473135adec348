"""What is to be mended before sending, in the sentences of the law's cases; and what is only foretold."""

import json
from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from approvals.filing.checking import form_errors, stops_sending
from approvals.filing.errors import FilingIncompleteError, FormError
from approvals.filing.probes import facts_for
from approvals.filing.queries import forecast, looked_at
from approvals.filing.verbs import begin_draft, save_draft
from enterprises.registration.enums import EnterpriseStatus, EntityType
from enterprises.registration.models import Enterprise
from tests.approvals.filing.stage import GOES, NOW, Stage, answers, draft_of, handed, open_steps, said, seen, send
from tests.approvals.standards.shipped import standard
from tests.law import law
from workflows.organisation.enums import PostRole
from workflows.organisation.models import Person

REGISTRATION = standard("registration")
NATURAL = {"id_type": "111", "method": "CASH", "due_date": "2030-12-31"}
A = {"name": "甲", "id_no": "330303198501029011", **NATURAL}
B = {"name": "乙", "id_no": "330304199011239025", **NATURAL}


def errors(**changes: Any) -> list[FormError]:
    """What a Chinese reader is told of a registration that is right but for the changes."""
    return form_errors(
        REGISTRATION, answers("registration", **changes), handed("registration"), NOW, language="zh-hans"
    )


def told(**changes: Any) -> list[tuple[str, str]]:
    return [(error.path, error.sentence) for error in errors(**changes)]


def refused(actor: Person, enterprise: Enterprise, **changes: Any) -> list[tuple[str, str]]:
    """What a Chinese reader is told who sends a relocation."""
    with override("zh-hans"), pytest.raises(FilingIncompleteError) as raised:
        send(actor, draft_of("relocation", actor, enterprise, **(GOES | changes)))
    return [(error.path, error.sentence) for error in raised.value.errors]


@pytest.mark.django_db
def test_a_form_that_is_right_has_nothing_to_mend() -> None:
    assert told() == []


@law("case A1", "公司法 46", "公司法 47")
@pytest.mark.django_db
def test_contributions_that_do_not_add_up_are_told_with_both_figures() -> None:
    rows = [A | {"amount": "300"}, B | {"amount": "150"}]
    assert told(capital="500", shareholders=rows) == [("capital", "认缴出资额合计450万元与注册资本500万元不一致")]


@law("case A2", "公司法 47")
@pytest.mark.django_db
def test_contributions_are_paid_up_within_five_years() -> None:
    rows = [A | {"amount": "300"}, B | {"amount": "200", "due_date": "2050-12-31"}]
    assert told(shareholders=rows) == [("shareholders", "出资期限不得超过公司成立之日起五年（公司法第四十七条）")]


@law("case A3")
@pytest.mark.django_db
def test_a_wrong_check_digit_is_told_with_the_right_one_at_every_place_and_nobody_else_is_asked() -> None:
    rows = [A | {"amount": "300", "id_no": "330303198501029012"}, B | {"amount": "200", "id_no": "330304199011239026"}]
    assert told(shareholders=rows) == [
        ("shareholders.0.id_no", "身份证号码校验位错误（应为1）"),
        ("shareholders.1.id_no", "身份证号码校验位错误（应为5）"),
    ]
    facts = facts_for(REGISTRATION, answers("registration", shareholders=rows), None, NOW)
    assert facts["id_check_digit"]["expected"] == "1"
    assert "real_name" not in facts


@law("case A4", "名称规定 7")
@pytest.mark.django_db
def test_a_city_district_follows_the_name_of_its_city_and_a_name_is_suggested() -> None:
    form = answers("registration", name="龙湾智能科技有限公司")
    assert told(name="龙湾智能科技有限公司") == [("name", "市辖区名称应冠以所属设区的市名称（名称规定第七条）")]
    foretold = forecast(REGISTRATION, form, {}, NOW, handed("registration"), language="zh-hans")
    assert ("name", "建议使用“温州市龙湾智能科技有限公司”") in [(found.field, found.sentence) for found in foretold]


@pytest.mark.parametrize("key", ["registration", "relocation"])
@pytest.mark.django_db
def test_an_empty_form_foretells_nothing_of_the_fields_it_asks_for(key: str) -> None:
    facts = facts_for(standard(key), {}, None, NOW)
    assert [found for found in forecast(standard(key), {}, facts, NOW, language="en") if found.field] == []


@law("case A5", "名称规定 18")
@pytest.mark.django_db
def test_a_name_is_kept_for_two_months() -> None:
    assert told(name_retained_on="2025-12-20") == [("name", "名称保留期已于2026年2月20日届满，请重新申报")]
    english = form_errors(
        REGISTRATION, answers("registration", name_retained_on="2025-12-20"), handed("registration"), NOW, language="en"
    )
    assert [error.sentence for error in english] == ["The name was reserved until 20 February 2026; declare it again."]


@law("case A6", "细则 22")
@pytest.mark.django_db
def test_a_business_that_needs_an_earlier_permit_asks_for_it() -> None:
    needed, missing = errors(scope=["工业机器人制造", "危险化学品经营"])
    assert (needed.path, needed.sentence) == (
        "scope",
        "请提交有效的前置许可文件；逾90日未载明有效期的须经审批机关确认（细则22）",
    )
    assert (missing.path, missing.code) == ("materials.prior_permit", "material.missing")
    assert "前置许可批准文件" in missing.sentence


@law("case A7", "公司法 42")
@pytest.mark.django_db
def test_a_sole_natural_owner_is_one() -> None:
    expected = "企业类型与股东不一致：自然人独资的有限责任公司应有且只有一名自然人股东，现有股东2名"
    assert told(ent_type="1151") == [("ent_type", expected)]


@law("case A8", "公司法 10")
@pytest.mark.django_db
def test_a_legal_representative_who_is_only_a_supervisor_is_refused() -> None:
    rep: dict[str, Any] = {"name": "丙", "id_type": "111", "id_no": "330382197808089036", "born_on": "1978-08-08"}
    rep |= {"phone": "13800000001", "phone_verified": True}
    assert told(legal_rep=rep) == [("legal_rep", "法定代表人应由执行公司事务的董事或经理担任（公司法10）")]


@law("case A9", "细则 18")
def test_an_address_elsewhere_is_no_error_but_is_foretold_and_the_case_is_the_other_districts(stage: Stage) -> None:
    address = {"area": "RA", "street": "塘下镇", "road": "塘梅路", "number": "8号", "room": "201室"}
    changes = {"address": address, "name": "瑞安市睿目智能科技有限公司"}
    assert told(**changes) == []
    form = answers("registration", **changes)
    foretold = forecast(REGISTRATION, form, facts_for(REGISTRATION, form, None, NOW), NOW, handed("registration"), "zh")
    assert [(found.check, found.sentence) for found in foretold] == [
        ("address_area", "住所在瑞安，由走廊窗口异地代收后移交瑞安办理；不经代收的，告知向瑞安市局申请（细则18）")
    ]
    sent = send(stage.founder, draft_of("registration", stage.founder, **changes))
    assert sent.number.startswith("330381")
    assert open_steps(stage, sent.case, "LW", PostRole.RECEIVER) == ["withdrawal", "collect"]


@law("case B1", "细则 4")
def test_a_company_limited_by_shares_does_not_change_its_authority(stage: Stage) -> None:
    shares = stage.registered(
        "OH", "WZ", uscc="91330300MAE2JK301B", name="温州走廊科创股份有限公司", entity_type=EntityType.UNLISTED_NATURAL
    )
    assert refused(stage.representative(shares), shares) == [("new_address", "登记机关未发生变化，请办理住所变更登记")]


@law("case B2", "名称规定 7")
def test_a_name_that_carries_the_origin_does_not_move_with_it(stage: Stage) -> None:
    valves = stage.registered("RA", uscc="91330381MAE1RA219C", name="瑞安市恒阀智控有限公司", industry="3443")
    signer = stage.representative(valves)
    assert refused(signer, valves) == [("keep_name", "名称含原行政区划瑞安市，应同时申请名称变更")]
    renamed = draft_of("relocation", signer, valves, **GOES, keep_name=False, new_name="温州市龙湾恒阀智控有限公司")
    assert send(signer, renamed).number


@law("case B5", "细则 44", "细则 47")
def test_a_running_simplified_deregistration_does_not_stop_the_application_but_is_foretold(
    committed: Stage,
) -> None:
    eyes = committed.registered("OH")
    representative = committed.representative(eyes)
    said(eyes.uscc, "no_simple_deregistration", value=False)
    draft = draft_of("relocation", representative, eyes, **GOES)
    with seen(representative) as scope, override("zh-hans"):
        outlook = looked_at(scope, draft, standard("relocation"), NOW)
    assert outlook.errors == []
    assert ("no_simple_deregistration", "请先撤销简易注销公告") in [(f.check, f.sentence) for f in outlook.findings]
    sent = send(representative, draft)
    assert open_steps(committed, sent.case, "LW", PostRole.REVIEWER) == ["withdrawal", "settle"]


@law("case B4", "细则 44")
def test_a_revoked_licence_is_the_authoritys_to_refuse(stage: Stage) -> None:
    revoked = stage.registered("OH", status=EnterpriseStatus.LICENCE_REVOKED)
    signer = stage.representative(revoked)
    with seen(signer):
        facts = facts_for(standard("relocation"), answers("relocation"), revoked, NOW)
        foretold = forecast(standard("relocation"), answers("relocation", **GOES), facts, NOW, language="zh-hans")
    assert "企业登记状态为吊销未注销，只能办理清算、注销事项，不能办理迁移登记" in [f.sentence for f in foretold]
    sent = send(signer, draft_of("relocation", signer, revoked, **GOES))
    assert open_steps(stage, sent.case, "LW", PostRole.REVIEWER) == ["withdrawal", "settle"]


@law("case B9", "浙规 19")
def test_an_address_on_the_published_list_is_refused_with_its_entry(
    committed: Stage,
) -> None:
    eyes = committed.registered("OH")
    representative = committed.representative(eyes)
    entry = {"road": "永强大道", "number": "1688号", "entry": "2026年第1号：住宅禁商"}
    said("LW", "address_permitted", value={"value": True, "entries": [entry]})
    expected = "新住所在已公布的住所负面清单之内（2026年第1号：住宅禁商），请更换住所或者提交使用证明"
    assert refused(representative, eyes) == [("new_address", expected)]


@law("case B10", "条例 27")
def test_a_second_relocation_is_refused_with_the_number_of_the_first(
    stage: Stage, eyes: Enterprise, representative: Person
) -> None:
    first = send(representative, draft_of("relocation", representative, eyes, **GOES))
    assert refused(representative, eyes) == [("uscc", f"已有在办迁移件 {first.number}")]


@pytest.mark.django_db
def test_everything_is_told_at_once_in_the_order_of_the_form_in_english() -> None:
    found = form_errors(
        REGISTRATION,
        answers("registration", name="龙", filed_at="XX", phone="12", email="nobody", capital="-", scope=[]),
        {},
        NOW,
        language="en",
    )
    assert [(error.path, error.sentence) for error in found if error.code.startswith("form.")] == [
        ("filed_at", "“District of filing” is not one of the choices; choose one from the list."),
        ("name", "“Name of the enterprise” has 1 characters; at least 6 are needed."),
        ("scope", "“Business scope” has 0 entries; at least 1 are needed."),
        (
            "capital",
            "“Registered capital (10,000 yuan)” is no amount; enter digits with at most six decimals, as in 500.5.",
        ),
        (
            "phone",
            "“Telephone” is not written as it must be; compare it with the example and enter it again.",
        ),
        ("email", "“E-mail” is no e-mail address; enter one such as office@example.com."),
    ]
    assert [error.path for error in found if error.code == "material.missing"] == [
        f"materials.{key}" for key in handed("registration")
    ]


@pytest.mark.django_db
def test_an_empty_form_misses_what_is_required_and_nothing_is_told_twice() -> None:
    found = form_errors(REGISTRATION, {}, handed("registration"), NOW, language="en")
    missing = [error.path for error in found if error.code == "form.required"]
    assert missing == [
        name
        for name in REGISTRATION.form["properties"]
        if name in REGISTRATION.form["required"] and name != "prior_items"
    ]
    assert len(found) == len(missing)


@pytest.mark.django_db
def test_a_number_that_cannot_be_right_is_told_by_what_is_wrong_with_it() -> None:
    rows = [
        A | {"amount": "300", "id_no": "123"},
        B | {"amount": "200", "id_type": "001", "id_no": "91330304MAE1YH662A"},
    ]
    found = form_errors(
        REGISTRATION, answers("registration", shareholders=rows), handed("registration"), NOW, language="en"
    )
    assert [(error.path, error.sentence) for error in found] == [
        (
            "shareholders.0.id_no",
            "Shareholders · 1 · Document number: An identity number has 18 characters, this one has 3; type it again.",
        ),
        (
            "shareholders.1.id_no",
            "The check character of the unified social credit code is wrong; it should be B.",
        ),
    ]


def test_what_bars_by_the_form_alone_stops_sending_and_what_a_register_says_does_not() -> None:
    stops = {check.id for check in standard("relocation").checks if stops_sending(check)}
    assert {"authority_changes", "votes", "address_permitted", "uscc_check_digit", "no_open_relocation"} <= stops
    assert not stops & {"status_live", "no_court_order", "name_unique", "no_liquidation", "resolution_recent"}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def changed(form: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """The form with another value somewhere in it."""
    node: Any = form
    *way, last = path.split(".")
    for part in way:
        node = node[int(part)] if part.isdecimal() else node[part]
    node[int(last) if last.isdecimal() else last] = value
    return form


def places(value: Any, place: str = "") -> list[str]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for key, each in inner for found in [f"{place}{key}", *places(each, f"{place}{key}.")]]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(form=st.dictionaries(st.sampled_from([*REGISTRATION.form["properties"], "x"]), JSON, max_size=8))
@pytest.mark.django_db
def test_no_form_whatever_breaks_the_check(form: dict[str, Any]) -> None:
    assert all(error.sentence for error in form_errors(REGISTRATION, form, {}, NOW))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=st.sampled_from(places(answers("registration"))), value=JSON)
@pytest.mark.django_db
def test_no_value_at_any_place_breaks_the_check(path: str, value: Any) -> None:
    form = changed(answers("registration"), path, value)
    assert all(error.sentence for error in form_errors(REGISTRATION, form, handed("registration"), NOW))


@pytest.mark.django_db
def test_a_form_nested_without_end_is_one_error() -> None:
    form: Any = {}
    for _ in range(5000):
        form = {"address": form}
    found = form_errors(REGISTRATION, form, {}, NOW, language="en")
    assert [error.code for error in found] == ["form.too_deep"]


def test_naughty_strings_are_kept_or_told(stage: Stage, shared_data: Any) -> None:
    naughty = json.loads((shared_data / "bad-inputs" / "blns.json").read_text(encoding="utf-8"))
    for text in naughty[::10]:
        form = answers("registration", name=text, scope=[text], shareholders=[A | {"id_no": text, "name": text}])
        form_errors(REGISTRATION, form, {}, NOW)
    draft = begin_draft(actor=stage.founder, standard="registration", enterprise=None, now=NOW)
    saved = save_draft(actor=stage.founder, draft=draft.pk, version=1, form={"scope": naughty}, now=NOW)
    assert saved.form["scope"] == [text.replace("\x00", "\ufffd") for text in naughty]
