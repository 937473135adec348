"""The journal itself holds no personal value, whatever the people of the story filed, wrote and handed in."""

import json

import pytest

from approvals.demo.cast import AGENT, ENTERPRISES, FOUNDER
from approvals.demo.forms import PEOPLE
from approvals.filing.models import Filing
from tests.law import law
from tests.told import Told
from workflows.engine.models import ActContent
from workflows.journal.models import JournalRow

pytestmark = [pytest.mark.xdist_group("told"), pytest.mark.timeout(300)]


def personal_values() -> set[str]:
    """Names, numbers and telephones of every natural person of the cast."""
    of_forms = {value for name, number, _born, phone in PEOPLE.values() for value in (name, number, phone)}
    of_accounts = {FOUNDER[1], AGENT[1], *(seed.legal_representative for seed in ENTERPRISES)}
    return of_forms | of_accounts


@law("个保法 47")
def test_no_row_of_the_story_holds_a_name_a_number_or_a_telephone(told: Told) -> None:
    rows = JournalRow.objects.using("audit").order_by("pk").values_list("case_id", "seq", "payload")
    found = [
        (case, seq, value)
        for case, seq, payload in rows.iterator()
        for value in personal_values()
        if value in json.dumps(payload, ensure_ascii=False)
    ]
    assert found == []


def test_the_search_would_find_them_where_they_are(told: Told) -> None:
    forms = json.dumps(list(Filing.objects.using("audit").values_list("form", flat=True)), ensure_ascii=False)
    assert all(PEOPLE["first"][place] in forms for place in (0, 1, 3))
    assert JournalRow.objects.using("audit").count() > 50
    assert ActContent.objects.using("audit").exists()
