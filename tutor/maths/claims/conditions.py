r"""What the words set for the letters of a claim: "for $x \geq 2$", "if $x < 0$ then ...", "$x \in [0, 2]$", "for $0 < a < b$".

Law: an instance that breaks what is set is none. What the sentence of a claim sets for a letter stands in the place of what
earlier sentences set for it: "If $x \geq 0$ then $|x| = x$. If $x < 0$ then $|x| = -x$."
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tutor.maths.claims.claim import Pair
from tutor.maths.claims.letters import names, unknowns
from tutor.maths.claims.scope import speaking
from tutor.maths.claims.text import Found, pairs
from tutor.maths.formula import read_formula
from tutor.maths.letters import is_symbol
from tutor.maths.reading.nodes import Chain, Fence, Letter, Listing, Phrase, Prefix
from tutor.maths.tree import Node
from tutor.maths.values import Kind, Sort
from tutor.maths.values.prose import NUMERIC

FARTHEST = 900
_MOST_LETTERS = 200  # of a formula that only says what a letter may be
_ORDER = frozenset("< > leq geq le ge lt gt leqslant geqslant".split())
_MAY = re.compile(r"[<>≤≥∈]|\\(?:leq?|geq?|lt|gt|leqslant|geqslant|in)(?![a-z])")
_SET = re.compile(
    r"\b(?:for|if|when|whenever|where|with|let|suppose|supposing|assume|assuming|given|provided|such that|satisfying|on|in"
    r"|as long as|while|since|because|every|any|all|each|real|numbers?|integers?|values?|of|case(?:\s*\d+\s*[.:])?)"
    r"(?:[\s,]+(?!then\b|we\b|it\b|this\b|hence\b|so\b)[a-z-]+){0,3}[\s,:]*(?:\u25ca[\s,]*(?:(?:and|or)\s+)?)*\Z",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:not|except|fails?|unless|only|longer|wrong|false)\s+(?:\w+\s+)?(?:for|if|when|where)\b[^.;]*\Z", re.IGNORECASE
)
_MASKED = re.compile(r"(?:\$|\\\(|\\\[)?\u25ca+(?:\$|\\\)|\\\])?")
_ENDS = re.compile(r"(?<![Cc]ase \d\.)(?<=[.?!;])\s+|\n\s*\n")


@dataclass(frozen=True, slots=True)
class Condition:
    """A bound of a letter, where its formula stands, and which sentence of the text that is."""

    pair: Pair
    start: int
    sentence: int

    @property
    def letters(self) -> frozenset[str]:
        """The letters that it binds."""
        return unknowns(self.pair.left, self.pair.latex) | unknowns(self.pair.right, self.pair.latex)


@dataclass(frozen=True, slots=True)
class Conditions:
    """All that a text sets, and where its sentences end."""

    found: tuple[Condition, ...] = ()
    ends: tuple[int, ...] = ()
    sentences: tuple[str, ...] = ()

    def sentence(self, at: int) -> int:
        """The number of the sentence at a place."""
        return sum(end <= at for end in self.ends)

    def scope(self, pair: Pair, start: int) -> dict[int, frozenset[str]]:
        """The sentences that speak for a pair whose formula stands at `start`, with what later ones speak of anew."""
        letters = names(pair.left, pair.latex) | names(pair.right, pair.latex)
        here = self.sentence(start)
        return speaking(self.sentences, here, letters) if here < len(self.sentences) else {here: frozenset()}

    def words(self, pair: Pair, start: int) -> str | None:
        """These sentences, one behind the other; None where nothing was cut into sentences."""
        if not self.sentences:
            return None
        return " ".join(self.sentences[n] for n in sorted(self.scope(pair, start)) if n < len(self.sentences))

    def at(self, pair: Pair, start: int) -> tuple[Pair, ...]:
        """What holds of the letters of a pair whose formula stands at `start`, and of those that bound them: x > y > 0."""
        letters = names(pair.left, pair.latex) | names(pair.right, pair.latex)
        scope = self.scope(pair, start)
        there = [c for c in self.found if c.sentence in scope and not _same(c.pair, pair) and c.start <= start + FARTHEST]
        own = [c for c in there if c.letters & letters and not c.letters & letters <= scope[c.sentence]]
        own += [c for c in there if c not in own and any(c.letters & o.letters and c.sentence == o.sentence for o in own)]
        return tuple(c.pair for c in own)


def conditions(text: str, told: Sequence[Found]) -> Conditions:
    """What the formulas of a text set for its letters."""
    found: list[Condition] = []
    masked = text
    for one in told:
        masked = masked[: one.start] + "\u25ca" * len(one.latex) + masked[one.start + len(one.latex) :]
    ends = tuple(m.end() for m in _ENDS.finditer(masked))
    for one in told:
        if len(one.latex) > _MOST_LETTERS or not _MAY.search(one.latex):
            continue
        try:
            tree = read_formula(one.latex).tree
        except RecursionError:
            continue
        sentence = sum(end <= one.start for end in ends)
        begun = max((end for end in ends if end <= one.start), default=0)
        before = _MASKED.sub("\u25ca", masked[begun : one.start]).rstrip("$\\([")
        whole = _SET.search(before) is not None and _DENIED.search(before) is None
        found += [Condition(pair, one.start, sentence) for pair in _bounds(tree, one.latex, whole)]
    cut = [0, *ends, len(text)]
    sentences = tuple(text[a:b] for a, b in itertools.pairwise(cut))
    return Conditions(tuple(found), ends, sentences)


def _bounds(tree: Node, latex: str, whole: bool) -> list[Pair]:
    """The bounds of letters in a formula: all where the words before it set them, else those behind its first statement."""
    parts = tree.parts if isinstance(tree, Listing | Phrase) else (tree,)
    found: list[Pair] = []
    first = next((n for n, part in enumerate(parts) if not is_symbol(part)), 0)
    for n, part in enumerate(parts):
        if not isinstance(part, Chain) or (n <= first and not whole):
            continue
        if len(part.signs) == 1 and part.signs[0].name == "in" and not part.signs[0].negated:
            found += _membership(part.sides[0], part.sides[1], latex)
            continue
        told = list(pairs(part, latex))
        if told and all(pair.sign in _ORDER and not pair.negated and _bound(pair) for pair in told):
            found += told
            if n == first:  # x, y > 0
                found += [replace(told[0], left=letter) for letter in parts[:n] if is_symbol(told[0].left)]
    return found


def _bound(pair: Pair) -> bool:
    """Whether both sides are letters, numbers, or numbers made of numbers, and a letter is among them."""
    sides = (pair.left, pair.right)
    letters = [is_symbol(side) and bool(unknowns(side, pair.latex)) for side in sides]
    return any(letters) and all(one or not unknowns(side, pair.latex) for one, side in zip(letters, sides, strict=True))


def _membership(letter: Node, fence: Node, latex: str) -> list[Pair]:
    r"""x \in [0, 2) as its two bounds; nothing for a set that is no interval."""
    body = fence.body if isinstance(fence, Fence) else None
    if not (is_symbol(letter) and isinstance(fence, Fence) and isinstance(body, Listing) and len(body.parts) == 2):
        return []
    if fence.open not in ("(", "[", "]") or fence.close not in (")", "]", "["):
        return []
    low, high = body.parts
    found = []
    if not _infinite(low):
        found.append(Pair(low, letter, "leq" if fence.open == "[" else "<", False, latex))
    if not _infinite(high):
        found.append(Pair(letter, high, "leq" if fence.close == "]" else "<", False, latex))
    return found


def _infinite(node: Node) -> bool:
    while isinstance(node, Prefix):
        node = node.body
    return isinstance(node, Letter) and node.name == "infty"


def _same(one: Pair, other: Pair) -> bool:
    return one.latex == other.latex and one.span == other.span


def freed(kinds: Mapping[str, Kind], kept: Sequence[Pair]) -> dict[str, Kind]:
    """The kinds without the bounds that a sentence read by itself gave a number, where conditions say what holds of it here.

    A letter that only bounds another one, the y of x > y, is a number too.
    """
    bound = frozenset[str]().union(*(unknowns(p.left, p.latex) | unknowns(p.right, p.latex) for p in kept))
    plain = all(kinds[name].sort in (Sort.NUMBER, Sort.WHOLE) for name in bound & set(kinds))
    others = {name: Kind(Sort.NUMBER, ("1", "1")) for name in sorted(bound - set(kinds))} if plain else {}
    return others | {
        name: replace(kind, traits=kind.traits - NUMERIC) if name in bound and kind.sort is Sort.NUMBER else kind
        for name, kind in kinds.items()
    }
