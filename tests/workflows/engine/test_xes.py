"""The event log has every case and every row, is well-formed XES, and names nobody unless the audit asks."""

import gzip
import io
import json
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.core.management import CommandError, call_command

from approvals.demo.forms import PEOPLE
from tests.told import Told
from workflows.engine.models import Case
from workflows.engine.xes import LIFECYCLE, Wanted, code_of, write_xes
from workflows.journal.models import JournalRow
from workflows.organisation.models import Person

pytestmark = [pytest.mark.xdist_group("told"), pytest.mark.timeout(300)]

XES = "{http://www.xes-standard.org/}"
# IEEE 1849-2016 5: what may stand in a log, and in what order.
ORDER = ["extension", "global", "classifier", "string", "trace"]


def exported(out: Path, *arguments: str) -> tuple[Any, ET.Element]:
    said = io.StringIO()
    call_command("export_xes", "--out", str(out), "--json", *arguments, stdout=said)
    with gzip.open(out, "rb") if out.suffix == ".gz" else out.open("rb") as file:
        root = ET.parse(file).getroot()  # noqa: S314 - our own file
    return json.loads(said.getvalue()), root


def values(element: ET.Element) -> dict[str, str]:
    return {each.attrib["key"]: each.attrib["value"] for each in element if "key" in each.attrib}


@pytest.mark.parametrize("name", ["log.xes", "log.xes.gz"])
def test_as_many_cases_and_events_come_back_as_there_are(told: Told, tmp_path: Path, name: str) -> None:
    cases = Case.objects.using("audit").filter(standard__key="relocation")
    rows = JournalRow.objects.using("audit").filter(case_id__in=list(cases.values_list("pk", flat=True)))
    said, root = exported(tmp_path / name, "--standard", "relocation")
    assert (said["cases"], said["events"]) == (cases.count(), rows.count())
    assert len(root.findall(f"{XES}trace")) == cases.count() > 0
    assert len(root.findall(f".//{XES}event")) == rows.count() > 0
    assert not (tmp_path / f"{name}.part").exists()


def test_the_log_is_built_as_the_standard_wants_it(told: Told, tmp_path: Path) -> None:
    _said, root = exported(tmp_path / "log.xes", "--standard", "registration")
    assert root.tag == f"{XES}log"
    assert root.attrib["xes.version"] == "1849-2016"
    tags = [each.tag.removeprefix(XES) for each in root]
    assert tags == sorted(tags, key=ORDER.index)
    prefixes = {each.attrib["prefix"] for each in root.findall(f"{XES}extension")}
    assert prefixes == {"concept", "lifecycle", "org", "time"}
    for event in root.findall(f".//{XES}event"):
        said = values(event)
        assert {"concept:name", "lifecycle:transition", "org:resource", "time:timestamp"} <= said.keys()
        assert said["lifecycle:transition"] in {"complete", *LIFECYCLE.values()}
        assert datetime.fromisoformat(said["time:timestamp"]).tzinfo
        assert {key.split(":")[0] for key in said if ":" in key} <= prefixes


def test_events_are_the_rows_in_their_order(told: Told, tmp_path: Path) -> None:
    _said, root = exported(tmp_path / "log.xes", "--standard", "relocation")
    trace = root.findall(f"{XES}trace")[0]
    rows = JournalRow.objects.using("audit").filter(
        case_id=Case.objects.using("audit").get(number=values(trace)["concept:name"]).pk
    )
    found = [values(event) for event in trace.findall(f"{XES}event")]
    assert [(int(each["seq"]), datetime.fromisoformat(each["time:timestamp"])) for each in found] == [
        (row.seq, row.legal_at) for row in rows.order_by("seq")
    ]
    assert all(each["concept:name"].strip("/") for each in found)


def test_nobody_is_named_and_the_same_person_has_the_same_code(told: Told, tmp_path: Path) -> None:
    out = tmp_path / "log.xes"
    _said, root = exported(out, "--standard", "registration")
    text = out.read_text("utf-8")
    assert [name for name in Person.objects.values_list("name", flat=True) if name in text] == []
    assert [value for person in PEOPLE.values() for value in person if value in text] == []
    actors = JournalRow.objects.using("audit").filter(actor__isnull=False).values_list("actor", flat=True)
    codes = {values(event)["org:resource"] for event in root.findall(f".//{XES}event")} - {"system"}
    assert codes
    assert codes <= {code_of(actor) for actor in actors}


def test_names_are_for_the_audit_administrator_alone(told: Told, tmp_path: Path) -> None:
    out = tmp_path / "log.xes"
    for who in (["--by", "admin.system"], ["--by", "lw.supervisor"], ["--by", "nobody"], []):
        with pytest.raises(CommandError, match="Audit administrator"):
            exported(out, "--standard", "registration", "--names", *who)
    assert not out.exists()
    _said, root = exported(out, "--standard", "registration", "--names", "--by", "admin.audit")
    named = {values(event)["org:resource"] for event in root.findall(f".//{XES}event")}
    assert "龙湾收件员" in named


def test_a_period_and_a_district_choose_the_cases(told: Told) -> None:
    every = Case.objects.using("audit").filter(standard__key="registration").order_by("opened_at")
    first = every[0]
    day = first.opened_at.astimezone().date()
    chosen = write_xes(io.StringIO(), Wanted("registration", until=day))
    later = write_xes(io.StringIO(), Wanted("registration", since=day))
    elsewhere = write_xes(io.StringIO(), Wanted("registration", district="RA"))
    assert 1 <= chosen.cases < every.count()
    assert later.cases == every.count()
    assert elsewhere.cases == every.filter(district__code="RA").count()


def test_a_standard_that_does_not_exist_or_a_file_that_cannot_be_written_is_said(told: Told, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no standard"):
        exported(tmp_path / "log.xes", "--standard", "nothing")
    with pytest.raises(CommandError, match="cannot be written"):
        exported(tmp_path / "missing" / "log.xes", "--standard", "registration")
