"""Takes the README's pictures from the running product: `python -m tests.pictures` (needs chromium)."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.conftest import ROOT, take_in
from tests.ui.test_browser import LAUNCH, SETTLED, serving
from tutor import Tutor

_DOCS = ROOT / "docs"


def _asked(page, url: str, question: str):
    page.goto(url)
    box = page.get_by_test_id("stChatInputTextArea")
    box.wait_for()
    page.wait_for_function(SETTLED)
    box.fill(question)
    box.press("Enter")
    page.locator(".st-key-turn-1").wait_for()
    page.wait_for_function(SETTLED)
    page.wait_for_timeout(800)


def main() -> int:
    """Write docs/chat.png and docs/phone.png."""
    from playwright.sync_api import sync_playwright

    _DOCS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        tutor = Tutor(home)
        for incoming in tutor.bundled():
            take_in(tutor, incoming)
        with serving(home) as url, sync_playwright() as p:
            browser = p.chromium.launch(executable_path="/usr/bin/chromium", args=LAUNCH)
            page = browser.new_context(viewport={"width": 1360, "height": 860}).new_page()
            _asked(page, url, "What is the gradient?")
            page.get_by_role("button", name="line").first.click()
            page.wait_for_function(SETTLED)
            page.wait_for_timeout(800)
            page.screenshot(path=_DOCS / "chat.png")
            phone = browser.new_context(viewport={"width": 390, "height": 844}, device_scale_factor=2).new_page()
            _asked(phone, url, "What is the rank of a matrix?")
            phone.evaluate("document.querySelector('.st-key-turn-1')?.scrollIntoView()")
            phone.wait_for_timeout(600)
            phone.screenshot(path=_DOCS / "phone.png")
            browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
