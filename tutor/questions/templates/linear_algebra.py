"""Linear algebra: products, inverses, systems, rank, kernels. Keys come from SymPy, checks from whole-number arithmetic."""

from __future__ import annotations

from fractions import Fraction

import sympy as sp

from tutor.maths.answers.lists import rank as rank_by_rows
from tutor.maths.matrices import same_matrix_formula
from tutor.maths.parse import read
from tutor.questions.candidate import Candidate
from tutor.questions.question import Difficulty, Kind
from tutor.questions.template import Draft, Draw, Registry, registrar, times
from tutor.questions.write import bracketed, sum_of_products, tex

REGISTRY: Registry = {}
template = registrar(REGISTRY)
_PROBES = ([1, 0], [0, 1], [3, -7])


@template("matrix_product", kind=Kind.CHOICE, value=Kind.MATRIX, difficulty=Difficulty.EASY, minutes=2)
def matrix_product(draw: Draw) -> Draft:
    a, b = draw.rows(2, 2, -3, 4), draw.rows(2, 2, -3, 4)
    left, right = sp.Matrix(a), sp.Matrix(b)
    columns = list(zip(*b, strict=True))
    return Draft(
        prompt=rf"Compute $AB$ for $A = {tex(a)}$ and $B = {tex(b)}$.",
        key=left * right,
        wrong=[
            (left.multiply_elementwise(right), "elementwise_product"),
            (right * left, "order_swapped"),
            (left.T * right, "forgot_transpose"),
            (left * right.T, "rows_as_weights"),
        ],
        steps=[
            "Each entry of $AB$ is a row of $A$ times a column of $B$.",
            *(
                rf"Row {i + 1}, column {j + 1}: ${sum_of_products(a[i], columns[j])} = {(left * right)[i, j]}$."
                for i in range(2)
                for j in range(2)
            ),
            rf"So $AB = {tex(left * right)}$.",
        ],
        hint="Take a row of $A$ and a column of $B$, multiply matching entries, add.",
        check=lambda c: all(times(c.matrix, v) == times(a, times(b, v)) for v in _PROBES),
        routes=("SymPy matrix product", "A(Bv) on three vectors, in fractions"),
    )


@template("matrix_vector", kind=Kind.VECTOR, difficulty=Difficulty.EASY, minutes=1.5)
def matrix_vector(draw: Draw) -> Draft:
    a, x = draw.rows(2, 2, -4, 5), [draw.nonzero(-3, 4), draw.nonzero(-3, 4)]
    matrix, column = sp.Matrix(a), sp.Matrix(x)
    first, second = [row[0] for row in a], [row[1] for row in a]
    return Draft(
        prompt=rf"Compute $Ax$ for $A = {tex(a)}$ and $x = {tex(x)}$.",
        key=matrix * column,
        wrong=[
            (matrix.T * column, "rows_as_weights"),
            ([a[0][0] * x[0], a[1][1] * x[1]], "elementwise_product"),
            (matrix * sp.Matrix(x[::-1]), "coordinates_swapped"),
        ],
        steps=[
            "The product is a combination of the columns of $A$, weighted by the entries of $x$.",
            rf"${bracketed(x[0])} {tex(first)} + {bracketed(x[1])} {tex(second)} = {tex(matrix * column)}$.",
        ],
        hint="Weight the first column of $A$ by the first entry of $x$, the second column by the second, and add.",
        check=lambda c: c.vector == [x[0] * p + x[1] * q for p, q in zip(first, second, strict=True)],
        routes=("SymPy matrix product, row times column", "combination of the columns, in fractions"),
    )


@template("transpose_times", kind=Kind.MATRIX, difficulty=Difficulty.EASY, minutes=2.5)
def transpose_times(draw: Draw) -> Draft:
    a, b = draw.rows(2, 2, -3, 4), draw.rows(2, 2, -3, 4)
    left, right = sp.Matrix(a), sp.Matrix(b)
    draw.need(left != left.T)
    turned = [list(column) for column in zip(*a, strict=True)]
    return Draft(
        prompt=rf"Compute $A^\top B$ for $A = {tex(a)}$ and $B = {tex(b)}$.",
        key=left.T * right,
        wrong=[
            (left * right, "forgot_transpose"),
            (right * left.T, "order_swapped"),
            (left.T.multiply_elementwise(right), "elementwise_product"),
        ],
        steps=[
            rf"Swap rows and columns of $A$: $A^\top = {tex(turned)}$.",
            rf"Multiply rows of $A^\top$ by columns of $B$: $A^\top B = {tex(left.T * right)}$.",
        ],
        hint="First write $A^\\top$: its rows are the columns of $A$.",
        check=lambda c: c.matrix == [[sum(a[k][i] * b[k][j] for k in range(2)) for j in range(2)] for i in range(2)],
        routes=("SymPy transpose and product", "columns of A times columns of B, entry by entry"),
    )


@template("transpose_of_product", kind=Kind.MATRIX_EXPRESSION, difficulty=Difficulty.MEDIUM, minutes=1)
def transpose_of_product(draw: Draw) -> Draft:
    names = draw.some_of("ABCDFGHKLMPQRSUVW", 3)
    sizes = draw.some_of("mnpq", 4)
    shapes: dict[str, tuple[int | str, int | str]] = {name: (sizes[i], sizes[i + 1]) for i, name in enumerate(names)}
    turned = draw.one_of([0, 1, 2, 3])  # which factor is typed transposed already; 3: none
    symbols = [sp.MatrixSymbol(name, 2, 2) for name in names]
    factors = [s.T if i == turned else s for i, s in enumerate(symbols)]
    if turned < 3:
        shapes[names[turned]] = shapes[names[turned]][::-1]
    inside = " ".join(rf"{name}^\top" if i == turned else name for i, name in enumerate(names))
    plain = "*".join(f"{name}^T" if i == turned else name for i, name in enumerate(names))
    key = [sp.Transpose(factor).doit() for factor in reversed(factors)]
    shown = " ".join(_factor(f) for f in key)
    return Draft(
        prompt=rf"Write $({inside})^\top$ as a product without brackets (the shapes fit).",
        key="*".join(_factor(f) for f in key),
        wrong=[
            ("*".join(_factor(sp.Transpose(f).doit()) for f in factors), "transpose_order_kept"),
            ("*".join(_factor(f) for f in reversed(factors)), "forgot_transpose"),
        ],
        steps=[
            r"A transpose of a product is the product of the transposes in reverse order: $(XY)^\top = Y^\top X^\top$.",
            r"Transposing twice changes nothing: $(X^\top)^\top = X$.",
            rf"So the result is ${shown}$.",
        ],
        hint=r"$(XY)^\top = Y^\top X^\top$: the order turns round.",
        check=lambda c: c.tree is not None and same_matrix_formula(read(f"({plain})^T"), c.tree, shapes=shapes),
        routes=("SymPy rules for transposes", "random matrices of the declared shapes, modulo a prime"),
        shapes=shapes,
    )


def _factor(symbol: object) -> str:
    return f"{symbol.arg.name}^T" if isinstance(symbol, sp.Transpose) else str(symbol)


@template("inverse_of_product", kind=Kind.MATRIX_EXPRESSION, difficulty=Difficulty.MEDIUM, minutes=1)
def inverse_of_product(draw: Draw) -> Draft:
    names = draw.some_of("ABCDFGHKLMPQRSUVW", draw.one_of([2, 3]))
    shapes: dict[str, tuple[int | str, int | str]] = dict.fromkeys(names, ("n", "n"))
    key = [sp.Inverse(sp.MatrixSymbol(name, 3, 3)) for name in reversed(names)]
    inverses = [f"{f.arg.name}^(-1)" for f in key]
    shown = " ".join(f"{f.arg.name}^{{-1}}" for f in key)
    return Draft(
        prompt=rf"${', '.join(names)}$ are invertible $n \times n$ matrices. Write "
        rf"$({' '.join(names)})^{{-1}}$ as a product of inverses.",
        key="*".join(inverses),
        wrong=[("*".join(reversed(inverses)), "inverse_order_kept"), ("*".join(reversed(names)), "order_swapped")],
        steps=[
            "To undo several steps, undo the last one first: $(XY)^{-1} = Y^{-1}X^{-1}$.",
            rf"Here this gives ${shown}$, and multiplying by ${' '.join(names)}$ leaves $I$.",
        ],
        hint="Socks and shoes: what went on last comes off first.",
        check=lambda c: c.tree is not None and same_matrix_formula(read(f"({'*'.join(names)})^(-1)"), c.tree, shapes=shapes),
        routes=("SymPy matrix inverses in reverse order", "random invertible matrices, modulo a prime"),
        shapes=shapes,
    )


@template("inverse_two_by_two", kind=Kind.MATRIX, difficulty=Difficulty.MEDIUM, minutes=2.5)
def inverse_two_by_two(draw: Draw) -> Draft:
    a = draw.rows(2, 2, -5, 6)
    (p, q), (r, s) = a
    det = p * s - q * r
    draw.need(1 <= abs(det) <= 6 and p and q and r and s)
    matrix = sp.Matrix(a)
    return Draft(
        prompt=rf"Compute $A^{{-1}}$ for $A = {tex(a)}$.",
        key=matrix.inv(),
        wrong=[
            (matrix.applyfunc(lambda x: 1 / x), "entrywise_reciprocal"),
            (sp.Matrix([[s, -q], [-r, p]]), "det_not_divided"),
            (sp.Matrix([[s, q], [r, p]]) / det, "sign_slip"),
            (sp.Matrix([[p, -q], [-r, s]]) / det, "diagonal_not_swapped"),
        ],
        steps=[
            rf"$\det A = {sum_of_products([p], [s])} - {sum_of_products([q], [r])} = {det}$.",
            rf"Swap the diagonal, change the sign of the other two entries: ${tex([[s, -q], [-r, p]])}$.",
            rf"Divide by the determinant: $A^{{-1}} = {tex(matrix.inv())}$.",
        ],
        hint="Swap the diagonal, flip the other signs, divide by the determinant.",
        check=lambda c: all(times(a, times(c.matrix, v)) == v for v in _PROBES),
        routes=("SymPy inverse", "A(Xv) = v on three vectors, in fractions"),
    )


@template("linear_system", kind=Kind.VECTOR, difficulty=Difficulty.EASY, minutes=3)
def linear_system(draw: Draw) -> Draft:
    a, x = draw.rows(2, 2, -4, 5), [draw.nonzero(-5, 5), draw.nonzero(-5, 5)]
    (p, q), (r, s) = a
    det = p * s - q * r
    draw.need(det and p and q and r and s)
    b = [p * x[0] + q * x[1], r * x[0] + s * x[1]]
    u, v = sp.symbols("x y")
    key = [sp.solve([p * u + q * v - b[0], r * u + s * v - b[1]], [u, v])[w] for w in (u, v)]
    slipped = [sp.Rational(b[0] * s + q * b[1], det), sp.Rational(p * b[1] + r * b[0], det)]
    return Draft(
        prompt=rf"Solve ${sp.latex(p * u + q * v)} = {b[0]}$ and ${sp.latex(r * u + s * v)} = {b[1]}$. Answer as $(x, y)$.",
        key=key,
        wrong=[(slipped, "row_op_sign"), (key[::-1], "coordinates_swapped"), ([-k for k in key], "sign_slip")],
        steps=[
            rf"Multiply the first equation by ${s}$ and the second by ${q}$, and subtract: "
            rf"$y$ is gone and ${det}\,x = {b[0] * s - q * b[1]}$.",
            rf"So $x = {key[0]}$; put it into the first equation: ${q}\,y = {b[0]} - {bracketed(p * x[0])}$, so $y = {key[1]}$.",
        ],
        hint="Add a multiple of one equation to the other so that one unknown disappears.",
        check=lambda c: times(a, c.vector) == b,
        routes=("SymPy solve", "substitution into both equations"),
    )


@template("rank_of_matrix", kind=Kind.NUMBER, difficulty=Difficulty.MEDIUM, minutes=3)
def rank_of_matrix(draw: Draw) -> Draft:
    wanted = draw.one_of([1, 2, 2, 2])
    base = draw.rows(wanted, 4, -3, 3)
    weights = draw.rows(3, wanted, -2, 2)
    a = [[sum(w * base[k][j] for k, w in enumerate(row)) for j in range(4)] for row in weights]
    draw.need(all(any(row) for row in a) and max(abs(x) for row in a for x in row) <= 9)
    matrix = sp.Matrix(a)
    return Draft(
        prompt=rf"What is the rank of $A = {tex(a)}$?",
        key=matrix.rank(),
        wrong=[
            (3, "rank_counts_nonzero_rows_before_elimination"),
            (4 - matrix.rank(), "nullity_for_rank"),
            (4, "dim_is_ambient"),
        ],
        steps=[
            rf"Row reduce: $A \to {tex(matrix.echelon_form())}$.",
            rf"{'One row stays' if matrix.rank() == 1 else f'{matrix.rank()} rows stay'} nonzero, "
            rf"so $\operatorname{{rk}} A = {matrix.rank()}$.",
        ],
        hint="Row reduce first, then count the rows that are not zero.",
        check=lambda c: c.number == rank_by_rows([[Fraction(x) for x in column] for column in zip(*a, strict=True)]),
        routes=("SymPy rank of the rows", "own elimination on the columns, in fractions"),
    )


@template("kernel_vector", kind=Kind.VECTOR_UP_TO_SCALE, difficulty=Difficulty.MEDIUM, minutes=4)
def kernel_vector(draw: Draw) -> Draft:
    top = draw.rows(2, 3, -3, 4)
    c1, c2 = draw.whole(-2, 2), draw.nonzero(-2, 2)
    a = [*top, [c1 * p + c2 * q for p, q in zip(*top, strict=True)]]
    matrix = sp.Matrix(a)
    draw.need(matrix.rank() == 2 and max(abs(x) for row in a for x in row) <= 9)
    found = matrix.nullspace()[0]
    key = found * sp.ilcm(*[sp.Rational(x).q for x in found])
    draw.need(max(abs(x) for x in key) <= 15 and sum(x != 0 for x in key) >= 2)
    free = max(j for j in range(3) if key[j] != 0)
    flipped = sp.Matrix([x if j == free else -x for j, x in enumerate(key)])
    dropped = sp.Matrix([0 if j == free else x for j, x in enumerate(key)])
    return Draft(
        prompt=rf"Give a nonzero vector in the kernel of $A = {tex(a)}$ (any multiple counts).",
        key=key,
        wrong=[(flipped, "sign_slip"), (dropped, "free_variable_dropped"), (a[0], "row_space_for_kernel")],
        steps=[
            rf"Row reduce: $A \to {tex(matrix.rref()[0])}$.",
            rf"One variable is free; choose it and solve for the others: ${tex(key)}$.",
            rf"Check: $A{tex(key)} = {tex([0, 0, 0])}$.",
        ],
        hint="Row reduce $Ax = 0$, choose the free variable, solve upwards.",
        check=lambda c: any(c.vector) and times(a, c.vector) == [0, 0, 0],
        routes=("SymPy null space", "A x = 0 with x not zero, in fractions"),
    )


@template("rank_nullity", kind=Kind.NUMBER, difficulty=Difficulty.EASY, minutes=1)
def rank_nullity(draw: Draw) -> Draft:
    m, n = draw.whole(2, 24), draw.whole(2, 24)
    draw.need(m != n)
    r = draw.whole(1, min(m, n) - 1)
    key = sp.Matrix(sp.diag(*[1] * r, *[0] * (min(m, n) - r))).row_join(sp.zeros(min(m, n), n - min(m, n))).nullspace()
    return Draft(
        prompt=rf"A ${m} \times {n}$ matrix $A$ has rank ${r}$. What is the dimension of its kernel?",
        key=len(key),
        wrong=[(m - r, "uses_rows_for_columns"), (r, "rank_for_nullity"), (n, "dim_is_ambient")],
        steps=[
            r"Rank and nullity add up to the number of columns: $\operatorname{rk} A + \dim\ker A = n$.",
            rf"$\dim\ker A = {n} - {r} = {n - r}$.",
        ],
        hint="Every column either carries a pivot or belongs to a free variable.",
        check=lambda c: c.number + r == n,
        routes=("SymPy null space of a matrix of this shape and rank", "rank plus nullity counts the columns"),
    )


@template("dependent_for_which_t", kind=Kind.NUMBER, difficulty=Difficulty.MEDIUM, minutes=3)
def dependent_for_which_t(draw: Draw) -> Draft:
    u, v = draw.wholes(3, -3, 4), draw.wholes(3, -3, 4)
    p, q = draw.nonzero(-3, 3), draw.nonzero(-3, 3)
    w = [p * x + q * y for x, y in zip(u, v, strict=True)]
    hidden = u[0] * v[1] - u[1] * v[0]
    draw.need(hidden and max(map(abs, w)) <= 12 and w[2])
    t = sp.Symbol("t")
    key = sp.solve(sp.Matrix([u, v, [w[0], w[1], t]]).det(), t)[0]
    shown = rf"\begin{{bmatrix}} {w[0]} \\ {w[1]} \\ t \end{{bmatrix}}"
    return Draft(
        prompt=rf"For which $t$ are ${tex(u)}$, ${tex(v)}$ and ${shown}$ linearly dependent?",
        key=key,
        wrong=[
            (-key, "sign_slip"),
            (u[2] + v[2], "weights_ignored"),
            (p * u[2] - q * v[2], "row_op_sign"),
            (0, "zero_means_dependent"),
        ],
        steps=[
            "They are dependent when the third is a combination $p\\,u + q\\,v$ of the first two.",
            rf"The first two entries give $p = {p}$ and $q = {q}$.",
            rf"So $t = {sum_of_products([p, q], [u[2], v[2]])} = {key}$.",
        ],
        hint="Find the weights from the first two entries, then use them in the third.",
        check=lambda c: rank_by_rows([_exact(u), _exact(v), [*_exact(w[:2]), c.number]]) == 2,
        routes=("SymPy determinant set to zero", "own elimination finds rank two"),
    )


def _exact(values: list[int]) -> list[Fraction]:
    return [Fraction(value) for value in values]


@template("change_of_basis", kind=Kind.CHOICE, value=Kind.VECTOR, difficulty=Difficulty.HARD, minutes=3)
def change_of_basis(draw: Draw) -> Draft:
    b = draw.rows(2, 2, -3, 4)
    det = b[0][0] * b[1][1] - b[0][1] * b[1][0]
    x = [draw.nonzero(-5, 6), draw.nonzero(-5, 6)]
    draw.need(abs(det) in (1, 2))
    basis, column = sp.Matrix(b), sp.Matrix(x)
    key = basis.inv() * column

    def check(c: Candidate) -> bool:
        first, second = c.vector
        return [first * row[0] + second * row[1] for row in b] == x

    return Draft(
        prompt=rf"What are the coordinates of $x = {tex(x)}$ in the basis $b_1 = "
        rf"{tex([r[0] for r in b])}$, $b_2 = {tex([r[1] for r in b])}$?",
        key=key,
        wrong=[
            (basis * column, "basis_matrix_for_its_inverse"),
            (basis.T.inv() * column, "forgot_transpose"),
            (column, "coordinates_unchanged"),
            (-key, "sign_slip"),
        ],
        steps=[
            rf"Find $c$ with $c_1 b_1 + c_2 b_2 = x$, that is ${tex(b)}c = {tex(x)}$.",
            rf"Multiply by the inverse: $c = {tex(basis.inv())}{tex(x)} = {tex(key)}$.",
        ],
        hint="The coordinates are the weights that build $x$ from $b_1$ and $b_2$.",
        check=check,
        routes=("SymPy inverse of the basis matrix", "the weighted sum of the basis gives x back"),
    )
