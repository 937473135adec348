"""A company moves from 瓯海 to 龙湾: one filing, two districts, the archive handed over; all in English."""

from datetime import date

from playwright.sync_api import expect

from approvals.demo.cast import ENTERPRISES
from approvals.demo.forms import relocation
from tests.e2e.acting import act, file_application, hand_in, send
from tests.e2e.visitor import Door

SEED = next(seed for seed in ENTERPRISES if seed.key == "e1")
FORM = relocation(SEED, date(2026, 5, 8), date(2026, 4, 30), new_name="温州市龙湾睿视智能装备有限公司")
MATERIALS = ("application", "resolution", "articles_amendment", "address_proof", "old_licence")
WAY = (
    ("lw.receiver", "request", ""),
    ("oh.reviewer", "clear", "Nothing on the list was found."),
    ("lw.reviewer", "pass", ""),
    ("lw.approver", "grant", ""),
    ("lw.issuer", "issue", ""),
    ("oh.archivist", "hand_over", "One volume, handed over as a file."),
    ("lw.archivist", "receive", "The pages agree with the list."),
    ("lw.tasks", "done", ""),
    ("lw.tasks", "close", ""),
)


def test_a_company_moves_from_one_district_to_another(door: Door) -> None:
    owner = door.enter("e1", language="en")
    owner.goto("/portal/begin/relocation/")
    owner.locator("form.card button[type=submit]").click()
    file_application(owner, FORM)
    needed = [name for name in MATERIALS if owner.locator(f"#materials-{name} input[type=file]").count()]
    hand_in(owner, *needed)
    owner.locator("a.btn-primary").last.click()
    case = send(owner)

    for place, (who, name, opinion) in enumerate(WAY):
        clerk = door.enter(who, language="en")
        act(clerk, case, name, **({"opinion": opinion} if opinion else {}))
        if place == 0:
            # From the request on, the origin sees the case too; a third district never does.
            for stranger in ("ra.reviewer", "yq.receiver"):
                assert door.enter(stranger).goto(f"/desks/{case}/").status == 404  # type: ignore[union-attr]

    for who in ("lw.reviewer", "oh.reviewer"):
        clerk = door.enter(who, language="en")
        clerk.goto(f"/desks/{case}/?tab=history")
        expect(clerk.locator("h1")).to_have_text("Relocation of an enterprise to another district")
        expect(clerk.locator("main")).to_contain_text("Nothing on the list was found.")
    owner.goto(f"/portal/cases/{case}/")
    expect(owner.locator("main")).to_contain_text("Everything is done.")
    licence = owner.locator("a[href*='/portal/licences/']")
    expect(licence).to_have_count(1, timeout=30_000)
