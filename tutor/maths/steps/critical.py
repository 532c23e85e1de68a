"""Critical points: where the slopes vanish or, at a corner, have no value; how they are found, and of what kind they are."""

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
from tutor.maths.steps.rules import exact_value, expression, rational
from tutor.maths.steps.solution import Check, Ledger, Part, Solution
from tutor.maths.tree import Binary, Node, walk

_TYPES = {"positive definite": "local minimum", "negative definite": "local maximum", "indefinite": "saddle point"}


# -- critical points -------------------------------------------------------------------------------
def critical_points(ledger: Ledger, node: Node, names: Sequence[str], wanted: str = "") -> Solution:
    """Where the gradient vanishes or, in one letter, has no value; what kind each place is; with `wanted` its value, too.

    `wanted` is "minimum", "maximum" or "" for all kinds.
    """
    first = partials(ledger, node, names)
    corners = kinks(node, names[0]) if len(names) == 1 else []
    found = [point for point in _zeros(first, names) if point[0] not in corners or len(names) > 1]
    if not found and not corners:
        return _none(ledger, first, names)
    _solving(ledger, first, names, found)
    for point in found:
        values = [exact_value(df.subs(dict(zip(map(letter, names), point)))) for df in first]
        sign, shown_zero = (r"\nabla f", write.vector_tex(values)) if len(names) > 1 else ("f'", write.tex(values[0]))
        latex = rf"{sign}({', '.join(map(write.tex, point))}) = {shown_zero}"
        ledger.step(
            "Put it in: here every slope vanishes.",
            latex,
            Check(not any(v != 0 for v in values), "put into the gradient, exactly"),
        )
    rows = second_slopes(ledger, first, names) if found else []
    kinds = {tuple(point): _typed(ledger, node, rows, names, point) for point in found}
    for corner in corners:
        kinds[(corner,)] = _corner(ledger, node, names[0], corner)
    return _together(ledger, node, names, kinds, (wanted, corners))


def _none(ledger: Ledger, first: Sequence[Any], names: Sequence[str]) -> Solution:
    how = Check(_never_zero(first, names), "second route: on a grid of points the slopes never vanish together")
    says = "The slopes never vanish together at a real point, so there is no critical point."
    latex = r"\nabla f \neq 0"
    if len(names) == 1:
        latex = rf"f'({names[0]}) = {write.tex(_factored(first[0]))} \neq 0"
    return ledger.conclude("words", "no critical points", latex, how, says=says)


def _factored(f: Any) -> Any:
    import sympy

    return sympy.factor(sympy.together(f))


def _solving(ledger: Ledger, first: Sequence[Any], names: Sequence[str], found: Sequence[Sequence[Any]]) -> None:
    """The equations, and how they give the points."""
    import sympy

    if not found:
        return
    if len(names) == 1:
        whole = _factored(first[0])
        same = Check(sympy.simplify(whole - first[0]) == 0, "the factors multiply out to the slope")
        ledger.step("Set the slope to zero, written in factors.", f"{write.tex(whole)} = 0", same)
        shown = r",\quad ".join(f"{write.tex(letter(names[0]))} = {write.tex(p[0])}" for p in found)
        zero = all(abs(complex(sympy.N(first[0].subs(letter(names[0]), p[0])))) < 1e-9 for p in found)
        says = "A product is zero where one of its factors is; a power of e never is."
        says = says if first[0].has(sympy.exp) else says.split(";")[0] + "."
        ledger.step(says, shown, Check(zero, "in floats the slope is zero there"))
        return
    system = r" \\ ".join(f"{write.tex(df)} = 0" for df in first)
    zero = all(abs(complex(sympy.N(df.subs(dict(zip(map(letter, names), p)))))) < 1e-9 for p in found for df in first)
    kept = Check(zero, "every point found solves all of them, in floats")
    ledger.step("Set every slope to zero: these equations must hold together.", rf"\begin{{cases}} {system} \end{{cases}}", kept)
    if len(names) == 2:
        _put_in(ledger, first, names)


def _put_in(ledger: Ledger, first: Sequence[Any], names: Sequence[str]) -> None:
    """Where one equation gives a letter at once: that, and what the other becomes."""
    import sympy

    for k, name in ((0, 0), (0, 1), (1, 0), (1, 1)):
        x = letter(names[name])
        slope = sympy.expand(first[k]).coeff(x, 1)
        if not slope.is_number or slope == 0 or not first[k].is_polynomial(x) or sympy.degree(first[k], x) != 1:
            continue
        value = sympy.expand(-(first[k] - slope * x) / slope)
        left = sympy.factor(first[1 - k].subs(x, value))
        solves = Check(sympy.expand(first[k].subs(x, value)) == 0, "put back, it solves the equation")
        ledger.step("One of them gives a letter at once.", f"{write.tex(x)} = {write.tex(value)}", solves)
        if left == 0:
            return
        same = Check(sympy.expand(left - first[1 - k].subs(x, value)) == 0, "multiplied out it is the other equation")
        ledger.step(
            "Put this into the other one, and write it in factors: one of them must be zero.", f"{write.tex(left)} = 0", same
        )
        return


def _together(
    ledger: Ledger, node: Node, names: Sequence[str], kinds: dict[tuple[Any, ...], str], asked: tuple[str, Sequence[Any]]
) -> Solution:
    wanted, corners = asked
    parts, shown = [], []
    for point, kind in sorted(kinds.items(), key=lambda pair: [float(x) for x in pair[0]]):
        label = write.vector(point) if len(names) > 1 else f"{names[0]} = {write.plain(point[0])}"
        told, tail = kind, ""
        if wanted:
            value = put(expression(node), names, point)
            here = {n: float(x) for n, x in zip(names, point, strict=True)}
            good = Check(check.close(check.real(node, here), float(value), 1e-9), "our own evaluator gives the same value")
            latex = rf"f({', '.join(map(write.tex, point))}) = {write.tex(value)}{write.about(value)}"
            ledger.step("Put the point into the function for its value.", latex, good)
            told, tail = f"{kind}, value {write.plain(value)}", rf" \text{{, value }} {write.tex(value)}"
        parts.append(Part(label, "words", told))
        shown.append(rf"{at_tex(names, point)}: \text{{ {kind}}}{tail}")
    answer = "; ".join(f"{part.label}: {part.answer}" for part in parts)
    smooth = [p for p in kinds if len(names) > 1 or p[0] not in corners]
    again = [[float(check.number_back(write.plain(x))) for x in point] for point in smooth]
    flat = all(check.slopes_to(node, n, dict(zip(names, p)), 0.0) for p in again for n in names)
    how = "second route: difference quotients of $f$ at the typed points are zero"
    how = how if smooth else "second route: left and right of the typed points, differences of $f$ say the same"
    says = "Here they are together." if len(parts) > 1 else "So this is the only one."
    if wanted and not any(kind == f"local {wanted}" for kind in kinds.values()):
        says = f"None of the places found is a local {wanted}, so this function has none."
        answer, shown = f"no local {wanted}; {answer}", [rf"\text{{no local {wanted}}}", *shown]
    return ledger.conclude("labelled", answer, r";\quad ".join(shown), Check(flat, how), says=says, parts=parts)


# -- corners -----------------------------------------------------------------------------------------------------------------
def kinks(node: Node, name: str) -> list[Any]:
    """Where a function of one letter has a value, and no slope: corners of absolute values, steep roots. Raises Unreadable."""
    import sympy

    f, x = expression(node), letter(name)
    found: set[Any] = set()
    for part in f.atoms(sympy.Abs):
        found |= _zeros_of(part.args[0], x)
    for part in f.atoms(sympy.Pow):
        base, power = part.as_base_exp()
        if x in base.free_symbols and power.is_Rational and not power.is_Integer and 0 < power < 1:
            found |= _zeros_of(base, x)
    return sorted((k for k in found if _is_corner(node, name, k)), key=float)


def _zeros_of(inner: Any, x: Any) -> set[Any]:
    if x not in inner.free_symbols:
        return set()
    if not inner.is_polynomial(x):
        raise Unreadable("I can't find the corners of this function — try one with absolute values of polynomials.")
    return set(real_roots(inner, x))


def _is_corner(node: Node, name: str, at: Any) -> bool:
    here = float(at)
    values = [check.real(node, {name: here + step}) for step in (-1e-5, 0.0, 1e-5)]
    if values[1] is None or (values[0] is None and values[2] is None):
        return False
    if values[0] is None or values[2] is None:
        if any(isinstance(p, Binary) and p.op == "^" for p in walk(node)):
            raise Unreadable(
                f"At {name} = {write.plain(at)} there is no slope, and left of it I read the power as not real — try abs({name})."
            )
        return False
    left, right = (values[1] - values[0]) / 1e-5, (values[2] - values[1]) / 1e-5
    return abs(left - right) > 1e-3 * max(1.0, abs(left), abs(right))


def _corner(ledger: Ledger, node: Node, name: str, at: Any) -> str:
    """What kind of place a corner is, from values beside it."""
    low, high = (_beside(node, name, at, Fraction(sign, 10**6)) for sign in (-1, 1))
    kind = "local minimum" if min(low, high) > 0 else "local maximum" if max(low, high) < 0 else "corner, no extremum"
    here = float(at)
    shown = [(here + step, check.real(node, {name: here + step})) for step in (-0.1, 0.0, 0.1)]
    latex = r",\quad ".join(rf"f({x:.4g}) \approx {value:.4g}" for x, value in shown if value is not None)
    again = [(check.real(node, {name: here + step}) or 0.0) - (check.real(node, {name: here}) or 0.0) for step in (-1e-4, 1e-4)]
    agree = (min(again) > 0) == (kind == "local minimum") and (max(again) < 0) == (kind == "local maximum")
    says = f"At ${name} = {write.tex(at)}$ there is a corner: no slope there, so look at values on both sides. This is a {kind}."
    ledger.step(says, latex, Check(agree, "values closer by, in floats, lie on the same sides"))
    return kind


def _beside(node: Node, name: str, at: Any, step: Fraction) -> float:
    centre = check.number_back(write.plain(at))
    return _difference(node, {name: centre + step}, {name: centre})


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
