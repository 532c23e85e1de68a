"""Inequalities: what satisfies the line before must satisfy this one, and a bound that is the answer lets nothing in."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from tutor.maths.claims.claim import Pair, Verdict
from tutor.maths.claims.pieces import may_be, on_every_piece
from tutor.maths.derivations.refuting import shown
from tutor.maths.derivations.statements import FOLLOWED, Said, Sheet, Step
from tutor.maths.letters import is_symbol
from tutor.maths.values import Assignment, Sort

_FEWEST = 6
_RANGES = (2, 15, 150, 1_500)
_DRAWN = 60


def follows_in_order(sheet: Sheet, before: Said, after: Said) -> Step:
    """Whether every point that satisfies the line before satisfies this line; equalities among the lines count as bounds met."""
    letters = sheet.letters(*before.sides, *after.sides)
    if not letters or not sheet.scalar(*before.sides, *after.sides):
        return Step(Verdict.OPEN, "this step cannot be followed here")
    held, let_in = 0, None
    tried = 0
    for at in _points(sheet, before, after, letters):
        if not sheet.keeps(at):
            continue
        one, two = sheet.true(before, at), sheet.true(after, at)
        if two is None or (one is None and not two):
            continue
        tried += 1
        held += bool(one)
        if one and not two:
            return Step(Verdict.FAILS, f"{shown(sheet, at, letters)} satisfies the line before and not this line", example=at)
        if two and not one and let_in is None:
            let_in = at
    if tried < _FEWEST:
        return Step(Verdict.OPEN, "this step cannot be followed here")
    if let_in is not None and solved(sheet, after) and not solved(sheet, before):
        values = shown(sheet, let_in, letters)
        return Step(
            Verdict.FAILS, f"{values} satisfies this line and not the line before, so this is not the solution", example=let_in
        )
    if not held:
        return Step(Verdict.OPEN, "no point was found that satisfies the line before")
    note = f"; it lets in {shown(sheet, let_in, letters)} as well" if let_in is not None else ""
    return Step(Verdict.TESTED, f"agrees at {tried} points{note}")


def lets_in(sheet: Sheet, said: Sequence[Said]) -> tuple[int, Step] | None:
    """The first line that gives the answer as plain bounds, where these let in what the first line of all never allowed."""
    at = next((n for n, one in enumerate(said) if solved(sheet, one)), 0)
    if not at or not any(one.signs - {"="} for one in said[: at + 1]) or any(not one.signs <= FOLLOWED for one in said[: at + 1]):
        return None
    step = follows_in_order(sheet, said[0], said[at])
    if step.verdict is not Verdict.FAILS or "not the solution" not in step.why:
        return None
    return at, replace(step, why=step.why.replace("the line before", "line 1"))


def solved(sheet: Sheet, said: Said) -> bool:
    """Whether a line says in plain bounds what one letter may be."""
    names = set()
    for chain in said.chains:
        lone = [side for side in chain.sides if is_symbol(side) and sheet.letters(side)]
        if len(lone) != 1 or sheet.letters(*(side for side in chain.sides if side is not lone[0])):
            return False
        names.add(sheet.letters(lone[0])[0])
    return len(names) == 1


def _points(sheet: Sheet, before: Said, after: Said, letters: list[str]) -> Iterator[Assignment]:
    """Random points of several sizes, the bounds themselves, both sides of each, and points far out."""
    draw = random.Random("order")
    kinds = {name: sheet.kinds[name] for name in letters}
    drawn: list[Assignment] = []
    for most in _RANGES:
        for _ in range(_DRAWN):
            point = {name: _number(draw, most, kinds[name].sort is Sort.WHOLE) for name in letters}
            if all(may_be(value, kinds[name]) for name, value in point.items()):
                drawn.append(sheet.at(point))
    yield from drawn
    for said in (before, after):
        for chain in said.chains:
            for left, right in zip(chain.sides, chain.sides[1:]):
                pair = Pair(left, right, "<", False, sheet.latex)
                yield from on_every_piece(pair, drawn[:3], kinds, {}, ordered=True)


def _number(draw: random.Random, most: int, whole: bool) -> Fraction:
    return Fraction(draw.randrange(0, most + 1)) if whole else Fraction(draw.randrange(-most * 32, most * 32) * 2 + 1, 64)
