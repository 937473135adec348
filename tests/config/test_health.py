from typing import Any

import pytest
from django.test import Client

from config import health


def test_a_watcher_is_answered_without_tls(client: Client, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/health/live").status_code == 200
    assert client.get("/language/").status_code == 301


def test_the_process_lives_without_a_database(client: Client) -> None:
    assert client.get("/health/live").json() == {"status": "ok", "checks": {}}


@pytest.mark.django_db
def test_it_is_ready_when_database_migrations_and_cache_are(client: Client) -> None:
    response = client.get("/health/ready")
    assert response.json() == {"status": "ok", "checks": {"database": True, "migrations": True, "cache": True}}
    assert response.headers["Cache-Control"].startswith("max-age=0")


@pytest.mark.django_db
def test_it_says_so_in_words(client: Client) -> None:
    response = client.get("/health/ready", headers={"accept": "text/plain"})
    assert response.content.decode() == "database: ok\nmigrations: ok\ncache: ok\n"


def test_a_check_that_fails_to_run_does_not_hold(client: Client) -> None:
    def broken() -> bool:
        raise ConnectionError

    assert health.holds(broken) is False
    answer = health.answer(client.get("/health/live").wsgi_request, {"database": False})
    assert answer.status_code == 503
