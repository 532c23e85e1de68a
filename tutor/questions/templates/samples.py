"""Samples, intervals, priors, information. Checks: exact sums, areas, and identities of logarithms."""

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


@template("standard_error", kind=Kind.NUMBER, difficulty=Difficulty.EASY, minutes=1)
def standard_error(draw: Draw) -> Draft:
    sd, root = draw.whole(2, 40), draw.whole(2, 15)
    n = root * root
    draw.need(sd != root)
    key = sd / sp.sqrt(n)
    return Draft(
        prompt=rf"A population has standard deviation ${sd}$. What is the standard deviation of the mean of $n = {n}$ "
        rf"independent draws?",
        key=key,
        wrong=[(Q(sd, n), "error_shrinks_like_one_over_n"), (sd, "data_become_normal"), (Q(sd**2, n), "sd_variance_swapped")],
        steps=[
            rf"The variance of the mean is $\frac{{{sd}^2}}{{{n}}}$.",
            rf"Its root is $\frac{{{sd}}}{{\sqrt{{{n}}}}} = {tex(key)}$.",
        ],
        hint="The error shrinks with the root of the number of draws.",
        check=lambda c: c.number > 0 and sum(c.number**2 for _ in range(n)) == sd * sd,
        routes=("SymPy root", "n variances of the mean make the variance of one draw, in fractions"),
    )


@template("clt_z_of_mean", kind=Kind.NUMBER, difficulty=Difficulty.MEDIUM, minutes=2)
def clt_z_of_mean(draw: Draw) -> Draft:
    mean, sd, root = draw.whole(-20, 60), draw.whole(2, 15), draw.whole(3, 12)
    n, shift = root * root, draw.nonzero(-4, 4)
    key = shift / (sd / sp.sqrt(sp.Integer(n)))
    return Draft(
        prompt=rf"Draws have mean ${mean}$ and standard deviation ${sd}$. By the central limit theorem, which "
        rf"$z$-score has a mean "
        rf"of ${mean + shift}$ over $n = {n}$ draws?",
        key=key,
        wrong=[
            (Q(shift, sd), "error_not_shrunk"),
            (Q(shift * n, sd), "error_shrinks_like_one_over_n"),
            (-key, "z_sign"),
            (Q(shift * root, sd**2), "sd_variance_swapped"),
        ],
        steps=[
            rf"The mean has the standard deviation $\frac{{{sd}}}{{\sqrt{{{n}}}}} = {tex(Q(sd, root))}$.",
            rf"$z = \frac{{{shift}}}{{{tex(Q(sd, root))}}} = {tex(key)}$.",
        ],
        hint="Divide by the standard deviation of the mean.",
        check=lambda c: mean * n + c.number * sd * root == (mean + shift) * n,
        routes=("difference over the SymPy standard error", "mean and deviation of the sum of all draws"),
    )


@template("confidence_interval_of_mean", kind=Kind.INTERVAL, difficulty=Difficulty.MEDIUM, minutes=2)
def confidence_interval_of_mean(draw: Draw) -> Draft:
    mean, sd, root = draw.whole(-20, 80), draw.whole(2, 20), draw.one_of([2, 4, 5, 8, 10])
    n, z = root * root, 2
    half = z * sd / sp.sqrt(sp.Integer(n))
    ends = mean - half, mean + half

    def check(c: Candidate) -> bool:
        low, high = (Fraction(end) for end in c.words.strip("[] ").split(","))
        return low + high == 2 * mean and low < high and (high - low) ** 2 * n == (2 * z * sd) ** 2

    def written(half: sp.Expr) -> str:
        return f"[{mean - half}, {mean + half}]"

    return Draft(
        prompt=rf"The mean of $n = {n}$ draws is ${mean}$; the standard deviation of one draw is ${sd}$. "
        r"Give the interval of all values within two standard errors of the mean.",
        key=f"[{ends[0]}, {ends[1]}]",
        wrong=[
            (written(sp.Integer(z * sd)), "error_not_shrunk"),
            (written(Q(z * sd, n)), "error_shrinks_like_one_over_n"),
            (written(half / 2), "factor_two_forgotten"),
        ],
        steps=[
            rf"The standard error is $\frac{{{sd}}}{{\sqrt{{{n}}}}} = {tex(Q(sd, root))}$.",
            rf"${mean} \pm 2 \cdot {tex(Q(sd, root))}$: $[{tex(ends[0])}, {tex(ends[1])}]$.",
        ],
        hint="Mean plus and minus two standard errors.",
        check=check,
        routes=("SymPy root", "the middle is the mean, and the squared width fits, in fractions"),
    )


@template("posterior_mean_of_coin", kind=Kind.NUMBER, difficulty=Difficulty.MEDIUM, minutes=2)
def posterior_mean_of_coin(draw: Draw) -> Draft:
    a, b, heads, tails = draw.whole(1, 8), draw.whole(1, 8), draw.whole(0, 15), draw.whole(0, 15)
    draw.need(heads + tails > 1 and Q(a, a + b) != Q(heads, heads + tails))
    red, black = a + heads, b + tails
    above, below = [sp.factorial(n - 1) * sp.factorial(black - 1) / sp.factorial(n + black - 1) for n in (red + 1, red)]
    key = above / below

    def check(c: Candidate) -> bool:
        """Drawing from an urn that gets one more ball of the colour drawn: the chance of red after these draws."""
        red, black = a, b
        for _ in range(heads):
            red += 1
        for _ in range(tails):
            black += 1
        return c.number * (red + black) == red

    return Draft(
        prompt=rf"The prior of $p = P(\text{{heads}})$ is $\mathrm{{Beta}}({a}, {b})$. After {heads} heads and {tails} "
        rf"tails, what is the posterior mean of $p$?",
        key=key,
        wrong=[
            (Q(heads, heads + tails), "prior_ignored"),
            (Q(a, a + b), "counts_not_added"),
            (Q(a + heads, heads + tails), "prior_not_in_total"),
            (Q(b + tails, a + b + heads + tails), "success_failure_swapped"),
        ],
        steps=[
            rf"The posterior is $\mathrm{{Beta}}({a} + {heads}, {b} + {tails})$.",
            rf"Its mean is $\frac{{{a + heads}}}{{{a + b + heads + tails}}} = {tex(key)}$.",
        ],
        hint="Add the counts to the two parameters.",
        check=check,
        routes=("ratio of two beta integrals, by SymPy factorials", "the urn of Polya, counted"),
    )


@template("map_of_coin", kind=Kind.NUMBER, difficulty=Difficulty.MEDIUM, minutes=2)
def map_of_coin(draw: Draw) -> Draft:
    a, b, heads, tails = draw.whole(2, 8), draw.whole(2, 8), draw.whole(1, 20), draw.whole(1, 20)
    draw.need(Q(a - 1, a + b - 2) != Q(heads, heads + tails))
    p = sp.Symbol("p")
    key = sp.solve((a + heads - 1) * (1 - p) - (b + tails - 1) * p, p)[0]

    def check(c: Candidate) -> bool:
        def height(q: float) -> float:
            return (a + heads - 1) * math.log(q) + (b + tails - 1) * math.log(1 - q)

        best = c.real
        return 0 < best < 1 and all(height(best) > height(best + s * min(best, 1 - best)) for s in (-0.3, -1e-5, 1e-5, 0.3))

    return Draft(
        prompt=rf"The prior of $p$ is $\mathrm{{Beta}}({a}, {b})$; {heads} successes and {tails} failures were seen. "
        rf"What is the MAP estimate of $p$?",
        key=key,
        wrong=[
            (Q(heads, heads + tails), "prior_ignored"),
            (Q(a + heads, a + b + heads + tails), "mean_for_mode"),
            (Q(a - 1, a + b - 2), "counts_not_added"),
        ],
        steps=[
            rf"The posterior grows like $p^{{{a + heads - 1}}}(1 - p)^{{{b + tails - 1}}}$.",
            rf"Its peak is at $\frac{{{a + heads - 1}}}{{{a + b + heads + tails - 2}}} = {tex(key)}$.",
        ],
        hint="Multiply prior and likelihood, take logs, set the derivative to zero.",
        check=check,
        routes=("SymPy solve of the score equation", "higher than its neighbours, by floats"),
    )


@template("weighted_sum_of_gaussians", kind=Kind.NUMBER, difficulty=Difficulty.EASY, minutes=1.5)
def weighted_sum_of_gaussians(draw: Draw) -> Draft:
    a, b, s, t = draw.nonzero(-4, 5), draw.nonzero(-4, 5), draw.whole(1, 9), draw.whole(1, 9)
    key = (sp.Matrix([[a, b]]) * sp.diag(s * s, t * t) * sp.Matrix([a, b]))[0]
    shown = tex(a * sp.Symbol("X") + b * sp.Symbol("Y"))
    draw.need(abs(a) + abs(b) > 2)
    return Draft(
        prompt=rf"$X \sim \mathcal{{N}}(0, {s * s})$ and $Y \sim \mathcal{{N}}(0, {t * t})$ are independent (mean, "
        rf"variance). What is the variance of ${shown}$?",
        key=key,
        wrong=[
            ((abs(a) * s + abs(b) * t) ** 2, "sd_added"),
            (abs(a) * s * s + abs(b) * t * t, "scale_not_squared"),
            (a * a * s * s - b * b * t * t, "sign_slip"),
        ],
        steps=[
            "Variances of independent variables add; factors come out squared.",
            rf"${a * a} \cdot {s * s} + {b * b} \cdot {t * t} = {key}$.",
        ],
        hint="Factors come out squared, and variances add even for a difference.",
        check=lambda c: (
            c.number == sum((a * e * s + b * f * t) ** 2 for e, f in itertools.product((-1, 1), repeat=2)) / Fraction(4)
        ),
        routes=("SymPy quadratic form", "two independent signs with these deviations, all cases counted"),
    )


@template("cross_entropy_of_prediction", kind=Kind.NUMBER, difficulty=Difficulty.MEDIUM, minutes=2)
def cross_entropy_of_prediction(draw: Draw) -> Draft:
    weights, place = [draw.whole(1, 9) for _ in range(3)], draw.whole(0, 2)
    total = sum(weights)
    p = [Q(w, total) for w in weights]
    draw.need(len(set(weights)) > 1 and weights[place] * 3 != total)
    key = -sp.log(p[place])

    def check(c: Candidate) -> bool:
        return near(math.exp(-c.real) * total, float(weights[place]), 1e-9)

    return Draft(
        prompt=rf"A classifier predicts $\left({', '.join(tex(x) for x in p)}\right)$; class {place + 1} is true. "
        r"What is the cross-entropy loss (natural logarithm; exact, or rounded to 3 decimals)?",
        key=key,
        wrong=[
            (-key, "sign_slip"),
            (1 - p[place], "log_forgotten"),
            (-sum(x * sp.log(x) for x in p), "entropy_for_cross_entropy"),
            (-sum(sp.log(x) for x in p), "weights_ignored"),
        ],
        steps=[
            "The true distribution puts all weight on the true class: only its logarithm stays.",
            rf"$-\ln {tex(p[place])} \approx {float(key):.3f}$.",
        ],
        hint="Minus the logarithm of the probability given to the true class.",
        check=check,
        routes=("SymPy logarithm", "the exponential gives the probability back, by floats"),
        decimals=3,
    )


@template("mutual_information_from_entropies", kind=Kind.NUMBER, difficulty=Difficulty.EASY, minutes=1)
def mutual_information_from_entropies(draw: Draw) -> Draft:
    shared, a, b = draw.whole(1, 9), draw.whole(1, 9), draw.whole(1, 9)
    hx, hy, joint = Q(shared + a, 4), Q(shared + b, 4), Q(shared + a + b, 4)
    draw.need(a != b)
    x = sp.Symbol("x")
    key = sp.solve(hx + hy - x - joint, x)[0]
    return Draft(
        prompt=rf"$H(X) = {tex(hx)}$, $H(Y) = {tex(hy)}$ and $H(X, Y) = {tex(joint)}$ bits. What is the mutual "
        rf"information $I(X; Y)$?",
        key=key,
        wrong=[
            (hx + hy + joint, "conditional_entropy_added"),
            (joint - hy, "conditional_entropy_for_information"),
            (hx + hy, "union_double_count"),
            (-key, "sign_slip"),
        ],
        steps=[
            "What the two share is counted twice in the sum of the entropies.",
            rf"${tex(hx)} + {tex(hy)} - {tex(joint)} = {tex(key)}$ bits.",
        ],
        hint="$I = H(X) + H(Y) - H(X, Y)$.",
        check=lambda c: c.number * 4 == shared,
        routes=("SymPy solve", "the shared part the entropies were built from"),
    )


@template("jensen_gap_of_square", kind=Kind.NUMBER, difficulty=Difficulty.MEDIUM, minutes=2)
def jensen_gap_of_square(draw: Draw) -> Draft:
    values, weights = sorted(draw.some_of(range(-6, 10), 2)), [draw.whole(1, 5), draw.whole(1, 5)]
    total = sum(weights)
    mean = sum((Q(w, total) * v for v, w in zip(values, weights, strict=True)), Q(0))
    square = sum((Q(w, total) * v**2 for v, w in zip(values, weights, strict=True)), Q(0))
    draw.need(mean)

    def check(c: Candidate) -> bool:
        urn = [v for v, w in zip(values, weights, strict=True) for _ in range(w)]
        return 2 * c.number * len(urn) ** 2 == sum((a - b) ** 2 for a in urn for b in urn)

    return Draft(
        prompt=rf"$P(X = {values[0]}) = {tex(Q(weights[0], total))}$ and $P(X = {values[1]}) = {tex(Q(weights[1], total))}$. "
        r"How much larger is $E[X^2]$ than $(E[X])^2$ (the gap in Jensen's inequality)?",
        key=square - mean**2,
        wrong=[
            (0, "expectation_of_function_is_function_of_expectation"),
            (mean**2 - square, "inequality_reversed"),
            (square, "mean_square_only"),
            (square - mean, "mean_not_squared"),
        ],
        steps=[
            rf"$E[X] = {tex(mean)}$ and $E[X^2] = {tex(square)}$.",
            rf"The gap is ${tex(square)} - {bracketed(mean)}^2 = {tex(square - mean**2)}$.",
        ],
        hint="Compute both sides and subtract.",
        check=check,
        routes=("SymPy rationals", "squared differences of all pairs of an urn"),
    )


@template("variance_along_weights", kind=Kind.NUMBER, difficulty=Difficulty.MEDIUM, minutes=2.5)
def variance_along_weights(draw: Draw) -> Draft:
    u, v = draw.wholes(2, -3, 4), draw.wholes(2, -3, 4)
    w = [draw.nonzero(-3, 3), draw.nonzero(-3, 3)]
    s = [[sum(p * q for p, q in zip(a, b, strict=True)) for b in (u, v)] for a in (u, v)]
    draw.need(s[0][1] and s[0][0] * s[1][1] > s[0][1] ** 2)
    key = (sp.Matrix([w]) * sp.Matrix(s) * sp.Matrix(w))[0]
    return Draft(
        prompt=rf"$X$ has the covariance matrix $\Sigma = {tex(s)}$. What is the variance of $w^\top X$ for $w = {tex(w)}$?",
        key=key,
        wrong=[
            (w[0] ** 2 * s[0][0] + w[1] ** 2 * s[1][1], "variance_of_sum_without_covariance"),
            (w[0] * s[0][0] + w[1] * s[1][1], "scale_not_squared"),
            (key - w[0] * w[1] * s[0][1], "factor_two_forgotten"),
        ],
        steps=[rf"$\Sigma w = {tex(sp.Matrix(s) * sp.Matrix(w))}$.", rf"$w^\top \Sigma w = {key}$."],
        hint="$\\operatorname{Var}(w^\\top X) = w^\\top \\Sigma w$.",
        check=lambda c: c.number == sum((w[0] * p + w[1] * q) ** 2 for p, q in zip(u, v, strict=True)),
        routes=("SymPy quadratic form", "squared weights of the independent parts, in whole numbers"),
    )
