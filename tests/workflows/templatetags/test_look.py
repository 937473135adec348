from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from django import forms
from django.template import Context, Template, TemplateSyntaxError
from django.utils.translation import override

from workflows.clock.enums import Light
from workflows.look.cards import Cell, ClockCard, EntryState, Stop, TimelineEntry
from workflows.standards.schema import Text


@dataclass
class Fault:
    path: str
    sentence: str


def drawn(source: str, **context: object) -> str:
    return Template("{% load look %}" + source).render(Context(context))


def test_a_symbol_refers_to_the_sheet_and_is_decoration() -> None:
    assert drawn('{% icon "doc" %}') == '<svg class="ic " aria-hidden="true"><use href="#i-doc"></use></svg>'
    assert 'id="i-doc"' in drawn("{% icon_sheet %}")


def test_an_unknown_symbol_is_a_mistake() -> None:
    with pytest.raises(TemplateSyntaxError, match="no symbol nothing"):
        drawn('{% icon "nothing" %}')


@pytest.mark.parametrize(
    ("colour", "shape", "words"),
    [
        (Light.GREEN, "g", "On time"),
        (Light.YELLOW, "y", "Near due"),
        (Light.RED, "r", "Past promise"),
        (Light.OVER, "k", "Past statute"),
        ("blue", "b", "Stopped"),
    ],
)
def test_a_light_has_shape_word_and_colour(colour: str, shape: str, words: str) -> None:
    light = drawn("{% light colour %}", colour=colour)
    assert f'class="light l-{colour.lower()}"' in light
    assert f"#i-{shape}" in light
    assert f"{words}</span>" in light


def test_words_of_a_light_are_escaped() -> None:
    assert "&lt;b&gt;</span>" in drawn('{% light "green" words %}', words="<b>")


def test_a_text_is_said_in_the_readers_language() -> None:
    texts = {"zh-Hans": "受理", "en": "Accept"}
    text = Text.model_validate(texts)
    assert (
        drawn("{{ a|said }} {{ b|said }} {{ c|said }}", a=texts, b=text, c={"zh-Hans": "仅有"}) == "Accept Accept 仅有"
    )
    with override("zh-hans"):
        assert drawn("{{ a|said }} {{ b|said }}{{ none|said }}", a=texts, b=text, none=None) == "受理 受理"


def test_days_and_moments() -> None:
    at = datetime(2026, 3, 2, 2, 5, tzinfo=UTC)
    source = "{{ d|day }}; {{ d|full_day }}; {{ t|moment }}; {{ t|stamp }}; {{ t|clock_time }}; {{ none|day }}"
    said = drawn(source, d=date(2026, 3, 26), t=at, none=None)
    assert said == "26 March; 26 March 2026; 2 March 10:05; 2026-03-02 10:05; 10:05; –"


def test_a_limit_that_ends_at_midnight_has_the_day_before_as_its_last() -> None:
    ends = datetime(2026, 5, 29, 16, tzinfo=UTC)
    assert drawn("{{ t|last_day }}; {{ none|last_day }}", t=ends, none=None) == "29 May 2026; –"


def card(**changes: object) -> ClockCard:
    cells = (*[Cell.USED] * 9, *[Cell.STOPPED] * 3, *[Cell.LEFT] * 6, *[Cell.BEYOND] * 5)
    parts: dict[str, object] = {
        "light": Light.GREEN,
        "used": 9,
        "promised": 15,
        "statutory": 20,
        "cells": cells,
        "promised_due": date(2026, 3, 26),
        "statutory_due": date(2026, 4, 2),
        "stops": (Stop(date(2026, 3, 9), date(2026, 3, 11), "<water> test"),),
    }
    return ClockCard(**(parts | changes))  # type: ignore[arg-type]


def test_a_clock_says_its_numbers_its_days_and_its_stops() -> None:
    clock = drawn('{% clock card "c" %}', card=card())
    assert "<b>9</b> working days used, <b>15</b> promised" in clock
    assert clock.count('<i class="u"></i>') == 10
    assert 'Promised by <strong class="nb">26 March</strong>.' in clock
    assert "9 March to 11 March</span> for &lt;water&gt; test" in clock
    named = "in working days; used 9; stopped 3, not counted; left 6; then 5 to the statutory limit."
    assert f'aria-label="{named}"' in clock


def test_a_finished_clock_says_no_due_day() -> None:
    assert "Promised by" not in drawn("{% clock card %}", card=card(is_finished=True, stops=()))


def test_a_clock_may_have_a_sentence_of_its_own() -> None:
    assert "Done on the day." in drawn("{% clock card %}", card=card(sentence="Done on the day."))


def test_a_timeline_marks_where_it_stands() -> None:
    entries = [TimelineEntry(EntryState.DONE, "Filed", "2 March"), TimelineEntry(EntryState.NOW, "Review")]
    line = drawn("{% timeline entries %}", entries=entries)
    assert line.count("<li") == 2
    assert 'class="now" aria-current="step"' in line
    assert "<time>2 March</time>" in line


def test_errors_lead_to_their_fields() -> None:
    errors = [Fault("shareholders.0.due_date", "Too late."), Fault("name", "Missing.")]
    summary = drawn("{% error_summary errors %}", errors=errors)
    assert "2 places need correction" in summary
    assert '<a href="#f-shareholders-0-due_date">Too late.</a>' in summary
    assert drawn("{% error_summary errors %}", errors=[]).strip() == ""
    below = drawn('{% field_error "f-name" errors|errors_at:"name" %}', errors=errors)
    assert 'id="f-name-e"' in below
    assert "Missing." in below


def test_a_field_names_its_help_and_its_error() -> None:
    class Form(forms.Form):
        name = forms.CharField(help_text="As on the card.")

    drawn_field = drawn("{% field form.name %}", form=Form({"name": ""}))
    assert 'aria-describedby="id_name-h id_name-e"' in drawn_field
    assert 'aria-invalid="true"' in drawn_field
    assert "As on the card." in drawn_field


def test_notes_and_progress() -> None:
    assert '<p class="note r">' in drawn('{% note "Late." "error" %}')
    assert (
        drawn('{% progress 4 8 "Step" %}')
        == '<progress class="progress " value="4" max="8" aria-label="Step"></progress>'
    )
