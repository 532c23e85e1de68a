"""Gradient descent and Newton's steps."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import tutor.maths.steps.check as check
import tutor.maths.steps.write as write
from tutor.errors import Unreadable
from tutor.maths.steps.calculus import letter, partials, put
from tutor.maths.steps.rules import derive, exact_value, expression, neat, rational
from tutor.maths.steps.solution import Check, Ledger, Solution
from tutor.maths.tree import Node

MOST_STEPS = 20


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
