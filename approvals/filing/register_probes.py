"""Probes that ask registers: this corridor's own record of enterprises, and what adapters brought from outside."""

import re
from collections.abc import Callable, Sequence
from typing import Final

from approvals.filing import subjects
from approvals.filing.asking import Answered, Extract, Question
from approvals.filing.forms import authority_for
from approvals.filing.people import residents
from enterprises.identity.codes import check_id
from enterprises.identity.enums import IdType
from enterprises.registration.enums import ENDED, EnterpriseStatus, EntityType
from enterprises.registration.models import Enterprise, EnterpriseAddress
from workflows.organisation.codes import Verdict

RECORD: Final = "经营主体登记信息"
"""The source of what stands in this corridor's own record."""

STATUS: Final = {
    EnterpriseStatus.LICENCE_REVOKED: "吊销未注销",
    EnterpriseStatus.ANNULLED: "撤销",
    EnterpriseStatus.DEREGISTERED: "注销",
}
"""What the register calls a status that bars a move: its own terms, in sentences of either language."""

_DIVISION = re.compile(r"^(浙江省?)?(温州市?)?(龙湾区?|瓯海区?|鹿城区?|洞头区?|瑞安市?|乐清市?)?")
_FORM = re.compile(r"(股份有限公司|有限责任公司|有限公司)$")
_PUNCTUATION = re.compile(r"[\s()（）·・.\-]")

Subjects = Callable[[Question], Sequence[str]]


def no_subjects(question: Question) -> list[str]:  # noqa: ARG001 - one of the ways to name subjects
    """A probe that asks no outside register."""
    return []


def the_enterprise(question: Question) -> list[str]:
    """The enterprise that applies, by its code."""
    return [question.enterprise.uscc] if question.enterprise else []


def the_name(question: Question) -> list[str]:
    """The name that is proposed."""
    name = _proposed_name(question)
    return [name] if name else []


def everybody(question: Question) -> list[str]:
    """Everybody the form names by a resident identity card, once; nobody whose number cannot be right is asked about."""
    right = [each for each in residents(question.form) if check_id(each.id_no).verdict is Verdict.OK]
    return list(dict.fromkeys(subjects.person(each.id_type, each.id_no) for each in right))


def the_legal_representative(question: Question) -> list[str]:
    """The enterprise that applies, whose legal representative stays, or the person who is to be one."""
    if question.enterprise:
        return [question.enterprise.uscc]
    number = question.text("legal_rep", "id_no")
    return [subjects.person(question.text("legal_rep", "id_type") or IdType.RESIDENT, number)] if number else []


def extract_of(probe: str, about: Subjects) -> Callable[[Question], list[Answered]]:
    """A probe that answers what the last extract about its subject says."""

    def ask(question: Question) -> list[Answered]:
        return [_said(found) for found in _extracts(question, probe, about)[:1]]

    return ask


def status_live(question: Question) -> list[Answered]:
    """Whether the enterprise stands: by this corridor's record, and by the outside register where it said so later."""
    if found := _extracts(question, "status_live", the_enterprise):
        return [_said(found[0])]
    if question.enterprise is None:
        return []
    status = EnterpriseStatus(question.enterprise.status)
    named = {"status": STATUS[status]} if status in STATUS else {}
    return [
        Answered(
            value=status not in STATUS, source=RECORD, as_of=question.now, path="uscc" if named else "", named=named
        )
    ]


def name_unique(question: Question) -> list[Answered]:
    """Whether no enterprise of the authority has the same name, or one that differs in division and form alone."""
    if any(not found.says for found in _extracts(question, "name_unique", the_name)):
        return [_said(found) for found in _extracts(question, "name_unique", the_name)]
    name = _proposed_name(question)
    authority = _authority(question)
    if not name or not authority:
        return []
    others = _registered_with(question, authority)
    taken = next((other for other in others if core(other) == core(name)), "")
    field = "new_name" if question.text("new_name") else "name"
    named = {"other": taken} if taken else {}
    return [Answered(value=not taken, source=RECORD, as_of=question.now, path=field if taken else "", named=named)]


def real_name(question: Question) -> list[Answered]:
    """Whether everybody named passed the real-name check; one who did not, or is not known, leaves it open."""
    about = everybody(question)
    found = [question.extracts.get((subject, "real_name")) for subject in about]
    if failed := next((each for each in found if each and not each.says), None):
        return [_said(failed)]
    known = [each for each in found if each]
    complete = known and len(known) == len(about) == len({each.id_no for each in residents(question.form)})
    return [_said(min(known, key=lambda each: each.as_of))] if complete else []


def legal_rep_qualified(question: Question) -> list[Answered]:
    """Whether the law lets the legal representative be one (条例 12)."""
    return [_said(found) for found in _extracts(question, "legal_rep_qualified", the_legal_representative)[:1]]


def core(name: str) -> str:
    """What tells two names of one authority apart: the firm word and the trade, without division and form."""
    plain = _PUNCTUATION.sub("", name)
    return _FORM.sub("", _DIVISION.sub("", plain)) or plain


def _proposed_name(question: Question) -> str:
    keeps = question.form.get("keep_name", False) is True
    return subjects.named(question.text("name") if keeps else question.text("new_name") or question.text("name"))


def _authority(question: Question) -> str | None:
    if (authority := question.text("new_authority")).isalnum():
        return authority
    area = question.text("address", "area")
    by_shares = question.text("ent_type") in EntityType.values and EntityType(question.text("ent_type")).is_by_shares
    return authority_for(area, question.day, by_shares=by_shares) if area.isalnum() else None


def _registered_with(question: Question, authority: str) -> list[str]:
    """The names registered with an authority today that share the firm word's beginning, but the applicant's own."""
    there = EnterpriseAddress.objects.in_force(question.day).filter(authority__district__code=authority)
    others = Enterprise.objects.filter(addresses__in=there).exclude(status__in=ENDED)
    if question.enterprise:
        others = others.exclude(pk=question.enterprise.pk)
    word = core(_proposed_name(question))[:2]
    return list(others.filter(name__contains=word).values_list("name", flat=True).order_by("pk")) if word else []


def _extracts(question: Question, probe: str, about: Subjects) -> list[Extract]:
    found = (question.extracts.get((subject, probe)) for subject in about(question))
    return [each for each in found if each]


def _said(found: Extract) -> Answered:
    return Answered(value=found.says, source=found.source, as_of=found.as_of, named=found.named)
