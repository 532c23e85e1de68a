"""The gate: Draft in, Explanation out.

Law of this file: only what stands in the source letter for letter, or computes, passes. No ratio and no threshold in this file.

A quote passes when its words stand in the passage it names, cut at whole sentences: a cut inside a sentence can lie while every
letter of it is real ("not every", "only if", half a number). A sentence that says more than its quote is UNCHECKED; a quote
that does not stand where it is said to is struck, with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from tutor.concepts.graph import Concept
from tutor.concepts.link import Link
from tutor.library.sentences import sentences
from tutor.library.source import Citation, Passage
from tutor.voices.voice import Draft, DraftSentence


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

    def __post_init__(self) -> None:
        if self.standing is Standing.QUOTED and not self.citations:
            raise ValueError("a quoted claim shows where it stands")


Cite = Callable[[Passage, int, int], Citation]


def verify(draft: Draft, passages: Sequence[Passage], cite: Cite) -> tuple[Claim, ...]:
    """Judge every sentence of a draft against the passages that were found for it.

    `cite` gives the citation of the letters start..end of a passage.
    """
    by_id = {passage.id: passage for passage in passages}
    return tuple(_judge(sentence, by_id, cite) for sentence in draft.sentences)


def _judge(sentence: DraftSentence, passages: Mapping[str, Passage], cite: Cite) -> Claim:
    if not sentence.quote:
        return Claim(sentence.text, Standing.UNCHECKED, "in the voice's own words; nothing in your books says so")
    passage = passages.get(sentence.passage)
    if passage is None:
        return Claim(sentence.text, Standing.STRUCK, "it names a passage that was not among those found in your books")
    span = _whole_sentences(passage.text, sentence.quote)
    if span is None:
        place = cite(passage, 0, len(passage.text)).place
        return Claim(sentence.text, Standing.STRUCK, f"the words it quotes do not stand at {place}")
    citation = cite(passage, *span)
    if sentence.text.strip() == sentence.quote.strip():
        return Claim(citation.quote, Standing.QUOTED, f"these words stand at {citation.place}", (citation,))
    return Claim(sentence.text, Standing.UNCHECKED, f"a paraphrase; the words it leans on stand at {citation.place}", (citation,))


def _whole_sentences(text: str, quote: str) -> tuple[int, int] | None:
    """Where `quote` stands in `text` letter for letter (white space aside), from a sentence's start to a sentence's end."""
    words = quote.split()
    if not words:
        return None
    spans = sentences(text)
    starts, ends = {a for a, _ in spans}, {b for _, b in spans}
    pattern = r"\s+".join(map(re.escape, words))
    for match in re.finditer(pattern, text):
        if match.start() in starts and match.end() in ends:
            return match.start(), match.end()
    return None


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

    @property
    def standing(self) -> str:
        """The weakest standing of its claims, or "not_covered"."""
        if not self.covered:
            return "not_covered"
        order = [Standing.STRUCK, Standing.UNCHECKED, Standing.TESTED, Standing.QUOTED, Standing.PROVED]
        return min((claim.standing for claim in self.claims), key=order.index, default=Standing.UNCHECKED).value
