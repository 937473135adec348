"""Probes that reckon by themselves or read what this corridor keeps: their answers can be mended before sending."""

from collections.abc import Mapping
from typing import Any, Final

from stdnum.cn import ric

from approvals.filing import catalogue, people
from approvals.filing.asking import Answered, Question
from approvals.filing.catalogue import Permit
from enterprises.identity.codes import check_id
from workflows.engine.models import Case
from workflows.organisation.codes import Verdict, check_uscc, normalise
from workflows.standards.enums import Regime

RECKONED: Final = "通办"
"""The source of what is reckoned here."""

NEGATIVE_LIST: Final = "address_permitted"
"""The probe under which a district's published negative list is kept, with the district's code as its subject."""

_ADDRESS_PARTS = ("street", "road", "number", "building", "room")


def id_check_digit(question: Question) -> list[Answered]:
    """Whether the check characters of the resident identity numbers are right (GB 11643); each wrong one is named."""
    wrong = []
    for each in people.residents(question.form):
        code = normalise(each.id_no)
        if check_id(code).verdict is not Verdict.OK and (expected := _expected_digit(code)):
            wrong.append(_wrong(question, each.path, expected=expected))
    return wrong or [_good(question)]


def uscc_check_digit(question: Question) -> list[Answered]:
    """Whether the check characters of the credit codes are right (GB 32100), but for a code a document shows."""
    codes = [(each.path, each.id_no) for each in people.enterprises(question.form)]
    if code := question.text("uscc"):
        codes.append(("uscc", code))
    wrong = []
    for path, code in codes:
        found = check_uscc(code)
        if found.verdict is Verdict.WARN and not _is_shown(question, found.normalised):
            wrong.append(_wrong(question, path, expected=found.named["expected"]))
    return wrong or [_good(question)]


def industry_code(question: Question) -> list[Answered]:
    """Whether the industry exists and fits the name or the first business item; no answer for one not looked at."""
    code = question.text("industry")
    if not catalogue.possible_industry(code):
        return [_wrong(question, "industry")]
    known = catalogue.industry(code)
    if known is None:
        return []
    scope = question.form.get("scope")
    first = scope[0] if isinstance(scope, list) and scope and isinstance(scope[0], str) else ""
    fits = any(word in question.text("name") or word in first for word in known.words)
    return [_good(question) if fits else _wrong(question, "industry")]


def scope_catalogue(question: Question) -> list[Answered]:
    """Whether every business item may be registered: a forbidden one may not, an unknown one is a person's to look at."""
    scope = question.form.get("scope")
    items = [
        (place, item) for place, item in enumerate(scope if isinstance(scope, list) else ()) if isinstance(item, str)
    ]
    found = [(place, item, catalogue.permit_of(item)) for place, item in items]
    wrong = [
        _wrong(question, f"scope.{place}", item=item) for place, item, permit in found if permit is Permit.FORBIDDEN
    ]
    if wrong:
        return wrong
    return [_good(question)] if found and all(permit for _place, _item, permit in found) else []


def new_area(question: Question) -> list[str]:
    """The district of the new address: its negative list is asked."""
    area = question.text("address", "area") or question.text("new_address", "area")
    return [area] if area.isalnum() else []


def address_permitted(question: Question) -> list[Answered]:
    """Whether the address stands on the published negative list of its district (浙规 19).

    A list that was not published bars nobody. An entry names parts of an address and bars every address with them.
    """
    listed = question.extracts.get((area, NEGATIVE_LIST)) if (area := "".join(new_area(question))) else None
    if listed is None:
        return [_good(question)]
    field = "address" if "address" in question.form else "new_address"
    address = question.form.get(field)
    entries = listed.named.get("entries", ())
    for entry in entries if isinstance(entries, list) else ():
        if _covers(entry, address if isinstance(address, Mapping) else {}):
            named = {"entry": str(entry.get("entry", ""))}
            return [Answered(value=False, source=listed.source, as_of=listed.as_of, path=field, named=named)]
    return [Answered(value=True, source=listed.source, as_of=listed.as_of)]


def no_open_relocation(question: Question) -> list[Answered]:
    """Whether the enterprise has no relocation under way; the one there is, by its number.

    Reads the cases the person who asks may see, among which are those of the enterprise they act for.
    """
    if question.enterprise is None:
        return []
    open_cases = Case.objects.get_queryset().filter(
        applicant=question.enterprise.pk, regime=Regime.RELOCATION.value, closed_at=None
    )
    number = open_cases.order_by("pk").values_list("number", flat=True).first()
    return [_wrong(question, "uscc", number=number) if number else _good(question)]


def _expected_digit(code: str) -> str:
    """The right check character, where all else about the number is right; otherwise "": the form's check says what."""
    body = code[:17]
    if len(code) != 18 or not (body.isascii() and body.isdigit()):  # noqa: PLR2004 - GB 11643
        return ""
    expected: str = ric.calc_check_digit(body + "0")
    return expected if check_id(body + expected).verdict is Verdict.OK else ""


def _is_shown(question: Question, code: str) -> bool:
    enterprise = question.enterprise
    return bool(enterprise and enterprise.uscc == code and enterprise.code_proof)


def _covers(entry: Any, address: Mapping[str, Any]) -> bool:
    """Whether an entry of a negative list covers an address: every part it names is the address's."""
    if not isinstance(entry, Mapping):
        return False
    named = [part for part in _ADDRESS_PARTS if entry.get(part)]
    return bool(named) and all(_same(entry[part], address.get(part)) for part in named)


def _same(listed: Any, typed: Any) -> bool:
    return isinstance(listed, str) and isinstance(typed, str) and normalise(listed) == normalise(typed)


def _good(question: Question) -> Answered:
    return Answered(value=True, source=RECKONED, as_of=question.now)


def _wrong(question: Question, path: str, **named: object) -> Answered:
    return Answered(value=False, source=RECKONED, as_of=question.now, path=path, named=named)
