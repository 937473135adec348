"""The announced calendars, as data: one row per announced year and one per date a notice names."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from workflows.clock.enums import DayKind

CODE_LENGTH = 16


class CalendarYear(models.Model):
    """A year whose notice is loaded: until its row exists, its dates are provisional.

    ``source`` cites the notice. ``loaded_at`` moves whenever any day of the calendar changes, so that a process can
    tell by one small query that what it remembers has aged.
    """

    pk = models.CompositePrimaryKey("calendar", "year")
    calendar = models.CharField(_("calendar"), max_length=CODE_LENGTH, default="CN")
    year = models.PositiveSmallIntegerField(_("year"))
    source = models.CharField(_("source"), max_length=200)
    loaded_at = models.DateTimeField(_("loaded at"))

    class Meta:
        app_label = "workflows"
        verbose_name = _("calendar year")
        verbose_name_plural = _("calendar years")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="calendar_year_is_a_year",
                condition=models.Q(year__range=(1949, 9999)),
                violation_error_message=_("A calendar year lies between 1949 and 9999."),
            ),
        ]

    def __str__(self) -> str:
        """Return the calendar's code and the year."""
        return f"{self.calendar} {self.year}"


class CalendarDay(models.Model):
    """One date a notice names: a day off, or one worked in exchange (调休), and the holiday it belongs to."""

    pk = models.CompositePrimaryKey("calendar", "date")
    calendar = models.CharField(_("calendar"), max_length=CODE_LENGTH, default="CN")
    date = models.DateField(_("date"))
    kind = models.CharField(
        _("kind"),
        max_length=4,
        choices=[(DayKind.OFF, _("day off")), (DayKind.WORK, _("day worked"))],
    )
    name = models.CharField(_("holiday"), max_length=60)

    class Meta:
        app_label = "workflows"
        verbose_name = _("calendar day")
        verbose_name_plural = _("calendar days")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="calendar_day_is_off_or_work",
                condition=models.Q(kind__in=[kind.value for kind in DayKind]),
                violation_error_message=_("A calendar day is either off or worked."),
            ),
            models.CheckConstraint(
                name="calendar_day_has_a_name",
                condition=~models.Q(name=""),
                violation_error_message=_("A calendar day names the holiday it belongs to."),
            ),
        ]

    def __str__(self) -> str:
        """Return the date, what it is, and the holiday."""
        return f"{self.date:%Y-%m-%d} {self.kind} {self.name}"
