"""A quiz answer is given: grade -> next review -> one transaction in the notebook.

Laws of this file:
- when one of its verbs returns, what it tells is on disk;
- what the checker cannot decide it leaves to the learner, and the notebook keeps that it was the learner's own word;
- who asks to see the solution has not answered: that is a lapse of memory and no misconception.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tutor.errors import InputError
from tutor.learner.attempt import Attempt, Evidence
from tutor.learner.notebook import Notebook
from tutor.learner.review import Rating, next_memory
from tutor.questions.question import Grade, Graded, Question

_HAD_IT = "You compared it with the answer and had it."
_NOT_YET = "You compared it with the answer: not yet."
_SHOWN = "You asked to see the solution."


@dataclass(frozen=True, slots=True)
class Mark:
    """How an answer fared. `due` is when the concept comes back; None where nothing was logged: it could not be read, it was only
    noted, or the question belongs to no concept. `evidence` says what the grade rests on."""

    question: Question
    grade: Grade
    why: str
    misconception: str | None
    read_as: str | None
    due: datetime | None
    repeated: bool = False
    evidence: Evidence = Evidence.CHECKED


@dataclass(frozen=True, slots=True)
class Given:
    """What was typed, and what is recorded beside it: when, the one-time token of the shown question, how long it took, the place
    in a quiz (its id, and the place counted from 0), and how many hints were opened before."""

    typed: str
    at: datetime
    token: str | None = None
    duration_ms: int = 0
    sitting: tuple[str, int] | None = None
    hints: int = 0


def mark(notebook: Notebook, question: Question, given: Given) -> Mark:
    """Grade what was typed and record it. Right after `hints` opened before counts less."""
    from tutor.questions.grade import grade  # with it comes all of the maths room

    graded = grade(question, given.typed)
    if graded.grade in (Grade.UNREADABLE, Grade.NOTED):
        return Mark(question, graded.grade, graded.why, graded.misconception, graded.read_as, None)
    return _recorded(notebook, question, given, graded, Evidence.CHECKED)


def own_word(notebook: Notebook, question: Question, given: Given, had_it: bool) -> Mark:
    """Record what the learner says of an answer in words, having seen the answer beside it.

    It counts as a report on oneself does elsewhere (Anki's "again" and "good"). Raises InputError for what can be checked.
    """
    if not question.kind.in_words:
        raise InputError(f"The answer to {question.id} is checked here — give the answer instead of your own word for it.")
    graded = Graded(Grade.RIGHT if had_it else Grade.WRONG, _HAD_IT if had_it else _NOT_YET, None, None)
    return _recorded(notebook, question, given, graded, Evidence.OWN_WORD)


def give_up(notebook: Notebook, question: Question, given: Given) -> Mark:
    """Record that the solution was asked for: not yet, without a misconception, and soon to be asked again."""
    return _recorded(notebook, question, given, Graded(Grade.WRONG, _SHOWN, None, None), Evidence.SHOWN)


def _recorded(notebook: Notebook, question: Question, given: Given, graded: Graded, evidence: Evidence) -> Mark:
    """One transaction: the attempt, its review and the new memory; only told where the question belongs to no concept."""
    if not question.concept:
        return Mark(question, graded.grade, graded.why, graded.misconception, graded.read_as, None, evidence=evidence)
    rating = (Rating.HARD if given.hints else Rating.GOOD) if graded.grade is Grade.RIGHT else Rating.AGAIN
    before = notebook.memory(question.concept)
    attempt = Attempt(
        question.id,
        question.concept,
        given.typed,
        graded.grade,
        given.at,
        graded.why,
        graded.misconception,
        given.hints,
        duration_ms=given.duration_ms,
        token=given.token,
        evidence=evidence,
    )
    after = next_memory(before, question.concept, rating, given.at)
    recorded = notebook.record(attempt, before, after, rating, sitting=given.sitting)
    kept = recorded.attempt
    due, again = recorded.memory.due, recorded.repeated
    return Mark(question, kept.grade, kept.why, kept.misconception, graded.read_as, due, again, kept.evidence)
