"""Bayes, total probability, expectation and variance of a table, binomial probabilities."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from fractions import Fraction

import tutor.maths.steps.check as check
import tutor.maths.steps.write as write
from tutor.errors import Unreadable
from tutor.maths.evaluate import approximate
from tutor.maths.parse import read
from tutor.maths.steps.solution import Check, Ledger, Part, Solution

Values = Sequence[Fraction]
MOST_TRIALS = 200


def _chance(value: Fraction, what: str) -> None:
    if not 0 <= value <= 1:
        raise Unreadable(f"{what} is {write.plain(value)}, and a probability lies between 0 and 1 — check the numbers.")


def is_distribution(p: Values) -> None:
    """Raises Unreadable unless the numbers are probabilities that add up to one."""
    for value in p:
        _chance(value, "One of the probabilities")
    if sum(p) != 1:
        raise Unreadable(f"These probabilities add up to {write.plain(sum(p, Fraction(0)))}, not to 1 — check them.")


# -- Bayes -----------------------------------------------------------------------------------------
def bayes_from_evidence(ledger: Ledger, prior: Fraction, likelihood: Fraction, evidence: Fraction) -> Solution:
    """P(A | B) from P(A), P(B | A) and P(B)."""
    for value, what in ((prior, "P(A)"), (likelihood, "P(B|A)"), (evidence, "P(B)")):
        _chance(value, what)
    joint = prior * likelihood
    if not evidence > 0 or not joint <= evidence <= joint + 1 - prior:
        raise Unreadable("These three probabilities contradict each other: P(A) P(B|A) is at most P(B) — check them.")
    latex = rf"P(A \cap B) = P(A)\, P(B \mid A) = {write.tex(prior)} \cdot {write.tex(likelihood)} = {write.tex(joint)}"
    rest = prior * (1 - likelihood)
    ledger.step(
        "Both together: the prior times the likelihood.",
        latex,
        check.equal(joint + rest, prior, "with A and not B it adds up to P(A)"),
    )
    result = joint / evidence
    answer = write.plain(result)
    again, others = check.number_back(answer), evidence - joint
    how = check.equal(
        again / (1 - again) if again != 1 else None,
        joint / others if others else None,
        "second route: the odds for A among B, joint against the rest of B",
    )
    latex = (
        rf"P(A \mid B) = \frac{{P(A \cap B)}}{{P(B)}} = "
        rf"\frac{{{write.tex(joint)}}}{{{write.tex(evidence)}}} = {write.tex(result)}{write.about(result)}"
    )
    return ledger.conclude("number", answer, latex, how, says="Divide by the probability of what you know (Bayes).")


def total_probability(ledger: Ledger, weights: Values, given: Values, which: int | None = None) -> Solution:
    """P(B) = sum P(A_i) P(B | A_i); with `which`, the posterior P(A_i | B)."""
    if len(weights) != len(given):
        raise Unreadable(f"There are {len(weights)} cases and {len(given)} conditional probabilities — give one for each case.")
    is_distribution(weights)
    for g in given:
        _chance(g, "A conditional probability")
    terms = [w * g for w, g in zip(weights, given)]
    for k, (w, g, t) in enumerate(zip(weights, given, terms), 1):
        latex = rf"P(A_{k})\, P(B \mid A_{k}) = {write.tex(w)} \cdot {write.tex(g)} = {write.tex(t)}"
        ledger.step(
            f"Case {k}: its probability times the chance of $B$ in it.",
            latex,
            check.equal(w - t, w * (1 - g), "the rest of the case is $B$ not happening"),
        )
    total = sum(terms, Fraction(0))
    missed = sum((w * (1 - g) for w, g in zip(weights, given)), Fraction(0))
    shown = rf"P(B) = {' + '.join(write.tex(t) for t in terms)} = {write.tex(total)}{write.about(total)}"
    answer = write.plain(total)
    how = check.equal(check.number_back(answer), 1 - missed, "second route: one minus the probability that $B$ fails")
    return ledger.conclude("number", answer, shown, how, says="Add the cases.")


# -- tables ----------------------------------------------------------------------------------------
def moments(ledger: Ledger, values: Values, p: Values, what: str) -> Solution:
    """Expectation, variance or standard deviation of a discrete distribution."""
    if len(values) != len(p):
        raise Unreadable(f"There are {len(values)} values and {len(p)} probabilities — give one probability for each value.")
    is_distribution(p)
    mean = sum((x * q for x, q in zip(values, p)), Fraction(0))
    balanced = sum(((x - mean) * q for x, q in zip(values, p)), Fraction(0))
    latex = rf"E[X] = {write.products(values, p)} = {write.tex(mean)}"
    ledger.step(
        "Weight each value by its probability and add.",
        latex,
        check.equal(balanced, Fraction(0), "the deviations from it balance out"),
    )
    if what == "expectation":
        answer = write.plain(mean)
        crowd = math.lcm(*(q.denominator for q in p))
        counted = sum((x * int(q * crowd) for x, q in zip(values, p)), Fraction(0)) / crowd
        how = check.equal(check.number_back(answer), counted, f"second route: the mean of {crowd} draws in these proportions")
        return ledger.conclude("number", answer, rf"E[X] = {write.tex(mean)}{write.about(mean)}", how)
    if what.startswith("both"):
        return _both(ledger, mean, _spread(ledger, values, p, mean, what.split()[1]), what.split()[1])
    return _spread(ledger, values, p, mean, what)


def _both(ledger: Ledger, mean: Fraction, spread: Solution, what: str) -> Solution:
    """Mean and variance, or mean and standard deviation, named side by side."""
    name = "variance" if what == "variance" else "standard deviation"
    parts = (Part("mean", "number", write.plain(mean)), Part(name, "number", spread.answer))
    how = check.equal(
        check.number_back(parts[0].answer), mean, "second route: both were found above; the typed mean, read back, is that number"
    )
    latex = rf"E[X] = {write.tex(mean)}{write.about(mean)}, \quad {spread.answer_latex}"
    answer = "; ".join(f"{part.label} = {part.answer}" for part in parts)
    return ledger.conclude("labelled", answer, latex, how, says="Here are both.", parts=parts)


def _spread(ledger: Ledger, values: Values, p: Values, mean: Fraction, what: str) -> Solution:
    second = sum((x * x * q for x, q in zip(values, p)), Fraction(0))
    direct = sum(((x - mean) ** 2 * q for x, q in zip(values, p)), Fraction(0))
    variance = second - mean**2
    shown = " + ".join(rf"{write.raised(x)}^2 \cdot {write.tex(q)}" for x, q in zip(values, p))
    ledger.step(
        "Do the same with the squares.",
        f"E[X^2] = {shown} = {write.tex(second)}",
        check.equal(second, direct + mean**2, "equals variance plus squared mean"),
    )
    latex = (
        rf"\operatorname{{Var}}(X) = E[X^2] - E[X]^2 = {write.tex(second)} - "
        rf"{write.raised(mean)}^2 = {write.tex(variance)}{write.about(variance)}"
    )
    pairs = sum((q * r * (x - y) ** 2 for (x, q), (y, r) in itertools.combinations(list(zip(values, p)), 2)), Fraction(0))
    how = check.equal(pairs, variance, "second route: half the mean squared distance of two independent draws")
    if what == "variance":
        typed = check.equal(check.number_back(write.plain(variance)), pairs, "the typed answer, read back, is that number")
        return ledger.conclude("number", write.plain(variance), latex, how, typed, says="Subtract the square of the mean.")
    ledger.step("Subtract the square of the mean.", latex, how)
    return _root(ledger, variance, r"\sigma")


def _root(ledger: Ledger, variance: Fraction, sign: str) -> Solution:
    import sympy

    value = sympy.sqrt(sympy.Rational(str(variance)))
    answer = write.plain(value)
    again = check.number_back(answer)
    how = Check(
        check.near([again * again], [variance]) and again >= 0,
        "second route: the typed root, squared to 40 digits, is the variance",
    )
    return ledger.conclude("number", answer, f"{sign} = {write.tex(value)}{write.about(value)}", how, says="Take the root.")


def sample_moments(ledger: Ledger, data: Values, what: str, unbiased: bool) -> Solution:
    """Mean and variance of data; `unbiased` divides by n - 1."""
    n = len(data)
    if n < (2 if unbiased and what != "mean" else 1):
        raise Unreadable("A sample variance takes two or more numbers — give more data.")
    mean = sum(data, Fraction(0)) / n
    latex = rf"\bar x = \frac{{{' + '.join(map(write.bracketed, data))}}}{{{n}}} = {write.tex(mean)}"
    balanced = check.equal(sum((x - mean for x in data), Fraction(0)), Fraction(0), "the deviations from it add up to zero")
    if what == "mean":
        ledger.step("Add the numbers and divide by how many they are.", latex, balanced)
        answer = write.plain(mean)
        how = check.equal(
            check.number_back(answer) * n,
            sum(sorted(data), Fraction(0)),
            "second route: times their number it gives the sum back",
        )
        return ledger.conclude("number", answer, rf"\bar x = {write.tex(mean)}{write.about(mean)}", how)
    ledger.step("Take the mean.", latex, balanced)
    below = n - 1 if unbiased else n
    value = sum(((x - mean) ** 2 for x in data), Fraction(0)) / below
    pairs = sum(((x - y) ** 2 for x, y in itertools.combinations(data, 2)), Fraction(0)) / (n * below)
    sums = " + ".join(f"{write.raised(x - mean)}^2" for x in data)
    latex = rf"s^2 = \frac{{{sums}}}{{{below}}} = {write.tex(value)}{write.about(value)}"
    how = check.equal(pairs, value, "second route: from the squared differences of all pairs")
    says = f"Average the squared deviations, dividing by ${below}$."
    if not unbiased:
        says = f"These numbers are all there are, so average their squared deviations: divide by $n = {n}$."
        latex = latex.replace("s^2", r"\sigma^2", 1)
    ledger.step(says, latex, how)
    if what == "variance":
        if not unbiased:
            _other(ledger, data, mean)
        again = check.equal(
            check.number_back(write.plain(value)), pairs, "second route: the typed answer, read back, against all pairs"
        )
        shown = rf"{'s' if unbiased else chr(92) + 'sigma'}^2 = {write.tex(value)}{write.about(value)}"
        return ledger.conclude("number", write.plain(value), shown, again, says="So this is the variance.")
    if not unbiased:
        _other(ledger, data, mean)
    return _root(ledger, value, "s" if unbiased else r"\sigma")


def _other(ledger: Ledger, data: Values, mean: Fraction) -> None:
    """What dividing by n - 1 would give, for the learner who has a sample in mind."""
    n = len(data)
    if n < 2:
        return
    total = sum(((x - mean) ** 2 for x in data), Fraction(0))
    again = sum((x * x for x in data), Fraction(0)) - n * mean * mean
    latex = rf"s^2 = \frac{{1}}{{{n - 1}}} \sum (x - \bar x)^2 = {write.tex(total / (n - 1))}{write.about(total / (n - 1))}"
    says = (
        f"If they were only a sample from something larger, one would divide by $n - 1 = {n - 1}$ and get this variance instead."
    )
    ledger.step(says, latex, check.equal(total, again, "the sum of squares less $n$ times the squared mean is the same"))


# -- binomial --------------------------------------------------------------------------------------
def binomial(ledger: Ledger, n: int, p: Fraction, low: int, high: int) -> Solution:
    """P(low <= X <= high) for n independent trials with success probability p."""
    _chance(p, "The success probability")
    if not 1 <= n <= MOST_TRIALS:
        raise Unreadable(f"I count 1 to {MOST_TRIALS} trials here — try a smaller n.")
    if p.denominator > 10**6:
        raise Unreadable("This probability has too many digits to compute with — try one such as 0.3.")
    low, high = max(low, 0), min(high, n)
    row = _row(n, p)
    terms = []
    inner = range(low, high + 1)
    wanted = list(inner) if len(inner) <= n - len(inner) + 1 or len(inner) <= 3 else [k for k in range(n + 1) if k not in inner]
    flipped = wanted != list(inner)
    if flipped:
        left = Check(len(wanted) + len(inner) == n + 1, "together with the wanted outcomes these are all")
        ledger.step("It is shorter to count what is not wanted and take it from $1$.", "P = 1 - P(\\text{other outcomes})", left)
    for k in wanted:
        value = math.comb(n, k) * p**k * (1 - p) ** (n - k)
        terms.append(value)
        latex = (
            rf"P(X = {k}) = \binom{{{n}}}{{{k}}} \cdot \left({write.tex(p)}\right)^{{{k}}} "
            rf"\cdot \left({write.tex(1 - p)}\right)^{{{n - k}}} = {_tex(value)}"
        )
        if len(wanted) <= 12:
            ledger.step(
                f"{k} successes: choose which trials succeed, times the probability of one such row.",
                latex,
                check.equal(row[k], value, "trial by trial (Pascal's way) the same number comes out"),
            )
    if len(wanted) > 12:
        good = all(row[k] == v for k, v in zip(wanted, terms))
        ledger.step(
            f"Use $P(X = k) = \\binom{{n}}{{k}} p^k (1-p)^{{n-k}}$ for each of the {len(wanted)} outcomes and add.",
            rf"\sum_k \binom{{{n}}}{{k}} p^k (1-p)^{{{n}-k}}",
            Check(good, "trial by trial the same numbers come out"),
        )
    total = sum(terms, Fraction(0))
    result = 1 - total if flipped else total
    direct = sum(row[low : high + 1], Fraction(0))
    answer = write.plain(result) if len(str(result)) <= 60 else f"{float(result):.6g}"
    again = read(answer)
    same = check.number(again) == direct if len(str(result)) <= 60 else check.close(approximate(again).real, float(direct), 1e-5)
    how = Check(
        result == direct and same,
        "second route: the whole distribution built trial by trial, these outcomes added, and the typed answer read back",
    )
    return ledger.conclude("number", answer, f"P = {_tex(result)}", how)


def _tex(value: Fraction) -> str:
    return write.tex(value) + write.about(value) if len(str(value)) <= 24 else rf"{float(value):.6g}"


def _row(n: int, p: Fraction) -> list[Fraction]:
    """The distribution of the number of successes, one trial after the other."""
    row = [Fraction(1)]
    for _ in range(n):
        row = [a * (1 - p) + b * p for a, b in zip([*row, Fraction(0)], [Fraction(0), *row], strict=True)]
    return row
