"""Coordinates in a basis, change of basis, least squares, lines of best fit."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import tutor.maths.steps.check as check
import tutor.maths.steps.write as write
from tutor.errors import Unreadable
from tutor.maths.steps.check import Rows
from tutor.maths.steps.elimination import Table, reduce
from tutor.maths.steps.geometry import same_length
from tutor.maths.steps.solution import Check, Ledger, Solution


# -- coordinates and least squares -----------------------------------------------------------------
def coordinates(ledger: Ledger, v: Sequence[Fraction], basis: Rows) -> Solution:
    """The weights that mix the basis vectors into v."""
    same_length(v, *basis)
    if check.rank(basis) < len(basis) or len(basis) != len(v):
        raise Unreadable(f"These vectors are no basis: it takes {len(v)} independent ones — try (1, 1), (1, -1).")
    columns = check.turned(basis)
    joined = [[*row, x] for row, x in zip(columns, v)]
    size = len(v)
    latex = write.augmented_tex(joined, size)
    ledger.step(
        "Put the basis vectors in columns, and $v$ behind the bar: you look for weights $c$ with $Bc = v$.",
        latex,
        Check(check.matrix_back(write.matrix(joined)) == joined, "read back entry by entry"),
    )
    found = reduce(ledger, joined, bar=size, wide=size)
    weights = [row[size] for row in found.rows]
    answer = write.vector(weights)
    again = check.vector_back(answer)
    mixed = [sum((c * b[i] for c, b in zip(again, basis)), Fraction(0)) for i in range(size)]
    how = check.equal(mixed, list(v), "second route: the weights, read back, mix the basis vectors into $v$")
    sums = " + ".join(rf"{write.bracketed(c)} {write.vector_tex(b)}" for c, b in zip(weights, basis))
    return ledger.conclude(
        "vector",
        answer,
        f"[v]_B = {write.vector_tex(weights)}, \\qquad {sums} = {write.vector_tex(v)}",
        how,
        says="The weights stand behind the bar.",
    )


def change_of_basis(ledger: Ledger, old: Rows, new: Rows) -> Solution:
    """The matrix that turns coordinates in the old basis into coordinates in the new one."""
    size = len(old[0])
    for basis in (old, new):
        if len(basis) != size or any(len(b) != size for b in basis) or check.rank(basis) < size:
            raise Unreadable(f"A basis here takes {size} independent vectors with {size} entries — try {{(1, 1), (1, -1)}}.")
    joined = [list(a) + list(b) for a, b in zip(check.turned(new), check.turned(old))]
    ledger.step(
        "Put the new basis in columns on the left and the old one on the right; row reduction solves all at once.",
        write.augmented_tex(joined, size),
        Check(check.matrix_back(write.matrix(joined)) == joined, "read back entry by entry"),
    )
    found = reduce(ledger, joined, bar=size, wide=size)
    result = [row[size:] for row in found.rows]
    answer = write.matrix(result)
    again = check.matrix_back(answer)
    good = check.product(check.turned(new), again) == check.turned(old)
    how = Check(good, "second route: new basis times this matrix gives the old basis, multiplied out")
    return ledger.conclude(
        "matrix",
        answer,
        write.matrix_tex(result),
        how,
        says="On the right stands the change of basis, from old coordinates to new ones.",
    )


def least_squares(ledger: Ledger, rows: Table, right: Sequence[Fraction], kind: str = "vector") -> Solution:
    """The best x for A x = b, by the normal equations."""
    if len(rows) != len(right):
        raise Unreadable(f"The matrix has {len(rows)} rows and the right side {len(right)} entries — give as many of each.")
    wide = len(rows[0])
    turned = [list(column) for column in zip(*rows)]
    gram = [[sum((x * y for x, y in zip(a, b)), Fraction(0)) for b in turned] for a in turned]
    side = [sum((x * y for x, y in zip(a, right)), Fraction(0)) for a in turned]
    good = gram == check.product(turned, rows) and side == check.image(turned, right)
    latex = rf"A^\top A = {write.matrix_tex(gram)}, \qquad A^\top b = {write.vector_tex(side)}"
    ledger.step(
        "No $x$ need hit $b$ exactly; the closest one solves the normal equations $A^\\top A x = A^\\top b$.",
        latex,
        Check(good, "both products recomputed"),
    )
    joined = [[*row, b] for row, b in zip(gram, side)]
    found = reduce(ledger, joined, bar=wide, wide=wide)
    if len(found.pivots) < wide:
        raise Unreadable("The columns of this matrix are dependent, so there are many best answers — give independent columns.")
    x = [row[wide] for row in found.rows]
    rest = [b - p for b, p in zip(right, check.image(rows, x))]
    latex = rf"b - A\hat x = {write.vector_tex(rest)}"
    ledger.step(
        "The residual is orthogonal to every column of $A$.",
        latex,
        Check(not any(check.image(turned, rest)), r"$A^\top(b - A\hat x) = 0$, multiplied out"),
    )
    answer = write.vector(x)
    again = check.vector_back(answer)
    how = Check(
        _lowest(rows, right, again), "second route: moving any entry of the answer either way makes the squared error larger"
    )
    return ledger.conclude(kind, answer, rf"\hat x = {write.vector_tex(x)}", how, says="So this is the least squares solution.")


def _lowest(rows: Rows, right: Sequence[Fraction], x: list[Fraction]) -> bool:
    def error(at: list[Fraction]) -> Fraction:
        return sum(((b - p) ** 2 for b, p in zip(right, check.image(rows, at))), Fraction(0))

    nudges = [[Fraction(k, 100) * (i == j) for j in range(len(x))] for i in range(len(x)) for k in (-1, 1)]
    if any(error([a + d for a, d in zip(x, nudge)]) <= error(x) for nudge in nudges):
        return False
    # an exact minimum of a quadratic: the two sides rise by the same amount
    return all(error([a + d for a, d in zip(x, n)]) == error([a - d for a, d in zip(x, n)]) for n in nudges)


def fit_line(ledger: Ledger, points: Sequence[Sequence[Fraction]]) -> Solution:
    """The line y = m x + c closest to points, by least squares."""
    if len(points) < 2 or any(len(p) != 2 for p in points):
        raise Unreadable("A line is fitted to two or more points — try fit a line to (0, 1), (1, 3), (2, 4).")
    rows = [[p[0], Fraction(1)] for p in points]
    heights = [p[1] for p in points]
    latex = rf"A = {write.matrix_tex(rows)}, \qquad b = {write.vector_tex(heights)}"
    good = all(check.dot(row, [Fraction(2), Fraction(3)]) == 2 * p[0] + 3 for row, p in zip(rows, points))
    ledger.step(
        "Each point asks for $m x + c = y$: write all of them as $A (m, c)^\\top = b$.",
        latex,
        Check(good, "for $m = 2$, $c = 3$ the rows give $2x + 3$"),
    )
    inner = least_squares(ledger, rows, heights)
    m, c = check.vector_back(inner.answer)
    line = f"y = {_line(m, c)}"
    mean = sum(heights, Fraction(0)) / len(points)
    across = sum((p[0] for p in points), Fraction(0)) / len(points)
    spread = sum(((p[0] - across) ** 2 for p in points), Fraction(0))
    together = sum(((p[0] - across) * (p[1] - mean) for p in points), Fraction(0))
    how = Check(
        m * spread == together and c == mean - m * across,
        "second route: slope from covariance over variance, and the line passes through the mean",
    )
    return ledger.conclude(
        "equation",
        line,
        f"y = {write.tex(m)} x {'-' if c < 0 else '+'} {write.tex(abs(c))}",
        how,
        says="So this is the line of best fit.",
    )


def _line(m: Fraction, c: Fraction) -> str:
    """m x + c as one would type it.

    >>> _line(Fraction(3, 2), Fraction(-1)), _line(Fraction(1), Fraction(0))
    ('(3/2)*x - 1', 'x')
    """
    slope = {Fraction(1): "x", Fraction(-1): "-x"}.get(m, f"({m})*x" if m.denominator > 1 else f"{m}*x")
    return slope if not c else f"{slope} {'-' if c < 0 else '+'} {abs(c)}"
