"""Rows of the notebook's tables, to and from our values; knows the order of the columns, and no database.

Law of this file: what is written and read back is equal, to the last bit; times are whole milliseconds since 1970
in UTC.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tutor.learner.attempt import Attempt, Evidence
from tutor.learner.review import Memory, Rating, Review, State, in_utc
from tutor.questions.question import Grade

MEMORY = "concept, state, step, stability, difficulty, due_ms, last_ms"
REVIEW = (
    "id, concept, attempt, rating, at_ms, recall, "
    "state_before, step_before, stability_before, difficulty_before, due_before_ms, last_before_ms, "
    "state_after, step_after, stability_after, difficulty_after, due_after_ms, last_after_ms"
)
ATTEMPT = "id, token, question, concept, typed, grade, misconception, why, hints, duration_ms, at_ms, evidence"
NEW_ATTEMPT = (
    "token, question, template, version, state, concept, typed, grade, misconception, why, hints, duration_ms, at_ms, evidence"
)
Row = tuple  # a row of sqlite3 is untyped; it becomes one of our values before it leaves this file


def figures_of(m: Memory) -> tuple[int, int | None, float, float, int, int]:
    return m.state.value, m.step, m.stability, m.difficulty, ms(m.due), ms(m.last)


def memory_from(row: Row) -> Memory:
    concept, state, step, stability, difficulty, due, last = row
    return Memory(concept, State(state), step, stability, difficulty, time_from(due), time_from(last))


def review_from(row: Row) -> Review:
    id, concept, attempt, rating, at, chance, *figures = row
    before = None if figures[0] is None else memory_from((concept, *figures[:6]))
    return Review(id, concept, attempt, Rating(rating), time_from(at), chance, before, memory_from((concept, *figures[6:])))


def attempt_figures(a: Attempt) -> tuple[str | int | None, ...]:
    """The values of NEW_ATTEMPT, in its order."""
    asked = (a.token, a.question, a.template, a.version, a.state, a.concept)
    given = (clean(a.typed), a.grade.value, a.misconception, clean(a.why), a.hints, a.duration_ms, ms(a.at))
    return (*asked, *given, a.evidence.value)


def attempt_from(row: Row) -> Attempt:
    id, token, question, concept, typed, grade, misconception, why, hints, duration_ms, at, evidence = row
    return Attempt(
        question,
        concept,
        typed,
        Grade(grade),
        time_from(at),
        why,
        misconception,
        hints,
        duration_ms,
        token,
        id,
        Evidence(evidence),
    )


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)


def ms(at: datetime) -> int:
    return (in_utc(at) - _EPOCH) // _MS


def time_from(ms: int) -> datetime:
    return _EPOCH + ms * _MS


def clean(text: str) -> str:
    """A lone surrogate cannot be stored as UTF-8; it becomes a question mark."""
    return text.encode("utf-8", "replace").decode("utf-8")
