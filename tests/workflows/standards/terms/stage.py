"""A published toy standard, and terms put in force in short."""

from datetime import date, datetime, timedelta

from tests.workflows.standards.promulgation.conftest import FROM, NOW, Cast
from tests.workflows.standards.terms.toy import terms, toy
from workflows.organisation.models import District
from workflows.standards.models import StandardVersion
from workflows.standards.schema import Standard
from workflows.standards.terms.documents import Difference
from workflows.standards.terms.models import DistrictTerms
from workflows.standards.terms.publishing import publish_terms
from workflows.standards.verbs import publish

LATER_DAY = FROM + timedelta(days=30)
"""When terms begin, a month after the standard."""


def published(cast: Cast, standard: Standard | None = None, valid_from: date = FROM) -> StandardVersion:
    return publish(actor=cast.lin, second=cast.zhou, standard=standard or toy(), valid_from=valid_from, now=NOW)


def in_force(
    cast: Cast,
    *differences: Difference,
    district: District | None = None,
    of: Standard | None = None,
    valid_from: date = LATER_DAY,
    now: datetime = NOW,
) -> DistrictTerms:
    where = district or cast.longwan
    return publish_terms(
        actor=cast.wu if where == cast.longwan else cast.chen,
        second=cast.lin,
        district=where,
        terms=terms(*differences, of=of),
        valid_from=valid_from,
        now=now,
    )
