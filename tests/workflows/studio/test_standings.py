from datetime import timedelta

from tests.workflows.studio.conftest import FROM, KEY, TODAY, Studio
from tests.workflows.studio.views.test_terms import SHORTER, TASKS, WITHOUT, district, own, second_version
from workflows.studio.standings import standing_of, standings_on


def test_every_district_that_takes_part_stands_somewhere(studio: Studio) -> None:
    published = own(studio, SHORTER)

    found = {each.district.code: each for each in standings_on(KEY, TODAY)}

    assert sorted(found) == ["GJ", "LW", "OH", "RA", "YQ", "ZN"]
    assert [code for code, each in found.items() if each.terms.differences] == ["YQ"]
    assert (found["YQ"].published, found["LW"].published) == (published, None)
    assert standings_on("moon", TODAY) == []


def test_what_is_to_come_is_told_apart_from_what_is_in_force(studio: Studio) -> None:
    own(studio, SHORTER, TASKS, WITHOUT)
    second_version(studio)

    before, after = (standing_of(KEY, district(), day) for day in (TODAY, FROM + timedelta(days=1)))

    assert before
    assert after
    assert (len(before.terms.differences), before.conflicts, before.fallen) == (3, [], [])
    assert len(before.coming_conflicts) == 1
    assert (after.coming, after.coming_conflicts) == (None, [])
    assert ([each.place for each in after.terms.differences], len(after.conflicts)) == (["limits.promised"], 1)
    assert len(after.fallen) == 1
