"""The websocket of live hints: a page asks for its desk or its case, and hears when to read it again.

``/ws/hints/?desk=3&case=7`` sends ``{"desk": 3}`` or ``{"case": 7}``. Several of either may be asked for. Everything
asked for is checked when the page connects, as the page itself was; the socket closes with 4404 when something is not
the person's to see, and with 4401 when nobody is signed in.
"""

from datetime import datetime
from typing import Any
from urllib.parse import parse_qs

from asgiref.sync import sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from django.db import connections
from django.utils.timezone import localdate

from enterprises.people.queries import applicants_of
from workflows.engine.hints import group_of_case, group_of_desk
from workflows.engine.models import Case
from workflows.engine.present import present
from workflows.organisation.models import Person
from workflows.organisation.scoping import seen_by

NOT_SIGNED_IN = 4401
NOT_FOUND = 4404
MOST = 20
"""How many desks and cases one page may watch."""


class Hints(AsyncJsonWebsocketConsumer):  # type: ignore[misc]  # channels has no types
    """One page's socket: it hears, and whatever it says is ignored."""

    groups_heard: tuple[str, ...] = ()

    async def connect(self) -> None:
        """Accept a person who may see everything the page asks for; close before that otherwise."""
        user = self.scope.get("user")
        if not isinstance(user, Person) or not user.is_active:
            await self._refuse(NOT_SIGNED_IN)
            return
        asked = _asked(self.scope["query_string"])
        # A thread of its own, so that many sockets that connect at once do not queue behind one another.
        if asked is None or not await sync_to_async(_may_hear, thread_sensitive=False)(user.pk, *asked):
            await self._refuse(NOT_FOUND)
            return
        desks, cases = asked
        self.groups_heard = (*map(group_of_desk, sorted(desks)), *map(group_of_case, sorted(cases)))
        for group in self.groups_heard:
            await self.channel_layer.group_add(group, self.channel_name)
        await self.accept()

    async def disconnect(self, code: int) -> None:  # noqa: ARG002 - the signature of channels
        """Hear nothing any more."""
        for group in self.groups_heard:
            await self.channel_layer.group_discard(group, self.channel_name)

    async def receive(self, *_args: Any, **_kwargs: Any) -> None:
        """Ignore whatever a page says."""

    async def hint(self, event: dict[str, Any]) -> None:
        """Pass one hint on."""
        await self.send_json({name: event[name] for name in ("desk", "case") if name in event})

    async def _refuse(self, code: int) -> None:
        # A browser learns the code of a socket that was open, and only that.
        await self.accept()
        await self.close(code)


def _asked(query: bytes) -> tuple[set[int], set[int]] | None:
    """The desks and cases of the address; None when it asks for nothing, for too much, or for what is no key."""
    fields = parse_qs(query.decode("ascii", "replace"), max_num_fields=MOST)
    desks, cases = fields.get("desk", []), fields.get("case", [])
    values = [*desks, *cases]
    if not values or not all(value.isascii() and value.isdecimal() and len(value) <= 18 for value in values):  # noqa: PLR2004 - below the largest key
        return None
    return set(map(int, desks)), set(map(int, cases))


def _may_hear(person: int, desks: set[int], cases: set[int]) -> bool:
    """Tell whether all of it is the person's to see now; gives the connection back, which an open socket must not keep."""
    try:
        return _sees(person, desks, cases, present())
    finally:
        connections.close_all()


def _sees(person: int, desks: set[int], cases: set[int], now: datetime) -> bool:
    day = localdate(now)
    with seen_by(person, day, applicants_of(person, day)) as scope:
        if not desks <= scope.desks:
            return False
        return not cases or Case.objects.visible_to(scope).filter(pk__in=cases).count() == len(cases)
