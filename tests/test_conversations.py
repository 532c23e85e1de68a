"""Conversations on disk: what was shown is kept as it was shown."""

from __future__ import annotations

import pytest

from tutor import Tutor, errors
from tutor.voices.conversations import KeptTurn

ASKED = (
    "what is rank?",
    "what does y = mx + b actually say?",
    "difference between rank and determinant",
    "what is sheaf cohomology",
)


@pytest.fixture(scope="module")
def kept(library: Tutor) -> Tutor:
    for question in ASKED:
        library.conversations.keep("one", KeptTurn(question, library.ask(question)))
    library.conversations.keep("two", KeptTurn("why?", None, "Say what about."))
    return library


def test_an_old_conversation_opens_exactly_as_it_was_shown(kept: Tutor):
    turns = kept.conversations.turns("one")
    assert [turn.question for turn in turns] == list(ASKED)
    for turn in turns:
        assert turn.explanation == kept.ask(turn.question)
    assert kept.conversations.turns("two") == (KeptTurn("why?", None, "Say what about."),)
    assert kept.conversations.turns("none") == ()


def test_conversations_are_listed_latest_first_and_found_by_their_words(kept: Tutor):
    assert [one.id for one in kept.conversations.all()] == ["two", "one"]
    assert [one.id for one in kept.conversations.all("determinant")] == ["one"]
    assert kept.conversations.all("one hundred percent") == ()
    assert kept.conversations.all()[1].title == "what is rank?" and kept.conversations.all()[1].turns == 4


def test_a_conversation_can_be_named_cut_exported_and_forgotten(kept: Tutor):
    talks = kept.conversations
    talks.keep("three", KeptTurn("what is a gradient?", kept.ask("what is a gradient?")))
    talks.keep("three", KeptTurn("why?", None, "No."))
    talks.rename("three", "  Gradients  before work ")
    assert talks.all()[0].title == "Gradients before work"
    with pytest.raises(errors.InputError):
        talks.rename("three", " ")
    text = talks.export("three")
    assert text.startswith("# Gradients before work\n") and "## what is a gradient?" in text and "*quoted: " in text
    talks.cut("three", 1)
    assert len(talks.turns("three")) == 1
    talks.forget("three")
    assert talks.turns("three") == () and "three" not in [one.id for one in talks.all()]
