"""An application that was returned and came again: what could be seen the first time is not asked for the second time.

The list of what is to be mended is complete when it is told (许可法 32(四)), and who does not tell everything at once is
answerable for it (许可法 72(四)). An item of a second list has to be one that was told before, or be about something the
applicant has changed since; for what the correction itself brought about, the supervisor gives leave.
"""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from django.utils.timezone import localdate

from approvals.deciding.errors import AskedTooLateError
from approvals.deciding.queries import permission_of
from approvals.deciding.texts import in_reader_language
from approvals.filing.models import Filing
from approvals.filing.queries import filing_of, filings_of, materials_of
from approvals.filing.shapes import title_at
from workflows.engine.consequences import Happening, Work
from workflows.engine.models import ActContent
from workflows.engine.rulebook import rules_of
from workflows.engine.state import Turn
from workflows.organisation.queries import Scope
from workflows.organisation.scoping import seen_by
from workflows.standards.schema import Standard

Item = Mapping[str, Any]


def second_return(happening: Happening) -> Work | None:
    """Look at every return of an application; it stands only if nothing is asked too late."""
    turn = happening.moves.turns[0]
    return partial(_check, happening, turn) if turn.outcome == "return" else None


def _check(happening: Happening, turn: Turn) -> None:
    with seen_by(happening.actor.person or 0, localdate(happening.now)) as scope:
        filing = filing_of(scope, happening.case.id)
        previous = _returned(scope, filing) if filing else None
        if filing is None or previous is None:
            return
        late = _asked_too_late(scope, previous, filing, turn.payload.get("items", ()))
        if late and permission_of(scope, happening.case.id) is None:
            standard = rules_of(happening.case.standard).standard
            places = "; ".join(_title(standard, item) for item in late)
            raise AskedTooLateError(places=places, number=previous.case.number)


def _returned(scope: Scope, filing: Filing) -> Filing | None:
    """The application that was returned; one of another authority's, which was never looked at here, is not seen."""
    return filings_of(scope).filter(again=filing).first()


def _asked_too_late(scope: Scope, previous: Filing, filing: Filing, items: Iterable[Item]) -> list[Item]:
    """The items about what lay there unchanged the first time and was not told then."""
    told = _told(scope, previous)
    before, now = _files(scope, previous), _files(scope, filing)

    def is_unchanged(item: Item) -> bool:
        if item.get("material"):
            return before.get(item["material"]) == now.get(item["material"])
        return bool(_value(previous.form, item["field"]) == _value(filing.form, item["field"]))

    return [item for item in items if _place(item) not in told and is_unchanged(item)]


def _told(scope: Scope, previous: Filing) -> set[tuple[str, str]]:
    """The places that were on the lists of the application before."""
    contents = ActContent.objects.visible_to(scope).filter(case=previous.case_id).values_list("body", flat=True)
    return {_place(item) for body in contents for item in body.get("items", ())}


def _place(item: Item) -> tuple[str, str]:
    return ("material", item["material"]) if item.get("material") else ("field", item["field"])


def _files(scope: Scope, filing: Filing) -> dict[str, list[str]]:
    """The digests of what was handed in, by material."""
    found: dict[str, list[str]] = {}
    for key, digest in materials_of(scope, filing).order_by("digest").values_list("key", "digest"):
        found.setdefault(key, []).append(digest)
    return found


def _value(form: Any, path: str) -> Any:
    """What stands at a path such as ``shareholders.0.due_date``; None where there is nothing."""
    for part in path.split("."):
        if isinstance(form, Mapping):
            form = form.get(part)
        elif isinstance(form, list) and part.isdecimal() and int(part) < len(form):
            form = form[int(part)]
        else:
            return None
    return form


def _title(standard: Standard, item: Item) -> str:
    if not item.get("material"):
        return title_at(standard.form, item["field"])
    titles = {material.key: material.title for material in standard.materials}
    return in_reader_language(titles[item["material"]])
