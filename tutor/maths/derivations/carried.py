"""The same done to both sides: the new line is the line before, times a factor on the left, times a factor on the right.

L' - R' = c M (L - R) N, or the transpose of it, shows that the new line holds wherever the old one does. M and N are letters,
their transposes and the inverses that the lines themselves write down; a factor that nobody may divide by is never divided out.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import tutor.maths.values.blocks as blocks
from tutor.maths.claims.claim import Verdict
from tutor.maths.claims.pieces import arguments
from tutor.maths.derivations.statements import OUT, Sheet
from tutor.maths.evaluate import Arithmetic
from tutor.maths.letters import is_symbol, key
from tutor.maths.reading.nodes import Chain, Power, Prefix, Transpose
from tutor.maths.reading.nodes import Fraction as Over
from tutor.maths.tree import Node, Number, walk
from tutor.maths.values import Assignment, Exact, Kind, Modular, Sort, Style, alike, random_assignment, value_of
from tutor.maths.values.blocks import Scale

_POINTS = 4
_MOST_FACTORS = 9
_FACTORS = tuple(Fraction(*c) for c in ((1, 1), (-1, 1), (2, 1), (-2, 1), (1, 2), (-1, 2)))
_ONE = "one"  # no factor at all
_SURE = frozenset(["invertible", "orthogonal", "definite"])
Recipe = tuple[int, int, int, bool]


def carried(sheet: Sheet, first: Chain, second: Chain) -> Verdict | None:
    """PROVED where the factors fit modulo a large prime, TESTED where they fit exactly on small instances; None elsewhere."""
    lefts = _factors(sheet, first, second)
    for style, ring, verdict in (("large", Modular(), Verdict.PROVED), ("small", Exact(), Verdict.TESTED)):
        if style == "small" and _of_pieces(sheet, first, second):
            return None  # what agrees on small numbers may be another piece further out
        points = list(_points(sheet, first, second, style))
        found = _recipes(sheet, first, second, lefts, points, ring)
        if found is None:
            continue
        return verdict if found else None
    return None


def _of_pieces(sheet: Sheet, first: Chain, second: Chain) -> bool:
    sides = (*first.sides, *second.sides)
    numbers = any(sheet.kinds[name].sort is Sort.NUMBER for name in sheet.letters(*sides))
    return numbers and bool(arguments([(side, sheet.latex) for side in sides]))


def _recipes(
    sheet: Sheet, first: Chain, second: Chain, factors: list[Node | None], points: list[Assignment], ring: Arithmetic
) -> set[Recipe] | None:
    """The recipes that fit at all points; None where this arithmetic cannot say."""
    left: set[Recipe] | None = None
    fitted = 0
    for at in points:
        try:
            one, two = _gap(sheet, first, at, ring), _gap(sheet, second, at, ring)
        except OUT:
            continue
        values = [_ONE if node is None else _factor(sheet, node, at, ring) for node in factors]
        here = set(_fitting(one, two, values, ring))
        left = here if left is None else left & here
        fitted += 1
        if not left:
            return set()
    return left if fitted >= _POINTS else None


def _fitting(one: Any, two: Any, values: list[Any], ring: Arithmetic) -> Iterator[Recipe]:
    scales = [ring.number(c) for c in _FACTORS]
    for turned in (False, True):
        start = blocks.transpose(one) if turned else one
        for m, left in enumerate(values):
            if left is None:
                continue
            try:
                middle = start if left is _ONE else blocks.multiply(ring, left, start)
            except OUT:
                continue
            for n, right in enumerate(values):
                if right is None:
                    continue
                try:
                    whole = middle if right is _ONE else blocks.multiply(ring, middle, right)
                    fits = [c for c, scale in enumerate(scales) if alike(blocks.multiply(ring, scale, whole), two, 0.0)]
                except OUT:
                    continue
                yield from ((m, n, c, turned) for c in fits)


def _factor(sheet: Sheet, node: Node, at: Assignment, ring: Arithmetic) -> Any:
    """The value of a factor; None where it has none by itself, as a random variable outside of an expectation."""
    try:
        return value_of(node, sheet.latex, at, ring)
    except OUT:
        return None


def _gap(sheet: Sheet, equation: Chain, at: Assignment, ring: Arithmetic) -> Any:
    left, right = (value_of(side, sheet.latex, at, ring) for side in (equation.sides[0], equation.sides[-1]))
    found = blocks.add(ring, left, blocks.negative(ring, right))
    return blocks.spread(ring, found, 2) if isinstance(found, Scale) else found


def _points(sheet: Sheet, first: Chain, second: Chain, style: str) -> Iterator[Assignment]:
    letters = sheet.letters(*first.sides, *second.sides)
    kinds: dict[str, Kind] = {name: sheet.kinds[name] for name in letters}
    if style == "large" and any(k.sort in (Sort.WHOLE, Sort.VARIABLE, Sort.EVENT, Sort.FUNCTION) for k in kinds.values()):
        return
    for turn in range(_POINTS if style == "large" else 3 * _POINTS):
        try:
            yield random_assignment(
                kinds,
                random.Random(f"carried {style} {turn}"),
                Style(style, turn),
                functions=sheet.known.functions,
                definitions=sheet.known.definitions,
                fixed=sheet.known.fixed,
            )
        except OUT:
            return


def _factors(sheet: Sheet, first: Chain, second: Chain) -> list[Node | None]:
    """Nothing, the letters with their transposes, and every inverse that a line writes down or that is promised to exist."""
    nodes = [node for chain in (first, second) for side in chain.sides for node in walk(side)]
    found: list[Node | None] = [None]
    seen: set[str] = set()

    def take(node: Node, name: str) -> None:
        if name not in seen and len(found) < _MOST_FACTORS:
            seen.add(name)
            found.append(node)

    for node in nodes:
        if isinstance(node, Power) and _negative(node.exponent):
            take(node, "".join(sheet.latex[slice(*node.span)].split()))
    for node in nodes:
        if isinstance(node, Over) and is_symbol(node.bottom):
            take(Power(node.bottom.span, node.bottom, _minus_one(node)), f"{key(node.bottom, sheet.latex)}^{{-1}}")
    for node in nodes:
        if not is_symbol(node) or key(node, sheet.latex) not in sheet.kinds:
            continue
        name = key(node, sheet.latex)
        take(node, name)
        kind = sheet.kinds[name]
        if kind.sort in (Sort.MATRIX, Sort.VECTOR):
            take(Transpose(node.span, node, "T"), f"{name}^T")
        if kind.traits & _SURE and kind.sort is Sort.MATRIX:
            take(Power(node.span, node, _minus_one(node)), f"{name}^{{-1}}")
    return found


def _minus_one(node: Node) -> Node:
    return Prefix(node.span, "-", Number(node.span, "1"))


def _negative(exponent: Node) -> bool:
    return isinstance(exponent, Prefix) and exponent.sign == "-" and isinstance(exponent.body, Number)
