import pytest

from tests.workflows.standards.conftest import english  # noqa: F401 - a fixture
from tests.workflows.standards.terms.toy import desk, own_text, shorter, terms, toy, without
from workflows.studio.terms import fixed_words, groups, read, written

pytestmark = pytest.mark.usefixtures("english")

OWN = terms(
    shorter("steps[review].limit", "2"),
    without("old_licence"),
    desk("review", "window"),
    own_text("desks[window].hours"),
)


def test_what_may_be_changed_is_shown_with_its_value_and_its_bound() -> None:
    found = {place.leeway.place: place for _title, places in groups(toy(), written(terms())) for place in places}

    assert (found["limits.promised"].standard, found["limits.promised"].bound) == (
        "10 working days",
        "at most 10 working days",
    )
    assert found["steps[decision].limit"].bound == "at most 3 working days, at least 1 working day"
    assert [key for key, _words in found["steps[review].handler.desk"].choices] == ["", "window"]
    assert "materials[application]" not in found
    assert "The document “Application”" in fixed_words(toy())


def test_what_is_written_is_read_back_as_the_same_differences() -> None:
    sent = {
        "own:steps[review].limit": "2",
        "own:materials[old_licence]": "yes",
        "own:steps[review].handler.desk": "window",
        "own:desks[window].hours:zh-Hans": "自己的话",
        "own:desks[window].hours:en": "Own words",
    }

    found = read(toy(), sent)

    assert sorted(found.differences, key=lambda each: each.place) == OWN.differences
    assert found.errors == {}
    assert {place: values for place, values in found.values.items() if any(values.values())} == written(OWN).values


def test_what_equals_the_standard_or_is_empty_is_no_difference() -> None:
    sent = {
        "own:limits.promised": "10.0",
        "own:steps[review].limit": " ",
        "own:desks[window].title:zh-Hans": "窗口",
        "own:desks[window].title:en": "Window",
    }

    assert list(read(toy(), sent).differences) == []


@pytest.mark.parametrize(
    ("sent", "place", "says"),
    [
        ({"own:limits.promised": "30"}, "limits.promised", "terms can only shorten"),
        ({"own:limits.promised": "soon"}, "limits.promised", "“soon” is not what can stand here"),
        ({"own:limits.promised": "NaN"}, "limits.promised", "“NaN” is not what can stand here"),
        ({"own:steps[review].handler.desk": "moon"}, "steps[review].handler.desk", "choose one of office, window"),
        ({"own:desks[window].title:en": "Only"}, "desks[window].title", "has to be written in both languages"),
    ],
)
def test_what_does_not_fit_is_said_at_its_place_and_kept(sent: dict[str, str], place: str, says: str) -> None:
    found = read(toy(), sent)

    assert list(found.errors) == [place]
    assert says in found.errors[place]
    assert set(sent.values()) <= set(found.values[place].values())


def test_what_is_fixed_is_not_read_at_all() -> None:
    found = read(toy(), {"own:materials[application]": "yes", "own:steps[issue].limit": "1", "own:checks[c]": "x"})

    assert (list(found.differences), found.errors) == ([], {})
