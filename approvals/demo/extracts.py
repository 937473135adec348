"""What the outside registers say in the demonstration: one extract per enterprise and question, one per person."""

from collections.abc import Iterator
from typing import Final

from approvals.demo.cast import ENTERPRISES, EnterpriseSeed
from approvals.demo.forms import PEOPLE
from approvals.demo.seeds import BEGINNING
from approvals.filing import subjects
from approvals.filing.models import RegisterExtract

PUBLICITY: Final = "企业信用信息公示系统（演示）"
ASKED_OF_ENTERPRISES: Final = {
    "no_simple_deregistration": PUBLICITY,
    "no_liquidation": PUBLICITY,
    "no_court_order": "人民法院协助执行（演示）",
    "no_investigation": "执法办案系统（演示）",
    "equity_free": PUBLICITY,
    "annual_report": PUBLICITY,
    "address_contact": PUBLICITY,
    "no_serious_dishonesty": PUBLICITY,
    "capital_terms": PUBLICITY,
    "tax_settled": "税务信息共享（演示）",
    "contributions_settled": "社保、公积金信息共享（演示）",
    "legal_rep_qualified": "任职限制查询（演示）",
}
ABNORMAL: Final = {("e4", "annual_report")}
"""E4 stands on the list of abnormal operation for its annual report: the record travels, the move is not barred."""


def note_extracts() -> None:
    """Write every extract as the adapters' role, once."""
    RegisterExtract.objects.using("worker").bulk_create([*_of_enterprises(), *_of_people()], ignore_conflicts=True)


def _of_enterprises() -> Iterator[RegisterExtract]:
    for seed in ENTERPRISES:
        for probe, source in ASKED_OF_ENTERPRISES.items():
            yield _extract(seed.uscc, probe, source, says=_says(seed, probe))


def _of_people() -> Iterator[RegisterExtract]:
    for _name, number, _born_on, _phone in PEOPLE.values():
        subject = subjects.person("111", number)
        yield _extract(subject, "real_name", "公安人口信息核验（演示）", says=True)
        yield _extract(subject, "legal_rep_qualified", ASKED_OF_ENTERPRISES["legal_rep_qualified"], says=True)


def _says(seed: EnterpriseSeed, probe: str) -> bool:
    return (seed.key, probe) not in ABNORMAL


def _extract(subject: str, probe: str, source: str, *, says: bool) -> RegisterExtract:
    return RegisterExtract(subject=subject, probe=probe, value=says, source=source, as_of=BEGINNING)
