"""Critical points, descent steps, Newton, Lagrange. Keys from SymPy; checks look around the point."""

from __future__ import annotations

import math
from fractions import Fraction

import sympy as sp

from tutor.maths.evaluate import exact
from tutor.maths.parse import read
from tutor.questions.candidate import Candidate
from tutor.questions.question import Difficulty, Kind
from tutor.questions.template import Draft, Draw, Registry, registrar
from tutor.questions.write import bracketed, tex, typed

REGISTRY: Registry = {}
template = registrar(REGISTRY)
X, Y = sp.symbols("x y")
Q = sp.Rational


def _exact_slopes(f: sp.Expr, p: Fraction, q: Fraction) -> list[Fraction]:
    """Both partial derivatives of a quadratic, by central differences, which are exact for it."""
    tree, h = read(typed(f, Kind.EXPRESSION)), Fraction(1, 3)

    def value(u: Fraction, v: Fraction) -> Fraction:
        return exact(tree, {"x": u, "y": v}) or Fraction(0)

    return [(value(p + h, q) - value(p - h, q)) / (2 * h), (value(p, q + h) - value(p, q - h)) / (2 * h)]


@template("critical_point_type", kind=Kind.CHOICE, value=None, difficulty=Difficulty.MEDIUM, minutes=3)
def critical_point_type(draw: Draw) -> Draft:
    a, b, c = draw.nonzero(-3, 3), draw.nonzero(-5, 5), draw.nonzero(-3, 3)
    p, q = draw.whole(-2, 2), draw.whole(-2, 2)
    draw.need(4 * a * c != b * b)
    f = sp.expand(a * (X - p) ** 2 + b * (X - p) * (Y - q) + c * (Y - q) ** 2)
    hessian = sp.hessian(f, (X, Y))
    kinds = {"min": "a minimum", "max": "a maximum", "saddle": "a saddle point"}
    key = kinds["saddle"] if hessian.det() < 0 else kinds["min"] if hessian[0, 0] > 0 else kinds["max"]

    def check(cand: Candidate) -> bool:
        around = [
            a * u * u + b * u * v + c * v * v
            for u, v in ((math.cos(t / 360 * math.pi), math.sin(t / 360 * math.pi)) for t in range(720))
        ]
        found = kinds["min"] if min(around) > 0 else kinds["max"] if max(around) < 0 else kinds["saddle"]
        return cand.words == found

    reasons = {
        kinds["min"]: "saddle_as_min" if key == kinds["saddle"] else "second_derivative_sign",
        kinds["saddle"]: "mixed_term_overrated",
        kinds["max"]: "second_derivative_sign",
    }
    return Draft(
        prompt=rf"The only critical point of $f(x, y) = {sp.latex(f)}$ is $({p}, {q})$. It is ...",
        key=key,
        wrong=[(name, reason) for name, reason in reasons.items() if name != key],
        steps=[
            rf"The Hessian is $H = {tex(hessian)}$ with $\det H = {hessian.det()}$.",
            "A negative determinant: eigenvalues of both signs, a saddle. A positive one: the corner entry decides.",
            rf"The corner entry is ${hessian[0, 0]}$, so the point is {key}.",
        ],
        hint="Determinant of the Hessian first, then its corner.",
        check=check,
        routes=("determinant and corner of the SymPy Hessian", "values in 720 directions around the point"),
    )


@template("critical_point_place", kind=Kind.VECTOR, difficulty=Difficulty.MEDIUM, minutes=3)
def critical_point_place(draw: Draw) -> Draft:
    a, b, c = draw.nonzero(-3, 4), draw.whole(-3, 3), draw.nonzero(-3, 4)
    p, q = draw.nonzero(-4, 4), draw.nonzero(-4, 4)
    draw.need(4 * a * c != b * b)
    f = sp.expand(a * (X - p) ** 2 + b * (X - p) * (Y - q) + c * (Y - q) ** 2)
    found = sp.solve([sp.diff(f, X), sp.diff(f, Y)], [X, Y])
    key = [found[X], found[Y]]
    linear = [f.coeff(X, 1).subs(Y, 0), f.coeff(Y, 1).subs(X, 0)]
    return Draft(
        prompt=rf"Find the critical point of $f(x, y) = {sp.latex(f)}$. Answer as $(x, y)$.",
        key=key,
        wrong=[
            ([-k for k in key], "sign_slip"),
            (key[::-1], "coordinates_swapped"),
            ([Q(-linear[0], 2 * a), Q(-linear[1], 2 * c)], "mixed_term_forgotten"),
        ],
        steps=[
            rf"$\partial_x f = {sp.latex(sp.diff(f, X))} = 0$ and $\partial_y f = {sp.latex(sp.diff(f, Y))} = 0$.",
            rf"Solving both gives $({p}, {q})$.",
        ],
        hint="Set both partial derivatives to zero and solve.",
        check=lambda cand: len(cand.vector) == 2 and _exact_slopes(f, *cand.vector) == [0, 0],
        routes=("SymPy solve", "exact central differences vanish at the point"),
    )


@template("gradient_descent_step", kind=Kind.CHOICE, value=Kind.VECTOR, difficulty=Difficulty.EASY, minutes=2)
def gradient_descent_step(draw: Draw) -> Draft:
    a, b, c = draw.whole(1, 4), draw.nonzero(-2, 2), draw.whole(1, 4)
    start, rate = [draw.whole(-3, 3), draw.whole(-3, 3)], Q(1, draw.one_of([2, 4, 5, 8, 10]))
    f = a * X**2 + b * X * Y + c * Y**2
    slopes = sp.Matrix([sp.diff(f, v) for v in (X, Y)]).subs({X: start[0], Y: start[1]})
    draw.need(any(slopes) and any(start))
    x = sp.Matrix(start)
    key = x - rate * slopes

    def check(cand: Candidate) -> bool:
        wanted = _exact_slopes(f, Fraction(start[0]), Fraction(start[1]))
        return [(s - n) * int(rate.q) for s, n in zip(start, cand.vector, strict=True)] == wanted

    return Draft(
        prompt=rf"Take one step of gradient descent on $f(x, y) = {sp.latex(f)}$ from $({start[0]}, "
        rf"{start[1]})$ with step size ${tex(rate)}$. Where do you land?",
        key=key,
        wrong=[
            (x + rate * slopes, "step_sign"),
            (-rate * slopes, "start_point_dropped"),
            (x - slopes, "step_size_dropped"),
            (x - rate * slopes / 2, "factor_two_forgotten"),
        ],
        steps=[
            rf"$\nabla f({start[0]}, {start[1]}) = {tex(slopes)}$.",
            rf"${tex(start)} - {tex(rate)}{tex(slopes)} = {tex(key)}$.",
        ],
        hint="New point = old point minus step size times gradient.",
        check=check,
        routes=("SymPy gradient", "exact central differences, in fractions"),
    )


@template("newton_step", kind=Kind.NUMBER, difficulty=Difficulty.MEDIUM, minutes=2.5)
def newton_step(draw: Draw) -> Draft:
    a, b, c, x0 = draw.nonzero(-3, 4), draw.nonzero(-5, 6), draw.nonzero(-9, 9), draw.whole(-3, 3)
    f = a * X**3 + b * X**2 + c * X
    first, second = sp.diff(f, X).subs(X, x0), sp.diff(f, X, 2).subs(X, x0)
    draw.need(first and second and second != first)

    def check(cand: Candidate) -> bool:
        """The step goes to the vertex of the parabola that touches f at x0."""
        curve = 3 * a * x0 + b  # half of the second derivative
        height = [
            curve * (t - x0) ** 2 + (3 * a * x0 * x0 + 2 * b * x0 + c) * (t - x0) for t in (cand.number - 1, cand.number + 1)
        ]
        return height[0] == height[1]

    return Draft(
        prompt=rf"Take one Newton step for the optimum of $f(x) = {sp.latex(f)}$ from $x_0 = {x0}$. What is $x_1$?",
        key=x0 - first / second,
        wrong=[
            (x0 + first / second, "step_sign"),
            (x0 - first * second, "hessian_not_inverted"),
            (x0 - first, "step_size_dropped"),
            (x0 - second / first, "hessian_not_inverted"),
        ],
        steps=[
            rf"$f'({x0}) = {first}$ and $f''({x0}) = {second}$.",
            rf"$x_1 = {x0} - \frac{{{first}}}{{{second}}} = {tex(x0 - first / second)}$.",
        ],
        hint="$x_1 = x_0 - f'(x_0) / f''(x_0)$.",
        check=check,
        routes=("SymPy derivatives", "symmetry of the touching parabola about its vertex"),
    )


@template("lagrange_line", kind=Kind.VECTOR, difficulty=Difficulty.HARD, minutes=4)
def lagrange_line(draw: Draw) -> Draft:
    a, b = draw.whole(1, 4), draw.whole(1, 4)
    p, q, r = draw.nonzero(-4, 4), draw.nonzero(-4, 4), draw.nonzero(-12, 12)
    f = a * X**2 + b * Y**2
    lam = sp.Symbol("lambda")
    found = sp.solve([sp.diff(f, X) - lam * p, sp.diff(f, Y) - lam * q, p * X + q * Y - r], [X, Y, lam], dict=True)[0]
    key = [found[X], found[Y]]

    def check(cand: Candidate) -> bool:
        u, v = cand.vector
        on_line = p * u + q * v == r
        level = [a * s * s + b * t * t for s, t in ((u, v), (u + q, v - p), (u - q, v + p))]
        return on_line and level[0] < min(level[1:]) and level[1] == level[2]

    return Draft(
        prompt=rf"Minimise ${sp.latex(f)}$ subject to ${sp.latex(p * X + q * Y)} = {r}$. Answer as $(x, y)$.",
        key=key,
        wrong=[
            ([0, 0], "constraint_not_imposed"),
            ([Q(p, 2 * a), Q(q, 2 * b)], "multiplier_not_solved"),
            ([-k for k in key], "sign_slip"),
            (key[::-1], "coordinates_swapped"),
        ],
        steps=[
            rf"Parallel gradients: ${sp.latex(2 * a * X)} = \lambda \cdot {bracketed(p)}$ "
            rf"and ${sp.latex(2 * b * Y)} = \lambda \cdot {bracketed(q)}$.",
            rf"With the constraint, $\lambda = {tex(found[lam])}$ and $(x, y) = \left({tex(key[0])}, {tex(key[1])}\right)$.",
        ],
        hint="At the optimum the gradient of the goal is a multiple of the gradient of the constraint.",
        check=check,
        routes=("SymPy solve of the Lagrange conditions", "on the line, and lower than equal steps to both sides"),
    )
