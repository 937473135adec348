import json
from pathlib import Path

import pytest
import yaml
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connections
from django.utils.timezone import localdate

from tests.workflows.engine import factory as engine
from tests.workflows.engine.stage import RECEIVED, set_up
from tests.workflows.standards.drawn import relocation
from workflows.standards.canonical import canonical_value, digest
from workflows.standards.enums import Regime
from workflows.standards.models import StandardVersion


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "relocation.yaml"
    path.write_text(yaml.safe_dump(canonical_value(relocation()), allow_unicode=True), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(("suffix", "begins"), [(".svg", "<svg"), (".bpmn", "<?xml")])
def test_a_file_becomes_a_chart(file: str, tmp_path: Path, suffix: str, begins: str) -> None:
    out = tmp_path / f"chart{suffix}"
    call_command("chart", file, out=str(out))
    assert out.read_text(encoding="utf-8").startswith(begins)
    assert "收件" in out.read_text(encoding="utf-8")


def test_json_says_what_was_written(file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "chart.svg"
    call_command("chart", file, "--json", "--language", "en", "--out", str(out))
    assert json.loads(capsys.readouterr().out) == {"file": str(out), "characters": len(out.read_text(encoding="utf-8"))}


@pytest.mark.parametrize(
    ("options", "code"),
    [(["--out", "x.png"], 2), (["--out", "x.bpmn", "--case", "1"], 2), (["--out", "/nowhere/at/all.svg"], 2)],
)
def test_a_wrong_call_is_code_two(file: str, options: list[str], code: int) -> None:
    with pytest.raises(CommandError) as refusal:
        call_command("chart", file, *options)
    assert refusal.value.returncode == code


def test_a_file_that_is_no_standard_is_code_one(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text("key: 1\n")
    for name in ("x.yaml", "missing.yaml"):
        with pytest.raises(CommandError) as refusal:
            call_command("chart", str(tmp_path / name), out=str(tmp_path / "x.svg"))
        assert refusal.value.returncode == 1


@pytest.mark.django_db(databases=["default"])
def test_a_key_means_the_version_in_force(tmp_path: Path) -> None:
    out = tmp_path / "chart.svg"
    with pytest.raises(CommandError) as refusal:
        call_command("chart", "relocation", out=str(out))
    assert refusal.value.returncode == 1
    StandardVersion.objects.create(
        key="relocation",
        number=1,
        digest=digest(relocation()),
        body=canonical_value(relocation()),
        valid_from=localdate(),
        published_at=RECEIVED,
    )
    call_command("chart", "relocation", out=str(out))
    assert out.read_text(encoding="utf-8").startswith("<svg")


@pytest.mark.committed
def test_a_case_shows_what_is_done_and_open(own_database: str, tmp_path: Path) -> None:
    receipt = engine.step("receipt", "review", "SUBMITTED", engine.act("pass", "review"))
    review = engine.step("review", "review", "SUBMITTED", engine.act("pass", "end", move="complete"))
    stage = set_up(
        engine.rules(Regime.SERVICE, receipt, review, engine.end("COMPLETED")),
        {"clerk": (engine.LONGWAN, "REVIEW", "REVIEWER")},
    )
    opened = stage.file()
    stage.act("clerk", opened.case, "receipt", "pass", now=RECEIVED)
    out = tmp_path / "case.svg"
    call_command("chart", "test", out=str(out), case=opened.number)
    text = out.read_text(encoding="utf-8")
    assert 'class="chart-step chart-done"' in text
    assert 'class="chart-step chart-open"' in text
    assert str(opened.number) in text
    with pytest.raises(CommandError) as refusal:
        call_command("chart", "other", out=str(out), case=opened.number)
    assert refusal.value.returncode == 1
    connections.close_all()
