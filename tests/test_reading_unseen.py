"""Formulas of books that nobody here had seen, as they came out silently wrong once, each with the prose that stood by it."""

from __future__ import annotations

import pytest

from tests.known_open import known_open
from tutor.maths.explain import explain_formula
from tutor.maths.formula import read_formula

# fmt: off
READ = [
    (r"W_{., <i}", "", "W sub dot, is less than i end sub"),
    (r"\pdv{f}{x}", "", "the partial derivative of f with respect to x"),
    (r"\dv[2]{y}{t}", "", "the second derivative of y with respect to t"),
    (r"\newcommand{\p}[1]{p(#1)}\newcommand{\q}[2]{\p{#1|#2}} \q{x}{y}", "", "p of x given y"),
    (r"a \text{ MOD } m", "", None),
    (r"1{:}N", "", "1 colon N"),
    (r"\tan \pi/4", "", "the tangent of pi divided by 4 end tangent"),
    (r"[A|b|c]", "", "open bracket A vertical bar b vertical bar c close bracket"),
    (r"x^{1/3}", "", "x to the power 1 divided by 3 end power"),
    (r"\mathrm{int}(A)", "the interior of a set", "int of A"),
    (r"\operatorname{logit}\{P(A)\}", "", "logit of the probability of A"),
    (r"1_{y = k} \left[a - \log b\right]", "",
     "1 sub y equals k end sub times the quantity a minus the log of b end quantity"),
    (r"\sum_i 1(x_i \neq 0)", "", "the sum over i of 1 of the quantity x sub i is not equal to 0 end quantity"),
    (r"\prod_{n \in A} P(n) ... \prod_{n \in K} P(n)", "",
     "the product over n in A of P of n end product dot dot dot the product over n in K of P of n"),
    (r"j \not= k", "", "j is not equal to k"),
    (r"A_{inv}", "", "A sub inv"),
    (r"H_{red}", "", "H sub red"),
    (r"T_{ijk}", "", "T sub i j k end sub"),
    (r"\hat y_{uit}", "", "y hat sub u i t end sub"),
    (r"\newcommand{\dotstar}{\mathbin{.*}} x \dotstar y", "", "x elementwise times y"),
    (r"mn \times mn", "a matrix", "m n by m n"),
    (r"\pi_j \phi(x, \mu_j)", "", "pi sub j times phi of x and mu sub j"),
    (r"\text{minimize} \{ S = a + b \}", "", "minimize open brace S equals a plus b close brace"),
    (r"0 < alpha < 1", "", "0 is less than alpha is less than 1"),
    (r"\{a_n\}_{n=1}^{\infty}", "", "open brace a sub n close brace taken from n equals 1 to infinity end range"),
    (r"\{a_n\}", "a sequence", "open brace a sub n close brace"),
    (r"\{x_i\}_{i=1}^n", "", "open brace x sub i close brace taken from i equals 1 to n end range"),
    (r"\mathbb{E}_q \left( \ell \bigl| O \right)", "", "the expected value sub q of ell given O end expected value"),
    (r"re_{intercept}", r"$\mathrm{re}_{\mathrm{slope}}$", "re sub intercept"),
    (r"\left\{\begin{array}{ccc} x &+& y &=& 9 \\ 2x &-& y &=& 7 \end{array}\right.", "",
     "the system x plus y equals 9; 2 x minus y equals 7 end system"),
    (r"\boldsymbol{\cdot}", "", None),
    (r"a \boldsymbol{\cdot} b", "", "a dot b"),
    (r"\theta := \theta + \alpha x", "", "theta is assigned theta plus alpha x"),
    (r"f(n) := n f(n - 1)", "", None),
    (r"EX = 8", "the expectation of a random variable", "the expected value of X equals 8"),
    (r"EX = 8", "a matrix", "E X equals 8"),
    (r"P(P(p)) = P(p)", "a projection", "P of P of p equals P of p"),
    (r"\operatorname{tr} [T]_B", "", "the trace of open bracket T close bracket sub B end trace"),
    (r"x = -P^{-1}(q + r)", "", "x equals minus P inverse times the quantity q plus r end quantity"),
    (r"(n+p) \times (n+p)", "a system of that size", "the quantity n plus p end quantity by the quantity n plus p end quantity"),
]
# fmt: on


@pytest.mark.parametrize(("latex", "context", "reading"), READ, ids=[f"{n}-{r[0][:24]}" for n, r in enumerate(READ)])
def test_what_was_read_wrong_in_an_unseen_book_is_read_right(latex: str, context: str, reading: str | None) -> None:
    found = read_formula(latex, context)
    assert found.complete
    if reading is not None:
        assert found.spoken == reading
        assert not known_open(found)


DOUBTED = [
    r"\hat\eta(\tilde\eta)",
    r"\phi(1 + e^{\eta}) = e^{\eta}",
    r"\exp(a)^2",
    r"re_{intercept}",
    r"\underbrace{-\log p}_{a} \underbrace{-\log q}_{b}",
    r"e^\beta_0",
    r"\log \frac{1}{n} \sum_i x_i",
    r"F[x]_{\le n}",
]


@pytest.mark.parametrize("latex", DOUBTED)
def test_what_a_rule_would_have_to_guess_is_listed(latex: str) -> None:
    assert read_formula(latex).ambiguous


def test_a_definition_by_recursion_stays_a_definition() -> None:
    assert "is defined as" in read_formula("f(n) := n f(n - 1)").spoken


MEANT = [
    (r"\frac{(n-1)!}{k}", "", "factorial of the difference", True),
    (r"X \sim N(\mu, \sigma)", "", "variance", False),
    ("A C = I", "The product of $A$ with $C$ is the identity.", "the identity", False),
    (r"x^T w = y", "a linear model with weights", "x (the vector of weights)", False),
    (r"f(A) = \sqrt{A}", "Let $f$ be the loss.\n\nConsider $f(A) = \\sqrt{A}$ now.", "loss", False),
    ("A = QDQ", "Find $A = QDQ$ here.\n\nSuppose that $A$ is an $m \\times n$ matrix.", "matrix", False),
    (r"P u = u", r"Then $P$ is the identity on $\operatorname{im} P$, so $P u = u$.", "the identity", False),
    (r"a > b \implies c > d", "", "which means that c is greater than d", True),
    (r"E[y; \eta] = 1", "an expectation", "y and", False),
]


@pytest.mark.parametrize(("latex", "around", "words", "stand"), MEANT, ids=[m[0][:24] for m in MEANT])
def test_a_sentence_says_no_more_than_the_book_told(latex: str, around: str, words: str, stand: bool) -> None:
    assert (words in explain_formula(latex, around).meaning) is stand
