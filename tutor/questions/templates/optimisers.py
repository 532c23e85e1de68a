"""Steps of optimisers. Keys from SymPy; checks by exact differences, in fractions."""

from __future__ import annotations

from fractions import Fraction

import sympy as sp

from tutor.questions.candidate import Candidate
from tutor.questions.question import Difficulty, Kind
from tutor.questions.template import Draft, Draw, Registry, dot, registrar
from tutor.questions.write import bracketed, tex

REGISTRY: Registry = {}
template = registrar(REGISTRY)
Q = sp.Rational
X, Y = sp.symbols("x y")


@template("momentum_steps", kind=Kind.NUMBER, difficulty=Difficulty.MEDIUM, minutes=2.5)
def momentum_steps(draw: Draw) -> Draft:
    a, x0, v0 = draw.whole(1, 4), draw.nonzero(-6, 6), draw.nonzero(-4, 4)
    rate, beta = Q(1, draw.one_of([4, 5, 8, 10])), Q(1, draw.one_of([2, 4, 5]))
    x = sp.Symbol("x")
    slope = sp.diff(a * x**2, x).subs(x, x0)
    step = beta * v0 - rate * slope
    draw.need(step and x0 + step)
    return Draft(
        prompt=rf"Gradient descent with momentum on $f(x) = {tex(a * x**2)}$: $v \leftarrow \beta v - \gamma f'(x)$, "
        rf"$x \leftarrow x + v$, "
        rf"with $\beta = {tex(beta)}$, $\gamma = {tex(rate)}$, $x = {x0}$, $v = {v0}$. Where is $x$ after one step?",
        key=x0 + step,
        wrong=[
            (x0 - beta * v0 - rate * slope, "momentum_sign"),
            (x0 - rate * slope, "momentum_dropped"),
            (x0 + beta * v0 + rate * slope, "step_sign"),
            (step, "start_point_dropped"),
        ],
        steps=[
            rf"$f'({x0}) = {slope}$.",
            rf"$v = {tex(beta)} \cdot {bracketed(v0)} - {tex(rate)} \cdot {bracketed(slope)} = {tex(step)}$.",
            rf"$x = {x0} + {bracketed(step)} = {tex(x0 + step)}$.",
        ],
        hint="First the new velocity, then the new place.",
        check=lambda c: (
            (c.number - x0 - Fraction(int(v0), int(beta.q))) * int(rate.q)
            == -(a * (x0 + 1) ** 2 - a * (x0 - 1) ** 2) / Fraction(2)
        ),
        routes=("SymPy derivative and the two updates", "the rest of the step is the exact central difference, in fractions"),
    )


@template("minibatch_gradient", kind=Kind.NUMBER, difficulty=Difficulty.EASY, minutes=1.5)
def minibatch_gradient(draw: Draw) -> Draft:
    w, xs, ys = draw.nonzero(-3, 4), draw.wholes(2, -4, 5), draw.wholes(2, -6, 7)
    s = sp.Symbol("s")
    losses = [(s * x - y) ** 2 for x, y in zip(xs, ys, strict=True)]
    each = [sp.diff(f, s).subs(s, w) for f in losses]
    draw.need(all(each) and sum(each) and each[0] != each[1])
    key = sum(each) / sp.Integer(2)

    def check(c: Candidate) -> bool:
        def mean_loss(v: int) -> Fraction:
            return sum((Fraction((v * x - y) ** 2, 2) for x, y in zip(xs, ys, strict=True)), Fraction(0))

        return 2 * c.number == mean_loss(w + 1) - mean_loss(w - 1)

    points = ", ".join(f"({x}, {y})" for x, y in zip(xs, ys, strict=True))
    return Draft(
        prompt=rf"The loss of one point is $(wx - y)^2$. What is the mini-batch gradient (mean over the points "
        rf"${points}$) at $w = {w}$?",
        key=key,
        wrong=[
            (sum(each), "sum_vs_mean_gradient"),
            (key / 2, "factor_two_forgotten"),
            (each[0], "one_path_only"),
            (-key, "gradient_sign"),
        ],
        steps=[rf"The gradients of the points are ${each[0]}$ and ${each[1]}$.", rf"Their mean is ${tex(key)}$."],
        hint="Differentiate each loss, then take the mean.",
        check=check,
        routes=("mean of SymPy derivatives", "central difference of the mean loss, exact for a parabola"),
    )


@template("adam_corrected_mean", kind=Kind.NUMBER, difficulty=Difficulty.HARD, minutes=2.5)
def adam_corrected_mean(draw: Draw) -> Draft:
    beta, g1, g2 = Q(draw.one_of([1, 2, 3, 4, 6, 7, 8, 9]), 10), draw.nonzero(-9, 9), draw.nonzero(-9, 9)
    draw.need(g1 != g2)
    raw = beta * (1 - beta) * g1 + (1 - beta) * g2
    draw.need(raw)
    key = raw / (1 - beta**2)

    def check(c: Candidate) -> bool:
        """A weighted mean of the two gradients, with weights beta and one."""
        b = Fraction(int(beta.p), int(beta.q))
        return c.number * (b + 1) == b * g1 + g2

    return Draft(
        prompt=rf"Adam starts with $m_0 = 0$ and $\beta_1 = {tex(beta)}$. The first two gradients are ${g1}$ and "
        rf"${g2}$. What is the bias-corrected $\hat m_2$?",
        key=key,
        wrong=[
            (raw, "bias_correction_forgotten"),
            (raw / (1 - beta), "correction_of_first_step"),
            (Q(g1 + g2, 2), "unweighted_average"),
            ((beta * g2 + g1) / (1 + beta), "weights_swapped"),
        ],
        steps=[
            rf"$m_1 = {tex((1 - beta) * g1)}$ and $m_2 = {tex(beta)} m_1 + {tex(1 - beta)} \cdot {bracketed(g2)} = {tex(raw)}$.",
            rf"Divide by $1 - \beta_1^2 = {tex(1 - beta**2)}$: ${tex(key)}$.",
        ],
        hint="Run the moving average twice, then divide by $1 - \\beta_1^2$.",
        check=check,
        routes=("the moving average, in SymPy rationals", "a mean with weights beta and one, in fractions"),
    )


@template("perceptron_update", kind=Kind.VECTOR, difficulty=Difficulty.EASY, minutes=1.5)
def perceptron_update(draw: Draw) -> Draft:
    w, x, y = draw.wholes(3, -4, 5), draw.wholes(3, -4, 5), draw.one_of([-1, 1])
    draw.need(any(w) and any(x) and y * dot(w, x) < 0)
    key = sp.Matrix(w) + y * sp.Matrix(x)
    return Draft(
        prompt=rf"A perceptron with $w = {tex(w)}$ sees $x = {tex(x)}$ with label $y = {y}$ and gets it wrong. Give "
        rf"$w$ after the update (step size 1).",
        key=key,
        wrong=[
            (sp.Matrix(w) - y * sp.Matrix(x), "step_sign"),
            (y * sp.Matrix(x), "start_point_dropped"),
            (w, "coordinates_unchanged"),
        ],
        steps=[rf"$w^\top x = {dot(w, x)}$ has the wrong sign.", rf"$w \leftarrow w + yx = {tex(key)}$."],
        hint="Move $w$ towards $yx$.",
        check=lambda c: [y * (n - m) for n, m in zip(c.vector, w, strict=True)] == x and len(c.vector) == 3,
        routes=("SymPy vectors", "the change, times the label, is the input"),
    )
