"""Reading for somebody: the context row-level security shows rows by, and models that refuse to be read without it."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any, Self, TypeVar

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.sql import Query

from workflows.organisation.errors import UnscopedQueryError
from workflows.organisation.queries import Scope, scope_of

M = TypeVar("M", bound=models.Model)

_entered: ContextVar[Scope | None] = ContextVar("tongban_scope", default=None)

_CASE = ("workflows", "Case")


@contextmanager
def seen_by(person: int, day: date, applicants: Collection[int] = ()) -> Iterator[Scope]:
    """Open a transaction in which reads show what the person's posts on that day show; gives the scope.

    Within another one the outer person's view comes back afterwards.
    """
    scope = scope_of(person, day, frozenset(applicants))
    with transaction.atomic():
        _enter(scope)
        token = _entered.set(scope)
        try:
            yield scope
        finally:
            _entered.reset(token)
        # When the block fails, the rollback brings the outer view back by itself.
        _leave(_entered.get())


def scope_entered() -> Scope | None:
    """The scope reads are made for at this moment, None outside ``seen_by``."""
    return _entered.get()


def _enter(scope: Scope) -> None:
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        # psycopg adapts dates and lists; the stubs name neither.
        named: Any = [scope.person, scope.day, sorted(scope.applicants)]
        cursor.execute("SELECT tongban_enter(%s::bigint, %s::date, %s::bigint[])", named)


def _leave(outer: Scope | None) -> None:
    if outer:
        _enter(outer)
        return
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("SELECT set_config('tongban.districts', '', true), set_config('tongban.applicants', '', true)")


@dataclass(frozen=True, slots=True)
class VisibleBy:
    """How a scoped model's rows show to whom they are visible; each names a field, any one that fits is enough.

    ``districts`` is a list of districts' keys, ``district`` one of them, ``applicant`` the key of whoever filed,
    ``case`` the key of a case with which the row is seen.
    """

    districts: str = ""
    district: str = ""
    applicant: str = ""
    case: str = ""

    def condition(self, scope: Scope) -> Q:
        """The rows visible to a scope that does not watch all."""
        districts, applicants = sorted(scope.districts), sorted(scope.applicants)
        ways: list[Q] = []
        if self.districts:
            ways.append(Q(**{f"{self.districts}__overlap": districts}))
        if self.district:
            ways.append(Q(**{f"{self.district}__in": districts}))
        if self.applicant:
            ways.append(Q(**{f"{self.applicant}__in": applicants}))
        if self.case:
            # The case belongs to a later room, so it is asked for by name.
            cases = ScopedQuerySet(apps.get_model(*_CASE)).visible_to(scope)
            ways.append(Q(Exists(cases.filter(pk=OuterRef(self.case)))))
        return reduce(or_, ways)


class ScopedQuery(Query):
    """SQL about a scoped model; every way of running one asks for its compiler, so that is where it is refused."""

    def get_compiler(self, using: str | None = None, connection: Any = None, elide_empty: bool = True) -> Any:  # noqa: FBT001, FBT002 - Django's signature
        """Refuse to compile for the serving role outside ``seen_by``. Raise UnscopedQueryError."""
        alias = using or connection.alias
        if alias == DEFAULT_DB_ALIAS and _entered.get() is None:
            assert self.model  # noqa: S101 - a query of rows has a model
            raise UnscopedQueryError(model=self.model.__name__)
        return super().get_compiler(using, connection, elide_empty)


class ScopedQuerySet(models.QuerySet[M]):
    """Rows that are read for somebody. The model says in ``visible_by`` by which fields."""

    def __init__(
        self, model: type[M] | None = None, query: Query | None = None, using: str | None = None, hints: Any = None
    ) -> None:
        """Give a new queryset a query that knows what it needs."""
        super().__init__(model, query or ScopedQuery(model), using, hints)

    def visible_to(self, scope: Scope) -> Self:
        """Only the rows the scope shows; what it does not show is not found."""
        if scope.watches_all:
            return self.all()
        visible_by: VisibleBy = self.model.visible_by  # type: ignore[attr-defined]  # every scoped model has it
        return self.filter(visible_by.condition(scope))


class ScopedManager(models.Manager[M]):
    """The manager of a scoped model: ``Case.objects.visible_to(scope)``."""

    def get_queryset(self) -> ScopedQuerySet[M]:
        """Every row, to whoever reads inside ``seen_by``."""
        return ScopedQuerySet(self.model, using=self._db, hints=self._hints)  # type: ignore[attr-defined]  # Django's

    def visible_to(self, scope: Scope) -> ScopedQuerySet[M]:
        """Only the rows the scope shows."""
        return self.get_queryset().visible_to(scope)
