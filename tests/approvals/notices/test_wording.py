import pytest

from approvals.notices.wording import filled, in_both_languages
from tests.law import law
from tests.workflows.engine.every_step import GAPS, HEARING, licence
from workflows.standards.schema import Text

STANDARD = licence().standard


@law("许可法 45")
def test_the_applicant_is_told_which_procedure_and_how_long_it_takes() -> None:
    text = next(notice.text for notice in STANDARD.notices if notice.key == "hearing")
    assert in_both_languages(text, HEARING, STANDARD) == {
        "zh-Hans": "因听证,预计10个工作日。",
        "en": "The clock stands for a hearing, which takes 10 working days.",
    }


@law("浙规 11")
def test_what_is_to_follow_is_named_in_each_language() -> None:
    text = Text(zh="请在{days}日内补交{gaps}。", en="Hand in {gaps} within {days} days.")
    content = {**GAPS, "gaps": ["drawing", "photo"]}
    assert in_both_languages(text, content, STANDARD) == {
        "zh-Hans": "请在5日内补交平面图、照片。",
        "en": "Hand in floor plan, photo within 5 days.",
    }


@pytest.mark.parametrize("said", ["{name} {0} {}", "100 % {", "{days"])
def test_what_an_act_does_not_name_stays_as_it_is(said: str) -> None:
    assert filled(said, "en", {}, STANDARD) == said
