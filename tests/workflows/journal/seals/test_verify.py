"""What an owner of the database can do to the journal with fitting hashes shows against the seals."""

import json
from dataclasses import astuple
from datetime import timedelta
from pathlib import Path

import pytest

from tests.workflows.journal.made_by_hand import NOON, Case, Connection, raw, write
from tests.workflows.journal.seals.conftest import tampering
from workflows.journal.chain import Entry, register_digest
from workflows.journal.enums import Fault, Verb
from workflows.journal.seals import keys as files
from workflows.journal.seals.models import Seal, SealKey
from workflows.journal.seals.suites import provider_of
from workflows.journal.seals.verbs import make_keys, seal_and_countersign
from workflows.journal.verify import verify_journal

DAY = timedelta(days=1)
JOURNAL = ("workflows_journalrow", "workflows_caseregisterrow")
SEALS = ("workflows_seal", "workflows_sealleaf", "workflows_countersignature", "workflows_sealkey")


@pytest.fixture
def twice(three: list[Case]) -> list[Case]:
    """The three cases, sealed on two evenings; on the second day only the second case went on."""
    make_keys(now=NOON)
    seal_and_countersign(now=NOON + DAY)
    write(raw("worker"), three[1])
    seal_and_countersign(now=NOON + 2 * DAY)
    return three


def found() -> list[tuple[Fault, str | None, int | None]]:
    return [astuple(fault)[:3] for fault in verify_journal().faults]


def rehashed(owner: Connection, case: Case, since: int, actor: int | None) -> None:
    """Change who acted from a row on, and give every row after it, and the case, a fitting hash."""
    rows = owner.execute(
        "SELECT seq, verb, legal_at, payload, previous FROM workflows_journalrow WHERE case_id = %s AND seq >= %s"
        " ORDER BY seq",
        [case.key, since],
    ).fetchall()
    head = bytes(rows[0][4])
    for seq, verb, legal_at, payload, _previous in rows:
        said = json.loads(payload) if isinstance(payload, str) else payload
        before, head = head, Entry(case.key, seq, Verb(verb), actor, None, None, legal_at, said).digest(head)
        owner.execute(
            "UPDATE workflows_journalrow SET actor_id = %s, previous = %s, hash = %s WHERE case_id = %s AND seq = %s",
            [actor, before, head, case.key, seq],
        )
    owner.execute("UPDATE workflows_case SET head = %s WHERE id = %s", [head, case.key])


def test_a_whole_journal_is_vouched_for_by_its_seals(twice: list[Case]) -> None:
    report = verify_journal()
    assert (report.faults, report.seals, report.countersigned) == ([], 2, 2)
    assert report.sealed_day == (NOON + DAY).date()
    assert report.sealed_until == report.vouched_until


def test_rows_after_the_last_seal_are_whole_but_not_sealed(twice: list[Case]) -> None:
    write(raw("worker"), twice[0])
    report = verify_journal()
    assert report.faults == []
    assert report.sealed_until
    assert report.vouched_until
    assert report.sealed_until < report.vouched_until


def test_a_chain_hashed_anew_from_a_changed_row_to_its_end_is_unlike_its_seal(twice: list[Case]) -> None:
    with tampering(*JOURNAL) as owner:
        rehashed(owner, twice[0], 2, None)
    assert found() == [(Fault.UNLIKE_SEAL, twice[0].number, 3)]
    assert verify_journal().vouched_until is None


def test_what_was_sealed_before_the_forged_row_is_still_vouched_for(twice: list[Case]) -> None:
    with tampering(*JOURNAL) as owner:
        rehashed(owner, twice[1], 4, None)
    report = verify_journal()
    assert [astuple(fault)[:3] for fault in report.faults] == [(Fault.UNLIKE_SEAL, twice[1].number, 4)]
    assert report.sealed_day == NOON.date()
    assert report.vouched_until
    assert report.sealed_until
    assert report.vouched_until <= report.sealed_until


def test_only_the_cases_asked_for_are_held_against_their_leaves(twice: list[Case]) -> None:
    with tampering(*JOURNAL) as owner:
        rehashed(owner, twice[0], 1, None)
    asked = verify_journal(cases=[twice[0].key]).faults
    assert [fault.kind for fault in asked] == [Fault.UNLIKE_SEAL]
    assert verify_journal(cases=[twice[1].key]).faults == []


def test_the_last_case_removed_with_every_trace_is_unlike_its_seal(twice: list[Case]) -> None:
    gone = twice[2]
    with tampering(*JOURNAL) as owner:
        for table in ("journalrow", "casestep", "casefile", "caseregisterrow"):
            owner.execute(f"DELETE FROM workflows_{table} WHERE case_id = %s", [gone.key])  # noqa: S608 - a test's words
        owner.execute("DELETE FROM workflows_case WHERE id = %s", [gone.key])
        owner.execute("UPDATE workflows_casecounter SET serial = serial - 1")
        owner.execute(
            "UPDATE workflows_registerhead SET seq = 2, hash = (SELECT hash FROM workflows_caseregisterrow WHERE seq = 2)"
        )
    assert found() == [(Fault.UNLIKE_SEAL, str(gone.key), 3)]


def test_a_register_row_hashed_anew_is_unlike_its_seal(twice: list[Case]) -> None:
    with tampering(*JOURNAL) as owner:
        row = owner.execute(
            "SELECT previous, district_id, opened_at FROM workflows_caseregisterrow WHERE seq = 3"
        ).fetchone()
        assert row
        forged = register_digest(bytes(row[0]), row[1], 3, twice[2].key, "X", row[2])
        owner.execute("UPDATE workflows_caseregisterrow SET number = 'X', hash = %s WHERE seq = 3", [forged])
        owner.execute("UPDATE workflows_case SET number = 'X' WHERE id = %s", [twice[2].key])
        owner.execute("UPDATE workflows_registerhead SET hash = %s", [forged])
    assert found() == [(Fault.UNLIKE_SEAL, "X", 3)]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE workflows_seal SET root = sha256(root) WHERE number = 1",
        "UPDATE workflows_seal SET made_at = made_at - interval '1 day' WHERE number = 1",
        "UPDATE workflows_seal SET signature = set_byte(signature, 5, (get_byte(signature, 5) + 1) % 256) WHERE number = 1",
        "UPDATE workflows_seal SET suite = 'sm2-sm3' WHERE number = 1",
        "UPDATE workflows_countersignature SET signature = sha256(signature) WHERE seal_id = 1",
        (
            "UPDATE workflows_countersignature SET key_id = (SELECT key_id FROM workflows_seal WHERE number = 1)"
            " WHERE seal_id = 1"
        ),
        "DELETE FROM workflows_sealleaf WHERE seal_id = 1 AND place = 3",
        "DELETE FROM workflows_sealleaf WHERE seal_id = 1 AND place = 1",
    ],
)
def test_a_changed_seal_is_named_by_its_number(twice: list[Case], statement: str) -> None:
    with tampering(*SEALS) as owner:
        owner.execute(statement)
    faults = found()
    assert (Fault.SEAL_CHANGED, None, 1) in faults
    assert {kind for kind, _case, _seq in faults} == {Fault.SEAL_CHANGED}
    assert verify_journal().sealed_until is None


def test_leaves_made_to_fit_a_forged_chain_no_longer_give_the_signed_root(twice: list[Case]) -> None:
    with tampering(*JOURNAL, *SEALS) as owner:
        rehashed(owner, twice[0], 2, None)
        owner.execute(
            "UPDATE workflows_sealleaf l SET head = c.head FROM workflows_case c WHERE c.id = l.case_id AND c.id = %s",
            [twice[0].key],
        )
    assert (Fault.SEAL_CHANGED, None, 1) in found()


def test_the_latest_seal_removed_is_missing_from_what_its_key_made(twice: list[Case]) -> None:
    with tampering(*SEALS) as owner:
        for table, column in (("sealleaf", "seal_id"), ("countersignature", "seal_id"), ("seal", "number")):
            owner.execute(f"DELETE FROM workflows_{table} WHERE {column} = 2")  # noqa: S608 - as above
    assert found() == [(Fault.SEAL_GAP, None, 2)]


def test_a_seal_removed_in_between_is_a_gap(twice: list[Case]) -> None:
    with tampering(*SEALS) as owner:
        for table, column in (("sealleaf", "seal_id"), ("countersignature", "seal_id"), ("seal", "number")):
            owner.execute(f"DELETE FROM workflows_{table} WHERE {column} = 1")  # noqa: S608 - as above
    assert (Fault.SEAL_GAP, None, 2) in found()


def test_a_forger_with_keys_of_their_own_is_found_by_the_published_ones(twice: list[Case], keys: Path) -> None:
    private = provider_of("sha256-ed25519").generate()
    public = provider_of("sha256-ed25519").public(private)
    with tampering(*SEALS) as owner:
        seal = Seal.objects.select_related("key__district").get(number=2)
        owner.execute("UPDATE workflows_sealkey SET public = %s WHERE id = %s", [public, seal.key_id])
        signature = provider_of("sha256-ed25519").sign(private, seal.statement().signed())
        owner.execute("UPDATE workflows_seal SET signature = %s WHERE number = 2", [signature])
    number = SealKey.objects.get(pk=seal.key_id).number
    assert (Fault.SEAL_KEY, None, number) in found()
    (files.folder("audit") / files.PUBLISHED).unlink()
    assert Fault.SEAL_KEY not in {kind for kind, _case, _seq in found()}
