"""Mean and variance of the named distributions, and of a line through a random variable: E[aX + b], Var(aX + b)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import tutor.maths.steps.check as check
import tutor.maths.steps.write as write
from tutor.errors import Unreadable
from tutor.maths.steps.rules import rational
from tutor.maths.steps.solution import Check, Ledger, Part, Solution

MOST_SUMMED = 400


@dataclass(frozen=True, slots=True)
class Distribution:
    """A named distribution with its numbers; `rule` and `square` are the formulas of mean and variance in LaTeX."""

    name: str
    told: str
    mean: Fraction
    variance: Fraction
    rule: str
    square: str
    numbers: Mapping[str, Fraction]


def _chance(p: Fraction) -> None:
    if not 0 <= p <= 1:
        raise Unreadable(f"The probability {write.plain(p)} does not lie between 0 and 1 — check the numbers.")


def named(name: str, numbers: tuple[Fraction, ...]) -> Distribution:
    """The distribution of this name; raises Unreadable where its numbers are none of such a distribution."""
    if name == "binomial":
        n, p = numbers
        _chance(p)
        if n.denominator != 1 or not 1 <= n <= 10**4:
            raise Unreadable("A binomial has a whole number of trials, 1 to 10,000 here — try Bin(10, 0.3).")
        told = rf"\operatorname{{Bin}}({write.tex(n)}, {write.tex(p)})"
        rule = rf"n p = {write.tex(n)} \cdot {write.tex(p)}"
        square = rf"n p (1 - p) = {write.tex(n)} \cdot {write.tex(p)} \cdot {write.tex(1 - p)}"
        return Distribution(name, told, n * p, n * p * (1 - p), rule, square, {"n": n, "p": p})
    if name == "bernoulli":
        (p,) = numbers
        _chance(p)
        told = rf"\operatorname{{Bernoulli}}({write.tex(p)})"
        return Distribution(
            name, told, p, p * (1 - p), "p", rf"p (1 - p) = {write.tex(p)} \cdot {write.tex(1 - p)}", {"n": Fraction(1), "p": p}
        )
    if name == "poisson":
        (rate,) = numbers
        _positive(rate, 10**3)
        return Distribution(
            name, rf"\operatorname{{Poisson}}({write.tex(rate)})", rate, rate, r"\lambda", r"\lambda", {"rate": rate}
        )
    if name == "exponential":
        (rate,) = numbers
        _positive(rate, 10**6)
        below = write.raised(rate)
        told = rf"\operatorname{{Exp}}({write.tex(rate)})"
        return Distribution(
            name,
            told,
            1 / rate,
            1 / rate**2,
            rf"\frac{{1}}{{\lambda}} = \frac{{1}}{{{write.tex(rate)}}}",
            rf"\frac{{1}}{{\lambda^2}} = \frac{{1}}{{{below}^2}}",
            {"rate": rate},
        )
    if name == "geometric":
        (p,) = numbers
        _chance(p)
        _positive(p, 1)
        told = rf"\operatorname{{Geometric}}({write.tex(p)})"
        square = rf"\frac{{1 - p}}{{p^2}} = \frac{{{write.tex(1 - p)}}}{{{write.raised(p)}^2}}"
        return Distribution(
            name, told, 1 / p, (1 - p) / p**2, rf"\frac{{1}}{{p}} = \frac{{1}}{{{write.tex(p)}}}", square, {"p": p}
        )
    if name == "uniform":
        low, high = numbers
        if not low < high:
            raise Unreadable("The lower end of a uniform distribution lies below its upper one — try uniform on [2, 8].")
        told = rf"\operatorname{{U}}[{write.tex(low)}, {write.tex(high)}]"
        rule = rf"\frac{{a + b}}{{2}} = \frac{{{write.tex(low)} + {write.bracketed(high)}}}{{2}}"
        square = rf"\frac{{(b - a)^2}}{{12}} = \frac{{{write.raised(high - low)}^2}}{{12}}"
        return Distribution(name, told, (low + high) / 2, (high - low) ** 2 / 12, rule, square, {"low": low, "high": high})
    mean, variance = numbers
    if variance < 0:
        raise Unreadable("A variance is not negative — check the numbers.")
    told = rf"\mathcal{{N}}({write.tex(mean)}, {write.tex(variance)})"
    return Distribution("normal", told, mean, variance, r"\mu", r"\sigma^2", {"mean": mean, "variance": variance})


def _positive(value: Fraction, most: int) -> None:
    if not 0 < value <= most:
        raise Unreadable(f"This number of the distribution lies above 0 and up to {most:,} — check it.")


def moment(ledger: Ledger, d: Distribution, what: str) -> Solution:
    """The mean, variance or standard deviation of a named distribution, or mean and variance where `what` is "both"."""
    mean, variance = (float(d.mean), float(d.variance)) if d.name == "normal" else _added_up(d)
    good = Check(
        check.close(mean, float(d.mean), 1e-6) and check.close(variance, float(d.variance), 1e-5),
        "added up over all its values, in floats",
    )
    shown = rf"X \sim {d.told}"
    says = f"Recall mean and variance of {'an' if d.name[0] in 'aeiou' and d.name != 'uniform' else 'a'} {d.name} distribution."
    if d.name == "normal":
        says += " The second number is read as the variance."
        good = check.equal(d.numbers["variance"], d.variance, "read off")
    if d.name == "geometric":
        says += " It counts the trials up to and with the first success."
    ledger.step(says, rf"{shown}: \quad E[X] = {d.rule}, \quad \operatorname{{Var}}(X) = {d.square}", good)
    how = "second route: the typed answer, read back, against the values added up in floats"
    if d.name == "normal":
        how = "second route: the typed answer, read back"
    if what == "both":
        parts = (Part("mean", "number", write.plain(d.mean)), Part("variance", "number", write.plain(d.variance)))
        back = all(check.close(float(check.number_back(p.answer)), float(v), 1e-5) for p, v in zip(parts, (mean, variance)))
        values = (f"{write.tex(value)}{write.about(value)}" for value in (d.mean, d.variance))
        latex = r"E[X] = {}, \quad \operatorname{{Var}}(X) = {}".format(*values)
        return ledger.conclude(
            "labelled", "; ".join(f"{p.label} = {p.answer}" for p in parts), latex, Check(back, how), parts=parts
        )
    if what == "deviation":
        return _deviation(ledger, d.variance, variance)
    value, found = (d.variance, variance) if what == "variance" else (d.mean, mean)
    sign = r"\operatorname{Var}(X)" if what == "variance" else "E[X]"
    back = check.close(float(check.number_back(write.plain(value))), found, 1e-5)
    return ledger.conclude("number", write.plain(value), f"{sign} = {write.tex(value)}{write.about(value)}", Check(back, how))


def _deviation(ledger: Ledger, variance: Fraction, found: float) -> Solution:
    import sympy

    value: Any = sympy.sqrt(rational(variance))
    again = check.number_back(write.plain(value))
    how = Check(check.close(float(again) ** 2, found, 1e-5), "second route: the typed root, squared, is the variance again")
    return ledger.conclude(
        "number",
        write.plain(value),
        rf"\sigma = {write.tex(value)}{write.about(value)}",
        how,
        says="Take the root of the variance.",
    )


def _added_up(d: Distribution) -> tuple[float, float]:
    """Mean and variance from the probabilities themselves, in floats."""
    n = d.numbers
    if d.name in ("binomial", "bernoulli"):
        many, p = int(n["n"]), float(n["p"])
        if many > 1_000:
            return float(d.mean), float(d.variance)
        points = [(float(k), math.comb(many, k) * p**k * (1 - p) ** (many - k)) for k in range(many + 1)]
    elif d.name == "poisson":
        rate = float(n["rate"])
        points = [
            (float(k), math.exp(k * math.log(rate) - rate - math.lgamma(k + 1)))
            for k in range(int(rate + 40 * math.sqrt(rate) + 60))
        ]
    elif d.name == "geometric":
        p = float(n["p"])
        points = [(float(k), p * (1 - p) ** (k - 1)) for k in range(1, min(200_000, int(60 / p) + 60))]
    elif d.name == "uniform":
        low, wide = float(n["low"]), float(n["high"] - n["low"])
        points = [(low + wide * (k + 0.5) / 4000, 1 / 4000) for k in range(4000)]
    else:
        rate = float(n["rate"])
        step = 40 / rate / 40_000
        points = [((k + 0.5) * step, rate * math.exp(-rate * (k + 0.5) * step) * step) for k in range(40_000)]
    mean = math.fsum(x * p for x, p in points)
    return mean, math.fsum((x - mean) ** 2 * p for x, p in points)


def line(ledger: Ledger, what: str, factor: Fraction, shift: Fraction, known: Fraction) -> Solution:
    """E[aX + b] from E[X], or Var(aX + b) from Var(X), or its standard deviation from that of X."""
    inside = _line_tex(factor, shift)
    if what == "expectation":
        value, rule = factor * known + shift, f"E[{inside}] = {write.tex(factor)} \\cdot E[X] + {write.bracketed(shift)}"
        latex = f"{write.tex(factor)} \\cdot {write.bracketed(known)} + {write.bracketed(shift)}"
        says, example = "The mean follows every stretch and every shift.", _line_example(factor, shift, known)
    else:
        if known < 0:
            raise Unreadable("A variance is not negative — check the numbers.")
        power = 2 if what == "variance" else 1
        value = factor**2 * known if power == 2 else abs(factor) * known
        name = r"\operatorname{Var}" if power == 2 else r"\operatorname{sd}"
        front = f"{write.raised(factor)}^2" if power == 2 else f"|{write.tex(factor)}|"
        rule, latex = rf"{name}({inside}) = {front} \cdot {name}(X)", rf"{front} \cdot {write.tex(known)}"
        says = "A shift moves all values alike and changes no spread; a factor comes out" + (
            " squared." if power == 2 else " with its size."
        )
        spread = _spread_example(factor, shift)
        example = spread * known if power == 2 else abs(factor) * known
    ledger.step(says, rule.replace("\\\\", "\\"), check.equal(example, value, "tried on a variable with two values"))
    typed = check.equal(
        check.number_back(write.plain(value)), example, "second route: the typed answer, read back, against that variable"
    )
    return ledger.conclude(
        "number",
        write.plain(value),
        f"{latex} = {write.tex(value)}{write.about(value)}".replace("\\\\", "\\"),
        typed,
        says="Put the numbers in.",
    )


def _line_tex(factor: Fraction, shift: Fraction) -> str:
    front = "" if factor == 1 else "-" if factor == -1 else write.tex(factor)
    tail = "" if not shift else f" + {write.tex(shift)}" if shift > 0 else f" - {write.tex(-shift)}"
    return f"{front}X{tail}"


def _line_example(factor: Fraction, shift: Fraction, mean: Fraction) -> Fraction:
    """The mean of aX + b where X is mean - 1 or mean + 1, equally likely."""
    return sum((factor * x + shift for x in (mean - 1, mean + 1)), Fraction(0)) / 2


def _spread_example(factor: Fraction, shift: Fraction) -> Fraction:
    """The variance of aX + b where X is -1 or 1, equally likely, and so has variance 1."""
    values = [factor * x + shift for x in (-1, 1)]
    mean = sum(values, Fraction(0)) / 2
    return sum(((v - mean) ** 2 for v in values), Fraction(0)) / 2
