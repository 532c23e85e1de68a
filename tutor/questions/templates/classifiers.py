"""Margins, classes, mixtures, clusters. Keys from SymPy; checks by counting cases and by distances."""

from __future__ import annotations

import math
from fractions import Fraction

import sympy as sp

from tutor.questions.candidate import Candidate
from tutor.questions.question import Difficulty, Kind
from tutor.questions.template import Draft, Draw, Registry, near, registrar
from tutor.questions.write import tex

REGISTRY: Registry = {}
template = registrar(REGISTRY)
Q = sp.Rational
X, Y = sp.symbols("x y")


@template("k_means_centre", kind=Kind.VECTOR, difficulty=Difficulty.MEDIUM, minutes=2.5)
def k_means_centre(draw: Draw) -> Draft:
    points = [draw.wholes(2, -5, 6) for _ in range(4)]
    one, two = draw.wholes(2, -5, 6), draw.wholes(2, -5, 6)
    near_one = [p for p in points if sp.Point(*p).distance(sp.Point(*one)) < sp.Point(*p).distance(sp.Point(*two))]
    squares = [[sum((a - b) ** 2 for a, b in zip(p, m, strict=True)) for m in (one, two)] for p in points]
    draw.need(1 < len(near_one) < 4 and all(a != b for a, b in squares))
    key = sum((sp.Matrix(p) for p in near_one), sp.zeros(2, 1)) / len(near_one)

    def check(c: Candidate) -> bool:
        """The errors of the points nearer to the first centre cancel around the new one."""
        mine = [p for p, (a, b) in zip(points, squares, strict=True) if a < b]
        return len(c.vector) == 2 and all(sum(p[i] - c.vector[i] for p in mine) == 0 for i in range(2))

    shown = ", ".join(f"({p[0]}, {p[1]})" for p in points)
    return Draft(
        prompt=rf"One step of $k$-means with the centres $m_1 = ({one[0]}, {one[1]})$ and $m_2 = ({two[0]}, {two[1]})$ "
        rf"on the points ${shown}$. "
        r"Where is $m_1$ after the step?",
        key=key,
        wrong=[
            (sum((sp.Matrix(p) for p in points), sp.zeros(2, 1)) / 4, "all_points_averaged"),
            (sum((sp.Matrix(p) for p in near_one), sp.zeros(2, 1)), "not_divided_by_count"),
            (one, "coordinates_unchanged"),
        ],
        steps=[
            f"Nearer to $m_1$ are ${', '.join(f'({p[0]}, {p[1]})' for p in near_one)}$.",
            rf"Their mean is ${tex(key)}$.",
        ],
        hint="Which points are nearer to $m_1$? Take their mean.",
        check=check,
        routes=("SymPy distances and mean", "squared distances, and deviations that cancel, in whole numbers"),
    )


@template("mixture_responsibility", kind=Kind.NUMBER, difficulty=Difficulty.MEDIUM, minutes=2)
def mixture_responsibility(draw: Draw) -> Draft:
    share, p, q = draw.one_of([10, 20, 30, 40, 60, 70, 80, 90]), draw.whole(1, 9), draw.whole(1, 9)
    draw.need(p != q and share * p != (100 - share) * q)
    first, second = Q(share, 100) * Q(p, 10), Q(100 - share, 100) * Q(q, 10)
    key = first / (first + second)

    def check(c: Candidate) -> bool:
        drawn = [1] * (share * p) + [2] * ((100 - share) * q)
        return c.number == Fraction(drawn.count(1), len(drawn))

    return Draft(
        prompt=rf"A mixture has weights $\pi_1 = {tex(Q(share, 100))}$, $\pi_2 = {tex(1 - Q(share, 100))}$. At a point "
        rf"$x$ the densities of the "
        rf"components are ${tex(Q(p, 10))}$ and ${tex(Q(q, 10))}$. What is the responsibility of component 1 for $x$?",
        key=key,
        wrong=[
            (first, "responsibilities_not_normalised"),
            (Q(p, p + q), "prior_ignored"),
            (second / (first + second), "success_failure_swapped"),
            (Q(share, 100), "likelihood_ignored"),
        ],
        steps=[
            rf"Weight times density: ${tex(first)}$ and ${tex(second)}$.",
            rf"Divide by their sum: $\frac{{{tex(first)}}}{{{tex(first + second)}}} = {tex(key)}$.",
        ],
        hint="Bayes: weight times density, divided by the sum over the components.",
        check=check,
        routes=("Bayes with SymPy rationals", "counting a thousand draws"),
    )


@template("margin_of_svm", kind=Kind.NUMBER, difficulty=Difficulty.EASY, minutes=1)
def margin_of_svm(draw: Draw) -> Draft:
    w, b = [draw.nonzero(-9, 9), draw.nonzero(-9, 9)], draw.nonzero(-9, 9)
    size = sp.Matrix(w).norm()
    key = 2 / size

    def check(c: Candidate) -> bool:
        """From a point on one margin straight to the other."""
        square = w[0] ** 2 + w[1] ** 2
        low, high = ([n * (side - b) / square for n in w] for side in (-1, 1))
        return near(c.real, math.dist(low, high), 1e-9)

    return Draft(
        prompt=rf"A support vector machine has $w = {tex(w)}$ and $b = {b}$, with margins $w^\top x + b = \pm 1$. How "
        rf"wide is the street between the margins (exact)?",
        key=key,
        wrong=[
            (size, "margin_is_norm"),
            (1 / size, "half_of_the_street"),
            (2 / size**2, "root_forgotten"),
            (2 * size, "fraction_turned"),
        ],
        steps=[rf"$\|w\| = {tex(size)}$.", rf"The margins are $\frac{{2}}{{\|w\|}} = {tex(key)}$ apart."],
        hint="How far apart are the lines $w^\\top x + b = 1$ and $-1$?",
        check=check,
        routes=("two over the SymPy norm", "distance of the nearest points of the two lines, by floats"),
    )


@template("naive_bayes_two_words", kind=Kind.NUMBER, difficulty=Difficulty.HARD, minutes=3)
def naive_bayes_two_words(draw: Draw) -> Draft:
    spam = draw.one_of([10, 20, 30, 40, 50, 60])
    a, b, c, d = draw.whole(1, 9), draw.whole(1, 9), draw.whole(1, 9), draw.whole(1, 9)
    draw.need(a * b != c * d and (a, b) != (c, d))
    first, second = Q(spam, 100) * Q(a, 10) * Q(b, 10), Q(100 - spam, 100) * Q(c, 10) * Q(d, 10)
    key = first / (first + second)

    def check(cand: Candidate) -> bool:
        mails = 10_000
        yes, no = mails * spam // 100 * a // 10 * b // 10, mails * (100 - spam) // 100 * c // 10 * d // 10
        return cand.number * (yes + no) == yes

    return Draft(
        prompt=rf"$P(\text{{spam}}) = {tex(Q(spam, 100))}$. Two words occur in spam with probabilities "
        rf"${tex(Q(a, 10))}$ and ${tex(Q(b, 10))}$, in other mail "
        rf"with ${tex(Q(c, 10))}$ and ${tex(Q(d, 10))}$. A mail has both. What does naive Bayes give for "
        rf"$P(\text{{spam}} \mid \text{{both}})$?",
        key=key,
        wrong=[
            (Q(a * b, a * b + c * d), "prior_ignored"),
            (Q(spam * (a + b), spam * (a + b) + (100 - spam) * (c + d)), "features_added"),
            (first, "responsibilities_not_normalised"),
            (1 - key, "success_failure_swapped"),
        ],
        steps=[
            rf"Spam: ${tex(Q(spam, 100))} \cdot {tex(Q(a, 10))} \cdot {tex(Q(b, 10))} = {tex(first)}$. Other: ${tex(second)}$.",
            rf"Divide by the sum: ${tex(key)}$.",
        ],
        hint="For each class: prior times both word probabilities; then normalise.",
        check=check,
        routes=("naive Bayes with SymPy rationals", "ten thousand mails counted"),
    )
