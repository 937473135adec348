"""Cases walked by hand, for what the demonstration's story does not tell: a licence with silence, correction and delay."""

from collections.abc import Callable

from tests.workflows.engine.factory import CORRECTION, LONGWAN, REFUSAL, at
from tests.workflows.engine.stage import Stage, set_up
from tests.workflows.engine.standards import licence, parallel
from workflows.engine.due import due_silences
from workflows.engine.facts import record_fact
from workflows.engine.verbs import claim, release

OPINION = {"ground": "unfit", "opinion": "水压不足。"}
CLERKS = dict.fromkeys(("anna", "bo", "chen"), (LONGWAN, "REVIEW", "REVIEWER"))


def licences() -> None:
    """Eight licences: accepted by silence, corrected, lapsed, extended, refused, and one that only waits."""
    stage = set_up(licence(), CLERKS)
    _deemed_accepted_and_granted(stage)
    _corrected_then_denied(stage)
    _corrected_twice(stage)
    stage.file(name="waits at the window")
    lapsed = stage.file(name="lapses").case
    stage.act("anna", lapsed, "window", "correct", now=at("2026-03-04"), payload=CORRECTION)
    refused = stage.file(name="is refused").case
    stage.act("bo", refused, "window", "refuse", now=at("2026-03-05", "16:40"), payload=REFUSAL)
    stopped = stage.file(now=at("2026-04-20")).case
    stage.act("anna", stopped, "window", "correct", now=at("2026-04-21"), payload=CORRECTION | {"days": 60})
    due_silences(at("2026-04-28"))


def branches() -> None:
    """Three services in branches: one whose last step waits for a branch, one that was joined, one called off."""
    stage = set_up(parallel(join="all"), CLERKS)
    for name in ("waits", "joined", "declined"):
        case = stage.file(name=name).case
        stage.act("anna", case, "window", "accept", now=at("2026-03-03"))
        if name == "declined":
            stage.act("chen", case, "water", "refuse", now=at("2026-03-04"), payload=OPINION)
            continue
        stage.act("bo", case, "fire", "pass" if name == "joined" else "ask", now=at("2026-03-04"))
        stage.act("chen", case, "water", "pass", now=at("2026-03-05"))
        if name == "joined":
            stage.act("anna", case, "last", "pass", now=at("2026-03-06"))


WALKS: tuple[Callable[[], None], ...] = (licences, branches)


def _deemed_accepted_and_granted(stage: Stage) -> None:
    case = stage.file(name="nobody answers").case
    due_silences(at("2026-03-16"))
    claim(actor=stage.actor("anna"), case=case, step="review", now=at("2026-03-16"))
    release(actor=stage.actor("anna"), case=case, step="review", now=at("2026-03-16", "11:00"))
    stage.act("bo", case, "review", "pass", now=at("2026-03-17"))
    record_fact(case=case, name="seen", value=True, source="register", now=at("2026-03-17", "12:00"))
    stage.act("anna", case, "decision", "extend", now=at("2026-03-18"), payload={"opinion": "需要现场核查。"})
    stage.act("anna", case, "decision", "grant", now=at("2026-03-30"))
    stage.act("chen", case, "certify", "issue", now=at("2026-03-31"))
    stage.act("chen", case, "deliver", "issue", now=at("2026-04-01"))


def _corrected_then_denied(stage: Stage) -> None:
    case = stage.file(name="is corrected").case
    stage.act("anna", case, "window", "correct", now=at("2026-03-04"), payload=CORRECTION)
    stage.act("applicant", case, "correction", "resubmit", now=at("2026-03-12"))
    stage.act("bo", case, "again", "accept", now=at("2026-03-13"))
    stage.act("bo", case, "review", "pass", now=at("2026-03-16"))
    stage.act("chen", case, "decision", "send_back", now=at("2026-03-17"), payload={"opinion": "再看一次。"})
    stage.act("anna", case, "review", "pass", now=at("2026-03-18"))
    stage.act("chen", case, "decision", "deny", now=at("2026-03-19"), payload=REFUSAL)


def _corrected_twice(stage: Stage) -> None:
    case = stage.file(name="again").case
    stage.act("anna", case, "window", "correct", now=at("2026-03-05"), payload=CORRECTION)
    stage.act("applicant", case, "correction", "resubmit", now=at("2026-03-10"))
    stage.act("bo", case, "again", "accept", now=at("2026-03-11", "17:40"))
