"""Bulk orders: one act on many cases, kept with what became of each."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from workflows.sql_files import statement


class Migration(migrations.Migration):
    dependencies = [
        ("workflows", "0018_seals"),
    ]

    operations = [
        migrations.CreateModel(
            name="BulkOrder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(verbose_name="key")),
                ("digest", models.CharField(max_length=64, verbose_name="digest of what the key stands for")),
                ("step", models.CharField(max_length=64, verbose_name="step")),
                ("act", models.CharField(max_length=64, verbose_name="act")),
                ("payload", models.JSONField(verbose_name="what was typed for all")),
                ("total", models.PositiveIntegerField(verbose_name="number of cases")),
                ("given_at", models.DateTimeField(verbose_name="given at")),
                ("leased_to", models.UUIDField(null=True, verbose_name="worked on by")),
                ("leased_until", models.DateTimeField(null=True, verbose_name="worked on until")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="ended at")),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="given by",
                    ),
                ),
                (
                    "version",
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
            name="BulkItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveIntegerField(verbose_name="place in the order")),
                ("ordinal", models.PositiveIntegerField(verbose_name="number of the step in its case")),
                ("number", models.CharField(max_length=50, verbose_name="case number")),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("WAITING", "waiting"),
                            ("DONE", "recorded"),
                            ("BLOCKED", "blocked"),
                            ("LEFT", "left as it was, because the rest was stopped"),
                        ],
                        default="WAITING",
                        max_length=8,
                        verbose_name="result",
                    ),
                ),
                ("seq", models.PositiveIntegerField(null=True, verbose_name="number of the journal row")),
                ("code", models.CharField(blank=True, default="", max_length=64, verbose_name="code of the refusal")),
                ("reason", models.JSONField(default=dict, verbose_name="why not")),
                ("done_at", models.DateTimeField(null=True, verbose_name="done at")),
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
                    "order",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="workflows.bulkorder",
                        verbose_name="bulk order",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="bulkorder",
            index=models.Index(condition=models.Q(("ended_at", None)), fields=["id"], name="orders_to_do"),
        ),
        migrations.AddIndex(
            model_name="bulkorder",
            index=models.Index(fields=["person", "-id"], name="orders_of_a_person"),
        ),
        migrations.AddConstraint(
            model_name="bulkorder",
            constraint=models.UniqueConstraint(fields=("person", "key"), name="one_order_per_person_and_key"),
        ),
        migrations.AddConstraint(
            model_name="bulkorder",
            constraint=models.CheckConstraint(condition=models.Q(("total__gt", 0)), name="order_has_cases"),
        ),
        migrations.AddConstraint(
            model_name="bulkorder",
            constraint=models.CheckConstraint(
                condition=models.Q(("leased_to", None), ("leased_until__isnull", False), _connector="OR"),
                name="order_is_leased_for_a_time",
            ),
        ),
        migrations.AddIndex(
            model_name="bulkitem",
            index=models.Index(
                condition=models.Q(("result", "WAITING")), fields=["order", "place"], name="items_to_do"
            ),
        ),
        migrations.AddConstraint(
            model_name="bulkitem",
            constraint=models.UniqueConstraint(fields=("order", "place"), name="one_item_per_place_of_an_order"),
        ),
        migrations.AddConstraint(
            model_name="bulkitem",
            constraint=models.UniqueConstraint(
                fields=("order", "case", "ordinal"), name="one_item_per_step_of_an_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="bulkitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("result__in", ["WAITING", "DONE", "BLOCKED", "LEFT"])), name="item_result_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="bulkitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("code", ""), ("done_at", None), ("result", "WAITING"), ("seq", None)),
                    models.Q(("code", ""), ("done_at__isnull", False), ("result", "DONE"), ("seq__isnull", False)),
                    models.Q(
                        ("done_at__isnull", False),
                        ("result", "BLOCKED"),
                        ("seq", None),
                        models.Q(("code", ""), _negated=True),
                    ),
                    models.Q(("code", ""), ("done_at__isnull", False), ("result", "LEFT"), ("seq", None)),
                    _connector="OR",
                ),
                name="item_says_what_became_of_it",
            ),
        ),
        migrations.RunSQL(statement("engine/bulk", "guards")),
    ]
