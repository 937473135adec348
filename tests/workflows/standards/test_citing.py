import pytest
from django.utils.translation import override

from workflows.standards.citing import articles, cited
from workflows.standards.schema import Basis

LAWS = [Basis(law="市场主体登记管理条例", article="24, 27"), Basis(law="公平竞争审查条例", article="9")]


@pytest.mark.parametrize(
    ("language", "text", "alone"),
    [
        ("zh-hans", "《市场主体登记管理条例》第24、27条；《公平竞争审查条例》第9条", "第24、27条"),
        ("en", "市场主体登记管理条例, article 24, 27; 公平竞争审查条例, article 9", "Article 24, 27"),
    ],
)
def test_the_law_is_cited_as_the_reader_writes_it(language: str, text: str, alone: str) -> None:
    with override(language):
        assert cited(LAWS) == text
        assert articles(LAWS[0]) == alone


def test_what_is_no_article_is_not_called_one() -> None:
    assert cited([Basis(law="GB 32100", article="校验码")]) == "GB 32100, 校验码"


def test_nothing_cited_is_nothing_said() -> None:
    assert cited([]) == ""
