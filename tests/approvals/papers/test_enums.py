"""Every paper a shipped standard names has a design, values and a word in its number."""

from django.template.loader import get_template

from approvals.papers.contexts import _OWN
from approvals.papers.enums import KIND_WORDS, Template
from tests.approvals.standards.shipped import PATHS, standard


def test_every_template_is_whole() -> None:
    assert set(_OWN) == set(KIND_WORDS) == set(Template)
    assert all(get_template(f"papers/{template}.html") for template in Template)


def test_kinds_of_papers_have_words_of_their_own() -> None:
    assert len(set(KIND_WORDS.values())) == len(KIND_WORDS)


def test_shipped_standards_name_papers_that_there_are() -> None:
    named = {result.template for name in PATHS for result in standard(name).results if result.kind == "PAPER"}

    assert named <= set(Template)
