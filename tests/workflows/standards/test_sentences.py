from typing import Any

from tests.workflows.standards.factory import text
from workflows.standards.enums import Effect
from workflows.standards.expressions import measure
from workflows.standards.schema import Check
from workflows.standards.sentences import UNKNOWN, placeholders, sentence


def check(zh: str, en: str = "Text", **values: str) -> Check:
    return Check(id="c", condition="true", effect=Effect.WARN, sentence=text(en, zh), values=values)


def test_a_sentence_without_figures_is_said_as_it_is() -> None:
    assert sentence(check("文字"), {}, "zh-Hans") == "文字"
    assert sentence(check("文字"), {}, "en") == "Text"
    assert sentence(check("文字"), {}, "zh-hans") == "文字"


def test_figures_are_reckoned_from_the_data() -> None:
    asked = check(
        "合计{total}万元，{until}届满",
        "{total} until {until}",
        total="in_wan(sum_wan(form.rows, 'amount'))",
        until="iso(add_months(form.day, 2))",
    )
    data: dict[str, Any] = {"form": {"rows": [{"amount": "300"}, {"amount": "150.5"}], "day": "2025-12-20"}}

    assert sentence(asked, data, "zh-Hans") == "合计450.5万元，2026年2月20日届满"
    assert sentence(asked, measure(data), "en") == "450.5 until 20 February 2026"


def test_a_figure_nobody_knows_is_left_open() -> None:
    asked = check("应为{digit}，{other}", digit="facts.id.expected")

    assert sentence(asked, {"facts": {"id": False}}, "zh-Hans") == f"应为{UNKNOWN}，{UNKNOWN}"
    assert sentence(asked, {"facts": {"id": {"expected": True}}}, "zh-Hans").startswith(f"应为{UNKNOWN}")
    assert sentence(asked, {"facts": {"id": {"expected": "1"}}}, "zh-Hans").startswith("应为1")


def test_what_was_filed_is_never_read_as_a_figure_again() -> None:
    asked = check("“{name}”", name="form.name")

    assert sentence(asked, {"form": {"name": "{name} %s {0}"}}, "zh-Hans") == "“{name} %s {0}”"


def test_the_names_a_sentence_leaves_open() -> None:
    assert placeholders("{a}和{b}，{a}") == {"a", "b"}
