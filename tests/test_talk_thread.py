"""What a learner takes back or points to is what the next answer is about."""

from __future__ import annotations

import pytest

from eval import talking
from tests.test_talk_numbers import talked
from tutor import Standing, Turn, Tutor
from tutor.voices.corrected import corrected

_THREAD = [talk for talk in talking.talks() if talk.kind == "thread"]


@pytest.mark.sweep
@pytest.mark.parametrize("talk", _THREAD, ids=[talk.name for talk in _THREAD])
def test_talks_that_take_something_back_hold_what_a_right_answer_must(whole: Tutor, talk: talking.Talk) -> None:
    missed = [said.text for _, said, holds in talking.held_turns(whole, talk) if not holds]
    assert missed == []


@pytest.mark.parametrize(
    ("before", "message", "meant"),
    [
        ("explain eigenvalues", "no, I meant eigenvectors", "explain eigenvectors?"),
        ("what is the gradient", "sorry, I meant the jacobian", "what is the jacobian?"),
        ("why does it overfit", "forget that, what is a limit?", "what is a limit?"),
        ("what is the chain rule", "that's not what I asked", "what is the chain rule?"),
        ("what is the chain rule", "that's not what I asked, I want it for probabilities",
            "what is the chain rule for probabilities?"),
        ("what is batch norm", "you didn't answer my question, I asked why it helps", "why it helps"),
        ("what is an MLE", "no, I mean for a coin", "what is an MLE for a coin?"),
        ("difference between L1 and L2 regularization", "the second one please", "what is L2 regularization?"),
        ("is the mean the same as the median?", "and the other one?", "what is median?"),
        ("variance vs standard deviation", "which of the two is larger?", "which of variance and standard deviation is larger?"),
    ],
)  # fmt: skip
def test_a_message_that_takes_something_back_is_said_in_full(whole: Tutor, before: str, message: str, meant: str) -> None:
    found = corrected(message, [Turn(before)], whole.link)
    assert found is not None and found.message == meant


@pytest.mark.parametrize(
    "message",
    [
        "what is the second derivative of x^3?",
        "the first thing I want to know is what a vector is",
        "with three functions inside each other?",
        "what is the other side of a determinant",
        "no idea",
        "is that not the same?",
        "why does the first test set leak",
    ],
)
def test_what_takes_nothing_back_is_left_as_it_stands(whole: Tutor, message: str) -> None:
    assert corrected(message, [Turn("what is the difference between the mean and the median?")], whole.link) is None


def test_what_is_understood_is_shown(whole: Tutor) -> None:
    told = talked(whole, "explain eigenvalues", "no, I meant eigenvectors")
    assert told.question == "no, I meant eigenvectors" and "explain eigenvectors" in told.notices[0]
    assert "eigenvector" in told.claims[0].text


def test_after_a_denial_the_same_answer_is_not_given_again(whole: Tutor) -> None:
    first = whole.ask("what is batch norm")
    told = talked(whole, "what is batch norm", "that's not what I asked")
    assert told.claims and told.claims[0].text != first.claims[0].text


def test_a_letter_of_the_answer_is_told_by_the_sentence_that_tells_it(whole: Tutor) -> None:
    told = talked(whole, "what is ridge regression", "and what is that lambda?")
    assert told.claims[0].standing is Standing.QUOTED and r"$\lambda$ is the strength" in told.claims[0].text


def test_a_wrong_answer_does_not_take_the_talk_with_it(whole: Tutor) -> None:
    """The learner speaks of k-means; whatever was answered, the letter is the one of k-means."""
    before = [Turn("how does k-means work", whole.ask("what is a p-value?").said)]
    told = whole.ask("what is that k?", before)
    assert "k-means" in told.claims[0].citations[0].section[-1].lower() or "groups" in told.claims[0].text


def test_an_idea_that_was_named_is_worked_out_for_numbers_that_follow(whole: Tutor) -> None:
    told = talked(whole, "explain eigenvectors", "how do I find one for [[2,0],[0,3]]?")
    assert told.intent.value == "compute" and told.claims[0].standing is Standing.PROVED


def test_an_answer_that_may_not_be_meant_says_which_question_it_answers(whole: Tutor) -> None:
    told = whole.ask("My model get 99% right in the data I gave it but only 70% with new data. Did I do something wrong?")
    heading = told.claims[0].citations[0].section[-1]
    assert any(heading in notice or "come nearest" in notice for notice in told.notices)


def test_words_the_learner_has_not_used_are_told_with_their_page(whole: Tutor) -> None:
    asked = (
        "what is ridge regression",
        "why does gradient descent zigzag",
        "what is PCA",
        "what is a support vector machine",
        "what is LDA",
    )
    told = [whole.ask(one) for one in asked]
    glosses = [claim for one in told for claim in one.claims if claim.gloss]
    assert glosses and all(len([c for c in one.claims if c.gloss]) <= 2 for one in told)
    assert all(claim.citations and claim.standing is Standing.QUOTED for claim in glosses)
    assert not any(claim.text in one.said for one in told for claim in one.claims if claim.gloss)


def test_a_word_that_was_told_in_a_talk_is_not_told_again(whole: Tutor) -> None:
    first = whole.ask("why does gradient descent zigzag")
    named = [claim.about for claim in first.claims if claim.gloss]
    for name in named:
        again = talked(whole, f"what is {name}", "why does gradient descent zigzag")
        assert name not in [claim.about for claim in again.claims if claim.gloss]
