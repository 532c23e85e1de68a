"""The offline voice: no model, nothing of its own; it chooses which sentences of the learner's books answer best, and sets them
in layers.

The sentences that answer best lead; then the same idea as a picture and formally, and another book's angle, where there is one
worth showing. No two sentences say the same. What makes a good quote stands in `quotable`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.library.find import content_words
from tutor.maths.plain import plain_words
from tutor.voices.asked import beyond
from tutor.voices.quotable import Candidate, candidates, in_full, merit, tells_why
from tutor.voices.voice import Ask, Draft, DraftSentence, Intent, Layer

if TYPE_CHECKING:
    import numpy as np

_MOST_QUOTES = 5
_PER_SECTION = 2
_BEST_SECTIONS = 3
# Two sentences nearer than this say the same; one this far behind the best adds nothing (both on the scale of a cosine).
_SAID_ALREADY = 0.86
_NOT_WORTH_SAYING = 0.30
# A section that tells why an idea matters speaks of what it is good for, in other words than the idea's.
_REASONS_MAY_LAG = 0.15
# From which score on a linked concept is taken for what was meant, and how much its definition counts in the search for a quote.
_MEANT = 0.5
_NAMED_IDEA, _GUESSED_IDEA = 0.4, 0.2
# How many sentences lead, and which layers follow.
_LEAD = {Intent.COMPARE: 1, Intent.FORMULA: 1, Intent.COMPUTE: 1, Intent.EXAMPLE: 1, Intent.HOW: 3, Intent.PROVE: 3}
_LEAD_OTHERWISE = 2
_LAYERS = {
    Intent.EXPLAIN: (Layer.PICTURE, Layer.SIMPLE, Layer.FORMAL),
    Intent.WHY: (Layer.PICTURE, Layer.SIMPLE),
    Intent.HOW: (Layer.NUMBERS,),
    Intent.WHEN: (Layer.FORMAL,),
    Intent.PICTURE: (Layer.PICTURE, Layer.SIMPLE),
    Intent.SIMPLER: (Layer.PICTURE, Layer.SIMPLE),
    Intent.PROVE: (Layer.FORMAL,),
    Intent.FORMULA: (Layer.SIMPLE,),
    Intent.EXAMPLE: (Layer.NUMBERS,),
}
# An idea's definition counts so much less where something of the idea is asked.
_ASKED_MORE = 0.4
# Words that a quote may run to: what answers is quoted with what follows it, an aside in its one sentence.
_BREATH = {Layer.ANSWER: 60, Layer.SIMPLE: 50, Layer.PICTURE: 75}
_ANOTHER_BOOK = frozenset({Intent.EXPLAIN, Intent.WHY, Intent.WHEN, Intent.HOW})


@dataclass(frozen=True, slots=True)
class _Chosen:
    index: int
    layer: Layer


class PlainVoice:
    """Quotes the best sentences of the best passages. `embed` turns texts into unit vectors, (n, 384) float32."""

    def __init__(self, embed: Callable[[Sequence[str]], np.ndarray]) -> None:
        self._embed = embed

    def explain(self, ask: Ask) -> Draft:
        """The sentence that answers best first, then the layers; every sentence a quote."""
        found = candidates(ask.found)
        if not found:
            return Draft(())
        # What the learner means, in the words a book would use, counts beside the learner's own; less where we only guess it.
        meant = next((one for one in ask.concepts if one.score >= _MEANT), None)
        idea = f"{meant.concept.name}: {meant.concept.definition}" if meant else ask.question
        share = _NAMED_IDEA if meant and meant.outright else _GUESSED_IDEA
        more = beyond(ask.question, ask.concepts)
        if more:
            share *= _ASKED_MORE
        vectors = self._embed([plain_words(ask.question), plain_words(idea), *(plain_words(c.text) for c in found)])
        meanings = vectors[2:]
        nearness = (1 - share) * (meanings @ vectors[0]) + share * (meanings @ vectors[1])
        asked = set(content_words(ask.question)) | (set(content_words(meant.concept.name)) if meant else set())
        scores = [float(near) + merit(c, asked, ask.intent, more) for near, c in zip(nearness, found, strict=True)]
        alike = meanings @ meanings.T
        chosen = _Choice(found, scores, alike, named=bool(meant and meant.outright)).choose(ask.intent, more=bool(more))
        said: list[DraftSentence] = []
        for one in chosen:
            candidate = found[one.index]
            quote = in_full(candidate, _BREATH.get(one.layer, 0))
            if not any(quote in other.quote or candidate.text in other.quote for other in said):
                said.append(DraftSentence(quote, quote, candidate.found.passage.id, one.layer))
        return Draft(tuple(said))


class _Choice:
    """Which candidates are said, and in which layer; `alike` holds the cosines of all pairs, (n, n)."""

    def __init__(self, found: Sequence[Candidate], scores: Sequence[float], alike: np.ndarray, *, named: bool) -> None:
        self._found, self._scores, self._alike, self._named = found, scores, alike, named
        self._order = sorted(range(len(found)), key=lambda i: -scores[i])
        self._said: list[_Chosen] = []

    def choose(self, intent: Intent, *, more: bool) -> list[_Chosen]:
        """The sentences, in the order they are said; `more` where something of the idea is asked, not the idea itself."""
        if intent is Intent.PICTURE:
            self._said += [_Chosen(i, Layer.PICTURE) for i in self._picture()]
        if intent is Intent.WHY and not more:
            self._said += [_Chosen(i, Layer.ANSWER) for i in self._reason()]
        named = intent is Intent.EXPLAIN and self._named and not more
        for i in self._fit(1 if named else _LEAD.get(intent, _LEAD_OTHERWISE)):
            self._said.append(_Chosen(i, Layer.ANSWER))
        for layer in _LAYERS.get(intent, ()):
            if all(self._found[one.index].layer is not layer for one in self._said):
                self._said += [_Chosen(i, layer) for i in self._fit(1, layer=layer)]
        if intent in _ANOTHER_BOOK:
            heard = {self._found[one.index].found.passage.source for one in self._said}
            self._said += [_Chosen(i, Layer.BOOKS) for i in self._fit(1, beside=heard)]
        return self._said[:_MOST_QUOTES]

    def _picture(self) -> list[int]:
        """The paragraph that draws the idea, in one of the sections that speak of it best."""
        best = list(dict.fromkeys(self._found[i].found.passage.section for i in self._order))[:_BEST_SECTIONS]
        drawn = [i for i in self._order if self._found[i].layer is Layer.PICTURE and self._found[i].leads]
        near = [i for i in drawn if self._found[i].found.passage.section in best]
        # The section that says best what it is, not the picture that sounds most like it.
        return sorted(near, key=lambda i: best.index(self._found[i].found.passage.section))[:1]

    def _reason(self) -> list[int]:
        """The best sentence of a section that tells why, where it comes at all near."""
        least = self._scores[self._order[0]] - _NOT_WORTH_SAYING - _REASONS_MAY_LAG
        return [i for i in self._order if tells_why(self._found[i]) and self._scores[i] >= least][:1]

    def _fit(self, most: int, layer: Layer | None = None, beside: set[str] = frozenset()) -> list[int]:  # type: ignore[assignment]
        """The best `most` that are worth saying: of this layer, or of a source not in `beside`."""
        fit: list[int] = []
        for i in self._order:
            one = self._found[i]
            if len(fit) == most:
                break
            if not self._worth_saying(i, layer):
                continue
            if (layer is not None and one.layer is not layer) or one.found.passage.source in beside:
                continue
            taken = [*(c.index for c in self._said), *fit]
            same_section = sum(one.found.passage.section == self._found[j].found.passage.section for j in taken)
            if (same_section < _PER_SECTION or layer is not None) and all(self._differs(i, j) for j in taken):
                fit.append(i)
        return fit

    def _worth_saying(self, i: int, layer: Layer | None) -> bool:
        """Whether it comes near the best; a paragraph that is labelled as the layer wanted, beside what was said, always does."""
        one = self._found[i]
        if layer is not None and one.leads:
            place = (one.found.passage.source, one.found.passage.section)
            return any(place == (p.source, p.section) for p in (self._found[c.index].found.passage for c in self._said))
        return self._scores[i] >= self._scores[self._order[0]] - _NOT_WORTH_SAYING

    def _differs(self, i: int, j: int) -> bool:
        one, other = self._found[i], self._found[j]
        overlap = one.found.passage.id == other.found.passage.id and (one.text in other.text or other.text in one.text)
        return not overlap and float(self._alike[i, j]) < _SAID_ALREADY
