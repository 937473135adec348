"""Everything a paper may tell of, read once: the act, its case, who applied and which organ issues."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.utils import timezone

from approvals.papers.errors import NobodyIssuesError
from enterprises.identity.masking import mask_id
from enterprises.people.models import PersonalValues
from enterprises.registration.models import Enterprise
from workflows.engine.models import ActContent, Case, CaseFile, CaseStep
from workflows.engine.past import version_then
from workflows.engine.rulebook import rules_of
from workflows.engine.rules import Rules
from workflows.engine.state import CaseState, Dues, Moves, Turn
from workflows.journal.enums import Verb
from workflows.journal.models import JournalRow
from workflows.organisation.models import Desk, District, Entrustment, Organ, Person
from workflows.organisation.queries import bodies_of, organ_issuing_for
from workflows.standards.enums import Regime
from workflows.standards.schema import Result, Standard

USCC_LABEL = "统一社会信用代码"


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who applied, as papers name them: an enterprise with its whole code, a person with a masked number."""

    name: str
    code_label: str = ""
    code: str = ""


@dataclass(frozen=True)
class Matter:
    """One act and what belongs to it. ``content`` is what somebody typed; ``turns`` are all up to this one."""

    row: JournalRow
    case: Case
    rules: Rules
    form: Mapping[str, Any]
    facts: Mapping[str, Any]
    materials: Mapping[str, Any]
    content: Mapping[str, Any]
    turns: tuple[Turn, ...]
    step: CaseStep
    using: str

    @property
    def turn(self) -> Turn:
        """The act itself."""
        return self.turns[-1]

    @property
    def standard(self) -> Standard:
        """The version of the standard that ruled when the act was done."""
        return self.rules.standard

    @property
    def at(self) -> datetime:
        """When the act took effect in law."""
        return self.row.legal_at

    @cached_property
    def day(self) -> date:
        """The day of the act by the clock on the wall; silence speaks at the end of a day, not on the next."""
        return timezone.localdate(self.at if self.row.actor_id else self.at - timedelta(microseconds=1))

    @property
    def opinion(self) -> str:
        """What whoever acted wrote, without what surrounds it."""
        return str(self.content.get("opinion") or "").strip()

    @cached_property
    def desk(self) -> Desk:
        """Where the act was done; for the engine and the applicant the first desk of the step's district."""
        if found := self.row.desk or self.step.desk:
            return found
        return self._desk(self.step.district, self._kinds)

    @cached_property
    def organ(self) -> Organ:
        """Who issues the paper: the organ that the act recorded as the deciding one, or that stands behind the desk."""
        bodies = self.turn.bodies
        return self._organ(bodies.decides) if bodies else organ_issuing_for(self.desk, self.day)

    @cached_property
    def sealer(self) -> Organ:
        """Whose seal the paper bears: the issuing organ's, unless its entrustment names another one."""
        bodies = self.turn.bodies or bodies_of(self.desk, self.day)
        return self._organ(bodies.seals) if bodies and bodies.seals != self.organ.pk else self.organ

    @cached_property
    def entrustment(self) -> Entrustment | None:
        """The document by which the handling organ acted for the issuing one; None where an organ acted for itself."""
        bodies = self.turn.bodies or bodies_of(self.desk, self.day)
        key = bodies.entrustment if bodies else None
        found = Entrustment.objects.using(self.using).select_related("issuer", "handler").filter(pk=key or 0)
        return found.first()

    @property
    def actor_name(self) -> str:
        """Who acted, with whom a deputy stood in for: 李四（代张三）."""
        if self.row.actor is None:
            return "系统"
        represented = self.row.on_behalf_of if self.turn.deputy_for else None
        return f"{self.row.actor.name}（代{represented.name}）" if represented else self.row.actor.name

    def _organ(self, key: int) -> Organ:
        return Organ.objects.using(self.using).select_related("district").get(pk=key)

    @cached_property
    def implementer(self) -> Organ:
        """The organ whose item it is: of the district that has the case, whoever acts in between."""
        return organ_issuing_for(self._desk(self.case.district, self._kinds), self.day)

    @cached_property
    def applicant(self) -> Applicant:
        """Who applied."""
        key = self.case.applicant or 0
        if self.enterprise:
            return Applicant(self.enterprise.name, USCC_LABEL, self.enterprise.uscc)
        person = Person.objects.using(self.using).filter(pk=-key).first() if key < 0 else None
        if person:
            values = PersonalValues.objects.using(self.using).filter(person=person).first()
            number = values.id_number if values else ""
            return Applicant(person.name, "证件号码", mask_id(number))
        return Applicant(self.enterprise_name, USCC_LABEL, str(self.form.get("uscc") or ""))

    @cached_property
    def enterprise(self) -> Enterprise | None:
        """The enterprise that applied, None before there is one."""
        return Enterprise.objects.using(self.using).filter(pk=self.case.applicant or 0).first()

    @property
    def enterprise_name(self) -> str:
        """The name of the enterprise the case is about, registered or to be."""
        return str(self.form.get("name") or self.case.subject)

    @property
    def enterprise_code(self) -> str:
        """Its code, empty before it has one."""
        return self.enterprise.uscc if self.enterprise else str(self.form.get("uscc") or "")

    def dues(self, turns: tuple[Turn, ...] | None = None) -> Dues:
        """When the limits end as the clock stood after ``turns``, all up to this one unless given."""
        entries = tuple(entry for turn in (turns or self.turns) for entry in turn.entries)
        return self.rules.clock.dues(entries, self.at)

    def data(self) -> dict[str, Any]:
        """What the sentences of the standard's checks name."""
        state = CaseState(
            regime=Regime(self.case.regime),
            phase=self.turn.source,
            district=self.step.district.code,
            parties=self.case.parties,
            applicant=self.case.applicant,
            received_at=self.case.opened_at,
            form=self.form,
            facts=self.facts,
            materials=self.materials,
        )
        return self.rules.data(state)

    def district_name(self, code: object) -> str:
        """The name of a district by its code; the code itself where there is none."""
        found = District.objects.using(self.using).filter(code=code).first()
        return found.name if found else str(code or "")

    def organ_of(self, party: str) -> Organ:
        """The organ that acts for a party of the case; raise NobodyIssuesError when it has no desk."""
        district = District.objects.using(self.using).get(code=self.case.parties[party])
        return organ_issuing_for(self._desk(district, ["REGISTRY", *self._kinds]), self.day)

    @property
    def _kinds(self) -> list[str]:
        """The kinds of desks of the standard, in its order, whether it lists them or only sends steps to them."""
        handling = [step.handler.desk for step in self.standard.steps if step.handler.desk]
        return list(dict.fromkeys([*(kind.key for kind in self.standard.desks), *handling]))

    def _desk(self, district: District, kinds: list[str]) -> Desk:
        desks = Desk.objects.using(self.using).in_force(self.day).filter(district=district, kind__in=kinds)
        found = sorted(desks.select_related("organ", "district"), key=lambda desk: kinds.index(desk.kind))
        if not found:
            raise NobodyIssuesError(district=district.name, day=self.day)
        return found[0]


def matter_of(row: JournalRow, *, using: str = "worker") -> Matter:
    """Read all that the papers of one journal row tell of."""
    case = Case.objects.using(using).select_related("district").get(pk=row.case_id)
    file = CaseFile.objects.using(using).get(case=case)
    content = ActContent.objects.using(using).filter(case=case, seq=row.seq).first()
    turns = _turns(row, using)
    steps = CaseStep.objects.using(using).select_related("desk__organ", "desk__district", "district")
    return Matter(
        row=JournalRow.objects.using(using)
        .select_related("actor", "on_behalf_of", "desk__organ", "desk__district")
        .get(pk=row.pk),
        case=case,
        rules=rules_of(version_then(row, case.standard_id, using)),
        form=file.form,
        facts=file.facts,
        materials=file.materials,
        content=content.body if content else {},
        turns=turns,
        step=steps.get(case=case, ordinal=turns[-1].ordinal),
        using=using,
    )


def _turns(row: JournalRow, using: str) -> tuple[Turn, ...]:
    rows = JournalRow.objects.using(using).filter(case_id=row.case_id, seq__lte=row.seq)
    payloads = rows.filter(verb__in=[Verb.OPEN, Verb.ACT]).order_by("seq").values_list("payload", flat=True)
    return Moves.from_json({"base": 0, "turns": [payload["turn"] for payload in payloads]}).turns


def paper_results(matter: Matter, named: tuple[str, ...]) -> list[Result]:
    """The papers among the results a turn names, in the standard's order."""
    return [result for result in matter.standard.results if result.kind == "PAPER" and result.key in named]
