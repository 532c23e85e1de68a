"""Products of matrices and vectors: rows times columns, transposes, outer and cross products, convolution, independence."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import tutor.maths.steps.check as check
import tutor.maths.steps.write as write
from tutor.errors import Unreadable
from tutor.maths.steps.check import Rows
from tutor.maths.steps.elimination import Table, begin, kernel_vectors, reduce
from tutor.maths.steps.solution import Check, Ledger, Solution

Values = Sequence[Fraction]
_FEW = 9


def product(ledger: Ledger, a: Rows, b: Rows, kind: str) -> Solution:
    """A B, entry by entry; `kind` is "matrix", "vector" or "number" as the answer is shown."""
    if len(a[0]) != len(b):
        sizes = f"{len(a)} by {len(a[0])} and {len(b)} by {len(b[0])}"
        raise Unreadable(f"These two do not fit: they are {sizes}, and the inner sizes must agree — check their order.")
    columns = list(zip(*b, strict=True))
    found = [[sum((x * y for x, y in zip(row, column)), Fraction(0)) for column in columns] for row in a]
    shown = rf"{write.matrix_tex(a)} {write.matrix_tex(b)}"
    fits = Check(len(a[0]) == len(b), "the inner sizes agree")
    says = f"Rows times columns: a {len(a)} by {len(a[0])} and a {len(b)} by {len(b[0])} give a {len(a)} by {len(b[0])}."
    ledger.step(says, shown, fits)
    _entries(ledger, a, b, found)
    if kind == "number":
        answer, latex = write.plain(found[0][0]), write.tex(found[0][0])
        again = [[check.number_back(answer)]]
    elif kind == "vector":
        flat = [x for row in found for x in row]
        answer, latex = write.vector(flat), write.matrix_tex(found)
        values = check.vector_back(answer)
        again = [[x] for x in values] if len(found[0]) == 1 else [values]
    else:
        answer, latex = write.matrix(found), write.matrix_tex(found)
        again = check.matrix_back(answer)
    units = check.unit(len(b[0]))
    good = all(check.image(again, e) == check.image(a, check.image(b, e)) for e in units)
    how = Check(good, "second route: the typed answer does to every unit vector what $B$ and then $A$ do to it")
    return ledger.conclude(kind, answer, f"A B = {latex}", how, says="Put the entries in their places.")


def _entries(ledger: Ledger, a: Rows, b: Rows, found: Rows) -> None:
    """One step for each entry, or one for each row where there are many."""
    many = len(found) * len(found[0]) > _FEW
    mixed = [_mixture(a, column) for column in zip(*b, strict=True)]
    for i, row in enumerate(found):
        if many:
            good = all(mixed[j][i] == x for j, x in enumerate(row))
            latex = write.matrix_tex([row])
            ledger.step(f"Row {i + 1} of the product: row {i + 1} of $A$ times each column of $B$.", latex, _recomputed(good))
            continue
        for j, x in enumerate(row):
            latex = f"c_{{{i + 1}{j + 1}}} = {write.products(a[i], [r[j] for r in b])} = {write.tex(x)}"
            says = f"Row {i + 1} of $A$ times column {j + 1} of $B$."
            ledger.step(says, latex, _recomputed(mixed[j][i] == x))


def _recomputed(good: bool) -> Check:
    return Check(good, "recomputed as a mixture of the columns of $A$")


def _mixture(a: Rows, weights: Values) -> list[Fraction]:
    """The columns of A, added with weights."""
    total = [Fraction(0)] * len(a)
    for k, weight in enumerate(weights):
        total = [t + weight * row[k] for t, row in zip(total, a)]
    return total


def transpose(ledger: Ledger, rows: Table) -> Solution:
    """Rows become columns."""
    begin(ledger, rows, "Write the matrix down.")
    found = [[rows[i][j] for i in range(len(rows))] for j in range(len(rows[0]))]
    for i, row in enumerate(rows):
        good = [r[i] for r in found] == list(row)
        says = f"Row {i + 1} becomes column {i + 1}."
        ledger.step(says, rf"{write.matrix_tex([row])} \to {write.vector_tex(row)}", Check(good, "read again entry by entry"))
    answer = write.matrix(found)
    again = check.matrix_back(answer)
    left, right = check.unit(len(rows)), check.unit(len(rows[0]))
    good = all(check.dot(check.image(again, x), y) == check.dot(x, check.image(rows, y)) for x in left for y in right)
    how = Check(good, r"second route: $A^T x \cdot y = x \cdot A y$ for all unit vectors")
    return ledger.conclude("matrix", answer, f"A^T = {write.matrix_tex(found)}", how)


def outer(ledger: Ledger, u: Values, v: Values) -> Solution:
    """u v^T."""
    found = [[x * y for y in v] for x in u]
    for i, (x, row) in enumerate(zip(u, found)):
        latex = rf"{write.bracketed(x)} \cdot {write.matrix_tex([v])} = {write.matrix_tex([row])}"
        good = all(a * y == b * z for a, z in zip(row, v) for b, y in zip(row, v))
        says = f"Row {i + 1} is entry {i + 1} of the first vector times the whole second vector."
        ledger.step(says, latex, Check(good and sum(row, Fraction(0)) == x * sum(v, Fraction(0)), "the row is that multiple"))
    answer = write.matrix(found)
    again = check.matrix_back(answer)
    good = all(check.image(again, e) == [x * check.dot(v, e) for x in u] for e in check.unit(len(v)))
    how = Check(good, r"second route: $(u v^T) w = u\, (v \cdot w)$ for every unit vector $w$")
    return ledger.conclude("matrix", answer, f"u v^T = {write.matrix_tex(found)}", how)


def cross(ledger: Ledger, a: Values, b: Values) -> Solution:
    """a x b in space."""
    if (len(a), len(b)) != (3, 3):
        raise Unreadable(
            "A cross product takes two vectors with three entries each — try cross product of (1, 2, 3) and (4, 5, 6)."
        )
    found = []
    for i in range(3):
        j, k = (i + 1) % 3, (i + 2) % 3
        value = a[j] * b[k] - a[k] * b[j]
        found.append(value)
        minor = check.determinant([[a[j], a[k]], [b[j], b[k]]])
        terms = rf"{write.bracketed(a[j])} \cdot {write.bracketed(b[k])} - {write.bracketed(a[k])} \cdot {write.bracketed(b[j])}"
        says = f"Entry {i + 1}: leave out entry {i + 1} of both and take the crosswise difference of the others, in turn."
        ledger.step(says, f"{terms} = {write.tex(value)}", check.equal(value, minor, "the same as a 2 by 2 determinant"))
    answer = write.vector(found)
    again = check.vector_back(answer)
    area = check.dot(a, a) * check.dot(b, b) - check.dot(a, b) ** 2
    good = check.dot(again, a) == check.dot(again, b) == 0 and check.dot(again, again) == area
    good &= check.determinant([a, b, again]) == area
    how = Check(good, "second route: at right angles to both, as long as their parallelogram is large, and turned the right way")
    says = "The cross product is zero: the two are parallel." if not any(found) else "Put the entries together."
    return ledger.conclude("vector", answer, rf"a \times b = {write.vector_tex(found)}", how, says=says)


def convolution(ledger: Ledger, a: Values, b: Values) -> Solution:
    """The full convolution of two short lists: the coefficients of the product of two polynomials."""
    found = []
    for n in range(len(a) + len(b) - 1):
        pairs = [(a[k], b[n - k]) for k in range(len(a)) if 0 <= n - k < len(b)]
        value = sum((x * y for x, y in pairs), Fraction(0))
        slid = sum((x * y for i, x in enumerate(a) for j, y in enumerate(b) if i + j == n), Fraction(0))
        found.append(value)
        latex = rf"c_{{{n}}} = {write.products([x for x, _ in pairs], [y for _, y in pairs])} = {write.tex(value)}"
        says = f"Place {n}, counted from zero: multiply the entries whose places add up to {n}, and add."
        ledger.step(says, latex, check.equal(value, slid, "gathered again over all pairs of places"))
    answer = write.vector(found)
    again = check.vector_back(answer)
    good = len(again) == len(found) and all(
        check.polynomial(again, Fraction(t)) == check.polynomial(a, Fraction(t)) * check.polynomial(b, Fraction(t))
        for t in range(len(found))
    )
    how = Check(good, f"second route: as polynomials, their values multiply at {len(found)} points, which decides it")
    return ledger.conclude("vector", answer, rf"a * b = {write.vector_tex(found)}", how)


def independence(ledger: Ledger, vectors: Table) -> Solution:
    """Are these vectors linearly independent? Where they are not, a relation between them."""
    if len({len(v) for v in vectors}) > 1:
        raise Unreadable("These vectors have different lengths — give them all equally many entries.")
    rows = check.turned(vectors)
    begin(ledger, rows, "Put the vectors side by side as columns: they are independent when only $x = 0$ solves $Ax = 0$.")
    found = reduce(ledger, rows)
    rank = check.rank_by_minors(rows)
    how = check.equal(rank, len(found.pivots), "second route: the largest part with a nonzero determinant has this size")
    if len(found.pivots) == len(vectors):
        says = f"All {len(vectors)} columns have a pivot, so no vector is a mixture of the others."
        shown = rf"\operatorname{{rank}} = {len(found.pivots)} = \text{{number of vectors}}"
        return ledger.conclude("words", "linearly independent", shown, how, says=says)
    weights = kernel_vectors(found, len(vectors))[0]
    zero = [sum((w * v[i] for w, v in zip(weights, vectors)), Fraction(0)) for i in range(len(rows))]
    terms = " + ".join(rf"{write.bracketed(w)}\, v_{{{k}}}" for k, w in enumerate(weights, 1) if w)
    relation = Check(not any(zero) and any(weights), "the mixture was multiplied out and is zero, its weights are not")
    ledger.step("A column without a pivot gives a relation between the vectors.", f"{terms} = 0", relation)
    shown = rf"\operatorname{{rank}} = {len(found.pivots)} < {len(vectors)}"
    says = f"There are {len(vectors)} vectors and only {len(found.pivots)} pivot{'' if len(found.pivots) == 1 else 's'}."
    return ledger.conclude("words", "linearly dependent", shown, how, says=says)
