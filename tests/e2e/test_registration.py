"""A company is founded: filed on a telephone, returned, filed anew, granted, and its licence verified by anybody."""

from datetime import date

from playwright.sync_api import Page, expect

from approvals.demo.forms import registration
from tests.e2e.acting import ON, act, file_application, fill_in, go_on, hand_in, send
from tests.e2e.visitor import NARROW, Door

NAME = "温州市龙湾晨星机器人有限公司"
FORM = registration(NAME, date(2026, 5, 6))
MATERIALS = ("application", "articles", "shareholder_identity", "appointments", "address_proof")


def test_a_company_is_founded_from_the_first_draft_to_the_verified_licence(door: Door) -> None:
    founder = door.enter("founder", width=NARROW)
    receiver = door.enter("lw.receiver")
    receiver.goto("/desks/")
    expect(receiver.locator("html[data-live=on]")).to_have_count(1)

    begin(founder)
    see_what_is_wrong_in_place(founder)
    file_application(founder, FORM)
    hand_in(founder, *MATERIALS)
    founder.locator("a.btn-primary").last.click()
    first = send(founder)

    # The queue hears of it by itself; nobody has loaded it again. A hint that is lost costs half a minute.
    expect(receiver.locator("#news")).to_contain_text("新到", timeout=45_000)
    receiver.locator("#news a").click()
    row = receiver.locator("[data-row]").filter(has_text=NAME)
    row.get_by_role("button", name="领取").click()
    expect(receiver).to_have_url(f"{door.site.address}/desks/{first}/")
    return_with_two_defects(receiver, first)

    again = file_anew(founder, first)
    act(receiver, again, "accept")
    act(door.enter("lw.reviewer"), again, "pass")
    act(door.enter("lw.approver"), again, "grant")
    act(door.enter("lw.issuer"), again, "issue")
    verify(door, founder, again)


def begin(page: Page) -> None:
    page.goto("/portal/begin/registration/")
    page.locator("form.card button[type=submit]").click()
    expect(page.locator("form#answers")).to_have_count(1)


def see_what_is_wrong_in_place(page: Page) -> None:
    """Go on to the shareholders, type too little capital, and be told beside the field."""
    while not page.url.endswith("/shareholders/"):
        fill_in(page, FORM)
        go_on(page)
    before = page.locator("#version").input_value()
    fill_in(page, FORM | {"capital": "600"})
    # Saved while it was typed, with no press of a button.
    expect(page.locator("#version")).not_to_have_value(before)
    page.locator(ON).click()
    sentence = "认缴出资额合计500万元与注册资本600万元不一致"
    expect(page.locator(".error-summary")).to_contain_text(sentence)
    expect(page.locator("#f-capital-e")).to_contain_text(sentence)


def return_with_two_defects(page: Page, case: int) -> None:
    page.goto(f"/desks/{case}/?act=return")
    page.locator("button[name=edit][value=add]").click()
    expect(page.locator(".defect")).to_have_count(2)
    for row, (place, defect, remedy, basis) in enumerate(
        (
            ("material:articles", "章程缺少股东乙未的签名", "由全体股东签名后重新上传", "公司法第四十六条"),
            ("field:period", "章程载明的经营期限与申请书不一致", "统一为同一期限", "细则第十二条"),
        )
    ):
        page.locator(f"[name=items-{row}-place]").select_option(place)
        page.locator(f"[name=items-{row}-defect]").fill(defect)
        page.locator(f"[name=items-{row}-remedy]").fill(remedy)
        page.locator(f"[name=items-{row}-basis]").fill(basis)
    page.locator(".actbar button.btn-primary").click()
    page.wait_for_url("**/desks/")


def file_anew(page: Page, returned: int) -> int:
    page.goto(f"/portal/cases/{returned}/")
    defects = page.locator(".todo li")
    expect(defects).to_have_count(2)
    expect(defects.first).to_contain_text("章程缺少股东乙未的签名")
    # The notice comes from the worker, and the page reads itself again.
    expect(page.locator("main")).to_contain_text("退回", timeout=20_000)
    page.get_by_role("button", name="按告知书修改并重新提交").click()
    # Filled in with what was filed before, and linked to it.
    expect(page.locator("main")).to_contain_text(NAME)
    expect(page.locator(".note").first).to_contain_text("退回")
    return send(page)


def verify(door: Door, page: Page, case: int) -> None:
    page.goto(f"/portal/cases/{case}/")
    licence = page.locator("a[href*='/portal/licences/']")
    expect(licence).to_have_count(1, timeout=30_000)
    pdf = page.request.get(licence.get_attribute("href") or "")
    assert pdf.body()[:5] == b"%PDF-"
    public = page.locator("main a[href^='/verify/1.']").get_attribute("href")
    visitor = door.enter("")
    visitor.goto(public or "")
    expect(visitor.locator("main")).to_contain_text(NAME)
    expect(visitor.locator("main")).to_contain_text("有效")
