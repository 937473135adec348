"""A day that is over is sealed once, by a key outside the database, and countersigned by another district's."""

import threading
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, IntegrityError, connections, transaction
from django.db.models import Model

from tests.cast import Corridor
from tests.workflows.journal.made_by_hand import NOON, Case, raw, write
from tests.workflows.journal.seals.conftest import tampering
from workflows.journal.seals import keys as files
from workflows.journal.seals.errors import KeyFileError, NoSuchDistrictError, NotWholeError
from workflows.journal.seals.models import CounterSignature, Seal, SealKey, SealLeaf
from workflows.journal.seals.queries import seals, shown
from workflows.journal.seals.verbs import Sealed, make_keys, seal_and_countersign, seal_days

DAY = timedelta(days=1)


def sealed(now: datetime = NOON + DAY) -> Sealed:
    return seal_and_countersign(now=now)


def test_without_a_key_nothing_is_sealed(three: list[Case]) -> None:
    assert sealed() == Sealed()
    assert Seal.objects.count() == 0


def test_a_key_is_a_file_only_its_owner_reads_and_its_public_half_is_published(committed: Corridor, keys: Path) -> None:
    made = make_keys(now=NOON)
    assert [key.district.code for key in made] == ["LW", "OH", "RA", "YQ"]
    for key in made:
        path = files.file_of(key.district.code, 1, "owner")
        assert path.is_relative_to(keys)
        assert path.stat().st_mode & 0o777 == 0o600
        private = files.private_of(key, "owner")
        assert private
        assert private not in bytes(key.public)
    assert files.published("owner") == {(key.district.code, 1): bytes(key.public) for key in made}
    assert make_keys(now=NOON) == []


def test_a_rotated_key_is_introduced_by_the_one_before(committed: Corridor) -> None:
    from workflows.journal.seals.statement import introduction  # noqa: PLC0415 - what is proved here alone
    from workflows.journal.seals.suites import provider_of  # noqa: PLC0415 - as above

    make_keys(now=NOON)
    (second,) = make_keys(now=NOON, districts=["LW"], rotate=True)
    first = SealKey.objects.get(district__code="LW", number=1)
    assert (second.number, len(files.published("owner") or {})) == (2, 5)
    said = introduction("LW", 2, second.suite, bytes(second.public))
    assert provider_of(first.suite).is_signed(bytes(first.public), bytes(second.introduced), said)


def test_keys_for_a_new_database_of_the_same_name_are_the_old_ones_and_their_notes_begin_anew(
    three: list[Case], keys: Path
) -> None:
    (before,) = make_keys(now=NOON, districts=["LW"])
    sealed()
    with tampering("workflows_seal", "workflows_sealleaf", "workflows_sealkey") as owner:
        for table in ("sealleaf", "seal", "sealkey"):
            owner.execute(f"DELETE FROM workflows_{table}")  # noqa: S608 - a test's words
    (after,) = make_keys(now=NOON, districts=["LW"])
    assert bytes(after.public) == bytes(before.public)
    assert list(files.noted("owner")) == []
    assert [path.name for path in files.folder("owner").glob("sealed*")] == ["sealed-1.jsonl"]


def test_a_district_that_does_not_exist_is_refused(committed: Corridor) -> None:
    with pytest.raises(NoSuchDistrictError, match="XX"):
        make_keys(now=NOON, districts=["XX"])


def test_the_day_before_is_sealed_once_signed_and_countersigned_elsewhere(three: list[Case]) -> None:
    make_keys(now=NOON)
    assert sealed() == Sealed(seals=1, countersignatures=1, wanting=0)
    assert sealed() == Sealed()
    (found,) = shown(seals())
    assert (found.seal.number, found.seal.day, found.seal.cases) == (1, date(2026, 3, 2), 3)
    assert (found.is_signed, found.is_countersigned, found.seal.was_late) == (True, True, False)
    assert found.countersignature
    assert found.countersignature.key.district_id != found.seal.key.district_id
    leaves = SealLeaf.objects.using("audit").order_by("place").values_list("place", "case_id", "seq", "head")
    assert [(p, c, s, bytes(h)) for p, c, s, h in leaves] == [
        (place, case.key, 3, case.head) for place, case in enumerate(three, start=1)
    ]


def test_the_day_itself_is_not_sealed_before_it_is_over(three: list[Case]) -> None:
    make_keys(now=NOON)
    assert sealed(NOON) == Sealed()


def test_missed_days_are_caught_up_and_say_that_they_are_late(three: list[Case]) -> None:
    make_keys(now=NOON)
    assert sealed(NOON + 3 * DAY).seals == 3
    found = list(Seal.objects.order_by("number"))
    assert [(seal.number, seal.day.day, seal.was_late) for seal in found] == [(1, 2, True), (2, 3, True), (3, 4, False)]
    assert SealLeaf.objects.using("audit").count() == 3


def test_the_signing_districts_take_turns(three: list[Case]) -> None:
    make_keys(now=NOON)
    sealed(NOON + 4 * DAY)
    found = shown(seals().order_by("number"))
    firsts = [each.seal.key.district.code for each in found]
    seconds = [each.countersignature.key.district.code for each in found if each.countersignature]
    assert sorted(firsts) == sorted(seconds) == ["LW", "OH", "RA", "YQ"]
    assert [seconds[n] for n in range(3)] == [firsts[n + 1] for n in range(3)]


def test_only_cases_that_changed_get_a_leaf_in_the_next_seal(three: list[Case]) -> None:
    make_keys(now=NOON)
    sealed()
    write(raw("worker"), three[1])
    sealed(NOON + 2 * DAY)
    leaves = SealLeaf.objects.using("audit").filter(seal=2).values_list("case_id", "seq")
    assert list(leaves) == [(three[1].key, 4)]


def test_a_missing_countersignature_is_counted_and_made_when_the_key_is_there(three: list[Case]) -> None:
    make_keys(now=NOON, districts=["LW"])
    assert sealed() == Sealed(seals=1, countersignatures=0, wanting=1)
    assert [each.is_countersigned for each in shown(seals())] == [False]
    make_keys(now=NOON, districts=["OH"])
    assert sealed() == Sealed(seals=0, countersignatures=1, wanting=0)


def test_a_seal_waits_for_the_machine_that_has_a_key(three: list[Case], keys: Path) -> None:
    make_keys(now=NOON)
    keys.rename(keys.with_name("elsewhere"))
    assert sealed() == Sealed()
    keys.with_name("elsewhere").rename(keys)
    assert sealed().seals == 1


def test_a_key_file_of_another_key_is_refused(three: list[Case]) -> None:
    make_keys(now=NOON)
    path, other = (files.file_of(code, 1, "worker") for code in ("LW", "OH"))
    path.write_bytes(other.read_bytes())
    with pytest.raises(KeyFileError, match="LW-1"):
        seal_days(now=NOON + DAY)
    assert sealed() == Sealed()


def test_nothing_is_sealed_over_a_hole_in_the_register(three: list[Case]) -> None:
    make_keys(now=NOON)
    with tampering("workflows_caseregisterrow") as owner:
        owner.execute("DELETE FROM workflows_caseregisterrow WHERE case_id = %s", [three[1].key])
    with pytest.raises(NotWholeError, match="place 2 of the register of LW"):
        seal_days(now=NOON + DAY)
    assert sealed() == Sealed()


def test_nothing_is_sealed_over_a_chain_that_was_sealed_otherwise(three: list[Case]) -> None:
    make_keys(now=NOON)
    sealed()
    with tampering("workflows_journalrow") as owner:
        owner.execute(
            "UPDATE workflows_journalrow SET hash = sha256(hash) WHERE case_id = %s AND seq = 3", [three[0].key]
        )
    with pytest.raises(NotWholeError, match="place 1"):
        seal_days(now=NOON + 2 * DAY)


def test_two_workers_at_once_seal_a_day_once(three: list[Case]) -> None:
    make_keys(now=NOON)
    start, made, failed = threading.Barrier(2), [], []

    def work() -> None:
        try:
            start.wait()
            made.extend(seal_days(now=NOON + DAY))
        except Exception as error:  # noqa: BLE001 - told by the assertion below
            failed.append(error)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert failed == []
    assert [seal.number for seal in made] == [1]


@pytest.mark.parametrize("role", ["default", "worker", "owner"])
@pytest.mark.parametrize("model", [Seal, SealLeaf, CounterSignature, SealKey])
def test_nobody_changes_or_removes_what_was_sealed(three: list[Case], role: str, model: type[Model]) -> None:
    make_keys(now=NOON)
    sealed()
    table = model._meta.db_table
    for statement in (f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):  # noqa: S608 - names of models
        with pytest.raises(DatabaseError), transaction.atomic(using=role), connections[role].cursor() as cursor:
            cursor.execute(statement)


def test_the_app_adds_no_seal_and_no_worker_adds_a_key(committed: Corridor) -> None:
    with pytest.raises(DatabaseError, match="permission denied"):
        Seal.objects.using("default").create(number=1, day=NOON.date(), made_at=NOON, key_id=1)
    with pytest.raises(DatabaseError, match="permission denied"):
        make_keys(now=NOON, using="worker")


def test_a_district_does_not_countersign_itself(three: list[Case]) -> None:
    make_keys(now=NOON, districts=["LW"])
    sealed()
    with pytest.raises(IntegrityError, match="countersigned by another district"):
        CounterSignature.objects.using("worker").create(
            seal_id=1, key=SealKey.objects.get(), signature=b"", signed_at=NOON
        )
