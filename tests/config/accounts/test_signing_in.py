"""Signing in as the role that serves requests: password, second step, throttle, where one lands."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from tests import cast
from workflows.organisation.enums import PostRole
from workflows.organisation.models import Person

PASSWORD = "a quiet sentence of five words"  # noqa: S105 - of a person made for the test

pytestmark = pytest.mark.django_db


def with_password(person: Person) -> Person:
    person.set_password(PASSWORD)
    person.save()
    return person


def sign_in(client: Client, person: Person, password: str = PASSWORD) -> HttpResponse:
    return client.post(  # type: ignore[return-value]  # the test client's answer is one
        reverse("account_login"), {"login": person.username, "password": password}
    )


def code_of(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


@pytest.fixture
def person() -> Person:
    return with_password(cast.person("章晓"))


@pytest.fixture
def keeper(settings: Settings) -> Person:
    settings.SECOND_STEP = True
    keeper = with_password(cast.person("标准管理员"))
    cast.post(keeper, PostRole.STANDARD_KEEPER)
    return keeper


def test_the_tables_are_used_as_the_role_that_serves_requests(person: Person) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("tongban_app",)


def test_somebody_without_a_post_signs_in_with_a_password(client: Client, person: Person) -> None:
    response = sign_in(client, person)
    assert response.headers["Location"] == reverse("home")
    assert client.session["_auth_user_id"] == str(person.pk)


def test_a_wrong_password_says_what_to_do(client: Client, person: Person) -> None:
    response = sign_in(client, person, "wrong")
    assert "The user name or the password is wrong." in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_after_five_wrong_passwords_the_right_one_has_to_wait(client: Client, person: Person) -> None:
    for _attempt in range(5):
        sign_in(client, person, "wrong")
    response = sign_in(client, person)
    assert "Wait five minutes and try again" in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_closed_account_does_not_sign_in(client: Client, person: Person) -> None:
    person.is_active = False
    person.save()
    sign_in(client, person)
    assert "_auth_user_id" not in client.session


def test_nobody_signs_up(client: Client) -> None:
    assert client.get("/accounts/signup/").status_code == 404


def test_whoever_holds_a_post_sets_the_second_step_up_before_anything_else(client: Client, keeper: Person) -> None:
    sign_in(client, keeper)
    for address in (reverse("home"), reverse("start"), reverse("mfa_index"), reverse("account_change_password")):
        assert client.get(address).headers["Location"] == reverse("mfa_activate_totp")
    assert client.get(reverse("live")).status_code == 200
    assert client.post(reverse("display"), {"size": "large", "next": "/"}).status_code == 303
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_the_second_step_is_set_up_and_asked_for(client: Client, keeper: Person) -> None:
    sign_in(client, keeper)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    response = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert response.headers["Location"] == reverse("mfa_view_recovery_codes")
    assert len(client.get(response.headers["Location"]).context["unused_codes"]) == 10
    client.post(reverse("account_logout"))
    assert sign_in(client, keeper).headers["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session
    codes = Authenticator.objects.get(user=keeper, type="recovery_codes").wrap().get_unused_codes()
    assert client.post(reverse("mfa_authenticate"), {"code": codes[0]}).headers["Location"] == reverse("home")
    assert client.session["_auth_user_id"] == str(keeper.pk)


def test_a_wrong_code_says_what_to_do(client: Client, keeper: Person) -> None:
    sign_in(client, keeper)
    client.get(reverse("mfa_activate_totp"))
    response = client.post(reverse("mfa_activate_totp"), {"code": "abc"})
    assert "Wait for the next one in the app" in response.content.decode()


def test_the_secret_of_the_second_step_is_stored_encrypted(client: Client, keeper: Person) -> None:
    sign_in(client, keeper)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    stored = Authenticator.objects.get(user=keeper, type="totp")
    assert secret not in str(stored.data)
    assert stored.data["secret"].startswith("gAAAA")
    assert stored.wrap().validate_code(code_of(secret)) in {True, False}


def test_the_session_of_a_post_rests_half_an_hour_at_most(client: Client, keeper: Person, settings: Settings) -> None:
    settings.SECOND_STEP = False
    client.force_login(keeper)
    client.get(reverse("mfa_index"))
    assert client.session.get_expiry_age() == 30 * 60


def test_a_request_the_page_makes_by_itself_is_no_activity(client: Client, keeper: Person, settings: Settings) -> None:
    settings.SECOND_STEP = False
    client.force_login(keeper)
    client.get(reverse("mfa_index"), headers={"X-Hint": "1"})
    assert "touched" not in client.session


def test_changing_the_password_needs_twelve_characters(client: Client, person: Person) -> None:
    client.force_login(person)
    form = {"oldpassword": PASSWORD, "password1": "short", "password2": "short"}
    response = client.post(reverse("account_change_password"), form)
    assert "at least 12 characters" in response.content.decode()
    long = "another quiet sentence of words"
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": long, "password2": long})
    person.refresh_from_db()
    assert person.check_password(long)
