"""One equation, solved for one letter of first degree, every move shown; the other letters may stand for any numbers."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import tutor.maths.steps.check as check
import tutor.maths.steps.write as write
from tutor.errors import Unreadable
from tutor.maths.evaluate import Undefined, exact
from tutor.maths.parse import read
from tutor.maths.steps.calculus import letter
from tutor.maths.steps.rules import expression
from tutor.maths.steps.solution import Check, Ledger, Part, Solution
from tutor.maths.tree import Relation, symbols
from tutor.maths.typeset import to_latex

_POINTS = ((3, -2, 7, 5, 11), (Fraction(1, 2), 4, -3, Fraction(2, 3), 9), (-7, 6, 2, -9, 10))
_NOT_FIRST = "I solve equations of first degree in {} here, and this is another one — try solve x + y = 3, x - y = 1."


def first_degree(equation: Relation, name: str) -> tuple[Any, Any, Any, Any] | None:
    """a, b, c, d where the equation is a x + b = c x + d with a, b, c, d free of x; None for any other equation."""
    import sympy

    x = letter(name)
    found = []
    for side in equation.sides:
        f = sympy.expand(expression(side))
        slope, rest = sympy.expand(f).coeff(x, 1), sympy.expand(f).coeff(x, 0)
        if sympy.expand(f - slope * x - rest) != 0 or slope.has(x) or rest.has(x):
            return None
        found += [slope, rest]
    return found[0], found[1], found[2], found[3]


def solve_for(ledger: Ledger, equation: Relation, name: str) -> Solution:
    """The letter on one side, and everything else on the other; raises Unreadable where the letter is not of first degree."""
    import sympy

    parts = first_degree(equation, name)
    if parts is None:
        raise Unreadable(_NOT_FIRST.format(name))
    a, b, c, d = parts
    x = letter(name)
    typed = to_latex(equation)
    ledger.step(
        "Write the equation down.", typed, _still(equation, name, (a * x + b, c * x + d), "it is of first degree in the letter")
    )
    shown = f"{write.tex(a * x + b)} = {write.tex(c * x + d)}"
    if _plain_tex(shown) != _plain_tex(typed):
        says = "Multiply the brackets out and gather what belongs together, on each side."
        ledger.step(says, shown, _still(equation, name, (a * x + b, c * x + d), "both sides keep their values at several points"))
    slope, rest = sympy.expand(a - c), sympy.expand(d - b)
    moved = f"{write.tex(slope * x)} = {write.tex(rest)}"
    if moved != shown:
        says = f"Bring what holds ${write.tex(x)}$ to the left and all else to the right; what changes sides changes its sign."
        ledger.step(
            says, moved, _still(equation, name, (slope * x - rest, 0), "left minus right keeps its values at several points")
        )
    if slope == 0:
        return _without(ledger, name, rest)
    value = sympy.cancel(rest / slope)
    answer = f"{name} = {write.plain(value)}"
    how = _fits(equation, name, write.plain(value))
    latex = f"{write.tex(x)} = {write.tex(value)}{write.about(value) if not value.free_symbols else ''}"
    says = f"Divide by ${write.tex(slope)}$." if slope != 1 else "So this is the solution."
    if slope.free_symbols:
        says = f"Divide by ${write.tex(slope)}$, which must not be zero."
        latex += rf", \quad {write.tex(slope)} \neq 0"
    kind = "expression" if value.free_symbols else "number"
    return ledger.conclude("labelled", answer, latex, how, says=says, parts=(Part(name, kind, write.plain(value)),))


def _without(ledger: Ledger, name: str, rest: Any) -> Solution:
    if rest.free_symbols:
        raise Unreadable(f"The letter {name} drops out of this equation — solve for another one.")
    same = check.equal(rest == 0, check.number_back(write.plain(rest)) == 0, "second route: the number left, read back")
    if rest == 0:
        says = f"Both sides are the same whatever ${name}$ is, so every number solves it."
        return ledger.conclude("labelled", f"{name} = t", "0 = 0", same, says=says, parts=(Part(name, "expression", "t"),))
    says = "Nothing makes these two equal, so there is no solution."
    return ledger.conclude("words", "no solution", rf"0 \neq {write.tex(rest)}", same, says=says)


def _plain_tex(text: str) -> str:
    return (
        text.replace(" ", "").replace(r"\cdot", "").replace("{", "").replace("}", "").replace(r"\left", "").replace(r"\right", "")
    )


def _settings(names: list[str]) -> list[dict[str, Fraction]]:
    return [{n: Fraction(numbers[k % 5]) + k // 5 for k, n in enumerate(names)} for numbers in _POINTS]


def _gap(equation: Relation, at: dict[str, Fraction]) -> Fraction | None:
    try:
        left, right = (exact(side, at) for side in equation.sides)
    except Undefined:
        return None
    return None if left is None or right is None else left - right


def _still(equation: Relation, name: str, sides: tuple[Any, Any], how: str) -> Check:
    """Left minus right is, at several points and by our own evaluator, what it was when typed."""
    typed = read(write.plain(sides[0] - sides[1]))
    points = _settings(sorted(symbols(equation) | {name}))
    known = [(gap, exact(typed, at)) for at in points if (gap := _gap(equation, at)) is not None]
    if not known:
        raise Unreadable("I can't compute with this equation — use whole numbers, fractions and letters.")
    return Check(all(gap == value for gap, value in known), how)


def _fits(equation: Relation, name: str, value: str) -> Check:
    found = read(value)
    agreed = 0
    for at in _settings(sorted(symbols(equation) - {name})):
        try:
            put = exact(found, at)
        except Undefined:
            continue
        if put is None or _gap(equation, at | {name: put}) != 0:
            return Check(False, "put into the equation, the two sides differ")
        agreed += 1
    return Check(agreed > 0, "second route: the typed answer, put into the equation as it was typed, makes both sides equal")
