import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import call_command
from django.core.management.base import CommandError

from tests.workflows.standards.promulgation.conftest import (  # noqa: F401 - kernel and cast are fixtures
    Cast,
    cast,
    kernel,
    publishable,
)
from workflows.standards.canonical import canonical_value, digest
from workflows.standards.models import StandardVersion

pytestmark = pytest.mark.usefixtures("kernel")


def written(folder: Path, name: str, **changes: Any) -> str:
    path = folder / name
    path.write_text(yaml.safe_dump(canonical_value(publishable(**changes)), allow_unicode=True), encoding="utf-8")
    return str(path)


def run(*arguments: str) -> int:
    """The exit code of the command."""
    try:
        call_command("standard", *arguments)
    except CommandError as error:
        return error.returncode
    return 0


def test_check_answers_each_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = written(tmp_path, "good.yaml"), written(tmp_path, "bad.yaml", start="nowhere")
    broken = tmp_path / "broken.yaml"
    broken.write_text("key: x\n")
    assert run("check", "--json", "--without-desks", good, bad, str(broken)) == 1
    answers = json.loads(capsys.readouterr().out)
    assert [(answer["file"], answer["ok"]) for answer in answers] == [(good, True), (bad, False), (str(broken), False)]
    assert answers[0]["defects"] == []
    assert {"code", "element", "sentence"} == set(answers[1]["defects"][0])
    assert "unknown_start" in [defect["code"] for defect in answers[1]["defects"]]
    assert {defect["code"] for defect in answers[2]["defects"]} == {"not_a_standard"}


def test_check_is_content_with_a_good_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = written(tmp_path, "good.yaml")
    assert run("check", "--without-desks", good) == 0
    assert capsys.readouterr().out == f"{good}: may be published.\n"


@pytest.mark.django_db(databases=["default"])
def test_check_asks_which_desks_there_are(cast: Cast, tmp_path: Path) -> None:  # noqa: F811
    good = written(tmp_path, "good.yaml")
    assert run("check", good) == 0
    cast.ouhai.desks.update(valid_to=cast.ouhai.valid_from.replace(year=2021))
    assert run("check", good) == 1


def test_a_file_that_cannot_be_read_is_a_wrong_call(tmp_path: Path) -> None:
    assert run("check", str(tmp_path / "missing.yaml")) == 2
    assert run("diff", str(tmp_path / "a.yaml"), str(tmp_path / "b.yaml")) == 2


def test_diff_says_every_change(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = written(tmp_path, "a.yaml")
    after = written(tmp_path, "b.yaml", title={"zh-Hans": "改", "en": "Changed"})
    assert run("diff", before, before) == 0
    assert run("diff", "--json", before, after) == 1
    changes = json.loads(capsys.readouterr().out)
    assert [(c["element"], c["before"], c["after"]) for c in changes] == [
        ("title.zh-Hans", "玩具", "改"),
        ("title.en", "Toy", "Changed"),
    ]
    assert run("diff", before, after) == 1
    assert "title.en changes from Toy to Changed." in capsys.readouterr().out


def promulgate(file: str, *more: str, second: str = "zhou", day: str = "2999-01-01") -> int:
    return run("promulgate", file, "--valid-from", day, "--drafted-by", "lin", "--approved-by", second, *more)


@pytest.mark.django_db(databases=["default"])
def test_promulgate_publishes(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: F811
    assert promulgate(written(tmp_path, "good.yaml"), "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert said == {"key": "toy", "number": 1, "digest": digest(publishable()), "valid_from": "2999-01-01"}
    assert StandardVersion.objects.get().approved_by == cast.zhou


@pytest.mark.django_db(databases=["default"])
def test_promulgate_refuses_what_the_verb_refuses(cast: Cast, tmp_path: Path) -> None:  # noqa: F811
    good = written(tmp_path, "good.yaml")
    assert promulgate(good, second="lin") == 1
    assert promulgate(good, day="2020-01-01") == 1
    assert promulgate(good, second="nobody") == 2
    assert promulgate(written(tmp_path, "bad.yaml", start="nowhere")) == 1
    assert not StandardVersion.objects.exists()
