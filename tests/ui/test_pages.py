"""The pages, walked without a browser: a real Tutor on two bundled chapters in a temporary folder."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tutor import Incoming, Tutor

ROOT = Path(__file__).parents[2]
APP = ROOT / "ui" / "app.py"
CHAPTERS = ("linear-maps-and-rank.md", "gradients-and-the-chain-rule.md")
# The first page waits for imports of a cold machine.
PATIENCE_SECONDS = 60


def fill(home: Path) -> None:
    tutor = Tutor(home)
    for name in CHAPTERS:
        path = Path(str(resources.files("corpus").joinpath("chapters", name)))
        for _ in tutor.ingest(Incoming(path, name, f"bundled:{name}")):
            pass


@pytest.fixture(scope="module")
def shelf_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    fill(home)
    return home


@pytest.fixture
def home(shelf_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("TUTOR_HOME", str(shelf_home))
    for name in ("notebook.db", "notebook.db-wal", "notebook.db-shm"):
        (shelf_home / name).unlink(missing_ok=True)
    st.cache_resource.clear()
    yield shelf_home
    st.cache_resource.clear()


def app() -> AppTest:
    return AppTest.from_file(str(APP), default_timeout=PATIENCE_SECONDS).run()


def words(page: AppTest) -> str:
    return "\n".join(element.value for element in (*page.markdown, *page.caption))


def press(page: AppTest, label: str) -> AppTest:
    return next(button for button in page.button if button.label == label).click().run()


def start_quiz(page: AppTest, topic: str = "norm", n: int = 2) -> AppTest:
    page.switch_page("pages/quiz.py").run()
    page.text_input(key="quiz_topic").set_value(topic)
    page.slider(key="quiz_count").set_value(n)
    return press(page, "Start")


def sitting_of(page: AppTest) -> str:
    """The id in the address; AppTest gives a text or a list of them."""
    named = page.query_params["sitting"]
    return named if isinstance(named, str) else named[0]


def key_of(home: Path, page: AppTest, place: int) -> str:
    tutor = Tutor(home)
    sitting = tutor.notebook.sitting(sitting_of(page))
    assert sitting is not None
    return tutor.question(sitting.questions[place]).key


def answer(page: AppTest, typed: str) -> AppTest:
    page.text_input[0].set_value(typed)
    return press(page, "Check")


def test_every_page_opens_and_shows_no_error(home: Path) -> None:
    page = app()
    assert "What would you like to understand?" in words(page)
    for name, title in (
        ("formula", "# Formula"),
        ("quiz", "# Quiz"),
        ("review", "# Review"),
        ("library", "# Library"),
        ("chat", "What would you like"),
    ):
        page.switch_page(f"pages/{name}.py").run()
        assert title in words(page)
        assert not page.exception


def test_a_formula_is_explained_on_its_page(home: Path) -> None:
    page = app()
    page.switch_page("pages/formula.py").run()
    page.text_input(key="formula_latex").set_value("$y = mx + b$")
    page.text_area(key="formula_context").set_value("where m is the slope and b is the intercept")
    press(page, "Explain")
    assert "taking the slope m, multiplying it by the input x, and adding the intercept b" in words(page)
    assert "you say “m is the slope”" in words(page)
    page.text_input(key="formula_latex").set_value(r"\frobnicate{x} = 3")
    press(page, "Explain")
    assert "I could not read" in words(page)
    assert not page.exception


def test_a_question_is_answered_with_what_backs_every_sentence(home: Path) -> None:
    page = app()
    page.chat_input[0].set_value("What is the rank of a matrix?").run()
    assert not page.exception
    assert "❝ quoted" in words(page)
    places = [button.label for button in page.button if (button.key or "").startswith("open-1-")]
    assert places and not any(label.startswith("line ") for label in places)  # a place is told by its heading
    assert "Marginalia’s glossary" in words(page)
    assert any(button.label == "Quiz me on this" for button in page.button)


def test_a_citation_opens_its_page_and_closes_it_again(home: Path) -> None:
    page = app()
    page.chat_input[0].set_value("What is the rank of a matrix?").run()
    next(button for button in page.button if (button.key or "").startswith("open-1-0")).click().run()
    assert page.button(key="close_page").label == "Close"
    assert page.session_state["leaf"].citation.quote
    page.button(key="close_page").click().run()
    assert "leaf" not in page.session_state


def test_what_the_books_do_not_hold_is_said_calmly(home: Path) -> None:
    page = app()
    page.chat_input[0].set_value("best pizza in Naples").run()
    assert "Your books do not answer this" in words(page)
    assert "❝ quoted" not in words(page)


def test_an_example_is_asked_with_one_press(home: Path) -> None:
    page = press(app(), "What is the rank of a matrix?")
    assert page.session_state["turns"][0].question == "What is the rank of a matrix?"


def test_the_key_is_not_on_the_page_before_the_answer(home: Path) -> None:
    page = start_quiz(app(), "gradient", 1)
    tutor = Tutor(home)
    sitting = tutor.notebook.sitting(sitting_of(page))
    assert sitting is not None
    question = tutor.question(sitting.questions[0])
    shown = words(page) + "".join(str(radio.options) for radio in page.radio)
    assert question.solution[-1] not in shown or question.solution[-1] in [option.text for option in question.options]
    assert question.proof.check_route not in shown
    assert not any(option.misconception and option.misconception in shown for option in question.options)


def test_a_quiz_goes_right_not_yet_and_to_its_end(home: Path) -> None:
    page = start_quiz(app())
    answer(page, key_of(home, page, 0))
    assert "✓ Right" in words(page)
    page.button(key="next_question").click().run()
    answer(page, "77")
    assert "Not yet" in words(page)
    assert "The answer was computed in two ways that agree." in words(page)
    page.button(key="next_question").click().run()
    assert "1 of 2 right" in words(page)
    before = sitting_of(page)
    press(page, "Try again with new numbers")
    assert sitting_of(page) != before
    assert len(Tutor(home).notebook.attempts()) == 2


def test_what_cannot_be_read_is_not_counted_and_stays_for_editing(home: Path) -> None:
    page = start_quiz(app())
    answer(page, "2)(")
    assert "Nothing was counted." in words(page)
    assert page.text_input[0].value == "2)("
    assert Tutor(home).notebook.attempts() == ()


def test_a_reload_goes_on_where_the_quiz_was_left(home: Path) -> None:
    first = start_quiz(app())
    answer(first, key_of(home, first, 0))
    again = AppTest.from_file(str(APP), default_timeout=PATIENCE_SECONDS)
    again.run()
    again.query_params["sitting"] = sitting_of(first)
    again.switch_page("pages/quiz.py").run()
    assert "Question 2 of 2" in words(again)


def test_two_tabs_on_one_question_count_once(home: Path) -> None:
    first, second = start_quiz(app()), app()
    second.query_params["sitting"] = sitting_of(first)
    second.switch_page("pages/quiz.py").run()
    answer(first, "77")
    answer(second, "78")
    assert len(Tutor(home).notebook.attempts()) == 1
    assert "that first answer counts" in words(second)


def test_an_unknown_topic_gets_one_calm_sentence(home: Path) -> None:
    page = start_quiz(app(), "best pizza in Naples")
    assert not page.exception
    assert "I know no topic “best pizza in Naples”" in words(page)


def test_review_shows_nothing_due_then_what_went_wrong(home: Path) -> None:
    page = app()
    page.switch_page("pages/review.py").run()
    assert "Nothing is due" in words(page)
    start_quiz(page)
    answer(page, "77")
    page.switch_page("pages/review.py").run()
    assert "Weak spots, the worst first" in words(page)
    press(page, "Practise this")
    assert "Question 1 of" in words(page)


def test_what_is_due_is_reviewed_question_by_question(home: Path) -> None:
    from datetime import UTC, datetime, timedelta

    tutor = Tutor(home)
    question = tutor.quiz("rank", 1, 7)[0]
    tutor.mark(question.id, question.key, datetime.now(UTC) - timedelta(days=40))
    page = app()
    page.switch_page("pages/review.py").run()
    assert "One idea is due" in words(page)
    press(page, "Start review")
    assert "Question 1 of 1" in words(page)


def test_the_library_lists_opens_and_takes_away(home: Path, tmp_path: Path) -> None:
    page = app()
    page.switch_page("pages/library.py").run()
    page.file_uploader[0].set_value(
        [("../../my note.md", b"# Trace\n\nThe trace is a sum. ![x](http://evil.example/x.png)", "text/markdown")]
    )
    page.run()
    assert "is in your library" in words(page)
    card = next(card for card in Tutor(home).books() if card.title == "Trace")
    page.button(key=f"open-{card.id}").click().run()
    assert "(picture: x)" in words(page)
    page.button(key="close_page").click().run()
    page.button(key=f"remove-{card.id}").click().run()
    page.button(key="confirm_removal").click().run()
    assert "Trace" not in [card.title for card in Tutor(home).books()]


@pytest.mark.sweep
def test_an_empty_library_offers_the_bundled_books(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUTOR_HOME", str(tmp_path))
    st.cache_resource.clear()
    page = press(app(), "Add the bundled books")
    assert not page.exception
    assert len(Tutor(tmp_path).books()) >= 5
    st.cache_resource.clear()


@pytest.mark.sweep
@pytest.mark.parametrize("seconds", [0.4, 0.7, 1.0])
def test_a_server_that_ends_while_the_tutor_gets_warm_ends_quietly(tmp_path: Path, seconds: float) -> None:
    """Ctrl-C in the first seconds: torn down in the middle of loading, the process was aborted, or crashed."""
    visit = f"import time; from ui.parts.server import shared; shared(); time.sleep({seconds})"
    environment = {**os.environ, "TUTOR_HOME": str(tmp_path)}
    ended = subprocess.run([sys.executable, "-c", visit], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 0
    assert "Traceback" not in ended.stderr
    assert "terminate" not in ended.stderr


@pytest.mark.sweep
@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process without a signal")
def test_whoever_ends_the_command_ends_the_pages(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    def answers() -> bool:
        with socket.socket() as asked:
            return asked.connect_ex(("127.0.0.1", port)) == 0

    environment = {**os.environ, "TUTOR_HOME": str(tmp_path)}
    command = [sys.executable, "-m", "tutor", "ui", "--headless", "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as tutor:
        for _ in range(300):
            if answers():
                break
            time.sleep(0.1)
        assert answers()
        tutor.terminate()
        assert tutor.wait(30) == 0
    assert not answers()
