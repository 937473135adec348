"""A service that has its result may be taken up again: the law's table of moves learns it."""

from typing import Any

from django.db import migrations

MOVES = (("SERVICE", "COMPLETED", "reopen", "IN_PROGRESS"), ("SERVICE", "DECLINED", "reopen", "IN_PROGRESS"))


def add(apps: Any, schema_editor: Any) -> None:
    """Add the moves."""
    table = apps.get_model("workflows", "LawfulMove").objects.using(schema_editor.connection.alias)
    table.bulk_create(table.model(regime=r, source=s, name=n, target=t) for r, s, n, t in MOVES)


class Migration(migrations.Migration):
    dependencies = [("workflows", "0021_moving_running_cases")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
