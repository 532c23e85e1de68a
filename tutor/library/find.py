"""A question -> the passages that answer it: by meaning, by its words, by where its term is defined, and through the concepts
behind it. Each signal's best 250 are brought to one scale and added; then one passage per subsection.

The figures behind every weight: decisions/0007. A question that only names a term which the book itself defines needs no
concepts, they drown it; a question in a beginner's own words needs nothing more.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from tutor.library.defining import term_key
from tutor.library.embed import Embedder
from tutor.library.shelf import Shelf
from tutor.library.source import Passage
from tutor.library.store import Store
from tutor.maths.plain import plain_words

if TYPE_CHECKING:
    import numpy as np

Ranked: TypeAlias = tuple[tuple[str, float], ...]
_POOL = 250
_MEANING, _WORDS, _DEFINED = 0.5, 0.5, 1.5
_FORMULA = 4.0  # a formula that stands there as pasted outweighs what its words are near to
_IDEA, _IDEA_WORDS, _IDEA_DEFINED = 0.2, 0.2, 1.0
_LONGEST_TERM = 4
_FEW_WORDS = 3  # beside a formula that is looked for; more, and the words are what is asked
_LINKING = frozenset("a an the of for and or in on to with by from between".split())
_MOST_SPREADS = 6.0
_SIGNS = re.compile(r"[\\$=]")  # what every formula that is looked for has one of
_WORDS_OF = re.compile(r"[^\W_]+")
STOP_WORDS = frozenset(
    """a about above after again all also am an and any are as at be because been before being below between both but by can
    cannot could did do does doing done down during each even ever every few for from further get give given go goes going
    got had has have having he her here hers him his how i if in into is it its itself just know let like make makes many
    may me mean means might more most much must my need no nor not now of off on once one only or other our ours out over
    own same say see shall she should show so some something such take tell than that the their them then there these they
    thing things this those through to too under until up us use used using very want was way we well were what when where
    whether which while who whom why will with within without work works would you your yours explain please""".split()
)
# "Mean" is a word of the field, unless somebody asks what something means.
_AVERAGES = frozenset(("mean", "means"))
_VERB_TO_MEAN = frozenset(("does", "do", "did", "would", "could", "you", "i", "it", "they", "this", "that", "what"))


@dataclass(frozen=True, slots=True)
class Found:
    """A passage, its fused score, its cosine with the question (0 when meaning did not find it), and why it was found.

    `nearest` is the best cosine of any passage, found or not; `term` whether the question is a term that the library defines.
    """

    passage: Passage
    score: float
    cosine: float
    why: str
    nearest: float = 0.0
    term: bool = False


@dataclass(frozen=True, slots=True)
class Hints:
    """The concepts behind a question: the words textbooks use for them, the terms they define with their weights, and what their
    definitions mean, as one vector (None where that is not known)."""

    words: tuple[str, ...]
    terms: tuple[tuple[str, float], ...] = ()
    meaning: np.ndarray | None = None


@dataclass(frozen=True, slots=True)
class Signal:
    """One way in which passages were found: (id, score), best first; `says` names it to the learner."""

    ranked: Ranked
    weight: float
    says: str


def find(
    store: Store,
    shelf: Shelf,
    embedder: Embedder,
    text: str,
    k: int,
    *,
    hints: Callable[[np.ndarray], Hints] | None = None,
    source: str | None = None,
) -> list[Found]:
    """The k best passages for `text`, one per subsection, best first.

    `hints` gives the concepts behind a question from its vector; it is asked only where the question needs them.
    """
    if not store.passage_count() or not text.strip():
        return []
    library = _Library(store, shelf, embedder.fingerprint, source)
    vector = embedder.vectors([plain_words(text)])[0]
    term = _is_term(text)
    defined = library.defining([(text, 1.0)]) if term else ()
    if hints is None or (term and (defined or all(store.passages_with(w) for w in content_words(text)))):
        hint = Hints(())
    else:
        hint = hints(vector)
    by_meaning = library.near(vector)
    signals = [
        Signal(by_meaning, _MEANING, "meaning"),
        Signal(library.near(hint.meaning) if hint.meaning is not None else (), _IDEA, "the concept's definition"),
        Signal(defined, _DEFINED, "defined there"),
        Signal(library.defining(hint.terms), _IDEA_DEFINED, "the concept defined there"),
        Signal(library.writing(text), _FORMULA, "the formula stands there"),
        Signal(library.words(text), _WORDS, "your words"),
        Signal(library.words(" ".join(hint.words)), _IDEA_WORDS, "the concept's words"),
    ]
    best = _one_per_section(store, _fuse(signals), k)
    cosines = dict(by_meaning)
    nearest = max(cosines.values(), default=0.0)
    return [
        Found(
            p, round(s, 5), round(cosines.get(p.id, 0.0), 4), _why(p, signals, text, hint.words), round(nearest, 4), bool(defined)
        )
        for p, s in best
    ]


@dataclass(frozen=True, slots=True)
class _Library:
    """What is searched, one signal at a time; each gives (passage id, score), best first."""

    store: Store
    shelf: Shelf
    fingerprint: str
    source: str | None

    def near(self, vector: np.ndarray) -> Ranked:
        return tuple(self.shelf.nearest(vector, _POOL, self.fingerprint, self.source))

    def words(self, text: str) -> Ranked:
        """The passages that share words with a text."""
        asked = word_query(text)
        return tuple(self.store.by_words(asked, _POOL, self.source)) if asked else ()

    def writing(self, text: str) -> Ranked:
        """The passages that write the formula a message is about."""
        if not _SIGNS.search(text):
            return ()
        from tutor.library.formula_search import by_formula
        from tutor.maths.bare import formulas_in, prose_of

        formulas = formulas_in(text)
        if not formulas or len(content_words(prose_of(text))) > _FEW_WORDS:
            return ()
        return by_formula(self.store, formulas, self.source)

    def defining(self, terms: Sequence[tuple[str, float]]) -> Ranked:
        """The passages that define one of the terms, each with the weight of its best term."""
        weights: dict[str, float] = {}
        for term, weight in terms:
            if key := term_key(term):
                weights[key] = max(weight, weights.get(key, 0.0))
        scores: dict[str, float] = {}
        for passage, key, strength in self.store.defining(list(weights), self.source) if weights else ():
            scores[passage] = max(scores.get(passage, 0.0), strength * weights[key])
        return tuple(sorted(scores.items(), key=lambda pair: (-pair[1], pair[0])))


def _is_term(text: str) -> bool:
    """Whether this is the name of a thing rather than a question about one.

    >>> _is_term("standard error of the mean"), _is_term("what is the standard error"), _is_term("why is it so")
    (True, False, False)
    """
    words = text.split()
    return len(content_words(text)) <= _LONGEST_TERM and all(w.lower() not in STOP_WORDS - _LINKING - _AVERAGES for w in words)


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
    >>> content_words("the mean of a sample"), content_words("what does a rank mean")
    (['mean', 'sample'], ['rank'])
    """
    words = re.findall(r"[^\W_]+", plain_words(text).lower())
    kept = [w for w in words if (w not in STOP_WORDS or w in _AVERAGES) and (len(w) > 1 or w.isdigit())]
    return [w for w in kept if w not in _AVERAGES] if _VERB_TO_MEAN.intersection(words) else kept


def word_query(text: str) -> str:
    """A question in the language of FTS5: any of its words, each quoted so that none is an operator.

    >>> word_query("rank NOT kernel")
    '"rank" OR "kernel"'
    """
    return " OR ".join(f'"{word}"' for word in dict.fromkeys(content_words(text)))


def _fuse(signals: Sequence[Signal]) -> list[tuple[str, float]]:
    """Passages by the weighted sum of their scores, best first."""
    total: dict[str, float] = {}
    for signal in signals:
        for passage, score in _scaled(signal):
            total[passage] = total.get(passage, 0.0) + signal.weight * score
    return sorted(total.items(), key=lambda pair: (-pair[1], pair[0]))


def _scaled(signal: Signal) -> list[tuple[str, float]]:
    """The scores of a signal above its last one, in standard deviations; what says "defined" is on its scale already."""
    scores = [score for _, score in signal.ranked]
    if signal.says.endswith("there") or not scores:
        return list(signal.ranked)
    middle = sum(scores) / len(scores)
    spread = math.sqrt(sum((s - middle) ** 2 for s in scores) / len(scores))
    low = min(scores) if len(scores) >= _POOL else min(0.0, min(scores))
    if spread < 1e-9:
        return [(passage, 1.0) for passage, _ in signal.ranked]
    return [(passage, min(_MOST_SPREADS, (score - low) / spread)) for passage, score in signal.ranked]


def _one_per_section(store: Store, ranked: Sequence[tuple[str, float]], k: int) -> list[tuple[Passage, float]]:
    """The best passage of each of the k best subsections; passages are read a few at a time."""
    seen: set[tuple[str, tuple[str, ...]]] = set()
    kept: list[tuple[Passage, float]] = []
    for first in range(0, len(ranked), step := 3 * k):
        some = ranked[first : first + step]
        passages = store.passages([passage for passage, _ in some])
        for passage, score in ((passages[i], score) for i, score in some if i in passages):
            place = (passage.source, passage.section)
            if place not in seen and len(kept) < k:
                seen.add(place)
                kept.append((passage, score))
        if len(kept) == k:
            break
    return kept


def _why(passage: Passage, signals: Sequence[Signal], text: str, hints: Sequence[str]) -> str:
    """Why a passage was found, in one line for the learner."""
    body = frozenset(_WORDS_OF.findall(f"{passage.heading} {passage.text}".lower()))
    said = {"your words": content_words(text), "the concept's words": content_words(" ".join(hints))}
    found, reasons = passage.id, []
    for signal in signals:
        rank = next((n for n, (i, _) in enumerate(signal.ranked, start=1) if i == found), 0)
        shared = [w for w in dict.fromkeys(said.get(signal.says, ())) if w in body]
        if rank and signal.says == "meaning":
            reasons.append(f"{_ordinal(rank)} by meaning ({signal.ranked[rank - 1][1]:.2f})")
        elif rank and shared:
            reasons.append(f"{signal.says}: {', '.join(shared[:5])}")
        elif rank and signal.says.endswith("there"):
            reasons.append(signal.says)
    return "; ".join(reasons)


def _ordinal(n: int) -> str:
    """
    >>> [_ordinal(n) for n in (1, 2, 3, 4, 11, 22)]
    ['1st', '2nd', '3rd', '4th', '11th', '22nd']
    """
    ending = "th" if 10 <= n % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"
