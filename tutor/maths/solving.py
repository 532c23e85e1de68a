"""Does one equation follow from another? By equal sides, by proportional differences, by putting solutions in, by roots."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from tutor.errors import Unreadable
from tutor.maths.claims.claim import Pair, Verdict
from tutor.maths.claims.printed import number
from tutor.maths.claims.ruling import names
from tutor.maths.claims.trials import Known, attempt
from tutor.maths.claims.trying import example, without_integral
from tutor.maths.evaluate import OutsideArithmetic, Undefined
from tutor.maths.letters import is_symbol, key
from tutor.maths.reading.nodes import Chain
from tutor.maths.tree import Node
from tutor.maths.values import Assignment, Defined, Kind, NotComputable, Reals, Sort, value_of

ROUND = 1e-7
_OUT = (NotComputable, Undefined, OutsideArithmetic, Unreadable, ArithmeticError, TypeError, ValueError)
_ORDER: Mapping[str, Callable[[float, float], bool]] = {
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "leq": lambda a, b: a <= b,
    "geq": lambda a, b: a >= b,
    "le": lambda a, b: a <= b,
    "ge": lambda a, b: a >= b,
}
Equations = tuple[Chain, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """What was found of one step; `lost` are solutions that went missing, `at` a point where the step breaks."""

    verdict: Verdict
    why: str
    lost: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """What all lines share: one LaTeX text and the kinds of its letters."""

    latex: str
    kinds: Mapping[str, Kind]

    def agree(self, a: Node, b: Node, known: Known | None = None) -> bool | None:
        """Whether two expressions agree on every instance; None where that cannot be tried."""
        found = attempt(without_integral(Pair(a, b, "=", False, self.latex)), self.kinds, known or Known())
        if not found.trials or (not found.failed and (len(found.trials) < 3 or found.proof < 0)):
            return None
        return not found.failed

    def letters(self, *nodes: Node) -> list[str]:
        found = [n for node in nodes for n in sorted(names(node, self.latex)) if n in self.kinds]
        return list(dict.fromkeys(found))

    def scalar(self, *nodes: Node) -> bool:
        return all(self.kinds[n].sort in (Sort.NUMBER, Sort.WHOLE) and not self.kinds[n].indices for n in self.letters(*nodes))


def follows(sheet: Sheet, before: Equations, after: Equations) -> Step:
    """Whether the equations `after` (alternatives) follow from `before`."""
    first, second = before[0], after[0]
    if len(before) == len(after) == 1:
        if first.signs[0].name in _ORDER or second.signs[0].name in _ORDER:
            return order(sheet, first, second)
        step = sides_agree(sheet, first, second) or by_definition(sheet, first, second)
        if step is not None:
            return step
    if not all(sheet.scalar(*eq.sides) for eq in (*before, *after)):
        return by_solution(sheet, first, second) if len(after) == 1 else Step(Verdict.OPEN, "this step cannot be followed here")
    return by_roots(sheet, before, after)


def sides_agree(sheet: Sheet, first: Chain, second: Chain) -> Step | None:
    """The same two sides, or differences that are a fixed multiple of each other."""
    a, b, c, d = first.sides[0], first.sides[-1], second.sides[0], second.sides[-1]
    for left, right in ((c, d), (d, c)):
        if sheet.agree(a, left) and sheet.agree(b, right):
            return Step(Verdict.PROVED, "both sides are the same as before")
    return Step(Verdict.PROVED, "the same was done to both sides") if proportional(sheet, first, second) else None


def proportional(sheet: Sheet, first: Chain, second: Chain) -> bool:
    """Whether left minus right is the same multiple of left minus right, at every point tried."""
    letters = sheet.letters(*first.sides, *second.sides)
    if not letters or not sheet.scalar(*first.sides, *second.sides):
        return False
    ratios: list[float] = []
    draw = random.Random("ratio")
    for _ in range(12):
        point = {name: Fraction(draw.randrange(-300, 300) * 2 + 1, 64) for name in letters}
        one, two = gap(sheet, first, point), gap(sheet, second, point)
        if one is None or two is None or abs(one) < 1e-6:
            continue
        ratios.append(two / one)
    return len(ratios) >= 4 and all(abs(r - ratios[0]) <= ROUND * max(1, abs(r)) for r in ratios) and abs(ratios[0]) > 1e-9


def value(sheet: Sheet, node: Node, point: Mapping[str, Fraction]) -> float | None:
    wholes = {n: int(v) for n, v in point.items() if sheet.kinds[n].sort is Sort.WHOLE and v.denominator == 1}
    try:
        found: Any = value_of(node, sheet.latex, Assignment(values=dict(point), wholes=wholes), Reals())
    except _OUT:
        return None
    return float(found) if isinstance(found, float | Fraction | int) else None


def gap(sheet: Sheet, equation: Chain, point: Mapping[str, Fraction]) -> float | None:
    """Left minus right at a point; None outside the domain."""
    one, two = value(sheet, equation.sides[0], point), value(sheet, equation.sides[-1], point)
    return None if one is None or two is None else one - two


def lone(sheet: Sheet, equation: Chain) -> tuple[str, Node] | None:
    """x = ...: the letter and what it equals, where that does not hold the letter."""
    for side, other in ((equation.sides[0], equation.sides[-1]), (equation.sides[-1], equation.sides[0])):
        if is_symbol(side) and key(side, sheet.latex) not in names(other, sheet.latex):
            return key(side, sheet.latex), other
    return None


def by_definition(sheet: Sheet, first: Chain, second: Chain) -> Step | None:
    """b = A x gives b a value: then the next line must hold for every x."""
    found = lone(sheet, first)
    if found is None or not sheet.letters(found[1]):
        return None
    known = Known(definitions={found[0]: Defined(found[1], sheet.latex)})
    agreed = sheet.agree(second.sides[0], second.sides[-1], known)
    if agreed is None:
        return None
    if agreed:
        return Step(Verdict.PROVED, "it holds whenever the line before holds")
    return Step(
        Verdict.FAILS, f"the line before does not give this: {difference(sheet, second.sides[0], second.sides[-1], known)}"
    )


def difference(sheet: Sheet, a: Node, b: Node, known: Known | None = None) -> str:
    """Both values at a plain counterexample, in words."""
    return example(without_integral(Pair(a, b, "=", False, sheet.latex)), sheet.kinds, known or Known())


def by_solution(sheet: Sheet, first: Chain, second: Chain) -> Step:
    """x = A^{-1} b put into the line before, for matrices."""
    found = lone(sheet, second)
    if found is not None:
        known = Known(definitions={found[0]: Defined(found[1], sheet.latex)})
        agreed = sheet.agree(first.sides[0], first.sides[-1], known)
        if agreed:
            return Step(Verdict.PROVED, "put into the line before, it makes that line true")
        if agreed is False:
            why = difference(sheet, first.sides[0], first.sides[-1], known)
            return Step(Verdict.FAILS, f"put into the line before, it does not make that line true: {why}")
    return Step(Verdict.OPEN, "this step cannot be followed here")


# -- roots -----------------------------------------------------------------------------------------------------------------------
def by_roots(sheet: Sheet, before: Equations, after: Equations) -> Step:
    """The solutions of one unknown before and after, the other letters at random values."""
    letters = sheet.letters(*(side for eq in (*before, *after) for side in eq.sides))
    if not letters:
        return plain(sheet, before, after)
    unknown = next((f[0] for eq in after if (f := lone(sheet, eq)) and f[0] in letters), letters[-1])
    draw = random.Random("roots")
    step = Step(Verdict.OPEN, "this step cannot be followed here")
    for _ in range(4 if len(letters) > 1 else 1):
        others = {name: Fraction(draw.randrange(2, 40), 8) for name in letters if name != unknown}
        step = _one(sheet, before, after, unknown, others)
        if step.verdict is Verdict.FAILS:
            return step
    return step


def plain(sheet: Sheet, before: Equations, after: Equations) -> Step:
    """Lines of numbers alone."""
    gaps = [gap(sheet, eq, {}) for eq in (before[0], after[0])]
    if gaps[0] is None or gaps[1] is None or abs(gaps[0]) > ROUND:
        return Step(Verdict.OPEN, "the line before is not true, so anything follows")
    if abs(gaps[1]) <= ROUND:
        return Step(Verdict.PROVED, "true by computing")
    return Step(Verdict.FAILS, "the two sides of this line differ")


def _one(sheet: Sheet, before: Equations, after: Equations, unknown: str, others: Mapping[str, Fraction]) -> Step:
    hints = [
        float(v)
        for eq in (*before, *after)
        for side in eq.sides
        if not names(side, sheet.latex) & {unknown} and (v := value(sheet, side, others)) is not None
    ]
    old, always = _all_roots(sheet, before, unknown, others, hints)
    new, true_now = _all_roots(sheet, after, unknown, others, hints)
    if always:
        return (
            Step(Verdict.TESTED, "true for every value, as before")
            if true_now
            else Step(Verdict.FAILS, "the line before is true for every value, this line is not")
        )
    if true_now:
        return Step(Verdict.TESTED, "true for every value")
    if not old:
        return Step(Verdict.OPEN, "no solution of the line before was found to compare with")
    lost = tuple(x for x in old if not any(_near(x, y) for y in new) and not _solves(sheet, after, unknown, others, x))
    shown = "".join(f", with {n} = {number(v)}" for n, v in list(others.items())[:3])
    if not lost:
        extra = [y for y in new if not any(_near(x, y) for x in old)]
        note = f"; it lets in {unknown} = {number(extra[0])} as well, so check at the end" if extra else ""
        return Step(Verdict.TESTED, f"the solutions of the line before solve this line{note}")
    if any(_near(x, y) for x in old for y in new):
        return Step(Verdict.FAILS, f"the solution {unknown} = {number(lost[0])} of the line before is lost here{shown}", lost)
    at = {**others, unknown: Fraction(lost[0]).limit_denominator(10**6)}
    one, two = value(sheet, after[0].sides[0], at), value(sheet, after[0].sides[-1], at)
    said = f": here the two sides are then {number(one)} and {number(two)}" if one is not None and two is not None else ""
    return Step(Verdict.FAILS, f"{unknown} = {number(lost[0])} solves the line before{shown}, but not this line{said}", lost)


def _near(x: float, y: float) -> bool:
    return abs(x - y) <= 1e-5 * max(1.0, abs(x))


def _solves(sheet: Sheet, equations: Equations, unknown: str, others: Mapping[str, Fraction], x: float) -> bool:
    for equation in equations:
        for at in (Fraction(x).limit_denominator(10**6), Fraction(x)):
            found = gap(sheet, equation, {**others, unknown: at})
            if found is not None and abs(found) <= 1e-6 * max(1.0, abs(x)):
                return True
    return False


def _all_roots(
    sheet: Sheet, equations: Equations, unknown: str, others: Mapping[str, Fraction], hints: list[float]
) -> tuple[list[float], bool]:
    found: list[float] = []
    for equation in equations:

        def at(x: float, eq: Chain = equation) -> float | None:
            return gap(sheet, eq, {**others, unknown: Fraction(x)})

        near, always = roots(at, hints)
        if always:
            return [], True
        found += [x for x in near if not any(_near(x, y) for y in found)]
    return sorted(found), False


def roots(at: Callable[[float], float | None], hints: list[float]) -> tuple[list[float], bool]:
    """The real roots that sampling finds between -10,000 and 10,000, and whether it vanishes everywhere.

    >>> roots(lambda x: x * x - 9, [])[0]
    [-3.0, 3.0]
    """
    far = [20 * 1.08**n for n in range(81)]
    grid = sorted(
        {n / 8 for n in range(-160, 161)} | set(far) | {-x for x in far} | {s * h for h in hints if abs(h) < 1e6 for s in (1, -1)}
    )
    points = [(x, y) for x in grid if (y := at(x)) is not None]
    small = [x for x, y in points if abs(y) <= 1e-9 * max(1.0, abs(x))]
    if len(small) > max(8, len(points) // 2):
        return [], True
    found = list(small)
    for (x, y), (v, w) in itertools.pairwise(points):
        if y * w < 0 and x not in small and v not in small:
            root = _bisected(at, x, v, y)
            if root is not None:
                found.append(root)
    for (a, p), (x, y), (b, q) in zip(points, points[1:], points[2:]):
        if abs(y) < abs(p) and abs(y) < abs(q) and p * y > 0 and y * q > 0 and x not in small:
            root = _bottom(at, a, b)
            if root is not None:
                found.append(root)
    kept: list[float] = []
    for x in sorted(found):
        if not kept or not _near(x, kept[-1]):
            kept.append(x)
    return kept, False


def _bisected(at: Callable[[float], float | None], low: float, high: float, start: float) -> float | None:
    for _ in range(80):
        middle = (low + high) / 2
        y = at(middle)
        if y is None:
            return None
        low, high = (middle, high) if y * start > 0 else (low, middle)
    y = at((low + high) / 2)
    return (low + high) / 2 if y is not None and abs(y) <= 1e-6 * max(1.0, abs(low)) else None


def _bottom(at: Callable[[float], float | None], low: float, high: float) -> float | None:
    """A double root: the lowest point of the size between two places, if it touches zero."""
    for _ in range(90):
        one, two = low + (high - low) * 0.382, low + (high - low) * 0.618
        y, w = at(one), at(two)
        if y is None or w is None:
            return None
        low, high = (low, two) if abs(y) < abs(w) else (one, high)
    y = at((low + high) / 2)
    return (low + high) / 2 if y is not None and abs(y) <= 1e-10 else None


def order(sheet: Sheet, first: Chain, second: Chain) -> Step:
    """Inequalities: the same points must satisfy both."""
    letters = sheet.letters(*first.sides, *second.sides)
    one, two = _ORDER.get(first.signs[0].name), _ORDER.get(second.signs[0].name)
    if one is None or two is None or not letters or not sheet.scalar(*first.sides, *second.sides):
        return Step(Verdict.OPEN, "this step cannot be followed here")
    draw, tried = random.Random("order"), 0
    for _ in range(240):
        point = {name: Fraction(draw.randrange(-400, 400) * 2 + 1, 32) for name in letters}
        held, now = _held(sheet, first, point, one), _held(sheet, second, point, two)
        if held is None or now is None:
            continue
        tried += 1
        if held and not now:
            shown = ", ".join(f"{n} = {number(v)}" for n, v in point.items())
            return Step(Verdict.FAILS, f"{shown} satisfies the line before and not this line")
    return (
        Step(Verdict.TESTED, f"agrees at {tried} points")
        if tried > 20
        else Step(Verdict.OPEN, "this step cannot be followed here")
    )


def _held(sheet: Sheet, line: Chain, point: Mapping[str, Fraction], relation: Callable[[float, float], bool]) -> bool | None:
    a, b = value(sheet, line.sides[0], point), value(sheet, line.sides[-1], point)
    return None if a is None or b is None or abs(a - b) < 1e-9 else relation(a, b)


def with_sides(equation: Chain, left: Node, right: Node) -> Chain:
    """The same equation with other sides."""
    return replace(equation, sides=(left, right), signs=equation.signs[:1])
