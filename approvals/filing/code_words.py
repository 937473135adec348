"""What the codes of a form are called: one label in the reader's language for each value a closed list allows.

A standard keeps codes, because codes are what registers exchange. A value nobody gave a label is shown as it is.
"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from enterprises.identity.enums import IdType
from enterprises.registration.enums import EntityType
from workflows.organisation.models import District

Labels = Mapping[str, str | Promise]

_ID_TYPES: Labels = {
    "001": _("Business licence (legal person)"),
    **{kind.value: kind.label for kind in IdType},
    "516": _("Travel permit for Hong Kong and Macao residents"),
}

_METHODS: Labels = {
    "CASH": _("Money"),
    "KIND": _("Things"),
    "IP": _("Intellectual property"),
    "LAND": _("Right to use land"),
    "EQUITY": _("Shares in another company"),
    "CLAIM": _("Claims"),
    "DATA": _("Data and virtual property"),
}

_ADDRESS_GROUNDS: Labels = {
    "PROMISE": _("Promised by declaration"),
    "OWNED": _("Own property"),
    "LEASED": _("Rented"),
    "FREE": _("Used free of charge"),
}

_MANDATES: Labels = {
    "HANDLE": _("Handle the application"),
    "COLLECT": _("Collect papers and licences"),
    "CORRECT": _("Correct the material"),
    "WITHDRAW": _("Withdraw the application"),
}

_RECOGNITION: Labels = {
    "R0": _("Valid everywhere"),
    "R1": _("Recognised at once"),
    "R2": _("Recognised after a check of the conditions"),
    "R3": _("Recognised after a visit"),
    "R4": _("Bound to the place"),
}

_BY_NAME: Mapping[str, Labels] = {
    "ent_type": {kind.value: kind.label for kind in EntityType},
    "id_type": _ID_TYPES,
    "method": _METHODS,
    "address_basis": _ADDRESS_GROUNDS,
    "scope": _MANDATES,
    "class": _RECOGNITION,
    "currency": {"CNY": _("Renminbi yuan")},
}
"""By the name of the field, wherever it stands in the form."""

_OF_DISTRICTS = frozenset({"area", "filed_at", "old_area"})
_OF_AUTHORITIES = frozenset({"old_authority", "new_authority"})

CITY = "WZ"
"""The city's own bureau, which registers companies limited by shares; no district of the corridor has this code."""


def label_of(name: str, value: object, districts: Mapping[str, str]) -> str:
    """What ``value`` of the field ``name`` is called; ``districts`` gives the districts' names by code."""
    text = str(value)
    if name in _OF_DISTRICTS:
        return districts.get(text, text)
    if name in _OF_AUTHORITIES:
        return _authority(text, districts)
    return str(_BY_NAME.get(name, {}).get(text, text))


def districts_by_code() -> Mapping[str, str]:
    """Return what every district is called in the reader's language, by code; one query."""
    chinese = (get_language() or "zh").startswith("zh")
    return dict(District.objects.values_list("code", "name" if chinese else "name_en"))


def _authority(code: str, districts: Mapping[str, str]) -> str:
    if code == CITY and code not in districts:
        return str(_("Wenzhou Administration for Market Regulation"))
    if code not in districts:
        return code
    return str(_("%(district)s Administration for Market Regulation")) % {"district": districts[code]}
