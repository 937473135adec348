"""The process and the tasks by which rules change."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import viewflow.workflow.fields
import viewflow.workflow.token
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("workflows", "0008_shipped_calendars"),
    ]

    operations = [
        migrations.CreateModel(
            name="PromulgationProcess",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("flow_class", viewflow.workflow.fields.FlowReferenceField(max_length=250, verbose_name="Flow")),
                (
                    "status",
                    models.CharField(
                        choices=[("CANCELED", "Canceled"), ("DONE", "Done"), ("NEW", "New")],
                        default="NEW",
                        max_length=50,
                        verbose_name="Status",
                    ),
                ),
                ("created", models.DateTimeField(default=django.utils.timezone.now, verbose_name="Created")),
                ("finished", models.DateTimeField(blank=True, null=True, verbose_name="Finished")),
                (
                    "subject",
                    models.CharField(
                        choices=[
                            ("STANDARD", "Standard"),
                            ("TERMS", "Terms of a district"),
                            ("RECOGNITION_LIST", "Recognition list"),
                            ("PRECHECK_MATRIX", "Pre-check matrix"),
                            ("CALENDAR", "Calendar"),
                            ("CATALOGUE", "Catalogue of items"),
                            ("MOVE_PLAN", "Plan to move cases"),
                            ("DISTRICT", "Opening of a district"),
                        ],
                        max_length=20,
                        verbose_name="subject",
                    ),
                ),
                ("key", models.CharField(max_length=64, verbose_name="key")),
                ("digest", models.CharField(max_length=64, verbose_name="digest")),
                ("body", models.JSONField(verbose_name="body")),
                (
                    "districts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None, verbose_name="districts concerned"
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="in force from")),
                ("opinions_due_at", models.DateTimeField(null=True, verbose_name="opinions due at")),
                ("submitted_at", models.DateTimeField(verbose_name="submitted at")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decided at")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("PUBLISHED", "Published"), ("REJECTED", "Rejected"), ("WITHDRAWN", "Withdrawn")],
                        default="",
                        max_length=10,
                        verbose_name="outcome",
                    ),
                ),
                ("reason", models.TextField(blank=True, default="", verbose_name="reason")),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="approved by",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="workflows.standarddraft",
                        verbose_name="draft",
                    ),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="drafted by",
                    ),
                ),
                (
                    "version",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="promulgation",
                        to="workflows.standardversion",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "default_permissions": ("manage",),
            },
        ),
        migrations.CreateModel(
            name="PromulgationTask",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("flow_task", viewflow.workflow.fields.TaskReferenceField(max_length=255, verbose_name="Task")),
                ("flow_task_type", models.CharField(max_length=50, verbose_name="Type")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("ASSIGNED", "Assigned"),
                            ("CANCELED", "Canceled"),
                            ("DONE", "Done"),
                            ("ERROR", "Error"),
                            ("NEW", "New"),
                            ("REVIVED", "Revived"),
                            ("SCHEDULED", "Scheduled"),
                            ("STARTED", "Started"),
                        ],
                        db_index=True,
                        default="NEW",
                        max_length=50,
                        verbose_name="Status",
                    ),
                ),
                (
                    "created",
                    models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name="Created"),
                ),
                ("assigned", models.DateTimeField(blank=True, null=True, verbose_name="Assigned")),
                ("started", models.DateTimeField(blank=True, null=True, verbose_name="Started")),
                ("finished", models.DateTimeField(blank=True, null=True, verbose_name="Finished")),
                ("scheduled", models.DateTimeField(blank=True, db_index=True, null=True, verbose_name="Scheduled")),
                (
                    "token",
                    viewflow.workflow.fields.TokenField(
                        default=viewflow.workflow.token.Token("start"), max_length=150, verbose_name="Token"
                    ),
                ),
                (
                    "external_task_id",
                    models.CharField(
                        blank=True, db_index=True, max_length=50, null=True, verbose_name="External Task ID"
                    ),
                ),
                (
                    "owner_permission",
                    models.CharField(blank=True, max_length=255, null=True, verbose_name="Permission"),
                ),
                ("owner_permission_obj_pk", models.CharField(blank=True, max_length=255, null=True)),
                ("due_at", models.DateTimeField(null=True, verbose_name="due at")),
                ("done_at", models.DateTimeField(null=True, verbose_name="done at")),
                (
                    "opinion",
                    models.CharField(
                        blank=True,
                        choices=[("CONSENT", "Consents"), ("OBJECT", "Objects")],
                        default="",
                        max_length=10,
                        verbose_name="opinion",
                    ),
                ),
                ("reason", models.TextField(blank=True, default="", verbose_name="reason")),
                (
                    "district",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workflows.district",
                        verbose_name="district",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
                (
                    "owner_permission_content_type",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="contenttypes.contenttype",
                    ),
                ),
                (
                    "previous",
                    models.ManyToManyField(
                        related_name="leading", to="workflows.promulgationtask", verbose_name="Previous"
                    ),
                ),
                (
                    "process",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="task_set",
                        to="workflows.promulgationprocess",
                        verbose_name="promulgation",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.AddConstraint(
            model_name="promulgationprocess",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "subject__in",
                        [
                            "STANDARD",
                            "TERMS",
                            "RECOGNITION_LIST",
                            "PRECHECK_MATRIX",
                            "CALENDAR",
                            "CATALOGUE",
                            "MOVE_PLAN",
                            "DISTRICT",
                        ],
                    )
                ),
                name="promulgation_subject_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="promulgationprocess",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("decided_by", None), ("outcome", "")),
                    models.Q(
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                        ("outcome__in", ["PUBLISHED", "REJECTED", "WITHDRAWN"]),
                    ),
                    _connector="OR",
                ),
                name="promulgation_ends_with_an_outcome",
            ),
        ),
        migrations.AddConstraint(
            model_name="promulgationprocess",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_by", None),
                    models.Q(("approved_by", models.F("drafted_by")), _negated=True),
                    _connector="OR",
                ),
                name="promulgation_is_approved_by_a_second_person",
                violation_error_message="A change of rules is approved by another person than the one who drafted it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="promulgationprocess",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "PUBLISHED"), _negated=True), ("approved_by__isnull", False), _connector="OR"
                ),
                name="published_promulgation_is_approved",
            ),
        ),
        migrations.AddConstraint(
            model_name="promulgationprocess",
            constraint=models.CheckConstraint(
                condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")), name="promulgation_digest_is_sha256"
            ),
        ),
        migrations.AddConstraint(
            model_name="promulgationprocess",
            constraint=models.CheckConstraint(
                condition=models.Q(("districts__len__gt", 0)), name="promulgation_concerns_a_district"
            ),
        ),
        migrations.AddConstraint(
            model_name="promulgationprocess",
            constraint=models.UniqueConstraint(
                condition=models.Q(("outcome", "")),
                fields=("subject", "key"),
                name="one_promulgation_of_a_subject_at_a_time",
                violation_error_message="A change of this subject is under way already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="promulgationtask",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("opinion__in", ["", "CONSENT"]),
                    models.Q(("opinion", "OBJECT"), models.Q(("reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="opinion_is_known_and_an_objection_has_a_reason",
                violation_error_message="An objection needs a reason.",
            ),
        ),
        migrations.AddConstraint(
            model_name="promulgationtask",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("done_at", None), ("owner", None)),
                    models.Q(("done_at__isnull", False), ("owner__isnull", False)),
                    _connector="OR",
                ),
                name="promulgation_task_is_done_by_somebody_at_some_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="promulgationtask",
            constraint=models.UniqueConstraint(
                condition=models.Q(("district__isnull", False)),
                fields=("process", "district"),
                name="a_district_is_asked_once",
                violation_error_message="This district is asked already.",
            ),
        ),
    ]
