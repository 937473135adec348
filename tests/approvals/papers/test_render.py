"""The files papers become: sealed against what values contain, and fit to be kept for ever."""

import re
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from django.utils.safestring import mark_safe

from approvals.papers.errors import GlyphMissingError, RemedyMissingError
from approvals.papers.render import render, typeset, written
from tests.approvals.papers.reading import fonts_of, opened, text_of
from tests.law import law

HEADER: dict[str, Any] = {
    "title": "登记管辖告知书",
    "number": "温龙市监告〔2026〕000001号",
    "sample": True,
    "organ_name": "龙湾区市场监督管理局",
    "applicant_name": "甲某某",
    "item_title": "企业设立登记（有限责任公司）",
    "item_code": "11330303MB1LW0014C4000131901000",
    "case_number": "330303202603020100012A",
    "received_on": "2026年3月2日",
    "date": "2026年3月2日",
    "created": "2026-03-02",
    "enquiries_phone": "12345",
    "supervision_phone": "12345",
    "ground": "不属于本机关登记管辖",
}
REFUSAL: dict[str, Any] = {
    **HEADER,
    "title": "不予登记通知书",
    "facts": "经审查查明：经营范围属于禁止类。",
    "reason": "申请不符合法律、行政法规的规定。",
    "clause": "《市场主体登记管理条例》第二十条",
    "decision": "不予登记",
    "remedy": "可自收到之日起六十日内申请行政复议，或者六个月内提起行政诉讼。",
    "reconsideration": "温州市龙湾区人民政府",
    "court": "温州市龙湾区人民法院",
}
LICENCE: dict[str, Any] = {
    "uscc": "91330303MAE1YH662B",
    "name": "温州睿视智能装备有限公司",
    "type_label": "有限责任公司（自然人投资或控股）",
    "legal_representative": "样本人",
    "capital_text": "伍佰万元整",
    "established_on": "2026年3月2日",
    "term_text": "长期",
    "address": "浙江省温州市龙湾区永中街道永强大道1688号2幢301室",
    "scope_text": "一般项目：智能基础制造装备制造；工业机器人销售。",
    "organ_name": "龙湾区市场监督管理局",
    "issued_on": "2026年3月2日",
    "identifier": "1.2.156.3005.2.11330300MB1WN0058P001.11330303MB1LW0014C.2026030200001.001.K",
    "qr_svg": "data:image/svg+xml;charset=utf-8,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'/%3E",
    "verify_url": "https://tongban.example/verify/1/",
    "sample": True,
    "copy": "",
}


def redirect(**changes: Any) -> bytes:
    return render("redirect_notice", {**HEADER, **changes})


def test_the_file_is_archival() -> None:
    with opened(redirect()) as pdf:
        xmp = pdf.Root.Metadata.read_bytes().decode()
        fonts = fonts_of(pdf)
        embedded = [
            any(key in font.FontDescriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")) for font in fonts
        ]

        assert re.findall(r'pdfaid:(part|conformance)(?:="|>)(\w)', xmp) == [("part", "2"), ("conformance", "A")]
        assert (str(pdf.Root.Lang), bool(pdf.Root.MarkInfo.Marked)) == ("zh-Hans", True)
        assert str(pdf.docinfo["/Title"]) == "登记管辖告知书 温龙市监告〔2026〕000001号"
        assert embedded
        assert all(embedded)
        assert [name for name in ("/OpenAction", "/AA", "/AcroForm", "/Names") if name in pdf.Root] == []
        assert str(pdf.Root.OutputIntents[0].S) == "/GTS_PDFA1"


def test_the_same_values_give_the_same_bytes_and_others_do_not() -> None:
    assert redirect() == redirect()
    assert redirect() != redirect(applicant_name="乙某某")


def test_what_a_value_contains_stays_text_and_fetches_nothing(caplog: pytest.LogCaptureFixture) -> None:
    nasty = (
        "<script>alert(1)</script>{{ organ_name }}{% now 'Y' %}<style>*{background:url(file:///etc/passwd)}</style>"
        "<img src=http://127.0.0.1:9/x><link rel=attachment href=file:///etc/passwd>"
    )

    data = redirect(applicant_name=nasty, ground=mark_safe(nasty))  # noqa: S308 - a mark that must not be believed

    assert text_of(data).count(nasty.replace(" ", "")) == 3
    assert caplog.records == []
    with opened(data) as pdf:
        assert [page.get_images() for page in pdf.pages if page.get_images()] == []


@pytest.mark.parametrize("name", ["䶮", "㐂", "𠮷"])
def test_rare_characters_are_printed(name: str) -> None:
    assert f"{name}某：" in text_of(redirect(applicant_name=f"{name}某"))


def test_a_character_without_a_glyph_is_refused_with_its_place() -> None:
    with pytest.raises(GlyphMissingError) as refused:
        redirect(applicant_name="甲\ue000某", list=[{"place": "\U000f0000"}])

    assert refused.value.named == {"characters": "U+E000, U+F0000", "places": "applicant_name, list.0.place"}


def test_a_refusal_with_all_it_has_to_say_is_printed() -> None:
    said = text_of(render("refusal_notice", REFUSAL))

    for field in ("facts", "reason", "clause", "remedy", "reconsideration", "court"):
        assert REFUSAL[field] in said


@law("许可法 38", "复议法 20", "诉讼法 46", "paper 不予行政许可决定书", "trap 12")
@pytest.mark.parametrize("field", ["facts", "reason", "clause", "remedy", "reconsideration", "court"])
def test_a_refusal_without_facts_law_reason_or_remedy_is_refused(field: str) -> None:
    with pytest.raises(RemedyMissingError):
        written("refusal_notice", {**REFUSAL, field: ""})


@pytest.mark.parametrize(("sample", "times"), [(True, 1), (False, 0)])
def test_a_sample_says_so_on_every_page(*, sample: bool, times: int) -> None:
    defects = [{"place": "任职文件", "defect": "缺签名", "remedy": "补签", "basis": "细则"}] * 60
    sheets = typeset("return_notice", {**HEADER, "sample": sample, "defects": defects})

    assert sheets.pages > 1
    with opened(sheets.data) as pdf:
        one_by_one = [text_of(_alone(pdf, place)) for place in range(sheets.pages)]
    assert [said.replace("“样本”", "").count("样本") for said in one_by_one] == [times] * sheets.pages


def test_pages_are_numbered() -> None:
    assert "第1页，共1页" in text_of(redirect())


@law("细则 23")
def test_a_licence_shows_its_nine_items_on_both_copies() -> None:
    sheets = typeset("business_licence", LICENCE)
    said = text_of(sheets.data)

    assert sheets.pages == 2
    assert "（正本）" in said
    assert "（副本）" in said
    for field in ("uscc", "name", "type_label", "legal_representative", "capital_text", "established_on"):
        assert said.count(LICENCE[field]) >= 2
    for field in ("address", "scope_text", "organ_name", "identifier"):
        assert said.count(LICENCE[field]) == 2


@pytest.mark.parametrize(
    ("copy", "length", "pages"), [("正本", 20, 1), ("副本", 470, 1), ("副本", 471, 2), ("", 3000, 5)]
)
def test_a_long_scope_goes_on_a_page_of_its_own(copy: str, length: int, pages: int) -> None:
    scope = "工" * length

    sheets = typeset("business_licence", {**LICENCE, "copy": copy, "scope_text": scope})

    assert sheets.pages == pages
    assert text_of(sheets.data).count("工") >= length


def _alone(pdf: pikepdf.Pdf, place: int) -> bytes:
    """One page of a file, as a file."""
    one, out = pikepdf.new(), BytesIO()
    one.pages.append(pdf.pages[place])
    one.save(out)
    return out.getvalue()
