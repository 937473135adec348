"""The rules of the story: the shipped standards put in force, and one limit changed by two people and six districts."""

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
from workflows.standards.promulgation.enums import Opinion
from workflows.standards.promulgation.models import PromulgationProcess, PromulgationTask
from workflows.standards.promulgation.verbs import approve, give_opinion, submit_draft
from workflows.standards.verbs import publish

SHIPPED: Final = Path(approvals.__file__).parent / "standards"
CHANGED_FROM: Final = date(2026, 3, 23)


def put_in_force() -> None:
    """Publish every standard that ships, drafted by one keeper and approved by the other."""
    keepers = {keeper.username: keeper for keeper in Person.objects.filter(username__startswith="keeper.")}
    for path in sorted(SHIPPED.glob("*.yaml")):
        standard = parse(load_yaml(path))
        if not StandardVersion.objects.filter(key=standard.key).exists():
            publish(
                actor=keepers["keeper.a"],
                second=keepers["keeper.b"],
                standard=standard,
                valid_from=SINCE,
                now=BEGINNING,
            )


def change_a_limit(teller: Teller) -> None:
    """One keeper shortens the joint tasks after a relocation; six districts are heard, the other keeper approves."""
    teller.begin("rules", "标准修订：跨区迁移的联办事项由3个工作日缩短为2个工作日，六个片区征求意见，第二人批准")
    teller.at("2026-03-16 09:30")
    keeper, second = (Person.objects.get(username=name) for name in ("keeper.a", "keeper.b"))
    promulgation = PromulgationProcess.objects.filter(key="relocation").first() or _submit(keeper, teller)
    teller.at("2026-03-17 14:00")
    asked = PromulgationTask.objects.filter(process=promulgation, district__isnull=False, opinion="")
    for task in asked.select_related("district"):
        supervisor = Person.objects.get(username=f"{task.district.code.lower()}.supervisor")
        give_opinion(actor=supervisor, task=task.pk, opinion=Opinion.CONSENT, now=teller.now)
    teller.at("2026-03-18 10:00")
    if not promulgation.outcome:
        approve(actor=second, promulgation=promulgation.pk, now=teller.now)


def _submit(keeper: Person, teller: Teller) -> PromulgationProcess:
    version = StandardVersion.objects.get(key="relocation")
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
