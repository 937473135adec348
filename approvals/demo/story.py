"""The story of the demonstration, scene by scene, on simulated dates from 2026-03-02 on."""

from collections.abc import Callable
from datetime import date
from typing import Any

from approvals.demo.cast import ENTERPRISES
from approvals.demo.forms import registration, relocation
from approvals.demo.teller import Teller
from approvals.licences.enums import Ground, LicenceVerb

ENTERPRISE = {seed.key: seed for seed in ENTERPRISES}
REGISTRATION_MATERIALS = ("application", "articles", "shareholder_identity", "appointments", "address_proof")
RELOCATION_MATERIALS = ("application", "resolution", "articles_amendment", "address_proof")
TOGETHER = ("seal", "tax", "insurance", "fund", "bank")
END = "2026-05-08 10:00"
"""When the story ends, and from when its clock goes on by itself."""
REMEDY = (
    "如不服本决定，可以自收到本通知书之日起六十日内向{government}申请行政复议，"
    "或者自收到本通知书之日起六个月内向{court}提起行政诉讼。"
)


def registration_returned_and_filed_anew(teller: Teller) -> None:
    """A registration in 龙湾: returned once with all its faults, filed anew, granted, the licence issued."""
    teller.begin("registration", "企业设立登记：章晓在龙湾区申请设立公司，材料有误被退回，改正后重新提交")
    teller.at("2026-03-02 09:12")
    form = registration("温州市龙湾睿目智能科技有限公司", date(2026, 2, 2))
    first = teller.file("founder", "registration", form, REGISTRATION_MATERIALS)
    teller.cases["registration_returned"] = first
    teller.at("2026-03-02 09:40")
    teller.act("lw.receiver", first, "receipt", "accept")
    teller.at("2026-03-02 10:30")
    teller.act(
        "lw.reviewer",
        first,
        "review",
        "return",
        items=[
            _defect("material", "articles", "章程缺少股东乙未的签名", "由全体股东签名后重新上传", "公司法第四十六条"),
            _defect("field", "period", "章程载明的经营期限与申请书不一致", "统一为同一期限", "细则第十二条"),
        ],
    )
    teller.at("2026-03-02 14:05")
    second = teller.file("founder", "registration", form, REGISTRATION_MATERIALS, again=first)
    teller.cases["registration"] = second
    teller.at("2026-03-02 14:20")
    teller.act("lw.receiver", second, "receipt", "accept")
    teller.at("2026-03-02 15:10")
    teller.act("lw.reviewer", second, "review", "pass")
    teller.at("2026-03-02 16:00")
    teller.act("lw.approver", second, "decision", "grant")
    teller.at("2026-03-02 16:40")
    teller.act("lw.issuer", second, "issue", "issue")
    teller.at("2026-03-03 10:00")
    for step in TOGETHER:
        teller.act("lw.tasks", second, step, "done")


def relocation_over_two_districts(teller: Teller) -> None:
    """A relocation 瓯海 → 龙湾: one filing, the origin agrees, authority and address switch, the archive follows."""
    teller.begin("relocation", "企业跨区迁移：温州睿视智能装备有限公司从瓯海区迁往龙湾区")
    teller.at("2026-03-04 09:30")
    form = relocation(ENTERPRISE["e1"], date(2026, 3, 4), date(2026, 2, 20))
    case = teller.file("e1", "relocation", form, RELOCATION_MATERIALS)
    teller.cases["relocation"] = case
    teller.at("2026-03-04 10:00")
    teller.act("lw.receiver", case, "request", "request")
    teller.at("2026-03-04 15:20")
    teller.act("oh.reviewer", case, "origin_check", "clear", opinion="未发现清单所列情形，同意迁出。")
    _finish_relocation(teller, case, "2026-03-05", archive_from="oh")


def relocation_refused(teller: Teller) -> None:
    """A relocation of an enterprise whose licence was revoked: checked, refused with ground and remedy."""
    teller.begin("refused", "不予登记：温州慢山商贸有限公司已被吊销营业执照，不能迁移")
    teller.at("2026-03-09 09:00")
    form = relocation(ENTERPRISE["e6"], date(2026, 3, 9), date(2026, 3, 1))
    case = teller.file("e6", "relocation", form, RELOCATION_MATERIALS)
    teller.cases["refused"] = case
    teller.at("2026-03-09 10:00")
    opinion = "企业登记状态为吊销未注销，只能办理清算、注销事项。"
    teller.act("lw.reviewer", case, "settle", "refuse", ground="blocked_by_check", opinion=opinion)
    teller.at("2026-03-09 15:00")
    remedy = REMEDY.format(government="温州市龙湾区人民政府", court="温州市龙湾区人民法院")
    teller.act("lw.approver", case, "refusal", "deny", ground="blocked_by_check", opinion=opinion, remedy=remedy)
    teller.at("2026-03-10 09:00")
    teller.act("lw.issuer", case, "tell", "deliver")


def relocation_with_a_silent_origin(teller: Teller) -> None:
    """A relocation whose origin says nothing for its one day: cleared by the corridor's agreement, over a holiday."""
    teller.begin("silent", "迁出地逾期未答复：乐清市低压电器有限公司迁往龙湾区，一个工作日届满视为同意迁出")
    teller.at("2026-04-29 08:40")
    form = relocation(ENTERPRISE["e4"], date(2026, 4, 29), date(2026, 4, 20), new_name="温州市龙湾低压电器有限公司")
    case = teller.file("e4", "relocation", form, RELOCATION_MATERIALS)
    teller.cases["silent"] = case
    teller.at("2026-04-29 09:00")
    teller.act("lw.receiver", case, "request", "request")
    _finish_relocation(teller, case, "2026-05-06", archive_from="yq")


def licence_lost_and_corrected(teller: Teller) -> None:
    """A licence that was lost is replaced; an error on another one waits for whoever decides."""
    teller.begin("licences", "执照遗失补发；另一份执照的住所有误，更正待核准")
    teller.at("2026-05-07 10:00")
    teller.change_licence(
        "founder", teller.cases["registration"], LicenceVerb.REISSUE, Ground.LOST, decided_by="lw.approver"
    )
    teller.change_licence(
        "lw.reviewer",
        teller.cases["relocation"],
        LicenceVerb.CORRECT,
        Ground.CLERICAL,
        reason="执照记载的住所缺少楼层。",
        values={"address": "浙江省温州市龙湾区永中街道永强大道1688号2幢3层301室"},
    )


def cases_left_open(teller: Teller) -> None:
    """What waits for whoever tries the demonstration: one at the window, one at the origin, one to be decided."""
    teller.begin("open", "留给您试用的在办件")
    teller.at("2026-05-08 08:40")
    form = registration("温州市龙湾启明视光科技有限公司", date(2026, 4, 20), capital=200, room="502室")
    waiting = teller.file("founder", "registration", form, REGISTRATION_MATERIALS)
    teller.cases["open_window"] = waiting
    form = registration("温州市龙湾云栖软件有限公司", date(2026, 4, 22), capital=100, room="606室")
    deciding = teller.file("founder", "registration", form, REGISTRATION_MATERIALS)
    teller.cases["open_decision"] = deciding
    form = relocation(ENTERPRISE["e3"], date(2026, 5, 8), date(2026, 4, 30), new_name="温州市龙湾恒阀智控有限公司")
    moving = teller.file("e3", "relocation", form, RELOCATION_MATERIALS)
    teller.cases["open_origin"] = moving
    teller.at("2026-05-08 09:10")
    teller.act("lw.receiver", moving, "request", "request")
    teller.act("lw.receiver", deciding, "receipt", "accept")
    teller.at("2026-05-08 09:40")
    teller.act("lw.reviewer", deciding, "review", "pass")
    teller.at(END)


SCENES: tuple[Callable[[Teller], None], ...] = (
    registration_returned_and_filed_anew,
    relocation_over_two_districts,
    relocation_refused,
    relocation_with_a_silent_origin,
    licence_lost_and_corrected,
    cases_left_open,
)


def _finish_relocation(teller: Teller, case: int, day: str, *, archive_from: str) -> None:
    teller.at(f"{day} 09:10")
    teller.act("lw.reviewer", case, "review", "pass")
    teller.at(f"{day} 10:00")
    teller.act("lw.approver", case, "decision", "grant")
    teller.at(f"{day} 11:00")
    teller.act("lw.issuer", case, "issue", "issue")
    teller.at(f"{day} 14:00")
    teller.act(f"{archive_from}.archivist", case, "archive_out", "hand_over", opinion="登记档案一卷，电子档案已移交。")
    teller.at(f"{day} 15:00")
    teller.act("lw.archivist", case, "archive_in", "receive", opinion="页数与清单一致，已接收。")
    teller.at(f"{day} 16:00")
    teller.act("lw.tasks", case, "tasks", "done")
    teller.act("lw.tasks", case, "wrap_up", "close")


def _defect(place: str, key: str, defect: str, remedy: str, basis: str) -> dict[str, Any]:
    return {place: key, "defect": defect, "remedy": remedy, "basis": basis}
