"""Why a passage was found, in one line for the learner."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from tutor.library.source import Passage

_WORD = re.compile(r"[^\W_]+")
_MOST_WORDS = 5


def why(
    passage: Passage, places: Sequence[tuple[str, Mapping[str, int]]], cosine: float, said: Mapping[str, Sequence[str]]
) -> str:
    """`places` has for each signal its name and the place it gave to each passage; `said` the words that a signal looked for."""
    body = frozenset(_WORD.findall(f"{passage.heading} {passage.text}".lower()))
    found, reasons = passage.id, []
    for says, ranks in places:
        rank = ranks.get(found, 0)
        shared = [w for w in dict.fromkeys(said.get(says, ())) if w in body]
        if rank and says == "meaning":
            reasons.append(f"{_ordinal(rank)} by meaning ({cosine:.2f})")
        elif rank and shared:
            reasons.append(f"{says}: {', '.join(shared[:_MOST_WORDS])}")
        elif rank and says.endswith("there"):
            reasons.append(says)
    return "; ".join(dict.fromkeys(reasons))


def _ordinal(n: int) -> str:
    """
    >>> [_ordinal(n) for n in (1, 2, 3, 4, 11, 22)]
    ['1st', '2nd', '3rd', '4th', '11th', '22nd']
    """
    ending = "th" if 10 <= n % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"
