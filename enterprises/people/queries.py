"""For which enterprises a person acts on a day, and what they may do for one."""

from datetime import date, datetime, time, timedelta

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Q, QuerySet
from django.utils.timezone import make_aware

from enterprises.people.enums import AgentAct
from enterprises.people.models import Agent, Member


def members_in_force(person: int, day: date) -> QuerySet[Member]:
    """The memberships of a person on a day; a closed account has none."""
    return Member.objects.in_force(day).filter(person=person, person__is_active=True)


def authorisations_in_force(person: int, day: date) -> QuerySet[Agent]:
    """The authorisations of a person on a day: begun, not ended, and not revoked by the end of that day."""
    day_after = make_aware(datetime.combine(day + timedelta(days=1), time.min))
    standing = Q(revoked_at=None) | Q(revoked_at__gte=day_after)
    return Agent.objects.in_force(day).filter(standing, person=person, person__is_active=True)


def own_key(person: int) -> int:
    """The key of a person as an applicant in their own name: a founder files before the enterprise exists."""
    return -person


def applicants_of(person: int, day: date) -> frozenset[int]:
    """The keys of the applicants a person acts for on a day, as the kernel's ``Actor.applicants``; one query.

    They are the enterprises' keys and, always, the person's own one.
    """
    day_after = make_aware(datetime.combine(day + timedelta(days=1), time.min))
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(_ACTS_FOR, [person, day, day, person, day, day, day_after])
        return frozenset({own_key(person), *(enterprise for (enterprise,) in cursor.fetchall())})


# ``members_in_force`` and ``authorisations_in_force``, as they are sent: every act asks, and putting the two together by
# the ORM takes several times what the database needs.
_ACTS_FOR = """
SELECT m.enterprise_id FROM enterprises_member m JOIN workflows_person p ON p.id = m.person_id AND p.is_active
 WHERE m.person_id = %s AND m.valid_from <= %s AND (m.valid_to IS NULL OR m.valid_to > %s)
UNION
SELECT a.enterprise_id FROM enterprises_agent a JOIN workflows_person p ON p.id = a.person_id AND p.is_active
 WHERE a.person_id = %s AND a.valid_from <= %s AND (a.valid_to IS NULL OR a.valid_to > %s)
   AND (a.revoked_at IS NULL OR a.revoked_at >= %s)
"""


def memberships_covering(person: int, enterprise: int, act: AgentAct, day: date) -> QuerySet[Member]:
    """The memberships by which a person may do an act: any, but to withdraw takes one who may sign (by analogy to 16号令 56)."""
    covering = members_in_force(person, day).filter(enterprise=enterprise)
    return covering.filter(may_sign=True) if act == AgentAct.WITHDRAW else covering


def authorisations_covering(person: int, enterprise: int, act: AgentAct, day: date) -> QuerySet[Agent]:
    """The authorisations whose scope names an act."""
    return authorisations_in_force(person, day).filter(enterprise=enterprise, scope__contains=[act])


def may(person: int, enterprise: int, act: AgentAct, day: date) -> bool:
    """Tell whether a person may do an act for an enterprise on a day, as member or as agent."""
    return (
        memberships_covering(person, enterprise, act, day).exists()
        or authorisations_covering(person, enterprise, act, day).exists()
    )


def may_sign(person: int, enterprise: int, day: date) -> bool:
    """Tell whether a person binds an enterprise on a day: as its legal representative or as a member with the right."""
    return members_in_force(person, day).filter(enterprise=enterprise, may_sign=True).exists()
