"""What supervisors allow: returning an application for what was not told the first time."""

from pathlib import Path

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

GUARDS = Path(__file__).parents[1] / "deciding" / "sql" / "guards.sql"


class Migration(migrations.Migration):
    dependencies = [
        ("approvals", "0004_notices"),
        ("workflows", "0011_effects"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReturnPermission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reason",
                    models.CharField(
                        choices=[("NEW_DEFECT_BY_CORRECTION", "The correction itself brought the defect about")],
                        max_length=32,
                        verbose_name="reason",
                    ),
                ),
                ("words", models.TextField(verbose_name="in words")),
                ("given_at", models.DateTimeField(verbose_name="given at")),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workflows.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="given by",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason__in", ["NEW_DEFECT_BY_CORRECTION"])),
                        name="return_permission_reason_is_listed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="return_permission_is_explained"
                    ),
                ],
            },
        ),
        migrations.RunSQL(GUARDS.read_text()),
    ]
