"""Licences, the exchange with the register of record, and the simulated register's own tables."""

from pathlib import Path

import django.db.models.deletion
import django_fsm
from django.db import migrations, models

SQL = Path(__file__).parents[1] / "licences" / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("workflows", "0010_organisation_guards"),
        ("enterprises", "0001_enterprises"),
        ("approvals", "0001_filings"),
        ("approvals", "0002_papers"),
    ]

    operations = [
        migrations.CreateModel(
            name="SimulatedRequest",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=12)),
                ("body", models.JSONField()),
                ("answer", models.JSONField()),
                ("asked", models.PositiveIntegerField(default=0)),
            ],
            options={
                "db_table": "simulated_register_request",
            },
        ),
        migrations.CreateModel(
            name="SimulatedCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uscc", models.CharField(max_length=18, unique=True)),
                ("division", models.CharField(max_length=6)),
                ("serial", models.PositiveIntegerField()),
            ],
            options={
                "db_table": "simulated_register_code",
                "constraints": [
                    models.UniqueConstraint(fields=("division", "serial"), name="simulated_code_is_allotted_once"),
                    models.CheckConstraint(
                        condition=models.Q(("serial__gte", 1)), name="simulated_serial_starts_at_one"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Licence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("identifier", models.CharField(max_length=160, unique=True, verbose_name="identifier")),
                ("type_code", models.CharField(max_length=21, verbose_name="licence type")),
                ("serial", models.CharField(max_length=64, verbose_name="serial number")),
                ("version", models.PositiveSmallIntegerField(verbose_name="version")),
                ("seq", models.PositiveIntegerField(verbose_name="number of the journal row")),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("PENDING", "Waiting for the register"),
                            ("CURRENT", "In force"),
                            ("SUSPENDED", "Suspended"),
                            ("REVOKED", "Revoked: it was given unlawfully"),
                            ("WITHDRAWN", "Withdrawn: law or circumstances have changed"),
                            ("CANCELLED", "Cancelled as a penalty"),
                            ("DEREGISTERED", "Deregistered"),
                            ("EXPIRED", "Expired"),
                            ("SUPERSEDED", "Replaced by a later version"),
                        ],
                        default="PENDING",
                        max_length=16,
                        protected=True,
                        verbose_name="state",
                    ),
                ),
                ("state_at", models.DateTimeField(verbose_name="in this state since")),
                ("document", models.CharField(blank=True, default="", max_length=120, verbose_name="decision")),
                ("scope", models.TextField(blank=True, default="", verbose_name="scope")),
                ("valid_from", models.DateField(null=True, verbose_name="valid from")),
                ("valid_to", models.DateField(null=True, verbose_name="valid to")),
                ("said", models.JSONField(default=dict, verbose_name="what it says")),
                (
                    "digest",
                    models.CharField(blank=True, default="", max_length=64, verbose_name="SHA-256 of the document"),
                ),
                ("sample", models.BooleanField(default=False, verbose_name="sample")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="licences",
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
                    "holder",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="licences",
                        to="enterprises.enterprise",
                        verbose_name="holder",
                    ),
                ),
                (
                    "issuer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="licences",
                        to="workflows.organ",
                        verbose_name="issuer",
                    ),
                ),
                (
                    "previous",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="next",
                        to="approvals.licence",
                        verbose_name="version before",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "identifier__regex",
                                "^1\\.2\\.156\\.3005\\.2\\.[0-9A-Z]{21}\\.[0-9A-Z]{18}\\.[0-9A-Z]{1,64}\\.[0-9]{3}\\.[0-9A-Z]$",
                            )
                        ),
                        name="licence_identifier_is_well_formed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "PENDING",
                                    "CURRENT",
                                    "SUSPENDED",
                                    "REVOKED",
                                    "WITHDRAWN",
                                    "CANCELLED",
                                    "DEREGISTERED",
                                    "EXPIRED",
                                    "SUPERSEDED",
                                ],
                            )
                        ),
                        name="licence_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("previous", None), ("version", 1)),
                            models.Q(("previous__isnull", False), ("version__gt", 1)),
                            _connector="OR",
                        ),
                        name="only_a_first_version_follows_none",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("digest", ""), ("holder", None), ("state", "PENDING"), ("valid_from", None)),
                            models.Q(
                                models.Q(("state", "PENDING"), _negated=True),
                                ("digest__regex", "^[0-9a-f]{64}$"),
                                ("holder__isnull", False),
                                ("valid_from__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_licence_in_force_says_whose_it_is",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="licence_ends_after_it_begins",
                    ),
                    models.UniqueConstraint(fields=("case", "seq"), name="one_licence_of_an_act"),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("CURRENT", "SUSPENDED"))),
                        fields=("holder", "type_code"),
                        name="one_living_licence_of_a_type",
                    ),
                ],
            },
            bases=(django_fsm.FSMModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name="RegisterExchange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seq", models.PositiveIntegerField(verbose_name="number of the journal row")),
                ("number", models.PositiveIntegerField(verbose_name="number in the exchange")),
                ("request", models.UUIDField(verbose_name="request")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("SENT", "Sent to the register"),
                            ("ACKED", "Acknowledged by the register"),
                            ("FAILED", "Not taken by the register"),
                            ("RECONCILED", "Found in the register later"),
                        ],
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("body", models.JSONField(verbose_name="body")),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exchanges",
                        to="workflows.case",
                        verbose_name="case",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("case", "seq", "number"), name="exchange_has_its_place"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["SENT", "ACKED", "FAILED", "RECONCILED"])),
                        name="exchange_state_is_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("ACKED", "RECONCILED"))),
                        fields=("case", "seq"),
                        name="an_act_is_acknowledged_once",
                    ),
                ],
            },
        ),
        migrations.RunSQL((SQL / "guards.sql").read_text()),
    ]
