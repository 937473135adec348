"""A form as it will be sent: what the standard asks for and nothing else, with what the registers fill in by themselves."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from approvals.filing import catalogue
from enterprises.registration.enums import EntityType
from enterprises.registration.models import Enterprise
from enterprises.registration.queries import address_on
from workflows.organisation.models import District, Entrustment, Organ
from workflows.standards.schema import Standard

DEEPEST = 40
"""Levels a form may have; a standard's has six."""

_PREFECTURE = "00"


def settled(standard: Standard, form: Mapping[str, Any], enterprise: Enterprise | None, day: date) -> dict[str, Any]:
    """The form to be sent: fields the standard does not know and empty optional ones left out, derived ones filled in."""
    asked = _asked(standard.form, form)
    known: dict[str, Any] = asked if isinstance(asked, dict) else {}
    return known | derived(standard, known, enterprise, day)


def derived(standard: Standard, form: Mapping[str, Any], enterprise: Enterprise | None, day: date) -> dict[str, Any]:
    """The fields nobody types: of the enterprise from its registration, and what follows from other fields."""
    asked = standard.form.get("properties", {})
    found: dict[str, Any] = {}
    if enterprise:
        found |= {"uscc": enterprise.uscc, "name": enterprise.name}
        found |= _places(form, enterprise, day)
    if "prior_items" in asked:
        found["prior_items"] = catalogue.prior_items(_texts(form.get("scope")))
    return {name: value for name, value in found.items() if name in asked and value is not None} if found else {}


def authority_for(area: str, day: date, *, by_shares: bool) -> str | None:
    """The district of the organ that registers at an address in an area, by code; None when nobody does.

    A functional area's organ registers in the name of the organ that entrusts it (许可法 24); companies limited by
    shares register with the prefecture (细则 4).
    """
    district = District.objects.filter(code=area).first()
    if district is None:
        return None
    if by_shares:
        city = district.gb2260[:4] + _PREFECTURE
        return District.objects.filter(gb2260=city).values_list("code", flat=True).first()
    handling = Organ.objects.filter(district=district)
    entrusted = Entrustment.objects.in_force(day).filter(handler__in=handling)
    return entrusted.values_list("issuer__district__code", flat=True).first() or district.code


def digest_of(form: Mapping[str, Any]) -> str:
    """The SHA-256 of the form's canonical JSON: sorted keys, no white space, UTF-8."""
    text = json.dumps(form, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def too_deep(value: Any, levels: int = DEEPEST) -> bool:
    """Tell whether a value has more levels than a form may have, without walking further."""
    if levels < 0:
        return True
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else ()
    return any(too_deep(each, levels - 1) for each in inner)


def _places(form: Mapping[str, Any], enterprise: Enterprise, day: date) -> dict[str, str | None]:
    here = address_on(enterprise.pk, day)
    found: dict[str, str | None] = {}
    if here:
        authority = here.authority
        found = {"old_area": here.district.code, "old_authority": authority.district.code}
    address = form.get("new_address")
    area = address.get("area") if isinstance(address, Mapping) else None
    if isinstance(area, str) and area.isalnum():
        by_shares = EntityType(enterprise.entity_type).is_by_shares
        found["new_authority"] = authority_for(area, day, by_shares=by_shares)
    return found


def _asked(schema: Mapping[str, Any], value: Any) -> Any:
    """The part of a value a schema knows; a value of another kind stays as it is, for the check to find."""
    properties, items = schema.get("properties"), schema.get("items")
    if isinstance(value, Mapping) and isinstance(properties, Mapping):
        required = schema.get("required", ())
        kept = {name: _asked(properties[name], each) for name, each in value.items() if name in properties}
        return {name: each for name, each in kept.items() if name in required or each not in ("", None)}
    if isinstance(value, list) and isinstance(items, Mapping):
        return [_asked(items, each) for each in value]
    return value


def _texts(value: Any) -> Sequence[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []
