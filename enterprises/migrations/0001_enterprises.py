"""Enterprises, their addresses, their people, and the guards of all three."""

from pathlib import Path

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import enterprises.identity.text

ROOMS = Path(__file__).parents[1]


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("workflows", "0009_promulgation"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Enterprise",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uscc", models.CharField(max_length=18, unique=True, verbose_name="unified social credit code")),
                (
                    "code_proof",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=80,
                        validators=[enterprises.identity.text.writable],
                        verbose_name="document that shows the code",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        max_length=120, validators=[enterprises.identity.text.writable], verbose_name="name"
                    ),
                ),
                (
                    "entity_type",
                    models.CharField(
                        choices=[
                            ("1110", "Limited liability company (wholly state-owned)"),
                            ("1121", "Limited liability company (joint venture of foreign-invested enterprises)"),
                            ("1122", "Limited liability company (foreign-invested enterprise and domestic capital)"),
                            ("1123", "Limited liability company (sole owner: foreign-invested enterprise)"),
                            ("1130", "Limited liability company (natural persons invest or control)"),
                            ("1140", "Limited liability company (state-controlled)"),
                            ("1151", "Limited liability company (sole owner: natural person)"),
                            ("1152", "Limited liability company (sole owner: legal person of natural persons)"),
                            ("1153", "Limited liability company (sole owner: legal person not of natural persons)"),
                            ("1190", "Limited liability company (other)"),
                            ("1211", "Company limited by shares (listed, foreign-invested)"),
                            ("1212", "Company limited by shares (listed, natural persons invest or control)"),
                            ("1213", "Company limited by shares (listed, state-controlled)"),
                            ("1221", "Company limited by shares (not listed, foreign-invested)"),
                            ("1222", "Company limited by shares (not listed, natural persons invest or control)"),
                            ("1223", "Company limited by shares (not listed, state-controlled)"),
                            ("1229", "Company limited by shares (not listed, other)"),
                            ("4531", "General partnership"),
                            ("4533", "Limited partnership"),
                            ("4540", "Sole proprietorship"),
                            ("2000", "Branch of a company"),
                            ("3000", "Enterprise legal person that is not a company"),
                            ("5000", "Foreign-invested enterprise"),
                            ("6000", "Enterprise with investment from Hong Kong, Macao or Taiwan"),
                            ("9100", "Farmers' cooperative"),
                            ("9500", "Individual business"),
                        ],
                        max_length=4,
                        verbose_name="type",
                    ),
                ),
                (
                    "industry",
                    models.CharField(
                        max_length=4,
                        validators=[
                            django.core.validators.RegexValidator("^[0-9]{4}$", "An industry code has four digits.")
                        ],
                        verbose_name="industry (GB/T 4754)",
                    ),
                ),
                (
                    "business_scope",
                    models.TextField(
                        blank=True,
                        default="",
                        validators=[enterprises.identity.text.writable_lines],
                        verbose_name="business scope",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("IN_BUSINESS", "In business"),
                            ("LICENCE_REVOKED", "Licence revoked, not yet deregistered"),
                            ("ANNULLED", "Registration annulled"),
                            ("DEREGISTERED", "Deregistered"),
                        ],
                        default="IN_BUSINESS",
                        max_length=16,
                        verbose_name="status",
                    ),
                ),
                ("established_on", models.DateField(verbose_name="established on")),
                ("term_ends_on", models.DateField(blank=True, null=True, verbose_name="business term ends on")),
                ("capital", models.BigIntegerField(blank=True, null=True, verbose_name="registered capital in 分")),
                (
                    "legal_representative",
                    models.CharField(
                        max_length=60,
                        validators=[enterprises.identity.text.writable],
                        verbose_name="legal representative",
                    ),
                ),
                (
                    "phone",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=24,
                        validators=[enterprises.identity.text.writable],
                        verbose_name="phone",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["name"], name="enterprises_by_name")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("uscc__regex", "^[0-9A-HJ-NP-RTUWXY]{18}$")),
                        name="enterprise_uscc_is_well_formed",
                        violation_error_message="A unified social credit code has 18 characters without I, O, S, V and Z.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True), models.Q(("legal_representative", ""), _negated=True)
                        ),
                        name="enterprise_has_a_name",
                        violation_error_message="An enterprise has a name and a legal representative.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "entity_type__in",
                                [
                                    "1110",
                                    "1121",
                                    "1122",
                                    "1123",
                                    "1130",
                                    "1140",
                                    "1151",
                                    "1152",
                                    "1153",
                                    "1190",
                                    "1211",
                                    "1212",
                                    "1213",
                                    "1221",
                                    "1222",
                                    "1223",
                                    "1229",
                                    "4531",
                                    "4533",
                                    "4540",
                                    "2000",
                                    "3000",
                                    "5000",
                                    "6000",
                                    "9100",
                                    "9500",
                                ],
                            )
                        ),
                        name="enterprise_type_is_known",
                        violation_error_message="This type of enterprise does not exist.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("industry__regex", "^[0-9]{4}$")),
                        name="enterprise_industry_has_four_digits",
                        violation_error_message="An industry code has four digits.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["IN_BUSINESS", "LICENCE_REVOKED", "ANNULLED", "DEREGISTERED"])
                        ),
                        name="enterprise_status_is_known",
                        violation_error_message="This status does not exist.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("term_ends_on", None), ("term_ends_on__gt", models.F("established_on")), _connector="OR"
                        ),
                        name="enterprise_term_ends_after_it_begins",
                        violation_error_message="The business term ends after the day of establishment.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("capital", None), ("capital__gt", 0), _connector="OR"),
                        name="enterprise_capital_is_more_than_nothing",
                        violation_error_message="Registered capital is more than nothing.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "entity_type__in",
                                    [
                                        "1110",
                                        "1121",
                                        "1122",
                                        "1123",
                                        "1130",
                                        "1140",
                                        "1151",
                                        "1152",
                                        "1153",
                                        "1190",
                                        "1211",
                                        "1212",
                                        "1213",
                                        "1221",
                                        "1222",
                                        "1223",
                                        "1229",
                                    ],
                                ),
                                _negated=True,
                            ),
                            ("capital__isnull", False),
                            _connector="OR",
                        ),
                        name="a_company_has_registered_capital",
                        violation_error_message="A company has registered capital.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonalValues",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="personal_values",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                ("id_type", models.CharField(default="111", max_length=3, verbose_name="type of identity document")),
                ("id_number", models.CharField(blank=True, default="", max_length=64, verbose_name="identity number")),
                (
                    "phone",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=24,
                        validators=[enterprises.identity.text.writable],
                        verbose_name="phone",
                    ),
                ),
                ("erased_at", models.DateTimeField(blank=True, null=True, verbose_name="erased at")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("id_type__regex", "^[0-9]{3}$")),
                        name="id_type_has_three_digits",
                        violation_error_message="The type of an identity document is a code of three digits.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("id_type", "111"), _negated=True),
                            ("id_number", ""),
                            ("id_number__regex", "^[0-9]{17}[0-9X]$"),
                            _connector="OR",
                        ),
                        name="resident_id_is_well_formed",
                        violation_error_message="An identity number has 17 digits and a digit or X.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("erased_at", None), models.Q(("id_number", ""), ("phone", "")), _connector="OR"
                        ),
                        name="erased_values_are_empty",
                        violation_error_message="Nothing is kept of what was erased.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("id_number", ""), _negated=True),
                        fields=("id_type", "id_number"),
                        name="one_person_per_identity_number",
                        violation_error_message="Another account has this identity number.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Agent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="valid from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="valid to")),
                (
                    "scope",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("FILE", "File applications"),
                                ("RECEIVE", "Receive papers and licences"),
                                ("CORRECT", "Correct and supplement"),
                                ("WITHDRAW", "Withdraw applications"),
                            ],
                            max_length=10,
                        ),
                        size=None,
                        verbose_name="scope",
                    ),
                ),
                (
                    "document",
                    models.CharField(
                        max_length=80,
                        validators=[enterprises.identity.text.writable],
                        verbose_name="letter of authorisation",
                    ),
                ),
                ("appointed_at", models.DateTimeField(verbose_name="appointed at")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="revoked at")),
                (
                    "appointed_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="appointed by",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="authorisations",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="agent",
                    ),
                ),
                (
                    "revoked_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="revoked by",
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agents",
                        to="enterprises.enterprise",
                        verbose_name="enterprise",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="agent_ends_after_it_begins",
                        violation_error_message="The last day must lie after the first.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("valid_to__isnull", False)),
                        name="agent_is_authorised_for_a_time",
                        violation_error_message="An authorisation has a last day.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("scope__contained_by", ["FILE", "RECEIVE", "CORRECT", "WITHDRAW"]), ("scope__len__gt", 0)
                        ),
                        name="agent_scope_names_known_acts",
                        violation_error_message="An authorisation names at least one act, and only acts that exist.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("document", ""), _negated=True),
                        name="agent_has_a_letter",
                        violation_error_message="An agent needs a signed letter of authorisation.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("revoked_at", None), ("revoked_by", None)),
                            models.Q(("revoked_at__isnull", False), ("revoked_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="agent_is_revoked_by_somebody_at_some_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("revoked_at", None), ("revoked_at__gte", models.F("appointed_at")), _connector="OR"
                        ),
                        name="agent_is_revoked_after_being_appointed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EnterpriseAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="valid from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="valid to")),
                (
                    "street",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=60,
                        validators=[enterprises.identity.text.writable],
                        verbose_name="street or town",
                    ),
                ),
                (
                    "road",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=60,
                        validators=[enterprises.identity.text.writable],
                        verbose_name="road",
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=30,
                        validators=[enterprises.identity.text.writable],
                        verbose_name="number",
                    ),
                ),
                (
                    "building",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=60,
                        validators=[enterprises.identity.text.writable],
                        verbose_name="building",
                    ),
                ),
                (
                    "room",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=30,
                        validators=[enterprises.identity.text.writable],
                        verbose_name="room",
                    ),
                ),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="registers",
                        to="workflows.organ",
                        verbose_name="registration authority",
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workflows.district",
                        verbose_name="area",
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="addresses",
                        to="enterprises.enterprise",
                        verbose_name="enterprise",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="enterpriseaddress_ends_after_it_begins",
                        violation_error_message="The last day must lie after the first.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("street", ""), _negated=True),
                            models.Q(("road", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="address_names_a_street_or_road",
                        violation_error_message="An address names a street or a road.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to", None)),
                        fields=("enterprise",),
                        name="one_open_address_per_enterprise",
                        violation_error_message="The enterprise has an address already; it moves from it to the next.",
                    ),
                    models.UniqueConstraint(
                        fields=("enterprise", "valid_from"),
                        name="addresses_of_an_enterprise_follow_one_another",
                        violation_error_message="Another address of the enterprise begins on this day.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="valid from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="valid to")),
                (
                    "role",
                    models.CharField(
                        choices=[("LEGAL_REPRESENTATIVE", "Legal representative"), ("HANDLER", "Handler")],
                        max_length=20,
                        verbose_name="role",
                    ),
                ),
                ("may_sign", models.BooleanField(default=False, verbose_name="may sign")),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="enterprises.enterprise",
                        verbose_name="enterprise",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="member_ends_after_it_begins",
                        violation_error_message="The last day must lie after the first.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["LEGAL_REPRESENTATIVE", "HANDLER"])),
                        name="member_role_is_known",
                        violation_error_message="This role does not exist.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("role", "LEGAL_REPRESENTATIVE"), _negated=True),
                            ("may_sign", True),
                            _connector="OR",
                        ),
                        name="a_legal_representative_may_sign",
                        violation_error_message="A legal representative may sign.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("role", "LEGAL_REPRESENTATIVE"), ("valid_to", None)),
                        fields=("enterprise",),
                        name="one_legal_representative_per_enterprise",
                        violation_error_message="The enterprise has a legal representative already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to", None)),
                        fields=("person", "enterprise", "role"),
                        name="one_open_membership_of_a_role",
                        violation_error_message="This person already has this role in the enterprise.",
                    ),
                ],
            },
        ),
        *(migrations.RunSQL((ROOMS / room / "sql" / "guards.sql").read_text()) for room in ("registration", "people")),
    ]
