"""The value of a tree at a point, in three arithmetics: exact fractions, whole numbers modulo a prime, and complex floats.

Fractions decide where all is rational. Modulo a prime of 61 bits two rational functions that agree at random points are equal
except with a chance below 1e-15 a point (Schwartz 1980, Zippel 1979). Floats only ever find differences; they prove nothing.
Every power and factorial is measured before it is computed, so nothing typed can make us work for long.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any, Protocol

from tutor.errors import Unreadable
from tutor.maths.tree import Apply, Binary, Factorial, Negative, Node, Number, Percent, Symbol, symbols

PRIME = 2**61 - 1
MOST_BITS = 4_096
LARGEST_FACTORIAL = 170
LARGEST_EXPONENT = 200
_MINUS_ONE = Fraction(-1)


class Undefined(ArithmeticError):
    """The expression has no value at this point: a zero divisor, the logarithm of zero."""


class OutsideArithmetic(ArithmeticError):
    """This arithmetic has no such number: sqrt(2) is no fraction."""


class Arithmetic(Protocol):
    """What a tree needs from its numbers; `Any` because the number type differs from one arithmetic to the next."""

    def number(self, value: Fraction) -> Any: ...
    def constant(self, name: str) -> Any: ...
    def add(self, a: Any, b: Any) -> Any: ...
    def multiply(self, a: Any, b: Any) -> Any: ...
    def divide(self, a: Any, b: Any) -> Any: ...
    def power(self, a: Any, b: Any, whole: int | None) -> Any: ...
    def apply(self, name: str, a: Any) -> Any: ...


def evaluate(node: Node, arithmetic: Arithmetic, point: Mapping[str, Any]) -> Any:
    """The value of a tree; raises Undefined, OutsideArithmetic, or Unreadable for what no arithmetic can hold."""
    match node:
        case Number(text=text):
            return arithmetic.number(numeral(text))
        case Symbol(name=name):
            return point[name] if name in point else arithmetic.constant(name)
        case Negative(body=body):
            return arithmetic.multiply(arithmetic.number(_MINUS_ONE), evaluate(body, arithmetic, point))
        case Percent(body=body):
            return arithmetic.divide(evaluate(body, arithmetic, point), arithmetic.number(Fraction(100)))
        case Factorial(body=body):
            return arithmetic.number(Fraction(_factorial(body)))
        case Binary():
            return _join(node, arithmetic, point)
        case Apply():
            return _call(node, arithmetic, point)
    raise Unreadable("I can't check this form here — try a single value or formula.")


def _join(node: Binary, arithmetic: Arithmetic, point: Mapping[str, Any]) -> Any:
    if node.op == "cup":
        raise Unreadable("I can't check a union here — try a single value or formula.")
    left = evaluate(node.left, arithmetic, point)
    if node.op == "^":
        return _raise(left, node, arithmetic, point)
    right = evaluate(node.right, arithmetic, point)
    if node.op == "+":
        return arithmetic.add(left, right)
    if node.op == "-":
        return arithmetic.add(left, arithmetic.multiply(arithmetic.number(_MINUS_ONE), right))
    return arithmetic.multiply(left, right) if node.op == "*" else arithmetic.divide(left, right)


def _raise(base: Any, node: Binary, arithmetic: Arithmetic, point: Mapping[str, Any]) -> Any:
    if isinstance(node.right, Number):  # nearly every exponent: a curve asks for it at hundreds of points
        exponent: Fraction | None = numeral(node.right.text)
    else:
        exponent = None if symbols(node.right) else exact(node.right)
    if exponent is not None and abs(exponent) > LARGEST_EXPONENT and exact(node.left) not in (0, 1, -1):
        raise Unreadable(f"This power is too large to check — try exponents up to {LARGEST_EXPONENT}.")
    if exponent is not None and exponent.denominator == 1:
        return arithmetic.power(base, arithmetic.number(exponent), int(exponent))
    return arithmetic.power(base, evaluate(node.right, arithmetic, point), None)


def _call(node: Apply, arithmetic: Arithmetic, point: Mapping[str, Any]) -> Any:
    if node.function == "binom":
        return arithmetic.number(Fraction(_binomial(node)))
    if len(node.arguments) != 1:
        raise Unreadable(f"I can't read {node.function} of {len(node.arguments)} values — give it one.")
    inside = evaluate(node.arguments[0], arithmetic, point)
    name = "ln" if node.function == "log" else node.function
    value = arithmetic.apply(name, inside)
    return arithmetic.divide(value, arithmetic.apply("ln", evaluate(node.base, arithmetic, point))) if node.base else value


@lru_cache(maxsize=4096)
def numeral(text: str) -> Fraction:
    """The exact value of a numeral; raises Unreadable beyond 10^±40.

    >>> numeral("0.125"), numeral("1e-3"), numeral("1/2")
    (Fraction(1, 8), Fraction(1, 1000), Fraction(1, 2))
    """
    power = text.lower().partition("e")[2]
    if power and (len(power) > 4 or abs(int(power)) > 40):
        raise Unreadable("This number is too large or too small to check — stay between 10^-40 and 10^40.")
    return Fraction(text)


def _whole(node: Node, most: int, what: str) -> int:
    value = None if symbols(node) else exact(node)
    if value is None or value.denominator != 1 or not 0 <= value <= most:
        raise Unreadable(f"I can only check {what} of whole numbers from 0 to {most} — try the value itself.")
    return int(value)


def _factorial(body: Node) -> int:
    return math.factorial(_whole(body, LARGEST_FACTORIAL, "the factorial"))


def _binomial(node: Apply) -> int:
    if len(node.arguments) != 2:
        raise Unreadable("I can't read this choice — try C(5, 2).")
    return math.comb(*(_whole(argument, 1_000, "C(n, k)") for argument in node.arguments))


class Exact:
    """Fractions: exact, and honest about what is not rational."""

    def number(self, value: Fraction) -> Fraction:
        return value

    def constant(self, name: str) -> Fraction:
        raise OutsideArithmetic(name)

    def add(self, a: Fraction, b: Fraction) -> Fraction:
        return _small(a + b)

    def multiply(self, a: Fraction, b: Fraction) -> Fraction:
        return _small(a * b)

    def divide(self, a: Fraction, b: Fraction) -> Fraction:
        if b == 0:
            raise Undefined
        return _small(a / b)

    def power(self, a: Fraction, b: Fraction, whole: int | None) -> Fraction:
        if whole is None:
            root = _root(a, b.denominator)
            return self.power(root, Fraction(b.numerator), b.numerator)
        if a == 0 and whole <= 0:
            if whole == 0:
                return Fraction(1)
            raise Undefined
        if a in (1, -1, 0):
            return a if whole % 2 else abs(a)
        bits = max(a.numerator.bit_length(), a.denominator.bit_length())
        if bits * abs(whole) > MOST_BITS:
            raise Unreadable("This power is too large to check — try a smaller exponent.")
        return a**whole

    def apply(self, name: str, a: Fraction) -> Fraction:
        if name == "abs":
            return abs(a)
        if name == "sqrt":
            return _root(a, 2)
        if (name, a) in (("exp", 0), ("cos", 0), ("cosh", 0)):
            return Fraction(1)
        if (name, a) in (
            ("ln", 1),
            ("sin", 0),
            ("tan", 0),
            ("sinh", 0),
            ("tanh", 0),
            ("arcsin", 0),
            ("arctan", 0),
            ("arccos", 1),
        ):
            return Fraction(0)
        if (name, a) == ("ln", 0):
            raise Undefined
        raise OutsideArithmetic(name)


def _small(value: Fraction) -> Fraction:
    if max(value.numerator.bit_length(), value.denominator.bit_length()) > MOST_BITS:
        raise Unreadable("These numbers grow too large to check — try a shorter form.")
    return value


def _root(value: Fraction, degree: int) -> Fraction:
    """The exact root of a fraction, or OutsideArithmetic where it is irrational."""
    if value < 0 or not 1 <= degree <= 60:
        raise OutsideArithmetic("root")
    roots = [round(part ** (1 / degree)) if part < 2**52 else math.isqrt(part) for part in value.as_integer_ratio()]
    found = Fraction(*roots) if roots[1] else Fraction(0)
    if found**degree != value:
        raise OutsideArithmetic("root")
    return found


class Modular:
    """Whole numbers modulo the prime 2^61 - 1: exact for rational functions, blind to roots and logarithms."""

    def number(self, value: Fraction) -> int:
        return self.divide(value.numerator % PRIME, value.denominator % PRIME)

    def constant(self, name: str) -> int:
        raise OutsideArithmetic(name)

    def add(self, a: int, b: int) -> int:
        return (a + b) % PRIME

    def multiply(self, a: int, b: int) -> int:
        return a * b % PRIME

    def divide(self, a: int, b: int) -> int:
        if b == 0:
            raise Undefined
        return a * pow(b, PRIME - 2, PRIME) % PRIME

    def power(self, a: int, b: int, whole: int | None) -> int:
        if whole is None:
            raise OutsideArithmetic("power")
        if a == 0 and whole < 0:
            raise Undefined
        return pow(a, whole, PRIME)

    def apply(self, name: str, a: int) -> int:
        raise OutsideArithmetic(name)


_COMPLEX: Mapping[str, Callable[[complex], complex]] = {
    "sin": cmath.sin,
    "cos": cmath.cos,
    "tan": cmath.tan,
    "exp": cmath.exp,
    "ln": cmath.log,
    "sqrt": cmath.sqrt,
    "abs": abs,
    "arcsin": cmath.asin,
    "arccos": cmath.acos,
    "arctan": cmath.atan,
    "sinh": cmath.sinh,
    "cosh": cmath.cosh,
    "tanh": cmath.tanh,
    "cot": lambda z: 1 / cmath.tan(z),
    "sec": lambda z: 1 / cmath.cos(z),
    "csc": lambda z: 1 / cmath.sin(z),
    "sigmoid": lambda z: 1 / (1 + cmath.exp(-z)),
}
_LARGEST_FLOAT = 1e100


class Floats:
    """Complex floats; `largest` is the greatest size met on the way, which bounds the rounding error.

    `absorbed` is set when a part is so small beside another that not even 60 digits would see it: then nothing is decided.
    """

    def __init__(self, imaginary: bool = False) -> None:
        self.imaginary = imaginary
        self.largest = 1.0
        self.absorbed = False

    def _kept(self, value: complex) -> complex:
        value = complex(value)
        if not cmath.isfinite(value) or abs(value) > _LARGEST_FLOAT:
            raise Undefined
        self.largest = max(self.largest, abs(value))
        return value

    def number(self, value: Fraction) -> complex:
        return self._kept(float(value))

    def constant(self, name: str) -> complex:
        if name == "i" and self.imaginary:
            return 1j
        if name in ("e", "pi"):
            return complex(math.e if name == "e" else math.pi)
        raise Unreadable(f"I can't give '{name}' a value here — use the letters of the question.")

    def add(self, a: complex, b: complex) -> complex:
        self.absorbed |= 0 < min(abs(a), abs(b)) < 1e-25 * max(abs(a), abs(b))
        return self._kept(a + b)

    def multiply(self, a: complex, b: complex) -> complex:
        self.absorbed |= a != 0 and b != 0 and abs(a * b) < 1e-200
        return self._kept(a * b)

    def divide(self, a: complex, b: complex) -> complex:
        if b == 0:
            raise Undefined
        return self._kept(a / b)

    def power(self, a: complex, b: complex, whole: int | None) -> complex:
        if a == 0:
            return self._zero_power(b)
        if abs(b) * (abs(math.log(abs(a))) + 4) > 300:
            raise Undefined
        return self._kept(a**whole if whole is not None else a**b)

    def _zero_power(self, b: complex) -> complex:
        if b == 0:
            return 1 + 0j
        if b.real > 0:
            return 0j
        raise Undefined

    def apply(self, name: str, a: complex) -> complex:
        if name not in _COMPLEX:
            raise Unreadable(f"I can't check '{name}' here — try its value.")
        try:
            return self._kept(_COMPLEX[name](a))
        except (ValueError, OverflowError, ZeroDivisionError) as outside:
            raise Undefined from outside


def exact(node: Node, point: Mapping[str, Fraction] | None = None) -> Fraction | None:
    """The value as a fraction, or None where it is no fraction; raises Undefined, for instance for 1/0.

    >>> from tutor.maths.parse import read
    >>> exact(read("sqrt(9/4) + 50%")), exact(read("sqrt(2)"))
    (Fraction(2, 1), None)
    """
    try:
        value: Fraction = evaluate(node, Exact(), point or {})
    except OutsideArithmetic:
        return None
    return value


def approximate(node: Node, point: Mapping[str, float] | None = None, *, imaginary: bool = False) -> complex:
    """The value as a complex float, for drawing and finite differences; raises Undefined.

    >>> from tutor.maths.parse import read
    >>> round(approximate(read("e^x + pi"), {"x": 1.0}).real, 4)
    5.8599
    """
    value: complex = evaluate(node, Floats(imaginary), point or {})
    return value
