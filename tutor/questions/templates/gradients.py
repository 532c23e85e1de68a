"""Several variables: gradients, Jacobians, Hessians. Keys from SymPy; checks from finite differences of our own evaluator."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import sympy as sp

from tutor.maths.evaluate import exact
from tutor.maths.parse import read
from tutor.questions.candidate import Candidate
from tutor.questions.question import Difficulty, Kind
from tutor.questions.template import Draft, Draw, Registry, near, plain, registrar, slope
from tutor.questions.write import tex, typed

REGISTRY: Registry = {}
template = registrar(REGISTRY)
X, Y = sp.symbols("x y")
_PAIRS = ((0.4, 1.1), (1.3, 0.7), (-0.6, 0.9))


def _polynomial(draw: Draw) -> sp.Expr:
    a, b, c = draw.nonzero(-5, 6), draw.nonzero(-5, 6), draw.nonzero(-5, 6)
    return a * X ** draw.whole(2, 3) * Y + b * X * Y ** draw.whole(2, 3) + c * Y


def _gradient_check(f: sp.Expr) -> Callable[[Candidate], bool]:
    value = plain(typed(f, Kind.EXPRESSION))

    def check(c: Candidate) -> bool:
        for p, q in _PAIRS:
            wanted = [slope(lambda t, q=q: value(x=t, y=q), p), slope(lambda t, p=p: value(x=p, y=t), q)]  # type: ignore[misc]
            if not all(near(a, b, 1e-7) for a, b in zip(c.parts_at(x=p, y=q), wanted, strict=True)):
                return False
        return True

    return check


@template("partial_derivative", kind=Kind.EXPRESSION, difficulty=Difficulty.EASY, minutes=1.5)
def partial_derivative(draw: Draw) -> Draft:
    f = _polynomial(draw)
    value, key = plain(typed(f, Kind.EXPRESSION)), sp.diff(f, X)
    return Draft(
        prompt=rf"Find $\frac{{\partial f}}{{\partial x}}$ for $f(x, y) = {tex(f)}$.",
        key=key,
        wrong=[
            (sp.diff(f, Y), "other_variable_differentiated"),
            (key + sp.diff(f, Y), "partials_summed"),
            (key.subs(Y, 1), "other_variable_dropped"),
            (key + sp.diff(f, Y).subs(X, 0), "constant_term_kept"),
        ],
        steps=[
            "Hold $y$ fixed like a number and differentiate in $x$.",
            "A term without $x$ disappears.",
            rf"$\frac{{\partial f}}{{\partial x}} = {tex(key)}$.",
        ],
        hint="Treat $y$ as a constant.",
        check=lambda c: all(near(c.at(x=p, y=q), slope(lambda t, q=q: value(x=t, y=q), p), 1e-7) for p, q in _PAIRS),  # type: ignore[misc]
        routes=("SymPy diff", "finite differences in x alone at three points"),
    )


@template("gradient_two_variables", kind=Kind.VECTOR, difficulty=Difficulty.MEDIUM, minutes=2.5)
def gradient_two_variables(draw: Draw) -> Draft:
    a, b, c = draw.nonzero(-4, 5), draw.nonzero(-4, 5), draw.nonzero(2, 4)
    f = draw.one_of(
        [
            a * X**2 * Y + b * sp.exp(c * Y),
            a * sp.sin(c * X) + b * X * Y**2,
            a * sp.exp(c * X) * Y + b * Y**2,
            a * X**2 + b * X * Y + c * Y**3,
        ]
    )
    key = [sp.diff(f, X), sp.diff(f, Y)]
    uncovered = {
        X: {sp.exp(c * X): sp.exp(c * X) / c, sp.cos(c * X): sp.cos(c * X) / c},
        Y: {sp.exp(c * Y): sp.exp(c * Y) / c},
    }
    inside = [k.subs(uncovered[v]) for k, v in zip(key, (X, Y), strict=True)]
    return Draft(
        prompt=rf"Find the gradient of $f(x, y) = {tex(f)}$. Answer as $(\partial_x f, \partial_y f)$.",
        key=key,
        wrong=[
            (inside, "forgot_chain_factor"),
            (key[::-1], "coordinates_swapped"),
            ([key[0] + key[1], key[0] + key[1]], "partials_summed"),
            ([-k for k in key], "sign_slip"),
        ],
        steps=[
            rf"$\frac{{\partial f}}{{\partial x}} = {tex(key[0])}$ with $y$ fixed.",
            rf"$\frac{{\partial f}}{{\partial y}} = {tex(key[1])}$ with $x$ fixed.",
            rf"$\nabla f = {tex(key)}$.",
        ],
        hint="Two partial derivatives, one for each variable.",
        check=_gradient_check(f),
        routes=("SymPy diff", "finite differences in each variable at three points"),
    )


@template("gradient_quadratic_form", kind=Kind.CHOICE, value=Kind.VECTOR, difficulty=Difficulty.MEDIUM, minutes=3)
def gradient_quadratic_form(draw: Draw) -> Draft:
    a, b = draw.rows(2, 2, -3, 4), draw.wholes(2, -4, 4)
    matrix, linear, point = sp.Matrix(a), sp.Matrix(b), sp.Matrix([X, Y])
    draw.need(matrix != matrix.T and any(b))
    f = sp.expand((point.T * matrix * point + linear.T * point)[0])

    def shape(m: sp.Matrix, v: sp.Matrix) -> sp.Matrix:
        return (m * point + v).applyfunc(sp.expand)

    def check(c: Candidate) -> bool:
        assert c.tree is not None
        tree, h = read(typed(f, Kind.EXPRESSION)), Fraction(1, 7)

        def value(p: Fraction, q: Fraction) -> Fraction:
            return exact(tree, {"x": p, "y": q}) or Fraction(0)

        for p, q in ((Fraction(2), Fraction(-1)), (Fraction(1, 3), Fraction(5)), (Fraction(0), Fraction(0))):
            wanted = [(value(p + h, q) - value(p - h, q)) / (2 * h), (value(p, q + h) - value(p, q - h)) / (2 * h)]
            if not all(near(x, float(w), 1e-12) for x, w in zip(c.parts_at(x=float(p), y=float(q)), wanted, strict=True)):
                return False
        return True

    key = shape(matrix + matrix.T, linear)
    return Draft(
        prompt=rf"Let $v = (x, y)^\top$ and $f(v) = v^\top A v + b^\top v$ with $A "
        rf"= {tex(a)}$, $b = {tex(b)}$. What is $\nabla f$?",
        key=key,
        wrong=[
            (shape(2 * matrix, linear), "forgot_transpose"),
            (shape(matrix, linear), "factor_two_forgotten"),
            (shape(matrix + matrix.T, 0 * linear), "linear_term_dropped"),
            (shape(2 * matrix.T, linear), "forgot_transpose"),
        ],
        steps=[
            r"$\nabla (v^\top A v) = (A + A^\top) v$, because $v$ occurs twice; $\nabla (b^\top v) = b$.",
            rf"$A + A^\top = {tex(matrix + matrix.T)}$.",
            rf"$\nabla f = {tex(key)}$.",
        ],
        hint="$A$ is not symmetric: use $A + A^\\top$.",
        check=check,
        routes=("closed form in SymPy matrices", "exact central differences of the polynomial, in fractions"),
    )


@template("jacobian_two_by_two", kind=Kind.MATRIX, difficulty=Difficulty.MEDIUM, minutes=3)
def jacobian_two_by_two(draw: Draw) -> Draft:
    a, b, c, d = draw.nonzero(-5, 6), draw.nonzero(-5, 6), draw.nonzero(-5, 6), draw.nonzero(-5, 6)
    f = [a * X**2 + b * Y, c * X * Y + d * Y**2] if draw.whole(0, 1) else [a * X * Y + b * X, c * X**2 + d * Y**2]
    values = [plain(typed(g, Kind.EXPRESSION)) for g in f]
    key = sp.Matrix(f).jacobian([X, Y])

    def check(cand: Candidate) -> bool:
        for p, q in _PAIRS:
            wanted = [[slope(lambda t, g=g, q=q: g(x=t, y=q), p), slope(lambda t, g=g, p=p: g(x=p, y=t), q)] for g in values]  # type: ignore[misc]
            rows = cand.rows_at(x=p, y=q)
            if not all(
                near(x, w, 1e-7) for row, other in zip(rows, wanted, strict=True) for x, w in zip(row, other, strict=True)
            ):
                return False
        return True

    return Draft(
        prompt=rf"Find the Jacobian of $f(x, y) = {tex(f)}$.",
        key=key,
        wrong=[
            (key.T, "jacobian_transposed"),
            (sp.diag(key[0, 0], key[1, 1]), "mixed_term_forgotten"),
            (key[:, ::-1], "coordinates_swapped"),
        ],
        steps=[
            "Row $i$ holds the partial derivatives of component $i$.",
            *(rf"Row {i + 1}: $\left({tex(key[i, 0])},\; {tex(key[i, 1])}\right)$." for i in range(2)),
            rf"$J = {tex(key)}$.",
        ],
        hint="One row for each component, one column for each variable.",
        check=check,
        routes=("SymPy jacobian", "finite differences of each component"),
    )


@template("hessian_two_by_two", kind=Kind.MATRIX, difficulty=Difficulty.MEDIUM, minutes=3)
def hessian_two_by_two(draw: Draw) -> Draft:
    f = draw.nonzero(-4, 5) * X**3 + draw.nonzero(-4, 5) * X**2 * Y + draw.nonzero(-4, 5) * Y**2 + draw.whole(-3, 3) * X
    tree = read(typed(f, Kind.EXPRESSION))
    key = sp.hessian(f, (X, Y))

    def value(p: Fraction, q: Fraction) -> Fraction:
        return exact(tree, {"x": p, "y": q}) or Fraction(0)

    def check(c: Candidate) -> bool:
        h = Fraction(1, 3)
        for p, q in ((Fraction(1, 2), Fraction(2)), (Fraction(-1), Fraction(3))):
            mixed = (value(p + h, q + h) - value(p + h, q - h) - value(p - h, q + h) + value(p - h, q - h)) / (4 * h * h)
            wanted = [
                [(value(p + h, q) - 2 * value(p, q) + value(p - h, q)) / h**2, mixed],
                [mixed, (value(p, q + h) - 2 * value(p, q) + value(p, q - h)) / h**2],
            ]
            rows = c.rows_at(x=float(p), y=float(q))
            if not all(
                near(x, float(w), 1e-12) for row, other in zip(rows, wanted, strict=True) for x, w in zip(row, other, strict=True)
            ):
                return False
        return True

    return Draft(
        prompt=rf"Find the Hessian of $f(x, y) = {tex(f)}$.",
        key=key,
        wrong=[
            (sp.diag(key[0, 0], key[1, 1]), "mixed_term_forgotten"),
            (sp.Matrix([[key[1, 1], key[0, 1]], [key[0, 1], key[0, 0]]]), "coordinates_swapped"),
            (key / 2, "factor_two_forgotten"),
        ],
        steps=[
            rf"$\partial_x f = {tex(sp.diff(f, X))}$ and $\partial_y f = {tex(sp.diff(f, Y))}$.",
            rf"Differentiate each again in $x$ and in $y$: $H = {tex(key)}$.",
            "The two mixed entries agree, as they must.",
        ],
        hint="Second partial derivatives; the mixed ones are equal.",
        check=check,
        routes=("SymPy hessian", "exact second differences of the cubic, in fractions"),
    )


@template("chain_along_a_path", kind=Kind.NUMBER, difficulty=Difficulty.MEDIUM, minutes=3)
def chain_along_a_path(draw: Draw) -> Draft:
    a, b, p, q = draw.nonzero(-4, 4), draw.nonzero(-4, 4), draw.nonzero(-3, 3), draw.nonzero(-3, 3)
    t0 = draw.whole(1, 2)
    t = sp.Symbol("t")
    f, path = a * X**2 + b * X * Y, {X: p * t, Y: t**2 + q}
    parts = [(sp.diff(f, v).subs(path) * sp.diff(path[v], t)).subs(t, t0) for v in (X, Y)]
    draw.need(all(parts))

    def check(c: Candidate) -> bool:
        def height(s: float) -> float:
            u, v = p * s, s * s + q
            return a * u * u + b * u * v

        return near(c.real, slope(height, float(t0)), 1e-8)

    return Draft(
        prompt=rf"$f(x, y) = {tex(f)}$ with $x = {tex(path[X])}$ and $y = {tex(path[Y])}$. "
        rf"What is $\frac{{df}}{{dt}}$ at $t = {t0}$?",
        key=parts[0] + parts[1],
        wrong=[
            (parts[0], "one_path_only"),
            (parts[1], "one_path_only"),
            (sum(sp.diff(f, v).subs(path).subs(t, t0) for v in (X, Y)), "forgot_chain_factor"),
            (parts[0] - parts[1], "sign_slip"),
        ],
        steps=[
            r"Add up both paths: $\frac{df}{dt} = \frac{\partial f}{\partial "
            r"x}\frac{dx}{dt} + \frac{\partial f}{\partial y}\frac{dy}{dt}$.",
            rf"At $t = {t0}$ the two paths give ${tex(parts[0])}$ and ${tex(parts[1])}$.",
            rf"Together: ${tex(parts[0] + parts[1])}$.",
        ],
        hint="$t$ acts through $x$ and through $y$.",
        check=check,
        routes=("partial derivatives along both paths, in SymPy", "finite difference of f along the path"),
    )
