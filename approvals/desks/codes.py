"""What the codes in a form are called: a standard keeps codes, because codes are what registers exchange."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from enterprises.identity.enums import IdType
from enterprises.registration.enums import EntityType
from workflows.organisation.models import District

_PLACES = frozenset({"area", "old_area", "filed_at", "old_authority", "new_authority"})

_WORDS: Mapping[str, Mapping[str, str | Promise]] = {
    "ent_type": {kind.value: kind.label for kind in EntityType},
    "id_type": {kind.value: kind.label for kind in IdType},
    "address_basis": {
        "PROMISE": _("Promised by declaration"),
        "OWNED": _("Own property"),
        "LEASED": _("Rented"),
        "FREE": _("Used free of charge"),
    },
    "currency": {"CNY": _("Renminbi yuan")},
    "method": {
        "CASH": _("Money"),
        "KIND": _("Things"),
        "IP": _("Intellectual property"),
        "LAND": _("Right to use land"),
        "EQUITY": _("Shares in another company"),
        "CLAIM": _("Claims"),
        "DATA": _("Data and virtual property"),
    },
}


def word_of(name: str, value: str, places: Mapping[str, str]) -> str:
    """Return what a value of the field ``name`` is called, itself where nobody named it; ``places`` are the districts."""
    if name in _PLACES:
        return places.get(value, value)
    return str(_WORDS.get(name, {}).get(value, value))


def places_by_code() -> Mapping[str, str]:
    """Return what every district is called in the reader's language, by code; one query."""
    chinese = (get_language() or "zh").startswith("zh")
    return dict(District.objects.values_list("code", "name" if chinese else "name_en"))
