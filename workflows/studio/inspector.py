"""What the inspector shows of a step, or of what is not a step: groups of fields, in the order people read them.

Pure: a standard goes in, fields come out. The same fields are read on the page of a version and written in a draft.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from workflows.organisation.enums import PostRole
from workflows.standards.canonical import canonical_value
from workflows.standards.chart_boxes import limit_words
from workflows.standards.citing import articles, cited
from workflows.standards.defects import element, identity
from workflows.standards.registry import registry
from workflows.standards.schema import Standard, Step
from workflows.studio.enums import FieldKind, Lock, Part
from workflows.studio.fields import Field, Location, days_field, text_fields
from workflows.studio.groups import Group, offer_group
from workflows.studio.setting_facts import setting_facts
from workflows.studio.settings import setting_fields
from workflows.studio.words import audience_words, effect_words, party_words, said, silence_words

CLERKS = (
    PostRole.RECEIVER,
    PostRole.REVIEWER,
    PostRole.APPROVER,
    PostRole.ISSUER,
    PostRole.ARCHIVIST,
    PostRole.TASK_CLERK,
)
"""The posts a step can wait for."""


@dataclass(frozen=True)
class Inspector:
    """The inspector of one standard."""

    standard: Standard

    @cached_property
    def raw(self) -> dict[str, Any]:
        """The standard as plain values."""
        return canonical_value(self.standard)

    def groups(self, step: str | None, part: Part) -> list[Group]:
        """What stands in the inspector while that step, or without a step that part, is selected."""
        if step is not None:
            place = next(n for n, each in enumerate(self.standard.steps) if each.key == step)
            return [group for group in _step(self, place) if group.fields or group.facts]
        return [group for group in _PARTS[part](self) if group.fields or group.facts]

    def every_group(self) -> Iterator[Group]:
        """Everything a drafter can come to."""
        for step in {step.key: step for step in self.standard.steps}:
            yield from self.groups(step, Part.STANDARD)
        for part in Part:
            yield from self.groups(None, part)

    def changeable(self) -> dict[str, Field]:
        """Every place a draft may change, by its path."""
        return {each.path: each for group in self.every_group() for each in group.fields if each.changeable}

    def titles(self, of: str, location: Location, label: str) -> list[Field]:
        """The titles of a list's entries, each named by what it is called."""
        found = []
        for place, item in enumerate(self.raw[of]):
            name = f"{label} {identity(item) or place + 1}"
            found += text_fields(self.raw, (of, place, *location), name)
        return found


def _step(inspector: Inspector, place: int) -> Iterator[Group]:
    step = inspector.standard.steps[place]
    raw, here = inspector.raw, ("steps", place)
    yield Group(_("Name"), text_fields(raw, (*here, "title"), _("Name of the step")))
    yield Group(_("Who and how long"), _handling(inspector, step, here), _handled(inspector.standard, step))
    if step.offer:
        yield offer_group(inspector.standard, step.offer, raw, here)
    yield Group(_("What its type lets you arrange"), list(setting_fields(inspector.standard, step, place)))
    for number, act in enumerate(step.acts):
        yield Group(
            _("Act: %(act)s") % {"act": said(act.title)},
            text_fields(raw, (*here, "acts", number, "title"), _("Name of the act")),
            [(_("Leads to"), words) for words in _targets(inspector.standard, step, number)],
        )
    yield from _grounds(inspector, step)
    yield from _afterwards(inspector, step)


def _handling(inspector: Inspector, step: Step, here: Location) -> list[Field]:
    standard, raw, found = inspector.standard, inspector.raw, []
    if step.handler.party not in {"applicant", "system"} and not registry.seats_of(step):
        desks = tuple((desk.key, said(desk.title)) for desk in standard.desks)
        if step.handler.desk and step.handler.desk not in dict(desks):
            desks = (*desks, (step.handler.desk, step.handler.desk))
        roles = tuple((role.value, str(role.label)) for role in CLERKS)
        for name, label, choices in (("desk", _("Desk"), desks), ("role", _("Post"), roles)):
            found.append(
                Field(
                    (*here, "handler", name),
                    element(raw, (*here, "handler", name)),
                    label,
                    getattr(step.handler, name) or "",
                    FieldKind.CHOICE,
                    choices=(("", _("Any")), *choices),
                )
            )
    if step.handler.party != "system":
        found.append(days_field(raw, (*here, "limit"), _("Limit of the step"), optional=True, **_bound(standard)))
    return found


def _bound(standard: Standard) -> dict[str, Any]:
    statutory = standard.limits.statutory
    if statutory is None:
        return {"lock": Lock.OPEN}
    return {"lock": Lock.BOUNDED, "bound": _("at most %(limit)s") % {"limit": limit_words(statutory)}}


def _handled(standard: Standard, step: Step) -> list[tuple[str, str]]:
    """Who handles the step and what silence does there, which a draft does not change."""
    facts = [(_("District"), party_words(standard, step.handler.party)), *setting_facts(standard, step)]
    if step.handler.desks:
        names = {desk.key: said(desk.title) for desk in standard.desks}
        facts.append((_("These desks may act too"), _(", ").join(names.get(key, key) for key in step.handler.desks)))
    apart = [said(standard.step(key).title) for key in step.settings.get("differs_from", []) if _has(standard, key)]
    if apart:
        facts.append((_("Another person than at"), _(", ").join(apart)))
    if step.silence:
        facts.append((_("When nobody answers"), silence_words(step)))
    return facts


def _has(standard: Standard, key: str) -> bool:
    return any(step.key == key for step in standard.steps)


def _targets(standard: Standard, step: Step, number: int) -> Iterator[str]:
    numbers = {each.key: n for n, each in enumerate(standard.steps, 1)}
    for route in step.acts[number].routes:
        names = [f"{numbers[key]} {said(standard.step(key).title)}" for key in route.to if key in numbers]
        words = _(", ").join(names) or (
            _("an earlier step, named by whoever acts") if route.back else _("nothing further")
        )
        yield _("%(steps)s, if %(condition)s") % {"steps": words, "condition": route.when} if route.when else words


def _grounds(inspector: Inspector, step: Step) -> Iterator[Group]:
    """The grounds the acts of a step choose from; the list is closed, its wording is open."""
    used = {key for act in step.acts for key in act.grounds}
    found = []
    for place, ground in enumerate(inspector.standard.grounds):
        if ground.key in used:
            label = _("Ground %(number)s") % {"number": place + 1}
            law = cited(ground.basis)
            sentences = text_fields(inspector.raw, ("grounds", place, "sentence"), label, long=True)
            found += [replace(each, law=law) for each in sentences]
    note = _(
        "The list of grounds is closed. A ground is shared by every step that names it; its wording changes there too."
    )
    yield Group(_("Grounds"), found, note=note)


def _afterwards(inspector: Inspector, step: Step) -> Iterator[Group]:
    """What an act of the step leaves behind: papers, licences and messages."""
    standard, raw = inspector.standard, inspector.raw
    acts = {act.name: said(act.title) for act in step.acts}
    papers, messages = [], []
    for place, result in enumerate(standard.results):
        if result.step == step.key:
            label = _("Paper after “%(act)s”") % {"act": acts.get(result.act, result.act)}
            papers += text_fields(raw, ("results", place, "title"), label)
    for place, notice in enumerate(standard.notices):
        if notice.step == step.key:
            label = _("To %(audience)s after “%(act)s”") % {
                "audience": audience_words(notice.audience),
                "act": acts.get(notice.act, notice.act),
            }
            messages += text_fields(raw, ("notices", place, "text"), label, long=True)
    yield Group(_("Papers"), papers)
    yield Group(_("Messages"), messages)


def _whole(inspector: Inspector) -> Iterator[Group]:
    standard, raw = inspector.standard, inspector.raw
    yield Group(_("Name"), text_fields(raw, ("title",), _("Name of the standard")))
    law = cited(standard.basis)
    limits = [
        days_field(raw, ("limits", "statutory"), _("Statutory limit"), lock=Lock.FIXED, law=law),
        days_field(raw, ("limits", "promised"), _("Promised limit"), **_bound(standard)),
    ]
    if standard.limits.extension:
        limits.append(days_field(raw, ("limits", "extension"), _("Extension, once"), lock=Lock.FIXED, law=law))
    yield Group(_("Limits"), [each for each in limits if each.value or each.changeable])
    yield Group(_("Law"), facts=[(basis.law, articles(basis)) for basis in standard.basis])
    yield Group(_("Districts taking part"), inspector.titles("parties", ("title",), _("Name of")))
    yield Group(_("Desks"), inspector.titles("desks", ("title",), _("Name of")))
    yield Group(_("Blocks of steps"), inspector.titles("blocks", ("title",), _("Name of")))


def _form(inspector: Inspector) -> Iterator[Group]:
    yield Group(
        _("Titles of the fields"),
        list(_form_fields(inspector.raw, ("form",))),
        note=_("What kind of value a field takes is fixed; how it is called is open."),
    )


def _form_fields(raw: Mapping[str, Any], here: Location) -> Iterator[Field]:
    schema: Any = raw
    for part in here:
        schema = schema[part]
    for name, child in schema.get("properties", {}).items():
        at = (*here, "properties", name)
        for keyword, language, label in (
            ("title", "zh-Hans", _("%(label)s (Chinese)")),
            ("x-title-en", "en", _("%(label)s (English)")),
        ):
            location = (*at, keyword)
            yield Field(
                location, element(raw, location), label % {"label": name}, child.get(keyword, ""), language=language
            )
        yield from _form_fields(raw, at)
        if isinstance(child.get("items"), dict):
            yield from _form_fields(raw, (*at, "items"))


def _materials(inspector: Inspector) -> Iterator[Group]:
    for place, material in enumerate(inspector.standard.materials):
        facts = [(_("Asked for"), _("always") if material.required_when == "true" else material.required_when)]
        if material.basis:
            facts.append((_("Law"), cited(material.basis)))
        titles = text_fields(inspector.raw, ("materials", place, "title"), _("Name of the document"))
        yield Group(said(material.title), titles, facts)


def _checks(inspector: Inspector) -> Iterator[Group]:
    for place, check in enumerate(inspector.standard.checks):
        facts = [(_("If it fails"), effect_words(check.effect))]
        if check.basis:
            facts.append((_("Law"), cited(check.basis)))
        sentences = text_fields(inspector.raw, ("checks", place, "sentence"), _("Sentence"), long=True)
        yield Group(_("Check %(number)s") % {"number": place + 1}, sentences, facts)


def _tests(inspector: Inspector) -> Iterator[Group]:
    """The embedded tests; the day one expects moves with the promised limit, so the drafter may write it."""
    titles = {step.key: said(step.title) for step in inspector.standard.steps}
    for place, test in enumerate(inspector.standard.tests):
        there = _(", ").join(titles.get(key, key) for key in test.expect.steps) or _("nowhere, it is closed")
        location = ("tests", place, "expect", "due")
        due = Field(location, element(inspector.raw, location), _("Due on"), test.expect.due or "", optional=True)
        yield Group(
            test.name,
            [due],
            [(_("Acts"), str(len(test.acts))), (_("Stands at"), there)],
            element=element(inspector.raw, ("tests", place)),
        )


_PARTS = {
    Part.STANDARD: _whole,
    Part.FORM: _form,
    Part.MATERIALS: _materials,
    Part.CHECKS: _checks,
    Part.TESTS: _tests,
}


def place_of(standard: Standard, where: str) -> tuple[str | None, Part]:
    """The step, or the part, whose inspector shows the element a defect names."""
    name, _bracket, rest = where.partition("[")
    key = rest.partition("]")[0]
    steps = {step.key for step in standard.steps}
    owners = {
        "steps": {key: key for key in steps},
        "results": {result.key: result.step for result in standard.results},
        "notices": {notice.key: notice.step for notice in standard.notices},
        "grounds": {ground: step.key for step in standard.steps for act in step.acts for ground in act.grounds},
    }
    step = owners.get(name, {}).get(key)
    if step in steps:
        return step, Part.STANDARD
    head = name.partition(".")[0]
    return None, Part(head) if head in Part.values else Part.STANDARD
