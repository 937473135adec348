"""What the demonstration's enterprises fill in; every value is made up."""

from datetime import date
from typing import Any

from approvals.demo.cast import EnterpriseSeed

Form = dict[str, Any]

PEOPLE = {
    "first": ("章晓", "330303198501029011", "1985-01-02", "13800000001"),
    "second": ("乙未", "330304199011239025", "1990-11-23", "13800000002"),
    "third": ("丙申", "330382197808089036", "1978-08-08", "13800000003"),
    "contact": ("丁酉", "330381199510119047", "1995-10-11", "13800000004"),
}


def registration(name: str, retained_on: date, *, capital: int = 500, room: str = "301室") -> Form:
    """A limited liability company in 龙湾 with two shareholders; ``capital`` in 万元."""
    first, second, third, contact = (PEOPLE[key] for key in ("first", "second", "third", "contact"))
    return {
        "filed_at": "LW",
        "name": name,
        "name_retained_on": retained_on.isoformat(),
        "ent_type": "1130",
        "address": {
            "area": "LW",
            "street": "永中街道",
            "road": "永强大道",
            "number": "1688号",
            "building": "2幢",
            "room": room,
        },
        "address_basis": "PROMISE",
        "address_promise": True,
        "industry": "3491",
        "scope": ["工业机器人制造", "软件开发"],
        "prior_items": [],
        "capital": str(capital),
        "currency": "CNY",
        "shareholders": [
            _shareholder(first, str(capital * 3 // 5)),
            _shareholder(second, str(capital - capital * 3 // 5)),
        ],
        "legal_rep": {
            "name": first[0],
            "id_type": "111",
            "id_no": first[1],
            "born_on": first[2],
            "phone": first[3],
            "phone_verified": True,
        },
        "directors": [{"name": first[0], "id_no": first[1], "term_years": 3}],
        "supervisors": [{"name": third[0], "id_no": third[1]}],
        "audit_committee": [],
        "manager": {"name": second[0], "id_no": second[1]},
        "contact": {"name": contact[0], "id_no": contact[1], "phone": contact[3]},
        "period": {"unlimited": True},
        "phone": first[3],
        "email": "office@example.com",
        "postcode": "325024",
        "beneficial_owner": {"exempt": False, "owners": [{"name": first[0], "id_no": first[1]}]},
        "consents": {"truthful": True, "electronic_delivery": True},
    }


def relocation(seed: EnterpriseSeed, filed_on: date, resolved_on: date, *, new_name: str = "") -> Form:
    """A move to 龙湾, with the old name or a new one."""
    form: Form = {
        "uscc": seed.uscc,
        "name": seed.name,
        "old_area": seed.area,
        "old_authority": seed.authority,
        "new_authority": "LW",
        "new_address": {
            "area": "LW",
            "street": "海滨街道",
            "road": "滨海五道",
            "number": "399号",
            "building": "6幢",
            "room": "502室",
        },
        "address_basis": "LEASED",
        "lease_until": filed_on.replace(year=filed_on.year + 3).isoformat(),
        "effective_date": filed_on.isoformat(),
        "keep_name": not new_name,
        "resolution_date": resolved_on.isoformat(),
        "votes_for_pct": "100",
        "legal_rep_change": False,
        "licences": [],
        "branches": [],
        "consents": {"truthful": True, "electronic_delivery": True},
    }
    return form | ({"new_name": new_name} if new_name else {})


def _shareholder(person: tuple[str, str, str, str], amount: str) -> Form:
    name, id_no, _born_on, _phone = person
    return {
        "name": name,
        "id_type": "111",
        "id_no": id_no,
        "amount": amount,
        "method": "CASH",
        "due_date": "2030-12-31",
    }
