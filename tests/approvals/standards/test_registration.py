import pytest

from tests.approvals.standards.shipped import APPLICANT, Case, at, clerk
from tests.law import law
from workflows.clock.entries import Extend, Finish
from workflows.engine import errors
from workflows.engine.enums import Answer

NATURAL = {"id_type": "111", "method": "CASH", "due_date": "2030-12-31"}
A = {"name": "甲", "id_no": "330303198501029011", **NATURAL}
B = {"name": "乙", "id_no": "330304199011239025", **NATURAL}
SUPERVISOR = {"name": "丙", "id_no": "330382197808089036"}
WINDOW, REVIEWER, APPROVER = (
    clerk(2, "RECEIVER", "WINDOW"),
    clerk(3, "REVIEWER", "REGISTRY"),
    clerk(4, "APPROVER", "REGISTRY"),
)
ITEMS = [{"material": "appointments", "defect": "缺少任职文件", "remedy": "补充任职文件", "basis": "细则第二十六条"}]


def registration(received: str = "2026-03-02", **changes: object) -> Case:
    facts = changes.pop("facts", None)
    assert facts is None or isinstance(facts, dict)
    return Case("registration", at(received), facts, **changes)


def blocked(case: Case, *checks: str) -> bool:
    """Tell whether exactly these checks failed and the case waits for somebody to return it."""
    return case.failed == {*checks} and case.open == ["incomplete"]


def test_a_clean_filing_fails_no_check() -> None:
    case = registration()
    assert case.failed == set()
    assert case.open == ["receipt"]


@law("case A1", "公司法 46", "公司法 47")
def test_contributions_that_do_not_add_up_are_told_with_both_figures() -> None:
    case = registration(capital="500", shareholders=[A | {"amount": "300"}, B | {"amount": "150"}])
    assert blocked(case, "capital_sum")
    assert case.says("capital_sum") == "认缴出资额合计450万元与注册资本500万元不一致"


@law("case A1")
def test_amounts_are_compared_to_the_last_fen() -> None:
    rows = [A | {"amount": "0.100000"}, B | {"amount": "0.200001"}]
    case = registration(capital="0.300000", shareholders=rows)
    assert case.says("capital_sum") == "认缴出资额合计0.300001万元与注册资本0.3万元不一致"
    assert registration(capital="0.300001", shareholders=rows).failed == set()


@law("case A2", "公司法 47", "trap 17")
def test_contributions_are_paid_up_within_five_years() -> None:
    case = registration(shareholders=[A | {"amount": "300"}, B | {"amount": "200", "due_date": "2050-12-31"}])
    assert blocked(case, "contribution_term")
    assert case.says("contribution_term") == "出资期限不得超过公司成立之日起五年（公司法第四十七条）"


@law("公司法 47")
@pytest.mark.parametrize(("due", "failed"), [("2031-03-02", set()), ("2031-03-03", {"contribution_term"})])
def test_the_fifth_anniversary_is_the_last_day(due: str, failed: set[str]) -> None:
    rows = [A | {"amount": "300"}, B | {"amount": "200", "due_date": due}]
    assert registration(shareholders=rows).failed == failed


@law("case A3")
def test_a_wrong_check_digit_is_told_with_the_right_one() -> None:
    case = registration(facts={"id_check_digit": {"value": False, "expected": "1"}})
    assert blocked(case, "id_check_digit")
    assert case.says("id_check_digit") == "身份证号码校验位错误（应为1）"


@law("case A4", "名称规定 7")
def test_a_city_district_follows_the_name_of_its_city() -> None:
    case = registration(name="龙湾智能科技有限公司")
    assert blocked(case, "name_district", "name_suggestion")
    assert case.says("name_district") == "市辖区名称应冠以所属设区的市名称（名称规定第七条）"
    assert case.says("name_suggestion") == "建议使用“温州市龙湾智能科技有限公司”"
    assert registration(name="温州市龙湾智能科技有限公司").failed == set()


@law("case A5", "名称规定 18")
def test_a_name_is_kept_for_two_months() -> None:
    case = registration(name_retained_on="2025-12-20")
    assert blocked(case, "name_retained")
    assert case.says("name_retained") == "名称保留期已于2026年2月20日届满，请重新申报"
    assert case.says("name_retained", "en") == "The name was reserved until 20 February 2026; declare it again."
    assert registration("2026-02-20", name_retained_on="2025-12-20").failed == set()


@law("case A6", "细则 22")
def test_a_business_that_needs_an_earlier_permit_goes_back_once_with_it_asked_for() -> None:
    case = registration(prior_items=["危险化学品经营"])
    assert blocked(case, "prior_permit")
    expected = "请提交有效的前置许可文件；逾90日未载明有效期的须经审批机关确认（细则22）"
    assert case.says("prior_permit") == expected
    items = [{"material": "prior_permit", "defect": expected, "remedy": "提交前置许可文件", "basis": "细则第二十二条"}]
    case.do("incomplete", "return", REVIEWER, at("2026-03-02", "11:00"), items=items)
    assert (case.state.phase, case.open) == ("RETURNED", [])


@law("case A7", "公司法 42")
def test_a_sole_natural_owner_is_one() -> None:
    case = registration(ent_type="1151")
    assert blocked(case, "one_natural_shareholder")
    assert case.says("one_natural_shareholder") == (
        "企业类型与股东不一致：自然人独资的有限责任公司应有且只有一名自然人股东，现有股东2名"
    )
    assert registration(ent_type="1151", shareholders=[A | {"amount": "500"}]).failed == set()


@law("case A7", "公司法 42")
def test_a_sole_corporate_owner_is_a_legal_person() -> None:
    assert blocked(registration(ent_type="1153", shareholders=[A | {"amount": "500"}]), "one_corporate_shareholder")


@law("case A8", "公司法 10")
def test_the_legal_representative_runs_the_company() -> None:
    person = SUPERVISOR | {"id_type": "111", "born_on": "1978-08-08", "phone": "13800000003", "phone_verified": True}
    case = registration(legal_rep=person)
    assert blocked(case, "legal_rep_office")
    assert case.says("legal_rep_office") == "法定代表人应由执行公司事务的董事或经理担任（公司法10）"


@law("公司法 76")
def test_a_supervisor_is_neither_director_nor_manager() -> None:
    assert blocked(registration(supervisors=[{"name": "乙", "id_no": B["id_no"]}]), "supervisors_apart")
    assert blocked(registration(supervisors=[{"name": "甲", "id_no": A["id_no"]}]), "supervisors_apart")


@law("公司法 69", "公司法 83")
def test_no_supervisor_needs_everybodys_consent() -> None:
    assert blocked(registration(supervisors=[]), "supervision")
    assert registration(supervisors=[], no_supervisor_consent=True).failed == set()
    assert registration(supervisors=[], audit_committee=[SUPERVISOR]).failed == set()


@law("case A9", "细则 18")
def test_a_window_collects_for_the_district_of_the_address_and_the_case_is_theirs() -> None:
    address = {"area": "RA", "street": "塘下镇", "road": "塘梅路", "number": "8号", "room": "201室"}
    case = registration(address=address, name="瑞安市睿目智能科技有限公司")
    assert case.failed == {"address_area"}
    assert case.says("address_area") == (
        "住所在瑞安，由走廊窗口异地代收后移交瑞安办理；不经代收的，告知向瑞安市局申请（细则18）"
    )
    assert (case.state.district, case.open, case.state.steps[-1].district) == ("RA", ["collect"], "LW")
    case.do("collect", "collect", WINDOW, at("2026-03-02", "10:30"))
    assert (case.open, case.state.steps[-1].district) == (["receipt"], "RA")
    with pytest.raises(errors.NotAllowed):
        case.do("receipt", "accept", WINDOW, at("2026-03-02", "10:40"))
    ruian = clerk(5, "RECEIVER", "WINDOW", "RA")
    case.do(
        "receipt",
        "redirect",
        ruian,
        at("2026-03-02", "10:40"),
        ground="another_authority",
        opinion="省属国有企业出资。",
    )
    assert case.state.phase == "REDIRECTED"


@law("case A10", "条例 19", "细则 18")
def test_an_incomplete_filing_goes_back_whole_and_no_second_notice_is_possible() -> None:
    case = registration()
    case.do("receipt", "accept", WINDOW, at("2026-03-02", "10:30"))
    with pytest.raises(errors.UnknownAct):
        case.do("review", "correct", REVIEWER, at("2026-03-02", "11:00"), items=ITEMS, days=5)
    with pytest.raises(errors.MissingItems):
        case.do("review", "return", REVIEWER, at("2026-03-02", "11:00"))
    returned = case.do("review", "return", REVIEWER, at("2026-03-02", "11:00"), items=ITEMS)
    assert returned.results == ("return_review",)
    assert isinstance(case.state.ledger[-1], Finish)
    with pytest.raises(errors.CaseClosed):
        case.do("review", "return", REVIEWER, at("2026-03-03"), items=ITEMS)


@law("case A10")
def test_an_agents_letter_that_has_expired_goes_back() -> None:
    agent = {"name": "戊", "id_no": "330302198802299051", "scope": ["HANDLE"], "valid_until": "2026-03-01"}
    assert blocked(registration(agent=agent), "agent_mandate")
    assert registration(agent=agent | {"valid_until": "2026-03-02"}).failed == set()
    assert blocked(registration(agent=agent | {"valid_until": "2026-12-31", "scope": ["COLLECT"]}), "agent_mandate")


def test_a_probe_that_does_not_answer_sends_the_case_to_a_person() -> None:
    case = registration(facts={"name_unique": None})
    assert case.findings["name_unique"].answer is Answer.UNANSWERED
    assert case.open == ["receipt"]


@law("条例 19")
def test_a_block_is_not_stepped_over_but_checked_again() -> None:
    case = registration(capital="499")
    case.do("incomplete", "recheck", REVIEWER, at("2026-03-02", "11:00"))
    assert case.open == ["incomplete"]
    assert len([step for step in case.state.steps if step.key == "withdrawal"]) == 1


@law("条例 19", "条例 21", "细则 18")
def test_a_registration_is_decided_by_another_person_and_its_tasks_run_side_by_side() -> None:
    case = registration("2026-02-12")
    case.do("receipt", "accept", WINDOW, at("2026-02-12", "10:20"))
    case.do("review", "pass", REVIEWER, at("2026-02-12", "11:00"))
    both = clerk(3, "APPROVER", "REGISTRY")
    with pytest.raises(errors.SameHands):
        case.do("decision", "grant", both, at("2026-02-12", "14:00"))
    granted = case.do("decision", "grant", APPROVER, at("2026-02-12", "14:00"))
    assert (granted.results, granted.turns[0].notices) == (("registered_decision",), ("granted_decision",))
    case.do("issue", "issue", clerk(6, "ISSUER", "WINDOW"), at("2026-02-12", "15:00"))
    assert case.open == ["seal", "tax", "insurance", "fund", "bank"]
    tasks = clerk(7, "TASK_CLERK", "TASKS")
    for step in ("bank", "tax", "fund", "insurance"):
        case.do(step, "done", tasks, at("2026-02-12", "16:00"))
    assert (case.open, case.state.phase) == (["seal"], "LICENCE_ISSUED")
    case.do("seal", "done", tasks, at("2026-02-13"))
    assert (case.open, case.state.phase) == ([], "ARCHIVED")


@law("条例 19", "trap 1", "clock C9")
def test_a_complex_registration_is_extended_once() -> None:
    case = registration()
    assert case.journal[-1].dues.promised == at("2026-03-03", "00:00")
    assert case.journal[-1].dues.statutory == at("2026-03-06", "00:00")
    case.do("receipt", "accept", WINDOW, at("2026-03-02", "10:20"))
    case.do("review", "pass", REVIEWER, at("2026-03-02", "11:00"))
    extended = case.do("decision", "extend", APPROVER, at("2026-03-02", "15:00"), opinion="股权结构复杂。")
    assert isinstance(extended.entries[0], Extend)
    assert extended.dues.statutory == at("2026-03-11", "00:00")
    with pytest.raises(errors.UnknownAct):
        case.do("decision_extended", "extend", APPROVER, at("2026-03-03"), opinion="再延长。")


@law("16号令 30")
def test_the_applicant_withdraws_until_it_is_decided() -> None:
    case = registration()
    case.do("receipt", "accept", WINDOW, at("2026-03-02", "10:20"))
    case.do("withdrawal", "withdraw", APPLICANT, at("2026-03-02", "11:00"))
    assert (case.state.phase, case.open) == ("WITHDRAWN", [])
