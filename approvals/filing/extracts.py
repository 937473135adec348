"""What the registers said last of some subjects."""

from collections.abc import Collection
from datetime import datetime

from approvals.filing.asking import Extract
from approvals.filing.models import RegisterExtract


def latest(subjects: Collection[str], probes: Collection[str], now: datetime) -> dict[tuple[str, str], Extract]:
    """The last extract of every subject and probe by ``now``, in one query, or none where nothing is asked."""
    if not subjects or not probes:
        return {}
    rows = RegisterExtract.objects.filter(subject__in=sorted(subjects), probe__in=sorted(probes), as_of__lte=now)
    last = rows.order_by("subject", "probe", "-as_of").distinct("subject", "probe")
    return {(row.subject, row.probe): Extract(row.value, row.source, row.as_of) for row in last}
