"""The tutor in the margin of your textbook: read, ask, practise, review; every claim with what backs it.

    from tutor import Tutor

    tutor = Tutor()                              # TUTOR_HOME, or the platform's user data folder
    for progress in tutor.ingest("notes.md"):
        print(progress)
    print(tutor.ask("What is the rank of a matrix?").claims)

Importing this package is cheap: nothing heavy is loaded before it is used (tests/test_floors.py holds that).
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from tutor import errors
from tutor.concepts.graph import Concept, Graph, Misconception
from tutor.concepts.link import Link
from tutor.errors import TutorError
from tutor.learner.attempt import Answer, Sitting
from tutor.learner.mark import Mark
from tutor.learner.weak_spots import Due, WeakSpot
from tutor.library.find import Found
from tutor.library.ingest import READABLE, Incoming, SourceReport
from tutor.library.progress import Progress, Stage
from tutor.library.source import Citation, Formula, Page, Passage, Section, SourceKind, Status
from tutor.library.store import SourceCard
from tutor.maths.spans import FormulaSpan, formula_spans
from tutor.questions.question import Difficulty, Grade, Kind, Option, Question
from tutor.voices.verify import Claim, Explanation, FormulaCard, Standing, Topic
from tutor.voices.voice import Ask, Draft, DraftSentence, ScriptedVoice, Voice

if TYPE_CHECKING:
    import numpy as np

    from tutor.concepts.nearest import Cards
    from tutor.learner.notebook import Notebook
    from tutor.library.around import Surroundings
    from tutor.library.embed import Embedder
    from tutor.library.find import Hints
    from tutor.library.shelf import Shelf, ShelfReport
    from tutor.library.store import Store
    from tutor.maths.claims import Claim as TriedClaim
    from tutor.maths.derivation import Derivation
    from tutor.maths.explain import FormulaExplanation as FormulaExplanation
    from tutor.maths.explain import Symbol as FormulaSymbol
    from tutor.maths.judge import Judgement
    from tutor.maths.reading.measure import Measured
    from tutor.maths.steps import Solution
    from tutor.maths.trial import Trial as Trial
    from tutor.questions.sweep import Swept

__version__ = "0.1.0"

__all__ = [
    "READABLE",
    "Answer",
    "Ask",
    "Citation",
    "Claim",
    "Concept",
    "Difficulty",
    "Draft",
    "DraftSentence",
    "Due",
    "Explanation",
    "Formula",
    "FormulaCard",
    "FormulaSpan",
    "Found",
    "Grade",
    "Graph",
    "Incoming",
    "Kind",
    "Link",
    "Mark",
    "Misconception",
    "Option",
    "Page",
    "Passage",
    "Progress",
    "Question",
    "ScriptedVoice",
    "Section",
    "Sitting",
    "SourceCard",
    "SourceKind",
    "SourceReport",
    "Stage",
    "Standing",
    "Status",
    "Terms",
    "Topic",
    "Tutor",
    "TutorError",
    "Voice",
    "WeakSpot",
    "__version__",
    "errors",
    "formula_spans",
    "home_folder",
]

_ASK_PASSAGES = 8
_ASK_SECTIONS = 6
_NEAREST = 5
_BESIDE_WORKED = 2
_MOST_IDEAS = 4
_MOST_ALIASES = 8
_MOST_WORDED = 3


def home_folder() -> Path:
    """Where this learner's data live: TUTOR_HOME, or the platform's user data folder."""
    if chosen := os.environ.get("TUTOR_HOME"):
        return Path(chosen).expanduser().resolve()
    from platformdirs import user_data_path

    return user_data_path("marginalia-tutor", appauthor=False)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a question declares beside its key: sizes of matrices, which are symmetric, letters that stand for any constant, and
    how many decimals are asked for."""

    shapes: Mapping[str, tuple[int | str, int | str]] | None = None
    symmetric: tuple[str, ...] = ()
    constants: tuple[str, ...] = ()
    decimals: int | None = None


class Tutor:
    """One learner, one library, one notebook. Safe to share between the threads of one program."""

    def __init__(self, home: Path | str | None = None, voice: Voice | None = None) -> None:
        self.home = Path(home) if home else home_folder()
        self._voice = voice
        self._loading = threading.Lock()

    # -- the library -----------------------------------------------------------------------------------------------------

    def ingest(self, incoming: Incoming | Path | str) -> Generator[Progress, None, SourceReport]:
        """Take a file in, yielding progress; returns how it fared. A bad file is a status in the report, never an exception."""
        from tutor.library.ingest import ingest

        one = incoming if isinstance(incoming, Incoming) else Incoming.at(Path(incoming))
        report = yield from ingest(one, self.home, self.store, self.shelf, lambda: self.embedder)
        if report.status in (Status.OK, Status.PARTIAL):
            self._cards.make()
        return report

    def books(self) -> list[SourceCard]:
        """Every source in the library, in the order they came."""
        return self.store.cards()

    def remove(self, source: str) -> SourceCard:
        """Take a source out of the library; its staged file stays until the library is packed."""
        card = self.store.card(source)
        self.store.remove(source)
        self.shelf.drop([source])
        return card

    def contents(self, source: str) -> tuple[Section, ...]:
        """The sections of a source in reading order."""
        return self.store.sections(source)

    def page(self, source: str, number: int) -> Page:
        """One page of a source, by its number from 1."""
        return self.store.page(source, number)

    def picture(self, citation: Citation, scale: float = 1.6) -> bytes:
        """The page a citation stands on as a PNG, its words lit; for PDF sources."""
        return self.page_picture(citation.source, citation.page, scale, citation.quote, citation.start)

    def page_picture(self, source: str, number: int, scale: float = 1.6, quote: str = "", near: int = 0) -> bytes:
        """A page of a PDF source as a PNG at `scale` pixels a point, `quote` lit where it stands nearest to `near`."""
        from tutor.library.ingest import staged_file
        from tutor.library.pdf.read import page_picture

        path = staged_file(self.home, self.store.file_sha256(source), self.store.card(source).file)
        return page_picture(path, number, scale, quote, near)

    # -- asking ----------------------------------------------------------------------------------------------------------

    def find(self, query: str, k: int = 5, source: str | None = None) -> list[Found]:
        """The k best passages for a question, one per subsection, best first."""
        from tutor.library.find import find

        def hints(vector: np.ndarray) -> Hints:
            return self._hints(query, vector)

        return find(self.store, self.shelf, self.embedder, query, k, hints=hints, source=source)

    def _hints(self, query: str, vector: np.ndarray) -> Hints:
        """What the concept graph knows of a question: by its words, and by how near its meaning is to beginners' phrasings."""
        from tutor.library.find import Hints

        links = self.link(query)
        sure = min(1.0, links[0].score) / sum(link.score for link in links) if links else 0.0
        weights = {link.concept.id: link.score * sure for link in links}
        near = self._cards.near(vector)
        for one in near:
            weights[one.concept.id] = weights.get(one.concept.id, 0.0) + one.weight
        ordered = sorted(weights.items(), key=lambda pair: -pair[1])[:_MOST_IDEAS]
        halves = 2.0 if links and near else 1.0
        concepts = [(self.graph.concepts[id], weight / halves) for id, weight in ordered]
        meaning = self._cards.together([(c.id, weight) for c, weight in concepts]) if near else None
        words = tuple(word for c, _ in concepts[:_MOST_WORDED] for word in (c.name, *c.books[:4]))
        terms = tuple((term, weight) for c, weight in concepts for term in (c.name, *c.aliases[:_MOST_ALIASES]))
        return Hints(words, terms, meaning)

    def link(self, text: str) -> tuple[Link, ...]:
        """The concepts behind a learner's words, best first."""
        from tutor.concepts.link import link

        return link(text, self.graph)

    def ask(self, question: str) -> Explanation:
        """An explanation from the learner's own books, every sentence with what backs it."""
        from tutor.library.cover import Idea, covers
        from tutor.library.find import with_neighbours
        from tutor.voices.verify import verify

        concepts, worked = self.link(question), self._worked(question)
        # The numbers of a problem are the learner's own; from the books we want the idea, not another example's numbers.
        asked = f"what is {concepts[0].concept.name}" if worked and concepts else question
        found = self.find(asked, _ASK_PASSAGES)
        ideas = [Idea(link.score, (link.concept.name, *link.concept.aliases)) for link in concepts]
        before = self.graph.before(concepts[0].concept.id) if concepts else ()
        if not covers(self.store, asked, found, ideas):
            nearest = () if worked else self._nearest(found)
            return Explanation(question, bool(worked), worked, (), concepts, before if worked else (), nearest, self._notices())
        found = with_neighbours(self.store, found, _ASK_SECTIONS, _ASK_PASSAGES)
        draft = self.voice.explain(Ask(asked, tuple(found), concepts))
        claims = verify(draft, [one.passage for one in found], self.cite)
        claims = claims[:_BESIDE_WORKED] if worked else claims
        return Explanation(question, True, (*worked, *claims), self._formulas(claims), concepts, before, (), self._notices())

    def _worked(self, question: str) -> tuple[Claim, ...]:
        """The answer and the checked steps, where the question is something to compute; nothing where it is not."""
        if question.count("?") > 1:
            return ()  # several questions in one: a part of the answer would pass for the whole
        try:
            solution = self.solve(question)
        except errors.Unreadable:
            return ()
        steps = [Claim(f"{step.says}\n\n$${step.latex}$$", Standing.PROVED, step.checked) for step in solution.steps]
        return (Claim(f"**Answer:** ${solution.answer_latex}$", Standing.PROVED, solution.steps[-1].checked), *steps)

    def explain(self, latex: str, context: str = "", sizes: Mapping[str, Sequence[object]] | None = None) -> FormulaExplanation:
        """A formula read aloud, said in plain English, walked part by part, named, its sizes checked, and shown on numbers.

        `context` is the text around it: meanings are taken from there first. `sizes` such as {"A": [3, 2]} come before it.
        """
        from tutor.maths.explain import explain_formula

        return explain_formula(latex, context, sizes)

    def around(self, formula: FormulaCard) -> str:
        """What the section around a formula says: where its symbols are given their meanings."""
        return self._surroundings(formula).text

    def told_where(self, formula: FormulaCard, symbol: FormulaSymbol) -> Citation | None:
        """Where the book says what a symbol of this formula means; None where it does not."""
        if symbol.start is None or symbol.end is None:
            return None
        place = self._surroundings(formula).place(symbol.start, symbol.end)
        near = formula.citation
        return None if place is None else self._citation(replace(near, page=place[0]), place[1], place[2])

    def _surroundings(self, formula: FormulaCard) -> Surroundings:
        from tutor.library.around import surroundings

        place = formula.citation
        return surroundings(self.store, place.source, place.page, place.start, place.end)

    def try_numbers(
        self, latex: str, context: str = "", values: Mapping[str, Fraction] | None = None, vary: str = ""
    ) -> Trial | None:
        """A formula at numbers of the learner's choice, and the curve of one quantity; None where it is no computation."""
        from tutor.maths.explain import try_numbers

        return try_numbers(latex, context, values, vary)

    def measure_formulas(self, rows: Iterable[tuple[str, str]]) -> Measured:
        """How well formulas are read, over (LaTeX, text around) pairs; for measuring, not for learning."""
        from tutor.maths.reading.measure import measure

        return measure(rows)

    def solve(self, problem: str) -> Solution:
        """A worked solution, every step checked when it is made. Raises Unreadable with what can be solved."""
        from tutor.maths.steps import solve

        return solve(problem)

    def cite(self, passage: Passage, start: int = 0, end: int | None = None) -> Citation:
        """The citation of a passage, or of its letters `start` to `end`."""
        return self._citation(passage, passage.start + start, passage.start + (len(passage.text) if end is None else end))

    def _citation(self, near: Passage | Citation, start: int, end: int) -> Citation:
        """The citation of a span of the page that `near` stands on."""
        from tutor.library.source import label_at

        card, page = self.store.card(near.source), self.store.page(near.source, near.page)
        label = label_at(card.kind, page, start)
        return Citation(near.source, card.title, near.section, near.page, label, start, end, page.text[start:end], card.kind)

    def _formulas(self, claims: Sequence[Claim]) -> tuple[FormulaCard, ...]:
        """The displayed formulas that stand in or right after the sentences quoted, each once."""
        cards: dict[str, FormulaCard] = {}
        for near in (c for claim in claims for c in claim.citations):
            for formula in self.store.formulas(near.source, near.page, near.start, near.end + _FORMULA_REACH):
                if formula.display and formula.latex not in cards:
                    place = self._citation(near, formula.start, formula.end)
                    cards[formula.latex] = FormulaCard(formula.latex, formula.display, place)
        return tuple(cards.values())[:_MOST_FORMULAS]

    def _nearest(self, found: Sequence[Found]) -> tuple[Topic, ...]:
        """What the library does hold near the question: sections that say what something is, nearest first."""
        titles = {card.id: card.title for card in self.store.cards()}
        topics = []
        for passage in (one.passage for one in found):
            title = next((t for t in reversed(passage.section) if not _ASIDE.search(t)), titles[passage.source])
            topics.append(Topic(title, passage.source, titles[passage.source]))
        return tuple(dict.fromkeys(topics))[:_NEAREST]

    def _notices(self) -> tuple[str, ...]:
        notices = tuple(self.shelf.notices)
        self.shelf.notices.clear()
        return notices

    # -- practising ------------------------------------------------------------------------------------------------------

    def quiz(self, topic: str | None = None, n: int = 5, seed: int = 0) -> tuple[Question, ...]:
        """`n` questions on a topic in the learner's words (on everything when it is None); the same arguments, the same quiz."""
        from tutor.learner.mark import concepts_for
        from tutor.questions.quiz import quiz

        return quiz(concepts_for(topic, self.link, self.graph), n, seed)

    def practice(self, concept: str, state: int) -> Question | None:
        """One question on exactly this concept, its numbers drawn from `state`; None when there are no questions on it."""
        from tutor.questions.quiz import concepts_with_questions, for_concept

        return for_concept(concept, state) if concept in concepts_with_questions() else None

    def question(self, question_id: str) -> Question:
        """The question with this id, made again exactly as it was."""
        from tutor.questions.quiz import question

        return question(question_id)

    def sweep_questions(self, states: int, names: Sequence[str] | None = None) -> Iterator[Swept]:
        """Build `states` questions of every template and try every promise they make; for measuring, not for learning."""
        from tutor.questions.sweep import sweep

        return sweep(states, names)

    def mark(self, question_id: str, typed: str, now: datetime | None = None, *, token: str | None = None, duration_ms: int = 0,
             sitting: tuple[str, int] | None = None) -> Mark:  # fmt: skip
        """Grade what was typed; what comes back is on disk, with the next review. What cannot be read is never recorded."""
        from tutor.learner.mark import mark

        return mark(self.notebook, self.question(question_id), typed, now or datetime.now(UTC), token, duration_ms, sitting)

    def claims(
        self, text: str, sizes: Mapping[str, Sequence[object]] | None = None, symmetric: Sequence[str] = ()
    ) -> tuple[TriedClaim, ...]:
        """Every equality and inequality of a text, tried: proved, tested, failing with a counterexample, or left open."""
        from tutor.maths.claims import claims

        return claims(text, sizes, symmetric)

    def try_formula(self, latex: str, context: str = "") -> tuple[TriedClaim, ...]:
        """The equalities and inequalities of one formula, tried; `context` says what its letters are."""
        from tutor.maths.claims import try_claim

        return try_claim(latex, context)

    def follow(self, derivation: str, context: str = "") -> Derivation:
        """A derivation, one step to a line: the first line that does not follow, and the misconception that makes it."""
        from tutor.maths.derivation import follow

        return follow(derivation, context)

    def slip(self, kind: str, key: str, typed: str) -> Misconception | None:
        """The misconception that turns a key into what was typed, where one surely does."""
        from tutor.maths.wrong_rules import misconception_of

        found = misconception_of(key, typed, kind)
        return self.graph.misconception(found) if found else None

    def check(self, kind: str, key: str, typed: str, terms: Terms | None = None) -> Judgement:
        """Judge a typed answer against a key, by mathematics; nothing is logged. Raises InputError for a kind we do not know."""
        from tutor.maths.judge import KINDS, judge

        if kind not in KINDS:
            raise errors.InputError(f"{kind!r} is no kind of answer; the kinds are {', '.join(KINDS)}.")
        t = terms or Terms()
        return judge(kind, key, typed, shapes=t.shapes, symmetric=t.symmetric, constants=t.constants, decimals=t.decimals)

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

    # -- the house -------------------------------------------------------------------------------------------------------

    def warm(self) -> None:
        """Load what the first question will need; made for a thread in the background."""
        self.embedder.vectors(["warm"])
        self.shelf.mend(self.embedder.fingerprint)
        self.link("rank")
        self._cards.make()

    @cached_property
    def _cards(self) -> Cards:
        from tutor.concepts.nearest import Cards
        from tutor.library.embed import cache_folder

        return Cards(self.graph, self.embedder.vectors, self.embedder.fingerprint, cache_folder())

    def check_shelf(self) -> ShelfReport:
        """Compare the search index with the book of record."""
        return self.shelf.check(self.embedder.fingerprint)

    def rebuild_shelf(self) -> int:
        """Build the search index anew from the book of record; returns how many passages it holds."""
        return self.shelf.rebuild(self.embedder.fingerprint)

    @cached_property
    def graph(self) -> Graph:
        """The concept graph."""
        from tutor.concepts.graph import load

        return load()

    @cached_property
    def store(self) -> Store:
        from tutor.library.store import Store

        return Store(self.home)

    @cached_property
    def shelf(self) -> Shelf:
        from tutor.library.shelf import Shelf

        return Shelf(self.home, self.store)

    @cached_property
    def notebook(self) -> Notebook:
        from tutor.learner.notebook import Notebook

        return Notebook(self.home / "notebook.db")

    @property
    def embedder(self) -> Embedder:
        """The sentence model, loaded once, whichever thread asks first."""
        with self._loading:
            return self._embedder

    @cached_property
    def _embedder(self) -> Embedder:
        from tutor.library.embed import load

        return load()

    @property
    def voice(self) -> Voice:
        """Who words the explanations: the one given, else the offline voice."""
        if self._voice is None:
            from tutor.voices.plain import PlainVoice

            self._voice = PlainVoice(lambda texts: self.embedder.vectors(texts))
        return self._voice


# Sections that use ideas rather than name one.
_ASIDE = re.compile(r"exercise|answer|solution|example|mistake|summary|machine learning cares", re.IGNORECASE)
_FORMULA_REACH = 400
_MOST_FORMULAS = 4
