"""The unit vector of a direction, and the Frobenius norm of a matrix."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import tutor.maths.steps.check as check
import tutor.maths.steps.write as write
from tutor.errors import Unreadable
from tutor.maths.steps.check import TINY
from tutor.maths.steps.geometry import digits, tidy
from tutor.maths.steps.rules import rational
from tutor.maths.steps.solution import Check, Ledger, Solution


def unit_vector(ledger: Ledger, v: Sequence[Any]) -> Solution:
    """v divided by its length."""
    import sympy

    if not any(v):
        raise Unreadable("The zero vector has no direction, so there is no unit vector — give a nonzero vector.")
    x = digits(v)
    square = tidy(sum(e * e for e in v))
    good = check.near([check.number_back(write.plain(square))], [check.dot(x, x)])
    shown = rf"\|v\|^2 = {' + '.join(f'{write.raised(e)}^2' for e in v)} = {write.tex(square)}"
    ledger.step("Square the entries and add.", shown, Check(good, "recomputed to 40 digits"))
    length = sympy.sqrtdenest(sympy.sqrt(square))
    again = check.number_back(write.plain(length))
    rooted = Check(
        again > 0 and abs(again * again - check.dot(x, x)) <= TINY * max(Fraction(1), again * again),
        "squared again, it is that sum",
    )
    ledger.step("The length is the root.", rf"\|v\| = {write.tex(length)}{write.about(length)}", rooted)
    unit = [tidy(e / length) for e in v]
    answer = write.vector(unit)
    back = check.vector_back(answer)
    along = all(abs(a * d - b * c) <= TINY * 100 * (1 + abs(a) * abs(d)) for a, b in zip(back, x) for c, d in zip(back, x))
    how = Check(
        abs(check.dot(back, back) - 1) <= TINY * 100 and along and check.dot(back, x) > 0,
        "second route: the typed vector has length 1 and points the same way, to 38 digits",
    )
    latex = rf"\frac{{v}}{{\|v\|}} = \frac{{1}}{{{write.tex(length)}}} {write.vector_tex(v)} = {write.vector_tex(unit)}"
    return ledger.conclude("vector", answer, latex, how, says="Divide every entry by the length.")


def frobenius(ledger: Ledger, rows: Sequence[Sequence[Fraction]]) -> Solution:
    """The root of the sum of all squared entries."""
    import sympy

    total = sum((x * x for row in rows for x in row), Fraction(0))
    trace = sum((check.dot(column, column) for column in check.turned(rows)), Fraction(0))
    squares = " + ".join(f"{write.raised(x)}^2" for row in rows for x in row)
    shown = rf"\|A\|_F^2 = {squares} = {write.tex(total)}"
    ledger.step(
        "Square every entry and add.",
        shown,
        check.equal(total, trace, "column by column, the trace of the transpose times the matrix"),
    )
    value = sympy.sqrt(rational(total))
    again = check.number_back(write.plain(value))
    how = Check(
        again >= 0 and abs(again * again - trace) <= TINY * max(Fraction(1), trace),
        "second route: the typed root, squared, is that trace",
    )
    latex = rf"\|A\|_F = {write.tex(value)}{write.about(value)}"
    return ledger.conclude("number", write.plain(value), latex, how, says="Take the square root.")
