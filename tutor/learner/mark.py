"""A quiz answer is given: grade -> next review -> one transaction in the notebook. And which concepts a topic means."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from tutor.concepts.graph import Graph
from tutor.concepts.link import Link
from tutor.errors import NoSuchTopic
from tutor.learner.attempt import Attempt
from tutor.learner.notebook import Notebook
from tutor.learner.review import Rating, next_memory
from tutor.questions.question import Grade, Question


@dataclass(frozen=True, slots=True)
class Mark:
    """How an answer fared. `due` is when the concept comes back; None where nothing was logged: it could not be read, it was only
    noted, or the question belongs to no concept."""

    question: Question
    grade: Grade
    why: str
    misconception: str | None
    read_as: str | None
    due: datetime | None
    repeated: bool = False


def mark(
    notebook: Notebook,
    question: Question,
    typed: str,
    now: datetime,
    token: str | None,
    duration_ms: int,
    sitting: tuple[str, int] | None,
    hints: int = 0,
) -> Mark:
    """Grade `typed` and record it; when this returns, it is on disk. Right after `hints` opened before counts less."""
    from tutor.questions.grade import grade  # with it comes all of the maths room

    graded = grade(question, typed)
    if graded.grade in (Grade.UNREADABLE, Grade.NOTED) or not question.concept:
        return Mark(question, graded.grade, graded.why, graded.misconception, graded.read_as, None)
    rating = (Rating.HARD if hints else Rating.GOOD) if graded.grade is Grade.RIGHT else Rating.AGAIN
    before = notebook.memory(question.concept)
    attempt = Attempt(
        question.id,
        question.concept,
        typed,
        graded.grade,
        now,
        graded.why,
        graded.misconception,
        hints,
        duration_ms=duration_ms,
        token=token,
    )
    recorded = notebook.record(attempt, before, next_memory(before, question.concept, rating, now), rating, sitting=sitting)
    kept = recorded.attempt
    return Mark(question, kept.grade, kept.why, kept.misconception, graded.read_as, recorded.memory.due, recorded.repeated)


def concepts_for(topic: str | None, link: Callable[[str], Sequence[Link]], graph: Graph) -> tuple[str, ...]:
    """The concepts with questions that a topic means: those it names, else what rests on or under them; all for None.

    Raises NoSuchTopic with what there is to choose from.
    """
    from tutor.questions.quiz import concepts_with_questions

    asked = concepts_with_questions()
    if topic is None or not topic.strip():
        return tuple(c for c in graph.concepts if c in asked)
    areas = {concept.area for concept in graph.concepts.values()}
    wanted = topic.strip().lower().replace(" ", "_")
    if wanted in areas:
        return tuple(c.id for c in graph.concepts.values() if c.area == wanted and c.id in asked)
    links = link(topic)
    named = [one.concept.id for one in links if one.concept.id in asked]
    if named:
        best = max(one.score for one in links)
        return tuple(one.concept.id for one in links if one.concept.id in asked and one.score >= 0.6 * best) or tuple(named[:1])
    for one in links:
        near = [c.id for c in (*graph.before(one.concept.id), *graph.descendants(one.concept.id)) if c.id in asked]
        if near:
            return tuple(near[:3])
    have = ", ".join(sorted(graph.concepts[c].name.lower() for c in asked if c in graph.concepts)[:12])
    raise NoSuchTopic(f"There are no questions on “{topic[:60]}” yet; try one of: {have} ...")
