"""Areas that reach to infinity: the antiderivative, and where it tends far out."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import tutor.maths.steps.check as check
import tutor.maths.steps.write as write
from tutor.errors import Unreadable
from tutor.maths.parse import read
from tutor.maths.steps.calculus import letter
from tutor.maths.steps.integrals import antiderivative
from tutor.maths.steps.rules import exact_value, expression, neat
from tutor.maths.steps.solution import Check, Ledger, Solution
from tutor.maths.tree import Node

_PANELS = 4_000
_NOTHING = 1e-6  # below it our own evaluator may give up, since powers of e grow too small


def to_infinity(ledger: Ledger, node: Node, name: str, low: Any) -> Solution:
    """The area from `low` to infinity; raises Unreadable where it cannot be settled; says so where it is infinite."""
    f, x = expression(node), letter(name)
    if f.free_symbols - {x}:
        raise Unreadable("Between bounds I integrate a function of one letter — put numbers for the others.")
    _real_all_along(node, name, float(low))
    whole = neat(antiderivative(ledger, f, x))
    end = _far_out(whole, x)
    below, sign = write.tex(low), write.tex(x)
    if end is None:
        far = [check.real(read(write.plain(whole)), {name: 10.0**k}) for k in (2, 3, 4)]
        grows = all(value is not None for value in far) and abs(far[2] or 0) > abs(far[1] or 0) > abs(far[0] or 0)
        how = Check(grows, "second route: values of the antiderivative keep growing at 100, 1000 and 10000")
        says = "Far out the antiderivative grows without bound, so the area is infinite: the integral diverges."
        return ledger.conclude(
            "words", "diverges", rf"\int_{{{below}}}^{{\infty}} {write.tex(f)} \, d{sign} \text{{ diverges}}", how, says=says
        )
    values = [check.real(read(write.plain(whole)), {name: place}) for place in (5.0, 15.0, 25.0, 300.0)]
    gaps = [abs(value - float(end)) for value in values if value is not None]
    nears = len(gaps) > 1 and all(b <= a for a, b in pairwise(gaps)) and gaps[-1] < 0.2 * (1 + abs(float(end)))
    if not nears:
        raise Unreadable(
            "Far out this antiderivative does not settle where I look — try a function without breaks, such as e^(-x)."
        )
    ledger.step(
        "Far out the antiderivative $F$ tends to this.",
        rf"F(\infty) = {write.tex(end)}",
        Check(nears, "values of it far out come closer to that"),
    )
    start = exact_value(whole.subs(x, low))
    if not start.is_finite or not start.is_real:
        raise Unreadable("The function grows without bound at the lower bound — try another one.")
    back = check.real(read(write.plain(whole)), {name: float(low)})
    ledger.step(
        "Put in the lower bound.",
        f"F({below}) = {write.tex(start)}",
        Check(check.close(back, float(start), 1e-9), "our own evaluator gives the same value"),
    )
    value = exact_value(end - start)
    area = _area(node, name, float(low))
    if not check.close(float(check.number_back(write.plain(value))), area, 1e-4):
        raise Unreadable(
            "The slices of this area do not settle — the function may break off between these bounds; try a part of it."
        )
    how = Check(True, f"second route: the area added up in {_PANELS} slices, infinity folded in, agrees to four digits")
    latex = rf"\int_{{{below}}}^{{\infty}} {write.tex(f)} \, d{sign} = {write.tex(value)}{write.about(value)}"
    return ledger.conclude("number", write.plain(value), latex, how, says=rf"Subtract: $F(\infty) - F({below})$.")


def _real_all_along(node: Node, name: str, low: float) -> None:
    last = 1.0
    for k in range(1, 400):
        value = check.real(node, {name: low + (k / 400) / (1 - k / 400)})
        if value is None and abs(last) < _NOTHING:
            return
        if value is None:
            raise Unreadable("The function breaks off between these bounds — try bounds where it is continuous.")
        last = value


def _far_out(whole: Any, x: Any) -> Any:
    """Where the antiderivative tends, term by term; None where a term grows without bound. Raises Unreadable for other terms."""
    import sympy

    total = sympy.Integer(0)
    grows = False
    for term in sympy.Add.make_args(sympy.expand(whole)):
        powers = [e for e in term.atoms(sympy.exp) if x in e.free_symbols]
        rest = term
        for e in powers:
            rest = rest / e
        if not powers and term.is_rational_function(x):
            above, below = (
                sympy.degree(part, x) if x in part.free_symbols else 0 for part in sympy.fraction(sympy.together(term))
            )
            if above > below:
                grows = True
            elif above == below:
                total += sympy.cancel(term).subs(x, 1) if x not in term.free_symbols else _ratio(term, x)
        elif len(powers) == 1 and powers[0].args[0].is_polynomial(x) and sympy.expand(rest).is_rational_function(x):
            lead = sympy.Poly(powers[0].args[0], x).LC()
            if lead > 0:
                grows = True
        elif term.has(sympy.atan) and _is_arctan(term, x):
            scale, inner = term.as_independent(x, as_Add=False)
            lead = sympy.Poly(inner.args[0], x).LC()
            total += scale * sympy.pi / 2 * (1 if lead > 0 else -1)
        elif term.has(sympy.log) and len(sympy.Add.make_args(sympy.expand(whole))) == 1:
            grows = True
        else:
            raise Unreadable("I can't see where this antiderivative tends far out — try e^(-x) or 1/x^2.")
    return None if grows else total


def _ratio(term: Any, x: Any) -> Any:
    import sympy

    above, below = (sympy.Poly(part, x).LC() for part in sympy.fraction(sympy.together(term)))
    return above / below


def _is_arctan(term: Any, x: Any) -> bool:
    import sympy

    _, inner = term.as_independent(x, as_Add=False)
    return inner.func is sympy.atan and inner.args[0].is_polynomial(x) and sympy.degree(inner.args[0], x) == 1


def _area(node: Node, name: str, low: float) -> float:
    """Simpson's rule in t, where x = low + t / (1 - t)."""
    total = []
    for k in range(_PANELS + 1):
        t = k / _PANELS
        if k == _PANELS:
            continue
        value = check.real(node, {name: low + t / (1 - t)})
        weight = 1 if k == 0 else 4 if k % 2 else 2
        total.append(weight * (value or 0.0) / (1 - t) ** 2)
    return math.fsum(total) / _PANELS / 3
