"""Plans to move running cases, rehearsals of drafts, and the function by which a case changes its version."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from workflows.sql_files import statement


class Migration(migrations.Migration):
    dependencies = [
        ("workflows", "0020_district_terms"),
    ]

    operations = [
        migrations.CreateModel(
            name="MoveLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=50, verbose_name="case number")),
                (
                    "verdict",
                    models.CharField(
                        choices=[("SAFE", "can move"), ("CHOICE", "needs a choice"), ("BLOCKED", "cannot move")],
                        max_length=8,
                        verbose_name="verdict",
                    ),
                ),
                ("reasons", models.JSONField(verbose_name="reasons")),
                ("changes", models.JSONField(verbose_name="changes")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "not yet its turn"),
                            ("MOVED", "moved"),
                            ("STAYED", "stayed"),
                            ("BACK", "put back"),
                        ],
                        default="",
                        max_length=8,
                        verbose_name="outcome",
                    ),
                ),
                ("why", models.JSONField(default=list, verbose_name="why it stayed")),
                ("seq", models.PositiveIntegerField(null=True, verbose_name="journal row")),
            ],
        ),
        migrations.CreateModel(
            name="MovePlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("body", models.JSONField(verbose_name="plan")),
                ("revision", models.PositiveIntegerField(default=1, verbose_name="revision")),
                ("previewed", models.PositiveIntegerField(default=0, verbose_name="revision previewed")),
                ("previewed_at", models.DateTimeField(null=True, verbose_name="previewed at")),
                ("cursor", models.BigIntegerField(default=0, verbose_name="last case looked at")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("DRAFT", "being prepared"),
                            ("SUBMITTED", "before the districts"),
                            ("APPROVED", "approved"),
                            ("DONE", "carried out"),
                            ("DROPPED", "dropped"),
                        ],
                        default="DRAFT",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("changed_at", models.DateTimeField(verbose_name="changed at")),
                ("valid_from", models.DateField(null=True, verbose_name="carried out from")),
                ("done_at", models.DateTimeField(null=True, verbose_name="carried out at")),
            ],
        ),
        migrations.CreateModel(
            name="Rehearsal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=64, verbose_name="standard")),
                ("digest", models.CharField(max_length=64, verbose_name="digest")),
                ("body", models.JSONField(verbose_name="body")),
                ("since", models.DateField(verbose_name="received from")),
                ("until", models.DateField(verbose_name="received until")),
                ("most", models.PositiveIntegerField(verbose_name="cases at most")),
                ("seed", models.PositiveIntegerField(verbose_name="seed of the sample")),
                (
                    "state",
                    models.CharField(
                        choices=[("WAITING", "waiting for the worker"), ("RUNNING", "under way"), ("DONE", "finished")],
                        default="WAITING",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("found", models.PositiveIntegerField(null=True, verbose_name="cases of the period")),
                (
                    "cases",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None, verbose_name="cases"
                    ),
                ),
                ("done", models.PositiveIntegerField(default=0, verbose_name="cases gone through")),
                ("result", models.JSONField(default=dict, verbose_name="result")),
                ("asked_at", models.DateTimeField(verbose_name="asked at")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="finished at")),
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
                    ("MOVE", "Moved to another version of the standard"),
                    ("MOVE_BACK", "Put back to the version before"),
                ],
                max_length=16,
                verbose_name="verb",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("closed_at", None)), fields=["standard", "id"], name="running_cases_of_a_version"
            ),
        ),
        migrations.AddConstraint(
            model_name="journalrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("verb__in", ["OPEN", "CLAIM", "RELEASE", "ACT", "FACT", "RECUSE", "ERASE", "MOVE", "MOVE_BACK"])
                ),
                name="journal_verb_is_known",
            ),
        ),
        migrations.AddField(
            model_name="moveline",
            name="case",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="workflows.case",
                verbose_name="case",
            ),
        ),
        migrations.AddField(
            model_name="moveline",
            name="district",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="workflows.district",
                verbose_name="district in charge",
            ),
        ),
        migrations.AddField(
            model_name="moveplan",
            name="drafted_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="drafted by",
            ),
        ),
        migrations.AddField(
            model_name="moveplan",
            name="promulgation",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="workflows.promulgationprocess",
                verbose_name="promulgation",
            ),
        ),
        migrations.AddField(
            model_name="moveplan",
            name="source",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="workflows.standardversion",
                verbose_name="from version",
            ),
        ),
        migrations.AddField(
            model_name="moveplan",
            name="target",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="workflows.standardversion",
                verbose_name="to version",
            ),
        ),
        migrations.AddField(
            model_name="moveline",
            name="plan",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="lines",
                to="workflows.moveplan",
                verbose_name="plan",
            ),
        ),
        migrations.AddField(
            model_name="rehearsal",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="asked by",
            ),
        ),
        migrations.AddIndex(
            model_name="moveplan",
            index=models.Index(
                condition=models.Q(("state__in", ["DONE", "DROPPED"]), _negated=True),
                fields=["id"],
                name="move_plans_at_work",
            ),
        ),
        migrations.AddConstraint(
            model_name="moveplan",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["DRAFT", "SUBMITTED", "APPROVED", "DONE", "DROPPED"])),
                name="move_plan_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="moveplan",
            constraint=models.CheckConstraint(
                condition=models.Q(("source", models.F("target")), _negated=True), name="move_plan_leads_elsewhere"
            ),
        ),
        migrations.AddConstraint(
            model_name="moveplan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["APPROVED", "DONE"]), _negated=True),
                    ("valid_from__isnull", False),
                    _connector="OR",
                ),
                name="move_plan_is_carried_out_from_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="moveline",
            constraint=models.UniqueConstraint(fields=("plan", "case"), name="a_plan_judges_a_case_once"),
        ),
        migrations.AddConstraint(
            model_name="moveline",
            constraint=models.CheckConstraint(
                condition=models.Q(("verdict__in", ["SAFE", "CHOICE", "BLOCKED"])), name="move_line_verdict_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="moveline",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["", "MOVED", "STAYED", "BACK"])), name="move_line_outcome_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="moveline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome__in", ["", "STAYED"]), ("seq", None)),
                    models.Q(("outcome__in", ["MOVED", "BACK"]), ("seq__isnull", False)),
                    _connector="OR",
                ),
                name="a_moved_case_has_its_row",
            ),
        ),
        migrations.AddIndex(
            model_name="rehearsal",
            index=models.Index(
                condition=models.Q(("state", "DONE"), _negated=True), fields=["id"], name="rehearsals_to_do"
            ),
        ),
        migrations.AddIndex(
            model_name="rehearsal",
            index=models.Index(fields=["digest", "-id"], name="rehearsals_of_a_text"),
        ),
        migrations.AddConstraint(
            model_name="rehearsal",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["WAITING", "RUNNING", "DONE"])), name="rehearsal_state_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="rehearsal",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__gte", models.F("since"))), name="rehearsal_has_a_period"
            ),
        ),
        migrations.AddConstraint(
            model_name="rehearsal",
            constraint=models.CheckConstraint(
                condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")), name="rehearsal_digest_is_sha256"
            ),
        ),
        migrations.AddConstraint(
            model_name="rehearsal",
            constraint=models.CheckConstraint(
                condition=models.Q(("most__gte", 1)), name="rehearsal_looks_at_a_case_at_least"
            ),
        ),
        migrations.AddConstraint(
            model_name="rehearsal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("finished_at__isnull", False), ("state", "DONE")),
                    models.Q(models.Q(("state", "DONE"), _negated=True), ("finished_at", None)),
                    _connector="OR",
                ),
                name="rehearsal_is_finished_at_some_time",
            ),
        ),
        *(migrations.RunSQL(statement("engine", name), migrations.RunSQL.noop) for name in ("move", "write")),
    ]
