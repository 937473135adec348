"""The product speaks zh-Hans completely: every text the code says is translated, with the names it fills in."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from config.environment import CHECKOUT
from tests.settings import LOCALE_PATHS

CATALOGUE = Path(LOCALE_PATHS[0]) / "zh_Hans" / "LC_MESSAGES" / "django.po"
CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext"}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")


def entries() -> list[dict[str, str]]:
    """The catalogue's entries: context, msgid, msgid_plural and msgstr as far as each has them."""
    found = []
    for block in CATALOGUE.read_text().split("\n\n"):
        entry: dict[str, str] = {"flags": ""}
        field = ""
        for line in block.splitlines():
            keyword, _, rest = line.partition(" ")
            if line.startswith("#"):
                entry["flags"] += line if line.startswith("#,") else ""
            elif line.startswith('"'):
                entry[field] += ast.literal_eval(line)
            else:
                field = keyword.split("[", maxsplit=1)[0]
                entry[field] = ast.literal_eval(rest)
        if entry.get("msgid"):
            found.append(entry)
    return found


def said() -> set[str]:
    """Every text the code gives to gettext, read from its source."""
    texts = set()
    for app in ("config", "workflows", "enterprises", "approvals"):
        for path in (CHECKOUT / app).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
                    text = node.args[1 if node.func.id == "pgettext" else 0]
                    if isinstance(text, ast.Constant):
                        texts.add(str(text.value))
    return texts


def test_every_text_of_the_code_is_in_the_catalogue() -> None:
    assert said() - {entry["msgid"] for entry in entries()} == set()


def test_every_text_is_translated_and_none_is_doubtful() -> None:
    assert [entry["msgid"] for entry in entries() if not entry["msgstr"] or "fuzzy" in entry["flags"]] == []


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry["msgid"][:40])
def test_a_translation_fills_in_the_same_names(entry: dict[str, str]) -> None:
    names = {tuple(found) for found in PLACEHOLDER.findall(entry["msgid"] + entry.get("msgid_plural", ""))}
    assert {tuple(found) for found in PLACEHOLDER.findall(entry["msgstr"])} == names


def test_the_compiled_catalogue_is_served() -> None:
    with translation.override("zh-hans"):
        assert translation.gettext("There is no such case; check the case number.").endswith("。")
    assert settings.LANGUAGES[0][0] == "zh-hans"
