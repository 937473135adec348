"""The JSON Schema of a standard, as the file ``docs/standard.schema.json`` shows it."""

import json

from workflows.standards.schema import Standard

PATH = "docs/standard.schema.json"


def schema_text() -> str:
    """Return the text of the file; a test compares, a command writes it."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"} | Standard.model_json_schema(by_alias=True)
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
