"""Weak spots and reviews that are due: who is on the list, in what order, and the reasons in plain sentences."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from tutor.concepts.graph import Concept, Graph
from tutor.learner.attempt import Attempt
from tutor.learner.notebook import Notebook
from tutor.learner.review import Rating, next_memory
from tutor.learner.weak_spots import due, weak_spots
from tutor.questions.question import Grade

NOW = datetime(2026, 3, 3, 18, tzinfo=UTC)
DAY = timedelta(days=1)
SENTENCES = {
    "elementwise_product": "You multiplied entry by entry.",
    "order_swapped": "The two matrices were multiplied in the wrong order.",
}


def graph() -> Graph:
    """base <- middle <- three on top; alone stands by itself."""
    top = [Concept(f"top_{i}", f"Top {i}", "x", "On top.", prerequisites={"middle": 0.5}) for i in range(3)]
    rest = [
        Concept("base", "Base", "x", "The base."),
        Concept("middle", "Middle", "x", "Between.", prerequisites={"base": 1.0}),
        Concept("alone", "Alone", "x", "By itself."),
    ]
    return Graph.of([*rest, *top], SENTENCES)


@pytest.fixture
def notebook(tmp_path: Path) -> Notebook:
    return Notebook(tmp_path / "notebook.db")


def answer(notebook: Notebook, concept: str, right: bool, at: datetime, misconception: str | None = None, hints: int = 0) -> None:
    grade, rating = (Grade.RIGHT, Rating.GOOD) if right else (Grade.WRONG, Rating.AGAIN)
    attempt = Attempt("matmul.1.7", concept, "[[1]]", grade, at, misconception=misconception, hints=hints)
    before = notebook.memory(concept)
    notebook.record(attempt, before, next_memory(before, concept, rating, at), rating)


def test_an_empty_notebook_has_no_weak_spots_and_nothing_due(notebook: Notebook) -> None:
    assert weak_spots(notebook, graph(), NOW) == ()
    assert due(notebook, graph(), NOW) == ()


def test_right_answers_alone_make_no_weak_spot(notebook: Notebook) -> None:
    answer(notebook, "base", True, NOW - 300 * DAY)
    assert weak_spots(notebook, graph(), NOW) == ()


def test_the_reasons_say_what_happened_in_plain_sentences(notebook: Notebook) -> None:
    answer(notebook, "base", False, NOW - 2 * DAY, "elementwise_product")
    answer(notebook, "base", True, NOW - DAY)
    answer(notebook, "base", False, NOW, "elementwise_product")
    (spot,) = weak_spots(notebook, graph(), NOW)
    assert spot.reasons == (
        "You answered 2 of 3 wrong, last on 3 March.",
        "Each time you multiplied entry by entry.",
        "4 other ideas rest on it.",
    )
    assert (spot.concept, spot.misses, spot.last_wrong, spot.recall) == ("base", 2, NOW, 1.0)
    assert spot.misconceptions == (("elementwise_product", 2, NOW),)


def test_several_misconceptions_are_told_apart_most_frequent_first(notebook: Notebook) -> None:
    for day, slip in enumerate(("order_swapped", "elementwise_product", "elementwise_product", "unwritten_slip")):
        answer(notebook, "alone", False, NOW - (9 - day) * DAY, slip)
    (spot,) = weak_spots(notebook, graph(), NOW)
    assert [(met.id, met.times) for met in spot.misconceptions] == [
        ("elementwise_product", 2),
        ("unwritten_slip", 1),
        ("order_swapped", 1),
    ]
    assert spot.reasons[1:4] == (
        "2 of 4 times you multiplied entry by entry.",
        "Once: unwritten slip.",
        "Once: The two matrices were multiplied in the wrong order.",
    )


def test_one_wrong_answer_is_told_gently_and_with_the_year_when_it_is_another(notebook: Notebook) -> None:
    answer(notebook, "alone", False, NOW - 100 * DAY)
    (spot,) = weak_spots(notebook, graph(), NOW)
    assert spot.reasons[0] == "Your one answer so far was not right yet, on 23 November 2025."
    assert "chance that you recall it now is about" in spot.reasons[1]


def test_dates_are_those_of_the_learner_s_time_zone(notebook: Notebook) -> None:
    late = datetime(2026, 3, 2, 20, tzinfo=UTC)
    answer(notebook, "alone", False, late)
    auckland = NOW.astimezone(timezone(timedelta(hours=13)))
    assert "3 March" in weak_spots(notebook, graph(), auckland)[0].reasons[0]
    assert "2 March" in weak_spots(notebook, graph(), NOW)[0].reasons[0]


@pytest.mark.parametrize(("rights", "listed"), [(0, True), (1, True), (2, True), (3, False)])
def test_a_concept_leaves_the_list_after_three_rights_in_a_row(notebook: Notebook, rights: int, listed: bool) -> None:
    answer(notebook, "base", False, NOW - 9 * DAY)
    for i in range(rights):
        answer(notebook, "base", True, NOW - (8 - i) * DAY)
    assert bool(weak_spots(notebook, graph(), NOW)) is listed


def test_a_wrong_answer_after_three_rights_brings_it_back(notebook: Notebook) -> None:
    for i, right in enumerate((False, True, True, True, False)):
        answer(notebook, "base", right, NOW - (9 - i) * DAY)
    assert [spot.misses for spot in weak_spots(notebook, graph(), NOW)] == [2]


def test_rights_that_are_not_in_a_row_do_not_clear_it(notebook: Notebook) -> None:
    for i, right in enumerate((True, True, False, True, True)):
        answer(notebook, "base", right, NOW - (9 - i) * DAY)
    assert len(weak_spots(notebook, graph(), NOW)) == 1


def test_of_two_alike_the_one_that_more_rests_on_comes_first(notebook: Notebook) -> None:
    for concept in ("alone", "middle", "base"):
        answer(notebook, concept, False, NOW - DAY)
    assert [spot.concept for spot in weak_spots(notebook, graph(), NOW)] == ["base", "middle", "alone"]


def test_of_two_alike_the_one_missed_more_often_comes_first(notebook: Notebook) -> None:
    for day, (one, other) in enumerate(((True, True), (True, False), (False, False))):
        answer(notebook, "top_0", one, NOW - (2 - day) * DAY)
        answer(notebook, "top_1", other, NOW - (2 - day) * DAY)
    spots = weak_spots(notebook, graph(), NOW)
    assert [spot.concept for spot in spots] == ["top_1", "top_0"]
    assert [spot.recall for spot in spots] == [1.0, 1.0]


def test_of_two_alike_the_one_longer_ago_comes_first(notebook: Notebook) -> None:
    answer(notebook, "top_1", True, NOW - 60 * DAY)
    answer(notebook, "top_1", False, NOW - 59 * DAY)
    answer(notebook, "top_0", True, NOW - DAY)
    answer(notebook, "top_0", False, NOW)
    spots = weak_spots(notebook, graph(), NOW)
    assert [spot.concept for spot in spots] == ["top_1", "top_0"]
    assert spots[0].recall < spots[1].recall


def test_a_concept_the_graph_no_longer_has_is_still_a_weak_spot_but_not_due(notebook: Notebook) -> None:
    answer(notebook, "gone", False, NOW - 9 * DAY)
    assert [spot.concept for spot in weak_spots(notebook, graph(), NOW)] == ["gone"]
    assert due(notebook, graph(), NOW) == ()


def test_what_is_due_says_since_when_and_how_it_went_last_time(notebook: Notebook) -> None:
    answer(notebook, "middle", True, NOW - 40 * DAY)
    answer(notebook, "alone", True, NOW - 3 * DAY, hints=1)
    answer(notebook, "base", False, NOW - DAY)
    told = {entry.concept: entry.why for entry in due(notebook, graph(), NOW)}
    assert told == {
        "base": "due since yesterday; you got it wrong last time",
        "middle": "due since 22 January; you got it right last time",
        "alone": "due for 3 days; you needed a hint last time",
    }


def test_the_likeliest_to_be_forgotten_is_due_first(notebook: Notebook) -> None:
    for gap in (80, 78, 67):
        answer(notebook, "base", True, NOW - gap * DAY)  # well known, and due before the other
    answer(notebook, "alone", False, NOW - 7 * DAY)
    entries = due(notebook, graph(), NOW + 40 * DAY)
    assert [entry.concept for entry in entries] == ["alone", "base"]
    assert entries[0].recall < entries[1].recall
    assert entries[0].due > entries[1].due
    assert entries[0].overdue_days == pytest.approx(47, abs=0.1)


def test_what_is_not_due_yet_is_not_listed(notebook: Notebook) -> None:
    for gap in (3, 2, 1):
        answer(notebook, "base", True, NOW - gap * timedelta(hours=1))
    assert due(notebook, graph(), NOW) == ()
    assert [entry.why for entry in due(notebook, graph(), NOW + 400 * DAY)] != []


def test_a_time_without_a_zone_is_refused(notebook: Notebook) -> None:
    for question in (weak_spots, due):
        with pytest.raises(ValueError, match="has no time zone"):
            question(notebook, graph(), datetime(2026, 3, 3))
