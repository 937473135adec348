"""What can be applied for, whose drafts and applications there are, and what is still to be mended in one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from approvals.filing.checking import Found, assess, case_data, forecast, form_errors
from approvals.filing.errors import DraftNotFoundError, FormError
from approvals.filing.masking import shown_form
from approvals.filing.models import Filing, FilingDraft, Material
from approvals.filing.probes import facts_for
from workflows.organisation.queries import Scope
from workflows.standards.enums import Regime
from workflows.standards.errors import ExpressionError
from workflows.standards.expressions import evaluate
from workflows.standards.models import StandardVersion
from workflows.standards.queries import version_in_force
from workflows.standards.schema import Basis, Limits, Standard, Text
from workflows.standards.terms.queries import Effective, effective_of

__all__ = [
    "Found",
    "Item",
    "Outlook",
    "case_data",
    "catalogue",
    "draft_for",
    "drafts_of",
    "facts_for",
    "filing_of",
    "filings_of",
    "forecast",
    "form_errors",
    "handed_in",
    "in_effect",
    "looked_at",
    "materials_of",
    "needs_enterprise",
    "shown_form",
    "standard_for",
]


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the catalogue: a standard as it is in force, and its version."""

    key: str
    title: Text
    regime: Regime
    limits: Limits
    basis: list[Basis]
    version: StandardVersion
    standard: Standard


@dataclass(frozen=True, slots=True)
class Outlook:
    """How a draft stands: what is to be mended before it can be sent, and what will be found of it afterwards."""

    errors: list[FormError]
    findings: list[Found]


def catalogue(day: date) -> list[Item]:
    """Every standard in force on a day, by key; one query."""
    begun = StandardVersion.objects.published().filter(valid_from__lte=day)
    latest = begun.annotate(place=Window(RowNumber(), partition_by=F("key"), order_by=F("valid_from").desc())).filter(
        place=1
    )
    return [_item(version) for version in latest.order_by("key")]


def standard_for(draft: FilingDraft, day: date) -> Standard | None:
    """The standard in effect on a day for a draft, in the districts its form names by now; None without one."""
    found = in_effect(draft.standard_key, draft.form, day)
    return found.standard if found else None


def in_effect(key: str, form: Mapping[str, Any], day: date) -> Effective | None:
    """What is in effect on a day for a form: the version in force with the terms of the districts the form names.

    A district the form does not name yet has no say; None before the standard's first version.
    """
    version = version_in_force(key, day)
    if version is None:
        return None
    return effective_of(version, parties_named(Standard.model_validate(version.body), form), day)


def parties_named(standard: Standard, form: Mapping[str, Any]) -> dict[str, str]:
    """The districts that play the roles of a case, as far as a form names them."""
    named = {party.role: _district_named(party.district, form) for party in standard.parties}
    return {role: code for role, code in named.items() if code}


def _district_named(expression: str, form: Mapping[str, Any]) -> str:
    try:
        value = evaluate(expression, {"form": form, "facts": {}}).value
    except ExpressionError:
        return ""
    return value if isinstance(value, str) else ""


def needs_enterprise(standard: Standard) -> bool:
    """Tell whether only an enterprise that is registered can apply: its code is filled in from the register."""
    return standard.regime is Regime.RELOCATION


def drafts_of(scope: Scope) -> QuerySet[FilingDraft]:
    """The drafts of the person a scope is of, the last changed first; read inside ``seen_by``."""
    mine = FilingDraft.objects.visible_to(scope).filter(person=scope.person)
    acted_for = Q(enterprise=None) | Q(enterprise__in=sorted(scope.applicants))
    return mine.filter(acted_for).select_related("enterprise", "previous__case").order_by("-changed_at", "-pk")


def draft_for(scope: Scope, draft: int) -> FilingDraft:
    """A draft of the person a scope is of; raise DraftNotFoundError for none, or somebody else's."""
    found = drafts_of(scope).filter(pk=draft).first()
    if found is None:
        raise DraftNotFoundError
    return found


def filings_of(scope: Scope) -> QuerySet[Filing]:
    """The applications a scope shows, the latest first; read inside ``seen_by``."""
    return (
        Filing.objects.visible_to(scope).select_related("case", "standard", "enterprise").order_by("-filed_at", "-pk")
    )


def filing_of(scope: Scope, case: int) -> Filing | None:
    """The application a case was opened by, if the scope shows it."""
    return filings_of(scope).filter(case=case).first()


def filing_after(scope: Scope, filing: Filing) -> Filing | None:
    """The application that was filed anew in the place of one that was returned, if there is one."""
    return filings_of(scope).filter(previous=filing).first()


def materials_of(scope: Scope, of: FilingDraft | Filing) -> QuerySet[Material]:
    """The files of a draft or an application, in the order they were handed in; read inside ``seen_by``."""
    whose = {"draft": of} if isinstance(of, FilingDraft) else {"filing": of}
    return Material.objects.visible_to(scope).filter(**whose).order_by("pk")


def handed_in(files: QuerySet[Material]) -> dict[str, list[dict[str, Any]]]:
    """The files by the key of their material, as conditions and the case see them."""
    found: dict[str, list[dict[str, Any]]] = {}
    for file in files:
        said = {"name": file.name, "media": file.media, "size": file.size, "digest": file.digest}
        found.setdefault(file.key, []).append(said)
    return found


def looked_at(scope: Scope, draft: FilingDraft, standard: Standard, now: datetime) -> Outlook:
    """How a draft stands now, by everything that was typed and handed in; read inside ``seen_by``."""
    materials = handed_in(materials_of(scope, draft))
    found = assess(standard, draft.form, materials, now, draft.enterprise)
    return Outlook(found.errors, forecast(standard, found.form, found.facts, now, materials))


def _item(version: StandardVersion) -> Item:
    standard = Standard.model_validate(version.body)
    return Item(standard.key, standard.title, standard.regime, standard.limits, standard.basis, version, standard)
