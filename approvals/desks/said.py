"""What an act names besides words and grounds: a procedure and its days, gaps, a result, what a joint review came to."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from approvals.deciding.texts import in_reader_language
from workflows.clock.enums import Ground
from workflows.clock.labels import GROUNDS
from workflows.standards.schema import Standard


def said_of(turn: Mapping[str, Any], body: Mapping[str, Any], standard: Standard) -> Iterator[tuple[str, str]]:
    """Yield each as a label and words; ``turn`` is the journal's, ``body`` what was typed."""
    if verdict := turn.get("verdict"):
        yield _("Joint review"), _title_of(turn["step"], verdict, standard)
    if procedure := body.get("procedure"):
        yield _("Procedure"), str(GROUNDS[Ground(procedure)])
    if gaps := body.get("gaps"):
        titles = {material.key: in_reader_language(material.title) for material in standard.materials}
        words = pgettext("between the items of a list", ", ").join(titles.get(gap, gap) for gap in gaps)
        yield _("To follow"), words
    if days := body.get("days"):
        yield _("Time told"), ngettext("%(days)d working day", "%(days)d working days", days) % {"days": days}
    if result := body.get("result"):
        yield _("Result"), str(result)


def _title_of(key: str, verdict: str, standard: Standard) -> str:
    """What the standard calls the verdict of a step."""
    acts = (act for step in standard.steps if step.key == key for act in step.acts if act.outcome == verdict)
    return next((in_reader_language(act.title) for act in acts), verdict)
