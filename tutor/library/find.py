"""A question -> the passages that answer it: by meaning, by its words, and by the words of the concepts behind it, fused.

Reciprocal rank fusion (Cormack, Clarke and Buettcher, 2009) with its usual constant 60; then one passage per subsection, which
gained 3 to 4 points of recall at 5 on every kind of question (see decisions/).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tutor.library.embed import Embedder
from tutor.library.shelf import Shelf
from tutor.library.source import Passage
from tutor.library.store import Store
from tutor.maths.plain import plain_words

_DEPTH = 60
_RRF = 60
# A question that names its term needs no other words, and they drown it (index terms: recall at 1 falls by ten points).
_HINTS, _NAMED_HINTS = 0.7, 0.2
STOP_WORDS = frozenset(
    """a about above after again all also am an and any are as at be because been before being below between both but by can
    cannot could did do does doing done down during each even ever every few for from further get give given go goes going
    got had has have having he her here hers him his how i if in into is it its itself just know let like make makes many
    may me mean means might more most much must my need no nor not now of off on once one only or other our ours out over
    own same say see shall she should show so some something such take tell than that the their them then there these they
    thing things this those through to too under until up us use used using very want was way we well were what when where
    whether which while who whom why will with within without work works would you your yours explain please""".split()
)


@dataclass(frozen=True, slots=True)
class Found:
    """A passage, its fused score, its cosine with the question (0 when meaning did not find it), and why it was found."""

    passage: Passage
    score: float
    cosine: float
    why: str


@dataclass(frozen=True, slots=True)
class Hints:
    """The words of the concepts behind a question; `outright` when the question names them itself."""

    words: tuple[str, ...]
    outright: bool


def find(
    store: Store,
    shelf: Shelf,
    embedder: Embedder,
    text: str,
    k: int,
    *,
    hints: Hints | None = None,
    source: str | None = None,
) -> list[Found]:
    """The k best passages for `text`, one per subsection, best first.

    `hints` are the words a textbook would use for what the question is about.
    """
    if not store.passage_count() or not text.strip():
        return []
    vector = embedder.vectors([plain_words(text)])[0]
    by_meaning = shelf.nearest(vector, _DEPTH, embedder.fingerprint, source)
    words, outright = (hints.words, hints.outright) if hints else ((), False)
    asked, hinted = word_query(text), word_query(" ".join(words))
    by_words = store.by_words(asked, _DEPTH, source) if asked else []
    by_hints = store.by_words(hinted, _DEPTH, source) if hinted else []
    ranked = _fuse([(by_meaning, 1.0), (by_words, 0.8), (by_hints, _NAMED_HINTS if outright else _HINTS)])
    passages = store.passages([passage for passage, _ in ranked])
    best = _one_per_section([(passages[i], score) for i, score in ranked if i in passages])[:k]
    cosines = dict(by_meaning)
    return [
        Found(p, round(score, 5), round(cosines.get(p.id, 0.0), 4), _why(p, by_meaning, by_words, by_hints, text, words))
        for p, score in best
    ]


def with_neighbours(store: Store, found: Sequence[Found], sections: int, most: int) -> list[Found]:
    """The passages found and, for the first few sections, the other passages of the same section: a definition often
    stands a paragraph away from the words that found it. At most `most` of one section."""
    out = list(found)
    have = {one.passage.id for one in found}
    for one in found[:sections]:
        beside = [p for p in store.passages_in(one.passage.source, one.passage.section) if p.id not in have]
        out += [Found(p, one.score, 0.0, "the same section") for p in beside[:most]]
        have |= {p.id for p in beside}
    return out


def content_words(text: str) -> list[str]:
    """The words of a text that carry meaning, lower case, in order.

    >>> content_words("What is the rank of a matrix?")
    ['rank', 'matrix']
    """
    words = re.findall(r"[^\W_]+", plain_words(text).lower())
    return [w for w in words if w not in STOP_WORDS and (len(w) > 1 or w.isdigit())]


def word_query(text: str) -> str:
    """A question in the language of FTS5: any of its words, each quoted so that none is an operator.

    >>> word_query("rank NOT kernel")
    '"rank" OR "kernel"'
    """
    return " OR ".join(f'"{word}"' for word in dict.fromkeys(content_words(text)))


def _fuse(lists: Sequence[tuple[Sequence[tuple[str, float]], float]]) -> list[tuple[str, float]]:
    """Passages of several ranked lists, each with its weight, best first."""
    scores: dict[str, float] = {}
    for ranked, weight in lists:
        for rank, (passage, _) in enumerate(ranked, start=1):
            scores[passage] = scores.get(passage, 0.0) + weight / (_RRF + rank)
    return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))


def _one_per_section(ranked: Sequence[tuple[Passage, float]]) -> list[tuple[Passage, float]]:
    seen: set[tuple[str, tuple[str, ...]]] = set()
    kept = []
    for passage, score in ranked:
        place = (passage.source, passage.section)
        if place not in seen:
            seen.add(place)
            kept.append((passage, score))
    return kept


def _why(
    passage: Passage,
    by_meaning: Sequence[tuple[str, float]],
    by_words: Sequence[tuple[str, float]],
    by_hints: Sequence[tuple[str, float]],
    text: str,
    hints: Sequence[str],
) -> str:
    """Why a passage was found, in one line for the learner."""
    found = passage.id
    reasons = [f"{_ordinal(n)} by meaning ({cosine:.2f})" for n, (i, cosine) in enumerate(by_meaning, start=1) if i == found]
    body = set(content_words(f"{passage.heading} {passage.text}"))
    for ranked, words, label in (
        (by_words, content_words(text), "your words"),
        (by_hints, content_words(" ".join(hints)), "the concept's words"),
    ):
        shared = [w for w in dict.fromkeys(words) if w in body]
        if shared and any(i == found for i, _ in ranked):
            reasons.append(f"{label}: {', '.join(shared[:5])}")
    return "; ".join(reasons)


def _ordinal(n: int) -> str:
    """
    >>> [_ordinal(n) for n in (1, 2, 3, 4, 11, 22)]
    ['1st', '2nd', '3rd', '4th', '11th', '22nd']
    """
    ending = "th" if 10 <= n % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"
