"""Keys, daily seals and countersignatures; and the verb by which an erasure stands in the journal."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

from workflows.sql_files import statement


class Migration(migrations.Migration):
    dependencies = [
        ("workflows", "0017_deputies_recusals_administration"),
    ]

    operations = [
        migrations.CreateModel(
            name="SealKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="number of the key")),
                ("suite", models.CharField(max_length=32, verbose_name="signature suite")),
                ("public", models.BinaryField(unique=True, verbose_name="public key")),
                ("introduced", models.BinaryField(default=bytes, verbose_name="signature of the key before")),
                ("made_at", models.DateTimeField(verbose_name="made at")),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workflows.district",
                        verbose_name="district",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("number", models.PositiveIntegerField(primary_key=True, serialize=False, verbose_name="number")),
                ("day", models.DateField(unique=True, verbose_name="day")),
                ("made_at", models.DateTimeField(verbose_name="made at")),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="recorded at"
                    ),
                ),
                ("sealed_until", models.DateTimeField(verbose_name="covers what was recorded up to")),
                ("suite", models.CharField(max_length=32, verbose_name="signature suite")),
                ("districts", models.JSONField(verbose_name="roots of the districts")),
                ("root", models.BinaryField(verbose_name="root")),
                ("previous", models.BinaryField(verbose_name="digest of the seal before")),
                ("signature", models.BinaryField(verbose_name="signature")),
                (
                    "key",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workflows.sealkey",
                        verbose_name="key",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SealLeaf",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "district_id", "place", "seal_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("place", models.PositiveBigIntegerField(verbose_name="number in the register")),
                ("case_id", models.BigIntegerField(verbose_name="case")),
                ("seq", models.PositiveIntegerField(verbose_name="last row")),
                ("head", models.BinaryField(verbose_name="hash of the last row")),
                ("registered", models.BinaryField(verbose_name="hash of the register row")),
                (
                    "district",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workflows.district",
                        verbose_name="district",
                    ),
                ),
                (
                    "seal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leaves",
                        to="workflows.seal",
                        verbose_name="seal",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CounterSignature",
            fields=[
                (
                    "seal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="countersignature",
                        serialize=False,
                        to="workflows.seal",
                        verbose_name="seal",
                    ),
                ),
                ("signature", models.BinaryField(verbose_name="signature")),
                ("signed_at", models.DateTimeField(verbose_name="signed at")),
                (
                    "key",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workflows.sealkey",
                        verbose_name="key",
                    ),
                ),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="journalrow",
            name="journal_verb_is_known",
        ),
        migrations.AlterField(
            model_name="journalrow",
            name="verb",
            field=models.CharField(
                choices=[
                    ("OPEN", "Case opened"),
                    ("CLAIM", "Step claimed"),
                    ("RELEASE", "Step released"),
                    ("ACT", "Act performed"),
                    ("FACT", "Answer of a register recorded"),
                    ("RECUSE", "Recused"),
                    ("ERASE", "Personal values erased"),
                ],
                max_length=16,
                verbose_name="verb",
            ),
        ),
        migrations.AddConstraint(
            model_name="journalrow",
            constraint=models.CheckConstraint(
                condition=models.Q(("verb__in", ["OPEN", "CLAIM", "RELEASE", "ACT", "FACT", "RECUSE", "ERASE"])),
                name="journal_verb_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="sealkey",
            constraint=models.UniqueConstraint(
                fields=("district", "number"), name="one_seal_key_per_district_and_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="sealkey",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1)), name="seal_key_number_starts_at_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="sealkey",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gt", 1), ("introduced", b""), _connector="OR"),
                name="a_first_seal_key_follows_none",
            ),
        ),
        migrations.AddConstraint(
            model_name="seal",
            constraint=models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="seal_number_starts_at_one"),
        ),
        migrations.AddConstraint(
            model_name="seal",
            constraint=models.CheckConstraint(
                condition=models.Q(("root__length", 32), ("previous__length", 32)), name="seal_hashes_are_whole"
            ),
        ),
        migrations.RunSQL(statement("journal", "seals")),
    ]
