"""The plan as a document: from which version to which, how steps answer to each other, which due date holds.

What is consulted, approved and named in the journal of every case is the digest of this.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict

from workflows.journal.chain import canonical
from workflows.moving.enums import DuePolicy


class PlanDocument(BaseModel):
    """A plan. ``steps`` names for an old step the new one; ``cases`` does the same for single cases, by their key."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: dict[str, str]
    standard: str
    source: str
    target: str
    numbers: tuple[int, int]
    due: DuePolicy = DuePolicy.EARLIER
    steps: dict[str, str] = {}
    cases: dict[str, dict[str, str]] = {}

    @property
    def digest(self) -> str:
        """The SHA-256 of the plan's canonical JSON."""
        return hashlib.sha256(canonical(self.model_dump(mode="json"))).hexdigest()

    def mapping_for(self, case: int) -> Mapping[str, str]:
        """Return how the steps of that case answer to each other."""
        return {**self.steps, **self.cases.get(str(case), {})}

    def chosen(self, steps: Mapping[str, str], case: int | None = None) -> "PlanDocument":
        """Return the plan with a choice for all cases, or for one; an empty answer takes the choice back."""
        before: dict[str, Any] = dict(self.cases.get(str(case), {}) if case is not None else self.steps)
        now = {old: new for old, new in {**before, **steps}.items() if new}
        if case is None:
            return self.model_copy(update={"steps": now})
        others = {key: known for key, known in self.cases.items() if key != str(case)}
        return self.model_copy(update={"cases": {**others, **({str(case): now} if now else {})}})
