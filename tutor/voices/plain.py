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
from tutor.voices.asked import STEM, beyond
from tutor.voices.quotable import Candidate, candidates, in_full, merit, speaks_to, tells_why
from tutor.voices.voice import Ask, Draft, DraftSentence, Intent, Layer, Told, Turn

if TYPE_CHECKING:
    import numpy as np

_MOST_QUOTES = 5
_PER_SECTION = 2
_BEST_SECTIONS = 3
# Two sentences nearer than this say the same; one this far behind the best adds nothing (both on the scale of a cosine).
_SAID_ALREADY = 0.86
_NOT_WORTH_SAYING = 0.30
_SECOND_MAY_LAG = 0.12
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
# From which score on a sentence is worth showing beside an answer, and how many of other books are.
_WORTH_BESIDE = 0.62
_MOST_BESIDE = 2
_ANOTHER_BOOK = frozenset({Intent.EXPLAIN, Intent.WHY, Intent.WHEN, Intent.HOW})


@dataclass(frozen=True, slots=True)
class _Chosen:
    index: int
    layer: Layer


class PlainVoice:
    """Quotes the best sentences of the best passages. `embed` turns texts into unit vectors, (n, 384) float32."""

    quotes_only = True  # what may not be cut out of its page is left there: it claims nothing of its own that could be struck

    def __init__(self, embed: Callable[[Sequence[str]], np.ndarray]) -> None:
        self._embed = embed

    def explain(self, ask: Ask) -> Draft:
        """The sentence that answers best first, then the layers; every sentence a quote."""
        if ask.told is not None:
            return Draft((*ask.told.sentences, *self._beside(ask, ask.told)), found=ask.told.found)
        found = _fresh(candidates(ask.found), ask.history, beyond(ask.question, ask.concepts))
        if not found:
            return Draft(())
        scores, meanings, more, named = self._scored(ask, found)
        alike = meanings @ meanings.T
        chosen = _Choice(found, scores, alike, named=named).choose(ask.intent, more=more)
        said: list[DraftSentence] = []
        for one in chosen:
            candidate = found[one.index]
            quote = in_full(candidate, _BREATH.get(one.layer, 0))
            if not any(quote in other.quote or candidate.text in other.quote for other in said):
                asked = _asked_there(candidate) if one.layer is Layer.ANSWER else ""
                asked = "" if any(asked == other.asked for other in said) else asked
                said.append(DraftSentence(quote, quote, candidate.found.passage.id, one.layer, asked))
        return Draft(tuple(said))

    def _beside(self, ask: Ask, told: Told) -> list[DraftSentence]:
        """The best sentences of the learner's own books, where they are worth showing beside an answer; one of each book."""
        there = {one.passage.id for one in told.found}
        own = [one for one in ask.found if one.passage.source not in ask.aside and one.passage.id not in there]
        found = _fresh(candidates(own), ask.history)
        if not found:
            return []
        scores, _, _, _ = self._scored(ask, found)
        named = {word for one in ask.concepts[:1] for word in content_words(f"{one.concept.name} {ask.question}")}
        best: dict[str, DraftSentence] = {}
        for i in sorted(range(len(found)), key=lambda i: -scores[i]):
            source = found[i].found.passage.source
            if (
                scores[i] >= _WORTH_BESIDE
                and speaks_to(found[i], ask.intent, named)
                and source not in best
                and len(best) < _MOST_BESIDE
            ):
                quote = in_full(found[i], 0)
                best[source] = DraftSentence(quote, quote, found[i].found.passage.id, Layer.BOOKS)
        return list(best.values())

    def _scored(self, ask: Ask, found: Sequence[Candidate]) -> tuple[list[float], np.ndarray, bool, bool]:
        """How well each candidate answers, what they mean, whether more is asked than the idea, and whether it was named."""
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
        return scores, meanings, bool(more), bool(meant and meant.outright)


def _asked_there(candidate: Candidate) -> str:
    """The question that heads the section of a sentence; "" where none does."""
    title = candidate.found.passage.section[-1] if candidate.found.passage.section else ""
    return title if title.rstrip().endswith("?") else ""


def _fresh(found: list[Candidate], history: Sequence[Turn], more: frozenset[str] = frozenset()) -> list[Candidate]:
    """The candidates that were not said before; all of them where there are no others, or where only what was said speaks of
    what is asked (`more`, stems)."""
    said = " ".join(" ".join(turn.answer.split()) for turn in history)
    fresh = [one for one in found if " ".join(one.text.split()) not in said] if said else found

    def speaks(one: Candidate) -> bool:
        return bool(more & {word[:STEM] for word in content_words(one.text)})

    if more and not any(map(speaks, fresh)):
        fresh = [*(one for one in found if speaks(one)), *fresh]
    return fresh or found


class _Choice:
    """Which candidates are said, and in which layer; `alike` holds the cosines of all pairs, (n, n)."""

    def __init__(self, found: Sequence[Candidate], scores: Sequence[float], alike: np.ndarray, *, named: bool) -> None:
        self._found, self._scores, self._alike, self._named = found, scores, alike, named
        self._order = sorted(range(len(found)), key=lambda i: -scores[i])
        self._said: list[_Chosen] = []
        self._more = False

    def choose(self, intent: Intent, *, more: bool) -> list[_Chosen]:
        """The sentences, in the order they are said; `more` where something of the idea is asked, not the idea itself."""
        self._more = more
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
        if intent is Intent.SIMPLER and all(one.layer is not Layer.PICTURE for one in self._said):
            self._said += [_Chosen(i, Layer.PICTURE) for i in self._picture()]
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
            # Another book's angle on the idea itself is welcome from further off than one on what is asked of it.
            lead = fit[0] if fit and not beside else self._said[0].index if self._said and beside and self._more else None
            if not self._worth_saying(i, layer) or (layer is None and lead is not None and self._lags(i, lead)):
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

    def _lags(self, i: int, first: int) -> bool:
        """Whether a second sentence of the answer comes so far behind the first that it would only be beside the point."""
        return self._scores[i] < self._scores[first] - _SECOND_MAY_LAG

    def _differs(self, i: int, j: int) -> bool:
        one, other = self._found[i], self._found[j]
        overlap = one.found.passage.id == other.found.passage.id and (one.text in other.text or other.text in one.text)
        return not overlap and float(self._alike[i, j]) < _SAID_ALREADY
