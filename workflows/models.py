"""The kernel's models, gathered for Django; each lives in the room of its concept."""

from workflows.clock.models import CalendarDay, CalendarYear
from workflows.engine.models import ActContent, Case, CaseFile, CaseStep, LawfulMove, SimulatedClock
from workflows.journal.models import CaseCounter, CaseRegisterRow, Cursor, Effect, JournalRow, RegisterHead
from workflows.organisation.models import Desk, District, Entrustment, Organ, Person, Post
from workflows.standards.models import StandardDraft, StandardVersion
from workflows.standards.promulgation.models import PromulgationProcess, PromulgationTask

__all__ = [
    "ActContent",
    "CalendarDay",
    "CalendarYear",
    "Case",
    "CaseCounter",
    "CaseFile",
    "CaseRegisterRow",
    "CaseStep",
    "Cursor",
    "Desk",
    "District",
    "Effect",
    "Entrustment",
    "JournalRow",
    "LawfulMove",
    "Organ",
    "Person",
    "Post",
    "PromulgationProcess",
    "PromulgationTask",
    "RegisterHead",
    "SimulatedClock",
    "StandardDraft",
    "StandardVersion",
]
