"""Practice -> plain JSON: questions of every kind, marks, help, exercises. The shapes other programs rely on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor import wire
from tutor.concepts.graph import Graph
from tutor.wire import Json

if TYPE_CHECKING:
    from tutor.learner.mark import Mark
    from tutor.learner.plan import Step
    from tutor.questions.books.read import Exercise
    from tutor.questions.hints import Hints
    from tutor.questions.question import Question
    from tutor.questions.sets import QuizSet


def question(q: Question, graph: Graph, *, sealed: bool) -> Json:
    """A question of any kind; with `sealed` nothing that gives the key away: no quotation, no key, no solution."""
    shown = wire.question(q, graph, sealed=sealed)
    shown |= {"terms": list(q.terms), "grid": list(q.grid) if q.grid else None, "fulfils": q.fulfils or None}
    place = wire.citation(q.place) if q.place else None
    if place and sealed:
        del place["quote"]
    return {**shown, "place": place}


def quiz(quiz: QuizSet, graph: Graph, *, sealed: bool) -> Json:
    """What `quiz --json` prints."""
    return {
        "seed": quiz.seed,
        "title": quiz.title,
        "minutes": quiz.minutes,
        "questions": [question(q, graph, sealed=sealed) for q in quiz.questions],
    }


def step(one: Step, graph: Graph) -> Json:
    """A step of what `plan --json` prints."""
    return {
        "concept": one.concept,
        "name": graph.concepts[one.concept].name,
        "state": one.state.value,
        "open": one.open,
    }


def mark(m: Mark) -> Json:
    """What `mark --json` prints; an answer that was only noted shows the answer to compare it with, a wrong one the
    id of the same question with new numbers. `evidence` says what the grade rests on: checked, own_word or shown."""
    shown: Json = {**wire.mark(m), "evidence": m.evidence.value, "twin": None}
    if m.grade.value != "unreadable":
        shown |= {"solution": list(m.question.solution), "key": m.question.key}
    if m.grade.value == "wrong":
        from tutor.questions.hints import twin

        shown["twin"] = twin(m.question).id
    return shown


def hints(h: Hints, level: int) -> Json:
    """What `hint --json` prints: the help of one level, and for level 2 what the first step's question is answered by."""
    first = h.first if level == 2 else None
    return {
        "question": h.question.id,
        "level": level,
        "says": list(h.level(level)),
        "blank": {"prompt": first.prompt, "key": first.key} if first else None,
    }


def exercise(e: Exercise) -> Json:
    """An exercise printed in a book, with its place."""
    return {"number": e.number, "text": e.text, **wire.citation(e.place)}
