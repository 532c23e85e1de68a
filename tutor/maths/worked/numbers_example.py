r"""A formula with small friendly numbers put in, computed exactly, step by step.

Law: a step is exact or it is not shown; the result is computed again by another route (modulo a large prime, or in floats)
and both must agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, islice, permutations

from tutor.maths.computable import Turned, names_of, turned_side
from tutor.maths.tree import Node, Number, Symbol
from tutor.maths.worked.working import OUT, computed, second_route, show

__all__ = ["Example", "worked_example"]

_VALUES = (2, 3, 1, 4, 5, 6, 9, 16, 25, 10)
_WITH_ZERO = (0, 2, 1, 3, 4, 5)
_CHANCES = (Fraction(1, 2), Fraction(1, 4), Fraction(3, 4), Fraction(1, 5), Fraction(2, 5), Fraction(4, 5))
_RATES, _RATE = frozenset(("\\eta", "\\alpha", "\\epsilon", "\\varepsilon")), Fraction(1, 10)
_MOST_TRIES = 300
MOST_NAMES = 6


@dataclass(frozen=True, slots=True)
class Example:
    """Numbers put in: `given` as (quantity, value), the steps and the result in LaTeX, and how the result was checked."""

    given: tuple[tuple[str, str], ...]
    steps: tuple[str, ...]
    result: str
    checked: str


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
    turned = turned_side(tree, latex, chances, never)
    found = None if turned is None else _friendliest(turned)
    return found[1] if found else None


def first_point(turned: Turned, names: list[str]) -> dict[str, Fraction]:
    """Numbers to begin with: those of the friendliest exact example, else the smallest that are all different."""
    found = _friendliest(turned)
    return dict(found[0]) if found else next(_points(names, turned.chances))


def _friendliest(turned: Turned) -> tuple[Mapping[str, Fraction], Example] | None:
    """The exact example with the plainest numbers among the first few hundred, and its numbers by name."""
    names = names_of(turned.tree, turned.shown)
    if isinstance(turned.tree, Number | Symbol) or not names or len(names) > MOST_NAMES + 3:
        return None
    best: tuple[int, Mapping[str, Fraction], Example] | None = None
    for point in islice(_points(names, turned.chances), _MOST_TRIES):
        found = _example(turned, names, point)
        if found is not None and (best is None or found[0] < best[0]):
            best = (found[0], point, found[1])
        if found is not None and found[0] == 0:
            break
    return best[1:] if best else None


def _example(turned: Turned, names: list[str], point: Mapping[str, Fraction]) -> tuple[int, Example] | None:
    """The example at one point with its plainness, or None where it is not exact, not friendly, or not found again."""
    written: list[str] = []
    try:
        value = computed(turned.tree, point, written)
        if not isinstance(value, Fraction) or not _friendly(value) or (value == 0 and len(names) < 6):
            return None
        if turned.left_chance and not 0 <= value <= 1:
            return None
        checked = second_route(turned.tree, point, value)
    except OUT:
        return None
    if not checked or not written:
        return None
    given = tuple((turned.shown[name], show(point[name])) for name in names)
    given += tuple((turned.shown[name], str(length)) for name, length in turned.fixed.items() if name in turned.shown)
    result = f"{turned.left} = {show(value)}" if turned.left else show(value)
    return _plainness(value, written), Example(given, tuple(dict.fromkeys(written)), result, checked)


def _plainness(value: Fraction, written: list[str]) -> int:
    """0 for the friendliest numbers; fractions, negative values and steps that do nothing count against an example."""
    idle = sum(
        "}{1} =" in step or "\\cdot 1 =" in step or step.startswith(("1 \\cdot", "0^", "1^")) or "^{0}" in step
        for step in written
    )
    broken = sum("\\frac" in step.rpartition("=")[2] for step in written)
    return (
        3 * (value < 0)
        + 2 * (value.denominator > 1)
        + broken
        + 2 * idle
        + 2 * sum("-" in step.rpartition("=")[2] for step in written)
    )


def _points(names: list[str], chances: frozenset[str]) -> Iterator[dict[str, Fraction]]:
    """Friendly values, all different, in a fixed order."""
    some = [name for name in names if name in chances]
    rates = {name: _RATE for name in names if name in _RATES and name not in chances}
    others = [name for name in names if name not in chances and name not in rates]
    several = min(180, _MOST_TRIES)
    rows = chain(islice(permutations(_VALUES, len(others)), several), permutations(_WITH_ZERO, len(others)))
    for turn, values in enumerate(rows):
        for parts in islice(permutations(_CHANCES, len(some)), 12 if turn < 24 else 1):
            point = dict(zip(others, map(Fraction, values))) | dict(zip(some, parts)) | rates
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
