# ruff: noqa: N818 - a refusal is named for what is refused
"""What rehearsing refuses, as sentences a person can act on."""

from django.utils.translation import gettext_lazy as _

from workflows.refusals import Refusal


class RehearsingError(Refusal):
    """Base of every refusal of this room."""


class PeriodUnclear(RehearsingError):
    """The period ends before it begins, or lies in the future."""

    code = "rehearsing.period"
    sentence = _("%(since)s to %(until)s is no period that has begun; choose a first day and a last day in the past.")


class SampleUnclear(RehearsingError):
    """A sample has at least one case and not more than are bearable."""

    code = "rehearsing.sample"
    sentence = _("Choose from 1 to %(most)s cases.")
