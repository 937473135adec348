"""An archivist asks, a supervisor decides, and what is erased leaves a record that still verifies."""

import io
import subprocess
import sys
import threading
import zipfile
from collections.abc import Collection
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connections, transaction
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from approvals import store
from approvals.casefile.export import export_case
from approvals.filing.models import Filing, Material
from approvals.privacy.enums import CountedFrom, DataClass, ErasureReason
from approvals.privacy.errors import (
    AlreadyAskedError,
    HeldError,
    LawMissingError,
    NoSuchErasureError,
    NotAnArchivistError,
    NotHeldError,
    NothingChosenError,
    NothingLeftError,
    NotTheSupervisorError,
    RetentionRunsError,
    SamePersonError,
    StillOpenError,
)
from approvals.privacy.models import Access, Erasure
from approvals.privacy.tombstone import stone_of
from approvals.privacy.verbs import approve_erasure, ask_erasure, hold, lift, refuse_erasure, set_retention
from tests.law import law
from tests.told import Told
from workflows.engine.models import ActContent, Case, CaseFile
from workflows.engine.once import work_once
from workflows.engine.present import present
from workflows.journal.models import JournalRow
from workflows.journal.verify import verify_journal
from workflows.organisation.errors import NotEntitledError
from workflows.organisation.models import Person, Post

pytestmark = [pytest.mark.xdist_group("told"), pytest.mark.timeout(300)]

EVERYTHING = tuple(DataClass)
LAW = "个保法 47(四)"


def person(name: str) -> Person:
    return Person.objects.get(username=name)


def asked(
    case: Case,
    classes: Collection[DataClass] = EVERYTHING,
    *,
    by: str = "lw.archivist",
    reason: ErasureReason = ErasureReason.UNLAWFUL,
    **more: Any,
) -> Erasure:
    named: dict[str, Any] = {"law": LAW, "now": present()} | more
    return ask_erasure(actor=person(by), case=case.pk, classes=classes, reason=reason, **named)


def approved(erasure: Erasure, by: str = "lw.supervisor") -> None:
    approve_erasure(actor=person(by), erasure=erasure.pk, now=present())


def read(model: Any, **where: Any) -> Any:
    return model.objects.using("audit").filter(**where)


def verified(number: str, folder: Path) -> tuple[int, list[str]]:
    with zipfile.ZipFile(io.BytesIO(export_case(number))) as archive:
        archive.extractall(folder)
    script = [sys.executable, "-I", str(folder / "verify.py")]
    done = subprocess.run(script, capture_output=True, text=True, check=False, cwd="/")
    assert done.stderr == ""
    return done.returncode, done.stdout.splitlines()


@law("个保法 47")
def test_what_is_erased_is_gone_and_everything_still_verifies(case: Case, tmp_path: Path) -> None:
    form, digest = read(Filing, case=case.pk).values_list("form", "form_digest").get()
    files = list(read(Material, filing__case=case.pk).values_list("digest", flat=True))
    assert "legal_rep" in str(form) or form
    approved(asked(case))
    work_once()

    filing = read(Filing, case=case.pk).get()
    stone = stone_of(filing.form)
    assert stone
    assert (stone["digest"], filing.form_digest) == (digest, digest)
    assert stone_of(read(CaseFile, case=case.pk).get().form) == stone
    assert all(stone_of(content.body) for content in read(ActContent, case=case.pk))
    assert {(m.name, m.erasure_id is not None) for m in read(Material, filing__case=case.pk)} == {("-", True)}
    for each in files:
        with pytest.raises(store.FileLostError):
            store.fetch(each)

    assert verify_journal().faults == []
    call_command("verify_files", stdout=io.StringIO())
    code, said = verified(case.number, tmp_path / "file")
    assert code == 0
    (sentence,) = [line for line in said if "erased on" in line]
    assert "CONTENTS, FORM, MATERIALS erased on" in sentence
    assert "龙湾督查员" in sentence
    assert "asked for by 龙湾档案员" in sentence
    assert f"because UNLAWFUL ({LAW})" in sentence


def test_the_journal_tells_of_the_erasure_without_a_value(case: Case) -> None:
    erasure = asked(case, [DataClass.FORM])
    approved(erasure)
    row = read(JournalRow, case_id=case.pk).order_by("-seq")[0]
    digest = read(Filing, case=case.pk).get().form_digest
    assert (row.verb, row.actor_id) == ("ERASE", person("lw.supervisor").pk)
    assert {name: row.payload[name] for name in row.payload if name != "base"} == {
        "erasure": erasure.pk,
        "asked_by": person("lw.archivist").pk,
        "classes": ["FORM"],
        "reason": "UNLAWFUL",
        "law": LAW,
        "digests": [digest],
    }


def test_only_what_was_asked_for_is_erased(case: Case) -> None:
    approved(asked(case, [DataClass.CONTENTS]))
    work_once()
    assert stone_of(read(Filing, case=case.pk).get().form) is None
    assert all(store.fetch(each.digest) for each in read(Material, filing__case=case.pk))
    assert all(stone_of(content.body) for content in read(ActContent, case=case.pk))


def test_bytes_that_somebody_else_handed_in_too_stay(case: Case) -> None:
    own = list(read(Material, filing__case=case.pk))
    other = read(Filing).exclude(case=case.pk).first()
    Material.objects.using("worker").create(
        filing=other, key="x", name="x.pdf", media=own[0].media, size=1, digest=own[0].digest, received_at=present()
    )
    approved(asked(case, [DataClass.MATERIALS]))
    work_once()
    assert store.fetch(own[0].digest)


def test_the_pages_say_what_was_erased_and_by_whom(case: Case, client: Client) -> None:
    approved(asked(case))
    client.force_login(person("lw.receiver"))
    for tab in ("filing", "materials", "checks", "history", "papers", "chart"):
        answer = client.get(reverse("desks:case", args=[case.pk]), {"tab": tab})
        assert answer.status_code == 200
    page = client.get(reverse("desks:case", args=[case.pk])).content.decode()
    assert LAW in page
    assert client.get(reverse("desks:preview", args=[case.pk])).status_code == 200
    material = read(Material, filing__case=case.pk)[0]
    assert client.get(reverse("desks:material", args=[case.pk, material.pk])).status_code == 404
    filing = read(Filing, case=case.pk).get()
    client.force_login(Person.objects.get(pk=filing.person_id))
    mine = client.get(reverse("portal:case", args=[case.pk])).content.decode()
    assert "龙湾督查员" in mine
    assert LAW in mine
    assert client.get(reverse("portal:material", args=[material.pk])).status_code == 404


def test_nobody_decides_alone_and_nobody_without_the_post(case: Case) -> None:
    for name in ("lw.receiver", "oh.archivist", "lw.supervisor"):
        with pytest.raises(NotAnArchivistError):
            asked(case, by=name)
    erasure = asked(case)
    with pytest.raises(SamePersonError):
        approved(erasure, by="lw.archivist")
    for name in ("lw.reviewer", "oh.supervisor"):
        with pytest.raises(NotTheSupervisorError):
            approved(erasure, by=name)
    approved(erasure, by="supervisor")
    with pytest.raises(NoSuchErasureError):
        approved(erasure)


def test_an_archivist_who_is_supervisor_too_does_not_decide_their_own_request(case: Case) -> None:
    archivist, post = person("lw.archivist"), Post.objects.get(person__username="lw.supervisor")
    Post.objects.using("owner").create(person=archivist, desk=post.desk, role="SUPERVISOR", valid_from=post.valid_from)
    erasure = asked(case)
    with pytest.raises(SamePersonError):
        approved(erasure, by="lw.archivist")
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT privacy_decide(%s, %s, %s, 'ERASED', %s)",
            [archivist.pk, localdate(present()), erasure.pk, present()],
        )
        assert cursor.fetchone() == ("same",)


def test_a_refused_request_erases_nothing_and_another_may_follow(case: Case) -> None:
    first = asked(case)
    with pytest.raises(AlreadyAskedError):
        asked(case)
    refuse_erasure(actor=person("lw.supervisor"), erasure=first.pk, now=present())
    assert stone_of(read(Filing, case=case.pk).get().form) is None
    assert "ERASE" not in set(read(JournalRow, case_id=case.pk).values_list("verb", flat=True))
    assert asked(case).pk > first.pk


def test_a_hold_keeps_everything_until_it_is_lifted(case: Case) -> None:
    erasure = asked(case)
    supervisor = person("lw.supervisor")
    with pytest.raises(NotTheSupervisorError):
        hold(actor=person("lw.archivist"), case=case.pk, reason="(2026)浙0303行初1号", now=present())
    hold(actor=supervisor, case=case.pk, reason="(2026)浙0303行初1号", now=present())
    with pytest.raises(HeldError, match="行初1号"):
        approved(erasure)
    lift(actor=supervisor, case=case.pk, now=present())
    with pytest.raises(NotHeldError):
        lift(actor=supervisor, case=case.pk, now=present())
    approved(erasure)


@law("个保法 47")
def test_a_registration_is_kept_for_the_life_of_the_enterprise_and_twenty_years(case: Case) -> None:
    with pytest.raises(RetentionRunsError, match="20"):
        asked(case, [DataClass.FORM], reason=ErasureReason.RETENTION_OVER)


def test_a_retention_that_was_set_counts_and_only_the_security_administrator_sets_it(case: Case) -> None:
    rule: dict[str, Any] = {
        "standard": "relocation",
        "data_class": DataClass.FORM,
        "years": 0,
        "counted_from": CountedFrom.CLOSED,
        "basis": "温州市档案保管期限表 3",
        "now": present(),
    }
    with pytest.raises(NotEntitledError):
        set_retention(actor=person("admin.audit"), **rule)
    set_retention(actor=person("admin.security"), **rule)
    set_retention(actor=person("admin.security"), **rule | {"standard": "", "years": 90})
    assert asked(case, [DataClass.FORM], reason=ErasureReason.RETENTION_OVER).outcome == ""
    with pytest.raises(RetentionRunsError):
        asked(case, [DataClass.CONTENTS], reason=ErasureReason.RETENTION_OVER)


def test_what_is_wrong_with_a_request_is_said(case: Case) -> None:
    with pytest.raises(LawMissingError):
        asked(case, law=" ")
    with pytest.raises(NothingChosenError):
        asked(case, [])
    running = read(Case, closed_at=None, district__code="LW").first()
    assert running
    with pytest.raises(StillOpenError):
        asked(running)
    approved(asked(case, [DataClass.FORM]))
    with pytest.raises(NothingLeftError):
        asked(case, [DataClass.FORM, DataClass.CONTENTS])


def test_two_supervisors_at_once_erase_once(case: Case) -> None:
    erasure, start = asked(case), threading.Barrier(2)
    answers: list[object] = []

    def work(name: str) -> None:
        try:
            who = person(name)
            start.wait()
            approve_erasure(actor=who, erasure=erasure.pk, now=present())
            answers.append("done")
        except NoSuchErasureError:
            answers.append("decided")
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work, args=[name]) for name in ("lw.supervisor", "supervisor")]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(map(str, answers)) == ["decided", "done"]
    assert read(JournalRow, case_id=case.pk, verb="ERASE").count() == 1


@pytest.mark.parametrize("role", ["default", "worker"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE approvals_filing SET form = '{}'",
        "UPDATE workflows_casefile SET form = '{}'",
        "UPDATE workflows_actcontent SET body = '{}'",
        "UPDATE approvals_material SET name = '-'",
        "UPDATE approvals_erasure SET outcome = 'ERASED', decided_by_id = 1, decided_at = now()",
        "DELETE FROM approvals_erasure",
        "DELETE FROM approvals_access",
        "UPDATE approvals_access SET reason = 'ASKED'",
        "UPDATE approvals_legalhold SET reason = 'x'",
        "DELETE FROM approvals_legalhold",
    ],
)
def test_neither_app_nor_worker_can_erase_in_any_other_way(own_story: Told, role: str, statement: str) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(using=role):
        connections[role].cursor().execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        'UPDATE approvals_filing SET form = \'{"erased": {"digest": "0", "erasure": 1}}\'',
        "UPDATE approvals_filing SET applicant = applicant + 1",
        "UPDATE approvals_material SET name = '-' WHERE filing_id IS NOT NULL",
        "UPDATE workflows_actcontent SET body = '{}'",
        "DELETE FROM workflows_actcontent",
    ],
)
def test_even_the_owner_passes_the_triggers_only_with_a_decided_erasure(case: Case, statement: str) -> None:
    asked(case)
    with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic(using="owner"):
        connections["owner"].cursor().execute(statement)


def test_not_even_the_owner_removes_a_look(case: Case, client: Client) -> None:
    client.force_login(person("lw.receiver"))
    material = read(Material, filing__case=case.pk)[0]
    assert client.get(reverse("desks:material", args=[case.pk, material.pk])).status_code == 200
    for statement in ("DELETE FROM approvals_access", "UPDATE approvals_access SET reason = 'ASKED'"):
        connections["owner"].cursor().execute(statement)
    with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic(using="owner"):
        connections["owner"].cursor().execute("TRUNCATE approvals_access")
    assert [look.reason for look in read(Access, case=case.pk)] == ["HANDLING"]


def test_nothing_is_erased_that_the_chain_does_not_tell_of(case: Case) -> None:
    erasure, supervisor = asked(case), person("lw.supervisor")
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT privacy_decide(%s, %s, %s, 'ERASED', %s)",
            [supervisor.pk, localdate(present()), erasure.pk, present() + timedelta(0)],
        )
        assert cursor.fetchone() == ("unrecorded",)
    assert stone_of(read(Filing, case=case.pk).get().form) is None
