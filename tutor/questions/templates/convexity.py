"""Convexity and step sizes: counterexamples are tried, intervals are probed. Keys from SymPy, checks in fractions or floats."""

from __future__ import annotations

from fractions import Fraction

import sympy as sp

from tutor.questions.candidate import Candidate
from tutor.questions.question import Difficulty, Kind
from tutor.questions.template import Draft, Draw, Registry, registrar
from tutor.questions.write import tex

REGISTRY: Registry = {}
template = registrar(REGISTRY)
Q = sp.Rational
X, Y = sp.symbols("x y")


@template("not_convex_point", kind=Kind.NUMBER, difficulty=Difficulty.MEDIUM, minutes=2)
def not_convex_point(draw: Draw) -> Draft:
    a, b, c = draw.nonzero(-4, 5), draw.nonzero(-9, 9), draw.nonzero(-9, 9)
    f = a * X**3 + b * X**2 + c * X
    bend = sp.diff(f, X, 2)
    turn = sp.solve(bend, X)[0]
    key = sp.floor(turn) - 1 if a > 0 else sp.ceiling(turn) + 1

    def check(cand: Candidate) -> bool:
        """Below: the middle of a small chord lies under the curve."""
        x, h = cand.number, Fraction(1, 10**4)

        def value(t: Fraction) -> Fraction:
            return a * t**3 + b * t**2 + c * t

        return value(x + h) + value(x - h) < 2 * value(x)

    return Draft(
        prompt=rf"$f(x) = {tex(f)}$ is not convex on $\mathbb{{R}}$. Show it: give a point $x$ where $f''(x) < 0$.",
        key=key,
        wrong=[
            (sp.ceiling(turn) + 1 if a > 0 else sp.floor(turn) - 1, "inequality_reversed"),
            (turn, "inflection_as_extremum"),
        ],
        steps=[
            rf"$f''(x) = {tex(bend)}$ vanishes at $x = {tex(turn)}$.",
            rf"On one side of it $f''$ is negative, for example at $x = {key}$.",
        ],
        hint="Compute $f''$ and find where it is negative.",
        check=check,
        routes=("SymPy second derivative", "a chord below the curve, in fractions"),
        fulfils="a point where $f''(x) < 0$",
    )


@template("set_that_is_not_convex", kind=Kind.VECTOR, difficulty=Difficulty.MEDIUM, minutes=2.5)
def set_that_is_not_convex(draw: Draw) -> Draft:
    r = draw.whole(2, 9)
    u = [draw.whole(-12, 12), draw.whole(-12, 12)]
    draw.need(r * r <= u[0] ** 2 + u[1] ** 2 and any(u))
    key = -sp.Matrix(u)

    def check(c: Candidate) -> bool:
        v = c.vector
        middle = [(p + q) / 2 for p, q in zip(u, v, strict=True)]
        return v[0] ** 2 + v[1] ** 2 >= r * r > middle[0] ** 2 + middle[1] ** 2

    return Draft(
        prompt=rf"$S = \{{(x, y) : x^2 + y^2 \ge {r * r}\}}$ holds $u = {tex(u)}$. Show that $S$ is not convex: give a "
        rf"point $v$ of $S$ "
        r"such that the middle between $u$ and $v$ is not in $S$.",
        key=key,
        wrong=[([0, 0], "outside_the_set"), ([2 * n for n in u], "inequality_reversed"), (u, "point_joined_to_itself")],
        steps=[
            "The line from $u$ to $v$ must pass through the hole around the origin.",
            rf"$v = -u = {tex(key)}$ is in $S$, and the middle is the origin.",
        ],
        hint="Where is the hole of $S$? Go across it.",
        check=check,
        routes=("the opposite point, in SymPy", "v inside, the middle outside, by substitution"),
        fulfils="a point $v$ of $S$ such that the middle of $u$ and $v$ is outside $S$",
    )


@template("which_functions_are_convex", kind=Kind.SEVERAL, difficulty=Difficulty.MEDIUM, minutes=2.5)
def which_functions_are_convex(draw: Draw) -> Draft:
    a, b, c, d = draw.whole(1, 9), draw.nonzero(-9, 9), draw.whole(1, 5), draw.nonzero(-9, 9)
    pool = [
        (a * X**2 + b * X, "second_derivative_sign"),
        (-a * X**2 + b * X, "second_derivative_sign"),
        (sp.exp(-c * X) + d * X, "second_derivative_sign"),
        (a * X**3 + X, "product_of_convex_is_convex"),
        (-c * sp.exp(X), "second_derivative_sign"),
        (X**4 + d, "second_derivative_sign"),
        (a * sp.sin(c * X), "second_derivative_sign"),
        (d * X + b, "second_derivative_sign"),
    ]
    chosen = draw.some_of(pool, 4)
    values = [sp.lambdify(X, f, "math") for f, _ in chosen]
    key = tuple(i for i, (f, _) in enumerate(chosen) if all(sp.diff(f, X, 2).subs(X, Q(p, 3)) >= 0 for p in range(-12, 13)))

    def check(cand: Candidate) -> bool:
        f, grid = values[int(cand.words)], [k / 4 for k in range(-16, 17)]
        return all(2 * f((p + q) / 2) <= f(p) + f(q) + 1e-9 * (1 + abs(f(p)) + abs(f(q))) for p in grid for q in grid)

    return Draft(
        prompt=r"Which of these functions are convex on $\mathbb{R}$?",
        key=key,
        wrong=[],
        lines=[rf"${tex(f)}$" for f, _ in chosen],
        slips=[slip for _, slip in chosen],
        steps=[
            "Convex means that the second derivative is nowhere negative.",
            *(rf"$\left({tex(f)}\right)'' = {tex(sp.diff(f, X, 2))}$." for f, _ in chosen),
        ],
        hint="Differentiate twice and look at the sign.",
        check=check,
        routes=("sign of the SymPy second derivative", "chords above the curve on a grid, by floats"),
    )


@template("stable_step_sizes", kind=Kind.INTERVAL, difficulty=Difficulty.HARD, minutes=2.5)
def stable_step_sizes(draw: Draw) -> Draft:
    a, b = draw.whole(1, 30), draw.whole(1, 30)
    draw.need(a != b)
    f = a * X**2 + b * Y**2
    curve = max(sp.hessian(f, (X, Y)).eigenvals())
    key = Q(2, curve)

    def check(c: Candidate) -> bool:
        """Inside the interval both coordinates shrink, outside one does not."""
        found = c.words.strip("()[] ").split(",")
        if len(found) != 2 or not (c.words.startswith("(") and c.words.endswith(")")):
            return False
        low, high = (Fraction(end.strip()) for end in found)
        within = [low + (high - low) * Fraction(k, 50) for k in (1, 25, 49)]
        beyond = [low - Fraction(1, 1000), high + Fraction(1, 1000), low, high]

        def shrinks(rate: Fraction) -> bool:
            return all(abs(1 - 2 * n * rate) < 1 for n in (a, b))

        return all(map(shrinks, within)) and not any(map(shrinks, beyond))

    return Draft(
        prompt=rf"Gradient descent with a fixed step size $\gamma$ runs on $f(x, y) = {tex(f)}$. For which $\gamma$ does it "
        r"converge to the minimum from every start? Answer as an open interval.",
        key=f"(0, {key})",
        wrong=[
            (f"(0, {Q(1, curve)})", "halved_step_bound"),
            (f"(0, {Q(2, 2 * min(a, b))})", "smallest_curvature_taken"),
            (f"(0, {2 * key})", "factor_two_forgotten"),
        ],
        steps=[
            rf"A step multiplies the coordinates by $1 - {2 * a}\gamma$ and $1 - {2 * b}\gamma$.",
            rf"Both must be smaller than one in size: $\gamma$ lies between $0$ and $\frac{{2}}{{{curve}}} = {tex(key)}$.",
        ],
        hint="By what factor does one step multiply each coordinate?",
        check=check,
        routes=(
            "largest eigenvalue of the SymPy Hessian",
            "the factor of each coordinate tried inside and outside, in fractions",
        ),
    )
