"""Deputies, recusals, invitations and the administrative log; entrustment names the seal, and an organ its own power.

An organ that somebody entrusted so far decided in that organ's name alone, so it has no power of its own.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from workflows.sql_files import statement


class Migration(migrations.Migration):
    dependencies = [
        ("workflows", "0016_custody_and_children"),
    ]

    operations = [
        migrations.CreateModel(
            name="AdministrativeRow",
            fields=[
                ("seq", models.BigIntegerField(db_default=0, primary_key=True, serialize=False, verbose_name="number")),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("ACCOUNT_MADE", "Account made"),
                            ("ACCOUNT_CLOSED", "Account closed"),
                            ("ACCOUNT_OPENED", "Account opened again"),
                            ("PASSWORD_RESET", "Password reset"),
                            ("SECOND_STEP_RESET", "Password and second step reset"),
                            ("INVITATION_USED", "Password set with a one-time code"),
                            ("DISTRICT_OPENED", "District opened"),
                            ("DISTRICT_CLOSED", "District closed"),
                            ("ORGAN_OPENED", "Organ opened"),
                            ("ORGAN_CLOSED", "Organ closed"),
                            ("DESK_OPENED", "Desk opened"),
                            ("DESK_CLOSED", "Desk closed"),
                            ("APPOINTED", "Appointed"),
                            ("POST_ENDED", "Post ended"),
                            ("DEPUTY_NAMED", "Deputy named"),
                            ("DEPUTY_REVOKED", "Deputy revoked"),
                            ("ENTRUSTED", "Entrusted"),
                            ("ENTRUSTMENT_ENDED", "Entrustment ended"),
                            ("PROPOSED", "Proposed for a second pair of eyes"),
                            ("PROPOSAL_DROPPED", "Proposal dropped"),
                            ("SIGNED_IN", "Signed in"),
                            ("SIGN_IN_FAILED", "Sign-in failed"),
                            ("SIGNED_OUT", "Signed out"),
                        ],
                        max_length=32,
                        verbose_name="verb",
                    ),
                ),
                ("done_at", models.DateTimeField(verbose_name="done at")),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="recorded at"
                    ),
                ),
                ("address", models.CharField(blank=True, default="", max_length=64, verbose_name="network address")),
                ("details", models.JSONField(default=dict, verbose_name="details")),
                ("previous", models.BinaryField(db_default=b"", verbose_name="hash of the row before")),
                ("hash", models.BinaryField(db_default=b"", verbose_name="hash")),
            ],
        ),
        migrations.CreateModel(
            name="Deputyship",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="valid from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="valid to")),
                (
                    "excluded",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=64),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="outcomes left to the holder",
                    ),
                ),
                ("named_at", models.DateTimeField(verbose_name="named at")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="revoked at")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, verbose_name="digest of the code")),
                ("made_at", models.DateTimeField(verbose_name="made at")),
                ("valid_until", models.DateTimeField(verbose_name="valid until")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="used or replaced at")),
            ],
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("ACCOUNT_MADE", "Account made"),
                            ("ACCOUNT_CLOSED", "Account closed"),
                            ("ACCOUNT_OPENED", "Account opened again"),
                            ("PASSWORD_RESET", "Password reset"),
                            ("SECOND_STEP_RESET", "Password and second step reset"),
                            ("INVITATION_USED", "Password set with a one-time code"),
                            ("DISTRICT_OPENED", "District opened"),
                            ("DISTRICT_CLOSED", "District closed"),
                            ("ORGAN_OPENED", "Organ opened"),
                            ("ORGAN_CLOSED", "Organ closed"),
                            ("DESK_OPENED", "Desk opened"),
                            ("DESK_CLOSED", "Desk closed"),
                            ("APPOINTED", "Appointed"),
                            ("POST_ENDED", "Post ended"),
                            ("DEPUTY_NAMED", "Deputy named"),
                            ("DEPUTY_REVOKED", "Deputy revoked"),
                            ("ENTRUSTED", "Entrusted"),
                            ("ENTRUSTMENT_ENDED", "Entrustment ended"),
                            ("PROPOSED", "Proposed for a second pair of eyes"),
                            ("PROPOSAL_DROPPED", "Proposal dropped"),
                            ("SIGNED_IN", "Signed in"),
                            ("SIGN_IN_FAILED", "Sign-in failed"),
                            ("SIGNED_OUT", "Signed out"),
                        ],
                        max_length=32,
                        verbose_name="verb",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("RECEIVER", "Receiving clerk"),
                            ("REVIEWER", "Reviewer"),
                            ("APPROVER", "Approver"),
                            ("ISSUER", "Issuing clerk"),
                            ("ARCHIVIST", "Archivist"),
                            ("TASK_CLERK", "Task clerk"),
                            ("SUPERVISOR", "Supervisor"),
                            ("LEADING_GROUP", "Leading group"),
                            ("STANDARD_KEEPER", "Standard keeper"),
                            ("SYSTEM_ADMIN", "System administrator"),
                            ("SECURITY_ADMIN", "Security administrator"),
                            ("AUDIT_ADMIN", "Audit administrator"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="role",
                    ),
                ),
                ("valid_from", models.DateField(null=True, verbose_name="valid from")),
                ("valid_to", models.DateField(null=True, verbose_name="valid to")),
                ("proposed_at", models.DateTimeField(verbose_name="proposed at")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decided at")),
                ("confirmed", models.BooleanField(null=True, verbose_name="confirmed")),
            ],
        ),
        migrations.CreateModel(
            name="Recusal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seq", models.PositiveIntegerField(verbose_name="number of the journal row")),
                ("applicant", models.BigIntegerField(null=True, verbose_name="applicant")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("OWN_INTEREST", "The case touches their own interests"),
                            ("KIN_INTEREST", "The case touches the interests of their spouse or close kin"),
                            ("OTHER", "Something else may keep them from handling it fairly"),
                        ],
                        max_length=16,
                        verbose_name="reason",
                    ),
                ),
                ("declared_at", models.DateTimeField(verbose_name="declared at")),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="journalrow",
            name="journal_verb_is_known",
        ),
        migrations.AddField(
            model_name="casestep",
            name="closed_for",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="closed for, by a deputy",
            ),
        ),
        migrations.AddField(
            model_name="entrustment",
            name="sealer",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="seals_for",
                to="workflows.organ",
                verbose_name="sealing organ",
            ),
        ),
        migrations.AddField(
            model_name="organ",
            name="has_own_power",
            field=models.BooleanField(default=True, verbose_name="decides in its own name"),
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
                ],
                max_length=16,
                verbose_name="verb",
            ),
        ),
        migrations.AddConstraint(
            model_name="journalrow",
            constraint=models.CheckConstraint(
                condition=models.Q(("verb__in", ["OPEN", "CLAIM", "RELEASE", "ACT", "FACT", "RECUSE"])),
                name="journal_verb_is_known",
            ),
        ),
        migrations.AddField(
            model_name="administrativerow",
            name="actor",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="actor",
            ),
        ),
        migrations.AddField(
            model_name="administrativerow",
            name="person",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="person concerned",
            ),
        ),
        migrations.AddField(
            model_name="deputyship",
            name="deputy",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="stands_in",
                to=settings.AUTH_USER_MODEL,
                verbose_name="deputy",
            ),
        ),
        migrations.AddField(
            model_name="deputyship",
            name="named_by",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="named by",
            ),
        ),
        migrations.AddField(
            model_name="deputyship",
            name="post",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="deputyships",
                to="workflows.post",
                verbose_name="post",
            ),
        ),
        migrations.AddField(
            model_name="deputyship",
            name="revoked_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="revoked by",
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="made_by",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="made by",
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="invitations",
                to=settings.AUTH_USER_MODEL,
                verbose_name="person",
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="decided_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="decided by",
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="person concerned",
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="post",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="workflows.post",
                verbose_name="post",
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="proposed_by",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="proposed by",
            ),
        ),
        migrations.AddField(
            model_name="recusal",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="recusals",
                to="workflows.case",
                verbose_name="case",
            ),
        ),
        migrations.AddField(
            model_name="recusal",
            name="declared_by",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="declared by",
            ),
        ),
        migrations.AddField(
            model_name="recusal",
            name="person",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="person",
            ),
        ),
        migrations.AddIndex(
            model_name="administrativerow",
            index=models.Index(fields=["verb", "-seq"], name="administration_by_verb"),
        ),
        migrations.AddIndex(
            model_name="administrativerow",
            index=models.Index(fields=["actor", "-seq"], name="administration_by_actor"),
        ),
        migrations.AddIndex(
            model_name="administrativerow",
            index=models.Index(fields=["person", "-seq"], name="administration_by_person"),
        ),
        migrations.AddConstraint(
            model_name="administrativerow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "verb__in",
                        [
                            "ACCOUNT_MADE",
                            "ACCOUNT_CLOSED",
                            "ACCOUNT_OPENED",
                            "PASSWORD_RESET",
                            "SECOND_STEP_RESET",
                            "INVITATION_USED",
                            "DISTRICT_OPENED",
                            "DISTRICT_CLOSED",
                            "ORGAN_OPENED",
                            "ORGAN_CLOSED",
                            "DESK_OPENED",
                            "DESK_CLOSED",
                            "APPOINTED",
                            "POST_ENDED",
                            "DEPUTY_NAMED",
                            "DEPUTY_REVOKED",
                            "ENTRUSTED",
                            "ENTRUSTMENT_ENDED",
                            "PROPOSED",
                            "PROPOSAL_DROPPED",
                            "SIGNED_IN",
                            "SIGN_IN_FAILED",
                            "SIGNED_OUT",
                        ],
                    )
                ),
                name="administrative_verb_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="deputyship",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_to", None), ("valid_to__gt", models.F("valid_from")), _connector="OR"),
                name="deputyship_ends_after_it_begins",
                violation_error_message="The last day must lie after the first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="deputyship",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_to__isnull", False)),
                name="a_deputyship_has_a_last_day",
                violation_error_message="A deputyship has a last day.",
            ),
        ),
        migrations.AddConstraint(
            model_name="deputyship",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("revoked_at", None), ("revoked_by", None)),
                    models.Q(("revoked_at__isnull", False), ("revoked_by__isnull", False)),
                    _connector="OR",
                ),
                name="a_deputyship_is_revoked_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at", None)), fields=("person",), name="one_open_invitation_per_person"
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")), name="invitation_keeps_a_digest"
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_until__gt", models.F("made_at"))), name="invitation_lasts_a_while"
            ),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(condition=models.Q(("decided_by", None)), fields=["-id"], name="proposals_to_decide"),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by", None),
                    ("confirmed", False),
                    models.Q(
                        models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                        models.Q(("decided_by", models.F("person")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="proposal_needs_a_second_pair_of_eyes",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("confirmed", None), ("decided_at", None), ("decided_by", None)),
                    models.Q(
                        ("confirmed__isnull", False), ("decided_at__isnull", False), ("decided_by__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="proposal_is_decided_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(("verb__in", ["APPOINTED", "POST_ENDED", "PASSWORD_RESET", "SECOND_STEP_RESET"])),
                name="proposal_verb_is_listed",
            ),
        ),
        migrations.AddIndex(
            model_name="recusal",
            index=models.Index(
                condition=models.Q(("applicant__isnull", False)),
                fields=["applicant", "person"],
                name="recusals_from_an_applicant",
            ),
        ),
        migrations.AddConstraint(
            model_name="recusal",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason__in", ["OWN_INTEREST", "KIN_INTEREST", "OTHER"])),
                name="recusal_reason_is_listed",
            ),
        ),
        migrations.AddConstraint(
            model_name="recusal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("applicant", None)),
                fields=("case", "person"),
                name="one_recusal_of_a_person_per_case",
            ),
        ),
        migrations.RunSQL(
            "UPDATE workflows_organ SET has_own_power = false"
            " WHERE id IN (SELECT handler_id FROM workflows_entrustment)",
            migrations.RunSQL.noop,
        ),
        *(migrations.RunSQL(statement("organisation", name)) for name in ("deputies", "guards", "administration")),
        *(migrations.RunSQL(statement("engine", name)) for name in ("recusals", "desks", "enter", "read", "write")),
    ]
