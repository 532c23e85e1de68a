"""The book of record: every source, page, section, passage, formula and vector, in one SQLite file.

Law of this file: SQLite is the record; the Chroma index is a cache that can be thrown away and rebuilt from here at any moment,
without the model, because the vectors are here too. A source is written in one transaction: it is whole, or it is not there.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.errors import CannotWrite, StoreDamaged, UnknownSource
from tutor.library.correct import Correction
from tutor.library.meter import Meter
from tutor.library.noted import is_noted, take_note
from tutor.library.rows import (
    PASSAGE,
    Intake,
    SourceCard,
    box_of,
    headings,
    meaning,
    passage_of,
    put_passages,
    put_source,
    put_terms,
)
from tutor.library.source import (
    Formula,
    FormulaStatus,
    Landmark,
    LandmarkKind,
    Page,
    Passage,
    Reference,
    Section,
    Source,
    SourceKind,
    Status,
)
from tutor.library.tables import SCHEMA, statements
from tutor.library.transaction import writing

if TYPE_CHECKING:
    import numpy as np

__all__ = ["Binned", "Intake", "SourceCard", "Store", "meaning"]

_BUSY_SECONDS = 60
_WORDS_KEPT = 50_000
BUNDLED = "bundled:"  # how the origin of a book begins that came with the tutor
_BEYOND = 4  # times as many are looked at where some sources are left out


@dataclass(frozen=True, slots=True)
class Binned:
    """A source that was taken out and can be put back; `origins` are the places it stood for."""

    source: str
    sha256: str
    title: str
    file: str
    kind: SourceKind
    origins: tuple[str, ...]


class Store:
    """The file `library.db` of one learner; safe from several threads and several programs."""

    def __init__(self, home: Path) -> None:
        self.path = home / "library.db"
        self._kept = threading.local()
        self._used: dict[tuple[int, str], int] = {}  # how many of so many passages use a word
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
                        put_terms(db, db.execute(f"SELECT number, {PASSAGE} FROM passage").fetchall())
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
            put_source(db, intake)
            db.execute("DELETE FROM bin WHERE source = ?", (intake.source.id,))
            db.executemany(
                "INSERT OR IGNORE INTO given_name SELECT ?, name FROM given_name WHERE source = ?",
                ((intake.source.id, before) for before in old),
            )
            put_passages(db, intake)
            return self._drop_orphans(db, old)

    def rename(self, origin: str, source: str) -> list[str]:
        """Let `origin` stand for a source that is already here; returns the ids of sources that nothing stands for any more."""
        with self._writing() as db:
            old = [row[0] for row in db.execute("SELECT source FROM origin WHERE origin = ?", (origin,))]
            db.execute("INSERT OR REPLACE INTO origin VALUES(?,?)", (origin, source))
            return self._drop_orphans(db, old)

    def remove(self, source: str) -> None:
        """Take a source off the record, with its passages; its vectors stay, they are keyed by content. The bin remembers it."""
        with self._writing() as db:
            origins = json.dumps([row[0] for row in db.execute("SELECT origin FROM origin WHERE source = ?", (source,))])
            db.execute(
                "INSERT OR REPLACE INTO bin(source, sha256, title, file, kind, origins)"
                " SELECT id, sha256, title, file, kind, ? FROM source WHERE id = ?",
                (origins, source),
            )
            db.execute("DELETE FROM source WHERE id = ?", (source,))

    def name(self, source: str, name: str) -> None:
        """Call a source by the learner's name for it; an empty name gives the title back."""
        with self._writing() as db:
            db.execute("DELETE FROM given_name WHERE source = ?", (source,))
            if name:
                db.execute("INSERT INTO given_name VALUES(?,?)", (source, name))

    def correct(self, source: str, one: Correction) -> None:
        """Keep what the learner says a formula says; a second word on the same formula takes the place of the first."""
        with self._writing() as db:
            box = json.dumps(one.box) if one.box else ""
            db.execute("DELETE FROM correction WHERE source = ? AND page = ? AND latex = ?", (source, one.page, one.read))
            db.execute("INSERT OR REPLACE INTO correction VALUES(?,?,?,?,?)", (source, one.page, box, one.read, one.latex))

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

    def cards(self, source: str | None = None) -> list[SourceCard]:
        """Every source, in the order they came, or the one with this id."""
        rows = self._rows(
            f"""SELECT s.id, coalesce(n.name, s.title), s.kind, s.file, s.status, s.problems, s.readable,
               (SELECT count(*) FROM page WHERE source = s.id), (SELECT count(*) FROM section WHERE source = s.id),
               (SELECT count(*) FROM passage WHERE source = s.id),
               (SELECT count(*) FROM formula WHERE source = s.id AND status = 'confirmed'),
               (SELECT count(*) FROM formula WHERE source = s.id AND status = 'unconfirmed'),
               (SELECT count(*) FROM formula WHERE source = s.id AND status = 'image_only')
               FROM source s LEFT JOIN given_name n ON n.source = s.id
               {"WHERE s.id = ?" if source else ""} ORDER BY s.rowid""",
            (source,) if source else (),
        )
        return [_card(row) for row in rows]

    def card(self, source: str) -> SourceCard:
        """One source by its id; UnknownSource when it is not here."""
        for card in self.cards(source):
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

    def meter_of_page(self, source: str, number: int) -> Meter:
        """How much of one page was read."""
        share = self._one("SELECT readable FROM page WHERE source = ? AND number = ?", (source, number))
        rows = self._rows("SELECT status, count(*) FROM formula WHERE source = ? AND page = ? GROUP BY status", (source, number))
        counts = dict(rows)
        return Meter(float(1.0 if share is None else share), *(counts.get(status.value, 0) for status in FormulaStatus))

    def landmarks(self, source: str) -> tuple[Landmark, ...]:
        """What a source numbers, in reading order."""
        rows = self._rows("SELECT kind, number, page, start, end FROM landmark WHERE source = ? ORDER BY position", (source,))
        return tuple(Landmark(LandmarkKind(kind), number, page, start, end) for kind, number, page, start, end in rows)

    def references(self, source: str, page: int | None = None) -> tuple[Reference, ...]:
        """The words of a source (or of one page of it) that name one of its landmarks."""
        where, values = ("AND page = ?", (source, page)) if page else ("", (source,))
        rows = self._rows(
            f"SELECT page, start, end, landmark FROM reference WHERE source = ? {where} ORDER BY page, start", values
        )
        marks = self.landmarks(source) if rows else ()
        return tuple(Reference(page, start, end, marks[mark]) for page, start, end, mark in rows)

    def corrections(self, source: str) -> tuple[Correction, ...]:
        """What the learner put right in a source."""
        rows = self._rows("SELECT page, box, read, latex FROM correction WHERE source = ?", (source,))
        return tuple(Correction(page, box_of(box), read, latex) for page, box, read, latex in rows)

    def whole(self, source: str) -> Source:
        """A source as it was read, with every formula and landmark of it."""
        row = self._rows("SELECT title, kind, problems FROM source WHERE id = ?", (source,))
        if not row:
            raise UnknownSource(f"There is no source {source} in your library; `tutor books` lists what is there.")
        title, kind, problems = row[0]
        pages = self._rows("SELECT number, label, text, width, height FROM page WHERE source = ? ORDER BY number", (source,))
        return Source(
            source,
            title,
            SourceKind(kind),
            tuple(Page(*page) for page in pages),
            self.sections(source),
            self.formulas(source),
            tuple(json.loads(problems)),
            (),
            self.landmarks(source),
            self.references(source),
        )

    def intake(self, source: str) -> tuple[str, str, tuple[str, ...], Status, int]:
        """(sha256, file, origins, status, reader) of a source, as it came in."""
        (row,) = self._rows("SELECT sha256, file, status, reader FROM source WHERE id = ?", (source,))
        origins = tuple(o[0] for o in self._rows("SELECT origin FROM origin WHERE source = ?", (source,)))
        return row[0], row[1], origins, Status(row[2]), row[3]

    def binned(self) -> tuple[Binned, ...]:
        """What was taken out and can be put back, the latest first."""
        rows = self._rows("SELECT source, sha256, title, file, kind, origins FROM bin ORDER BY number DESC")
        return tuple(Binned(i, sha, title, file, SourceKind(kind), tuple(json.loads(o))) for i, sha, title, file, kind, o in rows)

    def sections(self, source: str) -> tuple[Section, ...]:
        """The contents of a source in reading order."""
        rows = self._rows("SELECT path, page, start FROM section WHERE source = ? ORDER BY position", (source,))
        return tuple(Section(tuple(json.loads(path)), page, start) for path, page, start in rows)

    def formulas(self, source: str, page: int | None = None, start: int = 0, end: int = 1 << 60) -> tuple[Formula, ...]:
        """The formulas of a source, or those that stand within a span of a page."""
        where, values = ("AND page = ? AND start >= ? AND end <= ?", (source, page, start, end)) if page else ("", (source,))
        rows = self._rows(
            "SELECT latex, display, page, start, end, status, box, number FROM formula"
            f" WHERE source = ? {where} ORDER BY position",
            values,
        )
        return tuple(
            Formula(latex, bool(display), at, first, last, FormulaStatus(status), box_of(box), number)
            for latex, display, at, first, last, status, box, number in rows
        )

    def written(self, source: str | None = None) -> list[tuple[str, str, int, int]]:
        """(LaTeX, source, page, start) of every formula, in reading order."""
        where, values = ("WHERE source = ?", (source,)) if source else ("", ())
        return self._rows(f"SELECT latex, source, page, start FROM formula {where} ORDER BY source, position", values)

    def written_near(self, length: int, most: int, source: str | None = None) -> list[tuple[str, str, int, int]]:
        """(LaTeX, source, page, start) of the formulas nearest in length: `most` shorter ones, to half of it, as many longer."""
        where, values = ("AND source = ?", (source,)) if source else ("", ())
        columns = "SELECT latex, source, page, start FROM formula WHERE"
        shorter = f"{columns} length(latex) < ? AND length(latex) >= ? {where} ORDER BY length(latex) DESC LIMIT ?"
        longer = f"{columns} length(latex) >= ? {where} ORDER BY length(latex) LIMIT ?"
        return [
            *self._rows(shorter, (length, (length + 1) // 2, *values, most)),
            *self._rows(longer, (length, *values, most)),
        ]

    def passage_at(self, source: str, page: int, at: int) -> str | None:
        """The id of the passage that a place of a page stands in."""
        where = "source = ? AND page = ? AND start <= ? AND end > ?"
        return self._one(f"SELECT id FROM passage WHERE {where} LIMIT 1", (source, page, at, at))

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        """Passages by id; ids that are not here are left out."""
        marks = ",".join("?" * len(ids))
        return {
            row[0]: passage_of(row[1:])
            for row in self._rows(f"SELECT id, {PASSAGE} FROM passage WHERE id IN ({marks})", tuple(ids))
        }

    def places(self, ids: Sequence[str]) -> dict[str, tuple[str, tuple[str, ...]]]:
        """The source and section of passages by id; ids that are not here are left out."""
        marks = ",".join("?" * len(ids))
        rows = self._rows(f"SELECT id, source, section FROM passage WHERE id IN ({marks})", tuple(ids))
        return {id: (source, headings(section)) for id, source, section in rows}

    def subsections(self) -> list[tuple[str, tuple[str, ...]]]:
        """(source, headings) of every subsection that has passages."""
        return [(source, headings(section)) for source, section in self._rows("SELECT DISTINCT source, section FROM passage")]

    def passages_of(self, source: str) -> list[Passage]:
        """Every passage of a source in reading order."""
        return [
            passage_of(row) for row in self._rows(f"SELECT {PASSAGE} FROM passage WHERE source = ? ORDER BY number", (source,))
        ]

    def passages_in(self, source: str, section: tuple[str, ...]) -> list[Passage]:
        """Every passage of one section, in reading order."""
        rows = self._rows(
            f"SELECT {PASSAGE} FROM passage WHERE source = ? AND section = ? ORDER BY number",
            (source, json.dumps(section)),
        )
        return [passage_of(row) for row in rows]

    def ids_by_source(self) -> dict[str, set[str]]:
        """Passage ids of every source: what the index must hold, no more and no less."""
        found: dict[str, set[str]] = {row[0]: set() for row in self._rows("SELECT id FROM source")}
        for source, passage in self._rows("SELECT source, id FROM passage"):
            found[source].add(passage)
        return found

    def passage_counts(self) -> dict[str, int]:
        """How many passages every source has; sources without any are left out."""
        return {source: many for source, many, _ in self.edition()}

    def edition(self) -> tuple[tuple[str, int, str], ...]:
        """(source, how many passages, digest of what they are and mean) of each: it tells one state of a library from another.

        Asked again, it costs nothing while nobody wrote: SQLite tells a connection when another one did.
        """
        kept, written = self._kept, self._one("PRAGMA data_version", ())
        if getattr(kept, "written", None) != written:
            rows = self._rows("SELECT source, count(*), group_concat(id || meaning, '') FROM passage GROUP BY source")
            kept.edition = tuple((source, many, hashlib.sha256(told.encode()).hexdigest()) for source, many, told in rows)
            kept.written = written
        return kept.edition

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

    def unembedded(self, fingerprint: str) -> list[Passage]:
        """The passages this model has made no vector for.

        Every start asks this, and in a large library it takes a second to see that there are none: so a note is left of that.
        """
        note, state = self.path.with_name("embedded"), f"{fingerprint} {self.edition()}"
        if is_noted(note, state):
            return []
        if not (found := self._unembedded(fingerprint)):
            take_note(note, state)
        return found

    def _unembedded(self, fingerprint: str) -> list[Passage]:
        rows = self._rows(
            f"""SELECT {PASSAGE} FROM passage WHERE NOT EXISTS
                (SELECT 1 FROM vector v WHERE v.meaning = passage.meaning AND v.fingerprint = ?) ORDER BY number""",
            (fingerprint,),
        )
        return [passage_of(row) for row in rows]

    def put_vectors(self, vectors: Mapping[str, bytes], fingerprint: str) -> None:
        """Keep vectors that a model made; the key of each is the digest of what it read (`meaning`)."""
        with self._writing() as db:
            rows = ((key, fingerprint, value) for key, value in vectors.items())
            db.executemany("INSERT OR REPLACE INTO vector VALUES(?,?,?)", rows)

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

    def bundled(self, folder: str = "") -> frozenset[str]:
        """The sources that came with the tutor and stand for nothing else; of a `folder` all, also those added by hand again."""
        every = "max" if folder else "min"
        rows = self._rows(f"SELECT source, {every}(origin LIKE ?) FROM origin GROUP BY source", (f"{BUNDLED}{folder}%",))
        return frozenset(source for source, ours in rows if ours)

    def by_words(
        self, query: str, limit: int, source: str | None = None, leave: frozenset[str] = frozenset()
    ) -> list[tuple[str, float]]:
        """Passage ids by BM25, best first, headings counted three times; `query` is in FTS5's own language. The sources in
        `leave` are left out."""
        if source:
            # Its passages came in one after the other: all outside their range are left alone.
            sql = """SELECT p.id, -bm25(words, 3.0, 1.0) AS score FROM words JOIN passage p ON p.number = words.rowid
                     WHERE words MATCH ? AND p.source = ? AND words.rowid BETWEEN ? AND ? ORDER BY score DESC LIMIT ?"""
            first, last = (
                self._one(f"SELECT {end}(number) FROM passage WHERE source = ?", (source,)) or 0 for end in ("min", "max")
            )
            return self._rows(sql, (query, source, first, last, limit))
        # FTS5 keeps the best by itself where nothing else is asked of a row.
        sql = """SELECT p.id, -found.rank, p.source FROM
                 (SELECT rowid, rank FROM words WHERE words MATCH ? AND rank MATCH 'bm25(3.0, 1.0)' ORDER BY rank LIMIT ?) found
                 JOIN passage p ON p.number = found.rowid ORDER BY found.rank"""
        rows = self._rows(sql, (query, limit * (_BEYOND if leave else 1)))
        return [(id, score) for id, score, source in rows if source not in leave][:limit]

    def defining(self, keys: Sequence[str], source: str | None = None) -> list[tuple[str, str, float]]:
        """(passage id, key, strength) for every passage that defines one of the terms with these keys (`defining.term_key`)."""
        marks = ",".join("?" * len(keys))
        # The plus keeps SQLite from walking through the whole source where a few terms are asked for.
        where, values = ("AND +p.source = ?", (*keys, source)) if source else ("", tuple(keys))
        return self._rows(
            f"SELECT p.id, t.key, t.strength FROM term t JOIN passage p ON p.number = t.passage WHERE t.key IN ({marks}) {where}",
            values,
        )

    def passages_with(self, word: str) -> int:
        """How many passages use a word, whatever its ending."""
        key = (self.passage_count(), word)
        if key not in self._used:
            if len(self._used) > _WORDS_KEPT:
                self._used.clear()
            self._used[key] = int(self._one("SELECT count(*) FROM words WHERE words MATCH ?", (f'"{word}"',)) or 0)
        return self._used[key]

    def passage_count(self) -> int:
        """How many passages there are in all."""
        return sum(many for _, many, _ in self.edition())

    # -- connections -----------------------------------------------------------------------------------------------------

    def _rows(self, sql: str, values: tuple = ()) -> list:
        kept = self._kept
        if getattr(kept, "reading", None) is None:
            kept.reading = _Reading(self.path)
        return kept.reading.db.execute(sql, values).fetchall()

    def _one(self, sql: str, values: tuple):
        rows = self._rows(sql, values)
        return rows[0][0] if rows else None

    def _writing(self) -> AbstractContextManager[sqlite3.Connection]:
        return writing(self.path)


class _Reading:
    """A connection that one thread reads through again and again: opening one costs as much as a small search."""

    def __init__(self, path: Path) -> None:
        # One thread reads through it; another may be the one that clears it away.
        self.db = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        self.db.execute("PRAGMA query_only = ON")

    def __del__(self) -> None:
        self.db.close()


def _card(row: Sequence) -> SourceCard:
    id, title, kind, file, status, problems, readable, pages, sections, passages, *formulas = row
    meter = Meter(readable, *formulas)
    told = tuple(json.loads(problems))
    return SourceCard(id, title, SourceKind(kind), file, Status(status), pages, sections, passages, sum(formulas), told, meter)
