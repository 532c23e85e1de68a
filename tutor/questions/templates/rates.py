"""Limits, extrema, directions, graphs of computation, convexity. Keys from SymPy; checks from differences and direct "
"evaluation."""

from __future__ import annotations

import math
from fractions import Fraction

import sympy as sp

from tutor.questions.candidate import Candidate
from tutor.questions.question import Difficulty, Kind
from tutor.questions.template import Draft, Draw, Registry, near, registrar, slope
from tutor.questions.write import bracketed, tex

REGISTRY: Registry = {}
template = registrar(REGISTRY)
X, Y = sp.symbols("x y")
Q = sp.Rational


@template("difference_quotient", kind=Kind.NUMBER, difficulty=Difficulty.EASY, minutes=1.5)
def difference_quotient(draw: Draw) -> Draft:
    a, b, p, h = draw.nonzero(-5, 6), draw.nonzero(-6, 7), draw.nonzero(-3, 4), sp.Symbol("h")
    f = a * X**2 + b * X
    quotient = sp.expand((f.subs(X, p + h) - f.subs(X, p)) / h)
    key = sp.limit(quotient, h, 0)
    draw.need(key)

    def check(c: Candidate) -> bool:
        def value(t: Fraction) -> Fraction:
            return a * t * t + b * t

        step = Fraction(1, 7)
        return c.number * 2 * step == value(p + step) - value(p - step)

    return Draft(
        prompt=rf"For $f(x) = {tex(f)}$, what is $\lim_{{h \to 0}} \frac{{f({p} + h) - f({p})}}{{h}}$?",
        key=key,
        wrong=[
            (f.subs(X, p), "function_for_derivative"),
            (a * p + b, "exponent_not_brought_down"),
            (0, "h_set_to_zero_early"),
            (quotient.subs(h, 1), "h_left_in"),
        ],
        steps=[
            rf"$\frac{{f({p} + h) - f({p})}}{{h}} = {tex(quotient)}$: the $h$ below cancels.",
            rf"Now let $h$ go to zero: ${tex(key)}$.",
        ],
        hint="Expand, cancel $h$, and only then let $h$ go to zero.",
        check=check,
        routes=("SymPy limit", "exact central difference of a parabola, in fractions"),
    )


@template("limit_after_cancelling", kind=Kind.NUMBER, difficulty=Difficulty.MEDIUM, minutes=2)
def limit_after_cancelling(draw: Draw) -> Draft:
    p, q, k, r = draw.nonzero(-6, 7), draw.nonzero(-6, 7), draw.nonzero(-4, 4), draw.nonzero(-8, 8)
    draw.need(p != q and p != r)
    top, below = sp.expand(k * (X - p) * (X - q)), sp.expand((X - p) * (X - r))
    key = sp.limit(top / below, X, p)

    def check(c: Candidate) -> bool:
        def value(t: float) -> float:
            return (k * t * t - k * (p + q) * t + k * p * q) / (t * t - (p + r) * t + p * r)

        near_by = [(value(p + h) + value(p - h)) / 2 for h in (1e-3, 1e-4)]
        return (
            abs(c.real - near_by[1]) < 1e-4 * max(1.0, abs(near_by[1]))
            and abs(c.real - near_by[1]) <= abs(c.real - near_by[0]) + 1e-7
        )

    return Draft(
        prompt=rf"Compute $\lim_{{x \to {p}}} \frac{{{tex(top)}}}{{{tex(below)}}}$.",
        key=key,
        wrong=[(0, "limit_is_value"), (k, "leading_coefficients_taken"), (-key, "sign_slip"), (key / k, "factor_dropped")],
        steps=[
            rf"Both vanish at ${p}$: $\frac{{{k}(x - {bracketed(p)})(x - {bracketed(q)})}}{{(x - {bracketed(p)})(x - "
            rf"{bracketed(r)})}}$.",
            rf"Cancel the common factor and put in ${p}$: $\frac{{{k * (p - q)}}}{{{p - r}}} = {tex(key)}$.",
        ],
        hint="Factor both; the factor that vanishes cancels.",
        check=check,
        routes=("SymPy limit", "values on both sides, nearer and nearer, by floats"),
    )


@template("lowest_value_of_parabola", kind=Kind.NUMBER, difficulty=Difficulty.EASY, minutes=2)
def lowest_value_of_parabola(draw: Draw) -> Draft:
    a, p, c = draw.whole(1, 4), draw.nonzero(-6, 6), draw.nonzero(-12, 12)
    f = sp.expand(a * (X - p) ** 2 + c)
    place = sp.solve(sp.diff(f, X), X)[0]
    return Draft(
        prompt=rf"What is the smallest value of $f(x) = {tex(f)}$?",
        key=f.subs(X, place),
        wrong=[(p, "place_for_value"), (f.subs(X, 0), "constant_term_kept"), (-c, "sign_slip"), (f.subs(X, -p), "sign_slip")],
        steps=[
            rf"$f'(x) = {tex(sp.diff(f, X))} = 0$ at $x = {p}$, and $f'' = {2 * a}$ is positive: a minimum.",
            rf"$f({p}) = {c}$.",
        ],
        hint="Where is the derivative zero? Put that place into $f$.",
        check=lambda v: v.number == Fraction(4 * a * (a * p * p + c) - (2 * a * p) ** 2, 4 * a),
        routes=("SymPy derivative and solve", "completing the square, in fractions"),
    )


@template("directional_derivative", kind=Kind.NUMBER, difficulty=Difficulty.MEDIUM, minutes=2.5)
def directional_derivative(draw: Draw) -> Draft:
    a, b, c = draw.nonzero(-4, 5), draw.nonzero(-4, 5), draw.nonzero(-4, 5)
    p, q = draw.whole(-3, 3), draw.whole(-3, 3)
    v = draw.one_of([(3, 4), (4, 3), (-3, 4), (4, -3), (6, 8), (8, -6), (5, 12), (-12, 5)])
    f = a * X**2 + b * X * Y + c * Y
    gradient = [sp.diff(f, s).subs({X: p, Y: q}) for s in (X, Y)]
    raw = gradient[0] * v[0] + gradient[1] * v[1]
    length = sp.sqrt(v[0] ** 2 + v[1] ** 2)
    draw.need(raw and all(gradient))

    def check(cand: Candidate) -> bool:
        unit = [n / math.hypot(*v) for n in v]

        def height(t: float) -> float:
            x, y = p + t * unit[0], q + t * unit[1]
            return a * x * x + b * x * y + c * y

        return near(cand.real, slope(height, 0.0), 1e-8)

    return Draft(
        prompt=rf"How fast does $f(x, y) = {tex(f)}$ grow at $({p}, {q})$ in the direction of $v = {tex(list(v))}$ "
        rf"(per unit length)?",
        key=raw / length,
        wrong=[
            (raw, "direction_not_normalised"),
            (gradient[0] + gradient[1], "partials_summed"),
            (raw / length**2, "root_forgotten"),
            (-raw / length, "sign_slip"),
        ],
        steps=[
            rf"$\nabla f({p}, {q}) = {tex(gradient)}$.",
            rf"The unit vector is $\frac{{1}}{{{length}}} {tex(list(v))}$.",
            rf"Their dot product is $\frac{{{raw}}}{{{length}}} = {tex(raw / length)}$.",
        ],
        hint="Gradient times the direction of length one.",
        check=check,
        routes=("SymPy gradient and dot product", "finite difference along the unit direction, by floats"),
    )


@template("gradient_in_a_matrix", kind=Kind.MATRIX, difficulty=Difficulty.MEDIUM, minutes=2)
def gradient_in_a_matrix(draw: Draw) -> Draft:
    a, b = [draw.nonzero(-6, 7), draw.nonzero(-6, 7)], [draw.nonzero(-6, 7), draw.nonzero(-6, 7), draw.nonzero(-6, 7)]
    entries = [[sp.Symbol(f"x{i}{j}") for j in range(3)] for i in range(2)]
    f = (sp.Matrix([a]) * sp.Matrix(entries) * sp.Matrix(b))[0]
    key = sp.Matrix([[sp.diff(f, s) for s in row] for row in entries])

    def check(c: Candidate) -> bool:
        """The value at X is the sum of the entries of gradient and X: true for a linear function, at every X."""
        for probe in (
            [[1, 2, 3], [4, 5, 6]],
            [[0, 1, -1], [2, 0, 3]],
            [[1, 0, 0], [0, 0, 0]],
            [[0, 0, 0], [1, -1, 2]],
            [[0, 1, 0], [0, 0, 0]],
            [[0, 0, 0], [1, 0, 0]],
        ):
            value = sum(a[i] * probe[i][j] * b[j] for i in range(2) for j in range(3))
            if sum(g * x for grow, row in zip(c.matrix, probe, strict=True) for g, x in zip(grow, row, strict=True)) != value:
                return False
        return True

    return Draft(
        prompt=rf"$f(X) = a^\top X b$ with $a = {tex(a)}$ and $b = {tex(b)}$. Give $\frac{{\partial f}}{{\partial X}}$ "
        rf"as a matrix of the shape of $X$.",
        key=key,
        wrong=[
            (key.T, "outer_product_reversed"),
            (sp.Matrix([[x + y for y in b] for x in a]), "sum_for_product"),
            (sp.Matrix([b, b]), "one_path_only"),
            (sp.Matrix([[x] * 3 for x in a]), "one_path_only"),
        ],
        steps=[
            r"$f = \sum_{i,j} a_i X_{ij} b_j$, so $\frac{\partial f}{\partial X_{ij}} = a_i b_j$.",
            rf"As a matrix this is $a b^\top = {tex(key)}$.",
        ],
        hint="What stands in front of $X_{ij}$ in the sum?",
        check=check,
        routes=("SymPy derivative in each entry", "a linear function is the sum of gradient times entries"),
    )


@template("second_order_taylor_two_variables", kind=Kind.EXPRESSION, difficulty=Difficulty.HARD, minutes=4)
def second_order_taylor_two_variables(draw: Draw) -> Draft:
    a, b, c = draw.nonzero(-3, 3), draw.nonzero(-3, 3), draw.nonzero(-5, 6)
    make = draw.one_of(["exp", "cos", "quotient"])
    inner = a * X + b * Y
    f = {"exp": c * sp.exp(inner), "cos": c * sp.cos(inner), "quotient": c / (1 - inner)}[make]
    second = {"exp": Q(1, 2), "cos": Q(-1, 2), "quotient": sp.Integer(1)}[make]
    first = {"exp": 1, "cos": 0, "quotient": 1}[make]
    grad = [sp.diff(f, v).subs({X: 0, Y: 0}) for v in (X, Y)]
    hess = sp.hessian(f, (X, Y)).subs({X: 0, Y: 0})
    point = sp.Matrix([X, Y])
    bent = (point.T * hess * point)[0]
    key = sp.expand(f.subs({X: 0, Y: 0}) + grad[0] * X + grad[1] * Y + bent / 2)

    def check(cand: Candidate) -> bool:
        for p, q in ((0.3, 0.2), (-0.7, 0.4), (1.0, -0.5)):
            t = a * p + b * q
            if not near(cand.at(x=p, y=q), float(c) * (1 + first * t + float(second) * t * t), 1e-9):
                return False
        return True

    return Draft(
        prompt=rf"Give the second-order Taylor polynomial of $f(x, y) = {tex(f)}$ about $(0, 0)$.",
        key=key,
        wrong=[
            (sp.expand(key + bent / 2), "half_forgotten"),
            (sp.expand(key - bent / 2), "stopped_at_first_order"),
            (sp.expand(key - hess[0, 1] * X * Y), "mixed_term_forgotten"),
        ],
        steps=[
            rf"$f(0,0) = {tex(f.subs({X: 0, Y: 0}))}$, $\nabla f(0,0) = {tex(grad)}$, $H = {tex(hess)}$.",
            rf"$f + \nabla f^\top v + \frac{{1}}{{2}} v^\top H v = {tex(key)}$.",
        ],
        hint="Value, gradient, and half of the quadratic form of the Hessian.",
        check=check,
        routes=("SymPy gradient and Hessian", "the known series in one variable, put together by floats"),
    )


@template("graph_of_computation", kind=Kind.NUMBER, difficulty=Difficulty.MEDIUM, minutes=3)
def graph_of_computation(draw: Draw) -> Draft:
    a, b, c, x0 = draw.nonzero(-4, 5), draw.nonzero(-5, 6), draw.nonzero(-4, 5), draw.nonzero(-3, 4)
    u, v = a * X + b, X**2 + c
    y = sp.expand(u * v)
    key = sp.diff(y, X).subs(X, x0)
    upper, lower = a * v.subs(X, x0), u.subs(X, x0) * 2 * x0
    draw.need(upper and lower and key)

    def check(cand: Candidate) -> bool:
        """A cubic: the fourth-order difference is exact."""

        def value(t: Fraction) -> Fraction:
            return (a * t + b) * (t * t + c)

        h = Fraction(1, 2)
        return cand.number == (8 * (value(x0 + h) - value(x0 - h)) - (value(x0 + 2 * h) - value(x0 - 2 * h))) / (12 * h)

    return Draft(
        prompt=rf"A graph computes $u = {tex(u)}$, $v = {tex(v)}$ and $y = uv$. What is $\frac{{dy}}{{dx}}$ at $x = {x0}$?",
        key=key,
        wrong=[
            (upper, "one_path_only"),
            (lower, "one_path_only"),
            (sp.Integer(a) * 2 * x0, "product_of_derivatives"),
            (upper - lower, "quotient_sign"),
        ],
        steps=[
            rf"Through $u$: $v \cdot \frac{{du}}{{dx}} = {bracketed(v.subs(X, x0))} \cdot {bracketed(a)} = {upper}$.",
            rf"Through $v$: $u \cdot \frac{{dv}}{{dx}} = {bracketed(u.subs(X, x0))} \cdot {bracketed(2 * x0)} = {lower}$.",
            rf"Both paths add up: ${key}$.",
        ],
        hint="$x$ reaches $y$ on two paths.",
        check=check,
        routes=("SymPy derivative of the expanded polynomial", "fourth-order difference, exact for cubics, in fractions"),
    )


@template("area_under_a_linear_map", kind=Kind.NUMBER, difficulty=Difficulty.EASY, minutes=1.5)
def area_under_a_linear_map(draw: Draw) -> Draft:
    a, area = draw.rows(2, 2, -4, 5), draw.whole(2, 9)
    det = sp.Matrix(a).det()
    draw.need(det and abs(det) != 1)

    def check(c: Candidate) -> bool:
        """Shoelace over the image of a parallelogram of this area."""
        corners = [(0, 0), (1, 0), (1, area), (0, area)]
        moved = [(a[0][0] * x + a[0][1] * y, a[1][0] * x + a[1][1] * y) for x, y in corners]
        twice = sum(p[0] * q[1] - q[0] * p[1] for p, q in zip(moved, [*moved[1:], moved[0]], strict=True))
        return 2 * c.number == abs(twice)

    return Draft(
        prompt=rf"A region of area ${area}$ is mapped by $x \mapsto Ax$ with $A = {tex(a)}$. What is the area of its image?",
        key=abs(det) * area,
        wrong=[
            (Q(area, abs(det)), "jacobian_inverse_swapped"),
            (-abs(det) * area, "absolute_value_forgotten"),
            (area, "jacobian_forgotten"),
            (det**2 * area, "det_squared"),
        ],
        steps=[
            rf"$\det A = {det}$.",
            rf"Areas are multiplied by $|\det A| = {abs(det)}$: ${abs(det)} \cdot {area} = {abs(det) * area}$.",
        ],
        hint="By what factor does $A$ change areas?",
        check=check,
        routes=("SymPy determinant", "shoelace area of the image of a rectangle, in whole numbers"),
    )


@template("integral_by_substitution", kind=Kind.NUMBER, difficulty=Difficulty.MEDIUM, minutes=3)
def integral_by_substitution(draw: Draw) -> Draft:
    a, b, k, top, n = draw.one_of([1, 2, 3]), draw.whole(-4, 6), draw.nonzero(-6, 7), draw.one_of([1, 2]), draw.one_of([2, 3])
    f = k * X * (a * X**2 + b) ** n
    key = sp.integrate(sp.expand(f), (X, 0, top))
    ends = [b, a * top**2 + b]
    draw.need(key and b)
    power = Q(ends[1] ** (n + 1) - ends[0] ** (n + 1), n + 1)

    def check(c: Candidate) -> bool:
        """Composite Gauss with three points is exact up to degree five, on pieces small enough here for all."""
        total, pieces = 0.0, 64
        for i in range(pieces):
            mid, half = top * (i + 0.5) / pieces, top / pieces / 2
            for at, weight in ((-math.sqrt(0.6), 5 / 9), (0.0, 8 / 9), (math.sqrt(0.6), 5 / 9)):
                t = mid + half * at
                total += weight * half * k * t * (a * t * t + b) ** n
        return near(c.real, total, 1e-9)

    return Draft(
        prompt=rf"Compute $\int_0^{{{top}}} {tex(f)}\,dx$.",
        key=key,
        wrong=[
            (k * power, "du_factor_forgotten"),
            (2 * a * k * power, "jacobian_inverse_swapped"),
            (-key, "bounds_swapped"),
            (Q(k, 2 * a) * Q(top ** (n + 1), n + 1), "bounds_not_changed"),
        ],
        steps=[
            rf"Put $u = {tex(a * X**2 + b)}$, $du = {tex(2 * a * X)}\,dx$: the bounds become ${ends[0]}$ and ${ends[1]}$.",
            rf"$\frac{{{k}}}{{{2 * a}}} \int_{{{ends[0]}}}^{{{ends[1]}}} u^{n}\,du = {tex(key)}$.",
        ],
        hint="Substitute the inside of the power; change the bounds with it.",
        check=check,
        routes=("SymPy integral of the expanded polynomial", "Gauss quadrature, by floats"),
    )
