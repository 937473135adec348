"""The answers of a made-up application as fields: each leaf of the form by its path, typed as the form says.

A list shows the entries the application has; what is left empty is not answered.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from workflows.studio.words import language

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """One leaf: where it is, what it is called, what stands there, and what it may be."""

    path: Path
    label: str
    value: Any
    kind: str
    choices: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The path as a field's name."""
        return "/".join(str(part) for part in self.path)

    @property
    def text(self) -> str:
        """The value as it is typed."""
        if isinstance(self.value, bool):
            return "true" if self.value else "false"
        return "" if self.value is None else str(self.value)


def answers_of(form: Mapping[str, Any], answers: Mapping[str, Any]) -> list[Answer]:
    """Return every leaf the form asks for or the answers have."""
    return list(_leaves(form, answers, (), ""))


def answered(form: Mapping[str, Any], answers: Mapping[str, Any], typed: Mapping[str, str]) -> dict[str, Any]:
    """Return the answers with what was typed, by the names of the fields; what is empty is taken out.

    A number that is none stays as typed, so that the form's own checks can say what is wrong with it.
    """
    written: dict[str, Any] = deepcopy(dict(answers))
    for field in answers_of(form, answers):
        if field.name in typed:
            _put(written, field.path, _value(field.kind, typed[field.name].strip()))
    return written


def _leaves(schema: Mapping[str, Any], value: Any, path: Path, above: str) -> Iterator[Answer]:
    label = _called(schema, path, above)
    kind = _kind(schema, value)
    if kind == "object":
        held = value if isinstance(value, Mapping) else {}
        asked = schema.get("properties", {})
        for key in dict.fromkeys([*asked, *held]):
            yield from _leaves(asked.get(key, {}), held.get(key), (*path, key), label)
    elif kind == "array":
        for place, item in enumerate(value if isinstance(value, list) else ()):
            yield from _leaves(schema.get("items", {}), item, (*path, place), label)
    else:
        choices = tuple(str(each) for each in schema.get("enum", ()))
        yield Answer(path, label, value, kind, choices)


def _kind(schema: Mapping[str, Any], value: Any) -> str:
    declared = schema.get("type")
    if isinstance(declared, str):
        return declared
    found = {bool: "boolean", int: "integer", float: "number", dict: "object", list: "array"}
    return next((kind for made, kind in found.items() if isinstance(value, made)), "string")


def _called(schema: Mapping[str, Any], path: Path, above: str) -> str:
    if not path:
        return ""
    last = path[-1]
    if isinstance(last, int):
        return f"{above} {last + 1}"
    own = (schema.get("title") if language() == "zh-Hans" else schema.get("x-title-en")) or last
    return f"{above} › {own}" if above else str(own)


def _value(kind: str, text: str) -> Any:
    if not text:
        return None
    if kind == "boolean":
        return text == "true"
    if kind in {"integer", "number"}:
        try:
            return int(text) if kind == "integer" else float(text)
        except ValueError:
            return text
    return text


def _put(answers: dict[str, Any], path: Path, value: Any) -> None:
    """Write a leaf, making the objects on its way; an empty one is taken out, with objects that are then empty."""
    here: Any = answers
    for part in path[:-1]:
        if isinstance(here, dict) and here.get(part) is None:
            here[part] = {}
        here = here[part]
    if value is not None:
        here[path[-1]] = value
    elif isinstance(here, dict):
        here.pop(path[-1], None)
        if not here and len(path) > 1:
            _drop_empty(answers, path[:-1])


def _drop_empty(answers: dict[str, Any], path: Path) -> None:
    here: Any = answers
    for part in path[:-1]:
        here = here[part]
    if isinstance(here, dict):
        here.pop(path[-1], None)
