"""Who may have a step again that a case is sent back to."""

from django.db import migrations

from workflows.sql_files import statement


class Migration(migrations.Migration):
    dependencies = [("workflows", "0013_districts_that_take_part")]

    operations = [migrations.RunSQL(statement("engine", "hands"))]
