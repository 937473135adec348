"""What was typed: kept, edited and made a payload."""

from uuid import uuid4

import pytest
from django.http import QueryDict

from approvals.desks.typed import Row, Typed, cited
from workflows.standards.schema import Basis

EVERYTHING = frozenset({"opinion", "ground", "remedy", "days", "items", "names"})


def test_what_is_empty_is_left_out_so_that_the_law_misses_it() -> None:
    assert Typed(uuid4(), opinion=" ", rows=(Row(),)).payload(EVERYTHING, 7) == {}


def test_a_payload_has_the_fields_of_its_act_and_no_others() -> None:
    typed = Typed(uuid4(), "意见", "unlawful", "复议", "15", "8", (Row("material:lease", "看不清", "重扫", "细则"),))
    item = {"material": "lease", "defect": "看不清", "remedy": "重扫", "basis": "细则"}
    assert typed.payload({"opinion"}, 7) == {"opinion": "意见"}
    assert typed.payload(EVERYTHING, 7) == {
        "opinion": "意见",
        "ground": "unlawful",
        "remedy": "复议",
        "days": 15,
        "items": [item],
        "names": [7, 8],
    }


def test_rows_are_added_and_removed_and_one_always_stays() -> None:
    typed = Typed(uuid4(), rows=(Row(defect="one"),))
    assert [row.defect for row in typed.edited("add").rows] == ["one", ""]
    assert [row.defect for row in typed.edited("add").edited("remove-0").rows] == [""]
    assert typed.edited("remove-0").rows == (Row(),)
    assert typed.edited("nonsense") == typed


def test_a_request_without_a_key_is_no_form() -> None:
    with pytest.raises(ValueError, match="badly formed"):
        Typed.read(QueryDict("key=x"))


def test_an_article_is_cited_as_papers_do() -> None:
    basis = [Basis(law="条例", article="20"), Basis(law="规则", article="校验码")]
    assert cited(basis) == "《条例》第20条；《规则》校验码"


def test_procedure_gaps_and_result_are_read_and_kept() -> None:
    sent = QueryDict(f"key={uuid4()}&procedure=HEARING&days=10&gaps=drawing&gaps=photo&result=+笔录 ")
    typed = Typed.read(sent)
    assert typed.payload({"procedure", "days"}, 7) == {"procedure": "HEARING", "days": 10}
    assert typed.payload({"gaps", "result"}, 7) == {"gaps": ["drawing", "photo"], "result": "笔录"}
