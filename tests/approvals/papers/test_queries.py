from django.utils.translation import override

from approvals.papers.models import Paper
from approvals.papers.queries import glossed
from tests.approvals.desks.office import registration


def test_a_paper_is_glossed_for_whoever_does_not_read_chinese() -> None:
    papers = [
        Paper(result="returned", title="退回一次性告知书"),
        Paper(result="of_an_older_version", title="登记通知书"),
    ]
    with override("en"):
        assert [(str(each.title), gloss) for each, gloss in glossed(papers, registration().standard)] == [
            ("退回一次性告知书", "Notice of return"),
            ("登记通知书", ""),
        ]
    with override("zh-hans"):
        assert [gloss for _paper, gloss in glossed(papers, registration().standard)] == ["", ""]
