"""What a thing is, is told by the sentence that says so of just this name; a name that is only alike is another thing."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.voices import with_bundled
from tests.conftest import take_in
from tutor import Standing, Tutor

NOTE = """# Lecture 4

The quokka norm of a vector is the sum of the cubes of the absolute values of its entries. It is not used anywhere else.

The zibble factor of a training run is the ratio of its loudest gradient to its quietest gradient.

A probability distribution is a table of all disjoint outcomes and their associated probabilities.

Sorting the losses of a run from large to small and joining them gives what is called the *wombat curve*.

The small brolga rank is the number of rows that nobody reads.
"""


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Tutor:
    """The bundled books, and a page of the learner's own."""
    folder = tmp_path_factory.mktemp("own")
    tutor = with_bundled(Path(folder) / "home")
    (folder / "lecture.md").write_text(NOTE, encoding="utf-8")
    take_in(tutor, folder / "lecture.md")
    return tutor


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("what is the quokka norm?", "The quokka norm of a vector is the sum of the cubes"),
        ("what does quokka norm mean", "The quokka norm of a vector is the sum of the cubes"),
        ("define the zibble factor", "The zibble factor of a training run is the ratio"),
        ("what is the zibble factor?", "The zibble factor of a training run is the ratio"),
        ("what is a probability distribution", "A probability distribution is a table of all disjoint outcomes"),
        ("what is a wombat curve?", "gives what is called the *wombat curve*"),
    ],
)
def test_the_sentence_that_says_what_it_is_comes_first_and_without_a_doubt(own: Tutor, question: str, said: str):
    told = own.ask(question)
    assert said in " ".join(told.claims[0].text.split()) and told.claims[0].standing is Standing.QUOTED
    assert not told.claims[0].asked and not told.notices


@pytest.mark.parametrize("question", ["what is the brolga rank?", "what is the emu norm?"])
def test_another_name_that_ends_alike_is_no_answer_without_a_doubt(own: Tutor, question: str):
    told = own.ask(question)
    assert not told.covered or any("I take you to ask" in one or "come nearest" in one for one in told.notices)


def test_a_section_under_just_this_name_comes_before_one_under_a_longer_name(whole: Tutor):
    told = whole.ask("what is attention")
    assert told.claims[0].citations[0].section[-1] == "What is attention in a neural network?" and not told.notices


@pytest.mark.parametrize(
    "question",
    [
        "what is the rank of a matrix?",
        "what is PCA?",
        "what is momentum",
        "what is an expected value",
        "what does overfitting mean?",
    ],
)
def test_another_name_of_the_same_idea_needs_no_doubt(whole: Tutor, question: str):
    assert not whole.ask(question).notices


def test_over_what_only_comes_near_it_is_not_said_that_it_answers(whole: Tutor):
    told = whole.ask("is matrix multiplication commutative")
    assert told.notices and "another question" in told.claims[0].asked_line
    assert "Answered in your books as" in whole.ask("what is attention").claims[0].asked_line


def test_a_question_for_yes_or_no_is_not_answered_by_what_something_means_without_a_doubt(whole: Tutor):
    told = whole.ask("is the derivative of |x| at 0 zero")
    assert any("I take you to ask" in one for one in told.notices)
