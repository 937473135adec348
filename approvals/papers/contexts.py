"""What each paper says, as plain values: the header every paper has and the fields its own law asks for.

A paper's values come from the act and its case alone, so that a paper made again says the same.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from approvals.filing.models import Material
from approvals.papers import wording
from approvals.papers.enums import Template
from approvals.papers.matter import Matter
from approvals.papers.models import PaperNumber
from approvals.papers.offices import office_of
from approvals.papers.registered import after_move, at_founding
from workflows.engine.enums import Answer
from workflows.standards.enums import Effect, Regime
from workflows.standards.schema import Ground, Result
from workflows.standards.sentences import sentence

Values = dict[str, Any]

CHINESE: Final = "zh-Hans"
_COUNTY, _CITY = "4", "3"
"""行使层级 in the implementation code (domain.md §5.4)."""

_RETURN = "《市场主体登记管理条例》第十九条、《市场主体登记管理条例实施细则》第十八条"
_TRANSFER = "《市场主体登记管理条例》第二十七条、《市场主体登记管理条例实施细则》第六十二条"
_LICENSING = "《中华人民共和国行政许可法》"
_ARCHIVE: Final = (
    ("设立、变更、备案等历次登记申请材料", "电子、纸质"),
    ("历次登记决定、通知书", "电子、纸质"),
    ("营业执照存档件、许可批准文件复制件", "电子、纸质"),
    ("股东会决议、公司章程及章程修正案", "电子、纸质"),
    ("股东主体资格和法定代表人、董事、监事、经理身份文件", "电子、纸质"),
    ("住所使用文件", "电子、纸质"),
    ("登记系统中的登记数据", "电子"),
)
"""What the file of a company is made of (domain.md §3.6)."""

_RECOGNITION: Final[Mapping[str, str]] = MappingProxyType(
    {
        "R0": "直接继续有效",
        "R1": "继续有效，迁入地直接认可",
        "R2": "继续有效，迁入地备案后认可",
        "R3": "继续有效，场所事项按规定核查",
        "R4": "有效期内继续有效，跨区效力依法律、法规、规章的规定",
    }
)


def context_of(matter: Matter, result: Result, *, number: str, sample: bool) -> Values:
    """The values of one paper; raises KeyError for a template that is not one of this room's."""
    own = _OWN[Template(result.template)](matter)
    return _header(matter, result, number, sample=sample) | own


def _header(matter: Matter, result: Result, number: str, *, sample: bool) -> Values:
    organ, office, implementer = matter.organ, office_of(matter.organ), matter.implementer
    level = _CITY if implementer.district.gb2260.endswith("00") else _COUNTY
    return {
        "title": result.title.zh,
        "number": number,
        "sample": sample,
        "organ_name": organ.name,
        "applicant_name": matter.applicant.name,
        "applicant_code_label": matter.applicant.code_label,
        "applicant_code": matter.applicant.code,
        "enterprise_name": matter.enterprise_name,
        "enterprise_code": matter.enterprise_code,
        "item_title": matter.standard.title.zh,
        "item_code": f"{implementer.uscc}{level}{matter.standard.item_code}",
        "case_number": matter.case.number,
        "received_on": wording.day_of(matter.case.opened_at),
        "date": wording.day(matter.day),
        "created": matter.day.isoformat(),
        "enquiries_phone": office.enquiries,
        "supervision_phone": office.supervision,
        "handled_by": f"{matter.desk.organ.name}{matter.desk.name}" if matter.desk.organ_id != organ.pk else "",
        "opinion": matter.opinion,
        "actor_name": matter.actor_name,
        "seal_name": matter.sealer.name if matter.sealer.pk != organ.pk else "",
        **_entrusted(matter),
        "acted_at": wording.minute_of(matter.at),
    }


def _entrusted(matter: Matter) -> Values:
    """By whose entrustment the handling organ acted (许可法 24): 受…委托."""
    found = matter.entrustment
    if found is None:
        return {"entrusted": ""}
    until = f"，有效期至{wording.day(found.valid_to)}（不含当日）" if found.valid_to else ""
    return {"entrusted": f"{found.handler.name}受{found.issuer.name}委托办理（委托文书：{found.document}{until}）"}


def _material_receipt(matter: Matter) -> Values:
    return {
        **_limits(matter),
        "received_at": wording.minute_of(matter.case.opened_at),
        "channel": "网上提交",
        "receiver": f"{matter.desk.name}（系统自动收件）" if matter.row.actor is None else matter.desk.name,
        "materials": _materials(matter),
    }


def _acceptance_notice(matter: Matter) -> Values:
    law = f"{_LICENSING}第三十二条第一款第五项"
    return {**_limits(matter), "law": law, "accepted_on": wording.day(matter.day)}


def _limits(matter: Matter) -> Values:
    limits, dues = matter.standard.limits, matter.dues()
    agent = matter.form.get("agent")
    return {
        "statutory_limit": wording.limit_text(limits.statutory),
        "promised_limit": wording.limit_text(limits.promised),
        "promised_due": wording.due_day(dues.promised) if dues.promised else "",
        "statutory_due": wording.due_day(dues.statutory) if dues.statutory else "",
        "agent_name": agent.get("name", "") if isinstance(agent, Mapping) else "",
    }


def _materials(matter: Matter) -> list[Values]:
    """The application form, which is filled in online, and every file handed in."""
    titles = {material.key: material.title.zh for material in matter.standard.materials}
    files = Material.objects.using(matter.using).filter(filing__case=matter.case.pk).order_by("pk")
    rows = [{"name": titles.get(f.key, f.key), "file": f.name, "form": "电子文件", "copies": "1"} for f in files]
    return [{"name": "网上填报的申请表", "file": "", "form": "电子表单", "copies": "1"}, *rows]


def _return_notice(matter: Matter) -> Values:
    return {"defects": _defects(matter), "law": _RETURN}


def _correction_notice(matter: Matter) -> Values:
    due = next((step.due_at for step in matter.turn.opened if step.due_at), None)
    return {
        "defects": _defects(matter),
        "law": f"{_LICENSING}第三十二条第一款第四项",
        "days": matter.content.get("days", ""),
        "correct_by": wording.due_day(due) if due else "",
    }


def _defects(matter: Matter) -> list[Values]:
    materials = {material.key: material.title.zh for material in matter.standard.materials}
    fields = matter.standard.form.get("properties", {})
    return [
        {
            "place": materials.get(item["material"], item["material"])
            if item.get("material")
            else fields.get(item["field"], {}).get("title", item["field"]),
            "defect": item["defect"],
            "remedy": item["remedy"],
            "basis": item["basis"],
        }
        for item in matter.content.get("items", ())
    ]


def _redirect_notice(matter: Matter) -> Values:
    ground = _ground(matter)
    return {
        "ground": ground.sentence.zh if ground else "该事项不属于本机关办理的事项",
        "clause": wording.clause(ground.basis) if ground else "",
    }


def _registration_notice(matter: Matter) -> Values:
    if "new_address" in matter.form:
        entries, law = after_move(matter), "《市场主体登记管理条例》第十九条、第二十四条、第二十七条"
        return {"changed": True, "entries": entries, "law": law, "decision": "准予变更（迁移）登记"}
    law = "《市场主体登记管理条例》第十九条、第二十一条"
    return {"changed": False, "entries": at_founding(matter), "law": law, "decision": "准予登记"}


def _refusal_notice(matter: Matter) -> Values:
    ground, office = _ground(matter), office_of(matter.organ)
    found = _found(matter)
    applied = f"你（单位）于{wording.day_of(matter.case.opened_at)}向本机关提出“{matter.standard.title.zh}”申请，申请主体为{matter.enterprise_name}。"
    registered = matter.case.regime in {Regime.REGISTRATION, Regime.RELOCATION}
    return {
        "facts": f"{applied}经审查查明：{matter.opinion}{found}" if matter.opinion or found else "",
        "reason": f"{ground.sentence.zh}。" if ground else "",
        "clause": wording.clause(ground.basis) if ground else "",
        "decision": "不予登记" if registered else "不予许可",
        "remedy": str(matter.content.get("remedy") or "").strip(),
        "reconsideration": office.reconsideration,
        "court": office.court,
    }


def _found(matter: Matter) -> str:
    """What the last automatic check found that bars the application."""
    checks = {check.id: check for check in matter.standard.checks}
    asked = [turn.findings for turn in matter.turns if turn.findings]
    failed = [f for f in (asked[-1] if asked else ()) if f.effect is Effect.BLOCK and f.answer is Answer.FAILED]
    if not failed:
        return ""
    data = matter.data()
    said = "；".join(sentence(checks[each.check], data, CHINESE) for each in failed if each.check in checks)
    return f"系统核查发现：{said}。"


def _extension_notice(matter: Matter) -> Values:
    licensing = matter.case.regime == Regime.LICENCE
    new, old = matter.dues().promised, matter.dues(matter.turns[:-1]).promised
    return {
        "law": f"{_LICENSING}第四十二条" if licensing else "《市场主体登记管理条例》第十九条",
        "extension": wording.limit_text(matter.standard.limits.extension),
        "new_due": wording.due_day(new) if new else "",
        "old_due": wording.due_day(old) if old else "",
        "approver": matter.actor_name if matter.row.actor else "",
    }


def _termination_notice(matter: Matter) -> Values:
    by_applicant = matter.turn.outcome == "withdraw"
    return {
        "ended_at": wording.minute_of(matter.at),
        "ground": "撤回申请" if by_applicant else "出现依法应当终止办理的情形",
        "law": "《市场监督管理行政许可程序暂行规定》第三十条",
    }


def _transfer_letter(matter: Matter) -> Values:
    silence = next((step.silence_at for step in matter.turn.opened if step.silence_at), None)
    return {
        **_two_organs(matter),
        "new_address": _new_address(matter),
        "law": _TRANSFER,
        "reply_by": f"{wording.due_day(silence)}24时" if silence else "",
        "archive": _archive(),
    }


def _moveout_opinion(matter: Matter) -> Values:
    ground, silence = _ground(matter), matter.standard.step(matter.turn.step).silence
    basis = ground.basis if ground else [silence.citation] if silence else []
    return {
        **_two_organs(matter),
        "held": matter.turn.outcome == "held",
        "silent": matter.row.actor is None,
        "ended_at": f"{wording.due_day(matter.at)}24时",
        "ground": ground.sentence.zh if ground else "",
        "clause": wording.clause(basis),
        "letter_number": _number_of(matter, Template.TRANSFER_LETTER),
    }


def _licences_go_on(matter: Matter) -> Values:
    listed = matter.form.get("licences") or ()
    licences = [
        {"title": each["title"], "identifier": each["identifier"], "effect": _RECOGNITION[each["class"]]}
        for each in listed
    ]
    return {**_two_organs(matter), "licences": licences}


def _archive_list(matter: Matter) -> Values:
    return {**_two_organs(matter), "law": _TRANSFER, "archive": _archive()}


def _archive_receipt(matter: Matter) -> Values:
    return {**_two_organs(matter), "law": _TRANSFER, "list_number": _number_of(matter, Template.ARCHIVE_LIST)}


def _archive() -> list[Values]:
    return [{"name": name, "carrier": carrier} for name, carrier in _ARCHIVE]


def _two_organs(matter: Matter) -> Values:
    return {
        "origin_name": matter.organ_of("origin").name,
        "destination_name": matter.organ_of("destination").name,
    }


def _new_address(matter: Matter) -> str:
    address = matter.form.get("new_address") or {}
    return wording.address_text(address, matter.district_name(address.get("area")))


def _ground(matter: Matter) -> Ground | None:
    """The ground of the closed list that was chosen."""
    key = matter.content.get("ground")
    return next((ground for ground in matter.standard.grounds if ground.key == key), None)


def _number_of(matter: Matter, template: Template) -> str:
    """The number of the last paper of that kind in the case, empty when there is none."""
    keys = [result.key for result in matter.standard.results if result.template == template]
    kept = PaperNumber.objects.using(matter.using).filter(case=matter.case, result__in=keys, seq__lt=matter.row.seq)
    return kept.order_by("-seq").values_list("text", flat=True).first() or ""


_OWN: Final[Mapping[Template, Callable[[Matter], Values]]] = MappingProxyType(
    {
        Template.MATERIAL_RECEIPT: _material_receipt,
        Template.ACCEPTANCE_NOTICE: _acceptance_notice,
        Template.RETURN_NOTICE: _return_notice,
        Template.CORRECTION_NOTICE: _correction_notice,
        Template.REDIRECT_NOTICE: _redirect_notice,
        Template.REGISTRATION_NOTICE: _registration_notice,
        Template.REFUSAL_NOTICE: _refusal_notice,
        Template.EXTENSION_NOTICE: _extension_notice,
        Template.TERMINATION_NOTICE: _termination_notice,
        Template.TRANSFER_LETTER: _transfer_letter,
        Template.MOVEOUT_OPINION: _moveout_opinion,
        Template.LICENCES_GO_ON: _licences_go_on,
        Template.ARCHIVE_LIST: _archive_list,
        Template.ARCHIVE_RECEIPT: _archive_receipt,
    }
)
