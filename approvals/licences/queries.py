"""Licences for those who may list them, and the public's narrow way to one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Q
from django.utils.functional import cached_property

from approvals import store
from approvals.licences.enums import LicenceState
from approvals.licences.errors import LicenceNotFoundError
from approvals.licences.models import Licence, LicenceChange, RegisterExchange
from approvals.licences.types import LicenceType, type_of_code
from workflows.organisation.queries import Scope
from workflows.organisation.scoping import ScopedQuerySet


@dataclass(frozen=True)
class ShownLicence:
    """What anybody may know of a licence: the columns of the SQL function ``licence_shown``, and nothing else."""

    identifier: str
    state: str
    state_at: datetime
    holder: str
    uscc: str
    issuer: str
    version: int
    valid_from: date | None
    valid_to: date | None
    scope: str
    sample: bool
    digest: str
    latest: str
    type_code: str = ""
    renewing: bool = False

    @property
    def kind(self) -> LicenceType | None:
        """Its type, where it is known here."""
        return type_of_code(self.type_code)

    @cached_property
    def chain(self) -> Sequence["ShownVersion"]:
        """Every version, the latest first; one query."""
        return versions_shown(self.identifier)

    def state_on(self, day: date) -> LicenceState:
        """The state as of a day: one whose last day has passed is expired, whether or not anybody noted it.

        One whose renewal was asked for in time and never answered goes on: it is deemed renewed (许可法 50).
        """
        state = LicenceState(self.state)
        over = self.valid_to is not None and self.valid_to <= day and not self.renewing
        return LicenceState.EXPIRED if over and state == LicenceState.CURRENT else state


@dataclass(frozen=True, slots=True)
class ShownVersion:
    """One version in the chain."""

    identifier: str
    state: str
    issuer: str
    version: int
    valid_from: date | None

    @property
    def word(self) -> str:
        """Its state in the reader's language."""
        return str(LicenceState(self.state).label)


def licence_shown(wanted: str) -> ShownLicence | None:
    """The licence of an identifier or of its document's SHA-256, or the latest of a holder's credit code, as the public sees it; one query.

    It asks an SQL function that runs as the owner: nobody can list licences by it, and no other column comes out.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM licence_shown(%s)", [wanted])
        found = cursor.fetchone()
    return ShownLicence(*found) if found else None


def versions_shown(identifier: str) -> list[ShownVersion]:
    """The chain of versions a licence belongs to, as the public sees it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM licence_versions(%s)", [identifier])
        return [ShownVersion(*found) for found in cursor.fetchall()]


def licence_by_identifier(scope: Scope, identifier: str) -> Licence:
    """A licence the reader may see whole. Raise LicenceNotFoundError for any other."""
    visible = Licence.objects.visible_to(scope).select_related("issuer", "holder")
    found: Licence | None = visible.filter(identifier=identifier).first()
    if found is None:
        raise LicenceNotFoundError(identifier=identifier)
    return found


def licences_of(scope: Scope, holder: int) -> ScopedQuerySet[Licence]:
    """The licences of an enterprise that the reader may see, the latest version first."""
    visible = Licence.objects.visible_to(scope).select_related("issuer")
    found: ScopedQuerySet[Licence] = visible.filter(holder=holder).order_by("type_code", "-version")
    return found


def licences_of_case(scope: Scope, case: int) -> ScopedQuerySet[Licence]:
    """The licences a case has brought, also those that wait for the register."""
    found: ScopedQuerySet[Licence] = (
        Licence.objects.visible_to(scope).select_related("issuer", "holder").filter(case=case).order_by("seq")
    )
    return found


def licence_for(scope: Scope, pk: int) -> Licence:
    """A licence the reader may see, by its key. Raise LicenceNotFoundError for any other."""
    # Not with its case: a holder need not see the case that brought the licence.
    visible = Licence.objects.visible_to(scope).select_related("issuer__district", "holder")
    found: Licence | None = visible.filter(pk=pk).first()
    if found is None:
        raise LicenceNotFoundError(identifier=pk)
    return found


def chain_of(scope: Scope, licence: Licence) -> list[Licence]:
    """Every version of a licence that the reader may see, the latest first."""
    visible = Licence.objects.visible_to(scope).select_related("issuer")
    return list(visible.filter(type_code=licence.type_code, serial=licence.serial).order_by("-version"))


def changes_of(scope: Scope, chain: Sequence[Licence]) -> list[LicenceChange]:
    """What was asked, proposed and decided about the versions of a licence, the latest first."""
    visible = LicenceChange.objects.visible_to(scope).select_related(
        "licence__issuer__district", "started_by", "decided_by"
    )
    return list(visible.filter(licence__in=chain).order_by("-started_at", "-pk"))


def found_licences(scope: Scope, wanted: str, most: int) -> list[Licence]:
    """The heads of chains in the reader's districts by identifier, credit code or part of the holder's name."""
    visible = (
        Licence.objects.visible_to(scope).select_related("issuer", "holder").exclude(state=LicenceState.SUPERSEDED)
    )
    if wanted:
        named = Q(identifier=wanted) | Q(holder__uscc=wanted) | Q(holder__name__icontains=wanted)
        visible = visible.filter(named)
    return list(visible.order_by("-state_at", "-pk")[:most])


def exchanges_of(scope: Scope, case: int) -> ScopedQuerySet[RegisterExchange]:
    """What was said to and by the register about a case, in order."""
    found: ScopedQuerySet[RegisterExchange] = (
        RegisterExchange.objects.visible_to(scope).filter(case=case).order_by("seq", "number")
    )
    return found


def bytes_of(licence: Licence) -> bytes:
    """The document of a licence in force. Raise FileLostError, or LicenceNotFoundError while it waits."""
    if not licence.digest:
        raise LicenceNotFoundError(identifier=licence.identifier)
    return store.fetch(licence.digest)
