"""The book of record: every source, page, section, passage, formula and vector, in one SQLite file.

Law of this file: SQLite is the record; the Chroma index is a cache that can be thrown away and rebuilt from here at any moment,
without the model, because the vectors are here too. A source is written in one transaction: it is whole, or it is not there.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.errors import CannotWrite, StoreDamaged, UnknownSource
from tutor.library.defining import defined_terms
from tutor.library.source import Formula, FormulaStatus, Page, Passage, Section, Source, SourceKind, Status, digest
from tutor.library.tables import SCHEMA, statements

if TYPE_CHECKING:
    import numpy as np

_BUSY_SECONDS = 60


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


class Store:
    """The file `library.db` of one learner; safe from several threads and several programs."""

    def __init__(self, home: Path) -> None:
        self.path = home / "library.db"
        self._kept = threading.local()
        try:
            home.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CannotWrite(
                f"The folder {home} cannot be made ({error.strerror}); set TUTOR_HOME to one you can write to."
            ) from None
        try:
            with self._writing() as db:
                if (version := db.execute("PRAGMA user_version").fetchone()[0]) < SCHEMA:
                    for statement in statements(version):
                        db.execute(statement)
                    if version == 1:
                        _put_terms(db, db.execute(f"SELECT number, {_PASSAGE} FROM passage").fetchall())
                    db.execute(f"PRAGMA user_version = {SCHEMA}")
                elif version > SCHEMA:
                    raise StoreDamaged(
                        f"{self.path} was written by a newer version of the tutor; update with: pip install -U marginalia-tutor"
                    )
        except sqlite3.DatabaseError as error:
            raise StoreDamaged(f"{self.path} is damaged ({error}); move it away and add your books again.") from error

    # -- writing ---------------------------------------------------------------------------------------------------------

    def put(self, intake: Intake) -> list[str]:
        """Write a source whole, in one transaction; what its origin held before goes. Returns the ids of sources that went."""
        with self._writing() as db:
            old = [row[0] for row in db.execute("SELECT source FROM origin WHERE origin = ?", (intake.origin,))]
            db.execute("DELETE FROM source WHERE id = ?", (intake.source.id,))
            _put_source(db, intake)
            _put_passages(db, intake)
            return self._drop_orphans(db, old)

    def rename(self, origin: str, source: str) -> list[str]:
        """Let `origin` stand for a source that is already here; returns the ids of sources that nothing stands for any more."""
        with self._writing() as db:
            old = [row[0] for row in db.execute("SELECT source FROM origin WHERE origin = ?", (origin,))]
            db.execute("INSERT OR REPLACE INTO origin VALUES(?,?)", (origin, source))
            return self._drop_orphans(db, old)

    def remove(self, source: str) -> None:
        """Take a source off the record, with its passages; its vectors stay, they are keyed by content."""
        with self._writing() as db:
            db.execute("DELETE FROM source WHERE id = ?", (source,))

    def mark_indexed(self, source: str) -> None:
        """Note that the index holds every passage of this source."""
        with self._writing() as db:
            db.execute("UPDATE source SET indexed = 1 WHERE id = ?", (source,))

    @staticmethod
    def _drop_orphans(db: sqlite3.Connection, sources: Sequence[str]) -> list[str]:
        gone = [s for s in sources if not db.execute("SELECT 1 FROM origin WHERE source = ?", (s,)).fetchone()]
        db.executemany("DELETE FROM source WHERE id = ?", ((s,) for s in gone))
        return gone

    # -- reading ---------------------------------------------------------------------------------------------------------

    def holder(self, origin: str) -> str | None:
        """The id of the source that `origin` stands for."""
        return self._one("SELECT source FROM origin WHERE origin = ?", (origin,))

    def reader_of(self, source: str) -> int | None:
        """Which version of our readers wrote this source; None when it is not here."""
        return self._one("SELECT reader FROM source WHERE id = ?", (source,))

    def unindexed(self) -> list[str]:
        """Sources whose way into the index was cut short."""
        return [row[0] for row in self._rows("SELECT id FROM source WHERE indexed = 0")]

    def cards(self) -> list[SourceCard]:
        """Every source, in the order they came."""
        rows = self._rows(
            """SELECT s.id, s.title, s.kind, s.file, s.status, s.problems,
               (SELECT count(*) FROM page WHERE source = s.id), (SELECT count(*) FROM section WHERE source = s.id),
               (SELECT count(*) FROM passage WHERE source = s.id), (SELECT count(*) FROM formula WHERE source = s.id)
               FROM source s ORDER BY s.rowid"""
        )
        return [
            SourceCard(
                i,
                title,
                SourceKind(kind),
                file,
                Status(status),
                pages,
                sections,
                passages,
                formulas,
                tuple(json.loads(problems)),
            )
            for i, title, kind, file, status, problems, pages, sections, passages, formulas in rows
        ]

    def card(self, source: str) -> SourceCard:
        """One source by its id; UnknownSource when it is not here."""
        for card in self.cards():
            if card.id == source:
                return card
        raise UnknownSource(f"There is no source {source} in your library; `tutor books` lists what is there.")

    def file_sha256(self, source: str) -> str:
        """sha256 of the staged file behind a source."""
        return str(self._one("SELECT sha256 FROM source WHERE id = ?", (source,)) or "")

    def page(self, source: str, number: int) -> Page:
        """One page; UnknownSource when it is not here."""
        for row in self._rows(
            "SELECT number, label, text, width, height FROM page WHERE source = ? AND number = ?", (source, number)
        ):
            return Page(*row)
        raise UnknownSource(f"There is no page {number} in this source; it may have been replaced by a newer version.")

    def sections(self, source: str) -> tuple[Section, ...]:
        """The contents of a source in reading order."""
        rows = self._rows("SELECT path, page, start FROM section WHERE source = ? ORDER BY position", (source,))
        return tuple(Section(tuple(json.loads(path)), page, start) for path, page, start in rows)

    def formulas(self, source: str, page: int, start: int, end: int) -> tuple[Formula, ...]:
        """The formulas that stand within a span of a page."""
        rows = self._rows(
            "SELECT latex, display, page, start, end, status, box, number FROM formula"
            " WHERE source = ? AND page = ? AND start >= ? AND end <= ? ORDER BY position",
            (source, page, start, end),
        )
        return tuple(
            Formula(
                latex, bool(display), page, start, end, FormulaStatus(status), tuple(json.loads(box)) if box else None, number
            )
            for latex, display, page, start, end, status, box, number in rows
        )

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        """Passages by id; ids that are not here are left out."""
        marks = ",".join("?" * len(ids))
        return {
            row[0]: _passage(row[1:])
            for row in self._rows(f"SELECT id, {_PASSAGE} FROM passage WHERE id IN ({marks})", tuple(ids))
        }

    def passages_of(self, source: str) -> list[Passage]:
        """Every passage of a source in reading order."""
        return [
            _passage(row) for row in self._rows(f"SELECT {_PASSAGE} FROM passage WHERE source = ? ORDER BY number", (source,))
        ]

    def passages_in(self, source: str, section: tuple[str, ...]) -> list[Passage]:
        """Every passage of one section, in reading order."""
        rows = self._rows(
            f"SELECT {_PASSAGE} FROM passage WHERE source = ? AND section = ? ORDER BY number",
            (source, json.dumps(section)),
        )
        return [_passage(row) for row in rows]

    def ids_by_source(self) -> dict[str, set[str]]:
        """Passage ids of every source: what the index must hold, no more and no less."""
        found: dict[str, set[str]] = {row[0]: set() for row in self._rows("SELECT id FROM source")}
        for source, passage in self._rows("SELECT source, id FROM passage"):
            found[source].add(passage)
        return found

    def passage_counts(self) -> dict[str, int]:
        """How many passages every source has; sources without any are left out."""
        return dict(self._rows("SELECT source, count(*) FROM passage GROUP BY source"))

    def known_vectors(self, meanings: Sequence[str], fingerprint: str) -> dict[str, bytes]:
        """Vectors already made for these texts by this model."""
        found: dict[str, bytes] = {}
        for at in range(0, len(meanings), 500):
            part = meanings[at : at + 500]
            marks = ",".join("?" * len(part))
            found.update(
                self._rows(
                    f"SELECT meaning, value FROM vector WHERE fingerprint = ? AND meaning IN ({marks})",
                    (fingerprint, *part),
                )
            )
        return found

    def vectors(self, fingerprint: str, source: str | None = None) -> tuple[list[str], np.ndarray]:
        """Passage ids and their vectors, (n, 384) float32, of one source or of all."""
        import numpy as np

        where, values = ("WHERE p.source = ?", (fingerprint, source)) if source else ("", (fingerprint,))
        rows = self._rows(
            f"SELECT p.id, v.value FROM passage p JOIN vector v ON v.meaning = p.meaning AND v.fingerprint = ?"
            f" {where} ORDER BY p.number",
            values,
        )
        joined = b"".join(row[1] for row in rows)
        return [row[0] for row in rows], np.frombuffer(joined, dtype=np.float32).reshape(len(rows), -1 if rows else 0)

    def by_words(self, query: str, limit: int, source: str | None = None) -> list[tuple[str, float]]:
        """Passage ids by BM25, best first, headings counted three times; `query` is in FTS5's own language."""
        where, values = ("AND p.source = ?", (query, source, limit)) if source else ("", (query, limit))
        return self._rows(
            f"""SELECT p.id, -bm25(words, 3.0, 1.0) AS score FROM words JOIN passage p ON p.number = words.rowid
                WHERE words MATCH ? {where} ORDER BY score DESC LIMIT ?""",
            values,
        )

    def defining(self, keys: Sequence[str], source: str | None = None) -> list[tuple[str, str, float]]:
        """(passage id, key, strength) for every passage that defines one of the terms with these keys (`defining.term_key`)."""
        marks = ",".join("?" * len(keys))
        where, values = ("AND p.source = ?", (*keys, source)) if source else ("", tuple(keys))
        return self._rows(
            f"SELECT p.id, t.key, t.strength FROM term t JOIN passage p ON p.number = t.passage WHERE t.key IN ({marks}) {where}",
            values,
        )

    def passages_with(self, word: str) -> int:
        """How many passages use a word, whatever its ending."""
        return int(self._one("SELECT count(*) FROM words WHERE words MATCH ?", (f'"{word}"',)) or 0)

    def passage_count(self) -> int:
        """How many passages there are in all."""
        return int(self._one("SELECT count(*) FROM passage", ()) or 0)

    # -- connections -----------------------------------------------------------------------------------------------------

    def _rows(self, sql: str, values: tuple = ()) -> list:
        kept = self._kept
        if getattr(kept, "reading", None) is None:
            kept.reading = _Reading(self.path)
        return kept.reading.db.execute(sql, values).fetchall()

    def _one(self, sql: str, values: tuple):
        rows = self._rows(sql, values)
        return rows[0][0] if rows else None

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """A connection of one's own for one piece of work: threads and programs never share one."""
        db = sqlite3.connect(self.path, timeout=_BUSY_SECONDS, isolation_level=None)
        try:
            db.execute("PRAGMA foreign_keys = ON")
            db.execute("PRAGMA synchronous = FULL")
            yield db
        finally:
            db.close()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        try:
            with self._connection() as db:
                db.execute("PRAGMA journal_mode = WAL")
                db.execute("BEGIN IMMEDIATE")
                try:
                    yield db
                except BaseException:
                    db.rollback()
                    raise
                db.commit()
        except sqlite3.OperationalError as error:
            raise CannotWrite(
                f"{self.path} cannot be written to ({error}); free some space or check the folder, "
                "and try again: nothing was lost."
            ) from error


class _Reading:
    """A connection that one thread reads through again and again: opening one costs as much as a small search."""

    def __init__(self, path: Path) -> None:
        self.db = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
        self.db.execute("PRAGMA query_only = ON")

    def __del__(self) -> None:
        self.db.close()


def _put_source(db: sqlite3.Connection, intake: Intake) -> None:
    source, problems = intake.source, json.dumps(intake.source.problems)
    db.execute(
        "INSERT INTO source(id, sha256, title, kind, file, status, problems, reader) VALUES(?,?,?,?,?,?,?,?)",
        (source.id, intake.sha256, source.title, source.kind.value, intake.file, intake.status.value, problems, intake.reader),
    )
    db.execute("INSERT OR REPLACE INTO origin VALUES(?,?)", (intake.origin, source.id))
    pages = ((source.id, p.number, p.label, p.text, p.width, p.height) for p in source.pages)
    db.executemany("INSERT INTO page VALUES(?,?,?,?,?,?)", pages)
    sections = ((source.id, i, json.dumps(s.path), s.page, s.start) for i, s in enumerate(source.sections))
    db.executemany("INSERT INTO section VALUES(?,?,?,?,?)", sections)
    formulas = (
        (source.id, i, f.latex, f.display, f.page, f.start, f.end, f.status.value, json.dumps(f.box) if f.box else "", f.number)
        for i, f in enumerate(source.formulas)
    )
    db.executemany("INSERT INTO formula VALUES(?,?,?,?,?,?,?,?,?,?)", formulas)


def _put_passages(db: sqlite3.Connection, intake: Intake) -> None:
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


def _put_terms(db: sqlite3.Connection, passages: Sequence[Sequence]) -> None:
    """The terms of passages that an older version of us wrote."""
    for number, *row in passages:
        terms = ((key, number, strength) for key, strength in defined_terms(_passage(row)).items())
        db.executemany("INSERT OR IGNORE INTO term VALUES(?,?,?)", terms)


def _box(written: str) -> tuple[float, float, float, float] | None:
    if not written:
        return None
    left, bottom, right, top = json.loads(written)
    return left, bottom, right, top


_PASSAGE = "source, page, start, end, text, section"


def _passage(row: Sequence) -> Passage:
    source, page, start, end, text, section = row
    return Passage(source, page, start, end, text, tuple(json.loads(section)))


def meaning(passage: Passage) -> str:
    """The key of a passage's vector: the digest of what the model reads, so unchanged passages are never embedded twice."""
    return digest(passage.embedded_text)
