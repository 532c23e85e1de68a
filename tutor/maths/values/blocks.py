"""Matrices as nested tuples, in any arithmetic: sums, products, inverses, determinants, all without pivoting by size.

A vector of length n is n x 1. What is 1 x 1 is a number: x^T A x is one. `Scale` is a multiple of the identity of whatever
size fits. Inverses go by cofactors, so they stay exact over fractions, modulo a prime and with slopes.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tutor.maths.evaluate import Arithmetic, Undefined
from tutor.maths.values.arithmetics import vanishes

Rows = tuple[tuple[Any, ...], ...]
LARGEST = 6


class NotComputable(Exception):
    """A piece that has no sure value here; the message says which, in words for the learner."""


class DoesNotFit(NotComputable):
    """Two shapes that do not go together."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A multiple of the identity matrix."""

    factor: Any


def is_rows(value: object) -> bool:
    return isinstance(value, tuple) and bool(value) and isinstance(value[0], tuple)


def shape(value: Any) -> tuple[int, int]:
    """Rows and columns; a number is 1 x 1."""
    return (len(value), len(value[0])) if is_rows(value) else (1, 1)


def plain(value: Any) -> Any:
    """A 1 x 1 matrix as its number."""
    return value[0][0] if is_rows(value) and shape(value) == (1, 1) else value


def identity(ring: Arithmetic, size: int) -> Rows:
    one, zero = ring.number(Fraction(1)), ring.number(Fraction(0))
    return tuple(tuple(one if i == j else zero for j in range(size)) for i in range(size))


def spread(ring: Arithmetic, value: Any, size: int) -> Rows:
    """A multiple of the identity written out."""
    return scaled(ring, value.factor, identity(ring, size))


def scaled(ring: Arithmetic, factor: Any, rows: Rows) -> Rows:
    return tuple(tuple(ring.multiply(factor, entry) for entry in row) for row in rows)


def negative(ring: Arithmetic, value: Any) -> Any:
    return multiply(ring, ring.number(Fraction(-1)), value)


def add(ring: Arithmetic, a: Any, b: Any) -> Any:
    """a + b; raises DoesNotFit where the shapes differ."""
    if isinstance(a, Scale) and isinstance(b, Scale):
        return Scale(ring.add(a.factor, b.factor))
    if isinstance(a, Scale) and is_rows(b):
        a = spread(ring, a, _side(b))
    if isinstance(b, Scale) and is_rows(a):
        b = spread(ring, b, _side(a))
    if is_rows(a) != is_rows(b) or isinstance(a, Scale) != isinstance(b, Scale):
        if not is_rows(a) and not isinstance(a, Scale) and vanishes(a):
            return b
        if not is_rows(b) and not isinstance(b, Scale) and vanishes(b):
            return a
        raise DoesNotFit("a number and a matrix cannot be added")
    if not is_rows(a):
        return ring.add(a, b)
    if shape(a) != shape(b):
        raise DoesNotFit("matrices of different sizes cannot be added")
    return tuple(tuple(ring.add(x, y) for x, y in zip(r, s)) for r, s in zip(a, b))


def _side(rows: Rows) -> int:
    height, width = shape(rows)
    if height != width:
        raise DoesNotFit("the identity is square")
    return height


def multiply(ring: Arithmetic, a: Any, b: Any) -> Any:
    """a b; numbers scale; raises DoesNotFit where the inner sizes differ."""
    if isinstance(a, Scale) or isinstance(b, Scale):
        return _times_scale(ring, a, b)
    if not is_rows(a) and not is_rows(b):
        return ring.multiply(a, b)
    if not is_rows(a):
        return scaled(ring, a, b)
    if not is_rows(b):
        return scaled(ring, b, a)
    if shape(a)[1] != shape(b)[0]:
        raise DoesNotFit("the inner sizes of a product differ")
    columns = tuple(zip(*b))
    return plain(tuple(tuple(_dot(ring, row, column) for column in columns) for row in a))


def _times_scale(ring: Arithmetic, a: Any, b: Any) -> Any:
    if isinstance(a, Scale) and isinstance(b, Scale):
        return Scale(ring.multiply(a.factor, b.factor))
    scale, other = (a, b) if isinstance(a, Scale) else (b, a)
    return scaled(ring, scale.factor, other) if is_rows(other) else Scale(ring.multiply(scale.factor, other))


def _dot(ring: Arithmetic, a: tuple[Any, ...], b: tuple[Any, ...]) -> Any:
    total = ring.number(Fraction(0))
    for x, y in zip(a, b, strict=True):
        total = ring.add(total, ring.multiply(x, y))
    return total


def inner(ring: Arithmetic, a: Any, b: Any) -> Any:
    """The sum of the products of matching entries."""
    if shape(a) != shape(b):
        raise DoesNotFit("an inner product needs two of the same size")
    left = sum(a, ()) if is_rows(a) else (a,)
    right = sum(b, ()) if is_rows(b) else (b,)
    return _dot(ring, left, right)


def transpose(value: Any) -> Any:
    return tuple(zip(*value)) if is_rows(value) else value


def determinant(ring: Arithmetic, value: Any) -> Any:
    """By cofactors: no division, so exact in every arithmetic."""
    if not is_rows(value):
        if isinstance(value, Scale):
            raise NotComputable("the size of the identity is not told")
        return value
    size = _side(value)
    if size > LARGEST:
        raise NotComputable("the matrix is too large to try here")
    if size == 1:
        return value[0][0]
    total = ring.number(Fraction(0))
    for j in range(size):
        minor = determinant(ring, tuple(row[:j] + row[j + 1 :] for row in value[1:]))
        term = ring.multiply(value[0][j], minor)
        total = ring.add(total, term if j % 2 == 0 else ring.multiply(ring.number(Fraction(-1)), term))
    return total


def inverse(ring: Arithmetic, value: Any) -> Any:
    """The adjugate over the determinant; raises Undefined for a singular matrix."""
    one = ring.number(Fraction(1))
    if isinstance(value, Scale):
        return Scale(ring.divide(one, value.factor))
    if not is_rows(value):
        return ring.divide(one, value)
    size, whole = _side(value), determinant(ring, value)
    if vanishes(whole):
        raise Undefined
    return tuple(tuple(ring.divide(_cofactor(ring, value, j, i), whole) for j in range(size)) for i in range(size))


def _cofactor(ring: Arithmetic, value: Rows, i: int, j: int) -> Any:
    left = tuple(row[:j] + row[j + 1 :] for k, row in enumerate(value) if k != i)
    minor = determinant(ring, left) if left else ring.number(Fraction(1))
    return minor if (i + j) % 2 == 0 else ring.multiply(ring.number(Fraction(-1)), minor)


def power(ring: Arithmetic, value: Any, exponent: int) -> Any:
    """A whole power of a square matrix; negative ones through the inverse."""
    if abs(exponent) > 12:
        raise NotComputable("the power is too large to try here")
    if exponent < 0:
        return power(ring, inverse(ring, value), -exponent)
    result: Any = identity(ring, _side(value))
    for _ in range(exponent):
        result = multiply(ring, result, value)
    return result


def trace(ring: Arithmetic, value: Any) -> Any:
    if isinstance(value, Scale):
        raise NotComputable("the size of the identity is not told")
    if not is_rows(value):
        return value
    total = ring.number(Fraction(0))
    for i in range(_side(value)):
        total = ring.add(total, value[i][i])
    return total


def rank(ring: Arithmetic, value: Any) -> int:
    """How many rows are left after elimination; only where zero is surely zero."""
    rows = [list(row) for row in value] if is_rows(value) else [[value]]
    if any(isinstance(entry, float) for row in rows for entry in row):
        raise NotComputable("a rank is found in exact numbers only")
    found = 0
    for column in range(len(rows[0])):
        pivot = next((i for i in range(found, len(rows)) if not vanishes(rows[i][column])), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        for i in range(found + 1, len(rows)):
            factor = ring.divide(rows[i][column], rows[found][column])
            minus = ring.multiply(ring.number(Fraction(-1)), factor)
            rows[i] = [ring.add(x, ring.multiply(minus, y)) for x, y in zip(rows[i], rows[found])]
        found += 1
    return found


def alike(a: Any, b: Any, tolerance: float) -> bool:
    """Whether two values agree: exactly, or for floats within `tolerance`. A bare zero equals a matrix of zeros.

    Raises DoesNotFit where a matrix is compared with another size or with a number that is not zero.
    """
    if isinstance(a, Scale) and isinstance(b, Scale):
        return alike(a.factor, b.factor, tolerance)
    if isinstance(a, Scale) or isinstance(b, Scale):
        scale, other = (a, b) if isinstance(a, Scale) else (b, a)
        if not is_rows(other):
            if vanishes(other) and not vanishes(scale.factor):
                return False
            raise DoesNotFit("a matrix and a number are compared")
        size = _side(other)
        zero = scale.factor - scale.factor
        return alike(tuple(tuple(scale.factor if i == j else zero for j in range(size)) for i in range(size)), other, tolerance)
    if is_rows(a) and is_rows(b):
        if shape(a) != shape(b):
            raise DoesNotFit("two sides of different sizes are compared")
        return all(alike(x, y, tolerance) for r, s in zip(a, b) for x, y in zip(r, s))
    if is_rows(a) or is_rows(b):
        rows, number = (a, b) if is_rows(a) else (b, a)
        if not vanishes(number):
            raise DoesNotFit("a matrix and a number are compared")
        return all(vanishes(x) for row in rows for x in row)
    return abs(a - b) <= tolerance if isinstance(a, float) or isinstance(b, float) else a == b
