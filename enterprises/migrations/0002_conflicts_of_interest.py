"""The kernel asks who belongs to an applicant; this application answers."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "people" / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("enterprises", "0001_enterprises"),
        ("workflows", "0017_deputies_recusals_administration"),
    ]

    operations = [migrations.RunSQL((SQL / "conflicts.sql").read_text())]
