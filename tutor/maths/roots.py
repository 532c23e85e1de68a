"""Where a function of one letter vanishes or turns: exactly for polynomials, by searching a wide grid for all others.

Law: what is found here only says where to look. Nothing is proved by a root that was found, and nothing by one that was not.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from fractions import Fraction

Near = Callable[[float], float | None]
Exactly = Callable[[Fraction], Fraction | None]

_HIGHEST_DEGREE = 6
_SURPLUS = 3  # further points at which a polynomial must keep its differences
_ELSEWHERE = (
    Fraction(-7),
    Fraction(-1, 2),
    Fraction(2, 3),
    Fraction(-100_003),
    Fraction(100_019),
)  # |x| is none: it only looks so
_MOST_TOUCHES = 24
FAR = tuple(10.0**n for n in range(1, 7))


def near(x: float, y: float) -> bool:
    """Whether two roots are one, as far as floats tell."""
    return abs(x - y) <= 1e-5 * max(1.0, abs(x))


# -- polynomials ---------------------------------------------------------------------------------------------------------------
def coefficients(at: Exactly) -> tuple[Fraction, ...] | None:
    """The coefficients, constant first, of a polynomial that is only known by its values; None where it is none.

    By divided differences at whole numbers, with three points more than its degree asks for, and tried on both sides far out.

    >>> coefficients(lambda x: x * x - 9)
    (Fraction(-9, 1), Fraction(0, 1), Fraction(1, 1))
    """
    values: list[Fraction] = []
    for n in range(_HIGHEST_DEGREE + 1 + _SURPLUS):
        value = at(Fraction(n))
        if value is None:
            return None
        values.append(value)
    differences = []
    while values and any(values):
        differences.append(values[0])
        values = [b - a for a, b in itertools.pairwise(values)]
    if len(differences) > _HIGHEST_DEGREE + 1:
        return None
    found, basis, scale = [Fraction(0)] * (len(differences) or 1), [Fraction(1)], Fraction(1)
    for n, difference in enumerate(differences):
        for power, share in enumerate(basis):
            found[power] += difference * share / scale
        basis = [a - n * b for a, b in zip([Fraction(0), *basis], [*basis, Fraction(0)], strict=True)]
        scale *= n + 1
    kept = tuple(found)
    return kept if all(at(x) == _value(kept, x) for x in _ELSEWHERE) else None


def _value(polynomial: tuple[Fraction, ...], x: Fraction) -> Fraction:
    total = Fraction(0)
    for c in reversed(polynomial):
        total = total * x + c
    return total


def turns(polynomial: tuple[Fraction, ...]) -> list[float]:
    """The real roots of a polynomial and of all its derivatives, sorted: between two of them it keeps its sign and direction.

    >>> turns((Fraction(-9), Fraction(0), Fraction(1)))
    [-3.0, 0.0, 3.0]
    """
    while polynomial and not polynomial[-1]:
        polynomial = polynomial[:-1]
    if len(polynomial) < 2:
        return []
    inner = turns(tuple(n * c for n, c in enumerate(polynomial))[1:])
    bound = float(1 + max(abs(c / polynomial[-1]) for c in polynomial))
    edges = [-bound, *inner, bound]
    found = set(inner)
    for low, high in itertools.pairwise(edges):
        one, two = _horner(polynomial, low), _horner(polynomial, high)
        if one == 0 or two == 0 or one * two < 0:
            found.add(_between(polynomial, low, high, one, two))
    return sorted(found)


def _horner(polynomial: tuple[Fraction, ...], x: float) -> float:
    total = 0.0
    for c in reversed(polynomial):
        total = total * x + float(c)
    return total


def _between(polynomial: tuple[Fraction, ...], low: float, high: float, one: float, two: float) -> float:
    if one == 0 or two == 0:
        return low if one == 0 else high
    for _ in range(70):
        middle = (low + high) / 2
        value = _horner(polynomial, middle)
        if value == 0:
            return middle
        low, high = (middle, high) if value * one > 0 else (low, middle)
    return (low + high) / 2


# -- any function --------------------------------------------------------------------------------------------------------------
def roots(at: Near, hints: list[float]) -> tuple[list[float], bool]:
    """The real roots that sampling finds between -10 million and 10 million, and whether it vanishes everywhere.

    >>> roots(lambda x: x * x - 9, [])[0]
    [-3.0, 3.0]
    """
    far = [20 * 1.1**n for n in range(139)]
    grid = sorted(
        {n / 8 for n in range(-160, 161)} | set(far) | {-x for x in far} | {s * h for h in hints if abs(h) < 1e6 for s in (1, -1)}
    )
    points = [(x, y) for x in grid if (y := at(x)) is not None]
    tiny = [(x, y) for x, y in points if abs(y) <= 1e-9 * max(1.0, min(abs(x), 1e3))]
    if len(tiny) > max(8, len(points) // 2):
        return [], True
    small = [x for x, y in tiny if _parts(at, x, y)]
    return _kept(small + _crossings(at, points, small) + _touches(at, points, small)), False


def _parts(at: Near, x: float, y: float) -> bool:
    """Whether a small value is a root and not the tail of something that dies away, as 1/x and e^{-x} do far out."""
    if abs(x) <= 100 and y == 0:
        return True
    step = 1e-3 * max(1.0, abs(x))
    beside = [abs(z) for z in (at(x - step), at(x + step)) if z is not None]
    return bool(beside) and max(beside) > 100 * abs(y)


def _crossings(at: Near, points: list[tuple[float, float]], small: list[float]) -> list[float]:
    found = []
    for (x, y), (v, w) in itertools.pairwise(points):
        if y * w < 0 and x not in small and v not in small:
            root = _bisected(at, x, v, y)
            if root is not None:
                found.append(root)
    return found


def _touches(at: Near, points: list[tuple[float, float]], small: list[float]) -> list[float]:
    """Double roots, where a size has a lowest point; the lowest of these places are looked at."""
    low = [
        (abs(y), a, b)
        for (a, p), (x, y), (b, q) in zip(points, points[1:], points[2:])
        if abs(y) < abs(p) and abs(y) < abs(q) and p * y > 0 and y * q > 0 and x not in small
    ]
    found = [_bottom(at, a, b) for _, a, b in sorted(low)[:_MOST_TOUCHES]]
    return [root for root in found if root is not None]


def _kept(found: list[float]) -> list[float]:
    kept: list[float] = []
    for x in sorted(found):
        if not kept or not near(x, kept[-1]):
            kept.append(x)
    return kept


def _bisected(at: Near, low: float, high: float, start: float) -> float | None:
    for _ in range(80):
        middle = (low + high) / 2
        y = at(middle)
        if y is None:
            return None
        low, high = (middle, high) if y * start > 0 else (low, middle)
    y = at((low + high) / 2)
    return (low + high) / 2 if y is not None and abs(y) <= 1e-6 * max(1.0, abs(low)) else None


def _bottom(at: Near, low: float, high: float) -> float | None:
    """A double root: the lowest point of the size between two places, if it touches zero."""
    for _ in range(70):
        one, two = low + (high - low) * 0.382, low + (high - low) * 0.618
        y, w = at(one), at(two)
        if y is None or w is None:
            return None
        low, high = (low, two) if abs(y) < abs(w) else (one, high)
    y = at((low + high) / 2)
    return (low + high) / 2 if y is not None and abs(y) <= 1e-10 else None


# -- where to look -------------------------------------------------------------------------------------------------------------
def breaks(at: Exactly, close: Near) -> list[float]:
    """Where an argument vanishes or turns: the places at which a function of it may go over into another piece."""
    found = coefficients(at)
    return turns(found) if found is not None else roots(close, [])[0]


def places(breaking: list[float]) -> list[Fraction]:
    """Points in every interval that the breaks leave, close to each break on both sides, and far out on both sides.

    >>> [float(x) for x in places([3.0])][:4]
    [-1000000.6875, -100000.6875, -10000.6875, -1000.6875]
    """
    kept = _kept(breaking)[:24]
    found = {x + s for x in kept for s in (0.5, -0.5, 1e-2 * max(1.0, abs(x)), -1e-2 * max(1.0, abs(x)))}
    found |= {(a + b) / 2 for a, b in itertools.pairwise(kept)} | set(kept)
    found |= {s * (x + 0.6875) for x in (0.0, 3.0, *FAR) for s in (1, -1)}
    return [Fraction(x).limit_denominator(10**6) for x in sorted(found)]
