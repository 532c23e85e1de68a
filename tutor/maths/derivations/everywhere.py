"""Lines that hold for every number, and where a side stops having a value: what is true everywhere is tried everywhere.

Law: an identity passes on nothing that fails somewhere. A value that is missing at single points is a hole and is left alone;
one that is missing on a whole stretch loses whatever lies there.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from tutor.maths.claims.claim import Pair, Verdict
from tutor.maths.claims.pieces import arguments, on_every_piece
from tutor.maths.claims.printed import number
from tutor.maths.claims.trials import Known
from tutor.maths.derivations.statements import Said, Sheet, Step, at_value
from tutor.maths.tree import Node
from tutor.maths.values import Sort

_NEAR = 1e-5
_STEP = Fraction(1, 997)
_BASES, _MOST_LETTERS, _FEWEST = 3, 4, 6
_HOLES = 3
_PLAIN = tuple(map(Fraction, "1 -1 2 -2 1/2 -1/2 3 -3 5 -5 1/3 -1/3 10 -10 40 -40 1000 -1000".split()))
_GRID = tuple(Fraction(n, 16) for n in range(-161, 162, 6))
Point = dict[str, Fraction]


def from_everything(sheet: Sheet, before: Said, after: Said, unknown: str, others: Mapping[str, Fraction]) -> Step:
    """Whether a line holds wherever the line before does, which seems to be everywhere."""
    held, holes = 0, list[Fraction]()
    for x in _probes(sheet, before, after, unknown, others):
        at = {**others, unknown: x}
        if not sheet.may_be(at) or not holds(sheet, before, at):
            continue
        now = holds(sheet, after, at)
        if now is False:
            return Step(Verdict.FAILS, f"{_said(at)} satisfies the line before, but not this line{_sides(sheet, after, at)}")
        held += bool(now)
        if now is None:
            holes.append(x)
    if len(holes) > _HOLES:
        gone = _said({**others, unknown: min(holes, key=_plainness)})
        return Step(Verdict.OPEN, f"{gone} satisfies the line before, but here a side of this line has no value")
    if held < _FEWEST:
        return Step(Verdict.OPEN, "too few values were found that satisfy the line before")
    return Step(Verdict.TESTED, "true for every value, as before")


def holds(sheet: Sheet, said: Said, at: Mapping[str, Fraction]) -> bool | None:
    """Whether one of some alternatives is true at a point, as far as floats tell; None where none has a value."""
    found: list[bool] = []
    for chain in said.chains:
        one, two = sheet.value(chain.sides[0], at), sheet.value(chain.sides[-1], at)
        if one is not None and two is not None:
            found.append(abs(one - two) <= _NEAR * max(1.0, abs(one), abs(two)))
    return any(found) if found else None


def _probes(sheet: Sheet, before: Said, after: Said, unknown: str, others: Mapping[str, Fraction]) -> Iterator[Fraction]:
    """Plain values of both signs, a grid, and every piece of both lines."""
    yield from _PLAIN
    yield from _GRID
    kinds = {unknown: sheet.kinds[unknown]}
    start = sheet.at({**others, unknown: Fraction(3, 2)})
    for chain in (*before.chains, *after.chains):
        pair = Pair(chain.sides[0], chain.sides[-1], "=", False, sheet.latex)
        yield from (at.values[unknown] for at in on_every_piece(pair, [start], kinds, {}, ordered=False))


def narrowed(sheet: Sheet, old: Sequence[Node], new: Sequence[Node], known: Known | None = None) -> str:
    """A place at which all old sides have a value and a new one has none, on a whole stretch, as one letter moves; "" for none.

    ln(x^2) and 2 ln(x) part where x is negative. The law log(ab) = log a + log b is about positive letters; it is left alone,
    for there two letters must turn negative at once.
    """
    if known is not None:
        sheet = sheet.with_known(known)
    letters = [n for n in sheet.letters(*old, *new) if n not in sheet.known.definitions and n not in sheet.known.fixed]
    if not 0 < len(letters) <= _MOST_LETTERS or not arguments([(side, sheet.latex) for side in new]):
        return ""
    if any(sheet.kinds[n].sort is not Sort.NUMBER or sheet.kinds[n].indices for n in letters):
        return ""
    for base in _bases(sheet, (*old, *new), letters):
        for name in letters:
            for x in _moves(sheet, (*old, *new), base, name):
                if _is_lost(sheet, old, new, base, name, x):
                    return _said({**base, name: x})
    return ""


def _bases(sheet: Sheet, sides: Sequence[Node], letters: Sequence[str]) -> Iterator[Point]:
    """Points of positive numbers at which every side has a value."""
    draw, found = random.Random("bases"), 0
    for turn in range(8 * _BASES):
        point = {n: Fraction(draw.randrange(1, 6)) if turn < 6 else Fraction(draw.randrange(1, 400), 32) for n in letters}
        if sheet.may_be(point) and all(sheet.value(side, point) is not None for side in sides):
            yield point
            found += 1
            if found == _BASES:
                return


def _moves(sheet: Sheet, sides: Sequence[Node], base: Point, name: str) -> Iterator[Fraction]:
    yield from _PLAIN
    kinds = {name: sheet.kinds[name]}
    for side in sides:
        pair = Pair(side, side, "=", False, sheet.latex)
        yield from (at.values[name] for at in on_every_piece(pair, [sheet.at(base)], kinds, {}, ordered=False))


def _is_lost(sheet: Sheet, old: Sequence[Node], new: Sequence[Node], base: Point, name: str, x: Fraction) -> bool:
    """Whether the old sides have values at a place and close to it, and a new side has none."""
    for step in (Fraction(0), _STEP, -_STEP):
        at = {**base, name: x + step}
        if not sheet.may_be(at) or any(sheet.value(side, at) is None for side in old):
            return False
        if all(sheet.value(side, at) is not None for side in new):
            return False
    return True


def _said(at: Mapping[str, Fraction]) -> str:
    return ", ".join(at_value(name, value) for name, value in at.items())


def _sides(sheet: Sheet, said: Said, at: Mapping[str, Fraction]) -> str:
    one, two = (sheet.value(side, at) for side in (said.chains[0].sides[0], said.chains[0].sides[-1]))
    return f": here the two sides are then {number(one)} and {number(two)}" if one is not None and two is not None else ""


def _plainness(x: Fraction) -> tuple[bool, int, Fraction]:
    return not x, x.denominator, abs(x)
