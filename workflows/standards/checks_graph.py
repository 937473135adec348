"""Whether every step can be reached and every case can end, read from the steps and routes alone.

The first step of a key counts, later ones are only reported; every act of a step counts, also a duplicate one.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from pydantic import ValidationError

from workflows.standards.defects import Defect, DefectCode
from workflows.standards.naming import called
from workflows.standards.registry import Registry
from workflows.standards.schema import Act, Route, Standard, Step


@dataclass(frozen=True, slots=True)
class Place:
    """A route with the step and act it belongs to, and its path in the document."""

    step: Step
    act: Act
    route: Route
    element: str


def first_steps(standard: Standard) -> dict[str, Step]:
    """Return the steps by key; of several with one key, the first."""
    steps: dict[str, Step] = {}
    for step in standard.steps:
        steps.setdefault(step.key, step)
    return steps


def routes(steps: Iterable[Step]) -> Iterator[Place]:
    """Yield every route of the steps, counted from 1 within its act."""
    for step in steps:
        for act in step.acts:
            for number, route in enumerate(act.routes, 1):
                yield Place(step, act, route, f"steps[{step.key}].acts[{act.name}].routes[{number}]")


def is_end(step: Step, registry: Registry) -> bool:
    """Say whether a case has its result at the step. One of an unknown type counts when nothing leads out of it."""
    step_type = registry.step_types.get(step.type)
    return step_type.ends_case or step_type.ends_handling if step_type else not step.acts


def is_offer(step: Step, registry: Registry) -> bool:
    """Say whether no case rests on the step; one whose type or settings are unknown is taken to carry its case."""
    step_type = registry.step_types.get(step.type)
    try:
        return step_type is not None and not step_type.carries_case(
            step_type.settings_model.model_validate(step.settings)
        )
    except ValidationError:
        return False


def reachable(steps: Mapping[str, Step], start: str, *, offers: bool = True) -> set[str]:
    """Return the keys of the steps some sequence of acts opens, the start among them.

    With ``offers`` a step counts that stands on offer beside one of them, and what its own acts open.
    """
    found = {start} & steps.keys()
    waiting = list(found)
    while waiting:
        here = steps[waiting.pop()]
        targets = {key for place in routes([here]) for key in place.route.to}
        if offers:
            targets |= {key for key, step in steps.items() if step.offer and step.offer.names(here)}
        fresh = (targets & steps.keys()) - found
        found |= fresh
        waiting += fresh
    return found


def graph_defects(standard: Standard, registry: Registry) -> list[Defect]:
    """Return the defects of the graph of steps."""
    steps = first_steps(standard)
    return [
        *_duplicates(standard, steps),
        *_targets(standard, steps),
        *_paths(standard, steps, registry),
        *_order(steps, registry),
    ]


def _is_of_seat(step: Step, act: Act, registry: Registry) -> bool:
    """Say whether the act closes one seat of several, so that what follows is the verdict's affair."""
    step_type = registry.step_types.get(step.type)
    if step_type is None or act.outcome not in step_type.outcomes:
        return False
    return step_type.outcome(act.outcome, step_type.settings_model.model_construct()).of_seat


def _duplicates(standard: Standard, steps: Mapping[str, Step]) -> Iterator[Defect]:
    for key, count in Counter(step.key for step in standard.steps).items():
        if count > 1:
            sentence = _(
                "The step %(step)s is there %(count)s times; only the first counts. Rename or remove the others."
            )
            yield Defect(DefectCode.DUPLICATE_STEP, f"steps[{key}]", sentence % {"step": key, "count": count})
    for step in steps.values():
        for name, count in Counter(act.name for act in step.acts).items():
            if count > 1:
                sentence = _(
                    "The act %(act)s is there %(count)s times at the step %(step)s (x%(count)s);"
                    " join them into one act with several routes, or rename them."
                )
                yield Defect(
                    DefectCode.DUPLICATE_ACT,
                    f"steps[{step.key}].acts[{name}]",
                    sentence % {"act": name, "count": count, "step": called(step)},
                )


def _targets(standard: Standard, steps: Mapping[str, Step]) -> Iterator[Defect]:
    if standard.start not in steps:
        sentence = _("The standard starts at the step %(step)s, which does not exist; name one of its steps.")
        yield Defect(DefectCode.UNKNOWN_START, "start", sentence % {"step": standard.start})
    for place in routes(steps.values()):
        for key in place.route.to:
            if key not in steps:
                sentence = _(
                    "The act %(act)s at the step %(step)s leads to the step %(target)s, which does not exist;"
                    " add that step or lead the act elsewhere."
                )
                named = {"act": called(place.act), "step": called(place.step), "target": key}
                yield Defect(DefectCode.DANGLING_TARGET, f"{place.element}.to[{key}]", sentence % named)


def _paths(standard: Standard, steps: Mapping[str, Step], registry: Registry) -> Iterator[Defect]:
    reached = reachable(steps, standard.start)
    for key in steps.keys() - reached:
        if steps[key].offer:
            continue  # checks_offers says what such a step stands beside
        sentence = _("No act leads to the step %(step)s; lead one to it or remove it.")
        yield Defect(DefectCode.UNREACHABLE, f"steps[{key}]", sentence % {"step": called(steps[key])})
    ends = {key for key, step in steps.items() if is_end(step, registry)}
    if not ends:
        yield Defect(
            DefectCode.NO_END, "steps", _("The standard has no step that ends a case; add one of a type that ends it.")
        )
    offers = {key for key, step in steps.items() if is_offer(step, registry)}
    beside = _beside(steps, standard.start, offers)
    closing = _closing(steps, ends)
    for key in reached - closing:
        if not (key in beside and _fades(key, steps, closing)):
            sentence = _(
                "From the step %(step)s no sequence of acts leads to an end; lead one of its acts towards an end."
            )
            yield Defect(DefectCode.CANNOT_REACH_END, f"steps[{key}]", sentence % {"step": called(steps[key])})
    for place in routes(steps[key] for key in reached - beside - offers):
        if set(place.route.to) <= offers and not place.route.back:
            yield _nowhere(place)


def _nowhere(place: Place) -> Defect:
    sentence = (
        _("The act %(act)s at the step %(step)s opens only offers, on which no case rests; name the step that follows.")
        if place.route.to
        else _(
            "The act %(act)s closes the step %(step)s and opens none, which leaves the case nowhere;"
            " name the step that follows."
        )
    )
    named = {"act": called(place.act), "step": called(place.step)}
    return Defect(DefectCode.ROUTE_TO_NOWHERE, place.element, sentence % named)


def _closing(steps: Mapping[str, Step], ends: set[str]) -> set[str]:
    """Return the steps from which some sequence of acts leads to an end."""
    found = set(ends)
    sources: dict[str, set[str]] = {}
    for place in routes(steps.values()):
        back = (key for key in steps if place.step.key in reachable(steps, key)) if place.route.back else ()
        for key in (*place.route.to, *back):
            sources.setdefault(key, set()).add(place.step.key)
    waiting = list(ends)
    while waiting:
        fresh = sources.get(waiting.pop(), set()) - found
        found |= fresh
        waiting += fresh
    return found


def _beside(steps: Mapping[str, Step], start: str, offers: set[str]) -> set[str]:
    """Return the steps that stand open only while another step does too, so that they may close without a successor.

    An offer is no company: a case that has nothing else open stands still.
    """
    found = steps.keys() - {start}
    while True:
        alone = {
            key
            for place in routes(steps.values())
            if len(set(place.route.to) - offers) == 1 and place.step.key not in found
            for key in set(place.route.to) - offers
        }
        if not alone & found:
            return found
        found = found - alone


def _fades(key: str, steps: Mapping[str, Step], closing: set[str]) -> bool:
    """Say whether the branch the step is on can close quietly."""
    branch = reachable(steps, key)
    return bool(branch & closing) or any(not place.route.to for place in routes(steps[k] for k in branch))


def _order(steps: Mapping[str, Step], registry: Registry) -> Iterator[Defect]:
    for step in steps.values():
        for act in step.acts:
            if not act.routes and _is_of_seat(step, act, registry):
                continue
            where, named = f"steps[{step.key}].acts[{act.name}]", {"act": called(act), "step": called(step)}
            free = [number for number, route in enumerate(act.routes, 1) if route.when is None]
            if not free:
                sentence = _(
                    "The act %(act)s at the step %(step)s leads nowhere when none of its conditions holds;"
                    " add a last route without a condition."
                )
                yield Defect(DefectCode.NO_LAST_ROUTE, where, sentence % named)
            elif free[0] < len(act.routes):
                sentence = _(
                    "The act %(act)s at the step %(step)s has routes after the one without a condition, which are never"
                    " taken; put that one last."
                )
                yield Defect(DefectCode.ROUTE_NEVER_TAKEN, where, sentence % named)
