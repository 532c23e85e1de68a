"""Derivatives, Taylor, integrals in one variable. Keys come from SymPy; checks from finite differences of our own evaluator."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import sympy as sp

from tutor.maths.evaluate import exact
from tutor.maths.parse import read
from tutor.questions.candidate import Candidate
from tutor.questions.question import Difficulty, Kind
from tutor.questions.template import Draft, Draw, Registry, near, plain, registrar, slope
from tutor.questions.write import bracketed, tex, typed

REGISTRY: Registry = {}
template = registrar(REGISTRY)
X, Y = sp.symbols("x y")
_POINTS = (0.23, 0.41, 0.67)


def _is_slope_of(f: sp.Expr) -> Callable[[Candidate], bool]:
    value = plain(typed(f, Kind.EXPRESSION))
    return lambda c: all(near(c.at(x=p), slope(lambda t: value(x=t), p), 1e-6) for p in _POINTS)


@template("chain_rule", kind=Kind.EXPRESSION, difficulty=Difficulty.MEDIUM, minutes=2)
def chain_rule(draw: Draw) -> Draft:
    a, b, m = draw.nonzero(2, 9), draw.nonzero(-9, 9), draw.whole(2, 3)
    inner = a * X**m + b
    u = sp.Symbol("u")
    g = draw.one_of([sp.sin(u), sp.cos(u), sp.exp(u), u ** draw.whole(3, 6), sp.log(u)])
    if g == sp.log(u):
        inner = a * X**m + abs(b)
    f, dg, di = g.subs(u, inner), sp.diff(g, u), sp.diff(inner, X)
    key = sp.diff(f, X)
    return Draft(
        prompt=rf"Differentiate $f(x) = {tex(f)}$.",
        key=key,
        wrong=[
            (dg.subs(u, inner), "forgot_chain_factor"),
            (dg.subs(u, X) * di, "inner_not_substituted"),
            (dg.subs(u, di), "derivative_inside"),
            (-key, "sign_slip"),
        ],
        steps=[
            rf"Outer function ${tex(g)}$ with derivative ${tex(dg)}$; inner function "
            rf"$u = {tex(inner)}$ with derivative ${tex(di)}$.",
            rf"Multiply, keeping the inner function inside: $f'(x) = {tex(dg.subs(u, inner))} \cdot {bracketed(di)}$.",
            rf"So $f'(x) = {tex(key)}$.",
        ],
        hint="Differentiate the outside, keep the inside, multiply by the derivative of the inside.",
        check=_is_slope_of(f),
        routes=("SymPy diff", "finite differences of fourth order at three points"),
    )


@template("product_rule_derivative", kind=Kind.EXPRESSION, difficulty=Difficulty.MEDIUM, minutes=2)
def product_rule_derivative(draw: Draw) -> Draft:
    a, b, m = draw.nonzero(-6, 7), draw.nonzero(-6, 7), draw.whole(1, 3)
    u = a * X**m + b
    v = draw.one_of([sp.sin(X), sp.cos(X), sp.exp(X), sp.log(X)])
    du, dv = sp.diff(u, X), sp.diff(v, X)
    key = sp.diff(u * v, X)
    return Draft(
        prompt=rf"Differentiate $f(x) = \left({tex(u)}\right) {tex(v)}$.",
        key=key,
        wrong=[
            (du * dv, "product_of_derivatives"),
            (du * v - u * dv, "quotient_sign"),
            (du * v, "one_path_only"),
            (u * dv, "one_path_only"),
        ],
        steps=[
            rf"With $u = {tex(u)}$ and $v = {tex(v)}$: $u' = {tex(du)}$ and $v' = {tex(dv)}$.",
            rf"$f' = u'v + uv' = {tex(du * v)} + \left({tex(u)}\right) \cdot {bracketed(dv)}$.",
        ],
        hint="$(uv)' = u'v + uv'$.",
        check=_is_slope_of(u * v),
        routes=("SymPy diff", "finite differences of fourth order at three points"),
    )


@template("quotient_rule", kind=Kind.EXPRESSION, difficulty=Difficulty.MEDIUM, minutes=3)
def quotient_rule(draw: Draw) -> Draft:
    a, b, c, d = draw.nonzero(-5, 6), draw.whole(-6, 6), draw.nonzero(1, 5), draw.nonzero(1, 7)
    u, v = a * X + b, c * X**2 + d
    key = (sp.diff(u, X) * v - u * sp.diff(v, X)) / v**2
    return Draft(
        prompt=rf"Differentiate $f(x) = \frac{{{tex(u)}}}{{{tex(v)}}}$.",
        key=key,
        wrong=[
            ((sp.diff(u, X) * v + u * sp.diff(v, X)) / v**2, "quotient_sign"),
            (sp.diff(u, X) / sp.diff(v, X), "product_of_derivatives"),
            ((sp.diff(u, X) * v - u * sp.diff(v, X)) / v, "denominator_not_squared"),
        ],
        steps=[
            rf"$u' = {a}$ and $v' = {tex(sp.diff(v, X))}$.",
            rf"$f' = \frac{{u'v - uv'}}{{v^2}} = \frac{{{tex(sp.expand(sp.numer(key)))}}}{{\left({tex(v)}\right)^2}}$.",
        ],
        hint="$\\left(\\frac{u}{v}\\right)' = \\frac{u'v - uv'}{v^2}$.",
        check=_is_slope_of(u / v),
        routes=("quotient rule, in SymPy", "finite differences of fourth order at three points"),
    )


@template("derivative_exp_log", kind=Kind.EXPRESSION, difficulty=Difficulty.EASY, minutes=1.5)
def derivative_exp_log(draw: Draw) -> Draft:
    a, b, k = draw.nonzero(-9, 9), draw.nonzero(-9, 9), draw.whole(2, 4)
    f, slip, name = draw.one_of(
        [
            (a * sp.exp(k * X) + b * X, a * k * X * sp.exp(k * X - 1) + b, "power_rule_on_exp"),
            (a * sp.log(k * X) + b * X**2, a / (k * X) + 2 * b * X, "forgot_chain_factor"),
            (a * sp.cos(k * X) + b * X, a * k * sp.sin(k * X) + b, "cos_sign"),
            (a * sp.sin(k * X) + b * X, -a * k * sp.cos(k * X) + b, "cos_sign"),
        ]
    )
    key = sp.diff(f, X)
    kept = sp.Add(*[term.subs(X, X) / (k if term.has(sp.exp, sp.sin, sp.cos, sp.log) else 1) for term in sp.Add.make_args(key)])
    return Draft(
        prompt=rf"Differentiate $f(x) = {tex(f)}$" + (" for $x > 0$." if f.has(sp.log) else "."),
        key=key,
        wrong=[(slip, name), (kept, "forgot_chain_factor"), (f, "function_for_derivative"), (-key, "sign_slip")],
        steps=[
            "Differentiate term by term; a factor inside comes out in front.",
            *(rf"$\frac{{d}}{{dx}} \left({tex(term)}\right) = {tex(sp.diff(term, X))}$." for term in sp.Add.make_args(f)),
            rf"So $f'(x) = {tex(key)}$.",
        ],
        hint="$e^x$ stays, $\\ln x$ gives $1/x$, $\\sin$ gives $\\cos$, $\\cos$ gives $-\\sin$; then the chain rule.",
        check=_is_slope_of(f),
        routes=("SymPy diff", "finite differences of fourth order at three points"),
    )


@template("taylor_second_order", kind=Kind.EXPRESSION, difficulty=Difficulty.MEDIUM, minutes=3)
def taylor_second_order(draw: Draw) -> Draft:
    a, k = draw.nonzero(-9, 9), draw.whole(2, 9)
    f = draw.one_of([a * sp.exp(k * X), a * sp.cos(k * X), a * sp.log(1 + k * X), a / (1 - k * X), a * sp.sqrt(1 + 2 * k * X)])
    value = plain(typed(f, Kind.EXPRESSION))
    key = sp.series(f, X, 0, 3).removeO()
    second = sp.diff(f, X, 2).subs(X, 0)

    def check(c: Candidate) -> bool:
        """The error must shrink like the cube of x: halving x divides it by about eight."""
        h = 0.02 / k
        errors = [max(abs(value(x=s * t) - c.at(x=s * t)) for s in (1, -1)) for t in (h, h / 2)]
        return errors[0] <= 8 * abs(a) * (k * h) ** 3 and errors[1] <= errors[0] / 6

    return Draft(
        prompt=rf"Give the second-order Taylor polynomial of $f(x) = {tex(f)}$ about $0$.",
        key=sp.expand(key),
        wrong=[
            (sp.expand(key + second * X**2 / 2), "factorial_forgotten"),
            (sp.expand(key - second * X**2 / 2), "stopped_at_first_order"),
            (sp.expand(key - second * X**2), "sign_slip"),
        ],
        steps=[
            rf"$f(0) = {tex(f.subs(X, 0))}$, $f'(0) = {tex(sp.diff(f, X).subs(X, 0))}$, $f''(0) = {tex(second)}$.",
            rf"$f(0) + f'(0)\,x + \frac{{f''(0)}}{{2}} x^2 = {tex(sp.expand(key))}$.",
        ],
        hint="The second derivative is divided by $2! = 2$.",
        check=check,
        routes=("SymPy series", "the error shrinks like the cube of x"),
    )


@template("definite_integral", kind=Kind.NUMBER, difficulty=Difficulty.EASY, minutes=2)
def definite_integral(draw: Draw) -> Draft:
    a, b, c = draw.nonzero(-6, 6), draw.whole(-5, 5), draw.whole(-4, 4)
    low = draw.whole(-2, 2)
    high = low + draw.whole(1, 3)
    f = a * X**2 + b * X + c
    tree = read(typed(f, Kind.EXPRESSION))
    root = sp.integrate(f, X)
    key = sp.integrate(f, (X, low, high))
    draw.need(key)

    def check(cand: Candidate) -> bool:
        ends = [exact(tree, {"x": t}) or Fraction(0) for t in (Fraction(low), Fraction(low + high, 2), Fraction(high))]
        return cand.number == Fraction(high - low, 6) * (ends[0] + 4 * ends[1] + ends[2])

    return Draft(
        prompt=rf"Compute $\int_{{{low}}}^{{{high}}} \left({tex(f)}\right) dx$.",
        key=key,
        wrong=[
            (-key, "bounds_swapped"),
            (root.subs(X, high) + root.subs(X, low), "bounds_added"),
            (root.subs(X, high), "lower_bound_dropped"),
            (f.subs(X, high) - f.subs(X, low), "function_for_integral"),
        ],
        steps=[
            rf"An antiderivative is $F(x) = {tex(root)}$.",
            rf"$F({high}) - F({low}) = {bracketed(root.subs(X, high))} - {bracketed(root.subs(X, low))} = {tex(key)}$.",
        ],
        hint="Upper end minus lower end of an antiderivative.",
        check=check,
        routes=("SymPy integrate", "Simpson's rule, exact for quadratics, in fractions"),
    )
