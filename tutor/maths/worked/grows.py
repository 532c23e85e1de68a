r"""What happens to a result when one of its quantities grows and the rest stays.

Law: a claim that something grows is either proved from the sign of the derivative, all quantities being positive, or says
"tested"; either way differences of values at many points must agree with it, or it is not made.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from tutor.maths.computable import Turned, names_of, turned_side
from tutor.maths.evaluate import Floats, Undefined, evaluate
from tutor.maths.tree import Node, Number, Symbol
from tutor.maths.worked.numbers_example import MOST_NAMES
from tutor.maths.worked.slopes import sign_of, slope
from tutor.maths.worked.working import OUT

__all__ = ["Growth", "growth"]

_POINTS = 40


@dataclass(frozen=True, slots=True)
class Growth:
    """What the result does when one quantity grows and the rest stays: "grows", "shrinks", "depends" or "stays"."""

    symbol: str
    does: str
    sentence: str
    standing: str


def growth(
    tree: Node, latex: str, chances: frozenset[str] = frozenset(), never: frozenset[str] = frozenset()
) -> tuple[Growth, ...]:
    r"""What the left side does when each quantity grows; () where the formula is no sure computation.

    >>> from tutor.maths.formula import read_formula
    >>> [(g.symbol, g.does) for g in growth(read_formula("d = v/t").tree, "d = v/t")]
    [('v', 'grows'), ('t', 'shrinks')]
    """
    turned = turned_side(tree, latex, chances, never)
    if turned is None or not turned.left:
        return ()
    names = names_of(turned.tree, turned.shown)
    if len(names) > MOST_NAMES:
        return ()
    found = []
    for name in names:
        told = _grows(turned, name, names)
        if told is not None:
            found.append(told)
    return tuple(found)


def _grows(turned: Turned, name: str, names: list[str]) -> Growth | None:
    partial = slope(turned.tree, name)
    small = turned.chances | ({name} if name in turned.chances else frozenset())
    sign = None if partial is None else sign_of(partial, small)
    seen = _differences(turned, name, names)
    if seen is None:
        return None
    does = {1: "grows", -1: "shrinks", 0: "depends"}[seen]
    if sign is not None and sign != seen:
        return None
    standing = "proved" if sign is not None else "tested"
    return Growth(turned.shown[name], does, _sentence(turned, name, does, partial), standing)


def _differences(turned: Turned, name: str, names: list[str]) -> int | None:
    """1, -1 or 0 (both are seen) from differences of values at random positive points; None where there are too few."""
    draw = random.Random("grows")
    ups = downs = 0
    for _ in range(_POINTS):
        point = {n: complex(draw.uniform(0.05, 0.9) if n in turned.chances else draw.uniform(0.2, 6.0)) for n in names}
        step = 0.04 if name in turned.chances else 0.1
        try:
            low = evaluate(turned.tree, Floats(), point)
            high = evaluate(turned.tree, Floats(), point | {name: point[name] + step})
        except (Undefined, *OUT):
            continue
        if abs(low.imag) > 1e-9 or abs(high.imag) > 1e-9 or abs(high - low) < 1e-12:
            continue
        ups, downs = ups + (high.real > low.real), downs + (high.real < low.real)
    if ups + downs < _POINTS // 4:
        return None
    return 0 if ups and downs else 1 if ups else -1


def _sentence(turned: Turned, name: str, does: str, partial: Node | None) -> str:
    shown, left = f"${turned.shown[name]}$", f"${turned.left}$"
    if does == "depends":
        return f"when {shown} grows, {left} may grow or shrink: that depends on the other quantities"
    amount = (
        turned.shown.get(partial.name) if isinstance(partial, Symbol) else partial.text if isinstance(partial, Number) else None
    )
    if amount is not None and does == "grows":
        return f"when {shown} grows by 1 and the rest stays, {left} grows by ${amount}$"
    return f"when {shown} grows and the rest stays, {left} {does} (all quantities positive)"
