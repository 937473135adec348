from datetime import timedelta

import pytest

from tests.workflows.studio.conftest import FROM, KEY, NOW, Studio, without_days
from workflows.standards.models import StandardDraft
from workflows.standards.promulgation.enums import Opinion
from workflows.standards.promulgation.errors import AnotherDrafterError, NotEntitledError, UnchangedError
from workflows.standards.promulgation.models import PromulgationProcess
from workflows.standards.promulgation.queries import opinions_on
from workflows.standards.promulgation.verbs import approve, give_opinion, submit_draft
from workflows.standards.queries import versions_of
from workflows.studio import errors
from workflows.studio.verbs import begin_draft, change_draft, discard_draft

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def draft(studio: Studio) -> StandardDraft:
    return begin_draft(actor=studio.people.keeper_a, standard=KEY, now=NOW)


def submit(studio: Studio, draft: StandardDraft) -> PromulgationProcess:
    return submit_draft(
        actor=studio.people.keeper_a, draft=draft, districts=studio.districts[:1], valid_from=FROM, now=NOW
    )


def test_a_draft_begins_from_the_latest_version(studio: Studio, draft: StandardDraft) -> None:
    assert (draft.base, draft.body, draft.revision) == (studio.version, studio.version.body, 1)
    assert (draft.drafted_by, draft.changed_at) == (studio.people.keeper_a, NOW)


def test_one_draft_of_a_standard_for_one_person(studio: Studio, draft: StandardDraft) -> None:
    with pytest.raises(errors.DraftInWorkError) as refused:
        begin_draft(actor=studio.people.keeper_a, standard=KEY, now=NOW)
    assert refused.value.draft == draft.pk
    assert begin_draft(actor=studio.people.keeper_b, standard=KEY, now=NOW).pk != draft.pk


def test_only_keepers_draft(studio: Studio, draft: StandardDraft) -> None:
    for who in (studio.people.supervisor, studio.people.lw.approver):
        with pytest.raises(NotEntitledError):
            begin_draft(actor=who, standard=KEY, now=NOW)
        with pytest.raises(NotEntitledError):
            change_draft(actor=who, draft=draft.pk, revision=1, values={}, now=NOW)
        with pytest.raises(NotEntitledError):
            discard_draft(actor=who, draft=draft.pk, now=NOW)


def test_an_unknown_standard_has_nothing_to_begin_from(studio: Studio) -> None:
    with pytest.raises(errors.NoStandardError):
        begin_draft(actor=studio.people.keeper_a, standard="nothing", now=NOW)


def test_a_save_is_one_revision(studio: Studio, draft: StandardDraft) -> None:
    values = {"limits.promised": "1", "title.en": "Moving", "steps[review].limit": "", "steps[review].handler.role": ""}
    saved = change_draft(actor=studio.people.keeper_a, draft=draft.pk, revision=1, values=values, now=LATER)
    step = next(each for each in saved.body["steps"] if each["key"] == "review")
    assert (saved.revision, saved.changed_at) == (2, LATER)
    assert (saved.body["limits"]["promised"]["days"], saved.body["title"]["en"]) == ("1", "Moving")
    assert (step["limit"], step["handler"]["role"]) == (None, None)


def test_nothing_changed_is_no_revision(studio: Studio, draft: StandardDraft) -> None:
    saved = change_draft(
        actor=studio.people.keeper_a, draft=draft.pk, revision=1, values={"limits.promised": " 2 "}, now=LATER
    )
    assert (saved.revision, saved.changed_at) == (1, NOW)


def test_a_save_on_an_old_revision_is_refused(studio: Studio, draft: StandardDraft) -> None:
    keeper = studio.people.keeper_a
    change_draft(actor=keeper, draft=draft.pk, revision=1, values={"title.en": "Moving"}, now=LATER)
    with pytest.raises(errors.DraftMovedError) as refused:
        change_draft(actor=keeper, draft=draft.pk, revision=1, values={"title.en": "Going"}, now=LATER)
    assert "标准管理员甲 saved this draft at 2026-03-02 11:00" in str(refused.value)


@pytest.mark.parametrize("place", ["limits.statutory", "steps[review].phases", "key", "steps[nothing].title.en"])
def test_what_is_fixed_stays(studio: Studio, draft: StandardDraft, place: str) -> None:
    with pytest.raises(errors.NotOpenError):
        change_draft(actor=studio.people.keeper_a, draft=draft.pk, revision=1, values={place: "x"}, now=NOW)


def test_every_value_that_does_not_fit_is_named_and_none_is_saved(studio: Studio, draft: StandardDraft) -> None:
    values = {"limits.promised": "-1", "steps[review].handler.desk": "NOWHERE", "title.en": "Moving"}
    with pytest.raises(errors.ValuesError) as refused:
        change_draft(actor=studio.people.keeper_a, draft=draft.pk, revision=1, values=values, now=NOW)
    assert list(refused.value.sentences) == ["limits.promised", "steps[review].handler.desk"]
    draft.refresh_from_db()
    assert draft.body == studio.version.body


def test_who_may_approve_does_not_write(studio: Studio, draft: StandardDraft) -> None:
    with pytest.raises(AnotherDrafterError):
        change_draft(actor=studio.people.keeper_b, draft=draft.pk, revision=1, values={}, now=NOW)
    with pytest.raises(AnotherDrafterError):
        discard_draft(actor=studio.people.keeper_b, draft=draft.pk, now=NOW)


def test_an_unchanged_draft_is_not_submitted(studio: Studio, draft: StandardDraft) -> None:
    with pytest.raises(UnchangedError, match="changes nothing in version 1; change it first"):
        submit(studio, draft)


def test_a_submitted_draft_is_not_thrown_away(studio: Studio, draft: StandardDraft) -> None:
    values = {"limits.promised": "1", **without_days(studio.standard)}
    draft = change_draft(actor=studio.people.keeper_a, draft=draft.pk, revision=1, values=values, now=NOW)
    submit(studio, draft)
    with pytest.raises(errors.DraftUnderWayError):
        discard_draft(actor=studio.people.keeper_a, draft=draft.pk, now=NOW)


def test_a_published_draft_stays_as_it_is(studio: Studio, draft: StandardDraft) -> None:
    keeper, second = studio.people.keeper_a, studio.people.keeper_b
    values = {"limits.promised": "1", **without_days(studio.standard)}
    draft = change_draft(actor=keeper, draft=draft.pk, revision=1, values=values, now=NOW)
    process = submit(studio, draft)
    for task in opinions_on(process.pk):
        assert task.district
        give_opinion(actor=studio.supervisors[task.district.code], task=task.pk, opinion=Opinion.CONSENT, now=NOW)
    approve(actor=second, promulgation=process.pk, now=NOW)
    with pytest.raises(errors.DraftPublishedError):
        change_draft(actor=keeper, draft=draft.pk, revision=2, values={}, now=NOW)
    with pytest.raises(errors.DraftPublishedError):
        discard_draft(actor=keeper, draft=draft.pk, now=NOW)
    assert begin_draft(actor=keeper, standard=KEY, now=NOW).base == versions_of(KEY).get(number=2)


def test_a_draft_that_is_gone_is_said(studio: Studio, draft: StandardDraft) -> None:
    discard_draft(actor=studio.people.keeper_a, draft=draft.pk, now=NOW)
    with pytest.raises(errors.NoDraftError):
        change_draft(actor=studio.people.keeper_a, draft=draft.pk, revision=1, values={}, now=NOW)


def test_a_character_that_is_no_text_is_refused(studio: Studio, draft: StandardDraft) -> None:
    with pytest.raises(errors.ValuesError, match="no text"):
        change_draft(actor=studio.people.keeper_a, draft=draft.pk, revision=1, values={"title.en": "Mov\0ing"}, now=NOW)
