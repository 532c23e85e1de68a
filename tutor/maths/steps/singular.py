"""Singular values and the singular value decomposition."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import tutor.maths.steps.check as check
import tutor.maths.steps.write as write
from tutor.errors import Unreadable
from tutor.maths.steps.check import TINY, Rows
from tutor.maths.steps.elimination import Table, begin
from tutor.maths.steps.geometry import digits, tidy
from tutor.maths.steps.solution import Check, Ledger, Part, Solution
from tutor.maths.steps.spectra import NoFormula, Spectrum, eigenspaces, image, spectrum

_GRAM = r"A^\top A"


# -- singular values -------------------------------------------------------------------------------
def singular_value_decomposition(ledger: Ledger, rows: Table, only_values: bool = False) -> Solution:
    """A = U S V^T in its compact form, one column of U and V for each nonzero singular value."""
    import sympy

    begin(ledger, rows, "The singular values are the square roots of the eigenvalues of $A^\\top A$.")
    if not any(x for row in rows for x in row):
        raise Unreadable("The zero matrix has no nonzero singular value — give a matrix with a nonzero entry.")
    turned = [list(column) for column in zip(*rows)]
    gram = [[sum((x * y for x, y in zip(a, b)), Fraction(0)) for b in turned] for a in turned]
    good = check.equal(gram, check.product(turned, rows), "multiplied out again, row by column")
    ledger.step("Multiply $A$ by its transpose from the left.", rf"A^\top A = {write.matrix_tex(gram)}", good)
    try:
        if only_values:
            return _singular_values(ledger, rows, spectrum(ledger, gram, _GRAM))
        spaces = eigenspaces(ledger, gram, _GRAM)
    except NoFormula:
        raise Unreadable(
            "The singular values of this matrix have no simple form — try a 2 by 2 matrix or one with a simpler A^T A."
        ) from None
    u, s, v = [], [], []
    for value, _, basis in spaces:
        if value == 0:
            continue
        sigma = _root(value)
        for right in _orthonormal(basis):
            left = [tidy(x / sigma) for x in image(rows, right)]
            latex = (
                rf"\sigma = {write.tex(sigma)}, \quad v = {write.vector_tex(right)}, "
                rf"\quad u = \frac{{1}}{{\sigma}} A v = {write.vector_tex(left)}"
            )
            ledger.step(
                "Take the root of this eigenvalue of $A^\\top A$, scale its eigenvector to length 1, and follow it through $A$.",
                latex,
                _pair(rows, left, sigma, right),
            )
            u.append(left)
            s.append(sigma)
            v.append(right)
    size = len(s)
    matrices = {
        "U": [[c[i] for c in u] for i in range(len(rows))],
        "S": [[x if i == j else sympy.Integer(0) for j in range(size)] for i, x in enumerate(s)],
        "V": [[c[i] for c in v] for i in range(len(turned))],
    }
    if any(x.count_ops() > 14 for m in matrices.values() for row in m for x in row):
        return _rounded_svd(ledger, rows, matrices)
    parts = [Part(name, "matrix", write.matrix(m)) for name, m in matrices.items()]
    how = _svd_check(rows, *(check.matrix_back(part.answer) for part in parts))
    signs = {"U": "U", "S": r"\Sigma", "V": "V"}
    latex = r", \quad ".join(f"{signs[name]} = {write.matrix_tex(m)}" for name, m in matrices.items())
    answer = "; ".join(f"{part.label} = {part.answer}" for part in parts)
    says = "Put them in columns: $A = U \\Sigma V^\\top$ (the compact form, without the directions that $A$ sends to zero)."
    return ledger.conclude("labelled", answer, latex, how, says=says, parts=parts)


def _rounded_svd(ledger: Ledger, rows: Rows, matrices: dict[str, list[list[Any]]]) -> Solution:
    """Where the exact entries fill half a page: six decimals, multiplied out again."""
    texts = {name: [[f"{float(x):.6f}" for x in row] for row in m] for name, m in matrices.items()}
    parts = [Part(name, "matrix", write.matrix(m)) for name, m in texts.items()]
    u, s, v = (check.matrix_back(part.answer) for part in parts)
    again = check.product(check.product(u, s), check.turned(v))
    scale = 1 + max(abs(x) for row in rows for x in row)
    good = all(abs(a - b) < scale / 10**4 for p, q in zip(again, rows) for a, b in zip(p, q))
    good = good and all(
        abs(check.product(check.turned(m), m)[i][i] - 1) < Fraction(1, 10**5) for m in (u, v) for i in range(len(s))
    )
    how = Check(good, "second route: the typed decimals, read back, multiply out to $A$ within rounding, in columns of length 1")
    signs = {"U": "U", "S": r"\Sigma", "V": "V"}
    latex = r", \quad ".join(rf"{signs[name]} \approx {write.matrix_tex(m)}" for name, m in texts.items())
    answer = "; ".join(f"{part.label} = {part.answer}" for part in parts)
    says = "The exact entries are long, so here are six decimals: $A \\approx U \\Sigma V^\\top$."
    return ledger.conclude("labelled", answer, latex, how, says=says, parts=parts)


def _root(value: Any) -> Any:
    import sympy

    return sympy.sqrtdenest(sympy.sqrt(value))


def _pair(rows: Rows, left: Sequence[Any], sigma: Any, right: Sequence[Any]) -> Check:
    x, y, z = digits(right), digits(left), check.number_back(write.plain(sigma))
    good = check.near_to(check.image(rows, x), [z * e for e in y]) and check.near_to(
        check.image(check.turned(rows), y), [z * e for e in x]
    )
    return Check(
        good and abs(check.dot(x, x) - 1) <= TINY,
        "$Av = \\sigma u$ and $A^\\top u = \\sigma v$ to 40 digits, and $v$ has length 1",
    )


def _svd_check(rows: Rows, u: Rows, s: Rows, v: Rows) -> Check:
    size = len(s)
    whole_again = check.product(check.product(u, s), check.turned(v))
    good = check.near_rows_to(whole_again, rows)
    good = good and all(check.near_rows_to(check.product(check.turned(m), m), check.unit(size)) for m in (u, v))
    good = good and all(s[i][i] > 0 for i in range(size)) and all(s[i][i] >= s[i + 1][i + 1] for i in range(size - 1))
    return Check(
        good, "second route: read back, $U\\Sigma V^\\top = A$, $U^\\top U = V^\\top V = I$ to 40 digits, and the diagonal falls"
    )


def _orthonormal(basis: list[list[Any]]) -> list[list[Any]]:
    import sympy

    found: list[list[Any]] = []
    for v in basis:
        rest = [tidy(x - sum(sum(a * b for a, b in zip(v, w)) * w[i] for w in found)) for i, x in enumerate(v)]
        length = _root(tidy(sum(x * x for x in rest)))
        found.append([tidy(sympy.sqrtdenest(x / length)) for x in rest])
    return found


def _singular_values(ledger: Ledger, rows: Table, values: Spectrum) -> Solution:
    many = min(len(rows), len(rows[0]))
    every = [_root(value) for value, times in values for _ in range(times)][:many]
    answer = write.listed(write.plain(s) for s in dict.fromkeys(every))
    squares = [check.number_back(write.plain(s)) ** 2 for s in every]
    total = sum((x * x for row in rows for x in row), Fraction(0))
    low = [[check.dot(a, b) for b in rows] for a in rows]  # A A^T, the other order
    size = len(low)
    outer = check.characteristic(low)
    dead = all(abs(check.polynomial(outer, q)) <= TINY * 10**10 * (1 + abs(q)) ** size for q in squares[:size])
    how = Check(
        dead and abs(sum(squares) - total) <= TINY * (1 + total) * 100,
        "second route: their squares are zeros of $\\det(tI - AA^\\top)$ and add up to the squares of all entries",
    )
    latex = r",\quad ".join(rf"\sigma_{{{k}}} = {write.tex(s)}{write.about(s)}" for k, s in enumerate(every, 1))
    return ledger.conclude("set", answer, latex, how, says="Take the square roots.")
