"""What keepers ask for: that a draft is tried with the cases of a period."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from workflows.organisation.enums import PostRole
from workflows.organisation.models import Person
from workflows.rehearsing.enums import RehearsalState
from workflows.rehearsing.errors import PeriodUnclear, SampleUnclear
from workflows.rehearsing.models import Rehearsal
from workflows.standards.canonical import canonical_value, digest
from workflows.standards.promulgation.errors import NotEntitledError
from workflows.standards.queries import holds_post
from workflows.standards.schema import Standard

MOST = 2_000
"""How many cases are looked at unless somebody says otherwise."""

LARGEST = 100_000
"""The most that may be asked for."""


@transaction.atomic
def ask_rehearsal(
    *, actor: Person, standard: Standard, since: date, until: date, now: datetime, most: int = MOST, seed: int = 1
) -> Rehearsal:
    """Have the worker try a text with the cases received in a period; when there are more than ``most``, a sample.

    ``seed`` draws the sample, so that the same question has the same answer. The same question that is still being
    answered is not asked twice. Raise NotEntitledError, PeriodUnclear or SampleUnclear.
    """
    today = localdate(now)
    if not holds_post(actor, PostRole.STANDARD_KEEPER, today):
        raise NotEntitledError
    if until < since or since > today:
        raise PeriodUnclear(since=since.isoformat(), until=until.isoformat())
    if not 1 <= most <= LARGEST:
        raise SampleUnclear(most=LARGEST)
    asked = {
        "key": standard.key,
        "digest": digest(standard),
        "since": since,
        "until": until,
        "most": most,
        "seed": seed,
    }
    under_way = Rehearsal.objects.filter(**asked).exclude(state=RehearsalState.DONE).first()
    body = canonical_value(standard)
    return under_way or Rehearsal.objects.create(**asked, body=body, asked_by=actor, asked_at=now)
