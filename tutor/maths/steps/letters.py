"""Small matrices with letters in them: determinant, trace, inverse, product, transpose, eigenvalues, with their conditions.

Every formula is checked where letters are numbers: at several points, exactly, by the plain routes of `check`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

import tutor.maths.steps.check as check
import tutor.maths.steps.write as write
from tutor.errors import Unreadable
from tutor.maths.answers.lists import table
from tutor.maths.evaluate import Undefined, approximate, exact
from tutor.maths.parse import read
from tutor.maths.steps.rules import expression
from tutor.maths.steps.solution import Check, Ledger, Solution
from tutor.maths.tree import Node, symbols

Nodes = Sequence[Sequence[Node]]
Formulas = list[list[Any]]  # SymPy expressions
_POINTS = ((3, -2, 7, 5, 11, -13, 17), (Fraction(1, 2), 4, -3, Fraction(2, 3), 9, 8, -5), (-7, 6, 2, -9, 10, 3, 4))


def formulas(nodes: Nodes) -> Formulas:
    """The entries as SymPy knows them."""
    return [[expression(entry) for entry in row] for row in nodes]


def _places(nodes: Sequence[Nodes]) -> Iterator[dict[str, Fraction]]:
    names = sorted({name for rows in nodes for row in rows for entry in row for name in symbols(entry)})
    if len(names) > 9:
        raise Unreadable(f"This has {len(names)} different letters — use at most nine.")
    for numbers in _POINTS:
        yield {name: Fraction(numbers[k % 7]) + k // 7 for k, name in enumerate(names)}


def _at(nodes: Nodes, point: dict[str, Fraction]) -> list[list[Fraction]]:
    """The matrix with numbers for its letters; raises Undefined where an entry has no value or no fraction."""
    return [[_number(entry, point) for entry in row] for row in nodes]


def _number(node: Node, point: dict[str, Fraction]) -> Fraction:
    found = exact(node, point)
    if found is None:
        raise Unreadable("The entries may hold letters, whole numbers and fractions here — try [[a, b], [c, d]].")
    return found


def _typed(rows: Formulas) -> Nodes:
    return table(read(write.matrix(rows))) or ()


def _agrees(nodes: Sequence[Nodes], good: Any, how: str) -> Check:
    """Does `good(point)` hold wherever it has a meaning, at two points or more?"""
    found = []
    for point in _places(nodes):
        try:
            found.append(bool(good(point)))
        except (Undefined, ZeroDivisionError):
            continue
    return Check(len(found) >= 2 and all(found), f"{how}, with numbers for the letters, at {len(found)} points")


def _square(nodes: Nodes, what: str) -> int:
    if len(nodes) != len(nodes[0]) or len(nodes) > 3:
        raise Unreadable(f"With letters I find {what} of 2 by 2 and 3 by 3 matrices — try [[a, b], [c, d]].")
    return len(nodes)


def _begin(ledger: Ledger, rows: Formulas, nodes: Nodes) -> None:
    typed = _typed(rows)
    same = _agrees([nodes], lambda at: _at(nodes, at) == _at(typed, at), "written back, it is the matrix that was typed")
    ledger.step("Write the matrix down; its letters stand for any numbers.", f"A = {write.matrix_tex(rows)}", same)


def _determinant(rows: Formulas) -> Any:
    """Along the first row."""
    import sympy

    if len(rows) == 1:
        return rows[0][0]
    total = sympy.Integer(0)
    for j, head in enumerate(rows[0]):
        minor = [[x for k, x in enumerate(row) if k != j] for row in rows[1:]]
        total += (-1) ** j * head * _determinant(minor)
    return sympy.expand(total)


def _determinant_step(ledger: Ledger, rows: Formulas, nodes: Nodes) -> tuple[Any, Check]:
    value = _determinant(rows)
    back = read(write.plain(value))
    how = _agrees([nodes], lambda at: _number(back, at) == check.determinant(_at(nodes, at)), "the sum over all orders (Leibniz)")
    if len(rows) == 2:
        (a, b), (c, d) = rows
        latex = rf"{write.bracketed(a)} \cdot {write.bracketed(d)} - {write.bracketed(b)} \cdot {write.bracketed(c)}"
        ledger.step("Multiply along the diagonals and subtract: $ad - bc$.", rf"\det A = {latex} = {write.tex(value)}", how)
    else:
        ledger.step("Expand along the first row, with signs $+ - +$.", rf"\det A = {write.tex(value)}", how)
    return value, how


def determinant(ledger: Ledger, nodes: Nodes) -> Solution:
    """det A as a formula."""
    _square(nodes, "the determinant")
    rows = formulas(nodes)
    _begin(ledger, rows, nodes)
    value, how = _determinant_step(ledger, rows, nodes)
    second = Check(how.holds, f"second route: {how.how}")
    return ledger.conclude("expression", write.plain(value), rf"\det A = {write.tex(value)}", second)


def trace(ledger: Ledger, nodes: Nodes) -> Solution:
    """The sum of the diagonal as a formula."""
    import sympy

    _square(nodes, "the trace")
    rows = formulas(nodes)
    _begin(ledger, rows, nodes)
    value = sympy.expand(sum(rows[i][i] for i in range(len(rows))))
    back = read(write.plain(value))

    def good(at: dict[str, Fraction]) -> bool:
        return _number(back, at) == -check.characteristic(_at(nodes, at))[-2]

    how = _agrees([nodes], good, "second route: a coefficient of the characteristic polynomial")
    return ledger.conclude(
        "expression", write.plain(value), rf"\operatorname{{tr}} A = {write.tex(value)}", how, says="Add the diagonal."
    )


def inverse(ledger: Ledger, nodes: Nodes) -> Solution:
    """A^{-1} by cofactors, and when there is one."""
    import sympy

    size = _square(nodes, "the inverse")
    rows = formulas(nodes)
    _begin(ledger, rows, nodes)
    value, _ = _determinant_step(ledger, rows, nodes)
    if value == 0:
        zero = _agrees([nodes], lambda at: check.determinant(_at(nodes, at)) == 0, "second route: the determinant is zero")
        return ledger.conclude(
            "words", "not invertible", r"\det A = 0", zero, says="The determinant is zero whatever the letters are."
        )
    back = read(write.plain(value))
    needed = _agrees(
        [nodes], lambda at: (_number(back, at) != 0) == (check.rank(_at(nodes, at)) == size), "full rank exactly then"
    )
    ledger.step("There is an inverse exactly when the determinant is not zero.", rf"{write.tex(value)} \neq 0", needed)
    adjugate = [[_cofactor(rows, j, i) for j in range(size)] for i in range(size)]
    typed = _typed(adjugate)

    def scaled(at: dict[str, Fraction]) -> bool:
        det = _number(back, at)
        return check.product(_at(nodes, at), _at(typed, at)) == [[det * x for x in row] for row in check.unit(size)]

    says = (
        "Swap the diagonal and turn the signs beside it." if size == 2 else "Write the cofactors, with their signs, transposed."
    )
    ledger.step(says, write.matrix_tex(adjugate), _agrees([nodes], scaled, r"multiplied by $A$ it gives $\det A \cdot I$"))
    result = [[sympy.cancel(x / value) for x in row] for row in adjugate]
    answer = _typed(result)

    def both(at: dict[str, Fraction]) -> bool:
        a, b = _at(nodes, at), _at(answer, at)
        return check.product(a, b) == check.product(b, a) == check.unit(size)

    how = _agrees([nodes], both, "second route: $A A^{-1} = A^{-1} A = I$ multiplied out")
    shown = rf"A^{{-1}} = \frac{{1}}{{{write.tex(value)}}} {write.matrix_tex(adjugate)}, \quad {write.tex(value)} \neq 0"
    return ledger.conclude("matrix", write.matrix(result), shown, how, says="Divide by the determinant.")


def _cofactor(rows: Formulas, i: int, j: int) -> Any:
    import sympy

    minor = [[x for k, x in enumerate(row) if k != j] for m, row in enumerate(rows) if m != i]
    return sympy.expand((-1) ** (i + j) * _determinant(minor))


def product(ledger: Ledger, first: Nodes, second: Nodes) -> Solution:
    """A B with letters."""
    import sympy

    if len(first[0]) != len(second):
        raise Unreadable("These two do not fit: the inner sizes must agree — check their order.")
    a, b = formulas(first), formulas(second)
    found = [[sympy.expand(sum(x * y for x, y in zip(row, column))) for column in zip(*b)] for row in a]
    entries = _typed(found)
    for i, row in enumerate(found):
        mixed = _agrees(
            [first, second], lambda at, i=i: _row(_at(first, at), _at(second, at), i) == _at(entries, at)[i], "the row again"
        )
        ledger.step(f"Row {i + 1} of $A$ times each column of $B$.", write.matrix_tex([row]), mixed)
    how = _agrees(
        [first, second], lambda at: check.product(_at(first, at), _at(second, at)) == _at(entries, at), "second route: multiplied"
    )
    return ledger.conclude("matrix", write.matrix(found), f"A B = {write.matrix_tex(found)}", how)


def _row(a: list[list[Fraction]], b: list[list[Fraction]], i: int) -> list[Fraction]:
    """Row i of A B as a mixture of the rows of B."""
    total = [Fraction(0)] * len(b[0])
    for weight, row in zip(a[i], b, strict=True):
        total = [t + weight * x for t, x in zip(total, row)]
    return total


def eigenvalues(ledger: Ledger, nodes: Nodes) -> Solution:
    """The zeros of the characteristic polynomial: of 2 by 2 matrices, and of triangular ones."""
    size = _square(nodes, "eigenvalues")
    rows = formulas(nodes)
    _begin(ledger, rows, nodes)
    below = all(rows[i][j] == 0 for i in range(size) for j in range(i))
    above = all(rows[i][j] == 0 for i in range(size) for j in range(i + 1, size))
    if below or above:
        values = list(dict.fromkeys(rows[i][i] for i in range(size)))
        every = [rows[i][i] for i in range(size)]
        says = "The matrix is triangular: its eigenvalues stand on the diagonal."
        return _spectrum(ledger, nodes, values, every, says)
    if size > 2:
        raise Unreadable("With letters I find eigenvalues of 2 by 2 and of triangular matrices — put numbers in, or use 2 by 2.")
    return _by_formula(ledger, rows, nodes)


def _by_formula(ledger: Ledger, rows: Formulas, nodes: Nodes) -> Solution:
    import sympy

    sum_, product_ = sympy.expand(rows[0][0] + rows[1][1]), _determinant(rows)
    texts = [read(write.plain(v)) for v in (sum_, product_)]

    def fits(at: dict[str, Fraction]) -> bool:
        return check.characteristic(_at(nodes, at)) == [_number(texts[1], at), -_number(texts[0], at), 1]

    line = rf"\lambda^2 - \left({write.tex(sum_)}\right) \lambda + \left({write.tex(product_)}\right) = 0"
    ledger.step(
        r"Set $\det(A - \lambda I) = 0$: for 2 by 2 this is $\lambda^2$ minus trace times $\lambda$ plus determinant.",
        line,
        _agrees([nodes], fits, "interpolated through determinants the same polynomial comes out"),
    )
    inside = sympy.factor(sympy.expand(sum_**2 - 4 * product_))
    root = _square_root(inside)
    values = [sympy.expand((sum_ + s * root) / 2) for s in (1, -1)]
    values = [sympy.factor_terms(v) if v.has(sympy.Pow) else v for v in values]
    return _spectrum(ledger, nodes, list(dict.fromkeys(values)), values, "Solve the quadratic equation with its formula.")


def _square_root(inside: Any) -> Any:
    """The root of a polynomial, without a root sign where it is a square; its sign does not matter for a pair of values."""
    import sympy

    number, factors = sympy.factor_list(inside)
    whole = sympy.sqrt(number)
    if inside != 0 and whole.is_Rational and all(times % 2 == 0 for _, times in factors):
        return whole * sympy.Mul(*[part ** (times // 2) for part, times in factors])
    return sympy.sqrt(inside)


def characteristic_polynomial(ledger: Ledger, nodes: Nodes) -> Solution:
    """det(lambda I - A) as a formula."""
    import sympy

    size = _square(nodes, "the characteristic polynomial")
    rows = formulas(nodes)
    _begin(ledger, rows, nodes)
    name = sympy.Symbol("lambda")
    if any(name in entry.free_symbols for row in rows for entry in row):
        raise Unreadable("The letter lambda is needed for the polynomial — use another one in the matrix.")
    shifted = [[(name if i == j else 0) - x for j, x in enumerate(row)] for i, row in enumerate(rows)]
    says = r"Subtract $A$ from $\lambda I$."
    turned = _typed(shifted)
    good = _agrees([nodes], lambda at: _shift(turned, at, Fraction(5)) == _minus(_at(nodes, at), Fraction(5)), "entry by entry")
    ledger.step(says, rf"\lambda I - A = {write.matrix_tex(shifted)}", good)
    value = sympy.collect(_determinant(shifted), name)
    back = read(write.plain(value))

    def fits(at: dict[str, Fraction]) -> bool:
        wanted = check.characteristic(_at(nodes, at))
        return all(
            _number(back, at | {"lambda": Fraction(t)}) == check.polynomial(wanted, Fraction(t)) for t in range(-1, size + 1)
        )

    how = _agrees([nodes], fits, "second route: interpolated through determinants the same polynomial comes out")
    return ledger.conclude("expression", write.plain(value), write.tex(value), how, says="Take the determinant.")


def _shift(nodes: Nodes, at: dict[str, Fraction], t: Fraction) -> list[list[Fraction]]:
    return _at(nodes, at | {"lambda": t})


def _minus(rows: list[list[Fraction]], t: Fraction) -> list[list[Fraction]]:
    return [[t * (i == j) - x for j, x in enumerate(row)] for i, row in enumerate(rows)]


def _spectrum(ledger: Ledger, nodes: Nodes, values: list[Any], every: list[Any], says: str) -> Solution:
    back = [read(write.plain(v)) for v in every]

    def good(at: dict[str, Fraction]) -> bool:
        found = [approximate(node, {n: float(x) for n, x in at.items()}) for node in back]
        wanted = check.characteristic(_at(nodes, at))
        total = 1 + 0j
        for z in found:
            total *= -z
        return abs(sum(found) + float(wanted[-2])) < 1e-9 and abs(total - float(wanted[0])) < 1e-6 and _roots(wanted, found)

    how = _agrees(
        [nodes], good, "second route: they are zeros of the interpolated characteristic polynomial, with its sum and product"
    )
    answer = write.listed(map(write.plain, values))
    return ledger.conclude("set", answer, rf"\lambda \in {write.set_tex(map(write.tex, values))}", how, says=says)


def _roots(wanted: Sequence[Fraction], found: Sequence[complex]) -> bool:
    weights = [complex(c) for c in wanted]
    return all(
        abs(check.polynomial(weights, z)) < 1e-6 * sum(abs(c) * abs(z) ** k + 1 for k, c in enumerate(weights)) for z in found
    )
