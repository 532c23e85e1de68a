"""What is known of a matrix without its entries: rows, columns, rank, nullity, determinant."""

from __future__ import annotations

from fractions import Fraction

import tutor.maths.steps.check as check
import tutor.maths.steps.write as write
from tutor.errors import Unreadable
from tutor.maths.steps.solution import Check, Ledger, Solution

_LARGEST = 60
_MULTIPLY = "Determinants multiply along a product."


def rank_or_nullity(ledger: Ledger, asked: str, columns: int, other: int, rows: int | None) -> Solution:
    """Rank plus nullity is the number of columns; `other` is the one of the two that is known. Raises Unreadable."""
    value = columns - other
    rank = value if asked == "rank" else other
    if not 1 <= columns <= _LARGEST or (rows is not None and not 1 <= rows <= _LARGEST):
        raise Unreadable(f"I count matrices of up to {_LARGEST} rows and columns — try a 3 by 5 matrix of rank 2.")
    if rank < 0 or value < 0 or rank > min(columns, rows if rows is not None else columns):
        raise Unreadable("No matrix has these numbers: the rank is at most the number of rows and of columns — check them.")
    # A matrix with these counts: ones on the first places of the diagonal, zeros elsewhere.
    shown = [[Fraction(int(i == j and i < rank)) for j in range(columns)] for i in range(max(rank, rows or rank, 1))]
    kept = check.equal(check.rank(shown), rank, "a matrix with so many ones on its diagonal has this rank")
    known = "nullity" if asked == "rank" else "rank"
    ledger.step("Each column holds a pivot or is free.", rf"\text{{columns}} = {columns}, \quad \text{{{known}}} = {other}", kept)
    free = sum(all(not row[j] for row in shown) for j in range(columns))
    second = check.equal(value, rank if asked == "rank" else free, "second route: counted on such a matrix")
    if rows is not None:
        tall = check.equal(
            check.rank([*shown, [Fraction(0)] * columns]), rank, "a row of zeros more leaves rank and columns as they are"
        )
        ledger.step(f"How many rows there are, here {rows}, does not matter.", rf"\text{{rows}} = {rows}", tall)
    latex = rf"\text{{{asked}}} = {columns} - {other} = {value}"
    return ledger.conclude("number", str(value), latex, second, says="Rank and nullity add up to the number of columns.")


def _by_rule(ledger: Ledger, says: str, latex: str, value: Fraction, example: Fraction, rule: Check) -> Solution:
    """A determinant that follows from others by a rule, tried on its own; `example` is the answer on diagonal matrices."""
    how = check.equal(value, example, "second route: the same on a diagonal matrix")
    ledger.step(says, latex, rule)
    return ledger.conclude("number", write.plain(value), rf"{latex} = {write.tex(value)}", how)


def diagonal(size: int, value: Fraction) -> list[list[Fraction]]:
    """A matrix of this size with this determinant.

    >>> check.determinant(diagonal(3, Fraction(7)))
    Fraction(7, 1)
    """
    return [[(value if i == 0 else Fraction(1)) if i == j else Fraction(0) for j in range(size)] for i in range(size)]


def scaled(ledger: Ledger, factor: Fraction, size: int, value: Fraction, name: str) -> Solution:
    """det(kA) = k^n det(A)."""
    rows = diagonal(size, value)
    example = check.determinant([[factor * entry for entry in row] for row in rows])
    one_row = check.determinant([[factor * entry for entry in rows[0]], *rows[1:]])
    rule = check.equal(one_row, factor * value, "one row multiplied multiplies a determinant once")
    latex = rf"\det({write.tex(factor)}{name}) = {write.raised(factor)}^{{{size}}} \cdot {write.bracketed(value)}"
    says = f"Each of the {size} rows is multiplied, so the factor comes out {size} times."
    return _by_rule(ledger, says, latex, factor**size * value, example, rule)


def product(ledger: Ledger, names: tuple[str, str], values: tuple[Fraction, Fraction]) -> Solution:
    """det(AB) = det(A) det(B)."""
    first, second = (diagonal(2, value) for value in values)
    example = check.determinant(check.product(first, second))
    latex = rf"\det({names[0]}{names[1]}) = {write.bracketed(values[0])} \cdot {write.bracketed(values[1])}"
    return _by_rule(ledger, _MULTIPLY, latex, values[0] * values[1], example, _multiplies())


def power(ledger: Ledger, name: str, exponent: int, value: Fraction) -> Solution:
    """det(A^k) = det(A)^k, also for k = -1. Raises Unreadable where there is no inverse."""
    if exponent < 0 and not value:
        raise Unreadable("A matrix with determinant 0 has no inverse — check the determinant.")
    entries = diagonal(2, value)
    table = entries if exponent > 0 else [[1 / entry if entry else entry for entry in row] for row in entries]
    whole = table
    for _ in range(abs(exponent) - 1):
        whole = check.product(whole, table)
    latex = rf"\det({name}^{{{exponent}}}) = {write.raised(value)}^{{{exponent}}}"
    return _by_rule(ledger, _MULTIPLY, latex, value**exponent, check.determinant(whole), _multiplies())


def _multiplies() -> Check:
    """The rule for products on two full matrices of numbers."""
    one, other = ([[Fraction(x) for x in row] for row in rows] for rows in ([[2, 1], [7, 4]], [[3, -5], [2, 6]]))
    product_of_both = check.determinant(one) * check.determinant(other)
    return check.equal(check.determinant(check.product(one, other)), product_of_both, "tried on two matrices of numbers")
