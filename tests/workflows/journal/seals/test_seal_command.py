"""``manage.py seal`` as an operator calls it."""

import io
import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.cast import Corridor
from tests.workflows.journal.made_by_hand import NOON, Case
from workflows.engine.models import SimulatedClock
from workflows.journal.seals.models import SealKey


def run(*arguments: str) -> tuple[str, str, int]:
    """What the command printed, what it complained of, and its exit code."""
    out = io.StringIO()
    try:
        call_command("seal", *arguments, stdout=out, no_color=True)
    except CommandError as error:
        return out.getvalue(), str(error), error.returncode
    return out.getvalue(), "", 0


@pytest.fixture
def next_day(three: list[Case]) -> list[Case]:
    SimulatedClock.objects.using("owner").update(instant=NOON + timedelta(days=1))
    return three


def test_keys_are_made_once_and_rotated_by_name(committed: Corridor, keys: Path) -> None:
    out, err, code = run("keys")
    assert (err, code) == ("", 0)
    assert f"Key 1 of district LW: {SealKey.objects.get(district__code='LW').written}" in out
    assert f"The private ones are in {keys}/" in out
    assert run("keys")[0].startswith("Keys made: 0.")
    assert run("keys", "--rotate", "--district", "LW")[0].startswith("Key 2 of district LW: ")
    assert run("keys", "--district", "XX")[1:] == (
        "There is no district with the code XX; check the code.",
        1,
    )


def test_days_are_sealed_and_countersigned(next_day: list[Case]) -> None:
    run("keys")
    out, _err, code = run("make", "--json")
    assert (json.loads(out), code) == ({"seals": 1, "countersignatures": 1, "wanting": 0}, 0)
    assert run("make")[0] == "Seals made: 0, countersigned: 0, still wanting it: 0.\n"


def test_a_seal_that_wants_its_second_signature_is_exit_1(next_day: list[Case]) -> None:
    run("keys", "--district", "LW")
    out, err, code = run("make")
    assert out == "Seals made: 1, countersigned: 0, still wanting it: 1.\n"
    assert (err, code) == ("Another district has to countersign; run this where its key is.", 1)


def test_the_public_keys_are_published_as_the_case_files_script_reads_them(committed: Corridor, tmp_path: Path) -> None:
    run("keys")
    out, _err, code = run("publish", "--out", str(tmp_path / "keys.json"))
    assert (out, code) == (f"4 public keys are in {tmp_path / 'keys.json'}.\n", 0)
    found = json.loads((tmp_path / "keys.json").read_text("utf-8"))
    assert {(key["district"], key["public"]) for key in found} == {
        (key.district.code, key.written) for key in SealKey.objects.select_related("district")
    }
    assert run("publish", "--out", str(tmp_path / "missing" / "keys.json"))[2] == 2
