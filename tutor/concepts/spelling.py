"""A question with its misspelt words put right: by the words of the field, and by those in which beginners ask about it.

Law of this file: only a word that neither we nor the learner's books know is touched, and only where one near enough is known.
A name within a sentence is left as it is.
"""

from __future__ import annotations

import functools
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from typing import cast

from tutor.concepts.graph import Graph
from tutor.concepts.index import EVERYDAY, index_of
from tutor.concepts.kept import Kept, kept
from tutor.concepts.words import STOP, distance

_LONG_WORD = re.compile(r"\b[a-z]{5,}\b|^[A-Z][a-z]{4,}\b")
_WORD = re.compile(r"[a-z]{4,}")
_FORMULA_SIGNS = re.compile(r"[\\$=_^]")
_MOST_TRIED = 6  # words of a question; a text with more strange ones is full of names
_LONG = 8  # letters


def spelt(question: str, graph: Graph, unknown: Callable[[str], bool]) -> str:
    """The question with the words put right that `unknown` says no book has; where formulas stand nothing is touched."""
    if _FORMULA_SIGNS.search(question):
        return question
    strange = [word for word in dict.fromkeys(_LONG_WORD.findall(question)) if not _is_known(word.lower(), graph)]
    for word in [word for word in strange if unknown(word)][:_MOST_TRIED]:
        if meant := respelt(word.lower(), graph):
            question = re.sub(rf"\b{word}\b", meant, question)
    return question


def _is_known(word: str, graph: Graph) -> bool:
    return word in STOP or word in EVERYDAY or word in _spoken(graph).get(word[:1], ())


@functools.lru_cache(maxsize=5_000)
def respelt(word: str, graph: Graph) -> str | None:
    """The word that a misspelt one was most likely meant to be; None for words that are known, and for strange ones.

    >>> from tutor.concepts.graph import load
    >>> [respelt(word, load()) for word in ("eigenvlue", "strecth", "matrix", "photosynthesis")]
    ['eigenvalue', 'stretch', None, None]
    """
    if _is_known(word, graph):
        return None
    if (meant := index_of(graph).respelt(word)) and _slipped(word, meant):
        return meant
    near = [
        (steps, -often, other)
        for other, often in _spoken(graph).get(word[:1], {}).items()
        if abs(len(other) - len(word)) <= 1 and _slipped(word, other) and (steps := distance(word, other, 1)) <= 1
    ]
    return min(near)[2] if near else None


def _slipped(typed: str, meant: str) -> bool:
    """Whether the one may be a slip for the other: a letter left out, doubled or swapped with its neighbour, or, in a long word,
    one letter for another. Where more letters are others, it is another word.

    >>> [_slipped(*pair.split()) for pair in ("sheaf shear", "extension expansion", "gradeint gradient", "varience variance")]
    [False, False, True, True]
    """
    others = sum((Counter(typed) - Counter(meant)).values()) if len(typed) == len(meant) else 0
    return others <= (1 if len(typed) >= _LONG else 0)


@functools.lru_cache(maxsize=4)
def _spoken(graph: Graph) -> Mapping[str, Mapping[str, int]]:
    """First letter -> the words in which people ask about the concepts, with how often each is used."""
    if not graph.key:
        return _counted(graph)
    found = kept("spoken", graph.key, lambda: cast("Kept", _counted(graph)))
    return cast("Mapping[str, Mapping[str, int]]", found)


def _counted(graph: Graph) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for concept in graph.concepts.values():
        said = (concept.name, concept.definition, *concept.aliases, *concept.says, *concept.books)
        for text in (*said, *(way for term, ways in concept.ways for way in (term, *ways))):
            for word in _WORD.findall(text.lower()):
                found[word[0]][word] += 1
    return found
