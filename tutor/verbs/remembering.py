"""Verbs about what the notebook remembers: questions put, answers marked, reviews due, weak spots."""

from __future__ import annotations

import re
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
    from tutor.library.source import Citation
    from tutor.questions.sweep import Swept


_PLACES = 5
_A_NAME = 3  # words: a topic is named in as many at most, what has more is a sentence


class Remembering(Practising, Asking):
    """Questions whose keys are computed twice, and what the notebook remembers of the answers."""

    def quiz(self, topic: str | None = None, n: int = 5, seed: int = 0) -> tuple[Question, ...]:
        """`n` questions on a topic in the learner's words (on everything when it is None); the same arguments, the same quiz.

        A whole sentence means the idea it speaks of most. Raises NoSuchTopic with what comes near.
        """
        from tutor.questions.quiz import asked_or_around, concepts_with_questions, quiz
        from tutor.questions.topic import topic_of, topic_spoken_of

        if topic is None or not topic.strip():
            return quiz(tuple(c for c in self.graph.concepts if c in concepts_with_questions()), n, seed)
        find = topic_spoken_of if len(topic.split()) > _A_NAME else topic_of
        found = find(topic, self.link, self.graph)
        return quiz(asked_or_around(found.concepts, found.around), n, seed)

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
        from tutor.learner.mark import Given, mark

        given = Given(typed, now or datetime.now(UTC), token, duration_ms, sitting, hints)
        return mark(self.notebook, self.question(question_id), given)

    def own_word(self, question_id: str, typed: str, had_it: bool, now: datetime | None = None, *, token: str | None = None,
                 duration_ms: int = 0, sitting: tuple[str, int] | None = None, hints: int = 0) -> Mark:  # fmt: skip
        """Record what the learner says of an answer in words, with the answer beside it: had it, or not yet.

        Raises InputError for a question whose answer can be checked.
        """
        from tutor.learner.mark import Given, own_word

        given = Given(typed, now or datetime.now(UTC), token, duration_ms, sitting, hints)
        return own_word(self.notebook, self.question(question_id), given, had_it)

    def give_up(self, question_id: str, typed: str = "", now: datetime | None = None, *, token: str | None = None,
                duration_ms: int = 0, sitting: tuple[str, int] | None = None, hints: int = 0) -> Mark:  # fmt: skip
        """Record that the solution was asked for: not yet, with no misconception, and it comes back soon."""
        from tutor.learner.mark import Given, give_up

        given = Given(typed, now or datetime.now(UTC), token, duration_ms, sitting, hints)
        return give_up(self.notebook, self.question(question_id), given)

    def read_about(self, concept: str) -> Citation | None:
        """A place of the learner's books under a heading that names an idea; None where no heading near it does."""
        known = self.graph.concepts.get(concept)
        if known is None or not self.store.cards():
            return None
        names = "|".join(re.escape(name.casefold()) for name in (known.name, *known.aliases))
        heading = re.compile(rf"(?<![\w-])(?:{names})s?(?![\w-])")
        found = self.find(known.name, _PLACES)
        return next((self.cite(f.passage) for f in found if heading.search(" ".join(f.passage.section[-1:]).casefold())), None)

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
