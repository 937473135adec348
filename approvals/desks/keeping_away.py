"""Who keeps away from a case, and who may say so of whom (回避)."""

from dataclasses import dataclass

from approvals.desks.casefile import CaseFile
from workflows.engine.enums import Bar, RecusalReason
from workflows.engine.errors import EngineError
from workflows.engine.models import Recusal
from workflows.engine.rights import recusing_post
from workflows.organisation.models import Person, Post
from workflows.organisation.queries import Scope


@dataclass(frozen=True, slots=True)
class KeepingAway:
    """What a page shows of recusals: those declared at this case, and what the reader may declare or order."""

    declared: tuple[Recusal, ...]
    reasons: tuple[tuple[str, str], ...]
    colleagues: tuple[Person, ...]
    """Whom the reader may order to keep away; empty for who is no supervisor here."""
    may_declare: bool
    has_applicant: bool


def keeping_away_of(scope: Scope, file: CaseFile) -> KeepingAway | None:
    """Return it; None for who may neither declare nor order anything and finds nothing declared."""
    declared = _declared(scope, file)
    is_open, state = file.held.state.ended_at is None, file.held.state
    person = file.actor.person or 0
    mine = any(each.person_id == person and each.applicant is None for each in declared)
    may_declare = is_open and not mine and _may(file, person)
    colleagues = _colleagues(scope, file) if is_open and _may(file, 0) else ()
    if not (declared or may_declare or colleagues):
        return None
    reasons = tuple((reason.value, str(reason.label)) for reason in RecusalReason)
    return KeepingAway(declared, reasons, colleagues, may_declare, state.applicant is not None)


def _declared(scope: Scope, file: CaseFile) -> tuple[Recusal, ...]:
    """The recusals declared at this case; who keeps away came with the case, so that most pages ask nothing more."""
    if Bar.RECUSED not in file.held.barred.values():
        return ()
    found = Recusal.objects.visible_to(scope).filter(case=file.case.pk)
    return tuple(found.select_related("person", "declared_by").order_by("seq"))


def _may(file: CaseFile, person: int) -> bool:
    """Whether the reader may keep that person away; nobody has the key 0, so it stands for anybody else."""
    try:
        recusing_post(file.held.state, file.actor, person)
    except EngineError:
        return False
    return True


def _colleagues(scope: Scope, file: CaseFile) -> tuple[Person, ...]:
    codes = {file.held.state.district, *file.held.state.parties.values()}
    posts = Post.objects.in_force(scope.day).filter(desk__district__code__in=codes, person__is_active=True)
    found = posts.exclude(person=scope.person).select_related("person").order_by("person__name", "person_id")
    return tuple({post.person_id: post.person for post in found}.values())
