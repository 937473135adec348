"""Closed lists of the journal."""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Verb(TextChoices):
    """What a journal row says was done (design §6). Each verb has a typed payload in ``payloads``."""

    OPEN = "OPEN", _("Case opened")
    CLAIM = "CLAIM", _("Step claimed")
    RELEASE = "RELEASE", _("Step released")
    ACT = "ACT", _("Act performed")
    FACT = "FACT", _("Answer of a register recorded")
    RECUSE = "RECUSE", _("Recused")
    ERASE = "ERASE", _("Personal values erased")
    MOVE = "MOVE", _("Moved to another version of the standard")
    MOVE_BACK = "MOVE_BACK", _("Put back to the version before")


class EffectState(TextChoices):
    """How far an effect is. FAILED will be tried again, DEAD waits for a person."""

    PENDING = "PENDING", _("waiting")
    DONE = "DONE", _("done")
    FAILED = "FAILED", _("failed, will be tried again")
    DEAD = "DEAD", _("given up")


class Algorithm(StrEnum):
    """Hash algorithms a row may name; each row names its own, so that SM3 can follow SHA-256."""

    SHA256 = "sha256"


class Fault(StrEnum):
    """What verification can find wrong."""

    CHANGED = "changed"
    """The row's content does not give its hash."""
    BROKEN = "broken"
    """The row does not follow the one before it."""
    GAP = "gap"
    """A row is missing between two."""
    TRUNCATED = "truncated"
    """The case remembers a later head than its last row."""
    CASE_MISSING = "case_missing"
    """The register names a case that is gone."""
    UNREGISTERED = "unregistered"
    """A case stands that the register does not name."""
    REGISTER_CHANGED = "register_changed"
    """A register row's content does not give its hash."""
    REGISTER_GAP = "register_gap"
    """A register row is missing between two, or after the last one its district counts."""
    UNLIKE_SEAL = "unlike_seal"
    """A row, or a case, is gone or is not what was sealed on a day."""
    SEAL_CHANGED = "seal_changed"
    """A seal is not what its key signed, or its root is not that of its leaves."""
    SEAL_GAP = "seal_gap"
    """The seal of a day is missing between two, or one that its key made is gone."""
    SEAL_KEY = "seal_key"
    """A public key is not the one that was published."""
