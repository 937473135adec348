"""Papers, their numbers, and the guards of both."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

ROOM = Path(__file__).parents[1] / "papers"


class Migration(migrations.Migration):
    dependencies = [
        ("approvals", "0001_filings"),
        ("workflows", "0010_organisation_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="NumberCounter",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "organ_id", "kind", "year", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(max_length=8, verbose_name="kind of paper")),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("serial", models.PositiveIntegerField(db_default=0, verbose_name="last serial")),
                (
                    "organ",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workflows.organ",
                        verbose_name="organ",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Paper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seq", models.PositiveIntegerField(verbose_name="number of the journal row")),
                ("result", models.CharField(max_length=64, verbose_name="result")),
                ("template", models.CharField(max_length=64, verbose_name="template")),
                ("number", models.CharField(max_length=60, unique=True, verbose_name="number")),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("digest", models.CharField(max_length=64, verbose_name="SHA-256 of the file")),
                ("pages", models.PositiveSmallIntegerField(verbose_name="pages")),
                ("sample", models.BooleanField(verbose_name="sample")),
                ("legal_at", models.DateTimeField(verbose_name="takes effect at")),
                ("made_at", models.DateTimeField(verbose_name="made at")),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="workflows.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workflows.district",
                        verbose_name="district",
                    ),
                ),
                (
                    "organ",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workflows.organ",
                        verbose_name="organ",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("case", "seq", "result"), name="one_paper_per_result"),
                    models.CheckConstraint(
                        condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")), name="paper_digest_is_sha256"
                    ),
                    models.CheckConstraint(condition=models.Q(("pages__gte", 1)), name="paper_has_a_page"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperNumber",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seq", models.PositiveIntegerField(verbose_name="number of the journal row")),
                ("result", models.CharField(max_length=64, verbose_name="result")),
                ("kind", models.CharField(max_length=8, verbose_name="kind of paper")),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("serial", models.PositiveIntegerField(verbose_name="serial")),
                ("text", models.CharField(max_length=60, unique=True, verbose_name="number")),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workflows.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "organ",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workflows.organ",
                        verbose_name="organ",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("case", "seq", "result"), name="one_number_per_paper"),
                    models.UniqueConstraint(fields=("organ", "kind", "year", "serial"), name="one_serial_per_series"),
                    models.UniqueConstraint(
                        fields=("case", "seq", "result", "text"), name="number_stands_for_its_paper"
                    ),
                    models.CheckConstraint(condition=models.Q(("serial__gte", 1)), name="paper_serial_starts_at_one"),
                ],
            },
        ),
        migrations.RunSQL((ROOM / "sql" / "guards.sql").read_text()),
    ]
