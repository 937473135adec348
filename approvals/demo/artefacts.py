"""What the demonstration leaves to look at: papers, licences, charts, a case file, and a table of how it went."""

import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.utils.timezone import localdate, localtime
from django.utils.translation import override

from approvals.casefile.export import export_case
from approvals.demo.teller import Teller
from approvals.licences.models import Licence
from approvals.licences.verifying import verify
from approvals.papers.models import Paper
from approvals.portal import phases
from approvals.store import fetch
from workflows.engine.models import Case
from workflows.engine.present import present

Say = Callable[[str], Any]


def write_artefacts(teller: Teller, folder: Path, say: Say) -> None:
    """Write everything below ``folder`` and print the table."""
    cases = {key: Case.objects.using("audit").get(pk=pk) for key, pk in teller.cases.items()}
    for kind in ("papers", "charts", "casefile"):
        (folder / kind).mkdir(parents=True, exist_ok=True)
        for old in (folder / kind).iterdir():
            if old.is_file():
                old.unlink()
    papers = {key: _write_papers(case, folder / "papers") for key, case in cases.items()}
    for standard in ("registration", "relocation"):
        for ending in ("svg", "bpmn"):
            _chart(standard, folder / "charts" / f"{standard}.{ending}")
    for key in ("relocation", "open_origin"):
        _chart("relocation", folder / "charts" / f"{cases[key].number}.svg", "--case", cases[key].number)
    say(_table(cases, papers))
    say(_verified(cases["relocation"].number, folder / "casefile"))
    say(f"文书、流程图和卷宗在 {folder.resolve()}")
    for line in _licences(folder / "papers"):
        say(line)


def _write_papers(case: Case, folder: Path) -> int:
    written = 0
    for paper in Paper.objects.using("audit").filter(case=case.pk).exclude(digest="").order_by("seq"):
        written += 1
        (folder / f"{case.number}-{written:02}-{paper.title}.pdf").write_bytes(fetch(paper.digest))
    for licence in Licence.objects.using("audit").filter(case=case.pk).exclude(digest=""):
        written += 1
        (folder / f"{case.number}-{written:02}-licence-营业执照.pdf").write_bytes(fetch(licence.digest))
    return written


def _chart(standard: str, path: Path, *more: str) -> None:
    call_command("chart", standard, "--out", str(path), "--language", "zh-Hans", *more, verbosity=0)


def _table(cases: Mapping[str, Case], papers: Mapping[str, int]) -> str:
    lines = ["", f"{'办件编号':<24}{'收件时间':<18}{'办结时间':<18}{'文书':>4}  阶段与企业"]
    for key, case in cases.items():
        closed = f"{localtime(case.closed_at):%Y-%m-%d %H:%M}" if case.closed_at else "–"
        opened = f"{localtime(case.opened_at):%Y-%m-%d %H:%M}"
        lines.append(f"{case.number:<26}{opened:<22}{closed:<22}{papers[key]:>4}  {_phase(case)}  {case.subject}")
    return "\n".join(lines)


def _phase(case: Case) -> str:
    with override("zh-hans"):
        return str(phases.WORDS[case.phase])


def _licences(folder: Path) -> list[str]:
    """What anybody finds who verifies the licences, and how to do it oneself."""
    lines = ["", "电子证照（PDF/A，机关电子印章，可核验）："]
    paths = sorted(folder.glob("*licence*.pdf"))
    for path in paths:
        found = verify(path.read_bytes(), localdate(present()))
        state = str(found.state.label) if found.state else ""
        lines.append(f"  {path.name}：{found.sentence}{found.judged.organ}盖章。今日状态：{state}。")
    if paths:
        lines.append(
            f"自己核验：TONGBAN_DATABASE=tongban_demo .venv/bin/python manage.py verify_licence {paths[-1].resolve()}"
        )
        lines.append("改动其中任何一个字节再核验，或者在核验页面 /verify/ 上传。")
    return lines


def _verified(number: str, folder: Path) -> str:
    """Unpack a case file and let its own script verify it, as a stranger would."""
    path = folder / f"{number}.zip"
    path.write_bytes(export_case(number))
    unpacked = folder / number
    with zipfile.ZipFile(path) as archive:
        archive.extractall(unpacked)
    script = [sys.executable, "-I", str(unpacked / "verify.py")]
    done = subprocess.run(script, capture_output=True, text=True, check=False)  # noqa: S603 - our own script
    return f"卷宗核验{'未通过' if done.returncode else '通过'}：{done.stdout.strip()}"
