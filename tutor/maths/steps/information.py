"""Entropy, cross-entropy and Kullback-Leibler divergence of distributions given as numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import tutor.maths.steps.check as check
import tutor.maths.steps.write as write
from tutor.errors import Unreadable
from tutor.maths.evaluate import approximate
from tutor.maths.parse import read
from tutor.maths.steps.probability import is_distribution
from tutor.maths.steps.solution import Check, Ledger, Solution

Values = Sequence[Fraction]


def _log(value: Fraction, bits: bool) -> Any:
    import sympy

    found = sympy.expand_log(sympy.log(sympy.Rational(value.numerator, value.denominator)), force=True)
    return sympy.expand(found / sympy.log(2)) if bits else found


def _sign(bits: bool) -> str:
    return r"\log_2" if bits else r"\ln"


def _unit(bits: bool) -> str:
    return r"\text{ bits}" if bits else r"\text{ nats}"


def _other_unit(value: float, bits: bool) -> str:
    return (
        rf"\; (\approx {value * math.log(2):.4f} \text{{ nats}})"
        if bits
        else rf"\; (\approx {value / math.log(2):.4f} \text{{ bits}})"
    )


def _float_log(value: Fraction, bits: bool) -> float:
    return math.log2(float(value)) if bits else math.log(float(value))


def _summed(ledger: Ledger, p: Values, inside: Values, bits: bool, name: str) -> Any:
    """Sum of p log(inside), term by term; zero probabilities add nothing."""
    import sympy

    total = sympy.Integer(0)
    for k, (weight, value) in enumerate(zip(p, inside), 1):
        if not weight:
            ledger.step(
                f"Term {k} has probability zero and adds nothing ($0 \\log 0$ counts as $0$).",
                "0",
                check.equal(weight, Fraction(0), "its weight is zero"),
            )
            continue
        term = sympy.expand(sympy.Rational(weight.numerator, weight.denominator) * _log(value, bits))
        good = check.close(approximate(read(write.plain(term))).real, float(weight) * _float_log(value, bits), 1e-12)
        latex = rf"{write.tex(weight)} \cdot {_sign(bits)} {write.tex(value)} = {write.tex(term)}{write.about(term)}"
        ledger.step(f"Term {k} of {name}.", latex, Check(good, "recomputed with an ordinary logarithm, to 12 digits"))
        total += term
    return sympy.expand(total)


def _finish(ledger: Ledger, value: Any, bits: bool, label: str, second: float, how: str, says: str) -> Solution:
    answer = write.plain(value)
    found = approximate(read(answer)).real
    latex = f"{label} = {write.tex(value)}{write.about(value)}{_unit(bits)}{_other_unit(found, bits)}"
    return ledger.conclude("number", answer, latex, Check(check.close(found, second, 1e-9), how), says=says)


def entropy(ledger: Ledger, p: Values, bits: bool) -> Solution:
    """H(p) = - sum p log p."""
    is_distribution(p)
    total = -_summed(ledger, p, p, bits, "$\\sum p \\log p$")
    second, left = 0.0, Fraction(1)
    for weight in p:  # decide outcome by outcome: is it this one, given that it is none of the earlier ones?
        if 0 < weight < left:
            share = weight / left
            second -= float(left) * (float(share) * _float_log(share, bits) + float(1 - share) * _float_log(1 - share, bits))
        left -= weight
    how = "second route: the same uncertainty as a row of yes-no questions, one for each outcome"
    return _finish(ledger, total, bits, "H(p)", second, how, "Add the terms and turn the sign: this is the entropy.")


def cross_entropy(ledger: Ledger, p: Values, q: Values, bits: bool) -> Solution:
    """H(p, q) = - sum p log q."""
    if not _same_support(ledger, p, q, "H(p, q)"):
        return _infinite(ledger, p, q, "H(p, q)")
    total = -_summed(ledger, p, q, bits, "$\\sum p \\log q$")
    own = -sum(float(a) * _float_log(a, bits) for a in p if a)
    gap = sum(float(a) * _float_log(a / b, bits) for a, b in zip(p, q) if a)
    how = "second route: entropy of $p$ plus the divergence from $q$, in ordinary logarithms"
    return _finish(ledger, total, bits, "H(p, q)", own + gap, how, "Add the terms and turn the sign: this is the cross-entropy.")


def divergence(ledger: Ledger, p: Values, q: Values, bits: bool) -> Solution:
    """KL(p || q) = sum p log(p / q)."""
    if not _same_support(ledger, p, q, r"D_{KL}(p \,\|\, q)"):
        return _infinite(ledger, p, q, r"D_{KL}(p \,\|\, q)")
    ratios = [a / b if b else Fraction(1) for a, b in zip(p, q)]
    total = _summed(ledger, p, ratios, bits, r"$\sum p \log \frac{p}{q}$")
    crossed = -sum(float(a) * _float_log(b, bits) for a, b in zip(p, q) if a)
    own = -sum(float(a) * _float_log(a, bits) for a in p if a)
    how = "second route: cross-entropy minus entropy, in ordinary logarithms"
    return _finish(
        ledger,
        total,
        bits,
        r"D_{KL}(p \,\|\, q)",
        crossed - own,
        how,
        "Add the terms: this is the divergence; it is never negative.",
    )


def _same_support(ledger: Ledger, p: Values, q: Values, label: str) -> bool:
    if len(p) != len(q):
        raise Unreadable(f"The distributions have {len(p)} and {len(q)} outcomes — give both equally many.")
    is_distribution(p)
    is_distribution(q)
    return all(b or not a for a, b in zip(p, q))


def _infinite(ledger: Ledger, p: Values, q: Values, label: str) -> Solution:
    k = next(i for i, (a, b) in enumerate(zip(p, q)) if a and not b)
    says = f"Outcome {k + 1} happens under $p$ but never under $q$: its logarithm runs off, and so does the sum."
    how = Check(p[k] > 0 and q[k] == 0, f"second route: read back, $p_{k + 1} > 0$ and $q_{k + 1} = 0$")
    return ledger.conclude("words", "infinity", rf"{label} = \infty", how, says=says)
