"""Who speaks: the seam between the tutor and any engine that words an explanation.

Law of this file: a voice never reaches the learner; it returns a Draft.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from tutor.concepts.link import Link
from tutor.library.find import Found


class Intent(Enum):
    """What kind of help is wanted."""

    EXPLAIN = "explain"
    FORMULA = "formula"
    COMPUTE = "compute"
    COMPARE = "compare"
    WHY = "why"
    HOW = "how"
    WHEN = "when"
    EXAMPLE = "example"
    PICTURE = "picture"
    PROVE = "prove"
    BEFORE = "before"
    WRONG = "wrong"
    QUIZ = "quiz"
    TRANSLATE = "translate"
    ABOUT_US = "about us"
    SIMPLER = "simpler"


class Layer(Enum):
    """From which side a sentence looks at an idea."""

    ANSWER = "answer"
    SIMPLE = "simple"
    PICTURE = "picture"
    FORMAL = "formal"
    NUMBERS = "numbers"
    MISTAKE = "mistake"
    BOOKS = "books"


@dataclass(frozen=True, slots=True)
class Turn:
    """One exchange that went before: what was asked, and what was answered in plain text."""

    question: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """A sentence a voice proposes, with the words it leans on and the passage they are said to stand in; `asked` is the question
    that it answers there, where that is not the learner's own."""

    text: str
    quote: str = ""
    passage: str = ""
    layer: Layer = Layer.BOOKS
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What a book answers to a question that heads one of its sections: the answer first, then its other sides."""

    heading: str
    sentences: tuple[DraftSentence, ...]
    found: tuple[Found, ...]  # the passages they stand in
    near: bool = False  # it only comes near what was asked, as far as can be told
    perhaps: bool = False  # it answers its own question outright; whether that is the one asked is about as likely as not

    def __post_init__(self) -> None:
        if not self.sentences:
            raise ValueError("a section that answers holds an answer")


@dataclass(frozen=True, slots=True)
class Ask:
    """What was asked, the passages that were found for it, the concepts behind the words, best first, and what went before."""

    question: str
    found: tuple[Found, ...]
    concepts: tuple[Link, ...]
    history: tuple[Turn, ...] = ()
    intent: Intent = Intent.EXPLAIN
    said: str = ""  # the learner's own words, where `question` is only what they are about
    told: Told | None = None  # where a section headed by this question answers it
    aside: frozenset[str] = frozenset()  # sources that need not be quoted beside that answer: they came with the tutor


@dataclass(frozen=True, slots=True)
class Usage:
    """What an answer took: tokens in and out, calls, seconds, and its cost where the prices are known."""

    model: str
    tokens_in: int
    tokens_out: int
    calls: int
    seconds: float
    cost: float | None = None
    estimated: bool = False  # the server did not count, so we did


@dataclass(frozen=True, slots=True)
class Exchange:
    """One call of a language model, word for word: what was sent, as (role, text), and what came back."""

    sent: tuple[tuple[str, str], ...]
    reply: str
    finish: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a voice proposes; nothing in it has been checked. `notices` are sentences about the voice itself.

    `found` are passages the voice looked up beyond those it was given: the gate accepts quotes from them too.
    """

    sentences: tuple[DraftSentence, ...]
    notices: tuple[str, ...] = ()
    found: tuple[Found, ...] = ()
    usage: Usage | None = None
    exchanges: tuple[Exchange, ...] = ()


class Voice(Protocol):
    """Anything that can propose an explanation from passages."""

    def explain(self, ask: Ask) -> Draft: ...


class ScriptedVoice:
    """Says what it was given, true or not: the double that tests and demonstrations use."""

    def __init__(self, sentences: Sequence[DraftSentence]) -> None:
        self._sentences = tuple(sentences)

    def explain(self, ask: Ask) -> Draft:
        """The same draft, whatever was asked."""
        return Draft(self._sentences)
