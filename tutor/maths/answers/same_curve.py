"""Two equations with the same solutions: ln y = x and y = e^x, |x| = 2 and x^2 = 4.

One letter is solved for while the others stand at many values, on both sides of every break and far out; every solution of one
must solve the other. Where a side has no value at a solution of the other, nothing is decided.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from tutor.errors import Unreadable
from tutor.maths.answers.pieces import arguments, breaks_of
from tutor.maths.evaluate import Exact, Floats, OutsideArithmetic, Undefined, evaluate
from tutor.maths.roots import coefficients, near, places, roots, turns
from tutor.maths.tree import Apply, Binary, Node, Relation, Symbol, symbols, walk

_SECONDS = 0.3
_MOST_LETTERS, _MOST_ROOTS, _FEWEST = 3, 12, 8
_LOW = 20
_SHORT = 10**12  # a longer fraction is a float in disguise
_SMALL = 8  # how many of the plain values are small
_STEEP = frozenset("exp sinh cosh".split())
_PLAIN = tuple(map(Fraction, ("0", "1", "-1", "2", "-3", "1/2", "7/3", "-5/4", "10.6875", "-10.6875", "100.6875", "-1000.6875")))
_OUT = (Undefined, OutsideArithmetic, Unreadable, OverflowError, ValueError)
Point = Mapping[str, Fraction]
Values = Sequence[Any]  # floats, and fractions where these are exact


def same_solutions(key: Relation, typed: Relation) -> bool | None:
    """Whether two equations have the same real solutions; None where that is not decided.

    >>> from tutor.maths.parse import read
    >>> same_solutions(read("y = e^x"), read("ln y = x")), same_solutions(read("x^2 = 4"), read("x = 2"))
    (True, False)
    """
    names = sorted(symbols(key) | symbols(typed))
    if symbols(key) != symbols(typed) or not 0 < len(names) <= _MOST_LETTERS:
        return None
    started, matched, doubt = time.perf_counter(), 0, False
    for unknown, others in _settings(key, typed, names):
        one, two = _solutions(key, unknown, others), _solutions(typed, unknown, others)
        if one is None or two is None or max(len(one), len(two)) > _MOST_ROOTS:
            doubt = True
            continue
        for mine, theirs, equation in _both_ways(one, two, key, typed):
            for x in mine:
                if x in theirs:
                    matched += 1
                    continue
                if abs(x) > 1e9 or 0 < abs(x) < 1e-9:
                    continue  # too far out for floats
                holds = _solves(equation, {**others, unknown: Fraction(x)})
                if holds is False:
                    return False
                doubt = doubt or holds is None
                matched += holds is True
        if time.perf_counter() - started > _SECONDS:
            break
    return True if not doubt and matched >= (2 if len(names) == 1 else _FEWEST) else None


def _both_ways(one: Values, two: Values, key: Relation, typed: Relation) -> list[tuple[Values, Values, Relation]]:
    """The solutions of each equation with those of the other, and the other equation to put them in."""
    return [(one, two, typed), (two, one, key)]


def _settings(key: Relation, typed: Relation, names: list[str]) -> Iterator[tuple[str, dict[str, Fraction]]]:
    """Each letter as the unknown, the others at plain values, at the breaks of both equations and beside them."""
    if len(names) == 1:
        yield names[0], {}
        return
    inner = [*arguments(key), *arguments(typed), *_denominators(key), *_denominators(typed)]
    for turn in range(2):
        for n, unknown in enumerate(names):
            free = [name for name in names if name != unknown]
            found = list(_PLAIN) if turn == 0 else []
            if turn:
                settled = {name: Fraction(9, 4) + k for k, name in enumerate(names)}
                found = [p for node in inner if free[0] in symbols(node) for p in places(breaks_of(node, free[0], settled))]
            reach = _LOW if _steep(key) or _steep(typed) else None
            found = [place for place in found if reach is None or abs(place) <= reach]
            for k, place in enumerate(found[:40]):
                yield unknown, {name: place if m == 0 else _PLAIN[(k + m + n) % _SMALL] for m, name in enumerate(free)}


def _denominators(node: Node) -> list[Node]:
    return [part.right for part in walk(node) if isinstance(part, Binary) and part.op == "/" and symbols(part.right)][:4]


def _solutions(equation: Relation, unknown: str, others: Point) -> Values | None:
    """The solutions for one letter; None where every value is one, or one side has no value anywhere."""
    for side, other in (equation.sides, equation.sides[::-1]):
        if isinstance(side, Symbol) and side.name == unknown and unknown not in symbols(other):
            value = _exactly(other, others) or _value(other, others)
            return [] if value is None else [value]

    def exactly(x: Fraction) -> Fraction | None:
        try:
            left, right = (evaluate(side, Exact(), {**others, unknown: x}) for side in equation.sides)
        except _OUT:
            return None
        return Fraction(left - right)

    found = coefficients(exactly)
    if found is not None:
        if not any(found):
            return None
        if len(found) == 2 and found[1]:
            return [-found[0] / found[1]]
        size = float(max(abs(c) for c in found))
        kept: list[float | Fraction] = []
        for x in turns(found):
            short = Fraction(x).limit_denominator(10_000)
            if not sum(c * short**n for n, c in enumerate(found)):
                kept += [short] if short not in kept else []
                continue
            value = sum(float(c) * x**n for n, c in enumerate(found))
            if abs(value) <= 1e-10 * size * max(1.0, abs(x)) ** (len(found) - 1) and not any(near(x, float(y)) for y in kept):
                kept.append(x)
        return kept
    here, always = roots(lambda x: _gap(equation, {**others, unknown: Fraction(x)}), [float(v) for v in others.values()])
    return None if always else [x for x in here if _meets(equation, unknown, others, x)]


def _meets(equation: Relation, unknown: str, others: Point, x: float) -> bool:
    """Whether the sides meet there and are not only both small, as e^x and 0 are far out: beside a root they part."""
    step = 1e-3 * max(1.0, abs(x))
    gaps = [_gap(equation, {**others, unknown: Fraction(place)}) for place in (x, x - step, x + step)]
    here, beside = gaps[0], [abs(g) for g in gaps[1:] if g is not None]
    return here is not None and bool(beside) and max(beside) > 100 * abs(here)


def _steep(equation: Relation) -> bool:
    """Whether a letter stands in an exponent: then floats end early."""
    raised = (part.right for part in walk(equation) if isinstance(part, Binary) and part.op == "^")
    return any(symbols(node) for node in raised) or any(isinstance(p, Apply) and p.function in _STEEP for p in walk(equation))


def _gap(equation: Relation, point: Point) -> float | None:
    left, right = (_value(side, point) for side in equation.sides)
    return None if left is None or right is None else left - right


def _exactly(node: Node, point: Point) -> Fraction | None:
    try:
        value: Fraction = evaluate(node, Exact(), point)
    except _OUT:
        return None
    return value


def _value(node: Node, point: Point) -> float | None:
    try:
        value = complex(evaluate(node, Floats(), {name: complex(x) for name, x in point.items()}))
    except _OUT:
        return None
    return value.real if abs(value.imag) <= 1e-9 * max(1.0, abs(value)) else None


def _solves(equation: Relation, point: Point) -> bool | None:
    """Whether a point known in floats solves an equation; None where a side has no value there, or it is too near to call."""
    one, two = (_exactly(side, point) for side in equation.sides)
    if one is not None and two is not None and all(x.denominator < _SHORT for x in point.values()):
        return one == two
    left, right = (_value(side, point) for side in equation.sides)
    if left is None or right is None:
        return None
    size = max(1.0, abs(left), abs(right), *(abs(float(x)) for x in point.values()))
    gap = abs(left - right)
    return True if gap <= 1e-12 * size else None if gap <= 1e-4 * size else False
