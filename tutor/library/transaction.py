"""SQLite as the learner's files use it: a connection for one piece of work, and writes that happen whole or not at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tutor.errors import CannotWrite

_BUSY_SECONDS = 60


@contextmanager
def connection(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection of one's own for one piece of work: threads and programs never share one."""
    db = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
    try:
        db.execute("PRAGMA foreign_keys = ON")
        db.execute("PRAGMA synchronous = FULL")
        yield db
    finally:
        db.close()


@contextmanager
def writing(path: Path) -> Iterator[sqlite3.Connection]:
    """One transaction: all of it is on disk at the end, or nothing. Raises CannotWrite with what to do."""
    try:
        with connection(path) as db:
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
            f"{path} cannot be written to ({error}); free some space or check the folder, and try again: nothing was lost."
        ) from error
