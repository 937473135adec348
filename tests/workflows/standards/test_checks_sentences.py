import pytest

from tests.workflows.standards.factory import a_standard, text
from workflows.standards.checks_ports import port_defects
from workflows.standards.checks_sentences import sentence_defects
from workflows.standards.defects import Defect, DefectCode
from workflows.standards.enums import Effect
from workflows.standards.registry import Registry
from workflows.standards.schema import Check

pytestmark = pytest.mark.usefixtures("english")


def found(en: str, zh: str, **values: str) -> list[Defect]:
    check = Check(id="c", condition="true", effect=Effect.WARN, sentence=text(en, zh), values=values)
    return sentence_defects(a_standard(checks=[check]))


def test_both_languages_say_every_value() -> None:
    assert found("{a} of {b}", "{b}之{a}", a="1", b="2") == []


def test_a_value_the_check_does_not_reckon() -> None:
    assert found("Total", "合计{total}") == [
        Defect(
            DefectCode.SENTENCE_VALUE,
            "checks[c].sentence.zh-Hans",
            "The sentence of the check c in zh-Hans names {total}; add it to the values.",
        )
    ]
    assert [defect.sentence for defect in found("{}", "文字")] == [
        "The sentence of the check c in en names {(empty)}; add it to the values."
    ]


def test_a_value_one_language_does_not_say() -> None:
    assert found("Total", "合计{total}", total="1") == [
        Defect(
            DefectCode.SENTENCE_VALUE,
            "checks[c].sentence.en",
            "The sentence of the check c in en does not say the value total; add it as {name}.",
        )
    ]


def test_a_value_that_does_not_compile() -> None:
    check = Check(id="c", condition="true", effect=Effect.WARN, sentence=text("{a}", "{a}"), values={"a": "1 +"})

    assert [(defect.code, defect.element) for defect in port_defects(a_standard(checks=[check]), Registry())][-1] == (
        DefectCode.EXPRESSION_INVALID,
        "checks[c].values.a",
    )
