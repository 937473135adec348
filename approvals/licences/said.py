"""What a licence says, as plain values that are kept with it, printed on it and carried inside it."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from approvals.licences.models import Licence
from approvals.licences.orders import Order
from approvals.licences.port import is_simulated
from approvals.licences.types import LicenceType
from approvals.licences.wording import capital_text, day_text, term_text, type_text


def said_of(order: Order, licence: Licence, uscc: str) -> dict[str, Any]:
    """What the licence of an order says (细则 23); ``uscc`` is the code the register gave to a new enterprise."""
    enterprise = order.holder or order.new_enterprise(uscc)
    until = order.type.ends(order.day, enterprise.term_ends_on)
    said = {
        "uscc": enterprise.uscc,
        "name": enterprise.name,
        "type_label": type_text(enterprise.entity_type),
        "legal_representative": enterprise.legal_representative,
        "capital_text": capital_text(enterprise.capital) if enterprise.capital else "",
        "established_on": day_text(enterprise.established_on),
        "term_text": term_text(enterprise.established_on, enterprise.term_ends_on),
        "address": str(order.present_address()),
        "scope_text": _written(order.form, order.type.scope) or enterprise.business_scope,
        "organ_name": order.organ.name,
        "division": order.organ.district.gb2260,
        "issued_on": day_text(order.day),
        "identifier": licence.identifier,
        "valid_from": order.day.isoformat(),
        "valid_to": until.isoformat() if until else None,
        "sample": is_simulated(),
    }
    form = {each.value: _written(order.form, each.value) for each in order.type.items if each.value.startswith("form.")}
    return laid_out(order.type, said | {"form": form}, licence)


def laid_out(kind: LicenceType, said: Mapping[str, Any], licence: Licence) -> dict[str, Any]:
    """The same with what the sheet of the type prints: title, number, and each item with its value."""
    until = date.fromisoformat(said["valid_to"]) if said["valid_to"] else None
    # The last day is printed; kept is the first on which the licence is valid no more.
    whole = {**said, "until_text": day_text(until - timedelta(days=1)) if until else "长期"}
    items = [{"label": each.label, "value": _value(whole, each.value)} for each in kind.items]
    return {
        **whole,
        "title": kind.title.zh,
        "serial": licence.serial,
        "items": [each for each in items if each["value"]],
    }


def _value(said: Mapping[str, Any], name: str) -> str:
    return str(said.get("form", {}).get(name, "") if name.startswith("form.") else said.get(name, ""))


def _written(form: Mapping[str, Any], path: str) -> str:
    """What stands at a path of the form, as text: lists joined, places spelled out; empty where there is nothing."""
    if not path:
        return ""
    found: Any = form
    for part in path.removeprefix("form.").split("."):
        found = found.get(part, "") if isinstance(found, Mapping) else ""
    if isinstance(found, Mapping):
        return "".join(str(each) for each in found.values() if each)
    if isinstance(found, list):
        return "；".join(str(each) for each in found)
    return str(found) if found else ""
