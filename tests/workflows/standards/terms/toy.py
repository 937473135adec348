"""A toy standard with something of each kind a district may have of its own, and differences from it."""

from typing import Any

from tests.workflows.standards import factory
from workflows.standards.canonical import digest
from workflows.standards.schema import Handler, Limit, Standard, Text
from workflows.standards.terms.documents import Difference, OwnDesk, OwnText, ShorterLimit, Terms, Without

MARKS: list[dict[str, Any]] = [
    {"place": "materials[old_licence]", "layer": "bounded"},
    {"place": "steps[review].handler.desk", "layer": "bounded", "among": ["office", "window"]},
    {"place": "steps[decision].limit", "layer": "bounded", "at_least": {"days": "1"}},
    {"place": "steps[issue].limit", "layer": "fixed"},
    {"place": "steps[issue].handler.desk", "layer": "open"},
    {"place": "notices[told].text", "layer": "open"},
]


def _desk(key: str, english: str, chinese: str) -> dict[str, Any]:
    return {"key": key, "title": factory.text(english, chinese)}


def toy(**changes: Any) -> Standard:
    """Front desk, review, decision, issue and end over two districts, with limits, documents and a message."""
    steps = factory.steps()
    limits = {"receipt": "1", "review": "5", "decision": "3", "issue": "2"}
    parties = {"receipt": "home", "review": "origin", "decision": "home", "issue": "home"}
    for key, days in limits.items():
        desk = "window" if key == "receipt" else "office"
        handler = Handler(party=parties[key], desk=desk)
        steps[key] = steps[key].model_copy(update={"limit": Limit(days=days), "handler": handler})
    values: dict[str, Any] = {
        "steps": steps,
        "parties": [
            {"role": "home", "title": factory.text("Home", "本地"), "district": "form.home"},
            {"role": "origin", "title": factory.text("Origin", "迁出地"), "district": "form.origin"},
        ],
        "desks": [_desk("window", "Window", "窗口"), _desk("office", "Office", "科室")],
        "materials": [
            {"key": "application", "title": factory.text("Application", "申请书")},
            {"key": "old_licence", "title": factory.text("Old licence", "旧执照")},
        ],
        "notices": [
            {
                "key": "told",
                "audience": "APPLICANT",
                "step": "receipt",
                "act": "accept",
                "text": factory.text("We have it.", "已收到。"),
            }
        ],
        "layers": MARKS,
    } | changes
    return factory.a_standard(**values)


def terms(*differences: Difference, of: Standard | None = None) -> Terms:
    standard = of or toy()
    return Terms(standard=standard.key, base=digest(standard), differences=list(differences))


def shorter(place: str, days: str, unit: str = "WORKING") -> ShorterLimit:
    return ShorterLimit(place=place, limit=Limit.model_validate({"days": days, "unit": unit}))


def without(key: str) -> Without:
    return Without(place=f"materials[{key}]", without=True)


def desk(step: str, kind: str) -> OwnDesk:
    return OwnDesk(place=f"steps[{step}].handler.desk", desk=kind)


def own_text(place: str, zh: str = "自己的话", en: str = "Own words") -> OwnText:
    return OwnText(place=place, text=Text.model_validate({"zh-Hans": zh, "en": en}))
