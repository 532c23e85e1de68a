"""Machine learning: likelihoods, logistic regression, softmax, metrics, networks. Checks look around the point or count cases."""

from __future__ import annotations

import math
from fractions import Fraction

import sympy as sp

from tutor.questions.candidate import Candidate
from tutor.questions.question import Difficulty, Kind
from tutor.questions.template import Draft, Draw, Registry, near, registrar, slope
from tutor.questions.write import bracketed, sum_of_products, tex

REGISTRY: Registry = {}
template = registrar(REGISTRY)
Q = sp.Rational


@template("mle_exponential", kind=Kind.NUMBER, difficulty=Difficulty.MEDIUM, minutes=3)
def mle_exponential(draw: Draw) -> Draft:
    data = draw.wholes(draw.whole(3, 5), 1, 9)
    n, total = len(data), sum(data)
    rate = sp.Symbol("r", positive=True)
    key = sp.solve(sp.diff(n * sp.log(rate) - total * rate, rate), rate)[0]

    def check(c: Candidate) -> bool:
        def likelihood(r: float) -> float:
            return sum(math.log(r) - r * x for x in data)

        best = c.real
        return (
            best > 0
            and abs(slope(likelihood, best)) < 1e-6
            and all(likelihood(best) >= likelihood(best * k) for k in (0.8, 0.98, 1.02, 1.25))
        )

    draw.need(n != total)
    return Draft(
        prompt=rf"The data ${', '.join(map(str, data))}$ come from the density $\lambda e^{{-\lambda "
        rf"x}}$. What is the maximum likelihood estimate of $\lambda$?",
        key=key,
        wrong=[
            (Q(total, n), "rate_for_mean"),
            (Q(n - 1, total), "population_vs_sample"),
            (Q(1, total), "log_product_not_split"),
        ],
        steps=[
            rf"The log-likelihood is ${n} \ln\lambda - {total}\lambda$: logs turn the product into a sum.",
            rf"Its derivative $\frac{{{n}}}{{\lambda}} - {total}$ vanishes at $\hat\lambda = {tex(key)}$.",
        ],
        hint="Write the log-likelihood as a sum and set its derivative to zero.",
        check=check,
        routes=("SymPy derivative and solve", "flat and highest among its neighbours, by floats"),
    )


@template("mle_bernoulli", kind=Kind.NUMBER, difficulty=Difficulty.EASY, minutes=1.5)
def mle_bernoulli(draw: Draw) -> Draft:
    heads, tails = draw.whole(1, 40), draw.whole(1, 40)
    p = sp.Symbol("p")
    draw.need(heads != tails)
    key = sp.solve(heads * (1 - p) - tails * p, p)[0]

    def check(c: Candidate) -> bool:
        def likelihood(q: float) -> float:
            return heads * math.log(q) + tails * math.log(1 - q)

        best = c.real
        return 0 < best < 1 and all(
            likelihood(best) > likelihood(best + s * min(best, 1 - best)) for s in (-0.3, -1e-5, 1e-5, 0.3)
        )

    return Draft(
        prompt=rf"A coin shows heads {heads} times and tails {tails} times. What is the "
        rf"maximum likelihood estimate of $P(\text{{heads}})$?",
        key=key,
        wrong=[
            (Q(heads + 1, heads + tails + 2), "prior_added"),
            (Q(heads, tails), "odds_for_probability"),
            (Q(tails, heads + tails), "success_failure_swapped"),
        ],
        steps=[
            rf"The log-likelihood is ${heads} \ln p + {tails} \ln(1 - p)$.",
            rf"Setting the derivative to zero: ${heads}(1 - p) = {tails}\,p$, so $\hat p = {tex(key)}$.",
        ],
        hint="Which $p$ makes exactly these counts most probable?",
        check=check,
        routes=("SymPy solve of the score equation", "likelihood higher than at its neighbours, by floats"),
    )


@template("logistic_gradient", kind=Kind.CHOICE, value=Kind.VECTOR, difficulty=Difficulty.HARD, minutes=4)
def logistic_gradient(draw: Draw) -> Draft:
    w, x, y = [draw.whole(-6, 6), draw.nonzero(-4, 4)], [1, draw.nonzero(-6, 6)], draw.whole(0, 1)
    z = w[0] * x[0] + w[1] * x[1]
    draw.need(z and abs(z) <= 6)
    sigma, features = 1 / (1 + sp.exp(-sp.Integer(z))), sp.Matrix(x)
    key = (sigma - y) * features

    def check(c: Candidate) -> bool:
        def loss(u: float, v: float) -> float:
            score = u * x[0] + v * x[1]
            return math.log1p(math.exp(-score)) if y else math.log1p(math.exp(score))

        wanted = [slope(lambda t: loss(t, w[1]), w[0]), slope(lambda t: loss(w[0], t), w[1])]
        return all(near(a, b, 1e-8) for a, b in zip(c.reals, wanted, strict=True))

    return Draft(
        prompt=rf"Logistic regression with weights $w = {tex(w)}$ sees one example $x = {tex(x)}$ "
        rf"with label $y = {y}$. What is the gradient of its log loss in $w$?",
        key=key,
        wrong=[
            ((y - sigma) * features, "gradient_sign"),
            ((z - y) * features, "sigmoid_forgotten"),
            ((sigma - y) * sigma * (1 - sigma) * features, "sigmoid_derivative_wrong"),
            (sigma * features, "label_ignored"),
        ],
        steps=[
            rf"$z = w^\top x = {sum_of_products(w, x)} = {z}$ and $\sigma(z) = {tex(sigma)} \approx {float(sigma):.3f}$.",
            rf"$\nabla_w L = (\sigma(z) - y)\,x = ({float(sigma):.3f} - {y}){tex(x)}$.",
        ],
        hint="Prediction minus label, times the input.",
        check=check,
        routes=("closed form in SymPy", "finite differences of the loss, by floats"),
    )


@template("sigmoid_derivative", kind=Kind.NUMBER, difficulty=Difficulty.EASY, minutes=1.5)
def sigmoid_derivative(draw: Draw) -> Draft:
    top, bottom = draw.whole(1, 60), draw.whole(2, 61)
    draw.need(top < bottom and math.gcd(top, bottom) == 1 and 2 * top != bottom)
    s = Q(top, bottom)

    def check(c: Candidate) -> bool:
        z = math.log(top / (bottom - top))
        return near(c.real, slope(lambda t: 1 / (1 + math.exp(-t)), z), 1e-8)

    return Draft(
        prompt=rf"At some $z$ the sigmoid has the value $\sigma(z) = {tex(s)}$. What is $\sigma'(z)$?",
        key=s * (1 - s),
        wrong=[(1 - s, "sigmoid_derivative_wrong"), (s * (1 + s), "sign_slip"), (s**2, "sigmoid_derivative_wrong")],
        steps=[r"$\sigma'(z) = \sigma(z)(1 - \sigma(z))$.", rf"${tex(s)} \cdot {tex(1 - s)} = {tex(s * (1 - s))}$."],
        hint="The derivative of the sigmoid can be written with the sigmoid alone.",
        check=check,
        routes=("closed form in SymPy rationals", "finite difference of the sigmoid, by floats"),
    )


@template("softmax_of_logs", kind=Kind.VECTOR, difficulty=Difficulty.MEDIUM, minutes=2)
def softmax_of_logs(draw: Draw) -> Draft:
    counts = draw.wholes(3, 1, 12)
    draw.need(len(set(counts)) > 1)
    scores = [sp.log(n) for n in counts]
    shown = ", ".join(rf"\ln {n}" for n in counts)
    weights = [sp.exp(s) for s in scores]
    key = [weight / sum(weights) for weight in weights]

    def check(c: Candidate) -> bool:
        p = c.vector
        return sum(p) == 1 and all(p[i] * counts[j] == p[j] * counts[i] for i in range(3) for j in range(i))

    return Draft(
        prompt=rf"Compute the softmax of the scores $\left({shown}\right)$ (exact).",
        key=key,
        wrong=[
            (counts, "not_normalised"),
            ([Q(n, max(counts)) for n in counts], "divided_by_largest"),
            ([Q(1, 3)] * 3, "uniform_assumed"),
        ],
        steps=[
            rf"Exponentials undo the logs: the weights are ${', '.join(map(str, counts))}$.",
            rf"Divide by their sum ${sum(counts)}$: ${tex(key)}$.",
        ],
        hint="Exponentiate, then divide by the sum.",
        check=check,
        routes=("SymPy exponentials over their sum", "adds up to one with the right ratios, in fractions"),
    )


@template("precision_from_counts", kind=Kind.CHOICE, value=Kind.NUMBER, difficulty=Difficulty.EASY, minutes=1.5)
def precision_from_counts(draw: Draw) -> Draft:
    tp, fp, fn, tn = draw.whole(5, 60), draw.whole(1, 40), draw.whole(1, 40), draw.whole(10, 90)
    name, key, other = draw.one_of([("precision", Q(tp, tp + fp), Q(tp, tp + fn)), ("recall", Q(tp, tp + fn), Q(tp, tp + fp))])
    cases = [(1, 1)] * tp + [(1, 0)] * fp + [(0, 1)] * fn + [(0, 0)] * tn  # (said, is)

    def check(c: Candidate) -> bool:
        kept = [is_ if name == "precision" else said for said, is_ in cases if (said if name == "precision" else is_)]
        return c.number == Fraction(sum(kept), len(kept))

    return Draft(
        prompt=rf"A classifier gives {tp} true positives, {fp} false positives, {fn} false "
        rf"negatives and {tn} true negatives. What is its {name}?",
        key=key,
        wrong=[
            (other, "precision_recall_swapped"),
            (Q(tp + tn, tp + fp + fn + tn), "accuracy_for_precision"),
            (Q(tp, tp + fp + fn + tn), "joint_for_conditional"),
        ],
        steps=[
            "Precision asks about everything that was called positive, recall about everything that is positive.",
            rf"Here {name} is $\frac{{{tp}}}{{{key.q * tp // key.p}}} = {tex(key)}$.",
        ],
        hint="Which cases belong in the denominator: those called positive, or those that are?",
        check=check,
        routes=("ratio of SymPy rationals", "counting the cases one by one"),
    )


@template("relu_neuron", kind=Kind.NUMBER, difficulty=Difficulty.EASY, minutes=2)
def relu_neuron(draw: Draw) -> Draft:
    w1, b1 = draw.rows(2, 2, -3, 3), draw.wholes(2, -3, 3)
    w2, x = [draw.nonzero(-3, 3), draw.nonzero(-3, 3)], [draw.nonzero(-3, 4), draw.nonzero(-3, 4)]
    pre = sp.Matrix(w1) * sp.Matrix(x) + sp.Matrix(b1)
    draw.need(min(pre) < 0 < max(pre) and any(b1))
    hidden = pre.applyfunc(lambda v: sp.Max(v, 0))
    key = sp.Matrix(w2).dot(hidden)
    plain = sp.Matrix(w2).dot((sp.Matrix(w1) * sp.Matrix(x)).applyfunc(lambda v: sp.Max(v, 0)))

    def check(c: Candidate) -> bool:
        total = 0
        for row, bias, weight in zip(w1, b1, w2, strict=True):
            score = row[0] * x[0] + row[1] * x[1] + bias
            total += weight * (score if score > 0 else 0)
        return c.number == total

    return Draft(
        prompt=rf"A network computes $f(x) = w^\top \operatorname{{ReLU}}(Wx + b)$ with $W = {tex(w1)}$, "
        rf"$b = {tex(b1)}$, $w = {tex(w2)}$. What is $f(x)$ for $x = {tex(x)}$?",
        key=key,
        wrong=[
            (sp.Matrix(w2).dot(pre), "nonlinearity_dropped"),
            (plain, "bias_dropped"),
            (sum(hidden), "output_weights_dropped"),
        ],
        steps=[
            rf"$Wx + b = {tex(pre)}$.",
            rf"ReLU replaces negative entries by zero: ${tex(hidden)}$.",
            rf"${sum_of_products(w2, list(hidden))} = {key}$.",
        ],
        hint="Multiply, add the bias, cut off negative values, then weigh.",
        check=check,
        routes=("SymPy matrices", "neuron by neuron in whole numbers"),
    )


@template("ridge_one_weight", kind=Kind.NUMBER, difficulty=Difficulty.MEDIUM, minutes=3)
def ridge_one_weight(draw: Draw) -> Draft:
    x, y, lam = [draw.nonzero(-3, 4) for _ in range(3)], draw.wholes(3, -4, 6), draw.whole(1, 9)
    w = sp.Symbol("w")
    cross, square = sum(a * b for a, b in zip(x, y, strict=True)), sum(a * a for a in x)
    draw.need(cross and square != lam)
    loss = sum((sp.Integer(b) - w * a) ** 2 for a, b in zip(x, y, strict=True)) + lam * w**2
    key = sp.solve(sp.diff(loss, w), w)[0]

    def check(c: Candidate) -> bool:
        def height(v: Fraction) -> Fraction:
            return sum(((b - v * a) ** 2 for a, b in zip(x, y, strict=True)), Fraction(0)) + lam * v * v

        return height(c.number - 1) == height(c.number + 1)

    return Draft(
        prompt=rf"Fit $y \approx w x$ by ridge regression: minimise $\sum_i (y_i - w x_i)^2 + {lam} w^2$ for $x = "
        rf"({', '.join(map(str, x))})$ and $y = ({', '.join(map(str, y))})$. What is $w$?",
        key=key,
        wrong=[
            (Q(cross, square), "penalty_ignored"),
            (Q(cross, square - lam), "penalty_sign"),
            (Q(cross, 1) / (square * lam), "penalty_multiplied"),
            (-key, "sign_slip"),
        ],
        steps=[
            rf"$\sum x_i y_i = {cross}$ and $\sum x_i^2 = {square}$.",
            rf"The derivative vanishes when $({square} + {lam})\,w = {cross}$, so $w = {tex(key)}$.",
        ],
        hint="Set the derivative to zero; the penalty adds to the denominator.",
        check=check,
        routes=("SymPy derivative and solve", "the parabola is symmetric about its lowest point, in fractions"),
    )


@template("backprop_two_factors", kind=Kind.NUMBER, difficulty=Difficulty.MEDIUM, minutes=3)
def backprop_two_factors(draw: Draw) -> Draft:
    x, w, b, y = draw.nonzero(-3, 4), draw.nonzero(-3, 4), draw.whole(-3, 3), draw.whole(-5, 6)
    W = sp.Symbol("w")
    residual = w * x + b - y
    draw.need(residual and abs(x) > 1)
    key = sp.diff((W * x + b - y) ** 2, W).subs(W, w)

    def check(c: Candidate) -> bool:
        h = Fraction(1, 2)
        high, low = (((w + s) * x + b - y) ** 2 for s in (h, -h))
        return c.number == (high - low) / (2 * h)

    return Draft(
        prompt=rf"A network computes $\hat y = w x + b$ with loss $L = (\hat y - y)^2$. What is $\frac{{\partial "
        rf"L}}{{\partial w}}$ at $w = {w}$, $b = {b}$, $x = {x}$, $y = {y}$?",
        key=key,
        wrong=[
            (2 * residual, "forgot_chain_factor"),
            (residual * x, "factor_two_forgotten"),
            (-key, "gradient_sign"),
            (2 * residual * w, "other_variable_differentiated"),
        ],
        steps=[
            rf"Forward: $\hat y = {sum_of_products([w], [x])} + {bracketed(b)} = {w * x + b}$, so $\hat y - y = {residual}$.",
            rf"Backward: $\frac{{\partial L}}{{\partial \hat y}} = 2 \cdot {bracketed(residual)}$ "
            rf"and $\frac{{\partial \hat y}}{{\partial w}} = x = {x}$.",
            rf"Multiply: ${key}$.",
        ],
        hint="Outer derivative times inner derivative.",
        check=check,
        routes=("SymPy diff", "exact central difference of a parabola, in fractions"),
    )
