"""The whole way in a real browser: ask, open the page, add a book, take a quiz, be wrong, restart, find the weak spot.

Needs Debian's chromium; skips where there is none, unless TUTOR_NEED_BROWSER=1 (continuous integration), where that is a failure.
Screenshots go to tests/ui/shots when TUTOR_SHOTS=1.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.conftest import CHAPTERS, NOTES, ROOT, bundled, small_pdf, take_in
from tutor import Kind, Sitting, Tutor, Wanted

pytestmark = [pytest.mark.browser, pytest.mark.sweep]

LAUNCH = [
    "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
]  # fmt: skip
# The keys come with a script of their own, a moment after the page: only then does anybody's "/" go anywhere.
SETTLED = """() => { const app = document.querySelector('[data-testid="stApp"]');
  return window.__marginaliaKeys && app && app.getAttribute('data-test-script-state') === 'notRunning'
    && !document.querySelector('[data-stale="true"]') }"""
PLACE = '[class*="st-key-mark-"] [class*="st-key-open-"] button'
TRACE = [
    "The trace of a square matrix is the sum of the entries on its main diagonal.",
    "The trace does not change when a basis does.",
]


@pytest.fixture(scope="module")
def chromium() -> str:
    """The browser's path."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        if os.environ.get("TUTOR_NEED_BROWSER") == "1":
            pytest.fail("no chromium here, and this run needs one: apt-get install chromium fonts-dejavu-core")
        pytest.skip("no chromium on this machine; install it with: apt-get install chromium fonts-dejavu-core")
    return found


@contextmanager
def serving(home: Path) -> Iterator[str]:
    """The tutor's own server on a free port, stopped at the end whatever happens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = {**os.environ, "TUTOR_HOME": str(home)}
    command = [sys.executable, "-m", "tutor", "ui", "--port", str(port), "--headless"]
    log = (home.parent / "server.log").open("ab")
    server = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=subprocess.STDOUT, start_new_session=True)
    try:
        deadline = time.monotonic() + 60
        while True:
            assert server.poll() is None, (home.parent / "server.log").read_text()
            assert time.monotonic() < deadline, "the server did not answer within a minute"
            try:
                if urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1).status == 200:
                    break
            except OSError:
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/"
    finally:
        os.killpg(server.pid, 9)
        server.wait()
        log.close()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with the bundled books."""
    folder = tmp_path_factory.mktemp("browser") / "home"
    tutor = Tutor(folder)
    for path in (*CHAPTERS, *NOTES):
        take_in(tutor, bundled(path))
    return folder


class Reader:
    """Somebody at the browser; everything that tried to leave the machine is kept."""

    def __init__(self, page, url: str) -> None:
        from playwright.sync_api import expect

        self.page, self.url, self.expect = page, url, expect
        self.outside: list[str] = []
        page.on(
            "request",
            lambda r: (
                None if r.url.startswith((url, url.replace("http", "ws"), "data:", "blob:")) else self.outside.append(r.url)
            ),
        )
        page.goto(url)

    def settled(self) -> None:
        self.page.wait_for_function(SETTLED)

    def go(self, name: str) -> None:
        self.page.get_by_role("link", name=name, exact=True).click()
        self.settled()

    def shot(self, name: str) -> None:
        if os.environ.get("TUTOR_SHOTS") == "1":
            folder = Path(__file__).with_name("shots")
            folder.mkdir(exist_ok=True)
            self.page.screenshot(path=folder / f"{name}.png")

    def ask(self, question: str) -> None:
        box = self.page.get_by_test_id("stChatInputTextArea")
        self.expect(box).to_be_visible()
        self.settled()
        box.fill(question)
        box.press("Enter")
        self.expect(self.page.get_by_text(question, exact=True).last).to_be_visible()
        self.settled()


@contextmanager
def reading(chromium: str, url: str, **context) -> Iterator[Reader]:
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=30_000)
    with sync_playwright() as p:
        browser = p.chromium.launch(executable_path=chromium, args=LAUNCH)
        page = browser.new_context(viewport={"width": 1280, "height": 900}, **context).new_page()
        page.set_default_timeout(30_000)
        reader = Reader(page, url)
        yield reader
        assert reader.outside == [], "a request tried to leave the machine"
        browser.close()


def test_the_whole_way_in_a_browser(chromium, home, tmp_path):
    with serving(home) as url, reading(chromium, url) as reader:
        _ask_and_open_the_page(reader)
        _add_a_book_and_ask_it(reader, tmp_path)
        concept = _take_a_quiz_and_be_wrong(reader, home)
    with serving(home) as url, reading(chromium, url) as reader:  # as after a crash: the first server was killed
        reader.go("Review")
        reader.expect(reader.page.get_by_text("Weak spots")).to_be_visible()
        reader.expect(reader.page.locator(f".st-key-weak-{concept}")).to_be_visible()
        reader.shot("review-after-restart")


def _ask_and_open_the_page(reader: Reader) -> None:
    reader.ask("what is the theorem of Bayes?")
    page = reader.page
    reader.expect(page.locator("annotation", has_text=r"\frac{P(B \mid A)").first).to_be_attached()  # rendered, with its source
    assert page.locator(".katex-error").count() == 0
    place = page.locator(PLACE).first
    reader.expect(place).to_be_visible()
    reader.shot("chat")
    place.click()
    reader.settled()
    lit = page.locator(".st-key-leaf-lit")
    reader.expect(lit).to_be_visible()
    assert len(lit.inner_text()) > 20
    reader.shot("chat-with-page")
    page.keyboard.press("Escape")
    reader.expect(page.locator(".st-key-page_panel")).to_have_count(0)


def _add_a_book_and_ask_it(reader: Reader, folder: Path) -> None:
    page = reader.page
    (folder / "traces.pdf").write_bytes(
        small_pdf([["Front matter stands here and says little."], TRACE], labels="0 << /S /r >> 1 << /S /D /St 7 >>")
    )
    reader.go("Library")
    page.locator('[data-testid="stFileUploader"] input[type=file]').first.set_input_files(folder / "traces.pdf")
    reader.expect(page.get_by_text("traces", exact=False).first).to_be_visible()
    reader.expect(page.get_by_text("2 pages", exact=False).first).to_be_visible()
    reader.settled()
    reader.shot("library")
    reader.go("Chat")
    reader.ask("what is the trace of a square matrix?")
    place = page.get_by_role("button", name=re.compile(r"^p\. 7")).first
    reader.expect(place).to_be_visible()
    place.click()
    picture = page.locator(".st-key-page_panel img").first
    reader.expect(picture).to_be_visible()
    assert picture.evaluate("image => image.naturalWidth") > 400
    reader.shot("chat-with-picture")


def _take_a_quiz_and_be_wrong(reader: Reader, home: Path) -> str:
    page = reader.page
    reader.go("Quiz")
    page.get_by_label("Topic").fill("norm")
    page.get_by_role("button", name="Start", exact=True).click()
    box = page.get_by_label("Your answer")
    reader.expect(box).to_be_visible()
    reader.settled()
    assert Tutor(home).notebook.attempts() == ()
    box.fill("((")
    page.get_by_role("button", name="Check", exact=True).click()
    reader.expect(page.get_by_text("Nothing was counted.", exact=False).first).to_be_visible()
    assert Tutor(home).notebook.attempts() == ()  # unreadable is never logged
    box.fill("99")
    page.get_by_role("button", name="Check", exact=True).click()
    reader.expect(page.get_by_text("Not yet", exact=False).first).to_be_visible()
    (attempt,) = Tutor(home).notebook.attempts()  # on disk before the page says so
    assert not attempt.right
    reader.shot("quiz-not-yet")
    reader.go("Review")
    reader.expect(page.locator(f".st-key-weak-{attempt.concept}")).to_be_visible()
    reader.shot("review")
    return attempt.concept


def test_a_phone_shows_everything_in_its_width_and_the_margin_below_its_sentence(chromium, home):
    with serving(home) as url, reading(chromium, url) as reader:
        page = reader.page
        page.set_viewport_size({"width": 390, "height": 844})
        reader.ask("What is the rank of a matrix?")
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        place = page.locator(PLACE).first
        sentence = page.get_by_text("independent directions that survive").first
        below = "(one, other) => one.getBoundingClientRect().top > other.getBoundingClientRect().top"
        assert place.evaluate(below, sentence.element_handle())  # both in one look: the page may still be scrolling
        reader.shot("phone")
        for name in ("Quiz", "Review", "Library"):
            page.goto(f"{reader.url}{name.lower()}")
            reader.settled()
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_the_keyboard_alone_is_enough(chromium, home):
    with serving(home) as url, reading(chromium, url) as reader:
        page = reader.page
        reader.expect(page.get_by_test_id("stChatInputTextArea")).to_be_visible()
        reader.settled()
        page.mouse.click(60, 500)  # nowhere in particular
        page.keyboard.press("/")
        reader.expect(page.get_by_test_id("stChatInputTextArea")).to_be_focused()
        page.keyboard.type("what is the kernel of a matrix?")
        page.keyboard.press("Enter")
        reader.expect(page.get_by_text("what is the kernel of a matrix?", exact=True).last).to_be_visible()
        reader.settled()
        reader.expect(page.locator(PLACE).first).to_be_visible()


def test_a_quiz_is_taken_by_keys_alone_and_says_what_it_read_while_one_types(chromium, home):
    """Cells of a matrix take arrows and a paste, Enter checks, n goes on, digits choose, r draws new numbers."""
    tutor = Tutor(home)
    drawn = (tutor.quiz_set(Wanted(kinds=frozenset([Kind.MATRIX]), n=1, seed=seed)).questions[0] for seed in range(200))
    asked = [
        next(q for q in drawn if q.grid == (2, 3)),
        tutor.quiz_set(Wanted(kinds=frozenset([Kind.SEVERAL]), n=1)).questions[0],
    ]
    tutor.begin(Sitting("qkeys", 3, "rank", datetime.now(UTC), tuple(question.id for question in asked)))
    with serving(home) as url, reading(chromium, url) as reader:
        page = reader.page
        page.goto(f"{url}quiz?sitting=qkeys")
        cell = page.get_by_label("row 1, column 1")
        cell.click()
        for key in ("1", "ArrowRight", "0", "ArrowDown", "7"):
            page.keyboard.press(key)
        page.get_by_text("Type it instead").click()
        field = page.get_by_label("Your answer")
        reader.expect(field).to_have_value("[[1, 0, ], [, 7, ]]")
        field.fill("[[1,2,3],[4,5,1/2]]")
        reader.expect(page.locator('[class*="st-key-reading-"] annotation')).to_contain_text(r"1 & 2 & 3")
        reader.expect(page.get_by_label("row 2, column 3")).to_have_value("1/2")
        field.press("Enter")
        reader.expect(page.get_by_text("Not yet", exact=False).first).to_be_visible()
        page.mouse.click(1200, 600)  # nowhere in particular
        page.keyboard.press("n")
        reader.expect(page.locator('[class*="st-key-choice-"] label')).to_have_count(len(asked[1].options))
        reader.settled()
        for letter in asked[1].key.split(","):
            page.keyboard.press(str("abcdefgh".index(letter) + 1))
            reader.settled()
        page.keyboard.press("Enter")
        reader.expect(page.get_by_text("✓ Right")).to_be_visible()
        page.keyboard.press("n")
        reader.expect(page.get_by_text("1 of 2 right")).to_be_visible()
        reader.settled()
        page.keyboard.press("r")
        reader.expect(page.get_by_text("Question 1 of 2")).to_be_visible()


def test_a_part_of_a_formula_lights_up_and_says_what_it_is(chromium, home):
    """Under the pointer, and with the arrow keys; a screen reader hears the formula read aloud; sliders compute again."""
    with serving(home) as url, reading(chromium, url) as reader:
        page = reader.page
        reader.go("Formula")
        page.get_by_label("Formula", exact=True).fill(r"f(x) = \frac{x^2}{1 + x}")
        page.get_by_role("button", name="Explain", exact=True).click()
        formula = page.locator('[class*="st-key-lit-"] .katex')
        reader.expect(formula).to_have_attribute(
            "aria-label", re.compile("^f of x equals the fraction x squared all over 1 plus x")
        )
        says = page.locator('[class*="st-key-lit-"] .says')
        reader.expect(says).to_contain_text("Point at a part")
        page.locator('[class*="st-key-lit-"] .katex-html .mord', has_text="1").last.hover(force=True)
        reader.expect(says).to_have_text("1: the first term")
        assert page.locator('[class*="st-key-lit-"] .lit').count() == 1
        page.mouse.move(5, 5)
        reader.expect(says).to_contain_text("Point at a part")
        formula.focus()
        page.keyboard.press("ArrowRight")
        reader.expect(says).to_contain_text("f of x: the left side")
        reader.expect(page.locator(".stVegaLiteChart").first).to_be_visible()  # the curve stands open
        page.get_by_text("Try your own numbers").click()
        thumb = page.get_by_role("slider").first
        thumb.focus()
        computed = page.locator('[data-testid="stExpanderDetails"] annotation')
        shown = computed.all_text_contents()
        assert shown
        page.keyboard.press("ArrowRight")
        reader.expect(computed).not_to_have_text(shown)
        reader.shot("formula")
        reader.go("Chat")
        reader.ask("what does y = mx + b say?")
        asked = page.locator('[class*="st-key-formula-asked-"]')
        reader.expect(asked.locator(".says").first).to_contain_text("Point at a part")  # the keys are listened to
        asked.locator(".katex").first.focus()
        for _ in range(3):
            page.keyboard.press("ArrowRight")
        asked.get_by_role("button", name="Explain this part").click()
        reader.expect(page.locator(".st-key-turn-2")).to_be_visible()


def test_the_first_page_does_not_wait_for_the_model(chromium, tmp_path, monkeypatch):
    """The model cannot be made while this test holds its lock; the page is drawn all the same, and a question is taken calmly."""
    from filelock import FileLock

    from tutor.library.embed import _folder

    monkeypatch.setenv("TUTOR_CACHE", str(tmp_path / "cache"))
    (tmp_path / "cache").mkdir()
    with FileLock(f"{_folder()}.lock"), serving(tmp_path / "home") as url, reading(chromium, url) as reader:
        box = reader.page.get_by_test_id("stChatInputTextArea")
        reader.expect(box).to_be_visible()
        reader.shot("empty")
        box.fill("what is rank?")
        box.press("Enter")
        reader.expect(reader.page.get_by_text("Still waking up", exact=False)).to_be_visible()
        assert not (_folder() / "made.json").exists()


HOSTILE = r"""# Rank

The rank of a matrix is the number of <script>window.pwned=1</script><img src=x onerror="window.pwned=2"> independent columns.

![a picture](http://evil.example/a.png) and ![another][ref] and <iframe src="http://evil.example/"></iframe> <https://evil.example/auto>

[click](javascript:window.pwned=3) [data](data:text/html,<script>window.pwned=4</script>) :material/home: :red[shout] $\href{javascript:window.pwned=5}{x}$

The rank of a hostile matrix is $\def\a{\a\a}\a$ and $\sqrt{\sqrt{\sqrt{x}}$ <style>*{display:none}</style> still a number of columns.

[ref]: http://evil.example/b.png
"""


def test_a_hostile_note_is_shown_as_words_and_does_nothing(chromium, tmp_path):
    home, note = tmp_path / "home", tmp_path / "hostile.md"
    note.write_text(HOSTILE, encoding="utf-8")
    take_in(Tutor(home), note)
    with serving(home) as url, reading(chromium, url) as reader:
        page = reader.page
        reader.ask("what is the rank of a matrix?")
        place = page.locator(PLACE).first
        reader.expect(place).to_be_visible()
        place.click()
        reader.settled()
        reader.expect(page.locator(".st-key-leaf-lit")).to_be_visible()
        reader.shot("hostile")
        assert page.evaluate("window.pwned") is None
        assert page.locator(".katex-error").count() == 0
        assert (
            page.locator("iframe[src*=evil], img[src*=evil], a[href*=evil], a[href^=javascript], a[href^='data:']").count() == 0
        )
        reader.go("Library")
        page.get_by_role("button", name="Open").first.click()
        reader.settled()
        page.wait_for_timeout(500)
        assert page.evaluate("window.pwned") is None


def test_a_way_on_from_every_question_by_keys_alone(chromium, home):
    """Words beside the answer (1: had it), d shows the solution, s skips; nothing of it needs the mouse."""
    tutor = Tutor(home)
    ids = ("card__rank.1.1", "transpose_times.1.3", "matrix_product.1.3")
    tutor.begin(Sitting("qways", 3, "rank", datetime.now(UTC), ids))
    with serving(home) as url, reading(chromium, url) as reader:
        page = reader.page
        page.goto(f"{url}quiz?sitting=qways")
        field = page.get_by_label("Your answer")
        reader.expect(field).to_be_visible()
        reader.settled()
        field.fill("how many columns really count")
        field.press("Control+Enter")
        reader.expect(page.get_by_text(tutor.question(ids[0]).key, exact=False)).to_be_visible()
        reader.expect(page.get_by_role("paragraph").filter(has_text="how many columns really count")).to_be_visible()
        reader.shot("quiz-beside-the-answer")
        reader.settled()
        page.keyboard.press("1")
        reader.expect(page.get_by_text("Question 2 of 3")).to_be_visible()
        reader.settled()
        page.mouse.click(1200, 600)  # nowhere in particular
        page.keyboard.press("d")
        reader.expect(page.get_by_text("Here is how it goes")).to_be_visible()
        reader.settled()
        page.keyboard.press("n")
        reader.expect(page.get_by_text("Question 3 of 3")).to_be_visible()
        reader.settled()
        page.keyboard.press("s")
        reader.expect(page.get_by_text("You skipped one question")).to_be_visible()
        told = [(one.question, one.grade.value, one.evidence.value) for one in Tutor(home).notebook.attempts(last=2)]
        assert told == [(ids[0], "right", "own_word"), (ids[1], "wrong", "shown")]
