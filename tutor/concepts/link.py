"""From a learner's words to concepts, without a model: names and aliases, notation, then the words beginners use.

Laws of this file:
- pure: the same words and graph give the same links;
- honest: where nothing fits, the answer is `()`, never the least bad guess. A word of everyday life that also names an
  idea ("rope", "image", "power") links only where the rest speaks of mathematics too, or where there is no rest.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from tutor.concepts.graph import Concept, Graph
from tutor.concepts.index import EVERYDAY, LONGEST_ALIAS, SPEAKS_OF_MATHS, Alias, Index, Sentence, index_of
from tutor.concepts.notation import Gram, grams, signs
from tutor.concepts.words import STOP, content, words

LONGEST_TEXT = 600  # characters looked at; a question is shorter
_SPELLINGS_TRIED = 6
_OPEN = 0.9  # what is alike only with its letters left open counts less
_LEAST_NOTATION = 0.35  # share of the learner's signs, or of the formula's, that must be common
_LEAST_WORDS = 0.40  # below it, common words are an accident
_ALONE = 0.55  # from here on, common words count even when no two of them stand in one sentence
_COVER = 0.6  # share of the words asked that the concept knows, against likeness to its nearest sentence
_NAME = 0.4  # how much a name counts against the other words, where there are any
_PART_OF_A_NAME = 0.7  # a name of which words are missing
_NEAR_THE_BEST = 0.45  # below this share of the best score, a link is left out
_COMMAND = re.compile(r"\\[A-Za-z]")
_IN_FORMULA = re.compile(r"[\\^_={}()]")


@dataclass(frozen=True, slots=True)
class Link:
    """A concept the words point to; `score` in (0, 1], `why` names what pointed there."""

    concept: Concept
    score: float
    why: str

    @property
    def outright(self) -> bool:
        """Whether the learner used the concept's own name, an alias or its notation, rather than words around it."""
        return not self.why.startswith("the words")


def link(text: str, graph: Graph, k: int = 3) -> tuple[Link, ...]:
    """The concepts these words most likely mean, best first, at most `k`; `()` when nothing fits.

    Only the first 600 characters are looked at. Measured: under 5 ms a call, after an index made once per graph.
    """
    index = index_of(graph)
    asked = _read(text[:LONGEST_TEXT], index)
    named, written, said = _named(asked, index), _written(text[:LONGEST_TEXT], index), _said(asked, index)
    found = [_weigh(id, asked, index, named.get(id), written.get(id), said.get(id)) for id in {*named, *written, *said}]
    best = sorted((f for f in found if f.score > 0), key=lambda f: (-f.score, f.id))[:k]
    return tuple(
        Link(graph.concepts[f.id], round(min(f.score, 1.0), 3), f.why) for f in best if f.score >= best[0].score * _NEAR_THE_BEST
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    """The learner's words: as tokens, what was respelt, the aliases in them, and the roots that carry content."""

    tokens: tuple[str, ...]
    typed: dict[str, str]
    spans: tuple[tuple[int, int, tuple[Alias, ...]], ...]
    roots: tuple[str, ...]
    telling: tuple[str, ...]  # those that are not words of everyday life which also name an idea
    weight: float


@dataclass(frozen=True, slots=True)
class _Found:
    id: str
    score: float
    why: str


def _read(text: str, index: Index) -> _Asked:
    tokens, typed = _respell(words(_prose(text)), index)
    roots = content(tokens)
    telling = content(t for t in tokens if t not in EVERYDAY)
    return _Asked(tokens, typed, tuple(_spans(tokens, index)), roots, telling, sum(map(index.rarity, roots)))


def _prose(text: str) -> str:
    """The words around the formulas; the letters inside one are no words."""
    if not _COMMAND.search(text):
        return text
    return " ".join(piece for piece in text.split() if len(piece) > 2 and not _IN_FORMULA.search(piece))


def _respell(tokens: tuple[str, ...], index: Index) -> tuple[tuple[str, ...], dict[str, str]]:
    """The tokens with light misspellings put right, and what had been typed for each that was."""
    typed: dict[str, str] = {}
    tries = _SPELLINGS_TRIED
    spelt = []
    for token in tokens:
        meant = None
        if tries and token not in STOP and len(token) >= 5 and token not in index.known and token not in EVERYDAY:
            tries -= 1
            meant = index.respelt(token)
        if meant:
            typed[meant] = token
        spelt.append(meant or token)
    return tuple(spelt), typed


def _spans(tokens: tuple[str, ...], index: Index) -> Iterator[tuple[int, int, tuple[Alias, ...]]]:
    """Aliases from left to right, the longest first; what lies inside a longer one is not looked at again."""
    start = 0
    while start < len(tokens):
        for end in range(min(len(tokens), start + LONGEST_ALIAS), start, -1):
            aliases = index.aliases.get("".join(tokens[start:end]), ())
            if aliases and not STOP.issuperset(tokens[start:end]):
                yield start, end, aliases
                start = end
                break
        else:
            start += 1


def _named(asked: _Asked, index: Index) -> dict[str, tuple[float, Alias]]:
    """Concepts whose name or alias stands in the words, with its strength in (0, 1]."""
    found: dict[str, tuple[float, Alias]] = {}
    for start, end, aliases in asked.spans:
        rest = asked.tokens[:start] + asked.tokens[end:]
        for alias in aliases:
            if alias.everyday and not _speaks_of_maths(rest, index):
                continue
            strength = _strength(alias, aliases, index)
            if strength > found.get(alias.concept, (0.0, alias))[0]:
                found[alias.concept] = strength, alias
    return found


def _speaks_of_maths(rest: tuple[str, ...], index: Index) -> bool:
    """Whether the other words are about mathematics, or there are none that carry content."""
    telling = [t for t in rest if t not in STOP and not t.isdigit()]
    return not telling or any(t in SPEAKS_OF_MATHS or (t not in EVERYDAY and len(t) > 2 and t in index.aliases) for t in telling)


def _strength(alias: Alias, rivals: tuple[Alias, ...], index: Index) -> float:
    """Rare words and long names say most; an umbrella's alias and the later ones in a list say a little less."""
    rarity = sum(map(index.rarity, content(alias.tokens))) / index.rarity("")
    strength = 0.35 + 0.5 * min(1.0, rarity) + (0.1 if alias.is_name else 0.0)
    return min(1.0, strength) - 0.04 * min(3, len(rivals) - 1) - 0.005 * min(10, alias.place)


def _written(text: str, index: Index) -> dict[str, tuple[float, str]]:
    """Concepts whose notation stands in the words: how much of it, in (0, 1], and the formula."""
    found: dict[str, tuple[float, str]] = {}
    for open_letters in (False, True):
        typed = grams(signs(text), open_letters)
        places = {place for gram in typed for place in index.notation_with.get(gram, ())}
        for formula in (index.notation[place] for place in places):
            if formula.open_letters == open_letters:
                share = _shared(typed, formula.grams, index) * (_OPEN if open_letters else 1.0)
                if share > found.get(formula.concept, (_LEAST_NOTATION, ""))[0]:
                    found[formula.concept] = share, formula.text
    return found


def _shared(typed: frozenset[Gram], known: frozenset[Gram], index: Index) -> float:
    """What two formulas share, each run of signs by its rarity: mostly of the smaller one, partly of the known one."""

    def weight(grams: frozenset[Gram]) -> float:
        return sum(1.0 / len(index.notation_with.get(gram, (0,))) for gram in grams)

    common = weight(typed & known)
    of_typed, of_known = common / weight(typed), common / weight(known)
    return 0.6 * max(of_typed, of_known) + 0.4 * of_known


def _said(asked: _Asked, index: Index) -> dict[str, tuple[float, Sentence]]:
    """For each concept the sentence nearest to the words: twice what is common over what there is, by rarity."""
    common: dict[int, float] = defaultdict(float)
    for root in asked.roots:
        for place in index.sentences_with.get(root, ()):
            common[place] += index.rarity(root)
    found: dict[str, tuple[float, Sentence]] = {}
    for place, shared in common.items():
        sentence = index.sentences[place]
        likeness = 2 * shared / (asked.weight + sentence.weight)
        if sentence.is_name and not sentence.roots.issubset(asked.roots):
            likeness *= _PART_OF_A_NAME
        if likeness > found.get(sentence.concept, (0.0, sentence))[0]:
            found[sentence.concept] = likeness, sentence
    return found


def _weigh(
    id: str,
    asked: _Asked,
    index: Index,
    named: tuple[float, Alias] | None,
    written: tuple[float, str] | None,
    said: tuple[float, Sentence] | None,
) -> _Found:
    """One concept's evidence together; words alone must cover enough of what was asked, in at least two words of it."""
    doc = index.docs[id]
    shared = [root for root in asked.roots if root in doc]
    covered = sum(index.rarity(r) * doc[r] for r in shared) / asked.weight if asked.weight else 0.0
    likeness = said[0] if said else 0.0
    overlap = _COVER * covered + (1 - _COVER) * likeness
    if named and (written is None or named[0] >= written[0]):
        alone = sum(index.rarity(r) for r in content(named[1].tokens)) / asked.weight if asked.weight else 1.0
        partly = _NAME * named[0] + (1 - _NAME) * overlap
        return _Found(id, (1 - alone) * partly + alone * (0.9 + 0.1 * named[0]), _by_alias(named[1], asked))
    if written:
        return _Found(id, 0.7 * written[0] + 0.3 * overlap, f"the notation {written[1]!r}")
    telling = any(root in doc for root in asked.telling)
    together = len(said[1].roots.intersection(asked.roots)) if said else 0
    enough = telling and overlap >= _LEAST_WORDS and (together >= min(2, len(asked.roots)) or overlap >= _ALONE)
    return _Found(id, overlap if enough else 0.0, f"the words {said[1].text!r}" if said else "")


def _by_alias(alias: Alias, asked: _Asked) -> str:
    typed = " ".join(asked.typed.get(t, t) for t in alias.tokens)
    respelt = f" (you wrote {typed!r})" if any(t in asked.typed for t in alias.tokens) else ""
    return f"the {'name' if alias.is_name else 'alias'} {alias.text!r}{respelt}"
