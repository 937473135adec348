"""A form as pages and lists show it: numbers of documents and telephones masked (个保法 28)."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from enterprises.identity.masking import mask_id, mask_phone
from workflows.standards.schema import Standard

_MASKS: Final = {"id": mask_id, "phone": mask_phone}
_BY_NAME: Final = {"id_no": "id", "phone": "phone"}


def shown_form(form: Mapping[str, Any], standard: Standard, unmasked: Collection[str] = ()) -> dict[str, Any]:
    """The form with every identity number and telephone masked, but at the paths a desk needs to read.

    ``unmasked`` are paths such as ``legal_rep.id_no``; an entry of a list is named without its number. An enterprise's
    credit code is public and stays. What is masked is known by the field's name (``id_no``, ``phone``), unless the
    standard says otherwise of it: ``x-mask`` is ``id``, ``phone`` or ``none``.
    """
    shown = _shown(dict(form), standard.form, "", frozenset(unmasked), corporate=False)
    return dict(shown)


def masked_paths(form: Mapping[str, Any], standard: Standard) -> list[str]:
    """The paths of everything ``shown_form`` masks, in the order of the form; entries of a list share one."""
    found = dict.fromkeys(_differing(form, shown_form(form, standard), ""))
    return list(found)


def _differing(value: Any, shown: Any, path: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, each in value.items():
            yield from _differing(each, shown[name], f"{path}.{name}".lstrip("."))
    elif isinstance(value, list):
        for each, covered in zip(value, shown, strict=True):
            yield from _differing(each, covered, path)
    elif value != shown:
        yield path


def _shown(value: Any, schema: Any, path: str, unmasked: frozenset[str], *, corporate: bool) -> Any:
    if isinstance(value, Mapping):
        known = schema.get("properties", {}) if isinstance(schema, Mapping) else {}
        is_enterprise = value.get("id_type") == "001"
        return {
            name: _shown(each, known.get(name), f"{path}.{name}".lstrip("."), unmasked, corporate=is_enterprise)
            for name, each in value.items()
        }
    if isinstance(value, list):
        items = schema.get("items") if isinstance(schema, Mapping) else None
        return [_shown(each, items, path, unmasked, corporate=corporate) for each in value]
    kind = _kind(schema, path.rpartition(".")[2])
    if not isinstance(value, str) or path in unmasked or kind not in _MASKS or (corporate and kind == "id"):
        return value
    return _MASKS[kind](value)


def _kind(schema: Any, name: str) -> str:
    told = schema.get("x-mask") if isinstance(schema, Mapping) else None
    return told if isinstance(told, str) else _BY_NAME.get(name, "")
