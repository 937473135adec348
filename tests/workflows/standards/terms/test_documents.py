from typing import Any

import pytest

from tests.workflows.standards.terms.toy import shorter, terms, without
from workflows.standards.canonical import canonical_value, digest
from workflows.standards.terms.documents import parse_terms
from workflows.standards.terms.errors import NotTermsError

pytestmark = pytest.mark.usefixtures("english")


def raw(**more: Any) -> dict[str, Any]:
    return canonical_value(terms()) | more


def test_equal_differences_have_one_digest_whatever_their_order() -> None:
    one, other = shorter("limits.promised", "8"), without("old_licence")

    assert digest(terms(one, other)) == digest(terms(other, one))


def test_a_document_is_read_back_as_it_was_written() -> None:
    written = terms(shorter("steps[review].limit", "2.0"), without("old_licence"))

    assert parse_terms(canonical_value(written)) == written
    assert canonical_value(written)["differences"] == [
        {"place": "materials[old_licence]", "without": True},
        {"place": "steps[review].limit", "limit": {"days": "2", "unit": "WORKING"}},
    ]


@pytest.mark.parametrize(
    ("part", "says"),
    [
        ("steps", "Terms cannot add or change a step: the steps are the same in every district."),
        ("checks", "Terms cannot add or change a check:"),
        ("conditions", "Terms cannot add a condition:"),
        ("materials", "Terms cannot add a document:"),
        ("fees", "Terms cannot add a fee:"),
        ("form", "Terms cannot change the form:"),
        ("grounds", "Terms cannot add a ground:"),
        ("limits", "Terms cannot set the statutory limit"),
        ("moon", "moon is no difference terms can hold"),
    ],
)
def test_what_adds_cannot_be_read_and_the_sentence_says_which_and_why(part: str, says: str) -> None:
    with pytest.raises(NotTermsError) as refused:
        parse_terms(raw(**{part: [{"key": "more"}]}))

    (sentence,) = refused.value.sentences
    assert sentence.startswith(says)


@pytest.mark.parametrize(
    "difference",
    [
        {"place": "materials[x]", "without": False},
        {"place": "materials[x]", "title": {"zh-Hans": "一", "en": "one"}},
        {"place": "steps[x].limit"},
        {"place": "steps[x].limit", "limit": {"days": "1"}, "desk": "window"},
        {"place": "desks[x].title", "text": {"en": "one"}},
    ],
)
def test_a_difference_is_one_of_four_things(difference: dict[str, Any]) -> None:
    with pytest.raises(NotTermsError) as refused:
        parse_terms(raw(differences=[difference]))

    assert [sentence.split(" is ")[0] for sentence in refused.value.sentences] == [
        f"differences[{difference['place']}]"
    ]
