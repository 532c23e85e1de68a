"""Vectors written in decimals, as a calculator prints them: which vector of a space is meant by (0.316, 0.949)?

Laws of this file:
- a decimal stands for a number only if that number, rounded correctly to its places, is the decimal, as for a single number;
  it has three digits at least: whole numbers, fractions and shorter decimals stand for themselves;
- a length is never fitted: it comes from an entry that stands for itself, or it is one of those a vector is brought to
  (length 1, entries that add up to 1). Decimals that fit at some other length only are asked about, never accepted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt
from typing import Literal

from tutor.maths.answers.numbers import FEWEST_DIGITS, decimal
from tutor.maths.tree import Node

Vector = list[Fraction]
_TINY = Fraction(1, 10**25)
_DIGITS = 10**50  # to so many parts a length is known


@dataclass(frozen=True, slots=True)
class Meant:
    """What a vector of decimals is to a space: a vector of it, perhaps one, or none."""

    finding: Literal["right", "unsure", "wrong"]
    vector: Vector | None = None


def meant(space: Sequence[Vector], values: Vector, typed: Sequence[Node]) -> Meant:
    """The vector of the space (given by independent vectors) that the typed entries stand for; `values` are these entries.

    >>> from tutor.maths.parse import read
    >>> parts = read("(0.316, 0.949)").parts
    >>> values = [Fraction("0.316"), Fraction("0.949")]
    >>> [meant([[Fraction(1), Fraction(n)]], values, parts).finding for n in (3, 4)]
    ['right', 'wrong']
    """
    widths = [_half_a_place(node) for node in typed]
    if not any(widths):
        return Meant("wrong")
    return _along(space[0], values, widths) if len(space) == 1 else _within(space, values, widths)


def _half_a_place(node: Node) -> Fraction:
    """How far the number meant can be from the typed one: 0 where the entry stands for itself."""
    found = decimal(node)
    if found is None or found.significant < FEWEST_DIGITS or found.value.denominator == 1:
        return Fraction(0)
    return Fraction(1, 2) / Fraction(10) ** found.places


def _fits(vector: Vector, values: Vector, widths: Vector) -> bool:
    """Whether every entry, rounded, is the typed one; a whole number is no rounding of another."""
    return all(
        abs(a - b) < _TINY or (abs(a - b) <= width and abs(a - round(a)) > _TINY)
        for a, b, width in zip(vector, values, widths, strict=True)
    )


def _along(key: Vector, values: Vector, widths: Vector) -> Meant:
    """One direction: the length is set by an entry that stands for itself, or is a usual one."""
    pins = [value / entry for entry, value, width in zip(key, values, widths, strict=True) if not width and entry and value]
    whole = sum(key, Fraction(0))
    usual = [1 / _length(key), *([1 / whole] if abs(whole) > _TINY else [])]
    for scale in pins[:1] or [sign * one for one in usual for sign in (1, -1)]:
        vector = [scale * entry for entry in key]
        if _fits(vector, values, widths):
            return Meant("right", vector)
    return Meant("wrong" if pins or not _some_length(key, values, widths) else "unsure")


def _some_length(key: Vector, values: Vector, widths: Vector) -> bool:
    """Whether the decimals fit at any length at all."""
    low, high = Fraction(-(10**60)), Fraction(10**60)
    for entry, value, width in zip(key, values, widths, strict=True):
        if abs(entry) < _TINY:
            if abs(value) > width:
                return False
            continue
        ends = sorted([(value - width) / entry, (value + width) / entry])
        low, high = max(low, ends[0]), min(high, ends[1])
    return low <= high


def _within(space: Sequence[Vector], values: Vector, widths: Vector) -> Meant:
    """A space of several directions: the entries that stand for themselves are kept, the others are met as nearly as can be."""
    fixed = [at for at, width in enumerate(widths) if not width]
    solved = _solutions([[vector[at] for vector in space] for at in fixed], [values[at] for at in fixed], len(space))
    if solved is None:
        return Meant("wrong")
    start, free = solved
    base = _combined(space, start)
    moves = [_combined(space, direction) for direction in free]
    open_places = [at for at, width in enumerate(widths) if width]
    vector = _nearest(base, moves, values, widths, open_places)
    if vector is None:
        return Meant("unsure")
    if _fits(vector, values, widths):
        kept = any(values[at] for at in fixed)
        return Meant("right" if kept or _has_length_one(values, widths) else "unsure", vector)
    missed = sum(((vector[at] - values[at]) / widths[at]) ** 2 for at in open_places)
    return Meant("unsure" if moves and missed <= len(open_places) else "wrong")


def _nearest(base: Vector, moves: list[Vector], values: Vector, widths: Vector, places: list[int]) -> Vector | None:
    """The vector base + moves that misses the typed entries least, each miss counted in half places."""
    if not moves:
        return base
    tilted = [[move[at] / widths[at] for at in places] for move in moves]
    gap = [(values[at] - base[at]) / widths[at] for at in places]
    solved = _solutions([[_dot(a, b) for b in tilted] for a in tilted], [_dot(a, gap) for a in tilted], len(moves))
    if solved is None or solved[1]:
        return None
    shift = _combined(moves, solved[0])
    return [a + b for a, b in zip(base, shift, strict=True)]


def _has_length_one(values: Vector, widths: Vector) -> bool:
    slack = sum(2 * abs(value) * width + width**2 for value, width in zip(values, widths, strict=True))
    return abs(_dot(values, values) - 1) <= slack


def _solutions(rows: list[Vector], right: Vector, unknowns: int) -> tuple[Vector, list[Vector]] | None:
    """One solution of a linear system and the directions one may go from it; None where there is no solution."""
    lines = [[*row, value] for row, value in zip(rows, right, strict=True)]
    pivots: list[int] = []
    for column in range(unknowns):
        done = len(pivots)
        best = max(range(done, len(lines)), key=lambda i: abs(lines[i][column]), default=None)
        if best is None or abs(lines[best][column]) < _TINY:
            continue
        lines[done], lines[best] = lines[best], lines[done]
        lines[done] = [x / lines[done][column] for x in lines[done]]
        for i, line in enumerate(lines):
            if i != done:
                lines[i] = [a - line[column] * b for a, b in zip(line, lines[done], strict=True)]
        pivots.append(column)
    if any(abs(line[-1]) > _TINY for line in lines[len(pivots) :]):
        return None
    start = [Fraction(0)] * unknowns
    for line, column in zip(lines, pivots, strict=False):
        start[column] = line[-1]
    free = []
    for column in (n for n in range(unknowns) if n not in pivots):
        direction = [Fraction(int(n == column)) for n in range(unknowns)]
        for line, pivot in zip(lines, pivots, strict=False):
            direction[pivot] = -line[column]
        free.append(direction)
    return start, free


def _combined(vectors: Sequence[Vector], factors: Vector) -> Vector:
    size = len(vectors[0])
    return [
        sum((factor * vector[at] for factor, vector in zip(factors, vectors, strict=True)), Fraction(0)) for at in range(size)
    ]


def _dot(a: Vector, b: Vector) -> Fraction:
    return sum((x * y for x, y in zip(a, b, strict=True)), Fraction(0))


def _length(vector: Vector) -> Fraction:
    return Fraction(isqrt(int(_dot(vector, vector) * _DIGITS**2)), _DIGITS)
