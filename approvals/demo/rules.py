"""The rules of the story: the shipped standards put in force, and one limit changed by two people and six districts."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.db import transaction

import approvals
from approvals.demo.cast import SINCE
from approvals.demo.seeds import BEGINNING
from approvals.demo.teller import Teller
from workflows.organisation.models import District, Person
from workflows.standards.canonical import load_yaml, parse
from workflows.standards.models import StandardDraft, StandardVersion
from workflows.standards.promulgation.enums import Opinion, SubjectKind
from workflows.standards.promulgation.models import PromulgationProcess, PromulgationTask
from workflows.standards.promulgation.verbs import approve, give_opinion, submit_draft
from workflows.standards.terms.documents import parse_terms
from workflows.standards.terms.verbs import begin_terms, subject_key, submit_terms, write_terms
from workflows.standards.verbs import publish

SHIPPED: Final = Path(approvals.__file__).parent / "standards"
CHANGED_FROM: Final = date(2026, 3, 23)
OWN_FROM: Final = date(2026, 3, 16)
_HOURS: Final = {
    "zh-Hans": "工作日 8:30–17:30，周六上午照常收件",
    "en": "Working days 8:30 to 17:30, and Saturday mornings",
}
OWN: Final[Mapping[str, list[dict[str, Any]]]] = {
    "registration": [
        {"place": "steps[seal].limit", "limit": {"days": "0.5"}},
        {"place": "steps[bank].limit", "limit": {"days": "0.5"}},
        {"place": "desks[WINDOW].hours", "text": _HOURS},
    ],
    "relocation": [
        {"place": "limits.promised", "limit": {"days": "1"}},
        {"place": "steps[archive_out].limit", "limit": {"days": "0.5"}},
        {"place": "steps[tasks].limit", "limit": {"days": "2"}},
        {"place": "materials[old_licence]", "without": True},
        {"place": "desks[WINDOW].hours", "text": _HOURS},
    ],
}
"""What 乐清 promises of its own: less time, a document less, and when its window is open."""


def put_in_force() -> None:
    """Publish every standard that ships, drafted by one keeper and approved by the other."""
    keepers = {keeper.username: keeper for keeper in Person.objects.filter(username__startswith="keeper.")}
    for path in sorted(SHIPPED.glob("*.yaml")):
        standard = parse(load_yaml(path))
        if not StandardVersion.objects.published().filter(key=standard.key).exists():
            publish(
                actor=keepers["keeper.a"],
                second=keepers["keeper.b"],
                standard=standard,
                valid_from=SINCE,
                now=BEGINNING,
            )


def promise_less_time(teller: Teller) -> None:
    """乐清 writes terms of its own for both standards; the other five districts are heard, a keeper approves."""
    teller.begin("terms", "片区条款：乐清市承诺更短时限、少交一份材料，其他五个片区征求意见，标准管理员批准")
    teller.at("2026-03-11 09:30")
    district = District.objects.get(code="YQ")
    promulgations = [_own(teller, district, key) for key in OWN]
    teller.at("2026-03-12 14:00")
    for promulgation in promulgations:
        _consent(teller, promulgation)
    teller.at("2026-03-13 10:00")
    keeper = Person.objects.get(username="keeper.a")
    for promulgation in promulgations:
        promulgation.refresh_from_db()
        if not promulgation.outcome:
            approve(actor=keeper, promulgation=promulgation.pk, now=teller.now)


def _own(teller: Teller, district: District, key: str) -> PromulgationProcess:
    processes = PromulgationProcess.objects.filter(subject=SubjectKind.TERMS, key=subject_key(key, district))
    told: PromulgationProcess | None = processes.first()
    if told:
        return told
    speaker = Person.objects.get(username=f"{district.code.lower()}.supervisor")
    with transaction.atomic():
        draft = begin_terms(actor=speaker, district=district, standard=key, now=teller.now)
        own = parse_terms(draft.body | {"differences": OWN[key]})
        write_terms(actor=speaker, draft=draft.pk, revision=draft.revision, differences=own.differences, now=teller.now)
        others = list(District.objects.filter(takes_part=True))
        return submit_terms(actor=speaker, draft=draft.pk, districts=others, valid_from=OWN_FROM, now=teller.now)


def _consent(teller: Teller, promulgation: PromulgationProcess) -> None:
    asked = PromulgationTask.objects.filter(process=promulgation, district__isnull=False, opinion="")
    for task in asked.select_related("district"):
        supervisor = Person.objects.get(username=f"{task.district.code.lower()}.supervisor")
        give_opinion(actor=supervisor, task=task.pk, opinion=Opinion.CONSENT, now=teller.now)


def change_a_limit(teller: Teller) -> None:
    """One keeper shortens the joint tasks after a relocation; six districts are heard, the other keeper approves."""
    teller.begin("rules", "标准修订：跨区迁移的联办事项由3个工作日缩短为2个工作日，六个片区征求意见，第二人批准")
    teller.at("2026-03-16 09:30")
    keeper, second = (Person.objects.get(username=name) for name in ("keeper.a", "keeper.b"))
    promulgation = PromulgationProcess.objects.filter(
        subject=SubjectKind.STANDARD, key="relocation"
    ).first() or _submit(keeper, teller)
    teller.at("2026-03-17 14:00")
    _consent(teller, promulgation)
    teller.at("2026-03-18 10:00")
    if not promulgation.outcome:
        approve(actor=second, promulgation=promulgation.pk, now=teller.now)


def _submit(keeper: Person, teller: Teller) -> PromulgationProcess:
    version = StandardVersion.objects.published().get(key="relocation")
    with transaction.atomic():
        draft = StandardDraft.objects.create(
            key="relocation", base=version, body=_shortened(version.body), drafted_by=keeper, changed_at=teller.now
        )
        districts = list(District.objects.filter(takes_part=True))
        return submit_draft(actor=keeper, draft=draft, districts=districts, valid_from=CHANGED_FROM, now=teller.now)


def _shortened(body: dict[str, Any]) -> dict[str, Any]:
    steps = [
        step | {"limit": {**step["limit"], "days": 2}} if step["key"] == "tasks" else step for step in body["steps"]
    ]
    return body | {"steps": steps}
