"""The margin beside an open page and the question box, in a real browser: no words lie over others, no paste is lost."""

# ruff: noqa: F811 - pytest gives fixtures by the names they are taken in under

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import take_in
from tests.ui.test_browser import chromium, reading, serving  # noqa: F401 - a fixture among them
from tutor import Incoming, Tutor

pytestmark = [pytest.mark.browser, pytest.mark.sweep]

TITLE = "Why a norm of a vector in several dimensions is never negative"
NOTE = f"# {TITLE}\n\nThe quokka norm of a vector is the sum of the cubes of the absolute values of its entries.\n"
# How far each citation of the margin reaches over the line that stands below it, in pixels.
OVERLAPS = """() => [...document.querySelectorAll('[class*="st-key-note-"]')].map(note => {
  const link = note.querySelector('[class*="st-key-open-"] button p')
  const below = [...note.querySelectorAll('[data-testid="stCaptionContainer"] p')].find(p => p.offsetParent)
  return link && below && link.offsetParent ? [link.getClientRects().length && link.getBoundingClientRect().height,
    link.getBoundingClientRect().bottom - below.getBoundingClientRect().top] : null }).filter(Boolean)"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("margin")
    note = folder / "note.md"
    note.write_text(NOTE, encoding="utf-8")
    take_in(Tutor(folder / "home"), Incoming.upload(note, note.name))
    return folder / "home"


def test_the_margin_beside_an_open_page_and_a_long_paste(chromium: str, home: Path) -> None:
    with serving(home) as url, reading(chromium, url) as reader:
        page = reader.page
        reader.settled()
        reader.ask("what is the quokka norm?")
        page.locator('[class*="st-key-mark-"] [class*="st-key-open-"] button').first.click()
        reader.expect(page.locator(".st-key-page_panel")).to_be_visible()
        reader.settled()
        found = page.evaluate(OVERLAPS)
        assert any(height > 30 for height, _ in found), "a citation of two lines is what this is about"
        assert all(over <= 1 for _, over in found), found
        page.keyboard.press("Escape")
        reader.settled()
        box = page.get_by_test_id("stChatInputTextArea")
        box.focus()
        page.evaluate("""text => document.execCommand('insertText', false, text)""", "what is the quokka norm? " + "word " * 1000)
        assert len(box.input_value()) > 5000
        box.press("Enter")
        reader.expect(page.get_by_text("only its beginning was taken")).to_be_visible()
