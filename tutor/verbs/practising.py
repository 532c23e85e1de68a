"""Verbs about practice: quiz sets to keep, help with a question, its twin, and questions from the learner's own books."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.concepts.link import Link
from tutor.errors import InputError, NoSuchTopic
from tutor.questions.question import Difficulty, Kind, Question
from tutor.verbs.rooms import Rooms

if TYPE_CHECKING:
    from tutor.learner.plan import Step
    from tutor.questions.books.read import Exercise
    from tutor.questions.hints import Hints
    from tutor.questions.sets import Blueprint, QuizSet
    from tutor.questions.topic import Topic

_SURE = 0.6
_LARGEST_FILE = 5_000_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a quiz set should be about and how it should be: at most one of `topic`, `concept`, `chapter`, `book`, `weak`, `due`,
    `plan` says what; with none of them it is about everything. `chapter` are words of a heading in one of the learner's books,
    `plan` is the idea one wants to reach: asked is what comes next on the way to it."""

    topic: str | None = None
    concept: str | None = None
    chapter: str | None = None
    book: str | None = None
    weak: bool = False
    due: bool = False
    plan: str | None = None
    n: int = 5
    difficulty: Difficulty | None = None
    kinds: frozenset[Kind] = frozenset()
    minutes: float | None = None
    seed: int = 0

    def __post_init__(self) -> None:
        given = [name for name in ("topic", "concept", "chapter", "book", "weak", "due", "plan") if getattr(self, name)]
        if len(given) > 1 and set(given) != {"chapter", "book"}:
            raise InputError(f"A quiz is about one thing, not {' and '.join(given)} — leave all but one out.")
        if self.n < 0 or (self.minutes is not None and not 0 < self.minutes <= 600):
            raise InputError("A quiz has at least one question and takes at most 600 minutes — ask for other numbers.")


class Practising(Rooms):
    """Quiz sets, hints, twins, and questions whose key is a span of a page."""

    def question(self, question_id: str) -> Question:
        """The question with this id, made again exactly as it was; raises UnknownQuestion."""
        from tutor.questions.quiz import question

        if question_id.startswith("book:"):
            from tutor.questions.books.remake import remake

            return remake(self.store, self._concept_of, question_id)
        if question_id.startswith("model:"):
            from tutor.questions.proposed import proposed_from

            return proposed_from(self.notebook.proposed(question_id)).question()
        return question(question_id)

    def blueprint(self, wanted: Wanted, now: datetime | None = None) -> Blueprint:
        """What a set will ask, before any question is made; raises NoSuchTopic."""
        from tutor.questions.sets import Blueprint

        about = self._about(wanted, now or datetime.now(UTC))
        return Blueprint(
            about.title, about.concepts, wanted.n, wanted.seed, wanted.difficulty, wanted.kinds, wanted.minutes,
            about.around, in_order=wanted.plan is not None,
        )  # fmt: skip

    def quiz_set(self, wanted: Wanted, now: datetime | None = None) -> QuizSet:
        """A quiz set: interleaved, nothing twice, the same for the same wish and seed. Raises NoSuchTopic."""
        from tutor.questions.sets import quiz_set

        blueprint = self.blueprint(wanted, now)
        made = self.book_questions(wanted.book, wanted.chapter) if wanted.book or wanted.chapter else ()
        return quiz_set(blueprint, made)

    def retake(self, blueprint: Blueprint, seed: int) -> QuizSet:
        """The same blueprint with new numbers."""
        from tutor.questions.sets import quiz_set

        return quiz_set(blueprint.again(seed))

    def save_quiz(self, quiz: QuizSet, path: Path | str, form: str | None = None, *, sealed: bool = False) -> tuple[Path, ...]:
        """Keep a set as a file: json, md (with a key of its own), html, apkg, tsv, gift or xml. Raises InputError."""
        from tutor.questions.export.files import save

        return save(quiz, Path(path), form, sealed=sealed)

    def open_quiz(self, path: Path | str) -> QuizSet:
        """A set kept as JSON, every question made again and compared. Raises InputError."""
        from tutor.questions.export.kept import read

        try:
            if Path(path).stat().st_size > _LARGEST_FILE:
                raise InputError(f"'{path}' is too large for a kept quiz — give the file that `tutor quiz --out` wrote.")
            text = Path(path).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError, ValueError):
            raise InputError(f"I can't read '{str(path)[:200]}' — give the .json file of a kept quiz.") from None
        return read(text, self.question)

    def hints(self, question_id: str) -> Hints:
        """Help in three levels, all from the checked steps."""
        from tutor.questions.hints import hints

        return hints(self.question(question_id))

    def twin(self, question_id: str) -> Question:
        """The same kind of question with new numbers."""
        from tutor.questions.hints import twin

        return twin(self.question(question_id))

    def book_questions(self, source: str | None = None, chapter: str | None = None) -> tuple[Question, ...]:
        """Questions whose key is a span of a page of the learner's books, in reading order."""
        from tutor.questions.books.read import questions_of

        sources = [self.source_called(source)] if source else [card.id for card in self.store.cards()]
        return tuple(q for one in sources for q in questions_of(self.store, self._concept_of, one, chapter))

    def exercises(self, source: str) -> tuple[Exercise, ...]:
        """The exercises printed in a source, each with its place; there is no key for them. Raises UnknownSource."""
        from tutor.questions.books.read import exercises_of

        return exercises_of(self.store, self.source_called(source))

    def topics_near(self, text: str) -> tuple[str, ...]:
        """Names of ideas that come near a topic nobody knows by this name."""
        from tutor.questions.topic import near_topics

        return near_topics(text, self._linked)

    def way_to(self, goal: str, now: datetime | None = None) -> tuple[Step, ...]:
        """Every idea a goal rests on and the goal last, each with how it sits with the learner. Raises NoSuchTopic."""
        from tutor.learner.plan import way_to

        return way_to(self._one_concept(goal)[1][0], self.graph, self.notebook, now or datetime.now(UTC))

    def source_called(self, name: str) -> str:
        """The id of the source with this id or title; raises UnknownSource for none, InputError where there are two."""
        cards = self.store.cards()
        if any(card.id == name for card in cards):
            return name
        wanted = name.casefold().strip()
        exact = [card for card in cards if wanted in (card.title.casefold(), card.file.casefold())]
        found = exact or [card for card in cards if wanted and wanted in card.title.casefold()]
        if len(found) > 1:
            raise InputError(f"“{name[:60]}” fits {len(found)} of your books — give the id that `tutor books` shows.")
        return found[0].id if found else self.store.card(name).id

    # -- what a quiz is about ------------------------------------------------------------------------------------------------
    def _about(self, wanted: Wanted, now: datetime) -> Topic:
        from tutor.questions.quiz import concepts_with_questions
        from tutor.questions.topic import Topic, topic_of

        if wanted.weak or wanted.due:
            return Topic(*self._to_review(wanted, now))
        if wanted.concept:
            return Topic(*self._one_concept(wanted.concept))
        if wanted.plan:
            return Topic(*self._next_on_the_way(wanted.plan, wanted.n, now))
        if wanted.book or wanted.chapter:
            return Topic(*self._read_in(wanted.book, wanted.chapter))
        asked = concepts_with_questions()
        if wanted.topic is None or not wanted.topic.strip():
            return Topic("Everything", tuple(c for c in self.graph.concepts if c in asked))
        found = topic_of(wanted.topic, self._linked, self.graph)
        # An area is asked about by its templates; one idea by all there is on it.
        return (
            found if found.around else replace(found, concepts=tuple(c for c in found.concepts if c in asked) or found.concepts)
        )

    def _to_review(self, wanted: Wanted, now: datetime) -> tuple[str, tuple[str, ...]]:
        from tutor.learner.weak_spots import due, weak_spots

        if wanted.weak:
            concepts = tuple(spot.concept for spot in weak_spots(self.notebook, self.graph, now))
            title, empty = "Weak spots", "No weak spots yet — they show once you have answered some questions."
        else:
            concepts = tuple(one.concept for one in due(self.notebook, self.graph, now))
            title, empty = "Due today", "Nothing is due — ask for a quiz on a topic instead."
        if not concepts:
            raise NoSuchTopic(empty)
        return title, concepts

    def _next_on_the_way(self, goal: str, n: int, now: datetime) -> tuple[str, tuple[str, ...]]:
        """The ideas of a plan that do not sit yet: those that are next first, then the others in the plan's order; as many as
        questions are wished for."""
        there = self._one_concept(goal)[0]
        ahead = [step for step in self.way_to(goal, now) if step.state.value != "sits"]
        if not ahead:
            raise NoSuchTopic(f"Everything on the way to {there} sits — ask for a quiz on {there} itself.")
        first = [step.concept for step in ahead if step.open]
        then = [step.concept for step in ahead if not step.open]
        return f"On the way to {there}", (*first, *then)[: max(n, 1)]

    def _one_concept(self, name: str) -> tuple[str, tuple[str, ...]]:
        from tutor.questions.topic import named_in, near_topics

        found = named_in(name, self._linked, self.graph)[:1]
        if not found:
            near = near_topics(name, self._linked)
            told = f"near it: {', '.join(near)}" if near else "try a name, such as PCA, chain rule or Bayes"
            raise NoSuchTopic(f"There is no concept called “{name[:60]}” — {told}.")
        return self.graph.concepts[found[0]].name, found

    def _read_in(self, book: str | None, chapter: str | None) -> tuple[str, tuple[str, ...]]:
        from tutor.questions.books.sections import concepts_read, refuse_unknown_chapter

        sources = [self.source_called(book)] if book else [card.id for card in self.store.cards()]
        if not sources:
            raise NoSuchTopic("Your library is empty — take a book in with `tutor ingest FILE`.")
        if chapter:
            refuse_unknown_chapter(self.store, sources, chapter)
        concepts = tuple(dict.fromkeys(c for one in sources for c in concepts_read(self.store, self._concept_of, one, chapter)))
        title = chapter or self.store.card(sources[0]).title
        return title, concepts

    def _linked(self, text: str) -> tuple[Link, ...]:
        from tutor.concepts.link import link

        return link(text, self.graph)

    def _concept_of(self, words: str) -> str:
        """The concept these words name, "" where none surely is."""
        links: Sequence[Link] = self._linked(words)
        return links[0].concept.id if links and links[0].outright and links[0].score >= _SURE else ""
