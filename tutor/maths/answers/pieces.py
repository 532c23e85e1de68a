"""Where a typed formula goes over into another piece: |x - 3| at 3, the root of a square, the logarithm of a square.

Law: two formulas that are made of pieces are the same only if they agree on every piece. So the breaks of both are looked for,
and points on both sides of each are tried, as well as points far out.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from fractions import Fraction

from tutor.errors import Unreadable
from tutor.maths.evaluate import Exact, Floats, OutsideArithmetic, Undefined, evaluate, exact
from tutor.maths.roots import breaks, places
from tutor.maths.tree import Apply, Binary, Node, Number, symbols, walk

_HERE = (0, 0)
_PIECED = frozenset("abs sqrt ln log arcsin arccos arctan sign max min floor ceil".split())
_MOST_LETTERS, _MOST_ARGUMENTS, _MOST_POINTS = 4, 6, 600
_OUT = (Undefined, OutsideArithmetic, Unreadable, OverflowError, ValueError)


def arguments(node: Node) -> list[Node]:
    """What stands inside the pieced functions of a formula, such that its zeros are the breaks.

    >>> from tutor.maths.parse import read
    >>> len(arguments(read("abs(x - 3) + sqrt(x) + sin(x)")))
    2
    """
    found: list[Node] = []
    for part in walk(node):
        if isinstance(part, Apply) and part.function in _PIECED:
            found += [_turning(part.function, inside) for inside in part.arguments if symbols(inside)]
        elif isinstance(part, Binary) and part.op == "^" and symbols(part.left) and _broken(part.right):
            found.append(part.left)
    return list(dict.fromkeys(found))[:_MOST_ARGUMENTS]


def _turning(function: str, inside: Node) -> Node:
    """arcsin(u) turns where u is 1 or -1, arctan(u) jumps where u has no value."""
    one = Number(_HERE, "1")
    if function in ("arcsin", "arccos"):
        return Binary(_HERE, "-", one, Binary(_HERE, "*", inside, inside))
    return Binary(_HERE, "/", one, inside) if function == "arctan" else inside


def _broken(exponent: Node) -> bool:
    """Whether an exponent is no whole number."""
    if symbols(exponent):
        return True
    try:
        value = exact(exponent)
    except _OUT:
        return True
    return value is None or value.denominator != 1


def points_of_pieces(key: Node, typed: Node, names: frozenset[str]) -> Iterator[dict[str, Fraction]]:
    """Points on every piece of two formulas, one letter moving at a time; none where neither is made of pieces."""
    inner = list(dict.fromkeys([*arguments(key), *arguments(typed)]))
    if not inner or not 0 < len(names) <= _MOST_LETTERS:
        return
    made = 0
    for settled in _settled(names):
        for name in sorted(names):
            found = [x for node in inner if name in symbols(node) for x in breaks_of(node, name, settled)]
            for place in places(found):
                yield {**settled, name: place}
                made += 1
                if made >= _MOST_POINTS:
                    return


def _settled(names: frozenset[str]) -> list[dict[str, Fraction]]:
    """Values for the letters that stay: small ones of both signs, and one large choice."""
    draw = random.Random("pieces")
    ranges = ((3, 40), (-40, -3), (-40, 40), (200, 4_000)) if len(names) > 1 else ((3, 40),)
    return [{name: Fraction(draw.randrange(low, high) * 2 + 1, 16) for name in sorted(names)} for low, high in ranges]


def breaks_of(node: Node, name: str, settled: Mapping[str, Fraction]) -> list[float]:
    """Where an argument vanishes or turns as one letter moves and the others stay."""
    others = {other: complex(value) for other, value in settled.items()}

    def exactly(x: Fraction) -> Fraction | None:
        try:
            value: Fraction = evaluate(node, Exact(), {**settled, name: x})
        except _OUT:
            return None
        return value

    def close(x: float) -> float | None:
        try:
            value = complex(evaluate(node, Floats(), {**others, name: complex(x)}))
        except _OUT:
            return None
        return value.real if abs(value.imag) < 1e-9 * max(1.0, abs(value)) else None

    return breaks(exactly, close)
