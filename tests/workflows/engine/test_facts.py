"""What a register answered stands in the journal, and the case is the same otherwise."""

from typing import Any

import pytest

from tests.workflows.engine.factory import LONGWAN, act, blank, end, rules, step
from tests.workflows.engine.stage import RECEIVED, ask, set_up
from workflows.engine.errors import CaseNotFound
from workflows.engine.facts import record_fact
from workflows.engine.history import rebuild
from workflows.engine.models import CaseFile
from workflows.engine.rules import Rules
from workflows.journal.models import JournalRow
from workflows.journal.verify import verify_journal
from workflows.standards.enums import Regime


def law() -> Rules:
    return rules(
        Regime.SERVICE,
        step("desk", "review", "SUBMITTED", act("done", "end", "forward", move="complete")),
        end("COMPLETED"),
    )


def test_a_fact_is_chained_counted_and_seen_by_the_rules_also_after_the_end(own_database: str) -> None:
    stage = set_up(law(), {"anna": (LONGWAN, "REVIEW", "REVIEWER")})
    case = stage.file().case
    answer: dict[str, Any] = {"state": "ACKED"}
    seq = record_fact(case=case, name="register", value=answer, source="register", now=RECEIVED)
    assert seq == 2
    stage.act("anna", case, "desk", "done", now=RECEIVED)
    last = record_fact(case=case, name="archive", value=True, source="archive", now=RECEIVED)
    assert ask("SELECT max(seq), version FROM workflows_journalrow, workflows_case GROUP BY version") == [
        (last, last - 1)
    ]
    assert CaseFile.objects.using("worker").get().facts == {"register": answer, "archive": True}
    assert verify_journal().faults == []
    rows = JournalRow.objects.using("worker").order_by("seq")
    state = rebuild(blank(law(), RECEIVED), rows)
    assert (state.phase, state.version) == ("COMPLETED", last - 1)


def test_a_fact_of_no_case_is_refused(own_database: str) -> None:
    with pytest.raises(CaseNotFound):
        record_fact(case=1, name="register", value=True, source="register", now=RECEIVED)
