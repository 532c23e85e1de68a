"""Several signals -> one order. Each signal is brought to one scale and added. A subsection counts by its best three passages:
one that speaks of a thing throughout explains it better than one that names it once. Then the results are spread over sections.

The figures behind every number: decisions/0007.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

Ranked: TypeAlias = tuple[tuple[str, float], ...]
Place: TypeAlias = tuple[str, tuple[str, ...]]  # a source, and the headings from the chapter down

POOL = 250
_MOST_SPREADS = 6.0
_TOGETHER, _SHARE = 3, 0.2  # passages of a subsection that count for one another, and how much
_SHARE_OF_A_PART, _SHARE_OF_A_SECTION = 0.1, 0.2  # the same, where whole sections are looked for
_ABOVE = 2  # headings that make a section: its chapter's and its own


@dataclass(frozen=True, slots=True)
class Signal:
    """One way in which passages were found: (id, score), best first; `says` names it to the learner.

    `certain` signals are on the common scale already: what stands there, stands there.
    """

    ranked: Ranked
    weight: float
    says: str
    certain: bool = False


def fuse(signals: Sequence[Signal]) -> list[tuple[str, float]]:
    """Passages by the weighted sum of their scores, best first.

    >>> fuse([Signal((("a", 2.0), ("b", 1.0)), 1.0, "x", True), Signal((("b", 3.0),), 0.5, "y", True)])
    [('b', 2.5), ('a', 2.0)]
    """
    total: dict[str, float] = {}
    for signal in signals:
        weight = signal.weight
        for passage, score in signal.ranked if signal.certain else _scaled(signal.ranked):
            total[passage] = total.get(passage, 0.0) + weight * score
    return sorted(total.items(), key=lambda pair: (-pair[1], pair[0]))


def _scaled(ranked: Ranked) -> Ranked:
    """The scores above the last one, in standard deviations."""
    if not ranked:
        return ()
    scores = [score for _, score in ranked]
    middle = sum(scores) / len(scores)
    spread = math.sqrt(sum((s - middle) ** 2 for s in scores) / len(scores))
    low = min(scores) if len(scores) >= POOL else min(0.0, min(scores))
    if spread < 1e-9:
        return tuple((passage, 1.0) for passage, _ in ranked)
    return tuple((passage, min(_MOST_SPREADS, (score - low) / spread)) for passage, score in ranked)


def spread(
    ranked: Sequence[tuple[str, float]], places: Mapping[str, Place], k: int, apart: float, *, sections: bool = False
) -> list[tuple[str, float]]:
    """The best passage of each of k subsections, best first; a further one of the same section costs `apart` each time.

    With `sections` it is whole sections that are looked for: one counts by the best passages of all its subsections together.

    >>> places = {"a": ("s", ("c", "x", "1")), "b": ("s", ("c", "x", "2")), "c": ("s", ("c", "y"))}
    >>> [passage for passage, _ in spread([("a", 3.0), ("b", 2.5), ("c", 2.0)], places, 2, apart=1.0)]
    ['a', 'c']
    """
    best: dict[Place, tuple[str, float]] = {}
    for passage, score in _pooled(ranked, places, sections=sections):
        best.setdefault(places[passage], (passage, score))
    group = _whole if sections else _section
    left = list(best.items())[: None if sections else 4 * k]
    taken: dict[Place, int] = {}
    kept: list[tuple[str, float]] = []
    while left and len(kept) < k:
        at = max(range(len(left)), key=lambda n: left[n][1][1] - apart * taken.get(group(left[n][0]), 0))
        place, found = left.pop(at)
        taken[group(place)] = taken.get(group(place), 0) + 1
        kept.append(found)
    return kept


def _pooled(ranked: Sequence[tuple[str, float]], places: Mapping[str, Place], *, sections: bool) -> list[tuple[str, float]]:
    """Each score and a share of the best ones of its subsection, and of its section where whole ones are looked for, best first;
    what has no place is left out."""
    there = [(passage, score, places[passage]) for passage, score in ranked if passage in places]
    beside = _best_together((score, place) for _, score, place in there)
    above = _best_together((score, _whole(place)) for _, score, place in there) if sections else {}
    share = _SHARE_OF_A_PART if sections else _SHARE
    pooled = [
        (passage, score + share * beside[place] + _SHARE_OF_A_SECTION * above.get(_whole(place), 0.0))
        for passage, score, place in there
    ]
    return sorted(pooled, key=lambda pair: (-pair[1], pair[0]))


def _best_together(scores: Iterable[tuple[float, Place]]) -> dict[Place, float]:
    """The sum of the first few scores of each place; they come best first."""
    total: dict[Place, float] = {}
    counted: dict[Place, int] = {}
    for score, place in scores:
        if counted.get(place, 0) < _TOGETHER:
            counted[place] = counted.get(place, 0) + 1
            total[place] = total.get(place, 0.0) + score
    return total


def _whole(place: Place) -> Place:
    """The section a place belongs to, with everything below it.

    >>> _whole(("s", ("Chapter", "Section", "Subsection", "Part")))
    ('s', ('Chapter', 'Section'))
    """
    source, path = place
    return source, path[:_ABOVE]


def _section(place: Place) -> Place:
    """The section a subsection belongs to.

    >>> _section(("s", ("Chapter", "Section", "Subsection")))
    ('s', ('Chapter', 'Section'))
    """
    source, path = place
    return source, path[: max(_ABOVE, len(path) - 1)]
