"""Quadratic equations by their discriminant, complex roots allowed."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import tutor.maths.steps.check as check
import tutor.maths.steps.write as write
from tutor.maths.algebra import Verdict, same
from tutor.maths.evaluate import OutsideArithmetic, Undefined, exact
from tutor.maths.parse import read
from tutor.maths.steps.calculus import letter
from tutor.maths.steps.rules import rational
from tutor.maths.steps.solution import Check, Ledger, Solution
from tutor.maths.tree import Binary, Node, Relation, symbols, walk

Weights = tuple[Fraction, Fraction, Fraction]


def weights_of(equation: Node) -> tuple[Weights, str] | None:
    """a, b, c and the letter of an equation a x^2 + b x + c = 0 in any form; None where it is anything else.

    >>> weights_of(read("x^2 = 5x - 6"))[0] == (1, -5, 6), weights_of(read("x^3 = 1"))
    (True, None)
    """
    if not isinstance(equation, Relation) or equation.signs != ("=",) or len(symbols(equation)) != 1:
        return None
    name = min(symbols(equation))
    gap = Binary(equation.span, "-", *equation.sides)
    if any(isinstance(p, Binary) and p.op == "/" and symbols(p.right) for p in walk(gap)):
        return None
    try:
        values = [exact(gap, {name: Fraction(k)}) for k in (0, 1, -1)]
    except (Undefined, OutsideArithmetic):
        return None
    if values[0] is None or values[1] is None or values[2] is None:
        return None
    c, plus, minus = values[0], values[1], values[2]
    a, b = (plus + minus) / 2 - c, (plus - minus) / 2
    typed = read(f"({a})*{name}^2 + ({b})*{name} + ({c})")
    return ((a, b, c), name) if a and same(gap, typed) is Verdict.SAME else None


def quadratic(ledger: Ledger, equation: Node, weights: Weights, name: str) -> Solution:
    """Both roots of a x^2 + b x + c = 0."""
    import sympy

    a, b, c = weights
    x = letter(name)
    form = rational(a) * x**2 + rational(b) * x + rational(c)
    assert isinstance(equation, Relation)
    gap = Binary(equation.span, "-", *equation.sides)
    same_form = Check(same(gap, read(write.plain(form))) is Verdict.SAME, "left minus right, compared exactly")
    says = (
        "Bring everything to one side and name the numbers: "
        + f"$a = {write.tex(a)}$, $b = {write.tex(b)}$, $c = {write.tex(c)}$."
    )
    ledger.step(says, f"{write.tex(form)} = 0", same_form)
    inside = b * b - 4 * a * c
    shown = (
        rf"D = b^2 - 4ac = {write.raised(b)}^2 - 4 \cdot {write.bracketed(a)} \cdot {write.bracketed(c)} = {write.tex(inside)}"
    )
    middle = -b / (2 * a)
    lowest = a * middle * middle + b * middle + c
    ledger.step(
        f"The discriminant tells how many solutions there are: {_told(inside)}.",
        shown,
        check.equal(inside, -4 * a * lowest, "the height of the vertex says the same"),
    )
    root = sympy.sqrt(rational(inside))
    values = [sympy.expand((-rational(b) + s * root) / (2 * rational(a))) for s in ((1, -1) if inside else (1,))]
    values = sorted(values, key=lambda v: float(v)) if inside > 0 else values
    return _conclude(ledger, weights, name, values, root)


def _told(inside: Fraction) -> str:
    if inside > 0:
        return "it is positive, so two"
    return "it is zero, so one, counted twice" if inside == 0 else "it is negative, so two complex ones and no real one"


def _conclude(ledger: Ledger, weights: Weights, name: str, values: list[Any], root: Any) -> Solution:
    a, b, c = weights
    for value in values:
        back = check.set_back("{" + write.plain(value) + "}")[0]
        size = sum(abs(complex(w)) * abs(back) ** k for k, w in enumerate((c, b, a))) + 1
        zero = abs(check.polynomial([complex(w) for w in (c, b, a)], back)) < 1e-12 * size
        middle = rf"\frac{{{write.tex(-b)} \pm {write.tex(root)}}}{{{write.tex(2 * a)}}}"
        ledger.step(
            r"Put them into $\frac{-b \pm \sqrt{D}}{2a}$.",
            f"{name} = {middle}: {write.tex(value)}",
            Check(zero, "put into the equation it gives zero"),
        )
    answer = write.listed(map(write.plain, values))
    again = check.set_back(answer)
    pair = again * 2 if len(again) == 1 else again
    size = 1 + abs(complex(b / a)) + abs(complex(c / a))
    vieta = abs(sum(pair) + complex(b / a)) < 1e-12 * size and abs(pair[0] * pair[1] - complex(c / a)) < 1e-12 * size
    how = Check(
        vieta and len(pair) == 2,
        r"second route: the typed solutions add up to $-\frac{b}{a}$ and multiply to $\frac{c}{a}$ (Vieta)",
    )
    shown = rf"{write.tex(letter(name))} \in {write.set_tex(map(write.tex, values))}"
    return ledger.conclude("set", answer, shown, how, says="So these are the solutions.")
