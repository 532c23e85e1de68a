"""Who speaks: the seam between the tutor and any engine that words an explanation.

Law of this file: a voice never reaches the learner; it returns a Draft.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from tutor.concepts.link import Link
from tutor.library.find import Found


@dataclass(frozen=True, slots=True)
class Ask:
    """What was asked, the passages that were found for it, and the concepts behind the words, best first."""

    question: str
    found: tuple[Found, ...]
    concepts: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """A sentence a voice proposes, with the words it leans on and the passage they are said to stand in."""

    text: str
    quote: str = ""
    passage: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a voice proposes; nothing in it has been checked."""

    sentences: tuple[DraftSentence, ...]


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
