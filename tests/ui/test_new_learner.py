"""What a learner stumbled over on the first evening: words that vanish or change, numbers that count nothing, ways back that hide."""

# ruff: noqa: F811 - pytest gives fixtures by the names they are taken in under

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import take_in
from tests.ui.test_conversation_page import at, fresh_talks, talk_of  # noqa: F401 - a fixture among them
from tests.ui.test_pages import app, home, press, shelf_home, start_quiz, words  # noqa: F401 - fixtures among them
from tests.ui.test_quiz_page import give, one_of, reopened, sit
from tutor import Incoming, Kind, Tutor
from tutor.voices.worked import state_claims
from ui.pages.library import facts
from ui.parts.conversation import MOST_CHARACTERS
from ui.parts.untrusted import safe_typed


def label_of(page, key: str) -> str:
    return next(button.label for button in page.button if button.key == key)


@pytest.mark.parametrize(
    "typed",
    [r"\int_0^1 x^2 \, dx", r"\{x_1\} and 1&2\\3&4", "*stars* and _lines_ and `ticks`", "a -- b, 3 < 4 > 2 ~ ~~x~~", "# no heading", "1. no list"],
)  # fmt: skip
def test_a_question_is_shown_letter_for_letter(typed: str) -> None:
    shown = safe_typed(typed)
    unescaped, at = "", 0
    while at < len(shown):  # as a browser reads it: a backslash before a mark stands for the mark
        at += shown[at] == "\\" and at + 1 < len(shown) and not shown[at + 1].isalnum()
        unescaped, at = unescaped + shown[at], at + 1
    assert unescaped.replace("\u2060", "") == typed
    assert safe_typed("what is $x^2$?") == "what is $x^2$?"


def test_a_long_paste_is_taken_by_its_beginning_and_that_is_said(home: Path) -> None:
    page = at()
    assert not page.chat_input[0].proto.max_chars  # with one, the browser drops the paste without a word
    page.chat_input[0].set_value("what is rank? " + "word " * 1000).run()
    assert f"a question at most {MOST_CHARACTERS:,}: only its beginning was taken" in words(page)
    assert [len(turn.question) for turn in Tutor(home).conversations.turns(talk_of(page))] == [MOST_CHARACTERS]


def test_an_empty_library_offers_the_bundled_books_below_a_question(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUTOR_HOME", str(tmp_path))
    page = app()
    page.chat_input[0].set_value("what is the quokka norm?").run()
    assert label_of(page, "add_bundled-1") == "Add the bundled books"


def test_what_is_being_typed_is_never_asked_for_a_vector_of_no_entries(home: Path) -> None:
    tutor = Tutor(home)
    question = one_of(tutor, Kind.VECTOR)
    page = sit(home, question)
    give(page, question, "[[1,2],[3,4]]")
    assert "This asks for a vector, such as (1, 2)." in words(page) and "0 entries" not in words(page)
    press(page, "Check")
    assert words(page).count("This asks for a vector") == 1


def test_what_cannot_be_read_is_told_once(home: Path) -> None:
    question = one_of(Tutor(home), Kind.NUMBER)
    page = sit(home, question)
    give(page, question, "3?")
    press(page, "Check")
    assert words(page).count("I can't read the sign '?'") == 1


def test_where_nothing_was_computed_nothing_is_said_to_be(home: Path) -> None:
    question = one_of(Tutor(home), Kind.MATCH)
    assert question.from_glossary
    page = sit(home, question)
    press(page, "I don’t know")
    told = words(page)
    assert "computed in two ways" not in told and "glossary" in told
    assert question.key not in told, "letters of a list that is told apart anyway"
    assert all(f"**{letter}**\u2002{option.text}" in told for letter, option in zip("abcd", question.options, strict=True))
    assert "Try another one like it" in [button.label for button in page.button]


def test_words_of_ones_own_are_shown_letter_for_letter_beside_the_answer(home: Path) -> None:
    question = one_of(Tutor(home), Kind.FLASHCARD)
    page = sit(home, question)
    give(page, question, r"it is \, *so* and x_1")
    press(page, "Check")
    assert r"it is \\, \*so\* and x\_1" in words(page)


def test_a_quiz_that_was_left_by_the_menu_is_gone_on_with_from_the_top(home: Path) -> None:
    page = start_quiz(app(), n=2)
    press(page, "I don’t know")
    press(page, "Next question")
    again = app().switch_page("pages/quiz.py").run()
    first = next(button for button in again.button if (button.key or "").startswith("resume-"))
    assert first.label.startswith("Go on with “") and first.label.endswith("question 2 of 2")
    assert [button.key for button in again.button].index(first.key) < [button.label for button in again.button].index("Start")
    first.click().run()
    assert "Question 2 of 2" in words(again)


def test_a_reload_stays_with_the_worked_solution_until_one_goes_on(home: Path) -> None:
    tutor = Tutor(home)
    page = sit(home, one_of(tutor, Kind.NUMBER), one_of(tutor, Kind.CHOICE))
    press(page, "I don’t know")
    address = page.query_params["at"]
    assert "Question 2 of 2" in words(reopened()), "where the address names no place, the open question is next"
    fresh = app()
    fresh.query_params["sitting"], fresh.query_params["at"] = "q1", address
    fresh.switch_page("pages/quiz.py").run()
    assert "Question 1 of 2" in words(fresh) and "Here is how it goes" in words(fresh)
    press(fresh, "Next question")
    assert "Question 2 of 2" in words(fresh) and "at" not in fresh.query_params


@pytest.mark.parametrize("address", ["q1.7", "q1.x", "q2.0", ".0", "q1.0"])
def test_a_place_in_the_address_that_was_not_answered_leads_to_the_open_question(home: Path, address: str) -> None:
    tutor = Tutor(home)
    sit(home, one_of(tutor, Kind.NUMBER), one_of(tutor, Kind.CHOICE))
    fresh = app()
    fresh.query_params["sitting"], fresh.query_params["at"] = "q1", address
    fresh.switch_page("pages/quiz.py").run()
    assert "Question 1 of 2" in words(fresh) and "Here is how it goes" not in words(fresh)


def test_a_search_in_a_book_says_when_it_uses_none_of_the_words(home: Path) -> None:
    card = Tutor(home).books()[0]
    page = app().switch_page("pages/library.py").run()
    page.button(key=f"open-{card.id}").click().run()
    page.text_input(key=f"inside-{card.id}").set_value("zzzqq").run()
    assert "No place in this book uses “zzzqq”" in words(page)
    used = Tutor(home).contents(card.id)[0].title.split()[0]
    page.text_input(key=f"inside-{card.id}").set_value(used).run()
    assert "No place in this book" not in words(page)


def test_one_of_a_thing_is_counted_as_one(tmp_path: Path) -> None:
    tutor = Tutor(tmp_path / "home")
    note = tmp_path / "one.md"
    note.write_text("# Norms\n\nA norm is a length.\n", encoding="utf-8")
    take_in(tutor, Incoming.upload(note, note.name))
    (card,) = tutor.books()
    assert "1 section · 1 passage · 0 formulas" in facts(card)
    claims = state_claims([card] * 9, [], [], tutor.graph)
    assert "...." not in claims[1].text and "more." in claims[1].text
    assert "holds one source:" in state_claims([card], [], [], tutor.graph)[1].text
