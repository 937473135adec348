"""Who comes in: every page asks first who the visitor is today, and to others it does not exist."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.timezone import localdate

from workflows.engine.present import present
from workflows.organisation.models import Person
from workflows.organisation.queries import Scope, scope_of
from workflows.studio.queries import keeps_standards, reads_standards

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Visitor:
    """A person at an instant, with the posts of that day."""

    person: Person
    now: datetime
    scope: Scope

    @property
    def day(self) -> date:
        """The day of the visit."""
        return self.scope.day

    @property
    def keeps(self) -> bool:
        """Whether the visitor drafts and approves standards."""
        return keeps_standards(self.scope)


Page = Callable[Concatenate[HttpRequest, Visitor, P], HttpResponseBase]
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def for_readers(page: Page[P]) -> View[P]:
    """Show the page to keepers, supervisors and the leading group; it is not found by anybody else."""
    return _entrance(page, reads_standards)


def for_keepers(page: Page[P]) -> View[P]:
    """Show the page to keepers; it is not found by anybody else."""
    return _entrance(page, keeps_standards)


def _entrance(page: Page[P], admits: Callable[[Scope], bool]) -> View[P]:
    @wraps(page)
    def view(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not isinstance(request.user, Person):
            raise Http404
        now = present()
        visitor = Visitor(request.user, now, scope_of(request.user.pk, localdate(now)))
        if not admits(visitor.scope):
            raise Http404
        return page(request, visitor, *args, **kwargs)

    return view
