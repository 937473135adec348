"""The websocket of hints: who may listen to what, what they hear, and that an open one keeps no connection."""

import asyncio
from collections.abc import Coroutine, Iterator
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connections

from config.consumers import NOT_FOUND, NOT_SIGNED_IN
from tests.config.websocket import Page
from tests.workflows.engine.stage import RECEIVED, Stage, ask
from tests.workflows.journal.after_commit import Handled, no_consumers, stage
from workflows.engine import hints
from workflows.engine.verbs import claim
from workflows.engine.worker_jobs import perform_effect
from workflows.journal.effects import register_listener
from workflows.journal.models import Effect
from workflows.journal.relay import relay_once
from workflows.organisation.models import Desk, Person


@pytest.fixture
def set_stage(own_database: str) -> Iterator[Stage]:
    """The story's present is the day of the acts, on which the clerks hold their posts."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE workflows_simulatedclock SET instant = %s", [RECEIVED])
    with no_consumers():
        register_listener(hints.LISTENER, hints.tell)
        yield stage()


def signed_in(person: Person) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def run(work: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(work)


async def closing_code(query: str, cookie: str = "") -> int:
    page = Page(query, cookie)
    await page.connect()
    return await page.closing_code()


def desk_of(kind: str = "REVIEW") -> int:
    return Desk.objects.get(kind=kind).pk


@pytest.mark.committed
def test_a_clerk_hears_of_their_desk_and_case_and_nothing_but_keys(set_stage: Stage) -> None:
    case, desk = set_stage.file().case, desk_of()
    relay_once()
    cookie = signed_in(set_stage.people["anna"])

    def act() -> None:
        set_stage.act("bo", case, "desk", "on", now=RECEIVED)
        relay_once()
        connections.close_all()

    async def listen() -> list[Any]:
        page = Page(f"desk={desk}&case={case}", cookie)
        assert await page.connect()
        await sync_to_async(act)()
        heard = [await page.hears(), await page.hears()]
        await page.says('{"desk": 999}')
        assert await page.hears_nothing()
        await page.disconnect()
        return heard

    assert run(listen()) == [{"case": case}, {"desk": desk}]


@pytest.mark.committed
def test_a_claim_is_hinted_as_well(set_stage: Stage) -> None:

    case, desk = set_stage.file().case, desk_of()
    relay_once()
    cookie = signed_in(set_stage.people["anna"])

    def take() -> None:
        claim(actor=set_stage.actor("bo"), case=case, step="desk", now=RECEIVED)
        relay_once()
        connections.close_all()

    async def listen() -> Any:
        page = Page(f"desk={desk}", cookie)
        assert await page.connect()
        await sync_to_async(take)()
        heard = await page.hears()
        await page.disconnect()
        return heard

    assert run(listen()) == {"desk": desk}


@pytest.mark.committed
def test_what_the_worker_made_of_an_act_is_hinted_as_well(set_stage: Stage) -> None:
    Handled()
    case = set_stage.file().case
    relay_once()
    cookie = signed_in(set_stage.people["anna"])

    def make() -> None:
        perform_effect(effect=Effect.objects.using("worker").get().pk)
        connections.close_all()

    async def listen() -> Any:
        page = Page(f"case={case}", cookie)
        assert await page.connect()
        await sync_to_async(make)()
        heard = await page.hears()
        await page.disconnect()
        return heard

    assert run(listen()) == {"case": case}


@pytest.mark.committed
def test_nobody_hears_without_signing_in(set_stage: Stage) -> None:
    assert run(closing_code(f"desk={desk_of()}")) == NOT_SIGNED_IN


@pytest.mark.committed
def test_what_is_not_ones_own_is_not_found(set_stage: Stage) -> None:
    case, desk = set_stage.file().case, desk_of()
    stranger = signed_in(set_stage.people["applicant"])
    anna = signed_in(set_stage.people["anna"])
    for query, cookie in (
        (f"desk={desk}", stranger),
        (f"case={case}", stranger),
        (f"desk={desk}&case={case + 1}", anna),
        (f"desk={desk + 1}", anna),
        ("", anna),
        ("desk=-1", anna),
        ("case=one", anna),
        (f"case={'9' * 19}", anna),
    ):
        assert run(closing_code(query, cookie)) == NOT_FOUND


@pytest.mark.committed
def test_a_post_that_ended_opens_nothing(set_stage: Stage) -> None:
    cookie, desk = signed_in(set_stage.people["anna"]), desk_of()
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE workflows_post SET valid_to = %s WHERE desk_id IS NOT NULL", [RECEIVED.date()])
    assert run(closing_code(f"desk={desk}", cookie)) == NOT_FOUND


@pytest.mark.committed
def test_a_page_of_another_site_is_refused(set_stage: Stage) -> None:
    cookie = signed_in(set_stage.people["anna"])

    async def connect() -> bool:
        page = Page(f"desk={desk}", cookie, origin="https://elsewhere.example")
        return await page.connect()

    desk = desk_of()
    assert run(connect()) is False


@pytest.mark.committed
def test_open_sockets_keep_no_database_connection(set_stage: Stage, own_database: str) -> None:
    cookie, desk = signed_in(set_stage.people["anna"]), desk_of()
    connections["default"].close()
    held = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND usename = 'tongban_app' AND pid <> pg_backend_pid()"

    async def listen() -> int:
        pages = [Page(f"desk={desk}", cookie) for _ in range(10)]
        for page in pages:
            assert await page.connect()
        await asyncio.sleep(0.3)
        ((standing,),) = await sync_to_async(ask)(held, own_database)
        for page in pages:
            await page.disconnect()
        return int(standing)

    assert run(listen()) == 0
