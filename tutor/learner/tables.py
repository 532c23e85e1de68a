"""The tables of the notebook, as a list of steps from an empty file to today's form; text only.

Laws of this file:
- a step that was once released is never edited: a change is a new step, and `PRAGMA user_version` counts the steps;
- `review` is append-only: triggers refuse UPDATE, DELETE and a REPLACE that would hide one; `memory` is its cache.

Times are whole milliseconds since 1970 in UTC (`_ms`).
"""

from __future__ import annotations

APPLICATION_ID = 0x4D41_5247  # "MARG": the file says whose it is

_FIRST = """
CREATE TABLE attempt(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    token TEXT UNIQUE,
    question TEXT NOT NULL, template TEXT NOT NULL, version INTEGER NOT NULL, state INTEGER NOT NULL,
    concept TEXT NOT NULL,
    typed TEXT NOT NULL,
    grade TEXT NOT NULL CHECK(grade IN ('right', 'wrong')),
    misconception TEXT,
    why TEXT NOT NULL,
    hints INTEGER NOT NULL CHECK(hints >= 0),
    duration_ms INTEGER NOT NULL CHECK(duration_ms >= 0),
    at_ms INTEGER NOT NULL);
CREATE INDEX attempt_concept ON attempt(concept, id);
CREATE TABLE review(
    id INTEGER PRIMARY KEY,
    concept TEXT NOT NULL,
    attempt INTEGER NOT NULL UNIQUE REFERENCES attempt(id),
    rating INTEGER NOT NULL CHECK(rating BETWEEN 1 AND 4),
    at_ms INTEGER NOT NULL,
    recall REAL CHECK(recall BETWEEN 0 AND 1),
    state_before INTEGER, step_before INTEGER, stability_before REAL, difficulty_before REAL,
    due_before_ms INTEGER, last_before_ms INTEGER,
    state_after INTEGER NOT NULL, step_after INTEGER, stability_after REAL NOT NULL, difficulty_after REAL NOT NULL,
    due_after_ms INTEGER NOT NULL, last_after_ms INTEGER NOT NULL);
CREATE INDEX review_concept ON review(concept, id);
CREATE TRIGGER review_never_changed BEFORE UPDATE ON review
    BEGIN SELECT RAISE(ABORT, 'the review log is append-only'); END;
CREATE TRIGGER review_never_deleted BEFORE DELETE ON review
    BEGIN SELECT RAISE(ABORT, 'the review log is append-only'); END;
CREATE TRIGGER review_never_replaced BEFORE INSERT ON review
    WHEN EXISTS (SELECT 1 FROM review WHERE id = NEW.id OR attempt = NEW.attempt)
    BEGIN SELECT RAISE(ABORT, 'the review log is append-only'); END;
CREATE TABLE memory(
    concept TEXT PRIMARY KEY,
    state INTEGER NOT NULL, step INTEGER, stability REAL NOT NULL, difficulty REAL NOT NULL,
    due_ms INTEGER NOT NULL, last_ms INTEGER NOT NULL);
CREATE INDEX memory_due ON memory(due_ms);
CREATE TABLE sitting(
    id TEXT PRIMARY KEY,
    seed INTEGER NOT NULL, topic TEXT NOT NULL, started_ms INTEGER NOT NULL, finished_ms INTEGER);
CREATE TABLE sitting_question(
    sitting TEXT NOT NULL REFERENCES sitting(id),
    place INTEGER NOT NULL CHECK(place >= 0),
    question TEXT NOT NULL,
    typed TEXT, at_ms INTEGER, attempt INTEGER REFERENCES attempt(id),
    PRIMARY KEY(sitting, place));
"""

# Questions a language model proposed: no template makes them again, so they are kept as they were judged.
_PROPOSED = """
CREATE TABLE proposed(
    id TEXT PRIMARY KEY,
    concept TEXT NOT NULL,
    body TEXT NOT NULL,
    at_ms INTEGER NOT NULL);
"""

# What a grade rests on: all that was recorded before came from the checker.
_EVIDENCE = """
ALTER TABLE attempt ADD COLUMN evidence TEXT NOT NULL DEFAULT 'checked'
    CHECK(evidence IN ('checked', 'own_word', 'shown'));
"""

MIGRATIONS: tuple[str, ...] = (_FIRST, _PROPOSED, _EVIDENCE)
