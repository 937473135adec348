"""Drafts, materials, applications as sent, register extracts, and the guards of all four."""

from pathlib import Path

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

SQL = Path(__file__).parents[1] / "filing" / "sql"


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("enterprises", "0001_enterprises"),
        ("workflows", "0010_organisation_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Filing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("applicant", models.BigIntegerField(verbose_name="applicant")),
                ("draft", models.BigIntegerField(unique=True, verbose_name="draft")),
                ("key", models.UUIDField(verbose_name="key of the act")),
                ("form", models.JSONField(verbose_name="form")),
                ("form_digest", models.CharField(max_length=64, verbose_name="digest of the form")),
                (
                    "channel",
                    models.CharField(
                        choices=[("PORTAL", "Portal"), ("API", "Interface for programs")],
                        max_length=8,
                        verbose_name="channel",
                    ),
                ),
                ("filed_at", models.DateTimeField(verbose_name="filed at")),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="filing",
                        to="workflows.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="filings",
                        to="enterprises.enterprise",
                        verbose_name="enterprise",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="sent by",
                    ),
                ),
                (
                    "previous",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="again",
                        to="approvals.filing",
                        verbose_name="returned application",
                    ),
                ),
                (
                    "standard",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workflows.standardversion",
                        verbose_name="standard",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FilingDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "owner",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.expressions.CombinedExpression(
                            models.F("person_id"), "*", models.Value(-1)
                        ),
                        output_field=models.BigIntegerField(),
                        verbose_name="owner",
                    ),
                ),
                ("standard_key", models.CharField(max_length=64, verbose_name="standard")),
                ("form", models.JSONField(default=dict, verbose_name="form")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                ("changed_at", models.DateTimeField(verbose_name="changed at")),
                (
                    "enterprise",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="enterprises.enterprise",
                        verbose_name="enterprise",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="author",
                    ),
                ),
                (
                    "previous",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="approvals.filing",
                        verbose_name="returned application",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Material",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=64, verbose_name="material")),
                ("name", models.CharField(max_length=120, verbose_name="file name")),
                ("media", models.CharField(max_length=100, verbose_name="media type")),
                ("size", models.PositiveIntegerField(verbose_name="size in bytes")),
                ("digest", models.CharField(max_length=64, verbose_name="digest")),
                ("received_at", models.DateTimeField(verbose_name="received at")),
                (
                    "draft",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="materials",
                        to="approvals.filingdraft",
                        verbose_name="draft",
                    ),
                ),
                (
                    "filing",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="materials",
                        to="approvals.filing",
                        verbose_name="filing",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RegisterExtract",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject", models.CharField(max_length=120, verbose_name="subject")),
                ("probe", models.CharField(max_length=64, verbose_name="probe")),
                ("value", models.JSONField(verbose_name="value")),
                ("source", models.CharField(max_length=80, verbose_name="register")),
                ("as_of", models.DateTimeField(verbose_name="as of")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("subject", "probe", "as_of"), name="one_extract_at_a_time"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("value__in", [True, False]),
                            models.Q(("value__has_key", "value"), ("value__value__in", [True, False])),
                            _connector="OR",
                        ),
                        name="extract_answers_yes_or_no",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("subject", ""), _negated=True), models.Q(("source", ""), _negated=True)
                        ),
                        name="extract_names_its_subject_and_source",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="filing",
            constraint=models.UniqueConstraint(fields=("person", "key"), name="one_filing_per_person_and_key"),
        ),
        migrations.AddConstraint(
            model_name="filing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "applicant",
                            django.db.models.expressions.CombinedExpression(
                                models.F("person_id"), "*", models.Value(-1)
                            ),
                        ),
                        ("enterprise", None),
                    ),
                    models.Q(("applicant", models.F("enterprise_id")), ("enterprise__isnull", False)),
                    _connector="OR",
                ),
                name="filing_applicant_is_its_enterprise_or_its_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="filing",
            constraint=models.CheckConstraint(
                condition=models.Q(("form_digest__regex", "^[0-9a-f]{64}$")), name="filing_form_digest_is_sha256"
            ),
        ),
        migrations.AddConstraint(
            model_name="filing",
            constraint=models.CheckConstraint(
                condition=models.Q(("channel__in", ["PORTAL", "API"])), name="filing_channel_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="material",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("draft", None), ("filing__isnull", False)),
                    models.Q(("draft__isnull", False), ("filing", None)),
                    _connector="OR",
                ),
                name="material_belongs_to_a_draft_or_a_filing",
            ),
        ),
        migrations.AddConstraint(
            model_name="material",
            constraint=models.CheckConstraint(condition=models.Q(("size__gt", 0)), name="material_is_not_empty"),
        ),
        migrations.AddConstraint(
            model_name="material",
            constraint=models.CheckConstraint(
                condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")), name="material_digest_is_sha256"
            ),
        ),
        migrations.AddConstraint(
            model_name="material",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="material_has_a_name"
            ),
        ),
        *(migrations.RunSQL((SQL / name).read_text()) for name in ("sent.sql", "guards.sql")),
    ]
