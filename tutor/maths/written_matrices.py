"""Matrices that are not written entry by entry: 3 I_2, and a matrix of numbers to a whole power, minus one among them."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from tutor.errors import Unreadable
from tutor.maths.answers.lists import put, table
from tutor.maths.evaluate import exact
from tutor.maths.tree import Binary, Matrix, Negative, Node, Number, Span, Symbol, symbols

_MOST_POWER = 8


def written_out(key: Node, typed: Node) -> Node:
    """3 I_2 and [[1, 2], [3, 4]]^-1 entry by entry, where the answer has no such letter; I alone does not say how large it is.

    >>> from tutor.maths.parse import read
    >>> table(written_out(read("[[0, 1], [1, 0]]"), read("[[0, 2], [1/2, 0]]^-1"))) is not None
    True
    """
    wanted = table(key)
    if wanted is None:
        return typed
    names = {name for name in symbols(typed) if re.fullmatch(r"I_[1-8]", name)}
    own = {name for row in wanted for entry in row for name in symbols(entry)}
    if "I" in symbols(typed) - own and not isinstance(typed, Symbol):
        raise Unreadable("I can't see how large I is here — write I_2 for the 2 by 2 one, or the matrix entry by entry.")
    if names and not own & names:
        typed = put(typed, {name: _identity(typed.span, int(name[2:])) for name in names})
    return _powers_out(typed)


def _powers_out(node: Node) -> Node:
    """A matrix of plain fractions to a whole power, minus one among them, as the matrix it is."""
    if isinstance(node, Binary) and node.op in ("*", "/"):
        return replace(node, left=_powers_out(node.left), right=_powers_out(node.right))
    if isinstance(node, Negative):
        return replace(node, body=_powers_out(node.body))
    if not (isinstance(node, Binary) and node.op == "^" and not symbols(node.right)):
        return node
    rows, power = table(node.left), exact(node.right)
    if rows is None or len(rows) != len(rows[0]) or power is None or power.denominator != 1 or not 0 < abs(power) <= _MOST_POWER:
        return node
    values = [[exact(x) if not symbols(x) else None for x in row] for row in rows]
    if any(x is None for row in values for x in row):
        return node
    found = _power([[x or Fraction(0) for x in row] for row in values], int(power))
    return node if found is None else Matrix(node.span, tuple(tuple(_numeral(node.span, x) for x in row) for row in found))


def _numeral(span: Span, value: Fraction) -> Node:
    shown = Number(span, f"{abs(value.numerator)}/{value.denominator}" if value.denominator != 1 else str(abs(value.numerator)))
    return Negative(span, shown) if value < 0 else shown


def _power(rows: list[list[Fraction]], power: int) -> list[list[Fraction]] | None:
    base = inverse(rows) if power < 0 else rows
    if base is None:
        return None
    found = base
    for _ in range(abs(power) - 1):
        found = [
            [sum((x * y for x, y in zip(row, column, strict=True)), Fraction(0)) for column in zip(*base, strict=True)]
            for row in found
        ]
    return found


def inverse(rows: list[list[Fraction]]) -> list[list[Fraction]] | None:
    """The inverse of a square matrix by elimination; None where there is none.

    >>> inverse([[Fraction(1), Fraction(2)], [Fraction(2), Fraction(4)]]) is None
    True
    """
    size = len(rows)
    wide = [[*row, *(Fraction(int(i == j)) for j in range(size))] for i, row in enumerate(rows)]
    for column in range(size):
        pivot = next((i for i in range(column, size) if wide[i][column]), None)
        if pivot is None:
            return None
        wide[column], wide[pivot] = wide[pivot], wide[column]
        wide[column] = [x / wide[column][column] for x in wide[column]]
        for i in range(size):
            if i != column:
                wide[i] = [a - wide[i][column] * b for a, b in zip(wide[i], wide[column], strict=True)]
    return [row[size:] for row in wide]


def _identity(span: Span, size: int) -> Matrix:
    return Matrix(span, tuple(tuple(Number(span, str(int(i == j))) for j in range(size)) for i in range(size)))
