"""Notices, and who may see them."""

from pathlib import Path

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

GUARDS = Path(__file__).parents[1] / "notices" / "sql" / "guards.sql"


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("approvals", "0003_licences"),
        ("workflows", "0011_effects"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seq", models.PositiveIntegerField(verbose_name="number of the journal row")),
                ("key", models.CharField(max_length=64, verbose_name="notice")),
                (
                    "audience",
                    models.CharField(
                        choices=[("APPLICANT", "APPLICANT"), ("DESK", "DESK"), ("SUPERVISION", "SUPERVISION")],
                        max_length=16,
                        verbose_name="audience",
                    ),
                ),
                ("applicant", models.BigIntegerField(null=True, verbose_name="applicant")),
                (
                    "districts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None, verbose_name="districts"
                    ),
                ),
                ("text", models.JSONField(verbose_name="text")),
                ("told_at", models.DateTimeField(verbose_name="takes effect at")),
                ("created_at", models.DateTimeField(verbose_name="created at")),
                ("read_at", models.DateTimeField(null=True, verbose_name="read at")),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="workflows.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "read_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="read by",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["applicant", "-id"], name="notices_of_an_applicant"),
                    models.Index(
                        condition=models.Q(("read_at", None)), fields=["applicant"], name="unread_of_an_applicant"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        condition=models.Q(("read_at", None)), fields=["districts"], name="unread_of_a_district"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "seq", "key"), name="one_notice_per_row_and_key"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("applicant__isnull", False), ("audience", "APPLICANT"), ("districts__len", 0)),
                            models.Q(("applicant", None), ("audience", "DESK"), ("districts__len__gt", 0)),
                            models.Q(("applicant", None), ("audience", "SUPERVISION"), ("districts__len", 0)),
                            _connector="OR",
                        ),
                        name="notice_is_for_its_audience",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("read_at", None), ("read_by", None)),
                            models.Q(("read_at__isnull", False), ("read_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="notice_is_read_by_somebody",
                    ),
                ],
            },
        ),
        migrations.RunSQL(GUARDS.read_text()),
    ]
