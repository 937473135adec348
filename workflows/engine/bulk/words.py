"""A refusal in words that a page can show or keep: steps and acts by their titles, in a reader's language."""

from collections.abc import Mapping

from django.utils.translation import get_language, override

from workflows.engine.rules import Rules
from workflows.engine.wishes import Refusal
from workflows.standards.schema import Text

LANGUAGES: Mapping[str, str] = {"zh-Hans": "zh-hans", "en": "en"}
"""The languages of the corridor as texts name them, and as Django does."""


def kept_words(refusal: Refusal, rules: Rules, step: str) -> dict[str, str]:
    """The sentence by language. The reader of it comes later, and may read the other one."""
    kept = {}
    for name, language in LANGUAGES.items():
        with override(language):
            kept[name] = sentence(refusal, rules, step)
    return kept


def sentence(refusal: Refusal, rules: Rules, step: str) -> str:
    """The refusal of an act at ``step`` in the language that is active now."""
    steps = {each.key: each.title for each in rules.standard.steps}
    acts = {act.name: act.title for each in rules.standard.steps if each.key == step for act in each.acts}
    titles = {"step": steps, "earlier": steps, "act": acts}
    before = refusal.named
    refusal.named = {
        name: _title(titles[name][value]) if isinstance(value, str) and value in titles.get(name, {}) else value
        for name, value in before.items()
    }
    try:
        return str(refusal)
    finally:
        refusal.named = before


def _title(text: Text) -> str:
    return text.zh if (get_language() or "zh").startswith("zh") else text.en
