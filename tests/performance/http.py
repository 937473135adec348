"""An act as a clerk does it in a page, and a bare Django view with a session and one SQL function."""

import uuid
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.test import Client, override_settings

from tests.performance.corridor import ACTS, Corridor
from tests.performance.limit import Limit

BARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
"""What any Django site has that lets people sign in."""

_limits: list[Limit] = []


def bare_act(request: HttpRequest, case: int, place: int) -> HttpResponse:
    """Do the act by the one function, for whoever is signed in."""
    if not request.user.is_authenticated:
        return HttpResponse(status=403)
    _limits[0].act(case, place)
    return HttpResponseRedirect("/")


class Pages:
    """The acts of the corridor over HTTP, in process; only the acts are counted, not the filing."""

    def __init__(self, corridor: Corridor) -> None:
        self.corridor = corridor
        self.limit = Limit(corridor)
        _limits[:] = [self.limit]
        self.clients: dict[str, Client] = {}
        self.bare_clients: dict[str, Client] = {}

    def act(self) -> Iterator[int]:
        case = self.corridor.submit()
        yield 0
        for who, step, act in ACTS:
            sent = {
                "step": step,
                "act": act,
                "ordinal": str(ACTS.index((who, step, act)) + 1),
                "key": str(uuid.uuid4()),
            }
            answer = self._client(who, self.clients).post(f"/desks/{case}/act/", sent)
            if answer.status_code != 302:
                raise RuntimeError(f"{answer.status_code}: {answer.content[:500]!r}")
            yield 1

    def bare(self) -> Iterator[int]:
        case = self.limit.submit()
        yield 0
        with override_settings(MIDDLEWARE=BARE):
            for place, (who, _step, _act) in enumerate(ACTS):
                answer = self._client(who, self.bare_clients).post(f"/bare/{case}/{place}/")
                if answer.status_code != 302:
                    raise RuntimeError(f"{answer.status_code}")
                yield 1

    def _client(self, who: str, known: dict[str, Client]) -> Client:
        if who not in known:
            client = Client()
            client.force_login(self.corridor.stage.people[who])
            known[who] = client
        return known[who]
