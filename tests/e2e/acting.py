"""What people do on the pages, in the words of the walk."""

import re
from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Locator, Page, expect

from approvals.demo.paper_material import material

ON = "form#answers button.btn-primary[value=next]"


def fill_in(page: Page, form: Mapping[str, Any]) -> None:
    """Answer every question of the page from the form, adding entries of lists as they are needed."""
    for name, items in _lists(form):
        added = page.locator(f"button[name=add][value='{name}']")
        # Every list stands with its entries numbered from nought.
        entry = page.locator(f"#f-{name.replace('.', '-')}-{len(items) - 1}")
        for _more in range(len(items)):
            if added.count() == 0 or entry.count():
                break
            before = page.locator(f"button[name=remove][value^='{name}.']").count()
            added.click()
            expect(page.locator(f"button[name=remove][value^='{name}.']")).to_have_count(before + 1)
    for field in page.locator("form#answers [name]:not([type=hidden]):not(button)").all():
        _answer(field, _at(form, field.get_attribute("name") or ""))


def _lists(form: Mapping[str, Any]) -> list[tuple[str, list[Any]]]:
    nested = [(f"{name}.{key}", each[key]) for name, each in form.items() if isinstance(each, Mapping) for key in each]
    return [(name, value) for name, value in (*form.items(), *nested) if isinstance(value, list)]


def _at(form: Any, path: str) -> Any:
    for part in path.split("."):
        if isinstance(form, list):
            form = form[int(part)] if int(part) < len(form) else None
        else:
            form = form.get(part) if isinstance(form, Mapping) else None
    return form


def _answer(field: Locator, value: Any) -> None:
    if value is None:
        return
    kind, tag = field.get_attribute("type"), field.evaluate("field => field.tagName")
    if tag == "SELECT":
        field.select_option(str(value))
    elif kind == "radio":
        if field.get_attribute("value") == str(value):
            field.check()
    elif kind == "checkbox":
        field.set_checked(bool(value))
    else:
        field.fill(str(value))


def file_application(page: Page, form: Mapping[str, Any], *, first: Mapping[str, Any] | None = None) -> None:
    """Answer page after page of a draft that is open, until its materials are asked for.

    ``first`` is what is typed at the first page that is open already, instead of ``form``.
    """
    while page.locator("form#answers").count():
        fill_in(page, first or form)
        first = None
        go_on(page)
        wrong = page.locator(".error-summary li").all_inner_texts()
        assert not wrong, wrong


def go_on(page: Page) -> None:
    """Save the page and wait for the one the button leads to."""
    here = re.compile(re.escape(page.url) + "$")
    page.locator(ON).click()
    expect(page).not_to_have_url(here, timeout=15_000)
    page.wait_for_load_state()


def hand_in(page: Page, *names: str) -> None:
    """Hand in a file for each material."""
    for name in names:
        card = page.locator(f"#materials-{name}")
        file = {"name": f"{name}.pdf", "mimeType": "application/pdf", "buffer": material(name, "演示")}
        card.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]  # a file payload
        card.locator("form button.btn-outline").click()
        expect(page.locator(f"#materials-{name} .doc")).to_have_count(1)


def send(page: Page) -> int:
    """Send the application; the number of its case in the address."""
    page.locator("form[action$='/send/'] button[type=submit]").click()
    page.wait_for_url("**/portal/cases/*/")
    return int(page.url.rstrip("/").rsplit("/", 1)[1])


def act(page: Page, case: int, name: str, **typed: str) -> None:
    """Open a case as a clerk, choose an act, type, and record it; the queue says that it is done."""
    page.goto(f"/desks/{case}/?act={name}")
    for field, words in typed.items():
        page.locator(f"#act [name={field}]").fill(words)
    page.locator(".actbar button.btn-primary").click()
    page.wait_for_url("**/desks/")
