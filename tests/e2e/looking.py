"""Looking at a page as it is open: both languages, both widths, both colours; with axe, and for what is not translated."""

import re
from pathlib import Path
from urllib.parse import urljoin

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from config.environment import CHECKOUT, text
from tests.e2e.visitor import NARROW, WIDE, Language

SHOTS = text("TONGBAN_E2E_SHOTS")
"""Where pictures of every page go, below the checkout; none are made while it is empty."""

EVERYTHING = {"resultTypes": ["violations"]}
CONTRAST = EVERYTHING | {"runOnly": ["color-contrast", "link-in-text-block"]}
_STATES: tuple[tuple[Language, tuple[tuple[int, str, dict[str, list[str]] | None], ...]], ...] = (
    ("zh-hans", ((WIDE, "dark", CONTRAST), (NARROW, "light", EVERYTHING))),
    ("en", ((NARROW, "dark", None), (WIDE, "light", None))),
)
"""By language: width, colours, and what axe looks at; in the other colours only contrast can differ."""

_GRAVE = {"serious", "critical"}
_WORDS = re.compile(r"[A-Za-z][a-z]+(?:[ ,.’'-]+[A-Za-z][a-z]+){2,}")
_NOT_OURS = """() => {
  const main = document.querySelector("main").cloneNode(true);
  for (const each of main.querySelectorAll("[lang=en], input, textarea, svg, script, .code")) each.remove();
  document.body.append(main);
  const said = main.innerText;
  main.remove();
  return said;
}"""
_axe = Axe()


def look(page: Page, name: str) -> list[str]:
    """Everything that is wrong with the page, in all its states; the page is loaded again for each language."""
    found: list[str] = []
    address = page.url
    for language, states in _STATES:
        page.context.add_cookies([{"name": "django_language", "value": language, "url": urljoin(address, "/")}])
        page.goto(address)
        if language == "zh-hans":
            found += [f"not translated: {match[0]}" for match in _WORDS.finditer(page.evaluate(_NOT_OURS))]
        for width, colours, asked in states:
            found += look_once(page, f"{name}-{language[:2]}-{width}-{colours}", width, colours, asked)
    return [f"{name} ({address}): {each}" for each in found]


def look_once(page: Page, name: str, width: int, colours: str, asked: dict[str, list[str]] | None) -> list[str]:
    """What is wrong with the page in one state."""
    page.emulate_media(color_scheme=colours, reduced_motion="reduce")  # type: ignore[arg-type]  # light or dark
    page.set_viewport_size({"width": width, "height": 844 if width == NARROW else 900})
    found = []
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append(f"wider than the screen at {width}")
    if asked:
        found += violations(page, width, colours, asked)
    if SHOTS:
        folder = Path(CHECKOUT, SHOTS)
        folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=folder / f"{name}.png", full_page=True)
    return found


def violations(page: Page, width: int, colours: str, asked: dict[str, list[str]]) -> list[str]:
    """The serious and critical violations axe finds."""
    found = _axe.run(page, options=asked).response["violations"]
    return [
        f"{each['id']} at {width} {colours}: {node['html'][:160]}"
        for each in found
        if each["impact"] in _GRAVE
        for node in each["nodes"][:3]
    ]
