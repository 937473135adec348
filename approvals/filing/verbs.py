"""Writing an application, handing in its materials, and sending it."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.utils.timezone import localdate

from approvals import store
from approvals.filing.checking import Assessment, assess
from approvals.filing.enums import Channel
from approvals.filing.errors import (
    DraftMovedError,
    DraftNotFoundError,
    DraftNotJsonError,
    DraftSentError,
    DraftTooLargeError,
    EnterpriseNeededError,
    FilingIncompleteError,
    MaterialArchiveError,
    MaterialEmptyError,
    MaterialKindError,
    MaterialNotFoundError,
    MaterialsTooManyError,
    MaterialTooLargeError,
    MaterialUnknownError,
    NotReturnedError,
    StandardUnknownError,
)
from approvals.filing.forms import derived, digest_of, too_deep
from approvals.filing.media import MEGABYTE, NAMES, UNPACKED, clean_name, look_at
from approvals.filing.models import Filing, FilingDraft, Material
from approvals.filing.queries import (
    drafts_of,
    filings_of,
    handed_in,
    in_effect,
    materials_of,
    needs_enterprise,
    parties_named,
)
from enterprises.people.enums import AgentAct
from enterprises.people.errors import NotAuthorisedError
from enterprises.people.queries import applicants_of, may, own_key
from enterprises.people.verbs import use_authorisation
from enterprises.registration.models import Enterprise
from workflows.engine.errors import KeyReused
from workflows.engine.state import Actor
from workflows.engine.verbs import open_case
from workflows.engine.wishes import Filed
from workflows.organisation.models import Person
from workflows.organisation.queries import Scope
from workflows.organisation.scoping import seen_by
from workflows.standards.expressions import evaluate
from workflows.standards.models import StandardVersion
from workflows.standards.queries import version_in_force
from workflows.standards.schema import Material as AskedMaterial
from workflows.standards.schema import Standard
from workflows.standards.terms.effective import keep
from workflows.standards.terms.queries import Effective

LARGEST_FORM: Final = 256 * 1024
"""Bytes a form may have as JSON."""

LARGEST_FILE: Final = 20
"""Megabytes a file may have, whatever the standard allows."""

MOST_FILES: Final = 40
"""Files a draft may have, in all."""

_LONGEST_SUBJECT: Final = 200
_UNKEEPABLE: Final = {0: "\ufffd"} | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


@dataclass(frozen=True, slots=True)
class Sent:
    """An application that was sent: the number and the key of its case. ``repeated``: it was, under the same key."""

    number: str
    case: int
    repeated: bool = False


def begin_draft(
    *, actor: Person, standard: str, enterprise: Enterprise | None, now: datetime, previous: Filing | None = None
) -> FilingDraft:
    """Begin an application under the version of a standard in force, filled in with what the registers know.

    With ``previous``, an application that was returned, its form and files are taken over. Raise StandardUnknownError,
    EnterpriseNeededError, NotAuthorisedError, NotReturnedError or DraftNotFoundError.
    """
    with _acting(actor, now) as scope:
        document = _in_effect(standard, previous.form if previous else {}, now).standard
        if enterprise is None and needs_enterprise(document):
            raise EnterpriseNeededError
        if enterprise and not may(actor.pk, enterprise.pk, AgentAct.FILE, localdate(now)):
            raise NotAuthorisedError(enterprise=enterprise.name, act=AgentAct.FILE.label)
        before = _returned(scope, previous, standard, enterprise) if previous else None
        form = dict(before.form) if before else {}
        form |= derived(document, form, enterprise, localdate(now))
        draft = FilingDraft.objects.create(
            person=actor, enterprise=enterprise, standard_key=standard, form=form, previous=before, changed_at=now
        )
        if before:
            _take_over(scope, before, draft, document, now)
        return draft


def save_draft(*, actor: Person, draft: int, version: int, form: Mapping[str, Any], now: datetime) -> FilingDraft:
    """Keep what was typed, right or wrong, and fill in what follows from it; ``version`` is the one that was read.

    A character no database can hold is kept as U+FFFD. Raise DraftMovedError when it was saved elsewhere meanwhile,
    DraftTooLargeError, DraftNotJsonError or DraftNotFoundError.
    """
    kept = _keepable(form)
    with _acting(actor, now) as scope:
        held = _held(scope, draft)
        if held.version != version:
            raise DraftMovedError(at=held.changed_at)
        document = _in_force(held.standard_key, now)
        held.form = kept | derived(document, kept, held.enterprise, localdate(now))
        held.version, held.changed_at = version + 1, now
        held.save(update_fields=["form", "version", "changed_at"])
        return held


def discard_draft(*, actor: Person, draft: int, now: datetime) -> None:
    """Throw a draft away with its files; raise DraftNotFoundError."""
    with _acting(actor, now) as scope:
        held = _held(scope, draft)
        materials_of(scope, held).delete()
        held.delete()


def attach(*, actor: Person, draft: int, material: str, name: str, data: bytes, now: datetime) -> Material:
    """Hand in a file for a material of the standard; what it is is told by its bytes.

    Raise MaterialUnknownError, MaterialEmptyError, MaterialTooLargeError, MaterialKindError, MaterialArchiveError,
    MaterialsTooManyError or DraftNotFoundError.
    """
    with _acting(actor, now) as scope:
        held = _held(scope, draft)
        document = _in_effect(held.standard_key, held.form, now).standard
        media = _media(_asked_for(document, material), name, data)
        count = materials_of(scope, held).count()
        if count >= MOST_FILES:
            raise MaterialsTooManyError(count=count, limit=MOST_FILES)
        return Material.objects.create(
            draft=held,
            key=material,
            name=clean_name(name, media),
            media=media,
            size=len(data),
            digest=store.keep(data),
            received_at=now,
        )


def detach(*, actor: Person, draft: int, material_id: int, now: datetime) -> None:
    """Take a file out of a draft; raise MaterialNotFoundError or DraftNotFoundError."""
    with _acting(actor, now) as scope:
        held = _held(scope, draft)
        removed, _kinds = materials_of(scope, held).filter(pk=material_id).delete()
        if not removed:
            raise MaterialNotFoundError


def file_application(*, actor: Person, draft: int, key: UUID, now: datetime, channel: Channel = Channel.PORTAL) -> Sent:
    """Send a draft: one case, one immutable application with its files, or nothing at all.

    The same key again gives the same case. Raise FilingIncompleteError with everything that is to be mended,
    NotAuthorisedError, DraftNotFoundError, DraftSentError, KeyReused or an EngineError of rules that cannot begin.
    """
    with _acting(actor, now) as scope:
        held = drafts_of(scope).filter(pk=draft).select_for_update(of=["self"]).first()
        if before := _sent_before(scope, draft, key):
            return before
        if held is None:
            raise DraftNotFoundError
        if held.enterprise:
            use_authorisation(actor=actor, enterprise=held.enterprise, act=AgentAct.FILE, now=now)
            _take_turns(held.enterprise)
        effective = _in_effect(held.standard_key, held.form, now)
        if held.enterprise is None and needs_enterprise(effective.standard):
            raise EnterpriseNeededError
        materials = handed_in(materials_of(scope, held))
        effective, found = _assessed(effective, held, materials, now)
        if found.errors:
            raise FilingIncompleteError(found.errors)
        materials = _leave_behind(scope, held, effective.standard, materials)
        filed = _filed(keep(effective), effective.standard, found, materials, _applicant(held))
        who = Actor(actor.pk, actor.name, applicants=scope.applicants)
        opened = open_case(actor=who, filed=filed, key=key, now=now)
        _write(held, filed, opened.case, key, channel, now)
        return Sent(str(opened.number), opened.case)


@contextmanager
def _acting(actor: Person, now: datetime) -> Iterator[Scope]:
    """One transaction in which the actor sees their own drafts and the cases of those they act for."""
    day = localdate(now)
    with seen_by(actor.pk, day, applicants_of(actor.pk, day)) as scope:
        yield scope


def _in_force(standard: str, now: datetime) -> Standard:
    """The standard itself: no district's terms change the form."""
    version = version_in_force(standard, localdate(now))
    if version is None:
        raise StandardUnknownError(standard=standard)
    return Standard.model_validate(version.body)


def _in_effect(standard: str, form: Mapping[str, Any], now: datetime) -> Effective:
    found = in_effect(standard, form, localdate(now))
    if found is None:
        raise StandardUnknownError(standard=standard)
    return found


def _assessed(
    effective: Effective, held: FilingDraft, materials: dict[str, list[dict[str, Any]]], now: datetime
) -> tuple[Effective, Assessment]:
    """Look at the form by what is in effect where it is sent: what the registers fill in may name another district."""
    found = assess(effective.standard, held.form, materials, now, held.enterprise)
    if parties_named(effective.standard, found.form) == parties_named(effective.standard, held.form):
        return effective, found
    there = _in_effect(held.standard_key, found.form, now)
    return there, assess(there.standard, held.form, materials, now, held.enterprise)


def _held(scope: Scope, draft: int) -> FilingDraft:
    """The draft, kept from being saved or sent elsewhere until the transaction ends."""
    held = drafts_of(scope).filter(pk=draft).select_for_update(of=["self"]).first()
    if held is None:
        raise DraftNotFoundError
    return held


def _returned(scope: Scope, previous: Filing, standard: str, enterprise: Enterprise | None) -> Filing:
    found = filings_of(scope).filter(pk=previous.pk).first()
    if found is None or found.standard.key != standard or found.enterprise != enterprise:
        raise DraftNotFoundError
    if found.case.phase != "RETURNED":
        raise NotReturnedError(number=found.case.number)
    return found


def _take_over(scope: Scope, before: Filing, draft: FilingDraft, standard: Standard, now: datetime) -> None:
    """Hand the files of a returned application in again; those the standard no longer asks for stay behind."""
    asked = {material.key for material in standard.materials}
    Material.objects.bulk_create(
        Material(
            draft=draft,
            key=file.key,
            name=file.name,
            media=file.media,
            size=file.size,
            digest=file.digest,
            received_at=now,
        )
        for file in materials_of(scope, before)
        if file.key in asked
    )


def _leave_behind(
    scope: Scope, held: FilingDraft, standard: Standard, materials: dict[str, list[dict[str, Any]]]
) -> dict[str, list[dict[str, Any]]]:
    """What is handed in, without the files of a material the district does without: nobody keeps what is not asked for."""
    asked = {material.key for material in standard.materials}
    if not asked.issuperset(materials):
        materials_of(scope, held).exclude(key__in=asked).delete()
    return {key: files for key, files in materials.items() if key in asked}


def _keepable(form: Mapping[str, Any]) -> dict[str, Any]:
    """The form as the database can hold it."""
    if not isinstance(form, Mapping) or too_deep(form):
        raise DraftNotJsonError
    try:
        text = json.dumps(_writable(form), ensure_ascii=False, allow_nan=False)
        size = len(text.encode())
        if size > LARGEST_FORM:
            raise DraftTooLargeError(size=-(-size // 1024), limit=LARGEST_FORM // 1024)
        kept: dict[str, Any] = json.loads(text)
    except (ValueError, TypeError, RecursionError) as error:
        raise DraftNotJsonError from error
    return kept


def _writable(value: Any) -> Any:
    if isinstance(value, str):
        return value.translate(_UNKEEPABLE)
    if isinstance(value, Mapping):
        return {_writable(name): _writable(each) for name, each in value.items()}
    return [_writable(each) for each in value] if isinstance(value, list | tuple) else value


def _asked_for(standard: Standard, key: str) -> AskedMaterial:
    for material in standard.materials:
        if material.key == key:
            return material
    raise MaterialUnknownError(material=key)


def _media(asked: AskedMaterial, name: str, data: bytes) -> str:
    """The media type of a file the material takes; raise the refusal that says what is wrong with it."""
    shown = clean_name(name, "application/pdf") if name else str(asked.key)
    limit = min(asked.max_megabytes, LARGEST_FILE)
    if not data:
        raise MaterialEmptyError(name=shown)
    if len(data) > limit * MEGABYTE:
        raise MaterialTooLargeError(name=shown, size=f"{len(data) / MEGABYTE:.1f}", limit=limit)
    found = look_at(data)
    if found.media is None and not found.sound:
        raise MaterialArchiveError(name=shown, limit=UNPACKED // MEGABYTE)
    if found.media is None or found.media not in asked.media:
        allowed = " / ".join(NAMES[media] for media in asked.media if media in NAMES)
        raise MaterialKindError(name=shown, kind=found.kind, allowed=allowed)
    if not found.sound:
        raise MaterialArchiveError(name=shown, limit=UNPACKED // MEGABYTE)
    return found.media


def _sent_before(scope: Scope, draft: int, key: UUID) -> Sent | None:
    """The case this draft became, or the one the key stands for; raise KeyReused or DraftSentError when they differ."""
    mine = filings_of(scope).filter(person=scope.person)
    if same_key := mine.filter(key=key).first():
        if same_key.draft != draft:
            raise KeyReused(key=key)
        return Sent(same_key.case.number, same_key.case_id, repeated=True)
    if same_draft := mine.filter(draft=draft).first():
        raise DraftSentError(number=same_draft.case.number)
    return None


def _take_turns(enterprise: Enterprise) -> None:
    """Let two applications of one enterprise follow one another, so that the second sees the case of the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"filing {enterprise.pk}"])


def _applicant(held: FilingDraft) -> int:
    return held.enterprise.pk if held.enterprise else own_key(held.person_id)


def _filed(
    version: StandardVersion,
    standard: Standard,
    found: Assessment,
    materials: dict[str, list[dict[str, Any]]],
    applicant: int,
) -> Filed:
    """What the case begins with; the first party of the standard takes custody."""
    form, data = found.form, {"form": found.form, "facts": found.facts}
    parties = {party.role: str(evaluate(party.district, data).value) for party in standard.parties}
    return Filed(
        standard=version.pk,
        regime=standard.regime,
        item=standard.item_short,
        subject=str(form.get("name") or standard.title.zh)[:_LONGEST_SUBJECT],
        district=next(iter(parties.values())),
        parties=parties,
        applicant=applicant,
        form=form,
        materials=materials,
        facts=found.facts,
    )


def _write(held: FilingDraft, filed: Filed, case: int, key: UUID, channel: Channel, now: datetime) -> None:
    """Write the application, give it the draft's files, and remove the draft."""
    filing = Filing(
        case_id=case,
        person_id=held.person_id,
        enterprise=held.enterprise,
        applicant=_applicant(held),
        standard_id=filed.standard,
        draft=held.pk,
        key=key,
        form=filed.form,
        form_digest=digest_of(filed.form),
        channel=channel,
        filed_at=now,
        previous=held.previous,
    )
    filing.save(force_insert=True)
    Material.objects.filter(draft=held).update(draft=None, filing=filing)
    held.delete()
