"""A licence that uses every step type: gaps, consultation, hearing, extension, joint review, tasks and a wait."""

from typing import Any

from tests.workflows.engine.factory import OUHAI, TEXT, Walk, act, at, clerk, days, end, rules, step
from workflows.engine.rules import Rules
from workflows.standards.enums import Regime

RECEIVED = at("2026-03-02")
DESK, ANNA, BO, HEAD = clerk(2, desk="WINDOW"), clerk(3), clerk(4), clerk(5, role="APPROVER")
FIRE = clerk(6, desk="FIRE")
ORIGIN = clerk(7, district=OUHAI)
LAW = {"law": "许可法", "article": "45"}
GAPS = {"gaps": ["drawing"], "days": 5}
HEARING = {"procedure": "HEARING", "days": 10, "opinion": "涉及他人重大利益。"}
SEATS = [
    {"party": "home", "desk": "REVIEW", "role": "REVIEWER"},
    {"party": "home", "desk": "FIRE"},
    {"party": "origin", "desk": "REVIEW"},
]


def agreed_silence(after: int, name: str) -> dict[str, Any]:
    return {"after": days(after), "act": name, "basis": "agreement", "citation": LAW}


def joint(**settings: Any) -> dict[str, Any]:
    """The joint review; two of three have to agree unless said otherwise."""
    return step(
        "joint",
        "joint_review",
        "IN_REVIEW EXTENDED",
        act("agree", routes=[]),
        act("disagree", routes=[], grounds=["unfit"]),
        act("silent", routes=[], outcome="no_objection"),
        act("settled", "decision", outcome="passed", move="submit_for_decision"),
        act("lost", "review", outcome="failed"),
        silence=agreed_silence(10, "silent"),
        limit=days(10),
        settings={"seats": SEATS, "rule": "count", "needed": 2, **settings},
    )


def _before_review() -> list[dict[str, Any]]:
    return [
        step(
            "window",
            "front_desk",
            "SUBMITTED",
            act("accept", "start", move="accept"),
            act("accept_with_gaps", "supply", move="accept_with_gaps"),
            desk="WINDOW",
        ),
        step(
            "supply",
            "applicant_supplement",
            "ACCEPTED_WITH_GAPS",
            act("close_gaps", "judge"),
            act("late", "judge", outcome="gaps_late"),
            party="applicant",
            silence={"after": days(15), "act": "late", "basis": "law", "citation": {"law": "浙规", "article": "11"}},
        ),
        step(
            "judge",
            "front_desk",
            "ACCEPTED_WITH_GAPS",
            act("confirm", "start", outcome="confirm_gaps", move="close_gaps"),
            act("revoke", "end", outcome="revoke_acceptance", move="revoke_acceptance", grounds=["unfit"]),
            desk="WINDOW",
            settings={"gaps_only": True},
        ),
        step(
            "start",
            "automatic_check",
            "ACCEPTED",
            act("pass", "review", move="begin_review"),
            party="system",
            settings={"checks": ["named"]},
        ),
    ]


def _review() -> list[dict[str, Any]]:
    standing = "IN_REVIEW EXTENDED"
    return [
        step(
            "review",
            "review",
            standing,
            act("pass", "joint"),
            act("ask", "review opinion", outcome="consult"),
            act("hear", "hearing", outcome="special", move="begin_special_procedure"),
            act("ask_extension", "extension"),
            role="REVIEWER",
        ),
        step(
            "opinion",
            "consult",
            f"{standing} PENDING_DECISION",
            act("answer", ""),
            act("no_comment", ""),
            act("silent", "", outcome="no_objection"),
            party="origin",
            settings={"standing": True},
            silence=agreed_silence(3, "silent"),
        ),
        step(
            "hearing",
            "special_procedure",
            "SPECIAL_PROCEDURE",
            act("finish", "review", move="end_special_procedure"),
            settings={"procedures": ["HEARING", "TESTING"], "differs_from": ["review"]},
        ),
        step(
            "extension",
            "decision",
            standing,
            act("extend", "review"),
            act("send_back", "review"),
            role="APPROVER",
            settings={"extension_only": True, "differs_from": ["review"]},
        ),
    ]


def _archive(key: str, **more: Any) -> dict[str, Any]:
    passed = act("pass", "end", move="archive")
    return step(key, "automatic_check", "DELIVERED", passed, party="system", settings={"checks": ["named"]}, **more)


def _after_decision() -> list[dict[str, Any]]:
    return [
        step(
            "decision",
            "decision",
            "PENDING_DECISION",
            act("grant", "certify", move="grant"),
            act("deny", "deliver_refusal", move="deny", grounds=["unfit"]),
            role="APPROVER",
            settings={"differs_from": ["joint"]},
        ),
        step("certify", "issue", "GRANTED", act("issue", "deliver", move="certify"), desk="WINDOW"),
        step("deliver", "issue", "CERTIFIED", act("issue", "inspect train opening", move="deliver"), desk="WINDOW"),
        step("deliver_refusal", "issue", "DENIED", act("issue", "file", move="deliver"), desk="WINDOW"),
        _archive("file"),
        step(
            "inspect",
            "follow_on",
            "DELIVERED",
            act("done", "archive"),
            act("waive", "archive", grounds=["unfit"]),
            limit=days(60),
            desk="FIRE",
        ),
        step(
            "train",
            "follow_on",
            "DELIVERED",
            act("done", "archive"),
            limit={"days": 30, "unit": "NATURAL"},
            desk="WINDOW",
        ),
        step(
            "opening",
            "wait",
            "DELIVERED",
            act("reached", "archive"),
            act("skip", "archive"),
            settings={"until": "form.opens_on", "event": "has(facts.opened)"},
            desk="WINDOW",
        ),
        _archive("archive", join="all"),
        end("ARCHIVED ACCEPTANCE_REVOKED"),
    ]


def written(**settings: Any) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The steps, and the other parts of the standard."""
    steps = [*_before_review(), *_review(), joint(**settings), *_after_decision()]
    more: dict[str, Any] = {
        "checks": [{"id": "named", "condition": "has(form.name)", "effect": "WARN", "sentence": TEXT}],
        "materials": [
            {"key": "lease", "title": TEXT},
            {"key": "drawing", "title": {"zh-Hans": "平面图", "en": "floor plan"}, "tolerable_gap": True},
            {"key": "photo", "title": {"zh-Hans": "照片", "en": "photo"}, "tolerable_gap": True},
            {"key": "map", "title": TEXT, "tolerable_gap": True, "required_when": "false"},
        ],
        "results": [
            {"key": "settled", "kind": "PAPER", "template": "t", "title": TEXT, "step": "joint", "act": "settled"},
            {"key": "agreed", "kind": "PAPER", "template": "t", "title": TEXT, "step": "joint", "act": "agree"},
        ],
        "notices": [
            {"key": key, "audience": "APPLICANT", "step": where, "act": what, "text": {"zh-Hans": zh, "en": english}}
            for key, where, what, zh, english in (
                ("gaps", "window", "accept_with_gaps", "请补交材料。", "Hand in what is missing within {days} days."),
                (
                    "hearing",
                    "review",
                    "hear",
                    "因{procedure},预计{days}个工作日。",
                    "The clock stands for a {procedure}, which takes {days} working days.",
                ),
                ("settled", "joint", "settled", "会审通过。", "The joint review has passed."),
            )
        ],
    }
    return steps, more


def licence(**settings: Any) -> Rules:
    """The whole standard; ``settings`` change the joint review."""
    steps, more = written(**settings)
    return rules(Regime.LICENCE, *steps, **more)


def begun(law: Rules | None = None, **more: Any) -> Walk:
    """A case that waits at the window, with everything handed in but drawing and map."""
    form = {"name": "甲", "opens_on": "2026-06-01"}
    materials = {"lease": [{"digest": "a"}], "photo": [{"digest": "b"}]}
    return Walk(law or licence(), RECEIVED, **{"form": form, "materials": materials, **more})


def in_review(law: Rules | None = None, **more: Any) -> Walk:
    walk = begun(law, **more)
    walk.do("window", "accept", DESK, at("2026-03-03"))
    return walk


def in_joint_review(law: Rules | None = None, **more: Any) -> Walk:
    walk = in_review(law, **more)
    walk.do("review", "pass", BO, at("2026-03-04"))
    return walk


AGREE = {"opinion": "同意。"}
DISAGREE = {"opinion": "不同意。", "ground": "unfit"}


def decided(**more: Any) -> Walk:
    """A case granted and handed over, with its tasks and its wait open."""
    walk = in_joint_review(**more)
    walk.do("joint", "agree", FIRE, at("2026-03-05"), AGREE)
    walk.do("joint", "agree", ORIGIN, at("2026-03-05"), AGREE)
    walk.do("decision", "grant", HEAD, at("2026-03-06"))
    walk.do("certify", "issue", DESK, at("2026-03-09"))
    walk.do("deliver", "issue", DESK, at("2026-03-10"))
    return walk
