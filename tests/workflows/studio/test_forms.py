from datetime import date, datetime

from django.test import RequestFactory
from django.utils.timezone import get_current_timezone

from tests.workflows.studio.conftest import TODAY, Studio
from workflows.studio.forms import SubmitForm
from workflows.studio.queries import districts_to_ask


def asked(studio: Studio, body: str) -> SubmitForm:
    kind = "application/x-www-form-urlencoded"
    posted = RequestFactory().post("/", body, content_type=kind).POST
    return SubmitForm(posted, asked=districts_to_ask(TODAY))


def test_the_last_day_for_opinions_counts_whole(studio: Studio) -> None:
    district = studio.districts[1]
    form = asked(studio, f"valid_from=2026-04-01&opinions_due=2026-03-20&districts={district.pk}")
    assert form.is_valid()
    assert (form.in_force_from, form.concerned) == (date(2026, 4, 1), [district])
    assert form.due_at == datetime(2026, 3, 21, tzinfo=get_current_timezone())


def test_opinions_may_have_no_last_day(studio: Studio) -> None:
    form = asked(studio, "valid_from=2026-04-01")
    assert form.is_valid()
    assert (form.due_at, form.concerned) == (None, [])


def test_what_is_no_day_and_no_district_is_refused(studio: Studio) -> None:
    assert list(asked(studio, "valid_from=tomorrow&districts=0").errors) == ["valid_from", "districts"]
