from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from tests.law import law
from tests.workflows.standards import factory
from tests.workflows.standards.promulgation.conftest import FROM, NOW, Cast, hold
from tests.workflows.standards.terms.stage import LATER_DAY, in_force, published
from tests.workflows.standards.terms.toy import desk, own_text, shorter, terms, toy, without
from workflows.organisation.models import Desk
from workflows.standards.canonical import canonical_value, digest
from workflows.standards.models import StandardVersion
from workflows.standards.promulgation import errors
from workflows.standards.terms.errors import NoStandardInForceError, NotTermsError, StaleBaseError
from workflows.standards.terms.models import DistrictTerms
from workflows.standards.terms.publishing import publish_terms

pytestmark = pytest.mark.django_db


def test_terms_are_kept_as_they_are_at_their_digest(cast: Cast) -> None:
    version = published(cast)
    own = terms(shorter("limits.promised", "8"))

    made = in_force(cast, *own.differences)

    assert (made.district, made.key, made.number, made.base) == (cast.longwan, "toy", 1, version)
    assert (made.digest, made.body) == (digest(own), canonical_value(own))
    assert (made.published_by, made.approved_by, made.valid_from) == (cast.wu, cast.lin, LATER_DAY)


def test_what_is_in_effect_is_compiled_when_terms_are_published(cast: Cast) -> None:
    version = published(cast)

    in_force(cast, shorter("limits.promised", "8"))

    made = StandardVersion.objects.get(base=version)
    assert made.body["limits"]["promised"]["days"] == "8"
    assert (made.key, made.number, made.valid_from, made.published_by) == ("toy", 1, FROM, None)


def test_equal_districts_have_one_digest_and_share_one_version(cast: Cast) -> None:
    version = published(cast)

    one = in_force(cast, without("old_licence"))
    other = in_force(cast, without("old_licence"), district=cast.ouhai)

    assert one.digest == other.digest
    assert StandardVersion.objects.filter(base=version).count() == 1


@law("浙规 12")
def test_what_adds_is_not_published(cast: Cast) -> None:
    published(cast)

    with pytest.raises(NotTermsError, match="terms can only shorten"):
        in_force(cast, shorter("limits.promised", "30"))

    assert not DistrictTerms.objects.exists()


def test_a_second_person_who_keeps_standards_approves(cast: Cast) -> None:
    published(cast)
    asked: dict[str, Any] = {"district": cast.longwan, "terms": terms(), "valid_from": LATER_DAY, "now": NOW}

    with pytest.raises(errors.SamePersonError):
        publish_terms(actor=cast.wu, second=cast.wu, **asked)
    with pytest.raises(errors.NotEntitledError):
        publish_terms(actor=cast.wu, second=cast.chen, **asked)
    with pytest.raises(errors.NotEntitledError):
        publish_terms(actor=cast.chen, second=cast.lin, **asked)


def test_terms_do_not_begin_in_the_past_nor_twice_on_a_day_nor_unchanged(cast: Cast) -> None:
    published(cast, valid_from=NOW.date())
    with pytest.raises(errors.PastDateError):
        in_force(cast, valid_from=NOW.date() - timedelta(days=1))
    in_force(cast, shorter("limits.promised", "8"))

    with pytest.raises(errors.NothingChangedError):
        in_force(cast, shorter("limits.promised", "8"), valid_from=LATER_DAY + timedelta(days=1))
    with pytest.raises(errors.DayTakenError):
        in_force(cast, shorter("limits.promised", "7"))
    assert in_force(cast, valid_from=LATER_DAY + timedelta(days=1)).number == 2


def test_terms_rest_on_the_version_in_force_on_their_first_day(cast: Cast) -> None:
    with pytest.raises(NoStandardInForceError):
        in_force(cast, shorter("limits.promised", "8"))
    published(cast)
    published(cast, toy(title=factory.text("Two")), LATER_DAY)

    with pytest.raises(StaleBaseError, match="On 2026-05-01 version 2 of the standard is in force"):
        in_force(cast, shorter("limits.promised", "8"))


def test_the_publish_check_is_asked_what_the_district_would_have(cast: Cast) -> None:
    marks: list[dict[str, Any]] = [{"place": "steps[decision].handler.desk", "layer": "open"}]
    moon = {"key": "moon", "title": factory.text("Moon", "月")}
    standard = toy(layers=marks, desks=[*canonical_value(toy())["desks"], moon])
    published(cast, standard)
    changed = desk("decision", "moon")

    with pytest.raises(errors.DefectsError) as refused:
        in_force(cast, changed, of=standard)

    assert [defect.element for defect in refused.value.defects] == ["steps[decision].handler"]
    assert refused.value.defects[0].sentence.startswith(
        f"With the terms of {cast.longwan.code}: No desk of the district {cast.longwan.code} can take the step decision"
    )
    organ = Desk.objects.filter(district=cast.longwan)[0].organ
    Desk.objects.create(
        kind="moon", name="月", name_en="moon", district=cast.longwan, organ=organ, valid_from=date(2020, 1, 1)
    )
    assert in_force(cast, changed, of=standard).number == 1


def test_published_terms_never_change(cast: Cast) -> None:
    published(cast)
    made = in_force(cast, shorter("limits.promised", "8"))

    made.valid_from = LATER_DAY + timedelta(days=9)
    with pytest.raises(DatabaseError), transaction.atomic():
        made.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        made.delete()


def test_the_database_takes_no_terms_with_anything_but_differences(cast: Cast) -> None:
    version = published(cast)
    with pytest.raises(IntegrityError, match="terms_hold_differences_and_nothing_else"):
        DistrictTerms.objects.create(
            district=cast.longwan,
            key="toy",
            number=1,
            base=version,
            digest="0" * 64,
            body=canonical_value(terms()) | {"steps": []},
            valid_from=LATER_DAY,
            published_at=NOW,
            published_by=cast.wu,
            approved_by=cast.lin,
        )


def test_a_keeper_at_a_desk_of_the_district_drafts_too(cast: Cast) -> None:
    published(cast)
    hold(cast.gao, "STANDARD_KEEPER", Desk.objects.filter(district=cast.longwan)[0])

    made = publish_terms(
        actor=cast.gao,
        second=cast.lin,
        district=cast.longwan,
        terms=terms(own_text("desks[window].hours")),
        valid_from=LATER_DAY,
        now=NOW,
    )

    assert made.published_by == cast.gao
