"""Numbers made of numbers: softmax, sigmoid, z-scores, and the condition number of a 2 by 2 matrix."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import tutor.maths.steps.check as check
import tutor.maths.steps.write as write
from tutor.errors import Unreadable
from tutor.maths.answers.lists import entries
from tutor.maths.evaluate import approximate
from tutor.maths.parse import read
from tutor.maths.steps.check import Rows
from tutor.maths.steps.elimination import begin
from tutor.maths.steps.rules import rational
from tutor.maths.steps.solution import Check, Ledger, Solution

Values = Sequence[Fraction]
LARGEST_SCORE = 5_000
FARTHEST = 50  # a difference of scores beyond this one leaves nothing to show


def _fits(scores: Values) -> None:
    if max(abs(x) for x in scores) > FARTHEST:
        raise Unreadable(f"The numbers here may go up to {FARTHEST} — try smaller ones.")


def _near_enough(scores: Values) -> None:
    if max(abs(x) for x in scores) > LARGEST_SCORE:
        raise Unreadable(f"The numbers here may go up to {LARGEST_SCORE:,} — try smaller ones.")
    if max(scores) - min(scores) > FARTHEST:
        raise Unreadable(f"These scores lie more than {FARTHEST} apart, so the smaller ones vanish — try closer ones.")


def softmax(ledger: Ledger, scores: Values) -> Solution:
    """e^{x_i} over their sum."""
    import sympy

    _near_enough(scores)
    top = max(scores)
    shifted = [x - top for x in scores]
    same = all(x - y == a - b for x, a in zip(scores, shifted) for y, b in zip(scores, shifted))
    says = "Subtract the largest score from all: the result stays the same, and no power grows large."
    ledger.step(says, write.vector_tex(shifted), Check(same, "all differences between scores stayed the same"))
    powers = [sympy.exp(rational(x)) for x in shifted]
    floats = [approximate(read(write.plain(p))).real for p in powers]
    good = all(check.close(math.log(f), float(x), 1e-9) or f == x == 0 for f, x in zip(floats, shifted))
    ledger.step("Take $e$ to each of them.", write.vector_tex(powers), Check(good, "their logarithms give the scores back"))
    total = sum(powers)
    added = check.close(approximate(read(write.plain(total))).real, math.fsum(math.exp(float(x)) for x in shifted), 1e-12)
    ledger.step("Add the powers.", f"{write.tex(total)}{write.about(total)}", Check(added, "added again in ordinary floats"))
    answer = "(" + ", ".join(write.plain(p / total) for p in powers) + ")"
    found = [approximate(part).real for part in entries(read(answer)) or (read(answer),)]
    ratios = all(check.close(a / b, math.exp(float(x - y)), 1e-9) for a, x in zip(found, scores) for b, y in zip(found, scores))
    how = Check(
        ratios and check.close(sum(found), 1.0, 1e-12),
        "second route: they add up to one, and each ratio is $e$ to the difference",
    )
    rounded = ", ".join(f"{value:.4f}" for value in found)
    latex = rf"{write.vector_tex([p / total for p in powers])} \approx ({rounded})"
    return ledger.conclude("vector", answer, latex, how, says="Divide each by the sum.")


def sigmoid(ledger: Ledger, scores: Values, single: bool) -> Solution:
    """1 / (1 + e^{-x}) of one number or of each of several."""
    import sympy

    _fits(scores)
    found = [1 / (1 + sympy.exp(-rational(x))) for x in scores]
    for x, value in zip(scores, found):
        back = approximate(read(write.plain(value))).real
        good = check.close(1 / back, 1 + math.exp(-float(x)), 1e-9)
        latex = rf"\sigma({write.tex(x)}) = \frac{{1}}{{1 + e^{{{write.tex(-x)}}}}} = {write.tex(value)}{write.about(value)}"
        ledger.step(
            r"Put the number into $\sigma(x) = \frac{1}{1 + e^{-x}}$.",
            latex,
            Check(good, "its reciprocal was recomputed in floats"),
        )
    answer = write.plain(found[0]) if single else "(" + ", ".join(map(write.plain, found)) + ")"
    node = read(answer)
    values = [approximate(part).real for part in (entries(node) if not single else None) or (node,)]
    good = all(
        0 < v < 1 and check.close(v, (1 + math.tanh(float(x) / 2)) / 2, 1e-12) for v, x in zip(values, scores, strict=True)
    )
    how = Check(good, r"second route: $\frac{1}{2}(1 + \tanh \frac{x}{2})$ is the same")
    shown = f"{write.tex(found[0])}{write.about(found[0])}" if single else write.vector_tex(found)
    return ledger.conclude("number" if single else "vector", answer, shown, how)


def z_score(ledger: Ledger, x: Fraction, mean: Fraction, spread: Fraction) -> Solution:
    """How many standard deviations a value lies above the mean."""
    if spread <= 0:
        raise Unreadable("A standard deviation is positive — check the numbers.")
    away = x - mean
    latex = rf"x - \mu = {write.tex(x)} - {write.bracketed(mean)} = {write.tex(away)}"
    ledger.step("How far is the value above the mean?", latex, check.equal(mean + away, x, "mean plus this is the value"))
    z = away / spread
    answer = write.plain(z)
    back = mean + check.number_back(answer) * spread
    how = check.equal(back, x, r"second route: $\mu + z \sigma$ gives the value back")
    shown = (
        rf"z = \frac{{x - \mu}}{{\sigma}} = \frac{{{write.tex(away)}}}{{{write.tex(spread)}}} = {write.tex(z)}{write.about(z)}"
    )
    return ledger.conclude("number", answer, shown, how, says="Measure that in standard deviations.")


def condition(ledger: Ledger, rows: Rows) -> Solution:
    """The largest over the smallest singular value of a 2 by 2 matrix."""
    import sympy

    if (len(rows), len(rows[0])) != (2, 2):
        raise Unreadable("I find the condition number of 2 by 2 matrices — try condition number of [[2, 0], [0, 1]].")
    begin(ledger, rows, "The condition number is the largest singular value over the smallest.")
    size = check.determinant(rows)
    total = sum((x * x for row in rows for x in row), Fraction(0))
    if size == 0:
        how = check.equal(check.rank_by_minors(rows) < 2, True, "second route: the rank by minors is below 2")
        says = "The determinant is zero, so the smallest singular value is zero and the condition number infinite."
        return ledger.conclude("words", "infinity", r"\kappa(A) = \infty", how, says=says)
    square = check.product(check.turned(rows), rows)
    same = check.equal(check.determinant(square), size * size, "its determinant is that of $A$, squared")
    ledger.step("Their squares are the eigenvalues of $A^T A$.", f"A^T A = {write.matrix_tex(square)}", same)
    inside = rational(total * total - 4 * size * size)
    values: list[Any] = [sympy.expand((rational(total) + s * sympy.sqrt(inside)) / 2) for s in (1, -1)]
    back = [check.number_back(write.plain(v)) for v in values]
    good = check.near([back[0] + back[1], back[0] * back[1]], [total, size * size])
    latex = rf"\sigma_1^2 = {write.tex(values[0])}, \quad \sigma_2^2 = {write.tex(values[1])}"
    ledger.step("They solve a quadratic equation.", latex, Check(good, "sum and product are trace and determinant of $A^T A$"))
    kappa = sympy.expand(values[0] / abs(rational(size)))
    answer = write.plain(kappa)
    k = check.number_back(answer)
    how = Check(
        k >= 1 and check.near([k + 1 / k], [total / abs(size)]),
        r"second route: $\kappa + \frac{1}{\kappa} = \frac{\|A\|_F^2}{|\det A|}$",
    )
    says = r"Divide and take the root; since $\sigma_1 \sigma_2 = |\det A|$, this is $\sigma_1^2$ over $|\det A|$."
    return ledger.conclude("number", answer, rf"\kappa(A) = {write.tex(kappa)}{write.about(kappa)}", how, says=says)
