"""Tags and filters that put the look on a page: ``{% load look %}``. They say nothing about what a page is for."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django import template
from django.forms import BoundField
from django.utils.formats import date_format
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext, gettext_lazy, ngettext, pgettext, pgettext_lazy

from workflows.clock.enums import Light
from workflows.look.cards import ClockCard, Stop, TimelineEntry
from workflows.look.icons import ICONS
from workflows.standards.citing import cited

register = template.Library()

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}$")

_SHAPES = {Light.GREEN: "g", Light.YELLOW: "y", Light.RED: "r", Light.OVER: "k", Light.BLUE: "b"}
_WORDS = {
    Light.GREEN: pgettext_lazy("light", "On time"),
    Light.YELLOW: pgettext_lazy("light", "Near due"),
    Light.RED: pgettext_lazy("light", "Past promise"),
    Light.OVER: pgettext_lazy("light", "Past statute"),
    Light.BLUE: pgettext_lazy("light", "Stopped"),
}
NOTE_KINDS = {"debug": "", "info": "", "success": "g", "warning": "y", "error": "r"}
_NOTE_ICONS = {"": "info", "g": "g", "y": "y", "r": "r"}


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """Draw a symbol of the page's sheet; it is decoration, the words beside it say what it means."""
    if name not in ICONS:
        raise template.TemplateSyntaxError(f"There is no symbol {name}; workflows/look/icons.py lists those there are.")
    return format_html('<svg class="ic {}" aria-hidden="true"><use href="#i-{}"></use></svg>', extra, name)


@register.simple_tag
def icon_sheet() -> SafeString:
    """Write the sheet of symbols; the base page does so once."""
    return format_html_join(
        "",
        '<symbol id="i-{}" viewBox="0 0 24 24">{}</symbol>',
        ((name, mark_safe(drawn)) for name, drawn in ICONS.items()),  # noqa: S308 - our own drawings
    )


@register.simple_tag
def light(colour: Light | str, words: str = "") -> SafeString:
    """Show a state by shape, word and colour; ``words`` replace the usual ones."""
    shown = Light(str(colour).upper())
    said = words or _WORDS[shown]
    return format_html('<span class="light l-{}">{}{}</span>', shown.lower(), icon(_SHAPES[shown]), said)


@register.filter
def said(texts: Any) -> str:
    """Return the reader's language of a text kept in both: a mapping of the languages, or a standard's ``Text``."""
    if not texts:
        return ""
    if not isinstance(texts, Mapping):
        return str(texts if isinstance(texts, str) else texts.zh if _reads_chinese() else texts.en)
    first, second = ("zh-Hans", "en") if _reads_chinese() else ("en", "zh-Hans")
    return str(texts.get(first) or texts.get(second) or "")


def _reads_chinese() -> bool:
    return (get_language() or "zh").startswith("zh")


@register.filter(expects_localtime=True)
def day(moment: date | None) -> str:
    """Return a day without its year: 3月26日, 26 March."""
    return _formatted(moment, gettext_lazy("j F"))


@register.filter(expects_localtime=True)
def full_day(moment: date | None) -> str:
    """Return a day with its year: 2026年3月26日, 26 March 2026."""
    return _formatted(moment, gettext_lazy("j F Y"))


@register.filter
def last_day(ends: datetime | None) -> str:
    """Return the last day in time of a limit that ends at 24:00, which is the next day's midnight."""
    return full_day(localtime(ends - timedelta(microseconds=1)).date()) if ends else full_day(None)


def written_day(text: str) -> str:
    """Return an answer that is a day as people write it; any other answer as it stands."""
    return full_day(date.fromisoformat(text)) if _DAY.match(text) else text


@register.filter(expects_localtime=True)
def moment(at: datetime | None) -> str:
    """Return a day and the minute: 3月2日 10:05, 2 March 10:05."""
    return _formatted(at, gettext_lazy("j F H:i"))


@register.filter(expects_localtime=True)
def stamp(at: datetime | None) -> str:
    """Return a moment as records write it: 2026-03-02 10:05."""
    return _formatted(at, "Y-m-d H:i")


@register.filter
def clock_time(at: datetime | None) -> str:
    """Return the minute of the day: 10:05."""
    return _formatted(localtime(at) if at else None, "H:i")


def _formatted(moment: date | None, pattern: Any) -> str:
    return date_format(moment, str(pattern)) if moment else "–"


register.filter("cited", cited)


@register.filter
def days_said(stop: Stop) -> str:
    """Return the first and last day of a stop; one date where they are the same."""
    if stop.since == stop.until:
        return day(stop.since)
    return gettext("%(since)s to %(until)s") % {"since": day(stop.since), "until": day(stop.until)}


@register.inclusion_tag("look/clock.html")
def clock(card: ClockCard, identity: str = "clock") -> dict[str, object]:
    """Draw a clock; ``identity`` is unique on the page."""
    return {
        "card": card,
        "identity": identity,
        "sentence": clock_sentence(card),
        "drawn": clock_drawn(card),
        "due": clock_due(card),
    }


def clock_sentence(card: ClockCard) -> str:
    """Return what a clock says first, its numbers in bold."""
    if card.sentence:
        return card.sentence
    if not card.promised:
        return gettext("Promised on the day itself")
    if card.counts_working_days:
        words = ngettext(
            "%(used)s working day used, %(promised)s promised",
            "%(used)s working days used, %(promised)s promised",
            card.used,
        )
    else:
        words = ngettext(
            "%(used)s day used, %(promised)s promised", "%(used)s days used, %(promised)s promised", card.used
        )
    # The sentence is ours, its numbers are integers: nothing of the reader's goes in.
    bold = {"used": f"<b>{card.used}</b>", "promised": f"<b>{card.promised}</b>"}
    return mark_safe(words % bold)  # noqa: S308


def clock_due(card: ClockCard) -> SafeString:
    """Return when a clock ends and when it stood still, in sentences."""
    sentences = [_stop_said(stop) for stop in card.stops]
    if card.statutory_due and not card.is_finished:
        words = gettext('The statutory limit is <span class="nb">%(due)s</span>.')
        sentences.insert(0, _filled(words, due=day(card.statutory_due)))
    if card.promised_due and not card.is_finished:
        words = gettext('Promised by <strong class="nb">%(due)s</strong>.')
        sentences.insert(0, _filled(words, due=day(card.promised_due)))
    # A catalogue cannot say that nothing stands between two Chinese sentences: an empty translation is none.
    return format_html_join("" if _reads_chinese() else " ", "{}", ((sentence,) for sentence in sentences))


def _stop_said(stop: Stop) -> SafeString:
    if stop.is_open:
        words = gettext(
            'Stopped since <span class="nb">%(since)s</span> for %(reason)s, expected until '
            '<span class="nb">%(until)s</span>; this time is not counted.'
        )
        return _filled(words, since=day(stop.since), until=day(stop.until), reason=stop.reason)
    words = gettext('Stopped <span class="nb">%(days)s</span> for %(reason)s; this time is not counted.')
    return _filled(words, days=days_said(stop), reason=stop.reason)


def _filled(words: str, **parts: str) -> SafeString:
    """Put texts, escaped, into a sentence of ours that holds marks."""
    return mark_safe(words % {name: escape(part) for name, part in parts.items()})  # noqa: S308


def clock_drawn(card: ClockCard) -> str:
    """Return the bar of a clock in words: the same numbers as the cells."""
    parts = [gettext("used %(days)d") % {"days": card.used}]
    if card.stopped:
        parts.append(gettext("stopped %(days)d, not counted") % {"days": card.stopped})
    parts.append(gettext("left %(days)d") % {"days": card.left})
    if card.beyond:
        parts.append(gettext("then %(days)d to the statutory limit") % {"days": card.beyond})
    parts.insert(0, gettext("in working days") if card.counts_working_days else gettext("in days"))
    clauses = pgettext("between the clauses of a sentence", "; ").join(parts)
    return gettext("%(clauses)s.") % {"clauses": clauses}


@register.inclusion_tag("look/timeline.html")
def timeline(entries: Iterable[TimelineEntry]) -> dict[str, object]:
    """Draw a timeline, oldest entry first."""
    return {"entries": entries}


@register.inclusion_tag("look/field.html")
def field(bound: BoundField, hint: str = "") -> dict[str, object]:
    """Draw a field of a Django form: label, help, control, what is wrong. ``hint`` stands in for its help text."""
    identity = bound.id_for_label
    described = [f"{identity}-e"] if bound.errors else []
    help_text = hint or bound.help_text
    if help_text:
        described.insert(0, f"{identity}-h")
    attributes = {"class": "form-control is-invalid" if bound.errors else "form-control", "placeholder": False}
    if described:
        attributes["aria-describedby"] = " ".join(described)
    return {"bound": bound, "control": bound.as_widget(attrs=attributes), "help": help_text, "identity": identity}


@register.inclusion_tag("look/field_error.html")
def field_error(identity: str, sentences: Iterable[object] | None) -> dict[str, object]:
    """Draw what is wrong with a field; the control points here with ``aria-describedby="<identity>-e"``."""
    return {"identity": identity, "sentences": list(sentences or ())}


@register.inclusion_tag("look/error_summary.html")
def error_summary(errors: Iterable[Any] | None) -> dict[str, object]:
    """Draw the errors above a form, each with ``path`` and ``sentence``, linked to the field of that path."""
    return {"errors": list(errors or ())}


@register.filter
def field_id(path: str) -> str:
    """Return the id of the control of a path: ``shareholders.0.due_date`` is ``f-shareholders-0-due_date``."""
    return "f-" + str(path).replace(".", "-")


@register.filter
def errors_at(errors: Iterable[Any] | None, path: str) -> list[Any]:
    """Return the sentences of the errors of one path."""
    return [error.sentence for error in errors or () if error.path == path]


@register.inclusion_tag("look/note.html")
def note(words: object, kind: str = "") -> dict[str, object]:
    """Draw one or two sentences: ``kind`` is g, y or r, or the level of a message; without one it informs."""
    shown = NOTE_KINDS.get(kind, kind)
    return {"words": words, "kind": shown, "icon_name": _NOTE_ICONS[shown]}


@register.simple_tag
def progress(value: float, whole: float, label: str, extra: str = "") -> SafeString:
    """Draw how much of a whole is reached, with its name for who cannot see it."""
    shown = '<progress class="progress {}" value="{}" max="{}" aria-label="{}"></progress>'
    return format_html(shown, extra, value, whole, label)
