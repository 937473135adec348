from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils.timezone import localdate

from tests.workflows.standards.promulgation.conftest import (  # noqa: F401 - kernel and cast are fixtures
    FROM,
    NOW,
    Cast,
    cast,
    kernel,
    publishable,
)
from workflows.standards import verbs
from workflows.standards.canonical import canonical, digest
from workflows.standards.models import StandardVersion
from workflows.standards.promulgation import errors
from workflows.standards.publish_check import Failure
from workflows.standards.schema import Standard
from workflows.standards.verbs import publish

pytestmark = pytest.mark.django_db(databases=["default"])


def published(people: Cast, standard: Standard | None = None, valid_from: date = FROM) -> StandardVersion:
    return publish(
        actor=people.lin, second=people.zhou, standard=standard or publishable(), valid_from=valid_from, now=NOW
    )


def titled(title: str) -> Standard:
    return publishable(title={"zh-Hans": title, "en": title})


def test_a_version_is_the_canonical_text_at_its_digest(cast: Cast) -> None:  # noqa: F811
    version = published(cast)
    assert canonical(Standard.model_validate(version.body)) == canonical(publishable())
    assert version.digest == digest(publishable())


def test_numbers_follow_one_another_per_standard(cast: Cast) -> None:  # noqa: F811
    versions = [published(cast, titled(str(n)), FROM + timedelta(days=n)) for n in range(3)]
    assert [version.number for version in versions] == [1, 2, 3]
    other = publishable(key="other")
    assert published(cast, other).number == 1


def test_a_version_never_changes(cast: Cast) -> None:  # noqa: F811
    version = published(cast)
    version.valid_from = FROM + timedelta(days=9)
    with pytest.raises(DatabaseError), transaction.atomic():
        version.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        version.delete()


def test_one_person_does_not_publish_alone(cast: Cast) -> None:  # noqa: F811
    with pytest.raises(errors.SamePersonError):
        publish(actor=cast.lin, second=cast.lin, standard=publishable(), valid_from=FROM, now=NOW)


@pytest.mark.parametrize(("actor", "second"), [("lin", "gao"), ("gao", "lin"), ("wu", "chen")])
def test_both_are_standard_keepers(cast: Cast, actor: str, second: str) -> None:  # noqa: F811
    with pytest.raises(errors.NotEntitledError):
        publish(
            actor=getattr(cast, actor), second=getattr(cast, second), standard=publishable(), valid_from=FROM, now=NOW
        )


def test_rules_begin_today_at_the_earliest(cast: Cast) -> None:  # noqa: F811
    with pytest.raises(errors.PastDateError, match="2026-03-01 is past; choose 2026-03-02"):
        published(cast, valid_from=localdate(NOW) - timedelta(days=1))
    assert published(cast, valid_from=localdate(NOW)).number == 1


def test_a_defect_refuses(cast: Cast) -> None:  # noqa: F811
    with pytest.raises(errors.DefectsError):
        published(cast, publishable(start="nowhere"))
    assert not StandardVersion.objects.exists()


def test_a_failing_test_of_the_standard_refuses(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    monkeypatch.setattr(verbs, "_runners", [])
    verbs.lend_test_runner(lambda _standard: [Failure("t", "It stands elsewhere.", "LW")])
    with pytest.raises(errors.DefectsError, match="It stands elsewhere"):
        published(cast)


def test_the_same_text_is_not_published_twice(cast: Cast) -> None:  # noqa: F811
    published(cast)
    with pytest.raises(errors.NothingChangedError, match="version 1"):
        published(cast, valid_from=FROM + timedelta(days=1))


def test_two_versions_do_not_begin_on_one_day(cast: Cast) -> None:  # noqa: F811
    published(cast)
    with pytest.raises(errors.DayTakenError):
        published(cast, titled("other"))
