r"""Marks above an operator that are no bounds, both ends of an index in brackets, a statement behind a wide gap, sums that
stand beside each other, and what else draws 35 to 37 showed."""

from __future__ import annotations

import pytest

from tests.conftest import clock, since
from tutor.maths.explain import explain_formula
from tutor.maths.formula import read_formula
from tutor.maths.reading.proof.back import read_back
from tutor.maths.reading.proof.meaning import meaning

SAID = [
    ("x^{(k+1)}", "x superscript in parentheses k plus 1 end parentheses"),
    ("a^{[l-1]}", "a superscript in brackets l minus 1 end brackets"),
    ("x^{(k)}", "x superscript k in parentheses"),
    (r"\max^+ x", "the maximum superscript plus of x"),
    (r"\lim_{x \to 0}^+ f(x)", "the limit as x approaches 0 superscript plus of f of x"),
    (r"\argmax_{\theta}^{k} f", "the value superscript k of theta that maximizes f"),
    (r"\sum_i^+ x_i", "the sum over i superscript plus of x sub i"),
    (r"\max_{i=1}^n x_i", "the maximum from i equals 1 to n of x sub i"),
    (r"\int_0 f(x) dx", "the integral from 0 of f of x with respect to x"),
    (r"\int_C f(z) dz", "the integral over C of f of z with respect to z"),
    (r"a = b \quad -c = d", "a equals b, minus c equals d"),
    (
        r"P = Q \qquad -\frac{1}{2} \le t \le 1",
        "P equals Q, minus one half is less than or equal to t is less than or equal to 1",
    ),
    (r"a = b \quad - c", "a equals b minus c"),
    (r"(a = b) \quad - c = d", "the quantity a equals b end quantity minus c equals d"),
    (r"\frac{\mathop{}\!d y}{\mathop{}\!d x}", "the derivative of y with respect to x"),
    (r"P(A \mathbin{\mkern-0.5mu,\mkern-0.5mu} B)", "the probability of A, B end probability"),
    (r"P(A \mathbin{,} B)", "the probability of A, B end probability"),
    ("a{,}b", "a, b"),
    ("1{,}000", "1,000"),
    (r"\underset{x \to 0}\lim f(x)", "the limit as x approaches 0 of f of x"),
    (r"\underset{x}\max f(x)", "the maximum over x of f of x"),
    (r"\sum x y - \sum x \sum y", "the sum of x y end sum minus the sum of x end sum times the sum of y"),
    (r"\sum_i x_i \sum_i y_i", "the sum over i of x sub i end sum times the sum over i of y sub i"),
    (r"\sum_i x_i \sum_j y_{ij}", "the sum over i of x sub i times the sum over j of y sub i j end sub"),
    (r"\sum\sum x", "the sum of the sum of x"),
    (r"\prod_i p_i \cdot \prod_i q_i", "the product over i of p sub i end product dot the product over i of q sub i"),
    (r"\prod_i p_i \prod_j q_j", "the product over i of p sub i end product times the product over j of q sub j"),
    (r"\prod_i p_i \prod_j q_{ij}", "the product over i of p sub i times the product over j of q sub i j end sub"),
    (r"(\sum x)(\sum y)", "the quantity the sum of x end quantity times the quantity the sum of y end quantity"),
    (r"\sqrt{\hat v} + \epsilon", "the square root of v hat end root plus epsilon"),
    (r"\sqrt{x + 1} + y", "the square root of x plus 1 end root plus y"),
    (r"\max_{x \atop x > 0} f(x)", "the maximum over x, x is greater than 0 of f of x"),
    (r"\Sigma_{r \times r}", "capital sigma sub r by r end sub"),
    (r"\omega_{a \times b}", "omega sub a times b end sub"),
    (r"\mat{1 & 2 \\ 3 & 4}", "the 2 by 2 matrix with rows 1, 2; 3, 4 end matrix"),
    (r"\mat{A}", "bold A"),
    (r"\langle -\sin t, \cos t \rangle", "open angle bracket minus the sine of t, the cosine of t close angle bracket"),
    (
        r"\langle a, b \rangle \cdot \langle c, d \rangle",
        "open angle bracket a, b close angle bracket dot open angle bracket c, d close angle bracket",
    ),
    (r"\langle f, g \rangle", "the inner product of f and g end inner product"),
    (r"\nabla f = \langle u, v \rangle", "the gradient of f equals open angle bracket u, v close angle bracket"),
    (r"\mathrm{minimize\; over:} \; \beta", "minimize over: beta"),
    (r"\mathrm{for\ all}\ x", "for all x"),
    (r"\mathrm{arg\,max}_x f", "the value of x that maximizes f"),
    (r"\overset{\rightharpoonup}{v}", "vector v"),
    (r"{\overset{\boldsymbol{\rightharpoonup}}{\mathbf{v}}}", "vector bold v"),
    (r"\overset{_{\rightharpoonup}}{v}", "vector v"),
    (r"X \overset{\to}{=} x", "X equals marked above goes to end mark x"),
    (r"\lim{n \to \infty} a_n", "the limit as n approaches infinity of a sub n"),
    (r"\mathcal{F}_t-", "script F sub t hyphen"),
    ("k-", "k hyphen"),
    ("x_0^-", "x sub 0 superscript minus end superscript"),
    (r"\mathbb EX \times \mathbb EY", "the expected value of X end expected value times the expected value of Y"),
    ("(X_t)_t", "open parenthesis X sub t close parenthesis sub t"),
    ("(x_n)_{n=1}^N", "open parenthesis x sub n close parenthesis taken from n equals 1 to N end range"),
    ("(x_n)^N_{n=1}", "open parenthesis x sub n close parenthesis taken from n equals 1 to N end range"),
    (r"G_\theta\{L \le u\}", "G sub theta the set L is less than or equal to u end set"),
    (r"P\{X \le x\}", "the probability that X is less than or equal to x end probability"),
    (
        r"\operatorname{Span}\{v_i\}_{i=1}^k",
        "the span of open brace v sub i close brace taken from i equals 1 to k end range end span",
    ),
    (r"\mathbbmss{R}^n", "real space of dimension n"),
    ("y = 5/2 - 3/2 x", "y equals 5 divided by 2 minus 3 divided by 2 times x"),
    (r"\phi(\mathbf d)", "phi of bold d"),
    (r"\int f \mathbf dx", "the integral of f with respect to x"),
    ("e^2_1 + e^2_2", "e sub 1 squared plus e sub 2 squared"),
    (r"\Pi^n_{i=1} x_i", "the product from i equals 1 to n of x sub i"),
    (r"\tanh{}^2(x)", "the hyperbolic tangent squared of x"),
    (r"\sin{}x", "the sine of x"),
    (r"\langle m \rangle{}^2", "open angle bracket m close angle bracket squared"),
    (r"|x|{}^2", "the absolute value of x end absolute value squared"),
    (r"1\big(x \le y\big)", "1 of the quantity x is less than or equal to y end quantity"),
    (r"c\left[\begin{matrix}1 \\ 2\end{matrix}\right]", "c times the column vector with entries 1, 2 end vector"),
    ("> a + b = 1\n>", "a plus b equals 1"),
    ("> x\n> y", "is greater than x is greater than y"),
    (r"\begin{align}%\label{a} \nonumber x = y. \end{align}", "x equals y"),
    (r"X_n \to X \quad ~a.s.", "X sub n goes to X, a.s."),
    (r"f \left|_{x=0}\right.", "f vertical bar sub x equals 0 end sub"),
    (r"{d \over dx} f", "the derivative of f with respect to x"),
    (r"\left( a \over b \right)", "the quantity a over b end quantity"),
    (r"\frac{a \over b}{c}", "the fraction a over b all over c end fraction"),
    (
        r"\nabla_{\bf x} {\bf x}^\top {\bf y}",
        "the gradient of the quantity bold x transpose bold y end quantity with respect to bold x",
    ),
    (r"\mathop{\operatorname{argmin}}_f L(f)", "the value of f that minimizes L of f"),
    (r"\left|\left|x\right|\right|_2^2", "the 2 norm of x end norm squared"),
    (
        r"\left|a \left|x\right|\right|",
        "the absolute value of a times the absolute value of x end absolute value end absolute value",
    ),
    (r"\mathrm{KL}\left[p \left|\right| q\right]", "KL of the quantity p double bar q end quantity"),
    (r"\int_0^1 {f(x)} {dx}", "the integral from 0 to 1 of f of x with respect to x"),
    (r"x^{<t>}", "x superscript open angle bracket t close angle bracket end superscript"),
    (r"x_{<t}", "x sub is less than t end sub"),
    (r"\left.\frac{a}{b}\right.", "a over b"),
    (r"\left. f \right|_0", "f evaluated at 0 end range"),
    (r"\underset{x}{\text{arg max}}\ f(x)", "the value of x that maximizes f of x"),
    (r"P(A \given B)", "the probability of A given B"),
    (r"\begin{aligned} f &= a & - b &= c \end{aligned}", "f equals a minus b equals c"),
]


@pytest.mark.parametrize(("latex", "said"), SAID)
def test_what_stands_there_is_said(latex: str, said: str) -> None:
    assert read_formula(latex).spoken == said


@pytest.mark.parametrize(
    ("preamble", "latex", "said"),
    [
        (r"\DeclarePairedDelimiter\nrm{\lVert}{\rVert}", r"\nrm[\big]{x} + \nrm*{y}", "the norm of x plus the norm of y"),
        (r"\DeclarePairedDelimiter{\cur}{\{}{\}}", r"\cur{x}", "the set x end set"),
        (
            r"\NewDocumentCommand{\ip}{m m}{\langle #1, #2 \rangle}",
            r"\ip{f}{g}",
            "the inner product of f and g end inner product",
        ),
        (r"\let\vphi=\varphi", r"\vphi", "phi"),
        (r"\renewcommand*{\|}[1][]{\nonscript\:#1\vert\nonscript\:\mathopen{}}", r"P(A \| B)", "the probability of A given B"),
        (r"\def\<{\langle} \def\>{\rangle}", r"\<f, g\>", "the inner product of f and g end inner product"),
    ],
)
def test_the_macros_of_a_book_are_read(preamble: str, latex: str, said: str) -> None:
    assert read_formula(latex, preamble).spoken == said


@pytest.mark.parametrize("latex", [r"\text{loss}^\pi", r"\mathrm{Regret}^k", r"\text{rate}^{n}"])
def test_a_letter_above_a_word_may_be_a_label(latex: str) -> None:
    reading = read_formula(latex)
    assert "to the power" not in reading.spoken
    assert reading.ambiguous


@pytest.mark.parametrize(
    ("latex", "sense"),
    [
        (r"0.132{\bf 5}", "numbers beside each other"),
        (r"\sum X_i Y_i / \sum X_i^2", "a quotient of two sums"),
        (r"\frac{\partial z}{\partial x}(1)", "a product"),
        (r"[\beta_0 \beta_1]^T", "entries beside each other"),
        (".04-.06", "from the one to the other"),
        (r"\beta{1}", "an index whose sign is left out"),
        (r"\log \frac1{2} \exp \{-x\}", "it takes in what follows"),
        (r"\left|\vec{x}\right|", "the norm of the quantity vector x end quantity"),
    ],
)
def test_what_may_be_two_things_is_listed(latex: str, sense: str) -> None:
    assert any(sense in doubt.readings for doubt in read_formula(latex).ambiguous)


@pytest.mark.parametrize(
    ("context", "arrow"),
    [("in the limit that a prior is flat,", "goes to"), ("as these rules of rewriting tell", "leads to")],
)
def test_what_stands_before_an_arrow_goes_to_its_limit(context: str, arrow: str) -> None:
    assert read_formula(r"\lambda \to \frac{1}{T} \sum_t x_t = \mu", context).spoken.startswith(f"lambda {arrow} 1 over T")


def told(latex: str, text: str) -> dict[str, str]:
    return {one.symbol: one.meaning for one in explain_formula(latex, text).symbols if one.meaning and one.start is not None}


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"\max_w L(w)", "We can now find the best weight vector $w$ using the principle of maximum likelihood."),
        ("x = 1", "Considering $x$ and $y$ as functions of $x$, the chain rule states that $z = x$."),
        ("L(w)", "We can now find the best weight vector $w$ using the principle of maximum likelihood."),
        ("A = C D", "So it reads $A = C D$. It is drawn.\n\nIn the general case where $A$ is an asymmetric matrix, they turn."),
        ("x^d", "* We fit a polynomial $x^d$ to them.\n\n* Here are many.\n\n* In a space, $d$ is the dimension of the space."),
        ("b", "* $a$, $b$: input and output bias vectors."),
        ("f(x)", "\\paragraph{Properties of a Density}\nValid functions $f: A$ must be told."),
        (r"c^2 = \chi^2_2 (0.68)", r"The distance $D$ has a large-sample $\chi^2_2$ distribution."),
    ],
)
def test_no_meaning_is_taken_from(latex: str, text: str) -> None:
    assert not told(latex, text)


def test_the_same_words_tell_a_meaning_elsewhere() -> None:
    assert told("L(w)", "Let $w$ be the best weight vector.") == {"w": "the best weight vector"}
    assert told("s = 1", "where $s$ is one of the hidden states.") == {}


def test_an_arrow_with_a_mark_above_implies_nothing() -> None:
    assert "implies" not in read_formula(r"\bar X \stackrel{a.s.}{\implies} \mu").spoken
    assert "implies" in read_formula(r"A = 1 \implies B = C").spoken


def test_hypotheses_below_each_other_are_no_vector() -> None:
    lines = r"\begin{matrix} H_0: \beta = 0 \quad \text{(none)} \\ H_a: \beta \neq 0 \end{matrix}"
    assert "vector" not in read_formula(lines).spoken
    assert "vector" in read_formula(r"\begin{bmatrix} a \\ b \end{bmatrix}").spoken


def test_each_of_linearly_independent_vectors_is_a_vector() -> None:
    text = r"Let $l_1, \ldots, l_d$ be linearly independent vectors in $R^d$."
    assert told("l_1", text) == {"l_1": "a vector in $R^d$"}


@pytest.mark.parametrize(("words", "length"), [("the length of a vector", True), ("the length, the number of elements", False)])
def test_a_norm_is_called_a_length_where_that_is_not_the_number_of_elements(words: str, length: bool) -> None:
    assert (explain_formula(r"\|x\|", f"of {words} in this book").meaning == "this is the length of x") is length


def test_the_line_of_a_logistic_model_is_no_linear_regression() -> None:
    line = r"y = \beta_0 + \beta_1 x"
    assert explain_formula(line, "the linear regression with a slope").name is not None
    assert explain_formula(line, "the slope of a logistic regression").name is None


def test_a_word_is_squared() -> None:
    assert read_formula(r"\text{loss}^2").spoken == "loss squared"


@pytest.mark.parametrize("latex", ["x^{(k+1)}", "W^{(L-1)} a^{[L-2]}", r"(x^{(k+1)} - x^{(k)})^2", r"\nabla f(x^{(k+1)})"])
def test_an_index_in_brackets_is_read_back(latex: str) -> None:
    reading = read_formula(latex)
    assert read_back(reading.spoken) == meaning(reading.tree)


def test_wide_gaps_without_end_are_read_at_once() -> None:
    began = clock()
    read_formula(r"a = b \quad - ( " * 600)
    assert since(began) < 1.0
