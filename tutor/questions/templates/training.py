"""Models and how they are trained: regression, kernels, mixtures, networks, optimisers. Checks by other sums, in fractions."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import sympy as sp

from tutor.questions.candidate import Candidate
from tutor.questions.question import Difficulty, Kind
from tutor.questions.template import Draft, Draw, Registry, dot, registrar, times
from tutor.questions.write import bracketed, sum_of_products, tex

REGISTRY: Registry = {}
template = registrar(REGISTRY)
Q = sp.Rational


@template("regression_through_origin", kind=Kind.NUMBER, difficulty=Difficulty.EASY, minutes=2)
def regression_through_origin(draw: Draw) -> Draft:
    xs, ys = [draw.nonzero(-4, 5) for _ in range(3)], draw.wholes(3, -6, 9)
    w = sp.Symbol("w")
    cross, square = int(dot(xs, ys)), int(dot(xs, xs))
    key = sp.solve(sp.diff(sum((y - w * x) ** 2 for x, y in zip(xs, ys, strict=True)), w), w)[0]
    draw.need(key and sum(xs))

    def check(c: Candidate) -> bool:
        def loss(v: Fraction) -> Fraction:
            return sum(((y - v * x) ** 2 for x, y in zip(xs, ys, strict=True)), Fraction(0))

        return loss(c.number + 1) == loss(c.number - 1)

    points = ", ".join(f"({x}, {y})" for x, y in zip(xs, ys, strict=True))
    return Draft(
        prompt=rf"Fit $y = wx$ (no intercept) to the points ${points}$ by least squares. What is $w$?",
        key=key,
        wrong=[
            (Q(sum(ys), sum(xs)), "unweighted_average"),
            (cross, "gram_inverse_forgotten"),
            (Q(square, cross), "fraction_turned"),
            (-key, "sign_slip"),
        ],
        steps=[rf"$\sum x_i y_i = {cross}$ and $\sum x_i^2 = {square}$.", rf"$w = \frac{{{cross}}}{{{square}}} = {tex(key)}$."],
        hint="Set the derivative of the sum of squares to zero.",
        check=check,
        routes=("SymPy derivative and solve", "the parabola of the loss is symmetric about its lowest point, in fractions"),
    )


@template("mean_squared_error", kind=Kind.NUMBER, difficulty=Difficulty.EASY, minutes=1.5)
def mean_squared_error(draw: Draw) -> Draft:
    told, seen = draw.wholes(4, -5, 9), draw.wholes(4, -5, 9)
    gaps = sp.Matrix(told) - sp.Matrix(seen)
    key = (gaps.T * gaps)[0] / sp.Integer(4)
    draw.need(sum(bool(g) for g in gaps) >= 2)
    return Draft(
        prompt=rf"Predictions ${', '.join(map(str, told))}$, true values ${', '.join(map(str, seen))}$. What is the "
        rf"mean squared error?",
        key=key,
        wrong=[
            (key * 4, "not_divided_by_count"),
            (sp.Rational(sum(abs(g) for g in gaps), 4), "squares_forgotten"),
            (sp.sqrt(key), "sd_variance_swapped"),
            (sp.Rational(sum(gaps) ** 2, 16), "errors_cancelled"),
        ],
        steps=[
            rf"The errors are ${', '.join(str(g) for g in gaps)}$.",
            rf"Their squares add up to ${4 * key}$; divided by $4$: ${tex(key)}$.",
        ],
        hint="Square every error, then take the mean.",
        check=lambda c: 4 * c.number == sum(a * a - 2 * a * b + b * b for a, b in zip(told, seen, strict=True)),
        routes=("SymPy dot product of the errors", "squares expanded term by term, in whole numbers"),
    )


@template("bias_variance_noise", kind=Kind.NUMBER, difficulty=Difficulty.EASY, minutes=1)
def bias_variance_noise(draw: Draw) -> Draft:
    bias, variance, noise = draw.nonzero(-9, 9), draw.whole(1, 12), draw.whole(1, 12)
    b, s = sp.symbols("b s")
    key = sp.expand((b + s) ** 2).subs({b * s: 0}).subs({b**2: bias**2, s**2: variance}) + noise
    return Draft(
        prompt=rf"An estimator has bias ${bias}$ and variance ${variance}$; the noise has variance ${noise}$. What is "
        rf"the expected squared error?",
        key=key,
        wrong=[
            (bias + variance + noise, "bias_not_squared"),
            (bias**2 + variance, "noise_left_out"),
            (bias**2 + variance**2 + noise**2, "variance_for_sd"),
            (variance + noise, "bias_dropped"),
        ],
        steps=["Squared bias, variance and noise add up.", rf"${bracketed(bias)}^2 + {variance} + {noise} = {key}$."],
        hint="Only the bias is squared: the other two are squares already.",
        check=lambda c: c.number == sum(((bias + e) ** 2 for e in (-1, 1)), Fraction(0)) / 2 - 1 + variance + noise,
        routes=("SymPy expansion of the squared error", "a two-point error around the bias"),
    )


@template("polynomial_kernel", kind=Kind.NUMBER, difficulty=Difficulty.EASY, minutes=1.5)
def polynomial_kernel(draw: Draw) -> Draft:
    x, y, c = draw.wholes(2, -4, 4), draw.wholes(2, -4, 4), draw.whole(1, 4)
    inner = sp.Matrix(x).dot(sp.Matrix(y))
    key = (inner + c) ** 2
    draw.need(any(x) and any(y) and inner and inner + c)

    def check(cand: Candidate) -> bool:
        """The features of the kernel, one by one; roots of two come in pairs."""
        squares = x[0] ** 2 * y[0] ** 2 + x[1] ** 2 * y[1] ** 2 + 2 * x[0] * x[1] * y[0] * y[1]
        return cand.number == squares + 2 * c * (x[0] * y[0] + x[1] * y[1]) + c * c

    return Draft(
        prompt=rf"Compute the polynomial kernel $k(x, y) = (x^\top y + {c})^2$ for $x = {tex(x)}$ and $y = {tex(y)}$.",
        key=key,
        wrong=[
            (inner**2 + c**2, "square_of_sum"),
            (inner + c, "square_forgotten"),
            (inner**2 + c, "order_of_operations"),
            (2 * (inner + c), "multiplied_for_power"),
        ],
        steps=[rf"$x^\top y = {sum_of_products(x, y)} = {inner}$.", rf"$({inner} + {c})^2 = {key}$."],
        hint="Dot product, add, square.",
        check=check,
        routes=("SymPy dot product, squared", "dot product of the six features"),
    )


@template("convolution_output_size", kind=Kind.NUMBER, difficulty=Difficulty.EASY, minutes=1)
def convolution_output_size(draw: Draw) -> Draft:
    n, k, p, s = draw.whole(8, 64), draw.one_of([2, 3, 4, 5, 7]), draw.whole(0, 3), draw.one_of([1, 2, 3])
    draw.need(p < k)
    key = sp.floor(Q(n + 2 * p - k, s)) + 1

    def check(c: Candidate) -> bool:
        return c.number == sum(1 for start in range(-p, n + p, s) if start + k <= n + p)

    return Draft(
        prompt=rf"A convolution with kernel size ${k}$, padding ${p}$ and stride ${s}$ runs over an input of length "
        rf"${n}$. How long is the output?",
        key=key,
        wrong=[
            (key - 1, "off_by_one_output"),
            (sp.floor(Q(n + p - k, s)) + 1, "padding_on_one_side"),
            (n + 2 * p - k + 1, "stride_ignored"),
            (sp.floor(Q(n + 2 * p, s)), "kernel_size_ignored"),
        ],
        steps=[
            rf"Padded length: ${n} + 2 \cdot {p} = {n + 2 * p}$.",
            rf"$\left\lfloor \frac{{{n + 2 * p} - {k}}}{{{s}}} \right\rfloor + 1 = {key}$.",
        ],
        hint="In how many places can the kernel start?",
        check=check,
        routes=("SymPy floor", "counting the places where the kernel can start"),
    )


@template("convolution_of_signals", kind=Kind.VECTOR, difficulty=Difficulty.MEDIUM, minutes=2)
def convolution_of_signals(draw: Draw) -> Draft:
    x, w = draw.wholes(4, -4, 5), [draw.nonzero(-3, 3), draw.nonzero(-3, 3)]
    x_poly, w_poly = sp.Poly(x[::-1], sp.Symbol("z")), sp.Poly(w, sp.Symbol("z"))
    coefficients = (x_poly * w_poly).all_coeffs()[::-1]
    coefficients += [sp.Integer(0)] * (5 - len(coefficients))
    key = coefficients[1:4]
    draw.need(w[0] != w[1] and any(x[:2]) and any(x[2:]) and x[3])
    return Draft(
        prompt=rf"Slide the kernel $w = ({w[0]}, {w[1]})$ over $x = ({', '.join(map(str, x))})$ as networks do (no "
        rf"flip, no padding, stride 1). "
        r"Give the output $y_i = w_1 x_i + w_2 x_{i+1}$.",
        key=key,
        wrong=[
            ([w[1] * a + w[0] * b for a, b in pairwise(x)], "kernel_flipped"),
            (coefficients[:3], "off_by_one_output"),
            ([sum(w) * a for a in x[:3]], "one_path_only"),
        ],
        steps=["Multiply the kernel with each pair of neighbours and add.", rf"$y = ({', '.join(str(k) for k in key)})$."],
        hint="Three positions: the kernel covers two neighbours at a time.",
        check=lambda c: len(c.vector) == 3 and all(c.vector[i] == w[0] * x[i] + w[1] * x[i + 1] for i in range(3)),
        routes=("product of SymPy polynomials", "position by position, in whole numbers"),
    )


@template("network_parameters", kind=Kind.NUMBER, difficulty=Difficulty.EASY, minutes=1.5)
def network_parameters(draw: Draw) -> Draft:
    n, h, m = draw.whole(2, 30), draw.whole(2, 30), draw.whole(1, 10)
    key = sp.Integer(h) * (n + 1) + sp.Integer(m) * (h + 1)
    return Draft(
        prompt=rf"A network has {n} inputs, one hidden layer of {h} units and {m} {'output' if m == 1 else 'outputs'}, "
        rf"all with biases. How many parameters has it?",
        key=key,
        wrong=[
            (h * n + m * h, "bias_dropped"),
            (n + h + m, "sum_for_product"),
            (n * h * m, "layers_multiplied"),
            (h * n + m * h + n + m, "biases_of_inputs"),
        ],
        steps=[
            rf"Hidden layer: ${h} \cdot {n} + {h} = {h * n + h}$.",
            rf"Output layer: ${m} \cdot {h} + {m} = {m * h + m}$. Together ${key}$.",
        ],
        hint="Each unit has one weight for every input and one bias.",
        check=lambda c: (
            c.number
            == len([(i, j) for i in range(h) for j in range(n)]) + h + len([(i, j) for i in range(m) for j in range(h)]) + m
        ),
        routes=("units times inputs plus one, in SymPy integers", "weights listed one by one, then biases"),
    )


@template("hidden_layer_forward", kind=Kind.VECTOR, difficulty=Difficulty.MEDIUM, minutes=2)
def hidden_layer_forward(draw: Draw) -> Draft:
    a, b, x = draw.rows(2, 2, -3, 4), draw.wholes(2, -4, 4), draw.wholes(2, -3, 4)
    before = sp.Matrix(a) * sp.Matrix(x) + sp.Matrix(b)
    draw.need(min(before) < 0 < max(before) and any(b) and any(x))
    key = before.applyfunc(lambda n: sp.Max(n, 0))
    bare = sp.Matrix(a) * sp.Matrix(x)

    def check(c: Candidate) -> bool:
        """Not negative, and either on the line or zero above it."""
        line = [p + q for p, q in zip(times(a, x), b, strict=True)]
        return all(n >= 0 and n >= z and (n == z or n == 0) for n, z in zip(c.vector, line, strict=True))

    return Draft(
        prompt=rf"Compute $h = \mathrm{{ReLU}}(Wx + b)$ for $W = {tex(a)}$, $x = {tex(x)}$, $b = {tex(b)}$.",
        key=key,
        wrong=[
            (before, "nonlinearity_dropped"),
            (bare.applyfunc(lambda n: sp.Max(n, 0)), "bias_dropped"),
            (before.applyfunc(abs), "absolute_value_for_relu"),
        ],
        steps=[rf"$Wx + b = {tex(before)}$.", rf"Negative entries become zero: ${tex(key)}$."],
        hint="First the affine part, then cut negative entries to zero.",
        check=check,
        routes=("SymPy maximum", "not negative, and zero or the affine value, in fractions"),
    )


@template("gradient_of_a_weight_matrix", kind=Kind.MATRIX, difficulty=Difficulty.MEDIUM, minutes=2)
def gradient_of_a_weight_matrix(draw: Draw) -> Draft:
    delta, x = [draw.nonzero(-5, 6), draw.nonzero(-5, 6)], [draw.nonzero(-5, 6), draw.nonzero(-5, 6)]
    draw.need(delta[0] * x[1] != delta[1] * x[0])
    w = sp.Matrix(2, 2, sp.symbols("a b c d"))
    loss = (sp.Matrix([delta]) * w * sp.Matrix(x))[0]
    key = sp.Matrix(2, 2, [sp.diff(loss, s) for s in w])
    return Draft(
        prompt=rf"A layer computes $z = Wx$ with $x = {tex(x)}$; backpropagation brings $\delta = \frac{{\partial "
        rf"L}}{{\partial z}} = {tex(delta)}$. "
        r"What is $\frac{\partial L}{\partial W}$?",
        key=key,
        wrong=[
            (key.T, "outer_product_reversed"),
            (sp.diag(delta[0] * x[0], delta[1] * x[1]), "elementwise_product"),
            (sp.Matrix([delta, delta]), "forgot_chain_factor"),
        ],
        steps=[r"Weight $W_{ij}$ takes $x_j$ to $z_i$: its gradient is $\delta_i x_j$.", rf"$\delta x^\top = {tex(key)}$."],
        hint="A column times a row: errors times inputs.",
        check=lambda c: all(c.matrix[i][j] == delta[i] * x[j] for i in range(2) for j in range(2)) and len(c.matrix) == 2,
        routes=("SymPy derivative in each weight", "error times input, entry by entry"),
    )


@template("scaled_attention_score", kind=Kind.NUMBER, difficulty=Difficulty.EASY, minutes=1)
def scaled_attention_score(draw: Draw) -> Draft:
    q, k = draw.wholes(4, -4, 5), draw.wholes(4, -4, 5)
    inner = sp.Matrix(q).dot(sp.Matrix(k))
    draw.need(inner and any(q) and any(k) and q != k)
    key = inner / sp.sqrt(sp.Integer(len(q)))
    return Draft(
        prompt=rf"What is the scaled attention score $\frac{{q^\top k}}{{\sqrt{{d}}}}$ of $q = {tex(q)}$ and $k = {tex(k)}$?",
        key=key,
        wrong=[
            (inner, "scale_forgotten"),
            (inner / sp.Integer(4), "root_forgotten"),
            (-key, "sign_slip"),
            (sum(q) * sum(k), "product_of_sums"),
        ],
        steps=[
            rf"$q^\top k = {sum_of_products(q, k)} = {inner}$.",
            rf"$\sqrt{{d}} = \sqrt{{4}} = 2$, so the score is ${tex(key)}$.",
        ],
        hint="Dot product over the root of the dimension.",
        check=lambda c: 8 * c.number == sum((a + b) ** 2 - (a - b) ** 2 for a, b in zip(q, k, strict=True)),
        routes=("SymPy dot product over the root", "polarisation, in whole numbers"),
    )
