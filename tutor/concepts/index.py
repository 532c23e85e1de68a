"""The words of all concepts, made ready for comparison once per graph.

Law of this file: built from the graph alone; nothing in an index changes after it was made.
"""

from __future__ import annotations

import functools
import math
import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict, TypeVar, cast

from tutor.concepts.graph import Concept, Graph
from tutor.concepts.kept import Kept, kept
from tutor.concepts.notation import grams, signs
from tutor.concepts.words import STOP, content, distance, words

_ONCE = 0.65
_OFTEN = 3.0  # uses of a root after which more say nothing new
_UNKNOWN = 1.3  # how much more telling than the rarest root one is that no concept uses
_Member = TypeVar("_Member", bound=Hashable)
LONGEST_ALIAS = 7  # words
_FORMULA = re.compile(r"[=^_|{}()\[\]<>*+∂∇χ²]")
_EVERYDAY_TEXT = """
    accuracy action activation adam adapter advantage agent alibi alpha angle approaches array attention axis
    backup baseline basis batch beta bert bin bit bleu blinding blocking boosting bootstrap bottleneck bow
    boxplot broadcasting calibration capacity cart channel clip closure combination complement composition
    concave conditioning continuity converse coordinate correlation coverage curvature cutout damping dag
    decoding density dimension direction discontinuity dispersion distance divergence domain ellipse ensemble
    entry environment episode epoch event evidence expectation experiment exploitation exploration factoring
    filter fishing fit function gan generalization generate generator given glove graph group head histogram
    image implication imputation inception independence inertia integration interchange intersection inverse
    jackknife kernel lasso length leverage likelihood limit linearity loading log magnitude map mapping
    maximum mean median metric minimum minor mixing mixup mode modulus momentum negation neuron norm normal
    nut odd ode orientation outcome outlier overflow padding partition patience percentile placebo plateau
    policy pooling posterior power precision primitive prior pruning range rank realization recall ref regret
    reinforce remainder replication reshape residual responsibility return reward rope rotate rotation
    sampling saturation secant sensitivity set shape shrinkage silhouette similar similarity simplification
    simulation sin slicing smoothing span specificity spectrum spiral squeeze stability stacking state
    statistic stemming stride swish tan tape temperature threshold token torque trace trajectory transformer
    translation tuple union unit var velocity vocabulary voting warmup whisker whitening yolo product base
    table tree forest model bias
"""
EVERYDAY = frozenset(_EVERYDAY_TEXT.split())
_SPEAKS_OF_MATHS_TEXT = """
    equation formula number probability column row data network training variable theorem linear statistic
    machine learning parameter loss curve point random sample distribution regression plane coordinate axis
    space equal solve proof prove root neural layer input output feature classifier algebra calculus
    mathematic math maths graph plot model polynomial symbol square dimension matrix vector
"""
SPEAKS_OF_MATHS = frozenset(_SPEAKS_OF_MATHS_TEXT.split())


@dataclass(frozen=True, slots=True)
class Alias:
    """One way to name a concept: the text as people know it, its words, and whether it is the concept's own name."""

    concept: str
    text: str
    tokens: tuple[str, ...]
    is_name: bool
    place: int

    @property
    def everyday(self) -> bool:
        """Whether daily life knows this word too, so that it alone says little."""
        return len(self.tokens) == 1 and (self.tokens[0] in EVERYDAY or len(self.tokens[0]) <= 2)


@dataclass(frozen=True, slots=True)
class Sentence:
    """Something people write about a concept, as roots; a name counts too: its words may come in any order."""

    concept: str
    text: str
    roots: frozenset[str]
    weight: float
    is_name: bool


@dataclass(frozen=True, slots=True)
class Notation:
    """One formula of a concept as runs of signs."""

    concept: str
    text: str
    grams: frozenset[tuple[str, ...]]
    open_letters: bool


@dataclass(frozen=True, slots=True)
class Index:
    """Everything `link` looks up: aliases by their joined words, roots by rarity, sentences, notation, spellings."""

    aliases: Mapping[str, tuple[Alias, ...]]
    idf: Mapping[str, float]
    docs: Mapping[str, Mapping[str, float]]
    sentences: tuple[Sentence, ...]
    sentences_with: Mapping[str, Sequence[int]]
    notation: tuple[Notation, ...]
    notation_with: Mapping[tuple[str, ...], tuple[int, ...]]
    known: frozenset[str]
    spellings: Mapping[str, tuple[str, ...]]

    def rarity(self, root: str) -> float:
        """How telling a root is; one that no concept uses is as telling as the rarest."""
        return self.idf.get(root, self.idf[""])

    def respelt(self, word: str) -> str | None:
        """The word of an alias that this unknown word was most likely meant to be; both begin with the same letter."""
        if len(word) < 5 or word in self.known:
            return None
        most = 1 if len(word) < 8 else 2
        near = ((distance(word, other, most), other) for other in self.spellings.get(word[0], ()) if _alike(word, other, most))
        found = min((pair for pair in near if pair[0] <= most), default=None)
        return found[1] if found else None


@functools.lru_cache(maxsize=4)
def index_of(graph: Graph) -> Index:
    """The index of a graph; made at the first call, or, for the bundled one, as it was kept by an earlier start."""
    if not graph.key:
        return _made(graph)
    fresh: list[Index] = []

    def make() -> Kept:
        fresh.append(_made(graph))
        return _written(fresh[0])

    found = kept("index", graph.key, make)
    return fresh[0] if fresh else _read(cast("_Written", found))


def _made(graph: Graph) -> Index:
    aliases: dict[str, list[Alias]] = defaultdict(list)
    for concept in graph.concepts.values():
        for alias in _aliases(concept):
            known = aliases["".join(alias.tokens)]
            if all(a.concept != concept.id for a in known):
                known.append(alias)
    docs = {concept.id: _doc(concept) for concept in graph.concepts.values()}
    idf = _rarities(docs)
    sentences = tuple(_sentences(graph, idf))
    notation = tuple(n for concept in graph.concepts.values() for n in _notation(concept))
    single = {a.tokens[0] for found in aliases.values() for a in found if not a.everyday and len(a.tokens) == 1}
    inside = {t for found in aliases.values() for a in found for t in a.tokens if len(a.tokens) > 1}
    return Index(
        aliases={key: tuple(found) for key, found in aliases.items()},
        idf=idf,
        docs=docs,
        sentences=sentences,
        sentences_with=_where(s.roots for s in sentences),
        notation=notation,
        notation_with=_where(n.grams for n in notation),
        known=frozenset(t for c in graph.concepts.values() for text in (*c.says, c.definition, *c.books) for t in words(text))
        | single
        | inside,
        spellings=_by_first_letter((single | inside) - EVERYDAY - STOP),
    )


class _Written(TypedDict):
    """An index as plain data, each entry of a table as a row; `_read` turns it back."""

    aliases: dict[str, list[tuple[str, str, list[str], bool, int]]]
    idf: dict[str, float]
    docs: dict[str, dict[str, float]]
    sentences: list[tuple[str, str, list[str], float, bool]]
    sentences_with: dict[str, list[int]]
    notation: list[tuple[str, str, list[list[str]], bool]]
    known: list[str]
    spellings: dict[str, list[str]]


def _written(index: Index) -> Kept:
    rows = _Written(
        aliases={
            key: [(a.concept, a.text, list(a.tokens), a.is_name, a.place) for a in found] for key, found in index.aliases.items()
        },
        idf=dict(index.idf),
        docs={concept: dict(doc) for concept, doc in index.docs.items()},
        sentences=[(s.concept, s.text, sorted(s.roots), s.weight, s.is_name) for s in index.sentences],
        sentences_with={root: list(places) for root, places in index.sentences_with.items()},
        notation=[(n.concept, n.text, sorted(map(list, n.grams)), n.open_letters) for n in index.notation],
        known=sorted(index.known),
        spellings={letter: list(words) for letter, words in index.spellings.items()},
    )
    return cast("Kept", rows)


def _read(rows: _Written) -> Index:
    notation = tuple(Notation(c, text, frozenset(map(tuple, runs)), open) for c, text, runs, open in rows["notation"])
    return Index(
        aliases={key: tuple([Alias(c, t, tuple(w), n, p) for c, t, w, n, p in found]) for key, found in rows["aliases"].items()},
        idf=rows["idf"],
        docs=rows["docs"],
        sentences=tuple([Sentence(c, text, frozenset(roots), w, name) for c, text, roots, w, name in rows["sentences"]]),
        sentences_with=rows["sentences_with"],
        notation=notation,
        notation_with=_where(n.grams for n in notation),
        known=frozenset(rows["known"]),
        spellings={letter: tuple(words) for letter, words in rows["spellings"].items()},
    )


def _where(sets: Iterable[Iterable[_Member]]) -> dict[_Member, tuple[int, ...]]:
    """In which of the sets each member stands."""
    found: dict[_Member, list[int]] = defaultdict(list)
    for i, members in enumerate(sets):
        for member in members:
            found[member].append(i)
    return {member: tuple(ids) for member, ids in found.items()}


def _aliases(concept: Concept) -> Iterator[Alias]:
    """Its name, the name's parts around brackets, its aliases that are words rather than notation, and its terms abroad."""
    main, _, inner = concept.name.partition("(")
    named = [concept.name, main, inner.rstrip(")")] if inner and " (semi)" not in concept.name else [concept.name]
    for place, text in enumerate((*named, *concept.aliases)):
        tokens = words(text)
        if tokens and len(tokens) <= LONGEST_ALIAS and not _FORMULA.search(text):
            yield Alias(concept.id, text.strip(), tokens, place < len(named), max(0, place - len(named)))
    for _, text in concept.abroad:
        if (tokens := words(text)) and len(tokens) <= LONGEST_ALIAS:
            yield Alias(concept.id, text, tokens, True, 0)


def _doc(concept: Concept) -> dict[str, float]:
    """How strongly each root belongs to the concept, up to 1: the more of its names and sentences use it, the more."""
    uses: dict[str, float] = defaultdict(float)
    for weight, texts in ((0.5, concept.books), (1.0, (concept.definition, *concept.says)), (1.5, concept.aliases)):
        for text in texts:
            for root in content(words(text)):
                uses[root] += weight
    for root in content(words(concept.name)):
        uses[root] += 2.0
    return {root: _ONCE + (1 - _ONCE) * min(1.0, used / _OFTEN) for root, used in uses.items()}


def _rarities(docs: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """log((N + 1) / (concepts that use it + 1/2)) for every root; under "" the value for one that none uses."""
    counts: dict[str, int] = defaultdict(int)
    for doc in docs.values():
        for root in doc:
            counts[root] += 1
    idf = {root: math.log((len(docs) + 1) / (count + 0.5)) for root, count in counts.items()}
    return idf | {"": _UNKNOWN * math.log(len(docs) + 1)}


def _sentences(graph: Graph, idf: Mapping[str, float]) -> Iterator[Sentence]:
    for concept in graph.concepts.values():
        for text in (*concept.says, concept.definition, concept.name, *concept.aliases):
            roots = frozenset(content(words(text)))
            spoken = text in concept.says or text == concept.definition
            if roots and (spoken or (len(roots) > 1 and not _FORMULA.search(text))):
                yield Sentence(concept.id, text, roots, sum(idf[r] for r in roots), not spoken)


def _notation(concept: Concept) -> Iterator[Notation]:
    """Its formulas, each twice: with its own letters, and with the letters left open."""
    for text in (*concept.tex, *(a for a in concept.aliases if _FORMULA.search(a) and "" not in signs(a))):
        for open_letters in (False, True):
            found = grams(signs(text), open_letters)
            if found:
                yield Notation(concept.id, text, found, open_letters)


def _by_first_letter(spellings: set[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for word in sorted(spellings):
        if len(word) >= 5 and word.isalpha():
            found[word[0]].append(word)
    return {letter: tuple(group) for letter, group in found.items()}


def _alike(a: str, b: str, most: int) -> bool:
    """A quick look before the distance is measured: `most` changes alter at most twice as many letters."""
    return abs(len(a) - len(b)) <= most and len(set(a) ^ set(b)) <= 2 * most
