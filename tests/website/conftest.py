"""The demo, started once for all tests that browse, and a browser for each file of them."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.website.browsing import CHROMIUM, FLAGS, PHONE, Demo, free_port


@pytest.fixture(scope="session")
def demo() -> Iterator[Demo]:
    home = Path(f"/tmp/fairpanel-browser-{os.getpid()}")  # noqa: S108 - short enough for a socket, and not pytest's
    running = Demo(home)
    running.start(free_port())
    yield running
    if running.process is not None and running.process.poll() is None:
        running.stop()
    shutil.rmtree(home, ignore_errors=True)


# Not for the session: while Playwright runs, Django takes its thread for one that may not ask the database.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    assert CHROMIUM is not None, "Chromium must be there: FAIRPANEL_TESTS_NEED_ALL is set"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def phone(browser: Browser, demo: Demo) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE, base_url=demo.address, has_touch=True, locale="en-GB")
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
    yield page
    context.close()
    assert faults == []
