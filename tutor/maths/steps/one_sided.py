"""Limits that depend on the side: poles, and absolute values whose inside is zero at the point."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import tutor.maths.steps.check as check
import tutor.maths.steps.write as write
from tutor.maths.steps.rules import exact_value
from tutor.maths.steps.solution import Check, Ledger, Solution
from tutor.maths.tree import Node
from tutor.maths.typeset import to_latex


@dataclass(frozen=True, slots=True)
class Tends:
    """Where a function tends from one side: to `value`, or without bound where `value` is None, upwards (1) or downwards (-1)."""

    value: Any
    direction: int = 0

    def tex(self) -> str:
        return write.tex(self.value) if self.value is not None else (r"\infty" if self.direction > 0 else r"-\infty")

    def plain(self) -> str:
        return write.plain(self.value) if self.value is not None else ("infinity" if self.direction > 0 else "-infinity")


def by_sides(ledger: Ledger, node: Node, f: Any, place: tuple[Any, Any], side: int) -> Solution | None:
    """The limit of a function with a pole or a corner of an absolute value there, or that there is none; None for others."""
    import sympy

    x, where = place
    corner = any(part.args[0].subs(x, where) == 0 for part in f.atoms(sympy.Abs))
    found = {one: _from(f, x, where, one) for one in ((side,) if side else (-1, 1))}
    if any(tends is None for tends in found.values()):
        return None
    known = {one: tends for one, tends in found.items() if tends is not None}
    if not (side or corner or any(tends.value is None for tends in known.values())):
        return None
    if any(_real(node, x, where, one) is None for one in known):
        return None
    for one, tends in known.items():
        _side_step(ledger, node, (x, where), one, tends)
    return _concluded(ledger, node, place, known, side)


def _from(f: Any, x: Any, where: Any, side: int) -> Tends | None:
    """Where f tends from one side, found exactly; None where putting in, cancelling and dividing do not tell."""
    import sympy

    step = sympy.Rational(side, 10**9)
    changed = {}
    for part in f.atoms(sympy.Abs):
        inner = part.args[0].subs(x, where + step)
        if not inner.is_number or inner == 0 or not inner.is_real:
            return None
        changed[part] = part.args[0] if inner > 0 else -part.args[0]
    whole = (
        sympy.cancel(sympy.together(f.xreplace(changed)))
        if f.xreplace(changed).is_rational_function(x)
        else sympy.together(f.xreplace(changed))
    )
    above, below = whole.as_numer_denom()
    up, down = above.subs(x, where), below.subs(x, where)
    if not (up.is_number and down.is_number and up.is_finite and down.is_finite and up.is_real and down.is_real):
        return None
    if down != 0:
        return Tends(exact_value(up / down))
    if up == 0:
        return None
    near = sympy.N(below.subs(x, where + step), 40, maxn=400)
    if not near.is_real or near == 0:
        return None
    return Tends(None, 1 if (near > 0) == bool(up > 0) else -1)


def _real(node: Node, x: Any, where: Any, side: int) -> float | None:
    return check.real(node, {str(x): float(where) + side * 1e-4})


def _values(node: Node, x: Any, where: Any, side: int) -> list[float | None]:
    return [check.real(node, {str(x): float(where) + side * step}) for step in (1e-2, 1e-3, 1e-4)]


def _tends_there(values: list[float | None], tends: Tends) -> bool:
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return False
    if tends.value is None:
        return all(abs(b) > abs(a) and b * tends.direction > 0 for a, b in pairwise(known))
    goal = float(tends.value)
    return all(abs(b - goal) <= abs(a - goal) for a, b in pairwise(known)) and abs(known[-1] - goal) < 1e-2 * max(1.0, abs(goal))


def _side_step(ledger: Ledger, node: Node, place: tuple[Any, Any], side: int, tends: Tends) -> None:
    x, where = place
    sign = "+" if side > 0 else "-"
    name = "right" if side > 0 else "left"
    if tends.value is None:
        grows = "up" if tends.direction > 0 else "down"
        says = (
            f"From the {name} the denominator tends to zero and the numerator does not: the function grows {grows} without bound."
        )
    else:
        says = f"From the {name} it tends to this."
    latex = rf"\lim_{{{write.tex(x)} \to {write.tex(where)}^{sign}}} {to_latex(node)} = {tends.tex()}"
    good = _tends_there(_values(node, x, where, side), tends)
    ledger.step(says, latex, Check(good, "values of the function, in floats, go there as the point comes closer"))


def _concluded(ledger: Ledger, node: Node, place: tuple[Any, Any], known: dict[int, Tends], side: int) -> Solution:
    x, where = place
    goal = f"{write.tex(where)}^{'+' if side > 0 else '-'}" if side else write.tex(where)
    begins = rf"\lim_{{{write.tex(x)} \to {goal}}} {to_latex(node)}"
    ends = {one: _values(node, x, where, one)[-1] or 0.0 for one in known}
    first = next(iter(known.values()))
    if all((t.value, t.direction) == (first.value, first.direction) for t in known.values()):
        how = Check(
            all(_tends_there(_values(node, x, where, one), first) for one in known),
            "second route: values on the sides asked for go there",
        )
        kind = "number" if first.value is not None else "words"
        says = "So this is the limit." if first.value is not None else "It grows without bound: there is no finite limit."
        return ledger.conclude(kind, first.plain(), f"{begins} = {first.tex()}", how, says=says)
    apart = abs(ends[1] - ends[-1]) > 1e-2
    how = Check(apart, "second route: close to the point, values on the two sides stay apart")
    says = "Left and right differ, so there is no limit."
    return ledger.conclude("words", "no limit", rf"{begins} \text{{ does not exist}}", how, says=says)
