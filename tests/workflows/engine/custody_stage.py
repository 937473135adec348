"""A standard whose cases may be handed over to another district, and the clerks of both."""

from typing import Any

from tests.workflows.engine.factory import LONGWAN, OUHAI, act, clerk, days, end, rules, step, withdrawal
from workflows.engine.rules import Rules
from workflows.standards.enums import Regime

ANNA, BO = clerk(3), clerk(4)
OU, OLGA = clerk(6, district=OUHAI), clerk(7, district=OUHAI)
CLERKS = {
    "anna": (LONGWAN, "REVIEW", "REVIEWER"),
    "bo": (LONGWAN, "REVIEW", "REVIEWER"),
    "ou": (OUHAI, "REVIEW", "REVIEWER"),
    "olga": (OUHAI, "REVIEW", "REVIEWER"),
}
WHY = {"opinion": "企业实际经营地在瓯海。"}
CITATION = {"law": "约", "article": "1"}


def movable(settings: dict[str, Any] | None = None, silence: dict[str, Any] | None = None, **more: Any) -> Rules:
    """A window, then two reviews at once beside an offer of custody, then one that closes."""
    return rules(
        Regime.SERVICE,
        step("window", "front_desk", "SUBMITTED", act("accept", "fire water custody mend", move="begin")),
        step("fire", "review", "IN_PROGRESS", act("pass", "last"), limit=days(5)),
        step("water", "review", "IN_PROGRESS", act("pass", "last"), party="origin"),
        withdrawal(),
        step("last", "review", "IN_PROGRESS", act("pass", "end", move="complete"), join="all"),
        step(
            "custody",
            "custody",
            "IN_PROGRESS",
            act("offer", "answer custody"),
            act("back", "custody", outcome="take_back"),
            settings=settings or {},
        ),
        step(
            "answer",
            "custody_answer",
            "IN_PROGRESS",
            act("accept", ""),
            act("refuse", ""),
            *([act("lapse", "")] if silence and silence["act"] == "lapse" else []),
            party="receiver",
            **({"silence": silence} if silence else {}),
        ),
        end("COMPLETED WITHDRAWN"),
        **more,
    )


def silent(act_name: str) -> dict[str, Any]:
    return {"after": days(2), "act": act_name, "basis": "agreement", "citation": CITATION}
