"""Are two formulas the same? The only door to SymPy in these rooms.

Law: what someone typed is read, never run. SymPy is given objects built from our own tree, node by node, and never a text.
Rational functions are compared exactly modulo a large prime. Everything else must first agree in floats at many points and is
then confirmed to 60 digits at points of its domain. What can be neither confirmed nor refuted is UNDECIDED, never guessed.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tutor.errors import Unreadable
from tutor.maths.answers.pieces import points_of_pieces
from tutor.maths.evaluate import PRIME, Exact, Floats, Modular, OutsideArithmetic, Undefined, evaluate, exact
from tutor.maths.tree import Apply, Binary, Factorial, Negative, Node, Number, Percent, Symbol, symbols

if TYPE_CHECKING:
    import sympy

DIGITS = 60
_FLOAT_POINTS = 16
_CONFIRMED_POINTS = 3


class Verdict(Enum):
    """What we can say about two formulas."""

    SAME = "same"
    DIFFERENT = "different"
    SAME_WHERE_DEFINED = "same where defined"
    UNDECIDED = "undecided"


def same(key: Node, typed: Node, *, imaginary: bool = False) -> Verdict:
    """Compare two scalar formulas; the domain is where the key is real. `imaginary` lets i be the square root of -1.

    >>> from tutor.maths.parse import read
    >>> same(read("sin(x)^2 + cos(x)^2"), read("1")).value, same(read("sqrt(x^2)"), read("x")).value
    ('same', 'different')
    """
    names = symbols(key) | symbols(typed)
    free = names - {"i"} if imaginary else names
    decided = _exactly(key, typed, names)
    if decided is not None and (decided is Verdict.SAME or names == free):  # i as a free letter can show equality only
        return decided
    return _by_points(key, typed, free, imaginary)


def _exactly(key: Node, typed: Node, names: frozenset[str]) -> Verdict | None:
    """The verdict where both are rational, else None."""
    try:
        if not names:
            left, right = exact(key), exact(typed)
            return None if left is None or right is None else (Verdict.SAME if left == right else Verdict.DIFFERENT)
        return _modular(key, typed, names)
    except OutsideArithmetic:
        return None
    except Undefined:
        return Verdict.UNDECIDED


def _modular(key: Node, typed: Node, names: frozenset[str]) -> Verdict:
    draw, agreed = random.Random("modular"), 0
    for _ in range(6):
        point = {name: draw.randrange(2, PRIME) for name in sorted(names)}
        try:
            left, right = evaluate(key, Modular(), point), evaluate(typed, Modular(), point)
        except Undefined:
            continue
        if left != right:
            return Verdict.DIFFERENT
        agreed += 1
    return Verdict.SAME if agreed >= 3 else Verdict.UNDECIDED


def _points(names: frozenset[str]) -> Iterator[dict[str, Fraction]]:
    """Rational points, positive ones first: many formulas of these books live on positive numbers only."""
    draw = random.Random("points")
    for turn in range(_FLOAT_POINTS if names else 1):
        lowest = 200 if turn % 2 == 0 else -2_900
        yield {name: Fraction(draw.randrange(lowest, 2_900) * 2 + 1, 1_994) for name in sorted(names)}


def _by_points(key: Node, typed: Node, names: frozenset[str], imaginary: bool) -> Verdict:
    kept: list[dict[str, Fraction]] = []
    partly = False
    for point in _points(names):
        floats = Floats(imaginary)
        at = {name: complex(value) for name, value in point.items()}
        try:
            left = evaluate(key, floats, at)
        except Undefined:
            continue
        if names and abs(left.imag) > 1e-9 * floats.largest:
            continue
        try:
            right = evaluate(typed, floats, at)
        except Undefined:
            continue
        if floats.absorbed:
            return Verdict.UNDECIDED
        if abs(left - right) > 1e-9 * floats.largest:
            if names and abs(right.imag) > 1e-9 * floats.largest:
                partly = True
                continue
            return Verdict.DIFFERENT
        kept.append(point)
    torn = _on_every_piece(key, typed, names, imaginary, kept)
    if torn is Verdict.DIFFERENT:
        return torn
    partly = partly or torn is Verdict.SAME_WHERE_DEFINED
    if len(kept) < (4 if names else 1):
        return Verdict.DIFFERENT if partly and not kept else Verdict.UNDECIDED
    found = _confirmed(key, typed, kept[:_CONFIRMED_POINTS], imaginary)
    return Verdict.SAME_WHERE_DEFINED if found is Verdict.SAME and partly else found


def _on_every_piece(
    key: Node, typed: Node, names: frozenset[str], imaginary: bool, kept: list[dict[str, Fraction]]
) -> Verdict | None:
    """What the points on both sides of every break say: agreement near 0 says nothing of |x - 20| beyond 20."""
    partly = False
    for point in points_of_pieces(key, typed, names):
        floats, at = Floats(imaginary), {name: complex(value) for name, value in point.items()}
        try:
            left, right = evaluate(key, floats, at), evaluate(typed, floats, at)
        except Undefined:
            continue
        if floats.absorbed or abs(left.imag) > 1e-9 * floats.largest:
            continue
        if abs(left - right) <= 1e-9 * floats.largest:
            if len(kept) < 4:
                kept.append(point)
        elif abs(right.imag) > 1e-9 * floats.largest:
            partly = True
        elif _apart(key, typed, point, imaginary):
            return Verdict.DIFFERENT
    return Verdict.SAME_WHERE_DEFINED if partly else None


def _apart(key: Node, typed: Node, point: Mapping[str, Fraction], imaginary: bool) -> bool:
    """Whether a difference that floats see far out is there to 60 digits, too."""
    sides = [_digits(to_sympy(node, imaginary=imaginary), point) for node in (key, typed)]
    if sides[0] is None or sides[1] is None:
        return False
    gap = max(abs(a - b) for a, b in zip(sides[0], sides[1], strict=True))
    return gap > max(Fraction(1), abs(sides[0][0])) * Fraction(1, 10 ** (DIGITS - 15))


def _confirmed(key: Node, typed: Node, points: list[dict[str, Fraction]], imaginary: bool) -> Verdict:
    """Agreement to 60 digits at a few points, after floats found no difference."""
    left, right = to_sympy(key, imaginary=imaginary), to_sympy(typed, imaginary=imaginary)
    if left == right:
        return Verdict.SAME
    for point in points:
        first, second = _digits(left, point), _digits(right, point)
        if first is None or second is None:
            return Verdict.UNDECIDED
        gap = max(abs(a - b) for a, b in zip(first, second, strict=True))
        size = max(Fraction(1), abs(first[0]), abs(first[1]))
        if gap > size * Fraction(1, 10 ** (DIGITS - 15)):
            return Verdict.DIFFERENT
    return Verdict.SAME


def precise(node: Node, *, imaginary: bool = False) -> tuple[Fraction, Fraction] | None:
    """Real and imaginary part of a constant to about 60 digits, or None where it has no finite value.

    >>> from tutor.maths.parse import read
    >>> float(precise(read("sqrt(2)"))[0])
    1.4142135623730951
    """
    if symbols(node) - ({"i"} if imaginary else set()):
        return None
    return _digits(to_sympy(node, imaginary=imaginary), {})


def _digits(expression: Any, point: Mapping[str, Fraction]) -> tuple[Fraction, Fraction] | None:
    import sympy

    at = {sympy.Symbol(name): sympy.Rational(value.numerator, value.denominator) for name, value in point.items()}
    value = sympy.N(expression.subs(at) if at else expression, DIGITS, maxn=400)
    real, imaginary = value.as_real_imag()
    if not (real.is_Float or real.is_Rational) or not (imaginary.is_Float or imaginary.is_Rational):
        return None
    if not (real.is_finite and imaginary.is_finite):
        return None
    return _fraction(real), _fraction(imaginary)


def _fraction(value: Any) -> Fraction:
    import sympy

    rational = sympy.Rational(value)
    return Fraction(int(rational.p), int(rational.q))


def to_sympy(node: Node, *, imaginary: bool = False) -> sympy.Expr:
    """The same formula as a SymPy expression, built object by object; raises Unreadable for lists and matrices.

    >>> from tutor.maths.parse import read
    >>> to_sympy(read("2x + e^0"))
    2*x + 1
    """
    import sympy

    def build(part: Node) -> Any:
        match part:
            case Number():
                value = evaluate(part, Exact(), {})
                return sympy.Rational(value.numerator, value.denominator)
            case Symbol(name=name):
                constants = {"pi": sympy.pi, "e": sympy.E, "oo": sympy.oo} | ({"i": sympy.I} if imaginary else {})
                return constants.get(name) or sympy.Symbol(name)
            case Negative(body=body):
                return -build(body)
            case Percent(body=body):
                return build(body) / 100
            case Factorial() | Apply(function="binom"):
                value = evaluate(part, Exact(), {})
                return sympy.Integer(int(value))
            case Binary():
                return _joined(part.op, build(part.left), build(part.right))
            case Apply():
                return _applied(part, build(part.arguments[0]), build(part.base) if part.base else None)
        raise Unreadable("I can't check this form here — try a single value or formula.")

    return build(node)


def _joined(op: str, left: Any, right: Any) -> Any:
    if op == "+":
        return left + right
    if op == "-":
        return left - right
    if op == "*":
        return left * right
    return left / right if op == "/" else left**right


def _applied(part: Apply, inside: Any, base: Any) -> Any:
    import sympy

    names = {"ln": "log", "arcsin": "asin", "arccos": "acos", "arctan": "atan", "abs": "Abs"}
    if part.function == "sigmoid":
        return 1 / (1 + sympy.exp(-inside))
    known = [
        "sin",
        "cos",
        "tan",
        "cot",
        "sec",
        "csc",
        "arcsin",
        "arccos",
        "arctan",
        "sinh",
        "cosh",
        "tanh",
        "exp",
        "ln",
        "log",
        "sqrt",
        "abs",
    ]
    if part.function not in known:
        raise Unreadable(f"I can't check '{part.function}' here — try its value.")
    value = getattr(sympy, names.get(part.function, part.function))(inside)
    return value / sympy.log(base) if base is not None else value
