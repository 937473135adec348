"""The journal as a clerk reads it."""

from datetime import timedelta

from django.utils.translation import override

from approvals.desks.history import Entry, Item, entries_of
from approvals.desks.reading import journal_of
from tests.approvals.desks.office import NOW, reviewed
from tests.workflows.engine.stage import Stage
from workflows.engine.models import ActContent
from workflows.engine.rulebook import rules_of
from workflows.engine.verbs import claim, release
from workflows.organisation.scoping import seen_by


def entries(stage: Stage, case: int) -> list[Entry]:
    standard = rules_of(stage.version.pk).standard
    with seen_by(stage.people["anna"].pk, NOW.date()) as scope, override("en"):
        rows = journal_of(scope, case)
        return entries_of(rows, ActContent.objects.filter(case=case), [standard] * len(rows))


def test_every_row_says_who_did_what_at_which_desk(stage: Stage) -> None:
    (case,) = reviewed(stage)
    claim(actor=stage.actor("anna"), case=case, step="review", now=NOW)
    release(actor=stage.actor("anna"), case=case, step="review", now=NOW)
    assert [(entry.title, entry.who) for entry in entries(stage, case)] == [
        ("Application received", "applicant"),
        ("Intake: Take in", "WINDOW, window"),
        ("Automatic check: Passed", "the system"),
        ("Formal review: claimed", "anna"),
        ("Formal review: released", "anna"),
    ]


def test_both_times_are_told_where_they_differ(stage: Stage) -> None:
    (case,) = reviewed(stage)
    first = entries(stage, case)[0]
    assert first.at == NOW
    assert first.recorded_at is not None
    assert abs(first.recorded_at - NOW) > timedelta(minutes=1)


def test_ground_words_list_and_papers_go_with_their_act(stage: Stage) -> None:
    refused, returned = reviewed(stage, 2)
    words = {"ground": "unlawful", "opinion": "不符合规定。"}
    stage.act("anna", refused, "review", "refuse", now=NOW, payload=words)
    item = {"material": "lease", "defect": "看不清", "remedy": "重扫", "basis": "细则"}
    stage.act("anna", returned, "review", "return", now=NOW, payload={"items": [item]})
    refusal = entries(stage, refused)[-1]
    assert (refusal.ground, refusal.opinion) == ("The application is against the law", "不符合规定。")
    list_of = next(entry for entry in entries(stage, returned) if entry.items)
    assert list_of.items == (Item("Proof of use of the address", "看不清", "重扫", "细则"),)
    assert list_of.papers == ("Notice of return",)
