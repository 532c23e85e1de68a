"""The offline voice: no model, nothing of its own; it chooses which sentences of the learner's books answer best.

What makes a sentence a good quote: it answers the question (nearness of meaning), it defines ("is called", "is the ..."), it
stands alone (no leading "this" or "it", no bare equation number), it is of a length one can read aloud, and it does not say
again what was just said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.library.find import Found, content_words
from tutor.library.readable import UNREAD
from tutor.library.sentences import sentences
from tutor.maths.plain import plain_words
from tutor.voices.voice import Ask, Draft, DraftSentence

if TYPE_CHECKING:
    import numpy as np

MOST_SENTENCES = 5
_PER_SECTION = 2
# Two sentences nearer than this say the same; one this far behind the best adds nothing (both on the scale of a cosine).
_SAID_ALREADY = 0.86
_NOT_WORTH_SAYING = 0.30
# From which score on a linked concept is taken for what was meant, and how much its definition counts in the search for a quote.
_MEANT = 0.5
_NAMED_IDEA, _GUESSED_IDEA = 0.4, 0.2
_DEFINES = re.compile(
    r"\b(is|are) called\b|\bis (the|a|an)\b|\bis defined\b|\bdefined (as|by)\b|\bwe (say|call|define|write)\b|\bmeans that\b"
    r"|\bmeasures\b|\bdescribes\b|\btells (us|you)\b|\bthe set of all\b|\bif and only if\b"
    r"|\bconsists of\b|\bcounts\b|\brefers to\b",
    re.IGNORECASE,
)
_SAYS_WHAT = re.compile(r"^\W*(the|an?) [^.;]{3,60}? is (the|an?) ", re.IGNORECASE)
_LEANS = re.compile(
    r"^\W*(this|these|that|those|it|its|they|their|such|he|she|here|hence|thus|therefore|so|then|but|and|also|however|moreover|"
    r"furthermore|similarly|likewise|again|i|we|my|your|if you|because|in this case|for example|for instance|in other words|"
    r"in particular|fortunately|unfortunately|luckily|note that|recall|now|next|finally|first|second|let us|see)\b",
    re.IGNORECASE,
)
_NOT_PROSE = re.compile(
    r"^\s*(#|\||```|~~~|<!--|\$\$|import |def |[-*+]\s*$|\*\*?(exercise|answer)|\d+[.)]\s*$)|\b(figure|table|exercise) \d",
    re.IGNORECASE,
)
_SHORT_WORDS = frozenset("""a i an as at be by do go he if in is it me my no of on or so to up us we""".split())
# Sections that use an idea rather than say what it is.
_ASIDE = re.compile(r"\b(exercises?|answers?|solutions?|problems|mistakes|further reading|references|summary)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Candidate:
    text: str
    found: Found
    rank: int
    place: int


class PlainVoice:
    """Quotes the best sentences of the best passages. `embed` turns texts into unit vectors, (n, 384) float32."""

    def __init__(self, embed: Callable[[Sequence[str]], np.ndarray]) -> None:
        self._embed = embed

    def explain(self, ask: Ask) -> Draft:
        """At most five sentences, the one that answers best first, no two saying the same."""
        # A passage counts as high as the best of its section: its neighbours were found with it.
        sections = list(dict.fromkeys((found.passage.source, found.passage.section) for found in ask.found))
        ranks = {section: rank for rank, section in enumerate(sections)}
        candidates = [c for f in ask.found for c in _candidates(f, ranks[(f.passage.source, f.passage.section)])]
        if not candidates:
            return Draft(())
        # What the learner means, in the words a book would use, counts beside the learner's own; less where we only guess it.
        meant = next((one for one in ask.concepts if one.score >= _MEANT), None)
        idea = f"{meant.concept.name}: {meant.concept.definition}" if meant else ask.question
        share = _NAMED_IDEA if meant and meant.outright else _GUESSED_IDEA
        vectors = self._embed([plain_words(ask.question), plain_words(idea), *(plain_words(c.text) for c in candidates)])
        meanings = vectors[2:]
        nearness = (1 - share) * (meanings @ vectors[0]) + share * (meanings @ vectors[1])
        asked = set(content_words(ask.question)) | (set(content_words(meant.concept.name)) if meant else set())
        scores = [float(near) + _merit(c, asked) for near, c in zip(nearness, candidates, strict=True)]
        chosen: list[int] = []
        for i in sorted(range(len(candidates)), key=lambda i: -scores[i]):
            if len(chosen) == MOST_SENTENCES or (chosen and scores[i] < scores[chosen[0]] - _NOT_WORTH_SAYING):
                break
            same_section = sum(candidates[i].found.passage.section == candidates[j].found.passage.section for j in chosen)
            if same_section < _PER_SECTION and all(float(meanings[i] @ meanings[j]) < _SAID_ALREADY for j in chosen):
                chosen.append(i)
        return Draft(tuple(DraftSentence(c.text, c.text, c.found.passage.id) for c in (candidates[i] for i in chosen)))


def _candidates(found: Found, rank: int) -> list[_Candidate]:
    """The sentences of a passage that can be quoted on their own."""
    text = found.passage.text
    return [_Candidate(text[a:b], found, rank, n) for n, (a, b) in enumerate(sentences(text)) if _quotable(text[a:b])]


def _quotable(sentence: str) -> bool:
    """Whether a sentence can stand alone: of a length to read aloud, of words, and with its formulas whole.

    >>> _quotable("The rank of a matrix is the number of its independent columns.")
    True
    >>> _quotable("## Rank"), _quotable("See below."), _quotable("x = \ufffd 3 of the five columns that we have")
    (False, False, False)
    >>> _quotable("The chain rule states that dy dx = dy du du dx . It is a rule of x y z u v")  # a formula of a PDF, in pieces
    False
    """
    prose = re.sub(r"\$[^$]*\$", " ", sentence)
    words = prose.split()
    crumbs = sum(len(word) <= 2 and word.lower() not in _SHORT_WORDS for word in words)
    return (
        6 <= len(sentence.split()) <= 60
        and sum(map(str.isalpha, prose)) > 0.5 * len(prose)
        and crumbs <= max(2, 0.25 * len(words))
        and not _NOT_PROSE.search(sentence)
        and UNREAD not in sentence
    )


def _merit(candidate: _Candidate, asked: set[str]) -> float:
    """What speaks for a sentence besides its nearness to the question, on the scale of a cosine."""
    text = candidate.text
    words = content_words(text)
    stems = {w[:5] for w in words}
    shared = sum(w[:5] in stems for w in asked) / max(1, len(asked))
    merit = 0.15 * shared - 0.02 * candidate.rank - 0.005 * candidate.place
    if subject := _SAYS_WHAT.match(text):
        # A sentence that says what something is answers best when that something was asked for.
        merit += 0.08 if asked & set(content_words(subject.group())) else -0.06
    if _DEFINES.search(text):
        merit += 0.10
        if asked & set(content_words(" ".join(text.split()[:6]))):
            merit += 0.06  # it opens with what was asked: a definition of that, not a remark about it
    if _ASIDE.search(" ".join(candidate.found.passage.section[-2:])):
        merit -= 0.2
    if _LEANS.search(text):
        merit -= 0.30
    if not 8 <= len(text.split()) <= 40:
        merit -= 0.08
    if not re.search(r"[.!:]\W*$", text) or text[:1].islower():
        merit -= 0.15
    if text.rstrip().endswith("?"):
        merit -= 0.2
    if "\n" in text.strip() and text.count("\n") > 2:
        merit -= 0.1
    return merit
