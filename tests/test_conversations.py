"""Conversations on disk: what was shown is kept as it was shown."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tutor import Tutor, errors
from tutor.voices.conversations import _FIRST, Conversations, KeptTurn

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
    text = talks.export("one")
    assert text.startswith("# what is rank?\n") and "## what is rank?" not in text and "## what does y" in text
    talks.cut("three", 1)
    assert len(talks.turns("three")) == 1
    talks.forget("three")
    assert talks.turns("three") == () and "three" not in [one.id for one in talks.all()]


def test_a_question_is_kept_before_it_is_answered_and_answered_once(tutor: Tutor):
    talks = tutor.conversations
    assert (talks.begin("one", "what is rank?"), talks.begin("one", "why?")) == (1, 2)
    assert [turn.waits for turn in talks.turns("one")] == [True, True]
    before = talks.version("one")
    assert talks.answer("one", 1, KeptTurn("what is rank?", None, "First."))
    assert talks.version("one") > before
    assert not talks.answer("one", 1, KeptTurn("what is rank?", None, "Second."))
    assert not talks.answer("one", 2, KeptTurn("another question", None, "Third."))
    assert [turn.problem for turn in talks.turns("one")] == ["First.", ""]


def test_turns_that_are_cut_can_stay_as_another_conversation(tutor: Tutor):
    talks = tutor.conversations
    for question in ("one?", "two?", "three?"):
        talks.keep("talk", KeptTurn(question, None, "Noted."))
    talks.cut("talk", 1, aside="kept")
    assert [turn.question for turn in talks.turns("talk")] == ["one?"]
    assert [turn.question for turn in talks.turns("kept")] == ["one?", "two?", "three?"]
    assert {one.id: one.title for one in talks.all()} == {"talk": "one?", "kept": "one? (as it was)"}


def test_the_list_knows_when_each_was_last_spoken_in(tutor: Tutor):
    talks = tutor.conversations
    days = [datetime(2026, 3, day, 9, tzinfo=UTC) for day in (1, 2, 3)]
    talks.keep("one", KeptTurn("rank?", None, "Noted."), days[0])
    talks.keep("two", KeptTurn("kernel?", None, "Noted."), days[1])
    talks.keep("one", KeptTurn("and image?", None, "Noted."), days[2])
    assert [(one.id, one.changed) for one in talks.all()] == [("one", days[2]), ("two", days[1])]


def test_a_file_of_the_version_before_opens_with_all_it_holds(tmp_path: Path, tutor: Tutor):
    path = tmp_path / "old.db"
    with sqlite3.connect(path) as db:
        for statement in _FIRST:
            db.execute(statement)
        db.execute("INSERT INTO conversation(id, title) VALUES('a', 'rank?')")
        db.execute("INSERT INTO turn VALUES('a', 1, 'rank?', 'Say more.', '')")
        db.execute("PRAGMA user_version = 1")
    db.close()
    talks = Conversations(path, tutor.graph)
    assert talks.turns("a") == (KeptTurn("rank?", None, "Say more."),)
    assert talks.all()[0].changed is None and Conversations(path, tutor.graph).version("a") == 0
