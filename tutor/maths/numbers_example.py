r"""A formula with small friendly numbers put in, computed exactly, step by step; and what happens when a quantity grows.

Laws: a step is exact or it is not shown; the result is computed again by another route (modulo a large prime, or in floats)
and both must agree. A claim that something grows is either proved from the sign of the derivative, all quantities being
positive, or says "tested"; either way differences of values at many points must agree with it, or it is not made.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, islice, permutations

from tutor.errors import Unreadable
from tutor.maths.computable import Computable, names_of
from tutor.maths.evaluate import PRIME, Exact, Floats, Modular, OutsideArithmetic, Undefined, evaluate
from tutor.maths.letters import is_symbol, key
from tutor.maths.reading.nodes import Apply as Applied
from tutor.maths.reading.nodes import Chain
from tutor.maths.tree import Apply, Binary, Factorial, Negative, Node, Number, Symbol, height, walk

__all__ = ["Example", "Growth", "growth", "worked_example"]

_VALUES = (2, 3, 1, 4, 5, 6, 9, 16, 25, 10)
_WITH_ZERO = (0, 2, 1, 3, 4, 5)
_CHANCES = (Fraction(1, 2), Fraction(1, 4), Fraction(3, 4), Fraction(1, 5), Fraction(2, 5), Fraction(4, 5))
_MOST_TRIES = 300
_MOST_NAMES = 6
_POINTS = 40
_OUT = (ArithmeticError, Unreadable, ValueError)


@dataclass(frozen=True, slots=True)
class Example:
    """Numbers put in: `given` as (quantity, value), the steps and the result in LaTeX, and how the result was checked."""

    given: tuple[tuple[str, str], ...]
    steps: tuple[str, ...]
    result: str
    checked: str


@dataclass(frozen=True, slots=True)
class Growth:
    """What the result does when one quantity grows and the rest stays: "grows", "shrinks", "depends" or "stays"."""

    symbol: str
    does: str
    sentence: str
    standing: str


@dataclass(frozen=True, slots=True)
class _Turned:
    """The side of a formula that is computed, for numbers."""

    tree: Node
    left: str
    shown: Mapping[str, str]
    chances: frozenset[str]
    fixed: Mapping[str, int]
    left_chance: bool


def worked_example(
    tree: Node, latex: str, chances: frozenset[str] = frozenset(), never: frozenset[str] = frozenset()
) -> Example | None:
    r"""The formula with numbers put in, or None where it cannot be computed exactly; `chances` names what lies between 0
    and 1, `never` what is no number at all: a matrix, a vector, a function.

    >>> from tutor.maths.formula import read_formula
    >>> found = worked_example(read_formula("y = mx + b").tree, "y = mx + b")
    >>> found.given, found.steps
    ((('m', '2'), ('x', '3'), ('b', '1')), ('2 \\cdot 3 = 6', '6 + 1 = 7'))
    """
    turned = _turned(tree, latex, chances, never)
    if turned is None or isinstance(turned.tree, Number | Symbol):
        return None
    names = names_of(turned.tree, turned.shown)
    if not names or len(names) > _MOST_NAMES + 3:
        return None
    best: tuple[int, Example] | None = None
    for point in islice(_points(names, turned.chances), _MOST_TRIES):
        try:
            written: list[str] = []
            value = _computed(turned.tree, point, written)
            if not _friendly(value) or (turned.left_chance and not 0 <= value <= 1) or (value == 0 and len(names) < 6):
                continue
            checked = _second_route(turned.tree, point, value)
        except _OUT:
            continue
        if checked and written:
            given = tuple((turned.shown[name], _show(point[name])) for name in names)
            given += tuple((turned.shown[name], str(length)) for name, length in turned.fixed.items() if name in turned.shown)
            result = f"{turned.left} = {_show(value)}" if turned.left else _show(value)
            plainness = _plainness(value, written)
            if best is None or plainness < best[0]:
                best = (plainness, Example(given, tuple(written), result, checked))
            if plainness == 0:
                break
    return best[1] if best else None


def _plainness(value: Fraction, written: list[str]) -> int:
    """0 for the friendliest numbers; fractions, negative values and steps that do nothing count against an example."""
    idle = sum("}{1} =" in step or "\\cdot 1 =" in step or step.startswith(("1 \\cdot", "0^", "1^")) for step in written)
    broken = sum("\\frac" in step.rpartition("=")[2] for step in written)
    return (
        3 * (value < 0)
        + 2 * (value.denominator > 1)
        + broken
        + 2 * idle
        + 2 * sum("-" in step.rpartition("=")[2] for step in written)
    )


def _turned(tree: Node, latex: str, chances: frozenset[str], never: frozenset[str]) -> _Turned | None:
    """The right side of y = ..., or a lone expression, turned for numbers."""
    left, side, left_chance = "", tree, False
    if isinstance(tree, Chain):
        plain = len(tree.sides) == 2 and tree.signs[0].name in ("=", ":=") and not tree.signs[0].negated
        first = tree.sides[0]
        if not plain or not (is_symbol(first) or isinstance(first, Applied)):
            return None
        left, side = latex[slice(*first.span)].strip(), tree.sides[1]
        left_chance = isinstance(first, Applied) and first.role == "probability"
    work = Computable(latex)
    turned = work.turned(side)
    if turned is None or height(turned) > 30 or sum(1 for _ in walk(turned)) > 120:
        return None
    if set(names_of(turned, work.shown)) & never or (isinstance(tree, Chain) and key(tree.sides[0], latex) in work.shown):
        return None
    return _Turned(turned, left, work.shown, frozenset(work.chances) | chances, work.fixed, left_chance)


def _points(names: list[str], chances: frozenset[str]) -> Iterator[dict[str, Fraction]]:
    """Friendly values, all different, in a fixed order."""
    some = [name for name in names if name in chances]
    others = [name for name in names if name not in chances]
    several = min(180, _MOST_TRIES)
    rows = chain(islice(permutations(_VALUES, len(others)), several), permutations(_WITH_ZERO, len(others)))
    for turn, values in enumerate(rows):
        for parts in islice(permutations(_CHANCES, len(some)), 12 if turn < 24 else 1):
            point = dict(zip(others, map(Fraction, values))) | dict(zip(some, parts))
            yield point | _averages(point)


def _averages(point: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """A bar over x is the mean of the x_i, where both stand in the formula."""
    found = {}
    for name in point:
        parts = [
            v for other, v in point.items() if name.startswith("\\bar") and other.startswith(name.removeprefix("\\bar") + "_")
        ]
        if parts:
            found[name] = sum(parts, Fraction(0)) / len(parts)
    return found


def _friendly(value: Fraction) -> bool:
    return abs(value.numerator) <= 2_000 and value.denominator <= 60


def _show(value: Fraction) -> str:
    if value.denominator == 1:
        return str(value.numerator)
    return f"{'-' if value < 0 else ''}\\frac{{{abs(value.numerator)}}}{{{value.denominator}}}"


def _inside(value: Fraction) -> str:
    """A value inside a product or a difference: negative ones in brackets."""
    return f"({_show(value)})" if value < 0 else _show(value)


def _computed(node: Node, point: Mapping[str, Fraction], written: list[str]) -> Fraction:
    """The exact value, every operation written down; raises ArithmeticError where it has no exact value."""
    exact = Exact()
    match node:
        case Number() | Symbol():
            return Fraction(evaluate(node, exact, point))
        case Negative(body=body):
            return -_computed(body, point, written)
        case Binary(op="+" | "-"):
            return _added(node, point, written)
        case Binary(op=op, left=left, right=right):
            first, second = _computed(left, point, written), _computed(right, point, written)
            value = Fraction(evaluate(Binary(node.span, op, _number(first), _number(second)), exact, {}))
            shown = {"*": f"{_inside(first)} \\cdot {_inside(second)}", "/": f"\\frac{{{_show(first)}}}{{{_show(second)}}}"}.get(
                op
            )
            step = f"{shown or _raised(first, second)} = {_show(value)}"
            if not (op == "/" and _show(value) == shown) and not (op == "*" and 1 in (first, second) and len(written) > 6):
                written.append(step)
            return value
        case Apply(function=function, arguments=arguments):
            values = [_computed(argument, point, written) for argument in arguments]
            value = Fraction(evaluate(Apply(node.span, function, tuple(_number(v) for v in values)), exact, {}))
            written.append(f"{_called(function, values)} = {_show(value)}")
            return value
        case Factorial(body=body):
            inner = _computed(body, point, written)
            value = Fraction(evaluate(Factorial(node.span, _number(inner)), exact, {}))
            written.append(f"{_show(inner)}! = {_show(value)}")
            return value
    raise OutsideArithmetic("form")


def _added(node: Binary, point: Mapping[str, Fraction], written: list[str]) -> Fraction:
    """A whole row of plus and minus in one step."""
    row: list[tuple[str, Node]] = []
    here: Node = node
    while isinstance(here, Binary) and here.op in ("+", "-"):
        row.append((here.op, here.right))
        here = here.left
    total = _computed(here, point, written)
    shown = _show(total)
    for sign, part in reversed(row):
        value = _computed(part, point, written)
        shown += f" {sign} {_inside(value)}"
        total = total + value if sign == "+" else total - value
    written.append(f"{shown} = {_show(total)}")
    return total


def _number(value: Fraction) -> Node:
    number = Number((0, 0), str(abs(value)))
    return Negative((0, 0), number) if value < 0 else number


def _raised(base: Fraction, exponent: Fraction) -> str:
    shown = _show(base) if base >= 0 and base.denominator == 1 else f"\\left({_show(base)}\\right)"
    return f"{shown}^{{{_show(exponent)}}}"


def _called(function: str, values: list[Fraction]) -> str:
    inside = ", ".join(_show(v) for v in values)
    if function == "sqrt":
        return f"\\sqrt{{{inside}}}"
    if function == "abs":
        return f"|{inside}|"
    if function == "binom":
        return f"\\binom{{{_show(values[0])}}}{{{_show(values[1])}}}"
    return f"\\{function}({inside})"


def _second_route(node: Node, point: Mapping[str, Fraction], value: Fraction) -> str:
    """How the value was found again, or "" if it was not."""
    try:
        residues = {name: v.numerator * pow(v.denominator, PRIME - 2, PRIME) % PRIME for name, v in point.items()}
        again = evaluate(node, Modular(), residues)
        expected = value.numerator * pow(value.denominator, PRIME - 2, PRIME) % PRIME
        return "computed again modulo a large prime" if again == expected else ""
    except OutsideArithmetic:
        found = evaluate(node, Floats(), {name: complex(v) for name, v in point.items()})
        return "computed again in floating point" if abs(found - complex(value)) <= 1e-9 * max(1.0, abs(float(value))) else ""


# -- what happens when a quantity grows ----------------------------------------------------------------------------------
def growth(
    tree: Node, latex: str, chances: frozenset[str] = frozenset(), never: frozenset[str] = frozenset()
) -> tuple[Growth, ...]:
    r"""What the left side does when each quantity grows; () where the formula is no sure computation.

    >>> from tutor.maths.formula import read_formula
    >>> [(g.symbol, g.does) for g in growth(read_formula("d = v/t").tree, "d = v/t")]
    [('v', 'grows'), ('t', 'shrinks')]
    """
    turned = _turned(tree, latex, chances, never)
    if turned is None or not turned.left:
        return ()
    names = names_of(turned.tree, turned.shown)
    if len(names) > _MOST_NAMES:
        return ()
    found = []
    for name in names:
        told = _grows(turned, name, names)
        if told is not None:
            found.append(told)
    return tuple(found)


def _grows(turned: _Turned, name: str, names: list[str]) -> Growth | None:
    from tutor.maths.slopes import sign_of, slope

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


def _differences(turned: _Turned, name: str, names: list[str]) -> int | None:
    """1, -1 or 0 (both are seen) from differences of values at random positive points; None where there are too few."""
    draw = random.Random("grows")
    ups = downs = 0
    for _ in range(_POINTS):
        point = {n: complex(draw.uniform(0.05, 0.9) if n in turned.chances else draw.uniform(0.2, 6.0)) for n in names}
        step = 0.04 if name in turned.chances else 0.1
        try:
            low = evaluate(turned.tree, Floats(), point)
            high = evaluate(turned.tree, Floats(), point | {name: point[name] + step})
        except (Undefined, *_OUT):
            continue
        if abs(low.imag) > 1e-9 or abs(high.imag) > 1e-9 or abs(high - low) < 1e-12:
            continue
        ups, downs = ups + (high.real > low.real), downs + (high.real < low.real)
    if ups + downs < _POINTS // 4:
        return None
    return 0 if ups and downs else 1 if ups else -1


def _sentence(turned: _Turned, name: str, does: str, partial: Node | None) -> str:
    shown, left = f"${turned.shown[name]}$", f"${turned.left}$"
    if does == "depends":
        return f"when {shown} grows, {left} may grow or shrink: that depends on the other quantities"
    amount = (
        turned.shown.get(partial.name) if isinstance(partial, Symbol) else partial.text if isinstance(partial, Number) else None
    )
    if amount is not None and does == "grows":
        return f"when {shown} grows by 1 and the rest stays, {left} grows by ${amount}$"
    return f"when {shown} grows and the rest stays, {left} {does} (all quantities positive)"
