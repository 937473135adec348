"""Who reads the desks' pages: a person with posts, at one instant."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest
from django.utils import timezone

from workflows.engine.present import present
from workflows.engine.state import Actor
from workflows.organisation.models import Person
from workflows.organisation.queries import Scope
from workflows.organisation.scoping import seen_by


@dataclass(frozen=True, slots=True)
class Clerk:
    """A person at work. Whom else they act for as an applicant counts for nothing here."""

    person: Person
    now: datetime

    @property
    def day(self) -> date:
        """The day on which their posts count."""
        return timezone.localdate(self.now)

    @property
    def actor(self) -> Actor:
        """The person as the engine knows them; it reads the posts itself."""
        return Actor(self.person.pk, self.person.name)

    def seeing(self) -> AbstractContextManager[Scope]:
        """Read what the person's posts show."""
        return seen_by(self.person.pk, self.day)


def clerk_of(request: HttpRequest) -> Clerk:
    """Return who asks; every page of the site wants a person who has signed in."""
    assert isinstance(request.user, Person)  # noqa: S101 - tells mypy what the middleware has made sure of
    return Clerk(request.user, present())
