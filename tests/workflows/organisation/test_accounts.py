"""Accounts and the one-time codes: who makes them, what they are good for, and that a reset takes two."""

from datetime import UTC, datetime

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests import cast
from tests.cast import Corridor
from tests.law import law
from workflows.organisation import errors
from workflows.organisation.accounts import (
    LASTS,
    close_account,
    make_account,
    open_account,
    reset_sign_in,
    use_invitation,
)
from workflows.organisation.enums import PostRole
from workflows.organisation.models import AdministrativeRow, Invitation, Person, Post, Proposal
from workflows.organisation.proposals import confirm, drop, propose_appointment, propose_end, propose_reset

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
PASSWORD = "correct horse battery"  # noqa: S105 - of a person of the cast


def made(corridor: Corridor, username: str = "lw.new") -> tuple[Person, str]:
    return make_account(actor=corridor.system_admin, username=username, name="新人", now=NOW)


def verbs() -> list[str]:
    return list(AdministrativeRow.objects.order_by("seq").values_list("verb", flat=True))


def test_a_new_account_sets_its_password_by_a_code_that_is_good_once(corridor: Corridor) -> None:
    person, code = made(corridor)
    assert not person.has_usable_password()
    assert code not in str(Invitation.objects.values())
    use_invitation(username="lw.new", code=code.lower().replace("-", " "), password=PASSWORD, now=NOW)
    person.refresh_from_db()
    assert person.check_password(PASSWORD)
    with pytest.raises(errors.InvitationRefusedError):
        use_invitation(username="lw.new", code=code, password=PASSWORD, now=NOW)
    assert verbs() == ["ACCOUNT_MADE", "INVITATION_USED"]


def test_a_code_ends_after_three_days_and_when_another_takes_its_place(corridor: Corridor) -> None:
    person, first = made(corridor)
    second = reset_sign_in(actor=corridor.system_admin, person=person, now=NOW, second_step=False)
    refused = [("lw.new", first, NOW), ("lw.new", second, NOW + LASTS), ("lw.other", second, NOW), ("lw.new", "", NOW)]
    for username, code, now in refused:
        with pytest.raises(errors.InvitationRefusedError):
            use_invitation(username=username, code=code, password=PASSWORD, now=now)
    with pytest.raises(ValidationError):
        use_invitation(username="lw.new", code=second, password="short", now=NOW)  # noqa: S106 - too short on purpose
    assert use_invitation(username="lw.new", code=second, password=PASSWORD, now=NOW) == person


def test_a_user_name_is_taken_once_and_well_formed(corridor: Corridor) -> None:
    made(corridor)
    with pytest.raises(errors.NameTakenError, match=r"lw\.new"):
        made(corridor)
    with pytest.raises(ValidationError):
        made(corridor, "")


def test_a_reset_takes_password_and_second_step_and_ends_sessions(corridor: Corridor) -> None:
    person = corridor.lw.receiver
    person.set_password(PASSWORD)
    person.save()
    before = person.get_session_auth_hash()
    Authenticator.objects.create(user=person, type="totp", data={})
    reset_sign_in(actor=corridor.system_admin, person=person, now=NOW, second_step=False)
    assert Authenticator.objects.filter(user=person).exists()
    reset_sign_in(actor=corridor.system_admin, person=person, now=NOW, second_step=True)
    person.refresh_from_db()
    assert not Authenticator.objects.filter(user=person).exists()
    assert not person.has_usable_password()
    assert person.get_session_auth_hash() != before
    assert verbs() == ["PASSWORD_RESET", "SECOND_STEP_RESET"]


def test_only_the_system_administrator_keeps_accounts_and_never_their_own(corridor: Corridor) -> None:
    for who in (corridor.security_admin, corridor.audit_admin, corridor.lw.receiver, corridor.keeper_a):
        with pytest.raises(errors.NotEntitledError):
            make_account(actor=who, username="x", name="x", now=NOW)
        with pytest.raises(errors.NotEntitledError):
            close_account(actor=who, person=corridor.lw.receiver, now=NOW)
        with pytest.raises(errors.NotEntitledError):
            reset_sign_in(actor=who, person=corridor.lw.receiver, now=NOW, second_step=True)
    own = corridor.system_admin
    with pytest.raises(errors.OwnAccountError):
        close_account(actor=own, person=own, now=NOW)
    with pytest.raises(errors.OwnAccountError):
        reset_sign_in(actor=own, person=own, now=NOW, second_step=False)


def test_a_closed_account_takes_its_codes_along_and_may_be_opened_again(corridor: Corridor) -> None:
    person, code = made(corridor)
    close_account(actor=corridor.system_admin, person=person, now=NOW)
    with pytest.raises(errors.AccountStateError):
        close_account(actor=corridor.system_admin, person=person, now=NOW)
    with pytest.raises(errors.PersonInactiveError):
        reset_sign_in(actor=corridor.system_admin, person=person, now=NOW, second_step=False)
    assert open_account(actor=corridor.system_admin, person=person, now=NOW).is_active
    with pytest.raises(errors.InvitationRefusedError):
        use_invitation(username="lw.new", code=code, password=PASSWORD, now=NOW)
    assert verbs() == ["ACCOUNT_MADE", "ACCOUNT_CLOSED", "ACCOUNT_OPENED"]


@law("GB/T 22239-2019 8.1.5")
def test_what_touches_an_administrator_takes_a_second_pair_of_eyes(corridor: Corridor) -> None:
    system, security, audit = corridor.system_admin, corridor.security_admin, corridor.audit_admin
    with pytest.raises(errors.SecondNeededError):
        reset_sign_in(actor=system, person=audit, now=NOW, second_step=True)
    proposal = propose_reset(actor=system, person=audit, second_step=True, now=NOW)
    for nobody in (system, audit, corridor.keeper_a, corridor.lw.receiver):
        with pytest.raises(errors.NotASecondError):
            confirm(actor=nobody, proposal=proposal, now=NOW)
    code = confirm(actor=security, proposal=proposal, now=NOW)
    assert use_invitation(username="audit_admin", code=code, password=PASSWORD, now=NOW) == audit
    with pytest.raises(errors.AlreadyDecidedError):
        confirm(actor=security, proposal=proposal, now=NOW)
    assert AdministrativeRow.objects.get(verb="SECOND_STEP_RESET").details["confirmed_by"] == security.name


@law("GB/T 22239-2019 8.1.5")
def test_an_administrator_is_appointed_and_ended_by_two(corridor: Corridor) -> None:
    system, security = corridor.system_admin, corridor.security_admin
    person, today = cast.person(), NOW.date()
    proposal = propose_appointment(actor=security, person=person, role=PostRole.AUDIT_ADMIN, valid_from=today, now=NOW)
    assert not Post.objects.filter(person=person).exists()
    assert confirm(actor=system, proposal=proposal, now=NOW) == ""
    post = Post.objects.get(person=person)
    ending = propose_end(actor=security, post=post, valid_to=today.replace(day=9), now=NOW)
    drop(actor=security, proposal=ending, now=NOW)
    with pytest.raises(errors.AlreadyDecidedError):
        confirm(actor=system, proposal=ending, now=NOW)
    confirm(
        actor=system, proposal=propose_end(actor=security, post=post, valid_to=today.replace(day=9), now=NOW), now=NOW
    )
    post.refresh_from_db()
    assert post.valid_to == today.replace(day=9)
    with pytest.raises(ValueError, match="SUPERVISOR"):
        propose_appointment(actor=security, person=person, role=PostRole.SUPERVISOR, valid_from=today, now=NOW)


def test_a_proposal_falls_with_the_right_of_who_made_it(corridor: Corridor) -> None:
    proposal = propose_reset(actor=corridor.system_admin, person=corridor.audit_admin, second_step=False, now=NOW)
    Post.objects.filter(person=corridor.system_admin).update(valid_to=NOW.date())
    with pytest.raises(errors.NotEntitledError):
        confirm(actor=corridor.security_admin, proposal=proposal, now=NOW)
    proposal.refresh_from_db()
    assert proposal.decided_by is None


def test_the_database_refuses_one_pair_of_eyes(corridor: Corridor) -> None:
    system = corridor.system_admin
    proposal = propose_reset(actor=system, person=corridor.audit_admin, second_step=False, now=NOW)
    for alone in (system, corridor.audit_admin):
        with pytest.raises(IntegrityError, match="second_pair_of_eyes"), transaction.atomic():
            Proposal.objects.filter(pk=proposal.pk).update(decided_by=alone, decided_at=NOW, confirmed=True)
