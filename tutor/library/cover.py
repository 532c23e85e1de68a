"""Does the library answer this at all? Better an honest no, with the nearest topics, than the least bad page.

Four signs, added: how near the best passage is in meaning, how much of the question its words cover (rare words count more),
and whether the question names an idea, or describes a term, that those passages name too. `python -m eval cover`
prints what they refuse and what they let through (decisions/0005).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from tutor.library.find import Found, content_words
from tutor.library.store import Store

_WORDS_WEIGHT = 0.10
_IDEA_WEIGHT = 0.30
_ABSENT_WEIGHT = 0.20
_OUTRIGHT = 0.75
_DESCRIBED, _DESCRIBED_WEIGHT = 0.5, 0.5  # likeness from which on a description is more than an accident
_BAR = 0.43
_STEM = 6


@dataclass(frozen=True, slots=True)
class Idea:
    """A concept the question may be about: how sure we are, 0..1, and the names a book would use for it."""

    score: float
    names: tuple[str, ...]


def covers(store: Store, question: str, found: Sequence[Found], ideas: Sequence[Idea], described: Sequence[Idea] = ()) -> bool:
    """Whether the best passages speak of what was asked; a term that the library itself defines is covered outright.

    `described` are the terms that the question describes without naming them, each with how alike its description is.
    """
    return any(one.term for one in found) or (bool(found) and cover_score(store, question, found, ideas, described) > _BAR)


def cover_score(
    store: Store, question: str, found: Sequence[Found], ideas: Sequence[Idea], described: Sequence[Idea] = ()
) -> float:
    """The signs added up; `covers` compares it with the bar."""
    nearest = max((max(one.nearest, one.cosine) for one in found), default=0.0)
    there = {_stem(w) for one in found[:3] for w in content_words(f"{one.passage.heading} {one.passage.text}")}
    # Letters of a pasted formula are no words: only what is long enough to be one counts.
    asked = {w: _rarity(store, w) for w in content_words(question) if len(w) > 2}
    covered = sum(weight for w, weight in asked.items() if _stem(w) in there) / (sum(asked.values()) or 1.0)
    named = max((min(idea.score, 1.0) for idea in ideas if _named(idea, there)), default=0.0)
    # The learner names an idea outright and no page found does: what was found is about something else.
    absent = bool(ideas) and ideas[0].score >= _OUTRIGHT and not _named(ideas[0], there)
    alike = max((idea.score for idea in described if _named(idea, there)), default=0.0)
    heard = _DESCRIBED_WEIGHT * max(0.0, alike - _DESCRIBED)
    return nearest + _WORDS_WEIGHT * covered + _IDEA_WEIGHT * named + heard - _ABSENT_WEIGHT * absent


def _named(idea: Idea, there: set[str]) -> bool:
    """Whether all the words of one of the idea's names stand in the passages."""
    names = ([_stem(w) for w in content_words(name)] for name in idea.names)
    return any(name and all(word in there for word in name) for name in names)


def _rarity(store: Store, word: str) -> float:
    """Inverse document frequency over the passages of this library."""
    return math.log((store.passage_count() + 1) / (store.passages_with(word) + 0.5))


def _stem(word: str) -> str:
    return word[:_STEM]
