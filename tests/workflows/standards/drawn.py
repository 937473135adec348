"""Standards to be drawn and walked: a relocation with loops and a fork, a filing of three steps, tangles by chance."""

from random import Random
from typing import Any

from workflows.standards.schema import Standard

PARTIES = [("home", "迁入地", "Destination"), ("origin", "迁出地", "Origin"), ("dept", "协同部门", "Departments")]


def text(zh: str, en: str = "Text") -> dict[str, str]:
    return {"zh-Hans": zh, "en": en}


def act(name: str, *to: str, zh: str = "办理", **route: Any) -> dict[str, Any]:
    routes = route.pop("routes", None)
    routes = [{"to": list(to), **route}] if routes is None else routes
    return {"name": name, "outcome": name, "title": text(zh, name), "routes": routes}


def step(key: str, party: str, *acts: dict[str, Any], zh: str = "步骤", **more: Any) -> dict[str, Any]:
    kind = "end@1" if key == "end" else "automatic_check@1" if party == "system" else "review@1"
    handler = {"party": party, "desk": more.pop("desk", None)}
    return {
        "key": key,
        "type": kind,
        "title": text(zh, key),
        "phases": ["X"],
        "handler": handler,
        "acts": list(acts),
        **more,
    }


def standard(*steps: dict[str, Any], key: str = "drawn") -> Standard:
    parties = [{"role": role, "title": text(zh, en), "district": "case.district"} for role, zh, en in PARTIES]
    limits = {"statutory": {"days": 5}, "promised": {"days": 3}}
    return Standard.model_validate(
        {
            "key": key,
            "title": text("企业跨区迁移登记", "Relocation"),
            "regime": "RELOCATION",
            "item_code": "000131901000",
            "item_short": "31",
            "basis": [],
            "limits": limits,
            "parties": parties,
            "form": {},
            "start": steps[0]["key"],
            "steps": list(steps),
        }
    )


END = step("end", "system", zh="办结")


def filing() -> Standard:
    return standard(
        step("receipt", "home", act("accept", "decide"), zh="收件", desk="window", limit={"days": "0.5"}),
        step(
            "decide",
            "home",
            act("grant", "end", zh="予以备案"),
            act("deny", "end", zh="不予备案"),
            zh="决定",
            desk="office",
        ),
        END,
        key="filing",
    )


def relocation() -> Standard:
    """Fifteen steps: a correction loop, a loop back to the origin, four branches that join, and four ends."""
    return standard(
        step("receipt", "home", act("receive", "check"), act("return", "supplement"), act("refuse", "end"), zh="收件"),
        step(
            "check",
            "system",
            act("pass", "letter"),
            act("blocked", "refusal"),
            act("review", "supplement"),
            zh="自动核查",
        ),
        step("supplement", "applicant", act("resubmit", "receipt"), act("withdraw", "end"), zh="一次性补正"),
        step("letter", "home", act("send", "origin"), zh="调档函"),
        step("origin", "origin", act("agree", "review"), act("object", "ruling"), zh="迁出核查", limit={"days": 1}),
        step("ruling", "home", act("overrule", "review"), act("uphold", "refusal"), zh="异议裁定"),
        step("review", "home", act("propose", "decide"), act("ask", "origin"), zh="审查"),
        step(
            "decide", "home", act("grant", "issue"), act("deny", "refusal"), act("send_back", "review"), zh="核准和切换"
        ),
        step("refusal", "home", act("deliver", "end"), zh="不予登记通知书送达"),
        step("issue", "home", act("issue", "archive", "tax", "social", "fund"), zh="换发营业执照"),
        step("archive", "origin", act("done", "close"), zh="档案移交"),
        step("tax", "dept", act("done", "close"), zh="税务迁移"),
        step("social", "dept", act("done", "close"), zh="社会保险登记变更"),
        step("fund", "dept", act("done", "close"), act("again", "fund"), zh="住房公积金账户转移"),
        step("close", "home", act("close", "end"), join="all", zh="归档评价"),
        END,
        key="relocation",
    )


def tangle(seed: int, steps: int) -> Standard:
    """A standard of chance: loops, jumps, forks without a join, ways that end, in lanes of chance."""
    chance = Random(seed)  # noqa: S311 - a test's chance
    made = []
    for number in range(1, steps):
        onward = f"s{number + 1}" if number + 1 < steps else "end"
        acts = [act("next", onward, zh="提出初步审查意见并报送")]
        if chance.random() < 0.4:
            acts.append(act("back", f"s{chance.randint(1, number)}", zh="退回"))
        if chance.random() < 0.3:
            acts.append(act("skip", f"s{chance.randint(1, steps - 1)}", zh="免于本环节"))
        if chance.random() < 0.2:
            acts.append(act("fork", *{f"s{chance.randint(1, steps - 1)}" for _ in range(3)}, onward, zh="并联办理"))
        if chance.random() < 0.15:
            acts.append(act("stop", zh="终止"))
        party = chance.choice(["home", "home", "origin", "dept", "applicant", "system"])
        join = "all" if chance.random() < 0.15 else "each"
        desk = chance.choice([None, "window", "office"])
        made.append(step(f"s{number}", party, *acts, zh="现场勘验和专家评审意见汇总", join=join, desk=desk))
    return standard(*made, END, key=f"tangle{seed}")
