"""What a notice of registration lists: the items registered at founding, or what a move changed."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import override

from approvals.papers import wording
from approvals.papers.matter import Matter
from enterprises.registration.enums import EntityType
from enterprises.registration.models import EnterpriseAddress


def at_founding(matter: Matter) -> list[dict[str, str]]:
    """The items of registration (条例 8) of the enterprise to be."""
    form = matter.form
    rows = {
        "名称": form.get("name", ""),
        "类型": type_label(form.get("ent_type")),
        "住所": _address(matter, form.get("address") or {}),
        "法定代表人": (form.get("legal_rep") or {}).get("name", ""),
        "注册资本": f"{_plain(form['capital'])}万元人民币" if form.get("capital") else "",
        "经营范围": "；".join(form.get("scope") or ()),
        "经营期限": period_text(form.get("period") or {}),
        "股东": "；".join(_shareholder(each) for each in form.get("shareholders") or ()),
    }
    return [{"label": label, "value": value} for label, value in rows.items() if value]


def after_move(matter: Matter) -> list[dict[str, str]]:
    """What the move changes (条例 27): authority and address, and the name and the representative where they change."""
    form = matter.form
    rows = [
        ("登记机关", matter.organ_of("origin").name, matter.organ_of("destination").name),
        ("住所", _former_address(matter), _address(matter, form.get("new_address") or {})),
    ]
    if not form.get("keep_name") and form.get("new_name"):
        rows.append(("名称", matter.enterprise_name, form["new_name"]))
    if form.get("legal_rep_change") and form.get("legal_rep"):
        before = matter.enterprise.legal_representative if matter.enterprise else "–"
        rows.append(("法定代表人", before, form["legal_rep"]["name"]))
    return [{"label": label, "before": before, "value": value} for label, before, value in rows]


def type_label(code: object) -> str:
    """The name of a type of enterprise in Chinese; the code where it is not known."""
    with override("zh-hans"):
        return str(EntityType(str(code)).label) if str(code) in EntityType.values else str(code or "")


def period_text(period: Mapping[str, Any]) -> str:
    """The term of business of a form: 长期, or from a day to a day."""
    if period.get("unlimited"):
        return "长期"
    start, end = (wording.written_day(period[key]) if period.get(key) else "" for key in ("start", "end"))
    return f"{start}至{end}" if start or end else ""


def _plain(amount: object) -> str:
    """500.000000 as 500."""
    text = str(amount)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _shareholder(each: Mapping[str, Any]) -> str:
    due = wording.written_day(each.get("due_date", ""))
    return f"{each.get('name', '')}（认缴{_plain(each.get('amount', ''))}万元，{due}前缴足）"


def _address(matter: Matter, address: Mapping[str, Any]) -> str:
    return wording.address_text(address, matter.district_name(address.get("area")))


def _former_address(matter: Matter) -> str:
    """The address before the day of the decision; the former district where the register has none."""
    known = EnterpriseAddress.objects.using(matter.using).filter(enterprise=matter.case.applicant)
    former = known.filter(valid_from__lt=matter.day).select_related("district").order_by("-valid_from").first()
    return str(former) if former else matter.district_name(matter.form.get("old_area"))
