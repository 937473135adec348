"""Papers of real cases: what is made, once, with which number."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connections, transaction

from approvals.papers.errors import GlyphMissingError, RemedyMissingError
from approvals.papers.matter import matter_of, paper_results
from approvals.papers.models import NumberCounter, Paper, PaperNumber
from approvals.papers.queries import bytes_of, paper_for, papers_of
from approvals.papers.tasks import handle_papers, wants_papers
from approvals.papers.verbs import make_papers, reserve_number
from config import database
from tests.approvals.papers.factory import DEFECT, REMEDY, Story, entrusted_zone, town
from tests.approvals.papers.reading import text_of
from tests.approvals.standards.shipped import at, standard
from tests.law import law
from workflows.organisation.models import Deputyship, Entrustment, Organ, Post
from workflows.organisation.scoping import seen_by
from workflows.standards.enums import ResultKind
from workflows.standards.schema import Result, Text

pytestmark = [pytest.mark.committed]

RECEIVED = at("2026-03-02", "10:05")
LATER = at("2026-03-02", "11:00")


def received(**changes: Any) -> Story:
    return town().open("registration", RECEIVED, **changes)


def texts(story: Story) -> dict[str, str]:
    """What every paper of a case says, by its result."""
    made = [paper for row in story.rows() for paper in make_papers(row=row, now=row.legal_at)]
    return {paper.result: text_of(bytes_of(paper)) for paper in made}


def test_the_receipt_is_made_once_with_the_first_number(own_database: str) -> None:
    row = received().row("intake", "receive")

    (paper,) = make_papers(row=row, now=LATER)
    again = make_papers(row=row, now=at("2026-03-03"))

    assert again == [paper]
    assert (paper.number, paper.title, paper.pages) == ("温龙市监收〔2026〕000001号", "材料接收凭证", 1)
    assert (paper.sample, paper.made_at, paper.legal_at) == (True, LATER, RECEIVED)
    said = text_of(bytes_of(paper))
    for words in ("2026年3月2日10时05分", "承诺办结日期为2026年3月2日", "法定办结日期为2026年3月5日", paper.number):
        assert words in said
    assert PaperNumber.objects.using("worker").count() == Paper.objects.using("worker").count() == 1


def test_a_number_kept_before_a_crash_is_used_afterwards(own_database: str) -> None:
    row = received().row("intake", "receive")
    matter = matter_of(row)
    (result,) = paper_results(matter, ("material_receipt",))

    kept = reserve_number(matter, result)
    (paper,) = make_papers(row=row, now=LATER)

    assert (paper.number, reserve_number(matter, result)) == (kept.text, kept)
    assert NumberCounter.objects.using("worker").get().serial == 1


def test_a_paper_that_cannot_be_printed_spends_no_number(own_database: str) -> None:
    row = received(name="温州市龙湾\ue000目智能科技有限公司").row("intake", "receive")

    with pytest.raises(GlyphMissingError):
        make_papers(row=row, now=LATER)

    assert not NumberCounter.objects.using("worker").exists()


@law("许可法 38", "条例 20", "paper 登记通知书", "paper 延期告知书", "trap 12")
def test_a_refusal_says_facts_law_reason_and_both_remedies(own_database: str) -> None:
    story = received()
    story.act("LW.RECEIVER", "receipt", "accept", RECEIVED)
    story.act("LW.REVIEWER", "review", "pass", LATER)
    story.act("LW.APPROVER", "decision", "extend", LATER, opinion="股权结构复杂。")
    story.act(
        "LW.APPROVER", "decision_extended", "deny", LATER, ground="unlawful", opinion="属于禁止类。", remedy=REMEDY
    )

    said = texts(story)

    assert "延长后的办结日期为2026年3月5日（原办结日期为2026年3月2日）" in said["extension"]
    for words in (
        "属于禁止类。",
        "申请不符合法律、行政法规的规定。",
        "《市场主体登记管理条例》第二十条",
        "六十日内，向温州市龙湾区人民政府申请行政复议",
        "六个月内，依法向温州市龙湾区人民法院提起行政诉讼",
    ):
        assert words in said["refused_decision_extended"]


def test_a_refusal_of_an_organ_whose_court_is_not_known_is_not_made(own_database: str) -> None:
    story = received()
    story.act("LW.RECEIVER", "receipt", "accept", RECEIVED)
    story.act("LW.REVIEWER", "review", "pass", LATER)
    story.act("LW.APPROVER", "decision", "deny", LATER, ground="unlawful", opinion="属于禁止类。", remedy=REMEDY)
    organ = Organ.objects.get(short_name="温龙市监")
    organ.district.gb2260 = "330399"
    organ.district.save(update_fields=["gb2260"])

    with pytest.raises(RemedyMissingError, match="the court"):
        make_papers(row=story.row("decision", "deny"), now=LATER)


@law("细则 18")
def test_what_goes_back_lists_every_defect_once(own_database: str) -> None:
    story = received()
    capital = {"field": "capital", "defect": "合计450万元", "remedy": "改正", "basis": "公司法第四十六条"}
    story.act("LW.RECEIVER", "receipt", "return", LATER, items=[DEFECT, capital])

    said = texts(story)["return_receipt"]

    for words in ("法定代表人、董事、监事、经理的任职文件", DEFECT["defect"], DEFECT["remedy"], "注册资本（万元）"):
        assert words in said
    assert "本告知书为一次性告知，已列明需要补正的全部内容，共2项" in said


@law("许可法 32", "paper 补正告知书", "paper 受理通知书")
def test_a_correction_tells_all_defects_and_the_term_and_an_acceptance_the_limits(own_database: str) -> None:
    title = Text.model_validate({"zh-Hans": "补正告知书", "en": "Correction notice"})
    told = Result(
        key="told", kind=ResultKind.PAPER, template="correction_notice", title=title, step="window", act="correct"
    )
    results = [told, *standard("licence").results]
    place = town()
    item = {"field": "name", "defect": "名称与章程不一致", "remedy": "改正名称", "basis": "办事指南第三条"}

    story = place.open("licence", RECEIVED, results=results)
    story.act("LW.RECEIVER", "window", "correct", LATER, items=[item], days=15)
    correction = texts(story)["told"]
    story = place.open("licence", RECEIVED, results=results)
    story.act("LW.RECEIVER", "window", "accept", LATER)
    acceptance = texts(story)["acceptance"]

    assert "自收到本告知书之日起15个工作日内" in correction
    assert "《中华人民共和国行政许可法》第三十二条第一款第四项" in correction
    for words in item.values():
        assert words in correction or words == "name"
    assert "本机关于2026年3月2日予以受理" in acceptance
    assert "承诺办结日期为" in acceptance


def test_a_move_has_a_paper_at_every_hand_over(own_database: str) -> None:
    story = town().open("relocation", at("2026-04-29", "09:00"))
    story.act("LW.RECEIVER", "request", "request", at("2026-04-29", "09:30"))
    story.act("OH.REVIEWER", "origin_check", "clear", at("2026-04-29", "15:00"))
    story.act("LW.REVIEWER", "review", "pass", at("2026-04-29", "16:00"))
    story.act("LW.APPROVER", "decision", "grant", at("2026-04-30", "09:00"))
    story.act("LW.ISSUER", "issue", "issue", at("2026-04-30", "09:30"))
    story.act("OH.ARCHIVIST", "archive_out", "hand_over", at("2026-04-30", "11:30"), opinion="共128页。")
    story.act("LW.ARCHIVIST", "archive_in", "receive", at("2026-05-06", "11:30"))

    said = texts(story)

    assert list(said) == [
        "material_receipt",
        "transfer_letter",
        "clearance",
        "registered",
        "licences_go_on",
        "archive_list",
        "archive_receipt",
    ]
    assert "于2026年4月30日24时前出具迁出核查意见" in said["transfer_letter"]
    assert "调档函（温龙市监调〔2026〕000001号）收悉" in said["clearance"]
    assert "同意迁出" in said["clearance"]
    assert "瓯海区市场监督管理局龙湾区市场监督管理局" in said["registered"]
    assert "企业迁移后其持有的有效许可证件不再重复办理" in said["licences_go_on"]
    assert "共128页。" in said["archive_list"]
    assert "档案移交清单温瓯市监移〔2026〕000001号" in said["archive_receipt"]


def test_an_objection_names_ground_facts_and_law(own_database: str) -> None:
    story = town().open("relocation", at("2026-04-29", "09:00"))
    story.act("LW.RECEIVER", "request", "request", at("2026-04-29", "09:30"))
    moment = at("2026-04-29", "15:00")
    story.act("OH.REVIEWER", "origin_check", "hold", moment, ground="court_order", opinion="（2026）浙0304执1号。")

    said = texts(story)["objection"]

    for words in ("有异议", "人民法院协助执行通知书要求不得办理变更登记", "（2026）浙0304执1号。", "第七十九条"):
        assert words in said


def test_the_organ_that_entrusts_issues_and_the_window_is_named(own_database: str) -> None:
    story_town = town()
    entrusted_zone(Organ.objects.get(short_name="温龙市监"))
    address = {"area": "ZN", "street": "星海街道", "road": "滨海一道", "number": "1号", "room": "101室"}
    story = story_town.open("registration", RECEIVED, address=address, filed_at="ZN")

    (paper,) = make_papers(row=story.row("intake", "receive"), now=LATER)

    assert (paper.organ.name, paper.district.code) == ("龙湾区市场监督管理局", "ZN")
    said = text_of(bytes_of(paper))
    assert "经办窗口：温州经济技术开发区管理委员会" in said
    assert "温州经济技术开发区管理委员会受龙湾区市场监督管理局委托办理（委托文书：" in said
    assert "用印机关" not in said


@law("许可法 24")
def test_the_seal_may_be_a_third_organ_s(own_database: str) -> None:
    story_town = town()
    entrusted_zone(Organ.objects.get(short_name="温龙市监"))
    Entrustment.objects.update(sealer=Organ.objects.get(short_name="温瓯市监"))
    address = {"area": "ZN", "street": "星海街道", "road": "滨海一道", "number": "1号", "room": "101室"}
    story = story_town.open("registration", RECEIVED, address=address, filed_at="ZN")

    (paper,) = make_papers(row=story.row("intake", "receive"), now=LATER)

    assert "（用印机关：瓯海区市场监督管理局）" in text_of(bytes_of(paper))


def test_a_deputy_s_paper_names_whom_they_stood_in_for(own_database: str) -> None:
    story = received()
    reviewer, deputy = story.town.people["LW.REVIEWER"], story.town.people["OH.REVIEWER"]
    Deputyship.objects.create(
        post=Post.objects.get(person=reviewer),
        deputy=deputy,
        named_by=reviewer,
        named_at=RECEIVED,
        valid_from=RECEIVED.date(),
        valid_to=at("2026-03-09").date(),
    )
    story.act("LW.RECEIVER", "receipt", "accept", RECEIVED)
    story.act("OH.REVIEWER", "review", "pass", LATER)

    matter = matter_of(story.row("review", "pass"))

    assert matter.actor_name == f"{deputy.name}（代{reviewer.name}）"
    assert matter.desk.district.code == "LW"


def test_a_paper_is_seen_with_its_case_and_never_changed(own_database: str) -> None:
    story = received()
    (paper,) = make_papers(row=story.row("intake", "receive"), now=LATER)

    with seen_by(story.town.people["LW.REVIEWER"].pk, LATER.date()) as scope:
        assert list(papers_of(scope, story.case)) == [paper]
        assert paper_for(scope, paper.pk) == paper
    with seen_by(story.town.people["OH.REVIEWER"].pk, LATER.date()) as scope:
        assert list(papers_of(scope, story.case)) == []
        with pytest.raises(Paper.DoesNotExist):
            paper_for(scope, paper.pk)
    for using in ("worker", "owner"):
        with pytest.raises(DatabaseError), transaction.atomic(using=using):
            Paper.objects.using(using).filter(pk=paper.pk).update(title="另一份")


def test_a_series_is_counted_up_one_by_one(own_database: str) -> None:
    make_papers(row=received().row("intake", "receive"), now=LATER)

    with pytest.raises(IntegrityError, match="The next number"), transaction.atomic(using="worker"):
        NumberCounter.objects.using("worker").update(serial=3)


def test_numbers_of_papers_made_at_once_have_neither_gap_nor_double(own_database: str) -> None:
    place = town()
    matters = [matter_of(place.open("registration", RECEIVED).row("intake", "receive")) for _ in range(6)]

    def reserve(matter: Any) -> Callable[[], Any]:
        (result,) = paper_results(matter, ("material_receipt",))
        return lambda: reserve_number(matter, result).serial

    # Each paper is asked for twice, as by two workers that took the same effect.
    works = [reserve(matter) for matter in matters * 2]
    answers = at_once(*works)

    assert sorted(answers) == sorted([1, 2, 3, 4, 5, 6] * 2)
    assert answers[:6] == answers[6:]


def test_the_worker_makes_what_a_row_brings_and_may_be_asked_twice(own_database: str) -> None:
    story = received()
    wanted = [row for row in story.rows() if wants_papers(row)]

    for row in wanted * 2:
        handle_papers(1, row, LATER)

    assert [row.payload["turn"]["step"] for row in wanted] == ["intake"]
    assert Paper.objects.using("worker").count() == 1


def test_papers_of_a_real_register_are_no_samples(own_database: str) -> None:
    (paper,) = make_papers(row=received().row("intake", "receive"), now=LATER, sample=False)

    assert not paper.sample
    assert "样本" not in text_of(bytes_of(paper))


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Run each work in a thread and a connection of its own, all released together."""
    gate = threading.Barrier(len(works))
    answers: list[Any] = [None] * len(works)

    def run(place: int, work: Callable[[], Any]) -> None:
        gate.wait()
        try:
            answers[place] = work()
        finally:
            for alias in database.ALIASES:
                connections[alias].close()

    threads = [threading.Thread(target=run, args=(place, work)) for place, work in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
