"""What the tabs of a case show: the journal, the files handed in, the papers made."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from approvals import store
from approvals.desks.casefile import CaseFile
from approvals.desks.enums import Tab
from approvals.desks.filed import lines_of
from approvals.desks.findings import Findings, findings_of
from approvals.desks.history import entries_of
from approvals.filing.masking import shown_form
from approvals.filing.models import Material
from approvals.papers.queries import papers_of
from workflows.engine.models import ActContent, CaseStep
from workflows.journal.models import JournalRow
from workflows.organisation.queries import Scope
from workflows.standards.schema import Material as AskedFor


@dataclass(frozen=True, slots=True)
class Handed:
    """One material of the standard with the files handed in for it."""

    material: AskedFor
    files: tuple[Material, ...]


def journal_of(scope: Scope, case: int) -> list[JournalRow]:
    """Return the journal of a case, oldest first, with everybody it names."""
    rows = JournalRow.objects.visible_to(scope).filter(case_id=case)
    return list(rows.select_related("actor", "desk", "on_behalf_of").order_by("seq"))


def files_of(scope: Scope, case: int) -> list[Material]:
    """Return the files handed in with a case's application, in the order of the standard's materials."""
    return list(Material.objects.visible_to(scope).filter(filing__case=case).order_by("key", "pk"))


def handles(scope: Scope, case: int) -> bool:
    """Tell whether a desk of the reader's handles the case or has handled it; only such a desk reads numbers in full."""
    steps = CaseStep.objects.visible_to(scope).filter(case=case, desk__in=sorted(scope.desks))
    return steps.exists()


def tab_context(
    scope: Scope, file: CaseFile, tab: Tab, rows: list[JournalRow], *, in_full: bool = False
) -> Mapping[str, Any]:
    """Return what one tab shows, and only that."""
    case, state = file.case.pk, file.held.state
    match tab:
        case Tab.FILING:
            form = dict(state.form) if in_full else shown_form(state.form, file.standard)
            return {
                "lines": lines_of(form, file.standard),
                "in_full": in_full,
                "may_show": not in_full and form != dict(state.form) and handles(scope, case),
            }
        case Tab.MATERIALS:
            return {"handed": _handed(file, files_of(scope, case))}
        case Tab.CHECKS:
            return {"findings": found_in(file, rows)}
        case Tab.HISTORY:
            contents = ActContent.objects.visible_to(scope).filter(case=case)
            return {"entries": entries_of(rows, contents, file.standard)[::-1]}
        case Tab.PAPERS:
            return {"papers": list(papers_of(scope, case))}
        case Tab.CHART:
            return {"svg": file.chart()}


def found_in(file: CaseFile, rows: list[JournalRow]) -> Findings:
    """Return what the checks of a case found."""
    return findings_of(rows, file.rules, file.held.state)


def bytes_of_material(material: Material) -> bytes:
    """Return a file as it was handed in; raise FileLostError when the store has lost or changed it."""
    return store.fetch(material.digest)


def _handed(file: CaseFile, files: list[Material]) -> list[Handed]:
    data = file.rules.data(file.held.state)
    every = [Handed(asked, tuple(f for f in files if f.key == asked.key)) for asked in file.standard.materials]
    return [each for each in every if each.files or file.rules.evaluate(each.material.required_when, data)]
