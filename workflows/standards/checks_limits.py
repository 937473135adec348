"""Whether promises and steps stay within the statutory limit (法定时限)."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from workflows.clock.enums import Unit
from workflows.standards.checks_graph import first_steps
from workflows.standards.defects import Defect, DefectCode
from workflows.standards.naming import called
from workflows.standards.registry import Registry
from workflows.standards.schema import Limit, Standard, Step

_HALF = Decimal("0.5")
_WEEK = Decimal(7)
_WORKING_WEEK = Decimal(5)
_LONGEST_HOLIDAY = Decimal(10)
"""National days no calendar of working days exceeds in a row, with the weekend beside them."""


def limit_defects(standard: Standard, registry: Registry) -> list[Defect]:
    """Return the limits the clock cannot reckon, and those that are longer than the statutory one."""
    statutory, promised = standard.limits.statutory, standard.limits.promised
    steps = first_steps(standard).values()
    defects = [_unlawful(place, limit) for place, limit in _limits(standard, steps) if not is_reckoned(limit)]
    if statutory is None:
        return defects
    if not surely_within(promised, statutory):
        defects.append(_promise(promised, statutory))
    return [*defects, *(d for step in steps if _counts(step, registry) for d in _step(step, statutory))]


def _limits(standard: Standard, steps: Iterable[Step]) -> Iterator[tuple[str, Limit]]:
    for name in ("statutory", "promised", "extension"):
        limit = getattr(standard.limits, name)
        if limit is not None:
            yield f"limits.{name}", limit
    for step in steps:
        if step.limit:
            yield f"steps[{step.key}].limit", step.limit
        if step.silence:
            yield f"steps[{step.key}].silence.after", step.silence.after


def is_reckoned(limit: Limit) -> bool:
    """Say whether the clock knows the length: whole days, or half a working day (``workflows.clock``)."""
    return limit.days == limit.days.to_integral_value() or (limit.days == _HALF and limit.unit is Unit.WORKING)


def _unlawful(place: str, limit: Limit) -> Defect:
    sentence = _(
        "The limit at %(place)s is %(limit)s, which no clock reckons;"
        " give whole days, or half a working day for the same day."
    )
    return Defect(DefectCode.UNLAWFUL_LIMIT, place, sentence % {"place": place, "limit": _say(limit)})


def _counts(step: Step, registry: Registry) -> bool:
    """Say whether the authority's time runs at the step; the applicant's time and a stopped clock are not counted."""
    step_type = registry.step_types.get(step.type)
    return step.handler.party != "applicant" and not (step_type and step_type.off_clock)


def _promise(promised: Limit, statutory: Limit) -> Defect:
    sentence = _(
        "The promised limit of %(promised)s is not within the statutory one of %(statutory)s;"
        " shorten it, and give both in one unit."
    )
    return Defect(
        DefectCode.PROMISE_OVER_STATUTORY,
        "limits.promised",
        sentence % {"promised": _say(promised), "statutory": _say(statutory)},
    )


def _step(step: Step, statutory: Limit) -> Iterator[Defect]:
    if step.limit and _surely_over(step.limit, statutory):
        sentence = _(
            "The limit of %(limit)s at the step %(step)s is longer than the statutory one of %(statutory)s; shorten it."
        )
        named = {"limit": _say(step.limit), "step": called(step), "statutory": _say(statutory)}
        yield Defect(DefectCode.STEP_LIMIT_OVER_STATUTORY, f"steps[{step.key}].limit", sentence % named)
    if step.silence and _surely_over(step.silence.after, statutory):
        sentence = _(
            "Silence at the step %(step)s has its consequence after %(limit)s, which is longer than the statutory limit"
            " of %(statutory)s; shorten it."
        )
        named = {"limit": _say(step.silence.after), "step": called(step), "statutory": _say(statutory)}
        yield Defect(DefectCode.SILENCE_OVER_STATUTORY, f"steps[{step.key}].silence.after", sentence % named)


def surely_within(limit: Limit, bound: Limit) -> bool:
    """Say whether the limit ends in time whatever the calendar: so many natural days are over in as many working ones."""
    return limit.days <= bound.days and (limit.unit is bound.unit or bound.unit is Unit.WORKING)


def _surely_over(limit: Limit, bound: Limit) -> bool:
    """Say whether the limit is longer whatever the calendar."""
    if limit.unit is bound.unit or bound.unit is Unit.NATURAL:
        return limit.days > bound.days
    return limit.days > bound.days * _WEEK / _WORKING_WEEK + _LONGEST_HOLIDAY


def _say(limit: Limit) -> str:
    days = format(limit.days.normalize(), "f")
    sentence = _("%(days)s working days") if limit.unit is Unit.WORKING else _("%(days)s natural days")
    return sentence % {"days": days}
