"""What keepers do with drafts: begin one, change it and its tests, discard it. Submitting is promulgation's."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.timezone import localdate

from workflows.organisation.enums import PostRole
from workflows.organisation.models import Person
from workflows.standards.canonical import parse
from workflows.standards.models import StandardDraft
from workflows.standards.promulgation.enums import Outcome
from workflows.standards.promulgation.errors import AnotherDrafterError, NotEntitledError
from workflows.standards.promulgation.models import PromulgationProcess
from workflows.standards.queries import holds_post, versions_of
from workflows.standards.schema import StandardTest
from workflows.studio.errors import (
    DraftInWorkError,
    DraftMovedError,
    DraftPublishedError,
    DraftUnderWayError,
    NameTakenError,
    NoDraftError,
    NoStandardError,
    NotOpenError,
    ValuesError,
)
from workflows.studio.fields import written
from workflows.studio.inspector import Inspector
from workflows.studio.queries import drafts_in_work
from workflows.studio.trying import with_test, without_test


@transaction.atomic
def begin_draft(*, actor: Person, standard: str, now: datetime) -> StandardDraft:
    """Begin a draft from the latest version of a standard.

    Raise NotEntitledError, NoStandardError, or DraftInWorkError with the draft the person has already.
    """
    _need_keeper(actor, now)
    latest = versions_of(standard).first()
    if latest is None:
        raise NoStandardError(standard=standard)
    _take_turns(standard, actor)
    own = drafts_in_work().filter(key=standard, drafted_by=actor).first()
    if own:
        raise DraftInWorkError(own.pk)
    return StandardDraft.objects.create(key=standard, base=latest, body=latest.body, drafted_by=actor, changed_at=now)


@transaction.atomic
def change_draft(
    *, actor: Person, draft: int, revision: int, values: Mapping[str, str], now: datetime
) -> StandardDraft:
    """Write values at places of a draft, named by their paths; one revision for all of them, none when nothing differs.

    Raise NotEntitledError, NoDraftError, AnotherDrafterError, DraftPublishedError, DraftMovedError when ``revision``
    is not the present one, NotOpenError for a place that is fixed, or ValuesError with a sentence for each value that
    does not fit.
    """
    held = _own(actor, draft, now)
    if held.revision != revision:
        raise DraftMovedError(held.drafted_by.name, held.changed_at)
    open_places = Inspector(parse(held.body)).changeable()
    body, refused = held.body, {}
    for path, text in values.items():
        if path not in open_places:
            raise NotOpenError(path)
        field = open_places[path]
        if text.strip().replace("\r\n", "\n") == field.value:
            continue
        try:
            body = written(body, field, text)
        except ValueError as error:
            refused[path] = str(error)
    if refused:
        raise ValuesError(refused)
    return _revised(held, body, now)


@transaction.atomic
def keep_test(
    *, actor: Person, draft: int, revision: int, test: StandardTest, instead: str, now: datetime
) -> StandardDraft:
    """Put an embedded test into a draft, in the place of the one named ``instead``; a new revision.

    Raise NotEntitledError, NoDraftError, AnotherDrafterError, DraftPublishedError, DraftMovedError or NameTakenError.
    """
    held = _own(actor, draft, now)
    if held.revision != revision:
        raise DraftMovedError(held.drafted_by.name, held.changed_at)
    if test.name != instead and any(each["name"] == test.name for each in held.body.get("tests", [])):
        raise NameTakenError(name=test.name)
    return _revised(held, with_test(held.body, test, instead), now)


@transaction.atomic
def drop_test(*, actor: Person, draft: int, name: str, now: datetime) -> StandardDraft:
    """Take an embedded test out of a draft; a new revision where there was one of that name.

    Raise NotEntitledError, NoDraftError, AnotherDrafterError or DraftPublishedError.
    """
    held = _own(actor, draft, now)
    return _revised(held, without_test(held.body, name), now)


@transaction.atomic
def discard_draft(*, actor: Person, draft: int, now: datetime) -> None:
    """Throw a draft away; what was submitted from it keeps its text.

    Raise NotEntitledError, NoDraftError, AnotherDrafterError, DraftPublishedError or DraftUnderWayError.
    """
    held = _own(actor, draft, now)
    if PromulgationProcess.objects.under_way().filter(draft=held).exists():
        raise DraftUnderWayError
    held.delete()


def _revised(held: StandardDraft, body: dict[str, Any], now: datetime) -> StandardDraft:
    """Keep a text as the next revision; one that says the same is none."""
    if body != held.body:
        held.body, held.revision, held.changed_at = body, held.revision + 1, now
        held.save(update_fields=["body", "revision", "changed_at"])
    return held


def _need_keeper(actor: Person, now: datetime) -> None:
    if not holds_post(actor, PostRole.STANDARD_KEEPER, localdate(now)):
        raise NotEntitledError


def _own(actor: Person, draft: int, now: datetime) -> StandardDraft:
    """The actor's draft, held until the transaction ends: who approves must not have written."""
    _need_keeper(actor, now)
    rows = StandardDraft.objects.select_for_update(of=["self"], no_key=True).select_related("drafted_by")
    held = rows.filter(pk=draft).first()
    if held is None:
        raise NoDraftError
    if held.drafted_by_id != actor.pk:
        raise AnotherDrafterError(held.drafted_by.name)
    if PromulgationProcess.objects.filter(draft=held, outcome=Outcome.PUBLISHED).exists():
        raise DraftPublishedError
    return held


def _take_turns(standard: str, actor: Person) -> None:
    """Let two begins of one person for one standard come one after the other."""
    with connection.cursor() as cursor:
        name = f"draft {actor.pk} {standard}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
