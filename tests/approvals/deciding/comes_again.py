"""A registration in 龙湾 that was returned for its articles and comes again."""

import uuid
from typing import Any

from approvals.deciding.verbs import act
from approvals.filing.queries import filing_of, materials_of
from approvals.filing.verbs import attach, begin_draft, detach, save_draft
from tests import cast
from tests.approvals.filing.stage import NOW, PDF, Stage, draft_of, seen, send
from workflows.organisation.enums import PostRole
from workflows.organisation.models import Desk, Person

APPOINTMENTS = {"material": "appointments", "defect": "缺监事签名", "remedy": "补签", "basis": "细则第二十五条"}
ARTICLES = {"material": "articles", "defect": "缺股东签名", "remedy": "补签", "basis": "公司法第四十六条"}
EMAIL = {"field": "email", "defect": "邮箱无法送达", "remedy": "更正", "basis": "细则第二十五条"}
WORDS = "更换章程后监事的任职文件不再相符"


def returned(stage: Stage, case: int, *items: dict[str, Any]) -> None:
    """The window takes the case in, the registry returns it for these items."""
    for role, step, name in ((PostRole.RECEIVER, "receipt", "accept"), (PostRole.REVIEWER, "review", "return")):
        payload = {"items": list(items)} if name == "return" else {}
        clerk = stage.clerks["LW", role]
        act(actor=clerk, case=case, step=step, act=name, key=uuid.uuid4(), now=NOW, payload=payload)


def again(stage: Stage, *changes: str, **answers: Any) -> int:
    """A registration returned for its articles that comes again with these materials and answers changed."""
    first = send(stage.founder, draft_of("registration", stage.founder))
    returned(stage, first.case, ARTICLES)
    with seen(stage.founder) as scope:
        previous = filing_of(scope, first.case)
        assert previous
        form = previous.form
    draft = begin_draft(actor=stage.founder, standard="registration", enterprise=None, now=NOW, previous=previous)
    save_draft(actor=stage.founder, draft=draft.pk, version=1, form=form | answers, now=NOW)
    for key in changes:
        with seen(stage.founder) as scope:
            old = materials_of(scope, draft).get(key=key)
        detach(actor=stage.founder, draft=draft.pk, material_id=old.pk, now=NOW)
        attach(actor=stage.founder, draft=draft.pk, material=key, name="new.pdf", data=PDF + b"\n", now=NOW)
    return send(stage.founder, draft).case


def supervisor(stage: Stage, code: str = "LW") -> Person:
    who = cast.person("督查员")
    desk = Desk.objects.filter(district=stage.districts[code])[0]
    cast.post(who, PostRole.SUPERVISOR, desk)
    return who
