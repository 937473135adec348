import json
from pathlib import Path

from workflows.standards.schema_docs import PATH, schema_text


def test_the_documented_schema_is_the_one_of_the_models() -> None:
    assert (Path(__file__).parents[3] / PATH).read_text(encoding="utf-8") == schema_text()


def test_the_schema_names_chinese_texts_as_the_document_does() -> None:
    schema = json.loads(schema_text())

    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert sorted(schema["$defs"]["Text"]["required"]) == ["en", "zh-Hans"]
