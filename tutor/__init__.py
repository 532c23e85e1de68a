"""The tutor in the margin of your textbook: read, ask, practise, review; every claim with what backs it.

    from tutor import Tutor

    tutor = Tutor()                              # TUTOR_HOME, or the platform's user data folder
    for progress in tutor.ingest("notes.md"):
        print(progress)
    print(tutor.ask("What is the rank of a matrix?").claims)

Importing this package is cheap: nothing heavy is loaded before it is used (tests/test_floors.py holds that).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor import errors
from tutor.concepts.graph import Concept, Graph, Misconception
from tutor.concepts.link import Link
from tutor.errors import TutorError
from tutor.learner.attempt import Answer, Evidence, Sitting
from tutor.learner.mark import Mark
from tutor.learner.plan import State, Step
from tutor.learner.weak_spots import Due, WeakSpot
from tutor.library.find import Found
from tutor.library.ingest import READABLE, Incoming, SourceReport
from tutor.library.progress import Progress, Stage
from tutor.library.rows import SourceCard
from tutor.library.source import Citation, Formula, FormulaStatus, Landmark, Page, Passage, Reference, Section, SourceKind, Status
from tutor.maths.spans import FormulaSpan, formula_spans
from tutor.questions.question import Difficulty, Grade, Kind, Option, Question
from tutor.verbs.answering import Answering
from tutor.verbs.mathematics import Terms
from tutor.verbs.practising import Wanted
from tutor.verbs.rooms import home_folder
from tutor.voices.conversations import KeptTurn
from tutor.voices.explanation import Claim, Explanation, FormulaCard, Standing, Topic
from tutor.voices.setting import Chosen
from tutor.voices.voice import Ask, Draft, DraftSentence, Intent, Layer, ScriptedVoice, Turn, Usage, Voice

if TYPE_CHECKING:
    from tutor.maths.claims import Claim as TriedClaim  # noqa: F401 - a noun for the pages
    from tutor.maths.derivations.derivation import Derivation as Derivation
    from tutor.maths.explain import FormulaExplanation as FormulaExplanation
    from tutor.maths.explain import Symbol as FormulaSymbol  # noqa: F401 - a noun for the pages
    from tutor.maths.typed.formula import Typed as Typed
    from tutor.maths.worked.trial import Trial as Trial
    from tutor.questions.books.read import Exercise as Exercise
    from tutor.questions.hints import Hints as Hints
    from tutor.questions.sets import Blueprint as Blueprint
    from tutor.questions.sets import QuizSet as QuizSet
    from tutor.voices.trace import Replayed as Replayed
    from tutor.voices.trace import Trace as Trace

__version__ = "0.1.0"

__all__ = [
    "READABLE",
    "Answer",
    "Ask",
    "Chosen",
    "Citation",
    "Claim",
    "Concept",
    "Difficulty",
    "Draft",
    "DraftSentence",
    "Due",
    "Evidence",
    "Explanation",
    "Formula",
    "FormulaCard",
    "FormulaSpan",
    "FormulaStatus",
    "Found",
    "Grade",
    "Graph",
    "Incoming",
    "Intent",
    "KeptTurn",
    "Kind",
    "Landmark",
    "Layer",
    "Link",
    "Mark",
    "Misconception",
    "Option",
    "Page",
    "Passage",
    "Progress",
    "Question",
    "Reference",
    "ScriptedVoice",
    "Section",
    "Sitting",
    "SourceCard",
    "SourceKind",
    "SourceReport",
    "Stage",
    "Standing",
    "State",
    "Status",
    "Step",
    "Terms",
    "Topic",
    "Turn",
    "Tutor",
    "TutorError",
    "Usage",
    "Voice",
    "Wanted",
    "WeakSpot",
    "__version__",
    "errors",
    "formula_spans",
    "home_folder",
]


class Tutor(Answering):
    """One learner, one library, one notebook. Safe to share between the threads of one program."""
