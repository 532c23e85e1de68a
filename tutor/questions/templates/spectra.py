"""Diagonalisation, Cholesky, singular values, low rank, principal components. Checks multiply back, in fractions or floats."""

from __future__ import annotations

import math
from fractions import Fraction

import sympy as sp

from tutor.questions.candidate import Candidate
from tutor.questions.question import Difficulty, Kind
from tutor.questions.template import Draft, Draw, Registry, dot, near, registrar, times
from tutor.questions.write import bracketed, tex

REGISTRY: Registry = {}
template = registrar(REGISTRY)
Q = sp.Rational


@template("power_by_eigenvectors", kind=Kind.MATRIX, difficulty=Difficulty.HARD, minutes=4)
def power_by_eigenvectors(draw: Draw) -> Draft:
    p = draw.rows(2, 2, -2, 3)
    first, second = draw.some_of([-3, -2, -1, 1, 2, 3], 2)
    power, det = draw.one_of([2, 3]), p[0][0] * p[1][1] - p[0][1] * p[1][0]
    draw.need(abs(det) == 1 and first != -second)
    base = sp.Matrix(p)
    a = base * sp.diag(first, second) * base.inv()
    key = base * sp.diag(first**power, second**power) * base.inv()
    draw.need(max(abs(n) for n in key) <= 200 and not a.is_diagonal())
    rows = [[int(n) for n in row] for row in a.tolist()]

    def check(c: Candidate) -> bool:
        for v in ([1, 0], [0, 1]):
            w: list[Fraction] | list[int] = v
            for _ in range(power):
                w = times(rows, w)
            if times(c.matrix, v) != w:
                return False
        return True

    return Draft(
        prompt=rf"$A = PDP^{{-1}}$ with $P = {tex(p)}$ and $D = {tex(sp.diag(first, second))}$. Compute $A^{power}$.",
        key=key,
        wrong=[
            (base.inv() * sp.diag(first**power, second**power) * base, "inverse_on_wrong_side"),
            (sp.diag(first**power, second**power), "eigenbasis_forgotten"),
            (a.applyfunc(lambda n: n**power), "entrywise_power"),
            (base * sp.diag(power * first, power * second) * base.inv(), "multiplied_for_power"),
        ],
        steps=[
            rf"Between the factors $P^{{-1}}P$ cancels: $A^{power} = P D^{power} P^{{-1}}$.",
            rf"$D^{power} = {tex(sp.diag(first**power, second**power))}$ and $P^{{-1}} = {tex(base.inv())}$.",
            rf"$A^{power} = {tex(key)}$.",
        ],
        hint=rf"Raise the diagonal of $D$ to the power ${power}$, keep $P$ and $P^{{-1}}$ around it.",
        check=check,
        routes=("SymPy product of the factors", "A applied again and again to the unit vectors, in fractions"),
    )


@template("cholesky_factor", kind=Kind.MATRIX, difficulty=Difficulty.MEDIUM, minutes=3)
def cholesky_factor(draw: Draw) -> Draft:
    p, q, r = draw.whole(1, 9), draw.nonzero(-8, 8), draw.whole(1, 9)
    a = [[p * p, p * q], [p * q, q * q + r * r]]
    draw.need(p > 1 or r > 1)
    key = sp.Matrix(a).cholesky()

    def check(c: Candidate) -> bool:
        rows = c.matrix
        lower = rows[0][1] == 0 and rows[0][0] > 0 and rows[1][1] > 0
        return lower and [[dot(x, y) for y in rows] for x in rows] == a

    return Draft(
        prompt=rf"Give the Cholesky factor $L$ (lower triangular, positive diagonal) of $A = {tex(a)}$.",
        key=key,
        wrong=[
            (key.T, "forgot_transpose"),
            (sp.Matrix([[p * p, 0], [q, r * r]]), "root_forgotten"),
            (sp.Matrix([[p, 0], [p * q, r]]), "not_divided_by_pivot"),
            (sp.Matrix([[p, 0], [q, sp.sqrt(a[1][1])]]), "square_not_subtracted"),
        ],
        steps=[
            rf"$\ell_{{11}} = \sqrt{{{a[0][0]}}} = {p}$ and $\ell_{{21}} = \frac{{{a[1][0]}}}{{{p}}} = {q}$.",
            rf"$\ell_{{22}} = \sqrt{{{a[1][1]} - {bracketed(q)}^2}} = {r}$.",
            rf"$L = {tex(key)}$.",
        ],
        hint="Compare $LL^\\top$ with $A$ entry by entry, from the upper left.",
        check=check,
        routes=("SymPy Cholesky", "products of the rows give A back, in fractions"),
    )


def _unit_free(draw: Draw, low: int, high: int) -> list[int]:
    return [draw.nonzero(low, high), draw.nonzero(low, high)]


@template("singular_value_of_rank_one", kind=Kind.NUMBER, difficulty=Difficulty.MEDIUM, minutes=3)
def singular_value_of_rank_one(draw: Draw) -> Draft:
    u, v = _unit_free(draw, -5, 5), _unit_free(draw, -5, 5)
    a = [[x * y for y in v] for x in u]
    key = sp.Matrix(u).norm() * sp.Matrix(v).norm()

    def check(c: Candidate) -> bool:
        stretch = [math.hypot(*(x * math.cos(t) + y * math.sin(t) for x, y in a)) for t in (math.atan2(v[1], v[0]),)]
        whole = sum(n * n for row in a for n in row)
        return near(c.real, stretch[0], 1e-9) and near(c.real**2, float(whole), 1e-9)

    return Draft(
        prompt=rf"$A = {tex(a)}$ has rank one. What is its nonzero singular value (exact)?",
        key=sp.simplify(key) if key.is_rational else sp.sqrt(sp.expand(key**2)),
        wrong=[
            (sp.expand(key**2), "root_forgotten"),
            (abs(a[0][0] + a[1][1]) or sp.Integer(1), "eigenvalues_of_A_used"),
            (sp.Matrix(u).norm(), "divided_by_one_norm"),
            (-sp.sqrt(sp.expand(key**2)), "sign_slip"),
        ],
        steps=[
            rf"$A = uv^\top$ with $u = {tex(u)}$ and $v = {tex(v)}$.",
            rf"Its singular value is $\|u\|\,\|v\| = {tex(sp.sqrt(sum(x * x for x in u)))} \cdot "
            rf"{tex(sp.sqrt(sum(y * y for y in v)))}"
            rf" = {tex(sp.sqrt(sp.expand(key**2)))}$.",
        ],
        hint="Write $A$ as a column times a row; the lengths of the two multiply.",
        check=check,
        routes=("product of SymPy norms", "the stretch along v, and the sum of all squared entries, by floats"),
    )


@template("svd_rank_one_term", kind=Kind.MATRIX, difficulty=Difficulty.EASY, minutes=2)
def svd_rank_one_term(draw: Draw) -> Draft:
    s = 5 * draw.whole(1, 12)
    u = draw.one_of([(3, 4), (4, 3), (-3, 4), (4, -3), (5, 0), (0, 5), (-4, 3), (3, -4)])
    v = draw.one_of([(3, 4), (4, 3), (-3, 4), (4, -3), (5, 0), (0, 5), (-4, 3), (3, -4)])
    draw.need(u != v)
    left, right = sp.Matrix(u) / 5, sp.Matrix(v) / 5
    key = s * left * right.T

    def check(c: Candidate) -> bool:
        scaled = [[25 * n for n in row] for row in c.matrix]
        return scaled == [[s * x * y for y in v] for x in u]

    return Draft(
        prompt=rf"Give the term $\sigma u v^\top$ of a singular value decomposition for $\sigma = {s}$, $u = "
        rf"{tex(left)}$, $v = {tex(right)}$.",
        key=key,
        wrong=[(key.T, "u_v_swapped"), (left * right.T, "scale_ignored"), (s**2 * left * right.T, "sigma_squared")],
        steps=["Column times row: entry $(i, j)$ is $\\sigma u_i v_j$.", rf"$\sigma u v^\top = {tex(key)}$."],
        hint="A column times a row gives a matrix; scale it by $\\sigma$.",
        check=check,
        routes=("SymPy outer product", "entry by entry, in whole numbers over 25"),
        fulfils="",
    )


@template("error_of_low_rank", kind=Kind.NUMBER, difficulty=Difficulty.MEDIUM, minutes=1.5)
def error_of_low_rank(draw: Draw) -> Draft:
    values = sorted(draw.some_of(range(1, 20), 4), reverse=True)
    k, frobenius = draw.one_of([1, 2]), draw.whole(0, 1)
    rest = values[k:]
    key = sp.sqrt(sum(sp.Integer(x) ** 2 for x in rest)) if frobenius else sp.Matrix(sp.diag(*rest)).norm(2)
    name = r"\|A - \hat A(k)\|_F" if frobenius else r"\|A - \hat A(k)\|_2"

    def check(c: Candidate) -> bool:
        left = [0.0] * k + [float(x) for x in rest]
        return near(c.real, math.hypot(*left) if frobenius else max(left), 1e-12)

    return Draft(
        prompt=rf"$A$ has singular values ${', '.join(map(str, values))}$. $\hat A(k)$ is its best approximation of "
        rf"rank $k = {k}$. What is ${name}$?",
        key=key,
        wrong=[
            (values[k - 1], "error_is_sigma_k"),
            (sum(rest), "l1_l2_swapped"),
            (sum(x * x for x in rest), "root_forgotten"),
            (max(rest) if frobenius else sp.sqrt(sum(x * x for x in rest)), "norms_confused"),
        ],
        steps=[
            rf"What is left out are the singular values ${', '.join(map(str, rest))}$.",
            (
                rf"The Frobenius norm is the root of the sum of their squares: ${tex(key)}$."
                if frobenius
                else rf"The spectral norm is the largest of them: ${tex(key)}$."
            ),
        ],
        hint="Only the singular values that are left out count.",
        check=check,
        routes=("SymPy norm of the rest", "the rest measured by floats"),
    )


@template("pseudoinverse_of_column", kind=Kind.MATRIX, difficulty=Difficulty.MEDIUM, minutes=2)
def pseudoinverse_of_column(draw: Draw) -> Draft:
    a = [draw.nonzero(-6, 6), draw.nonzero(-6, 6), draw.whole(-4, 4)]
    column = sp.Matrix(a)
    key = (column.T * column).inv() * column.T
    return Draft(
        prompt=rf"Give the pseudoinverse $A^+$ of the column $A = {tex(a)}$ (a matrix with one row).",
        key=key,
        wrong=[
            (column.T, "gram_inverse_forgotten"),
            (column.T / column.norm(), "denominator_not_squared"),
            (sp.Matrix([[Q(1, n) if n else 0 for n in a]]), "entrywise_reciprocal"),
        ],
        steps=[rf"$A^\top A = {dot(a, a)}$.", rf"$A^+ = (A^\top A)^{{-1}} A^\top = {tex(key)}$."],
        hint="$A^+ = (A^\\top A)^{-1} A^\\top$, and here $A^\\top A$ is a number.",
        check=lambda c: (
            len(c.matrix) == 1
            and dot(c.matrix[0], a) == 1
            and all(c.matrix[0][i] * a[j] == c.matrix[0][j] * a[i] for i in range(3) for j in range(i))
        ),
        routes=("SymPy normal equations", "it undoes the column and is parallel to it, in fractions"),
    )


@template("condition_number", kind=Kind.NUMBER, difficulty=Difficulty.EASY, minutes=1)
def condition_number(draw: Draw) -> Draft:
    values = draw.some_of(range(1, 25), 3)
    signs = [draw.one_of([-1, 1]) for _ in values]
    diagonal = [s * v for s, v in zip(signs, values, strict=True)]
    ordered = sorted(sp.Matrix(sp.diag(*diagonal)).singular_values())
    draw.need(math.prod(values) != ordered[-1] / ordered[0])
    return Draft(
        prompt=rf"What is the condition number $\kappa(A)$ of $A = {tex(sp.diag(*diagonal))}$ (in the 2-norm)?",
        key=ordered[-1] / ordered[0],
        wrong=[
            (ordered[0] / ordered[-1], "fraction_turned"),
            (abs(math.prod(diagonal)), "det_measures_conditioning"),
            (ordered[-1], "smallest_left_out"),
            (Q(max(diagonal), min(diagonal)), "eigenvalues_of_A_used"),
        ],
        steps=[
            rf"The singular values are the sizes of the diagonal entries: ${', '.join(map(str, sorted(values, reverse=True)))}$.",
            rf"$\kappa = \frac{{{max(values)}}}{{{min(values)}}} = {tex(ordered[-1] / ordered[0])}$.",
        ],
        hint="Largest singular value over smallest.",
        check=lambda c: c.number * min(map(abs, diagonal)) == max(map(abs, diagonal)),
        routes=("SymPy singular values", "largest stretch over smallest, along the axes"),
    )


@template("other_eigenvector_of_symmetric", kind=Kind.VECTOR_UP_TO_SCALE, difficulty=Difficulty.MEDIUM, minutes=2)
def other_eigenvector_of_symmetric(draw: Draw) -> Draft:
    p, q = draw.nonzero(-6, 6), draw.nonzero(-6, 6)
    one, two = draw.some_of([-5, -4, -3, -2, -1, 1, 2, 3, 4, 5], 2)
    draw.need(math.gcd(p, q) == 1 and abs(p) != abs(q))
    n = p * p + q * q
    whole = sp.Matrix([[one * p * p + two * q * q, (one - two) * p * q], [(one - two) * p * q, one * q * q + two * p * p]])
    key = (whole - two * n * sp.eye(2)).nullspace()[0]
    scaled = key * sp.ilcm(*[sp.Rational(e).q for e in key])
    rows = [[int(x) for x in row] for row in whole.tolist()]

    def check(c: Candidate) -> bool:
        v = c.vector
        return any(v) and times(rows, v) == [two * n * x for x in v]

    return Draft(
        prompt=rf"The symmetric matrix $A = {tex(whole)}$ has the eigenvector $(p, q) = ({p}, {q})$ for ${one * n}$. "
        rf"Give an eigenvector for the other eigenvalue, ${two * n}$.",
        key=scaled,
        wrong=[([p, q], "other_eigenvector"), ([q, p], "coordinates_swapped"), ([p, -q], "sign_slip")],
        steps=[
            "Eigenvectors of a symmetric matrix for different eigenvalues are orthogonal.",
            rf"Orthogonal to $({p}, {q})$ is $({-q}, {p})$, or any multiple such as ${tex(scaled)}$.",
        ],
        hint="The two eigenvectors stand at right angles.",
        check=check,
        routes=("SymPy null space", "A v is the eigenvalue times v, in fractions"),
    )


@template("which_are_positive_definite", kind=Kind.SEVERAL, difficulty=Difficulty.MEDIUM, minutes=3)
def which_are_positive_definite(draw: Draw) -> Draft:
    matrices: list[tuple[int, int, int]] = []
    while len(matrices) < 4:
        p, q, r = draw.nonzero(-5, 9), draw.nonzero(-6, 6), draw.nonzero(-5, 9)
        if p * r != q * q and (p, q, r) not in matrices:
            matrices.append((p, q, r))
    key = tuple(i for i, (p, q, r) in enumerate(matrices) if sp.Matrix([[p, q], [q, r]]).is_positive_definite)

    def check(c: Candidate) -> bool:
        p, q, r = matrices[int(c.words)]
        turns = (k * math.pi / 720 for k in range(720))
        return min(p * math.cos(t) ** 2 + 2 * q * math.cos(t) * math.sin(t) + r * math.sin(t) ** 2 for t in turns) > 0

    slips = [
        "positive_entries_means_pd"
        if min(m) > 0
        else "det_positive_enough"
        if m[0] < 0 and m[2] < 0 and m[0] * m[2] > m[1] ** 2
        else "signs_of_entries_decide"
        for m in matrices
    ]
    return Draft(
        prompt="Which of these symmetric matrices are positive definite?",
        key=key,
        wrong=[],
        lines=[f"${tex([[p, q], [q, r]])}$" for p, q, r in matrices],
        slips=slips,
        steps=[
            "Positive definite: the upper left entry and the determinant are both positive.",
            *(rf"${tex([[p, q], [q, r]])}$: corner ${p}$, determinant ${p * r - q * q}$." for p, q, r in matrices),
        ],
        hint="Look at the upper left entry and at the determinant.",
        check=check,
        routes=("SymPy definiteness", "the quadratic form along 720 directions, by floats"),
    )


@template("which_are_eigenvectors", kind=Kind.SEVERAL, difficulty=Difficulty.EASY, minutes=2.5)
def which_are_eigenvectors(draw: Draw) -> Draft:
    p = [[draw.nonzero(-3, 3), draw.nonzero(-3, 3)], [draw.nonzero(-3, 3), draw.nonzero(-3, 3)]]
    base = sp.Matrix(p)
    one, two = draw.some_of([-4, -3, -2, -1, 1, 2, 3, 4], 2)
    draw.need(abs(base.det()) in (1, 2, 3))
    a = base * sp.diag(one, two) * base.inv()
    draw.need(all(n.is_integer for n in a) and max(abs(n) for n in a) <= 20)
    first, second = [p[0][0], p[1][0]], [p[0][1], p[1][1]]
    vectors = [
        first,
        second,
        [2 * x for x in first],
        [x + y for x, y in zip(first, second, strict=True)],
        [first[1], first[0]],
        [0, 0],
    ]
    chosen = draw.some_of(vectors, 4)
    key = tuple(i for i, v in enumerate(chosen) if any(v) and sp.Matrix.hstack(a * sp.Matrix(v), sp.Matrix(v)).det() == 0)
    rows = [[int(x) for x in row] for row in a.tolist()]

    def check(c: Candidate) -> bool:
        v = chosen[int(c.words)]
        return any(v) and any(times(rows, v) == [scale * x for x in v] for scale in (one, two))

    return Draft(
        prompt=rf"Which of these vectors are eigenvectors of $A = {tex(a)}$?",
        key=key,
        wrong=[],
        lines=[f"${tex(v)}$" for v in chosen],
        slips=["zero_vector_eigenvector" if not any(v) else "sum_of_eigenvectors" for v in chosen],
        steps=[
            "An eigenvector is not zero, and $Av$ is a multiple of it.",
            *(rf"$A{tex(v)} = {tex(a * sp.Matrix(v))}$." for v in chosen),
        ],
        hint="Multiply each with $A$: is the result a multiple?",
        check=check,
        routes=("SymPy determinant of v and A v", "A v is one of the two eigenvalues times v, in whole numbers"),
    )
