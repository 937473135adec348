"""The models of who asks, gathered for Django; each lives in the room of its concept."""

from enterprises.people.models import Agent, Member, PersonalValues
from enterprises.registration.models import Enterprise, EnterpriseAddress

__all__ = ["Agent", "Enterprise", "EnterpriseAddress", "Member", "PersonalValues"]
