"""What a learner says when an answer was not the one, was not understood, or was enough."""

from __future__ import annotations

import pytest

from tests.test_nearby import talk
from tutor import Intent, Layer, Tutor

PERHAPS = "I take you to ask"


@pytest.mark.parametrize(
    "denial", ["that is not it", "no", "that isn't what I meant", "not that", "something else", "you misunderstood me"]
)
def test_after_a_denial_another_question_is_shown_with_a_doubt(whole: Tutor, denial: str):
    first, told = talk(whole, "why can't I divide by zero"), talk(whole, "why can't I divide by zero", denial)
    assert any(PERHAPS in one for one in told.notices) and told.claims
    assert told.claims[0].text != first.claims[0].text and told.claims[0].asked not in told.also


@pytest.mark.parametrize("question", ["why is 0.999... = 1?", "how do birds fly"])
def test_after_a_denial_nothing_is_shown_where_nothing_else_is_likely(whole: Tutor, question: str):
    told = talk(whole, question, "that is not it")
    assert "in other words" in told.claims[0].text and len(told.claims) == 1 and not told.claims[0].citations


def test_what_was_offered_after_one_denial_is_not_offered_after_the_next(whole: Tutor):
    once = talk(whole, "how does gradient descent work", "that is not it")
    twice = talk(whole, "how does gradient descent work", "that is not it", "no, not that")
    assert once.claims[0].text != twice.claims[0].text


@pytest.mark.parametrize(
    "words",
    [
        "I don't understand",
        "I don’t understand",
        "still don't get it",
        "I'm lost",
        "that makes no sense",
        "huh?",
        "I am confused",
    ],
)
@pytest.mark.parametrize("idea", ["what is the rank of a matrix?", "what is overfitting?"])
def test_what_was_not_understood_is_told_in_simpler_words(whole: Tutor, idea: str, words: str):
    first, told = talk(whole, idea), talk(whole, idea, words)
    assert told.covered and told.intent is Intent.SIMPLER
    assert told.concepts[0].concept.id == first.concepts[0].concept.id
    assert told.claims[0].layer is Layer.ANSWER and told.claims[0].text != first.claims[0].text


def test_where_simpler_words_do_not_help_what_comes_before_is_told(whole: Tutor):
    told = talk(whole, "what is the rank of a matrix?", "I don't understand", "I still don't understand")
    assert "comes before" in told.notices[0] and told.claims and all(claim.about for claim in told.claims if not claim.gloss)


def test_where_nothing_was_said_yet_it_is_asked_what_was_not_understood(whole: Tutor):
    assert "Name the word" in whole.ask("I don't understand").claims[0].text
    assert whole.ask("I don't understand eigenvalues").concepts[0].concept.id == "eigenvalues"


@pytest.mark.parametrize(
    ("said", "back"), [("thank you", "welcome"), ("ok, got it, thanks!", "welcome"), ("thanks a lot for your help", "welcome"), ("I see", "Good"), ("bye", "Goodbye")]
)  # fmt: skip
def test_thanks_are_answered_in_a_word(whole: Tutor, said: str, back: str):
    told = talk(whole, "what is the rank of a matrix?", said)
    assert len(told.claims) == 1 and back in told.claims[0].text and not told.also


def test_a_question_about_this_program_is_still_answered(whole: Tutor):
    assert len(whole.ask("what can you do").claims) > 1 and "library holds" in whole.ask("which books do I have? thanks").said
