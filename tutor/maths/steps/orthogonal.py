"""A = QR: the columns made orthonormal one after the other, and the numbers that lead back."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import tutor.maths.steps.check as check
import tutor.maths.steps.write as write
from tutor.errors import Unreadable
from tutor.maths.steps.elimination import Table, begin
from tutor.maths.steps.geometry import digits, tidy
from tutor.maths.steps.rules import rational
from tutor.maths.steps.solution import Check, Ledger, Part, Solution


def _dot(a: Sequence[Any], b: Sequence[Any]) -> Any:
    return tidy(sum(x * y for x, y in zip(a, b, strict=True)))


def qr(ledger: Ledger, rows: Table) -> Solution:
    """Q with orthonormal columns and R upper triangular with a positive diagonal; raises Unreadable for dependent columns."""
    import sympy

    high, wide = len(rows), len(rows[0])
    begin(ledger, rows, "Make the columns orthonormal, one after the other (Gram-Schmidt), and keep the numbers used on the way.")
    columns = [[rational(row[j]) for row in rows] for j in range(wide)]
    if wide > high or check.rank(rows) < wide:
        raise Unreadable("The columns of this matrix depend on each other, so Q would lack a column — give independent columns.")
    made: list[list[Any]] = []
    upper: list[list[Any]] = [[sympy.Integer(0)] * wide for _ in range(wide)]
    for j, column in enumerate(columns):
        rest = list(column)
        for i, q in enumerate(made):
            upper[i][j] = _dot(q, column)
            rest = [tidy(a - upper[i][j] * b) for a, b in zip(rest, q, strict=True)]
        length = sympy.sqrtdenest(sympy.sqrt(_dot(rest, rest)))
        upper[j][j] = length
        unit = [tidy(sympy.sqrtdenest(a / length)) for a in rest]
        _column_step(ledger, column, (j, unit, length), [(i, upper[i][j], made[i]) for i in range(j)])
        made.append(unit)
    q = [[c[i] for c in made] for i in range(high)]
    if any(x.count_ops() > 24 for m in (q, upper) for row in m for x in row):
        raise Unreadable("The roots in this decomposition grow too long to show — try a matrix with nicer columns.")
    parts = (Part("Q", "matrix", write.matrix(q)), Part("R", "matrix", write.matrix(upper)))
    a, b = (check.matrix_back(part.answer) for part in parts)
    good = check.near_rows_to(check.product(a, b), rows) and check.near_rows_to(
        check.product(check.turned(a), a), check.unit(wide)
    )
    good = good and all(b[i][j] == 0 for i in range(wide) for j in range(i)) and all(b[i][i] > 0 for i in range(wide))
    how = Check(good, r"second route: read back, $QR = A$ and $Q^\top Q = I$ to 34 digits, and $R$ is upper triangular")
    latex = rf"Q = {write.matrix_tex(q)}, \quad R = {write.matrix_tex(upper)}"
    answer = "; ".join(f"{part.label} = {part.answer}" for part in parts)
    return ledger.conclude("labelled", answer, latex, how, says="Put them in columns: $A = QR$.", parts=parts)


def _column_step(
    ledger: Ledger, column: Sequence[Any], made: tuple[int, Sequence[Any], Any], used: Sequence[tuple[int, Any, Sequence[Any]]]
) -> None:
    j, unit, length = made
    x, a = digits(unit), digits(column)
    size = check.number_back(write.plain(length))
    again = [size * e for e in x]
    for _i, weight, q in used:
        again = [s + check.number_back(write.plain(weight)) * e for s, e in zip(again, digits(q), strict=True)]
    good = check.near_to(again, a) and abs(check.dot(x, x) - 1) < Fraction(1, 10**34)
    numbers = "".join(rf"r_{{{i + 1}{j + 1}}} = {write.tex(weight)},\quad " for i, weight, _ in used)
    says = f"Column {j + 1}: take away its parts along the columns already made, and divide by the length of what is left."
    says = says if used else "Column 1: divide it by its length."
    latex = rf"{numbers}r_{{{j + 1}{j + 1}}} = {write.tex(length)},\quad q_{{{j + 1}}} = {write.vector_tex(unit)}"
    ledger.step(says, latex, Check(good, "put together again it is the column, to 34 digits, and its length is 1"))
