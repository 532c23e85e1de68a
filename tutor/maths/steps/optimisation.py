"""Critical points with their type, gradient descent, Newton's step, limits."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import tutor.maths.steps.check as check
import tutor.maths.steps.write as write
from tutor.errors import Unreadable
from tutor.maths.evaluate import Undefined, exact
from tutor.maths.parse import read
from tutor.maths.steps.calculus import at_tex, letter, partials, put, second_slopes
from tutor.maths.steps.quadratic import verdict
from tutor.maths.steps.rules import derive, exact_value, expression, neat, rational
from tutor.maths.steps.solution import Check, Ledger, Part, Solution
from tutor.maths.tree import Node

MOST_STEPS = 20
_TYPES = {"positive definite": "local minimum", "negative definite": "local maximum", "indefinite": "saddle point"}


# -- critical points -------------------------------------------------------------------------------
def critical_points(ledger: Ledger, node: Node, names: Sequence[str]) -> Solution:
    """Where the gradient vanishes, and what the Hessian says there."""
    first = partials(ledger, node, names)
    found = _zeros(first, names)
    if not found:
        how = Check(_never_zero(first, names), "second route: on a grid of points the slopes never vanish together")
        says = "The slopes never vanish together at a real point, so there is no critical point."
        return ledger.conclude("words", "no critical points", r"\nabla f \neq 0", how, says=says)
    for point in found:
        values = [exact_value(df.subs(dict(zip(map(letter, names), point)))) for df in first]
        sign, shown_zero = (r"\nabla f", write.vector_tex(values)) if len(names) > 1 else ("f'", write.tex(values[0]))
        latex = rf"{sign}({', '.join(map(write.tex, point))}) = {shown_zero}"
        ledger.step(
            "Set every slope to zero and solve: here is a place where all vanish.",
            latex,
            Check(not any(v != 0 for v in values), "put into the gradient, exactly"),
        )
    rows = second_slopes(ledger, first, names)
    parts, shown = [], []
    for point in found:
        kind = _typed(ledger, node, rows, names, point)
        label = write.vector(point) if len(names) > 1 else f"{names[0]} = {write.plain(point[0])}"
        parts.append(Part(label, "words", kind))
        shown.append(rf"{at_tex(names, point)}: \text{{ {kind}}}")
    answer = "; ".join(f"{part.label}: {part.answer}" for part in parts)
    again = [[float(check.number_back(write.plain(x))) for x in point] for point in found]
    flat = all(check.slopes_to(node, n, dict(zip(names, p)), 0.0) for p in again for n in names)
    how = Check(flat, "second route: difference quotients of $f$ at the typed points are zero")
    return ledger.conclude("labelled", answer, r";\quad ".join(shown), how, says="Here they are together.", parts=parts)


def _zeros(slopes: Sequence[Any], names: Sequence[str]) -> list[list[Any]]:
    """All real common zeros, exact; raises Unreadable where they are out of reach."""
    import sympy

    letters = [letter(n) for n in names]
    if len(letters) == 1:
        return [[root] for root in real_roots(slopes[0], letters[0])]
    if not all(s.is_polynomial(*letters) for s in slopes):
        raise Unreadable("Critical points in several letters work here for polynomials — try x^2 + x*y + y^2.")
    degrees = [sympy.Poly(s, *letters).total_degree() for s in slopes]
    most = 1
    for d in degrees:
        most *= max(d, 1)
    if most > 9 or (len(letters) > 2 and most > 8):
        raise Unreadable("This system of slopes is too large to solve here — try a polynomial of degree at most 4.")
    if len(letters) == 2 and any(_is_hard(sympy.resultant(*slopes, kept), other) for kept, other in (letters, letters[::-1])):
        raise Unreadable("The critical points of this function have no simple form — try one with nicer numbers.")
    try:
        solved = sympy.solve(list(slopes), letters, dict=True)
    except NotImplementedError:
        raise Unreadable(
            "I can't solve for the critical points of this function — try a polynomial such as x^3 - 3x + y^2."
        ) from None
    if any(set(s) != set(letters) or any(v.free_symbols for v in s.values()) for s in solved):
        raise Unreadable("The critical points of this function form a whole line — try a function with single ones.")
    points = [[sympy.radsimp(s[x]) for x in letters] for s in solved if all(s[x].is_real for x in letters)]
    if any(x.has(sympy.CRootOf) or x.count_ops() > 20 for p in points for x in p):
        raise Unreadable("The critical points of this function have no simple form — try one with nicer numbers.")
    return sorted(points, key=lambda p: [float(x) for x in p])


def _is_hard(eliminated: Any, x: Any) -> bool:
    """Has the polynomial left after eliminating the other letter a factor of degree three or more?"""
    import sympy

    return any(factor.degree() > 2 and factor.count_roots() for factor, _ in sympy.Poly(eliminated, x).factor_list()[1])


def real_roots(slope: Any, x: Any) -> list[Any]:
    """Real zeros of a product of polynomials and factors that never vanish."""
    import sympy

    if slope == 0:
        raise Unreadable("This function is constant: every point is critical — try one that moves.")
    above = sympy.factor(sympy.together(slope)).as_numer_denom()[0]
    found: list[Any] = []
    for factor in sympy.Mul.make_args(sympy.factor(above)):
        base = factor.as_base_exp()[0]
        if x not in base.free_symbols or factor.func is sympy.exp:
            continue
        if base.is_polynomial(x):
            found += _polynomial_roots(sympy.Poly(base, x))
        else:
            found += _log_roots(base, x)
    unique = sorted(set(found), key=float)
    return [r for r in unique if sympy.N(slope.subs(x, r)).is_finite]


def _polynomial_roots(p: Any) -> list[Any]:
    import sympy

    found = []
    for factor, _ in p.factor_list()[1]:
        real = factor.count_roots()
        if real and factor.degree() > 2:
            raise Unreadable("The critical points of this function have no simple form — try one with nicer numbers.")
        if real:
            found += [sympy.radsimp(r) for r in sympy.roots(factor)]
    return found


def _log_roots(base: Any, x: Any) -> list[Any]:
    """a ln(x) + b or a e^(cx) + b, solved by hand; raises Unreadable for anything else."""
    import sympy

    for inner in (sympy.log(x), *[e for e in base.atoms(sympy.exp) if e.args[0].is_polynomial(x)]):
        u = sympy.Symbol("u")
        line = base.subs(inner, u)
        if x in line.free_symbols or not line.is_polynomial(u) or sympy.Poly(line, u).degree() != 1:
            continue
        value = sympy.solve(line, u)[0]
        if inner == sympy.log(x):
            return [sympy.exp(value)]
        if not value.is_positive:
            return []
        exponent = sympy.Poly(inner.args[0] - sympy.log(value), x)
        return [r for r in sympy.roots(exponent) if r.is_real] if exponent.degree() <= 2 else []
    raise Unreadable("I can't solve for the critical points of this function — try a polynomial such as x^3 - 3x + y^2.")


def _never_zero(slopes: Sequence[Any], names: Sequence[str]) -> bool:
    nodes = [read(write.plain(s)) for s in slopes]
    for at in itertools.product((-5.3, -2.1, -1, -0.4, 0, 0.5, 1, 1.7, 3.2, 6.1), repeat=len(names)):
        values = [check.real(n, dict(zip(names, at))) for n in nodes]
        if all(v is not None and v == 0 for v in values):
            return False
    return True


def _typed(ledger: Ledger, node: Node, rows: list[list[Any]], names: Sequence[str], point: Sequence[Any]) -> str:
    """The type of one critical point, from the Hessian there and again from values of f around it."""
    h = [[put(e, names, point) for e in row] for row in rows]
    exactly = [[check.number_back(write.plain(e)) for e in row] for row in h]
    kind = _TYPES.get(verdict(exactly), "undecided")
    values = _around(node, names, point, [[float(e) for e in row] for row in exactly])
    if kind == "undecided":
        kind = _undecided(values, len(names))
        says = "The second derivative test says nothing here, so look at values close by."
    elif len(names) == 1:
        says = f"The second derivative is {'positive' if exactly[0][0] > 0 else 'negative'}: this is a {kind}."
    else:
        says = f"The Hessian is {verdict(exactly)}: this is a {kind}."
    low, high = min(values), max(values)
    holds = {"local minimum": low >= 0 and high > 0, "local maximum": high <= 0 and low < 0}.get(
        kind, low < 0 < high or kind == "undecided"
    )
    latex = (
        rf"H({', '.join(map(write.tex, point))}) = {write.matrix_tex(h)}"
        if len(names) > 1
        else rf"f''({write.tex(point[0])}) = {write.tex(h[0][0])}"
    )
    ledger.step(says, latex, Check(holds, "values of $f$ on a small ring around the point rise and fall accordingly"))
    return kind


def _around(node: Node, names: Sequence[str], point: Sequence[Any], h: list[list[float]]) -> list[float]:
    """f minus its value at the point, at points close by; exact where f is rational, so that nothing is lost."""
    centre = [check.number_back(write.plain(x)) for x in point]
    size = Fraction(1, 10**6)
    turns: list[tuple[float, ...]] = [c for c in itertools.product((-1.0, 0.0, 1.0), repeat=len(names)) if any(c)]
    if len(names) == 2:
        steepest = math.atan2(2 * h[0][1], h[0][0] - h[1][1]) / 2  # where x^T H x is largest or smallest
        turns = [(math.cos(k * math.pi / 24 + steepest), math.sin(k * math.pi / 24 + steepest)) for k in range(48)]
    elif len(names) > 2:
        draw = random.Random("ring")
        turns += [tuple(draw.gauss(0, 1) for _ in names) for _ in range(200)]
    values = []
    for turn in turns:
        at = {n: c + size * Fraction(t).limit_denominator(10**6) for n, c, t in zip(names, centre, turn)}
        values.append(_difference(node, at, dict(zip(names, centre))))
    return values


def _difference(node: Node, at: dict[str, Fraction], centre: dict[str, Fraction]) -> float:
    try:
        here, there = exact(node, at), exact(node, centre)
    except (Undefined, Unreadable):
        here = there = None
    if here is not None and there is not None:
        return float(here - there)
    f = expression(node)
    import sympy

    def value(point: dict[str, Fraction]) -> Any:
        return sympy.N(f.subs({letter(n): rational(v) for n, v in point.items()}), 60, maxn=400)

    gap = value(at) - value(centre)
    return float(gap) if gap.is_real and abs(gap) > 1e-45 else 0.0


def _undecided(values: list[float], dimension: int) -> str:
    if min(values) < 0 < max(values):
        return "inflection point" if dimension == 1 else "saddle point"
    if min(values) > 0:
        return "local minimum"
    return "local maximum" if max(values) < 0 else "undecided"


# -- gradient descent ------------------------------------------------------------------------------
def descend(ledger: Ledger, node: Node, names: Sequence[str], start: Sequence[Fraction], rate: Fraction, turns: int) -> Solution:
    """So many steps against the gradient."""
    if not 1 <= turns <= MOST_STEPS:
        raise Unreadable(f"I take 1 to {MOST_STEPS} steps at a time — ask for fewer.")
    if len(start) != len(names):
        raise Unreadable(
            f"The function has {len(names)} letters and the start {len(start)} entries — give one value for each letter."
        )
    first = partials(ledger, node, names)
    here: list[Any] = [rational(x) for x in start]
    eta = rational(rate)
    path = [list(here)]
    for k in range(turns):
        slopes = [put(df, names, here) for df in first]
        there = [_kept(x - eta * s) for x, s in zip(here, slopes)]
        if any(abs(x) > 10**4 for x in there):
            raise Unreadable("The steps run away: this step size is too large — try a smaller one.")
        point = {n: float(x) for n, x in zip(names, here)}
        good = all(
            check.close(float(x) - float(rate) * (check.slope(node, n, point) or 0.0), float(y), 1e-5)
            for n, x, y in zip(names, here, there)
        )
        latex = (
            rf"x^{{({k + 1})}} = {write.vector_tex(map(_tex, here))} - {write.tex(rate)} "
            rf"{write.vector_tex(slopes)} = {write.vector_tex(map(_tex, there))}"
        )
        says = f"Step {k + 1}: go from where you are against the gradient, ${write.tex(rate)}$ times its length."
        ledger.step(says, latex, Check(good, "the slopes there were found again by difference quotients, in floats"))
        here = there
        path.append(there)
    answer = write.vector(map(_plain, here)) if len(here) > 1 else _plain(here[0])
    shown = r" \to ".join(f"({', '.join(_short(x) for x in p)})" for p in path)
    how = _same_walk(node, names, start, rate, turns, here)
    return ledger.conclude("vector" if len(here) > 1 else "number", answer, shown, how, says="So this is where you stand.")


def _short(x: Any) -> str:
    return _tex(x) if len(str(x)) < 12 else f"{float(x):.4f}"


def _plain(x: Any) -> str:
    """A fraction, or a decimal where rounding has set in.

    >>> _plain(Fraction(1, 3)), _plain(Fraction(123456789, 1000000000))
    ('1/3', '0.123456789')
    """
    if int(x.denominator) > 10**6 and 10**10 % int(x.denominator) == 0:
        return f"{float(x):.10f}".rstrip("0")
    return str(x)


def _slope_tex(x: Any) -> str:
    return write.tex(x) if len(write.tex(x)) < 24 else f"{float(x):.10f}"


def _tex(x: Any) -> str:
    return _plain(x) if "." in _plain(x) else write.tex(x)


def _kept(x: Any) -> Any:
    """Exact while the numbers stay short, else ten places."""
    import sympy

    if x.is_Rational and max(int(x.p).bit_length(), int(x.q).bit_length()) <= 40:
        return x
    return sympy.Rational(str(round(Fraction(str(sympy.N(x, 30))), 10)))


def _same_walk(
    node: Node, names: Sequence[str], start: Sequence[Fraction], rate: Fraction, turns: int, end: Sequence[Any]
) -> Check:
    at = {n: float(x) for n, x in zip(names, start)}
    for _ in range(turns):
        at = {n: at[n] - float(rate) * (check.slope(node, n, at) or 0.0) for n in names}
    good = all(check.close(at[n], float(x), 1e-4) for n, x in zip(names, end))
    return Check(good, "second route: the whole walk again in floats, slopes by difference quotients, ends at the same place")


def newton(ledger: Ledger, node: Node, name: str, start: Fraction, turns: int) -> Solution:
    """Newton's steps for a zero of f."""
    if not 1 <= turns <= 6:
        raise Unreadable("I take 1 to 6 Newton steps at a time — ask for fewer.")
    f, x = expression(node), letter(name)
    slope = neat(derive(ledger, f, x))
    here: Any = rational(start)
    for k in range(turns):
        value, steep = put(f, [name], [here]), put(slope, [name], [here])
        if steep == 0:
            raise Unreadable("The slope is zero on the way, so Newton's step is not defined — try another start.")
        there = _kept(exact_value(here - value / steep))
        if abs(there) > 10**4:
            raise Unreadable("Newton's steps run away from this start — try one closer to a zero.")
        level = float(value) + float(steep) * (float(there) - float(here))
        latex = rf"x_{{{k + 1}}} = {_tex(here)} - \frac{{{_slope_tex(value)}}}{{{_slope_tex(steep)}}} = {_tex(there)}"
        good = check.slopes_to(node, name, {name: float(here)}, float(steep)) and abs(level) <= 1e-6 * (1 + abs(float(value)))
        says = f"Step {k + 1}: follow the tangent down to zero."
        ledger.step(says, latex, Check(good, "the slope agrees with differences, and the tangent is zero there"))
        here = there
    at = float(start)
    for _ in range(turns):
        at -= (check.real(node, {name: at}) or 0.0) / (check.slope(node, name, {name: at}) or 1.0)
    how = Check(check.close(at, float(here), 1e-4), "second route: the same steps in floats with difference quotients")
    return ledger.conclude(
        "number", _plain(here), f"x_{turns} = {_tex(here)}{write.about(here)}", how, says="So this is where you stand."
    )
