"""What came of a rehearsal, in the reader's language: more work, dead ends, limits and checks."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from workflows.organisation.models import District
from workflows.organisation.queries import Scope
from workflows.rehearsing.comparing import Result
from workflows.rehearsing.enums import Ending
from workflows.rehearsing.models import Rehearsal
from workflows.standards.canonical import parse
from workflows.standards.queries import versions_of
from workflows.standards.schema import Standard
from workflows.studio.queries import keeps_standards
from workflows.studio.words import district_words, language, said

Words = tuple[Standard, ...]

EARLIER = 3
"""Versions asked for the name of what the draft no longer has."""

SHOWN = 40
"""Cases shown by number on one page."""


@dataclass(frozen=True, slots=True)
class WorkLine:
    """The steps of one desk in one district, and those that were late, before and under the draft."""

    district: str
    desk: str
    before: int
    after: int
    late_before: int
    late_after: int

    @property
    def more(self) -> int:
        """How many steps more the desk gets; negative for fewer."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Stop:
    """A place at which cases would not go on."""

    ending: str
    step: str
    act: str
    why: str
    number: int
    dead: bool


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case somebody should look at."""

    number: str
    district: str
    ending: str
    step: str
    differences: list[str]


@dataclass(frozen=True, slots=True)
class Told:
    """Everything the page says of a rehearsal."""

    rehearsal: Rehearsal
    endings: list[tuple[str, int, str]]
    work: list[WorkLine]
    stops: list[Stop]
    limits: list[tuple[str, int, str]]
    checks: list[tuple[str, int]]
    cases: list[CaseLine]


def told_of(rehearsal: Rehearsal, scope: Scope) -> Told:
    """Return what came of a rehearsal so far; two queries, for the names of districts and of what the draft no longer has.

    Figures are everybody's; a district reads the numbers of its own cases only.
    """
    result, words = Result.from_json(rehearsal.result), _words(rehearsal)
    known = list(District.objects.all())
    districts = {district.code: district_words(district) for district in known}
    own = {district.code for district in known if district.pk in scope.districts}
    watches = scope.watches_all or keeps_standards(scope)
    cases = [kept for kept in result.cases if watches or kept["district"] in own]
    return Told(
        rehearsal=rehearsal,
        endings=[(str(ending.label), result.endings[ending], _COLOURS[ending]) for ending in Ending],
        work=_work(words[0], result, districts),
        stops=_stops(words, result),
        limits=[line for line in _limits(result) if line[1]],
        checks=_checks(words[0], result),
        cases=[_case(words, kept, districts) for kept in cases[:SHOWN]],
    )


def _words(rehearsal: Rehearsal) -> Words:
    """The draft, and the versions before it: an act that is gone is called what it was called when it was done."""
    earlier = versions_of(rehearsal.key).values_list("body", flat=True)
    return (parse(rehearsal.body), *(parse(body) for body in earlier[:EARLIER]))


_COLOURS = {
    Ending.SAME: "green",
    Ending.WAITS: "yellow",
    Ending.REFUSED: "red",
    Ending.DEAD_END: "red",
    Ending.NOT_OPENED: "red",
}


def _work(standard: Standard, result: Result, districts: dict[str, str]) -> list[WorkLine]:
    desks = standard.desk_names(language())
    lines = []
    for key in {**result.work, **result.late}:
        district, _bar, desk = key.partition("|")
        before, after = result.work.get(key, [0, 0])
        late_before, late_after = result.late.get(key, [0, 0])
        lines.append(
            WorkLine(districts.get(district, district), desks.get(desk, desk), before, after, late_before, late_after)
        )
    return sorted(lines, key=lambda line: (-abs(line.more), line.district, line.desk))


def _stops(words: Words, result: Result) -> list[Stop]:
    found = []
    for key, number in result.stops.most_common():
        ending, step, act, code = key.split("|")
        found.append(
            Stop(
                str(Ending(ending).label),
                _step(words, step),
                _act(words, step, act),
                _why(code),
                number,
                ending == Ending.DEAD_END,
            )
        )
    return found


def _limits(result: Result) -> list[tuple[str, int, str]]:
    return [
        (_("Promised limit newly missed"), result.missed["promised"], "red"),
        (_("Statutory limit newly missed"), result.missed["statutory"], "over"),
        (_("Promised limit newly met"), result.met["promised"], "green"),
        (_("Statutory limit newly met"), result.met["statutory"], "green"),
    ]


def _checks(standard: Standard, result: Result) -> list[tuple[str, int]]:
    sentences = {check.id: said(check.sentence) for check in standard.checks}
    return [(sentences.get(check, check), number) for check, number in result.checks.most_common()]


def _case(words: Words, kept: dict[str, object], districts: dict[str, str]) -> CaseLine:
    def listed(name: str) -> list[str]:
        found = kept[name]
        return [str(each) for each in found] if isinstance(found, list) else []

    names = {"promised": _("promised limit"), "statutory": _("statutory limit")}
    return CaseLine(
        number=str(kept["number"]),
        district=districts.get(str(kept["district"]), str(kept["district"])),
        ending=str(Ending(str(kept["ending"])).label),
        step=_step(words, str(kept["step"])),
        differences=[
            *(_("%(limit)s newly missed") % {"limit": names[each]} for each in listed("missed")),
            *(_("%(limit)s newly met") % {"limit": names[each]} for each in listed("met")),
            *(_("check “%(check)s” newly fails") % {"check": each} for each in listed("checks")),
        ],
    )


def _step(words: Words, key: str) -> str:
    return next((said(step.title) for standard in words for step in standard.steps if step.key == key), key)


def _act(words: Words, step: str, name: str) -> str:
    acts = (act for standard in words for each in standard.steps if each.key == step for act in each.acts)
    return next((said(act.title) for act in acts if act.name == name), name)


def _why(code: str) -> str:
    """Why a case stops, for the refusals a rehearsal meets; another one is told by its code."""
    return {
        "": "",
        "act.unknown": _("The draft has no such act at this step."),
        "step.unknown": _("The case does not stand at this step under the draft."),
        "step.taken": _("Under the draft the step was done before, by silence or by itself."),
        "step.called_off": _("Under the draft the step is called off before."),
        "case.closed": _("Under the draft the case has ended before."),
        "route.none": _("No route of the act fits the case."),
        "case.stranded": _("The case would be left without a step."),
        "case.runaway": _("Automatic steps would lead on without end."),
        "phase.wrong": _("The law has no such move from the phase the case is in."),
        "party.unknown": _("No district is named for the party that handles the step."),
        "actor.same_hands": _("The draft wants two different people, and one did both."),
        "actor.not_allowed": _("The draft lets somebody else act here."),
        "act.once": _("The law allows the act once in a case."),
        "payload.ground_missing": _("The draft asks for a ground that nobody gave."),
        "payload.ground_not_listed": _("The ground that was given is not on the draft's list."),
        "payload.opinion_missing": _("The draft asks for an opinion that nobody wrote."),
    }.get(code, code)
