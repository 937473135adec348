"""The engine's two statements plan once per session, and write a whole batch at once."""

from django.db import migrations

from workflows.sql_files import statement

REWRITTEN = ("enter", "read", "write", "open")


class Migration(migrations.Migration):
    dependencies = [("workflows", "0022_services_reopen")]

    operations = [
        *(migrations.RunSQL(statement("engine", name), migrations.RunSQL.noop) for name in REWRITTEN),
        migrations.RunSQL("DROP FUNCTION IF EXISTS tongban_steps_and_rows(bigint, jsonb)", migrations.RunSQL.noop),
    ]
