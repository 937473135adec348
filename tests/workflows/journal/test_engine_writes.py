"""Everything the engine writes is proved by verification: acts, claims, what follows by itself, and silence."""

from tests.workflows.engine.factory import LONGWAN, act, at, days, end, rules, step
from tests.workflows.engine.stage import set_up
from workflows.engine.verbs import catch_up, claim, release
from workflows.journal.verify import verify_journal
from workflows.standards.enums import Regime

CLERKS = {"anna": (LONGWAN, "REVIEW", "REVIEWER"), "bo": (LONGWAN, "REVIEW", "REVIEWER")}
SILENCE = {"after": days(5), "act": "deem", "basis": "law", "citation": {"law": "许可法", "article": "32"}}
FILED, LATE = at("2026-03-02"), at("2026-03-12")


def test_whatever_the_engine_writes_verifies(own_database: str) -> None:
    law = rules(
        Regime.LICENCE,
        step(
            "desk",
            "front_desk",
            "SUBMITTED",
            act("accept", "review", move="accept"),
            act("deem", "review", move="deem_accepted"),
            silence=SILENCE,
        ),
        step("review", "review", "ACCEPTED", act("forward", "end", move="terminate")),
        end("TERMINATED"),
    )
    stage = set_up(law, CLERKS)
    acted, silent, open_still = (stage.file(now=FILED).case for _ in range(3))
    claim(actor=stage.actor("anna"), case=acted, step="desk", now=FILED)
    release(actor=stage.actor("anna"), case=acted, step="desk", now=FILED)
    stage.act("bo", acted, "desk", "accept", now=FILED)
    stage.act("anna", acted, "review", "forward", now=FILED)
    catch_up(cases=[silent], now=LATE, using="worker")
    report = verify_journal()
    assert (report.cases, report.faults) == (3, [])
    assert report.rows > 3 + 4
    assert verify_journal(cases=[open_still]).rows == 1
