"""Keeping the standard that is in effect for a case as a version a case can be pinned to."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from workflows.standards.canonical import canonical_value
from workflows.standards.models import StandardVersion
from workflows.standards.terms.queries import Effective


def keep(effective: Effective) -> StandardVersion:
    """Return the row of what is in effect: the published version, or the one compiled from it, made when it is needed.

    Districts that come to the same text share the row; two who need it at once get the same. The database compares it
    with the base and refuses what adds (``effective_version_only_takes_away``), as IntegrityError.
    """
    if not effective.differs:
        return effective.base
    known = StandardVersion.objects.filter(base=effective.base, digest=effective.address)
    return known.first() or _made(effective)


def _made(effective: Effective) -> StandardVersion:
    base = effective.base
    try:
        with transaction.atomic():
            return StandardVersion.objects.create(
                key=base.key,
                number=base.number,
                digest=effective.address,
                base=base,
                body=canonical_value(effective.standard),
                valid_from=base.valid_from,
                published_at=timezone.now(),
            )
    except IntegrityError as error:
        if "equal_districts_share_one_version" not in str(error):
            raise
        return StandardVersion.objects.get(base=base, digest=effective.address)
