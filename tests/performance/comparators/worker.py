"""A measuring process of the comparators; runs in their own environment: ``worker.py [prepare]``, with the database in BENCH_DATABASE."""

import json
import os
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parents[2])]

import django  # noqa: E402 - the path comes first
from django.conf import settings  # noqa: E402 - as above

NEXT = {"accept": "review", "review": "decide", "decide": None}


def configure(database):
    """Stock settings: nothing but what the two need."""
    settings.configure(
        SECRET_KEY="-",
        USE_TZ=True,
        INSTALLED_APPS=[
            "django.contrib.contenttypes",
            "django.contrib.auth",
            "viewflow",
            "viewflow.workflow",
            "approval",
        ],
        DATABASES={"default": {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": None, **database}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        LOGGING_CONFIG=None,
        SILENCED_SYSTEM_CHECKS=["models.W042"],
    )
    django.setup()


def main():
    """Prepare the tables, or serve the scenarios."""
    configure(json.loads(os.environ["BENCH_DATABASE"]))
    from django.contrib.auth.models import User

    if sys.argv[1:] == ["prepare"]:
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        call_command("migrate", run_syncdb=True, verbosity=0)
        User.objects.get_or_create(username="clerk")
        return
    from django.db import connection

    from tests.performance.rounds import serve

    connection.ensure_connection()
    form = json.loads((HERE / "form.json").read_text())
    user = User.objects.get(username="clerk")
    scenarios = {"viewflow": lambda: viewflow(user, form), "fsm": lambda: fsm(user, form)}
    serve(scenarios, lambda: connection.connection.info.backend_pid)


def viewflow(user, form):
    """One process, by Viewflow's activations, each act under its lock."""
    from approval.flows import ApprovalFlow
    from viewflow.workflow.models import Task

    class Request:
        """What a view hands on."""

    request = Request()
    request.user = user
    process = ApprovalFlow.start.run(form=form)
    yield 1
    for name in NEXT:
        with ApprovalFlow.lock(process.pk):
            task = Task.objects.get(process_id=process.pk, flow_task=getattr(ApprovalFlow, name), status="NEW")
            with task.activation() as activation:
                activation.assign(user)
                activation.start(request)
                activation.execute()
        yield 1


def fsm(user, form):
    """One document, each transition under its row's lock."""
    from approval.models import Document, Log, Task
    from django.db import transaction
    from django.utils import timezone

    with transaction.atomic():
        document = Document.objects.create(form=form, owner=user)
        Task.objects.create(document=document, step="accept")
        Log.objects.create(document=document, act="submit", source="", target=document.state, by=user)
    yield 1
    key = document.pk
    for name, following in NEXT.items():
        with transaction.atomic():
            document = Document.objects.select_for_update().get(pk=key)
            before = document.state
            getattr(document, name)()
            document.save()
            task = Task.objects.get(document=document, step=name, closed=None)
            task.closed, task.closed_by = timezone.now(), user
            task.save()
            if following:
                Task.objects.create(document=document, step=following)
            Log.objects.create(document=document, act=name, source=before, target=document.state, by=user)
        yield 1


if __name__ == "__main__":
    main()
