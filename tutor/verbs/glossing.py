"""Words of an answer that the learner has not used and that it does not explain: two at most, each with one plain sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tutor.verbs.comparing import Comparing
from tutor.verbs.headed import said_in
from tutor.voices.explanation import Claim, Explanation, Standing
from tutor.voices.voice import Draft, Intent, Layer, Turn

if TYPE_CHECKING:
    from tutor.concepts.graph import Concept
    from tutor.voices.hear import Heard

_MOST = 2
_LONGEST = 45  # words of the sentence that tells what a word means
_DEEP = 5  # ideas that a word rests on, for it to need telling
_EXPLAINED = frozenset({Intent.EXPLAIN, Intent.WHY, Intent.HOW, Intent.WHEN, Intent.COMPARE, Intent.SIMPLER, Intent.PICTURE})
_LOOKED_THROUGH = frozenset({Layer.ANSWER, Layer.SIMPLE})


class Glossing(Comparing):
    """What a word of the field means, beside an answer that leans on it."""

    def _with_words(self, heard: Heard, explanation: Explanation, after: Sequence[Turn]) -> Explanation:
        """The explanation, and below it what at most two of its words mean; the same where none needs telling."""
        if self.speaks or heard.intent not in _EXPLAINED or not explanation.covered or not self._catalogue().sections:
            return explanation
        if any("come nearest" in notice for notice in explanation.notices):
            return explanation  # what may be beside the point needs no more words
        words = tuple(self._glosses(heard, explanation, after))[:_MOST]
        return replace(explanation, claims=(*explanation.claims, *words)) if words else explanation

    def _glosses(self, heard: Heard, explanation: Explanation, after: Sequence[Turn]) -> Iterator[Claim]:
        said = said_in(after)
        told = " ".join(c.text for c in explanation.claims if c.layer in _LOOKED_THROUGH and c.standing is Standing.QUOTED)
        for concept in self._needs_telling(heard, explanation, told, after):
            claim = self._told_in_a_sentence(concept, heard)
            if claim is not None and claim.text not in told and " ".join(claim.text.split()) not in said:
                yield claim

    def _needs_telling(self, heard: Heard, explanation: Explanation, told: str, after: Sequence[Turn]) -> list[Concept]:
        """The ideas an answer names and does not tell, and the learner has not named, the deepest first."""
        spoken = " ".join([*(turn.question for turn in after), heard.message])
        known = {id for idea in self._catalogue().read(spoken).ideas for id in idea.concepts}
        known |= {one.concept.id for one in (*heard.links[:1], *explanation.concepts[:1])}
        named = [idea for idea in self._catalogue().read(told).ideas if idea.by_name and len(idea.concepts) == 1]
        found = [self.graph.concepts[id] for idea in named for id in idea.concepts if id not in known]
        depth = {one.id: len(self.graph.ancestors(one.id)) for one in found}
        needed = [one for one in dict.fromkeys(found) if depth[one.id] >= _DEEP and not _is_explained(one.name, told)]
        return sorted(needed, key=lambda one: -depth[one.id])

    def _told_in_a_sentence(self, concept: Concept, heard: Heard) -> Claim | None:
        """What a word means: the first sentence of the section that says it; None where no page of the library tells it."""
        told = self._what_it_is(concept.id, heard)
        if told is not None and len(told.sentences[0].text.split()) <= _LONGEST:
            claim = self._judged(Draft(told.sentences), told.found)[0]
            if claim.standing is Standing.QUOTED:
                return replace(claim, layer=Layer.BOOKS, about=concept.name, asked=told.heading, gloss=True)
        return None


def _is_explained(name: str, told: str) -> bool:
    """Whether a text says what one of its words is.

    >>> _is_explained("Gradient", "The gradient is the list of slopes."), _is_explained("Gradient", "It follows the gradient.")
    (True, False)
    """
    word = rf"\b{re.escape(name)}s?\b"
    return bool(
        re.search(rf"{word}(?:\s+\([^)]*\))?,?\s+(?:is|are|means?|says?|tells?|which is|that is|or)\b", told, re.IGNORECASE)
        or re.search(rf"\b(?:called|named|known as|or|i\.e\.)\s+(?:the\s+|an?\s+)?{word}", told, re.IGNORECASE)
    )
