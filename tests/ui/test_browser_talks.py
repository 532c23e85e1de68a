"""What only a browser shows of conversations and books: Back, a reload, Stop, the ways to the pages on a phone.

Needs Debian's chromium, as `test_browser.py` does.
"""

# ruff: noqa: F811 - pytest gives fixtures by the names they are taken in under

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.conftest import CHAPTERS, bundled, small_pdf, take_in
from tests.scripted_model import Reply, ScriptedModel
from tests.ui.test_browser import PLACE, Reader, chromium, home, reading, serving  # noqa: F401 - fixtures among them
from tutor import Chosen, Tutor

pytestmark = [pytest.mark.browser, pytest.mark.sweep]

QUESTION = "What is the rank of a matrix?"
LONG_ENOUGH = 220  # pages: reading them takes a few seconds


def test_back_closes_what_was_opened_and_the_ways_lead_back_to_it(chromium, home):
    with serving(home) as url, reading(chromium, url) as reader:
        page, panel = reader.page, reader.page.locator(".st-key-page_panel")
        reader.ask(QUESTION)
        reader.expect(page.locator(PLACE).first).to_be_visible()
        reader.settled()
        asked_at = page.url
        page.locator(PLACE).first.click()
        reader.expect(panel).to_be_visible()
        reader.settled()
        opened_at = page.url
        assert asked_at != opened_at and "talk=" in asked_at
        reader.go("Library")
        reader.expect(page.get_by_text("Add books and notes")).to_be_visible()
        reader.settled()
        reader.go("Chat")
        reader.expect(panel).to_be_visible()
        assert page.url == opened_at
        page.reload()
        reader.expect(panel).to_be_visible()
        reader.settled()
        page.go_back()  # to the Library
        reader.expect(page.get_by_text("Add books and notes")).to_be_visible()
        reader.settled()
        page.go_back()
        reader.expect(panel).to_be_visible()
        reader.settled()
        page.go_back()
        reader.expect(panel).to_have_count(0)
        assert page.url == asked_at
        _open_a_book_and_go_back(reader)


def _open_a_book_and_go_back(reader: Reader) -> None:
    page = reader.page
    reader.go("Library")
    reader.expect(page.get_by_text("Add books and notes")).to_be_visible()
    reader.settled()
    last = page.locator('[class*="st-key-open-"] button').last
    last.scroll_into_view_if_needed()
    last.click()
    reader.expect(page.get_by_role("button", name="← Library")).to_be_in_viewport()  # also from low in the list
    reader.settled()
    page.go_back()
    reader.expect(page.get_by_text("Add books and notes")).to_be_visible()


def test_the_page_does_not_move_under_a_button_of_the_mouse_that_is_down(chromium, home):
    """The answer is brought into view several times while it settles; a press that ends elsewhere than it began is lost."""
    with serving(home) as url, reading(chromium, url) as reader:
        page = reader.page
        reader.ask(QUESTION)
        reader.expect(page.locator(PLACE).first).to_be_visible()
        page.mouse.move(2, 450)  # beside every button
        page.mouse.down()
        page.evaluate("""() => { window.moved = 0; window.pressed = performance.now()
          const plain = Element.prototype.scrollIntoView
          Element.prototype.scrollIntoView = function (...how) { window.moved += 1; plain.apply(this, how) } }""")
        page.wait_for_function(
            "performance.now() - window.pressed > 2200"
        )  # the last bringing into view is 1.8 s after the first
        assert page.evaluate("window.moved") == 0
        page.mouse.up()


def test_a_reload_right_after_a_question_loses_nothing(chromium, home):
    with serving(home) as url, reading(chromium, url) as reader:
        page = reader.page
        box = page.get_by_test_id("stChatInputTextArea")
        reader.expect(box).to_be_visible()
        reader.settled()
        box.fill("what is the kernel of a matrix?")
        box.press("Enter")
        deadline = time.monotonic() + 20
        while not _turns_on_disk(home) and time.monotonic() < deadline:  # before it is answered
            time.sleep(0.005)
        page.reload()
        reader.expect(page.get_by_text("what is the kernel of a matrix?", exact=True).last).to_be_visible()
        reader.expect(page.locator(PLACE).first).to_be_visible()
        assert _turns_on_disk(home) == [1]


def _turns_on_disk(home: Path) -> list[int]:
    return [talk.turns for talk in Tutor(home).conversations.all() if talk.title == "what is the kernel of a matrix?"]


def test_stop_ends_the_reading_and_it_can_go_on(chromium, tmp_path):
    lines = [f"Line {k} speaks of vectors, of matrices, and of the spaces that they span." for k in range(30)]
    (tmp_path / "long.pdf").write_bytes(small_pdf([[f"Page {n}.", *lines] for n in range(LONG_ENOUGH)]))
    with serving(tmp_path / "home") as url, reading(chromium, url) as reader:
        page = reader.page
        reader.go("Library")
        page.locator('[data-testid="stFileUploader"] input[type=file]').first.set_input_files(tmp_path / "long.pdf")
        reader.expect(page.get_by_text("page 24 of", exact=False)).to_be_visible()
        page.get_by_role("button", name="Stop").click()
        reader.expect(page.get_by_text("Stopped.", exact=False)).to_be_visible()
        reader.expect(page.get_by_role("button", name="Read on")).to_be_visible()
        reader.settled()
        page.wait_for_timeout(1500)
        reader.expect(page.get_by_role("button", name="Stop")).to_have_count(0)  # it did not begin anew
        assert [one.name for one in Tutor(tmp_path / "home").half_read()] == ["long.pdf"]


def test_a_phone_shows_the_ways_to_all_pages(chromium, home):
    with serving(home) as url, reading(chromium, url, is_mobile=True, has_touch=True) as reader:
        page = reader.page
        page.set_viewport_size({"width": 360, "height": 780})
        reader.settled()
        for name in ("Formula", "Quiz", "Review", "Library", "Chat"):
            link = page.get_by_role("link", name=name, exact=True)
            reader.expect(link).to_be_in_viewport(ratio=1)
            reader.expect(link).to_have_css("min-height", "44px")
            reader.go(name)
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_one_press_copies_the_conversation(chromium, home):
    with serving(home) as url, reading(chromium, url, permissions=["clipboard-read", "clipboard-write"]) as reader:
        page = reader.page
        reader.ask(QUESTION)
        reader.expect(page.locator(PLACE).first).to_be_visible()
        reader.settled()
        page.get_by_role("button", name="This conversation").click()
        page.get_by_role("button", name="Copy", exact=True).click()
        reader.expect(page.get_by_text("Copied.")).to_be_visible()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied.startswith(f"# {QUESTION}\n") and f"## {QUESTION}" not in copied


def test_a_dropped_file_offers_what_to_ask(chromium, home, tmp_path: Path):
    note = tmp_path / "waves.md"
    note.write_text(
        "# Waves\n\nA wave repeats.\n\n## Amplitude\n\nThe amplitude of a wave is its largest height.\n", encoding="utf-8"
    )
    with serving(home) as url, reading(chromium, url) as reader:
        page = reader.page
        reader.settled()
        page.locator('[data-testid="stChatInput"] input[type=file]').first.set_input_files(note)
        reader.expect(page.get_by_text("waves.md")).to_be_visible()
        send = page.get_by_test_id("stChatInputSubmitButton")
        reader.expect(send).to_be_enabled()
        send.click()
        reader.expect(page.get_by_text("Ask about it")).to_be_visible()
        reader.settled()
        page.get_by_role("button", name="Amplitude", exact=True).click()
        reader.expect(page.get_by_text("largest height", exact=False).first).to_be_visible()


def test_stop_ends_an_answer_that_a_model_is_writing_and_what_there_is_is_kept(chromium, tmp_path, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    home, first = tmp_path / "home", "It counts the directions that are left."
    tutor = Tutor(home)
    take_in(tutor, bundled(next(path for path in CHAPTERS if path.name.startswith("linear-maps"))))
    with ScriptedModel([Reply(f"answer| {first}\n" + "simple| And so on, and so on. \n" * 300, piece_seconds=0.1)]) as model:
        tutor.use_model(Chosen("openai", "scripted", model.base_url))
        with serving(home) as url, reading(chromium, url) as reader:
            page = reader.page
            page.set_viewport_size({"width": 900, "height": 420})
            box = page.get_by_test_id("stChatInputTextArea")
            reader.expect(box).to_be_visible()
            reader.settled()
            box.fill("what is rank?")
            box.press("Enter")
            reader.expect(page.get_by_text(first)).to_be_visible()
            page.wait_for_function("""() => { const waits = document.querySelector('.st-key-turn-waiting')
              return waits && Math.abs(waits.getBoundingClientRect().top) < 80 }""")  # it is read from its beginning
            page.get_by_role("button", name="Stop", exact=True).click()
            reader.expect(
                page.locator(".st-key-turn-1").get_by_text("You stopped the language model", exact=False)
            ).to_be_visible()
            reader.expect(page.get_by_role("button", name="Stop", exact=True)).to_have_count(0)
    (kept,) = tutor.conversations.turns(tutor.conversations.all()[0].id)
    assert kept.explanation is not None and kept.explanation.claims


def test_the_page_goes_where_the_answer_is_and_nowhere_by_itself(chromium, home):
    """A page that grows took its reader to its end, over and over: a menu that had just been opened was out of sight."""
    shown = """name => { const turn = document.querySelector(name), m = document.querySelector('.stMain')
      const top = turn && turn.getBoundingClientRect().top
      return turn && top > -2 && (top < 140 || m.scrollTop + m.clientHeight > m.scrollHeight - 2) && top < innerHeight - 200 }"""
    with serving(home) as url, reading(chromium, url) as reader:
        page = reader.page
        reader.settled()
        page.evaluate("""() => { window.moved = 0
          const plain = Object.getOwnPropertyDescriptor(Element.prototype, 'scrollTop')
          const set = function (to) { window.moved += 1; plain.set.call(this, to) }
          Object.defineProperty(Element.prototype, 'scrollTop', { ...plain, set }) }""")
        for number, question in enumerate((QUESTION, "What is a basis?"), start=1):
            reader.ask(question)
            page.wait_for_function(shown, arg=f".st-key-turn-{number}")
        page.evaluate("window.there = performance.now()")
        page.wait_for_function("performance.now() - window.there > 2200")  # the last bringing into view is over
        assert page.evaluate("window.moved") == 0
        assert page.evaluate(shown, ".st-key-turn-2")


def test_a_page_that_is_opened_is_brought_into_view_and_the_answer_before_it_no_more(chromium, home):
    with serving(home) as url, reading(chromium, url) as reader:
        page = reader.page
        reader.settled()
        page.evaluate("""() => { window.into = []
          const plain = Element.prototype.scrollIntoView
          Element.prototype.scrollIntoView = function (...how) { window.into.push(this.className); plain.apply(this, how) } }""")
        reader.ask(QUESTION)
        reader.expect(page.locator(PLACE).first).to_be_visible()
        page.locator(PLACE).first.click()  # while the answer is still being brought into view
        reader.expect(page.locator(".st-key-leaf-lit")).to_be_visible()
        page.wait_for_function("window.into.some((name) => name.includes('st-key-leaf-lit'))")
        page.evaluate("() => { window.into = []; window.there = performance.now() }")
        page.wait_for_function("performance.now() - window.there > 2000")
        assert not [name for name in page.evaluate("window.into") if "st-key-turn-" in name]
        page.keyboard.press("Escape")
        reader.expect(page.locator(".st-key-leaf-lit")).to_have_count(0)
        reader.settled()
        page.evaluate("""() => new Promise((done) => {  // a wait that was left, as by Stop: nothing is announced at its end
          const left = document.createElement('div'); left.className = 'st-key-turn-waiting'; document.body.append(left)
          setTimeout(() => { left.remove(); window.into = []; done() }, 100) })""")
        page.locator(PLACE).first.click()
        reader.expect(page.locator(".st-key-leaf-lit")).to_be_visible()
        page.wait_for_function("window.into.some((name) => name.includes('st-key-leaf-lit'))")
