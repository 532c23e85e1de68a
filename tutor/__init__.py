"""The tutor in the margin of your textbook: read, ask, practise, review; every claim with what backs it.

    from tutor import Tutor

    tutor = Tutor()                              # TUTOR_HOME, or the platform's user data folder
    for progress in tutor.ingest("notes.md"):
        print(progress)
    print(tutor.ask("What is the rank of a matrix?").claims)

Importing this package is cheap: nothing heavy is loaded before it is used (tests/test_floors.py holds that).
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from datetime import UTC, datetime
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
from tutor.verbs.asking import Asking
from tutor.verbs.mathematics import Terms
from tutor.verbs.rooms import home_folder
from tutor.voices.verify import Claim, Explanation, FormulaCard, Standing, Topic
from tutor.voices.voice import Ask, Draft, DraftSentence, ScriptedVoice, Voice

if TYPE_CHECKING:
    from tutor.maths.claims import Claim as TriedClaim  # noqa: F401 - a noun for the pages
    from tutor.maths.derivation import Derivation as Derivation
    from tutor.maths.explain import FormulaExplanation as FormulaExplanation
    from tutor.maths.explain import Symbol as FormulaSymbol  # noqa: F401 - a noun for the pages
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


class Tutor(Asking):
    """One learner, one library, one notebook. Safe to share between the threads of one program."""

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
