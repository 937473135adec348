"""Who comes in: an administrator of the kind a page is for, or whoever holds a post; others do not find it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.timezone import localdate

from workflows.engine.present import present
from workflows.organisation.enums import PostRole
from workflows.organisation.models import Person
from workflows.organisation.queries import Scope, scope_of

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Official:
    """A person with a post, at an instant."""

    person: Person
    now: datetime
    scope: Scope

    @property
    def day(self) -> date:
        """The day their posts count on."""
        return self.scope.day

    def holds(self, role: PostRole) -> bool:
        """Tell whether they hold a post of a role."""
        return self.scope.holds(role)


Page = Callable[Concatenate[HttpRequest, Official, P], HttpResponse]
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def only_for(*roles: PostRole) -> Callable[[Page[P]], View[P]]:
    """Show a page to people with a post of one of these roles, and without any named to people at desks."""

    def admits(scope: Scope) -> bool:
        return bool(scope.roles & set(roles)) if roles else bool(scope.own_desks)

    def entrance(page: Page[P]) -> View[P]:
        @wraps(page)
        def view(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not isinstance(request.user, Person):
                raise Http404
            now = present()
            official = Official(request.user, now, scope_of(request.user.pk, localdate(now)))
            if not admits(official.scope):
                raise Http404
            return page(request, official, *args, **kwargs)

        return view

    return entrance
