"""What the learner sees: claims with their standings, in layers, with formulas, pages and one thing to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from tutor.concepts.graph import Concept
from tutor.concepts.link import Link
from tutor.library.source import Citation
from tutor.voices.voice import Intent, Layer, Usage


class Standing(Enum):
    """What backs a claim."""

    QUOTED = "quoted"
    PROVED = "proved"
    TESTED = "tested"
    UNCHECKED = "unchecked"
    STRUCK = "struck"


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence with its standing, the reason for it, and the places that back it."""

    text: str
    standing: Standing
    why: str
    citations: tuple[Citation, ...] = ()
    doubt: str = ""  # what to look at on the page, where the words hold a formula that was read without certainty
    layer: Layer = Layer.BOOKS
    about: str = ""  # the idea this sentence is about, where an answer speaks of several
    asked: str = ""  # the question it answers where it stands, where that is not word for word the learner's
    gloss: bool = False  # it says what a word of the answer means, and is no part of the answer
    near: bool = False  # that question only comes near the learner's

    def __post_init__(self) -> None:
        if self.standing is Standing.QUOTED and not self.citations:
            raise ValueError("a quoted claim shows where it stands")

    @property
    def asked_line(self) -> str:
        """What stands over a claim that answers another question than the learner's; "" over any other."""
        if not self.asked:
            return ""
        return f"{'This answers another question' if self.near else 'Answered in your books as'}: “{self.asked}”"


@dataclass(frozen=True, slots=True)
class FormulaCard:
    """A formula of the learner's books and where it stands."""

    latex: str
    display: bool
    citation: Citation
    sure: bool = True  # False where it was read from the glyphs of a page and could not be confirmed


@dataclass(frozen=True, slots=True)
class Topic:
    """Something that is in the library: a section of a source, or a concept some source treats."""

    title: str
    source: str = ""
    source_title: str = ""
    concept: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What the learner sees. Where `covered` is False the library has no answer, and `nearest` says what is there."""

    question: str
    covered: bool
    claims: tuple[Claim, ...]
    formulas: tuple[FormulaCard, ...]
    concepts: tuple[Link, ...]
    before: tuple[Concept, ...]
    nearest: tuple[Topic, ...]
    notices: tuple[str, ...] = ()
    intent: Intent = Intent.EXPLAIN
    asked: tuple[str, ...] = ()  # the formulas of the question itself, in LaTeX
    heard: str = ""  # why the message was taken for this kind of question
    usage: Usage | None = None  # what a model took for it
    check: str = ""  # the id of a question on exactly this idea: one thing to do
    also: tuple[str, ...] = ()  # questions near this one that the library answers outright

    @property
    def said(self) -> str:
        """What a later turn leans on: the sentences that stand, without the program's own worked examples."""
        kept = (c for c in self.claims if c.standing is not Standing.STRUCK and not c.gloss)
        kept = (c for c in kept if c.layer is not Layer.NUMBERS or "\n" not in c.text)
        return "\n".join(claim.text for claim in kept)

    @property
    def standing(self) -> str:
        """The weakest standing of its claims, or "not_covered"."""
        if not self.covered:
            return "not_covered"
        order = [Standing.STRUCK, Standing.UNCHECKED, Standing.TESTED, Standing.QUOTED, Standing.PROVED]
        return min((claim.standing for claim in self.claims), key=order.index, default=Standing.UNCHECKED).value
