"""Row reduction and what follows from it: rank, kernel, image, inverse, systems, determinants, LU."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import tutor.maths.steps.check as check
import tutor.maths.steps.write as write
from tutor.errors import Unreadable
from tutor.maths.steps.check import Rows
from tutor.maths.steps.solution import Check, Ledger, Part, Solution

Table = list[list[Fraction]]
_PARAMETERS = ("t", "s", "r", "q", "p", "w")


@dataclass(frozen=True, slots=True)
class Echelon:
    """A matrix in reduced row echelon form, and the columns of its pivots."""

    rows: Table
    pivots: tuple[int, ...]


# -- row operations --------------------------------------------------------------------------------
def swapped(rows: Rows, i: int, j: int) -> Table:
    """Rows i and j change places.

    >>> swapped([[Fraction(1)], [Fraction(2)]], 0, 1) == [[2], [1]]
    True
    """
    order = list(range(len(rows)))
    order[i], order[j] = j, i
    return [list(rows[k]) for k in order]


def scaled(rows: Rows, i: int, factor: Fraction) -> Table:
    """Row i times a factor."""
    return [[factor * x for x in row] if k == i else list(row) for k, row in enumerate(rows)]


def added(rows: Rows, source: int, factors: dict[int, Fraction]) -> Table:
    """Row k gains factors[k] times row `source`."""
    head = rows[source]
    return [[x + factors.get(k, Fraction(0)) * y for x, y in zip(row, head, strict=True)] for k, row in enumerate(rows)]


def reduce(ledger: Ledger, rows: Rows, *, bar: int | None = None, wide: int | None = None) -> Echelon:
    """Gauss-Jordan elimination in the first `wide` columns, each operation a checked step; a bar is only for show."""
    work: Table = [list(row) for row in rows]
    pivots: list[int] = []
    for column in range(wide if wide is not None else len(work[0])):
        at = _pivot(work, column, len(pivots))
        if at is None:
            continue
        here = len(pivots)
        if at != here:
            work = _swap(ledger, work, here, at, column, bar)
        if (value := work[here][column]) != 1:
            after = scaled(work, here, 1 / value)
            says = f"Divide row {here + 1} by ${write.tex(value)}$ so that its pivot becomes $1$."
            factor = elementary(len(work), {(here, here): 1 / value})
            _row_step(ledger, says, (work, after), factor, rf"R_{here + 1} \to {write.tex(1 / value)} R_{here + 1}", bar)
            work = after
        factors = {k: -row[column] for k, row in enumerate(work) if k != here and row[column]}
        if factors:
            after = added(work, here, factors)
            says = f"Clear the rest of column {column + 1}: {_spoken(factors, here)}."
            _row_step(ledger, says, (work, after), adding(len(work), here, factors), _arrows(factors, here), bar)
            work = after
        pivots.append(column)
    return Echelon(work, tuple(pivots))


def _pivot(rows: Rows, column: int, start: int) -> int | None:
    """A row with a pivot for this column: the one in place if it is nonzero, better a 1, which keeps fractions away."""
    fit = [i for i in range(start, len(rows)) if rows[i][column]]
    ones = [i for i in fit if rows[i][column] == 1]
    return (ones or fit)[0] if fit else None


def _swap(ledger: Ledger, work: Table, here: int, at: int, column: int, bar: int | None) -> Table:
    after = swapped(work, here, at)
    why = "the pivot is not zero" if not work[here][column] else "the pivot is a handy $1$"
    says = f"Swap rows {here + 1} and {at + 1}: now {why}."
    _row_step(ledger, says, (work, after), swapping(len(work), here, at), rf"R_{here + 1} \leftrightarrow R_{at + 1}", bar)
    return after


def elementary(size: int, entries: dict[tuple[int, int], Fraction]) -> Table:
    """The identity with some entries replaced.

    >>> elementary(2, {(1, 0): Fraction(-3)}) == [[1, 0], [-3, 1]]
    True
    """
    return [[entries.get((i, j), Fraction(i == j)) for j in range(size)] for i in range(size)]


def swapping(size: int, i: int, j: int) -> Table:
    """The elementary matrix that swaps rows i and j."""
    zero, one = Fraction(0), Fraction(1)
    return elementary(size, {(i, i): zero, (j, j): zero, (i, j): one, (j, i): one})


def adding(size: int, source: int, factors: dict[int, Fraction]) -> Table:
    """The elementary matrix that adds multiples of row `source`."""
    return elementary(size, {(k, source): factor for k, factor in factors.items()})


def _row_step(ledger: Ledger, says: str, change: tuple[Table, Table], factor: Table, arrow: str, bar: int | None) -> None:
    before, after = change
    latex = rf"{write.augmented_tex(before, bar)} \xrightarrow{{{arrow}}} {write.augmented_tex(after, bar)}"
    ledger.step(says, latex, check.same_row_space(before, after), check.by_matrix(before, after, factor))


def _spoken(factors: dict[int, Fraction], source: int) -> str:
    return ", ".join(_one_spoken(factor, source, k) for k, factor in factors.items())


def _one_spoken(factor: Fraction, source: int, target: int) -> str:
    times = "" if abs(factor) == 1 else f"${write.tex(abs(factor))}$ times "
    if factor < 0:
        return f"subtract {times}row {source + 1} from row {target + 1}"
    return f"add {times}row {source + 1} to row {target + 1}"


def _arrows(factors: dict[int, Fraction], source: int) -> str:
    return r",\; ".join(
        rf"R_{k + 1} \to R_{k + 1} {'-' if f < 0 else '+'} {'' if abs(f) == 1 else write.tex(abs(f))}R_{source + 1}"
        for k, f in factors.items()
    )


def begin(ledger: Ledger, rows: Rows, says: str, name: str = "A") -> None:
    """The first step: what was read, shown back."""
    shape = f"{len(rows)} by {len(rows[0])}"
    again = check.matrix_back(write.matrix(rows))
    ledger.step(
        says, f"{name} = {write.matrix_tex(rows)}", Check(again == [list(r) for r in rows], f"read back as a {shape} matrix")
    )


# -- what one can ask ------------------------------------------------------------------------------
def row_reduce(ledger: Ledger, rows: Table) -> Solution:
    """The reduced row echelon form."""
    begin(ledger, rows, "Write the matrix down; you may swap rows, scale them, and add multiples of one to another.")
    found = reduce(ledger, rows).rows
    answer = write.matrix(found)
    again = check.matrix_back(answer)
    holds = check.is_reduced(again) and check.same_row_space(rows, again).holds
    how = "second route: every pivot is 1 and alone in its column, and the rows span what they spanned at the start"
    says = "Every pivot is $1$ and alone in its column, so this is the reduced row echelon form."
    return ledger.conclude("matrix", answer, write.matrix_tex(found), Check(holds, how), says=says)


def rank(ledger: Ledger, rows: Table) -> Solution:
    """The rank: the number of pivots."""
    begin(ledger, rows, "The rank counts the independent rows; eliminate, and count the pivots.")
    found = len(reduce(ledger, rows).pivots)
    second = check.equal(
        check.rank_by_minors(rows), found, "second route: the largest square part with nonzero determinant has this size"
    )
    says = f"Count the pivots: {_count(found, 'pivot')}, so this is the rank."
    return ledger.conclude("number", str(found), rf"\operatorname{{rk}}(A) = {found}", second, says=says)


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def kernel_vectors(found: Echelon, wide: int) -> Table:
    """One vector for each free column, scaled to whole numbers.

    >>> kernel_vectors(Echelon([[Fraction(1), Fraction(1, 2)]], (0,)), 2) == [[-1, 2]]
    True
    """
    vectors = []
    for free in (j for j in range(wide) if j not in found.pivots):
        v = [Fraction(j == free) for j in range(wide)]
        for row, pivot in zip(found.rows, found.pivots):
            v[pivot] = -row[free]
        vectors.append(whole(v))
    return vectors


def whole(v: Sequence[Fraction]) -> list[Fraction]:
    """The shortest multiple with whole entries (same direction).

    >>> whole([Fraction(1, 2), Fraction(1, 3)]) == [3, 2]
    True
    """
    import math

    below = math.lcm(*(x.denominator for x in v))
    above = math.gcd(*(int(x * below) for x in v)) or 1
    return [x * below / above for x in v]


def kernel(ledger: Ledger, rows: Table) -> Solution:
    """A basis of the null space."""
    begin(ledger, rows, "The kernel holds every $x$ with $Ax = 0$; row reduction does not change it.")
    found = reduce(ledger, rows)
    wide = len(rows[0])
    basis = kernel_vectors(found, wide)
    _kernel_steps(ledger, rows, found, basis)
    answer, latex = _basis(basis, wide)
    return ledger.conclude(
        "basis" if basis else "words",
        answer,
        latex,
        kernel_check(rows, basis, answer),
        says="These vectors are a basis of the kernel." if basis else "Only the zero vector is left, so the kernel is trivial.",
    )


def kernel_check(rows: Rows, basis: Table, answer: str) -> Check:
    """Read back, every vector is sent to zero, and there are as many as rank-nullity asks for."""
    wide = len(rows[0])
    again = check.vectors_back(answer) if basis else []
    independent = not again or check.rank_by_minors(again) == len(again)
    dead = all(not any(check.image(rows, v)) for v in again)
    count = len(again) == wide - check.rank_by_minors(rows)
    return Check(
        dead and independent and count, "second route: $Av = 0$ for each, and their number is $n$ minus the rank by minors"
    )


def _kernel_steps(ledger: Ledger, rows: Table, found: Echelon, basis: Table) -> None:
    wide = len(rows[0])
    free = [j for j in range(wide) if j not in found.pivots]
    if not free:
        how = Check(check.rank_by_minors(rows) == wide, "the rank by minors equals the number of columns")
        ledger.step("Every column has a pivot, so no variable is free and $Ax = 0$ forces $x = 0$.", "x = 0", how)
        return
    for j, v in zip(free, basis):
        says = f"Column {j + 1} has no pivot: let $x_{{{j + 1}}}$ be free, the others zero, and solve for the pivot variables."
        latex = rf"v = {write.vector_tex(v)}, \qquad A v = {write.vector_tex(check.image(rows, v))}"
        ledger.step(says, latex, Check(not any(check.image(rows, v)), "$Av$ was multiplied out and is zero"))


def _basis(basis: Table, wide: int) -> tuple[str, str]:
    vectors = basis or [[Fraction(0)] * wide]
    return write.listed(write.vector(v) for v in vectors), write.set_tex(write.vector_tex(v) for v in vectors)


def image(ledger: Ledger, rows: Table) -> Solution:
    """A basis of the column space: the pivot columns of the matrix itself."""
    begin(ledger, rows, "The image is spanned by the columns of $A$; find out which of them are really new.")
    found = reduce(ledger, rows)
    columns = check.turned(rows)
    basis = [columns[j] for j in found.pivots]
    _image_step(ledger, rows, found)
    answer, latex = _basis(basis, len(rows))
    says = "Take those columns of the original $A$: they are a basis of the image." if basis else "Every output is zero."
    return ledger.conclude("basis" if basis else "words", answer, latex, image_check(rows, basis, answer), says=says)


def image_check(rows: Rows, basis: Table, answer: str) -> Check:
    """Read back, the vectors are independent, lie in the column space, and are as many as its dimension."""
    again = check.vectors_back(answer) if basis else []
    columns = check.turned(rows)
    size = check.rank_by_minors(rows)
    holds = len(again) == size and (not again or (check.rank_by_minors(again) == size and check.rank([*columns, *again]) == size))
    return Check(holds, "second route: independent by minors, and adding the other columns of $A$ adds no direction")


def _image_step(ledger: Ledger, rows: Table, found: Echelon) -> None:
    columns = check.turned(rows)
    for j in range(len(columns)):
        if j in found.pivots or not found.pivots:
            continue
        weights = [row[j] for row in found.rows[: len(found.pivots)]]
        made = [sum((w * columns[p][i] for w, p in zip(weights, found.pivots)), Fraction(0)) for i in range(len(rows))]
        sums = " + ".join(rf"{write.bracketed(w)}\, a_{{{p + 1}}}" for w, p in zip(weights, found.pivots) if w) or "0"
        says = f"Column {j + 1} has no pivot: it is a mixture of the pivot columns, with the weights standing in column {j + 1}."
        ledger.step(says, f"a_{{{j + 1}}} = {sums}", check.equal(made, columns[j], "the mixture was multiplied out"))
    named = ", ".join(str(p + 1) for p in found.pivots) or "none"
    how = Check(check.rank_by_minors(rows) == len(found.pivots), "the rank by minors is the number of pivots")
    ledger.step(f"The pivots stand in these columns: {named}.", rf"\dim \operatorname{{Im}}(A) = {len(found.pivots)}", how)


def kernel_and_image(ledger: Ledger, rows: Table) -> Solution:
    """Both spaces from one elimination."""
    begin(ledger, rows, "One elimination gives both: pivot columns for the image, free columns for the kernel.")
    found = reduce(ledger, rows)
    wide = len(rows[0])
    null, span = kernel_vectors(found, wide), [check.turned(rows)[j] for j in found.pivots]
    _kernel_steps(ledger, rows, found, null)
    _image_step(ledger, rows, found)
    (kernel_typed, kernel_tex), (image_typed, image_tex) = _basis(null, wide), _basis(span, len(rows))
    parts = (Part("kernel", "basis", kernel_typed), Part("image", "basis", image_typed))
    latex = rf"\ker A: {kernel_tex}, \qquad \operatorname{{Im}} A: {image_tex}"
    checks = kernel_check(rows, null, kernel_typed), image_check(rows, span, image_typed)
    says = f"Here are bases of both; their sizes add up to ${wide}$, the number of columns."
    return ledger.conclude("labelled", f"kernel = {kernel_typed}; image = {image_typed}", latex, *checks, says=says, parts=parts)


def inverse(ledger: Ledger, rows: Table) -> Solution:
    """Gauss-Jordan on [A | I]."""
    size = square(rows, "an inverse")
    begin(ledger, rows, "Put the identity beside $A$; what turns $A$ into $I$ turns $I$ into $A^{-1}$.")
    joined = [list(row) + extra for row, extra in zip(rows, check.unit(size))]
    found = reduce(ledger, joined, bar=size, wide=size)
    if len(found.pivots) < size:
        how = check.equal(check.determinant(rows), Fraction(0), "second route: the determinant by Leibniz is zero")
        says = "A row of zeros appears on the left, so $A$ has no inverse."
        return ledger.conclude("words", "not invertible", r"\det A = 0", how, says=says)
    result = [row[size:] for row in found.rows]
    answer = write.matrix(result)
    again = check.matrix_back(answer)
    both = check.product(rows, again) == check.unit(size) == check.product(again, rows)
    how = Check(both, "second route: $A A^{-1} = I$ and $A^{-1} A = I$, multiplied out")
    return ledger.conclude(
        "matrix", answer, f"A^{{-1}} = {write.matrix_tex(result)}", how, says="Read the inverse off on the right."
    )


def square(rows: Rows, what: str) -> int:
    if len(rows) != len(rows[0]):
        raise Unreadable(
            f"Only a square matrix has {what}, and this one is {len(rows)} by {len(rows[0])} — try [[1, 2], [3, 4]]."
        )
    return len(rows)


def nullity(ledger: Ledger, rows: Table) -> Solution:
    """The dimension of the kernel: columns without a pivot."""
    begin(ledger, rows, "The nullity counts the free variables: eliminate, and count the columns without a pivot.")
    found = len(rows[0]) - len(reduce(ledger, rows).pivots)
    how = check.equal(
        found, len(rows[0]) - check.rank_by_minors(rows), "second route: number of columns minus the rank by minors"
    )
    return ledger.conclude(
        "number", str(found), rf"\dim \ker(A) = {found}", how, says="Columns without a pivot are free; count them."
    )
