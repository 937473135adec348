"""Effects of journal rows, and how far each consumer has read; only the worker writes either."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import workflows.journal.models
from workflows.sql_files import statement


class Migration(migrations.Migration):
    dependencies = [
        ("workflows", "0010_organisation_guards"),
        # Its tables get their rights here.
        ("procrastinate", "0041_post_retry_failed_job"),
    ]

    operations = [
        migrations.CreateModel(
            name="Cursor",
            fields=[
                (
                    "consumer",
                    models.CharField(max_length=32, primary_key=True, serialize=False, verbose_name="consumer"),
                ),
                ("transaction", workflows.journal.models.TransactionIdField(default="0", verbose_name="transaction")),
                ("row", models.BigIntegerField(default=0, verbose_name="journal row")),
            ],
        ),
        migrations.CreateModel(
            name="Effect",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("case_id", models.BigIntegerField(verbose_name="case")),
                ("kind", models.CharField(max_length=32, verbose_name="kind")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("PENDING", "waiting"),
                            ("DONE", "done"),
                            ("FAILED", "failed, will be tried again"),
                            ("DEAD", "given up"),
                        ],
                        db_default="PENDING",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(db_default=0, verbose_name="attempts")),
                (
                    "not_before",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="not before"
                    ),
                ),
                ("done_at", models.DateTimeField(null=True, verbose_name="done at")),
                ("error", models.TextField(blank=True, db_default="", verbose_name="error")),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="created at"
                    ),
                ),
                (
                    "row",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="effects",
                        to="workflows.journalrow",
                        verbose_name="journal row",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["PENDING", "FAILED"])),
                        fields=["not_before", "id"],
                        name="effects_to_do",
                    ),
                    models.Index(fields=["case_id"], name="effects_of_a_case"),
                    models.Index(condition=models.Q(("state", "DEAD")), fields=["id"], name="effects_given_up"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("row", "kind"), name="one_effect_per_row_and_kind"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["PENDING", "DONE", "FAILED", "DEAD"])),
                        name="effect_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_at__isnull", False), ("state", "DONE")),
                            models.Q(models.Q(("state", "DONE"), _negated=True), ("done_at", None)),
                            _connector="OR",
                        ),
                        name="effect_is_done_at_some_time",
                    ),
                ],
            },
        ),
        migrations.RunSQL(statement("journal", "effects")),
    ]
