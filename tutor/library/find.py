"""A question -> the passages that answer it: by meaning, by its words, by where its term is defined, and through the concepts
behind it. Each signal's best 250 are brought to one scale and added (`rank.py`).

Three kinds are asked, and weighed differently (the figures behind every weight: decisions/0007). A term that the library knows
needs no concepts, they drown it. A question in a beginner's own words is heard mostly through them. A long text, an exercise or
a sentence of another page, says enough itself, and what it is about is a whole section: its results come from different ones.

Books that came with the tutor never crowd out the learner's own: where these answer too, the first places are theirs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

from tutor.library.defining import term_key
from tutor.library.embed import Embedder
from tutor.library.rank import POOL, Place, Ranked, Signal, fuse, spread
from tutor.library.shelf import Shelf
from tutor.library.source import Passage
from tutor.library.store import Store
from tutor.library.telling import STOP_WORDS, Asked, asks_for_formula, bare, content_words, kind_of, phrases
from tutor.library.why import why
from tutor.maths.plain import plain_words

if TYPE_CHECKING:
    import numpy as np

__all__ = ["STOP_WORDS", "Found", "Hints", "content_words", "find", "with_neighbours"]

_LARGE, _MOST_LOOKED_AT = 10_000, 2_000  # passages
_FORMULA = 4.0  # a formula that stands there as pasted outweighs what its words are near to
_LOOKED_AT = 250  # passages, before one of each subsection is kept
_LONGEST_PHRASE = 5
_MOST_NAMING = 100
_COMMON, _FEWEST = 5, 3
_MOST_WEIGHED, _MOST_NAMED = 10_000, 2_000  # uses of words: what a search through a large library may cost
_MOST_PAIRS = 24
_WORDS_OF = re.compile(r"[^\W_]+")

Heard = tuple[tuple[str, float], ...]  # finer terms with their weights


@dataclass(frozen=True, slots=True)
class Found:
    """A passage, its fused score, its cosine with the question (0 when meaning did not find it), and why it was found.

    `nearest` is the best cosine of any passage, found or not, with the question or with one of the sentences of a text; `term`
    whether the question is a term that the library defines.
    """

    passage: Passage
    score: float
    cosine: float
    why: str
    nearest: float = 0.0
    term: bool = False


@dataclass(frozen=True, slots=True)
class Hints:
    """The concepts behind a question: the words textbooks use for them, the terms they define with their weights, what their
    definitions mean as one vector (None where that is not known), and the finer terms that the question describes."""

    words: tuple[str, ...]
    terms: tuple[tuple[str, float], ...] = ()
    meaning: np.ndarray | None = None
    heard: Heard = ()
    named: np.ndarray | None = None  # these finer terms, as one vector


@dataclass(frozen=True, slots=True)
class _Weights:
    """What each signal counts for one kind of question, and what a second result of the same section costs."""

    meaning: float
    words: float
    defined: float
    phrase: float
    idea: float
    idea_words: float
    idea_defined: float
    heard_defined: float
    heard_named: float
    heading: float
    heard_heading: float
    apart: float
    sections: bool = False  # whether whole sections are what is looked for


_TERM = _Weights(0.5, 0.5, 3.0, 2.0, 0.0, 0.0, 0.0, 0.0, 0.0, 2.0, 0.0, 0.25)
_QUESTION = _Weights(0.4, 0.28, 1.5, 0.0, 0.3, 0.25, 1.0, 3.0, 3.0, 2.0, 2.0, 0.5)
_TEXT = _Weights(0.5, 0.5, 1.5, 0.0, 0.2, 0.2, 1.0, 2.0, 1.0, 2.5, 2.5, 9.0, sections=True)


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked: its words, its unit vector, how it is weighed, and what is heard behind it."""

    text: str
    vector: np.ndarray
    weights: _Weights
    hint: Hints


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
    whole = _Library(store, shelf, embedder.fingerprint, source)
    kind = kind_of(text)
    sharing = _beside().submit(whole.words, text, paired=kind is not Asked.TERM)
    vector = embedder.vectors([plain_words(text)])[0]
    if kind is Asked.TERM and whole.knows(text):
        question = _Question(text, vector, _TERM, Hints(()))
    else:
        weights = _TEXT if kind is Asked.TEXT else _QUESTION
        question = _Question(text, vector, weights, hints(vector) if hints else Hints(()))
    found = whole.answers(question, k, sharing)
    apart = store.bundled() if source is None else frozenset()
    return _beside_own(found, whole, question, apart, k) if apart else found


@cache
def _beside() -> ThreadPoolExecutor:
    """Threads for the word search: SQLite works beside the sentence model, each on a core of its own."""
    return ThreadPoolExecutor(2, "word-search")


# Books that came with the tutor, beside the learner's own


_OWN_PLACES, _MOST_BESIDE = 5, 2
_FURTHER, _NEAR_ENOUGH = 0.5, 0.18  # what it counts that a bundled page is nearer, and how near an own one must be (a cosine)


def _beside_own(found: list[Found], whole: _Library, question: _Question, bundled: frozenset[str], k: int) -> list[Found]:
    """The learner's own pages first, where they answer as well; behind the first five the best of what came with the tutor."""
    theirs = [one for one in found if one.passage.source in bundled]
    if not theirs or len(bundled) == len(whole.store.passage_counts()):
        return found
    own = replace(whole, leave=bundled).answers(question, k)
    if not own or not _answers_too(own[0], found[0].nearest):
        return found
    return [*own[:_OWN_PLACES], *theirs[:_MOST_BESIDE], *own[_OWN_PLACES:]][:k]


def _shown(store: Store, best: Ranked, signals: Sequence[Signal], question: _Question) -> list[Found]:
    """The passages as they are handed out."""
    passages = store.passages([passage for passage, _ in best])
    cosines = dict(signals[0].ranked)
    behind = " ".join(question.hint.words)
    said = {"your words": content_words(question.text), "the concept's words": content_words(behind)}
    places = [(signal.says, {passage: n for n, (passage, _) in enumerate(signal.ranked, start=1)}) for signal in signals]
    found = []
    for passage, score in best:
        cosine = round(cosines.get(passage, 0.0), 4)
        found.append(Found(passages[passage], round(score, 5), cosine, why(passages[passage], places, cosine, said)))
    return found


def _answers_too(own: Found, nearest: float) -> bool:
    """Whether the learner's own books treat what is asked: they define the term, or have a page that is near enough. Measured on
    three textbooks beside the bundled ones: so it is for all but 3 % of what they treat, and for a third of what they do not."""
    return own.term or own.nearest - _FURTHER * (nearest - own.nearest) >= _NEAR_ENOUGH


@dataclass(frozen=True, slots=True)
class _Library:
    """What is searched, one signal at a time; each gives (passage id, score), best first. Sources in `leave` are left out."""

    store: Store
    shelf: Shelf
    fingerprint: str
    source: str | None
    leave: frozenset[str] = frozenset()

    def answers(self, question: _Question, k: int, words: Future[Ranked] | None = None) -> list[Found]:
        """The k best passages; `words` is the word search, where it is under way already."""
        text, hint, weights = question.text, question.hint, question.weights
        sharing = words or _beside().submit(self.words, text, paired=weights is not _TERM)
        thought_of = _beside().submit(self.words, " ".join(hint.words))
        heard = self.naming(hint.heard)
        defined = self._defined(text) if weights is _TERM else ()
        signals = [
            Signal(self.near(question.vector), weights.meaning, "meaning"),
            *self.by_term(text, defined, weights),
            *self.by_concept(hint, weights),
            Signal(_together(heard), weights.heard_named, "the concept named there", certain=True),
            Signal(self.writing(text), _FORMULA, "the formula stands there", certain=True),
            Signal(sharing.result(), weights.words, "your words"),
            Signal(thought_of.result(), weights.idea_words, "the concept's words"),
        ]
        ranked, places = self._placed(fuse(signals), max(_LOOKED_AT, 15 * k))
        titled = self.titled(question.vector, hint, weights, list(dict.fromkeys(places.values())))
        scored = sorted(
            ((passage, score + titled.get(places[passage], 0.0)) for passage, score in ranked),
            key=lambda pair: (-pair[1], pair[0]),
        )
        best = spread(scored, places, k, weights.apart, sections=weights.sections)
        found = _shown(self.store, tuple(best), signals, question)
        nearest = round(signals[0].ranked[0][1], 4) if signals[0].ranked else 0.0
        return [replace(one, nearest=nearest, term=bool(defined)) for one in found]

    def _placed(self, ranked: Sequence[tuple[str, float]], most: int) -> tuple[list[tuple[str, float]], dict[str, Place]]:
        """The first of these that may be answered with, and where each stands."""
        some = ranked[: most * (2 if self.leave else 1)]
        places = {id: place for id, place in self.store.places([id for id, _ in some]).items() if place[0] not in self.leave}
        return [(id, score) for id, score in some if id in places][:most], places

    def knows(self, term: str) -> bool:
        """Whether a term is defined here, or its words are all in use."""
        return bool(self._defined(term)) or all(self.store.passages_with(word) for word in content_words(term))

    def _defined(self, term: str) -> Ranked:
        return self.defining([(term, 1.0), (bare(term), 1.0)])

    def near(self, vector: np.ndarray, most: int = POOL) -> Ranked:
        return tuple(self.shelf.nearest(vector, most, self.fingerprint, self.source, self.leave))

    def words(self, text: str, *, paired: bool = False) -> Ranked:
        """The passages that share words with a text, by its telling ones, and, `paired`, by those that stand side by side."""
        used = {word: self.store.passages_with(word) for word in content_words(text)}
        asked = _asked(used, self.store.passage_count(), self._pairs(text, used) if paired else ())
        return tuple(self.store.by_words(asked, POOL, self.source, self.leave)) if asked else ()

    def _pairs(self, text: str, used: Mapping[str, int]) -> list[str]:
        """The pairs of words to look for. Each costs what its words do: a large library is searched by the rarest."""
        pairs = phrases(text)[:_MOST_PAIRS]
        if self.store.passage_count() <= _LARGE:
            return pairs
        costs = {pair: sum(used.get(word, _MOST_WEIGHED) for word in pair.split()) for pair in pairs}
        rarest = sorted(pairs, key=costs.__getitem__)
        return [
            pair for pair, so_far in zip(rarest, accumulate(costs[p] for p in rarest), strict=True) if so_far <= _MOST_LOOKED_AT
        ]

    def by_term(self, text: str, defined: Ranked, weights: _Weights) -> Iterator[Signal]:
        """Where the term that is asked for is defined, and where its words stand side by side."""
        yield Signal(defined, weights.defined, "defined there", certain=True)
        beside = _WORDS_OF.findall(bare(text).lower())
        if weights.phrase and 1 < len(beside) <= _LONGEST_PHRASE:
            phrase = f'"{" ".join(beside)}"'
            found = _shares(self.store.by_words(phrase, POOL, self.source, self.leave))
            yield Signal(found, weights.phrase, "your words", certain=True)

    def by_concept(self, hint: Hints, weights: _Weights) -> Iterator[Signal]:
        """What the concepts behind a question lead to."""
        if hint.meaning is not None:
            yield Signal(self.near(hint.meaning), weights.idea, "the concept's definition")
        yield Signal(self.defining(hint.terms), weights.idea_defined, "the concept defined there", certain=True)
        yield Signal(self.defining(hint.heard), weights.heard_defined, "the concept defined there", certain=True)

    def titled(self, vector: np.ndarray, hint: Hints, weights: _Weights, places: Sequence[Place]) -> dict[Place, float]:
        """What the heading of each of some subsections adds: by the question itself, and by the terms heard behind it."""
        headings = self.shelf.headings(self.fingerprint)
        found = {place: weights.heading * alike for place, alike in headings.alike(vector, 2, places).items()}
        if hint.named is not None:
            for place, alike in headings.alike(hint.named, 4, places).items():
                found[place] += weights.heard_heading * alike
        return found

    def naming(self, terms: Heard) -> list[tuple[float, Future[Ranked]]]:
        """The passages that speak of each of some terms, with its weight, looked for beside the rest."""
        return [(weight, _beside().submit(self._named, term)) for term, weight in terms]

    def _named(self, term: str) -> Ranked:
        words = content_words(term)
        if not words or min(map(self.store.passages_with, words)) > _MOST_NAMED:
            return ()
        together = " AND ".join(f'"{word}"' for word in words)
        return _shares(self.store.by_words(together, _MOST_NAMING, self.source, self.leave))

    def writing(self, text: str) -> Ranked:
        """The passages that write the formula a message is about."""
        if not asks_for_formula(text):
            return ()
        from tutor.library.formula_search import by_formula
        from tutor.maths.typed.bare import formulas_in

        return by_formula(self.store, formulas_in(text), self.source)

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


def _together(named: Sequence[tuple[float, Future[Ranked]]]) -> Ranked:
    """The passages that speak of weighted terms, each as a share of the passage that does most."""
    scores: dict[str, float] = {}
    for weight, found in named:
        for passage, share in found.result():
            scores[passage] = scores.get(passage, 0.0) + weight * share
    return tuple(sorted(scores.items(), key=lambda pair: (-pair[1], pair[0])))


def _asked(used: Mapping[str, int], passages: int, pairs: Sequence[str] = ()) -> str:
    """What to look for, in the language of FTS5. In a large library no more passages are weighed than `_MOST_LOOKED_AT`: where
    even the rarest word stands in more, the passages that hold the rarest ones all at once."""
    telling = _telling(used, passages)
    if passages > _LARGE:
        telling = [
            w for w, so_far in zip(telling, accumulate(used[w] for w in telling), strict=True) if so_far <= _MOST_LOOKED_AT
        ]
        if not telling:
            return " AND ".join(f'"{word}"' for word in sorted(used, key=used.__getitem__)[:_FEWEST])
    return " OR ".join(f'"{word}"' for word in (*telling, *pairs))


def _telling(used: Mapping[str, int], passages: int) -> list[str]:
    """The words to look for, rarest first, of those that so many passages use each. What a fifth of them use says nothing; and
    every use must be weighed, so that a large library is searched by fewer words.

    >>> _telling({"matrix": 900, "rank": 40, "nullity": 3, "kernel": 25}, 4_000)
    ['nullity', 'kernel', 'rank']
    >>> _telling({"matrix": 900}, 4_000)
    ['matrix']
    """
    rarest = sorted(used, key=used.__getitem__)
    weighed = accumulate(used[word] for word in rarest)
    return [
        word
        for n, (word, so_far) in enumerate(zip(rarest, weighed, strict=True))
        if n < _FEWEST or (used[word] * _COMMON <= passages and so_far <= _MOST_WEIGHED)
    ]


def _shares(found: Sequence[tuple[str, float]]) -> Ranked:
    """Scores as shares of the best one."""
    most = max((score for _, score in found), default=0.0)
    return tuple((passage, score / most) for passage, score in found) if most > 0 else ()


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
