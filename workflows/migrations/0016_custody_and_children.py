"""Custody that moves by offer and acceptance, children that are opened once, acts of the system that are done once."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

from workflows.sql_files import statement

REWRITTEN = ("read", "write", "open")


class Migration(migrations.Migration):
    dependencies = [("workflows", "0015_hands_of_a_case")]

    operations = [
        migrations.AddField(
            "case",
            "keeps_sight",
            django.contrib.postgres.fields.ArrayField(
                models.BigIntegerField(), db_default=[], verbose_name="districts that keep sight of the case"
            ),
        ),
        migrations.AddField(
            "case",
            "offered_to",
            models.ForeignKey(
                "workflows.district",
                django.db.models.deletion.PROTECT,
                db_index=False,
                null=True,
                related_name="+",
                verbose_name="offered to the district",
            ),
        ),
        migrations.AddField(
            "case",
            "child_key",
            models.CharField(blank=True, db_default="", max_length=80, verbose_name="which child of its parent"),
        ),
        migrations.AddConstraint(
            "case",
            models.CheckConstraint(
                name="case_is_offered_to_another_district_that_sees_it",
                condition=Q(offered_to=None)
                | (~Q(offered_to=F("district")) & Q(districts__contains=[F("offered_to_id")])),
            ),
        ),
        migrations.AddConstraint(
            "case",
            models.CheckConstraint(
                name="case_that_ended_is_offered_to_nobody", condition=Q(offered_to=None) | Q(closed_at=None)
            ),
        ),
        migrations.AddConstraint(
            "case",
            models.CheckConstraint(
                name="case_is_seen_by_those_who_keep_sight", condition=Q(districts__contains=F("keeps_sight"))
            ),
        ),
        migrations.AddConstraint(
            "case",
            models.UniqueConstraint(
                fields=["parent", "child_key"], condition=~Q(child_key=""), name="one_child_per_parent_and_key"
            ),
        ),
        migrations.AddConstraint(
            "case",
            models.CheckConstraint(
                name="case_with_a_childs_key_has_a_parent", condition=Q(child_key="") | Q(parent__isnull=False)
            ),
        ),
        migrations.AddConstraint(
            "journalrow",
            models.UniqueConstraint(
                fields=["key"], condition=Q(key__isnull=False, actor=None), name="one_act_of_the_system_per_key"
            ),
        ),
        *(migrations.RunSQL(statement("engine", name)) for name in (*REWRITTEN, "custody")),
    ]
