"""The worker makes what acts order."""

from django.core.management import call_command

from tests.approvals.licences.test_verbs import NOW, issued
from tests.approvals.stage import set_up
from tests.workflows.engine.stage import ask
from workflows.engine.models import SimulatedClock
from workflows.engine.present import forget


def test_the_worker_issues_the_licence_an_act_ordered(own_database: str) -> None:
    stage = set_up()
    SimulatedClock.objects.using("owner").update(instant=NOW)
    forget()
    issued(stage)
    call_command("worker", "--once", verbosity=0)
    assert ask("SELECT state FROM approvals_licence") == [("CURRENT",)]
    assert ask("SELECT DISTINCT state FROM workflows_effect WHERE kind = 'licence'") == [("DONE",)]
    forget()
