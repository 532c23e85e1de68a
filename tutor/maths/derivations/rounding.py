"""Decimals that are rounded: 2/3 ≈ 0.67 and 1/6 = 0.1667 follow, 2/3 ≈ 0.76 does not.

The rule is that of single answers: after "=" a decimal of three right digits stands for a number that it cannot write out; after
"≈" any rounding will do. What is merely near, or comes out of rounded numbers, is left open.
"""

from __future__ import annotations

import math
from fractions import Fraction

from tutor.maths.claims.claim import Verdict
from tutor.maths.claims.printed import number
from tutor.maths.claims.trials import Known
from tutor.maths.derivations.statements import Said, Sheet, Step
from tutor.maths.letters import is_symbol
from tutor.maths.reading.nodes import Prefix
from tutor.maths.tree import Node, Number, walk

_DIGITS = 3
_SHORT = 2  # so many digits may be meant as rounded after "="; nobody can tell
_NEAR = 0.02
_TINY = 1e-9
_SHORTEST = 1e-6  # a value of decimals with so few places could have been written out


def rounded(sheet: Sheet, a: Node, b: Node, known: Known, *, about: bool, rough: bool) -> Step | None:
    """What may be said of two sides that differ, where one may be the other rounded; None where they simply differ."""
    told = sheet.with_known(known)
    one, two = told.value(a, {}), told.value(b, {})
    if one is None or two is None or not (math.isfinite(one) and math.isfinite(two)):
        return None
    for value, said, whole in ((one, b, a), (two, a, b)):
        step = stands_for(value, said, about=about)
        if step is None:
            continue
        if step.verdict is Verdict.TESTED and not about and _has_decimal(whole) and _is_short(value, _SHORTEST):
            return Step(Verdict.OPEN, f"the value is {number(value)}: if it is rounded, write ≈ for =")
        return step
    loose = rough or (about and not any("." in _numeral(side) for side in (a, b)))
    if loose and near(one, two):
        return Step(Verdict.OPEN, f"{number(one)} and {number(two)} are near each other, and the numbers here are rounded")
    return None


def near(one: float, two: float) -> bool:
    """Whether rounding may be all that parts two numbers."""
    return abs(one - two) <= _NEAR * max(abs(one), abs(two))


def stands_for(value: float, said: Node, *, about: bool) -> Step | None:
    """Whether a numeral is what a value rounds to, or is cut off to."""
    text = _numeral(said)
    if not text or (not about and "." not in text):
        return None
    zeros = 0 if "." in text else len(text) - len(text.rstrip("0"))
    shown, unit = float(text), 10.0 ** (zeros - len(text.partition(".")[2]))
    digits = len(text.strip("-").replace(".", "").lstrip("0"))
    if abs(value - shown) <= unit / 2 * (1 + _TINY) + _TINY * abs(value):
        if about or (digits >= _DIGITS and abs(value - shown) > 0):
            return Step(Verdict.TESTED, f"{number(value)}, rounded")
        if digits >= _SHORT and not _is_short(value, unit):
            return Step(Verdict.OPEN, f"the value is {number(value)}: if {text} is rounded, write ≈ for =")
        return None
    if 0 <= (abs(value) - abs(shown)) < unit and value * shown >= 0 and (about or digits >= _DIGITS):
        return Step(Verdict.OPEN, f"the value is {number(value)}: {text} is cut off and not rounded")
    return None


def _is_short(value: float, unit: float) -> bool:
    """Whether a value can be written out with two places more than are shown, as 0.25 for 0.3."""
    scaled = value / unit * 100
    return abs(scaled - round(scaled)) < 1e-6


def _numeral(node: Node) -> str:
    """The text of a numeral, with its sign; "" for anything else."""
    if isinstance(node, Prefix) and node.sign == "-":
        inner = _numeral(node.body)
        return f"-{inner}" if inner else ""
    text = node.text if isinstance(node, Number) else ""
    return text if text.replace(".", "", 1).isdigit() else ""


def has_decimals(said: Said) -> bool:
    """Whether a decimal is written somewhere in a statement."""
    return any(_has_decimal(side) for side in said.sides)


def _has_decimal(node: Node) -> bool:
    return any(isinstance(n, Number) and "." in n.text for n in walk(node))


def rounded_solutions(sheet: Sheet, new: Said, step: Step, *, about: bool, rough: bool) -> Step | None:
    """x = 0.667 after 3x = 2: the solutions that seem lost are what the new line gives, rounded; None where they are not."""
    if not step.lost or not (about or rough or has_decimals(new)):
        return None
    given = [side for chain in new.chains for side in chain.sides if not is_symbol(side)]
    found = [_best(x, given, about=about) for x in step.lost]
    if all(one is not None and one.verdict is Verdict.TESTED for one in found):
        return Step(Verdict.TESTED, f"the solution {', '.join(number(x) for x in step.lost)}, rounded")
    if all(one is not None for one in found):
        return next(one for one in found if one is not None and one.verdict is Verdict.OPEN)
    letters = sheet.letters(*new.sides)
    if not (about or rough) or len(letters) != 1:
        return None
    for x in step.lost:
        at = {letters[0]: Fraction(x)}
        gaps = [(sheet.value(chain.sides[0], at), sheet.value(chain.sides[-1], at)) for chain in new.chains]
        if not any(one is not None and two is not None and near(one, two) for one, two in gaps):
            return None
    return Step(Verdict.OPEN, "the solutions above nearly solve this line, and the numbers here are rounded")


def _best(value: float, given: list[Node], *, about: bool) -> Step | None:
    steps = [step for side in given if (step := stands_for(value, side, about=about)) is not None]
    return next((step for step in steps if step.verdict is Verdict.TESTED), steps[0] if steps else None)
