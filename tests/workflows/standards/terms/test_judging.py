import pytest

from tests.law import law
from tests.workflows.standards import factory
from tests.workflows.standards.terms.toy import desk, own_text, shorter, terms, toy, without
from workflows.standards.schema import Handler, Limit
from workflows.standards.terms.documents import Difference
from workflows.standards.terms.judging import refusals

pytestmark = pytest.mark.usefixtures("english")


@pytest.mark.parametrize(
    "difference",
    [
        shorter("limits.promised", "8"),
        shorter("limits.promised", "8", "NATURAL"),
        shorter("steps[review].limit", "0.5"),
        shorter("steps[decision].limit", "1"),
        without("old_licence"),
        desk("review", "window"),
        desk("issue", "window"),
        own_text("desks[window].title"),
        own_text("desks[window].hours"),
        own_text("notices[told].text"),
    ],
)
def test_what_takes_away_within_the_bounds_may_be_saved(difference: Difference) -> None:
    assert refusals(terms(difference), toy()) == []


@law("浙规 12")
@law("许可法 58")
@pytest.mark.parametrize(
    ("difference", "sentence"),
    [
        (
            shorter("limits.promised", "11"),
            (
                "The promised limit would be 11 working days, longer than the 10 working days of the standard;"
                " terms can only shorten."
            ),
        ),
        (
            shorter("steps[review].limit", "6", "NATURAL"),
            (
                "The limit of the step “review” would be 6 calendar days, longer than the 5 working days of the standard;"
                " terms can only shorten."
            ),
        ),
        (
            shorter("steps[decision].limit", "0.5"),
            (
                "The limit of the step “decision” would be 0.5 working day; the standard lets no district promise less than"
                " 1 working day."
            ),
        ),
        (
            shorter("steps[review].limit", "1.5"),
            (
                "The limit of the step “review” is 1.5 working days, which no clock reckons; give whole days, or half a"
                " working day."
            ),
        ),
        (
            shorter("steps[issue].limit", "1"),
            "The limit of the step “issue” is fixed by the standard: no district may change it.",
        ),
        (
            shorter("steps[hearing].limit", "1"),
            "The standard has no step hearing, and terms cannot add one; take steps[hearing].limit out.",
        ),
        (
            shorter("steps[end].limit", "1"),
            "The step end has no limit to shorten; take steps[end].limit out.",
        ),
        (
            shorter("limits.statutory", "1"),
            "Terms cannot change limits.statutory: it is the same in every district. Take it out.",
        ),
        (
            without("application"),
            "The document “Application” is fixed by the standard: no district may do without it.",
        ),
        (
            without("certificate"),
            "The standard asks for no document certificate, and terms cannot add one; take materials[certificate] out.",
        ),
        (desk("review", "moon"), "The desk of the step “review” cannot be moon; choose one of office, window."),
        (
            desk("decision", "window"),
            "The desk of the step “decision” is fixed by the standard: no district may change it.",
        ),
        (
            own_text("desks[window].title", zh=" "),
            "The name of the desk “Window” has to be written in both languages.",
        ),
        (
            own_text("checks[c].sentence"),
            "Terms cannot change checks[c].sentence: it is the same in every district. Take it out.",
        ),
        (
            own_text("materials[old_licence]"),
            "The document “Old licence” cannot be changed in this way; look at the list of what may be changed.",
        ),
        (
            shorter("limits.promised", "10"),
            "The promised limit is what the standard says already; leave it out of the terms.",
        ),
    ],
)
def test_what_adds_or_is_fixed_is_refused_in_a_full_sentence(difference: Difference, sentence: str) -> None:
    assert refusals(terms(difference), toy()) == [sentence]


def test_the_applicants_own_time_is_not_shortened() -> None:
    steps = factory.steps()
    steps["review"] = steps["review"].model_copy(
        update={"limit": Limit(days="5"), "handler": Handler(party="applicant")}
    )
    standard = toy(steps=steps, layers=[])

    assert refusals(terms(shorter("steps[review].limit", "2"), of=standard), standard) == [
        (
            "The limit of the step “review” is the applicant's own time: less of it is not in their favour, and it"
            " stays as it is."
        )
    ]


def test_working_days_are_not_shorter_than_calendar_days() -> None:
    standard = toy(limits={"statutory": {"days": "20"}, "promised": {"days": "10", "unit": "NATURAL"}})

    assert refusals(terms(shorter("limits.promised", "9"), of=standard), standard) == [
        "The promised limit counts calendar days in the standard (10 calendar days); count them in the terms too."
    ]


def test_every_refusal_is_told_at_once() -> None:
    both = terms(without("application"), shorter("limits.promised", "30"))

    assert len(refusals(both, toy())) == 2


def test_a_place_stands_in_terms_once() -> None:
    found = refusals(terms(shorter("limits.promised", "8"), shorter("limits.promised", "7")), toy())

    assert found == ["limits.promised stands in the terms 2 times; keep one."]


def test_terms_are_judged_by_the_text_they_rest_on() -> None:
    other = toy(title=factory.text("Other"))

    assert refusals(terms(shorter("limits.promised", "8")), other) == [
        "The terms rest on another text of the standard; re-base them onto this one."
    ]
