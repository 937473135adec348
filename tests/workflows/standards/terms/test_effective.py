"""What is in effect becomes a version a case can be pinned to; the database compares it with its base."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connections, transaction

from tests.workflows.standards.promulgation.conftest import NOW, Cast
from tests.workflows.standards.terms.conftest import furnished
from tests.workflows.standards.terms.stage import LATER_DAY, in_force, published
from tests.workflows.standards.terms.toy import shorter, without
from workflows.standards.models import StandardVersion
from workflows.standards.queries import version_in_force, versions_of
from workflows.standards.terms.effective import keep
from workflows.standards.terms.queries import Effective, effective

Change = Callable[[dict[str, Any]], None]


def there(cast: Cast, **roles: str) -> Effective:
    found = effective("toy", {"home": cast.longwan.code, "origin": cast.ouhai.code} | roles, LATER_DAY)
    assert found
    return found


def test_where_no_district_differs_the_standard_itself_is_in_effect(cast: Cast) -> None:
    version = published(cast)

    assert not there(cast).differs
    assert keep(there(cast)) == version
    assert StandardVersion.objects.count() == 1


def test_what_is_in_effect_is_kept_once(cast: Cast) -> None:
    version = published(cast)
    in_force(cast, shorter("steps[review].limit", "2"), district=cast.ouhai)

    one, again = keep(there(cast)), keep(there(cast))

    assert one == again
    assert (one.base, one.number, one.body["steps"][1]["limit"]["days"]) == (version, 1, "2")


def test_an_effective_version_is_no_version_of_the_corridor(cast: Cast) -> None:
    version = published(cast)
    in_force(cast, shorter("limits.promised", "2"))
    keep(there(cast))

    assert list(versions_of("toy")) == [version]
    assert version_in_force("toy", LATER_DAY) == version


def _longer(body: dict[str, Any]) -> None:
    body["limits"]["promised"]["days"] = "11"


def _longer_step(body: dict[str, Any]) -> None:
    body["steps"][1]["limit"] = {"days": "6", "unit": "NATURAL"}


def _endless(body: dict[str, Any]) -> None:
    body["steps"][1]["limit"] = None


def _another_material(body: dict[str, Any]) -> None:
    body["materials"][0]["max_megabytes"] = 1


def _another_step(body: dict[str, Any]) -> None:
    body["steps"].append(body["steps"][0] | {"key": "more"})


def _another_condition(body: dict[str, Any]) -> None:
    body["steps"][0]["acts"][0]["routes"][0]["when"] = "false"


def _another_check(body: dict[str, Any]) -> None:
    body["checks"].append({"id": "more"})


def _another_law(body: dict[str, Any]) -> None:
    body["limits"]["statutory"] = None


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        (_longer, "effective_limit_is_within_the_standards"),
        (_longer_step, "effective_limit_is_within_the_standards"),
        (_endless, "effective_limit_is_within_the_standards"),
        (_another_material, "effective_materials_are_among_the_standards"),
        (_another_step, "effective_version_adds_nothing"),
        (_another_condition, "effective_version_adds_nothing"),
        (_another_check, "effective_version_adds_nothing"),
        (_another_law, "effective_version_adds_nothing"),
    ],
)
def test_the_database_refuses_an_effective_version_that_adds(cast: Cast, change: Change, constraint: str) -> None:
    version = published(cast)
    change(version.body)

    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        _insert(version)

    assert refused.value.__cause__.diag.constraint_name == constraint  # type: ignore[union-attr]  # psycopg's error


def test_an_effective_version_rests_on_a_published_one(cast: Cast) -> None:
    published(cast)
    in_force(cast, without("old_licence"))
    made = StandardVersion.objects.get(base__isnull=False)

    with pytest.raises(IntegrityError, match="rests on a published version"), transaction.atomic():
        _insert(made)


@pytest.mark.committed
def test_two_who_need_it_at_once_get_the_same_version(own_database: str) -> None:
    cast = furnished()
    version = published(cast)
    in_force(cast, shorter("limits.promised", "2"), district=cast.ouhai)
    found = there(cast, home=cast.ouhai.code)
    gate = Barrier(2)

    def run(_nobody: int) -> int:
        try:
            gate.wait(10)
            return keep(found).pk
        finally:
            connections.close_all()

    for _round in range(5):
        with connections["owner"].cursor() as cursor:
            cursor.execute("ALTER TABLE workflows_standardversion DISABLE TRIGGER version_never_changes")
            cursor.execute("DELETE FROM workflows_standardversion WHERE base_id IS NOT NULL")
            cursor.execute("ALTER TABLE workflows_standardversion ENABLE TRIGGER version_never_changes")
        with ThreadPoolExecutor(2) as pool:
            one, other = pool.map(run, range(2))
        assert one == other == StandardVersion.objects.get(base=version).pk


def _insert(base: StandardVersion) -> None:
    StandardVersion.objects.create(
        key=base.key,
        number=base.number,
        digest="0" * 64,
        base_id=base.pk,
        body=base.body,
        valid_from=base.valid_from,
        published_at=NOW,
    )
