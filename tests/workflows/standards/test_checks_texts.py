from typing import Any

import pytest

from tests.workflows.standards.factory import a_standard, a_step, an_act, steps, text
from workflows.standards.checks_texts import text_defects
from workflows.standards.defects import Defect, DefectCode
from workflows.standards.schema import Step

pytestmark = pytest.mark.usefixtures("english")

WORDS = {"zh-Hans": "文字", "en": "Text"}
CITATION = {"law": "行政许可法", "article": "32"}


def found(*changed: Step, **changes: Any) -> list[Defect]:
    return text_defects(a_standard(steps=steps() | {step.key: step for step in changed}, **changes))


@pytest.mark.parametrize(
    ("part", "entry", "key"),
    [
        ("parties", {"role": "home", "title": WORDS, "district": "case.district"}, "home"),
        ("materials", {"key": "m", "title": WORDS}, "m"),
        ("checks", {"id": "c", "condition": "true", "effect": "WARN", "sentence": WORDS}, "c"),
        ("grounds", {"key": "g", "sentence": WORDS}, "g"),
        ("blocks", {"key": "b", "title": WORDS}, "b"),
        (
            "results",
            {"key": "r", "kind": "PAPER", "template": "t", "title": WORDS, "step": "review", "act": "pass"},
            "r",
        ),
        ("notices", {"key": "n", "audience": "DESK", "step": "review", "act": "pass", "text": WORDS}, "n"),
        ("tests", {"name": "t", "answers": {}, "received": "", "expect": {"steps": [], "phase": "CLOSED"}}, "t"),
    ],
)
def test_a_key_that_is_there_twice(part: str, entry: dict[str, Any], key: str) -> None:
    assert found(**{part: [entry, entry]}) == [
        Defect(
            DefectCode.DUPLICATE_KEY,
            f"{part}[{key}]",
            f"The key {key} is there 2 times in {part}; rename or remove the others.",
        )
    ]


def test_a_block_that_does_not_exist() -> None:
    assert found(a_step("review", "review", "ACCEPTED", an_act("pass", "reviewed", "decision"), block="b")) == [
        Defect(
            DefectCode.UNKNOWN_BLOCK,
            "steps[review].block",
            "The step review is in the block b, which does not exist; add the block or name another.",
        )
    ]


def test_a_ground_that_is_not_defined() -> None:
    act = an_act("pass", "reviewed", "decision", grounds=["known", "unknown"])

    assert found(a_step("review", "review", "ACCEPTED", act), grounds=[{"key": "known", "sentence": WORDS}]) == [
        Defect(
            DefectCode.UNKNOWN_GROUND,
            "steps[review].acts[pass].grounds[unknown]",
            "The act pass at the step review allows the ground unknown, which is not defined;"
            " add it to the grounds of the standard.",
        )
    ]


def test_silence_performs_an_act_of_its_step() -> None:
    silence = {"after": {"days": 1}, "act": "accept", "basis": "law", "citation": CITATION}

    assert found(a_step("review", "review", "ACCEPTED", an_act("pass", "reviewed", "decision"), silence=silence)) == [
        Defect(
            DefectCode.UNKNOWN_ACT,
            "steps[review].silence.act",
            "steps[review].silence.act names the act accept, which the step review does not have; name one of its acts.",
        )
    ]


@pytest.mark.parametrize(
    ("part", "key", "entry"),
    [
        ("results", "[r]", {"key": "r", "kind": "LICENCE", "template": "t", "title": WORDS}),
        ("notices", "[n]", {"key": "n", "audience": "APPLICANT", "text": WORDS}),
    ],
)
def test_what_follows_an_act_names_a_step_and_act_there_are(part: str, key: str, entry: dict[str, Any]) -> None:
    assert found(**{part: [entry | {"step": "gone", "act": "pass"}]}) == [
        Defect(
            DefectCode.UNKNOWN_STEP,
            f"{part}{key}.step",
            f"{part}{key} names the step gone, which does not exist; name one of the steps.",
        )
    ]
    assert found(**{part: [entry | {"step": "review", "act": "gone"}]}) == [
        Defect(
            DefectCode.UNKNOWN_ACT,
            f"{part}{key}.act",
            f"{part}{key}.act names the act gone, which the step review does not have; name one of its acts.",
        )
    ]


def test_an_embedded_test_performs_acts_there_are() -> None:
    test = {"name": "t", "answers": {}, "received": "", "expect": {"steps": [], "phase": "CLOSED"}}

    assert found(tests=[test | {"acts": [{"step": "review", "act": "gone", "at": ""}]}]) == [
        Defect(
            DefectCode.UNKNOWN_ACT,
            "tests[t].acts[1].act",
            "tests[t].acts[1].act names the act gone, which the step review does not have; name one of its acts.",
        )
    ]


def test_a_text_is_there_in_both_languages_wherever_it_stands() -> None:
    act = an_act("pass", "reviewed", "decision", title=text(zh=" "))

    assert found(a_step("review", "review", "ACCEPTED", act), title=text("")) == [
        Defect(DefectCode.MISSING_TEXT, place, f"The text at {place} is empty; write it in both languages.")
        for place in ("title.en", "steps[review].acts[pass].title.zh-Hans")
    ]
