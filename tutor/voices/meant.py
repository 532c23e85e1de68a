"""How likely each question that heads a section is the one a message asks, in the talk it belongs to.

A message is compared with a heading by meaning and by words in common (with the heading and with other ways of asking it), by
itself, as the sentence in it that asks, with the two questions before it, and after the question that was answered last. What
each comparison counts was fitted once on talks whose answers are known (`python -m eval hearing`, decisions/0010).

Law of this file: pure; the same signs give the same chances.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Generic, NamedTuple, TypeVar

__all__ = ["FIRST", "LATER", "Likely", "Signs", "chances"]

T = TypeVar("T")


class Signs(NamedTuple):
    """What speaks for one heading: cosines, the weight of words in common (in tens of nats), its place in the search."""

    heading: float  # the message and the heading, with the one above it
    page: float  # the message and what stands under it
    words: float
    asked_page: float  # the sentence of the message that asks
    asked_words: float
    talk_words: float  # with the two questions before
    then_found: float  # after the question that was answered last: its place in the search
    then_page: float
    then_words: float
    same_idea: float  # it stands under the same idea as what was answered last
    talked_of: float  # how likely the question before was about that idea
    answered_last: float
    same_kind: float  # it asks for the same kind of help
    turned_heading: float  # as `heading`, with the message turned by the ear (`library/ear.py`)
    turned_page: float
    turned_asked_page: float
    turned_then_page: float


FIRST = Signs(0.5, 0.8, 1.1, 0.8, 0.3, 1.1, 1.9, 0.8, 1.1, 0.0, 0.0, 0.0, 0.8, 2.1, 2.5, 2.3, 2.5)
LATER = Signs(1.6, 1.7, 2.0, 1.6, 1.7, 0.1, 1.0, 1.5, 0.3, 3.1, 1.9, -2.0, 0.6, 3.3, 3.4, 3.1, 2.3)


class Likely(NamedTuple, Generic[T]):
    """A heading with how likely it is the one that is meant, and what speaks for it, added up."""

    chance: float
    weight: float
    one: T
    signs: Signs


def chances(signs: Mapping[T, Signs], *, later: bool) -> list[Likely[T]]:
    """Every heading with its chance, the likeliest first; the chances add up to 1. `later`: the message stands in a talk.

    >>> near, far = Signs(.8, .7, .5, .7, .5, .5, 1, .7, .5, 0, 0, 0, 1, .7, .7, .7, .7), Signs(*[.2] * 9, *[0] * 8)
    >>> [(round(found.chance, 2), found.one) for found in chances({"far": far, "near": near}, later=False)]
    [(1.0, 'near'), (0.0, 'far')]
    """
    weights = LATER if later else FIRST
    sums = {one: sum(map(float.__mul__, weights, map(float, its))) for one, its in signs.items()}
    most = max(sums.values(), default=0.0)
    odds = {one: math.exp(weight - most) for one, weight in sums.items()}
    whole = sum(odds.values()) or 1.0
    return sorted((Likely(odd / whole, sums[one], one, signs[one]) for one, odd in odds.items()), key=lambda found: -found.chance)
