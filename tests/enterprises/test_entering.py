"""What decisions and the register of record bring into the register of enterprises."""

from datetime import date
from typing import Any

import pytest

from enterprises.people.enums import MemberRole
from enterprises.people.models import Member
from enterprises.people.verbs import end_legal_representation, enter_founder
from enterprises.registration.errors import CodeImpossibleError, CodeTakenError, NotTheAuthorityError
from enterprises.registration.models import Enterprise
from enterprises.registration.verbs import amend_enterprise, enter_enterprise
from tests import cast
from tests.enterprises import factory
from tests.law import law
from tests.workflows.engine.factory import at

NOW = at("2026-03-02")


@law("细则 3")
def test_what_the_register_acknowledged_is_entered_without_anybodys_post(own_database: str) -> None:
    corridor = cast.corridor()
    made = enter_enterprise(enterprise=factory.enterprise(), address=factory.address(corridor.oh))
    founder = enter_founder(enterprise=made, founder=cast.person("张睿"))
    other = enter_founder(enterprise=made, founder=cast.person("路人"))
    assert (founder.role, founder.may_sign) == (MemberRole.LEGAL_REPRESENTATIVE, True)
    assert (other.role, other.may_sign) == (MemberRole.HANDLER, False)
    with pytest.raises(CodeTakenError):
        enter_enterprise(enterprise=factory.enterprise(), address=factory.address(corridor.oh))
    with pytest.raises(CodeImpossibleError):
        enter_enterprise(enterprise=factory.enterprise(uscc="1"), address=factory.address(corridor.oh))


@law("条例 24")
def test_a_decision_amends_what_it_names_and_nothing_else(db: None) -> None:
    corridor = cast.corridor()
    held = factory.registered(corridor.oh)
    amend_enterprise(actor=corridor.oh.approver, enterprise=held, now=NOW, name="温州睿视科技有限公司")
    found = Enterprise.objects.get()
    assert (found.name, found.legal_representative) == ("温州睿视科技有限公司", "张睿")
    with pytest.raises(NotTheAuthorityError):
        amend_enterprise(actor=corridor.lw.approver, enterprise=held, now=NOW, name="x")


def test_the_account_of_a_replaced_legal_representative_signs_no_more(db: None) -> None:
    corridor = cast.corridor()
    held = factory.registered(corridor.oh)
    asked: dict[str, Any] = {"actor": corridor.oh.approver, "enterprise": held, "day": date(2026, 3, 2), "now": NOW}
    assert end_legal_representation(**asked) is None
    factory.member(held, MemberRole.LEGAL_REPRESENTATIVE)
    end_legal_representation(**asked)
    assert Member.objects.get().valid_to == date(2026, 3, 2)
