"""Answers nobody but the learner can judge, and questions given up: what is recorded of them, and what is said of it later."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.conftest import answer
from tutor import Evidence, Grade, Sitting, Tutor
from tutor.errors import InputError
from tutor.learner.attempt import Attempt
from tutor.learner.notebook import Notebook
from tutor.learner.review import Rating, State
from tutor.learner.tables import APPLICATION_ID, MIGRATIONS

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
CARD, NUMBER = "card__sgd.1.1", "dot_product.1.1"


@pytest.fixture
def tutor(tmp_path: Path) -> Tutor:
    return Tutor(tmp_path)


def test_words_of_one_s_own_are_noted_and_never_called_unreadable(tutor: Tutor) -> None:
    for typed in ("small random batches instead of everything", "I don't know", "banana", "42", "ja, klar"):
        mark = tutor.mark(CARD, typed, NOW)
        assert mark.grade is Grade.NOTED and mark.why.startswith("Compare the two") and mark.due is None, typed
    assert tutor.notebook.attempts() == ()


def test_a_key_met_word_for_word_is_still_decided_here(tutor: Tutor) -> None:
    mark = tutor.mark(CARD, tutor.question(CARD).key.upper().rstrip("."), NOW)
    assert (mark.grade, mark.evidence) == (Grade.RIGHT, Evidence.CHECKED)


@pytest.mark.parametrize(("had_it", "grade", "rating"), [(True, Grade.RIGHT, Rating.GOOD), (False, Grade.WRONG, Rating.AGAIN)])
def test_the_learner_s_own_word_is_on_disk_as_what_it_is(tutor: Tutor, had_it: bool, grade: Grade, rating: Rating) -> None:
    mark = tutor.own_word(CARD, "small random batches", had_it, NOW, token="q1:0")
    (attempt,), (review,) = Notebook(tutor.notebook.path).attempts(), tutor.notebook.reviews()
    assert (attempt.grade, attempt.evidence, attempt.typed, attempt.misconception) == (
        grade,
        Evidence.OWN_WORD,
        "small random batches",
        None,
    )
    assert review.rating is rating and mark.due == review.after.due and mark.evidence is Evidence.OWN_WORD
    again = tutor.own_word(CARD, "other words", not had_it, NOW + timedelta(minutes=1), token="q1:0")
    assert again.repeated and again.grade is grade and len(tutor.notebook.attempts()) == 1
    assert tutor.notebook.rebuild() == tutor.notebook.memories()


def test_had_it_after_a_hint_counts_less(tutor: Tutor) -> None:
    tutor.own_word(CARD, "", True, NOW, hints=1)
    assert tutor.notebook.reviews()[0].rating is Rating.HARD


def test_what_can_be_checked_is_not_left_to_one_s_own_word(tutor: Tutor) -> None:
    with pytest.raises(InputError, match="is checked here"):
        tutor.own_word(NUMBER, "7", True, NOW)
    assert tutor.notebook.attempts() == ()


def test_giving_up_is_a_lapse_and_no_misconception(tutor: Tutor) -> None:
    tutor.mark(NUMBER, tutor.question(NUMBER).key, NOW - timedelta(days=20))
    tutor.mark(NUMBER, tutor.question(NUMBER).key, NOW - timedelta(days=10))
    assert tutor.notebook.memories()[0].state is State.REVIEW
    tutor.begin(Sitting("q1", 1, "x", NOW, (NUMBER,)))
    mark = tutor.give_up(NUMBER, "3 +", NOW, token="q1:0", sitting=("q1", 0))
    assert (mark.grade, mark.misconception, mark.evidence) == (Grade.WRONG, None, Evidence.SHOWN)
    assert tutor.notebook.memories()[0].state is State.RELEARNING and tutor.notebook.misconceptions() == ()
    sitting = tutor.notebook.sitting("q1")
    assert sitting is not None and sitting.answers[0] is not None and sitting.answers[0].attempt is not None


def test_reviews_and_weak_spots_say_what_it_rests_on(tutor: Tutor) -> None:
    tutor.give_up(NUMBER, now=NOW)
    (spot,) = tutor.weak_spots(NOW)
    assert spot.reasons[0] == "You asked to see the solution of the one question so far, on 1 March."
    assert tutor.due(NOW + timedelta(days=1))[0].why.endswith("; you asked to see it last time")
    tutor.mark(NUMBER, "99999", NOW + timedelta(minutes=1))
    (spot,) = tutor.weak_spots(NOW)
    assert spot.reasons[:2] == ("2 of 2 not right yet, last on 1 March.", "Once you asked to see the solution.")


def test_one_s_own_word_is_called_so_when_it_comes_back(tutor: Tutor) -> None:
    tutor.own_word(CARD, "", False, NOW)
    tutor.own_word(CARD, "", False, NOW + timedelta(minutes=20))
    (spot,) = tutor.weak_spots(NOW + timedelta(hours=1))
    assert "Twice you said so yourself, beside the answer." in spot.reasons
    assert tutor.due(NOW + timedelta(days=1))[0].why.endswith("; not yet last time, by your own word")


def test_an_attempt_that_was_given_up_cannot_be_right_or_show_a_misconception() -> None:
    for grade, slip in ((Grade.RIGHT, None), (Grade.WRONG, "order_swapped")):
        with pytest.raises(ValueError, match="answered nothing"):
            Attempt(NUMBER, "dot_product", "", grade, NOW, misconception=slip, evidence=Evidence.SHOWN)


def test_a_notebook_from_before_keeps_its_attempts_as_checked_ones(tmp_path: Path) -> None:
    path = tmp_path / "notebook.db"
    db = sqlite3.connect(path)
    for step in MIGRATIONS[:2]:
        db.executescript(step)
    db.execute(
        "INSERT INTO attempt(question, template, version, state, concept, typed, grade, why, hints, duration_ms, at_ms)"
        " VALUES ('rank.1.1', 'rank', 1, 1, 'rank', '3', 'wrong', 'Because.', 0, 5, 1772352000000)"
    )
    db.execute("PRAGMA user_version = 2")
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.commit()
    db.close()
    (attempt,) = Notebook(path).attempts()
    assert (attempt.typed, attempt.evidence) == ("3", Evidence.CHECKED)


@pytest.mark.sweep
def test_giving_up_and_one_s_own_word_on_the_command_line(run) -> None:  # type: ignore[no-untyped-def]
    shown = answer(run("mark", NUMBER, "--show-me", "--json"))
    assert (shown["grade"], shown["evidence"], shown["misconception"]) == ("wrong", "shown", None) and shown["solution"]
    said = answer(run("mark", CARD, "small random batches", "--had-it", "--json"))
    assert (said["grade"], said["evidence"]) == ("right", "own_word")
