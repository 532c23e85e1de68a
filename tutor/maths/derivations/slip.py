"""Which slip makes a wrong line out of the line before: a wrong rule, a wrong move, or a solution that was lost or let in."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import islice, pairwise
from types import MappingProxyType

from tutor.maths.claims.claim import Verdict
from tutor.maths.derivations.rates import spelled_out
from tutor.maths.derivations.solving import follows, proportional
from tutor.maths.derivations.statements import Said, Sheet, Step, with_sides
from tutor.maths.reading.nodes import Beside, Chain, Fence, Power, Product
from tutor.maths.slips.moves import moved
from tutor.maths.slips.parts import core
from tutor.maths.slips.rewrites import MOST, REVERSIBLE, reproduces, rewrites
from tutor.maths.tree import Node, Number, walk

_SECONDS = 0.6
_OF_MATRICES = frozenset(["inverse_on_wrong_side"])
# Moves that make no sense of a matrix: with a zero on the right they would fit any factor that was dropped.
_OF_NUMBERS = frozenset(
    ["subtracted_for_divided", "multiplied_for_divided", "divided_for_multiplied", "reciprocal_taken", "divided_one_term_only"]
)
TURNED: Mapping[str, str] = MappingProxyType({"<": ">", ">": "<", "leq": "geq", "geq": "leq", "le": "ge", "ge": "le"})


def slip_between(sheet: Sheet, before: Said, after: Said, step: Step, context: str) -> str | None:
    """The misconception that makes one equation or inequality into the next; None where none surely does."""
    old, new = before.chains[0], after.chains[0]
    if before.signs & set(TURNED):
        return _turned(sheet, before, after)
    if step.lost and (name := _lost(sheet, old, after, step)) is not None:
        return name
    if len(after.chains) > 1:
        right = old.sides[-1]
        factors = isinstance(core(old.sides[0]), Product) and isinstance(right, Number) and right.text != "0"
        return "zero_product_misused" if factors and not after.together else None
    to_zero = any(isinstance(side, Number) and side.text == "0" for side in old.sides)
    if to_zero and _dropped(sheet, old, new, step):
        return "divided_by_possible_zero"
    moves = _OF_MATRICES if sheet.scalar(*old.sides, *new.sides) else _OF_NUMBERS
    if to_zero:
        moves |= _OF_MATRICES
    started = time.perf_counter()
    for name, made in islice(wrong_equations(old), MOST * 2):
        if name not in moves and same_equation(sheet, made, new):
            return name
        if time.perf_counter() - started > _SECONDS:
            return None
    for name, made in islice(wrong_equations(new), MOST * 2):
        if name in REVERSIBLE and same_equation(sheet, made, old):
            return name
        if time.perf_counter() - started > _SECONDS:
            return None
    return "divided_by_possible_zero" if _dropped(sheet, old, new, step) else None


def _dropped(sheet: Sheet, old: Chain, new: Chain, step: Step) -> bool:
    """Whether the example against a step of numbers makes a factor of the line before zero."""
    if step.example is None or not sheet.scalar(*old.sides, *new.sides):
        return False
    at = {name: value for name, value in step.example.values.items() if isinstance(value, Fraction)}
    return _a_factor_vanishes(sheet, old, at)


def slip_in_chain(sheet: Sheet, sides: tuple[Node, ...], context: str) -> str | None:
    """The wrong rule that makes one side into the next, at the first pair that differs."""
    for a, b in pairwise(sides):
        if sheet.agree(a, b) is False:
            return reproduces(a, b, sheet.latex, context, sheet.known)
    return None


def slip_of_rate(sheet: Sheet, equation: Chain, context: str) -> str | None:
    """Which wrong rule of differentiation makes the right side of f'(x) = ..., with what f was said to be written in."""
    left = spelled_out(sheet, equation.sides[0])
    return None if left is None else reproduces(left, equation.sides[-1], sheet.latex, context)


def _turned(sheet: Sheet, before: Said, after: Said) -> str | None:
    if len(before.chains) != 1 or len(after.chains) != 1 or len(after.chains[0].signs) != 1:
        return None
    new = after.chains[0]
    turned = replace(new, signs=(replace(new.signs[0], name=TURNED.get(new.signs[0].name, "=")),))
    found = follows(sheet, before, Said((turned,)))
    return "inequality_reversed" if found.verdict is Verdict.TESTED and "lets in" not in found.why else None


def _lost(sheet: Sheet, old: Chain, after: Said, step: Step) -> str | None:
    """A lost solution: the other sign of a root or of a size, or a value at which both sides were divided by zero."""
    letters = sheet.letters(*old.sides)
    if any(isinstance(n, Fence) and n.role == "absolute value" for n in walk(old)) and "is lost here" in step.why:
        return "negative_case_forgotten"
    new = after.equation
    if new is not None and _is_root(sheet, old, new):
        return "negative_root_forgotten"
    if len(letters) != 1 or "is lost here" not in step.why:
        return None
    at = {letters[0]: Fraction(step.lost[0]).limit_denominator(10**6)}
    mirrored = sheet.gap(old, {letters[0]: -at[letters[0]]})
    squared = any(isinstance(n, Power) and isinstance(n.exponent, Number) and n.exponent.text == "2" for n in walk(old))
    if squared and mirrored is not None and abs(mirrored) < 1e-6 and abs(step.lost[0]) > 1e-9:
        return "negative_root_forgotten"
    return "divided_by_possible_zero" if _a_factor_vanishes(sheet, old, at) else None


def _is_root(sheet: Sheet, old: Chain, new: Chain) -> bool:
    """Whether the squares of the new sides are the old ones: (x + 3)^2 = 4 and x + 3 = 2."""
    two = Number(old.span, "2")
    squares = [Power(side.span, Fence(side.span, "(", side, ")", "group"), two) for side in new.sides]
    return any(sheet.agree(a, old.sides[0]) and sheet.agree(b, old.sides[-1]) for a, b in (squares, squares[::-1]))


def _a_factor_vanishes(sheet: Sheet, old: Chain, at: Mapping[str, Fraction]) -> bool:
    """Whether a factor that the line writes down is zero there."""
    for side in old.sides:
        for node in walk(side):
            factors = node.factors if isinstance(node, Product) else (node.base,) if isinstance(node, Power) else ()
            factors = (node.head, node.fence) if isinstance(node, Beside) else factors
            for factor in factors:
                value = sheet.value(factor, at) if sheet.letters(factor) else None
                if value is not None and abs(value) < 1e-6:
                    return True
    return False


def wrong_equations(old: Chain) -> list[tuple[str, Chain]]:
    """Every equation a slip makes of an equation: a wrong rule on one side, or a wrong move of a term or factor."""
    left, right = old.sides[0], old.sides[-1]
    plain = with_sides(old, left, right)
    found = [(name, with_sides(old, wrong, right)) for name, wrong in rewrites(left) if name != "sign_slip"]
    found += [(name, with_sides(old, left, wrong)) for name, wrong in rewrites(right) if name != "sign_slip"]
    found += list(moved(plain))
    found += [(name, with_sides(old, wrong, right)) for name, wrong in rewrites(left) if name == "sign_slip"]
    found += [(name, with_sides(old, left, wrong)) for name, wrong in rewrites(right) if name == "sign_slip"]
    return found


def same_equation(sheet: Sheet, made: Chain, new: Chain) -> bool:
    """Whether two equations are the same up to a factor, or side by side."""
    if sheet.scalar(*made.sides, *new.sides):
        return proportional(sheet, made, new)
    for a, b in ((new.sides[0], new.sides[-1]), (new.sides[-1], new.sides[0])):
        pairs = ((made.sides[0], a), (made.sides[-1], b))
        if all(sheet.may_agree(*pair) for pair in pairs) and all(sheet.agree(*pair) for pair in pairs):
            return True
    return False
