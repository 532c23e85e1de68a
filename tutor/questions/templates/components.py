"""Principal components. Keys from SymPy; checks by shares that make a whole and by directions, in fractions."""

from __future__ import annotations

import math
from fractions import Fraction

import sympy as sp

from tutor.questions.candidate import Candidate
from tutor.questions.question import Difficulty, Kind
from tutor.questions.template import Draft, Draw, Registry, registrar
from tutor.questions.write import tex

REGISTRY: Registry = {}
template = registrar(REGISTRY)
Q = sp.Rational
X, Y = sp.symbols("x y")


@template("pca_share_of_variance", kind=Kind.NUMBER, difficulty=Difficulty.EASY, minutes=1)
def pca_share_of_variance(draw: Draw) -> Draft:
    values = sorted(draw.some_of(range(1, 40), 4), reverse=True)
    k = draw.one_of([1, 2])
    kept = values[:k]
    return Draft(
        prompt=rf"The covariance matrix of the data has eigenvalues ${', '.join(map(str, values))}$. "
        rf"What share of the variance do the first {'component keeps' if k == 1 else 'two components keep'}?".replace(
            "do the first c", "does the first c"
        ),
        key=Q(sum(kept), sum(values)),
        wrong=[
            (Q(sum(values[-k:]), sum(values)), "smallest_eigenvalue_kept"),
            (Q(k, 4), "uniform_assumed"),
            (Q(sum(x * x for x in kept), sum(x * x for x in values)), "eigenvalues_squared"),
            (Q(sum(values) - sum(kept), sum(values)), "complement_forgotten"),
        ],
        steps=[
            rf"The whole variance is the sum of the eigenvalues: ${sum(values)}$.",
            rf"Kept is ${' + '.join(map(str, kept))} = {sum(kept)}$, a share of ${tex(Q(sum(kept), sum(values)))}$.",
        ],
        hint="An eigenvalue is the variance along its component.",
        check=lambda c: c.number * sum(values) + sum(values[k:]) == sum(values),
        routes=("ratio of SymPy rationals", "kept and lost shares make the whole"),
    )


def _form(s: list[list[int]], x: Fraction, y: Fraction) -> Fraction:
    return s[0][0] * x * x + 2 * s[0][1] * x * y + s[1][1] * y * y


@template("pca_first_direction", kind=Kind.VECTOR_UP_TO_SCALE, difficulty=Difficulty.HARD, minutes=4)
def pca_first_direction(draw: Draw) -> Draft:
    p, q = draw.nonzero(-5, 5), draw.nonzero(-5, 5)
    small, large = sorted(draw.some_of(range(1, 8), 2))
    draw.need(math.gcd(p, q) == 1 and abs(p) != abs(q))
    s = [[large * p * p + small * q * q, (large - small) * p * q], [(large - small) * p * q, large * q * q + small * p * p]]
    found = max(sp.Matrix(s).eigenvects(), key=lambda e: e[0])[2][0]
    key = found * sp.ilcm(*[sp.Rational(e).q for e in found])

    def check(c: Candidate) -> bool:
        x, y = c.vector
        stays = x * (s[1][0] * x + s[1][1] * y) == y * (s[0][0] * x + s[0][1] * y)
        along, across = _form(s, x, y), _form(s, -y, x)
        return bool(x or y) and stays and along > across

    return Draft(
        prompt=rf"Centred data have the covariance matrix $S = {tex(s)}$. Give the direction of the first principal component.",
        key=key,
        wrong=[
            ([-q, p], "smallest_eigenvalue_kept"),
            ([q, p], "coordinates_swapped"),
            ([s[0][0], s[1][1]], "diagonal_entries_as_eigenvalues"),
        ],
        steps=[
            rf"The eigenvalues of $S$ are ${large * (p * p + q * q)}$ and ${small * (p * p + q * q)}$.",
            rf"The larger one has the eigenvector ${tex(key)}$: there the data spread most.",
        ],
        hint="The eigenvector of the largest eigenvalue.",
        check=check,
        routes=("SymPy eigenvectors", "S does not turn it, and across it the data spread less, in fractions"),
    )


@template("variance_from_singular_value", kind=Kind.NUMBER, difficulty=Difficulty.EASY, minutes=1)
def variance_from_singular_value(draw: Draw) -> Draft:
    s, n = draw.whole(2, 30), draw.whole(4, 60)
    key = sp.Integer(s) ** 2 / n
    draw.need(s != n)
    return Draft(
        prompt=rf"Centred data of {n} points, one in each row of $X$, have the largest singular value $\sigma_1 = {s}$. "
        rf"What is the variance along the first principal component (dividing by $N = {n}$)?",
        key=key,
        wrong=[(Q(s, n), "singular_value_not_squared"), (sp.Integer(s) ** 2, "not_divided_by_count"), (key / n, "divided_twice")],
        steps=[
            r"$S = \frac{1}{N} X^\top X$ has the eigenvalue $\frac{\sigma_1^2}{N}$.",
            rf"$\frac{{{s}^2}}{{{n}}} = {tex(key)}$.",
        ],
        hint="The covariance matrix is $X^\\top X$ over the number of points.",
        check=lambda c: c.number * n == sum(s for _ in range(s)),
        routes=("SymPy square over N", "N times the variance is s added s times"),
    )
