"""The enterprises of the story, as they would be filed, and people who act for them."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction

from enterprises.people.enums import AgentAct, MemberRole
from enterprises.people.models import Agent, Member
from enterprises.registration.enums import EntityType
from enterprises.registration.models import Enterprise, EnterpriseAddress
from tests import cast
from tests.cast import Area
from workflows.organisation.models import Person

ESTABLISHED = date(2025, 4, 1)
EYES = "91330304MAE1YH662B"
"""温州睿视智能装备有限公司, registered in Ouhai, first of the story."""


def enterprise(**fields: Any) -> Enterprise:
    """An enterprise, not yet written."""
    return Enterprise(
        **{
            "uscc": EYES,
            "name": "温州睿视智能装备有限公司",
            "entity_type": EntityType.NATURAL_PERSONS_LLC,
            "industry": "3491",
            "established_on": ESTABLISHED,
            "capital": 500_000_000,
            "legal_representative": "张睿",
            "phone": "13812341234",
            **fields,
        }
    )


def address(area: Area, **fields: Any) -> EnterpriseAddress:
    """An address in an area, under its organ, not yet written."""
    return EnterpriseAddress(
        **{
            "authority": area.organ,
            "district": area.district,
            "street": "茶山街道",
            "road": "创新路",
            "number": "18号",
            "building": "2幢",
            "room": "301室",
            "valid_from": ESTABLISHED,
            **fields,
        }
    )


def registered(area: Area, **fields: Any) -> Enterprise:
    """An enterprise that stands in the register, with its address in an area."""
    with transaction.atomic():
        made = enterprise(**fields)
        made.save()
        address(area, enterprise=made).save()
    return made


def member(of: Enterprise, role: MemberRole = MemberRole.HANDLER, who: Person | None = None, **fields: Any) -> Person:
    """Somebody of the enterprise, since it was established."""
    who = who or cast.person()
    fields = {"may_sign": role == MemberRole.LEGAL_REPRESENTATIVE, "valid_from": ESTABLISHED, **fields}
    Member.objects.create(person=who, enterprise=of, role=role, **fields)
    return who


def agent(of: Enterprise, appointed_by: Person, day: date, **fields: Any) -> Agent:
    """An authorisation for everything, for thirty days from a day on."""
    return Agent.objects.create(
        **{
            "person": fields.pop("person", None) or cast.person(),
            "enterprise": of,
            "scope": list(AgentAct.values),
            "document": "授权委托书2026-1",
            "valid_from": day,
            "valid_to": day + timedelta(days=30),
            "appointed_by": appointed_by,
            "appointed_at": f"{day}T00:00:00+08:00",
            **fields,
        }
    )
