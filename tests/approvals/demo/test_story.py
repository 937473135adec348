"""What the story of the demonstration leaves behind, and that telling it again adds nothing."""

import pytest
from django.db import connections

from tests.told import Told, tell_again

pytestmark = pytest.mark.xdist_group("told")
COUNTED = (
    "workflows_case",
    "workflows_journalrow",
    "workflows_person",
    "workflows_post",
    "workflows_standardversion",
    "workflows_promulgationprocess",
    "workflows_effect",
    "enterprises_enterprise",
    "enterprises_enterpriseaddress",
    "approvals_filing",
    "approvals_filingdraft",
    "approvals_material",
    "approvals_paper",
    "approvals_licence",
    "approvals_notice",
    "approvals_registerextract",
    "approvals_registerexchange",
)


def counts() -> dict[str, int]:
    with connections["audit"].cursor() as cursor:
        found = {}
        for table in COUNTED:
            cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608 - our own tables
            found[table] = cursor.fetchone()[0]
    return found


def phases() -> dict[str, int]:
    with connections["audit"].cursor() as cursor:
        cursor.execute("SELECT phase, count(*) FROM workflows_case GROUP BY phase")
        return dict(cursor.fetchall())


def test_the_cases_stand_where_the_story_leaves_them(told: Told) -> None:
    assert phases() == {
        "RETURNED": 1,
        "ARCHIVED": 1,
        "CLOSED": 3,
        "SUBMITTED": 1,
        "UNDER_REVIEW": 1,
        "MOVEOUT_REQUESTED": 1,
    }


def test_a_story_told_again_adds_nothing(told: Told) -> None:
    before = counts()

    tell_again(told)

    assert counts() == before
