"""Loading a file of days into the calendar tables."""

from datetime import datetime
from pathlib import Path

from django.db import models, transaction

from workflows.clock.days import Day, announced_years, read_days


def load_days(
    path: Path,
    *,
    using: str,
    year_model: type[models.Model],
    day_model: type[models.Model],
    source: str,
    now: datetime,
    calendar: str = "CN",
) -> int:
    """Bring the tables of ``calendar`` to what ``path`` says and return how many rows changed; a repetition changes 0.

    The model classes are handed in so that a data migration can give its historical ones. Rows of dates and years the
    file does not know stay: they come from notices promulgated later. Raise ClockError for a file that is not one.
    """
    days = read_days(path)
    with transaction.atomic(using=using):
        changed = _load_days(days, day_model, using, calendar) + _load_years(
            days, year_model, using, calendar, source, now
        )
        if changed:
            _manager(year_model, using).filter(calendar=calendar).update(loaded_at=now)
    return changed


def _load_days(days: tuple[Day, ...], model: type[models.Model], using: str, calendar: str) -> int:
    rows = _manager(model, using)
    known = set(rows.filter(calendar=calendar).values_list("date", "kind", "name"))
    new = [day for day in days if (day.date, day.kind.value, day.name) not in known]
    rows.bulk_create(
        [model(calendar=calendar, date=day.date, kind=day.kind.value, name=day.name) for day in new],
        update_conflicts=True,
        unique_fields=["calendar", "date"],
        update_fields=["kind", "name"],
    )
    return len(new)


def _load_years(
    days: tuple[Day, ...], model: type[models.Model], using: str, calendar: str, source: str, now: datetime
) -> int:
    rows = _manager(model, using)
    known = set(rows.filter(calendar=calendar).values_list("year", flat=True))
    new = sorted(announced_years(days) - known)
    rows.bulk_create([model(calendar=calendar, year=year, source=source, loaded_at=now) for year in new])
    return len(new)


def _manager(model: type[models.Model], using: str) -> models.QuerySet[models.Model]:
    # A historical model has only the base manager's behaviour; asking for no more keeps both kinds alike.
    return model._base_manager.using(using)  # noqa: SLF001 - the documented name of Django's base manager
