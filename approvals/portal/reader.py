"""Who reads a page, and when: the person signed in, with what they may see at the present instant."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from django.http import HttpRequest
from django.utils.timezone import localdate

from enterprises.people.queries import applicants_of
from workflows.engine.present import present
from workflows.organisation.models import Person
from workflows.organisation.queries import Scope
from workflows.organisation.scoping import seen_by


@dataclass(frozen=True, slots=True)
class Reader:
    """The person, the present, and the scope everything on the page is read in."""

    person: Person
    now: datetime
    scope: Scope

    @property
    def day(self) -> date:
        """The local day."""
        return self.scope.day


def person_of(request: HttpRequest) -> Person:
    """The person signed in; the pages of this room ask for one."""
    return cast("Person", request.user)


@contextmanager
def reading(request: HttpRequest, now: datetime | None = None) -> Iterator[Reader]:
    """Read for the person signed in, at ``now`` or at present; everything of a page is read and drawn inside."""
    person, at = person_of(request), now or present()
    day = localdate(at)
    with seen_by(person.pk, day, applicants_of(person.pk, day)) as scope:
        yield Reader(person, at, scope)
