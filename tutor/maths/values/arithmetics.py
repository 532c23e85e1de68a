"""Two more arithmetics beside those of `evaluate`: real floats that honour domains, and numbers that carry their own slope.

A dual number a + b e with e e = 0 (Clifford 1873; forward differentiation: Wengert 1964) turns any arithmetic into one that
differentiates exactly: over fractions the derivative is exact, modulo a prime it proves, over floats it is as good as floats.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tutor.maths.evaluate import Arithmetic, Exact, Modular, OutsideArithmetic, Undefined

__all__ = ["Dual", "Duals", "Exact", "Modular", "Reals", "real", "vanishes"]

_LARGEST = 1e100
_ROUND = 1e-9


class Reals:
    """Real floats: what is no real number (the root of -1, the logarithm of 0) is Undefined. `largest` bounds the rounding."""

    def __init__(self) -> None:
        self.largest = 1.0

    def kept(self, value: float) -> float:
        if isinstance(value, complex) or not math.isfinite(value) or abs(value) > _LARGEST:
            raise Undefined
        self.largest = max(self.largest, abs(value))
        return value

    def number(self, value: Fraction) -> float:
        return self.kept(float(value))

    def constant(self, name: str) -> float:
        return {"pi": math.pi, "e": math.e}[name]

    def add(self, a: float, b: float) -> float:
        return self.kept(a + b)

    def multiply(self, a: float, b: float) -> float:
        return self.kept(a * b)

    def divide(self, a: float, b: float) -> float:
        if abs(b) < 1e-13:
            raise Undefined
        return self.kept(a / b)

    def power(self, a: float, b: float, whole: int | None) -> float:
        if whole is not None:
            if a == 0 and whole < 0:
                raise Undefined
            return self._tried(lambda: a**whole)
        if a < 0 or (a == 0 and b <= 0):
            raise Undefined
        return self._tried(lambda: a**b)

    def apply(self, name: str, a: float) -> float:
        found = _REAL.get(name)
        if found is None:
            raise OutsideArithmetic(name)
        return self._tried(lambda: found(a))

    def _tried(self, make: Callable[[], float]) -> float:
        try:
            return self.kept(make())
        except (ValueError, OverflowError, ZeroDivisionError) as outside:
            raise Undefined from outside


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x > -700 else 0.0


_REAL: Mapping[str, Callable[[float], float]] = {
    "exp": math.exp,
    "ln": math.log,
    "sqrt": math.sqrt,
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
    "arcsin": math.asin,
    "arccos": math.acos,
    "arctan": math.atan,
    "sinh": math.sinh,
    "cosh": math.cosh,
    "tanh": math.tanh,
    "abs": abs,
    "sigmoid": _sigmoid,
}


@dataclass(frozen=True, slots=True)
class Dual:
    """A value and its slope with respect to the one quantity that moves."""

    value: Any
    slope: Any


@dataclass(frozen=True, slots=True)
class Duals:
    """Dual numbers over another arithmetic, which may itself be one of dual numbers: then the derivative is a second one.

    >>> ring = Duals(Exact())
    >>> moving = Dual(Fraction(3), Fraction(1))
    >>> ring.multiply(moving, moving)  # x^2 and 2x at 3
    Dual(value=Fraction(9, 1), slope=Fraction(6, 1))
    """

    base: Arithmetic

    def number(self, value: Fraction) -> Dual:
        return Dual(self.base.number(value), self.base.number(Fraction(0)))

    def constant(self, name: str) -> Dual:
        return Dual(self.base.constant(name), self.base.number(Fraction(0)))

    def add(self, a: Dual, b: Dual) -> Dual:
        return Dual(self.base.add(a.value, b.value), self.base.add(a.slope, b.slope))

    def multiply(self, a: Dual, b: Dual) -> Dual:
        times, plus = self.base.multiply, self.base.add
        return Dual(times(a.value, b.value), plus(times(a.slope, b.value), times(a.value, b.slope)))

    def divide(self, a: Dual, b: Dual) -> Dual:
        times = self.base.multiply
        value = self.base.divide(a.value, b.value)
        top = self.base.add(a.slope, times(self.base.number(Fraction(-1)), times(value, b.slope)))
        return Dual(value, self.base.divide(top, b.value))

    def power(self, a: Dual, b: Dual, whole: int | None) -> Dual:
        base, times = self.base, self.base.multiply
        if whole is not None:
            value = base.power(a.value, base.number(Fraction(whole)), whole)
            if whole == 0:
                return Dual(value, base.number(Fraction(0)))
            lower = base.power(a.value, base.number(Fraction(whole - 1)), whole - 1)
            return Dual(value, times(times(base.number(Fraction(whole)), lower), a.slope))
        value = base.power(a.value, b.value, None)
        growth = base.add(times(b.slope, base.apply("ln", a.value)), base.divide(times(b.value, a.slope), a.value))
        return Dual(value, times(value, growth))

    def apply(self, name: str, a: Dual) -> Dual:
        value = self.base.apply(name, a.value)
        return Dual(value, self.base.multiply(self._outer(name, a.value, value), a.slope))

    def _outer(self, name: str, x: Any, value: Any) -> Any:
        """The derivative of a named function at x, where its value is already known."""
        base, times = self.base, self.base.multiply
        one, minus = base.number(Fraction(1)), base.number(Fraction(-1))
        match name:
            case "exp":
                return value
            case "ln":
                return base.divide(one, x)
            case "sqrt":
                return base.divide(one, times(base.number(Fraction(2)), value))
            case "sin":
                return base.apply("cos", x)
            case "cos":
                return times(minus, base.apply("sin", x))
            case "sinh":
                return base.apply("cosh", x)
            case "cosh":
                return base.apply("sinh", x)
            case "tan":
                return base.add(one, times(value, value))
            case "tanh":
                return base.add(one, times(minus, times(value, value)))
            case "sigmoid":
                return times(value, base.add(one, times(minus, value)))
            case "arctan":
                return base.divide(one, base.add(one, times(x, x)))
            case "arcsin" | "arccos":
                root = base.apply("sqrt", base.add(one, times(minus, times(x, x))))
                return base.divide(one if name == "arcsin" else minus, root)
            case "abs" if not vanishes(x):
                return one if real(x) > 0 else minus
        raise OutsideArithmetic(name)


def real(value: Any) -> Any:
    """The number below all slopes, for comparing; raises OutsideArithmetic modulo a prime, where nothing is larger."""
    while isinstance(value, Dual):
        value = value.value
    if isinstance(value, int):
        raise OutsideArithmetic("order")
    return value


def vanishes(value: Any) -> bool:
    """Whether a number is zero, in floats: too small to be told from it."""
    while isinstance(value, Dual):
        value = value.value
    return abs(value) < _ROUND if isinstance(value, float) else value == 0
