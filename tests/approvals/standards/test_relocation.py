from collections.abc import Mapping
from typing import Any

import pytest

from tests.approvals.standards.shipped import APPLICANT, Case, at, clerk, standard
from tests.law import law
from workflows.engine import errors
from workflows.engine.enums import Answer
from workflows.standards.enums import Effect, SilenceBasis

WINDOW, REVIEWER, APPROVER = (
    clerk(2, "RECEIVER", "WINDOW"),
    clerk(3, "REVIEWER", "REGISTRY"),
    clerk(4, "APPROVER", "REGISTRY"),
)
ISSUER, TASKS = clerk(6, "ISSUER", "WINDOW"), clerk(7, "TASK_CLERK", "TASKS")
ORIGIN = clerk(8, "REVIEWER", "REGISTRY", "OH")
REMEDY = "可自收到之日起六十日内申请行政复议，或者六个月内提起行政诉讼。"
E3 = {"name": "瑞安市恒阀智控有限公司", "uscc": "91330381MAE1RA219C", "old_area": "RA", "old_authority": "RA"}
E4 = {"name": "乐清市低压电器有限公司", "uscc": "91330382MAE1YQ3251", "old_area": "YQ", "old_authority": "YQ"}
E5 = {"name": "温州走廊科创股份有限公司", "uscc": "91330300MAE2JK301B", "old_authority": "WZ", "new_authority": "WZ"}


def relocation(facts: Mapping[str, Any] | None = None, /, **changes: Any) -> Case:
    return Case("relocation", at("2026-04-29", "08:30"), facts, **changes)


def requested(**changes: Any) -> Case:
    case = relocation(**changes)
    case.do("request", "request", WINDOW, at("2026-04-29", "09:00"))
    return case


@law("条例 27", "trap 8")
def test_the_origin_is_asked_by_one_letter_and_the_enterprise_files_once() -> None:
    case = relocation()
    assert (case.state.phase, case.open) == ("PRECHECK", ["request"])
    asked = case.do("request", "request", WINDOW, at("2026-04-29", "09:00"))
    assert (asked.results, asked.turns[0].notices) == (("transfer_letter",), ("requested",))
    assert (case.open, case.state.steps[-1].district) == (["origin_check"], "OH")
    assert case.state.steps[-1].due_at == at("2026-05-01", "00:00")


@law("case B1", "trap 7", "细则 4")
def test_a_move_within_one_authority_is_a_plain_change_of_address() -> None:
    case = relocation(**E5)
    assert (case.failed, case.open) == ({"authority_changes"}, ["settle"])
    assert case.says("authority_changes") == "登记机关未发生变化，请办理住所变更登记"
    assert all(not moves.results or moves.results == ("material_receipt",) for moves in case.journal)


@law("case B2", "trap 18", "名称规定 7")
def test_a_name_does_not_carry_the_district_that_is_left() -> None:
    case = relocation(**E3)
    assert (case.failed, case.open) == ({"name_carries_origin"}, ["settle"])
    assert case.says("name_carries_origin") == "名称含原行政区划瑞安市，应同时申请名称变更"
    assert relocation(**E3, keep_name=False).failed == {"new_name_given"}
    assert relocation(**E3, keep_name=False, new_name="温州市龙湾恒阀智控有限公司").failed == set()


@law("case B3", "营商 19", "783令 9")
def test_the_list_of_abnormal_operations_travels_along() -> None:
    case = relocation({"annual_report": False}, **E4, keep_name=False, new_name="温州低压电器有限公司")
    assert (case.failed, case.open) == ({"annual_report"}, ["request"])
    assert case.findings["annual_report"].effect is Effect.TRAVEL
    assert case.says("annual_report") == "迁移不受限，请于迁移后补报年报并申请移出"


@law("case B4", "细则 44", "许可法 38", "trap 12")
def test_a_revoked_enterprise_is_refused_with_reasons_and_remedy_and_told() -> None:
    case = relocation({"status_live": {"value": False, "status": "吊销，未注销"}})
    assert (case.failed, case.open) == ({"status_live"}, ["settle"])
    assert case.says("status_live") == "企业登记状态为吊销，未注销，只能办理清算、注销事项，不能办理迁移登记"
    case.do(
        "settle", "refuse", REVIEWER, at("2026-04-29", "10:00"), ground="blocked_by_check", opinion="企业已被吊销。"
    )
    refusal = {"ground": "blocked_by_check", "opinion": "企业已被吊销。"}
    with pytest.raises(errors.PayloadInvalid, match="remedy"):
        case.do("refusal", "deny", APPROVER, at("2026-04-29", "11:00"), **refusal)
    denied = case.do("refusal", "deny", APPROVER, at("2026-04-29", "11:00"), **refusal, remedy=REMEDY)
    assert (denied.results, case.state.phase) == (("refused_refusal",), "REFUSED")
    case.do("tell", "deliver", ISSUER, at("2026-04-29", "15:00"))
    assert (case.state.phase, case.open) == ("CLOSED", [])


@law("case B5", "细则 44", "细则 47")
def test_a_notice_of_simplified_deregistration_is_withdrawn_first() -> None:
    case = relocation({"no_simple_deregistration": False})
    assert (case.failed, case.open) == ({"no_simple_deregistration"}, ["settle"])
    assert case.says("no_simple_deregistration") == "请先撤销简易注销公告"
    case.do("settle", "recheck", REVIEWER, at("2026-04-29", "10:00"))
    assert case.open == ["settle"]


@law("case B6", "细则 79", "股质办法 5")
def test_a_court_order_blocks_and_a_frozen_share_travels() -> None:
    case = relocation({"no_court_order": {"value": False, "number": "（2026）浙0303执12号"}})
    assert case.open == ["settle"]
    assert case.says("no_court_order") == "人民法院协助执行通知书（（2026）浙0303执12号）要求不得办理变更登记"
    assert relocation({"equity_free": False}).open == ["request"]


@law("case B7", "条例 27")
def test_a_silent_origin_has_cleared_at_24_00_of_its_working_day() -> None:
    case = requested()
    assert case.wait(at("2026-04-30", "23:59")) == []
    (silence,) = case.wait(at("2026-05-06", "09:00"))
    assert [(turn.act, turn.actor, turn.at) for turn in silence.turns] == [
        ("clear", None, at("2026-05-01", "00:00")),
        ("begin", None, at("2026-05-01", "00:00")),
    ]
    assert (case.state.phase, case.open) == ("UNDER_REVIEW", ["review"])
    assert case.state.steps[-1].due_at == at("2026-05-07", "00:00")
    case.do("review", "pass", REVIEWER, at("2026-05-06", "09:30"))
    assert standard("relocation").step("origin_check").silence is not None


def test_the_consequence_of_the_origins_silence_rests_on_the_agreement_of_the_corridor() -> None:
    (silent,) = (step.silence for step in standard("relocation").steps if step.silence)
    assert (silent.basis, silent.citation.article) == (SilenceBasis.AGREEMENT, "27")


@law("case B8", "条例 27", "783令 9", "trap 8")
def test_a_ground_that_is_not_listed_cannot_be_submitted() -> None:
    case = requested()
    wish = "企业为重点税源，建议不予迁出"
    with pytest.raises(errors.GroundNotListed) as refused:
        case.do("origin_check", "hold", ORIGIN, at("2026-04-29", "15:00"), ground=wish, opinion=wish)
    assert refused.value.named["known"] == (
        "not_registered_here, not_in_existence, deregistration_running, court_order, evades_penalty"
    )
    with pytest.raises(errors.MissingGround):
        case.do("origin_check", "hold", ORIGIN, at("2026-04-29", "15:00"), opinion=wish)
    with pytest.raises(errors.GroundNotListed):
        case.do("origin_check", "hold", ORIGIN, at("2026-04-29", "15:00"), ground="unlawful", opinion=wish)
    assert (case.state.phase, case.open) == ("MOVEOUT_REQUESTED", ["origin_check"])


@law("case B9", "浙规 19")
def test_an_address_on_the_published_list_is_named_with_its_entry() -> None:
    case = relocation({"address_permitted": {"value": False, "entry": "住宅禁商"}})
    assert case.says("address_permitted") == (
        "新住所在已公布的住所负面清单之内（住宅禁商），请更换住所或者提交使用证明"
    )
    assert case.open == ["settle"]


@law("case B10", "条例 27")
def test_a_second_move_is_told_which_one_is_under_way() -> None:
    case = relocation({"no_open_relocation": {"value": False, "number": "3303032026042902000016"}})
    assert (case.failed, case.open) == ({"no_open_relocation"}, ["settle"])
    assert case.says("no_open_relocation") == "已有在办迁移件 3303032026042902000016"


@law("条例 27")
def test_only_the_destination_decides_on_an_objection() -> None:
    case = requested()
    held = {"ground": "evades_penalty", "opinion": "立案调查尚未结案。"}
    objected = case.do("origin_check", "hold", ORIGIN, at("2026-04-29", "16:00"), **held)
    assert objected.turns[0].notices == ("objected", "objection_to_supervision")
    with pytest.raises(errors.NotAllowed):
        case.do("held", "overrule", ORIGIN, at("2026-04-29", "16:30"), opinion="不成立。")
    with pytest.raises(errors.MissingOpinion):
        case.do("held", "overrule", REVIEWER, at("2026-04-30"))
    case.do("held", "overrule", REVIEWER, at("2026-04-30"), opinion="没有证据证明逃避处罚。")
    assert (case.state.phase, case.open) == ("UNDER_REVIEW", ["review"])


@law("条例 20", "条例 27")
def test_an_objection_that_stands_ends_in_a_decision_by_another_person() -> None:
    case = requested()
    case.do("origin_check", "hold", ORIGIN, at("2026-04-29", "16:00"), ground="court_order", opinion="协助执行通知书。")
    case.do("held", "uphold", REVIEWER, at("2026-04-30"), ground="objection_stands", opinion="通知书属实。")
    denial = {"ground": "objection_stands", "opinion": "通知书属实。", "remedy": REMEDY}
    with pytest.raises(errors.SameHands):
        case.do("refusal_held", "deny", clerk(3, "APPROVER", "REGISTRY"), at("2026-04-30", "11:00"), **denial)
    case.do("refusal_held", "deny", APPROVER, at("2026-04-30", "11:00"), **denial)
    assert (case.state.phase, case.open) == ("REFUSED", ["tell"])


@law("trap 9", "细则 62", "营商 19")
def test_archive_and_tasks_run_side_by_side_and_licences_go_on() -> None:
    case = requested()
    case.do("origin_check", "clear", ORIGIN, at("2026-04-29", "11:00"))
    case.do("review", "pass", REVIEWER, at("2026-04-29", "15:00"))
    case.do("decision", "grant", APPROVER, at("2026-04-29", "16:00"))
    issued = case.do("issue", "issue", ISSUER, at("2026-04-29", "17:00"))
    assert issued.results == ("licence", "licences_go_on")
    assert (case.state.phase, case.open) == ("ARCHIVE_TRANSFER", ["archive_out", "tasks"])
    case.do("archive_out", "hand_over", clerk(9, "ARCHIVIST", "ARCHIVE", "OH"), at("2026-04-30"))
    case.do(
        "archive_in", "send_back", clerk(10, "ARCHIVIST", "ARCHIVE"), at("2026-04-30", "11:00"), opinion="缺少一页。"
    )
    case.do("archive_out", "hand_over", clerk(9, "ARCHIVIST", "ARCHIVE", "OH"), at("2026-04-30", "15:00"))
    case.do("archive_in", "receive", clerk(10, "ARCHIVIST", "ARCHIVE"), at("2026-05-06"))
    assert (case.state.phase, case.open) == ("FOLLOW_ON", ["tasks", "wrap_up"])
    case.do("tasks", "done", TASKS, at("2026-05-07"))
    case.do("wrap_up", "close", TASKS, at("2026-05-07", "11:00"))
    assert (case.state.phase, case.open) == ("CLOSED", [])


@law("营商 19")
@pytest.mark.parametrize("probe", ["tax_settled", "contributions_settled"])
def test_open_duties_are_tasks_and_no_bar(probe: str) -> None:
    case = relocation({probe: False})
    assert case.findings[probe].effect is Effect.TASK
    assert case.open == ["request"]


@law("细则 51")
def test_an_open_investigation_is_looked_at_by_a_person() -> None:
    case = relocation({"no_investigation": False})
    assert case.open == ["look"]
    case.do("look", "pass", REVIEWER, at("2026-04-29", "09:00"), opinion="迁出地说明未涉及逃避处罚。")
    assert case.open == ["request"]


def test_a_register_that_does_not_answer_is_no_bar_and_no_pass() -> None:
    case = relocation({"status_live": None})
    assert case.findings["status_live"].answer is Answer.UNANSWERED
    assert case.open == ["look"]


@law("16号令 30")
def test_nobody_withdraws_after_the_approval() -> None:
    case = requested()
    case.do("origin_check", "clear", ORIGIN, at("2026-04-29", "11:00"))
    case.do("review", "pass", REVIEWER, at("2026-04-29", "15:00"))
    case.do("decision", "grant", APPROVER, at("2026-04-29", "16:00"))
    with pytest.raises(errors.StepCalledOff):
        case.do("withdrawal", "withdraw", APPLICANT, at("2026-04-29", "17:00"))


@law("公司法 66", "条例 24")
def test_the_resolution_has_two_thirds_and_an_old_one_only_warns() -> None:
    assert relocation(votes_for_pct="66.66").failed == {"votes"}
    assert relocation(votes_for_pct="66.67").failed == set()
    late = relocation(resolution_date="2026-03-01")
    assert (late.failed, late.open) == ({"resolution_recent"}, ["request"])
    assert late.says("resolution_recent") == "应自决议之日起30日内申请"


@law("783令 9")
def test_no_check_blocks_without_its_law() -> None:
    blocking = [check for check in standard("relocation").checks if check.effect is Effect.BLOCK]
    assert blocking
    assert all(check.basis for check in blocking)
