"""Row operations, echelon forms, spans, bases, images, affine spaces. Keys from SymPy; checks by substitution, in fractions."""

from __future__ import annotations

from fractions import Fraction

import sympy as sp

from tutor.maths.answers.lists import rank as rank_by_rows
from tutor.questions.candidate import Candidate
from tutor.questions.question import Difficulty, Kind
from tutor.questions.template import Draft, Draw, Registry, registrar, times
from tutor.questions.write import bracketed, tex

REGISTRY: Registry = {}
template = registrar(REGISTRY)
Q = sp.Rational


def _size(vectors: list[list[int]] | list[list[Fraction]]) -> int:
    return rank_by_rows([[Fraction(x) for x in vector] for vector in vectors])


@template("row_operation", kind=Kind.MATRIX, difficulty=Difficulty.EASY, minutes=1.5)
def row_operation(draw: Draw) -> Draft:
    a, c = draw.rows(2, 3, -4, 6), draw.nonzero(-4, 4)
    draw.need(all(any(row) for row in a) and a[0][0])
    matrix, sign, times_row = sp.Matrix(a), "+" if c > 0 else "-", "" if abs(c) == 1 else abs(c)
    added = sp.Matrix([matrix.row(0), matrix.row(1) + c * matrix.row(0)])
    return Draft(
        prompt=rf"Apply $R_2 \leftarrow R_2 {sign} {times_row} R_1$ to $A = {tex(a)}$. Give the new matrix.",
        key=added,
        wrong=[
            (sp.Matrix([matrix.row(0), matrix.row(1) - c * matrix.row(0)]), "row_op_sign"),
            (sp.Matrix([c * matrix.row(0), matrix.row(1) + c * matrix.row(0)]), "first_row_changed"),
            (sp.Matrix([matrix.row(0), [*(matrix.row(1) + c * matrix.row(0))[:2], a[1][2]]]), "rhs_not_updated"),
        ],
        steps=[
            rf"Multiply the first row by ${c}$: $({', '.join(str(c * x) for x in a[0])})$.",
            rf"Add it to the second row: ${tex(added)}$. The first row stays.",
        ],
        hint="Only the second row changes, and all of its entries do.",
        check=lambda m: m.matrix[0] == a[0] and [y - x for x, y in zip(a[1], m.matrix[1], strict=True)] == [c * x for x in a[0]],
        routes=("SymPy rows", "what was added is that multiple of the first row, in fractions"),
    )


@template("reduced_echelon_form", kind=Kind.MATRIX, difficulty=Difficulty.MEDIUM, minutes=3)
def reduced_echelon_form(draw: Draw) -> Draft:
    a = draw.rows(2, 3, -4, 5)
    det = a[0][0] * a[1][1] - a[0][1] * a[1][0]
    draw.need(abs(det) in (1, 2, 3, 4) and a[0][0] and a[1][0] and a[0][1])
    matrix = sp.Matrix(a)
    key, echelon = matrix.rref()[0], matrix.echelon_form()

    def check(c: Candidate) -> bool:
        rows = c.matrix
        unit = [row[:2] for row in rows] == [[1, 0], [0, 1]]
        return unit and times([row[:2] for row in a], [row[2] for row in rows]) == [row[2] for row in a]

    return Draft(
        prompt=rf"Give the reduced row echelon form of $A = {tex(a)}$.",
        key=key,
        wrong=[
            (echelon, "stopped_at_echelon"),
            (sp.Matrix([[1, 0, a[0][2]], [0, 1, a[1][2]]]), "rhs_not_updated"),
            (sp.Matrix([[1, 0, -key[0, 2]], [0, 1, -key[1, 2]]]), "sign_slip"),
        ],
        steps=[
            rf"Make a zero below the first pivot: ${tex(echelon)}$.",
            rf"Divide each row by its pivot and make the zero above: ${tex(key)}$.",
        ],
        hint="Every pivot is one, with zeros above and below it.",
        check=check,
        routes=("SymPy rref", "the last column solves the system of the first two, in fractions"),
    )


@template("back_substitution", kind=Kind.VECTOR, difficulty=Difficulty.EASY, minutes=2)
def back_substitution(draw: Draw) -> Draft:
    x = [draw.nonzero(-4, 4) for _ in range(3)]
    u = [
        [draw.nonzero(1, 3), draw.whole(-3, 3), draw.whole(-3, 3)],
        [0, draw.nonzero(1, 3), draw.nonzero(-3, 3)],
        [0, 0, draw.nonzero(1, 4)],
    ]
    b = [sum(p * q for p, q in zip(row, x, strict=True)) for row in u]
    key = list(sp.Matrix(u).LUsolve(sp.Matrix(b)))
    rows = r" \\ ".join(" & ".join(map(str, [*row, n])) for row, n in zip(u, b, strict=True))
    return Draft(
        prompt=rf"Elimination has led to $\left[\begin{{array}}{{ccc|c}} {rows} \end{{array}}\right]$. Solve for $(x, y, z)$.",
        key=key,
        wrong=[
            ([Q(b[0], u[0][0]), Q(b[1], u[1][1]), Q(b[2], u[2][2])], "off_diagonal_dropped"),
            (
                [
                    Q(b[0], u[0][0]) + Q(u[0][1], u[0][0]) * x[1] + Q(u[0][2], u[0][0]) * x[2],
                    Q(b[1] + u[1][2] * x[2], u[1][1]),
                    x[2],
                ],
                "row_op_sign",
            ),
            (key[::-1], "coordinates_swapped"),
        ],
        steps=[
            rf"The last row gives ${u[2][2]} z = {b[2]}$, so $z = {key[2]}$.",
            rf"The second gives ${u[1][1]} y + {bracketed(u[1][2])} \cdot {bracketed(x[2])} = {b[1]}$, so $y = {key[1]}$.",
            rf"The first then gives $x = {key[0]}$.",
        ],
        hint="Begin with the last row: it has one unknown only.",
        check=lambda c: times(u, c.vector) == b,
        routes=("SymPy LUsolve", "substitution into all three rows, in fractions"),
    )


@template("how_many_solutions", kind=Kind.CHOICE, value=None, difficulty=Difficulty.MEDIUM, minutes=2)
def how_many_solutions(draw: Draw) -> Draft:
    p, q, c = draw.nonzero(-6, 6), draw.nonzero(-6, 6), draw.nonzero(-9, 9)
    k, case = draw.one_of([-3, -2, 2, 3, 4]), draw.one_of(["one", "none", "many"])
    second = [
        k * p,
        k * q + (draw.nonzero(-3, 3) if case == "one" else 0),
        k * c + (draw.nonzero(-3, 3) if case == "none" else 0),
    ]
    names = {"one": "exactly one", "none": "none", "many": "infinitely many"}
    left, whole = sp.Matrix([[p, q], second[:2]]), sp.Matrix([[p, q, c], second])
    found = names["one"] if left.rank() == 2 else names["none"] if whole.rank() == 2 else names["many"]
    x, y = sp.symbols("x y")

    def check(cand: Candidate) -> bool:
        """Along the first line, the second left side is either constant or takes every value once."""
        points = [Fraction(0), Fraction(1)]
        values = [second[0] * t + second[1] * (c - p * t) / q for t in points]
        seen = names["one"] if values[0] != values[1] else names["many"] if values[0] == second[2] else names["none"]
        return cand.words == seen

    reasons = {"one": "two_equations_always_unique", "none": "parallel_taken_for_equal", "many": "parallel_taken_for_equal"}
    return Draft(
        prompt=rf"How many solutions has the system ${sp.latex(p * x + q * y)} = {c}$, "
        rf"${sp.latex(second[0] * x + second[1] * y)} = {second[2]}$?",
        key=found,
        wrong=[
            (names[n], reasons[n] if n == "one" or found != names["one"] else "unique_overlooked")
            for n in names
            if names[n] != found
        ],
        steps=[
            rf"The determinant of the left sides is ${left.det()}$.",
            "Not zero: the lines cross once. Zero: they are parallel, and the right sides say whether they are the same line.",
            rf"Here there are {found}." if found == names["many"] else rf"Here there is {found}.",
        ],
        hint="Is the second left side a multiple of the first? If so, look at the right sides.",
        check=check,
        routes=("SymPy ranks with and without the right side", "the second left side along the first line, in fractions"),
    )


@template("another_solution", kind=Kind.VECTOR, difficulty=Difficulty.MEDIUM, minutes=3)
def another_solution(draw: Draw) -> Draft:
    a = draw.rows(2, 3, -3, 4)
    x = draw.wholes(3, -3, 3)
    matrix = sp.Matrix(a)
    draw.need(matrix.rank() == 2 and any(x))
    free = matrix.nullspace()[0]
    free = free * sp.ilcm(*[sp.Rational(n).q for n in free])
    b = [sum(p * q for p, q in zip(row, x, strict=True)) for row in a]
    draw.need(max(abs(n) for n in free) <= 12 and any(b))
    key = sp.Matrix(x) + free
    return Draft(
        prompt=rf"$x_p = {tex(x)}$ solves $Ax = b$ with $A = {tex(a)}$, $b = {tex(b)}$. Give another solution.",
        key=key,
        wrong=[(x, "free_variable_dropped"), (free, "homogeneous_for_general"), ([2 * n for n in x], "solution_scaled")],
        steps=[
            rf"Solve $Ax = 0$: for example ${tex(free)}$.",
            rf"Add it to the one solution: ${tex(key)}$ also solves $Ax = b$.",
        ],
        hint="Add anything that $A$ sends to zero.",
        check=lambda c: times(a, c.vector) == b and c.vector != x,
        routes=("one solution plus the SymPy null space", "substitution, and not the vector given"),
        fulfils="a vector $x$ with $Ax = b$ that is not $x_p$",
    )


@template("coordinates_in_a_basis", kind=Kind.VECTOR, difficulty=Difficulty.EASY, minutes=2.5)
def coordinates_in_a_basis(draw: Draw) -> Draft:
    u, v = draw.wholes(2, -3, 4), draw.wholes(2, -3, 4)
    p, q = draw.nonzero(-4, 4), draw.nonzero(-4, 4)
    draw.need(u[0] * v[1] != u[1] * v[0] and p != q)
    w = [p * a + q * b for a, b in zip(u, v, strict=True)]
    s, t = sp.symbols("s t")
    found = sp.solve([s * u[0] + t * v[0] - w[0], s * u[1] + t * v[1] - w[1]], [s, t])
    key = [found[s], found[t]]
    return Draft(
        prompt=rf"Write $w = {tex(w)}$ as $\lambda u + \mu v$ with $u = {tex(u)}$, $v = {tex(v)}$. Answer as $(\lambda, \mu)$.",
        key=key,
        wrong=[(key[::-1], "coordinates_swapped"), (w, "coordinates_unchanged"), ([key[0], -key[1]], "sign_slip")],
        steps=[
            rf"Two equations: ${bracketed(u[0])}\lambda + {bracketed(v[0])}\mu = {w[0]}$ and ${bracketed(u[1])}\lambda "
            rf"+ {bracketed(v[1])}\mu = {w[1]}$.",
            rf"Solving them gives $\lambda = {key[0]}$ and $\mu = {key[1]}$.",
        ],
        hint="One equation for each entry, two unknown weights.",
        check=lambda c: [c.vector[0] * a + c.vector[1] * b for a, b in zip(u, v, strict=True)] == w and len(c.vector) == 2,
        routes=("SymPy solve", "the combination put together again, in fractions"),
    )


@template("linear_combination", kind=Kind.VECTOR, difficulty=Difficulty.EASY, minutes=1)
def linear_combination(draw: Draw) -> Draft:
    u, v, p, q = draw.wholes(3, -5, 6), draw.wholes(3, -5, 6), draw.nonzero(-4, 5), draw.nonzero(-4, 5)
    draw.need(any(u) and any(v) and p != q)
    key = p * sp.Matrix(u) + q * sp.Matrix(v)
    shown = tex(p * sp.Symbol("u") + q * sp.Symbol("v"))
    return Draft(
        prompt=rf"Compute ${shown}$ for $u = {tex(u)}$ and $v = {tex(v)}$.",
        key=key,
        wrong=[
            (p * sp.Matrix(u) - q * sp.Matrix(v), "sign_slip"),
            (q * sp.Matrix(u) + p * sp.Matrix(v), "weights_swapped"),
            (sp.Matrix(u) + sp.Matrix(v), "weights_ignored"),
        ],
        steps=[
            rf"Scale: ${p}u = {tex([p * n for n in u])}$ and ${q}v = {tex([q * n for n in v])}$.",
            rf"Add entry by entry: ${tex(key)}$.",
        ],
        hint="Scale each vector, then add matching entries.",
        check=lambda c: [n - p * a for n, a in zip(c.vector, u, strict=True)] == [q * b for b in v],
        routes=("SymPy vectors", "what is left after the first term is the second, in fractions"),
    )


@template("matrix_combination", kind=Kind.MATRIX, difficulty=Difficulty.EASY, minutes=1.5)
def matrix_combination(draw: Draw) -> Draft:
    a, b = draw.rows(2, 2, -4, 5), draw.rows(2, 2, -4, 5)
    p, q = draw.one_of([2, 3, 4]), draw.one_of([2, 3, 4])
    key = p * sp.Matrix(a) - q * sp.Matrix(b)
    return Draft(
        prompt=rf"Compute ${p}A - {q}B$ for $A = {tex(a)}$ and $B = {tex(b)}$.",
        key=key,
        wrong=[
            (p * sp.Matrix(a) + q * sp.Matrix(b), "sign_slip"),
            (p * sp.Matrix(a) - sp.Matrix(b), "distributed_to_first_only"),
            (p * sp.Matrix(a) - q * sp.Matrix(b).T, "rows_cols_swapped"),
        ],
        steps=[
            rf"Scale every entry: ${p}A = {tex([[p * n for n in row] for row in a])}$, ${q}B = "
            rf"{tex([[q * n for n in row] for row in b])}$.",
            rf"Subtract entry by entry: ${tex(key)}$.",
        ],
        hint="Matrices are scaled and subtracted entry by entry.",
        check=lambda c: c.matrix == [[p * a[i][j] - q * b[i][j] for j in range(2)] for i in range(2)],
        routes=("SymPy matrices", "entry by entry, in whole numbers"),
    )


@template("basis_of_plane", kind=Kind.BASIS, difficulty=Difficulty.MEDIUM, minutes=3)
def basis_of_plane(draw: Draw) -> Draft:
    n = [draw.nonzero(-5, 5), draw.nonzero(-5, 5), draw.nonzero(-5, 5)]
    x = sp.symbols("x y z")
    key = [list(v * sp.ilcm(*[sp.Rational(e).q for e in v])) for v in sp.Matrix([n]).nullspace()]

    def check(c: Candidate) -> bool:
        vectors = c.vectors
        inside = all(times([n], v) == [0] for v in vectors)
        return len(vectors) == 2 and inside and _size(vectors) == 2

    flipped = [[-v[0], *v[1:]] for v in key]
    return Draft(
        prompt=rf"Give a basis of the plane ${sp.latex(sum(a * b for a, b in zip(n, x, strict=True)))} = 0$ in $\mathbb{{R}}^3$.",
        key=key,
        wrong=[
            (flipped, "sign_slip"),
            (key[:1], "dim_is_ambient"),
            ([key[0], [2 * e for e in key[0]]], "pairwise_independence_enough"),
        ],
        steps=[
            "One equation for three unknowns leaves two of them free.",
            rf"Setting one free unknown to one and the other to zero gives, after scaling, ${tex(key[0])}$ and ${tex(key[1])}$.",
        ],
        hint="Choose two unknowns freely; the equation gives the third.",
        check=check,
        routes=("SymPy null space", "both vectors solve the equation and are independent, in fractions"),
    )


@template("basis_of_image", kind=Kind.BASIS, difficulty=Difficulty.MEDIUM, minutes=3)
def basis_of_image(draw: Draw) -> Draft:
    u, v = draw.wholes(3, -3, 4), draw.wholes(3, -3, 4)
    p, q = draw.nonzero(-2, 2), draw.nonzero(-2, 2)
    columns = [u, v, [p * a + q * b for a, b in zip(u, v, strict=True)]]
    a = [list(row) for row in zip(*columns, strict=True)]
    matrix = sp.Matrix(a)
    draw.need(matrix.rank() == 2 and max(abs(n) for row in a for n in row) <= 9)
    key = [list(column) for column in matrix.columnspace()]
    reduced = matrix.rref()[0]

    def check(c: Candidate) -> bool:
        vectors = c.vectors
        return (
            len(vectors) == 2
            and _size(vectors) == 2
            and _size([*vectors, *([Fraction(n) for n in column] for column in columns)]) == 2
        )

    return Draft(
        prompt=rf"Give a basis of the image (column space) of $A = {tex(a)}$.",
        key=key,
        wrong=[
            ([list(reduced.col(0)), list(reduced.col(1))], "columns_of_rref_used"),
            ([a[0], a[1]], "row_space_for_image"),
            (columns, "dim_is_ambient"),
        ],
        steps=[
            rf"Row reduce: ${tex(reduced)}$ has its pivots in columns 1 and 2.",
            rf"Take those columns of $A$ itself: ${tex(key[0])}$ and ${tex(key[1])}$.",
        ],
        hint="Find the pivot columns, then take them from the original matrix.",
        check=check,
        routes=("SymPy column space", "independent, and nothing new beside the columns, in fractions"),
    )


@template("dimension_of_span", kind=Kind.NUMBER, difficulty=Difficulty.MEDIUM, minutes=2.5)
def dimension_of_span(draw: Draw) -> Draft:
    wanted = draw.one_of([1, 2, 2, 3])
    base = draw.rows(wanted, 4, -3, 3)
    vectors: list[list[int]] = [list(row) for row in base]
    while len(vectors) < 3:
        weights = [draw.whole(-2, 2) for _ in base]
        vectors.append([sum(w * row[j] for w, row in zip(weights, base, strict=True)) for j in range(4)])
    draw.need(all(any(v) for v in vectors) and max(abs(x) for v in vectors for x in v) <= 9)
    key = sp.Matrix(vectors).T.rank()
    return Draft(
        prompt=rf"What is the dimension of the span of ${tex(vectors[0])}$, ${tex(vectors[1])}$ and ${tex(vectors[2])}$?",
        key=key,
        wrong=[(3, "vectors_counted"), (4, "dim_is_ambient"), (4 - key, "nullity_for_rank"), (key - 1, "basis_vector_left_out")],
        steps=[
            rf"Write the vectors as rows and reduce: ${tex(sp.Matrix(vectors).echelon_form())}$.",
            rf"The rows that stay nonzero are counted: the dimension is ${key}$.",
        ],
        hint="How many of the vectors are independent?",
        check=lambda c: c.number == _size(vectors),
        routes=("SymPy rank of the columns", "own elimination on the rows, in fractions"),
    )
