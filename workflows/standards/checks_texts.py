"""Whether names are single and known, and every text is there in both languages."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from workflows.standards.checks_graph import first_steps
from workflows.standards.defects import Defect, DefectCode, identity
from workflows.standards.naming import called
from workflows.standards.schema import Act, Standard, Step

LANGUAGES = ("zh-Hans", "en")

# Steps and acts have defects of their own; tests are named apart so that a report can say which one failed.
_KEYED = ("parties", "materials", "checks", "grounds", "blocks", "results", "notices", "tests")


def text_defects(standard: Standard) -> list[Defect]:
    """Return duplicate and unknown names, and missing texts."""
    raw = standard.model_dump(mode="python", by_alias=True)
    return [
        *_duplicates(raw),
        *(defect for step in first_steps(standard).values() for defect in _names(step, standard)),
        *_afterwards(standard),
        *_texts(raw, ""),
    ]


def _duplicates(raw: Mapping[str, Any]) -> Iterator[Defect]:
    for part in _KEYED:
        for key, count in Counter(identity(item) for item in raw[part]).items():
            if count > 1:
                sentence = _("The key %(key)s is there %(count)s times in %(part)s; rename or remove the others.")
                yield Defect(
                    DefectCode.DUPLICATE_KEY, f"{part}[{key}]", sentence % {"key": key, "count": count, "part": part}
                )


def _names(step: Step, standard: Standard) -> Iterator[Defect]:
    where = f"steps[{step.key}]"
    if step.block is not None and step.block not in {block.key for block in standard.blocks}:
        sentence = _(
            "The step %(step)s is in the block %(block)s, which does not exist; add the block or name another."
        )
        yield Defect(DefectCode.UNKNOWN_BLOCK, f"{where}.block", sentence % {"step": called(step), "block": step.block})
    if step.silence and step.silence.act not in {act.name for act in step.acts}:
        yield _unknown_act(f"{where}.silence.act", called(step), step.silence.act)
    for act in step.acts:
        yield from _grounds(step, act, {ground.key for ground in standard.grounds})


def _grounds(step: Step, act: Act, known: set[str]) -> Iterator[Defect]:
    for ground in act.grounds:
        if ground not in known:
            sentence = _(
                "The act %(act)s at the step %(step)s allows the ground %(ground)s, which is not defined;"
                " add it to the grounds of the standard."
            )
            named = {"act": called(act), "step": called(step), "ground": ground}
            where = f"steps[{step.key}].acts[{act.name}].grounds[{ground}]"
            yield Defect(DefectCode.UNKNOWN_GROUND, where, sentence % named)


def _afterwards(standard: Standard) -> Iterator[Defect]:
    """Hold what follows an act (results, notices) and the embedded tests against the steps and acts there are."""
    named = [(f"results[{result.key}]", result.step, result.act) for result in standard.results]
    named += [(f"notices[{notice.key}]", notice.step, notice.act) for notice in standard.notices]
    for test in standard.tests:
        named += [(f"tests[{test.name}].acts[{n}]", act.step, act.act) for n, act in enumerate(test.acts, 1)]
    steps = first_steps(standard)
    for where, key, act in named:
        if key not in steps:
            sentence = _("%(place)s names the step %(step)s, which does not exist; name one of the steps.")
            yield Defect(DefectCode.UNKNOWN_STEP, f"{where}.step", sentence % {"place": where, "step": key})
        elif act not in {known.name for known in steps[key].acts}:
            yield _unknown_act(f"{where}.act", called(steps[key]), act)


def _unknown_act(where: str, step: str, act: str) -> Defect:
    sentence = _("%(place)s names the act %(act)s, which the step %(step)s does not have; name one of its acts.")
    return Defect(DefectCode.UNKNOWN_ACT, where, sentence % {"place": where, "act": act, "step": step})


def _texts(value: Any, place: str) -> Iterator[Defect]:
    """Find every text in both languages, wherever it stands; the form's titles have their own convention."""
    if isinstance(value, Mapping):
        if value.keys() == set(LANGUAGES):
            yield from (missing_text(f"{place}.{name}") for name in LANGUAGES if not str(value[name]).strip())
            return
        for name, item in value.items():
            if place or name != "form":
                yield from _texts(item, f"{place}.{name}" if place else name)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for number, item in enumerate(value, 1):
            yield from _texts(item, f"{place}[{identity(item) or number}]")


def missing_text(place: str) -> Defect:
    """Return the defect of a text that is empty in one language."""
    sentence = _("The text at %(place)s is empty; write it in both languages.")
    return Defect(DefectCode.MISSING_TEXT, place, sentence % {"place": place})
