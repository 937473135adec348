"""The form of an act: what it asks for, what the law allows in it, and what follows from sending it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import reduce

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from approvals.deciding.custody import names_of_districts
from approvals.deciding.queries import GroundChoice, OfferedAct, OfferedStep, organ_at
from approvals.deciding.remedies import remedy_for
from approvals.deciding.texts import in_reader_language
from approvals.desks.casefile import CaseFile
from approvals.desks.clerk import Clerk
from approvals.desks.filed import names_in_order
from approvals.desks.findings import Findings
from approvals.desks.typed import FIELD, MATERIAL, Typed, begun, cited
from approvals.filing.labels import label_of
from workflows.clock.labels import GROUNDS
from workflows.engine.custody import RECEIVER, possible_receivers
from workflows.engine.enums import Clocking
from workflows.engine.errors import EngineError
from workflows.engine.procedures import gaps_of, procedures_of
from workflows.engine.rules import APPLICANT, SYSTEM_PARTY
from workflows.engine.state import Moves, OpenStep
from workflows.organisation.errors import OrganisationError
from workflows.organisation.models import Person, Post
from workflows.standards.schema import Step


@dataclass(frozen=True, slots=True)
class Place:
    """Where a defect may be: a field of the form or a material of the standard, and nothing else."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Consequence:
    """What sending brings about, in words: papers to be made, who is next, and what the clock does.

    ``shared``: other desks are asked too, and the rule of the joint review says what follows.
    """

    papers: tuple[str, ...]
    next: tuple[str, ...]
    ends: bool
    clock: str
    shared: bool = False


@dataclass(frozen=True, slots=True)
class ActForm:
    """One act of one step with its form, as it is shown."""

    step: OfferedStep
    act: OfferedAct
    typed: Typed
    locked: tuple[GroundChoice, ...]
    fields: tuple[Place, ...]
    materials: tuple[Place, ...]
    colleagues: tuple[Person, ...]
    receivers: tuple[Place, ...]
    consequence: Consequence
    procedures: tuple[tuple[str, str], ...] = ()
    gaps: tuple[Place, ...] = ()

    @property
    def needs_opinion(self) -> bool:
        """Whether the law wants reasons."""
        return "opinion" in self.act.needs

    @property
    def asks(self) -> frozenset[str]:
        """The names of the fields to show."""
        return self.act.fields

    @property
    def is_open(self) -> bool:
        """Whether the reader may send it."""
        return not self.act.why_not


def form_of(
    file: CaseFile, clerk: Clerk, step: OfferedStep, act: OfferedAct, findings: Findings, typed: Typed | None = None
) -> ActForm:
    """Return the form of an act, filled in as typed or, at first, with what the law and the checks say already."""
    begin = typed or begun(act, remedy=_remedy(clerk, step) if "remedy" in act.fields else "", findings=findings)
    lists = "items" in act.fields
    return ActForm(
        step=step,
        act=act,
        typed=begin,
        locked=_locked(file, act),
        fields=tuple(_fields(file)) if lists else (),
        materials=tuple(_materials(file)) if lists else (),
        receivers=_receivers(file, step) if "district" in act.fields else (),
        colleagues=_colleagues(clerk, step) if "names" in act.fields else (),
        consequence=consequence_of(file, step.step, act.name),
        procedures=_procedures(file, step, act) if "procedure" in act.fields else (),
        gaps=_gaps(file) if "gaps" in act.fields else (),
    )


def act_named(step: OfferedStep, name: str) -> OfferedAct | None:
    """Return the act of that name, or else the first that may be done."""
    named = [act for act in step.acts if act.name == name]
    return next(iter(named or [act for act in step.acts if not act.why_not] or step.acts), None)


def fields_of(file: CaseFile, step: str, act: str) -> frozenset[str]:
    """Return the fields an act takes, also where its step is done; none for an act the standard does not know."""
    try:
        found = file.rules.step(step)
        return frozenset(file.rules.outcome(found, file.rules.act(found, act)).form.model_fields)
    except EngineError:
        return frozenset()


def consequence_of(file: CaseFile, step_key: str, act_name: str) -> Consequence:
    """Tell what an act will bring about, as far as its own routes say; what the system then finds is not foretold."""
    step = file.rules.step(step_key)
    act = file.rules.act(step, act_name)
    data = file.rules.data(file.held.state)
    taken = next((r for r in act.routes if r.when is None or file.rules.evaluate(r.when, data)), None)
    targets = [file.rules.step(key) for key in (taken.to if taken else ())]
    ends = any(file.rules.kind(target).ends_case for target in targets)
    return Consequence(
        papers=_results(file, [r.key for r in file.standard.results if (r.step, r.act) == (step_key, act_name)]),
        next=tuple(_waits(file, target) for target in targets if not file.rules.kind(target).ends_case),
        ends=ends,
        clock=_clock_words(file.rules.outcome(step, act).clock),
        shared=file.rules.outcome(step, act).of_seat,
    )


def done_words(file: CaseFile, step: str, act: str, moves: Moves | None) -> str:
    """Say exactly what an act came to: what was done, which papers will be made, who is next."""
    found = file.rules.step(step)
    named = {
        "step": in_reader_language(found.title),
        "act": in_reader_language(file.rules.act(found, act).title),
        "number": file.case.number,
    }
    if moves is None:
        return _("%(step)s: “%(act)s” was recorded before for %(number)s; it was not done twice.") % named
    said = [_("%(step)s: “%(act)s” is recorded for %(number)s.") % named]
    papers = _results(file, moves.results)
    if papers:
        said.append(
            _("Being made: %(papers)s.") % {"papers": pgettext("between the items of a list", ", ").join(papers)}
        )
    if verdict := moves.turns[0].verdict:
        act = in_reader_language(file.rules.act_for(found, verdict).title)
        said.append(_("With it the joint review is settled: %(act)s.") % {"act": act})
    if moves.ended_at:
        said.append(_("The case has ended."))
    else:
        waiting = [s for s in moves.opened if s.ordinal not in moves.closed and file.rules.carries(s.key)]
        said += [_("Next: %(step)s.") % {"step": _waits(file, file.rules.step(s.key), s)} for s in waiting]
    return reduce(_together, said)


def _together(one: str, other: str) -> str:
    return pgettext("two sentences in a row", "%(one)s %(other)s") % {"one": one, "other": other}


def readable(refusal: Exception, file: CaseFile) -> str:
    """Return the sentence of a refusal with steps and acts by their titles, as a reader knows them."""
    named: dict[str, object] = getattr(refusal, "named", {})
    steps = {step.key: step for step in file.standard.steps}
    titles: Mapping[str, str] = {
        act.name: in_reader_language(act.title)
        for step in file.standard.steps
        for act in step.acts
        if step.key == named.get("step", step.key)
    }
    for name in ("step", "earlier"):
        if named.get(name) in steps:
            named[name] = in_reader_language(steps[str(named[name])].title)
    if named.get("act") in titles:
        named["act"] = titles[str(named["act"])]
    return str(refusal)


def _remedy(clerk: Clerk, step: OfferedStep) -> str:
    if step.desk is None:
        return ""
    try:
        return remedy_for(organ_at(step.district, step.desk, clerk.day))
    except OrganisationError:
        return ""


def _locked(file: CaseFile, act: OfferedAct) -> tuple[GroundChoice, ...]:
    if "ground" not in act.fields:
        return ()
    listed = {ground.key for ground in act.grounds}
    others = (ground for ground in file.standard.grounds if ground.key not in listed)
    return tuple(GroundChoice(g.key, in_reader_language(g.sentence), cited(g.basis)) for g in others)


def _fields(file: CaseFile) -> Iterator[Place]:
    for name in names_in_order(file.standard.form):
        yield Place(f"{FIELD}:{name}", label_of(name, file.standard))


def _materials(file: CaseFile) -> Iterator[Place]:
    for material in file.standard.materials:
        yield Place(f"{MATERIAL}:{material.key}", in_reader_language(material.title))


def _receivers(file: CaseFile, step: OfferedStep) -> tuple[Place, ...]:
    """The districts the case may be offered to, by name; the only one there is need not be chosen."""
    names = names_of_districts()
    codes = possible_receivers(file.rules, file.held.state, file.rules.step(step.step))
    return tuple(Place(code, names.get(code, code)) for code in codes)


def _procedures(file: CaseFile, step: OfferedStep, act: OfferedAct) -> tuple[tuple[str, str], ...]:
    """The special procedures the act may begin, with what people call them."""
    found = file.rules.act(file.rules.step(step.step), act.name)
    return tuple((ground.value, str(GROUNDS[ground])) for ground in procedures_of(file.rules, found))


def _gaps(file: CaseFile) -> tuple[Place, ...]:
    """The materials that may follow later; nothing else can be ticked (浙规 11)."""
    found = gaps_of(file.rules, file.held.state)
    return tuple(Place(material.key, in_reader_language(material.title)) for material in found)


def _colleagues(clerk: Clerk, step: OfferedStep) -> tuple[Person, ...]:
    posts = Post.objects.in_force(clerk.day).filter(desk__district__code=step.district, person__is_active=True)
    at = posts.filter(desk__kind=step.desk) if step.desk else posts
    found = at.exclude(person=clerk.person.pk).select_related("person").order_by("person__name", "person_id")
    return tuple({post.person_id: post.person for post in found}.values())


def _results(file: CaseFile, keys: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    titles = {result.key: in_reader_language(result.title) for result in file.standard.results}
    return tuple(titles.get(key, key) for key in keys)


def _waits(file: CaseFile, step: Step, standing: OpenStep | None = None) -> str:
    """The step and who handles it: “核准（迁入地登记岗）”."""
    title = in_reader_language(step.title)
    party = standing.party if standing else step.handler.party
    if party == SYSTEM_PARTY:
        who = _("the system, at once")
    elif party == APPLICANT:
        who = _("the applicant")
    else:
        names = {each.role: in_reader_language(each.title) for each in file.standard.parties}
        names[RECEIVER] = _("the district asked")
        kinds = {desk.key: in_reader_language(desk.title) for desk in file.standard.desks}
        desk = (standing.desk if standing else step.handler.desk) or ""
        who = _("%(party)s, %(desk)s") % {"party": names.get(party, party), "desk": kinds.get(desk, desk)}
    return _("%(step)s (%(who)s)") % {"step": title, "who": who}


_CLOCK: Mapping[Clocking, str | Promise] = {
    Clocking.START: gettext_lazy("The clock starts."),
    Clocking.START_AT_RECEIPT: gettext_lazy("The clock starts."),
    Clocking.STOP: gettext_lazy("The clock stops until the applicant answers."),
    Clocking.STOP_FOR_PROCEDURE: gettext_lazy(
        "The clock stops until the procedure ends; the applicant is told the working days in writing."
    ),
    Clocking.RESUME: gettext_lazy("The clock goes on."),
    Clocking.EXTEND: gettext_lazy("The limit is extended, once."),
    Clocking.FINISH: gettext_lazy("The clock ends."),
    Clocking.CARRY: gettext_lazy("The clock goes on with the other district."),
    Clocking.CARRY_TO_CUSTODIAN: gettext_lazy(
        "The district takes the case with its open steps; the clock goes on with its calendar."
    ),
}


def _clock_words(clocking: Clocking | None) -> str:
    return str(_CLOCK[clocking]) if clocking else ""
