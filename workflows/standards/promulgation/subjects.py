"""What puts each kind of subject in force: later rooms lend their way when the program starts."""

from collections.abc import Callable

from workflows.standards.promulgation.enums import SubjectKind
from workflows.standards.promulgation.errors import NotYetPossibleError
from workflows.standards.promulgation.models import PromulgationProcess

Enforcement = Callable[[PromulgationProcess], None]
"""Puts in force what was approved, in the transaction of the approval; what it raises undoes the approval."""

_known: dict[str, Enforcement] = {}


def register_subject(kind: SubjectKind, enforcement: Enforcement) -> None:
    """Let subjects of that kind be promulgated; a second time changes nothing."""
    _known[kind.value] = enforcement


def enforcement_of(process: PromulgationProcess) -> Enforcement:
    """Return what puts the subject of a process in force; raise NotYetPossibleError for a kind nobody knows."""
    if process.subject not in _known:
        raise NotYetPossibleError(process.get_subject_display())
    return _known[process.subject]
