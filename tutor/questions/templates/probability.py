"""Tables, Bayes, expectations, information. Keys from SymPy; checks from counting people and convolution."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction

import sympy as sp

from tutor.questions.candidate import Candidate
from tutor.questions.question import Difficulty, Kind
from tutor.questions.template import Draft, Draw, Registry, near, registrar
from tutor.questions.write import sum_of_products, tex

REGISTRY: Registry = {}
template = registrar(REGISTRY)
Q = sp.Rational


def _percent(value: int) -> str:
    return rf"{value}\%"


@template("conditional_from_table", kind=Kind.NUMBER, difficulty=Difficulty.EASY, minutes=1.5)
def conditional_from_table(draw: Draw) -> Draft:
    both, only_a, only_b, neither = (draw.whole(2, 40) for _ in range(4))
    total = both + only_a + only_b + neither
    story = draw.one_of(
        [("passed", "studied"), ("bought", "clicked"), ("recovered", "was treated"), ("is spam", "contains a link")]
    )
    people = ["ab"] * both + ["a"] * only_a + ["b"] * only_b + [""] * neither

    def check(c: Candidate) -> bool:
        given = [p for p in people if "b" in p]
        return c.number == Fraction(sum("a" in p for p in given), len(given))

    return Draft(
        prompt=rf"Of {total} cases, {both} have $A$ and $B$, {only_a} only $A$, {only_b} only $B$, {neither} neither "
        rf"($A$: {story[0]}, $B$: {story[1]}). What is $P(A \mid B)$?",
        key=Q(both, both + only_b),
        wrong=[
            (Q(both, both + only_a), "transposed_conditional"),
            (Q(both, total), "joint_for_conditional"),
            (Q(both + only_a, total), "marginal_is_conditional"),
        ],
        steps=[
            rf"Look only at the cases with $B$: ${both} + {only_b} = {both + only_b}$.",
            rf"Among them {both} have $A$: $P(A \mid B) = \frac{{{both}}}{{{both + only_b}}}$.",
        ],
        hint="Knowing $B$, forget every case without $B$.",
        check=check,
        routes=("ratio of SymPy rationals", "counting the cases one by one"),
    )


@template("total_probability", kind=Kind.NUMBER, difficulty=Difficulty.MEDIUM, minutes=2)
def total_probability(draw: Draw) -> Draft:
    share = draw.one_of([10, 20, 30, 40, 60, 70, 80])
    first, second = draw.some_of([1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20], 2)
    key = Q(share, 100) * Q(first, 100) + (1 - Q(share, 100)) * Q(second, 100)

    def check(c: Candidate) -> bool:
        made = 10_000
        bad = made * share // 100 * first // 100 + made * (100 - share) // 100 * second // 100
        return c.number == Fraction(bad, made)

    return Draft(
        prompt=rf"Machine 1 makes ${_percent(share)}$ of the parts and ${_percent(first)}$ of its parts "
        rf"fail; machine 2 makes the rest and ${_percent(second)}$ of its parts fail. "
        "What is the probability that a part fails?",
        key=key,
        wrong=[
            (Q(first + second, 200), "unweighted_average"),
            (Q(first + second, 100), "cases_added_without_weights"),
            (Q(share * first, 10_000), "one_path_only"),
            (Q(share * second + (100 - share) * first, 10_000), "weights_swapped"),
        ],
        steps=[
            "Weight each machine's failures by its share and add.",
            rf"$\frac{{{share}}}{{100}} \cdot \frac{{{first}}}{{100}} + \frac{{{100 - share}}}{{100}} "
            rf"\cdot \frac{{{second}}}{{100}} = {tex(key)}$.",
        ],
        hint="Add up the cases, each weighted by how often it happens.",
        check=check,
        routes=("law of total probability, in SymPy", "counting 10,000 parts"),
    )


@template("bayes_test", kind=Kind.CHOICE, value=Kind.NUMBER, difficulty=Difficulty.MEDIUM, minutes=3)
def bayes_test(draw: Draw) -> Draft:
    ill, hit, alarm = (
        draw.one_of([1, 2, 3, 4, 5, 6, 8, 10, 12, 20]),
        draw.one_of([70, 75, 80, 85, 90, 95, 98, 99]),
        draw.one_of([1, 2, 3, 4, 5, 8, 10, 15, 20]),
    )
    prior, true, false = Q(ill, 100), Q(hit, 100), Q(alarm, 100)
    evidence = true * prior + false * (1 - prior)
    key = true * prior / evidence

    def check(c: Candidate) -> bool:
        people = 1_000_000
        sick = people * ill // 100
        found, frightened = sick * hit // 100, (people - sick) * alarm // 100
        return c.number == Fraction(found, found + frightened)

    return Draft(
        prompt=rf"A condition has prevalence ${_percent(ill)}$. A test finds it in ${_percent(hit)}$ of "
        rf"those who have it and is positive for ${_percent(alarm)}$ of the others. "
        r"What is $P(\text{condition} \mid +)$?",
        key=key,
        wrong=[
            (true, "transposed_conditional"),
            (true * prior, "joint_for_conditional"),
            (true / (true + false), "base_rate_ignored"),
            (evidence, "evidence_for_posterior"),
        ],
        steps=[
            rf"$P(+) = {tex(true)} \cdot {tex(prior)} + {tex(false)} \cdot {tex(1 - prior)} = {tex(evidence)}$.",
            rf"$P(\text{{condition}} \mid +) = \frac{{{tex(true * prior)}}}{{{tex(evidence)}}} = {tex(key)}$.",
        ],
        hint="Imagine 10,000 people and count the positive tests.",
        check=check,
        routes=("Bayes theorem, in SymPy rationals", "natural frequencies: a million people counted"),
    )


@template("independent_joint", kind=Kind.NUMBER, difficulty=Difficulty.EASY, minutes=1.5)
def independent_joint(draw: Draw) -> Draft:
    m, n = draw.whole(2, 12), draw.whole(2, 12)
    a, b = draw.whole(1, m - 1), draw.whole(1, n - 1)
    p, q = Q(a, m), Q(b, n)
    draw.need(p + q != 1 or p != q)
    cells = list(itertools.product(range(m), range(n)))

    def check(c: Candidate) -> bool:
        return c.number == Fraction(sum(i < a or j < b for i, j in cells), len(cells))

    return Draft(
        prompt=rf"$A$ and $B$ are independent with $P(A) = {tex(p)}$ and $P(B) = {tex(q)}$. What is $P(A \cup B)$?",
        key=p + q - p * q,
        wrong=[
            (p + q, "union_double_count"),
            (p * q, "intersection_for_union"),
            ((1 - p) * (1 - q), "complement_forgotten"),
        ],
        steps=[
            rf"Independence: $P(A \cap B) = {tex(p)} \cdot {tex(q)} = {tex(p * q)}$.",
            rf"$P(A \cup B) = P(A) + P(B) - P(A \cap B) = {tex(p + q - p * q)}$.",
        ],
        hint="Independent events multiply; do not count the overlap twice.",
        check=check,
        routes=("inclusion and exclusion, in SymPy", "counting the cells of a grid"),
    )


def _distribution(draw: Draw) -> tuple[list[int], list[int], int]:
    values = sorted(draw.some_of(range(-4, 9), 3))
    weights = [draw.whole(1, 5) for _ in values]
    return values, weights, sum(weights)


def _table(values: list[int], weights: list[int], total: int) -> str:
    return ", ".join(rf"$P(X = {v}) = {tex(Q(w, total))}$" for v, w in zip(values, weights, strict=True))


@template("expectation_discrete", kind=Kind.NUMBER, difficulty=Difficulty.EASY, minutes=1.5)
def expectation_discrete(draw: Draw) -> Draft:
    values, weights, total = _distribution(draw)
    key = sum((Q(w, total) * v for v, w in zip(values, weights, strict=True)), Q(0))
    urn = [v for v, w in zip(values, weights, strict=True) for _ in range(w)]
    likely = values[weights.index(max(weights))]
    return Draft(
        prompt=rf"{_table(values, weights, total)}. What is $E[X]$?",
        key=key,
        wrong=[
            (Q(sum(values), 3), "unweighted_average"),
            (likely, "mode_for_mean"),
            (key * total, "not_normalised"),
            (-key, "sign_slip"),
        ],
        steps=[
            "Weight every value by its probability and add.",
            rf"${sum_of_products([Q(w, total) for w in weights], values)} = {tex(key)}$.",
        ],
        hint="A probability-weighted average.",
        check=lambda c: c.number * len(urn) == sum(urn),
        routes=("weighted sum of SymPy rationals", "plain average over an urn of equally likely balls"),
    )


@template("variance_discrete", kind=Kind.NUMBER, difficulty=Difficulty.MEDIUM, minutes=3)
def variance_discrete(draw: Draw) -> Draft:
    values, weights, total = _distribution(draw)
    mean = sum((Q(w, total) * v for v, w in zip(values, weights, strict=True)), Q(0))
    square = sum((Q(w, total) * v * v for v, w in zip(values, weights, strict=True)), Q(0))
    key = square - mean**2
    draw.need(mean)
    urn = [v for v, w in zip(values, weights, strict=True) for _ in range(w)]

    def check(c: Candidate) -> bool:
        return c.number == Fraction(sum((a - b) ** 2 for a, b in itertools.combinations(urn, 2)), len(urn) ** 2)

    return Draft(
        prompt=rf"{_table(values, weights, total)}. What is $\operatorname{{Var}}(X)$?",
        key=key,
        wrong=[
            (square, "mean_square_only"),
            (sp.sqrt(key), "sd_variance_swapped"),
            (square - mean, "mean_not_squared"),
            (mean**2, "squared_mean_for_variance"),
        ],
        steps=[
            rf"$E[X] = {tex(mean)}$ and $E[X^2] = {tex(square)}$.",
            rf"$\operatorname{{Var}}(X) = E[X^2] - E[X]^2 = {tex(square)} - {tex(mean**2)} = {tex(key)}$.",
        ],
        hint="Mean of the squares minus square of the mean.",
        check=check,
        routes=("mean of squares minus squared mean, in SymPy", "squared differences of all pairs of an urn"),
    )


@template("variance_of_affine", kind=Kind.NUMBER, difficulty=Difficulty.EASY, minutes=1)
def variance_of_affine(draw: Draw) -> Draft:
    a, b, v = draw.one_of([-5, -4, -3, -2, 2, 3, 4, 5]), draw.nonzero(-9, 9), draw.whole(2, 12)
    x = sp.Symbol("x")
    key = sp.expand((a * x) ** 2).subs(x, sp.sqrt(v))
    pair = [-math.sqrt(v), math.sqrt(v)]  # a variable with variance v

    def check(c: Candidate) -> bool:
        moved = [a * p + b for p in pair]
        mean = sum(moved) / 2
        return near(c.real, sum((m - mean) ** 2 for m in moved) / 2, 1e-12)

    return Draft(
        prompt=rf"$\operatorname{{Var}}(X) = {v}$. What is $\operatorname{{Var}}({a}X {'+' if b > 0 else '-'} {abs(b)})$?",
        key=key,
        wrong=[(a * v, "scale_not_squared"), (key + b, "shift_changes_variance"), (v, "scale_ignored")],
        steps=[
            "A shift moves every value and the mean alike: it changes nothing.",
            rf"A factor comes out squared: ${'(' + str(a) + ')' if a < 0 else a}^2 \cdot {v} = {key}$.",
        ],
        hint="Variance is a squared distance: what does a factor do to squares?",
        check=check,
        routes=("the squared factor, in SymPy", "a two-point variable moved and measured, by floats"),
    )


@template("sample_variance", kind=Kind.NUMBER, difficulty=Difficulty.EASY, minutes=2.5)
def sample_variance(draw: Draw) -> Draft:
    data = draw.wholes(draw.whole(3, 5), 0, 12)
    n, mean = len(data), Q(sum(data), len(data))
    squares = sum(((x - mean) ** 2 for x in data), Q(0))
    draw.need(squares)

    def check(c: Candidate) -> bool:
        return c.number == Fraction(sum((a - b) ** 2 for a, b in itertools.combinations(data, 2)), n * (n - 1))

    return Draft(
        prompt=rf"Compute the unbiased sample variance of the data ${', '.join(map(str, data))}$.",
        key=squares / (n - 1),
        wrong=[
            (squares / n, "population_vs_sample"),
            (sp.sqrt(squares / (n - 1)), "sd_variance_swapped"),
            (squares, "not_divided_by_count"),
            (Q(sum(x * x for x in data), n), "mean_square_only"),
        ],
        steps=[
            rf"The mean is $\bar x = {tex(mean)}$.",
            rf"The squared distances add up to ${tex(squares)}$.",
            rf"Divide by $n - 1 = {n - 1}$: ${tex(squares / (n - 1))}$.",
        ],
        hint="Divide by one less than the number of data.",
        check=check,
        routes=("squared distances from the mean, in SymPy", "squared differences of all pairs"),
    )


@template("binomial_probability", kind=Kind.NUMBER, difficulty=Difficulty.MEDIUM, minutes=2)
def binomial_probability(draw: Draw) -> Draft:
    n, p = draw.whole(3, 8), draw.one_of([Q(a, b) for b in range(2, 11) for a in range(1, b) if math.gcd(a, b) == 1])
    k = draw.whole(1, n - 1)
    key = sp.binomial(n, k) * p**k * (1 - p) ** (n - k)

    def check(c: Candidate) -> bool:
        chance, row = Fraction(int(p.p), int(p.q)), [Fraction(1)]
        for _ in range(n):
            row = [x * (1 - chance) + y * chance for x, y in zip([*row, Fraction(0)], [Fraction(0), *row], strict=True)]
        return c.number == row[k]

    return Draft(
        prompt=rf"$X \sim \mathrm{{Bin}}({n}, {tex(p)})$. What is $P(X = {k})$?",
        key=key,
        wrong=[
            (p**k * (1 - p) ** (n - k), "coefficient_forgotten"),
            (sp.binomial(n, k) * p**k, "complement_power_forgotten"),
            (sp.binomial(n, k) * (1 - p) ** k * p ** (n - k), "success_failure_swapped"),
        ],
        steps=[
            rf"There are $\binom{{{n}}}{{{k}}} = {sp.binomial(n, k)}$ ways to place the successes.",
            rf"Each has probability $\left({tex(p)}\right)^{{{k}}} \left({tex(1 - p)}\right)^{{{n - k}}} "
            rf"= {tex(p**k * (1 - p) ** (n - k))}$.",
            rf"Together: ${tex(key)}$.",
        ],
        hint="Ways to place the successes, times the probability of one such way.",
        check=check,
        routes=("binomial formula, in SymPy", "adding one trial after another, in fractions"),
    )


@template("covariance_from_moments", kind=Kind.NUMBER, difficulty=Difficulty.EASY, minutes=1)
def covariance_from_moments(draw: Draw) -> Draft:
    mx, my, cov = draw.nonzero(-6, 7), draw.nonzero(-6, 7), draw.nonzero(-9, 9)
    mixed = cov + mx * my
    x, y = sp.symbols("x y")
    key = sp.expand((x - mx) * (y - my)).subs({x * y: mixed}).subs({x: mx, y: my})

    def check(c: Candidate) -> bool:
        step = float(c.number)  # two equally likely points with these means reach this mixed moment
        points = [(mx + 1, my + step), (mx - 1, my - step)]
        return near(sum(u * v for u, v in points) / 2, mixed, 1e-12)

    return Draft(
        prompt=rf"$E[X] = {mx}$, $E[Y] = {my}$ and $E[XY] = {mixed}$. What is $\operatorname{{Cov}}(X, Y)$?",
        key=key,
        wrong=[
            (mixed, "means_not_subtracted"),
            (mixed + mx * my, "sign_slip"),
            (mixed - mx - my, "sum_for_product"),
            (-key, "sign_slip"),
        ],
        steps=[
            r"$\operatorname{Cov}(X, Y) = E[XY] - E[X]E[Y]$.",
            rf"${mixed} - {sum_of_products([mx], [my])} = {key}$.",
        ],
        hint="The mean of the product minus the product of the means.",
        check=check,
        routes=("expanding (x - m)(y - n), in SymPy", "two equally likely points built to have these moments"),
    )


@template("gaussian_z_score", kind=Kind.NUMBER, difficulty=Difficulty.EASY, minutes=1)
def gaussian_z_score(draw: Draw) -> Draft:
    mean, sd, x = draw.whole(-10, 20), draw.whole(2, 9), draw.whole(-20, 40)
    draw.need(x != mean and mean)
    key = Q(x - mean, sd)
    return Draft(
        prompt=rf"$X \sim \mathcal{{N}}({mean}, {sd * sd})$ (mean, variance). What is the $z$-score of $x = {x}$?",
        key=key,
        wrong=[(Q(x - mean, sd * sd), "sd_variance_swapped"), (-key, "z_sign"), (Q(x, sd), "means_not_subtracted")],
        steps=[
            rf"The standard deviation is $\sqrt{{{sd * sd}}} = {sd}$.",
            rf"$z = \frac{{x - \mu}}{{\sigma}} = \frac{{{x - mean}}}{{{sd}}}$.",
        ],
        hint="How many standard deviations is $x$ above the mean?",
        check=lambda c: mean + c.number * sd == x,
        routes=("difference over root of the variance", "mean plus z standard deviations gives x back"),
    )
