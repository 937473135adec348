"""State folder and secrets."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from config import environment


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TONGBAN_STATE", str(tmp_path))
    return tmp_path


def test_a_secret_is_made_once_and_kept(state: Path) -> None:
    assert environment.secret("one") == environment.secret("one")
    assert environment.secret("one") != environment.secret("two")


def test_a_secret_is_readable_by_its_owner_only(state: Path) -> None:
    environment.secret("one")
    assert stat.S_IMODE((state / "secrets" / "one").stat().st_mode) == 0o600
    assert stat.S_IMODE((state / "secrets").stat().st_mode) == 0o700


def test_processes_that_start_together_agree_on_a_secret(state: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(environment.secret, ["one"] * 32))
    assert set(answers) == {environment.secret("one")}
    assert [path.name for path in (state / "secrets").iterdir()] == ["one"]


def test_a_given_secret_wins(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TONGBAN_SECRET_ONE", "given")
    assert environment.secret("one") == "given"


@pytest.mark.parametrize(
    ("value", "expected"), [("1", True), ("yes", True), ("0", False), ("off", False), ("", False), ("False", False)]
)
def test_a_flag_reads_yes_and_no(monkeypatch: pytest.MonkeyPatch, value: str, expected: bool) -> None:  # noqa: FBT001
    monkeypatch.setenv("TONGBAN_FLAG", value)
    assert environment.flag("TONGBAN_FLAG", default=not expected) is expected


def test_two_state_folders_of_one_checkout_have_two_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TONGBAN_STATE", str(tmp_path / "a"))
    one = environment.state_name()
    monkeypatch.setenv("TONGBAN_STATE", str(tmp_path / "b"))
    assert environment.state_name() != one
