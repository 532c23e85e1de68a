"""Inner products, complements, closest points, least squares. Checks: residuals at right angles, sums of squares "
"around the point."""

from __future__ import annotations

import math
from fractions import Fraction

import sympy as sp

from tutor.questions.candidate import Candidate
from tutor.questions.question import Difficulty, Kind
from tutor.questions.template import Draft, Draw, Registry, dot, near, registrar
from tutor.questions.write import bracketed, sum_of_products, tex

REGISTRY: Registry = {}
template = registrar(REGISTRY)
Q = sp.Rational


@template("inner_product_by_matrix", kind=Kind.NUMBER, difficulty=Difficulty.EASY, minutes=2)
def inner_product_by_matrix(draw: Draw) -> Draft:
    p, q, r = draw.whole(1, 5), draw.nonzero(-3, 3), draw.whole(1, 5)
    x, y = draw.wholes(2, -4, 4), draw.wholes(2, -4, 4)
    draw.need(p * r > q * q and any(x) and any(y) and x != y)
    a = sp.Matrix([[p, q], [q, r]])
    key = (sp.Matrix(x).T * a * sp.Matrix(y))[0]
    return Draft(
        prompt=rf"Compute $\langle x, y \rangle = x^\top A y$ for $A = {tex(a)}$, $x = {tex(x)}$, $y = {tex(y)}$.",
        key=key,
        wrong=[
            (dot(x, y), "matrix_of_inner_product_ignored"),
            (p * x[0] * y[0] + r * x[1] * y[1], "mixed_term_forgotten"),
            (p * x[0] * y[0] + q * x[0] * y[1] + r * x[1] * y[1], "one_path_only"),
            (-key, "sign_slip"),
        ],
        steps=[rf"$Ay = {tex(a * sp.Matrix(y))}$.", rf"$x^\top (Ay) = {sum_of_products(x, list(a * sp.Matrix(y)))} = {key}$."],
        hint="First $Ay$, then the dot product with $x$.",
        check=lambda c: c.number == p * x[0] * y[0] + q * (x[0] * y[1] + x[1] * y[0]) + r * x[1] * y[1],
        routes=("SymPy product", "the four terms one by one, in whole numbers"),
    )


@template("orthogonal_complement_of_plane", kind=Kind.VECTOR_UP_TO_SCALE, difficulty=Difficulty.MEDIUM, minutes=3)
def orthogonal_complement_of_plane(draw: Draw) -> Draft:
    u, v = draw.wholes(3, -4, 4), draw.wholes(3, -4, 4)
    key = sp.Matrix(u).cross(sp.Matrix(v))
    draw.need(any(key) and max(abs(n) for n in key) <= 30 and dot(u, v))
    return Draft(
        prompt=rf"Give a nonzero vector orthogonal to both ${tex(u)}$ and ${tex(v)}$ (any multiple counts).",
        key=key,
        wrong=[
            ([key[0], -key[1], key[2]], "sign_slip"),
            ([a * b for a, b in zip(u, v, strict=True)], "elementwise_product"),
            ([a + b for a, b in zip(u, v, strict=True)], "kernel_without_transpose"),
        ],
        steps=[
            "Orthogonal to both means: in the kernel of the matrix with these rows.",
            rf"The cross product solves it: ${tex(key)}$.",
        ],
        hint="Solve the two equations $u^\\top w = 0$ and $v^\\top w = 0$.",
        check=lambda c: any(c.vector) and dot(c.vector, u) == 0 and dot(c.vector, v) == 0,
        routes=("SymPy cross product", "both dot products vanish, in fractions"),
    )


@template("projection_on_plane", kind=Kind.VECTOR, difficulty=Difficulty.HARD, minutes=4)
def projection_on_plane(draw: Draw) -> Draft:
    u, x = [draw.nonzero(-3, 3), draw.nonzero(-3, 3), draw.whole(-2, 2)], draw.wholes(3, -6, 6)
    v = draw.one_of([[-u[1], u[0], 0], [-u[2], 0, u[0]], [0, -u[2], u[1]]])
    draw.need(any(v) and dot(u, x) and dot(v, x))
    b = sp.Matrix([u, v]).T
    key = b * (b.T * b).inv() * b.T * sp.Matrix(x)
    draw.need(list(key) != x)

    def check(c: Candidate) -> bool:
        p = c.vector
        rest = [s - t for s, t in zip(x, p, strict=True)]
        flat = sum(p[i] * (u[(i + 1) % 3] * v[(i + 2) % 3] - u[(i + 2) % 3] * v[(i + 1) % 3]) for i in range(3))
        return flat == 0 and dot(rest, u) == 0 and dot(rest, v) == 0

    return Draft(
        prompt=rf"Project $x = {tex(x)}$ onto the plane spanned by the orthogonal vectors $u = {tex(u)}$ and $v = {tex(v)}$.",
        key=key,
        wrong=[
            (sp.Matrix(x) - key, "residual_for_projection"),
            (b * b.T * sp.Matrix(x), "gram_inverse_forgotten"),
            (sp.Matrix(u) * Q(int(dot(u, x)), int(dot(u, u))), "one_path_only"),
        ],
        steps=[
            rf"Along $u$: $\frac{{{dot(u, x)}}}{{{dot(u, u)}}} u$. Along $v$: $\frac{{{dot(v, x)}}}{{{dot(v, v)}}} v$.",
            rf"Because $u$ and $v$ are orthogonal, add the two: ${tex(key)}$.",
        ],
        hint="Project onto $u$ and onto $v$, and add.",
        check=check,
        routes=("SymPy projection matrix", "in the plane, and the residual orthogonal to both vectors"),
    )


@template("least_squares_line", kind=Kind.VECTOR, difficulty=Difficulty.HARD, minutes=4)
def least_squares_line(draw: Draw) -> Draft:
    xs, ys = sorted(draw.some_of(range(-3, 5), 3)), draw.wholes(3, -4, 6)
    a = sp.Matrix([[1, x] for x in xs])
    key = list((a.T * a).inv() * a.T * sp.Matrix(ys))
    draw.need(any(key[0] + key[1] * x != y for x, y in zip(xs, ys, strict=True)) and key[1])
    flat = Q(sum(x * y for x, y in zip(xs, ys, strict=True)), sum(x * x for x in xs))

    def check(c: Candidate) -> bool:
        low, slope = c.vector
        rest = [y - low - slope * x for x, y in zip(xs, ys, strict=True)]
        return sum(rest) == 0 and dot(rest, xs) == 0

    points = ", ".join(f"({x}, {y})" for x, y in zip(xs, ys, strict=True))
    return Draft(
        prompt=rf"Fit $y = a + bx$ to the points ${points}$ by least squares. Answer as $(a, b)$.",
        key=key,
        wrong=[
            (key[::-1], "coordinates_swapped"),
            ([0, flat], "intercept_column_forgotten"),
            ([Q(sum(ys), 3), key[1]], "not_centred"),
        ],
        steps=[
            rf"$A^\top A = {tex(a.T * a)}$ and $A^\top y = {tex(a.T * sp.Matrix(ys))}$.",
            rf"Solving $A^\top A \binom{{a}}{{b}} = A^\top y$ gives ${tex(key)}$.",
        ],
        hint="Set up the normal equations $A^\\top A x = A^\\top y$ with a column of ones.",
        check=check,
        routes=("SymPy normal equations", "the residuals add up to zero and are orthogonal to x, in fractions"),
    )


@template("projection_on_affine_line", kind=Kind.VECTOR, difficulty=Difficulty.MEDIUM, minutes=3)
def projection_on_affine_line(draw: Draw) -> Draft:
    p, b, x = draw.wholes(2, -4, 4), [draw.nonzero(-3, 3), draw.nonzero(-3, 3)], draw.wholes(2, -5, 6)
    gap, square = [s - t for s, t in zip(x, p, strict=True)], int(dot(b, b))
    draw.need(any(p) and dot(b, gap) and dot(b, x) and p[0] * b[1] != p[1] * b[0])
    direction = sp.Matrix(b)
    along = direction * Q(int(dot(b, gap)), square)

    def check(c: Candidate) -> bool:
        v = c.vector
        on_line = (v[0] - p[0]) * b[1] == (v[1] - p[1]) * b[0]
        return on_line and dot([s - t for s, t in zip(x, v, strict=True)], b) == 0

    return Draft(
        prompt=rf"Project $x = {tex(x)}$ onto the affine line through $x_0 = {tex(p)}$ with direction $b = {tex(b)}$.",
        key=sp.Matrix(p) + along,
        wrong=[
            (along, "support_point_dropped"),
            (direction * Q(int(dot(b, x)), square), "not_shifted_to_origin"),
            (sp.Matrix(p) + direction * Q(int(dot(b, x)), square), "not_shifted_to_origin"),
        ],
        steps=[
            rf"Shift to the origin: $x - x_0 = {tex(gap)}$.",
            rf"Project onto $b$: ${tex(along)}$.",
            rf"Shift back: ${tex(sp.Matrix(p) + along)}$.",
        ],
        hint="Shift by $-x_0$, project onto $b$, shift back.",
        check=check,
        routes=("SymPy projection of the shifted point", "on the line, and the residual orthogonal to it"),
    )


@template("orthogonal_for_which_t", kind=Kind.NUMBER, difficulty=Difficulty.EASY, minutes=1.5)
def orthogonal_for_which_t(draw: Draw) -> Draft:
    u, v = [draw.nonzero(-6, 6), draw.whole(-5, 5), draw.nonzero(-4, 4)], [0, draw.nonzero(-5, 5), draw.nonzero(-5, 5)]
    t = sp.Symbol("t")
    rest = u[1] * v[1] + u[2] * v[2]
    draw.need(rest)
    key = sp.solve(sp.Matrix(u).dot(sp.Matrix([t, v[1], v[2]])), t)[0]
    shown = rf"\begin{{bmatrix}} t \\ {v[1]} \\ {v[2]} \end{{bmatrix}}"
    return Draft(
        prompt=rf"For which $t$ are ${tex(u)}$ and ${shown}$ orthogonal?",
        key=key,
        wrong=[(-key, "sign_slip"), (-rest, "not_divided_by_count"), (Q(u[0], rest), "fraction_turned")],
        steps=[rf"The dot product must vanish: ${u[0]}t + {bracketed(rest)} = 0$.", rf"So $t = {tex(key)}$."],
        hint="Set the dot product to zero.",
        check=lambda c: dot(u, [c.number, *v[1:]]) == 0,
        routes=("SymPy solve", "the dot product vanishes there, in fractions"),
    )


@template("largest_inner_product", kind=Kind.NUMBER, difficulty=Difficulty.EASY, minutes=1.5)
def largest_inner_product(draw: Draw) -> Draft:
    x, length = [draw.nonzero(-9, 9), draw.nonzero(-9, 9)], draw.whole(2, 12)
    key = sp.Matrix(x).norm() * length

    def check(c: Candidate) -> bool:
        return near(c.real, max(length * math.hypot(*x) * math.cos(t) for t in (-0.1, 0.0, 0.1)), 1e-12)

    return Draft(
        prompt=rf"$x = {tex(x)}$ and $\|y\| = {length}$. How large can $x^\top y$ be at most (exact)?",
        key=key,
        wrong=[
            (sum(map(abs, x)) * length, "l1_l2_swapped"),
            (sum(n * n for n in x) * length, "root_forgotten"),
            (sp.Matrix(x).norm() + length, "sum_for_product"),
            (-key, "inequality_reversed"),
        ],
        steps=[
            r"Cauchy-Schwarz: $|x^\top y| \le \|x\|\,\|y\|$, with equality for $y$ along $x$.",
            rf"$\|x\|\,\|y\| = {tex(sp.Matrix(x).norm())} \cdot {length} = {tex(key)}$.",
        ],
        hint="When does the inner product reach the product of the lengths?",
        check=check,
        routes=("product of SymPy norms", "cosines around the direction of x, by floats"),
    )


@template("inner_product_of_functions", kind=Kind.NUMBER, difficulty=Difficulty.MEDIUM, minutes=3)
def inner_product_of_functions(draw: Draw) -> Draft:
    a, b, c, d = draw.nonzero(-4, 5), draw.whole(-4, 5), draw.nonzero(-4, 5), draw.whole(-4, 5)
    top, x = draw.one_of([1, 2, 3]), sp.Symbol("x")
    f, g = a * x + b, c * x + d
    key = sp.integrate(sp.expand(f * g), (x, 0, top))
    apart = sp.integrate(f, (x, 0, top)) * sp.integrate(g, (x, 0, top))

    def check(cand: Candidate) -> bool:
        at = [Fraction(0), Fraction(top, 2), Fraction(top)]
        values = [(a * t + b) * (c * t + d) for t in at]
        return cand.number == Fraction(top, 6) * (values[0] + 4 * values[1] + values[2])

    return Draft(
        prompt=rf"Compute $\langle u, v \rangle = \int_0^{{{top}}} u(x)v(x)\,dx$ for $u(x) = {tex(f)}$ and $v(x) = {tex(g)}$.",
        key=key,
        wrong=[(apart, "product_of_integrals"), ((f * g).subs(x, top), "function_for_integral"), (-key, "sign_slip")],
        steps=[rf"Multiply first: $u v = {tex(sp.expand(f * g))}$.", rf"Then integrate from $0$ to ${top}$: ${tex(key)}$."],
        hint="Multiply the functions first, then integrate.",
        check=check,
        routes=("SymPy integral", "Simpson's rule, exact for quadratics, in fractions"),
    )


@template("manhattan_norm", kind=Kind.NUMBER, difficulty=Difficulty.EASY, minutes=1)
def manhattan_norm(draw: Draw) -> Draft:
    x = [draw.nonzero(-9, 9) for _ in range(4)]
    draw.need(min(x) < 0 < max(x) and sum(x))
    return Draft(
        prompt=rf"Compute $\|x\|_1$ for $x = {tex(x)}$.",
        key=sp.Matrix(x).norm(1),
        wrong=[
            (sp.Matrix(x).norm(), "l1_l2_swapped"),
            (sum(x), "absolute_value_forgotten"),
            (max(map(abs, x)), "maximum_norm_used"),
        ],
        steps=["Add the sizes of the entries.", rf"${' + '.join(str(abs(n)) for n in x)} = {sum(map(abs, x))}$."],
        hint="Sizes without signs, added.",
        check=lambda c: c.number == sum(n for n in x if n > 0) - sum(n for n in x if n < 0),
        routes=("SymPy 1-norm", "positive entries minus negative ones"),
    )
