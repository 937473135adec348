"""A case is pinned to what is in effect in the districts its form names, on the day it is received."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils.timezone import localdate

from approvals.filing.errors import MaterialUnknownError
from approvals.filing.queries import filing_of, in_effect, materials_of, parties_named
from approvals.filing.verbs import attach, begin_draft, save_draft
from tests import cast
from tests.approvals.filing.stage import DAY, GOES, NOW, PDF, PUBLISHED, Stage, answers, draft_of, required, seen, send
from tests.approvals.standards.shipped import standard
from workflows.engine.models import Case
from workflows.engine.rulebook import rules_of
from workflows.organisation.enums import PostRole
from workflows.organisation.models import Desk, Person
from workflows.standards.models import StandardVersion
from workflows.standards.schema import Limit
from workflows.standards.terms.documents import parse_terms
from workflows.standards.terms.publishing import publish_terms

REGISTRATION: list[dict[str, Any]] = [{"place": "steps[review].limit", "limit": {"days": "0"}}]
WITHOUT: list[dict[str, Any]] = [{"place": "materials[address_proof]", "without": True}]


def own(stage: Stage, code: str, name: str, differences: list[dict[str, Any]], days: int = 0) -> None:
    """Put terms of a district in force on the day of the stage, or so many days after it."""
    desk = Desk.objects.filter(district=stage.districts[code])[0]
    speaker, keeper = cast.person(), Person.objects.filter(posts__role=PostRole.STANDARD_KEEPER)[0]
    cast.post(speaker, PostRole.SUPERVISOR, desk)
    publish_terms(
        actor=speaker,
        second=keeper,
        district=stage.districts[code],
        terms=parse_terms(
            {"standard": name, "base": stage.versions[name].digest, "differences": differences},
        ),
        valid_from=DAY + timedelta(days=days),
        now=PUBLISHED,
    )


def limit(days: str) -> Limit:
    return Limit(days=Decimal(days))


def case_of(person: Person, case: int) -> Case:
    with seen(person) as scope:
        found: Case = Case.objects.visible_to(scope).select_related("standard").get(pk=case)
        return found


def test_a_case_goes_by_the_terms_of_the_district_it_is_filed_in(stage: Stage) -> None:
    own(stage, "LW", "registration", REGISTRATION)

    sent = send(stage.founder, draft_of("registration", stage.founder))

    version = case_of(stage.founder, sent.case).standard
    assert version.base == stage.versions["registration"]
    assert rules_of(version.pk).standard.step("review").limit == limit("0")


def test_a_case_in_another_district_goes_by_the_standard(stage: Stage) -> None:
    own(stage, "YQ", "registration", REGISTRATION)

    sent = send(stage.founder, draft_of("registration", stage.founder))

    assert case_of(stage.founder, sent.case).standard == stage.versions["registration"]


def test_terms_that_begin_later_have_no_say(stage: Stage) -> None:
    own(stage, "LW", "registration", REGISTRATION, days=1)

    sent = send(stage.founder, draft_of("registration", stage.founder))

    assert case_of(stage.founder, sent.case).standard == stage.versions["registration"]


def test_cases_of_one_district_share_one_effective_version(stage: Stage) -> None:
    own(stage, "LW", "registration", REGISTRATION)
    first = send(stage.founder, draft_of("registration", stage.founder))
    second = send(stage.founder, draft_of("registration", stage.founder, name="温州市龙湾明眸科技有限公司"))

    one, other = (case_of(stage.founder, sent.case).standard for sent in (first, second))

    assert one == other
    assert StandardVersion.objects.filter(base=stage.versions["registration"]).count() == 1


def test_a_document_the_district_does_without_is_not_asked_for(stage: Stage) -> None:
    own(stage, "LW", "registration", WITHOUT)
    founder = stage.founder
    draft = begin_draft(actor=founder, standard="registration", enterprise=None, now=NOW)
    draft = save_draft(actor=founder, draft=draft.pk, version=1, form=answers("registration"), now=NOW)
    for key in set(required("registration")) - {"address_proof"}:
        attach(actor=founder, draft=draft.pk, material=key, name=f"{key}.pdf", data=PDF, now=NOW)

    with pytest.raises(MaterialUnknownError):
        attach(actor=founder, draft=draft.pk, material="address_proof", name="a.pdf", data=PDF, now=NOW)
    sent = send(founder, draft)

    asked = rules_of(case_of(founder, sent.case).standard_id).standard.materials
    assert "address_proof" not in [material.key for material in asked]


def test_a_file_handed_in_before_the_district_was_known_is_left_behind_where_it_is_not_asked_for(stage: Stage) -> None:
    draft = draft_of("registration", stage.founder)
    own(stage, "LW", "registration", WITHOUT)

    sent = send(stage.founder, draft)

    with seen(stage.founder) as scope:
        filing = filing_of(scope, sent.case)
        assert filing
        kept = {file.key for file in materials_of(scope, filing)}
        assert kept == set(required("registration")) - {"address_proof"} == set(filing.case.file.materials)


def test_a_relocation_follows_each_districts_terms_at_its_own_steps(stage: Stage) -> None:
    own(stage, "OH", "relocation", [{"place": "steps[archive_out].limit", "limit": {"days": "0.5"}}])
    own(
        stage,
        "LW",
        "relocation",
        [
            {"place": "limits.promised", "limit": {"days": "1"}},
            {"place": "steps[archive_out].limit", "limit": {"days": "0"}},
        ],
    )
    enterprise = stage.registered("OH")
    legal = stage.representative(enterprise)

    sent = send(legal, draft_of("relocation", legal, enterprise, **GOES))

    rules = rules_of(case_of(legal, sent.case).standard_id)
    assert str(rules.standard.limits.promised.days) == "1"
    assert rules.standard.step("archive_out").limit == limit("0.5")


def test_a_form_that_names_no_district_yet_goes_by_the_standard(stage: Stage) -> None:
    own(stage, "LW", "registration", REGISTRATION)

    found = in_effect("registration", {"address": "龙湾"}, DAY)

    assert found
    assert not found.differs
    assert parties_named(standard("registration"), {"address": "龙湾", "filed_at": 7}) == {}
    assert in_effect("registration", {}, localdate(PUBLISHED) - timedelta(days=1)) is None
