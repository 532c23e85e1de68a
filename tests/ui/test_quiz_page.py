"""The quiz page without a browser: every kind is drawn, kept and marked; a sheet, a clock, files, hints, twins, attempts."""

# ruff: noqa: F811 - pytest gives fixtures by the names they are taken in under

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests.ui.test_pages import app, home, press, shelf_home, sitting_of, start_quiz, words  # noqa: F401 - fixtures among them
from tutor import Evidence, Grade, Kind, Question, Sitting, Tutor, Wanted
from ui.parts.quiz_desk import Desk
from ui.parts.quiz_plan import Plan, begin_again, plan_of
from ui.parts.typed import LETTERS, read_of

MADE = [
    Kind.CHOICE, Kind.NUMBER, Kind.EXPRESSION, Kind.SET, Kind.VECTOR, Kind.MATRIX, Kind.BASIS, Kind.INTERVAL,
    Kind.MATRIX_EXPRESSION, Kind.VECTOR_UP_TO_SCALE, Kind.WRONG_STEP, Kind.TO_WORDS, Kind.TO_FORMULA, Kind.SEVERAL, Kind.ORDER,
    Kind.MATCH, Kind.FLASHCARD, Kind.OWN_WORDS,
]  # fmt: skip


def one_of(tutor: Tutor, kind: Kind, from_book: bool = False) -> Question:
    """A question of this kind."""
    if from_book:
        return next(question for question in tutor.book_questions() if question.kind is kind)
    return tutor.quiz_set(Wanted(kinds=frozenset([kind]), n=1, seed=3)).questions[0]


def sit(home: Path, *questions: Question, plan: Plan | None = None) -> AppTest:
    """A page on which these questions are being answered."""
    Tutor(home).begin(Sitting("q1", 3, (plan or Plan("Try")).written(), datetime.now(UTC), tuple(q.id for q in questions)))
    return reopened()


def reopened() -> AppTest:
    page = app()
    page.query_params["sitting"] = "q1"
    return page.switch_page("pages/quiz.py").run()


def give(page: AppTest, question: Question, typed: str, place: int = 0) -> None:
    """Answer by the widgets of the question's kind, `typed` being what the notebook should then hold."""
    key = f"q1-{place}"
    if question.kind.one_of:
        page.radio(key=f"option-{key}").set_value(LETTERS.index(typed))
    elif question.kind is Kind.SEVERAL:
        for letter in typed.split(","):
            page.checkbox(key=f"tick-{key}-{LETTERS.index(letter)}").check()
    elif question.kind is Kind.MATCH:
        for pair in typed.split(","):
            number, letter = pair.strip().split("-")
            page.radio(key=f"pair-{key}-{number}").set_value(letter)
    elif question.kind in (Kind.FLASHCARD, Kind.OWN_WORDS):
        page.text_area(key=f"typed-{key}").set_value(typed)
    else:
        page.text_input(key=f"typed-{key}").set_value(typed)
    page.run()


def key_as_given(question: Question) -> str:
    if question.kind.one_of:
        return LETTERS[next(n for n, option in enumerate(question.options) if option.misconception is None)]
    return question.key


def sent(page: AppTest) -> str:
    """Everything that went to the browser, as far as a test without one can see it."""
    return "\n".join(str(element.proto) for element in page.main if hasattr(element, "proto"))


# One kind for each way of answering: what is typed in one line is typed alike.
WAYS = [
    Kind.CHOICE,
    Kind.NUMBER,
    Kind.MATRIX,
    Kind.WRONG_STEP,
    Kind.SEVERAL,
    Kind.ORDER,
    Kind.MATCH,
    Kind.FLASHCARD,
    Kind.OWN_WORDS,
]


@pytest.mark.sweep
@pytest.mark.parametrize("kind", WAYS, ids=lambda kind: kind.value)
def test_every_kind_is_answered_kept_through_a_reload_and_marked_right(home: Path, kind: Kind) -> None:
    question = one_of(Tutor(home), kind)
    page = sit(home, question)
    give(page, question, key_as_given(question))
    again = reopened()
    press(again, "Check")
    assert not again.exception
    said = words(again)
    assert "Compare the two" in said or "nearly the words" in said if kind is Kind.OWN_WORDS else "✓ Right" in said, said


@pytest.mark.parametrize("kind", [Kind.CLOZE, Kind.MATCH, Kind.CHOICE], ids=lambda kind: kind.value)
def test_a_question_from_a_book_shows_its_place_and_only_afterwards_the_quote(home: Path, kind: Kind) -> None:
    question = one_of(Tutor(home), kind, from_book=True)
    assert question.place is not None
    page = sit(home, question)
    assert question.place.place in words(page)
    give(page, question, key_as_given(question))
    press(page, "Check")
    assert "✓ Right" in words(page)
    assert f"“{question.place.quote[:12]}" in words(page)


def told(question: Question, shown: str) -> list[str]:
    """What of a question's secrets can be found in what was shown, but for what it asks openly."""
    open_words = question.prompt + "".join(option.text for option in question.options) + "".join(question.terms)
    secrets = [*question.solution, question.proof.check_route, *(wrong.misconception for wrong in question.wrong)]
    secrets += [option.misconception for option in question.options if option.misconception]
    secrets += [question.key] if len(question.key) > 5 and question.kind is not Kind.ORDER else []
    secrets += [question.place.quote] if question.place and len(question.place.quote) > 5 else []
    return [secret for secret in secrets if secret in shown and secret not in open_words]


def test_nothing_that_tells_a_key_reaches_the_browser_before_the_answer(home: Path) -> None:
    tutor = Tutor(home)
    asked = [*(one_of(tutor, kind) for kind in MADE), *(one_of(tutor, kind, True) for kind in (Kind.CLOZE, Kind.CHOICE))]
    sheet = sit(home, *asked, plan=Plan("Try", sheet=True))
    assert all(question.prompt[:15].split("$")[0] in words(sheet) for question in asked)
    shown = sent(sheet) + words(sheet)
    # Two of the questions on this sheet ask for what a third tells: each is asked about alone below.
    in_words = (Kind.FLASHCARD, Kind.OWN_WORDS, Kind.MATCH, Kind.CLOZE, Kind.TO_WORDS, Kind.TO_FORMULA)
    assert [found for question in asked if question.kind not in in_words for found in told(question, shown)] == []


@pytest.mark.parametrize("kind", [Kind.NUMBER, Kind.FLASHCARD, Kind.MATCH, Kind.CLOZE, Kind.TO_WORDS, Kind.TO_FORMULA])
def test_one_question_alone_tells_nothing_of_its_key_either(home: Path, kind: Kind) -> None:
    question = one_of(Tutor(home), kind, from_book=kind is Kind.CLOZE)
    page = sit(home, question)
    shown = sent(page) + words(page)
    assert len(shown) > 100
    assert told(question, shown) == []


def test_what_is_typed_is_read_back_without_the_key(home: Path) -> None:
    tutor = Tutor(home)
    question = one_of(tutor, Kind.NUMBER)
    page = sit(home, question)
    page.text_input[0].set_value("1/2").run()
    assert r"I read this as  $\frac{1}{2}$" in words(page)
    assert read_of(tutor, question, question.key)[0] and read_of(tutor, question, "99") == ("99", "")
    page.text_input[0].set_value("one half").run()
    assert "I read this as" not in words(page)
    assert "can't read" in words(page)


def test_the_lines_of_an_order_are_moved_by_arrows_or_by_typing(home: Path) -> None:
    question = one_of(Tutor(home), Kind.ORDER)
    page = sit(home, question)
    page.button(key="down-q1-0-0").click().run()
    assert page.text_input[0].value.startswith("2,1,3")
    page.text_input[0].set_value(question.key.replace(",", "")).run()
    press(page, "Check")
    assert "✓ Right" in words(page)


def test_hints_are_a_ladder_with_the_first_step_as_a_question_and_are_counted(home: Path) -> None:
    tutor = Tutor(home)
    question = tutor.question("dot_product.1.1")
    page = sit(home, question)
    press(page, "A hint")
    assert question.hint in words(page)
    press(page, "The first step")
    first = tutor.hints(question.id).first
    assert first is not None
    page.text_input(key="first-q1-0").set_value(first.key).run()
    assert "✓ Yes" in words(page)
    page.text_input(key="typed-q1-0").set_value(question.key)
    press(page, "Check")
    (attempt,) = Tutor(home).notebook.attempts()
    assert attempt.right and attempt.hints == 2


def test_a_wrong_answer_offers_a_twin_that_is_marked_in_place(home: Path) -> None:
    tutor = Tutor(home)
    question = tutor.question("dot_product.1.1")
    page = sit(home, question)
    page.text_input[0].set_value("99999")
    press(page, "Check")
    press(page, "Try its twin: the same with new numbers")
    twin = tutor.twin(question.id)
    page.text_input(key="typed-t-q1-0").set_value(twin.key)
    press(page, "Check")
    assert "✓ Right" in words(page)
    assert [attempt.question for attempt in Tutor(home).notebook.attempts()] == [question.id, twin.id]


def test_a_sheet_is_graded_together_at_the_end(home: Path) -> None:
    tutor = Tutor(home)
    asked = [
        tutor.question("dot_product.1.1"),
        one_of(tutor, Kind.CHOICE),
        one_of(tutor, Kind.SEVERAL),
        tutor.question("dot_product.1.2"),
    ]
    page = sit(home, *asked, plan=Plan("Try", sheet=True))
    give(page, asked[0], asked[0].key)
    give(page, asked[1], key_as_given(asked[1]), 1)
    page = reopened()  # nothing typed is lost
    assert page.text_input(key="typed-q1-0").value == asked[0].key
    give(page, asked[3], "))((", 3)
    press(page, "Hand in")
    assert "I can't read this answer yet" in words(page)
    assert "Right" not in words(page)
    press(page, "Hand in")
    assert "2 of 4 right" in words(page)
    assert "○ left open" in words(page)
    assert len(Tutor(home).notebook.attempts()) == 2


def test_a_sheet_in_two_tabs_is_logged_once(home: Path) -> None:
    question = Tutor(home).question("dot_product.1.1")
    first = sit(home, question, plan=Plan("Try", sheet=True))
    second = reopened()
    give(first, question, "5")
    give(second, question, "6")
    press(first, "Hand in")
    press(second, "Hand in")
    assert len(Tutor(home).notebook.attempts()) == 1


def test_a_paused_clock_stands_and_hides_the_question(home: Path) -> None:
    question = Tutor(home).question("dot_product.1.1")
    page = sit(home, question, plan=Plan("Try", minutes=5))
    assert "left" in words(page)
    page.text_input[0].set_value("12").run()
    press(page, "Pause")
    assert "Paused" in words(page) and question.prompt not in words(page)
    press(page, "Go on")
    assert page.text_input[0].value == "12"


@pytest.mark.sweep
def test_when_the_time_is_up_what_was_typed_is_handed_in(home: Path) -> None:
    tutor = Tutor(home)
    questions = [tutor.question("dot_product.1.1"), tutor.question("dot_product.1.2")]
    page = sit(home, *questions, plan=Plan("Try", minutes=0.04))
    page.text_input[0].set_value(questions[0].key).run()
    time.sleep(2.6)
    page.run()
    assert "The time is up" in words(page)
    assert "1 of 2 right" in words(page)


def test_the_clock_counts_only_while_it_runs() -> None:
    desk = Desk(since=100.0)
    desk.pause(130.0)
    assert desk.spent_now(500.0) == 30
    desk.go_on(500.0)
    assert desk.spent_now(510.0) == 40


def test_a_retake_keeps_the_plan_and_all_attempts_with_the_best(home: Path) -> None:
    page = app()
    page.switch_page("pages/quiz.py").run()
    page.text_input(key="quiz_topic").set_value("rank")
    page.slider(key="quiz_count").set_value(1)
    press(page, "Start")
    first = sitting_of(page)

    def answered(typed: Callable[[Question], str]) -> None:
        sitting = Tutor(home).notebook.sitting(sitting_of(page))
        assert sitting is not None
        page.text_input[0].set_value(typed(Tutor(home).question(sitting.questions[0])))
        press(page, "Check")
        page.button(key="next_question").click().run()

    answered(lambda question: question.key)
    press(page, "Try again with new numbers")
    answered(lambda question: "77")
    old, new = (Tutor(home).notebook.sitting(id) for id in (first, sitting_of(page)))
    assert old is not None and new is not None
    assert old.topic == new.topic and old.seed != new.seed
    assert plan_of(new).title == "rank"
    assert "Best of 2 attempts: 1 of 1 right" in [box.label for box in page.expander]


def test_a_quiz_from_a_book_asks_its_own_questions_too(home: Path) -> None:
    page = app()
    page.switch_page("pages/quiz.py").run()
    page.segmented_control(key="quiz_about").set_value("A book").run()
    page.multiselect(key="quiz_kinds").set_value([16])
    press(page, "Start")
    sitting = Tutor(home).notebook.sitting(sitting_of(page))
    assert sitting is not None
    assert all(id.startswith("book:") for id in sitting.questions)
    assert "Fill the gap" in words(page)


def test_a_goal_shows_its_way_and_the_quiz_asks_what_comes_next(home: Path) -> None:
    page = app()
    page.switch_page("pages/quiz.py").run()
    page.segmented_control(key="quiz_about").set_value("A goal").run()
    press(page, "Start")
    assert "Type an idea" in words(page)
    page.text_input(key="quiz_goal").set_value("the meaning of life").run()
    assert "no concept called" in words(page)
    page.text_input(key="quiz_goal").set_value("determinant").run()
    assert "ideas lie on the way; you know none of them yet." in words(page) and "Determinant: new" in words(page)
    press(page, "Start")
    sitting = Tutor(home).notebook.sitting(sitting_of(page))
    assert sitting is not None and "On the way to Determinant" in sitting.topic
    assert not page.exception


def test_the_exercises_of_a_book_are_shown_with_their_page_and_no_key_is_claimed(home: Path) -> None:
    page = app()
    page.switch_page("pages/quiz.py").run()
    page.segmented_control(key="quiz_about").set_value("A book").run()
    assert "Exercises of the book (12)" in [one.label for one in page.expander] and "marks nothing" in words(page)
    exercise = next(one for one in page.button if (one.key or "").startswith("quiz-exercise-0-2"))
    exercise.click().run()
    assert page.session_state["leaf"].citation.quote.startswith("3.")
    assert not page.exception


def test_what_is_weak_or_due_where_there_is_nothing_says_so_calmly(home: Path) -> None:
    page = app()
    page.switch_page("pages/quiz.py").run()
    for about, said in (("Weak spots", "No weak spots yet"), ("What is due", "Nothing is due")):
        page.segmented_control(key="quiz_about").set_value(about).run()
        press(page, "Start")
        assert said in words(page)
        assert not page.exception


def test_a_kept_quiz_is_opened_and_sat_and_a_broken_one_is_refused(home: Path, tmp_path: Path) -> None:
    tutor = Tutor(home)
    (kept,) = tutor.save_quiz(tutor.quiz_set(Wanted(topic="rank", n=2, seed=5)), tmp_path / "rank.json")
    page = app()
    page.switch_page("pages/quiz.py").run()
    page.file_uploader(key="quiz_file").set_value(("rank.json", b"{", "application/json")).run()
    assert "This file is not JSON" in words(page)
    page.file_uploader(key="quiz_file").set_value(("rank.json", kept.read_bytes(), "application/json")).run()
    press(page, "Start this quiz")
    assert "Question 1 of 2" in words(page)
    assert "seed" not in words(page)


def test_files_are_made_on_request_and_none_is_offered_while_a_quiz_runs(home: Path) -> None:
    from ui.parts.quiz_files import _FILES, _made

    tutor = Tutor(home)
    made = tutor.quiz_set(Wanted(topic="norm", n=2, seed=5))
    for _, form, _, _, part in _FILES:
        if form != "apkg":
            assert len(_made(tutor, made, form, part)) > 100
    page = sit(home, made.questions[0])
    assert page.get("download_button") == []
    page.text_input[0].set_value("77")
    press(page, "Check")
    page.button(key="next_question").click().run()
    assert len(page.get("download_button")) >= 6


def test_a_record_from_before_plans_or_a_damaged_one_is_still_a_quiz() -> None:
    for topic in ("rank", "{", '{"title": 3}', '{"title": "x", "minutes": "y", "concepts": 4}'):
        assert plan_of(Sitting("q1", 1, topic, datetime.now(UTC), ("dot_product.1.1",))).minutes is None


def test_a_grade_that_is_noted_is_readable_in_the_chat_too(home: Path) -> None:
    tutor = Tutor(home)
    question = one_of(tutor, Kind.OWN_WORDS)
    mark = tutor.mark(question.id, question.key)
    assert mark.due is None and mark.grade is Grade.NOTED
    assert "mark.due is None" not in (Path(__file__).parents[2] / "ui" / "parts" / "answer.py").read_text(encoding="utf-8")


# -- a way on from every question ----------------------------------------------------------------------------------------------
def keyed(page: AppTest, start: str) -> str:
    """The key of the only button whose key begins so."""
    (key,) = [one.key for one in page.button if (one.key or "").startswith(start)]
    return str(key)


@pytest.mark.parametrize(
    ("typed", "said", "grade"),
    [("small random batches", "I had it", Grade.RIGHT), ("I don't know", "Not yet", Grade.WRONG), ("", "Not yet", Grade.WRONG)],
)
def test_words_of_one_s_own_are_shown_beside_the_answer_and_the_learner_says(
    home: Path, typed: str, said: str, grade: Grade
) -> None:
    tutor = Tutor(home)
    card = tutor.question("card__sgd.1.1")
    page = sit(home, card, tutor.question("dot_product.1.1"))
    if typed:
        give(page, card, typed)
    press(page, "Check")
    assert card.key in words(page) and (typed or "*nothing yet*") in words(page)
    assert Tutor(home).notebook.attempts() == ()
    press(page, said)
    (attempt,) = Tutor(home).notebook.attempts()
    assert (attempt.grade, attempt.evidence, attempt.typed) == (grade, Evidence.OWN_WORD, typed)
    assert "Question 2 of 2" in words(page) and not page.exception


def test_show_me_reveals_the_answer_of_a_card_with_a_page_that_speaks_of_it(home: Path) -> None:
    page = sit(home, Tutor(home).question("card__rank.1.1"))
    press(page, "Show me")
    assert "The answer" in words(page) and "in our own words" in words(page)
    page.button(key=keyed(page, "read_on-")).click().run()
    assert page.session_state["leaf"].citation is not None
    press(page, "I had it")
    assert "1 of 1 right" in words(page) and "✓ you had it" in words(page)


@pytest.mark.parametrize("kind", [Kind.CHOICE, Kind.NUMBER, Kind.ORDER, Kind.MATCH])
def test_who_does_not_know_sees_the_solution_and_goes_on(home: Path, kind: Kind) -> None:
    question = one_of(Tutor(home), kind)
    page = sit(home, question)
    press(page, "I don’t know")
    said = words(page)
    assert "Here is how it goes" in said and "counts as not yet" in said and question.solution[0] in said
    (attempt,) = Tutor(home).notebook.attempts()
    assert (attempt.grade, attempt.evidence, attempt.misconception) == (Grade.WRONG, Evidence.SHOWN, None)
    page.button(key="next_question").click().run()
    assert "0 of 1 right" in words(page) and "you asked to see it" in words(page)


def test_a_question_is_skipped_without_being_counted_and_offered_again(home: Path) -> None:
    tutor = Tutor(home)
    asked = [tutor.question("dot_product.1.1"), tutor.question("dot_product.1.2")]
    page = sit(home, *asked)
    press(page, "Skip")
    assert "Question 2 of 2" in words(page)
    give(page, asked[1], asked[1].key, 1)
    press(page, "Check")
    page.button(key="next_question").click().run()
    assert "You skipped one question" in words(page)
    press(page, "Look at it now")
    assert "Question 1 of 2" in words(page)
    press(page, "Skip")
    press(page, "Finish")
    assert "1 of 2 right" in words(page) and "○ left open" in words(page)
    assert "What you answered held" in words(page)
    assert len(Tutor(home).notebook.attempts()) == 1


def test_leaving_a_quiz_keeps_it_and_it_is_gone_on_with(home: Path) -> None:
    tutor = Tutor(home)
    asked = [tutor.question("dot_product.1.1"), tutor.question("dot_product.1.2")]
    page = sit(home, *asked)
    give(page, asked[0], asked[0].key)
    press(page, "Check")
    page.button(key="next_question").click().run()
    page.text_input(key="typed-q1-1").set_value("12").run()
    press(page, "Leave for now")
    assert "# Quiz" in words(page) and not page.exception
    press(page, "Go on with “Try”: question 2 of 2")
    assert "Question 2 of 2" in words(page) and page.text_input(key="typed-q1-1").value == "12"


@pytest.mark.parametrize("kind", [Kind.CHOICE, Kind.MATRIX])
def test_an_empty_answer_is_said_calmly_and_not_counted(home: Path, kind: Kind) -> None:
    page = sit(home, one_of(Tutor(home), kind))
    press(page, "Check")
    assert "yet, so nothing was counted." in words(page) and "can't read" not in words(page)
    assert Tutor(home).notebook.attempts() == ()


def test_another_form_than_asked_is_told_which_and_is_not_counted(home: Path) -> None:
    question = one_of(Tutor(home), Kind.MATRIX)
    rows, columns = question.grid or (0, 0)
    page = sit(home, question)
    for typed in ("0", "e^-x"):
        give(page, question, typed)
        asks = f"This asks for a {rows} by {columns} matrix"
        assert asks in words(page), "said while one types"
        press(page, "Check")
        assert f"{asks}, such as" in words(page) and "Nothing was counted." in words(page)
    give(page, question, "blue elephants")
    assert "I read this as" not in words(page) and "I can't read 'blue'" in words(page)
    assert Tutor(home).notebook.attempts() == ()


def test_giving_up_in_words_is_no_answer(home: Path) -> None:
    question = Tutor(home).question("dot_product.1.1")
    page = sit(home, question)
    give(page, question, "i don't know")
    press(page, "Check")
    assert "That is fine" in words(page) and Tutor(home).notebook.attempts() == ()


def test_no_hint_says_the_same_twice_and_none_gives_the_whole_solution(home: Path) -> None:
    tutor = Tutor(home)
    for name in ("card__sgd.1.1", "match__rank.1.1", "dot_product.1.1"):
        Tutor(home).notebook.path.unlink(missing_ok=True)
        st.cache_resource.clear()
        question = tutor.question(name)
        page = sit(home, question)
        press(page, "A hint")
        seen = [element.value for element in page.markdown]
        if [one for one in page.button if (one.key or "").startswith("hint-")]:
            page.button(key="hint-q1-0").click().run()
            (second,) = [text for text in (e.value for e in page.markdown) if text not in seen]
            assert second != question.hint, name
        assert not [one for one in page.button if one.label == "The whole solution"]


def test_words_handed_in_on_a_sheet_are_judged_by_the_learner_at_the_end(home: Path) -> None:
    card = Tutor(home).question("card__sgd.1.1")
    page = sit(home, card, plan=Plan("Try", sheet=True))
    give(page, card, "small random batches")
    press(page, "Hand in")
    assert "1 noted" in words(page)
    press(page, "I had it")
    assert "1 of 1 right" in words(page)
    assert Tutor(home).notebook.attempts()[0].evidence is Evidence.OWN_WORD


def test_a_topic_nobody_knows_is_said_and_what_comes_near_is_offered(home: Path) -> None:
    page = app()
    page.switch_page("pages/quiz.py").run()
    page.text_input(key="quiz_topic").set_value("banana")
    press(page, "Start")
    assert "I know no topic “banana”. Near it:" in words(page) and "sitting" not in page.query_params
    press(page, "Convex sets")
    assert page.text_input(key="quiz_topic").value == "Convex sets"
    press(page, "Start")
    sitting = Tutor(home).notebook.sitting(sitting_of(page))
    assert sitting is not None and Tutor(home).question(sitting.questions[0]).concept == "convex_set"


def test_a_quiz_by_goal_begins_with_what_the_page_announced(home: Path) -> None:
    page = app()
    page.switch_page("pages/quiz.py").run()
    page.segmented_control(key="quiz_about").set_value("A goal").run()
    page.text_input(key="quiz_goal").set_value("backpropagation").run()
    (announced,) = [line for line in words(page).splitlines() if line.startswith("Next: ")]
    press(page, "Start")
    sitting = Tutor(home).notebook.sitting(sitting_of(page))
    assert sitting is not None
    names = [Tutor(home).graph.concepts[Tutor(home).question(id).concept].name for id in sitting.questions]
    assert announced.startswith(f"Next: {names[0]}, {names[1]}")


def test_a_quiz_retaken_keeps_to_its_topic(home: Path) -> None:
    page = app()
    start_quiz(page, "rank", 3)
    sitting = Tutor(home).notebook.sitting(sitting_of(page))
    assert sitting is not None
    again = Tutor(home).notebook.sitting(begin_again(Tutor(home), sitting))
    assert again is not None and again.topic == sitting.topic
    concepts = [Tutor(home).question(id).concept for id in again.questions]
    assert concepts.count("rank") >= 2 and concepts[0] == "rank"


def test_no_programmer_s_word_stands_in_a_learner_s_face(home: Path) -> None:
    page = sit(home, *(one_of(Tutor(home), kind) for kind in (Kind.NUMBER, Kind.MATRIX)))
    press(page, "I don’t know")
    folded = "\n".join(element.value for fold in page.expander for element in (*fold.markdown, *fold.caption))
    open_words = "\n".join(line for line in words(page).splitlines() if line not in folded)
    assert "computed in two ways that agree" in open_words
    assert not re.search(r"\b(SymPy|seed|float|floats|prime|modulo|route|key)\b", open_words, re.IGNORECASE), open_words
    assert "How" in [fold.label for fold in page.expander]
