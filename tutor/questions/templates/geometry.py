"""Lengths, angles, projections. Keys come from SymPy; checks from geometry itself: residuals at right angles, squared lengths."""

from __future__ import annotations

import math

import sympy as sp

from tutor.questions.candidate import Candidate
from tutor.questions.question import Difficulty, Kind
from tutor.questions.template import Draft, Draw, Registry, dot, near, registrar
from tutor.questions.write import bracketed, sum_of_products, tex

REGISTRY: Registry = {}
template = registrar(REGISTRY)


@template("dot_product", kind=Kind.NUMBER, difficulty=Difficulty.EASY, minutes=1)
def dot_product(draw: Draw) -> Draft:
    x, y = draw.wholes(3, -5, 6), draw.wholes(3, -5, 6)
    key = sp.Matrix(x).dot(sp.Matrix(y))
    draw.need(all(x) and all(y))
    return Draft(
        prompt=rf"Compute $x^\top y$ for $x = {tex(x)}$ and $y = {tex(y)}$.",
        key=key,
        wrong=[
            (sum(x) * sum(y), "product_of_sums"),
            (sum(abs(a * b) for a, b in zip(x, y, strict=True)), "sign_slip"),
            (sum(x) + sum(y), "sum_for_product"),
            (-key, "sign_slip"),
        ],
        steps=["Multiply matching entries and add.", rf"${sum_of_products(x, y)} = {key}$."],
        hint="Matching entries are multiplied, the products are added.",
        check=lambda c: (
            4 * c.number
            == _square([a + b for a, b in zip(x, y, strict=True)]) - _square([a - b for a, b in zip(x, y, strict=True)])
        ),
        routes=("SymPy dot product", "polarisation: a quarter of |x+y|^2 - |x-y|^2"),
    )


def _square(vector: list[int]) -> int:
    return sum(a * a for a in vector)


@template("euclidean_norm", kind=Kind.NUMBER, difficulty=Difficulty.EASY, minutes=1)
def euclidean_norm(draw: Draw) -> Draft:
    x = [draw.nonzero(-6, 6) for _ in range(3)]
    square = _square(x)
    return Draft(
        prompt=rf"Compute the length $\|x\|_2$ of $x = {tex(x)}$ (an exact root is fine).",
        key=sp.Matrix(x).norm(),
        wrong=[
            (sum(map(abs, x)), "l1_l2_swapped"),
            (square, "root_forgotten"),
            (sp.sqrt(abs(sum(x))), "squares_forgotten"),
            (max(map(abs, x)), "maximum_norm_used"),
        ],
        steps=[
            "Square the entries, add, take the root.",
            rf"$\|x\|_2 = \sqrt{{{sum_of_products(x, x)}}} = {sp.latex(sp.sqrt(square))}$.",
        ],
        hint="Pythagoras in three dimensions.",
        check=lambda c: c.real > 0 and near(c.real, math.hypot(*x), 1e-12),
        routes=("SymPy norm", "hypotenuse by floats"),
    )


@template("distance_of_points", kind=Kind.NUMBER, difficulty=Difficulty.EASY, minutes=1.5)
def distance_of_points(draw: Draw) -> Draft:
    x, y = draw.wholes(2, -6, 7), draw.wholes(2, -6, 7)
    gap = [a - b for a, b in zip(x, y, strict=True)]
    draw.need(all(gap) and any(x) and any(y))
    return Draft(
        prompt=rf"How far apart are $x = {tex(x)}$ and $y = {tex(y)}$ (Euclidean distance)?",
        key=sp.Point(*x).distance(sp.Point(*y)),
        wrong=[
            (_square(gap), "root_forgotten"),
            (sp.sqrt(_square([a + b for a, b in zip(x, y, strict=True)])), "sum_for_difference"),
            (sum(map(abs, gap)), "l1_l2_swapped"),
        ],
        steps=[
            rf"The difference is $x - y = {tex(gap)}$.",
            rf"Its length is $\sqrt{{{sum_of_products(gap, gap)}}} = {sp.latex(sp.sqrt(_square(gap)))}$.",
        ],
        hint="The distance is the length of the difference.",
        check=lambda c: c.real > 0 and near(c.real, math.dist(x, y), 1e-12),
        routes=("SymPy distance of points", "math.dist by floats"),
    )


@template("cosine_of_angle", kind=Kind.NUMBER, difficulty=Difficulty.MEDIUM, minutes=2)
def cosine_of_angle(draw: Draw) -> Draft:
    x, y = draw.wholes(2, -5, 5), draw.wholes(2, -5, 5)
    draw.need(any(x) and any(y) and dot(x, y))
    product = sp.Integer(int(dot(x, y)))
    key = product / sp.sqrt(_square(x) * _square(y))
    return Draft(
        prompt=rf"What is $\cos\omega$ for the angle $\omega$ between $x = {tex(x)}$ and $y = {tex(y)}$ (exact)?",
        key=key,
        wrong=[
            (product, "norm_not_divided"),
            (product / (_square(x) * _square(y)), "root_forgotten"),
            (-key, "sign_slip"),
            (product / sp.sqrt(_square(x)), "divided_by_one_norm"),
        ],
        steps=[
            rf"$x^\top y = {sum_of_products(x, y)} = {product}$.",
            rf"$\|x\| = {sp.latex(sp.sqrt(_square(x)))}$ and $\|y\| = {sp.latex(sp.sqrt(_square(y)))}$.",
            rf"$\cos\omega = \frac{{x^\top y}}{{\|x\|\,\|y\|}} = {sp.latex(key)}$.",
        ],
        hint="Divide the dot product by both lengths.",
        check=lambda c: near(c.real, math.cos(math.atan2(x[1], x[0]) - math.atan2(y[1], y[0])), 1e-12),
        routes=("dot product over lengths, in SymPy", "difference of the two polar angles, by floats"),
    )


@template("projection_on_line", kind=Kind.VECTOR, difficulty=Difficulty.MEDIUM, minutes=3)
def projection_on_line(draw: Draw) -> Draft:
    b, x = [draw.nonzero(-3, 3), draw.whole(-3, 3), draw.whole(-2, 2)], draw.wholes(3, -5, 6)
    along, square = sp.Integer(int(dot(b, x))), _square(b)
    draw.need(along and 2 <= square <= 14 and any(b[1:]))
    line, point = sp.Matrix(b), sp.Matrix(x)
    key = (line * line.T / square) * point

    def check(c: Candidate) -> bool:
        p = c.vector
        on_line = all(p[i] * b[j] == p[j] * b[i] for i in range(3) for j in range(i))
        return on_line and dot([u - v for u, v in zip(x, p, strict=True)], b) == 0

    return Draft(
        prompt=rf"Project $x = {tex(x)}$ onto the line spanned by $b = {tex(b)}$.",
        key=key,
        wrong=[
            (line * along / sp.sqrt(square), "denominator_not_squared"),
            (line * along / _square(x), "divided_by_x_norm"),
            (line * along, "gram_inverse_forgotten"),
            (point - key, "residual_for_projection"),
        ],
        steps=[
            rf"$b^\top x = {sum_of_products(b, x)} = {along}$ and $b^\top b = {square}$.",
            rf"$\pi(x) = \frac{{b^\top x}}{{b^\top b}}\, b = {sp.latex(along / sp.Integer(square))}\, b = {tex(key)}$.",
        ],
        hint="Scale $b$ by $\\frac{b^\\top x}{b^\\top b}$.",
        check=check,
        routes=("SymPy projection matrix", "the point lies on the line and the residual is orthogonal"),
    )


@template("distance_to_hyperplane", kind=Kind.NUMBER, difficulty=Difficulty.MEDIUM, minutes=2)
def distance_to_hyperplane(draw: Draw) -> Draft:
    w, length = draw.one_of(
        [((3, 4), 5), ((4, 3), 5), ((6, 8), 10), ((5, 12), 13), ((8, 6), 10), ((1, 1), 0), ((2, 1), 0), ((1, 3), 0)]
    )
    x, b = draw.wholes(2, -5, 6), draw.nonzero(-6, 6)
    signs = [draw.one_of([-1, 1]), 1]
    normal = [s * n for s, n in zip(signs, w, strict=True)]
    level = int(dot(normal, x)) + b
    draw.need(level and level != b)
    size = sp.Integer(length) if length else sp.sqrt(_square(normal))
    key = abs(level) / size

    def check(c: Candidate) -> bool:
        foot = [u - float(level) * n / _square(normal) for u, n in zip(x, normal, strict=True)]
        on_plane = abs(sum(n * f for n, f in zip(normal, foot, strict=True)) + b) < 1e-9
        return on_plane and near(c.real, math.dist(foot, x), 1e-12)

    return Draft(
        prompt=rf"How far is the point $x = {tex(x)}$ from the line $w^\top x + b = 0$ with $w = {tex(normal)}$ and $b = {b}$?",
        key=key,
        wrong=[
            (abs(level), "norm_not_divided"),
            (abs(level - b) / size, "bias_dropped"),
            (sp.Rational(abs(level), _square(normal)), "root_forgotten"),
        ],
        steps=[
            rf"$w^\top x + b = {sum_of_products(normal, x)} + {bracketed(b)} = {level}$.",
            rf"$\|w\| = {sp.latex(size)}$, so the distance is $\frac{{|{level}|}}{{{sp.latex(size)}}} = {sp.latex(key)}$.",
        ],
        hint="Put the point into the left side, take its size, divide by the length of $w$.",
        check=check,
        routes=("the distance formula, in SymPy", "the foot of the perpendicular, found and measured by floats"),
    )


@template("orthogonal_part", kind=Kind.VECTOR_UP_TO_SCALE, difficulty=Difficulty.MEDIUM, minutes=3)
def orthogonal_part(draw: Draw) -> Draft:
    first, second = [draw.nonzero(-3, 3), draw.whole(-3, 3)], draw.wholes(2, -4, 5)
    draw.need(dot(first, second) and first[0] * second[1] != first[1] * second[0])
    u, b = sp.Matrix(first), sp.Matrix(second)
    step = u * u.dot(b) / u.dot(u)
    key = sp.GramSchmidt([u, b])[1]
    return Draft(
        prompt=rf"Gram-Schmidt: start with $u_1 = b_1 = {tex(first)}$. Give $u_2$ "
        rf"for $b_2 = {tex(second)}$ (any multiple counts).",
        key=key,
        wrong=[
            (b + step, "projection_added"),
            (step, "projection_for_residual"),
            (b - u * u.dot(b), "gram_inverse_forgotten"),
        ],
        steps=[
            rf"The part of $b_2$ along $u_1$ is $\frac{{{u.dot(b)}}}{{{u.dot(u)}}} u_1 = {tex(step)}$.",
            rf"Subtract it: $u_2 = {tex(second)} - {tex(step)} = {tex(key)}$.",
        ],
        hint="Subtract from $b_2$ its projection on $u_1$.",
        check=lambda c: any(c.vector) and dot(c.vector, first) == 0,
        routes=("SymPy Gram-Schmidt", "orthogonal to the first vector and not zero"),
    )


@template("rotate_point", kind=Kind.VECTOR, difficulty=Difficulty.EASY, minutes=2)
def rotate_point(draw: Draw) -> Draft:
    x = [draw.nonzero(-9, 9), draw.nonzero(-9, 9)]
    degrees = draw.one_of([90, 180, 270, 45, 60, 30])
    angle = sp.rad(degrees)
    cosine, sine = sp.cos(angle), sp.sin(angle)
    key = [cosine * x[0] - sine * x[1], sine * x[0] + cosine * x[1]]

    def check(c: Candidate) -> bool:
        turned = complex(*x) * complex(math.cos(math.radians(degrees)), math.sin(math.radians(degrees)))
        return len(c.reals) == 2 and all(near(a, b, 1e-12) for a, b in zip(c.reals, (turned.real, turned.imag), strict=True))

    return Draft(
        prompt=rf"Rotate $x = {tex(x)}$ by ${degrees}^\circ$ counter-clockwise about the origin (exact).",
        key=key,
        wrong=[
            ([cosine * x[0] + sine * x[1], -sine * x[0] + cosine * x[1]], "sign_of_sine_swapped"),
            ([sine * x[0] - cosine * x[1], cosine * x[0] + sine * x[1]], "sin_cos_swapped"),
            ([-k for k in key], "sign_slip"),
        ],
        steps=[
            rf"$\cos {degrees}^\circ = {sp.latex(cosine)}$ and $\sin {degrees}^\circ = {sp.latex(sine)}$.",
            rf"$R x = {tex([[cosine, -sine], [sine, cosine]])}{tex(x)} = {tex(key)}$.",
        ],
        hint="The first column of the rotation matrix is $(\\cos\\theta, \\sin\\theta)$.",
        check=check,
        routes=("rotation matrix, in SymPy", "multiplication of complex numbers, by floats"),
    )


@template("normalise_vector", kind=Kind.VECTOR, difficulty=Difficulty.EASY, minutes=1.5)
def normalise_vector(draw: Draw) -> Draft:
    x = [draw.nonzero(-6, 6), draw.nonzero(-6, 6), draw.whole(-4, 4)]
    size = sp.sqrt(_square(x))
    key = [n / size for n in x]

    def check(c: Candidate) -> bool:
        p = c.reals
        return (
            near(sum(a * a for a in p), 1.0, 1e-12)
            and all(p[i] * n > 0 or n == 0 for i, n in enumerate(x))
            and all(near(p[i] * x[j], p[j] * x[i], 1e-12) for i in range(3) for j in range(i))
        )

    return Draft(
        prompt=rf"Scale $x = {tex(x)}$ to a unit vector with the same direction (exact).",
        key=key,
        wrong=[
            ([sp.Rational(n, _square(x)) for n in x], "root_forgotten"),
            ([sp.Rational(n, sum(map(abs, x))) for n in x], "l1_l2_swapped"),
            (x, "normalisation_forgotten"),
        ],
        steps=[
            rf"The length is $\|x\| = \sqrt{{{_square(x)}}} = {sp.latex(size)}$.",
            rf"Divide every entry by it: ${tex(key)}$.",
        ],
        hint="Divide by the length.",
        check=check,
        routes=("division by the SymPy root", "length one and same direction, by floats"),
    )
