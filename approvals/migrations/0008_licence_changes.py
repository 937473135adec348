"""Changes of licences, one head of each chain, and how far a document is made."""

from pathlib import Path

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

SQL = Path(__file__).parents[1] / "licences" / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("approvals", "0006_privacy"),
        ("enterprises", "0002_conflicts_of_interest"),
        ("workflows", "0022_services_reopen"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LicenceChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("CHANGE", "Change"),
                            ("RENEW", "Renew"),
                            ("REISSUE", "Replace a lost or damaged one"),
                            ("CORRECT", "Correct an error"),
                            ("SUSPEND", "Suspend"),
                            ("RESUME", "Give back after a suspension"),
                            ("WITHDRAW", "Withdraw as law or circumstances changed"),
                            ("REVOKE", "Revoke as given unlawfully"),
                            ("CANCEL", "Cancel as a penalty"),
                            ("DEREGISTER", "Deregister"),
                            ("EXPIRE", "End as expired"),
                        ],
                        max_length=12,
                        verbose_name="change",
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("HOLDER", "its holder"),
                            ("ISSUER", "the issuing organ"),
                            ("SUPERIOR", "the supervising organ"),
                            ("SYSTEM", "the law, by the passing of time"),
                        ],
                        max_length=8,
                        verbose_name="started by",
                    ),
                ),
                ("started_at", models.DateTimeField(verbose_name="started at")),
                (
                    "ground",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("LOST", "Lost"),
                            ("DAMAGED", "Damaged"),
                            ("CLERICAL", "A clerical error"),
                            ("PENALTY", "A decision on a penalty"),
                            ("TIME_SERVED", "The time of the suspension is over, or its cause is gone"),
                            ("LAW_CHANGED", "The law it rested on was changed or repealed"),
                            ("FACTS_CHANGED", "The circumstances it rested on have changed greatly"),
                            ("ABUSE", "Given by abuse of power or neglect of duty"),
                            ("BEYOND_POWER", "Given beyond the organ's power"),
                            ("PROCEDURE", "Given against the lawful procedure"),
                            ("UNQUALIFIED", "Given to an applicant without the qualification or conditions"),
                            ("FRAUD", "Obtained by deceit, bribery or other improper means"),
                            ("NOT_RENEWED", "Its term has ended and it was not renewed"),
                            ("HOLDER_ENDED", "Its holder has ended by law, or has died"),
                            ("TAKEN_AWAY", "It was revoked, withdrawn or cancelled"),
                            ("FORCE_MAJEURE", "What it permits cannot be done because of force majeure"),
                            ("GIVEN_UP", "Its holder gives it up"),
                        ],
                        default="",
                        max_length=16,
                        verbose_name="ground",
                    ),
                ),
                ("reason", models.TextField(blank=True, default="", verbose_name="facts and reason")),
                ("rests_on", models.CharField(blank=True, default="", max_length=120, verbose_name="rests on")),
                ("values", models.JSONField(default=dict, verbose_name="what changes")),
                ("hear_until", models.DateField(null=True, verbose_name="holder is heard until")),
                ("statement", models.TextField(blank=True, default="", verbose_name="what the holder says")),
                ("stated_at", models.DateTimeField(null=True, verbose_name="said at")),
                (
                    "hearing",
                    models.CharField(
                        choices=[("NONE", "not asked for"), ("ASKED", "asked for"), ("HELD", "held")],
                        default="NONE",
                        max_length=8,
                        verbose_name="hearing",
                    ),
                ),
                (
                    "hearing_record",
                    models.CharField(blank=True, default="", max_length=120, verbose_name="record of the hearing"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("OPEN", "Waits for the decision"),
                            ("GRANTED", "Decided"),
                            ("DEEMED", "Deemed granted, as nobody decided in time"),
                            ("REFUSED", "Refused"),
                            ("DROPPED", "Not pursued"),
                        ],
                        default="OPEN",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decided at")),
                ("opinion", models.TextField(blank=True, default="", verbose_name="opinion")),
                ("document", models.CharField(blank=True, default="", max_length=120, verbose_name="document")),
                ("seq", models.PositiveIntegerField(null=True, verbose_name="number of the journal row")),
            ],
        ),
        migrations.AddField(
            model_name="licence",
            name="stage",
            field=models.CharField(
                choices=[
                    ("ORDERED", "Ordered"),
                    ("ANSWERED", "Acknowledged by the register"),
                    ("TYPESET", "Set in type"),
                    ("SEALED", "Sealed"),
                    ("DONE", "In force"),
                ],
                default="DONE",
                max_length=8,
                verbose_name="how far it is made",
            ),
        ),
        migrations.AddIndex(
            model_name="licence",
            index=models.Index(
                condition=models.Q(("state__in", ("CURRENT", "SUSPENDED"))),
                fields=["valid_to"],
                name="living_licence_by_its_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="licence",
            constraint=models.UniqueConstraint(
                fields=("type_code", "serial", "version"), name="one_licence_of_a_version"
            ),
        ),
        migrations.AddConstraint(
            model_name="licence",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("PENDING", "SUPERSEDED")), _negated=True),
                fields=("type_code", "serial"),
                name="one_head_of_a_version_chain",
            ),
        ),
        migrations.AddConstraint(
            model_name="licence",
            constraint=models.CheckConstraint(
                condition=models.Q(("stage__in", ["ORDERED", "ANSWERED", "TYPESET", "SEALED", "DONE"])),
                name="licence_stage_is_known",
            ),
        ),
        migrations.AddField(
            model_name="licencechange",
            name="decided_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="decided by",
            ),
        ),
        migrations.AddField(
            model_name="licencechange",
            name="licence",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="changes",
                to="approvals.licence",
                verbose_name="licence",
            ),
        ),
        migrations.AddField(
            model_name="licencechange",
            name="started_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="started by",
            ),
        ),
        migrations.AddConstraint(
            model_name="licencechange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "verb__in",
                        [
                            "CHANGE",
                            "RENEW",
                            "REISSUE",
                            "CORRECT",
                            "SUSPEND",
                            "RESUME",
                            "WITHDRAW",
                            "REVOKE",
                            "CANCEL",
                            "DEREGISTER",
                            "EXPIRE",
                        ],
                    )
                ),
                name="licence_change_is_lawful",
            ),
        ),
        migrations.AddConstraint(
            model_name="licencechange",
            constraint=models.CheckConstraint(
                condition=models.Q(("side__in", ["HOLDER", "ISSUER", "SUPERIOR", "SYSTEM"])),
                name="licence_change_has_a_side",
            ),
        ),
        migrations.AddConstraint(
            model_name="licencechange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "ground__in",
                        [
                            "",
                            "LOST",
                            "DAMAGED",
                            "CLERICAL",
                            "PENALTY",
                            "TIME_SERVED",
                            "LAW_CHANGED",
                            "FACTS_CHANGED",
                            "ABUSE",
                            "BEYOND_POWER",
                            "PROCEDURE",
                            "UNQUALIFIED",
                            "FRAUD",
                            "NOT_RENEWED",
                            "HOLDER_ENDED",
                            "TAKEN_AWAY",
                            "FORCE_MAJEURE",
                            "GIVEN_UP",
                        ],
                    )
                ),
                name="licence_change_ground_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="licencechange",
            constraint=models.CheckConstraint(
                condition=models.Q(("hearing__in", ["NONE", "ASKED", "HELD"])), name="licence_hearing_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="licencechange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("state", "OPEN")),
                    models.Q(("state__in", ["GRANTED", "DEEMED", "REFUSED", "DROPPED"]), ("decided_at__isnull", False)),
                    _connector="OR",
                ),
                name="licence_change_is_open_or_decided",
            ),
        ),
        migrations.AddConstraint(
            model_name="licencechange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("started_by", None),
                    ("decided_by", None),
                    models.Q(("started_by", models.F("decided_by")), _negated=True),
                    _connector="OR",
                ),
                name="two_people_change_a_licence",
            ),
        ),
        migrations.AddConstraint(
            model_name="licencechange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("side", "SYSTEM"), ("started_by", None)),
                    models.Q(models.Q(("side", "SYSTEM"), _negated=True), ("started_by__isnull", False)),
                    _connector="OR",
                ),
                name="only_the_law_acts_by_nobody",
            ),
        ),
        migrations.AddConstraint(
            model_name="licencechange",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("state", "DEEMED"), _negated=True), ("verb", "RENEW"), _connector="OR"),
                name="only_a_renewal_is_deemed",
            ),
        ),
        migrations.AddConstraint(
            model_name="licencechange",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "OPEN")), fields=("licence", "verb"), name="one_open_change_of_a_kind"
            ),
        ),
        migrations.RunSQL((SQL / "changes.sql").read_text()),
        migrations.RunSQL((SQL / "public.sql").read_text()),
    ]
