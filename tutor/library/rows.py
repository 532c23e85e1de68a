"""Values of the library <-> rows of its tables."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tutor.library.defining import defined_terms
from tutor.library.failpoint import failpoint
from tutor.library.meter import Meter, book_meter
from tutor.library.readable import readable_share
from tutor.library.source import Passage, Source, SourceKind, Status, digest


@dataclass(frozen=True, slots=True)
class SourceCard:
    """A source as the library page lists it."""

    id: str
    title: str
    kind: SourceKind
    file: str
    status: Status
    pages: int
    sections: int
    passages: int
    formulas: int
    problems: tuple[str, ...]
    meter: Meter


@dataclass(frozen=True, slots=True)
class Intake:
    """Everything the record keeps of one source.

    `words` are the passages as the word search reads them, one for each; `vectors` maps the digest of what the model read
    (`meaning`) to float32 bytes; `origin` is the place the source stands for; `reader` the version of our readers.
    """

    source: Source
    passages: Sequence[Passage]
    words: Sequence[str]
    vectors: Mapping[str, bytes]
    fingerprint: str
    sha256: str
    file: str
    origin: str
    status: Status
    reader: int


def put_source(db: sqlite3.Connection, intake: Intake) -> None:
    source, problems = intake.source, json.dumps(intake.source.problems)
    db.execute(
        "INSERT INTO source(id, sha256, title, kind, file, status, problems, reader, readable) VALUES(?,?,?,?,?,?,?,?,?)",
        (
            source.id,
            intake.sha256,
            source.title,
            source.kind.value,
            intake.file,
            intake.status.value,
            problems,
            intake.reader,
            book_meter(source).text,
        ),
    )
    db.execute("INSERT OR REPLACE INTO origin VALUES(?,?)", (intake.origin, source.id))
    failpoint("row")
    pages = ((source.id, p.number, p.label, p.text, p.width, p.height, readable_share(p.text)) for p in source.pages)
    db.executemany("INSERT INTO page VALUES(?,?,?,?,?,?,?)", pages)
    failpoint("pages")
    sections = ((source.id, i, json.dumps(s.path), s.page, s.start) for i, s in enumerate(source.sections))
    db.executemany("INSERT INTO section VALUES(?,?,?,?,?)", sections)
    formulas = (
        (source.id, i, f.latex, f.display, f.page, f.start, f.end, f.status.value, json.dumps(f.box) if f.box else "", f.number)
        for i, f in enumerate(source.formulas)
    )
    db.executemany("INSERT INTO formula VALUES(?,?,?,?,?,?,?,?,?,?)", formulas)
    landmarks = ((source.id, i, m.kind.value, m.number, m.page, m.start, m.end) for i, m in enumerate(source.landmarks))
    db.executemany("INSERT INTO landmark VALUES(?,?,?,?,?,?,?)", landmarks)
    places = {mark: i for i, mark in enumerate(source.landmarks)}
    references = ((source.id, r.page, r.start, r.end, places[r.target]) for r in source.references)
    db.executemany("INSERT OR IGNORE INTO reference VALUES(?,?,?,?,?)", references)


def put_passages(db: sqlite3.Connection, intake: Intake) -> None:
    vectors = ((key, intake.fingerprint, value) for key, value in intake.vectors.items())
    db.executemany("INSERT OR REPLACE INTO vector VALUES(?,?,?)", vectors)
    for p, body in zip(intake.passages, intake.words, strict=True):
        row = db.execute(
            "INSERT INTO passage(id, source, page, start, end, text, section, meaning) VALUES(?,?,?,?,?,?,?,?)",
            (p.id, p.source, p.page, p.start, p.end, p.text, json.dumps(p.section), meaning(p)),
        )
        db.execute("INSERT INTO words(rowid, heading, body) VALUES(?,?,?)", (row.lastrowid, p.heading, body))
        terms = ((key, row.lastrowid, strength) for key, strength in defined_terms(p).items())
        db.executemany("INSERT OR IGNORE INTO term VALUES(?,?,?)", terms)
    failpoint("passages")


def put_terms(db: sqlite3.Connection, passages: Sequence[Sequence]) -> None:
    """The terms of passages that an older version of us wrote."""
    for number, *row in passages:
        terms = ((key, number, strength) for key, strength in defined_terms(passage_of(row)).items())
        db.executemany("INSERT OR IGNORE INTO term VALUES(?,?,?)", terms)


def box_of(written: str) -> tuple[float, float, float, float] | None:
    if not written:
        return None
    left, bottom, right, top = json.loads(written)
    return left, bottom, right, top


PASSAGE = "source, page, start, end, text, section"


def passage_of(row: Sequence) -> Passage:
    source, page, start, end, text, section = row
    return Passage(source, page, start, end, text, headings(section))


@lru_cache(maxsize=10_000)
def headings(written: str) -> tuple[str, ...]:
    """The headings above a passage, from the column that keeps them as a JSON list."""
    return tuple(json.loads(written))


def meaning(passage: Passage) -> str:
    """The key of a passage's vector: the digest of what the model reads, so unchanged passages are never embedded twice."""
    return digest(passage.embedded_text)
