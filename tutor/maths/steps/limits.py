"""Limits: put the point in; where that gives 0/0, differentiate above and below."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any

import tutor.maths.steps.check as check
import tutor.maths.steps.one_sided as one_sided
import tutor.maths.steps.write as write
from tutor.errors import Unreadable
from tutor.maths.evaluate import Undefined, exact
from tutor.maths.steps.calculus import letter
from tutor.maths.steps.rules import derive, exact_value, expression, is_derivative, neat, rational
from tutor.maths.steps.solution import Check, Ledger, Solution
from tutor.maths.tree import Node
from tutor.maths.typeset import to_latex

_ROUNDS = 5


def limit(ledger: Ledger, node: Node, name: str, target: Fraction | None, sign: int = 1, side: int = 0) -> Solution:
    """The limit at a point, or at plus or minus infinity where `target` is None; or that there is none, and why.

    `side` is 1 for the limit from the right, -1 from the left, 0 for both sides.
    """
    import sympy

    f, x = expression(node), letter(name)
    if f.free_symbols - {x}:
        raise Unreadable("A limit here takes a function of one letter — try the limit of sin(x)/x as x -> 0.")
    if target is None and (powers := _power_afar(ledger, node, f, x, sign)):
        return powers
    if target is None:
        f = _from_afar(ledger, node, f, x, sign)
        where = rational(Fraction(0))
    else:
        where = rational(target)
        if told := one_sided.by_sides(ledger, node, f, (x, where), side):
            return told
        if side:
            raise Unreadable("I take limits from one side where the two sides differ — ask for the limit itself.")
        _two_sides(node, name, target)
    above, below = sympy.together(f).as_numer_denom()
    for _ in range(_ROUNDS):
        up, down = (sympy.N(part.subs(x, where), 30) for part in (above, below))
        if not (up.is_finite and down.is_finite):
            raise Unreadable("I can't take this limit by putting the point in or by l'Hopital — try a simpler function.")
        if abs(down) > 1e-20:
            return _put_in(ledger, node, above / below, x, where, target, sign)
        if abs(up) > 1e-20:
            raise Unreadable("The function grows without bound or jumps there, so it has no finite limit — try another point.")
        above, below = _both_differentiated(ledger, above, below, x)
    raise Unreadable("Five rounds of l'Hopital did not settle this limit — try a simpler function.")


def _power_afar(ledger: Ledger, node: Node, f: Any, x: Any, sign: int) -> Solution | None:
    """A power far out, where base and exponent both move: its logarithm has a limit of the kind 0/0; None for other functions."""
    import sympy

    base, exponent = f.as_base_exp()
    if not (x in base.free_symbols and x in exponent.free_symbols):
        return None
    near, over = (sympy.cancel(sympy.together(part.subs(x, sign / x))) for part in (base, 1 / exponent))
    if not (base.is_rational_function(x) and exponent.is_rational_function(x)) or near.subs(x, 0) != 1 or over.subs(x, 0) != 0:
        return None
    good = all(
        check.close(
            check.real(node, {str(x): float(sign * k)}),
            float(sympy.exp(sympy.log(near) / over).subs(x, sympy.Rational(1, k))),
            1e-6,
        )
        for k in (11, 37)
    )
    says = (
        "Take the logarithm, and put $1/x$ for $x$: far out becomes close to $0$."
        if sign > 0
        else "Take the logarithm, and put $-1/x$ for $x$."
    )
    ledger.step(
        says,
        rf"\frac{{\ln\left({write.tex(near)}\right)}}{{{write.tex(over)}}}",
        Check(good, "equal to the function at two large numbers"),
    )
    up, down = _both_differentiated(ledger, sympy.log(near), over, x)
    above, below = up.subs(x, 0), down.subs(x, 0)
    if not (above.is_finite and below.is_finite) or below == 0:
        return None
    value = sympy.exp(above / below)
    goal = ("" if sign > 0 else "-") + r"\infty"
    shown = rf"\lim_{{{write.tex(x)} \to {goal}}} {to_latex(node)} = {write.tex(value)}{write.about(value)}"
    gaps = [_gap(node, str(x), None, sign, 1 / k, float(value)) for k in (9, 18, 36)]
    closer = all(b is not None and a is not None and b <= 0.7 * a for a, b in pairwise(gaps))
    how = Check(closer, "second route: values of the function, in floats, come closer the further out one looks")
    says = f"The logarithm tends to ${write.tex(above / below)}$, so the power tends to $e$ raised to that."
    return ledger.conclude("number", write.plain(value), shown, how, says=says)


def _from_afar(ledger: Ledger, node: Node, f: Any, x: Any, sign: int) -> Any:
    """The function of 1/x, whose limit at zero is asked for."""
    import sympy

    if not f.is_rational_function(x):
        raise Unreadable(
            "Limits at infinity work here for quotients of polynomials and for (1 + a/x)^x — try (2x^2 + 1)/(x^2 - 3)."
        )
    near = sympy.cancel(sympy.together(f.subs(x, sign / x)))
    if near.as_numer_denom()[1].subs(x, 0) == 0:
        raise Unreadable("The function grows without bound far out, so it has no finite limit — try another one.")
    good = all(_same_there(node, str(x), Fraction(sign * k), near.subs(x, sympy.Rational(1, k))) for k in (97, 1009, 10007))
    says = "Far out means: put $1/x$ for $x$ and let that go to $0$." if sign > 0 else "Far out on the left: put $-1/x$ for $x$."
    ledger.step(says, write.tex(near), Check(good, "equal to the function at three large numbers"))
    return near


def _same_there(node: Node, name: str, at: Fraction, value: Any) -> bool:
    try:
        found = exact(node, {name: at})
    except Undefined:
        raise Unreadable("This function divides by zero far out — check its denominator.") from None
    if found is not None:
        return bool(rational(found) == value)
    level = check.real(node, {name: float(at)})
    if level is None:
        raise Unreadable("I can't compute this function far out — try a quotient of polynomials.")
    return check.close(level, float(value), 1e-9)


def _both_differentiated(ledger: Ledger, above: Any, below: Any, x: Any) -> tuple[Any, Any]:
    up, down = neat(derive(None, above, x)), neat(derive(None, below, x))
    says = "Both parts vanish there ($0/0$): differentiate above and below (l'Hopital's rule)."
    checks = is_derivative(above, up, x), is_derivative(below, down, x)
    ledger.step(says, rf"\frac{{{write.tex(up)}}}{{{write.tex(down)}}}", *checks)
    return up, down


def _put_in(ledger: Ledger, node: Node, f: Any, x: Any, where: Any, target: Fraction | None, sign: int) -> Solution:
    import sympy

    above, below = f.as_numer_denom()
    value = exact_value(sympy.simplify(above.subs(x, where) / below.subs(x, where)))
    if not value.is_real or not value.is_finite:
        raise Unreadable("I can't take this limit by putting the point in or by l'Hopital — try a simpler function.")
    goal = write.tex(rational(target)) if target is not None else ("" if sign > 0 else "-") + r"\infty"
    shown = rf"\lim_{{{write.tex(x)} \to {goal}}} {to_latex(node)} = {write.tex(value)}{write.about(value)}"
    how = _tends(node, str(x), target, sign, float(value))
    return ledger.conclude("number", write.plain(value), shown, how, says="Now the point can be put in.")


def _two_sides(node: Node, name: str, target: Fraction) -> None:
    """Raises Unreadable when the function tends to one value from the left and to another from the right."""
    left, right = (check.real(node, {name: float(target) + step}) for step in (-1e-4, 1e-4))
    if left is not None and right is not None and abs(left - right) > 0.1 * (1 + min(abs(left), abs(right))):
        raise Unreadable("Values close by differ left and right, and I can't settle why — ask for the limit from one side.")


def _tends(node: Node, name: str, target: Fraction | None, sign: int, value: float) -> Check:
    """Halving the distance brings the function closer to the value, on each side where it is real."""
    sides = (1, -1) if target is not None else (sign,)
    found = [_closer(node, name, target, side, value) for side in sides]
    known = [good for good in found if good is not None]
    if not known:
        raise Unreadable("I found no real values of this function close to the point — check its domain.")
    return Check(all(known), "second route: values of the function, in floats, come closer as the distance is halved")


def _closer(node: Node, name: str, target: Fraction | None, side: int, value: float) -> bool | None:
    seen = False
    for distance in (2e-2, 1e-3, 1e-4):
        far, near = (_gap(node, name, target, side, distance * part, value) for part in (1, 0.5))
        if far is None or near is None:
            continue
        seen = True
        if near <= 0.8 * far or near <= 1e-7 * (1 + abs(value)):
            return True
    return False if seen else None


def _gap(node: Node, name: str, target: Fraction | None, side: int, distance: float, value: float) -> float | None:
    at = float(target) + side * distance if target is not None else side / distance
    found = check.real(node, {name: at})
    return None if found is None else abs(found - value)
