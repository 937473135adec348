"""What a standard says, in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from workflows.organisation.models import District
from workflows.standards.chart_boxes import limit_words
from workflows.standards.citing import cited
from workflows.standards.enums import Audience, Effect, Regime, SilenceBasis
from workflows.standards.schema import Standard, Step, Text


def language() -> str:
    """The reader's language as standards write it."""
    return "zh-Hans" if (get_language() or "").lower().startswith("zh") else "en"


def said(text: Text) -> str:
    """A text of the standard for the reader."""
    return text.zh if language() == "zh-Hans" else text.en


def title_in(body: Mapping[str, Any]) -> str:
    """The title of a document as it is stored, for the reader."""
    return said(Text.model_validate(body["title"]))


def party_words(standard: Standard, party: str) -> str:
    """Who acts: the applicant, the system, or the district that plays the party."""
    titles = {each.role: said(each.title) for each in standard.parties}
    return ({"applicant": _("Applicant"), "system": _("System"), "receiver": _("The district asked")} | titles).get(
        party, party
    )


def silence_words(step: Step) -> str:
    """What happens at a step when nobody answers in time; empty where nothing does."""
    if step.silence is None:
        return ""
    act = next((said(act.title) for act in step.acts if act.name == step.silence.act), step.silence.act)
    basis = {
        SilenceBasis.LAW: _("by law"),
        SilenceBasis.AGREEMENT: _("by agreement of the corridor"),
        SilenceBasis.DESIGN: _("by design of the product"),
    }[step.silence.basis]
    return _("after %(limit)s: “%(act)s”, %(basis)s (%(law)s)") % {
        "limit": limit_words(step.silence.after),
        "act": act,
        "basis": basis,
        "law": cited([step.silence.citation]),
    }


def regime_words(regime: Regime) -> str:
    """The procedure the law prescribes."""
    return {
        Regime.REGISTRATION: pgettext("regime", "Registration"),
        Regime.LICENCE: pgettext("regime", "Licence"),
        Regime.RELOCATION: pgettext("regime", "Relocation"),
        Regime.RECOGNITION: pgettext("regime", "Recognition"),
        Regime.FILING: pgettext("regime", "Filing"),
        Regime.SERVICE: pgettext("regime", "Service"),
    }[regime]


def effect_words(effect: Effect) -> str:
    """What a failed check does to the case."""
    return {
        Effect.BLOCK: _("The application is stopped"),
        Effect.REVIEW: _("A person looks at it"),
        Effect.TRAVEL: _("It goes along with the case"),
        Effect.TASK: _("A task follows"),
        Effect.WARN: _("The applicant is told"),
    }[effect]


def audience_words(audience: Audience) -> str:
    """Who receives a message."""
    return {
        Audience.APPLICANT: _("the applicant"),
        Audience.DESK: _("the desk"),
        Audience.SUPERVISION: _("supervision"),
    }[audience]


def district_words(district: District) -> str:
    """What the reader calls a district."""
    return district.name if language() == "zh-Hans" else district.name_en
