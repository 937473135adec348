"""A joint case with two children in two districts, and the standards they follow."""

from typing import Any

from tests.workflows.engine.factory import LONGWAN, OUHAI, act, at, end, rules, step, withdrawal
from tests.workflows.engine.stage import SINCE, Stage, set_up
from workflows.engine.rules import Rules
from workflows.standards.canonical import canonical_value, digest
from workflows.standards.enums import Regime
from workflows.standards.models import StandardVersion
from workflows.standards.schema import Standard

CLERKS = {"anna": (LONGWAN, "REVIEW", "REVIEWER"), "ou": (OUHAI, "REVIEW", "REVIEWER")}
CHILDREN: list[dict[str, Any]] = [
    {"name": "fire", "standard": "fire", "party": "home", "inherits": ["name"]},
    {
        "name": "water",
        "standard": "water",
        "district": OUHAI,
        "form": {"title": "form.name + '（用水）'"},
        "materials": ["licence"],
    },
]


def joint(rule: str | int = "all", children: list[dict[str, Any]] | None = None, **settings: Any) -> Rules:
    """One window accepts, the children are handled, and a desk concludes."""
    return rules(
        Regime.SERVICE,
        step("window", "front_desk", "SUBMITTED", act("accept", "together mend", move="begin")),
        step(
            "together",
            "children",
            "IN_PROGRESS",
            act("all_granted", "last"),
            act("some_refused", "end", move="decline"),
            party="system",
            settings={"children": children or CHILDREN, "rule": rule, **settings},
        ),
        withdrawal(),
        step("last", "review", "IN_PROGRESS", act("pass", "end", move="complete")),
        end("COMPLETED DECLINED WITHDRAWN"),
    )


def child(key: str) -> Standard:
    """A window, then a review that completes or declines; once accepted, the applicant may withdraw."""
    made = rules(
        Regime.SERVICE,
        step("window", "front_desk", "SUBMITTED", act("accept", "work mend", move="begin")),
        step(
            "work",
            "review",
            "IN_PROGRESS",
            act("pass", "end", move="complete"),
            act("refuse", "end", move="decline"),
        ),
        withdrawal(),
        end("COMPLETED DECLINED WITHDRAWN"),
    )
    return Standard.model_validate(made.standard.model_dump(by_alias=True) | {"key": key})


def publish(standard: Standard, number: int = 1, **more: Any) -> StandardVersion:
    values = {"valid_from": SINCE, "published_at": at("2020-01-01")} | more
    return StandardVersion.objects.create(
        key=standard.key, number=number, digest=digest(standard), body=canonical_value(standard), **values
    )


def set_up_family(law: Rules) -> Stage:
    """Put the joint standard and its children's in force."""
    stage = set_up(law, CLERKS)
    for key in ("fire", "water"):
        publish(child(key))
    return stage
