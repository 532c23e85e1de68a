"""Two lists of data side by side: covariance, correlation, principal components of points in the plane; mean with variance."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import tutor.maths.steps.check as check
import tutor.maths.steps.write as write
from tutor.errors import Unreadable
from tutor.maths.steps.rules import rational
from tutor.maths.steps.solution import Check, Ledger, Part, Solution

Values = Sequence[Fraction]


def _mean(ledger: Ledger, data: Values, name: str) -> Fraction:
    mean = sum(data, Fraction(0)) / len(data)
    latex = rf"\bar {name} = \frac{{{' + '.join(map(write.bracketed, data))}}}{{{len(data)}}} = {write.tex(mean)}"
    balanced = sum((x - mean for x in data), Fraction(0))
    ledger.step("Take the mean.", latex, check.equal(balanced, Fraction(0), "the deviations from it add up to zero"))
    return mean


def by_pairs(xs: Values, ys: Values) -> Fraction:
    """n squared times the covariance, from the differences of all pairs: no mean is taken.

    >>> by_pairs([Fraction(0), Fraction(2)], [Fraction(0), Fraction(2)])
    Fraction(4, 1)
    """
    pairs = itertools.combinations(list(zip(xs, ys, strict=True)), 2)
    return sum(((a - c) * (b - d) for (a, b), (c, d) in pairs), Fraction(0))


def _matched(xs: Values, ys: Values) -> int:
    if len(xs) != len(ys):
        raise Unreadable(f"The lists have {len(xs)} and {len(ys)} numbers — give both equally many.")
    if len(xs) < 2:
        raise Unreadable("I need two pairs of numbers or more — give longer lists.")
    return len(xs)


def _shared(ledger: Ledger, xs: Values, ys: Values) -> Fraction:
    """The mean product of deviations, worked out."""
    n = _matched(xs, ys)
    first, second = _mean(ledger, xs, "x"), _mean(ledger, ys, "y")
    products = [(x - first) * (y - second) for x, y in zip(xs, ys)]
    total = sum(products, Fraction(0))
    shown = write.products([x - first for x in xs], [y - second for y in ys])
    again = sum((x * y for x, y in zip(xs, ys)), Fraction(0)) - n * first * second
    says = "Multiply the deviations of each pair and add the products."
    ledger.step(says, f"{shown} = {write.tex(total)}", check.equal(total, again, "the sum of products less $n$ times both means"))
    return total / n


def covariance(ledger: Ledger, xs: Values, ys: Values, sample: bool = False) -> Solution:
    """The covariance, divided by n; by n - 1 where a sample is meant."""
    value = _shared(ledger, xs, ys)
    n = len(xs)
    other = value * n / (n - 1)
    pairs = by_pairs(xs, ys)
    below, chosen, rest = (n - 1, other, value) if sample else (n, value, other)
    left = n if sample else n - 1
    kept = check.equal(chosen * n * below, pairs, "from the differences of all pairs")
    whole = "These are a sample" if sample else "These pairs are all there are"
    shown = rf"\operatorname{{Cov}}(x, y) = {write.tex(chosen)}{write.about(chosen)}"
    ledger.step(f"{whole}, so divide the sum by ${'n - 1' if sample else 'n'} = {below}$.", shown, kept)
    says = "If they were the whole population" if sample else "If they were only a sample from something larger"
    says += f", one would divide by ${'n' if sample else 'n - 1'} = {left}$ and get this instead."
    ledger.step(
        says, write.tex(rest) + write.about(rest), check.equal(rest * n * left, pairs, "from the differences of all pairs")
    )
    answer = write.plain(chosen)
    how = check.equal(
        check.number_back(answer) * n * below, pairs, "second route: from the differences of all pairs, without a mean"
    )
    return ledger.conclude("number", answer, shown, how, says="So this is the covariance.")


def correlation(ledger: Ledger, xs: Values, ys: Values) -> Solution:
    """Pearson's correlation: covariance over both standard deviations."""
    import sympy

    value = _shared(ledger, xs, ys)
    n = len(xs)
    spreads = []
    for data, name in ((xs, "x"), (ys, "y")):
        mean = sum(data, Fraction(0)) / n
        spread = sum(((x - mean) ** 2 for x in data), Fraction(0)) / n
        says = f"The variance of ${name}$, divided by ${n}$ as above; what one divides by cancels in the end."
        same = check.equal(spread * n * n, by_pairs(data, data), "from the differences of all pairs")
        ledger.step(says, f"s_{name}^2 = {write.tex(spread)}", same)
        spreads.append(spread)
    if not spreads[0] * spreads[1]:
        raise Unreadable("One of the lists does not vary, so there is no correlation — give numbers that differ.")
    found = rational(value) / sympy.sqrt(rational(spreads[0] * spreads[1]))
    answer = write.plain(found)
    again = check.number_back(answer)
    pair = by_pairs(xs, ys)
    squared = check.near([again * again * by_pairs(xs, xs) * by_pairs(ys, ys)], [pair * pair])
    how = Check(squared and again * pair >= 0, "second route: its square, from the differences of all pairs, and its sign agree")
    latex = (
        rf"r = \frac{{{write.tex(value)}}}{{\sqrt{{{write.tex(spreads[0])} \cdot {write.tex(spreads[1])}}}}} = {write.tex(found)}"
    )
    return ledger.conclude("number", answer, latex + write.about(found), how, says="Divide by both standard deviations.")


def mean_and_variance(ledger: Ledger, data: Values, root: bool) -> Solution:
    """Mean and variance, or mean and standard deviation, of data, divided by n."""
    import sympy

    n = len(data)
    if n < 2:
        raise Unreadable("A spread takes two or more numbers — give more data.")
    mean = _mean(ledger, data, "x")
    value = sum(((x - mean) ** 2 for x in data), Fraction(0)) / n
    pairs = by_pairs(data, data)
    sums = " + ".join(f"{write.raised(x - mean)}^2" for x in data)
    latex = rf"s^2 = \frac{{{sums}}}{{{n}}} = {write.tex(value)}{write.about(value)}"
    same = check.equal(value * n * n, pairs, "from the squared differences of all pairs")
    ledger.step(f"Average the squared deviations; these numbers are all there are, so divide by $n = {n}$.", latex, same)
    other_variance(ledger, value, n, pairs)
    spread: Any = sympy.sqrt(rational(value)) if root else value
    name, answer = ("standard deviation" if root else "variance"), write.plain(spread)
    again = check.number_back(answer)
    good = check.near([(again * again if root else again) * n * n], [pairs]) and check.number_back(write.plain(mean)) * n == sum(
        data
    )
    how = Check(good, "second route: the typed mean gives the sum back, the typed spread the differences of all pairs")
    parts = (Part("mean", "number", write.plain(mean)), Part(name, "number", answer))
    shown = rf"\bar x = {write.tex(mean)}, \quad {'s' if root else 's^2'} = {write.tex(spread)}{write.about(spread)}"
    return ledger.conclude("labelled", f"mean = {write.plain(mean)}; {name} = {answer}", shown, how, parts=parts)


def other_variance(ledger: Ledger, value: Fraction, n: int, pairs: Fraction) -> None:
    """The step that tells what dividing by n - 1 would give."""
    if n > 1:
        other = value * n / (n - 1)
        says = f"If they were only a sample from something larger, one would divide by $n - 1 = {n - 1}$ and get this instead."
        latex = rf"s_{{n-1}}^2 = {write.tex(other)}{write.about(other)}"
        ledger.step(says, latex, check.equal(other * n * (n - 1), pairs, "from the squared differences of all pairs"))


# -- principal components --------------------------------------------------------------------------
def principal(ledger: Ledger, points: Sequence[Values]) -> Solution:
    """The first principal component of points in the plane, and its share of the variance."""
    import sympy

    if any(len(p) != 2 for p in points) or len(points) < 2:
        raise Unreadable("I need two points in the plane or more — try PCA of (0, 0), (2, 1), (4, 2), (2, 3).")
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    n = len(points)
    _mean(ledger, xs, "x")
    _mean(ledger, ys, "y")
    a, b, d = (_centred(u, v) / (n - 1) for u, v in ((xs, xs), (xs, ys), (ys, ys)))
    same = check.equal(
        [v * n * (n - 1) for v in (a, b, d)], [by_pairs(xs, xs), by_pairs(xs, ys), by_pairs(ys, ys)], "from all pairs"
    )
    says = f"The covariance matrix, divided by $n - 1 = {n - 1}$ (dividing by $n$ changes neither directions nor shares)."
    ledger.step(says, f"C = {write.matrix_tex([[a, b], [b, d]])}", same)
    gap = (a - d) ** 2 + 4 * b * b
    if gap == 0:
        how = Check(a == d and b == 0, "second route: $C$ is a multiple of the identity")
        says = "The points spread alike in every direction: no direction comes first."
        return ledger.conclude("words", "no first component", write.matrix_tex([[a, b], [b, d]]), how, says=says)
    root = sympy.sqrt(rational(gap))
    values = [sympy.expand((rational(a + d) + s * root) / 2) for s in (1, -1)]
    back = [check.number_back(write.plain(v)) for v in values]
    vieta = check.near([back[0] + back[1]], [a + d]) and abs(back[0] * back[1] - (a * d - b * b)) <= check.TINY * 10**6
    latex = (
        rf"\lambda_1 = {write.tex(values[0])}{write.about(values[0])}, \quad \lambda_2 ="
        rf" {write.tex(values[1])}{write.about(values[1])}"
    )
    ledger.step(
        "Its eigenvalues are the variances along the components.",
        latex,
        Check(vieta, "sum and product are trace and determinant"),
    )
    return _first(ledger, (a, b, d), values, back)


def _centred(u: Values, v: Values) -> Fraction:
    first, second = sum(u, Fraction(0)) / len(u), sum(v, Fraction(0)) / len(v)
    return sum(((x - first) * (y - second) for x, y in zip(u, v)), Fraction(0))


def _first(ledger: Ledger, c: tuple[Fraction, Fraction, Fraction], values: list[Any], back: list[Fraction]) -> Solution:
    import sympy

    a, b, d = c
    across = [rational(b), sympy.expand(values[0] - rational(a))]
    direction = across if b else ([sympy.Integer(1), sympy.Integer(0)] if a > d else [sympy.Integer(0), sympy.Integer(1)])
    if direction[0] != 0:
        direction = [sympy.Integer(1), sympy.expand(direction[1] / direction[0])]
    typed = write.vector(direction)
    v = check.vector_back(typed)
    stretched = check.image([[a, b], [b, d]], v)
    eigen = check.near_to(stretched, [back[0] * x for x in v])
    ledger.step(
        "The first component is the eigenvector of the larger one.",
        write.vector_tex(direction),
        Check(eigen, r"$C v = \lambda_1 v$"),
    )
    share = sympy.radsimp(values[0] / rational(a + d))
    answer = write.plain(share)
    turn = [k * math.pi / 360 for k in range(720)]
    largest = max(
        float(a) * math.cos(t) ** 2 + 2 * float(b) * math.cos(t) * math.sin(t) + float(d) * math.sin(t) ** 2 for t in turn
    )
    part = float(check.number_back(answer)) * float(a + d)
    length = float(v[0] ** 2 + v[1] ** 2)
    along = float(check.dot(v, stretched)) / length
    close = largest <= part * (1 + 1e-12) and largest >= part * (1 - 1e-4) and abs(along - part) <= 1e-9 * part
    how = Check(close, "second route: of 720 directions none has more variance, and this one has as much")
    parts = (Part("first component", "vector_up_to_scale", typed), Part("share of variance", "number", answer))
    latex = (
        rf"v_1 = {write.vector_tex(direction)}, \quad \frac{{\lambda_1}}{{\lambda_1 + \lambda_2}} ="
        rf" {write.tex(share)}{write.about(share)}"
    )
    whole = f"first component = {typed}; share of variance = {answer}"
    return ledger.conclude(
        "labelled", whole, latex, how, says="Its share of the variance is its eigenvalue over their sum.", parts=parts
    )
