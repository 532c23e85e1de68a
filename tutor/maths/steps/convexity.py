"""Is a function of one letter convex, concave, or neither? Its second derivative tells, and chords tell again."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import tutor.maths.steps.check as check
import tutor.maths.steps.write as write
from tutor.errors import Unreadable
from tutor.maths.steps.calculus import letter
from tutor.maths.steps.critical import real_roots
from tutor.maths.steps.rules import derive, expression, is_derivative, neat
from tutor.maths.steps.solution import Check, Ledger, Solution
from tutor.maths.tree import Node

Span = tuple[Any, Any]  # SymPy ends, infinities allowed


def convexity(ledger: Ledger, node: Node, name: str) -> Solution:
    """Convex, concave, both or neither, with the pieces where it is which."""
    import sympy

    f, x = expression(node), letter(name)
    if f.free_symbols - {x}:
        raise Unreadable("I look at functions of one letter here — try is x^4 convex?")
    if f.has(sympy.Abs):
        raise Unreadable("This function has corners, which a second derivative does not see — try a smooth one such as x^4.")
    whole = _domain(f, x)
    first = neat(derive(ledger, f, x))
    ledger.step("So this is the slope.", f"f' = {write.tex(first)}", is_derivative(f, first, x))
    second = neat(derive(ledger, first, x))
    ledger.step("Differentiate once more.", f"f'' = {write.tex(second)}", is_derivative(first, second, x))
    if second == 0:
        flat = Check(_chords(node, name, [whole], 0), "second route: every chord lies on the graph")
        return ledger.conclude(
            "words", "convex and concave", "f'' = 0", flat, says="A straight line is convex and concave at once."
        )
    ends = [whole[0], *(r for r in real_roots(second, x) if whole[0] < r < whole[1]), whole[1]]
    spans = list(pairwise(ends))
    signs = [_sign(second, x, span) for span in spans]
    return _told(ledger, node, name, spans, signs)


def _domain(f: Any, x: Any) -> Span:
    import sympy
    from sympy.calculus.util import continuous_domain

    try:
        found = continuous_domain(f, x, sympy.S.Reals)
    except NotImplementedError:
        found = None
    if not isinstance(found, sympy.Interval):
        raise Unreadable("This function is not defined on one interval, so it is neither there — try one on a single interval.")
    return found.start, found.end


def _inner(span: Span, share: float) -> float:
    """A point inside, a share of the way through; infinite ends are far away."""
    low, high = (float(e) if e.is_finite else math.nan for e in span)
    if math.isnan(low) and math.isnan(high):
        return 12 * (share - 0.5)
    if math.isnan(low):
        return high - 12 * (1 - share) - 1e-3
    return low + 1e-3 + 12 * share if math.isnan(high) else low + (high - low) * (0.001 + 0.998 * share)


def _sign(second: Any, x: Any, span: Span) -> int:
    """The sign of f'' between two of its zeros, where it can't change."""
    import sympy

    found = {int(sympy.sign(sympy.N(second.subs(x, sympy.Float(_inner(span, share), 30))))) for share in (0.21, 0.5, 0.83)}
    if len(found) != 1 or 0 in found:
        raise Unreadable("I can't tell the sign of the second derivative everywhere — try a simpler function.")
    return found.pop()


def _told(ledger: Ledger, node: Node, name: str, spans: Sequence[Span], signs: Sequence[int]) -> Solution:
    for span, sign in zip(spans, signs):
        word = "convex" if sign > 0 else "concave"
        good = Check(_chords(node, name, [span], sign), f"chords lie {'above' if sign > 0 else 'below'} the graph there")
        shown = rf"f'' {'>' if sign > 0 else '<'} 0 \text{{ on }} \left({write.tex(span[0])},\; {write.tex(span[1])}\right)"
        says = f"Here the second derivative is {'positive' if sign > 0 else 'negative'}: the function is {word}."
        ledger.step(says, shown, good)
    joined = (spans[0][0], spans[-1][1])
    if len(set(signs)) == 1:
        word = "convex" if signs[0] > 0 else "concave"
        how = Check(
            _chords(node, name, [joined, *spans], signs[0]),
            "second route: at 600 chords across the domain no midpoint says otherwise",
        )
        says = "The second derivative never changes its sign; at single zeros it does no harm."
        return ledger.conclude("words", word, rf"f \text{{ is {word}}}", how, says=says)
    both = all(any(_chords(node, name, [s], sign) for s, z in zip(spans, signs) if z == sign) for sign in (1, -1))
    broken = not _chords(node, name, spans, 1) and not _chords(node, name, spans, -1)
    how = Check(both and broken, "second route: one chord lies above the graph and another below it")
    pieces = "; ".join(f"{'convex' if z > 0 else 'concave'} on {_interval(s)}" for s, z in zip(spans, signs))
    says = "The second derivative changes its sign, so over the whole domain the function is neither."
    return ledger.conclude("words", f"neither: {pieces}", r"\text{neither convex nor concave}", how, says=says)


def _interval(span: Span) -> str:
    low, high = (("oo" if e.is_extended_positive else "-oo") if e.is_infinite else write.plain(e) for e in span)
    return f"({low}, {high})"


def _chords(node: Node, name: str, spans: Sequence[Span], sign: int) -> bool:
    """Do chords lie on the side that `sign` says (0: on the graph), midpoint by midpoint, in floats?"""
    for span in spans:
        seen = 0
        for k in range(25):
            for j in range(k + 1, 25):
                a, b = _inner(span, k / 24), _inner(span, j / 24)
                ends = [check.real(node, {name: t}) for t in (a, b, (a + b) / 2)]
                if ends[0] is None or ends[1] is None or ends[2] is None:
                    continue
                seen += 1
                above = (ends[0] + ends[1]) / 2 - ends[2]
                slack = 1e-9 * max(1.0, abs(ends[0]), abs(ends[1]))
                if above * sign < -slack or (sign == 0 and abs(above) > slack):
                    return False
        if seen < 30:
            return False
    return True
