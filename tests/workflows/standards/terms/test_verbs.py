"""A district writes its terms, and they are promulgated like all rules."""

from datetime import timedelta

import pytest

from tests.workflows.standards import factory
from tests.workflows.standards.promulgation.conftest import FROM, LATER, NOW, Cast, hold, person
from tests.workflows.standards.terms.stage import LATER_DAY, in_force, published
from tests.workflows.standards.terms.toy import shorter, toy, without
from workflows.standards.promulgation import errors
from workflows.standards.promulgation.enums import Opinion, Outcome, SubjectKind
from workflows.standards.promulgation.models import PromulgationProcess
from workflows.standards.promulgation.queries import inbox, opinions_on
from workflows.standards.promulgation.verbs import approve, give_opinion, withdraw
from workflows.standards.terms.documents import Terms
from workflows.standards.terms.errors import (
    NoDraftOfTermsError,
    NoStandardInForceError,
    NotTermsError,
    TermsMovedError,
    TermsUnderWayError,
)
from workflows.standards.terms.models import DistrictTerms, TermsDraft
from workflows.standards.terms.verbs import begin_terms, discard_terms, rebase_terms, submit_terms, write_terms

SHORTER = shorter("limits.promised", "8")


def drafted(cast: Cast) -> TermsDraft:
    """A draft of 龙湾 with one shorter limit, on a published standard."""
    published(cast)
    draft = begin_terms(actor=cast.wu, district=cast.longwan, standard="toy", now=NOW)
    return write_terms(actor=cast.wu, draft=draft.pk, revision=1, differences=[SHORTER], now=NOW)


def submitted(cast: Cast, draft: TermsDraft) -> PromulgationProcess:
    return submit_terms(actor=cast.wu, draft=draft.pk, districts=cast.districts, valid_from=LATER_DAY, now=NOW)


def own(draft: TermsDraft) -> list[str]:
    return list(Terms.model_validate(draft.body).by_place)


def test_a_draft_begins_from_the_latest_version_without_differences(cast: Cast) -> None:
    version = published(cast)

    draft = begin_terms(actor=cast.wu, district=cast.longwan, standard="toy", now=NOW)

    assert (draft.base, draft.revision, own(draft)) == (version, 1, [])
    assert begin_terms(actor=cast.wu, district=cast.longwan, standard="toy", now=LATER) == draft


def test_a_draft_begins_from_the_terms_there_are_re_based_onto_the_latest_version(cast: Cast) -> None:
    published(cast)
    in_force(cast, SHORTER, without("old_licence"))
    second = toy(title=factory.text("Two"), limits={"statutory": {"days": "20"}, "promised": {"days": "5"}})
    version = published(cast, second, LATER_DAY + timedelta(days=9))

    draft = begin_terms(actor=cast.wu, district=cast.longwan, standard="toy", now=NOW)

    assert (draft.base, own(draft)) == (version, ["materials[old_licence]"])


def test_nobody_writes_for_another_district_or_for_a_standard_that_is_not_published(cast: Cast) -> None:
    with pytest.raises(NoStandardInForceError):
        begin_terms(actor=cast.wu, district=cast.longwan, standard="toy", now=NOW)
    published(cast)
    for stranger in (cast.chen, cast.lin, cast.gao):
        with pytest.raises(errors.NotEntitledError):
            begin_terms(actor=stranger, district=cast.longwan, standard="toy", now=NOW)


def test_a_difference_that_adds_cannot_be_saved_and_nothing_of_it_is(cast: Cast) -> None:
    draft = drafted(cast)

    with pytest.raises(NotTermsError) as refused:
        write_terms(
            actor=cast.wu,
            draft=draft.pk,
            revision=draft.revision,
            differences=[shorter("limits.promised", "7"), without("application"), shorter("steps[more].limit", "1")],
            now=NOW,
        )

    assert len(refused.value.sentences) == 2
    draft.refresh_from_db()
    assert own(draft) == ["limits.promised"]
    assert draft.body["differences"][0]["limit"]["days"] == "8"


def test_who_saves_over_another_revision_is_told_and_nothing_is_lost(cast: Cast) -> None:
    draft = drafted(cast)

    with pytest.raises(TermsMovedError):
        write_terms(actor=cast.wu, draft=draft.pk, revision=1, differences=[], now=NOW)

    draft.refresh_from_db()
    assert (draft.revision, own(draft)) == (2, ["limits.promised"])


def test_the_other_districts_are_consulted_and_a_keeper_puts_the_terms_in_force(cast: Cast) -> None:
    process = submitted(cast, drafted(cast))
    (asked,) = opinions_on(process.pk)
    assert (asked.district, process.subject, process.key) == (cast.ouhai, SubjectKind.TERMS, f"toy@{cast.longwan.code}")

    give_opinion(actor=cast.chen, task=asked.pk, opinion=Opinion.CONSENT, now=NOW)
    assert [task.process for task in inbox(cast.lin, NOW.date())] == [process]
    approve(actor=cast.lin, promulgation=process.pk, now=LATER)

    process.refresh_from_db()
    made = DistrictTerms.objects.get()
    assert (process.outcome, process.terms, process.version) == (Outcome.PUBLISHED, made, None)
    assert (made.district, made.published_by, made.approved_by, made.valid_from) == (
        cast.longwan,
        cast.wu,
        cast.lin,
        LATER_DAY,
    )
    assert not TermsDraft.objects.exists()


def test_what_is_under_way_is_neither_changed_nor_submitted_again(cast: Cast) -> None:
    draft = drafted(cast)
    process = submitted(cast, draft)

    with pytest.raises(TermsUnderWayError):
        write_terms(actor=cast.wu, draft=draft.pk, revision=2, differences=[], now=NOW)
    with pytest.raises(TermsUnderWayError):
        discard_terms(actor=cast.wu, draft=draft.pk, now=NOW)
    with pytest.raises(TermsUnderWayError):
        submitted(cast, draft)
    withdraw(actor=cast.wu, promulgation=process.pk, reason="再想想。", now=NOW)
    discard_terms(actor=cast.wu, draft=draft.pk, now=NOW)
    assert not TermsDraft.objects.exists()


def test_two_districts_may_have_their_terms_under_way_at_once(cast: Cast) -> None:
    submitted(cast, drafted(cast))
    draft = begin_terms(actor=cast.chen, district=cast.ouhai, standard="toy", now=NOW)
    write_terms(actor=cast.chen, draft=draft.pk, revision=1, differences=[SHORTER], now=NOW)

    other = submit_terms(actor=cast.chen, draft=draft.pk, districts=cast.districts, valid_from=LATER_DAY, now=NOW)

    assert [asked.district for asked in opinions_on(other.pk)] == [cast.longwan]


def test_the_own_district_alone_is_nobody_to_ask(cast: Cast) -> None:
    draft = drafted(cast)

    with pytest.raises(errors.NoDistrictsError):
        submit_terms(actor=cast.wu, draft=draft.pk, districts=[cast.longwan], valid_from=LATER_DAY, now=NOW)


def test_whoever_drafted_does_not_approve_even_as_a_keeper(cast: Cast) -> None:
    hold(cast.wu, "STANDARD_KEEPER")
    process = submitted(cast, drafted(cast))
    (asked,) = opinions_on(process.pk)
    give_opinion(actor=cast.chen, task=asked.pk, opinion=Opinion.CONSENT, now=NOW)

    with pytest.raises(errors.SamePersonError):
        approve(actor=cast.wu, promulgation=process.pk, now=LATER)


def test_a_draft_is_carried_over_to_the_latest_version(cast: Cast) -> None:
    draft = drafted(cast)
    second = toy(title=factory.text("Two"), limits={"statutory": {"days": "20"}, "promised": {"days": "8"}})
    version = published(cast, second, FROM + timedelta(days=9))

    moved = rebase_terms(actor=cast.wu, draft=draft.pk, now=NOW)

    assert (moved.base, own(moved), moved.revision) == (version, [], 3)


def test_a_draft_that_is_gone_is_said(cast: Cast) -> None:
    with pytest.raises(NoDraftOfTermsError):
        discard_terms(actor=person("nobody"), draft=404, now=NOW)
