r"""A bracket behind a bracket, (\nabla f)(x), and what else the draws 32 to 34 and the rest of their books showed."""

from __future__ import annotations

import pytest

from tests.conftest import clock, since
from tests.known_open import known_open
from tutor.maths.explain import explain_formula
from tutor.maths.formula import read_formula

OF_OR_TIMES = [
    (r"(\nabla f)(x)", ""),
    (r"(\partial_y f)(x)", ""),
    (r"(\nabla f)(x + h)", ""),
    (r"(\frac{df}{dx})(x)", ""),
    (r"(f|_A)(x)", ""),
    (r"(A^T)(x)", ""),
    (r"(\log f)(x)", ""),
    (r"(f')(g')", ""),
    (r"((a + b)')(x)", ""),
    (r"r'(t) (\partial_y f)(\mathbf{r})", ""),
    (r"X'(\Gamma\Gamma')^{-1}", ""),
    (r"X'(A B)", ""),
    (r"\phi(X_{t-1} - \mu)", ""),
    (r"P(z)", "Here $P$ is the Softmax output, a probability."),
]
SAID = [
    (r"(f')(x)", "", "f prime of x"),
    (r"(f^{-1})(x)", "", "the quantity f inverse end quantity of x"),
    (r"(\hat f)(x)", "", "f hat of x"),
    (r"F'(G^{-1}(x))", "", "F prime of G inverse of x"),
    (r"X'(t)", "", "X prime of t"),
    (r"(x)(y)", "", "x times y"),
    (r"(x_1)(x_2)", "", "x sub 1 times x sub 2"),
    (
        r"(\frac{dy}{dx})(dx)",
        "",
        "the quantity the derivative of y with respect to x end quantity times the quantity d x end quantity",
    ),
    (r"-P(L - x)", "a beam with a force $P$ at its end", "minus P times the quantity L minus x end quantity"),
    (r"- \div (p u)", "", "minus div of the quantity p u end quantity"),
    (r"a \div b", "", "a divided by b"),
    (r"f(x) \bigcirc g(x)", "", "f of x big circle g of x"),
    (r"\frac{\d}{\d t} f(t)", "", "the derivative of f of t with respect to t"),
    (r"\grad u", "", "the gradient of u"),
    (r"x \in \real", "", "x is in the real numbers"),
    (r"\oiint_S u", "", "the closed surface integral over S of u end closed surface integral"),
    (
        r"\mathbf{r} = \langle x, y \rangle",
        "",
        "bold r equals open angle bracket x, y close angle bracket",
    ),
    (r"z = \langle x, y \rangle", "", "z equals the inner product of x and y end inner product"),
    (r"E_i[T_i]", "", "the expected value sub i of T sub i"),
    (r"E_i[x_i]", "", "the expected value over i of x sub i"),
    (
        r"\operatorname*{argmin}_b \{ \|y - b\|^2 \}",
        "",
        "the value of b that minimizes open brace the norm of y minus b end norm squared close brace",
    ),
    (
        r"x < a \longrightarrow y < b, |x| < c",
        "",
        "x is less than a leads to y is less than b, the absolute value of x is less than c",
    ),
    (r"\begin{align} y = V \\ \rightarrow m V &= g \end{align}", "", "y equals V leads to m V equals g"),
    (r"\begin{align} x &= y \\ &\to 0 \end{align}", "", "x equals y goes to 0"),
    (
        r"\begin{align} (a + b) (c + 2) &d - 1 \\ &= 3 \end{align}",
        "",
        "the quantity a plus b end quantity times the quantity c plus 2 end quantity times d minus 1 equals 3",
    ),
    (r"\begin{align} x &= 1 & y &= 2 \end{align}", "", "x equals 1, y equals 2"),
    (r"\frac{\partial^{} u}{\partial R^{} }", "", "the partial derivative of u with respect to R"),
    (r"\bigtimes_{i=1}^n A_i", "", "the Cartesian product from i equals 1 to n of A sub i"),
    (r"\nabla \text{ if } y > 0", "", "nabla if y is greater than 0"),
    (r"(f \circ g) y", "", "the quantity f composed with g end quantity y"),
    (r"f^{-1} \{y\}", "", "f inverse of the set y end set"),
    (r"f^{-1} \sin y", "", "f inverse the sine of y"),
    (r"\{x\}_k y", "", "the set x end set sub k times y"),
    (r"\frac{1}{2} \{y\}", "", "one half times open brace y close brace"),
    (r"x \in \{y\}", "", "x is in the set y end set"),
    (r"f \begin{pmatrix} a \\ b \end{pmatrix}", "", "f the column vector with entries a, b end vector"),
    (r"A \begin{pmatrix} a \\ b \end{pmatrix}", "", "A times the column vector with entries a, b end vector"),
    (r"D \|y\|", "", "D the norm of y"),
    (r"\mathcal{F} \sqrt{y}", "", "script F the square root of y"),
    (r"\sqrt{2} \cdot y", "", "the square root of 2 end root dot y"),
    (r"e^x y", "", "e to the power x end power times y"),
    (r"e^x e^y", "", "e to the power x times e to the power y"),
    (r"x^2 y", "", "x squared y"),
    (r"\|x\| y", "", "the norm of x end norm times y"),
    (r"|x| y", "", "the absolute value of x end absolute value times y"),
    (r"\vec v \times y", "", "vector v cross y"),
    (r"\nabla_k y", "", "nabla sub k of y"),
    (r"\nabla_\theta y", "", "the gradient of y with respect to theta"),
    (r"\sum_1^n x_i", "", "the sum from 1 to n of x sub i"),
    (r"v_\perp", "", "v sub perp"),
    (r"\mathbb{R}^T", "", "real space of dimension T"),
    (r"A^T", "", "A transpose"),
    (r"\{x\}_i^{(k)}", "", "the set x end set sub i superscript k in parentheses"),
    (r"\{x_i\}_{i=1}^n", "", "open brace x sub i close brace taken from i equals 1 to n end range"),
    (r"\{x_i\}_{i=1}^\infty", "", "open brace x sub i close brace taken from i equals 1 to infinity end range"),
    (r"[x]_i^2", "", "open bracket x close bracket sub i squared"),
    (r"[x^2]_0^1", "", "open bracket x squared close bracket taken from 0 to 1 end range"),
    (r"(i+1)^{th}", "", "the quantity i plus 1 end quantity th"),
    (r"\|x\|_{(i)}", "", "the norm of x end norm sub i in parentheses"),
    (r"\log x \text{ where } x > 0", "", "the log of x where x is greater than 0"),
    (r"x \in \Re", "", "x is in the real numbers"),
    (r"x \in \Re^n", "", "x is in real space of dimension n"),
    (r"\Re(z)", "", "real part of z"),
    (r"\mathbb{E}[1\!\!1_{A}]", "", "the expected value of double-struck 1 sub A"),
    (r"M_{ {\rm kv-cache} } = 2", "", "M sub kv-cache equals 2"),
    (
        r"\left[\begin{array}{ll} 1 & 1 \\ 1 & 1 & \end{array}\right]",
        "",
        "the 2 by 2 matrix with rows 1, 1; 1, 1 end matrix",
    ),
    (r"\forall u \in V [u + 0 = u]", "", "for all u in V open bracket u plus 0 equals u close bracket"),
    (r"[P'Q']_h", "", "open bracket P prime Q prime close bracket sub h"),
    (r"\measuredangle_h P'Q'R'", "", "angle sub h P prime Q prime R prime"),
    (r"\text{arg max}_{q} \ \text{ELBO}(q)", "", "the value of q that maximizes ELBO of q"),
    (r"\mathcal{E}(h | D)", "the training error", "script E of h given D"),
    (r"\sqrt{n} x", "", "the square root of n end root times x"),
    (r"\sqrt{n} + x", "", "the square root of n end root plus x"),
    (
        r"r \;\Bigg|\; \begin{array}{l} s = 0,\\ a \sim p \end{array}",
        "",
        "r vertical bar s equals 0; next line: a is distributed as p",
    ),
]


@pytest.mark.parametrize(("latex", "context"), OF_OR_TIMES)
def test_what_may_be_a_function_at_a_point_is_no_product_unasked(latex: str, context: str) -> None:
    found = read_formula(latex, context)
    assert any(" of " in one.readings[0] and " times " in one.readings[1] for one in found.ambiguous)
    assert found.spoken.endswith(("close parenthesis", "close parenthesis inverse"))


@pytest.mark.parametrize(("latex", "context", "reading"), SAID)
def test_it_is_said_as_it_stands(latex: str, context: str, reading: str) -> None:
    found = read_formula(latex, context)
    assert found.complete and not known_open(found) and found.spoken == reading


@pytest.mark.parametrize(
    ("latex", "sense"),
    [
        (r"|\mathbf{r}''(s) \Delta s|", "the norm"),
        (r"|\vec{a} t|", "the norm"),
        (r"\frac{\delta{^{}} }{\delta u{^{}} } L(u)", "an operator that acts on what follows"),
        (r"\log \sum_{i=1}^n a f(y_i) + b f(y_i)", "it takes in what follows"),
    ],
)
def test_what_two_readers_would_take_differently_is_listed(latex: str, sense: str) -> None:
    assert any(one.startswith(sense) for doubt in read_formula(latex).ambiguous for one in doubt.readings)


@pytest.mark.parametrize(
    "latex",
    [
        r"a = b \to , " * 300 + "c = d",
        r"a \to " * 300 + "c = d",
        r"\begin{align}" + "a & " * 600 + r"\\ &= b \end{align}",
        r"\begin{align}" + r"a & b \\ &= c \\ " * 150 + r"\end{align}",
        r"\min_{" + "{" * 300 + "x" + "}" * 300 + r"} \{y\}",
    ],
    ids=lambda latex: latex[:16],
)
def test_what_is_joined_a_thousand_times_is_read_at_once(latex: str) -> None:
    began = clock()
    read_formula(latex)
    assert since(began) < 1.0


def test_a_logarithm_without_brackets_may_take_in_the_powers_behind_its_first_factor() -> None:
    assert read_formula(r"\log \binom{n}{k} p^k (1-p)^{n-k}").ambiguous
    assert not known_open(read_formula(r"\log 2 x^2"))


@pytest.mark.parametrize(
    ("latex", "context"),
    [
        (r"\phi = E\hat\beta", "whether the estimator of this regression is biased here"),
        (r"f'(x;d) < 0", "the directional derivative of it is negative along d"),
        (r"c(v_1 v_3 v) = 2", "the edges of a graph have colours as told here"),
        (r"y = A x", "a linear map A between these two spaces of vectors"),
        (r"f(x) \bigcirc g(x)", ""),
    ],
)
def test_no_recipe_is_made_of_what_may_be_no_product(latex: str, context: str) -> None:
    told = explain_formula(latex, context)
    assert told.meaning == told.spoken
