"""A talk goes on with the learner's own numbers: what was understood is shown, and the maths room computes it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from eval import talking
from tutor import Explanation, Intent, Standing, Turn, Tutor
from tutor.voices.again.again import Worked
from tutor.voices.again.going_on import goes_on

_NUMBERS = [talk for talk in talking.talks() if talk.kind == "numbers"]


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Tutor:
    """A tutor without a book: what is computed needs none."""
    return Tutor(tmp_path_factory.mktemp("bare"))


def talked(tutor: Tutor, *said: str) -> Explanation:
    """The last answer of a talk."""
    before: list[Turn] = []
    for one in said[:-1]:
        before.append(Turn(one, tutor.ask(one, before).said))
    return tutor.ask(said[-1], before)


def answer(told: Explanation) -> str:
    """What was computed, in one line."""
    return " ".join(claim.text for claim in told.claims if claim.standing is Standing.PROVED)


@pytest.mark.sweep
@pytest.mark.parametrize("talk", _NUMBERS, ids=[talk.name for talk in _NUMBERS])
def test_follow_ups_on_the_learners_own_numbers_hold_what_a_right_answer_must(bare: Tutor, talk: talking.Talk) -> None:
    missed = [said.text for _, said, holds in talking.held_turns(bare, talk) if not holds]
    assert missed == []


@pytest.mark.parametrize(
    ("before", "message", "read_as", "result"),
    [
        ("rank of [[1,2],[2,4]]", "and if the 4 were a 5?", "with 5 in place of 4 (row 2, column 2)", "= 2"),
        ("rank of [[1,2],[2,4]]", "change the 2 in the first row to 0", "with 0 in place of 2 (row 1, column 2)", "= 2"),
        ("rank of [[1,2],[2,4]]", "what about [[1,2],[3,4]]?", "[[1, 2], [3, 4]] in place of [[1, 2], [2, 4]]", "= 2"),
        ("determinant of [[1,2],[3,4]]", "what if I double the second row?", "[[1, 2], [6, 8]]", "-4"),
        ("determinant of [[1,2],[3,4]]", "swap the rows", "[[3, 4], [1, 2]]", "= 2"),
        ("variance of 2, 4, 4, 6", "with n-1?", "sample variance of 2, 4, 4, 6", r"\frac{8}{3}"),
        ("mean of 1, 2, 3", "and if I add a 100?", "with one more number: 1, 2, 3, 100", r"\frac{53}{2}"),
        ("softmax of [1, 2, 3]", "what if all are equal to 1", "with 1 in every entry", "0.3333"),
        ("P(X = 3) for X ~ Bin(10, 0.3)", "what if p is 0.5", "with p = 0.5", "0.1172"),
        ("z-score of 85 with mean 70 and sd 10", "and for 60?", "with 60 in place of 85", "-1"),
        ("derivative of x^2 sin(x)", "and at x = pi?", "at x = pi", r"\pi"),
        ("one step of gradient descent on x^2 from 3 with rate 0.1", "10 more steps", "11 steps", r"\to"),
        ("prevalence 1%, sensitivity 90%, false positive rate 5%", "and if the test is"
            " negative?", "after a negative test", "0.0011"),
        ("solve 3x + 2 = 11", "now with -4 on the right", "with -4 on the right", "x = -2"),
    ],
)  # fmt: skip
def test_what_was_understood_is_shown_above_the_answer(bare: Tutor, before: str, message: str, read_as: str, result: str) -> None:
    told = talked(bare, before, message)
    assert told.intent is Intent.COMPUTE
    assert read_as in " ".join(told.notices)
    assert result in answer(told)


def test_where_two_numbers_are_alike_the_answer_says_which_was_changed(bare: Tutor) -> None:
    told = talked(bare, "rank of [[1,2],[2,4]]", "if the 2 were a 7?")
    assert "there is another 2 in row 2, column 1" in " ".join(told.notices)


@pytest.mark.parametrize(
    "message",
    [
        "why does the rank matter for solving equations?",
        "what is a determinant good for?",
        "can the rank be larger than the number of columns?",
        "does every matrix with 4 rows have rank 4?",
        "how is rank used in PCA?",
        "who invented matrices",
    ],
)
def test_a_question_about_the_idea_changes_no_number(bare: Tutor, message: str) -> None:
    assert goes_on(message, Worked("rank of [[1,2],[2,4]]"), bare._solved) is None


def test_a_problem_of_its_own_begins_anew(bare: Tutor) -> None:
    told = talked(bare, "rank of [[1,2],[2,4]]", "and what is the determinant of [[3,1],[2,4]]?")
    assert told.notices == () and "10" in answer(told)


@pytest.mark.parametrize(
    ("problem", "message", "word", "shows"),
    [
        ("determinant of [[1,2],[3,4]]", "I get 5 for the determinant, is that right?", "Not yet", "trace of [[1, 2], [3, 4]]"),
        ("determinant of [[1,2],[3,4]]", "so is it -2?", "Yes", "-2"),
        ("variance of 1, 3, 5", "I got 4, why?", "Not yet", "sample variance of 1, 3, 5"),
        ("solve x + y = 5, x - y = 1", "let me try: x = 3 and y = 2", "Yes", "y = 2"),
        ("eigenvalues of [[4,1],[2,3]]", "is 5 an eigenvalue?", "Yes, so far", "Altogether"),
        ("eigenvalues of [[4,1],[2,3]]", "is 3 an eigenvalue?", "Not yet", "5"),
        ("softmax of [1, 1]", "check: is the answer (1/2, 1/2)?", "Yes", r"\frac{1}{2}"),
    ],
)  # fmt: skip
def test_a_value_the_learner_came_to_is_judged(bare: Tutor, problem: str, message: str, word: str, shows: str) -> None:
    told = talked(bare, problem, message)
    assert word in told.claims[0].text and shows in answer(told)


def test_what_cannot_be_read_as_a_value_is_never_called_wrong(bare: Tutor) -> None:
    told = talked(bare, "determinant of [[1,2],[3,4]]", "I got 2x, is that right?")
    assert "Not yet" not in told.claims[0].text


def test_a_step_that_is_pointed_to_is_shown_with_its_neighbours(bare: Tutor) -> None:
    told = talked(bare, "variance of 1, 3, 5", "why did you divide by 3 there?")
    assert re.search(r"Step \d of \d.*divide by \$n = 3\$", told.claims[0].text, re.DOTALL)
    assert "Take the mean" in talked(bare, "variance of 1, 3, 5", "what is the first step?").claims[0].text


def test_one_more_to_try_is_a_question_of_the_same_kind_and_its_answer_is_judged(bare: Tutor) -> None:
    talk = ["determinant of [[2,1],[1,3]]", "another one like it for me to try"]
    put = bare.question(talked(bare, *talk).check)
    assert "determinant" in put.prompt.lower()
    assert talked(bare, *talk, f"is it {put.key}?").claims[0].text.startswith("**Yes.**")
    assert "Not yet" in talked(bare, *talk, "it's 123456").claims[0].text
    assert put.key_latex in talked(bare, *talk, "I give up").claims[0].text
    assert bare.question(talked(bare, *talk, "give me another").check).id != put.id


def test_where_the_questions_room_has_none_the_same_problem_comes_with_other_numbers(bare: Tutor) -> None:
    talk = ["median of 7, 1, 3, 9", "another one for me to try"]
    told = talked(bare, *talk)
    put = told.claims[0].text
    assert "Try this one" in put and "7, 1, 3, 9" not in put
    numbers = sorted(int(one) for one in re.findall(r"\d+", put))
    middle = (numbers[1] + numbers[2]) / 2
    assert "Yes" in talked(bare, *talk, f"it's {middle}").claims[0].text
    assert "Not yet" in talked(bare, *talk, f"I got {middle + 1}").claims[0].text


def test_a_problem_is_remembered_while_the_talk_is_about_the_idea(bare: Tutor) -> None:
    talk = ["rank of [[1,2],[2,4]]", *["why does rank matter?", "what is a pivot?"] * 4]
    assert "= 2" in answer(talked(bare, *talk, "and if the 4 were a 5?"))


@pytest.mark.parametrize(
    "message", ["and the", "what about?", "with [", "if the were a", "(", "and [[1,2],[3",
        "-", "n-1 n-1", "it's", "swap rows 7 and 9", "9" * 400]
)  # fmt: skip
def test_odd_follow_ups_never_raise(bare: Tutor, message: str) -> None:
    assert talked(bare, "rank of [[1,2],[2,4]]", message) is not None
    assert talked(bare, "what is the weather", message) is not None


def test_a_follow_up_without_a_problem_is_no_follow_up(tmp_path: Path) -> None:
    assert Tutor(tmp_path).ask("and if the 4 were a 5?").notices == ()
