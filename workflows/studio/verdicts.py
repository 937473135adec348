"""What the publish check says of a text, remembered for a minute in this process.

The shared cache is not asked: a page of the studio works while it is away, and nothing here is worth a connection.
"""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import date
from threading import Lock
from time import monotonic

from workflows.standards.canonical import digest
from workflows.standards.defects import Defect, DefectCode
from workflows.standards.schema import Standard
from workflows.standards.verbs import check_here
from workflows.studio.words import language

KEPT = 64
"""How many texts are remembered."""

KEPT_SECONDS = 60.0
"""How long a result is good: desks and posts may change, the text of a revision cannot."""

_kept: OrderedDict[tuple[str, date, str], tuple[float, list[Defect]]] = OrderedDict()
_guard = Lock()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the publish check says of one revision; the embedded tests run when nothing else refuses."""

    defects: list[Defect]
    tests: int

    @property
    def refusing(self) -> list[Defect]:
        """What stops the submission."""
        return [defect for defect in self.defects if defect.refuses]

    @property
    def advice(self) -> list[Defect]:
        """What a drafter should look at."""
        return [defect for defect in self.defects if not defect.refuses]

    @property
    def tests_ran(self) -> bool:
        """Whether the embedded tests were performed."""
        return all(defect.code is DefectCode.TEST_FAILED for defect in self.refusing)

    @property
    def failed(self) -> int:
        """How many embedded tests failed."""
        return len({defect.element for defect in self.defects if defect.code is DefectCode.TEST_FAILED})

    @property
    def passed(self) -> int:
        """How many embedded tests passed."""
        return self.tests - self.failed


def verdict_on(standard: Standard, day: date) -> Verdict:
    """What the publish check says on a day, in the reader's language."""
    key = (digest(standard), day, language())
    with _guard:
        since, found = _kept.get(key, (float("-inf"), []))
    if monotonic() - since > KEPT_SECONDS:
        found = check_here(standard, day)
        with _guard:
            _kept[key] = (monotonic(), found)
            _kept.move_to_end(key)
            while len(_kept) > KEPT:
                _kept.popitem(last=False)
    return Verdict(found, len(standard.tests))


def forget() -> None:
    """Drop everything remembered, after desks or posts were changed in this process."""
    with _guard:
        _kept.clear()
