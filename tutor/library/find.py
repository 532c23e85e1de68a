"""A question -> the passages that answer it: by meaning, by its words, by where its term is defined, and through the concepts
behind it. Each signal's best 250 are brought to one scale and added (`rank.py`).

Three kinds are asked, and weighed differently (the figures behind every weight: decisions/0007). A term that the library knows
needs no concepts, they drown it. A question in a beginner's own words is heard mostly through them. A long text, an exercise or
a sentence of another page, says enough itself, and what it is about is a whole section: its results come from different ones.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

from tutor.library.defining import term_key
from tutor.library.embed import Embedder
from tutor.library.rank import POOL, Place, Ranked, Signal, fuse, spread
from tutor.library.shelf import Shelf
from tutor.library.source import Passage
from tutor.library.store import Store
from tutor.maths.plain import plain_words

if TYPE_CHECKING:
    import numpy as np

_LARGE, _MOST_LOOKED_AT = 10_000, 3_000  # passages
_FORMULA = 4.0  # a formula that stands there as pasted outweighs what its words are near to
_LONGEST_TERM = 4
_LONGEST_QUESTION = 7  # words that carry meaning; more, and it is a text
_LOOKED_AT = 250  # passages, before one of each subsection is kept
_LONGEST_PHRASE = 5
_MOST_NAMING = 100
_COMMON, _FEWEST = 5, 3
_MOST_WEIGHED, _MOST_NAMED = 10_000, 3_000  # uses of words: what a search through a large library may cost
_FEW_WORDS = 3  # beside a formula that is looked for; more, and the words are what is asked
_LINKING = frozenset("a an the of for and or in on to with by from between".split())
_ASIDE = re.compile(r"\([^()]*\)")
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
    """The concepts behind a question: the words textbooks use for them, the terms they define with their weights, what their
    definitions mean as one vector (None where that is not known), and the finer terms that the question describes."""

    words: tuple[str, ...]
    terms: tuple[tuple[str, float], ...] = ()
    meaning: np.ndarray | None = None
    heard: tuple[tuple[str, float], ...] = ()
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


_TERM = _Weights(0.5, 0.5, 3.0, 2.0, 0.0, 0.0, 0.0, 0.0, 0.0, 2.0, 0.0, 0.25)
_QUESTION = _Weights(0.4, 0.28, 1.5, 0.0, 0.3, 0.25, 1.0, 3.0, 3.0, 2.0, 2.0, 0.5)
_TEXT = _Weights(0.5, 0.5, 1.5, 0.0, 0.2, 0.2, 1.0, 2.0, 1.0, 2.5, 2.5, 9.0)


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
    sharing = _beside().submit(library.words, text)
    vector = embedder.vectors([plain_words(text)])[0]
    defined = library.defining([(text, 1.0), (_bare(text), 1.0)]) if _is_term(text) else ()
    if _is_term(text) and (defined or all(store.passages_with(w) for w in content_words(text))):
        hint, weights = Hints(()), _TERM
    else:
        hint = hints(vector) if hints else Hints(())
        weights = _QUESTION if len(set(content_words(text))) <= _LONGEST_QUESTION else _TEXT
    thought_of = _beside().submit(library.words, " ".join(hint.words))
    signals = [
        Signal(library.near(vector), weights.meaning, "meaning"),
        *library.by_term(text, defined, weights),
        *library.by_concept(hint, weights),
        Signal(library.writing(text), _FORMULA, "the formula stands there", certain=True),
        Signal(sharing.result(), weights.words, "your words"),
        Signal(thought_of.result(), weights.idea_words, "the concept's words"),
    ]
    ranked = fuse(signals)[: max(_LOOKED_AT, 15 * k)]
    places = store.places([passage for passage, _ in ranked])
    titled = library.titled(vector, hint, weights, list(dict.fromkeys(places.values())))
    scored = [(passage, score + titled.get(places[passage], 0.0)) for passage, score in ranked if passage in places]
    best = spread(sorted(scored, key=lambda pair: (-pair[1], pair[0])), places, k, weights.apart)
    return _shown(store, best, signals, text, hint, term=bool(defined))


@cache
def _beside() -> ThreadPoolExecutor:
    """Threads for the word search: SQLite works beside the sentence model, each on a core of its own."""
    return ThreadPoolExecutor(2, "word-search")


def _shown(
    store: Store, best: Sequence[tuple[str, float]], signals: Sequence[Signal], text: str, hint: Hints, *, term: bool
) -> list[Found]:
    """The passages as they are handed out."""
    passages = store.passages([passage for passage, _ in best])
    cosines = dict(signals[0].ranked)
    nearest = round(max(cosines.values(), default=0.0), 4)
    said = {"your words": content_words(text), "the concept's words": content_words(" ".join(hint.words))}
    places = [(signal.says, {passage: n for n, (passage, _) in enumerate(signal.ranked, start=1)}) for signal in signals]
    found = []
    for passage, score in best:
        cosine = round(cosines.get(passage, 0.0), 4)
        why = _why(passages[passage], places, cosine, said)
        found.append(Found(passages[passage], round(score, 5), cosine, why, nearest, term))
    return found


@dataclass(frozen=True, slots=True)
class _Library:
    """What is searched, one signal at a time; each gives (passage id, score), best first."""

    store: Store
    shelf: Shelf
    fingerprint: str
    source: str | None

    def near(self, vector: np.ndarray) -> Ranked:
        return tuple(self.shelf.nearest(vector, POOL, self.fingerprint, self.source))

    def words(self, text: str) -> Ranked:
        """The passages that share words with a text, by its telling ones."""
        used = {word: self.store.passages_with(word) for word in content_words(text)}
        asked = _asked(used, self.store.passage_count())
        return tuple(self.store.by_words(asked, POOL, self.source)) if asked else ()

    def by_term(self, text: str, defined: Ranked, weights: _Weights) -> Iterator[Signal]:
        """Where the term that is asked for is defined, and where its words stand side by side."""
        yield Signal(defined, weights.defined, "defined there", certain=True)
        beside = _WORDS_OF.findall(_bare(text).lower())
        if weights.phrase and 1 < len(beside) <= _LONGEST_PHRASE:
            phrase = f'"{" ".join(beside)}"'
            yield Signal(_shares(self.store.by_words(phrase, POOL, self.source)), weights.phrase, "your words", certain=True)

    def by_concept(self, hint: Hints, weights: _Weights) -> Iterator[Signal]:
        """What the concepts behind a question lead to."""
        if hint.meaning is not None:
            yield Signal(self.near(hint.meaning), weights.idea, "the concept's definition")
        yield Signal(self.defining(hint.terms), weights.idea_defined, "the concept defined there", certain=True)
        yield Signal(self.defining(hint.heard), weights.heard_defined, "the concept defined there", certain=True)
        yield Signal(self.naming(hint.heard), weights.heard_named, "the concept named there", certain=True)

    def titled(self, vector: np.ndarray, hint: Hints, weights: _Weights, places: Sequence[Place]) -> dict[Place, float]:
        """What the heading of each of some subsections adds: by the question itself, and by the terms heard behind it."""
        headings = self.shelf.headings(self.fingerprint)
        found = {place: weights.heading * alike for place, alike in headings.alike(vector, 2, places).items()}
        if hint.named is not None:
            for place, alike in headings.alike(hint.named, 4, places).items():
                found[place] += weights.heard_heading * alike
        return found

    def naming(self, terms: Sequence[tuple[str, float]]) -> Ranked:
        """The passages that speak of the terms, each as a share of the passage that does most."""
        scores: dict[str, float] = {}
        for term, weight in terms:
            words = content_words(term)
            if words and min(map(self.store.passages_with, words)) <= _MOST_NAMED:
                together = " AND ".join(f'"{word}"' for word in words)
                for passage, share in _shares(self.store.by_words(together, _MOST_NAMING, self.source)):
                    scores[passage] = scores.get(passage, 0.0) + weight * share
        return tuple(sorted(scores.items(), key=lambda pair: (-pair[1], pair[0])))

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


def _bare(text: str) -> str:
    """A term without what stands in parentheses behind it.

    >>> _bare("standard error (SE)"), _bare("(z)")
    ('standard error', '(z)')
    """
    return _ASIDE.sub(" ", text).strip() or text


def _asked(used: Mapping[str, int], passages: int) -> str:
    """What to look for, in the language of FTS5. In a large library no more passages are weighed than `_MOST_LOOKED_AT`: where
    even the rarest word stands in more, the passages that hold the rarest ones all at once."""
    telling = _telling(used, passages)
    if passages > _LARGE:
        telling = [
            w for w, so_far in zip(telling, accumulate(used[w] for w in telling), strict=True) if so_far <= _MOST_LOOKED_AT
        ]
        if not telling:
            return " AND ".join(f'"{word}"' for word in sorted(used, key=used.__getitem__)[:_FEWEST])
    return " OR ".join(f'"{word}"' for word in telling)


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


def _why(
    passage: Passage, places: Sequence[tuple[str, Mapping[str, int]]], cosine: float, said: Mapping[str, Sequence[str]]
) -> str:
    """Why a passage was found, in one line for the learner."""
    body = frozenset(_WORDS_OF.findall(f"{passage.heading} {passage.text}".lower()))
    found, reasons = passage.id, []
    for says, ranks in places:
        rank = ranks.get(found, 0)
        shared = [w for w in dict.fromkeys(said.get(says, ())) if w in body]
        if rank and says == "meaning":
            reasons.append(f"{_ordinal(rank)} by meaning ({cosine:.2f})")
        elif rank and shared:
            reasons.append(f"{says}: {', '.join(shared[:5])}")
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
