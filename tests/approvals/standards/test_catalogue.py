import pytest

from tests.approvals.standards.shipped import standard

# The sentences domain.md quotes for the negative cases, in full-width punctuation; a figure is a name in braces.
QUOTED = {
    "A1": ("registration", "capital_sum", "认缴出资额合计{total}万元与注册资本{capital}万元不一致"),
    "A2": ("registration", "contribution_term", "出资期限不得超过公司成立之日起五年（公司法第四十七条）"),
    "A3": ("registration", "id_check_digit", "身份证号码校验位错误（应为{digit}）"),
    "A4": ("registration", "name_district", "市辖区名称应冠以所属设区的市名称（名称规定第七条）"),
    "A5": ("registration", "name_retained", "名称保留期已于{until}届满，请重新申报"),
    "A6": (
        "registration",
        "prior_permit",
        "请提交有效的前置许可文件；逾90日未载明有效期的须经审批机关确认（细则22）",
    ),
    "A8": ("registration", "legal_rep_office", "法定代表人应由执行公司事务的董事或经理担任（公司法10）"),
    "B1": ("relocation", "authority_changes", "登记机关未发生变化，请办理住所变更登记"),
    "B2": ("relocation", "name_carries_origin", "名称含原行政区划{district}，应同时申请名称变更"),
    "B3": ("relocation", "annual_report", "迁移不受限，请于迁移后补报年报并申请移出"),
    "B5": ("relocation", "no_simple_deregistration", "请先撤销简易注销公告"),
    "B10": ("relocation", "no_open_relocation", "已有在办迁移件 {number}"),
    "30 days": ("relocation", "resolution_recent", "应自决议之日起30日内申请"),
}


@pytest.mark.parametrize(("name", "check", "quoted"), QUOTED.values(), ids=QUOTED)
def test_a_quoted_sentence_is_in_the_catalogue_letter_for_letter(name: str, check: str, quoted: str) -> None:
    catalogue = {known.id: known.sentence.zh for known in standard(name).checks}
    assert catalogue[check] == quoted


@pytest.mark.parametrize("name", ["registration", "relocation"])
def test_no_sentence_is_there_twice(name: str) -> None:
    sentences = [check.sentence.zh for check in standard(name).checks]
    assert sorted(sentences) == sorted(set(sentences))
