import pytest
from django.utils.translation import override

from tests.workflows.studio.conftest import shipped
from workflows.standards.defects import Defect, DefectCode
from workflows.studio.places import Places

PLACES = Places.of(shipped())


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("limits.promised.days", "limits › promised › days"),
        ("steps[review].acts[pass].title.en", "step “Formal review” › act “Pass” › title › English"),
        ("form.properties.new_address.properties.area.title", "form › New address › District › title"),
        ("steps[unheard].limit", "step “unheard” › limit"),
        ("something.else", "something › else"),
        ("", "the standard"),
    ],
)
def test_a_place_is_said_in_words(place: str, words: str) -> None:
    assert PLACES.say(place) == words


def test_titles_are_said_in_the_readers_language() -> None:
    with override("zh-hans"):
        assert "“形式审查”" in PLACES.say("steps[review].limit")


def test_a_defect_tells_its_place_in_words() -> None:
    defect = Defect(DefectCode.MISSING_TEXT, "steps[review].title.en", "The text at steps[review].title.en is empty.")
    assert PLACES.tell(defect) == "The text at step “Formal review” › title › English is empty."
