"""The learner's notebook: every attempt, the log of reviews, and the quizzes being sat, in one SQLite file.

Laws of this file:
- what `record` returned is on the disk: one transaction, synchronous=FULL, so it outlives a killed program;
- the log of reviews is append-only; `memory` is a cache of it, and `rebuild()` gives the same from the log alone;
- a one-time token counts once, however many tabs, threads or programs answer with it.

Every call opens its own connection, so any thread may call (Streamlit is threaded); writers queue up by BEGIN IMMEDIATE
and the busy timeout, across programs too. This is the only file of the room that knows sqlite3.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from tutor.errors import HouseError, InputError, NotebookDamaged, UnknownQuestion
from tutor.learner.attempt import Answer, Attempt, Recorded, Sitting, Slip
from tutor.learner.review import Memory, Rating, Review, check_clock, next_memory, recall, replay
from tutor.learner.rows import (
    ATTEMPT,
    MEMORY,
    NEW_ATTEMPT,
    REVIEW,
    attempt_figures,
    attempt_from,
    figures_of,
    memory_from,
    ms,
    review_from,
    time_from,
)
from tutor.learner.sittings import fill, known_sitting, put_sitting, sitting_from
from tutor.learner.tables import APPLICATION_ID, MIGRATIONS

BUSY_TIMEOUT_SECONDS = 15.0


class Notebook:
    """The notebook at `path`, made if it is not there yet; `path.parent` is made too.

    Raises NotebookDamaged when the file is not a notebook, is damaged, or was written by a newer version.
    """

    def __init__(self, path: Path) -> None:
        self.path = Path(path)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self._said(), closing(self._connect()) as db:
            _refuse_damage(db, self.path)
            _enter_wal(db)
            _migrate(db, self.path)

    def record(
        self,
        attempt: Attempt,
        before: Memory | None,
        after: Memory,
        rating: Rating,
        *,
        sitting: tuple[str, int] | None = None,
        accept_jump: bool = False,
    ) -> Recorded:
        """Write the attempt, its review and the new memory in one transaction; what comes back is on the disk.

        `before` and `after` are what `next_memory` was given and gave. If another tab answered on the same concept
        meanwhile, so that `before` is no longer what stands here, the memory is worked out afresh from what does.
        `sitting` is (id, place counted from 0) of the quiz the answer belongs to. A token that was answered before
        gives the first result back. Raises ClockJump when the clock is more than a day before or 400 days after the
        last entry; `accept_jump` says that the learner was asked and the clock is right.
        """
        with self._writing() as db:
            first = _recorded(db, attempt.token)
            if first is not None:
                return replace(first, repeated=True)
            check_clock(attempt.at, None if accept_jump else _last_at(db))
            review = _settled(db, attempt, rating, accept_jump)
            if review.before == before and review.after != after:
                raise ValueError(
                    f"The memory given for {attempt.concept} is not what its rating leads to; take it from next_memory."
                )
            return _write(db, attempt, review, sitting)

    def seen(self, token: str) -> Recorded | None:
        """What was recorded under this one-time token, or None."""
        with self._reading() as db:
            return _recorded(db, token)

    def attempts(
        self,
        concept: str | None = None,
        *,
        question: str | None = None,
        since: datetime | None = None,
        last: int | None = None,
    ) -> tuple[Attempt, ...]:
        """Attempts in the order they were made, oldest first; `last` keeps only so many of the newest."""
        wanted = (("concept = ?", concept), ("question = ?", question), ("at_ms >= ?", since and ms(since)))
        asked = [(condition, value) for condition, value in wanted if value is not None]
        where = " AND ".join(condition for condition, _ in asked) or "1"
        with self._reading() as db:
            rows = db.execute(
                f"SELECT {ATTEMPT} FROM attempt WHERE {where} ORDER BY id DESC LIMIT ?",
                (*(value for _, value in asked), -1 if last is None else last),
            ).fetchall()
        return tuple(attempt_from(row) for row in reversed(rows))

    def reviews(self, concept: str | None = None) -> tuple[Review, ...]:
        """The log, oldest first: of one concept, or all of it."""
        with self._reading() as db:
            return _log(db, concept)

    def memory(self, concept: str) -> Memory | None:
        """What is known of one concept's memory; None when it was never answered."""
        with self._reading() as db:
            return _memory_of(db, concept)

    def memories(self) -> tuple[Memory, ...]:
        """All memories, by concept id."""
        with self._reading() as db:
            return tuple(map(memory_from, db.execute(f"SELECT {MEMORY} FROM memory ORDER BY concept")))

    def rebuild(self) -> tuple[Memory, ...]:
        """Throw the cache of memories away and write it anew from the log; returns what `memories()` now gives."""
        with self._writing() as db:
            logs: dict[str, list[Review]] = {}
            for review in _log(db, None):
                logs.setdefault(review.concept, []).append(review)
            memories = tuple(m for concept in sorted(logs) if (m := replay(logs[concept])) is not None)
            db.execute("DELETE FROM memory")
            for memory in memories:
                _put_memory(db, memory)
        return memories

    def misconceptions(self, concept: str | None = None) -> tuple[Slip, ...]:
        """The misconceptions met in wrong answers, most frequent first."""
        with self._reading() as db:
            rows = db.execute(
                "SELECT misconception, concept, count(*) AS times, max(at_ms) FROM attempt WHERE grade = 'wrong'"
                " AND misconception IS NOT NULL AND (?1 IS NULL OR concept = ?1)"
                " GROUP BY misconception, concept ORDER BY times DESC, max(at_ms) DESC, misconception, concept",
                (concept,),
            ).fetchall()
        return tuple(Slip(id, of, times, time_from(last)) for id, of, times, last in rows)

    def begin(self, sitting: Sitting) -> Sitting:
        """Put a quiz on record before its first question is shown; a sitting already begun comes back as it stands."""
        with self._writing() as db:
            known = sitting_from(db, sitting.id)
            if known is not None:
                return known
            put_sitting(db, sitting)
            return known_sitting(db, sitting.id)

    def keep(self, sitting: str, place: int, typed: str, at: datetime) -> Sitting:
        """Keep what is typed at a place (counted from 0) of a quiz, before it is marked."""
        with self._writing() as db:
            fill(db, sitting, place, Answer(typed, at))
            return known_sitting(db, sitting)

    def finish(self, sitting: str, at: datetime) -> Sitting:
        """Say that a quiz is over; the first time given stays."""
        with self._writing() as db:
            db.execute("UPDATE sitting SET finished_ms = coalesce(finished_ms, ?) WHERE id = ?", (ms(at), sitting))
            return known_sitting(db, sitting)

    def sitting(self, id: str) -> Sitting | None:
        """The quiz with this id as it stands, or None."""
        with self._reading() as db:
            return sitting_from(db, id)

    def sittings(self, *, unfinished: bool = False) -> tuple[Sitting, ...]:
        """All quizzes, newest first; with `unfinished` only those one can go on with."""
        with self._reading() as db:
            ids = db.execute(
                "SELECT id FROM sitting WHERE ? = 0 OR finished_ms IS NULL ORDER BY started_ms DESC, id",
                (int(unfinished),),
            ).fetchall()
            return tuple(known_sitting(db, id) for (id,) in ids)

    def keep_proposed(self, id: str, concept: str, body: str, at: datetime) -> None:
        """Keep a question that no template can make again; the first time it was kept stays."""
        with self._writing() as db:
            db.execute("INSERT OR IGNORE INTO proposed(id, concept, body, at_ms) VALUES(?, ?, ?, ?)", (id, concept, body, ms(at)))

    def proposed(self, id: str) -> str:
        """The question kept under this id; raises UnknownQuestion."""
        with self._reading() as db:
            row = db.execute("SELECT body FROM proposed WHERE id = ?", (id,)).fetchone()
        if row is None:
            raise UnknownQuestion("There is no question with this id in your notebook — ask for a new quiz.")
        return str(row[0])

    def backup(self, target: Path) -> None:
        """Copy the notebook as it stands into a new file, also while others write; InputError if the file exists."""
        if target.exists():
            raise InputError(f"There is already a file at {target}; choose another name for the backup.")
        with self._reading() as db, closing(sqlite3.connect(target)) as copy:
            db.backup(copy)

    def _connect(self) -> sqlite3.Connection:
        db = sqlite3.connect(self.path, timeout=BUSY_TIMEOUT_SECONDS, isolation_level=None)
        db.execute("PRAGMA synchronous = FULL")
        db.execute("PRAGMA foreign_keys = ON")
        return db

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """One connection, one snapshot: several questions to the file see the same moment."""
        with self._said(), closing(self._connect()) as db:
            db.execute("BEGIN")
            yield db

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One connection, one transaction that holds the only pen; whatever goes wrong inside, nothing is written."""
        with self._said(), closing(self._connect()) as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.commit()
            finally:
                db.rollback()  # nothing to undo after the commit

    @contextmanager
    def _said(self) -> Iterator[None]:
        """Turn what SQLite says about the file into a sentence for the learner; a fault of ours stays what it is."""
        try:
            yield
        except sqlite3.DatabaseError as problem:
            said = _SAID.get(getattr(problem, "sqlite_errorcode", 0) & 0xFF)
            if said is None:
                raise
            kind, sentence = said
            raise kind(sentence.format(path=self.path)) from problem


_DAMAGED = (
    "The notebook {path} is damaged: keep a copy of it and of the files beside it whose names begin the same, "
    "then put your latest backup in its place."
)
_SAID: dict[int, tuple[type[HouseError], str]] = {
    sqlite3.SQLITE_CORRUPT: (NotebookDamaged, _DAMAGED),
    sqlite3.SQLITE_NOTADB: (NotebookDamaged, _DAMAGED),
    sqlite3.SQLITE_BUSY: (
        HouseError,
        "Another program is writing to the notebook {path}; wait a moment and try again.",
    ),
    sqlite3.SQLITE_FULL: (HouseError, "There is no room left on the disk of {path}; make some and answer again."),
    sqlite3.SQLITE_READONLY: (
        HouseError,
        "The notebook {path} cannot be written to; check the permissions of the file and its folder.",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        HouseError,
        "The notebook {path} cannot be opened; check that it is a file and that its folder can be written to.",
    ),
    sqlite3.SQLITE_IOERR: (
        HouseError,
        "The disk did not obey while the notebook {path} was used; check the disk and try again.",
    ),
}


def _refuse_damage(db: sqlite3.Connection, path: Path) -> None:
    (verdict,) = db.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        raise NotebookDamaged(_DAMAGED.format(path=path))


def _enter_wal(db: sqlite3.Connection) -> None:
    """Write-ahead logging, kept by the file; SQLite does not wait by itself when two programs switch it on at once."""
    deadline = time.monotonic() + BUSY_TIMEOUT_SECONDS
    while True:
        try:
            db.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as problem:
            if problem.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.01)


def _migrate(db: sqlite3.Connection, path: Path) -> None:
    db.execute("BEGIN IMMEDIATE")
    try:
        version = _number(db, "PRAGMA user_version")
        _refuse_stranger(db, path, version)
        for step in MIGRATIONS[version:]:
            for statement in _statements(step):
                db.execute(statement)
        db.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.commit()
    finally:
        db.rollback()


def _refuse_stranger(db: sqlite3.Connection, path: Path, version: int) -> None:
    ours = _number(db, "PRAGMA application_id") == APPLICATION_ID
    empty = not _number(db, "SELECT count(*) FROM sqlite_master")
    if not (ours or empty):
        raise NotebookDamaged(f"{path} is a database of another program, not a notebook; choose another file or folder.")
    if version > len(MIGRATIONS):
        raise NotebookDamaged(
            f"The notebook {path} was written by a newer version of this program (its form is {version}, this one "
            f"knows {len(MIGRATIONS)}); update the program and open it again."
        )


def _statements(script: str) -> Iterator[str]:
    """One statement after another: `executescript` would commit the transaction that must hold them all."""
    statement = ""
    for line in script.splitlines():
        statement += line + "\n"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _number(db: sqlite3.Connection, sql: str) -> int:
    (number,) = db.execute(sql).fetchone()
    return int(number)


def _settled(db: sqlite3.Connection, attempt: Attempt, rating: Rating, accept_jump: bool) -> Review:
    """The line of the log that this answer is, given what stands in the notebook now; its attempt has no number yet."""
    before = _memory_of(db, attempt.concept)
    after = next_memory(before, attempt.concept, rating, attempt.at, accept_jump=accept_jump)
    id = max(ms(after.last), _number(db, "SELECT coalesce(max(id), 0) FROM review") + 1)
    return Review(id, attempt.concept, 0, rating, after.last, recall(before, after.last) if before else None, before, after)


def _write(db: sqlite3.Connection, attempt: Attempt, review: Review, sitting: tuple[str, int] | None) -> Recorded:
    kept = replace(attempt, id=_put_attempt(db, attempt))
    review = replace(review, attempt=kept.id or 0)
    before = figures_of(review.before) if review.before else (None,) * 6
    db.execute(
        f"INSERT INTO review({REVIEW}) VALUES ({', '.join('?' * 18)})",
        (
            review.id,
            review.concept,
            review.attempt,
            review.rating.value,
            ms(review.at),
            review.recall,
            *before,
            *figures_of(review.after),
        ),
    )
    _put_memory(db, review.after)
    if sitting is not None:
        fill(db, *sitting, Answer(attempt.typed, attempt.at, kept.id))
    return Recorded(kept, review)


def _put_attempt(db: sqlite3.Connection, attempt: Attempt) -> int | None:
    figures = attempt_figures(attempt)
    return db.execute(f"INSERT INTO attempt({NEW_ATTEMPT}) VALUES ({', '.join('?' * len(figures))})", figures).lastrowid


def _put_memory(db: sqlite3.Connection, memory: Memory) -> None:
    db.execute(f"INSERT OR REPLACE INTO memory({MEMORY}) VALUES (?, ?, ?, ?, ?, ?, ?)", (memory.concept, *figures_of(memory)))


def _memory_of(db: sqlite3.Connection, concept: str) -> Memory | None:
    row = db.execute(f"SELECT {MEMORY} FROM memory WHERE concept = ?", (concept,)).fetchone()
    return None if row is None else memory_from(row)


def _log(db: sqlite3.Connection, concept: str | None) -> tuple[Review, ...]:
    rows = db.execute(f"SELECT {REVIEW} FROM review WHERE ?1 IS NULL OR concept = ?1 ORDER BY id", (concept,))
    return tuple(map(review_from, rows))


def _recorded(db: sqlite3.Connection, token: str | None) -> Recorded | None:
    if token is None:
        return None
    row = db.execute(f"SELECT {ATTEMPT} FROM attempt WHERE token = ?", (token,)).fetchone()
    if row is None:
        return None
    attempt = attempt_from(row)
    return Recorded(attempt, review_from(db.execute(f"SELECT {REVIEW} FROM review WHERE attempt = ?", (attempt.id,)).fetchone()))


def _last_at(db: sqlite3.Connection) -> datetime | None:
    """What the clock said at the newest entry; not the largest time: a jump once accepted is not asked about again."""
    row = db.execute("SELECT at_ms FROM attempt ORDER BY id DESC LIMIT 1").fetchone()
    return None if row is None else time_from(row[0])
