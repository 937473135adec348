"""Changing the state of a licence from the command line."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from approvals.licences.models import Licence
from approvals.licences.verbs import issue_licence
from tests.approvals.licences.test_verbs import NOW, issued
from tests.approvals.stage import set_up
from workflows.engine.models import SimulatedClock
from workflows.engine.present import forget


def test_a_licence_is_suspended_by_whoever_registers_for_its_issuer(own_database: str) -> None:
    stage = set_up()
    SimulatedClock.objects.using("owner").update(instant=NOW)
    forget()
    licence = issue_licence(row=issued(stage), now=NOW)
    assert licence
    out = StringIO()
    call_command("licence", "suspend", licence.identifier, by="LW.approver", document="1号", stdout=out)
    assert out.getvalue() == f"{licence.identifier}: Suspended\n"
    with pytest.raises(CommandError, match="Only an approver"):
        call_command("licence", "resume", licence.identifier, by="OH.approver", document="2号")
    with pytest.raises(CommandError, match="no such account"):
        call_command("licence", "resume", "nothing", by="LW.approver", document="2号")
    assert list(Licence.objects.using("worker").values_list("state", "document")) == [("SUSPENDED", "1号")]
    forget()
