"""Who looked at what, which erasures were asked for, and what was erased of a case."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from approvals.filing.labels import full_label
from approvals.privacy.enums import AccessKind, DataClass, ErasureReason
from approvals.privacy.errors import NotAuditAdministratorError
from approvals.privacy.models import Access, Erasure
from approvals.privacy.tombstone import stone_of
from workflows.organisation.enums import PostRole
from workflows.organisation.queries import Scope
from workflows.standards.schema import Standard

PAGE = 50
"""Rows on one page of the audit."""


@dataclass(frozen=True, slots=True)
class Erased:
    """That something was erased, in words for a page."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Look:
    """One look at personal values in words: who, when in ``access``, and what of the case."""

    access: Access
    what: str


def need_audit(scope: Scope) -> None:
    """Let the audit administrator pass; raise NotAuditAdministratorError for everybody else."""
    if not scope.holds(PostRole.AUDIT_ADMIN):
        raise NotAuditAdministratorError


def accesses(using: str = "audit") -> QuerySet[Access]:
    """Every look, the latest first, with people and cases."""
    found = Access.objects.using(using).select_related("person", "case__standard")
    return found.defer("case__standard__body").order_by("-recorded_at", "-id")


def accesses_of(scope: Scope, case: int) -> list[Access]:
    """The looks at one case, the latest first, for whoever it concerns."""
    mine = Access.objects.visible_to(scope).filter(case=case, case__applicant__in=sorted(scope.applicants))
    return list(mine.select_related("person").order_by("-recorded_at", "-id"))


def looks_at(found: Iterable[Access], standard: Standard) -> list[Look]:
    """Put looks into the words of the standard."""
    return [Look(each, what_said(each, standard)) for each in found]


def what_said(access: Access, standard: Standard | None) -> str:
    """What was looked at, by the names the standard has for it; by its paths without one."""
    if standard is None:
        return ", ".join(access.fields)
    if access.kind == AccessKind.MATERIAL:
        titles = {material.key: material.title for material in standard.materials}
        return ", ".join(_title(titles.get(key)) or key for key in access.fields)
    return ", ".join(full_label(path, standard) for path in access.fields)


def erasures(using: str = "audit") -> QuerySet[Erasure]:
    """Every request, the latest first, with who asked and who decided."""
    return Erasure.objects.using(using).select_related("case", "asked_by", "decided_by").order_by("-pk")


def erased_of(scope: Scope, case: int) -> list[Erased]:
    """What was erased of a case, in the order it was."""
    done = Erasure.objects.visible_to(scope).filter(case=case, outcome="ERASED")
    return [Erased(_sentence(each)) for each in done.select_related("decided_by").order_by("pk")]


def sentence_of(value: Any) -> str:
    """What to say in the place of an erased value; empty where the value is there."""
    stone = stone_of(value)
    if stone is None:
        return ""
    named = {"day": str(stone["at"])[:10], "reason": _reason(stone), "law": stone["law"]}
    return _("Erased on %(day)s because %(reason)s (%(law)s); its digest is kept.") % named


def _reason(stone: Mapping[str, Any]) -> str:
    known = stone["reason"] in ErasureReason.values
    return str(ErasureReason(stone["reason"]).label) if known else str(stone["reason"])


def _sentence(erasure: Erasure) -> str:
    assert erasure.decided_at  # noqa: S101 - what was erased was decided
    assert erasure.decided_by  # noqa: S101 - as above
    named = {
        "what": ", ".join(str(DataClass(each).label) for each in erasure.classes),
        "day": localdate(erasure.decided_at).isoformat(),
        "who": erasure.decided_by.name,
        "reason": ErasureReason(erasure.reason).label,
        "law": erasure.law,
    }
    return (
        _(
            "Erased on %(day)s by %(who)s because %(reason)s (%(law)s): %(what)s. The digests are kept, so the record stays whole."
        )
        % named
    )


def _title(text: Any) -> str:
    from approvals.deciding.texts import in_reader_language  # noqa: PLC0415 - a text of the standard, where there is one

    return in_reader_language(text) if text else ""
