"""The tables of `library.db`: what the book of record holds."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

SCHEMA = 5

_TERM = """
CREATE TABLE term(                        -- the terms a passage defines
    key TEXT NOT NULL,                    -- the words of the term, each in the singular, in alphabetical order
    passage INTEGER NOT NULL REFERENCES passage(number) ON DELETE CASCADE,
    strength REAL NOT NULL,               -- 1 for a term set in emphasis, less for a heading or a cue
    PRIMARY KEY(key, passage)
) WITHOUT ROWID;
CREATE INDEX term_passage ON term(passage);
"""
_SURE = """
ALTER TABLE formula ADD COLUMN status TEXT NOT NULL DEFAULT 'confirmed';
ALTER TABLE formula ADD COLUMN box TEXT NOT NULL DEFAULT '';     -- JSON, left bottom right top in points, or nothing
ALTER TABLE formula ADD COLUMN number TEXT NOT NULL DEFAULT '';   -- as printed: (2.14)
"""
_KEPT = """
ALTER TABLE source ADD COLUMN readable REAL NOT NULL DEFAULT 1;   -- share of its letters that mean something
ALTER TABLE page ADD COLUMN readable REAL NOT NULL DEFAULT 1;
CREATE TABLE landmark(                    -- what a book numbers so that it can point back at it
    source TEXT NOT NULL REFERENCES source ON DELETE CASCADE,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    number TEXT NOT NULL,
    page INTEGER NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    PRIMARY KEY(source, position)
) WITHOUT ROWID;
CREATE TABLE reference(                   -- words that name a landmark: "see (2.14)"
    source TEXT NOT NULL REFERENCES source ON DELETE CASCADE,
    page INTEGER NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    landmark INTEGER NOT NULL,            -- its position
    PRIMARY KEY(source, page, start)
) WITHOUT ROWID;
-- What the learner said of a source outlives the source: the same file added again finds it.
CREATE TABLE given_name(source TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE correction(                  -- a formula that was read wrong, and what it says
    source TEXT NOT NULL,
    page INTEGER NOT NULL,
    box TEXT NOT NULL,                    -- as in formula
    read TEXT NOT NULL,                   -- the LaTeX we had read
    latex TEXT NOT NULL,
    PRIMARY KEY(source, page, box, read)
) WITHOUT ROWID;
CREATE TABLE bin(                         -- what was taken out and can be put back: its file is still staged
    number INTEGER PRIMARY KEY,
    source TEXT NOT NULL UNIQUE,
    sha256 TEXT NOT NULL,
    title TEXT NOT NULL,
    file TEXT NOT NULL,
    kind TEXT NOT NULL,
    origins TEXT NOT NULL                 -- JSON list
);
"""
_LENGTHS = """
CREATE INDEX IF NOT EXISTS formula_length ON formula(length(latex));   -- search by formula looks at those of a like length
"""
# What brings a library of the version before up to date; a step that was once released is never edited.
STEPS = {2: _TERM, 3: _SURE, 4: _KEPT, 5: _LENGTHS}

_SQL = """
CREATE TABLE source(
    id TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL,                 -- of the staged file
    title TEXT NOT NULL,
    kind TEXT NOT NULL,
    file TEXT NOT NULL,                   -- the name the learner knows; a label, never a path
    status TEXT NOT NULL,
    problems TEXT NOT NULL,               -- JSON list of sentences
    reader INTEGER NOT NULL,              -- which version of our readers wrote it
    indexed INTEGER NOT NULL DEFAULT 0    -- 1 when Chroma holds every passage of it
);
CREATE TABLE origin(                      -- which place stands for which source: a changed file keeps its origin
    origin TEXT PRIMARY KEY,
    source TEXT NOT NULL REFERENCES source ON DELETE CASCADE
);
CREATE INDEX origin_source ON origin(source);
CREATE TABLE page(
    source TEXT NOT NULL REFERENCES source ON DELETE CASCADE,
    number INTEGER NOT NULL,              -- from 1, as a viewer counts
    label TEXT NOT NULL,                  -- what is printed on the paper
    text TEXT NOT NULL,
    width REAL NOT NULL,                  -- points
    height REAL NOT NULL,
    PRIMARY KEY(source, number)
) WITHOUT ROWID;
CREATE TABLE section(
    source TEXT NOT NULL REFERENCES source ON DELETE CASCADE,
    position INTEGER NOT NULL,
    path TEXT NOT NULL,                   -- JSON list of headings, top down
    page INTEGER NOT NULL,
    start INTEGER NOT NULL,
    PRIMARY KEY(source, position)
) WITHOUT ROWID;
CREATE TABLE formula(
    source TEXT NOT NULL REFERENCES source ON DELETE CASCADE,
    position INTEGER NOT NULL,
    latex TEXT NOT NULL,
    display INTEGER NOT NULL,
    page INTEGER NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    PRIMARY KEY(source, position)
) WITHOUT ROWID;
CREATE TABLE passage(
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    source TEXT NOT NULL REFERENCES source ON DELETE CASCADE,
    page INTEGER NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    text TEXT NOT NULL,
    section TEXT NOT NULL,                -- JSON list of headings, top down
    meaning TEXT NOT NULL                 -- digest of the text that was embedded: the key of its vector
);
CREATE INDEX passage_source ON passage(source);
CREATE TABLE vector(
    meaning TEXT NOT NULL,
    fingerprint TEXT NOT NULL,            -- which model made it; vectors of two models are never compared
    value BLOB NOT NULL,                  -- float32
    PRIMARY KEY(meaning, fingerprint)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5(heading, body, tokenize = 'porter unicode61 remove_diacritics 2');
CREATE TRIGGER passage_gone AFTER DELETE ON passage BEGIN DELETE FROM words WHERE rowid = old.number; END;
"""


def statements(version: int = 0) -> Iterator[str]:
    """The statements that bring a library of some version (0: none yet) up to date, one by one: `executescript` would commit
    the transaction around them."""
    statement = ""
    for piece in "".join([_SQL if not version else "", *(sql for step, sql in STEPS.items() if step > version)]).split(";"):
        statement += piece + ";"
        if sqlite3.complete_statement(statement):
            if statement.strip(" \n;"):
                yield statement
            statement = ""
