"""Two clerks at one step, and a queue worked without a mouse."""

import re

from playwright.sync_api import expect

from tests.e2e.acting import act
from tests.e2e.visitor import Door

AT_THE_WINDOW = "温州市龙湾启明视光科技有限公司"
TYPED = "章程与申请书一致，拟同意。"


def test_the_queue_is_worked_with_the_keys_alone(door: Door) -> None:
    page = door.enter("lw.receiver")
    page.goto("/desks/?view=all")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()

    page.keyboard.press("j")
    chosen = page.locator("[data-row][aria-selected=true]")
    expect(chosen).to_have_count(1)
    number = chosen.locator("a[data-open]").inner_text()
    expect(page.locator("#preview")).to_contain_text(number)
    for key in ("j", "k", "k"):
        page.keyboard.press(key)
    expect(chosen.locator("a[data-open]")).to_have_text(number)
    page.keyboard.press("Enter")
    expect(page.locator(".case-head")).to_contain_text(number)
    page.keyboard.press("2")
    expect(page).to_have_url(re.compile(r"\btab=materials\b"))
    page.keyboard.press("q")
    expect(page.locator("#queue-title")).to_be_visible()


def test_who_comes_second_is_told_by_whom_and_keeps_what_they_typed(door: Door) -> None:
    case = door.site.case_of(AT_THE_WINDOW)
    act(door.enter("lw.receiver"), case, "accept")
    first, second = door.enter("lw.reviewer"), door.enter("lw.reviewer2")
    for page in (first, second):
        page.goto(f"/desks/{case}/?act=pass")
    second.locator("#f-opinion").fill(TYPED)
    first.locator(".actbar button.btn-primary").click()
    first.wait_for_url("**/desks/")
    second.locator(".actbar button.btn-primary").click()
    expect(second.locator("[role=alert]")).to_contain_text("龙湾审查员甲")
    expect(second.locator("#acting")).to_contain_text(TYPED)
