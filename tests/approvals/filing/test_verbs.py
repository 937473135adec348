"""Writing, handing in and sending, by the functions alone and on a real database."""

import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, connections, transaction
from pytest_django import DjangoAssertNumQueries

from approvals import store
from approvals.filing import errors
from approvals.filing.forms import digest_of
from approvals.filing.models import Filing, FilingDraft, Material, RegisterExtract
from approvals.filing.queries import draft_for, drafts_of, filing_of, filings_of, handed_in, materials_of
from approvals.filing.verbs import (
    Sent,
    attach,
    begin_draft,
    detach,
    discard_draft,
    file_application,
    save_draft,
)
from config import database
from enterprises.people.enums import AgentAct
from enterprises.people.errors import NotAuthorisedError
from enterprises.people.queries import own_key
from enterprises.people.verbs import revoke_agent
from enterprises.registration.models import Enterprise
from tests import cast
from tests.approvals.filing.stage import (
    DAY,
    GOES,
    NOW,
    PDF,
    Stage,
    answers,
    draft_of,
    keys_of,
    open_steps,
    required,
    said,
    seen,
    send,
)
from tests.approvals.standards.shipped import at
from tests.enterprises import factory
from tests.law import law
from workflows.engine.errors import KeyReused
from workflows.engine.models import Case
from workflows.engine.state import Actor
from workflows.engine.verbs import perform
from workflows.organisation.enums import PostRole
from workflows.organisation.models import Person
from workflows.refusals import Refusal


def test_a_founder_sends_a_registration_that_waits_at_the_window_of_its_district(stage: Stage) -> None:
    sent = send(stage.founder, draft_of("registration", stage.founder))
    assert sent.number.startswith("330303" + "20260302" + "01")
    assert not sent.repeated
    assert open_steps(stage, sent.case, "LW", PostRole.RECEIVER) == ["withdrawal", "receipt"]
    with seen(stage.founder) as scope:
        filing = filing_of(scope, sent.case)
        assert filing
        assert (filing.applicant, filing.enterprise, filing.person) == (own_key(stage.founder.pk), None, stage.founder)
        assert filing.case.subject == answers("registration")["name"]
        assert filing.form_digest == digest_of(filing.form)
        assert filing.standard == stage.versions["registration"]
        assert sorted(file.key for file in materials_of(scope, filing)) == sorted(required("registration"))
        assert {store.fetch(file.digest) for file in materials_of(scope, filing)} == {PDF}
        assert filing.case.file.materials == handed_in(materials_of(scope, filing))
        assert drafts_of(scope).count() == 0


def test_what_was_sent_is_worked_on_by_the_desks(stage: Stage) -> None:
    sent = send(stage.founder, draft_of("registration", stage.founder))
    for role, step, act in (
        (PostRole.RECEIVER, "receipt", "accept"),
        (PostRole.REVIEWER, "review", "pass"),
        (PostRole.APPROVER, "decision", "grant"),
    ):
        clerk = stage.clerks["LW", role]
        perform(actor=Actor(clerk.pk), case=sent.case, step=step, act=act, key=uuid.uuid4(), now=NOW)
    assert open_steps(stage, sent.case, "LW", PostRole.ISSUER) == ["issue"]


@law("条例 27")
def test_a_relocation_goes_to_the_origin_once_every_register_has_answered(
    committed: Stage,
) -> None:
    eyes = committed.registered("OH")
    representative = committed.representative(eyes)
    for probe in (
        *("no_simple_deregistration", "no_liquidation", "no_court_order", "no_investigation", "legal_rep_qualified"),
        *("equity_free", "annual_report", "address_contact", "no_serious_dishonesty", "capital_terms", "tax_settled"),
        "contributions_settled",
    ):
        said(eyes.uscc, probe, value=True)
    sent = send(
        representative,
        draft_of("relocation", representative, eyes, **GOES),
    )
    assert open_steps(committed, sent.case, "LW", PostRole.RECEIVER) == ["withdrawal", "request"]
    clerk = committed.clerks["LW", PostRole.RECEIVER]
    perform(actor=Actor(clerk.pk), case=sent.case, step="request", act="request", key=uuid.uuid4(), now=NOW)
    assert open_steps(committed, sent.case, "OH", PostRole.REVIEWER) == ["withdrawal", "origin_check"]
    with seen(representative) as scope:
        filing = filing_of(scope, sent.case)
        assert filing
        assert (filing.applicant, filing.case.parties) == (eyes.pk, {"destination": "LW", "origin": "OH"})
        assert filing.case.district.code == "LW"


def test_a_register_that_did_not_answer_sends_the_case_to_a_person(
    stage: Stage, eyes: Enterprise, representative: Person
) -> None:
    sent = send(
        representative,
        draft_of("relocation", representative, eyes, **GOES),
    )
    assert open_steps(stage, sent.case, "LW", PostRole.REVIEWER) == ["withdrawal", "look"]


def test_the_same_key_gives_the_same_case_and_another_one_its_number(stage: Stage) -> None:
    draft, key = draft_of("registration", stage.founder), uuid.uuid4()
    first = send(stage.founder, draft, key=key)
    again = send(stage.founder, draft, key=key)
    assert (again.number, again.case, again.repeated) == (first.number, first.case, True)
    with pytest.raises(errors.DraftSentError) as refused:
        send(stage.founder, draft)
    assert str(refused.value) == f"This application was sent already; its number is {first.number}."
    with pytest.raises(KeyReused):
        send(stage.founder, draft_of("registration", stage.founder), key=key)
    with seen(stage.founder) as scope:
        assert filings_of(scope).count() == 1


def test_sending_is_so_many_queries(stage: Stage, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    send(stage.founder, draft_of("registration", stage.founder))
    draft = draft_of("registration", stage.founder, name="温州市龙湾明眸科技有限公司")
    with django_assert_num_queries(26):
        send(stage.founder, draft)


def test_saving_and_handing_in_are_so_many_queries(
    stage: Stage, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    draft = begin_draft(actor=stage.founder, standard="registration", enterprise=None, now=NOW)
    with django_assert_num_queries(9):
        save_draft(actor=stage.founder, draft=draft.pk, version=1, form=answers("registration"), now=NOW)
    with django_assert_num_queries(11):
        attach(actor=stage.founder, draft=draft.pk, material="articles", name="a.pdf", data=PDF, now=NOW)


def test_an_incomplete_draft_is_not_sent_and_is_still_there(stage: Stage) -> None:
    draft = draft_of("registration", stage.founder, capital="499", phone="12")
    with pytest.raises(errors.FilingIncompleteError) as refused:
        send(stage.founder, draft)
    assert [error.path for error in refused.value.errors] == ["phone", "capital"]
    assert str(refused.value).startswith("The application was not sent; points to mend: 2. ")
    with seen(stage.founder) as scope:
        assert draft_for(scope, draft.pk).form["capital"] == "499"
        assert (filings_of(scope).count(), Case.objects.visible_to(scope).count()) == (0, 0)


def test_what_was_sent_never_changes_whoever_tries(committed: Stage) -> None:
    sent = send(committed.founder, draft_of("registration", committed.founder))
    for alias, refusal in (
        ("default", "permission denied"),
        ("worker", "permission denied"),
        ("owner", "never changed"),
    ):
        with seen(committed.founder), pytest.raises(DatabaseError, match=refusal), transaction.atomic(using=alias):
            Filing.objects.using(alias).filter(case=sent.case).update(form={})
        with seen(committed.founder), pytest.raises(DatabaseError, match=refusal), transaction.atomic(using=alias):
            Filing.objects.using(alias).filter(case=sent.case)._raw_delete(alias)
        with (
            seen(committed.founder),
            pytest.raises(DatabaseError, match="never changed"),
            transaction.atomic(using=alias),
        ):
            Material.objects.using(alias).filter(filing__case=sent.case).update(draft=None)
        with (
            seen(committed.founder),
            pytest.raises(DatabaseError, match="never changed"),
            transaction.atomic(using=alias),
        ):
            Material.objects.using(alias).filter(filing__case=sent.case).delete()


def test_what_a_register_said_never_changes_and_only_the_worker_writes_it_down(committed: Stage) -> None:
    said("91330304MAE1YH662B", "no_court_order", value={"value": False, "number": "（2026）浙0304执1号"})
    with pytest.raises(DatabaseError, match="permission denied"):
        RegisterExtract.objects.create(subject="x", probe="x", value=True, source="x", as_of=NOW)
    with pytest.raises(DatabaseError, match="never changed"):
        RegisterExtract.objects.using("owner").update(value=True)
    for value in (5, "yes", {"number": 1}, {"value": "no"}, None):
        with pytest.raises(IntegrityError, match=r"extract_answers_yes_or_no|null value"):
            said("91330304MAE1YH662B", "no_court_order", value=value, as_of=NOW)


@law("条例 27")
def test_of_two_relocations_sent_at_once_one_is_told_the_number_of_the_other(committed: Stage) -> None:
    eyes = committed.registered("OH")
    signer = committed.representative(eyes)
    drafts = [draft_of("relocation", signer, eyes, **GOES) for _ in range(2)]
    answers_ = at_once(*(partial(send, signer, draft) for draft in drafts))
    (sent,) = (answer for answer in answers_ if isinstance(answer, Sent))
    (refused,) = (answer for answer in answers_ if isinstance(answer, errors.FilingIncompleteError))
    assert [(error.path, error.sentence) for error in refused.errors] == [
        ("uscc", f"The relocation {sent.number} is under way already.")
    ]


def test_of_two_sendings_of_one_draft_with_one_key_both_get_the_one_case(committed: Stage) -> None:
    draft, key = draft_of("registration", committed.founder), uuid.uuid4()
    both = at_once(*(partial(send, committed.founder, draft, key=key) for _ in range(2)))
    assert {answer.case for answer in both} == {both[0].case}
    assert sorted(answer.repeated for answer in both) == [False, True]


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Run each work in a thread and a connection of its own, released together; a refusal is its answer."""
    gate = threading.Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        gate.wait()
        try:
            return work()
        except Refusal as refusal:
            return refusal
        finally:
            for alias in database.ALIASES:
                connections[alias].close()

    with ThreadPoolExecutor(len(works)) as pool:
        return [future.result() for future in [pool.submit(run, work) for work in works]]


def test_a_draft_keeps_whatever_was_typed(stage: Stage) -> None:
    draft = begin_draft(actor=stage.founder, standard="registration", enterprise=None, now=NOW)
    typed = {"capital": [1, {"a": None}], "name": "\x00龙\ud800湾", "unknown": {"x": 1.5}}
    saved = save_draft(actor=stage.founder, draft=draft.pk, version=1, form=typed, now=NOW)
    assert saved.version == 2
    with seen(stage.founder) as scope:
        kept = draft_for(scope, draft.pk).form
    assert kept == typed | {"name": "\ufffd龙\ufffd湾", "prior_items": []}


def test_two_windows_do_not_overwrite_one_another(stage: Stage) -> None:
    draft = begin_draft(actor=stage.founder, standard="registration", enterprise=None, now=NOW)
    save_draft(actor=stage.founder, draft=draft.pk, version=1, form={"name": "甲"}, now=NOW)
    with pytest.raises(errors.DraftMovedError) as refused:
        save_draft(actor=stage.founder, draft=draft.pk, version=1, form={"name": "乙"}, now=NOW)
    assert "saved elsewhere at 2026-03-02 10:00" in str(refused.value)
    with seen(stage.founder) as scope:
        assert draft_for(scope, draft.pk).form["name"] == "甲"


@pytest.mark.parametrize("form", [{"a": float("nan")}, {"a": object()}, {"a": 10**5000}])
def test_what_is_no_json_is_refused(stage: Stage, form: dict[str, object]) -> None:
    draft = begin_draft(actor=stage.founder, standard="registration", enterprise=None, now=NOW)
    with pytest.raises(errors.DraftNotJsonError):
        save_draft(actor=stage.founder, draft=draft.pk, version=1, form=form, now=NOW)


def test_a_form_has_a_largest_size(stage: Stage) -> None:
    draft = begin_draft(actor=stage.founder, standard="registration", enterprise=None, now=NOW)
    with pytest.raises(errors.DraftTooLargeError) as refused:
        save_draft(actor=stage.founder, draft=draft.pk, version=1, form={"name": "龙" * 100_000}, now=NOW)
    assert str(refused.value).startswith("The form has 293 KB, and 256 KB is the most.")


def test_nobody_else_sees_a_draft_not_even_by_the_table(stage: Stage) -> None:
    draft = draft_of("registration", stage.founder)
    stranger = cast.person()
    for verb in (
        lambda: save_draft(actor=stranger, draft=draft.pk, version=2, form={}, now=NOW),
        lambda: discard_draft(actor=stranger, draft=draft.pk, now=NOW),
        lambda: attach(actor=stranger, draft=draft.pk, material="articles", name="a.pdf", data=PDF, now=NOW),
        lambda: file_application(actor=stranger, draft=draft.pk, key=uuid.uuid4(), now=NOW),
    ):
        with pytest.raises(errors.DraftNotFoundError):
            verb()
    for other in (stranger, stage.clerks["LW", PostRole.RECEIVER]):
        with seen(other), connection.cursor() as cursor:
            cursor.execute(
                "SELECT (SELECT count(*) FROM approvals_filingdraft), (SELECT count(*) FROM approvals_material)"
            )
            assert cursor.fetchone() == (0, 0)
    with seen(stage.founder), connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT count(*) FROM approvals_filingdraft), (SELECT count(*) FROM approvals_material)")
        assert cursor.fetchone() == (1, len(required("registration")))


def test_a_colleague_does_not_see_a_draft_and_the_author_only_while_they_act_for_the_enterprise(
    stage: Stage, eyes: Enterprise, representative: Person
) -> None:
    agent = factory.agent(eyes, representative, DAY)
    draft = draft_of("relocation", agent.person, eyes)
    assert keys_of(agent.person, draft) == required("relocation")
    with seen(representative) as scope:
        assert drafts_of(scope).count() == 0
    revoke_agent(actor=representative, agent=agent, now=NOW)
    with seen(agent.person) as scope:
        assert drafts_of(scope).count() == 0
    with pytest.raises(errors.DraftNotFoundError):
        send(agent.person, draft)


@law("许可法 29", "16号令 12")
def test_an_agent_files_only_when_the_letter_says_so(stage: Stage, eyes: Enterprise, representative: Person) -> None:
    agent = factory.agent(eyes, representative, DAY, scope=[AgentAct.RECEIVE])
    with pytest.raises(NotAuthorisedError):
        begin_draft(actor=agent.person, standard="relocation", enterprise=eyes, now=NOW)
    ended = factory.agent(eyes, representative, DAY, scope=[AgentAct.FILE], valid_to=DAY + timedelta(days=2))
    factory.agent(eyes, representative, DAY, person=ended.person, scope=[AgentAct.RECEIVE])
    draft = draft_of("relocation", ended.person, eyes, **GOES)
    with pytest.raises(NotAuthorisedError):
        send(ended.person, draft, now=NOW + timedelta(days=3))
    assert send(ended.person, draft).number


def test_a_relocation_is_filled_in_from_the_register(stage: Stage, eyes: Enterprise, representative: Person) -> None:
    draft = begin_draft(actor=representative, standard="relocation", enterprise=eyes, now=NOW)
    assert draft.form == {"uscc": eyes.uscc, "name": eyes.name, "old_area": "OH", "old_authority": "OH"}
    typed = {"new_address": {"area": "ZN"}, "uscc": "91330303MAE1LW8819"}
    saved = save_draft(actor=representative, draft=draft.pk, version=1, form=typed, now=NOW)
    assert (saved.form["new_authority"], saved.form["uscc"]) == ("LW", eyes.uscc)


def test_an_enterprise_has_to_be_named_and_a_standard_to_be_in_force(stage: Stage) -> None:
    with pytest.raises(errors.EnterpriseNeededError):
        begin_draft(actor=stage.founder, standard="relocation", enterprise=None, now=NOW)
    with pytest.raises(errors.StandardUnknownError):
        begin_draft(actor=stage.founder, standard="registration", enterprise=None, now=at("2026-01-04"))


def test_a_returned_application_is_written_again_with_its_form_and_files(stage: Stage) -> None:
    first = send(stage.founder, draft_of("registration", stage.founder))
    with seen(stage.founder) as scope:
        before = filing_of(scope, first.case)
    assert before
    with pytest.raises(errors.NotReturnedError):
        begin_draft(actor=stage.founder, standard="registration", enterprise=None, now=NOW, previous=before)
    clerk = stage.clerks["LW", PostRole.RECEIVER]
    item = {"material": "articles", "defect": "章程未签章", "remedy": "补充签章", "basis": "条例第十六条"}
    perform(
        actor=Actor(clerk.pk),
        case=first.case,
        step="receipt",
        act="return",
        key=uuid.uuid4(),
        now=NOW,
        payload={"items": [item]},
    )
    again = begin_draft(actor=stage.founder, standard="registration", enterprise=None, now=NOW, previous=before)
    assert again.form == before.form
    assert keys_of(stage.founder, again) == required("registration")
    sent = send(stage.founder, again)
    with seen(stage.founder) as scope:
        filing = filing_of(scope, sent.case)
        assert filing
        assert filing.previous == before
    with pytest.raises(errors.DraftNotFoundError):
        begin_draft(actor=cast.person(), standard="registration", enterprise=None, now=NOW, previous=before)


def test_a_draft_is_discarded_with_its_files(stage: Stage) -> None:
    draft = draft_of("registration", stage.founder)
    discard_draft(actor=stage.founder, draft=draft.pk, now=NOW)
    with seen(stage.founder) as scope:
        assert (FilingDraft.objects.visible_to(scope).count(), Material.objects.visible_to(scope).count()) == (0, 0)


def test_a_file_is_taken_out_again(stage: Stage) -> None:
    draft = begin_draft(actor=stage.founder, standard="registration", enterprise=None, now=NOW)
    file = attach(actor=stage.founder, draft=draft.pk, material="articles", name="章程.pdf", data=PDF, now=NOW)
    assert (file.name, file.media, file.size) == ("章程.pdf", "application/pdf", len(PDF))
    detach(actor=stage.founder, draft=draft.pk, material_id=file.pk, now=NOW)
    assert keys_of(stage.founder, draft) == []
    with pytest.raises(errors.MaterialNotFoundError):
        detach(actor=stage.founder, draft=draft.pk, material_id=file.pk, now=NOW)
