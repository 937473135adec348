"""Licences that stand before a test begins, and what is done with them."""

from datetime import date, datetime
from functools import partial
from typing import Any

from approvals import store
from approvals.licences.carrying import carry_out
from approvals.licences.changing import decide_change, start_change
from approvals.licences.enums import ChangeState, LicenceVerb, Side
from approvals.licences.identifier import build
from approvals.licences.models import Licence, LicenceChange
from approvals.licences.types import licence_types
from enterprises.registration.models import Enterprise
from tests import cast
from tests.approvals.stage import Stage, at
from workflows.journal.models import JournalRow

FILED = at("2026-02-12", "10:05")


def food_licence(stage: Stage, holder: Enterprise, until: date) -> Licence:
    """A food licence of Longwan in force, as an earlier system would hand it over."""
    founder = cast.person("乙")
    case = stage.file("registration", founder, -founder.pk, FILED)
    organ, kind = stage.areas["LW"].organ, licence_types()["food_licence"]
    named = build(type_code=kind.code, issuer=organ.uscc, serial="2021050700001", version=1)
    licence = Licence(
        identifier=str(named),
        type_code=kind.code,
        issuer_id=organ.pk,
        serial=named.serial,
        version=1,
        district_id=organ.district_id,
        case_id=case,
        seq=1,
        state_at=FILED,
        holder_id=holder.pk,
        valid_from=date(2021, 5, 7),
        valid_to=until,
        digest=store.keep(b"%PDF-1.7 an earlier one"),
        scope="热食类食品制售",
        said={
            "name": holder.name,
            "uscc": holder.uscc,
            "legal_representative": "王一",
            "address": "龙湾区永中街道1号",
            "scope_text": "热食类食品制售",
            "form": {"form.premises": "龙湾区永中街道1号一楼", "form.business_form": "餐饮服务经营者"},
        },
    )
    licence.take_effect()
    licence.save(using="worker", force_insert=True)
    return Licence.objects.using("worker").get(pk=licence.pk)


def done(stage: Stage, licence: Licence, verb: LicenceVerb, now: datetime, /, **more: Any) -> LicenceChange:
    """Start a change as a reviewer of the issuer, decide it as its approver, and let the worker carry it out."""
    start = partial(start_change, licence=licence.pk, verb=verb, side=Side.ISSUER, now=now)
    change = start(actor=stage.clerk("LW", "reviewer"), reason="经查证属实。", **more)
    return decided(stage, change, now)


def decided(stage: Stage, change: LicenceChange, now: datetime, *, grant: bool = True) -> LicenceChange:
    found = decide_change(
        actor=stage.clerk("LW", "approver"),
        change=change.pk,
        grant=grant,
        opinion="同意。" if grant else "不符。",
        now=now,
    )
    carry_out(found.pk, now)
    return LicenceChange.objects.using("worker").get(pk=change.pk)


def again(licence: Licence) -> Licence:
    return Licence.objects.using("worker").get(pk=licence.pk)


def journalled(licence: Licence) -> list[tuple[str, str]]:
    """What the journal of the licence's case says of changes."""
    rows = JournalRow.objects.using("worker").filter(case_id=licence.case_id, verb="FACT").order_by("seq")
    told = [row.payload["value"] for row in rows if row.payload["name"] == "licence_change"]
    return [(value["verb"], value["state"]) for value in told]


GRANTED = ChangeState.GRANTED
