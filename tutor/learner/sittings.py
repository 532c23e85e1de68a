"""Quizzes being sat, in the notebook's tables: put down, filled in place by place, read again after a reload.

Law of this file: it works inside a transaction that the notebook opened; it opens and ends none itself.
"""

from __future__ import annotations

from typing import Any, Protocol

from tutor.errors import InputError
from tutor.learner.attempt import Answer, Sitting
from tutor.learner.rows import clean, ms, time_from


class Pen(Protocol):
    """What the notebook lends: its open transaction."""

    def execute(self, sql: str, parameters: tuple[str | int | None, ...] = (), /) -> Any: ...


def put_sitting(db: Pen, sitting: Sitting) -> None:
    """Write a sitting that is not there yet, with all its questions and no answers."""
    db.execute(
        "INSERT INTO sitting(id, seed, topic, started_ms) VALUES (?, ?, ?, ?)",
        (sitting.id, sitting.seed, clean(sitting.topic), ms(sitting.started)),
    )
    for place, question in enumerate(sitting.questions):
        db.execute("INSERT INTO sitting_question(sitting, place, question) VALUES (?, ?, ?)", (sitting.id, place, question))


def fill(db: Pen, sitting: str, place: int, answer: Answer) -> None:
    """Write an answer into its place; one that was marked already is not overwritten by a draft."""
    found = db.execute(
        "UPDATE sitting_question SET typed = ?1, at_ms = ?2, attempt = ?3 WHERE sitting = ?4 AND place = ?5"
        " AND (attempt IS NULL OR ?3 IS NOT NULL)",
        (clean(answer.typed), ms(answer.at), answer.attempt, sitting, place),
    ).rowcount
    if not found and place >= len(known_sitting(db, sitting).questions):
        raise InputError(f"The quiz {sitting} has no question number {place + 1}; go back to its list of questions.")


def sitting_from(db: Pen, id: str) -> Sitting | None:
    row = db.execute("SELECT seed, topic, started_ms, finished_ms FROM sitting WHERE id = ?", (id,)).fetchone()
    if row is None:
        return None
    seed, topic, started, finished = row
    rows = db.execute(
        "SELECT question, typed, at_ms, attempt FROM sitting_question WHERE sitting = ? ORDER BY place", (id,)
    ).fetchall()
    answers = tuple(None if typed is None else Answer(typed, time_from(at), attempt) for _, typed, at, attempt in rows)
    return Sitting(
        id,
        seed,
        topic,
        time_from(started),
        tuple(q for q, *_ in rows),
        answers,
        None if finished is None else time_from(finished),
    )


def known_sitting(db: Pen, id: str) -> Sitting:
    sitting = sitting_from(db, id)
    if sitting is None:
        raise InputError(f"There is no quiz called {id!r} in the notebook; begin a new one.")
    return sitting
