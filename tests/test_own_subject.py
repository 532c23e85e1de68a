"""A whole question with a subject of its own drops what was talked of before; one that leans keeps it."""

from __future__ import annotations

import pytest

from tests.test_nearby import talk
from tutor import Intent, Tutor
from tutor.voices.anew import is_whole

pytestmark = pytest.mark.sweep  # a library of its own and whole talks: too long for every save

OTHER_THINGS = [
    ("how does gradient descent work", "why is the sky blue"),
    ("what is a matrix?", "how do birds fly"),
    ("what is overfitting?", "how do I bake bread"),
    ("what is the gradient?", "who won the world cup"),
    ("what is the gradient?", "explain photosynthesis"),
    ("what is the gradient?", "give me an example of photosynthesis"),
    ("what is the rank of a matrix?", "is chocolate healthy"),
    ("what is an eigenvalue?", "how do I cook rice"),
]
SAME_THING = [
    ("what is an eigenvalue?", "can it be zero?", "eigenvalues"),
    ("what is an eigenvalue?", "give me an example with small numbers", "eigenvalues"),
    ("how does gradient descent work", "why the minus sign", "grad_descent"),
    ("what is the variance?", "why do we divide by n minus one", "sample_stats"),
    ("what is the variance?", "why square", "variance"),
]


@pytest.mark.parametrize(("first", "then"), OTHER_THINGS)
def test_what_the_books_lack_is_not_answered_as_the_subject_before(whole: Tutor, first: str, then: str):
    told = talk(whole, first, then)
    assert not told.covered and not told.claims and not told.concepts


@pytest.mark.parametrize(("first", "then", "idea"), SAME_THING)
def test_what_names_no_subject_of_its_own_keeps_the_one_before(whole: Tutor, first: str, then: str, idea: str):
    told = talk(whole, first, then)
    assert told.covered and told.concepts[0].concept.id == idea


@pytest.mark.parametrize(
    ("topic", "idea"), [("quiz me on bayes", "bayes"), ("quiz me on limits", "limits"), ("test me on entropy", "entropy")]
)
def test_a_quiz_is_on_the_topic_that_was_named(whole: Tutor, topic: str, idea: str):
    told = talk(whole, "what is the chain rule?", topic)
    assert told.intent is Intent.QUIZ and told.check and told.concepts[0].concept.id == idea
    for more in ("quiz me", "quiz me on it"):
        assert talk(whole, "what is the chain rule?", more).concepts[0].concept.id == "chain_rule"


def test_a_letter_that_the_talk_has_not_is_asked_about_by_itself(whole: Tutor):
    after, alone = talk(whole, "what is attention", "what does e mean"), talk(whole, "what does e mean")
    assert after.also == alone.also and [c.text for c in after.claims] == [c.text for c in alone.claims]


@pytest.mark.parametrize("first", ["what is a probability?", "what is a matrix?", "what is attention"])
def test_a_question_that_only_the_talk_gives_a_meaning_is_answered_with_a_doubt(whole: Tutor, first: str):
    told = talk(whole, first, "why can't I divide by zero")
    assert any("I take you to ask" in one or "come nearest" in one for one in told.notices)


def test_what_goes_wrong_there_is_no_whole_question():
    leans = ("what goes wrong there", "when would I take the other", "is that all", "why not", "an example?", "and with three?")
    assert not any(map(is_whole, leans))
