"""Terms of districts, and effective versions compiled from them; the database compares each with its standard."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from workflows.sql_files import statement


class Migration(migrations.Migration):
    dependencies = [
        ("workflows", "0019_bulk_orders"),
    ]

    operations = [
        migrations.CreateModel(
            name="DistrictTerms",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=64, verbose_name="standard")),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                ("digest", models.CharField(max_length=64, verbose_name="digest")),
                ("body", models.JSONField(verbose_name="body")),
                ("valid_from", models.DateField(verbose_name="in force from")),
                ("published_at", models.DateTimeField(verbose_name="published at")),
            ],
        ),
        migrations.CreateModel(
            name="TermsDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=64, verbose_name="standard")),
                ("body", models.JSONField(verbose_name="body")),
                ("revision", models.PositiveIntegerField(default=1, verbose_name="revision")),
                ("changed_at", models.DateTimeField(verbose_name="changed at")),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="standardversion",
            name="version_number_is_unique",
        ),
        migrations.RemoveConstraint(
            model_name="standardversion",
            name="one_version_begins_on_a_day",
        ),
        migrations.AddField(
            model_name="promulgationprocess",
            name="district",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="workflows.district",
                verbose_name="district whose terms",
            ),
        ),
        migrations.AddField(
            model_name="standardversion",
            name="base",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="effective",
                to="workflows.standardversion",
                verbose_name="version with terms applied",
            ),
        ),
        migrations.AlterField(
            model_name="promulgationprocess",
            name="key",
            field=models.CharField(max_length=100, verbose_name="key"),
        ),
        migrations.AlterField(
            model_name="standardversion",
            name="digest",
            field=models.CharField(max_length=64, verbose_name="digest"),
        ),
        migrations.AddConstraint(
            model_name="standardversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("base", None)), fields=("key", "number"), name="version_number_is_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="standardversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("base", None)), fields=("digest",), name="one_text_is_published_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="standardversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("base__isnull", False)),
                fields=("base", "digest"),
                name="equal_districts_share_one_version",
            ),
        ),
        migrations.AddConstraint(
            model_name="standardversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("base", None), models.Q(("approved_by", None), ("published_by", None)), _connector="OR"
                ),
                name="effective_version_is_compiled_and_not_drafted",
            ),
        ),
        migrations.AddConstraint(
            model_name="standardversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("base", None)),
                fields=("key", "valid_from"),
                name="one_version_begins_on_a_day",
                violation_error_message="Another version of this standard comes into force on this day.",
            ),
        ),
        migrations.AddField(
            model_name="districtterms",
            name="approved_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="approved by",
            ),
        ),
        migrations.AddField(
            model_name="districtterms",
            name="base",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="workflows.standardversion",
                verbose_name="based on",
            ),
        ),
        migrations.AddField(
            model_name="districtterms",
            name="district",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="workflows.district",
                verbose_name="district",
            ),
        ),
        migrations.AddField(
            model_name="districtterms",
            name="published_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="drafted by",
            ),
        ),
        migrations.AddField(
            model_name="promulgationprocess",
            name="terms",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="promulgation",
                to="workflows.districtterms",
                verbose_name="terms",
            ),
        ),
        migrations.AddConstraint(
            model_name="promulgationprocess",
            constraint=models.CheckConstraint(
                condition=models.Q(("district", None), ("subject", "TERMS"), _connector="XOR"),
                name="terms_are_promulgated_for_a_district",
            ),
        ),
        migrations.AddField(
            model_name="termsdraft",
            name="base",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="workflows.standardversion",
                verbose_name="based on",
            ),
        ),
        migrations.AddField(
            model_name="termsdraft",
            name="district",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="workflows.district",
                verbose_name="district",
            ),
        ),
        migrations.AddField(
            model_name="termsdraft",
            name="drafted_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="drafted by",
            ),
        ),
        migrations.AddConstraint(
            model_name="districtterms",
            constraint=models.UniqueConstraint(fields=("district", "key", "number"), name="terms_number_is_unique"),
        ),
        migrations.AddConstraint(
            model_name="districtterms",
            constraint=models.UniqueConstraint(
                fields=("district", "key", "valid_from"),
                name="one_difference_of_a_district_begins_on_a_day",
                violation_error_message="Other terms of this district come into force on this day.",
            ),
        ),
        migrations.AddConstraint(
            model_name="districtterms",
            constraint=models.CheckConstraint(
                condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")), name="terms_digest_is_sha256"
            ),
        ),
        migrations.AddConstraint(
            model_name="districtterms",
            constraint=models.CheckConstraint(
                condition=models.Q(("published_by", models.F("approved_by")), _negated=True),
                name="terms_are_approved_by_a_second_person",
                violation_error_message="Terms are approved by another person than the one who drafted them.",
            ),
        ),
        migrations.AddConstraint(
            model_name="termsdraft",
            constraint=models.UniqueConstraint(
                fields=("district", "key"),
                name="one_draft_of_terms_of_a_district",
                violation_error_message="This district has a draft of terms for this standard already.",
            ),
        ),
        migrations.RunSQL(statement("standards/terms", "guards")),
    ]
