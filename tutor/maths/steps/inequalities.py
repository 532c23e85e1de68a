"""Inequalities of first and second degree in one letter: where they hold, tried at numbers on every side of every zero."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any

import tutor.maths.steps.write as write
from tutor.errors import Unreadable
from tutor.maths.evaluate import Undefined, exact
from tutor.maths.steps.calculus import letter
from tutor.maths.steps.rules import expression, rational
from tutor.maths.steps.solution import Check, Ledger, Solution
from tutor.maths.tree import Relation, symbols

_TRUE = {"<": lambda a: a < 0, ">": lambda a: a > 0, "<=": lambda a: a <= 0, ">=": lambda a: a >= 0}
_TEX = {"<": "<", ">": ">", "<=": r"\leq", ">=": r"\geq"}


def solve_inequality(ledger: Ledger, told: Relation, name: str) -> Solution:
    """The interval or intervals where it holds; raises Unreadable above degree two."""
    import sympy

    x, sign = letter(name), told.signs[0]
    gap = sympy.expand(expression(told.sides[0]) - expression(told.sides[1]))
    if not gap.is_polynomial(x) or sympy.degree(gap, x) > 2 or gap.free_symbols - {x}:
        raise Unreadable("I solve inequalities of first and second degree in one letter — try solve 2x + 1 > 7.")
    ledger.step("Bring everything to the left.", f"{write.tex(gap)} {_TEX[sign]} 0", _kept(told, gap, name))
    roots = sorted({r for r in sympy.roots(sympy.Poly(gap, x)) if r.is_real}, key=float) if x in gap.free_symbols else []
    if roots:
        shown = r",\quad ".join(f"{write.tex(x)} = {write.tex(r)}" for r in roots)
        zero = all(sympy.simplify(gap.subs(x, r)) == 0 for r in roots)
        ledger.step("The left side can change its sign only where it is zero.", shown, Check(zero, "put in, it is zero there"))
    pieces = _pieces(ledger, told, gap, x, roots)
    answer, latex = _written(pieces)
    how = _tried(told, name, pieces, roots)
    shown = rf"{write.tex(x)} \in {latex}" if pieces else r"\text{no solution}"
    kind = "interval" if len(pieces) == 1 else "words"
    return ledger.conclude(kind, answer, shown, how, says="So it holds here.")


Piece = tuple[Any, Any, bool, bool]  # lower end, upper end (None for none), and whether each end belongs to it


def _pieces(ledger: Ledger, told: Relation, gap: Any, x: Any, roots: list[Any]) -> list[Piece]:
    good, closed = _TRUE[told.signs[0]], "=" in told.signs[0]
    ends = [None, *roots, None]
    found: list[Piece] = []
    for low, high in pairwise(ends):
        inside = _between(low, high)
        value = gap.subs(x, rational(inside))
        holds = bool(good(value))
        says = f"Try ${write.tex(x)} = {write.tex(inside)}$: here it {'holds' if holds else 'does not hold'}."
        back = exact(told.sides[0], {str(x): inside}), exact(told.sides[1], {str(x): inside})
        same = back[0] is not None and back[1] is not None and rational(back[0] - back[1]) == value
        shown = ("" if holds else r"\not") + _TEX[told.signs[0]]
        ledger.step(says, f"{write.tex(value)} {shown} 0", Check(same, "both sides computed as typed"))
        if holds:
            found.append((low, high, closed and low is not None, closed and high is not None))
    if closed:
        found += [(r, r, True, True) for r in roots if not any(p[0] == r or p[1] == r for p in found)]
    return _joined(sorted(found, key=lambda p: float("-inf") if p[0] is None else float(p[0])))


def _joined(pieces: list[Piece]) -> list[Piece]:
    done: list[Piece] = []
    for piece in pieces:
        if done and done[-1][1] is not None and done[-1][1] == piece[0] and (done[-1][3] or piece[2]):
            done[-1] = (done[-1][0], piece[1], done[-1][2], piece[3])
        else:
            done.append(piece)
    return done


def _between(low: Any, high: Any) -> Fraction:
    """A short number between two places."""
    if low is None and high is None:
        return Fraction(0)
    if low is None:
        return Fraction(int(float(high) // 1) - 1)
    if high is None:
        return Fraction(int(float(low) // 1) + 2)
    middle = (float(low) + float(high)) / 2
    for below in (1, 2, 10, 100, 10_000, 10**8):
        near = Fraction(round(middle * below), below)
        if float(low) < near < float(high):
            return near
    raise Unreadable("Two zeros lie too close together here — try nicer numbers.")


def _kept(told: Relation, gap: Any, name: str) -> Check:
    good = []
    for at in (Fraction(-3), Fraction(1, 2), Fraction(7)):
        try:
            sides = [exact(side, {name: at}) for side in told.sides]
        except Undefined:
            continue
        if None in sides:
            continue
        good.append(rational(Fraction(sides[0] or 0) - Fraction(sides[1] or 0)) == gap.subs(letter(name), rational(at)))
    return Check(len(good) > 1 and all(good), "left minus right at several numbers")


def _written(pieces: list[Piece]) -> tuple[str, str]:
    if not pieces:
        return "no solution", r"\emptyset"
    typed, shown = [], []
    for low, high, opens, closes in pieces:
        if low is not None and low == high:
            typed.append(f"{{{write.plain(low)}}}")
            shown.append(rf"\{{{write.tex(low)}\}}")
            continue
        ends = ("-oo" if low is None else write.plain(low), "oo" if high is None else write.plain(high))
        signs = (r"-\infty" if low is None else write.tex(low), r"\infty" if high is None else write.tex(high))
        left, right = "[" if opens else "(", "]" if closes else ")"
        typed.append(f"{left}{ends[0]}, {ends[1]}{right}")
        shown.append(f"{left}{signs[0]}, {signs[1]}{right}")
    return " or ".join(typed), r" \cup ".join(shown)


def _tried(told: Relation, name: str, pieces: list[Piece], roots: list[Any]) -> Check:
    """At many numbers, as typed, it holds exactly inside the pieces."""
    places = [Fraction(k, 4) for k in range(-80, 81)] + [Fraction(x) for x in (-1000, 1000)]
    places += [Fraction(int(r.p), int(r.q)) for r in roots if r.is_Rational]
    agreed = 0
    for at in places:
        try:
            sides = [exact(side, {name: at}) for side in told.sides]
        except Undefined:
            continue
        if None in sides:
            continue
        holds = bool(_TRUE[told.signs[0]](Fraction(sides[0] or 0) - Fraction(sides[1] or 0)))
        if holds != any(_inside(at, piece) for piece in pieces):
            return Check(False, "a number tells otherwise")
        agreed += 1
    return Check(agreed > 20, f"second route: the inequality as typed, tried at {agreed} numbers, holds exactly there")


def _inside(at: Fraction, piece: Piece) -> bool:
    low, high, opens, closes = piece
    above = low is None or float(at) > float(low) or (opens and rational(at) == low)
    below = high is None or float(at) < float(high) or (closes and rational(at) == high)
    return bool(above and below)


def inequality_of(told: object) -> tuple[Relation, str] | None:
    """The relation and its only letter where it is one inequality in one letter; None for anything else."""
    if not isinstance(told, Relation) or len(told.signs) != 1 or told.signs[0] not in _TRUE or len(symbols(told)) != 1:
        return None
    return told, min(symbols(told))
