"""Builds a case file: reads everything about one case and writes the zip."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from approvals.casefile.readme import README
from approvals.filing.models import Filing, Material
from approvals.licences.models import Licence
from approvals.papers.models import Paper
from approvals.store import fetch
from workflows.engine.models import ActContent, Case, CaseFile
from workflows.journal.chain import canonical
from workflows.journal.models import CaseRegisterRow, JournalRow
from workflows.journal.seals.queries import proof_of
from workflows.organisation.models import Desk, Person
from workflows.refusals import Refusal

SCRIPT = Path(__file__).with_name("verify_case.py")
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The same case gives the same bytes: a zip's own times say nothing."""


class NoSuchCaseError(Refusal):
    """There is no case of that number."""

    code = "casefile.unknown"
    sentence = _("There is no case %(number)s; look at the number on the receipt.")


def export_case(number: str, *, using: str = "audit") -> bytes:
    """Return the case file of a case as a zip, read as the auditor. Raise NoSuchCaseError or FileLostError."""
    case = Case.objects.using(using).select_related("standard").filter(number=number).first()
    if case is None:
        raise NoSuchCaseError(number=number)
    rows = list(JournalRow.objects.using(using).filter(case_id=case.pk).order_by("seq"))
    files = dict(_files(case, rows, using))
    files["manifest.json"] = _written(_manifest(case, files))
    return _zipped(files)


def _files(case: Case, rows: Iterable[JournalRow], using: str) -> Iterator[tuple[str, bytes]]:
    yield "README.md", README.format(number=case.number).encode()
    yield "verify.py", SCRIPT.read_bytes()
    yield "standard.json", canonical(case.standard.body)
    yield "journal.json", _written([_row(row) for row in rows])
    registered = CaseRegisterRow.objects.using(using).filter(case_id=case.pk)
    yield "register.json", _written([_registered(row) for row in registered])
    yield "seal.json", _written(proof_of(case.pk, using))
    yield "names.json", _written(_names(rows, using))
    for content in ActContent.objects.using(using).filter(case=case.pk):
        yield f"contents/{content.seq}.json", _written(content.body)
    yield from _filing(case, using)
    papers = list(Paper.objects.using(using).filter(case=case.pk).exclude(digest="").order_by("seq", "result"))
    yield "papers.json", _written([{"number": p.number, "title": p.title, "sha256": p.digest} for p in papers])
    for paper in papers:
        yield f"papers/{paper.digest}.pdf", fetch(paper.digest)
    yield from _licences(case, using)


def _licences(case: Case, using: str) -> Iterator[tuple[str, bytes]]:
    licences = list(Licence.objects.using(using).filter(case=case.pk).exclude(digest="").order_by("seq", "version"))
    listed = [{"identifier": each.identifier, "state": each.state, "sha256": each.digest} for each in licences]
    yield "licences.json", _written(listed)
    for digest in sorted({licence.digest for licence in licences}):
        yield f"licences/{digest}.pdf", fetch(digest)


def _filing(case: Case, using: str) -> Iterator[tuple[str, bytes]]:
    filing = Filing.objects.using(using).filter(case=case.pk).first()
    if filing is None:
        return
    materials = list(Material.objects.using(using).filter(filing=filing.pk).order_by("pk"))
    listed = [{"key": m.key, "name": m.name, "media": m.media, "size": m.size, "sha256": m.digest} for m in materials]
    said = {"filed_at": filing.filed_at.isoformat(), "form": filing.form, "form_digest": filing.form_digest}
    yield "filing.json", _written(said | {"materials": listed, "asked": _asked(case, filing, using)})
    for digest in sorted({material.digest for material in materials if material.erasure_id is None}):
        yield f"materials/{digest}", fetch(digest)


def _asked(case: Case, filing: Filing, using: str) -> dict[str, Any]:
    """What the first row of the journal has the digest of, beside the form."""
    materials = CaseFile.objects.using(using).get(case=case.pk).materials
    applicant = filing.applicant
    return {"standard": case.standard_id, "applicant": applicant, "materials": materials, "parties": case.parties}


def _manifest(case: Case, files: dict[str, bytes]) -> dict[str, Any]:
    version = case.standard
    return {
        "number": case.number,
        "subject": case.subject,
        "phase": case.phase,
        "head": bytes(case.head).hex(),
        "standard": {"key": version.key, "number": version.number, "digest": version.digest},
        "sha256": {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())},
    }


def _row(row: JournalRow) -> dict[str, Any]:
    return {
        "case": row.case_id,
        "seq": row.seq,
        "verb": row.verb,
        "actor": row.actor_id,
        "desk": row.desk_id,
        "on_behalf_of": row.on_behalf_of_id,
        "legal_at": _utc(row.legal_at),
        "recorded_at": _utc(row.recorded_at),
        "payload": row.payload,
        "algorithm": row.algorithm,
        "previous": bytes(row.previous).hex(),
        "hash": bytes(row.hash).hex(),
    }


def _registered(row: CaseRegisterRow) -> dict[str, Any]:
    return {
        "district": row.district_id,
        "seq": row.seq,
        "case": row.case_id,
        "number": row.number,
        "opened_at": _utc(row.opened_at),
        "previous": bytes(row.previous).hex(),
        "hash": bytes(row.hash).hex(),
    }


def _names(rows: Iterable[JournalRow], using: str) -> dict[str, dict[str, str]]:
    people = {key for row in rows for key in (row.actor_id, row.on_behalf_of_id, row.payload.get("asked_by")) if key}
    desks = {row.desk_id for row in rows if row.desk_id}
    return {
        "people": {str(p.pk): p.name for p in Person.objects.using(using).filter(pk__in=people)},
        "desks": {str(d.pk): d.name for d in Desk.objects.using(using).filter(pk__in=desks)},
    }


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _written(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _zipped(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(files.items()):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return target.getvalue()
