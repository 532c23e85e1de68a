r"""One computation written out, operation by operation: exactly where that can be, else in decimals that say so (\approx).

Law: a step shows what was computed, with the very numbers that were used; an exact step never holds a rounded number.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from tutor.errors import Unreadable
from tutor.maths.evaluate import PRIME, Exact, Floats, Modular, OutsideArithmetic, Undefined, evaluate
from tutor.maths.tree import Apply, Binary, Factorial, Negative, Node, Number, Symbol

Value = Fraction | float
OUT = (ArithmeticError, Unreadable, ValueError)
_HERE = (0, 0)
_DIGITS = 4


def computed(node: Node, point: Mapping[str, Fraction], written: list[str], *, rounded: bool = False) -> Value:
    """The value of a formula, every operation written down in LaTeX.

    Raises ArithmeticError where there is no value; with `rounded`, a value that is no fraction is a float from there on.
    """
    match node:
        case Number():
            return Fraction(evaluate(node, Exact(), {}))
        case Symbol():
            return point[node.name] if node.name in point else _joined(node, {}, rounded)
        case Negative(body=body):
            return -computed(body, point, written, rounded=rounded)
        case Binary(op="+" | "-"):
            return _added(node, point, written, rounded)
        case Binary(op=op, left=left, right=right):
            first, second = (computed(side, point, written, rounded=rounded) for side in (left, right))
            value = _joined(Binary(_HERE, op, Symbol(_HERE, "a"), Symbol(_HERE, "b")), {"a": first, "b": second}, rounded)
            _write_operation(op, first, second, value, written)
            return value
        case Apply(function=function, arguments=arguments):
            values = [computed(argument, point, written, rounded=rounded) for argument in arguments]
            names = [f"a{place}" for place in range(len(values))]
            call = Apply(_HERE, function, tuple(Symbol(_HERE, name) for name in names))
            value = _joined(call, dict(zip(names, values, strict=True)), rounded)
            written.append(f"{_called(function, values)} {equals(value)}")
            return value
        case Factorial(body=body):
            inner = computed(body, point, written, rounded=rounded)
            value = Fraction(evaluate(Factorial(_HERE, _number(Fraction(inner))), Exact(), {}))
            written.append(f"{show(inner)}! = {show(value)}")
            return value
    raise OutsideArithmetic("form")


def _joined(node: Node, point: Mapping[str, Value], rounded: bool) -> Value:
    """The value of one operation: a fraction if it can be, else, where that is allowed, a float."""
    if all(isinstance(v, Fraction) for v in point.values()):
        try:
            put_in = {name: _number(v) for name, v in point.items() if isinstance(v, Fraction)}
            return Fraction(evaluate(_replaced(node, put_in), Exact(), {}))
        except (OutsideArithmetic, Unreadable):
            if not rounded:
                raise
    found = evaluate(node, Floats(), {name: complex(float(v)) for name, v in point.items()})
    if abs(found.imag) > 1e-12:
        raise Undefined("no real number")
    return float(found.real)


def _replaced(node: Node, values: Mapping[str, Node], counted: bool = True) -> Node:
    """Numbers in the place of letters: everywhere, or (not `counted`) only below a factorial and in a binomial coefficient."""
    match node:
        case Symbol(name=name):
            return values.get(name, node) if counted else node
        case Binary(op=op, left=left, right=right):
            return Binary(_HERE, op, _replaced(left, values, counted), _replaced(right, values, counted))
        case Negative(body=body):
            return Negative(_HERE, _replaced(body, values, counted))
        case Factorial(body=body):
            return Factorial(_HERE, _replaced(body, values))
        case Apply(function=function, arguments=arguments):
            inside = counted or function == "binom"
            return Apply(_HERE, function, tuple(_replaced(a, values, inside) for a in arguments))
    return node


def _write_operation(op: str, first: Value, second: Value, value: Value, written: list[str]) -> None:
    if op == "*":
        if 1 not in (first, second) or len(written) <= 6:
            written.append(f"{_inside(first)} \\cdot {_inside(second)} {equals(value)}")
    elif op == "/":
        whole = all(isinstance(v, float) or v.denominator == 1 for v in (first, second))
        shown = f"\\frac{{{show(first)}}}{{{show(second)}}}" if whole else f"{show(first)} \\div {_inside(second)}"
        if show(value) != shown:
            written.append(f"{shown} {equals(value)}")
    else:
        written.append(f"{_raised(first, second)} {equals(value)}")


def _added(node: Binary, point: Mapping[str, Fraction], written: list[str], rounded: bool) -> Value:
    """A whole row of plus and minus in one step."""
    row: list[tuple[str, Node]] = []
    here: Node = node
    while isinstance(here, Binary) and here.op in ("+", "-"):
        row.append((here.op, here.right))
        here = here.left
    total = computed(here, point, written, rounded=rounded)
    shown = show(total)
    for sign, part in reversed(row):
        value = computed(part, point, written, rounded=rounded)
        shown += f" {sign} {_inside(value)}"
        total = total + value if sign == "+" else total - value
    written.append(f"{shown} {equals(total)}")
    return total


def show(value: Value) -> str:
    r"""A value in LaTeX: a fraction as it is, a float with four digits.

    >>> show(Fraction(-1, 2)), show(0.5772156), show(31415.9)
    ('-\\frac{1}{2}', '0.5772', '31416')
    """
    if isinstance(value, Fraction):
        if value.denominator == 1:
            return str(value.numerator)
        return f"{'-' if value < 0 else ''}\\frac{{{abs(value.numerator)}}}{{{value.denominator}}}"
    if value == 0 or 1e-4 <= abs(value) < 1e6:
        text = f"{value:.{_DIGITS}g}" if abs(value) < 10**_DIGITS else f"{value:.0f}"
        return f"{value:.0f}" if "e" in text else text
    mantissa, _, exponent = f"{value:.{_DIGITS - 1}e}".partition("e")
    return f"{mantissa} \\cdot 10^{{{int(exponent)}}}"


def equals(value: Value) -> str:
    r"""The value with the sign before it: "= 3" or "\approx 1.414"."""
    return f"{'=' if isinstance(value, Fraction) else chr(92) + 'approx'} {show(value)}"


def _inside(value: Value) -> str:
    """A value inside a product or a difference: negative ones in brackets."""
    return f"({show(value)})" if value < 0 else show(value)


def _number(value: Fraction) -> Node:
    number = Number(_HERE, str(abs(value)))
    return Negative(_HERE, number) if value < 0 else number


def _raised(base: Value, exponent: Value) -> str:
    plain = base >= 0 and (isinstance(base, float) or base.denominator == 1)
    shown = show(base) if plain else f"\\left({show(base)}\\right)"
    return f"{shown}^{{{show(exponent)}}}"


def _called(function: str, values: list[Value]) -> str:
    inside = ", ".join(show(v) for v in values)
    if function == "sqrt":
        return f"\\sqrt{{{inside}}}"
    if function == "abs":
        return f"|{inside}|"
    if function == "binom":
        return f"\\binom{{{show(values[0])}}}{{{show(values[1])}}}"
    return f"\\{function}({inside})"


def second_route(node: Node, point: Mapping[str, Fraction], value: Value) -> str:
    """How the value was found again, or "" if it was not."""
    node = _replaced(node, {name: _number(v) for name, v in point.items()}, counted=False)
    if isinstance(value, Fraction):
        try:
            residues = {name: _residue(v) for name, v in point.items()}
            return "computed again modulo a large prime" if evaluate(node, Modular(), residues) == _residue(value) else ""
        except OutsideArithmetic:
            pass  # a root or a logarithm that happened to be a fraction: floats look at it instead
    found = evaluate(node, Floats(), {name: complex(v) for name, v in point.items()})
    return "computed again in floating point" if abs(found - complex(value)) <= 1e-9 * max(1.0, abs(float(value))) else ""


def _residue(value: Fraction) -> int:
    return value.numerator * pow(value.denominator, PRIME - 2, PRIME) % PRIME
