"""Whether a case may go back a second time, as the supervisor of its district sees it."""

from dataclasses import dataclass

from approvals.deciding.models import ReturnPermission
from approvals.deciding.queries import permission_of, returned_before
from workflows.engine.models import Case
from workflows.organisation.enums import PostRole
from workflows.organisation.queries import Scope


@dataclass(frozen=True, slots=True)
class Leave:
    """Leave to return the application again for what was not told the first time; None while it is not given."""

    given: ReturnPermission | None


def leave_of(scope: Scope, case: Case) -> Leave | None:
    """What the supervisor of the case's district is asked about it; None for anybody else, and where nothing is to ask."""
    if not scope.holds(PostRole.SUPERVISOR, district=case.district_id):
        return None
    given = permission_of(scope, case.pk)
    return Leave(given) if given or (case.closed_at is None and returned_before(scope, case.pk)) else None
