r"""Closed numbers as they are printed: what is computed against what the page says, at the precision of the page.

The rule. A printed decimal stands for every value that rounds to it, or is cut off to it. "=" holds when the two sides agree
exactly, or when one side is a lone numeral to which the other rounds (or is cut off). Where decimals are multiplied, divided or
put into functions, or where more than two are added, they may themselves be rounded: a gap that half a unit in their last
places explains is left open. "approx" holds where the value rounds to a printed decimal (or is cut off to it), or within half a
percent of a whole number; it is left open within a tenth, and fails beyond.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tutor.maths.claims.claim import Finding, Pair, Verdict, left_open
from tutor.maths.evaluate import OutsideArithmetic, Undefined
from tutor.maths.reading.nodes import Fence, Power, Prefix, Product, Suffix, Sum
from tutor.maths.tree import Node, Number, children, walk
from tutor.maths.values import Assignment, DoesNotFit, Exact, NotComputable, Reals, alike, in_latex, numeral, value_of
from tutor.maths.values.blocks import is_rows, shape
from tutor.maths.values.retree import changed
from tutor.maths.values.written import decimal

ROUND = 1e-9
_HALF_PERCENT = 0.005
_TENTH = 0.1
_MOST_DECIMALS = 30


@dataclass(frozen=True, slots=True)
class Literal:
    """A lone numeral: its value, one unit in its last place, whether a decimal point is printed."""

    value: Fraction
    unit: Fraction
    pointed: bool


def literal(node: Node) -> Literal | None:
    """A lone numeral, signed, in percent or times a power of ten; None for anything else."""
    match node:
        case Number(text=text):
            try:
                value = numeral(text)
            except NotComputable:
                return None
            places = len(text.replace("{", "").replace("}", "").partition(".")[2].strip())
            return Literal(value, Fraction(1, 10**places), "." in text)
        case Fence(role="group", body=body):
            return literal(body)
        case Prefix(sign="-", body=body):
            inner = literal(body)
            return inner and Literal(-inner.value, inner.unit, inner.pointed)
        case Suffix(mark="%", base=base):
            inner = literal(base)
            return inner and Literal(inner.value / 100, inner.unit / 100, True)
        case Product(signs=("times" | "cdot",), factors=(first, Power(base=Number(text="10"), exponent=exponent))):
            return _scientific(first, exponent)
    return None


def _scientific(first: Node, exponent: Node) -> Literal | None:
    inner, high = literal(first), literal(exponent)
    if inner is None or high is None or high.value.denominator != 1 or abs(high.value) > 40:
        return None
    scale = Fraction(10) ** int(high.value)
    return Literal(inner.value * scale, inner.unit * scale, True)


def closed_value(node: Node, latex: str, trial: Assignment) -> Any:
    """Exactly, or where that is impossible in floats."""
    try:
        return value_of(node, latex, trial, Exact())
    except OutsideArithmetic:
        return value_of(node, latex, trial, Reals())


def closed(pair: Pair, trial: Assignment, after: str = "") -> Finding:
    """The finding for two sides without free letters."""
    left, right = closed_value(pair.left, pair.latex, trial), closed_value(pair.right, pair.latex, trial)
    if is_rows(left) or is_rows(right):
        return _tables(pair, left, right)
    if not isinstance(left, Fraction | float) or not isinstance(right, Fraction | float):
        return _tables(pair, left, right)
    if pair.sign not in ("=", "approx", "simeq", "cong", "equiv", "doteq", "approxeq", "sim") or pair.negated:
        return _ordered(pair, left, right)
    return _numbers(pair, left, right, trial, after)


def _tables(pair: Pair, left: Any, right: Any) -> Finding:
    if pair.sign != "=" or pair.negated:
        return left_open("matrices are compared by an equal sign only")
    try:
        same = alike(left, right, 1e-9)
    except DoesNotFit:
        left_shape, right_shape = shape(left), shape(right)
        if left_shape == right_shape[::-1] and 1 in left_shape and alike(left, tuple(zip(*right)), 1e-9):
            return Finding(Verdict.PROVED, "computed exactly: the entries agree, one side written as a row")
        return left_open("the two sides have different sizes, so this may be a way of writing")
    book, computed = _shown(pair), in_latex(left)
    if same:
        exact = not _floats(left) and not _floats(right)
        return Finding(Verdict.PROVED if exact else Verdict.TESTED, "computed: the entries agree", book, computed, instances=1)
    if any(isinstance(n, Number) and "." in n.text for n in walk(pair.right)) or _floats(left) or _floats(right):
        if _near(left, right):
            return left_open("the entries agree up to the rounding that is printed")
        if _floats(left) or _floats(right):
            return left_open("the entries do not agree, and some are printed rounded")
    return Finding(Verdict.FAILS, f"the text says ${book}$; computed here: ${computed}$", book, computed)


def _floats(value: Any) -> bool:
    return isinstance(value, float) or (is_rows(value) and any(isinstance(x, float) for row in value for x in row))


def _near(left: Any, right: Any) -> bool:
    if not is_rows(left) or not is_rows(right) or shape(left) != shape(right):
        return False
    return all(abs(x - y) <= 0.06 * max(1, abs(x)) for r, s in zip(left, right) for x, y in zip(r, s))


def _shown(pair: Pair) -> str:
    return " ".join(pair.latex[slice(*pair.right.span)].split())


def _ordered(pair: Pair, left: Any, right: Any) -> Finding:
    """Inequalities between closed numbers."""
    gap = float(left) - float(right)
    level = abs(gap) <= ROUND * max(1.0, abs(float(left)))
    if pair.sign in ("neq", "ne") or (pair.sign == "=" and pair.negated):
        holds = not level
    elif pair.negated:
        return left_open("a crossed-out comparison is not tried")
    elif pair.sign in ("<", "ll", "lt"):
        holds = gap < 0 and not level
    elif pair.sign in (">", "gg", "gt"):
        holds = gap > 0 and not level
    elif pair.sign in ("leq", "le", "leqslant"):
        holds = gap <= 0 or level
    elif pair.sign in ("geq", "ge", "geqslant"):
        holds = gap >= 0 or level
    else:
        return left_open("this relation is not tried")
    numbers = f"{number(left)} and {number(right)}"
    if holds:
        exact = isinstance(left, Fraction) and isinstance(right, Fraction)
        return Finding(Verdict.PROVED if exact else Verdict.TESTED, f"computed here: {numbers}", instances=1)
    if _both_plain(pair):
        return left_open("two plain numbers are compared: there is nothing to compute")
    if abs(gap) < 0.02 * max(abs(float(left)), abs(float(right))):
        return left_open("the two sides are too near to each other for the rounding that is printed")
    return Finding(
        Verdict.FAILS, f"the text compares the two sides the other way; computed here: {numbers}", _shown(pair), number(left)
    )


def _both_plain(pair: Pair) -> bool:
    one, two = literal(pair.left), literal(pair.right)
    return one is not None and two is not None and not (one.pointed or two.pointed)


def number(value: Any) -> str:
    """A computed number to read: exact where short, else six digits.

    >>> number(Fraction(1, 4)), number(Fraction(1, 3)), number(2.0)
    ('0.25', '1/3', '2')
    """
    if isinstance(value, Fraction):
        below = value.denominator
        while below % 2 == 0:
            below //= 2
        while below % 5 == 0:
            below //= 5
        if value.denominator == 1:
            return str(value.numerator)
        if below == 1 and value.denominator <= 10**7:
            places = next(p for p in range(1, 30) if (value * 10**p).denominator == 1)
            return decimal(value, places) if places <= 8 else f"{float(value):.6g}"
        return f"{value.numerator}/{value.denominator}" if value.denominator < 1000 else f"{float(value):.6g}"
    return f"{float(value):.6g}"


def _numbers(pair: Pair, left: Any, right: Any, trial: Assignment, after: str) -> Finding:
    one, two = literal(pair.left), literal(pair.right)
    gap, size = abs(float(left) - float(right)), max(abs(float(left)), abs(float(right)))
    exact = isinstance(left, Fraction) and isinstance(right, Fraction)
    said, other = (two, left) if two is not None else (one, right)
    book = _shown(pair) if two is not None else pair.latex[slice(*pair.left.span)].strip()
    computed = number(other) if said is not None else f"{number(left)} and {number(right)}"
    if (exact and left == right) or (not exact and gap <= ROUND * max(1.0, size)):
        return Finding(
            Verdict.PROVED if exact else Verdict.TESTED,
            "computed exactly" if exact else "computed in floats",
            book,
            computed,
            (),
            1,
        )
    if one is not None and two is not None and (_both_plain(pair) or (pair.sign == "=" and gap <= max(one.unit, two.unit))):
        return left_open("two plain numbers are set equal: there is nothing to compute")
    if said is not None and _rounds(said, other, pair):
        return Finding(Verdict.TESTED, f"computed here: {computed}, which rounds to what is printed", book, computed, (), 1)
    if one is not None and two is not None and _rounds(one, right, pair):
        return Finding(Verdict.TESTED, "the two numerals agree up to rounding", book, computed, (), 1)
    if _percent(pair, left, right, after):
        return left_open("the two sides differ by a factor of a hundred: percent may be meant")
    if (
        any(isinstance(s, Power) and isinstance(s.base, Number) and s.base.text == "10" for s in (pair.left, pair.right))
        and gap < 0.5 * size
    ):
        return left_open("a power of ten may stand for the size only")
    unit = float(max((x.unit for x in (one, two) if x is not None), default=Fraction(0)))
    if pair.sign != "=":
        return _approximately(
            gap, size, unit, book, computed, pointed=said is not None and said.pointed, slack=_slack(pair, trial)
        )
    if said is not None and not said.pointed and gap > _TENTH * size and not any("." in n.text for n in _numerals(pair)):
        return Finding(Verdict.FAILS, f"the text says {book}; computed here: {computed}", book, computed)
    if gap <= unit / 2 + _slack(pair, trial):
        return left_open(f"computed here: {computed}, within the rounding of the numbers that are printed")
    shown = decimal(other, places(said)) if said is not None and said.pointed and exact else computed
    if said is not None and (shown == decimal(said.value, places(said)) or not shown.strip("-0.")):
        shown = computed  # at the printed precision the two would look alike, or like nothing
    return Finding(Verdict.FAILS, f"the text says {book}; computed here: {shown}", book, shown)


def places(said: Literal) -> int:
    """How many decimals a numeral shows."""
    return max(0, len(str(said.unit.denominator)) - 1)


def _rounds(said: Literal, value: Any, pair: Pair) -> bool:
    """Whether a value rounds to a printed numeral, or is cut off to it; a whole numeral only where decimals stand about."""
    gap = abs(Fraction(value) - said.value)
    decimals = isinstance(value, float) or any(isinstance(n, Number) and "." in n.text for n in _numerals(pair))
    if not said.pointed and not (decimals or pair.sign != "="):
        return False
    if gap <= said.unit / 2 * (1 + Fraction(1, 10**9)):
        return True
    return said.pointed and gap < said.unit and abs(Fraction(value)) > abs(said.value)


def _numerals(pair: Pair) -> list[Number]:
    return [n for side in (pair.left, pair.right) for n in walk(side) if isinstance(n, Number)]


def _percent(pair: Pair, left: Any, right: Any, after: str) -> bool:
    ratio = float(left) / float(right) if right else 0.0
    about = abs(ratio - 100) < 2 or abs(ratio - 0.01) < 0.0002
    share = min(abs(float(left)), abs(float(right))) <= 1
    return about and (share or "%" in pair.latex or bool(re.match(r"\s*(?:\\?%|percent|per cent)", after)) or "100" in pair.latex)


def _approximately(gap: float, size: float, unit: float, book: str, computed: str, *, pointed: bool, slack: float) -> Finding:
    """About equal: a printed decimal is what the value rounds to; a whole number stands for what is near it."""
    if pointed and gap > unit / 2 * (1 + ROUND) + slack:
        near = gap <= max(_TENTH * size, 2 * unit)
        said = f"computed here: {computed}, near what is printed and not what it rounds to"
        return (
            left_open(said)
            if near
            else Finding(Verdict.FAILS, f"the text says {book}; computed here: {computed}", book, computed)
        )
    if gap <= unit * (1 + ROUND) or gap <= _HALF_PERCENT * size:
        return Finding(Verdict.TESTED, f"computed here: {computed}", book, computed, (), 1)
    if gap <= max(_TENTH * size, 2 * unit):
        return left_open(f"computed here: {computed}, near what is printed")
    return Finding(Verdict.FAILS, f"the text says {book}; computed here: {computed}", book, computed)


def _slack(pair: Pair, trial: Assignment) -> float:
    """How far the sides may move when every printed decimal moves by half a unit in its last place."""
    total = 0.0
    for side, other in ((pair.left, pair.right), (pair.right, pair.left)):
        if literal(side) is not None:
            continue
        pointed = [n for n in walk(side) if isinstance(n, Number) and "." in n.text]
        if not pointed or (_plain_sum(side) and literal(other) is not None) or len(pointed) > _MOST_DECIMALS:
            continue
        for spot in pointed:
            total += _moved(side, spot, pair.latex, trial)
    return total * (1 + ROUND)


def _plain_sum(side: Node) -> bool:
    """Two decimals added or subtracted: nothing there can hide a rounding."""
    return isinstance(side, Sum) and len(side.terms) == 2 and all(literal(term) is not None for term in side.terms)


def _moved(side: Node, spot: Number, latex: str, trial: Assignment) -> float:
    said = literal(spot)
    if said is None:
        return 0.0
    half = said.unit / 2
    try:
        here = float(closed_value(side, latex, trial))
        far = [
            abs(float(closed_value(_with(side, spot, said.value + step), latex, trial)) - here)
            for step in (half, -half)
            if said.value + step >= 0
        ]
    except (NotComputable, Undefined, ArithmeticError, TypeError):
        return 0.0
    return max(far, default=0.0)


def _with(node: Node, spot: Node, value: Fraction) -> Node:
    """The tree with one numeral changed."""
    if node is spot:
        return Number(node.span, decimal(value, 30).rstrip("0"))
    if not any(True for _ in children(node)):
        return node
    changes: dict[str, object] = {}
    for name in node.__dataclass_fields__:
        part = getattr(node, name)
        if isinstance(part, Node):
            changes[name] = _with(part, spot, value)
        elif isinstance(part, tuple) and part and isinstance(part[0], Node):
            changes[name] = tuple(_with(p, spot, value) for p in part)
    return changed(node, **changes) if changes else node
