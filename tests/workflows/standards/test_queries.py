from datetime import date, timedelta

import pytest

from tests.workflows.standards.promulgation.conftest import (  # noqa: F401 - kernel and cast are fixtures
    FROM,
    NOW,
    Cast,
    cast,
    hold,
    kernel,
    publishable,
)
from workflows.organisation.enums import PostRole
from workflows.standards.queries import desks_by_district, holds_post, version_in_force, versions_of
from workflows.standards.verbs import publish

pytestmark = pytest.mark.django_db(databases=["default"])
DAY = timedelta(days=1)


def test_the_version_in_force_is_the_last_that_has_begun(cast: Cast) -> None:  # noqa: F811
    for number, valid_from in enumerate((FROM, FROM + 10 * DAY, FROM + 5 * DAY), 1):
        standard = publishable(title={"zh-Hans": str(number), "en": str(number)})
        publish(actor=cast.lin, second=cast.zhou, standard=standard, valid_from=valid_from, now=NOW)
    days = (FROM - DAY, FROM, FROM + 4 * DAY, FROM + 5 * DAY, FROM + 9 * DAY, FROM + 10 * DAY, FROM + 99 * DAY)
    found = [version_in_force("toy", day) for day in days]
    assert [version and version.number for version in found] == [None, 1, 1, 3, 3, 2, 2]
    assert [version.number for version in versions_of("toy")] == [3, 2, 1]
    assert version_in_force("other", FROM) is None


def test_a_post_counts_on_its_days_in_its_district_and_for_active_people(cast: Cast) -> None:  # noqa: F811
    role = PostRole.SUPERVISOR
    assert holds_post(cast.wu, role, FROM)
    assert holds_post(cast.wu, role, FROM, cast.longwan)
    assert not holds_post(cast.wu, role, FROM, cast.ouhai)
    assert not holds_post(cast.wu, role, date(2019, 12, 31))
    assert not holds_post(cast.wu, PostRole.APPROVER, FROM)
    cast.wu.is_active = False
    assert not holds_post(cast.wu, role, FROM)


def test_desks_are_seen_with_the_roles_of_the_posts_at_them(cast: Cast) -> None:  # noqa: F811
    hold(cast.chen, "APPROVER", cast.longwan.desks.get(), valid_from=FROM, valid_to=FROM + DAY)
    seen = {
        day: {code: [(d.kind, sorted(d.roles)) for d in desks] for code, desks in desks_by_district(day).items()}
        for day in (FROM, FROM + DAY)
    }
    assert seen[FROM]["330303"] == [("REVIEW", ["APPROVER", "REVIEWER", "SUPERVISOR"])]
    assert seen[FROM + DAY] == {
        "330303": [("REVIEW", ["REVIEWER", "SUPERVISOR"])],
        "330304": [("REVIEW", ["SUPERVISOR"])],
    }
    assert desks_by_district(date(2019, 1, 1)) == {}
