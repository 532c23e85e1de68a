"""Determinants, traces, eigenvalues and eigenvectors. Keys from SymPy; checks from expansion, permutations, substitution."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction

import sympy as sp

from tutor.questions.candidate import Candidate
from tutor.questions.question import Difficulty, Kind
from tutor.questions.template import Draft, Draw, Registry, dot, registrar, times
from tutor.questions.write import bracketed, sum_of_products, tex

REGISTRY: Registry = {}
template = registrar(REGISTRY)


@template("determinant_three_by_three", kind=Kind.NUMBER, difficulty=Difficulty.MEDIUM, minutes=3)
def determinant_three_by_three(draw: Draw) -> Draft:
    a = draw.rows(3, 3, -3, 4)
    matrix = sp.Matrix(a)
    key = matrix.det()
    draw.need(key and abs(key) <= 60 and all(a[0]))

    def check(c: Candidate) -> bool:
        total = sum(_sign(order) * math.prod(a[i][order[i]] for i in range(3)) for order in itertools.permutations(range(3)))
        return c.number == total

    plain = [matrix.minor(0, j) for j in range(3)]
    return Draft(
        prompt=rf"Compute the determinant of $A = {tex(a)}$.",
        key=key,
        wrong=[
            (sum(a[0][j] * plain[j] for j in range(3)), "det_sign"),
            (-key, "sign_slip"),
            (math.prod(a[i][i] for i in range(3)), "diagonal_product"),
        ],
        steps=[
            "Expand along the first row, with signs $+,-,+$.",
            rf"The three minors are ${plain[0]}$, ${plain[1]}$ and ${plain[2]}$.",
            rf"$\det A = {bracketed(a[0][0])}\cdot {bracketed(plain[0])} - {bracketed(a[0][1])}\cdot "
            rf"{bracketed(plain[1])} + {bracketed(a[0][2])}\cdot {bracketed(plain[2])} = {key}$.",
        ],
        hint="Expand along the first row; the middle term has a minus sign.",
        check=check,
        routes=("SymPy determinant", "sum over the six permutations"),
    )


def _sign(order: tuple[int, ...]) -> int:
    return (-1) ** sum(order[i] > order[j] for i in range(len(order)) for j in range(i + 1, len(order)))


@template("determinant_rules", kind=Kind.NUMBER, difficulty=Difficulty.MEDIUM, minutes=1.5)
def determinant_rules(draw: Draw) -> Draft:
    n, c = draw.one_of([2, 3, 4]), draw.one_of([2, 3, -1, -2])
    d, e = draw.nonzero(-6, 7), draw.nonzero(-6, 7)
    a, b = sp.eye(n), sp.eye(n)
    a[0, 0], b[0, 0] = d, e
    key = (c * a * b.T).det()
    return Draft(
        prompt=rf"$A$ and $B$ are ${n} \times {n}$ matrices with $\det A = {d}$ and "
        rf"$\det B = {e}$. What is $\det({c}\,A B^\top)$?",
        key=key,
        wrong=[
            (c * d * e, "det_of_scaled_matrix"),
            (c**n * (d + e), "det_of_sum_split"),
            (c**n * d, "det_of_transpose_dropped"),
        ],
        steps=[
            rf"A factor in front scales every one of the ${n}$ rows: $\det({c}M) = {bracketed(c)}^{{{n}}}\det M$.",
            r"Products multiply and transposes change nothing: $\det(AB^\top) = \det A \det B$.",
            rf"So the result is ${c**n} \cdot {bracketed(d)} \cdot {bracketed(e)} = {key}$.",
        ],
        hint="How often does the factor come out of an $n \\times n$ determinant?",
        check=lambda cand: cand.number == math.prod([c] * n) * d * e,
        routes=("SymPy determinant of sample matrices", "scaling of volume: one factor for each dimension"),
    )


@template("trace_of_product", kind=Kind.NUMBER, difficulty=Difficulty.EASY, minutes=2)
def trace_of_product(draw: Draw) -> Draft:
    a, b = draw.rows(2, 2, -4, 5), draw.rows(2, 2, -4, 5)
    left, right = sp.Matrix(a), sp.Matrix(b)
    key = (left * right).trace()
    return Draft(
        prompt=rf"Compute $\operatorname{{tr}}(AB)$ for $A = {tex(a)}$ and $B = {tex(b)}$.",
        key=key,
        wrong=[
            (left.trace() * right.trace(), "trace_of_product_split"),
            (a[0][0] * b[0][0] + a[1][1] * b[1][1], "elementwise_product"),
            (left.trace() + right.trace(), "sum_for_product"),
        ],
        steps=[
            rf"Only the diagonal of $AB$ is needed: ${sum_of_products(a[0], [b[0][0], b[1][0]])} = "
            rf"{(left * right)[0, 0]}$ and ${sum_of_products(a[1], [b[0][1], b[1][1]])} = {(left * right)[1, 1]}$.",
            rf"Their sum is ${key}$.",
        ],
        hint="Work out the two diagonal entries of the product and add them.",
        check=lambda c: c.number == sum(a[i][j] * b[j][i] for i in range(2) for j in range(2)),
        routes=("trace of the SymPy product", "sum of a_ij b_ji over all entries"),
    )


def _friendly(draw: Draw) -> tuple[list[list[int]], int, int, sp.Matrix]:
    """A whole-number matrix with whole eigenvalues p < q, and its eigenvectors as columns."""
    p, q = sorted(draw.some_of(range(-9, 10), 2))
    s, t = draw.nonzero(-4, 4), draw.nonzero(-4, 4)
    vectors = sp.Matrix(draw.one_of([[[1, s], [t, 1 + s * t]], [[s, 1], [1 + s * t, t]]]))  # determinant one or minus one
    a = vectors * sp.diag(p, q) * vectors.inv()
    draw.need(a[0, 1] and a[1, 0] and max(abs(x) for x in a) <= 30)
    return [[int(x) for x in row] for row in a.tolist()], p, q, vectors


@template("eigenvalues_two_by_two", kind=Kind.SET, difficulty=Difficulty.MEDIUM, minutes=3)
def eigenvalues_two_by_two(draw: Draw) -> Draft:
    a, p, q, _ = _friendly(draw)
    matrix = sp.Matrix(a)
    key = set(matrix.eigenvals())

    def check(c: Candidate) -> bool:
        (u, v), (r, s) = a
        return len(c.set) == 2 and all((u - x) * (s - x) == v * r for x in c.set)

    return Draft(
        prompt=rf"Find the eigenvalues of $A = {tex(a)}$ (separate them with a comma).",
        key=key,
        wrong=[
            ({a[0][0], a[1][1]}, "diagonal_entries_as_eigenvalues"),
            ({-p, -q}, "sign_slip"),
            ({p + q, p * q}, "sum_product_swapped"),
        ],
        steps=[
            rf"The characteristic polynomial is $\lambda^2 - {bracketed(p + q)}\lambda + "
            rf"{bracketed(p * q)}$: minus the trace, plus the determinant.",
            rf"It factors as $(\lambda - {bracketed(p)})(\lambda - {bracketed(q)})$.",
            rf"The eigenvalues are ${p}$ and ${q}$.",
        ],
        hint="Solve $\\det(A - \\lambda I) = 0$.",
        check=check,
        routes=("SymPy eigenvalues", "each value put into (a - x)(d - x) = bc"),
    )


@template("eigenvector_for_eigenvalue", kind=Kind.VECTOR_UP_TO_SCALE, difficulty=Difficulty.MEDIUM, minutes=3)
def eigenvector_for_eigenvalue(draw: Draw) -> Draft:
    a, p, q, vectors = _friendly(draw)
    wanted, place = draw.one_of([(p, 0), (q, 1)])
    matrix = sp.Matrix(a)
    found = (matrix - wanted * sp.eye(2)).nullspace()[0]
    key = found * sp.ilcm(*[sp.Rational(x).q for x in found])

    def check(c: Candidate) -> bool:
        return any(c.vector) and times(a, c.vector) == [wanted * x for x in c.vector]

    return Draft(
        prompt=rf"$\lambda = {wanted}$ is an eigenvalue of $A = {tex(a)}$. Give an eigenvector for it (any multiple counts).",
        key=key,
        wrong=[
            (sp.Matrix([key[0], -key[1]]), "sign_slip"),
            (sp.Matrix([key[1], key[0]]), "coordinates_swapped"),
            (vectors[:, 1 - place], "other_eigenvector"),
            ([a[0][0] - wanted, a[0][1]], "row_space_for_kernel"),
        ],
        steps=[
            rf"$A - {bracketed(wanted)} I = {tex(matrix - wanted * sp.eye(2))}$.",
            rf"A vector that this matrix sends to zero is ${tex(key)}$.",
            rf"Check: $A{tex(key)} = {tex(matrix * key)} = {bracketed(wanted)}{tex(key)}$.",
        ],
        hint="Find a nonzero vector in the kernel of $A - \\lambda I$.",
        check=check,
        routes=("SymPy null space of A - lambda I", "A v = lambda v with v not zero, in fractions"),
    )


@template("characteristic_polynomial", kind=Kind.EXPRESSION, difficulty=Difficulty.MEDIUM, minutes=2)
def characteristic_polynomial(draw: Draw) -> Draft:
    a = draw.rows(2, 2, -4, 6)
    draw.need(a[0][1] and a[1][0])
    x = sp.Symbol("x")
    matrix = sp.Matrix(a)
    key = sp.expand((matrix - x * sp.eye(2)).det())
    everywhere = sp.expand((matrix - x * sp.ones(2, 2)).det())

    def check(c: Candidate) -> bool:
        return all(c.exactly(x=Fraction(t)) == (a[0][0] - t) * (a[1][1] - t) - a[0][1] * a[1][0] for t in (-1, 0, 2, 5))

    return Draft(
        prompt=rf"Give the characteristic polynomial $\det(A - x I)$ of $A = {tex(a)}$, in $x$.",
        key=key,
        wrong=[
            (everywhere, "lambda_subtracted_everywhere"),
            (sp.expand((a[0][0] - x) * (a[1][1] - x) + a[0][1] * a[1][0]), "det_sign"),
            (sp.expand((a[0][0] - x) * (a[1][1] - x)), "off_diagonal_dropped"),
            (sp.expand(key.subs(x, -x)), "sign_slip"),
        ],
        steps=[
            rf"Subtract $x$ on the diagonal only: ${tex(matrix - x * sp.eye(2))}$.",
            rf"$({a[0][0]} - x)({a[1][1]} - x) - {bracketed(a[0][1])} \cdot {bracketed(a[1][0])} = {sp.latex(key)}$.",
        ],
        hint="Subtract $x$ from the diagonal entries, then $ad - bc$.",
        check=check,
        routes=("SymPy determinant", "values at four whole numbers, in fractions"),
    )


@template("third_eigenvalue", kind=Kind.NUMBER, difficulty=Difficulty.EASY, minutes=1.5)
def third_eigenvalue(draw: Draw) -> Draft:
    first, second, third = draw.nonzero(-6, 7), draw.nonzero(-6, 7), draw.nonzero(-9, 9)
    total = first + second + third
    x = sp.Symbol("x")
    return Draft(
        prompt=rf"A $3 \times 3$ matrix has trace ${total}$ and two of its eigenvalues "
        rf"are ${first}$ and ${second}$. What is the third?",
        key=sp.solve(sp.Eq(first + second + x, total), x)[0],
        wrong=[
            (sp.Rational(total, first * second), "sum_product_swapped"),
            (total, "trace_as_eigenvalue"),
            (-third, "sign_slip"),
            (total + first + second, "sign_slip"),
        ],
        steps=[
            "The eigenvalues add up to the trace.",
            rf"${total} - {bracketed(first)} - {bracketed(second)} = {third}$.",
        ],
        hint="Trace is the sum of the eigenvalues, determinant is their product.",
        check=lambda c: c.number + first + second == total,
        routes=("SymPy solve", "the three values add up to the trace"),
    )


@template("quadratic_form_definite", kind=Kind.CHOICE, value=None, difficulty=Difficulty.MEDIUM, minutes=2)
def quadratic_form_definite(draw: Draw) -> Draft:
    p, q, r = draw.nonzero(-6, 6), draw.nonzero(-5, 5), draw.nonzero(-6, 6)
    det = p * r - q * q
    draw.need(det)
    low, high = sorted(sp.Matrix([[p, q], [q, r]]).eigenvals(), key=lambda x: float(x))
    names = {"positive": "positive definite", "negative": "negative definite", "neither": "indefinite"}
    key = names["positive"] if low > 0 else names["negative"] if high < 0 else names["neither"]

    def check(c: Candidate) -> bool:
        values = [p * u * u + 2 * q * u * v + r * v * v for u, v in _directions()]
        found = names["positive"] if min(values) > 0 else names["negative"] if max(values) < 0 else names["neither"]
        return c.words == found

    reasons = {
        names["positive"]: "positive_entries_means_pd" if min(p, q, r) > 0 else "det_positive_enough",
        names["negative"]: "signs_of_entries_decide",
        names["neither"]: "signs_of_entries_decide",
    }
    return Draft(
        prompt=rf"The symmetric matrix $A = {tex([[p, q], [q, r]])}$ is ...",
        key=key,
        wrong=[(name, reason) for name, reason in reasons.items() if name != key],
        steps=[
            rf"$\det A = {bracketed(p)} \cdot {bracketed(r)} - {bracketed(q)}^2 = {det}$ is the product of the eigenvalues.",
            "A negative determinant means eigenvalues of both signs; a positive one means one sign, shown by the corner entry.",
            rf"The corner entry is ${p}$, so $A$ is {key}.",
        ],
        hint="Look at the determinant and at one corner.",
        check=check,
        routes=("signs of the SymPy eigenvalues", "the quadratic form along many directions"),
    )


def _directions() -> list[tuple[float, float]]:
    return [(math.cos(k * math.pi / 720), math.sin(k * math.pi / 720)) for k in range(720)]


@template("singular_values_diagonal", kind=Kind.SET, difficulty=Difficulty.MEDIUM, minutes=3)
def singular_values_diagonal(draw: Draw) -> Draft:
    u, v = [draw.nonzero(-9, 9), draw.nonzero(-9, 9)], draw.one_of([2, 3, 4, -2, -3, -4])
    rows = [[u[0], -v * u[1]], [u[1], v * u[0]]]  # orthogonal columns of lengths |u| and |v||u|
    matrix = sp.Matrix(rows)
    key = {sp.sqrt(value) for value in (matrix.T * matrix).eigenvals()}
    squares = [int(dot([row[j] for row in rows], [row[j] for row in rows])) for j in range(2)]

    def check(c: Candidate) -> bool:
        found = sorted(x * x for x in c.real_set)
        return (
            len(found) == 2
            and all(abs(a - b) < 1e-9 * b for a, b in zip(found, sorted(squares), strict=True))
            and min(c.real_set) > 0
        )

    return Draft(
        prompt=rf"The columns of $A = {tex(rows)}$ are orthogonal. Find its singular values (separate them with a comma).",
        key=key,
        wrong=[
            (set(squares), "root_forgotten"),
            ({rows[0][0], rows[1][1]}, "diagonal_entries_as_eigenvalues"),
            ({-x for x in key}, "sign_slip"),
        ],
        steps=[
            rf"$A^\top A = {tex(matrix.T * matrix)}$ is diagonal.",
            rf"The singular values are the square roots of ${squares[0]}$ and ${squares[1]}$.",
        ],
        hint="Take the eigenvalues of $A^\\top A$ and their square roots.",
        check=check,
        routes=("roots of the SymPy eigenvalues of the Gram matrix", "squared lengths of the orthogonal columns"),
    )
