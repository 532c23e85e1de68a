"""A formula typed with words between its events is read; beside a formula stands only what has to do with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.voices import with_bundled
from tests.conftest import take_in
from tutor import Intent, Standing, Tutor
from tutor.voices.quotable import quotable

pytestmark = pytest.mark.sweep  # a library of its own and whole talks: too long for every save

NOTE = """# Exercises

The exponential function grows without bound, and this is shown in the following pages.

## Answers

The product rule gives $e^x + x e^x = (1 + x) e^x$ for this function, and at $x = 0$ the value is one.

The number 1000 is what most people say when they are asked how much ten doublings are.

# Sigmoid

The sigmoid squeezes every number into the interval from zero to one.
"""


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Tutor:
    """The bundled books, and a page of the learner's own."""
    folder = tmp_path_factory.mktemp("own")
    tutor = with_bundled(Path(folder) / "home")
    (folder / "page.md").write_text(NOTE, encoding="utf-8")
    take_in(tutor, folder / "page.md")
    return tutor


@pytest.mark.parametrize(
    ("typed", "standing", "called"),
    [
        ("P(A or B) = P(A) + P(B) - P(A and B)", Standing.TESTED, "addition rule of probability"),
        ("P(A given B) = P(A and B)/P(B)", Standing.TESTED, "definition of conditional probability"),
        ("P(not A) = 1 - P(A)", None, "complement rule"),
    ],
)
def test_events_joined_by_words_are_read_as_a_formula(whole: Tutor, typed: str, standing: Standing | None, called: str):
    told = whole.ask(typed)
    assert told.intent is Intent.FORMULA and any(f"**{called}**" in claim.text for claim in told.claims)
    assert standing is None or told.claims[0].standing is standing


def test_a_false_one_is_refuted(whole: Tutor):
    assert "does not hold" in whole.ask("is P(A or B) = P(A) + P(B)?").claims[0].text


@pytest.mark.parametrize("question", ["how do I find P(A or B)?", "is A or B more likely?"])
def test_words_outside_a_formula_stay_words(whole: Tutor, question: str):
    assert whole.ask(question).intent is not Intent.FORMULA


@pytest.mark.parametrize("formula", [r"$f(x)=\frac{1}{1+e^{-x}}$", "is 2^10 = 1000?", r"$\sum_{i=1}^n (y_i - \hat y_i)^2$"])
def test_no_answer_to_an_exercise_stands_beside_a_formula(own: Tutor, formula: str):
    told = own.ask(formula)
    assert told.intent is Intent.FORMULA
    assert not any("Answers" in place.section for claim in told.claims for place in claim.citations)


def test_what_names_the_formula_may_stand_beside_it(own: Tutor):
    told = own.ask(r"what does the sigmoid $f(x)=\frac{1}{1+e^{-x}}$ say?")
    assert any(claim.citations for claim in told.claims)


def test_a_footnote_is_not_quoted_as_a_sentence():
    joined = "Compute the probability that event $B$ or event $D$ occurs.[6] [2] (a) The random process is a die roll, and one comes up."
    assert not quotable(joined) and not quotable("[27] (a) This probability is the share of the photos that are about fashion.")
    assert quotable("The probability of the union is written in [6] as the sum of two shares.")
