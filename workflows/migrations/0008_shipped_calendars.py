"""The State Council's calendars 2007-2026, as they ship."""

from typing import Any

from django.db import migrations
from django.utils import timezone

from workflows.clock.days import SHIPPED
from workflows.clock.loading import load_days


def load(apps: Any, schema_editor: Any) -> None:
    """Load the file into the tables."""
    load_days(
        SHIPPED,
        using=schema_editor.connection.alias,
        year_model=apps.get_model("workflows", "CalendarYear"),
        day_model=apps.get_model("workflows", "CalendarDay"),
        source="国务院办公厅关于部分节假日安排的通知",
        now=timezone.now(),
    )


class Migration(migrations.Migration):
    dependencies = [("workflows", "0007_lawful_moves")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
