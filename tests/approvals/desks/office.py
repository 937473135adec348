"""A window and a registry in Longwan with cases at them, for tests of the desks' pages."""

from datetime import datetime
from typing import Any

from tests.workflows.engine.factory import LONGWAN, OUHAI, act, at, end, rules, step
from tests.workflows.engine.stage import Stage, set_up
from workflows.engine.rules import Rules
from workflows.standards.enums import Regime

NOW = at("2026-03-04", "11:00")
CLERKS = {
    "window": (LONGWAN, "WINDOW", "RECEIVER"),
    "anna": (LONGWAN, "REVIEW", "REVIEWER"),
    "bo": (LONGWAN, "REVIEW", "REVIEWER"),
    "approver": (LONGWAN, "REVIEW", "APPROVER"),
    "ouhai": (OUHAI, "REVIEW", "REVIEWER"),
}


def text(chinese: str, english: str) -> dict[str, str]:
    return {"zh-Hans": chinese, "en": english}


Part = dict[str, Any]


def registration() -> Rules:
    """A registration: taken in at the window, reviewed, decided by another person at the same desk."""
    return rules(
        Regime.REGISTRATION,
        *taking_in(),
        *deciding(),
        end("RETURNED REFUSED LICENCE_ISSUED"),
        title=text("企业设立登记", "Registration of an enterprise"),
        limits={"statutory": {"days": 3}, "promised": {"days": 1}, "extension": {"days": 3}},
        desks=[
            {"key": "WINDOW", "title": text("综合窗口", "General window")},
            {"key": "REVIEW", "title": text("登记岗", "Registration desk")},
        ],
        form={
            "type": "object",
            "properties": {"name": {"type": "string", "title": "名称", "x-title-en": "Name"}},
        },
        materials=[{"key": "lease", "title": text("住所使用证明", "Proof of use of the address")}],
        checks=checks(),
        grounds=grounds(),
        results=results(),
    )


def taking_in() -> list[Part]:
    """What happens before anybody looks at the case closely."""
    return [
        step(
            "window",
            "front_desk",
            "SUBMITTED",
            act("accept", "check", move="begin_review", title=text("收件", "Take in")),
            act("return", "end", move="return_filing", title=text("退回", "Return")),
            desk="WINDOW",
            role="RECEIVER",
            title=text("收件", "Intake"),
            limit={"days": "0.5"},
        ),
        step(
            "check",
            "automatic_check",
            "UNDER_REVIEW",
            act("pass", "review", title=text("核查通过", "Passed")),
            party="system",
            settings={"checks": ["named", "no_court_order"]},
            title=text("自动核查", "Automatic check"),
        ),
    ]


def deciding() -> list[Part]:
    """Review, decision and the licence."""
    return [
        step(
            "review",
            "review",
            "UNDER_REVIEW",
            act("pass", "decision", title=text("审查通过", "Pass")),
            act("return", "end", move="return_filing", title=text("退回", "Return")),
            act(
                "refuse",
                "decision",
                grounds=["unlawful", "false_material"],
                title=text("拟不予登记", "Propose refusal"),
            ),
            role="REVIEWER",
            title=text("形式审查", "Formal review"),
            limit={"days": 1},
        ),
        step(
            "decision",
            "decision",
            "UNDER_REVIEW",
            act("grant", "tell", move="approve", title=text("准予登记", "Approve")),
            act("deny", "end", move="refuse", grounds=["unlawful", "false_material"], title=text("不予登记", "Refuse")),
            act("send_back", "review", title=text("退回复核", "Send back")),
            role="APPROVER",
            settings={"differs_from": ["review"]},
            title=text("核准", "Decision"),
            limit={"days": 1},
        ),
        step(
            "tell", "issue", "APPROVED", act("issue", "end", move="issue"), desk="WINDOW", title=text("发照", "Issue")
        ),
    ]


def checks() -> list[Part]:
    """One the applicant is warned of, one that travels with the case."""
    return [
        {
            "id": "named",
            "condition": "form.name != '某某'",
            "effect": "WARN",
            "field": "name",
            "sentence": text("名称过于笼统", "The name says too little."),
        },
        {
            "id": "no_court_order",
            "probe": "no_court_order",
            "effect": "TRAVEL",
            "field": "name",
            "sentence": text("法院有协助执行通知", "A court has given an order."),
        },
    ]


def grounds() -> list[Part]:
    """Why an application may be refused."""
    ground = {"basis": [{"law": "市场主体登记管理条例", "article": "20"}]}
    return [
        {"key": "unlawful", "sentence": text("申请违反法律规定", "The application is against the law"), **ground},
        {"key": "false_material", "sentence": text("提交虚假材料", "False material was handed in"), **ground},
        {"key": "evades", "sentence": text("逃避处罚", "The move evades a penalty"), **ground},
    ]


def results() -> list[Part]:
    """The paper that tells of a return."""
    return [
        {
            "key": "returned",
            "kind": "PAPER",
            "template": "return_notice",
            "title": text("退回一次性告知书", "Notice of return"),
            "step": "review",
            "act": "return",
        }
    ]


def opened() -> Stage:
    """The office, with nobody at the door yet."""
    return set_up(registration(), CLERKS)


def received(stage: Stage, number: int = 1, *, now: datetime = NOW, **form: Any) -> list[int]:
    """Cases that wait at the window, received one after another."""
    return [stage.file(now=now, **form).case for _ in range(number)]


def reviewed(stage: Stage, number: int = 1, *, now: datetime = NOW) -> list[int]:
    """Cases that wait for review, unclaimed."""
    cases = received(stage, number, now=now)
    for case in cases:
        stage.act("window", case, "window", "accept", now=now)
    return cases
