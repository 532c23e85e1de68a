"""Definiteness and Cholesky: what a symmetric matrix does to x^T A x."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, pairwise
from typing import Any

import tutor.maths.steps.check as check
import tutor.maths.steps.write as write
from tutor.errors import Unreadable
from tutor.maths.steps.check import Rows
from tutor.maths.steps.elimination import Table, begin, square
from tutor.maths.steps.geometry import tidy
from tutor.maths.steps.solution import Check, Ledger, Solution


def _symmetric(rows: Rows, what: str) -> int:
    size = square(rows, what)
    if rows != [list(column) for column in zip(*rows)]:
        raise Unreadable(
            f"Only a symmetric matrix has {what} here, and this one differs from its transpose — try [[2, 1], [1, 2]]."
        )
    return size


def verdict(rows: Rows) -> str:
    """Positive definite, negative definite, semidefinite or indefinite, by completing squares (symmetric elimination).

    >>> verdict([[Fraction(2), Fraction(1)], [Fraction(1), Fraction(2)]])
    'positive definite'
    >>> verdict([[Fraction(0), Fraction(1)], [Fraction(1), Fraction(0)]])
    'indefinite'
    """
    signs = squares(rows)
    up, down = sum(s > 0 for s in signs), sum(s < 0 for s in signs)
    if up and down:
        return "indefinite"
    if not down:
        return "positive definite" if up == len(rows) else "positive semidefinite"
    return "negative definite" if down == len(rows) else "negative semidefinite"


def squares(rows: Rows) -> list[Fraction]:
    """The weights of the squares that x^T A x is a sum of (Lagrange's reduction)."""
    work = [list(row) for row in rows]
    weights: list[Fraction] = []
    while work:
        at = next((i for i in range(len(work)) if work[i][i]), None)
        if at is None:
            pair = next(((i, j) for i, j in combinations(range(len(work)), 2) if work[i][j]), None)
            if pair is None:
                return weights + [Fraction(0)] * len(work)
            i, j = pair  # x_i x_j: add row and column j to row and column i
            work[i] = [a + b for a, b in zip(work[i], work[j])]
            for row in work:
                row[i] += row[j]
            at = i
        head = work[at]
        weights.append(head[at])
        keep = [k for k in range(len(work)) if k != at]
        work = [[work[r][c] - work[r][at] * head[c] / head[at] for c in keep] for r in keep]
    return weights


def _by_minors(rows: Rows) -> str:
    """The same verdict from principal minors, all of them (Sylvester's criterion and its semidefinite form)."""
    size = len(rows)

    def minors(m: Rows, k: int) -> list[Fraction]:
        return [check.determinant([[m[i][j] for j in at] for i in at]) for at in combinations(range(size), k)]

    for sign, name in ((1, "positive"), (-1, "negative")):
        flipped = [[sign * x for x in row] for row in rows]
        leading = [check.determinant([row[:k] for row in flipped[:k]]) for k in range(1, size + 1)]
        if all(x > 0 for x in leading):
            return f"{name} definite"
    for sign, name in ((1, "positive"), (-1, "negative")):
        flipped = [[sign * x for x in row] for row in rows]
        if all(x >= 0 for k in range(1, size + 1) for x in minors(flipped, k)):
            return f"{name} semidefinite"
    return "indefinite"


def definiteness(ledger: Ledger, rows: Table) -> Solution:
    """Leading minors where they decide, completed squares otherwise."""
    size = _symmetric(rows, "a definiteness")
    begin(ledger, rows, "Ask for the sign of $x^\\top A x$ over all $x \\neq 0$.")
    weights = squares(rows)
    found = verdict(rows)
    leading = [check.determinant([row[:k] for row in rows[:k]]) for k in range(1, size + 1)]
    for k, value in enumerate(leading, 1):
        corner = [row[:k] for row in rows[:k]]
        latex = rf"\Delta_{k} = \det {write.matrix_tex(corner)} = {write.tex(value)}"
        product = Fraction(1)
        for w in _pivots(corner):
            product *= w
        ledger.step(
            f"Take the leading minor of size {k}.", latex, check.equal(product, value, "the product of the pivots is the same")
        )
    shown = ", ".join(write.tex(w) for w in weights)
    inertia = _inertia(rows)
    good = Check(
        inertia == (sum(w > 0 for w in weights), sum(w < 0 for w in weights)),
        "the signs agree with those of the roots of the characteristic polynomial (Descartes)",
    )
    ledger.step("Complete the squares: $x^\\top A x$ becomes a sum of squares with these weights.", rf"d = ({shown})", good)
    second = check.equal(_by_minors(rows), found, "second route: the signs of all principal minors say the same")
    return ledger.conclude("words", found, rf"\text{{{found}}}", second, says=_why(found))


def _why(found: str) -> str:
    return {
        "positive definite": "All weights are positive, so $x^\\top A x > 0$ for every $x \\neq 0$.",
        "negative definite": "All weights are negative, so $x^\\top A x < 0$ for every $x \\neq 0$.",
        "positive semidefinite": (
            "No weight is negative and some are zero, so $x^\\top A x \\ge 0$, with zero reached by some $x \\neq 0$."
        ),
        "negative semidefinite": (
            "No weight is positive and some are zero, so $x^\\top A x \\le 0$, with zero reached by some $x \\neq 0$."
        ),
        "indefinite": "Weights of both signs occur, so $x^\\top A x$ takes both signs.",
    }[found]


def _pivots(rows: Rows) -> list[Fraction]:
    """The diagonal after elimination with swaps, the sign of the swaps in the first entry."""
    work, sign = [list(row) for row in rows], 1
    for c in range(len(work)):
        at = next((i for i in range(c, len(work)) if work[i][c]), None)
        if at is None:
            return [Fraction(0)]
        if at != c:
            work[c], work[at], sign = work[at], work[c], -sign
        for i in range(c + 1, len(work)):
            ratio = work[i][c] / work[c][c]
            work[i] = [a - ratio * b for a, b in zip(work[i], work[c])]
    return [sign * work[0][0], *(work[i][i] for i in range(1, len(work)))]


def _inertia(rows: Rows) -> tuple[int, int]:
    """How many eigenvalues are positive and negative: sign changes of the polynomial, exact as all its roots are real."""
    coefficients = check.characteristic(rows)

    def changes(signs: list[Fraction]) -> int:
        kept = [s for s in signs if s]
        return sum(a * b < 0 for a, b in pairwise(kept))

    return changes(coefficients), changes([c * (-1) ** k for k, c in enumerate(coefficients)])


def cholesky(ledger: Ledger, rows: Table) -> Solution:
    """A = L L^T for a positive definite matrix."""
    import sympy

    size = _symmetric(rows, "a Cholesky factor")
    begin(ledger, rows, "Look for a lower triangular $L$ with $L L^\\top = A$, column by column.")
    if verdict(rows) != "positive definite":
        how = Check(_by_minors(rows) != "positive definite", "second route: not all leading minors are positive")
        says = "$x^\\top A x$ is not positive for every $x \\neq 0$, so there is no such $L$."
        return ledger.conclude("words", "not positive definite", rf"\text{{{verdict(rows)}}}", how, says=says)
    low: list[list[Any]] = [[sympy.Integer(0)] * size for _ in range(size)]
    for j in range(size):
        rest = tidy(sympy.Rational(str(rows[j][j])) - sum(x * x for x in low[j][:j]))
        low[j][j] = sympy.sqrt(rest)
        for i in range(j + 1, size):
            known = sum(low[i][k] * low[j][k] for k in range(j))
            low[i][j] = tidy((sympy.Rational(str(rows[i][j])) - known) / low[j][j])
        column = [check.number_back(write.plain(low[i][j])) for i in range(size)]
        made = [[check.number_back(write.plain(x)) for x in row[: j + 1]] for row in low]
        good = check.near_to([check.dot(made[i], made[j]) for i in range(j, size)], [rows[i][j] for i in range(j, size)])
        latex = (
            rf"\ell_{{{j + 1}{j + 1}}} = \sqrt{{{write.tex(rest)}}}{_if_shorter(rest, low[j][j])}, "
            rf"\qquad L_{{\cdot {j + 1}}} = {write.vector_tex([row[j] for row in low])}"
        )
        says = f"Column {j + 1}: the diagonal entry is a root of what is left, the entries below are what is left divided by it."
        ledger.step(
            says,
            latex,
            Check(
                good and column[j] > 0,
                f"column {j + 1} of $LL^\\top$, multiplied out, is column {j + 1} of $A$ from the diagonal down",
            ),
        )
    answer = write.matrix(low)
    again = check.matrix_back(answer)
    good = check.near_rows_to(check.product(again, check.turned(again)), rows)
    how = Check(good, "second route: the typed $L$, read back, times its transpose gives $A$ to 34 digits")
    return ledger.conclude("matrix", answer, f"L = {write.matrix_tex(low)}", how, says="So this is the Cholesky factor.")


def _if_shorter(square: Any, root: Any) -> str:
    return f" = {write.tex(root)}" if root.is_Rational or root.count_ops() < square.count_ops() else ""
