"""A person at a browser: signed in through the pages, watched for errors of script and violations of the policy."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from tests.e2e.site import Site

NARROW, WIDE = 390, 1440
_HEIGHT = {NARROW: 844, WIDE: 900}
_EXPECTED = (
    # An answer some tests ask for, such as 404 or 409: the browser reports it as a failed resource.
    "Failed to load resource",
    # Who moves on through the queue before a preview has come calls it off.
    "htmx:sendAbort",
    "htmx:afterRequest",
)
_PERIOD = 30
"""Seconds a code is valid."""
Language = Literal["zh-hans", "en"]


@dataclass
class Door:
    """Lets people in; whoever came in once keeps what the browser stored."""

    site: Site
    browser: Browser
    troubles: list[str] = field(default_factory=list)
    _stored: dict[str, Any] = field(default_factory=dict)
    _contexts: list[BrowserContext] = field(default_factory=list)

    def enter(self, who: str, *, width: int = WIDE, language: Language = "zh-hans") -> Page:
        """A page of a person signed in, or of a visitor when ``who`` is empty."""
        if who and who not in self._stored:
            self._stored[who] = self._signed_in(who)
        page = self.page(self._stored.get(who), width, who or "visitor")
        page.context.add_cookies([{"name": "django_language", "value": language, "url": self.site.address}])
        return page

    def page(self, stored: Any, width: int, whose: str) -> Page:
        """A page in a context of its own, watched."""
        context = self.browser.new_context(
            base_url=self.site.address,
            storage_state=stored,
            viewport={"width": width, "height": _HEIGHT[width]},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
        )
        context.set_default_timeout(15_000)
        self._contexts.append(context)
        page = context.new_page()
        self._watch(page, whose)
        return page

    def leave(self) -> None:
        """Close every page; raise AssertionError with what went wrong on any of them."""
        for context in self._contexts:
            context.close()
        self._contexts.clear()
        found, self.troubles[:] = list(self.troubles), []
        assert not found, "\n".join(found)

    def _watch(self, page: Page, whose: str) -> None:
        def note(message: ConsoleMessage) -> None:
            if message.type in {"error", "warning"} and not message.text.startswith(_EXPECTED):
                self.troubles.append(f"{whose} {page.url}: {message.text}")

        page.on("console", note)
        page.on("pageerror", lambda error: self.troubles.append(f"{whose} {page.url}: {error}"))

    def _signed_in(self, who: str) -> Any:
        page = self.page(None, WIDE, who)
        account = self.site.accounts[who]
        page.goto("/accounts/login/")
        page.locator("[name=login]").fill(who)
        page.locator("[name=password]").fill(account["password"])
        page.locator("#main form button[type=submit]").click()
        if "totp" in account:
            page.locator("[name=code]").fill(_code(account))
            page.locator("#main form button[type=submit]").first.click()
        expect(page.locator(".tb-who")).to_be_visible()
        stored = page.context.storage_state()
        page.context.close()
        return stored


def _code(account: Mapping[str, str]) -> str:
    return str(format_hotp_value(hotp_value(account["totp"], int(time.time()) // _PERIOD)))
