"""Closed lists of the standard's vocabulary."""

from enum import StrEnum


class Regime(StrEnum):
    """The procedure the law prescribes for an item (domain terms: 办理程序类型)."""

    REGISTRATION = "REGISTRATION"
    LICENCE = "LICENCE"
    RELOCATION = "RELOCATION"
    RECOGNITION = "RECOGNITION"
    FILING = "FILING"
    SERVICE = "SERVICE"


class Handling(StrEnum):
    """What kind of handler a step may have; which desk that is, the standard says."""

    DESK = "DESK"
    APPLICANT = "APPLICANT"
    SYSTEM = "SYSTEM"


class Effect(StrEnum):
    """What a failed check does to the case; BLOCK needs a legal basis."""

    BLOCK = "BLOCK"
    REVIEW = "REVIEW"
    TRAVEL = "TRAVEL"
    TASK = "TASK"
    WARN = "WARN"


class SilenceBasis(StrEnum):
    """Why silence has a consequence; agreement and design can be switched off per corridor."""

    LAW = "law"
    AGREEMENT = "agreement"
    DESIGN = "design"


class Join(StrEnum):
    """How a step opens that several routes lead to."""

    EACH = "each"
    ALL = "all"


class Times(StrEnum):
    """How often an offered step may be started."""

    ONCE = "once"
    MANY = "many"


class ResultKind(StrEnum):
    """What a case leaves behind."""

    PAPER = "PAPER"
    LICENCE = "LICENCE"


class Audience(StrEnum):
    """Who receives a notice."""

    APPLICANT = "APPLICANT"
    DESK = "DESK"
    SUPERVISION = "SUPERVISION"


class Layer(StrEnum):
    """How far a district may depart from the standard at one place, always in the applicant's favour."""

    FIXED = "fixed"
    BOUNDED = "bounded"
    OPEN = "open"


class PlaceKind(StrEnum):
    """What may stand at a place a standard gives a layer to."""

    LIMIT = "limit"
    MATERIAL = "material"
    DESK = "desk"
    TEXT = "text"
