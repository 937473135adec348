"""What the tabs of a case show: the journal, the files handed in, the papers made."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from approvals import store
from approvals.desks.casefile import CaseFile
from approvals.desks.enums import Tab
from approvals.desks.filed import lines_of
from approvals.desks.findings import Findings, findings_of
from approvals.desks.history import entries_of
from approvals.filing.labels import full_label
from approvals.filing.masking import masked_paths, shown_form
from approvals.filing.models import Material
from approvals.papers.queries import glossed, papers_of
from approvals.privacy.enums import AccessReason
from approvals.privacy.queries import sentence_of
from workflows.engine.models import ActContent, CaseStep
from workflows.engine.past import rules_then
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


def contents_of(scope: Scope, case: int) -> list[ActContent]:
    """Return what was typed in each act of a case."""
    return list(ActContent.objects.visible_to(scope).filter(case=case))


def files_of(scope: Scope, case: int) -> list[Material]:
    """Return the files handed in with a case's application, in the order of the standard's materials."""
    return list(Material.objects.visible_to(scope).filter(filing__case=case).order_by("key", "pk"))


def handles(scope: Scope, case: int) -> bool:
    """Tell whether a desk of the reader's handles the case or has handled it; only such a desk reads numbers in full."""
    steps = CaseStep.objects.visible_to(scope).filter(case=case, desk__in=sorted(scope.desks))
    return steps.exists()


def tab_context(
    scope: Scope, file: CaseFile, tab: Tab, rows: list[JournalRow], unmasked: Collection[str] = ()
) -> Mapping[str, Any]:
    """Return what one tab shows, and only that; ``unmasked`` are the numbers shown in full."""
    case = file.case.pk
    match tab:
        case Tab.FILING:
            return _filing(scope, file, unmasked)
        case Tab.MATERIALS:
            return {"handed": _handed(file, files_of(scope, case))}
        case Tab.CHECKS:
            return {"findings": found_in(file, rows)}
        case Tab.HISTORY:
            then = [rules.standard for rules in rules_then(rows, file.rules)]
            return {"entries": entries_of(rows, contents_of(scope, case), then)[::-1]}
        case Tab.PAPERS:
            return {"papers": glossed(papers_of(scope, case), file.standard)}
        case Tab.CHART:
            return {"svg": file.chart()}


def _filing(scope: Scope, file: CaseFile, unmasked: Collection[str]) -> Mapping[str, Any]:
    form = file.held.state.form
    if erased := sentence_of(form):
        return {"lines": [], "erased": erased}
    covered = [path for path in masked_paths(form, file.standard) if path not in unmasked]
    may_show = bool(covered) and handles(scope, file.case.pk)
    return {
        "lines": lines_of(shown_form(form, file.standard, unmasked), file.standard),
        "in_full": [full_label(path, file.standard) for path in unmasked],
        "covered": [(path, full_label(path, file.standard)) for path in covered] if may_show else [],
        "reasons": [(reason.value, reason.label) for reason in AccessReason if reason is not AccessReason.HANDLING],
    }


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
