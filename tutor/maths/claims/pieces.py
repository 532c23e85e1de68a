"""Instances on every piece of a relation: both sides of each break of |x - 20|, of a root, of a bound; and points far out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from tutor.errors import Unreadable
from tutor.maths.claims.claim import Pair
from tutor.maths.evaluate import OutsideArithmetic, Undefined
from tutor.maths.reading.nodes import Apply, Cases, Chain, Fence, Function, Listing, Power, Root, Sub, Word
from tutor.maths.roots import breaks, places
from tutor.maths.tree import Node, Number, walk
from tutor.maths.values import Assignment, Defined, Exact, Kind, NotComputable, Reals, Sort, value_of
from tutor.maths.values.blocks import is_rows

_PIECED = frozenset("log ln sqrt abs sign sgn relu ReLU max min arcsin arccos arctan".split())
_FENCES = frozenset(["absolute value", "floor", "ceiling", "norm", ""])
_OUT = (NotComputable, Undefined, OutsideArithmetic, Unreadable, ArithmeticError, TypeError, ValueError)
_BOUNDS: Mapping[str, Callable[[Fraction], bool]] = {
    "positive": lambda x: x > 0,
    "nonnegative": lambda x: x >= 0,
    "negative": lambda x: x < 0,
    "above one": lambda x: x > 1,
    "chance": lambda x: 0 <= x <= 1,
    "small": lambda x: abs(x) < 1,
    "whole": lambda x: x.denominator == 1,
}
_NO_BOUND = frozenset(["number", "scalar", "matrix", "vector", "commute", "symmetric", "invertible", "function"])
_MOST_LETTERS, _MOST_ARGUMENTS = 4, 6
_SECONDS = 0.15
Told = tuple[Node, str]


def arguments(sides: Sequence[Told]) -> list[Told]:
    """What stands inside the pieced functions of some formulas, each with its LaTeX."""
    found: list[Told] = []
    for side, latex in sides:
        found += [(inside, latex) for node in walk(side) for inside in _inside(node)]
    return list(dict.fromkeys(found))[:_MOST_ARGUMENTS]


def _inside(node: Node) -> list[Node]:
    match node:
        case Fence(role=role, body=body) if role in _FENCES and (role or node.open == "|"):
            return [body]
        case Root(body=body):
            return [body]
        case Apply(function=Sub(base=Function(name=name)) | Function(name=name) | Word(name=name), argument=inside) if (
            name in _PIECED
        ):
            body = inside.body if isinstance(inside, Fence) else inside
            return list(body.parts) if isinstance(body, Listing) else [body]
        case Power(base=base, exponent=exponent) if not isinstance(exponent, Number):
            return [base]
        case Cases(rows=rows):
            return [side for row in rows for part in row if isinstance(part, Chain) for side in part.sides]
    return []


def on_every_piece(
    pair: Pair, drawn: Sequence[Assignment], kinds: Mapping[str, Kind], definitions: Mapping[str, Defined], *, ordered: bool
) -> Iterator[Assignment]:
    """The drawn instances with one number moved through all pieces of a pair; for a bound also through the roots of its gap.

    Letters keep what is promised of them. Nothing is given where no number can move or neither side is made of pieces.
    """
    sides: list[Told] = [(pair.left, pair.latex), (pair.right, pair.latex)]
    inner = arguments([*sides, *((d.body, d.latex) for d in definitions.values())])
    names = [n for n, k in kinds.items() if k.sort is Sort.NUMBER and not k.indices][:_MOST_LETTERS]
    if not (inner or ordered) or not names:
        return
    started = time.perf_counter()
    for trial in drawn:
        for name in names:
            if name not in trial.values or is_rows(trial.values[name]):
                continue
            found = [x for told in inner for x in _breaks([told], trial, name)]
            if ordered:
                found += _breaks(sides, trial, name)
            for place in places(found):
                if may_be(place, kinds[name]):
                    yield replace(trial, values={**trial.values, name: place})
                if time.perf_counter() - started > _SECONDS:
                    return


def may_be(value: Fraction, kind: Kind) -> bool:
    """Whether a number keeps what is promised of its letter; a promise that is no bound on numbers is not known to be kept."""
    bounds = [_BOUNDS[trait] for trait in kind.traits if trait in _BOUNDS]
    return all(bound(value) for bound in bounds) and not kind.traits - set(_BOUNDS) - _NO_BOUND


def _breaks(formulas: list[Told], trial: Assignment, name: str) -> list[float]:
    """Where one formula vanishes or turns, or where two meet, as one letter moves."""

    def gap(x: Fraction | float, ring: Any) -> Any:
        at = replace(trial, values={**trial.values, name: Fraction(x)})
        try:
            found = [value_of(node, latex, at, ring) for node, latex in formulas]
        except _OUT:
            return None
        if any(not isinstance(value, Fraction | float | int) for value in found):
            return None
        return found[0] - found[1] if len(found) > 1 else found[0]

    return breaks(lambda x: gap(x, Exact()), lambda x: gap(x, Reals()))
