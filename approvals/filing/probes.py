"""The probes a standard may name: each asks one register, or reckons by itself, and says what it found.

An answer is a truth value with its source, or there is none: then the case goes to a person, never on by itself. Those
that reckon, or read what this corridor keeps, are ``at_once``: an applicant can mend what they find before sending. What
an outside register says is the authority's to decide on.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from approvals.filing import local_probes, register_probes
from approvals.filing.asking import Answered, Question
from approvals.filing.extracts import latest
from enterprises.registration.models import Enterprise
from workflows.standards.registry import Registry
from workflows.standards.registry import registry as registered
from workflows.standards.schema import Standard

Fact = Mapping[str, Any]
_Ask = Callable[[Question], Sequence[Answered]]


@dataclass(frozen=True, slots=True)
class Probe:
    """One probe: how it asks. It gives an answer for each place that is wrong, one good answer, or none at all."""

    name: str
    ask: _Ask
    at_once: bool = False
    subjects: Callable[[Question], Sequence[str]] = field(default=register_probes.no_subjects)

    def __call__(self, question: Question) -> Fact | None:
        """The fact of a case, as the checks of a standard expect it; None without an answer."""
        answers = self.ask(question)
        return answers[0].fact() if answers else None


def _local(name: str, ask: _Ask, subjects: Callable[[Question], Sequence[str]] = register_probes.no_subjects) -> Probe:
    return Probe(name, ask, at_once=True, subjects=subjects)


def _register(name: str, subjects: Callable[[Question], Sequence[str]] = register_probes.the_enterprise) -> Probe:
    return Probe(name, register_probes.extract_of(name, subjects), subjects=subjects)


PROBES: Final[Mapping[str, Probe]] = {
    probe.name: probe
    for probe in (
        _local("id_check_digit", local_probes.id_check_digit),
        _local("uscc_check_digit", local_probes.uscc_check_digit),
        _local("industry_code", local_probes.industry_code),
        _local("scope_catalogue", local_probes.scope_catalogue),
        _local("address_permitted", local_probes.address_permitted, local_probes.new_area),
        _local("no_open_relocation", local_probes.no_open_relocation),
        Probe("name_unique", register_probes.name_unique, subjects=register_probes.the_name),
        Probe("status_live", register_probes.status_live, subjects=register_probes.the_enterprise),
        Probe("real_name", register_probes.real_name, subjects=register_probes.everybody),
        Probe(
            "legal_rep_qualified",
            register_probes.legal_rep_qualified,
            subjects=register_probes.the_legal_representative,
        ),
        _register("prior_permit_valid", register_probes.the_name),
        *(
            _register(name)
            for name in (
                *("no_simple_deregistration", "no_liquidation", "no_court_order", "no_investigation", "equity_free"),
                *("annual_report", "address_contact", "no_serious_dishonesty", "capital_terms", "tax_settled"),
                "contributions_settled",
            )
        ),
    )
}
"""Every probe there is, by name."""


def register_probes_in(registry: Registry = registered) -> None:
    """Let standards name every probe; safe to repeat."""
    for name, probe in PROBES.items():
        registry.add_probe(name, probe)


def ask(
    standard: Standard, form: Mapping[str, Any], enterprise: Enterprise | None, now: datetime
) -> dict[str, Sequence[Answered]]:
    """What every probe of the standard says of a form, by name; the extracts they need are read in one query.

    With an enterprise it is asked inside ``seen_by`` of whoever acts for it.
    """
    asked = Question(standard, form, enterprise, now)
    needed = [PROBES[name] for name in _names(standard) if name in PROBES]
    subjects = {subject for probe in needed for subject in probe.subjects(asked)}
    question = Question(standard, form, enterprise, now, latest(subjects, [probe.name for probe in needed], now))
    return {probe.name: probe.ask(question) for probe in needed}


def facts_of(answers: Mapping[str, Sequence[Answered]]) -> dict[str, Fact]:
    """The facts of a case that answers come to: the first of each probe; one without an answer is absent."""
    return {name: said[0].fact() for name, said in answers.items() if said}


def facts_for(
    standard: Standard, form: Mapping[str, Any], enterprise: Enterprise | None, now: datetime
) -> dict[str, Fact]:
    """What every probe of the standard says of a form, as the checks expect it; one without an answer is absent."""
    return facts_of(ask(standard, form, enterprise, now))


def _names(standard: Standard) -> list[str]:
    return list(dict.fromkeys(check.probe for check in standard.checks if check.probe))
