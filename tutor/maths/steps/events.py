"""Two events: both, either, one given the other, independent or not."""

from __future__ import annotations

from fractions import Fraction

import tutor.maths.steps.check as check
import tutor.maths.steps.write as write
from tutor.errors import Unreadable
from tutor.maths.steps.solution import Check, Ledger, Solution


def _chances(*values: Fraction) -> None:
    if any(not 0 <= v <= 1 for v in values):
        raise Unreadable("A probability lies between 0 and 1 — check the numbers.")


def _label(name: str) -> str:
    return name if len(name) == 1 else rf"\text{{{name}}}"


def both(ledger: Ledger, one: str, other: str, first: Fraction, given: Fraction) -> Solution:
    """P(A and B) = P(A) P(B | A); with `given` = P(B) for independent events."""
    _chances(first, given)
    value = first * given
    a, b = _label(one), _label(other)
    crowd = first.denominator * given.denominator
    among = crowd * first
    says = "In a crowd as large as this, so many are in the first event."
    ledger.step(
        says,
        rf"{crowd} \cdot {write.tex(first)} = {among}",
        check.equal(among / crowd, first, "as a share it is the probability"),
    )
    answer = write.plain(value)
    counted = Fraction(among * given, crowd)
    how = check.equal(check.number_back(answer), counted, f"second route: counted, {among * given} of {crowd}")
    latex = rf"P({a} \cap {b}) = {write.tex(first)} \cdot {write.tex(given)} = {write.tex(value)}{write.about(value)}"
    return ledger.conclude("number", answer, latex, how, says="Multiply by the chance of the second among those (product rule).")


def either(
    ledger: Ledger, one: str, other: str, first: Fraction, second: Fraction, joint: Fraction, shown_joint: str = ""
) -> Solution:
    """P(A or B) = P(A) + P(B) - P(A and B); `shown_joint` says where the last one comes from, in LaTeX."""
    _chances(first, second, joint)
    neither = 1 - first - second + joint
    if joint > min(first, second) or neither < 0:
        raise Unreadable("These probabilities contradict each other — check them.")
    a, b = _label(one), _label(other)
    least = Check(
        max(Fraction(0), first + second - 1) <= joint <= min(first, second), "no smaller and no larger than two such events allow"
    )
    ledger.step("This is the chance that both happen.", rf"P({a} \cap {b}) = {shown_joint or write.tex(joint)}", least)
    only = [first - joint, second - joint]
    latex = rf"P({a} \text{{ only}}) = {write.tex(only[0])}, \quad P({b} \text{{ only}}) = {write.tex(only[1])}"
    fits = check.equal(sum([*only, joint, neither]), Fraction(1), "with both and neither they add up to one")
    ledger.step("What lies in both would be counted twice; take it out of each.", latex, fits)
    value = first + second - joint
    answer = write.plain(value)
    how = check.equal(check.number_back(answer), 1 - neither, "second route: one minus the probability of neither")
    terms = rf"{write.tex(first)} + {write.tex(second)} - {write.tex(joint)}"
    return ledger.conclude("number", answer, rf"P({a} \cup {b}) = {terms} = {write.tex(value)}{write.about(value)}", how)


def given(ledger: Ledger, one: str, other: str, joint: Fraction, condition: Fraction, spare: Fraction | None = None) -> Solution:
    """P(A | B) = P(A and B) / P(B); `spare` is P(A) where it was told, too, and is not needed."""
    _chances(joint, condition)
    if not condition or joint > condition:
        raise Unreadable(
            "Both together can't be likelier than the condition alone, and that must be possible — check the numbers."
        )
    if spare is not None:
        fits = Check(joint <= spare <= 1, "both together are no likelier than this event alone")
        ledger.step(
            f"$P({_label(one)})$ is told, too; for this question it is not needed.",
            f"P({_label(one)}) = {write.tex(spare)}",
            fits,
        )
    rest = condition - joint
    a, b = _label(one), _label(other)
    fits = Check(rest >= 0, "it is not negative")
    ledger.step(
        f"Within ${b}$, this much is not in ${a}$.", rf"{write.tex(condition)} - {write.tex(joint)} = {write.tex(rest)}", fits
    )
    value = joint / condition
    answer = write.plain(value)
    how = check.equal(
        check.number_back(answer) * condition + rest, condition, "second route: with the rest of the condition it is whole"
    )
    latex = rf"P({a} \mid {b}) = \frac{{{write.tex(joint)}}}{{{write.tex(condition)}}} = {write.tex(value)}{write.about(value)}"
    return ledger.conclude("number", answer, latex, how, says="Divide by the probability of what is known.")
