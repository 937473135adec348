"""Every page in both languages, on a telephone and a desk, light and dark: nothing too wide, nothing axe minds."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.e2e.looking import look
from tests.e2e.visitor import Door

GRANTED = "温州市龙湾睿目智能科技有限公司"
WINDOW = "温州市龙湾启明视光科技有限公司"
DECIDING = "温州市龙湾云栖软件有限公司"
MOVING = "瑞安市恒阀智控有限公司"
TABS = ("filing", "materials", "checks", "history", "papers", "chart")
PARTS = ("standard", "form", "tests")


def visitor(door: Door) -> Iterator[str]:
    yield from ("/", "/accounts/login/", "/accounts/invitation/", "/verify/", "/verify/1.2.156.nonsense/", "/nowhere/")
    yield f"/verify/{door.site.licence_of(GRANTED)}/"


def founder(door: Door) -> Iterator[str]:
    granted = door.site.case_of(GRANTED)
    yield from ("/home/", "/portal/", "/portal/begin/registration/", "/portal/begin/relocation/", "/portal/cases/")
    yield from (f"/portal/cases/{granted}/", f"/portal/cases/{granted}/chart/", f"/portal/cases/{granted - 1}/")
    yield f"/portal/cases/{door.site.case_of(WINDOW)}/"
    yield from begun(door, "founder", "registration")
    yield "/accounts/second-step/"
    yield "/accounts/password/"


def owner(door: Door) -> Iterator[str]:
    yield f"/portal/cases/{door.site.case_of(MOVING)}/"
    yield from begun(door, "e3", "relocation")


def begun(door: Door, who: str, standard: str) -> list[str]:
    """The pages of a draft begun now."""
    page = door.enter(who)
    page.goto(f"/portal/begin/{standard}/")
    page.locator("form.card button[type=submit]").click()
    page.wait_for_url("**/portal/drafts/**")
    return [str(link.get_attribute("href")) for link in page.locator("nav.rail a, .rail a").all()]


def receiver(door: Door) -> Iterator[str]:
    window = door.site.case_of(WINDOW)
    yield from ("/desks/", "/desks/?view=overdue", "/desks/?view=all")
    yield from (f"/desks/{window}/?tab={tab}" for tab in TABS)
    yield f"/desks/{window}/?act=return"
    yield "/desks/orders/"


def approver(door: Door) -> Iterator[str]:
    deciding = door.site.case_of(DECIDING)
    yield from (f"/desks/{deciding}/?act=deny", f"/desks/{deciding}/?act=extend&tab=checks")


def origin(door: Door) -> Iterator[str]:
    moving = door.site.case_of(MOVING)
    yield from (f"/desks/{moving}/", f"/desks/{moving}/?tab=chart", "/desks/")


def keeper(door: Door) -> Iterator[str]:
    yield from ("/studio/", "/studio/inbox/", "/studio/standards/relocation/1/")
    page = door.enter("keeper.a")
    page.goto("/studio/")
    page.locator("tr", has_text="设立登记").locator("form button").click()
    draft = page.url.split("?", maxsplit=1)[0]
    yield from (f"{draft}?part={part}" for part in PARTS)
    yield from (f"{draft}tests/", f"{draft}tests/write/", "/studio/standards/relocation/1/tests/")
    yield from (f"{draft}difference/", f"{draft}submit/", "/studio/standards/registration/difference/?from=1&to=1")


def system(door: Door) -> Iterator[str]:
    yield from (
        "/home/",
        "/offices/accounts/",
        "/offices/accounts/new/",
        "/offices/accounts/?q=lw",
        "/offices/proposals/",
    )
    for kind in ("districts", "organs", "desks"):
        yield from (f"/offices/places/{kind}/", f"/offices/places/{kind}/new/")
    page = door.enter("admin.system")
    page.goto("/offices/accounts/?q=lw.receiver")
    account = str(page.locator("tbody th a").first.get_attribute("href"))
    yield account
    page.goto("/offices/places/desks/")
    yield str(page.locator("tbody .st-act a").first.get_attribute("href"))


def security(door: Door) -> Iterator[str]:
    yield from (
        "/home/",
        "/offices/posts/",
        "/offices/posts/new/",
        "/offices/entrustments/",
        "/offices/entrustments/new/",
    )
    page = door.enter("admin.security")
    page.goto("/offices/posts/?q=admin.audit")
    page.goto(str(page.locator("tbody .st-act a").first.get_attribute("href")))
    page.locator("[name=valid_to]").fill("2030-01-01")
    page.locator("#main form button[type=submit]").click()
    page.wait_for_url("**/offices/posts/")
    yield from ("/offices/proposals/", "/offices/deputies/")


def absent(door: Door) -> Iterator[str]:
    """A clerk who names a deputy, and the page of a case where a conflict can be declared."""
    page = door.enter("lw.reviewer")
    page.goto("/offices/deputies/new/")
    page.locator("[name=post]").select_option(index=1)
    page.locator("[name=deputy]").select_option(index=1)
    page.locator("[name=valid_to]").fill("2030-01-01")
    page.locator("[name=no_decisions]").check()
    page.locator("#main form button[type=submit]").click()
    page.wait_for_url("**/offices/deputies/")
    yield from ("/offices/deputies/", "/offices/deputies/new/", f"/desks/{door.site.case_of(DECIDING)}/")


def audit(door: Door) -> Iterator[str]:
    yield from ("/home/", "/offices/log/", "/offices/log/?kind=sign-ins", "/offices/log/?kind=acts")


PAGES = {"": visitor, "founder": founder, "e3": owner, "lw.receiver": receiver, "lw.approver": approver}
PAGES |= {"ra.reviewer": origin, "keeper.a": keeper}
PAGES |= {"admin.system": system, "admin.security": security, "lw.reviewer": absent, "admin.audit": audit}


@pytest.mark.parametrize("who", PAGES)
def test_every_page_fits_and_can_be_read_by_everybody(door: Door, who: str) -> None:
    page = door.enter(who)
    wrong = [each for number, address in enumerate(PAGES[who](door)) for each in _seen(page, address, who, number)]
    assert not wrong, "\n".join(wrong)


def _seen(page: Page, address: str, who: str, number: int) -> list[str]:
    page.goto(address)
    return look(page, f"{who or 'visitor'}-{number:02}")
