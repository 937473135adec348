"""The pages of the frame: doors, errors, headers, display, and where people land."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.http import HttpRequest
from django.template import engines
from django.test import Client, RequestFactory
from django.urls import reverse

from config.environment import CHECKOUT
from config.pages import home_of, server_error
from tests import cast
from workflows.organisation.enums import PostRole
from workflows.organisation.models import Person

pytestmark = pytest.mark.django_db

PUBLIC = ["/", "/accounts/login/", "/verify/", "/nothing/here/"]
BEHIND = ["/accounts/password/", "/accounts/second-step/"]


def holder(role: PostRole) -> Person:
    person = cast.person("某人")
    cast.post(person, role)
    return person


@pytest.mark.parametrize("address", PUBLIC)
def test_every_page_carries_the_strict_policy(client: Client, address: str) -> None:
    response = client.get(address)
    policy = response.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    for rule in ("default-src 'self'", "frame-ancestors 'none'", "form-action 'self'", "img-src 'self' data:"):
        assert rule in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in response.headers["Permissions-Policy"]


@pytest.mark.parametrize("address", PUBLIC)
def test_no_page_holds_a_style_or_a_script_of_its_own(client: Client, address: str) -> None:
    page = client.get(address).content.decode()
    for part in (" style=", "<style", "onclick=", "<script>"):
        assert part not in page
    assert page.count("<h1") == 1
    assert '<main class="main" id="main"' in page


@pytest.mark.parametrize("address", BEHIND)
def test_pages_behind_signing_in_are_kept_by_nobody(client: Client, address: str) -> None:
    person = cast.person("章晓")
    person.set_password("a quiet sentence of five words")
    person.save()
    client.force_login(person)
    response = client.get(address)
    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]
    assert "unsafe" not in response.headers["Content-Security-Policy"]


def test_a_missing_page_says_what_to_do(client: Client) -> None:
    response = client.get("/nothing/here/")
    assert response.status_code == 404
    assert "Check the number" in response.content.decode()


def test_a_page_that_was_open_too_long_says_so() -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post(reverse("account_login"), {"login": "a", "password": "b"})
    assert response.status_code == 403
    assert "This page was open too long" in response.content.decode()


def test_the_page_of_a_failure_asks_no_database(
    rf: RequestFactory, django_assert_num_queries: Callable[..., object]
) -> None:
    request = rf.get("/")
    with django_assert_num_queries(0):  # type: ignore[attr-defined]
        response = server_error(request)
    assert response.status_code == 500
    assert "Something failed on our side" in response.content.decode()


@pytest.mark.parametrize("name", ["400", "403", "404", "429", "500", "403_csrf"])
def test_no_application_brings_an_error_page_of_its_own(name: str) -> None:
    origin = engines["django"].engine.get_template(f"{name}.html").origin  # type: ignore[attr-defined]
    assert Path(str(origin.name)) == CHECKOUT / "templates" / f"{name}.html"


@pytest.mark.parametrize(
    ("role", "page"),
    [
        (PostRole.STANDARD_KEEPER, "studio:standards"),
        (PostRole.LEADING_GROUP, "studio:standards"),
        (PostRole.SUPERVISOR, "studio:standards"),
        (PostRole.SYSTEM_ADMIN, "offices:accounts"),
        (PostRole.SECURITY_ADMIN, "offices:posts"),
        (PostRole.AUDIT_ADMIN, "offices:administration"),
    ],
)
def test_people_land_where_they_work(rf: RequestFactory, role: PostRole, page: str) -> None:
    assert home_of(asked_by(rf, holder(role))) == page


def test_a_clerk_lands_at_the_queue_and_anybody_else_at_their_cases(rf: RequestFactory) -> None:
    clerk = cast.corridor().lw.receiver
    assert home_of(asked_by(rf, clerk)) == "desks:queue"
    assert home_of(asked_by(rf, cast.person("章晓"))) == "portal:cases"


def asked_by(rf: RequestFactory, person: Person) -> HttpRequest:
    request = rf.get("/home/")
    request.user = person
    return request


def test_nobody_gives_themselves_a_first_password(client: Client) -> None:
    client.force_login(cast.person("章晓"))
    response = client.get(reverse("account_change_password"), follow=True)
    assert response.status_code == 403
    assert "You may not open this" in response.content.decode()


def test_home_needs_signing_in(client: Client) -> None:
    assert client.get(reverse("home")).headers["Location"] == "/accounts/login/?next=/home/"


def test_the_display_is_remembered_and_drawn_by_the_server(client: Client) -> None:
    response = client.post(reverse("display"), {"theme": "dark", "size": "large", "next": "/verify/"})
    assert (response.status_code, response.headers["Location"]) == (303, "/verify/")
    page = client.get("/").content.decode()
    assert 'data-bs-theme="dark"' in page
    assert 'data-size="large"' in page


def test_an_unknown_display_is_not_remembered_and_leads_nowhere_else(client: Client) -> None:
    response = client.post(reverse("display"), {"theme": "pink", "next": "https://example.com/"})
    assert response.headers["Location"] == "/"
    assert "tb_theme" not in response.cookies


def test_the_language_is_switched_and_named_on_the_page(client: Client) -> None:
    client.post(reverse("set_language"), {"language": "zh-hans", "next": "/"})
    page = client.get("/").content.decode()
    assert '<html lang="zh-Hans"' in page
    assert "English</button>" in page


def test_the_door_to_a_licence_leads_to_its_code(client: Client) -> None:
    assert "licence" in client.get(reverse("public:verify")).content.decode()


def test_the_start_page_needs_no_query_of_a_visitor(
    client: Client, django_assert_num_queries: Callable[..., object]
) -> None:
    with django_assert_num_queries(0):  # type: ignore[attr-defined]
        client.get("/")
