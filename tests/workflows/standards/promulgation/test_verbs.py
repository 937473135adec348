from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from tests.workflows.standards.promulgation.conftest import FROM, LATER, NOW, Cast, a_draft, hold, publishable
from workflows.standards.canonical import canonical_value, digest
from workflows.standards.models import StandardDraft, StandardVersion
from workflows.standards.promulgation import errors
from workflows.standards.promulgation.enums import Opinion, Outcome
from workflows.standards.promulgation.flow import Promulgation
from workflows.standards.promulgation.models import PromulgationProcess, PromulgationTask
from workflows.standards.promulgation.queries import inbox, opinions_on
from workflows.standards.promulgation.verbs import approve, give_opinion, reject, submit_draft, withdraw
from workflows.standards.queries import promulgations_of, version_in_force
from workflows.standards.schema import Standard

pytestmark = pytest.mark.django_db(databases=["default"])


def submitted(cast: Cast, standard: Standard | None = None, valid_from: date = FROM) -> PromulgationProcess:
    draft = a_draft(cast.lin, standard)
    return submit_draft(actor=cast.lin, draft=draft, districts=cast.districts, valid_from=valid_from, now=NOW)


def asked(process: PromulgationProcess) -> list[PromulgationTask]:
    return list(opinions_on(process.pk))


def heard(cast: Cast, standard: Standard | None = None, *, objection: str = "") -> PromulgationProcess:
    """A promulgation on which both districts have spoken, the second with an objection if one is given."""
    process = submitted(cast, standard)
    first, second = asked(process)
    give_opinion(actor=cast.wu, task=first.pk, opinion=Opinion.CONSENT, now=NOW)
    said = Opinion.OBJECT if objection else Opinion.CONSENT
    give_opinion(actor=cast.chen, task=second.pk, opinion=said, reason=objection, now=NOW)
    process.refresh_from_db()
    return process


def nodes(process: PromulgationProcess, status: str = "NEW") -> list[str]:
    return sorted(task.flow_task.name for task in process.task_set.filter(status=status))


def test_a_submitted_draft_waits_for_each_district_at_once(cast: Cast) -> None:
    process = submitted(cast)
    assert nodes(process) == ["opinion", "opinion"]
    assert [task.district for task in asked(process)] == cast.districts
    assert (process.drafted_by, process.digest, process.valid_from) == (cast.lin, digest(publishable()), FROM)
    assert process.flow_class is Promulgation


def test_the_approval_waits_until_every_district_has_spoken(cast: Cast) -> None:
    process = submitted(cast)
    first, second = asked(process)
    give_opinion(actor=cast.wu, task=first.pk, opinion=Opinion.CONSENT, now=NOW)
    assert nodes(process) == ["opinion"]
    give_opinion(actor=cast.chen, task=second.pk, opinion=Opinion.CONSENT, now=NOW)
    assert nodes(process) == ["approval"]


def test_approval_publishes_the_next_version(cast: Cast) -> None:
    process = approve(actor=cast.zhou, promulgation=heard(cast).pk, now=LATER)
    version = StandardVersion.objects.get()
    assert (version.key, version.number, version.digest) == ("toy", 1, digest(publishable()))
    assert version.body == canonical_value(publishable())
    assert (version.valid_from, version.published_at) == (FROM, LATER)
    assert (version.published_by, version.approved_by) == (cast.lin, cast.zhou)
    process.refresh_from_db()
    assert (process.status, process.outcome, process.version) == ("DONE", Outcome.PUBLISHED, version)
    assert nodes(process, "NEW") == []


def test_the_version_is_in_force_from_its_day_and_not_before(cast: Cast) -> None:
    approve(actor=cast.zhou, promulgation=heard(cast).pk, now=LATER)
    assert version_in_force("toy", FROM - timedelta(days=1)) is None
    assert version_in_force("toy", FROM) == StandardVersion.objects.get()


def test_what_was_submitted_is_published_whatever_becomes_of_the_draft(cast: Cast) -> None:
    process = heard(cast)
    draft = StandardDraft.objects.get()
    draft.body["title"]["en"] = "changed afterwards"
    draft.save(update_fields=["body"])
    approve(actor=cast.zhou, promulgation=process.pk, now=LATER)
    assert StandardVersion.objects.get().body == canonical_value(publishable())


def test_a_second_version_gets_the_next_number(cast: Cast) -> None:
    approve(actor=cast.zhou, promulgation=heard(cast).pk, now=LATER)
    changed = publishable(title={"zh-Hans": "改", "en": "Changed"})
    draft = a_draft(cast.lin, changed)
    later = FROM + timedelta(days=30)
    process = submit_draft(actor=cast.lin, draft=draft, districts=[cast.ouhai], valid_from=later, now=LATER)
    [task] = asked(process)
    give_opinion(actor=cast.chen, task=task.pk, opinion=Opinion.CONSENT, now=LATER)
    approve(actor=cast.zhou, promulgation=process.pk, now=LATER)
    assert [(v.number, v.digest) for v in StandardVersion.objects.order_by("number")] == [
        (1, digest(publishable())),
        (2, digest(changed)),
    ]
    assert [found.version and found.version.number for found in promulgations_of("toy")] == [2, 1]


def test_over_an_objection_approval_needs_a_reason(cast: Cast) -> None:
    process = heard(cast, objection="两个窗口承接不了。")
    with pytest.raises(errors.ReasonMissingError):
        approve(actor=cast.zhou, promulgation=process.pk, now=LATER, reason="  ")
    assert not StandardVersion.objects.exists()
    approve(actor=cast.zhou, promulgation=process.pk, now=LATER, reason="已商定过渡期。")
    assert StandardVersion.objects.exists()


def test_a_rejection_ends_it_with_the_reason_and_publishes_nothing(cast: Cast) -> None:
    process = reject(actor=cast.zhou, promulgation=heard(cast).pk, reason="时限过长。", now=LATER)
    process.refresh_from_db()
    assert (process.status, process.outcome, process.reason) == ("DONE", Outcome.REJECTED, "时限过长。")
    assert nodes(process, "DONE").count("rejected") == 1
    assert not StandardVersion.objects.exists()
    assert submitted(cast).pk != process.pk


def test_the_drafter_may_withdraw_and_open_tasks_are_called_off(cast: Cast) -> None:
    process = submitted(cast)
    withdraw(actor=cast.lin, promulgation=process.pk, reason="要改时限。", now=LATER)
    process.refresh_from_db()
    assert (process.status, process.outcome) == ("CANCELED", Outcome.WITHDRAWN)
    assert nodes(process, "CANCELED") == ["opinion", "opinion"]
    assert not inbox(cast.wu, localdate(NOW)).exists()


def test_nobody_but_the_drafter_may_withdraw(cast: Cast) -> None:
    with pytest.raises(errors.AnotherDrafterError, match="lin drafted this"):
        withdraw(actor=cast.zhou, promulgation=submitted(cast).pk, reason="x", now=LATER)


REFUSED_SUBMISSIONS: dict[type[errors.PromulgationError], Callable[[Cast], object]] = {
    errors.NotEntitledError: lambda c: submit_draft(
        actor=c.gao, draft=a_draft(c.gao), districts=c.districts, valid_from=FROM, now=NOW
    ),
    errors.AnotherDrafterError: lambda c: submit_draft(
        actor=c.zhou, draft=a_draft(c.lin), districts=c.districts, valid_from=FROM, now=NOW
    ),
    errors.NoDistrictsError: lambda c: submit_draft(
        actor=c.lin, draft=a_draft(c.lin), districts=[], valid_from=FROM, now=NOW
    ),
    errors.PastDateError: lambda c: submitted(c, valid_from=date(2026, 3, 1)),
    errors.DefectsError: lambda c: submitted(c, publishable(start="nowhere")),
    errors.UnderWayError: lambda c: (submitted(c), submitted(c)),
}


@pytest.mark.parametrize("refusal", REFUSED_SUBMISSIONS)
def test_a_submission_is_refused(cast: Cast, refusal: type[errors.PromulgationError]) -> None:
    with pytest.raises(refusal):
        REFUSED_SUBMISSIONS[refusal](cast)


def test_every_defect_comes_with_the_refusal(cast: Cast) -> None:
    with pytest.raises(errors.DefectsError) as refusal:
        submitted(cast, publishable(start="nowhere"))
    assert "unknown_start" in [defect.code for defect in refusal.value.defects]


def test_only_a_supervisor_of_the_district_gives_its_opinion(cast: Cast) -> None:
    first, _second = asked(submitted(cast))
    for nobody in (cast.gao, cast.chen, cast.zhou):
        with pytest.raises(errors.NotEntitledError):
            give_opinion(actor=nobody, task=first.pk, opinion=Opinion.CONSENT, now=NOW)


def test_the_drafter_gives_no_opinion(cast: Cast) -> None:
    hold(cast.lin, "SUPERVISOR", cast.longwan.desks.get())
    process = submitted(cast)
    with pytest.raises(errors.SamePersonError):
        give_opinion(actor=cast.lin, task=asked(process)[0].pk, opinion=Opinion.CONSENT, now=NOW)


@pytest.mark.parametrize("verb", [approve, reject])
def test_who_drafted_does_not_decide(cast: Cast, verb: Callable[..., object]) -> None:
    with pytest.raises(errors.SamePersonError):
        verb(actor=cast.lin, promulgation=heard(cast).pk, now=LATER, reason="x")


def test_a_post_that_has_ended_entitles_to_nothing(cast: Cast) -> None:
    process = heard(cast)
    cast.zhou.posts.update(valid_to=localdate(LATER))
    with pytest.raises(errors.NotEntitledError):
        approve(actor=cast.zhou, promulgation=process.pk, now=LATER)


def test_an_objection_needs_a_reason(cast: Cast) -> None:
    first, _second = asked(submitted(cast))
    with pytest.raises(errors.ReasonMissingError):
        give_opinion(actor=cast.wu, task=first.pk, opinion=Opinion.OBJECT, now=NOW)


def test_who_comes_second_is_told_who_was_faster(cast: Cast) -> None:
    first, _second = asked(submitted(cast))
    give_opinion(actor=cast.wu, task=first.pk, opinion=Opinion.CONSENT, now=NOW)
    with pytest.raises(errors.FasterError, match="wu was faster and did this at 2026-03-02 10:00"):
        give_opinion(actor=cast.wu, task=first.pk, opinion=Opinion.OBJECT, reason="x", now=LATER)


def test_nothing_is_done_after_the_end(cast: Cast) -> None:
    process = submitted(cast)
    first, _second = asked(process)
    withdraw(actor=cast.lin, promulgation=process.pk, reason="x", now=NOW)
    with pytest.raises(errors.FasterError, match="lin was faster"):
        give_opinion(actor=cast.wu, task=first.pk, opinion=Opinion.CONSENT, now=LATER)
    with pytest.raises(errors.FasterError):
        withdraw(actor=cast.lin, promulgation=process.pk, reason="again", now=LATER)


@pytest.mark.parametrize("verb", [approve, reject])
def test_nothing_is_decided_before_the_districts_are_heard(cast: Cast, verb: Callable[..., object]) -> None:
    with pytest.raises(errors.NotWaitingError):
        verb(actor=cast.zhou, promulgation=submitted(cast).pk, now=NOW, reason="x")


def test_what_publishing_refuses_undoes_the_approval(cast: Cast) -> None:
    process = heard(cast)
    day_after = FROM + timedelta(days=1)
    with pytest.raises(errors.PastDateError):
        approve(actor=cast.zhou, promulgation=process.pk, now=NOW + (day_after - localdate(NOW)))
    process.refresh_from_db()
    assert (process.outcome, process.approved_by, nodes(process)) == ("", None, ["approval"])


def test_an_inbox_is_one_query_and_holds_what_one_may_do(
    cast: Cast, django_assert_num_queries: Callable[[int], object]
) -> None:
    process = submitted(cast)
    day = localdate(NOW)
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        found = [
            (t.district and t.district.name, t.process.drafted_by.name, t.flow_task.name) for t in inbox(cast.wu, day)
        ]
    assert found == [("龙湾", "lin", "opinion")]
    assert [list(inbox(who, day)) for who in (cast.lin, cast.zhou, cast.gao)] == [[], [], []]
    for task, who in zip(asked(process), (cast.wu, cast.chen), strict=True):
        give_opinion(actor=who, task=task.pk, opinion=Opinion.CONSENT, now=NOW)
    assert [t.flow_task.name for t in inbox(cast.zhou, day)] == ["approval"]
    assert [list(inbox(who, day)) for who in (cast.lin, cast.wu, cast.chen)] == [[], [], []]


def test_an_inbox_follows_the_dates_of_the_posts(cast: Cast) -> None:
    submitted(cast)
    cast.wu.posts.update(valid_to=date(2026, 3, 10))
    assert inbox(cast.wu, date(2026, 3, 9)).count() == 1
    assert inbox(cast.wu, date(2026, 3, 10)).count() == 0


def test_a_person_who_has_done_a_task_cannot_be_deleted(cast: Cast) -> None:
    first, _second = asked(submitted(cast))
    give_opinion(actor=cast.wu, task=first.pk, opinion=Opinion.CONSENT, now=NOW)
    cast.wu.posts.all().delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        cast.wu.delete()
    assert PromulgationTask.objects.get(pk=first.pk).owner == cast.wu


def test_the_database_refuses_a_drafter_who_approves(cast: Cast) -> None:
    process = submitted(cast)
    with pytest.raises(IntegrityError, match="promulgation_is_approved_by_a_second_person"), transaction.atomic():
        PromulgationProcess.objects.filter(pk=process.pk).update(approved_by=cast.lin)
