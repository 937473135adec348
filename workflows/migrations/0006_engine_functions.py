"""Row-level security, guards and the functions through which alone cases are written."""

from django.db import migrations

from workflows.sql_files import statement


class Migration(migrations.Migration):
    dependencies = [("workflows", "0005_cases")]

    operations = [
        migrations.RunSQL(statement("engine", name))
        for name in ("enter", "context", "guards", "read", "write", "open", "rights")
    ]
