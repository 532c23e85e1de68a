"""The second routes: slow, plain arithmetic that shares nothing with the solvers, only to say whether they are right.

Rows are lists of fractions. Determinants are summed over all orders (Leibniz), characteristic polynomials are interpolated
through determinants, slopes are differences; typed answers are read back by our own reader before they are believed.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from tutor.errors import Unreadable
from tutor.maths.algebra import precise
from tutor.maths.answers.lists import elements, entries, table
from tutor.maths.evaluate import Undefined, approximate, exact
from tutor.maths.parse import read
from tutor.maths.steps.solution import Check
from tutor.maths.tree import Node, symbols
from tutor.maths.tree import Sequence as Listed

Row = Sequence[Fraction]
Rows = Sequence[Row]
TINY = Fraction(1, 10**40)


# -- plain linear algebra --------------------------------------------------------------------------
def dot(a: Row, b: Row) -> Fraction:
    """The sum of products of matching entries."""
    return sum((x * y for x, y in zip(a, b, strict=True)), Fraction(0))


def image(rows: Rows, v: Row) -> list[Fraction]:
    """A v."""
    return [dot(row, v) for row in rows]


def product(a: Rows, b: Rows) -> list[list[Fraction]]:
    """A B.

    >>> product([[Fraction(1), Fraction(2)]], [[Fraction(3)], [Fraction(4)]])
    [[Fraction(11, 1)]]
    """
    return [[dot(row, column) for column in zip(*b, strict=True)] for row in a]


def turned(rows: Rows) -> list[list[Fraction]]:
    """The transpose."""
    return [list(column) for column in zip(*rows, strict=True)]


def near(a: Iterable[Any], b: Iterable[Any]) -> bool:
    """Equal entry by entry, exactly or to 40 digits where roots were evaluated."""
    return all(abs(x - y) <= TINY * max(Fraction(1), abs(x), abs(y)) for x, y in zip(a, b, strict=True))


def near_rows(a: Rows, b: Rows) -> bool:
    """The same matrix, exactly or to 40 digits."""
    return len(a) == len(b) and all(len(p) == len(q) and near(p, q) for p, q in zip(a, b))


def unit(size: int) -> list[list[Fraction]]:
    """The identity matrix."""
    return [[Fraction(i == j) for j in range(size)] for i in range(size)]


def determinant(rows: Sequence[Sequence[Any]]) -> Any:
    """The sum over all orders of the columns, with its sign (Leibniz).

    >>> determinant([[Fraction(1), Fraction(2)], [Fraction(3), Fraction(4)]])
    Fraction(-2, 1)
    """
    total = Fraction(0)
    for order in itertools.permutations(range(len(rows))):
        turns = sum(order[i] > order[j] for i in range(len(order)) for j in range(i + 1, len(order)))
        term = Fraction(-1 if turns % 2 else 1)
        for i, j in enumerate(order):
            term *= rows[i][j]
            if not term:
                break
        total += term
    return total


def rank(rows: Rows) -> int:
    """The rank by fraction-free elimination on whole columns (Bareiss); values below 10^-40 count as zero."""
    left, found = [list(row) for row in rows], 0
    for column in range(len(left[0]) if left else 0):
        at = next((i for i in range(found, len(left)) if abs(left[i][column]) > TINY), None)
        if at is None:
            continue
        left.insert(found, left.pop(at))
        head = left[found]
        for i in range(found + 1, len(left)):
            left[i] = [head[column] * x - left[i][column] * y for x, y in zip(left[i], head, strict=True)]
        found += 1
    return found


def rank_by_minors(rows: Rows) -> int:
    """The size of the largest square part whose determinant is not zero."""
    height, width = len(rows), len(rows[0])
    for size in range(min(height, width), 0, -1):
        for chosen in itertools.combinations(range(height), size):
            for columns in itertools.combinations(range(width), size):
                if determinant([[rows[i][j] for j in columns] for i in chosen]):
                    return size
    return 0


def characteristic(rows: Rows) -> list[Fraction]:
    """Coefficients of det(tI - A), constant term first, interpolated through n + 1 determinants (Lagrange).

    >>> [int(c) for c in characteristic([[Fraction(2), Fraction(1)], [Fraction(1), Fraction(2)]])]
    [3, -4, 1]
    """
    size = len(rows)
    total = [Fraction(0)] * (size + 1)
    for t in range(size + 1):
        value = determinant([[t * (i == j) - x for j, x in enumerate(row)] for i, row in enumerate(rows)])
        basis = [Fraction(1)]
        for other in range(size + 1):
            if other != t:
                shifted = [Fraction(0), *basis]
                basis = [(a - other * b) / (t - other) for a, b in zip(shifted, [*basis, Fraction(0)], strict=True)]
        total = [a + value * b for a, b in zip(total, basis, strict=True)]
    return total


def polynomial(coefficients: Sequence[Any], at: Any) -> Any:
    """The value of a polynomial, constant term first."""
    total = at * 0
    for coefficient in reversed(coefficients):
        total = total * at + coefficient
    return total


def zero_within(coefficients: Sequence[Fraction], z: complex) -> float:
    """A distance within which a zero of the polynomial surely lies: n |p(z)| / |p'(z)| (Laguerre's bound).

    >>> round(zero_within([Fraction(-2), Fraction(0), Fraction(1)], 1.4142 + 0j), 4)
    0.0
    """
    slopes = [k * c for k, c in enumerate(coefficients)][1:]
    steep = abs(polynomial([complex(c) for c in slopes], z))
    return (len(coefficients) - 1) * abs(polynomial([complex(c) for c in coefficients], z)) / steep if steep else float("inf")


# -- named checks ----------------------------------------------------------------------------------
def same_row_space(before: Rows, after: Rows) -> Check:
    """A row operation keeps what the rows span, hence the solution set."""
    together = rank([*before, *after])
    return Check(rank(before) == rank(after) == together, "same solution set: both row spaces agree")


def by_matrix(before: Rows, after: Rows, factor: Rows) -> Check:
    """The rows after are an invertible matrix times the rows before: what the operation claims to be, multiplied out."""
    good = product(factor, before) == [list(row) for row in after] and determinant(factor) != 0
    return Check(good, "multiplied out as a product with an invertible elementary matrix")


def is_reduced(rows: Rows, wide: int | None = None) -> bool:
    """Is this the reduced row echelon form (in the first `wide` columns)?

    >>> is_reduced([[Fraction(1), Fraction(2)], [Fraction(0), Fraction(0)]])
    True
    """
    last = -1
    for i, row in enumerate(rows):
        at = next((j for j, x in enumerate(row[:wide]) if x), None)
        if at is None:
            return not any(x for later in rows[i:] for x in later[:wide])
        if at <= last or row[at] != 1 or any(other[at] for k, other in enumerate(rows) if k != i):
            return False
        last = at
    return True


def equal(a: object, b: object, how: str) -> Check:
    """Two exact values are the same."""
    return Check(a == b, how)


# -- answers read back -----------------------------------------------------------------------------
def number(node: Node) -> Fraction:
    """The real value of a typed constant, exact where rational, else to 60 digits; raises Undefined where there is none."""
    if not symbols(node) and (found := exact(node)) is not None:
        return found
    parts = precise(node)
    if parts is None or abs(parts[1]) > TINY:
        raise Undefined
    return parts[0]


def number_back(answer: str) -> Fraction:
    """The value of an answer as typed.

    >>> number_back("3/4")
    Fraction(3, 4)
    """
    return number(read(answer))


def vector_back(answer: str) -> list[Fraction]:
    """The entries of a vector as typed."""
    node = read(answer)
    return [number(part) for part in entries(node) or (node,)]


def matrix_back(answer: str) -> list[list[Fraction]]:
    """The entries of a matrix as typed."""
    found = table(read(answer))
    if found is None:
        raise Unreadable("This is not a matrix.")
    return [[number(part) for part in row] for row in found]


def vectors_back(answer: str) -> list[list[Fraction]]:
    """The vectors of a list such as {(1, 0), (0, 1)}."""
    node = read(answer)
    parts = node.parts if isinstance(node, Listed) and node.open == "{" else (node,)
    return [[number(x) for x in entries(part) or (part,)] for part in parts]


def set_back(answer: str) -> list[complex]:
    """The elements of a set of numbers as typed, i allowed."""
    return [approximate(part, imaginary=True) for part in elements(read(answer))]


# -- slopes ----------------------------------------------------------------------------------------
_PLACES = (
    0.7317,
    1.2909,
    0.3141,
    2.3717,
    -0.6203,
    3.7411,
    -1.4142,
    0.1917,
    7.123,
    -4.877,
    0.5,
    12.377,
    29.3,
    -31.7,
    143.1,
    -212.9,
)


def places(names: Iterable[str], enough: Callable[[dict[str, float]], bool], many: int = 2) -> list[dict[str, float]]:
    """Points at which `enough` finds what it needs, `many` of them at most."""
    order = sorted(names)
    found: list[dict[str, float]] = []
    for turn in range(len(_PLACES)):
        point = {name: _PLACES[(turn + 5 * i) % len(_PLACES)] for i, name in enumerate(order)}
        if enough(point):
            found.append(point)
        if len(found) == many:
            break
    return found


def real(node: Node, point: dict[str, float]) -> float | None:
    """The value where it is real and finite, else None."""
    try:
        value = approximate(node, dict(point))
    except (Undefined, OverflowError):
        return None
    return value.real if abs(value.imag) <= 1e-9 * max(1.0, abs(value)) else None


def slope(node: Node, name: str, point: dict[str, float]) -> float | None:
    """The slope along one letter by differences of fourth order, none of it SymPy; None where the function ends nearby.

    Of four distances the one is taken that agrees best with its neighbour: not yet drowned in rounding, no longer coarse.

    >>> round(slope(read("x^2"), "x", {"x": 3.0}), 6)
    6.0
    """
    scale = 10 * abs(point[name]) if 1e-4 < abs(point[name]) < 0.05 else 1.0
    sizes = [power * scale for power in (1e-2, 1e-3, 1e-4, 1e-5)]
    known = [found for found in (_difference(node, name, point, size) for size in sizes) if found is not None]
    if len(known) < 2:
        return None
    return min(pairwise(known), key=lambda pair: abs(pair[0] - pair[1]))[1]


def _difference(node: Node, name: str, point: dict[str, float], size: float) -> float | None:
    around = [real(node, point | {name: point[name] + k * size}) for k in (-2, -1, 1, 2)]
    if any(value is None for value in around):
        return None
    a, b, c, d = (value or 0.0 for value in around)
    return (a - d + 8 * (c - b)) / (12 * size)


def slopes_to(node: Node, name: str, point: dict[str, float], value: float | None) -> bool:
    """Is this the slope there, beside the size of slope and function? Raises Unreadable where the function is not real."""
    found, level = slope(node, name, point), real(node, point)
    if found is None or level is None:
        raise Unreadable("The function is not real at this point or ends there — try another point.")
    if value is None:
        return False
    return abs(found - value) <= 2e-6 * max(1.0, abs(found), abs(value)) + 1e-9 * abs(level)


def is_slope(f: Node, answer: Node, name: str) -> Check:
    """The answer, read back, is the slope of f at two points or more; raises Unreadable where f is hardly ever real."""
    names = symbols(f) | symbols(answer) | {name}

    def known(point: dict[str, float]) -> bool:
        level = real(f, point)
        return level is not None and abs(level) < 1e12 and slope(f, name, point) is not None and real(answer, point) is not None

    points = places(names, known, 3)
    if len(points) < 2:
        raise Unreadable("I found no two places where this function is real — check its brackets and its domain.")
    agreed = [slopes_to(f, name, point, real(answer, point)) for point in points]
    how = f"second route: agrees with differences of the function, computed without algebra, at {sum(agreed)} points"
    return Check(sum(agreed) >= 2 and (all(agreed) or _wild(f, name, points, agreed)), how)


def _wild(f: Node, name: str, points: list[dict[str, float]], agreed: list[bool]) -> bool:
    """Do differences tell nothing at the points that did not agree, since they disagree among themselves?"""
    lost = [point for point, good in zip(points, agreed) if not good]
    for point in lost:
        pair = [_difference(f, name, point, size) for size in (1e-4, 1e-5)]
        if pair[0] is not None and pair[1] is not None and _close(pair[0], pair[1], 1e-6):
            return False
    return True


def _close(a: float | None, b: float | None, relative: float = 1e-6) -> bool:
    return a is not None and b is not None and abs(a - b) <= relative * max(1.0, abs(a), abs(b))


def close(a: float | None, b: float | None, relative: float = 1e-6) -> bool:
    """Nearly equal floats.

    >>> close(1.0, 1.0 + 1e-9), close(1.0, 1.1)
    (True, False)
    """
    return _close(a, b, relative)


def near_to(a: Row, b: Row) -> bool:
    """Equal to 40 digits, beside a size of one or more.

    >>> near_to([Fraction(1)], [Fraction(1) + Fraction(1, 10**50)])
    True
    """
    return all(abs(x - y) <= TINY * 10**6 * max(Fraction(1), abs(x), abs(y)) for x, y in zip(a, b, strict=True))


def near_rows_to(a: Rows, b: Rows) -> bool:
    """The same matrix to 34 digits, where many rounded products were added."""
    return len(a) == len(b) and all(near_to(p, q) for p, q in zip(a, b, strict=True))
