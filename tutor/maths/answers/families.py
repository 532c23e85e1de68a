"""Answers with a constant that may be anything: x^2/2 + C, written with another letter, another start, another factor.

Law: the typed family is the key's only if one straight line of constants, C = a t + b with a not zero, turns the key into it.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from tutor.errors import Unreadable
from tutor.maths.algebra import Verdict, same
from tutor.maths.answers.lists import put
from tutor.maths.evaluate import Undefined, approximate
from tutor.maths.tree import Binary, Negative, Node, Number, Symbol, symbols

_PLACES = (Fraction(7, 5), Fraction(13, 4), Fraction(1, 3), Fraction(-8, 5))
_VARIABLES = frozenset("stuvwxyzn")  # no one calls a constant so
_ZERO, _ONE = Number((0, 0), "0"), Number((0, 0), "1")


def same_family(key: Node, typed: Node, constants: Sequence[str]) -> tuple[Verdict, str] | None:
    """Compare two formulas up to a declared constant; None where no constant is in play. The sentence says what is missing.

    >>> from tutor.maths.parse import read
    >>> same_family(read("sin(x)^2/2 + C"), read("-cos(2x)/4 + K"), ("C",))[0].value
    'same'
    >>> same_family(read("x^2/2 + C"), read("x^2/2 + C*x"), ("C",))[0].value
    'different'
    """
    mine = [name for name in constants if name in symbols(key)]
    if not mine and len(constants) == 1 and set(constants) & symbols(typed):
        key, mine = Binary(key.span, "+", key, Symbol(key.span, constants[0])), [constants[0]]
    if len(mine) != 1:
        return None
    constant = mine[0]
    others = symbols(key) - {constant}
    loose = sorted(symbols(typed) - others)
    if not loose:
        return Verdict.DIFFERENT, f"the constant {constant} is missing"
    if len(loose) != 1 or len(loose[0].partition("_")[0]) != 1 or (loose[0] != constant and loose[0][0] in _VARIABLES):
        return None
    return _compared(key, typed, constant, loose[0], others), "this is another family of functions"


def _compared(key: Node, typed: Node, constant: str, letter: str, others: frozenset[str]) -> Verdict:
    """The verdict on key at C = a t + b against typed, with a and b read off at one place."""
    free = put(key, {constant: _ZERO})
    slope = _minus(put(key, {constant: _ONE}), free)
    for place in _PLACES:
        at = {name: _numeral(place + n) for n, name in enumerate(sorted(others))}
        start = _over(_minus(put(put(typed, {letter: _ZERO}), at), put(free, at)), put(slope, at))
        end = _over(_minus(put(put(typed, {letter: _ONE}), at), put(free, at)), put(slope, at))
        try:
            rise = approximate(end) - approximate(start)
        except (Undefined, Unreadable, OverflowError, ZeroDivisionError):
            continue
        if abs(rise) < 1e-9 or abs(rise.imag) > 1e-9:
            return Verdict.DIFFERENT
        moved = Binary(typed.span, "+", start, Binary(typed.span, "*", _minus(end, start), Symbol(typed.span, letter)))
        return same(put(key, {constant: moved}), typed)
    return Verdict.UNDECIDED


def _minus(a: Node, b: Node) -> Node:
    return Binary(a.span, "-", a, b)


def _over(a: Node, b: Node) -> Node:
    return Binary(a.span, "/", a, b)


def _numeral(value: Fraction) -> Node:
    size = Binary((0, 0), "/", Number((0, 0), str(abs(value.numerator))), Number((0, 0), str(value.denominator)))
    return Negative((0, 0), size) if value < 0 else size
