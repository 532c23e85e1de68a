"""Signs and shapes that only a convention settles: said as they are written, or listed, unless the words around them decide."""

from __future__ import annotations

import pytest

from tests.known_open import known_open
from tutor.maths.explain import explain_formula
from tutor.maths.formula import read_formula

# fmt: off
SAID = [
    (r"u \perp v", "two vectors", "u perp sign v"),
    (r"u \perp v", "two orthogonal vectors", "u is perpendicular to v"),
    (r"X \perp Y", "independence of random variables", "X is independent of Y"),
    (r"X \perp\!\!\!\perp Y", "independence of random variables", "X is independent of Y"),
    (r"f \circ g", "the composition of maps", "f composed with g"),
    (r"A \circ B", "the Hadamard product", "A elementwise times B"),
    (r"a \circ b", "", "a small circle b"),
    (r"A \otimes B", "the Kronecker product", "A Kronecker product B"),
    (r"A \otimes B", "", "A circled times B"),
    (r"X \sim N(0, 1)", "a normal distribution", "X is distributed as N of 0 and 1"),
    (r"x \sim y", "", "x tilde sign y"),
    (r"x \implies y", "", "x double arrow to y"),
    (r"x = 1 \implies y = 2", "", "x equals 1 implies y equals 2"),
    (r"E(x^2) - E(x)^2", "the mean",
     "E of the quantity x squared end quantity minus the quantity E of x end quantity squared"),
    (r"E(v, h)", "the energy of a configuration", "E of v and h"),
    (r"P(x, t) = \frac{x}{t}", r"The perspective $P: R^{n+1} \to R^n$", "P of x and t equals x over t"),
    ("sigm(x)", "", "sigm of x"),
    (r"f(x) \in (0, 1)", "", "f of x is in the open interval from 0 to 1"),
    (r"1\{y = 1\}", "", "1 of the quantity y equals 1 end quantity"),
    (r"\begin{array}{rcl} a & = & b \\ & = & c \end{array}", "", "a equals b equals c"),
    (r"X(X^\top X)^{-1}X^\top", "", "X times the quantity X transpose X end quantity inverse times X transpose"),
    (r"{\displaystyle\int}_{a}^b f(x)\,dx", "", "the integral from a to b of f of x with respect to x"),
    ("<a, b> = 0", "", "the inner product of a and b end inner product equals 0"),
    ("a < b, c > d", "", "a is less than b, c is greater than d"),
    (r"\hat\bold y \in V", "", "bold y hat is in V"),
    (r"\begin{aligned} a :&= b \\ c &= d \end{aligned}", "", "a is defined as b; next line: c equals d"),
    (r"a \le b =: c", "", "a is less than or equal to b is the definition of c"),
    (r"H = -\Sigma_{x \in X} p(x)", "", "H equals minus the sum over x in X of p of x"),
    (r"H = -E \log p(X)", "the expected value of a random variable",
     "H equals minus the expected value of the log of p of X end log end expected value"),
    ("dimV = n", "", "the dimension of V equals n"),
    ("3 + logw", "", "3 plus the log of w"),
    ("AXB", "Traces of $XA$ and $AXB$ of matrices", "A X B"),
    ("ker(T) = K", "", "the kernel of T equals K"),
    (r"f := \{ f(x) \}_{x \in X}", "", "f is defined as open brace f of x close brace indexed by x is in X end range"),
    (r"\mathbb{E}_{\theta}[T]", "", "the expected value sub theta of T"),
    (r"p^k (1 - p)^{n - k}", "", "p to the power k times the quantity 1 minus p end quantity to the power n minus k end power"),
]
LISTED = [
    (r"E(x)^2", "", "what stands in the brackets is raised"),
    (r"\log |H|", "", "the determinant of the quantity H end quantity"),
    (r"|\Theta|", "", "the size of the quantity capital theta end quantity"),
    (r"C(A^\top A)", "", "C times the quantity A transpose A end quantity"),
    (r"\text{ITE}_i (Y_i - Z_i)", "", "ITE sub i times the quantity Y sub i minus Z sub i end quantity"),
    ("c(a_1, a_2)", "", "c of a sub 1 and a sub 2"),
    ("x^k", "", "x with k above as an index"),
    (r"\sum_i x_i - y_i", "", "it takes in what follows"),
    (r"\operatorname{tr} A B", "", "it ends before what follows"),
    (r"\log p(x) q(x)", "", "it ends before what follows"),
    (r"\nabla_x x^\top A x", "", "the first factor only"),
    ("n!!", "", "the factorial of a factorial"),
    ("np.sum(Z, axis = 1)", "", "one name"),
    ("y = b (1-2)", "", "the number of the formula"),
    ("w^3_{24} = 1", "the weights $w^l_{jk}$ of layer $l$", "w sub 24 with 3 above as an index"),
    (r"f(x)'(g(x) h)", "", "the quantity f of x end quantity prime times the quantity g of x times h end quantity"),
    (r"a = = b", "", "the sign is no relation here, or one of the two sides is left out"),
    (r"\frac{\le 3}{4}", "", "the sign is no relation here, or one of the two sides is left out"),
    (r"\hat{x + y}", "", "the mark stands above the first sign only"),
    (r"{\int f}dx", "", "the integral ends before that"),
]
MEANT = [
    (r"proj_b a = b", "", "product", False),
    ("(m)", "Here $(m)$ is a label, and $m$ is the number of samples.", "number of samples", False),
    (r"A = \{1, 2\}", r"Let $A = \{1, 2\}$. Now $0 \le P(A)$ for any event $A$.", "any event", False),
    (r"S = \{t_1, t_2\}", r"Let $S = \{t_1, t_2\}$ be a bag of $n$ elements.", "a bag of $n$ elements", True),
    (r"Z = W A + B", "the output of the fully connected layer", "matrix of weights", False),
    (r"h = \sigma(W x + b)", "the output of the hidden layer", "matrix of weights", True),
    (r"P = a(a^\top a)^{-1} a^\top", "the projection matrix onto a line", "whose columns", False),
    (r"p(z \mid x) = \frac{p(z, x)}{p(x)}", "the posterior", "event", False),
    ("p_X = 1", "Here $p_X$ and $p_Y$ are the marginal densities of $X$ and $Y$ respectively.", "marginal", False),
    ("f = 1", "where $f$ is the joint density of $X$ and $Y$.", "the joint density of $X$ and $Y$", True),
    (r"\{x \mid x > 0\}", "Let $x$ be the input.", "input", False),
    (r"\overline{x} = 3", "two points", "average", False),
]
# fmt: on


@pytest.mark.parametrize(("latex", "context", "reading"), SAID, ids=[f"{n}-{s[0][:24]}" for n, s in enumerate(SAID)])
def test_a_sign_is_named_where_no_word_gives_it_a_sense(latex: str, context: str, reading: str) -> None:
    found = read_formula(latex, context)
    assert found.complete and not known_open(found)
    assert found.spoken == reading


@pytest.mark.parametrize(("latex", "context", "reading"), LISTED, ids=[f"{n}-{s[0][:24]}" for n, s in enumerate(LISTED)])
def test_what_only_a_convention_settles_is_listed(latex: str, context: str, reading: str) -> None:
    found = read_formula(latex, context)
    assert reading in [one for doubt in found.ambiguous for one in doubt.readings]


@pytest.mark.parametrize(("latex", "around", "words", "stand"), MEANT, ids=[f"{n}-{m[0][:24]}" for n, m in enumerate(MEANT)])
def test_a_meaning_belongs_to_this_formula(latex: str, around: str, words: str, stand: bool) -> None:
    found = explain_formula(latex, around)
    told = " ".join([found.meaning, *(symbol.meaning for symbol in found.symbols)])
    assert (words in told) is stand
