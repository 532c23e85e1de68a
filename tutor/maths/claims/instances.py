"""Numbers put where the bounds of a text want them: 2 < x < 3 is met by hardly any number that is drawn at will."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from tutor.maths.claims.claim import Pair
from tutor.maths.claims.letters import unknowns
from tutor.maths.claims.printed import closed_value
from tutor.maths.letters import is_symbol, key
from tutor.maths.tree import Node
from tutor.maths.values import Assignment, NotComputable, OutsideArithmetic, Undefined

_LESS = {"<": False, "lt": False, "leq": True, "le": True, "leqslant": True}
_MORE = {">": False, "gt": False, "geq": True, "ge": True, "geqslant": True}
Bound = tuple[Fraction, bool]  # the number, and whether it may be reached


def inside(trial: Assignment, conditions: Sequence[Pair], draw: random.Random) -> Assignment:
    """The instance with every number moved that lies outside of what numbers bound it by; the rest as it was drawn."""
    values, wholes = dict(trial.values), dict(trial.wholes)
    for name, (low, high) in _bounds(conditions).items():
        value = values.get(name, wholes.get(name))
        if not isinstance(value, Fraction | int) or _within(Fraction(value), low, high):
            continue
        moved = _between(low, high, draw, whole=name in wholes)
        if name in wholes:
            wholes[name] = int(moved)
        else:
            values[name] = moved
    return replace(trial, values=values, wholes=wholes)


def _bounds(conditions: Sequence[Pair]) -> dict[str, tuple[Bound | None, Bound | None]]:
    """The lowest and the highest value of each letter that is bound by numbers."""
    found: dict[str, tuple[Bound | None, Bound | None]] = {}
    for pair in conditions:
        for letter, other, less, more in ((pair.left, pair.right, _LESS, _MORE), (pair.right, pair.left, _MORE, _LESS)):
            if not is_symbol(letter) or (limit := _number(other, pair.latex)) is None:
                continue
            name = key(letter, pair.latex)
            low, high = found.get(name, (None, None))
            if pair.sign in less:
                bound = (limit, less[pair.sign])
                high = bound if high is None or bound < high else high
            elif pair.sign in more:
                bound = (limit, more[pair.sign])
                low = bound if low is None or (bound[0], not bound[1]) > (low[0], not low[1]) else low
            found[name] = (low, high)
    return found


def _number(side: Node, latex: str) -> Fraction | None:
    if unknowns(side, latex):
        return None
    try:
        return Fraction(closed_value(side, latex, Assignment()))
    except (NotComputable, Undefined, OutsideArithmetic, ArithmeticError, TypeError, ValueError):
        return None


def _within(value: Fraction, low: Bound | None, high: Bound | None) -> bool:
    above = low is None or value > low[0] or (low[1] and value == low[0])
    return above and (high is None or value < high[0] or (high[1] and value == high[0]))


def _between(low: Bound | None, high: Bound | None, draw: random.Random, *, whole: bool) -> Fraction:
    """A number within the bounds: now and then the bound itself, where most is missed."""
    if whole:
        first = low[0].__ceil__() if low else high[0].__floor__() - 6 if high else 0
        last = min(high[0].__floor__(), first + 6) if high else first + 6
        return Fraction(draw.randint(first, max(first, last)))
    reached = [bound[0] for bound in (low, high) if bound and bound[1]]
    if reached and draw.random() < 0.15:
        return draw.choice(reached)
    if low and high:
        return low[0] + (high[0] - low[0]) * Fraction(draw.randrange(1, 32), 32)
    step = Fraction(draw.choice((1, 2, 3, 5, 7, 16, 40)), draw.choice((1, 1, 2, 8)))
    return low[0] + step if low else high[0] - step if high else step
