"""What a probe is asked, and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from enterprises.registration.models import Enterprise
from workflows.standards.schema import Standard


@dataclass(frozen=True, slots=True)
class Extract:
    """What a register says of a subject: the answer with what the sentence names, the register and the instant."""

    value: Any
    source: str
    as_of: datetime

    @property
    def says(self) -> bool:
        """The truth value in it."""
        return bool(self.value.get("value") if isinstance(self.value, Mapping) else self.value)

    @property
    def named(self) -> dict[str, Any]:
        """What it says besides."""
        return {key: each for key, each in self.value.items() if key != "value"} if isinstance(self.value, dict) else {}


@dataclass(frozen=True, slots=True)
class Question:
    """A form under a standard, whoever applies, and what the registers said before ``now``: by subject and probe."""

    standard: Standard
    form: Mapping[str, Any]
    enterprise: Enterprise | None
    now: datetime
    extracts: Mapping[tuple[str, str], Extract] = field(default_factory=dict)

    @property
    def day(self) -> date:
        """The local day of the question."""
        return localdate(self.now)

    def text(self, *path: str) -> str:
        """The text at a place of the form; "" where there is none."""
        value: Any = self.form
        for name in path:
            value = value.get(name) if isinstance(value, Mapping) else None
        return value if isinstance(value, str) else ""


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer: ``path`` is the place in the form it is about; ``named`` is what the sentence of the check names."""

    value: bool
    source: str
    as_of: datetime
    path: str = ""
    named: Mapping[str, Any] = field(default_factory=dict)

    def fact(self) -> dict[str, Any]:
        """The answer as a fact of a case: JSON."""
        said = {**self.named, "value": self.value, "source": self.source, "as_of": self.as_of.isoformat()}
        return said | ({"field": self.path} if self.path else {})
