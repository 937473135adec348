"""The three administrators exclude one another and every other post; an entrusted organ entrusts nobody."""

from django.db import migrations

from workflows.sql_files import statement


class Migration(migrations.Migration):
    dependencies = [("workflows", "0009_promulgation")]

    operations = [migrations.RunSQL(statement("organisation", "guards"))]
