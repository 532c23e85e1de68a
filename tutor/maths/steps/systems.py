"""Systems of equations, determinants, traces and LU: the other things elimination gives."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import tutor.maths.steps.check as check
import tutor.maths.steps.write as write
from tutor.errors import Unreadable
from tutor.maths.answers.lists import entries
from tutor.maths.parse import read
from tutor.maths.steps.check import Rows
from tutor.maths.steps.elimination import Table, added, adding, begin, reduce, square, swapped, swapping
from tutor.maths.steps.solution import Check, Ledger, Part, Solution

_PARAMETERS = ("t", "s", "r", "p", "q", "w")


# -- systems ---------------------------------------------------------------------------------------
def solve_system(ledger: Ledger, rows: Table, right: Sequence[Fraction], names: Sequence[str] = ()) -> Solution:
    """All solutions of A x = b; with `names`, the answer is told letter by letter."""
    if len(rows) != len(right):
        raise Unreadable(f"The matrix has {len(rows)} rows and the right side {len(right)} entries — give as many of each.")
    wide = len(rows[0])
    joined = [[*row, b] for row, b in zip(rows, right)]
    shown = write.augmented_tex(joined, wide)
    again = check.matrix_back(write.matrix(joined))
    ledger.step(
        "Write the system as a matrix, the right sides behind the bar.", shown, Check(again == joined, "read back entry by entry")
    )
    found = reduce(ledger, joined, bar=wide, wide=wide)
    if any(row[wide] for row in found.rows[len(found.pivots) :]):
        return _none(ledger, rows, joined, found.rows)
    particular, directions = _general(found.rows, found.pivots, wide)
    letters = _letters(len(directions), names)
    formulas = [_affine(particular[i], [v[i] for v in directions], letters) for i in range(wide)]
    ledger.step(
        _spoken(len(directions)), _solution_tex(particular, directions, letters), _holds(rows, right, particular, directions)
    )
    return _told(ledger, rows, right, names, formulas, letters)


def _none(ledger: Ledger, rows: Rows, joined: Table, reduced: Table) -> Solution:
    wide = len(rows[0])
    bad = next(row for row in reduced if not any(row[:wide]) and row[wide])
    left = " + ".join(f"0 x_{{{j + 1}}}" for j in range(wide))
    low, high = check.rank_by_minors(rows), check.rank_by_minors(joined)
    how = check.equal(high, low + 1, "second route: by minors, the rank grows when b is put beside A")
    says = "The left side of this row is zero and the right side is not: no $x$ can do that, so there is no solution."
    return ledger.conclude("words", "no solution", f"{left} = {write.tex(bad[wide])}", how, says=says)


def _general(rows: Table, pivots: Sequence[int], wide: int) -> tuple[list[Fraction], Table]:
    """One solution, and a direction for each free column."""
    particular = [Fraction(0)] * wide
    for row, pivot in zip(rows, pivots):
        particular[pivot] = row[wide]
    directions = []
    for free in (j for j in range(wide) if j not in pivots):
        v = [Fraction(j == free) for j in range(wide)]
        for row, pivot in zip(rows, pivots):
            v[pivot] = -row[free]
        directions.append(v)
    return particular, directions


def _letters(many: int, names: Sequence[str]) -> list[str]:
    return [letter for letter in (*_PARAMETERS, "u", "v", "z", "y", "x", "k") if letter not in names][:many]


def _affine(constant: Fraction, weights: Sequence[Fraction], letters: Sequence[str]) -> str:
    """A constant plus multiples of letters, as one would type it.

    >>> _affine(Fraction(3), [Fraction(-2)], ["t"]), _affine(Fraction(0), [Fraction(1)], ["t"])
    ('3 - 2*t', 't')
    """
    text = write.plain(constant) if constant else ""
    for weight, letter in zip(weights, letters, strict=True):
        if weight:
            sign = ("-" if not text else " - ") if weight < 0 else (" + " if text else "")
            text += sign + (letter if abs(weight) == 1 else f"{write.plain(abs(weight))}*{letter}")
    return text or "0"


def _spoken(free: int) -> str:
    if not free:
        return "Every variable has a pivot: there is exactly one solution, and it stands behind the bar."
    letters = "a free number" if free == 1 else f"{free} free numbers"
    return f"Columns without a pivot give {letters}; solve each row for its pivot variable."


def _solution_tex(particular: Sequence[Fraction], directions: Table, letters: Sequence[str]) -> str:
    tail = "".join(f" + {letter} {write.vector_tex(v)}" for letter, v in zip(letters, directions))
    return f"x = {write.vector_tex(particular)}{tail}"


def _holds(rows: Rows, right: Sequence[Fraction], particular: Sequence[Fraction], directions: Table) -> Check:
    fits = check.image(rows, particular) == list(right) and not any(x for v in directions for x in check.image(rows, v))
    return Check(fits, "put into $Ax = b$: the point gives $b$, each direction gives $0$" if directions else "put into $Ax = b$")


def _told(
    ledger: Ledger, rows: Rows, right: Sequence[Fraction], names: Sequence[str], formulas: list[str], letters: Sequence[str]
) -> Solution:
    from tutor.maths.evaluate import exact

    wide = len(formulas)
    nodes = (entries(read(f"({', '.join(formulas)})")) if wide > 1 else None) or (read(formulas[0]),)
    good = check.rank_by_minors(rows) == wide - len(letters)
    for k in range(len(letters) + 1):
        point = {letter: Fraction(3 * (i == k) + 2) for i, letter in enumerate(letters)}
        values = [exact(node, point) for node in nodes]
        good = good and check.image(rows, [v if v is not None else Fraction(0) for v in values]) == list(right)
    how = Check(
        good,
        "second route: the typed answer was read back and put into every equation; the rank by minors leaves "
        + (f"{len(letters)} free" if letters else "no freedom"),
    )
    if not names:
        answer = f"({', '.join(formulas)})"
        return ledger.conclude("vector", answer, write.vector_tex([_formula_tex(f) for f in formulas]), how)
    answer = ", ".join(f"{name} = {formula}" for name, formula in zip(names, formulas, strict=True))
    parts = [Part(name, "expression" if letters else "number", formula) for name, formula in zip(names, formulas)]
    latex = r",\quad ".join(f"{_formula_tex(name)} = {_formula_tex(f)}" for name, f in zip(names, formulas))
    return ledger.conclude("labelled", answer, latex, how, parts=parts)


def _formula_tex(text: str) -> str:
    from tutor.maths.typeset import to_latex

    return to_latex(read(text))


# -- determinants and traces -----------------------------------------------------------------------
def determinant(ledger: Ledger, rows: Table) -> Solution:
    """ad - bc, cofactors along the row with most zeros, or elimination from 4 by 4 on."""
    size = square(rows, "a determinant")
    begin(ledger, rows, "Write the matrix down.")
    if size <= 2:
        value = _two(ledger, rows)
    elif size == 3:
        value = _cofactors(ledger, rows)
    else:
        value = _by_elimination(ledger, rows)
    answer = write.plain(value)
    how = check.equal(check.number_back(answer), check.determinant(rows), "second route: the sum over all orders (Leibniz)")
    says = "So this is the determinant; it is zero, so $A$ cannot be inverted." if not value else "So this is the determinant."
    return ledger.conclude("number", answer, rf"\det A = {write.tex(value)}", how, says=says)


def _two(ledger: Ledger, rows: Rows) -> Fraction:
    if len(rows) == 1:
        how = check.equal(check.determinant(rows), rows[0][0], "one term only")
        ledger.step("A single entry is its own determinant.", f"\\det A = {write.tex(rows[0][0])}", how)
        return rows[0][0]
    (a, b), (c, d) = rows
    value = a * d - b * c
    latex = rf"ad - bc = {write.bracketed(a)} \cdot {write.bracketed(d)} - {write.bracketed(b)} \cdot {write.bracketed(c)}"
    how = check.equal(check.determinant(rows), value, "the sum over both orders gives the same")
    ledger.step(
        "Multiply down the diagonal, and subtract the product of the other diagonal.", f"{latex} = {write.tex(value)}", how
    )
    return value


def _cofactors(ledger: Ledger, rows: Rows) -> Fraction:
    row = max(range(3), key=lambda i: sum(not x for x in rows[i]))
    total, terms = Fraction(0), []
    says = (
        f"Expand along row {row + 1}: each entry times the determinant "
        f"left when its row and column are struck out, signs alternating."
    )
    for j, entry in enumerate(rows[row]):
        minor = [[x for k, x in enumerate(r) if k != j] for i, r in enumerate(rows) if i != row]
        value = minor[0][0] * minor[1][1] - minor[0][1] * minor[1][0]
        sign = -1 if (row + j) % 2 else 1
        total += sign * entry * value
        terms.append(f"{'-' if sign < 0 else '+'} {write.bracketed(entry)} \\cdot {write.bracketed(value)}")
        if entry:
            (a, b), (c, d) = minor
            worked = rf"{write.bracketed(a)} \cdot {write.bracketed(d)} - {write.bracketed(b)} \cdot {write.bracketed(c)}"
            latex = rf"M_{{{row + 1}{j + 1}}} = \det {write.matrix_tex(minor)} = {worked} = {write.tex(value)}"
            how = check.equal(check.determinant(minor), value, "the sum over both orders gives the same")
            ledger.step(f"Strike out row {row + 1} and column {j + 1}.", latex, how)
    shown = " ".join(terms).removeprefix("+ ")
    ledger.step(
        says, f"{shown} = {write.tex(total)}", check.equal(check.determinant(rows), total, "the sum over all six orders agrees")
    )
    return total


def _by_elimination(ledger: Ledger, rows: Rows) -> Fraction:
    work: Table = [list(row) for row in rows]
    factor = Fraction(1)
    for column in range(len(work)):
        at = next((i for i in range(column, len(work)) if work[i][column]), None)
        if at is None:
            how = check.equal(check.determinant(work), Fraction(0), "the sum over all orders of this matrix is zero")
            ledger.step(f"Column {column + 1} has no pivot left, so the determinant is $0$.", write.matrix_tex(work), how)
            return Fraction(0)
        if at != column:
            after = swapped(work, column, at)
            factor = -factor
            says = f"Swap rows {column + 1} and {at + 1}: this changes the sign of the determinant."
            turned = check.equal(check.determinant(after), -check.determinant(work), "the sum over all orders turned its sign")
            ledger.step(says, write.matrix_tex(after), turned, check.by_matrix(work, after, swapping(len(work), column, at)))
            work = after
        factors = {k: -work[k][column] / work[column][column] for k in range(column + 1, len(work)) if work[k][column]}
        if factors:
            after = added(work, column, factors)
            how = check.equal(check.determinant(after), check.determinant(work), "same determinant, by the sum over all orders")
            says = (
                f"Clear column {column + 1} below the pivot with multiples of row {column + 1}: the determinant stays the same."
            )
            ledger.step(says, write.matrix_tex(after), how, check.by_matrix(work, after, adding(len(work), column, factors)))
            work = after
    diagonal = [work[i][i] for i in range(len(work))]
    value = factor
    for x in diagonal:
        value *= x
    shown = r" \cdot ".join(map(write.bracketed, diagonal))
    sign = "-" if factor < 0 else ""
    how = check.equal(check.determinant(work) * factor, value, "triangular: all other orders contain a zero")
    ledger.step("The matrix is triangular: multiply the diagonal.", f"{sign}{shown} = {write.tex(value)}", how)
    return value


def trace(ledger: Ledger, rows: Table) -> Solution:
    """The sum of the diagonal."""
    size = square(rows, "a trace")
    begin(ledger, rows, "Write the matrix down.")
    diagonal = [rows[i][i] for i in range(size)]
    value = sum(diagonal, Fraction(0))
    latex = rf"\operatorname{{tr}}(A) = {' + '.join(map(write.bracketed, diagonal))} = {write.tex(value)}"
    ones = check.unit(size)
    summed = sum((check.dot(e, check.image(rows, e)) for e in ones), Fraction(0))
    ledger.step("Add the entries on the diagonal.", latex, check.equal(summed, value, r"the sum of $e_i^\top A e_i$ is the same"))
    answer = write.plain(value)
    how = "second route: minus the coefficient of $t^{n-1}$ in $\\det(tI - A)$"
    second = check.equal(check.number_back(answer), -check.characteristic(rows)[size - 1], how)
    return ledger.conclude("number", answer, rf"\operatorname{{tr}}(A) = {write.tex(value)}", second)


# -- LU --------------------------------------------------------------------------------------------
def lu(ledger: Ledger, rows: Table) -> Solution:
    """A = LU where no swap is needed, P A = L U where it is."""
    size = square(rows, "an LU decomposition here")
    begin(ledger, rows, "Eliminate below the diagonal and keep the multipliers: they become $L$.")
    upper: Table = [list(row) for row in rows]
    lower, order = check.unit(size), list(range(size))
    for column in range(size):
        at = next((i for i in range(column, size) if upper[i][column]), None)
        if at is None:
            continue
        if at != column:
            _swap_lu(ledger, rows, upper, lower, order, column, at)
        factors = {k: upper[k][column] / upper[column][column] for k in range(column + 1, size) if upper[k][column]}
        if factors:
            upper = added(upper, column, {k: -f for k, f in factors.items()})
            for k, f in factors.items():
                lower[k][column] = f
            _lu_step(
                ledger,
                f"Clear column {column + 1}; the multipliers go into column {column + 1} of $L$.",
                rows,
                order,
                lower,
                upper,
            )
    parts = [Part("L", "matrix", write.matrix(lower)), Part("U", "matrix", write.matrix(upper))]
    swaps = order != list(range(size))
    if swaps:
        parts.insert(0, Part("P", "matrix", write.matrix([check.unit(size)[i] for i in order])))
    read_back = [check.matrix_back(part.answer) for part in parts]
    left = check.product(read_back[0], rows) if swaps else [list(row) for row in rows]
    good = left == check.product(read_back[-2], read_back[-1]) and check.determinant(read_back[-2]) == 1
    how = Check(good, f"second route: read back and multiplied out, $L U = {'P A' if swaps else 'A'}$")
    latex = r",\quad ".join(f"{part.label} = {write.matrix_tex(m)}" for part, m in zip(parts, read_back))
    answer = "; ".join(f"{part.label} = {part.answer}" for part in parts)
    says = "$L$ holds the multipliers, $U$ what elimination left" + (
        ", and $P$ the swaps: $PA = LU$." if swaps else ": $A = LU$."
    )
    return ledger.conclude("labelled", answer, latex, how, says=says, parts=parts)


def _swap_lu(ledger: Ledger, rows: Rows, upper: Table, lower: Table, order: list[int], column: int, at: int) -> None:
    upper[column], upper[at] = upper[at], upper[column]
    order[column], order[at] = order[at], order[column]
    for j in range(column):
        lower[column][j], lower[at][j] = lower[at][j], lower[column][j]
    _lu_step(ledger, f"Swap rows {column + 1} and {at + 1}, in $A$ and among the multipliers.", rows, order, lower, upper)


def _lu_step(ledger: Ledger, says: str, rows: Rows, order: Sequence[int], lower: Rows, upper: Rows) -> None:
    good = check.product(lower, upper) == [list(rows[i]) for i in order]
    latex = f"L = {write.matrix_tex(lower)},\\quad U = {write.matrix_tex(upper)}"
    ledger.step(says, latex, Check(good, "multiplied out, $LU$ is still $A$ with its rows in this order"))
