"""One site, one browser for all walks; everything ends with them, before a test of another folder begins."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.e2e.site import Site, database_name, running
from tests.e2e.visitor import Door

CHROMIUM = "/usr/bin/chromium"
HERE = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of them share one site, so one worker of pytest-xdist runs them all."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("browser"))
            item.add_marker(pytest.mark.timeout(240))


@pytest.fixture(scope="package")
def site(worker_id: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    if not shutil.which(CHROMIUM):
        pytest.skip(f"no browser at {CHROMIUM}; make e2e installs it, or apt-get install chromium")
    with running(database_name(worker_id), tmp_path_factory.mktemp("accounts")) as served:
        yield served


@pytest.fixture(scope="package")
def opened(site: Site) -> Iterator[Door]:
    # Its event loop lives only as long as this folder's tests: Django asks for none beside it.
    with sync_playwright() as playwright:
        arguments = ["--disable-dev-shm-usage", "--disable-gpu"]
        if os.geteuid() == 0:
            arguments.append("--no-sandbox")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield Door(site, browser)
        browser.close()


@pytest.fixture
def door(opened: Door) -> Iterator[Door]:
    """The door, closed behind every test with nothing gone wrong."""
    yield opened
    opened.leave()
