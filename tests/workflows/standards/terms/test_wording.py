import pytest
from django.utils.translation import override

from tests.workflows.standards.terms.toy import desk, own_text, shorter, terms, toy, without
from workflows.standards.terms.wording import comparison, matrix, own_lines

pytestmark = pytest.mark.usefixtures("english")

OWN = terms(
    shorter("limits.promised", "8"),
    without("old_licence"),
    desk("review", "window"),
    own_text("desks[window].hours", zh="工作日9:00至17:00", en="Working days, 9:00 to 17:00"),
    own_text("desks[window].title", zh="一号窗口", en="Window one"),
)


def test_each_difference_is_a_sentence_in_the_order_of_the_document() -> None:
    assert [line.sentence for line in own_lines(toy(), OWN)] == [
        "The promised limit is 8 working days; the standard says 10 working days.",
        "The desk of the step “review” is Window; the standard says Office.",
        "The document “Old licence” is not asked for.",
        "The name of the desk “Window” is Window one; the standard says Window.",
        "The hours of the desk “Window”: Working days, 9:00 to 17:00; the standard says nothing.",
    ]


def test_differences_are_told_in_the_readers_language() -> None:
    with override("zh-hans"):
        said = [(line.standard, line.own) for line in own_lines(toy(), OWN)]

    assert ("窗口", "一号窗口") in said
    assert ("科室", "窗口") in said


def test_the_comparison_lists_every_place_at_which_a_district_differs() -> None:
    rows = comparison(toy(), {"A": OWN, "B": terms(shorter("limits.promised", "5")), "C": terms()})

    assert [(row.words, row.standard, row.own) for row in rows[:3]] == [
        ("The promised limit", "10 working days", {"A": "8 working days", "B": "5 working days", "C": ""}),
        ("The desk of the step “review”", "Office", {"A": "Window", "B": "", "C": ""}),
        ("The document “Old licence”", "asked for", {"A": "not asked for", "B": "", "C": ""}),
    ]
    assert comparison(toy(), {"A": terms()}) == []


def test_the_matrix_has_every_limit_over_all_districts() -> None:
    rows = matrix(toy(), {"A": OWN, "B": terms()})

    assert [row.place for row in rows] == [
        "limits.promised",
        "steps[receipt].limit",
        "steps[review].limit",
        "steps[decision].limit",
        "steps[issue].limit",
    ]
    assert rows[0].own == {"A": "8 working days", "B": ""}
