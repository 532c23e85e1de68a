"""Verbs about what the notebook remembers: questions put, answers marked, reviews due, weak spots."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tutor.learner.attempt import Sitting
from tutor.learner.mark import Mark
from tutor.learner.weak_spots import Due, WeakSpot
from tutor.questions.question import Question
from tutor.verbs.asking import Asking
from tutor.verbs.practising import Practising

if TYPE_CHECKING:
    from tutor.questions.sweep import Swept


class Remembering(Practising, Asking):
    """Questions whose keys are computed twice, and what the notebook remembers of the answers."""

    def quiz(self, topic: str | None = None, n: int = 5, seed: int = 0) -> tuple[Question, ...]:
        """`n` questions on a topic in the learner's words (on everything when it is None); the same arguments, the same quiz."""
        from tutor.learner.mark import concepts_for
        from tutor.questions.quiz import quiz

        return quiz(concepts_for(topic, self.link, self.graph), n, seed)

    def practice(self, concept: str, state: int) -> Question | None:
        """One question on exactly this concept, its numbers drawn from `state`; None when there are no questions on it."""
        from tutor.questions.quiz import concepts_with_questions, for_concept

        return for_concept(concept, state) if concept in concepts_with_questions() else None

    def sweep_questions(self, states: int, names: Sequence[str] | None = None) -> Iterator[Swept]:
        """Build `states` questions of every template and try every promise they make; for measuring, not for learning."""
        from tutor.questions.sweep import sweep

        return sweep(states, names)

    def mark(self, question_id: str, typed: str, now: datetime | None = None, *, token: str | None = None, duration_ms: int = 0,
             sitting: tuple[str, int] | None = None, hints: int = 0) -> Mark:  # fmt: skip
        """Grade what was typed; what comes back is on disk, with the next review. What cannot be read is never recorded.

        `hints` is how many hints were opened before: right after a hint comes back sooner.
        """
        from tutor.learner.mark import mark

        at = now or datetime.now(UTC)
        return mark(self.notebook, self.question(question_id), typed, at, token, duration_ms, sitting, hints)

    def due(self, now: datetime | None = None) -> tuple[Due, ...]:
        """What is due for review, the likeliest to be forgotten first."""
        from tutor.learner.weak_spots import due

        return due(self.notebook, self.graph, now or datetime.now(UTC))

    def weak_spots(self, now: datetime | None = None) -> tuple[WeakSpot, ...]:
        """What goes wrong, worst first, each with its reasons."""
        from tutor.learner.weak_spots import weak_spots

        return weak_spots(self.notebook, self.graph, now or datetime.now(UTC))

    def begin(self, sitting: Sitting) -> Sitting:
        """Put a quiz on record before its first question is shown."""
        return self.notebook.begin(sitting)
