"""What sets a wrong value or formula apart from the right one, in half a sentence: something to think about, never the answer."""

from __future__ import annotations

import math
from fractions import Fraction

from tutor.errors import Unreadable
from tutor.maths.algebra import precise
from tutor.maths.evaluate import Undefined, approximate
from tutor.maths.tree import Node, symbols

_NEAR = Fraction(1, 50)  # as a share of the answer
_TINY = Fraction(1, 10**25)
_POINTS = 12
_CLEAR = 1e-3  # as a share: a difference one sees in four digits


def value_apart(wanted: Node, given: Node) -> str:
    """How a wrong number lies to the right one.

    >>> from tutor.maths.parse import read
    >>> [value_apart(read("5"), read(typed)) for typed in ("-5", "1/5", "9", "4.95", "2i")]
    ['the size is right, the sign is not', 'this is one over the answer', 'this is too large', \
'this is near, but not near enough', 'this is another value']
    """
    first, second = _real(wanted), _real(given)
    if first is None or second is None:
        return "this is another value"
    if abs(first + second) < _TINY:
        return "the size is right, the sign is not"
    if abs(first * second - 1) < _TINY:
        return "this is one over the answer"
    if abs(first - second) < _NEAR * abs(first):
        return "this is near, but not near enough"
    return "this is too large" if second > first else "this is too small"


def formula_apart(wanted: Node, given: Node) -> str:
    """A letter that does not belong, or small numbers at which the two formulas give different values.

    >>> from tutor.maths.parse import read
    >>> formula_apart(read("2x"), read("x^2 + 1")), formula_apart(read("2x"), read("2x + C"))
    ('at x = 2 yours gives 5 and the answer gives 4', 'yours has the letter C, the answer does not')
    """
    letters = sorted(symbols(wanted) | symbols(given))
    if not letters:
        return value_apart(wanted, given)
    if strange := sorted(symbols(given) - symbols(wanted)):
        return f"yours has the letter {strange[0]}, the answer does not"
    for start in range(2, 2 + _POINTS):
        point = {letter: float(start + n) for n, letter in enumerate(letters)}
        values = _at(wanted, point), _at(given, point)
        if None not in values and _differ(values[0] or 0.0, values[1] or 0.0):
            at = ", ".join(f"{letter} = {value:g}" for letter, value in point.items())
            return f"at {at} yours gives {values[1]:.4g} and the answer gives {values[0]:.4g}"
    return "this is another expression"


def _real(node: Node) -> Fraction | None:
    try:
        parts = precise(node) if not symbols(node) else None
    except (Unreadable, Undefined, OverflowError, ZeroDivisionError):
        return None
    return parts[0] if parts is not None and abs(parts[1]) < _TINY else None


def _at(node: Node, point: dict[str, float]) -> float | None:
    try:
        value = approximate(node, point)
    except (Unreadable, Undefined, OverflowError, ZeroDivisionError):
        return None
    return value.real if abs(value.imag) < 1e-12 and math.isfinite(value.real) and abs(value.real) < 1e6 else None


def _differ(a: float, b: float) -> bool:
    return abs(a - b) > _CLEAR * max(1e-6, abs(a), abs(b)) and f"{a:.4g}" != f"{b:.4g}"
