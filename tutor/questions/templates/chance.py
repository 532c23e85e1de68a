"""Counting, densities, named distributions. Keys from SymPy; checks by counting cases, by sums, and by areas."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction

import sympy as sp

from tutor.questions.candidate import Candidate
from tutor.questions.question import Difficulty, Kind
from tutor.questions.template import Draft, Draw, Registry, near, registrar
from tutor.questions.write import bracketed, tex

REGISTRY: Registry = {}
template = registrar(REGISTRY)
Q = sp.Rational
X = sp.Symbol("x")


@template("size_of_union", kind=Kind.NUMBER, difficulty=Difficulty.EASY, minutes=1)
def size_of_union(draw: Draw) -> Draft:
    both, only_a, only_b = draw.whole(2, 30), draw.whole(2, 40), draw.whole(2, 40)
    a, b = both + only_a, both + only_b
    union = sp.FiniteSet(*range(a)).union(sp.FiniteSet(*range(only_a, only_a + b)))
    return Draft(
        prompt=rf"$|A| = {a}$, $|B| = {b}$ and $|A \cap B| = {both}$. How many elements has $A \cup B$?",
        key=len(union),
        wrong=[
            (a + b, "union_double_count"),
            (a + b + both, "sign_slip"),
            (only_a + only_b, "intersection_left_out"),
            (both, "intersection_for_union"),
        ],
        steps=["Elements of both are counted twice: take them off once.", rf"${a} + {b} - {both} = {a + b - both}$."],
        hint="What do you count twice when you add the two sizes?",
        check=lambda c: c.number == only_a + only_b + both,
        routes=("SymPy union of two sets of these sizes", "only A, only B and both, added"),
    )


@template("choose_a_team", kind=Kind.NUMBER, difficulty=Difficulty.EASY, minutes=1.5)
def choose_a_team(draw: Draw) -> Draft:
    n, m = draw.whole(4, 14), draw.whole(3, 13)
    k, j = draw.whole(2, 4), draw.whole(1, 3)
    draw.need(n > k and m > j)
    key = sp.binomial(n, k) * sp.binomial(m, j)

    def check(c: Candidate) -> bool:
        first = sum(1 for _ in itertools.combinations(range(n), k))
        return c.number == first * sum(1 for _ in itertools.combinations(range(m), j))

    return Draft(
        prompt=rf"A team of {k} of {n} engineers and {j} of {m} designers is chosen. How many teams are possible?",
        key=key,
        wrong=[
            (sp.ff(n, k) * sp.ff(m, j), "order_counted_in_choice"),
            (sp.binomial(n, k) + sp.binomial(m, j), "sum_for_product"),
            (sp.binomial(n + m, k + j), "groups_thrown_together"),
        ],
        steps=[
            rf"Engineers: $\binom{{{n}}}{{{k}}} = {sp.binomial(n, k)}$. Designers: $\binom{{{m}}}{{{j}}} = {sp.binomial(m, j)}$.",
            rf"Every choice goes with every other: ${sp.binomial(n, k)} \cdot {sp.binomial(m, j)} = {key}$.",
        ],
        hint="The order inside a team does not matter; the two choices multiply.",
        check=check,
        routes=("SymPy binomials", "counting the combinations one by one"),
    )


@template("at_least_one", kind=Kind.NUMBER, difficulty=Difficulty.MEDIUM, minutes=2)
def at_least_one(draw: Draw) -> Draft:
    sides, hits, times = draw.whole(3, 40), draw.whole(1, 9), draw.one_of([2, 3, 4])
    draw.need(hits < sides - 1)
    miss = 1 - Q(hits, sides)
    key = 1 - miss**times

    def check(c: Candidate) -> bool:
        ways = [sum(1 for _ in itertools.combinations(range(times), k)) for k in range(1, times + 1)]
        return c.number == sum(-((-1) ** k) * n * Fraction(hits, sides) ** k for k, n in enumerate(ways, 1))

    return Draft(
        prompt=rf"A fair wheel has {sides} fields, {hits} of them winning. It is spun {times} times. "
        "What is the probability of at least one win?",
        key=key,
        wrong=[
            (times * Q(hits, sides), "union_double_count"),
            (miss**times, "complement_forgotten"),
            (Q(hits, sides) ** times, "intersection_for_union"),
        ],
        steps=[
            rf"No win at all: $\left({tex(miss)}\right)^{times} = {tex(miss**times)}$.",
            rf"At least one: $1 - {tex(miss**times)} = {tex(key)}$.",
        ],
        hint="Compute the probability of no win first.",
        check=check,
        routes=("complement, in SymPy", "inclusion and exclusion over the spins, in fractions"),
    )


@template("missing_probability", kind=Kind.NUMBER, difficulty=Difficulty.EASY, minutes=1.5)
def missing_probability(draw: Draw) -> Draft:
    weights = draw.wholes(4, 1, 9)
    values = sorted(draw.some_of(range(9), 4))
    c = sp.Symbol("c", positive=True)
    key = sp.solve(sum(weights) * c - 1, c)[0]
    shown = ", ".join(rf"$p({v}) = {w if w > 1 else ''}c$" for v, w in zip(values, weights, strict=True))
    draw.need(len(set(weights)) > 1)
    return Draft(
        prompt=rf"A discrete $X$ has the probabilities {shown}. What is $c$?",
        key=key,
        wrong=[
            (Q(1, 4), "uniform_assumed"),
            (sum(weights), "fraction_turned"),
            (Q(1, max(weights)), "divided_by_largest"),
            (1, "not_normalised"),
        ],
        steps=[rf"All probabilities add up to one: ${sum(weights)}c = 1$.", rf"So $c = {tex(key)}$."],
        hint="Probabilities add up to one.",
        check=lambda cand: sum(w * cand.number for w in weights) == 1,
        routes=("SymPy solve", "the four probabilities add up to one, in fractions"),
    )


@template("area_under_a_density", kind=Kind.NUMBER, difficulty=Difficulty.MEDIUM, minutes=2.5)
def area_under_a_density(draw: Draw) -> Draft:
    top = draw.whole(3, 20)
    low, high = sorted(draw.some_of(range(top + 1), 2))
    draw.need((low, high) != (0, top))
    density = 2 * X / sp.Integer(top) ** 2
    key = sp.integrate(density, (X, low, high))

    def check(c: Candidate) -> bool:
        """A trapezium: mean height times width."""
        heights = [Fraction(2 * x, top * top) for x in (low, high)]
        return c.number == sum(heights) / 2 * (high - low)

    return Draft(
        prompt=rf"$X$ has the density $f(x) = {tex(density)}$ on $[0, {top}]$. What is $P({low} \le X \le {high})$?",
        key=key,
        wrong=[
            (density.subs(X, high), "density_is_probability"),
            (Q(high - low, top), "uniform_assumed"),
            (Q(high**2, top**2) if low else Q(high - low, top**2), "lower_bound_dropped"),
            (density.subs(X, high) - density.subs(X, low), "function_for_integral"),
        ],
        steps=[
            rf"The area under the density: $\int_{{{low}}}^{{{high}}} {tex(density)}\,dx = "
            rf"\left[\frac{{x^2}}{{{top**2}}}\right]_{{{low}}}^{{{high}}}$.",
            rf"$\frac{{{high**2} - {low**2}}}{{{top**2}}} = {tex(key)}$.",
        ],
        hint="A probability is an area under the density, not its height.",
        check=check,
        routes=("SymPy integral", "area of a trapezium, in fractions"),
    )


@template("marginal_from_table", kind=Kind.NUMBER, difficulty=Difficulty.EASY, minutes=1.5)
def marginal_from_table(draw: Draw) -> Draft:
    counts = [[draw.whole(1, 12) for _ in range(3)] for _ in range(2)]
    total, j = sum(map(sum, counts)), draw.whole(0, 2)
    table = sp.Matrix(counts) / total
    key = sum(table.col(j))
    people = [(i, k) for i in range(2) for k in range(3) for _ in range(counts[i][k])]
    return Draft(
        prompt=rf"The joint probabilities of $X$ (rows: 0, 1) and $Y$ (columns: 0, 1, 2) are ${tex(table)}$. What is "
        rf"$P(Y = {j})$?",
        key=key,
        wrong=[
            (table[0, j], "joint_for_conditional"),
            (table[0, j] / key, "marginal_is_conditional"),
            (sum(table.row(0)), "rows_cols_swapped"),
            (Q(1, 3), "uniform_assumed"),
        ],
        steps=[
            "Add the joint probabilities over everything that $X$ can be.",
            rf"${tex(table[0, j])} + {tex(table[1, j])} = {tex(key)}$.",
        ],
        hint="Add up the column.",
        check=lambda c: c.number == Fraction(sum(k == j for _, k in people), len(people)),
        routes=("sum of a SymPy column", "counting equally likely cases"),
    )


@template("uniform_moments", kind=Kind.NUMBER, difficulty=Difficulty.MEDIUM, minutes=2)
def uniform_moments(draw: Draw) -> Draft:
    low, width = draw.whole(-20, 20), draw.whole(2, 30)
    high, half = low + width, Q(2 * low + width, 2)
    key = sp.integrate((X - half) ** 2 / sp.Integer(width), (X, low, high))

    def check(c: Candidate) -> bool:
        """Cut into n equal steps, whose variance is (n^2 - 1)/12 step widths squared; the rest inside each step is as large again
        on its own scale: the two together do not depend on n."""
        found = {Fraction(width * width, n * n) * Fraction(n * n - 1, 12) + c.number / (n * n) for n in (1, 2, 5)}
        return found == {c.number}

    return Draft(
        prompt=rf"$X$ is uniform on $[{low}, {high}]$. What is $\operatorname{{Var}}(X)$?",
        key=key,
        wrong=[
            (Q(width, 12), "width_not_squared"),
            (half, "mean_for_variance"),
            (Q(width**2, 4), "half_width_squared"),
            (sp.sqrt(key), "sd_variance_swapped"),
        ],
        steps=[rf"The width is ${width}$.", rf"$\operatorname{{Var}}(X) = \frac{{{width}^2}}{{12}} = {tex(key)}$."],
        hint="The variance depends on the width only: its square over twelve.",
        check=check,
        routes=("SymPy integral of the squared distance", "between steps plus within steps, for several cuts, in fractions"),
    )


@template("uniform_probability", kind=Kind.NUMBER, difficulty=Difficulty.EASY, minutes=1)
def uniform_probability(draw: Draw) -> Draft:
    low, width = draw.whole(-9, 12), draw.whole(4, 24)
    start = low + draw.whole(1, width - 2)
    end = draw.whole(start + 1, low + width)
    draw.need(end - start < width - 1)
    key = sp.integrate(Q(1, width), (X, start, end))
    return Draft(
        prompt=rf"$X$ is uniform on $[{low}, {low + width}]$. What is $P({start} \le X \le {end})$?",
        key=key,
        wrong=[
            (Q(1, width), "density_is_probability"),
            (Q(end - low, width), "lower_bound_dropped"),
            (Q(end - start, abs(low + width) or 1), "divided_by_upper_end"),
            (1 - Q(end - start, width), "complement_forgotten"),
        ],
        steps=[
            rf"The part asked for has length ${end} - {bracketed(start)} = {end - start}$.",
            rf"The whole has length ${width}$: $\frac{{{end - start}}}{{{width}}} = {tex(key)}$.",
        ],
        hint="Length of the part over length of the whole.",
        check=lambda c: c.number * width == sum(start <= x < end for x in range(low, low + width)),
        routes=("SymPy integral of the density", "counting unit steps"),
    )


@template("poisson_count", kind=Kind.NUMBER, difficulty=Difficulty.MEDIUM, minutes=2)
def poisson_count(draw: Draw) -> Draft:
    rate, hours, k = draw.whole(1, 9), draw.one_of([1, 2, 3, 4]), draw.whole(0, 14)
    what = draw.one_of(["Calls", "Mails", "Visitors", "Orders"])
    mean = sp.Integer(rate * hours)
    key = sp.exp(-mean) * mean**k / sp.factorial(k)
    draw.need(float(key) > 1e-3)

    def check(c: Candidate) -> bool:
        found = math.exp(-rate * hours)
        for i in range(1, k + 1):
            found *= rate * hours / i
        return near(c.real, found, 1e-12)

    return Draft(
        prompt=rf"{what} come in at {rate} per hour, Poisson distributed. What is the probability of exactly {k} in {hours} "
        rf"{'hour' if hours == 1 else 'hours'}? (Exact, or rounded to 4 decimals.)",
        key=key,
        wrong=[
            (sp.exp(-mean) * mean**k, "factorial_forgotten"),
            (mean**k / sp.factorial(k), "normaliser_forgotten"),
            (sp.exp(-Q(rate, hours)) * Q(rate, hours) ** k / sp.factorial(k), "rate_for_mean"),
            (sp.exp(-sp.Integer(k)) * sp.Integer(k) ** rate / sp.factorial(rate) if k else 1 - key, "rate_and_count_swapped"),
        ],
        steps=[
            rf"The mean is $\lambda = {rate} \cdot {hours} = {mean}$.",
            rf"$P(X = {k}) = e^{{-{mean}}} \frac{{{mean}^{{{k}}}}}{{{k}!}} \approx {float(key):.4f}$.",
        ],
        hint="First the mean for the whole time, then $e^{-\\lambda}\\lambda^k/k!$.",
        check=check,
        routes=("SymPy formula", "each probability from the one before, by floats"),
        decimals=4,
    )


@template("waiting_time", kind=Kind.NUMBER, difficulty=Difficulty.MEDIUM, minutes=1.5)
def waiting_time(draw: Draw) -> Draft:
    mean, wait = draw.whole(2, 30), draw.whole(1, 40)
    draw.need(0.05 < wait / mean < 4 and wait != mean)
    key = sp.exp(-Q(wait, mean))

    def check(c: Candidate) -> bool:
        """Waiting is done in many short steps, in each of which nothing happens."""
        steps = 2**20
        return near(c.real, (1 - wait / mean / steps) ** steps, 1e-4)

    return Draft(
        prompt=rf"The waiting time is exponential with mean {mean} minutes. What is the probability of waiting longer "
        rf"than {wait} "
        rf"{'minute' if wait == 1 else 'minutes'}? (Exact, or rounded to 4 decimals.)",
        key=key,
        wrong=[
            (1 - key, "complement_forgotten"),
            (sp.exp(-sp.Integer(mean * wait)) if mean * wait < 6 else sp.exp(-Q(mean, wait)), "rate_for_mean"),
            (key / mean, "density_is_probability"),
        ],
        steps=[
            rf"The rate is $\lambda = \frac{{1}}{{{mean}}}$.",
            rf"$P(T > {wait}) = e^{{-\lambda \cdot {wait}}} = {tex(key)} \approx {float(key):.4f}$.",
        ],
        hint="The rate is one over the mean; the tail is $e^{-\\lambda t}$.",
        check=check,
        routes=("SymPy exponential", "many short steps without an event, by floats"),
        decimals=4,
    )


@template("expected_square", kind=Kind.NUMBER, difficulty=Difficulty.EASY, minutes=1)
def expected_square(draw: Draw) -> Draft:
    mean, sd = draw.nonzero(-15, 15), draw.whole(1, 20)
    key = sp.expand((X - mean) ** 2 + 2 * mean * X - mean**2).subs(X**2, sd**2 + mean**2)
    points = (mean - sd, mean + sd)  # two equally likely values with this mean and standard deviation
    return Draft(
        prompt=rf"$E[X] = {mean}$ and the standard deviation of $X$ is ${sd}$. What is $E[X^2]$?",
        key=key,
        wrong=[
            (mean**2, "expectation_of_function_is_function_of_expectation"),
            (sd**2, "mean_square_only"),
            (sd + mean**2, "sd_variance_swapped"),
            (sd**2 - mean**2, "sign_slip"),
        ],
        steps=[r"$\operatorname{Var}(X) = E[X^2] - E[X]^2$.", rf"$E[X^2] = {sd}^2 + {bracketed(mean)}^2 = {sd**2 + mean**2}$."],
        hint="Solve the formula of the variance for $E[X^2]$.",
        check=lambda c: 2 * c.number == sum(p * p for p in points),
        routes=("SymPy expansion", "two equally likely values with these moments"),
    )


@template("variance_of_a_sum", kind=Kind.NUMBER, difficulty=Difficulty.MEDIUM, minutes=1.5)
def variance_of_a_sum(draw: Draw) -> Draft:
    u, v = [draw.nonzero(-4, 5), draw.whole(-4, 5)], [draw.whole(-4, 5), draw.nonzero(-4, 5)]
    a, b = draw.nonzero(-3, 3), draw.nonzero(-3, 3)
    vx, vy, cov = (sp.Integer(sum(p * q for p, q in zip(s, t, strict=True))) for s, t in ((u, u), (v, v), (u, v)))
    draw.need(cov)
    key = a**2 * vx + b**2 * vy + 2 * a * b * cov

    def check(c: Candidate) -> bool:
        """X and Y as sums of two independent signs with these weights: all four cases are counted."""
        cases = [(e * u[0] + f * u[1], e * v[0] + f * v[1]) for e in (-1, 1) for f in (-1, 1)]
        return 4 * c.number == sum((a * x + b * y) ** 2 for x, y in cases)

    shown = tex(a * sp.Symbol("X") + b * sp.Symbol("Y"))
    return Draft(
        prompt=rf"$\operatorname{{Var}}(X) = {vx}$, $\operatorname{{Var}}(Y) = {vy}$, $\operatorname{{Cov}}(X, Y) = {cov}$. "
        rf"What is $\operatorname{{Var}}({shown})$?",
        key=key,
        wrong=[
            (a**2 * vx + b**2 * vy, "variance_of_sum_without_covariance"),
            (a * vx + b * vy + 2 * cov, "scale_not_squared"),
            (a**2 * vx + b**2 * vy + a * b * cov, "factor_two_forgotten"),
            (a**2 * vx + b**2 * vy - 2 * a * b * cov, "sign_slip"),
        ],
        steps=[
            r"$\operatorname{Var}(aX + bY) = a^2 \operatorname{Var}(X) + b^2 \operatorname{Var}(Y) + 2ab "
            r"\operatorname{Cov}(X, Y)$.",
            rf"${a**2} \cdot {vx} + {b**2} \cdot {vy} + 2 \cdot {bracketed(a * b)} \cdot {bracketed(cov)} = {key}$.",
        ],
        hint="Like $(aX + bY)^2$: two squares and twice the mixed term.",
        check=check,
        routes=("the formula, in SymPy", "two variables with these moments, all cases counted"),
    )


@template("correlation_from_covariance", kind=Kind.NUMBER, difficulty=Difficulty.EASY, minutes=1)
def correlation_from_covariance(draw: Draw) -> Draft:
    sx, sy = draw.whole(2, 12), draw.whole(2, 12)
    cov = draw.nonzero(-sx * sy + 1, sx * sy - 1)
    key = cov / sp.sqrt(sp.Integer(sx) ** 2 * sp.Integer(sy) ** 2)
    return Draft(
        prompt=rf"$\operatorname{{Var}}(X) = {sx * sx}$, $\operatorname{{Var}}(Y) = {sy * sy}$ and "
        rf"$\operatorname{{Cov}}(X, Y) = {cov}$. What is the correlation?",
        key=key,
        wrong=[
            (cov, "covariance_for_correlation"),
            (Q(cov, sx**2 * sy**2), "root_forgotten"),
            (-key, "sign_slip"),
            (Q(cov, sx), "divided_by_one_norm"),
        ],
        steps=[rf"The standard deviations are ${sx}$ and ${sy}$.", rf"$\frac{{{cov}}}{{{sx} \cdot {sy}}} = {tex(key)}$."],
        hint="Divide by both standard deviations.",
        check=lambda c: c.number * sx * sy == cov,
        routes=("covariance over the SymPy root", "correlation times both deviations gives the covariance back"),
    )
