"""The three panes of a standard: its steps in blocks, the inspector of what is selected, and the chart."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from xml.sax.saxutils import quoteattr

from django.http import Http404, HttpRequest
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from workflows.standards.chart import chart_svg
from workflows.standards.chart_boxes import limit_words
from workflows.standards.defects import Defect, DefectCode
from workflows.standards.naming import called
from workflows.standards.schema import Standard, Step
from workflows.studio.enums import Part
from workflows.studio.fields import Field
from workflows.studio.inspector import Inspector, place_of
from workflows.studio.places import Places
from workflows.studio.verdicts import Verdict
from workflows.studio.words import language, party_words, said


@dataclass(frozen=True, slots=True)
class Selected:
    """What the reader looks at: a step, or a part that is not a step."""

    step: str | None
    part: Part

    @property
    def query(self) -> str:
        """The same, for an address."""
        return urlencode({"step": self.step} if self.step else {"part": self.part.value})


def selected_in(request: HttpRequest, standard: Standard) -> Selected:
    """What the address selects, at first the standard as a whole; raise Http404 for what the standard does not have."""
    step, part = request.GET.get("step"), request.GET.get("part", Part.STANDARD.value)
    if part not in Part.values or (step is not None and step not in {each.key for each in standard.steps}):
        raise Http404
    return Selected(step, Part(part))


@dataclass(frozen=True, slots=True)
class Row:
    """A field as it is written: what was typed, what is wrong with it, and what is saved where that differs."""

    field: Field
    value: str
    error: str = ""
    saved: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """What a drafter typed that was not saved."""

    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    def row(self, each: Field) -> Row:
        """The field with what was typed there."""
        value = self.values.get(each.path, each.value)
        return Row(each, value, self.errors.get(each.path, ""), each.shown if value != each.value else "")


@dataclass(frozen=True, slots=True)
class Problem:
    """A defect in words, with the address of the place where it is mended."""

    place: str
    sentence: str
    address: str
    refuses: bool


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step in the list."""

    number: int
    key: str
    title: str
    handled: str
    selected: bool
    query: str
    problems: int


def workbench(
    standard: Standard, selected: Selected, verdict: Verdict, *, editable: bool, typed: Typed | None = None
) -> dict[str, Any]:
    """What the template of the three panes is given."""
    inspector, places = Inspector(standard), Places.of(standard)
    problems = [_problem(inspector, places, defect) for defect in [*verdict.refusing, *verdict.advice]]
    said_so = typed or Typed()
    failed = {defect.element: defect.sentence for defect in verdict.refusing if defect.code is DefectCode.TEST_FAILED}
    groups = [
        (group, [said_so.row(each) for each in group.fields], failed.get(group.element, ""))
        for group in inspector.groups(selected.step, selected.part)
    ]
    step = standard.step(selected.step) if selected.step else None
    return {
        "standard": standard,
        "title": said(standard.title),
        "selected": selected,
        "step": step,
        "step_number": next((n for n, each in enumerate(standard.steps, 1) if each is step), None),
        "heading": called(step) if step else selected.part.label,
        "groups": groups,
        "blocks": list(_blocks(standard, selected, verdict)),
        "parts": [(part, part is selected.part and step is None) for part in Part],
        "chart": chart(standard, selected.step),
        "verdict": verdict,
        "problems": problems,
        "stopping": [problem for problem in problems if problem.refuses],
        "editable": editable,
        "writes": editable and any(row.field.changeable for _group, rows, _failure in groups for row in rows),
    }


def chart(standard: Standard, selected: str | None = None) -> SafeString:
    """The chart in the reader's language, with the selected step marked."""
    drawn = chart_svg(
        standard, language=language(), title=_("Chart of %(standard)s") % {"standard": said(standard.title)}
    )
    if selected is not None:
        mark = f"data-step={quoteattr(selected)}"
        drawn = drawn.replace(mark, f'{mark} data-selected="yes"')
    return mark_safe(drawn)  # noqa: S308 - the chart escapes every word it is given


def _blocks(standard: Standard, selected: Selected, verdict: Verdict) -> Iterator[tuple[str, list[StepLine]]]:
    numbered = list(enumerate(standard.steps, 1))
    places = [place_of(standard, defect.element)[0] for defect in verdict.refusing]
    known = {block.key for block in standard.blocks}
    titles = [(block.key, said(block.title)) for block in standard.blocks] + [(None, _("Other steps"))]
    for key, title in titles:
        lines = [
            StepLine(
                number,
                step.key,
                called(step),
                _handled(standard, step),
                step.key == selected.step,
                urlencode({"step": step.key}),
                places.count(step.key),
            )
            for number, step in numbered
            if (step.block if step.block in known else None) == key
        ]
        if lines:
            yield title, lines


def _handled(standard: Standard, step: Step) -> str:
    who = party_words(standard, step.handler.party)
    if step.limit is None:
        return who
    return _("%(who)s, %(limit)s") % {"who": who, "limit": limit_words(step.limit)}


def _problem(inspector: Inspector, places: Places, defect: Defect) -> Problem:
    step, part = place_of(inspector.standard, defect.element)
    groups = inspector.groups(step, part)
    fields = (each for group in groups for each in group.fields if each.covers(defect.element))
    anchor = next((each.anchor for each in fields), "inspector")
    return Problem(
        places.say(defect.element),
        places.tell(defect),
        f"?{Selected(step, part).query}#{anchor}",
        defect.refuses,
    )
