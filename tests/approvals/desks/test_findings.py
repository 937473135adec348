"""What the checks found, in sentences."""

from django.utils.translation import override

from approvals.desks.findings import Findings, findings_of
from approvals.desks.reading import journal_of
from tests.approvals.desks.office import NOW, reviewed
from tests.workflows.engine.stage import Stage
from workflows.engine.rulebook import rules_of
from workflows.engine.verbs import look
from workflows.organisation.scoping import seen_by


def found(stage: Stage, case: int) -> Findings:
    _actor, held = look(actor=stage.actor("anna"), case=case, now=NOW)
    with seen_by(stage.people["anna"].pk, NOW.date()) as scope, override("en"):
        return findings_of(journal_of(scope, case), rules_of(stage.version.pk), held.state)


def test_each_check_is_told_once_by_what_it_found_last(stage: Stage) -> None:
    (case,) = reviewed(stage)
    findings = found(stage, case)
    assert [each.check.id for each in findings.passed] == ["named"]
    assert [each.sentence for each in findings.unanswered] == ["A court has given an order."]
    assert findings.failed == ()
    assert findings.total == 2


def test_what_failed_says_what_that_does_by_word_shape_and_colour(stage: Stage) -> None:
    case = stage.file(now=NOW, name="某某").case
    stage.act("window", case, "window", "accept", now=NOW)
    (failed,) = found(stage, case).failed
    with override("en"):
        assert (failed.word, failed.symbol, failed.colour) == ("Reminder", "y", "yellow")
    assert (failed.source, failed.at) == ("", None)


def test_a_case_no_check_was_asked_in_has_no_findings(stage: Stage) -> None:
    case = stage.file(now=NOW).case
    assert not found(stage, case)
