"""What stands in the way of sending a form, and what the authority will find: the same rules as at the desk.

An applicant mends before sending what the form alone shows to be barred. What an outside register says does not stop
anybody from applying: the authority decides on it (条例 19), and it is told here as a forecast.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from approvals.filing import people
from approvals.filing.asking import Answered
from approvals.filing.errors import FormError
from approvals.filing.forms import settled
from approvals.filing.probes import PROBES, ask, facts_of
from approvals.filing.shapes import shape_errors, title_at
from enterprises.identity.codes import check_identity
from enterprises.registration.models import Enterprise
from workflows.organisation.codes import Verdict, check_uscc
from workflows.standards.enums import Effect
from workflows.standards.errors import ExpressionError
from workflows.standards.expressions import Answer, Data, answer, holds, measure
from workflows.standards.schema import Check, Material, Standard
from workflows.standards.sentences import is_whole, sentence

Materials = Mapping[str, Sequence[Mapping[str, Any]]]
"""What was handed in, by the key of the material: for each file its name, media, size and digest."""

Answers = Mapping[str, Sequence[Answered]]
"""What the probes said, by name."""

_FACTS = re.compile(r"\bfacts\b")


@dataclass(frozen=True, slots=True)
class Found:
    """What a check will find of a form: its effect, the field it stands beside, and the sentence."""

    check: str
    effect: Effect
    field: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """A form as it would be sent, what the probes say of it, and everything that is to be mended first."""

    form: dict[str, Any]
    facts: dict[str, Any]
    errors: list[FormError]


def form_errors(
    standard: Standard,
    form: Mapping[str, Any],
    materials: Materials,
    now: datetime,
    enterprise: Enterprise | None = None,
    language: str | None = None,
) -> list[FormError]:
    """Everything that is to be mended before the form can be sent, in the order of the form; never raises.

    With an enterprise it is asked inside ``seen_by`` of whoever acts for it.
    """
    with override(language or get_language()):
        return assess(standard, form, materials, now, enterprise).errors


def assess(
    standard: Standard, form: Mapping[str, Any], materials: Materials, now: datetime, enterprise: Enterprise | None
) -> Assessment:
    """Look at a form once, for all that sending it needs; the sentences are in the reader's language."""
    if unreadable := [error for error in shape_errors({"type": "object"}, form) if not error.path]:
        return Assessment({}, {}, unreadable)
    known = settled(standard, form, enterprise, localdate(now))
    shape = shape_errors(standard.form, known)
    answers = ask(standard, known, enterprise, now)
    facts = facts_of(answers)
    try:
        data = measure(case_data(standard, known, facts, materials, now))
    except ExpressionError:
        return Assessment(
            known, facts, [*shape, FormError("", "form.too_much", _("The form holds too much; shorten its lists."))]
        )
    numbers = _number_errors(standard, known, localdate(now))
    errors = _once([*shape, *numbers, *_block_errors(standard, answers, data, bool(shape))])
    return Assessment(known, facts, [*errors, *_material_errors(standard, data, materials)])


def forecast(
    standard: Standard,
    form: Mapping[str, Any],
    facts: Mapping[str, Any],
    now: datetime,
    materials: Materials | None = None,
    language: str | None = None,
) -> list[Found]:
    """What the checks will find at the desk that does not stop sending: told to the applicant beforehand.

    What an empty field leaves open, figures of the sentence included, is no forecast: the form asks for that field.
    """
    try:
        data = measure(case_data(standard, form, facts, materials or {}, now))
    except ExpressionError:
        return []
    told = [check for check in standard.checks if not stops_sending(check) and holds(check.applies_when, data)]
    failed = (
        (check, sentence(check, data, language or get_language() or "")) for check in told if _fails(check, data, facts)
    )
    return [
        Found(check.id, check.effect, check.field or "", said)
        for check, said in failed
        if not _left_open(check, said, data, form)
    ]


def stops_sending(check: Check) -> bool:
    """Whether a check has to hold before the form is sent: it bars, and the applicant can see and mend why."""
    if check.effect is not Effect.BLOCK:
        return False
    if check.probe is not None:
        probe = PROBES.get(check.probe)
        return probe is not None and probe.at_once
    return not _FACTS.search(f"{check.condition} {check.applies_when}")


def case_data(
    standard: Standard, form: Mapping[str, Any], facts: Mapping[str, Any], materials: Materials, now: datetime
) -> dict[str, Any]:
    """What conditions see of a case that would be opened now, as the engine will show it to them."""
    case: dict[str, Any] = {
        "regime": standard.regime.value,
        "received_at": now.isoformat(),
        "received_on": localdate(now).isoformat(),
        "parties": {},
        "done": {},
        "act": {},
    }
    return {"form": dict(form), "facts": dict(facts), "materials": dict(materials), "case": case}


def _number_errors(standard: Standard, form: Mapping[str, Any], today: date) -> Iterator[FormError]:
    """Numbers that cannot be right whatever their check character; the check of the standard names a wrong one."""
    known = {check.probe for check in standard.checks}
    for each in people.named_in(form) if known & {"id_check_digit", "uscc_check_digit"} else ():
        if each.id_type == people.CORPORATE:
            found = check_uscc(each.id_no)
        else:
            found = check_identity(each.id_type, each.id_no, today)
        if found.verdict is Verdict.REFUSE and "expected" not in found.named:
            yield FormError(each.path, "form.number", _titled(standard, each.path, found.sentence))
    if isinstance(code := form.get("uscc"), str) and code:
        found = check_uscc(code)
        if found.verdict is Verdict.REFUSE:
            yield FormError("uscc", "form.number", _titled(standard, "uscc", found.sentence))


def _block_errors(standard: Standard, answers: Answers, data: Data, misshapen: bool) -> Iterator[FormError]:  # noqa: FBT001 - one truth handed down
    for check in standard.checks:
        if not stops_sending(check) or not holds(check.applies_when, data):
            continue
        if check.probe is not None:
            yield from _probe_errors(check, answers.get(check.probe, ()), data)
        elif check.condition is not None and _bars(answer(check.condition, data), misshapen):
            yield FormError(check.field or "", f"check.{check.id}", sentence(check, data, get_language() or ""))


def _bars(said: Answer, misshapen: bool) -> bool:  # noqa: FBT001 - one truth handed down
    """Whether a condition's answer bars; one that cannot be answered for a fault of shape is told by that fault."""
    return said is Answer.FALSE or (said is Answer.UNKNOWN and not misshapen)


def _probe_errors(check: Check, answers: Sequence[Answered], data: Data) -> Iterator[FormError]:
    """Every place the probe finds wrong, each with its own figures in the sentence."""
    for found in answers:
        if not found.value:
            own = Data(data.variables | {"facts": {check.probe: found.fact()}}, data.size, data.longest)
            said = sentence(check, own, get_language() or "")
            yield FormError(found.path or check.field or "", f"check.{check.id}", said)


def _material_errors(standard: Standard, data: Data, materials: Materials) -> Iterator[FormError]:
    for material in standard.materials:
        if not material.tolerable_gap and not materials.get(material.key) and holds(material.required_when, data):
            yield FormError(
                f"materials.{material.key}",
                "material.missing",
                _("“%(material)s” is missing; add the file.") % {"material": title_of(material)},
            )


def title_of(material: Material) -> str:
    """What a material is called in the reader's language."""
    return material.title.zh if (get_language() or "").startswith("zh") else material.title.en


def _fails(check: Check, data: Data, facts: Mapping[str, Any]) -> bool:
    if check.condition is not None:
        return not holds(check.condition, data)
    fact = facts.get(str(check.probe))
    value = fact.get("value") if isinstance(fact, Mapping) else fact
    return value is False


def _left_open(check: Check, said: str, data: Data, form: Mapping[str, Any]) -> bool:
    """Whether an empty field leaves it open what a check that failed would find."""
    empty = check.field is not None and form.get(check.field.partition(".")[0]) in (None, "", [], {})
    if check.condition is None:
        return empty
    return (empty or not is_whole(said)) and answer(check.condition, data) is not Answer.FALSE


def _once(errors: Iterable[FormError]) -> list[FormError]:
    return list(dict.fromkeys(errors))


def _titled(standard: Standard, path: str, text: str) -> str:
    return _("%(field)s: %(sentence)s") % {"field": title_at(standard.form, path), "sentence": text}
