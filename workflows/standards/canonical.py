"""The one form in which a standard is kept, and the way in from YAML.

Equal standards have equal bytes: keys sorted, no white space, UTF-8, decimals as plain strings (15.0 is 15), defaults
written out so that the meaning of a published version never depends on the code that reads it.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

import yaml
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from workflows.standards.defects import Defect, DefectCode, element, ordered
from workflows.standards.errors import DocumentError
from workflows.standards.schema import Part, Standard

MAX_CHARACTERS = 2_000_000
MAX_DEPTH = 64

_TEXT = "tag:yaml.org,2002:str"


class NotAStandardError(DocumentError):
    """A document that does not have the shape of a standard; ``defects`` say where."""

    def __init__(self, defects: list[Defect]) -> None:
        """Keep every defect: a drafter mends them in one go."""
        super().__init__(
            "document.shape",
            gettext_lazy("The document is not a standard: %(first)s (%(count)s defects in all)."),
            first=defects[0].sentence if defects else "",
            count=len(defects),
        )
        self.defects = defects


def canonical_value(standard: Part) -> dict[str, Any]:
    """Return the document as plain JSON values; raise DocumentError when one in it is not JSON."""
    value: dict[str, Any] = _plain(standard.model_dump(mode="python", by_alias=True), 0)
    return value


def canonical(standard: Part) -> bytes:
    """Return the canonical JSON of a document; raise DocumentError when a value in it is not JSON."""
    try:
        text = json.dumps(
            canonical_value(standard), ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
        )
        return text.encode()
    except DocumentError:
        raise
    except ValueError:
        raise _not_json() from None


def digest(standard: Part) -> str:
    """Return the SHA-256 of the canonical bytes, in hexadecimal; it is the address of the version."""
    return hashlib.sha256(canonical(standard)).hexdigest()


def load_yaml(source: Path | str) -> dict[str, Any]:
    """Return the raw document of a YAML file or text.

    Raise DocumentError for duplicate keys, anchors, keys that are not texts, and anything that is not one object.
    Only JSON's literals are numbers, truth values and null: a code like 000131901000 or a date stays the text it is.
    """
    text = source.read_text(encoding="utf-8") if isinstance(source, Path) else source
    if len(text) > MAX_CHARACTERS:
        raise DocumentError("document.size", gettext_lazy("The document is too large; keep it under 2 MB."))
    try:
        _check_events(text)
        raw = yaml.load(text, _Loader)  # noqa: S506 - a SafeLoader that accepts less
    except DocumentError:
        raise
    except (yaml.YAMLError, ValueError) as error:
        raise DocumentError(
            "document.yaml",
            gettext_lazy("The document is not the YAML a standard is written in: %(reason)s. Mend it there."),
            reason=" ".join(str(error).split()),
        ) from None
    except RecursionError:
        raise _too_deep() from None
    if not isinstance(raw, dict):
        raise DocumentError("document.object", gettext_lazy("The document is not one object; begin with “key:”."))
    return raw


def parse(raw: Mapping[str, Any]) -> Standard:
    """Return the standard a raw document holds; raise NotAStandardError with all its defects of shape."""
    try:
        return Standard.model_validate(raw)
    except ValidationError as error:
        raise NotAStandardError(ordered([_defect(raw, detail) for detail in error.errors()])) from None


def _check_events(text: str) -> None:
    """Refuse what no standard needs before libyaml builds anything of it: its composer recurses in C."""
    depth = 0
    for event in yaml.parse(text, yaml.CSafeLoader):
        if isinstance(event, yaml.AliasEvent):
            raise _refused(gettext_lazy("Line %(line)s uses an alias; write the value out."), event)
        if isinstance(event, yaml.NodeEvent) and getattr(event, "tag", None) is not None:
            raise _refused(gettext_lazy("Line %(line)s gives a value a type with “!”; take that out."), event)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise _too_deep()


class _Loader(yaml.CSafeLoader):
    """YAML as JSON sees it: no merge keys, no dates, no yes and no, and no key twice."""

    yaml_implicit_resolvers: Any = {}  # noqa: RUF012 - PyYAML's own shape

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002 - its signature
        seen: set[str] = set()
        for key, _value in node.value:
            if key.tag != _TEXT:
                raise _refused(gettext_lazy("Line %(line)s has a key that is not a text; put it in quotes."), key)
            if key.value in seen:
                raise _refused(
                    gettext_lazy("Line %(line)s has the key %(key)s a second time; keep one of them."), key, key.value
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def _refused(sentence: Promise, where: Any, key: str = "") -> DocumentError:
    return DocumentError("document.yaml", sentence, line=where.start_mark.line + 1, key=key)


for _tag, _pattern in (
    ("bool", r"true|false"),
    ("null", r"null|~|"),
    ("int", r"-?(?:0|[1-9][0-9]{0,17})"),
    ("float", r"-?(?:0|[1-9][0-9]*)\.[0-9]+"),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"(?:{_pattern})$", re.ASCII), None)


def _plain(value: Any, depth: int) -> Any:
    if depth > MAX_DEPTH:
        raise _too_deep()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return format(value.normalize(), "f") if value else "0"
    if isinstance(value, dict):
        return {_key(key): _plain(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item, depth + 1) for item in value]
    if value is None or isinstance(value, str | bool | int | float):
        return value
    raise _not_json()


def _key(key: Any) -> str:
    if isinstance(key, str):
        return key
    raise _not_json()


def _not_json() -> DocumentError:
    return DocumentError(
        "document.json",
        gettext_lazy("The standard holds a value that JSON does not know; use texts, numbers, truth values and lists."),
    )


def _too_deep() -> DocumentError:
    return DocumentError("document.depth", gettext_lazy("The document nests too deeply; keep it under 64 levels."))


def _defect(raw: Mapping[str, Any], detail: ErrorDetails) -> Defect:
    place = element(raw, detail["loc"])
    codes = {"block_without_basis": DefectCode.BLOCK_WITHOUT_BASIS, "check_question": DefectCode.CHECK_QUESTION}
    code = codes.get(detail["type"], DefectCode.NOT_A_STANDARD)
    return Defect(code, place, _say(place, detail))


def _say(place: str, detail: ErrorDetails) -> str:
    """Say what is wrong with the shape in our words: pydantic's are neither translated nor advice."""
    sentences = {
        "missing": _("%(place)s is missing; write it."),
        "extra_forbidden": _("%(place)s is not part of a standard; take it out or mend its name."),
        "block_without_basis": _("%(place)s blocks without a legal basis; cite the article, or choose another effect."),
        "check_question": _("%(place)s asks nothing or two things; give it either a condition or a probe."),
        "desks_without_desk": _("%(place)s names further desks and none at which the step waits; name that one."),
        "back_and_on": _("%(place)s leads back and on; take the steps out, or “back”."),
        "string_too_short": _("%(place)s is empty; write it."),
        "string_too_long": _("%(place)s is too long; use at most %(limit)s characters."),
        "string_pattern_mismatch": _("%(place)s does not have the form %(limit)s; mend it."),
        "enum": _("%(place)s is not one of %(limit)s; choose one."),
        "too_short": _("%(place)s is an empty list; write at least one entry."),
        "greater_than_equal": _("%(place)s is too small; use at least %(limit)s."),
        "greater_than": _("%(place)s is too small; use more than %(limit)s."),
        "less_than_equal": _("%(place)s is too large; use at most %(limit)s."),
    }
    context = detail.get("ctx", {})
    limit = next(
        (context[name] for name in ("max_length", "pattern", "expected", "ge", "gt", "le") if name in context), ""
    )
    sentence = sentences.get(
        detail["type"], _("%(place)s is not what the schema allows there; see docs/standard.schema.json.")
    )
    return sentence % {"place": place or _("The document"), "limit": limit}
