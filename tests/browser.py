"""A real browser for the tests of pages: headless Chromium, driven by Playwright.

A test module takes part with ``from tests.browser import browser_page as browser_page``.
"""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, sync_playwright

_FLAGS = (
    "--no-sandbox",  # tests may run as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BrowserPage:
    """An empty tab, and what it had to complain about."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    """Errors and warnings of the console, errors of scripts, requests that failed."""
    requested: list[str] = field(default_factory=list)
    """All URLs that were asked for, in their order."""


@pytest.fixture
def browser_page() -> Iterator[BrowserPage]:
    """Give a tab of a new browser.

    Without Chromium the test is skipped, but not where ``CI`` is set: there it must be.
    """
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None and not os.environ.get("CI"):
        pytest.skip("needs Chromium (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(_FLAGS))
        tab = BrowserPage(page=browser.new_page())
        _listen(tab)
        yield tab
        browser.close()


def _listen(tab: BrowserPage) -> None:
    tab.page.on(
        "console",
        lambda message: (
            tab.complaints.append(message.text) if message.type in {"error", "warning"} else None
        ),
    )
    tab.page.on("pageerror", lambda error: tab.complaints.append(str(error)))
    tab.page.on("requestfailed", lambda request: tab.complaints.append(f"failed: {request.url}"))
    tab.page.on("request", lambda request: tab.requested.append(request.url))
