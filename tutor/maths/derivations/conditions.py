"""What the words before a derivation say its numbers may be: "x > 2", "1 <= x <= 5", "x in [0, 2]".

Law: an example that breaks what was said is no example against a line, and what holds wherever the words are kept follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from tutor.errors import Unreadable
from tutor.maths.claims.pieces import may_be
from tutor.maths.evaluate import OutsideArithmetic, Undefined
from tutor.maths.formula import read_formula
from tutor.maths.letters import is_symbol, key
from tutor.maths.reading.nodes import Chain, Fence, Listing, Sign
from tutor.maths.tree import Node, walk
from tutor.maths.values import Assignment, Kind, NotComputable, Reals, Sort, value_of

_ORDER = frozenset("< > leq geq le ge leqslant geqslant".split())
_BOUNDED = frozenset(["positive", "nonnegative", "negative", "above one", "chance", "small", "whole"])
_SNIPPET = re.compile(r"\$([^$]{1,80})\$(?:(\s+in\s+)\$([^$]{1,40})\$)?")
_EITHER = re.compile(r"\bor\b|\bnot\b|\bunless\b|\bexcept\b")
_OUT = (NotComputable, Undefined, OutsideArithmetic, Unreadable, ArithmeticError, TypeError, ValueError)


@dataclass(frozen=True, slots=True)
class Condition:
    """A relation that all numbers keep, with the LaTeX it points into and the letters it binds."""

    chain: Chain
    latex: str
    letters: frozenset[str]

    def kept(self, at: Assignment) -> bool:
        """Whether an instance keeps it; what has no value there is not kept."""
        for sign, left, right in zip(self.chain.signs, self.chain.sides, self.chain.sides[1:]):
            try:
                one, two = (float(value_of(side, self.latex, at, Reals())) for side in (left, right))
            except _OUT:
                return False
            strict = sign.name in ("<", ">", "neq", "ne")
            if (strict and one == two) or (sign.name[0] in "<l" and one > two) or (sign.name[0] in ">g" and one < two):
                return False
        return True

    def bounds(self, name: str) -> Iterator[tuple[bool, Fraction]]:
        """The plain bounds it sets to one letter: (whether from below, the bound)."""
        for sign, left, right in zip(self.chain.signs, self.chain.sides, self.chain.sides[1:]):
            for side, other, below in ((left, right, sign.name[0] in ">g"), (right, left, sign.name[0] in "<l")):
                if is_symbol(side) and key(side, self.latex) == name and sign.name in _ORDER:
                    try:
                        yield below, Fraction(value_of(other, self.latex, Assignment(), Reals())).limit_denominator(10**6)
                    except _OUT:
                        continue


def conditions_in(words: str, kinds: Mapping[str, Kind]) -> tuple[Condition, ...]:
    """The relations among numbers that marked words set; none where the words leave a choice between several."""
    if _EITHER.search(words):
        return ()
    found: list[Condition] = []
    for one in _SNIPPET.finditer(words):
        latex = f"{one[1]} \\in {one[3]}" if one[2] else one[1]
        tree = read_formula(latex).tree
        chain = _as_bounds(tree) if isinstance(tree, Chain) else None
        if chain is None:
            continue
        letters = frozenset(key(n, latex) for side in chain.sides for n in _symbols(side))
        letters -= {"e", "\\pi"}
        if letters and all(n in kinds and kinds[n].sort in (Sort.NUMBER, Sort.WHOLE) for n in letters):
            found.append(Condition(chain, latex, letters))
    return tuple(found)


def _symbols(node: Node) -> Iterator[Node]:
    return (n for n in walk(node) if is_symbol(n))


def _as_bounds(chain: Chain) -> Chain | None:
    """A chain of orders as it is, x in [0, 2) as 0 <= x < 2; None for anything else."""
    if all((sign.name in _ORDER or sign.name in ("neq", "ne")) and not sign.negated for sign in chain.signs):
        return chain
    fence = chain.sides[-1]
    if [sign.name for sign in chain.signs] != ["in"] or not (isinstance(fence, Fence) and isinstance(fence.body, Listing)):
        return None
    if len(fence.body.parts) != 2 or fence.open not in "[(" or fence.close not in "])" or not is_symbol(chain.sides[0]):
        return None
    low, high = fence.body.parts
    ends = [(low, "leq" if fence.open == "[" else "<"), (high, "leq" if fence.close == "]" else "<")]
    endless = [getattr(end[0], "name", "") == "infty" or "infty" in str(end[0]) for end in ends]
    sides = (*([] if endless[0] else [low]), chain.sides[0], *([] if endless[1] else [high]))
    names = [name for (_, name), far in zip(ends, endless, strict=True) if not far]
    signs = tuple(Sign(chain.signs[0].span, name, None, None, False) for name in names)
    return replace(chain, signs=signs, sides=tuple(sides)) if signs else None


def within(at: Assignment, conditions: Sequence[Condition]) -> Assignment:
    """The instance with every number moved between the plain bounds that are set to it."""
    moved: dict[str, Any] = {}
    for name in {n for condition in conditions for n in condition.letters}:
        value = at.values.get(name)
        if not isinstance(value, Fraction):
            continue
        told = [bound for condition in conditions for bound in condition.bounds(name)]
        lows, highs = [b for below, b in told if below], [b for below, b in told if not below]
        size = abs(value) + Fraction(1, 7)
        if lows and highs:
            moved[name] = max(lows) + (min(highs) - max(lows)) * size / (1 + size)
        elif lows or highs:
            moved[name] = max(lows) + size if lows else min(highs) - size
    return replace(at, values={**at.values, **moved}) if moved else at


def kept(at: Assignment, kinds: Mapping[str, Kind], conditions: Sequence[Condition]) -> bool:
    """Whether an instance keeps what is promised of its numbers."""
    for name, value in at.values.items():
        kind = kinds.get(name)
        if kind is None or kind.sort is not Sort.NUMBER or not kind.traits & _BOUNDED or not isinstance(value, Fraction):
            continue
        if not may_be(value, Kind(Sort.NUMBER, traits=kind.traits & _BOUNDED)):
            return False
    return all(one.kept(at) for one in conditions if one.letters <= {*at.values, *at.wholes})
