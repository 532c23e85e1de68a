"""What does not hold is never shown as a value, nor with a mark of truth beside it."""

from __future__ import annotations

import pytest

from tutor import Tutor
from tutor.maths.claims import try_claim
from tutor.maths.explain import explain_formula
from tutor.voices.worked import formula_claims

FALSE = [
    r"\det(A+B) = \det(A) + \det(B)",
    r"\operatorname{tr}(AB) = \operatorname{tr}(A)\operatorname{tr}(B)",
    r"\operatorname{rank}(A+B) = \operatorname{rank}(A) + \operatorname{rank}(B)",
    r"\det(A^T) = -\det(A)",
    "(a+b)^2 = a^2 + b^2",
    "2^{10} = 1000",
]


@pytest.mark.parametrize("latex", FALSE)
def test_a_false_equation_has_no_example_and_is_told_so(latex):
    told = explain_formula(latex)
    assert told.refuted
    assert told.example is None
    assert not told.grows
    assert [claim.text.endswith("This does not hold.") for claim in formula_claims(told)] == [True]


@pytest.mark.parametrize("latex", [*FALSE, r"\det(2A) = 2\det(A)"])
def test_no_example_gives_one_side_the_value_of_the_other(latex):
    assert explain_formula(latex).example is None


@pytest.mark.parametrize(
    "latex",
    [r"\operatorname{tr}(A+B) = \operatorname{tr}(A) + \operatorname{tr}(B)", r"\det(A) = \det(A^T)", "f(A) = A^2", "y = mx + b"],
)
def test_a_true_one_and_a_definition_keep_theirs(latex):
    told = explain_formula(latex)
    assert told.example is not None
    assert not told.refuted


@pytest.mark.parametrize(
    "latex",
    [
        "E[XY] = E[X] E[Y]",
        r"\operatorname{Var}(X-Y) = \operatorname{Var}(X) + \operatorname{Var}(Y)",
        r"\frac{d}{dx} f(x) = f(x)",
        r"P(A \cap B) = P(A)P(B)",
    ],
)
def test_what_may_hang_on_more_than_is_written_is_not_refuted(latex):
    assert not explain_formula(latex).refuted


def test_no_example_where_the_left_side_has_a_value_of_its_own():
    assert explain_formula(r"\log(a^n) = (\log a)^n").example is None


def test_the_words_around_may_set_what_it_needs():
    latex = r"\sqrt{x^2} = x"
    assert explain_formula(latex).refuted
    assert not explain_formula(latex, r"For $x \geq 0$ we have $\sqrt{x^2} = x$.").refuted


@pytest.mark.parametrize("latex", FALSE[:5])
def test_a_claim_that_stands_in_the_question_is_no_condition_of_its_own(latex):
    assert try_claim(latex, f"Is it true that ${latex}$?")[0].verdict.value == "fails"


@pytest.mark.parametrize("question", ["is 2^10 = 1000?", "is it true that $(a+b)^2 = a^2 + b^2$?"])
def test_the_chat_says_it_once_and_marks_nothing_false_as_proved(tutor: Tutor, question):
    said = [claim.text for claim in tutor.ask(question).claims]
    assert sum("does not hold" in text for text in said) == 2  # the refutation, and what the formula says in words
    assert not any(text.startswith("*Read aloud:*") for text in said)


def test_that_there_is_no_solution_is_the_answer(tutor: Tutor):
    said = [claim.text for claim in tutor.ask("solve x + y = 2, 2x + 2y = 5").claims]
    assert said[0] == "**Answer:** no solution"
