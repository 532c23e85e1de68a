"""Plain arithmetic, one operation at a time, in the order in which it binds."""

from __future__ import annotations

from dataclasses import fields, replace
from fractions import Fraction
from typing import Any

import tutor.maths.steps.check as check
import tutor.maths.steps.write as write
from tutor.errors import Unreadable
from tutor.maths.evaluate import PRIME, Modular, OutsideArithmetic, Undefined, approximate, evaluate, exact
from tutor.maths.steps.solution import Check, Ledger, Solution
from tutor.maths.tree import Apply, Binary, Factorial, Negative, Node, Number, Percent, Symbol
from tutor.maths.typeset import to_latex

MOST_OPERATIONS = 24
_LONGEST = 10**9


def arithmetic(ledger: Ledger, node: Node) -> Solution:
    """The value of a formula of numbers, each operation a step; raises Unreadable where it is no fraction."""
    try:
        value = exact(node)
    except Undefined:
        raise Unreadable("This divides by zero — check the numbers.") from None
    if value is None:
        raise Unreadable("I compute with whole numbers, fractions and decimals here — try 2 + 2*3.")
    if max(abs(value.numerator), value.denominator) > _LONGEST:
        raise Unreadable("The numbers here grow too large to show — try smaller ones.")
    typed, latex = node, to_latex(node)
    ledger.step("Look at what binds first: brackets, then powers, then products, then sums.", latex, _keeps(node, value))
    for _ in range(MOST_OPERATIONS * 2):
        done = _once(node)
        if done is None:
            break
        node, says = done
        if to_latex(node) != latex:
            latex = to_latex(node)
            ledger.step(says, latex, _keeps(node, value))
    else:
        raise Unreadable(f"This has more than {MOST_OPERATIONS} operations — try a shorter one.")
    answer = write.plain(value)
    how = _second(typed, check.number_back(answer))
    return ledger.conclude("number", answer, f"{write.tex(value)}{write.about(value)}", how)


def _keeps(node: Node, value: Fraction) -> Check:
    """In floats, a second arithmetic, the line still has the value of the answer."""
    found = approximate(node)
    return Check(
        abs(found - float(value)) <= 1e-9 * max(1.0, abs(float(value))), "the value of the line, in floats, stayed the same"
    )


def _second(typed: Node, value: Fraction) -> Check:
    """The typed formula again, modulo a prime, or in floats where it has roots."""
    try:
        found = evaluate(typed, Modular(), {})
    except OutsideArithmetic:
        return Check(_keeps(typed, value).holds, "second route: computed in floats, the whole formula has this value")
    wanted = value.numerator * pow(value.denominator, PRIME - 2, PRIME) % PRIME
    return Check(found == wanted, "second route: the whole formula, computed modulo the prime $2^{61} - 1$, agrees")


def _once(node: Node) -> tuple[Node, str] | None:
    """The formula after its first operation, leftmost and innermost, and the sentence for it; None when it is a number."""
    if isinstance(node, Number | Symbol):
        return None
    for field in fields(node):
        part = getattr(node, field.name)
        if isinstance(part, Node) and (done := _once(part)):
            return _put(node, field.name, done[0]), done[1]
        if isinstance(part, tuple) and part and isinstance(part[0], Node):
            for k, inner in enumerate(part):
                if done := _once(inner):
                    return _put(node, field.name, (*part[:k], done[0], *part[k + 1 :])), done[1]
    if isinstance(node, Negative) and isinstance(node.body, Number):
        return None
    value = exact(node)
    if value is None:
        raise Unreadable("I compute with whole numbers, fractions and decimals here — try 2 + 2*3.")
    return _written(node, value), _says(node, value)


def _put(node: Node, name: str, value: Any) -> Node:
    changed: dict[str, Any] = {name: value}
    return replace(node, **changed)


def _written(node: Node, value: Fraction) -> Node:
    number = Number(node.span, str(abs(value)))
    return Negative(node.span, number) if value < 0 else number


def _says(node: Node, value: Fraction) -> str:
    shown = rf"${to_latex(node)} = {write.tex(value)}$"
    match node:
        case Binary(op="^"):
            return f"Work out the power: {shown}."
        case Binary(op="*"):
            return f"Multiply: {shown}."
        case Binary(op="/"):
            return f"Divide: {shown}."
        case Binary(op="+"):
            return f"Add: {shown}."
        case Binary(op="-"):
            return f"Subtract: {shown}."
        case Percent():
            return f"A percentage is a hundredth: {shown}."
        case Factorial():
            return f"Work out the factorial: {shown}."
        case Apply():
            return f"Work out the function: {shown}."
    return f"Work this out: {shown}."
