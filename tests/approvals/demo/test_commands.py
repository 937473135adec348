"""``demo`` refuses what is real; ``demo_code`` opens the door of a demonstration and of nothing else."""

import json
import stat
from io import StringIO
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connections
from pytest_django import Settings

from approvals.demo.seeds import ACCOUNTS
from tests import cast
from tests.told import Told
from workflows.organisation.models import Person

pytestmark = pytest.mark.xdist_group("told")


def code(*arguments: str) -> str:
    said = StringIO()
    call_command("demo_code", *arguments, stdout=said)
    return said.getvalue().strip()


def test_the_password_and_the_code_let_a_clerk_in(told: Told) -> None:
    given = json.loads(code("lw.receiver", "--json"))
    clerk = Person.objects.get(username="lw.receiver")

    assert authenticate(username="lw.receiver", password=given["password"]) == clerk
    assert Authenticator.objects.get(user=clerk).wrap().validate_code(given["code"])


def test_an_applicant_needs_no_code(told: Told) -> None:
    assert [line.split(":")[0] for line in code("founder").splitlines()] == ["password"]


def test_the_accounts_are_read_by_their_owner_only(told: Told) -> None:
    path = told.state / "secrets" / ACCOUNTS

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_an_unknown_account_is_said(told: Told) -> None:
    with pytest.raises(CommandError, match="There is no account nobody;") as refused:
        code("nobody")

    assert refused.value.returncode == 2


def test_where_nothing_was_told_there_is_no_code(told: Told, tmp_path: Path, settings: Settings) -> None:
    settings.STATE_FOLDER = tmp_path

    with pytest.raises(CommandError, match="There is no demonstration here; run make demo first") as refused:
        code("lw.receiver")

    assert refused.value.returncode == 2


def test_no_demonstration_under_production_settings(db: None, settings: Settings) -> None:
    settings.PRODUCTION = True

    with pytest.raises(CommandError, match="never set up under production settings") as refused:
        call_command("demo")

    assert refused.value.returncode == 2
    assert not Person.objects.exists()


@pytest.mark.committed
def test_no_demonstration_in_a_database_that_is_somebodys(own_database: str) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("DELETE FROM workflows_simulatedclock")
    somebody = cast.person("甲")

    with pytest.raises(CommandError, match=f"The database {own_database} has people in it") as refused:
        call_command("demo")

    assert refused.value.returncode == 2
    assert list(Person.objects.all()) == [somebody]
