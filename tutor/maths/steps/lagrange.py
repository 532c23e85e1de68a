"""The largest and smallest value under one constraint: Lagrange multipliers for two letters."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import tutor.maths.steps.check as check
import tutor.maths.steps.write as write
from tutor.errors import Unreadable
from tutor.maths.steps.calculus import letter
from tutor.maths.steps.rules import derive, expression, is_derivative
from tutor.maths.steps.solution import Check, Ledger, Part, Solution
from tutor.maths.tree import Node

_GRID = [k / 40 for k in range(-400, 401)] + [s * 10 ** (k / 8) for k in range(8, 33) for s in (-1, 1)]
Point = tuple[Any, Any]


def lagrange(ledger: Ledger, goal: Node, side: Node, names: Sequence[str], want: str) -> Solution:
    """The extremes of f where g = 0; `want` is "maximum", "minimum" or "both"."""
    f, g = expression(goal), expression(side)
    x, y = (letter(n) for n in names)
    if not f.is_polynomial(x, y) or not g.is_polynomial(x, y):
        raise Unreadable("With a constraint I work with polynomials — try maximise x y subject to x + y = 10.")
    if not 1 <= g.as_poly(x, y).total_degree() <= 2 or f.as_poly(x, y) is None or f.as_poly(x, y).total_degree() > 3:
        raise Unreadable(
            "I take a linear or quadratic constraint, and a function up to degree 3 — try x y subject to x + y = 10."
        )
    slopes = _slopes(ledger, f, g, (x, y))
    points = _candidates(ledger, f, g, slopes, (x, y))
    values = [f.subs({x: p[0], y: p[1]}) for p in points]
    values = [_tidy(v) for v in values]
    for p, value in zip(points, values):
        there = {names[0]: float(p[0]), names[1]: float(p[1])}
        good = check.close(check.real(goal, there), float(value), 1e-9)
        says = "Put the candidate into the function."
        ledger.step(
            says,
            rf"f\left({write.tex(p[0])}, {write.tex(p[1])}\right) = {write.tex(value)}",
            Check(good, "our own evaluator agrees"),
        )
    return _told(ledger, goal, side, names, (points, values), want)


def _tidy(value: Any) -> Any:
    import sympy

    return sympy.radsimp(sympy.expand(value))


def _slopes(ledger: Ledger, f: Any, g: Any, letters: Point) -> list[tuple[Any, Any]]:
    found = []
    for x in letters:
        df, dg = derive(None, f, x), derive(None, g, x)
        good = is_derivative(f, df, x).holds and is_derivative(g, dg, x).holds
        shown = rf"{write.tex(df)} = \lambda \cdot {write.bracketed(dg)}"
        says = f"Where $f$ is extreme on the curve, its slopes are a multiple of those of the constraint; along ${write.tex(x)}$:"
        ledger.step(says, shown, Check(good, "both slopes agree with differences to 50 digits"))
        found.append((df, dg))
    return found


def _candidates(ledger: Ledger, f: Any, g: Any, slopes: list[tuple[Any, Any]], letters: Point) -> list[Point]:
    """Every point of the curve at which the slopes are parallel, exact."""
    import sympy

    (fx, gx), (fy, gy) = slopes
    parallel = sympy.expand(fx * gy - fy * gx)
    if parallel == 0:
        raise Unreadable("Here every point of the constraint is a candidate — try a function that moves along it.")
    try:
        solved = sympy.solve([parallel, g], list(letters), dict=True)
    except NotImplementedError:
        raise Unreadable("These equations have no simple solution — try one with nicer numbers.") from None
    if any(set(s) != set(letters) or any(v.free_symbols for v in s.values()) for s in solved):
        raise Unreadable("The candidates form a whole line here — try another function.")
    points = [(_tidy(s[letters[0]]), _tidy(s[letters[1]])) for s in solved if all(v.is_real for v in s.values())]
    if any(v.count_ops() > 20 or v.has(sympy.CRootOf) for p in points for v in p):
        raise Unreadable("The candidates have no simple form — try one with nicer numbers.")
    points = sorted(set(points), key=lambda p: (float(p[0]), float(p[1])))
    if any(gx.subs(dict(zip(letters, p))) == 0 == gy.subs(dict(zip(letters, p))) for p in points):
        raise Unreadable(
            "The constraint has a corner where its slopes vanish, and multipliers tell nothing there — try another one."
        )
    for p in points:
        at = dict(zip(letters, p))
        zero = [sympy.simplify(part.subs(at)) for part in (parallel, g)]
        says = "Eliminate $\\lambda$ and solve together with the constraint: here is a candidate."
        shown = ", ".join(f"{write.tex(n)} = {write.tex(v)}" for n, v in zip(letters, p))
        ledger.step(says, shown, Check(zero == [0, 0], "put into both equations, exactly"))
    return points


def _told(
    ledger: Ledger, goal: Node, side: Node, names: Sequence[str], found: tuple[list[Point], list[Any]], want: str
) -> Solution:
    points, values = found
    seen = [check.real(goal, p) for p in curve(side, names)]
    heights = [h for h in seen if h is not None]
    if len(heights) < 40:
        raise Unreadable("I found hardly any real point on this constraint — check it.")
    floats = [float(v) for v in values]
    top, bottom = (max(floats), min(floats)) if floats else (-math.inf, math.inf)
    slack = 1e-7 * max(1.0, abs(top), abs(bottom)) if floats else 0
    has = {"maximum": max(heights) <= top + slack, "minimum": min(heights) >= bottom - slack}
    asked = [want] if want != "both" else ["maximum", "minimum"]
    parts, shown = [], []
    for kind in asked:
        best = top if kind == "maximum" else bottom
        if not has[kind]:
            parts.append(Part(kind, "words", "none"))
            shown.append(rf"\text{{no {kind}}}")
            continue
        at = [p for p, v in zip(points, floats) if abs(v - best) <= 1e-12 * max(1.0, abs(best))]
        value = next(v for v, z in zip(values, floats) if abs(z - best) <= 1e-12 * max(1.0, abs(best)))
        where = write.vector(at[0]) if len(at) == 1 else write.listed(map(write.vector, at))
        parts += [Part(kind, "number", write.plain(value)), Part("at", "vector" if len(at) == 1 else "words", where)]
        shown.append(rf"\text{{{kind} }} {write.tex(value)} \text{{ at }} " + ", ".join(_point(p) for p in at))
    how = Check(
        _typed_well(parts, goal, side, names, has),
        f"second route: none of {len(heights)} other points of the constraint, found without slopes, does better",
    )
    answer = "; ".join(f"{part.label} = {part.answer}" for part in parts)
    says = "Compare the candidates; where the function runs off along the constraint there is no such value."
    return ledger.conclude("labelled", answer, r";\quad ".join(shown), how, says=says, parts=parts)


def _point(p: Point) -> str:
    return rf"\left({write.tex(p[0])}, {write.tex(p[1])}\right)"


def _typed_well(parts: Sequence[Part], goal: Node, side: Node, names: Sequence[str], has: dict[str, bool]) -> bool:
    """Read back: the points lie on the constraint and give the value told; what is said not to exist was beaten."""
    value = 0.0
    for part in parts:
        if part.label in has:
            if (part.answer == "none") == has[part.label]:
                return False
            value = float(check.number_back(part.answer)) if part.answer != "none" else 0.0
            continue
        for p in check.vectors_back(part.answer):
            at = dict(zip(names, map(float, p)))
            on, height = check.real(side, at), check.real(goal, at)
            if on is None or abs(on) > 1e-8 * (1 + sum(abs(v) ** 2 for v in at.values())) or not check.close(height, value, 1e-8):
                return False
    return True


def curve(side: Node, names: Sequence[str]) -> Iterator[dict[str, float]]:
    """Points of g = 0: for each value of one letter on a grid, the other by the quadratic formula.

    >>> from tutor.maths.parse import read
    >>> all(abs(p["x"] + p["y"] - 10) < 1e-6 for p in curve(read("x + y - 10"), ["x", "y"]))
    True
    """
    for free, other in ((names[0], names[1]), (names[1], names[0])):
        for at in _GRID:
            heights = [check.real(side, {free: at, other: t}) for t in (0.0, 1.0, -1.0)]
            if heights[0] is None or heights[1] is None or heights[2] is None:
                continue
            c, plus, minus = heights[0], heights[1], heights[2]
            for root in _roots((plus + minus) / 2 - c, (plus - minus) / 2, c):
                yield {free: at, other: root}


def _roots(a: float, b: float, c: float) -> list[float]:
    if abs(a) < 1e-9 * max(1.0, abs(b)):
        return [-c / b] if abs(b) > 1e-12 else []
    inside = b * b - 4 * a * c
    if inside < 0:
        return []
    big = -(b + math.copysign(math.sqrt(inside), b)) / 2
    return [big / a, c / big] if big else [0.0]
