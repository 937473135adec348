"""Closed lists of the clock."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class DayKind(StrEnum):
    """What a notice of the State Council makes of a date: a day off, or a day worked in exchange (调休)."""

    OFF = "OFF"
    WORK = "WORK"


class Unit(StrEnum):
    """What a limit counts: working days of the district's calendar, or natural days."""

    WORKING = "WORKING"
    NATURAL = "NATURAL"


class Light(StrEnum):
    """How a clock stands towards its two limits (domain terms: 亮灯)."""

    GREEN = "GREEN"
    YELLOW = "YELLOW"
    RED = "RED"
    OVER = "OVER"
    BLUE = "BLUE"


class Ground(StrEnum):
    """Why a clock may stop; there is no other reason (许可法 45, and 补正 before acceptance)."""

    HEARING = "HEARING"
    TENDER = "TENDER"
    AUCTION = "AUCTION"
    INSPECTION = "INSPECTION"
    TESTING = "TESTING"
    QUARANTINE = "QUARANTINE"
    APPRAISAL = "APPRAISAL"
    EXPERT_REVIEW = "EXPERT_REVIEW"
    CORRECTION = "CORRECTION"


SPECIAL_PROCEDURES = frozenset(Ground) - {Ground.CORRECTION}
"""The eight procedures whose time the law does not count (许可法 45)."""

GROUNDS_OF_REGIME: Mapping[str, frozenset[Ground]] = MappingProxyType(
    {
        "LICENCE": frozenset(Ground),
        "REGISTRATION": frozenset(),
        "RELOCATION": frozenset(),
        "RECOGNITION": frozenset(),
        "FILING": frozenset(),
        "SERVICE": frozenset(),
    }
)
"""Grounds that may stop a clock, by procedure regime: only a permit knows special procedures (条例 19 has none)."""
