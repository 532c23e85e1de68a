"""Linear and affine maps, subspaces, independence: images computed, counterexamples found. Checks try the property itself."""

from __future__ import annotations

from fractions import Fraction

import sympy as sp

from tutor.questions.candidate import Candidate
from tutor.questions.question import Difficulty, Kind
from tutor.questions.template import Draft, Draw, Registry, registrar, times
from tutor.questions.write import bracketed, tex

REGISTRY: Registry = {}
template = registrar(REGISTRY)
X, Y, Z = sp.symbols("x y z")
Q = sp.Rational


@template("image_by_linearity", kind=Kind.VECTOR, difficulty=Difficulty.MEDIUM, minutes=2)
def image_by_linearity(draw: Draw) -> Draft:
    f1, f2 = draw.wholes(2, -5, 6), draw.wholes(2, -5, 6)
    p, q = draw.nonzero(-4, 5), draw.nonzero(-4, 5)
    draw.need(f1 != f2 and any(f1) and any(f2) and p != q)
    key = sp.Matrix([f1, f2]).T * sp.Matrix([p, q])
    return Draft(
        prompt=rf"$f$ is linear with $f(u) = {tex(f1)}$ and $f(v) = {tex(f2)}$. What is "
        rf"$f({tex(p * sp.Symbol('u') + q * sp.Symbol('v'))})$?",
        key=key,
        wrong=[
            ([a + b for a, b in zip(f1, f2, strict=True)], "weights_ignored"),
            ([q * a + p * b for a, b in zip(f1, f2, strict=True)], "weights_swapped"),
            ([p * a - q * b for a, b in zip(f1, f2, strict=True)], "sign_slip"),
        ],
        steps=[
            rf"A linear map respects sums and factors: $f({p}u + {bracketed(q)}v) = {p}f(u) + {bracketed(q)}f(v)$.",
            rf"${tex([p * a for a in f1])} + {tex([q * b for b in f2])} = {tex(key)}$.",
        ],
        hint="Take the factors and the sum out of the map.",
        check=lambda c: [n - p * a for n, a in zip(c.vector, f1, strict=True)] == [q * b for b in f2],
        routes=("SymPy matrix of the two images", "what is left after the first image is the second, in fractions"),
    )


@template("matrix_of_a_map", kind=Kind.MATRIX, difficulty=Difficulty.EASY, minutes=2)
def matrix_of_a_map(draw: Draw) -> Draft:
    a = draw.rows(2, 3, -5, 6)
    draw.need(all(sum(x != 0 for x in row) >= 2 for row in a))
    forms = [sum(c * v for c, v in zip(row, (X, Y, Z), strict=True)) for row in a]
    key = sp.Matrix(forms).jacobian([X, Y, Z])
    probes = ([1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 2, -1])

    def check(c: Candidate) -> bool:
        return all(
            times(c.matrix, v) == [Fraction(int(f.subs(dict(zip((X, Y, Z), v, strict=True))))) for f in forms] for v in probes
        )

    return Draft(
        prompt=rf"Give the matrix of the linear map $T(x, y, z) = \left({sp.latex(forms[0])},\; {sp.latex(forms[1])}\right)$.",
        key=key,
        wrong=[
            (key.T, "rows_for_columns"),
            (sp.Matrix([a[1], a[0]]), "coordinates_swapped"),
            (key.applyfunc(abs), "sign_slip"),
        ],
        steps=[
            r"The columns are the images of $e_1$, $e_2$, $e_3$.",
            rf"$T(e_1) = {tex([r[0] for r in a])}$, $T(e_2) = {tex([r[1] for r in a])}$, $T(e_3) = {tex([r[2] for r in a])}$.",
            rf"So the matrix is ${tex(key)}$.",
        ],
        hint="Put $e_1$, $e_2$ and $e_3$ into the map: the images are the columns.",
        check=check,
        routes=("SymPy derivatives of the linear forms", "the matrix sends four vectors where the map does"),
    )


@template("affine_map_image", kind=Kind.VECTOR, difficulty=Difficulty.EASY, minutes=1.5)
def affine_map_image(draw: Draw) -> Draft:
    a, b, x = draw.rows(2, 2, -3, 4), draw.wholes(2, -5, 5), [draw.nonzero(-3, 4), draw.nonzero(-3, 4)]
    draw.need(any(b))
    linear = sp.Matrix(a) * sp.Matrix(x)
    return Draft(
        prompt=rf"$\phi(x) = Ax + b$ with $A = {tex(a)}$ and $b = {tex(b)}$. Compute $\phi(x)$ for $x = {tex(x)}$.",
        key=linear + sp.Matrix(b),
        wrong=[
            (linear, "support_point_dropped"),
            (sp.Matrix(a) * (sp.Matrix(x) + sp.Matrix(b)), "shifted_before_the_map"),
            (sp.Matrix(a).T * sp.Matrix(x) + sp.Matrix(b), "rows_as_weights"),
        ],
        steps=[
            rf"The linear part: $Ax = {tex(linear)}$.",
            rf"Then the shift: ${tex(linear)} + {tex(b)} = {tex(linear + sp.Matrix(b))}$.",
        ],
        hint="First the matrix, then the shift.",
        check=lambda c: times(a, x) == [n - s for n, s in zip(c.vector, b, strict=True)],
        routes=("SymPy product and sum", "the shift taken off leaves the linear part, in fractions"),
    )


@template("direction_of_line", kind=Kind.VECTOR_UP_TO_SCALE, difficulty=Difficulty.EASY, minutes=1)
def direction_of_line(draw: Draw) -> Draft:
    p, q = draw.wholes(3, -6, 7), draw.wholes(3, -6, 7)
    gap = sp.Matrix(q) - sp.Matrix(p)
    draw.need(any(gap) and any(p) and any(q))

    def check(c: Candidate) -> bool:
        d = c.vector
        along = [b - a for a, b in zip(p, q, strict=True)]
        return any(d) and all(d[i] * along[j] == d[j] * along[i] for i in range(3) for j in range(i))

    return Draft(
        prompt=rf"An affine line goes through ${tex(p)}$ and ${tex(q)}$. Give its direction (any multiple counts).",
        key=gap,
        wrong=[
            (sp.Matrix(p) + sp.Matrix(q), "sum_for_difference"),
            (q, "affine_called_subspace"),
            (p, "support_point_for_direction"),
        ],
        steps=[
            rf"The direction leads from one point to the other: ${tex(q)} - {tex(p)} = {tex(gap)}$.",
            "The support point is either of the two points.",
        ],
        hint="How do you get from the first point to the second?",
        check=check,
        routes=("difference of SymPy vectors", "parallel to the way between the points, by cross products"),
    )


@template("half_plane_is_no_subspace", kind=Kind.VECTOR, difficulty=Difficulty.MEDIUM, minutes=2)
def half_plane_is_no_subspace(draw: Draw) -> Draft:
    a, b = draw.nonzero(-12, 12), draw.nonzero(-12, 12)
    side = sp.latex(a * X + b * Y)
    key = sp.Matrix([a, b]) / sp.gcd(a, b)
    return Draft(
        prompt=rf"$U = \{{(x, y) : {side} \ge 0\}}$ is no subspace of $\mathbb{{R}}^2$. Show it: give a vector $u$ in "
        rf"$U$ such that $-u$ is not in $U$.",
        key=key,
        wrong=[([-n for n in key], "inequality_reversed"), ([0, 0], "zero_vector_forgotten"), ([b, -a], "boundary_taken")],
        steps=[
            rf"$-u$ leaves $U$ as soon as ${side}$ is more than zero at $u$.",
            rf"For example $u = {tex(key)}$: there ${side} = {a * key[0] + b * key[1]}$, and at $-u$ it is negative.",
        ],
        hint=rf"Which vectors make ${side}$ more than zero?",
        check=lambda c: len(c.vector) == 2 and times([[a, b]], c.vector)[0] > 0 > times([[a, b]], [-n for n in c.vector])[0],
        routes=("the normal vector, in SymPy", "u is in U and -u is not, by substitution"),
        fulfils=r"a vector $u$ in $U$ with $-u$ outside $U$",
    )


@template("union_of_lines_is_no_subspace", kind=Kind.BASIS, difficulty=Difficulty.HARD, minutes=3)
def union_of_lines_is_no_subspace(draw: Draw) -> Draft:
    p, q = draw.nonzero(-30, 30), draw.nonzero(-30, 30)
    draw.need(p != q)
    key = [[1, p], [1, q]]

    def inside(v: list[Fraction]) -> bool:
        return v[1] == p * v[0] or v[1] == q * v[0]

    def check(c: Candidate) -> bool:
        u, v = c.vectors
        return len(u) == len(v) == 2 and inside(u) and inside(v) and not inside([a + b for a, b in zip(u, v, strict=True)])

    return Draft(
        prompt=rf"$U$ is the union of the lines $y = {p}x$ and $y = {q}x$. Show that it is no subspace: give two "
        rf"vectors of $U$ whose sum is not in $U$, as $\{{(x_1, y_1), (x_2, y_2)\}}$.",
        key=[list(sp.Matrix(v)) for v in key],
        wrong=[
            ([[1, p], [2, 2 * p]], "union_is_subspace"),
            ([[1, p + q], [1, 0]], "outside_the_set"),
            ([[0, 0], [1, q]], "zero_vector_forgotten"),
        ],
        steps=[
            "Two vectors of the same line stay on it: take one of each.",
            rf"$(1, {p}) + (1, {q}) = (2, {p + q})$ lies on neither line.",
        ],
        hint="One vector from each line.",
        check=check,
        routes=("one direction of each line, in SymPy", "both inside, their sum outside, by substitution"),
        fulfils="two vectors of $U$ whose sum is not in $U$",
    )


@template("independent_third_vector", kind=Kind.VECTOR, difficulty=Difficulty.MEDIUM, minutes=3)
def independent_third_vector(draw: Draw) -> Draft:
    u, v = draw.wholes(3, -4, 5), draw.wholes(3, -4, 5)
    key = sp.Matrix(u).cross(sp.Matrix(v))
    draw.need(any(key) and max(abs(n) for n in key) <= 30)

    def check(c: Candidate) -> bool:
        w = c.vector
        volume = sum(w[i] * (u[(i + 1) % 3] * v[(i + 2) % 3] - u[(i + 2) % 3] * v[(i + 1) % 3]) for i in range(3))
        return len(w) == 3 and volume != 0

    return Draft(
        prompt=rf"Give a vector $w$ such that $u = {tex(u)}$, $v = {tex(v)}$ and $w$ are linearly independent.",
        key=key,
        wrong=[
            ([a + b for a, b in zip(u, v, strict=True)], "pairwise_independence_enough"),
            ([0, 0, 0], "zero_means_dependent"),
            ([a - b for a, b in zip(u, v, strict=True)], "pairwise_independence_enough"),
        ],
        steps=[
            "Any vector outside the plane of $u$ and $v$ will do; the cross product stands at right angles to it.",
            rf"$u \times v = {tex(key)}$, and the determinant of the three is not zero.",
        ],
        hint="Leave the plane that $u$ and $v$ span.",
        check=check,
        routes=("SymPy cross product", "the three vectors span a volume, in fractions"),
        fulfils="a vector that is no combination of $u$ and $v$",
    )


@template("which_are_subspaces", kind=Kind.SEVERAL, difficulty=Difficulty.MEDIUM, minutes=3)
def which_are_subspaces(draw: Draw) -> Draft:
    a, b, c, d = draw.nonzero(-7, 7), draw.nonzero(-7, 7), draw.nonzero(-7, 7), draw.nonzero(-7, 7)
    sets = [
        (f"{sp.latex(a * X + b * Y)} = 0", lambda x, y: a * x + b * y == 0, None),
        (f"{sp.latex(a * X + d * Y)} = {c}", lambda x, y: a * x + d * y == c, "affine_called_subspace"),
        (rf"{sp.latex(c * X)} = {sp.latex(d * Y)}", lambda x, y: c * x == d * y, None),
        (
            rf"({sp.latex(a * X + b * Y)})({sp.latex(X - c * Y)}) = 0",
            lambda x, y: (a * x + b * y) * (x - c * y) == 0,
            "union_is_subspace",
        ),
        (rf"{sp.latex(b * X + c * Y)} \ge 0", lambda x, y: b * x + c * y >= 0, "inequality_taken_for_subspace"),
    ]
    draw.need(-b != 0 and -b != a * c)
    chosen = draw.some_of(sets, 4)
    # By the form of the condition: one equation, linear, right side zero.
    key = tuple(i for i, (shown, _, slip) in enumerate(chosen) if slip is None)
    grid = [(Fraction(x), Fraction(y)) for x in range(-14, 15) for y in range(-14, 15)]
    roots = [
        *grid,
        *((Fraction(c, a), Fraction(0)), (Fraction(0), Fraction(c, d)), (Fraction(c), Fraction(1)), (Fraction(-b), Fraction(a))),
    ]

    def check(cand: Candidate) -> bool:
        """Zero is inside, and so are the negatives and the sums of some points that are."""
        _, holds, _ = chosen[int(cand.words)]
        inside = [p for p in roots if holds(*p)][:40]
        return (
            holds(0, 0)
            and all(holds(-x, -y) for x, y in inside)
            and all(holds(x + s, y + t) for x, y in inside for s, t in inside)
        )

    return Draft(
        prompt=r"Which of these sets of points $(x, y)$ are subspaces of $\mathbb{R}^2$?",
        key=key,
        wrong=[],
        lines=[f"${shown}$" for shown, _, _ in chosen],
        slips=[slip or "" for _, _, slip in chosen],
        steps=[
            "A subspace holds zero, and every sum and multiple of what is in it.",
            *(f"${shown}$: {'yes' if slip is None else 'no'}." for shown, _, slip in chosen),
        ],
        hint="Does the set hold zero? Does it hold the sum of any two of its points, and $-u$ with $u$?",
        check=check,
        routes=("the form of the condition", "zero, negatives and sums of its points on a grid"),
    )


@template("which_are_in_the_kernel", kind=Kind.SEVERAL, difficulty=Difficulty.EASY, minutes=2.5)
def which_are_in_the_kernel(draw: Draw) -> Draft:
    row, k = [draw.nonzero(-3, 3), draw.whole(-3, 3), draw.nonzero(-3, 3)], draw.one_of([-2, -1, 2, 3])
    a = [row, [k * n for n in row]]
    inside = [list(v * sp.ilcm(*[sp.Rational(e).q for e in v])) for v in sp.Matrix(a).nullspace()]
    vectors = [
        (inside[0], None),
        ([int(x) + int(y) for x, y in zip(*inside, strict=True)], None),
        (row, "row_space_for_kernel"),
        ([int(inside[1][0]), int(inside[1][1]), int(inside[1][2]) + draw.nonzero(-1, 1)], "sign_slip"),
    ]
    chosen = draw.some_of(vectors, 4)
    key = tuple(i for i, (v, _) in enumerate(chosen) if not any(sp.Matrix(a) * sp.Matrix(v)))
    return Draft(
        prompt=rf"Which of these vectors are in the kernel of $A = {tex(a)}$?",
        key=key,
        wrong=[],
        lines=[f"${tex(v)}$" for v, _ in chosen],
        slips=[slip or "" for _, slip in chosen],
        steps=[
            "A vector is in the kernel when every row times it is zero.",
            *(rf"$A{tex(v)} = {tex(sp.Matrix(a) * sp.Matrix(v))}$." for v, _ in chosen),
        ],
        hint="Multiply the first row with each vector; the second row is a multiple of it.",
        check=lambda c: sum(int(x) * int(y) for x, y in zip(row, chosen[int(c.words)][0], strict=True)) == 0,
        routes=("SymPy products", "the first row alone, in whole numbers"),
    )
