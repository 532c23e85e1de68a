"""What a message asks in the course of a talk: by the talk where its own words do not say it, and never where nothing is covered."""

from __future__ import annotations

import json

import pytest

from tests.conftest import ROOT
from tutor import Turn, Tutor
from tutor.voices.asked import asked_in

NEAREST = "I found no passage that answers this outright; these come nearest."


def talk(tutor: Tutor, *questions: str):
    """The last answer of a talk."""
    before: list[Turn] = []
    told = None
    for question in questions:
        told = tutor.ask(question, before)
        before.append(Turn(question, told.said))
    assert told is not None
    return told


@pytest.mark.parametrize(
    ("questions", "answered"),
    [
        (("what is a p-value?", "so is it a 3% chance that the drug does nothing?"), "Is the p-value the probability that the null hypothesis is true?"),
        (("what is ReLU?", "And at the kink at zero it has no derivative. Does that not break the training, since backpropagation needs derivatives?"), "What is the derivative of ReLU at zero?"),
        (("what happens if the learning rate is too big?", "Why not just make the steps super small then and be done with it?"), "What happens if the learning rate is too small?"),
        (("what is a standard error?", "Ah ok. But why the square root of n and not n?"), "Why do we divide by the square root of n?"),
    ],
)  # fmt: skip
def test_a_follow_up_is_answered_by_the_question_it_means_in_this_talk(whole: Tutor, questions: tuple[str, ...], answered: str):
    told = talk(whole, *questions)
    assert told.claims[0].asked == answered or told.claims[0].citations[0].section[-1] == answered


def test_questions_near_are_offered_and_none_of_them_was_answered_already(whole: Tutor):
    first = whole.ask("what is the variance?")
    assert 1 <= len(first.also) <= 3
    second = whole.ask("why do we square the differences?", [Turn("what is the variance?", first.said)])
    headings = {claim.citations[0].section[-1] for one in (first, second) for claim in one.claims if claim.citations}
    assert not headings & set(second.also)


@pytest.mark.parametrize("question", json.loads((ROOT / "eval" / "sets" / "cover.json").read_text(encoding="utf-8"))["far"])
def test_what_the_library_does_not_cover_is_not_answered_whatever_heading_comes_nearest(whole: Tutor, question: str):
    told = whole.ask(question)
    assert not told.covered
    assert told.also == ()


def test_where_nothing_answers_outright_it_is_said(whole: Tutor):
    roundabout = (
        "If the computer only ever goes down hill can it get caught in a small dip when there is a much deeper one further on?"
    )
    for question, said in ((roundabout, None), ("what is the rank of a matrix?", False)):
        told = whole.ask(question)
        outright = told.claims[0].asked or told.claims[0].citations[0].section[-1].endswith("?")
        assert (NEAREST in told.notices) is (not outright) if said is None else said is (NEAREST in told.notices)


def test_a_story_is_looked_up_by_the_sentence_in_it_that_asks(whole: Tutor):
    story = "I learned determinants as a recipe and never asked what they are. What does the determinant of a matrix actually tell me?"
    assert asked_in(story) == "What does the determinant of a matrix actually tell me?"
    assert whole.ask(story).claims[0].asked == "What is the determinant?"


class Interrupted(Tutor):
    """A tutor that another thread asks something else, just when what was looked at last has been noted."""

    def __setattr__(self, name: str, value: object) -> None:
        super().__setattr__(name, {("another question",): []} if name == "_kept_meant" else value)


def test_threads_that_share_a_tutor_get_each_the_headings_of_their_own_question(whole: Tutor):
    question = "what is the rank of a matrix?"
    assert Interrupted(whole.home).meant(question)[:3] == whole.meant(question)[:3]


def test_a_heading_that_asks_of_a_special_case_does_not_answer_the_general_question(whole: Tutor):
    told = talk(whole, "what is the determinant of a matrix?")
    assert (
        told.claims[0].asked == "What is the determinant?"
        or told.claims[0].citations[0].section[-1] == "What is the determinant?"
    )
    special = talk(whole, "what is the determinant of a triangular matrix?")
    assert (
        special.claims[0].asked == "What is the determinant of a triangular matrix?"
        or "triangular" in special.claims[0].citations[0].section[-1]
    )
