"""Looks at personal values, retention, legal holds, and erasures by two people."""

import uuid
from pathlib import Path

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

APPROVALS = Path(__file__).parents[1]


class Migration(migrations.Migration):
    dependencies = [
        ("approvals", "0005_return_permissions"),
        ("workflows", "0018_seals"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Erasure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "classes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("FORM", "the application"),
                                ("CONTENTS", "what was written when acting"),
                                ("MATERIALS", "the files handed in"),
                            ],
                            max_length=12,
                        ),
                        size=None,
                        verbose_name="what",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("RETENTION_OVER", "its retention is over"),
                            ("UNLAWFUL", "it was collected or kept against the law"),
                            ("DECISION", "a court or an organ has decided so"),
                        ],
                        max_length=16,
                        verbose_name="reason",
                    ),
                ),
                ("law", models.CharField(max_length=120, verbose_name="law")),
                ("asked_at", models.DateTimeField(verbose_name="asked at")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decided at")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("", "waits for a second person"), ("ERASED", "erased"), ("REFUSED", "refused")],
                        default="",
                        max_length=8,
                        verbose_name="outcome",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked by",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="erasures",
                        to="workflows.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="material",
            name="erasure",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="materials",
                to="approvals.erasure",
                verbose_name="erasure",
            ),
        ),
        migrations.CreateModel(
            name="LegalHold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=120, verbose_name="reason")),
                ("placed_at", models.DateTimeField(verbose_name="placed at")),
                ("lifted_at", models.DateTimeField(null=True, verbose_name="lifted at")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holds",
                        to="workflows.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "lifted_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="lifted by",
                    ),
                ),
                (
                    "placed_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="placed by",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Retention",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("standard", models.CharField(blank=True, default="", max_length=64, verbose_name="standard")),
                (
                    "data_class",
                    models.CharField(
                        choices=[
                            ("FORM", "the application"),
                            ("CONTENTS", "what was written when acting"),
                            ("MATERIALS", "the files handed in"),
                        ],
                        max_length=12,
                        verbose_name="kind of data",
                    ),
                ),
                ("years", models.PositiveSmallIntegerField(verbose_name="years")),
                (
                    "counted_from",
                    models.CharField(
                        choices=[("CLOSED", "the end of the case"), ("LIFE", "the end of the enterprise")],
                        max_length=8,
                        verbose_name="counted from",
                    ),
                ),
                ("basis", models.CharField(max_length=120, verbose_name="basis in law")),
                ("set_at", models.DateTimeField(verbose_name="set at")),
                (
                    "set_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="set by",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Access",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("NUMBER", "number shown in full"), ("MATERIAL", "file saved")],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                (
                    "fields",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200), size=None, verbose_name="fields"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("IDENTITY", "to check who somebody is"),
                            ("CONTACT", "to reach somebody by telephone"),
                            ("COMPARE", "to compare it with a material or a register"),
                            ("ASKED", "because the person asked for it"),
                            ("HANDLING", "to handle the case"),
                        ],
                        max_length=8,
                        verbose_name="reason",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="recorded at"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accesses",
                        to="workflows.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["-recorded_at", "-id"], name="accesses_latest_first")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["NUMBER", "MATERIAL"])), name="access_kind_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason__in", ["IDENTITY", "CONTACT", "COMPARE", "ASKED", "HANDLING"])),
                        name="access_reason_is_listed",
                    ),
                    models.CheckConstraint(condition=models.Q(("fields__len__gt", 0)), name="access_says_to_what"),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="erasure",
            constraint=models.UniqueConstraint(
                condition=models.Q(("outcome", "")), fields=("case",), name="one_open_erasure_of_a_case"
            ),
        ),
        migrations.AddConstraint(
            model_name="erasure",
            constraint=models.CheckConstraint(
                condition=models.Q(("asked_by", models.F("decided_by")), _negated=True), name="erasure_takes_two_people"
            ),
        ),
        migrations.AddConstraint(
            model_name="erasure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("classes__len__gt", 0), ("classes__contained_by", ["FORM", "CONTENTS", "MATERIALS"])
                ),
                name="erasure_is_of_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="erasure",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason__in", ["RETENTION_OVER", "UNLAWFUL", "DECISION"])),
                name="erasure_reason_is_listed",
            ),
        ),
        migrations.AddConstraint(
            model_name="erasure",
            constraint=models.CheckConstraint(
                condition=models.Q(("law", ""), _negated=True), name="erasure_names_its_law"
            ),
        ),
        migrations.AddConstraint(
            model_name="erasure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("decided_by", None), ("outcome", "")),
                    models.Q(
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                        ("outcome__in", ["ERASED", "REFUSED"]),
                    ),
                    _connector="OR",
                ),
                name="erasure_is_decided_by_somebody_at_some_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="legalhold",
            constraint=models.UniqueConstraint(
                condition=models.Q(("lifted_at", None)), fields=("case",), name="one_hold_on_a_case"
            ),
        ),
        migrations.AddConstraint(
            model_name="legalhold",
            constraint=models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="hold_says_why"),
        ),
        migrations.AddConstraint(
            model_name="legalhold",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lifted_at", None), ("lifted_by", None)),
                    models.Q(("lifted_at__isnull", False), ("lifted_by__isnull", False)),
                    _connector="OR",
                ),
                name="hold_is_lifted_by_somebody_at_some_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="retention",
            constraint=models.CheckConstraint(
                condition=models.Q(("data_class__in", ["FORM", "CONTENTS", "MATERIALS"])),
                name="retention_class_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="retention",
            constraint=models.CheckConstraint(
                condition=models.Q(("counted_from__in", ["CLOSED", "LIFE"])), name="retention_start_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="retention",
            constraint=models.CheckConstraint(
                condition=models.Q(("basis", ""), _negated=True), name="retention_names_its_basis"
            ),
        ),
        migrations.RunSQL((APPROVALS / "filing" / "sql" / "sent.sql").read_text()),
        migrations.RunSQL((APPROVALS / "privacy" / "sql" / "guards.sql").read_text()),
    ]
