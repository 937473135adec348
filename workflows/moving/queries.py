"""Questions about plans: how many cases can move, in which district, and why the others cannot."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Q, QuerySet

from workflows.moving.enums import SETTLED_BY_CHOICE, Hindrance, LineOutcome, Verdict
from workflows.moving.models import MoveLine, MovePlan
from workflows.organisation.models import District


@dataclass(frozen=True, slots=True)
class InDistrict:
    """The figures of one district."""

    district: District
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Summary:
    """What a plan means over all districts; ``reasons`` counts cases by reason and what it is about."""

    total: int
    verdicts: Mapping[str, int]
    outcomes: Mapping[str, int]
    districts: list[InDistrict]
    reasons: list[tuple[Hindrance, str, int]]

    @property
    def safe(self) -> int:
        """Cases that can move."""
        return self.verdicts.get(Verdict.SAFE, 0)

    @property
    def choice(self) -> int:
        """Cases for which somebody has to choose."""
        return self.verdicts.get(Verdict.CHOICE, 0)

    @property
    def blocked(self) -> int:
        """Cases that cannot move."""
        return self.verdicts.get(Verdict.BLOCKED, 0)

    @property
    def moved(self) -> int:
        """Cases moved and not put back."""
        return self.outcomes.get(LineOutcome.MOVED, 0)

    @property
    def decided(self) -> int:
        """Cases the plan was carried out for, whether they moved or stayed."""
        return self.total - self.outcomes.get(LineOutcome.WAITING, 0)


_REASONS = """
SELECT reason ->> 'code', reason ->> 'about', count(*)
  FROM workflows_moveline line, jsonb_array_elements(line.reasons) reason
 WHERE line.plan_id = %s GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT 100
"""


def plans_of(standard: str) -> QuerySet[MovePlan]:
    """The plans for a standard, the latest first."""
    plans = MovePlan.objects.filter(source__key=standard).select_related("source", "target", "drafted_by")
    return plans.order_by("-pk")


def summary_of(plan: MovePlan) -> Summary:
    """Count the lines of a plan; three queries, however many cases there are."""
    grouped = MoveLine.objects.filter(plan=plan).values_list("district", "verdict", "outcome")
    verdicts: Counter[str] = Counter()
    outcomes: Counter[str] = Counter()
    per_district: dict[int, Counter[str]] = {}
    for district, verdict, outcome, number in grouped.annotate(number=Count("pk")):
        verdicts[verdict] += number
        outcomes[outcome] += number
        per_district.setdefault(district, Counter())[verdict] += number
    known = District.objects.in_bulk(per_district)
    with connection.cursor() as cursor:
        cursor.execute(_REASONS, [plan.pk])
        reasons = [(Hindrance(code), about, number) for code, about, number in cursor.fetchall()]
    districts = [InDistrict(known[key], counts) for key, counts in per_district.items()]
    return Summary(
        total=sum(verdicts.values()),
        verdicts=verdicts,
        outcomes=outcomes,
        districts=sorted(districts, key=lambda each: each.district.code),
        reasons=reasons,
    )


def lines_of_plan(plan: MovePlan, *, verdict: str = "", district: str = "", reason: str = "") -> QuerySet[MoveLine]:
    """The cases of a plan that a reader looks into, by their keys."""
    wanted = Q()
    if verdict:
        wanted &= Q(verdict=verdict)
    if district:
        wanted &= Q(district__code=district)
    if reason:
        wanted &= Q(reasons__contains=[{"code": reason}])
    return MoveLine.objects.filter(wanted, plan=plan).select_related("district").order_by("case_id")


def steps_to_choose(plan: MovePlan, summary: Summary) -> list[tuple[str, int]]:
    """The old steps that need a choice, or have one, with how many cases wait for it."""
    found: dict[str, int] = dict.fromkeys(plan.document.steps, 0)
    for code, about, number in summary.reasons:
        if code in SETTLED_BY_CHOICE:
            found[about] = found.get(about, 0) + number
    return sorted(found.items())
