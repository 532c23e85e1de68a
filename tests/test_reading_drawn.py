"""What the draws 9 to 21 of decision 0006 showed, by the rule that mends it; each came out silently wrong once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.formulas_by_hand import READ, interval, silently_wrong
from tests.known_open import known_open
from tutor.maths.explain import explain_formula
from tutor.maths.formula import read_formula
from tutor.maths.named.names import recognise
from tutor.maths.told.several import one_of

# fmt: off
SAID = [
    ("E(t, x) = 1", "the expectation of a field", "E of t and x equals 1"),
    ("\n> x + y\n> ", "", "x plus y"),
    (r"f = \begin{cases} 24xy, x > 0 \\ 0 ~~ \text{otherwise} \end{cases}", "",
     "f equals the cases 24 x y, x is greater than 0; 0 otherwise end cases"),
    (r"\begin{cases} x + y = 1 \\ x - y = 2 \end{cases}", "", "the system x plus y equals 1; x minus y equals 2 end system"),
    (r"N^{\perp\perp}", "the complement of N", "N superscript perp perp end superscript"),
    ("V/E", "the quotient of subspaces", "V mod E"),
    (r"\{X, Y\} = 0", "the Poisson bracket of observables", "open brace X, Y close brace equals 0"),
    (r"\mathrm { V a r } ( X )", "", "the variance of X"),
    (r"lim_{n \to \infty} x_n", "", "the limit as n approaches infinity of x sub n"),
    (r"\theta - \vartheta", "", "theta minus variant theta"),
    (r"X \sim \chi^2(k - 1)", "", "X is distributed as chi squared of the quantity k minus 1 end quantity"),
    ("Tr(A B)", "", "the trace of A B end trace"),
    ("se(b)", "", "se of b"),
    (r"\begin{bmatrix} \mathbf{u} & \mathbf{v} \end{bmatrix}", "", "the row with parts bold u, bold v end row"),
    (r"\arg\min_{\operatorname{rank}(X) \le k} f(X)", "",
     "the value over the rank of X is less than or equal to k end condition that minimizes f of X"),
    (r"X \implies Y \sim N(0,1)", "random variables", "X double arrow to Y is distributed as N of 0 and 1"),
    ("f^{**}(x)", "", "f superscript star star end superscript of x"),
    (r"\begin{array}{l} a + b \\ {= c} \end{array}", "", "the 2 by 1 array with rows a plus b; equals c end array"),
    (r"\left[0,1\right)", "", "the interval from 0 included to 1 excluded"),
]
DOCUMENTATION = [  # as the handbooks of programs write
    (r"E_t[\epsilon_{t+h}^2]", "", "the expected value sub t of epsilon sub t plus h end sub squared end expected value"),
    ("E_X[f(X)]", "", "the expected value over X of f of X end expected value"),
    (r"E_i[f_i]", "", "the expected value over i of f sub i"),
    (r"A \mathbin{\diamond} X", "", "A diamond X"),
    ("k(x, .)", "", "k of x and dot"),
    ("x = 1, y = 2.", "", "x equals 1, y equals 2"),
    (r"y = \text{conv2d}(x, W)", "", "y equals conv2d of x and W"),
    (r"y = \text{nn.functional.relu}(x)", "", "y equals nn.functional.relu of x"),
    (r"\texttt{log}\mathtt{\_}\texttt{pdf}(a, b)", "", "log pdf of a and b"),
    (r"k_{add}", "", "k sub add"),
    (r"\text{median}(\mid a - b \mid, c)", "", "median of the arguments the absolute value of a minus b end absolute value, c end arguments"),
    (r"\text{top-k accuracy}(y, z)", "", "top-k accuracy of y and z"),
    (r"a \text{ if }(x, y) \in S", "", "a if the pair x, y end pair is in S"),
    (r"\min_\gamma \quad f(\gamma)", "", "the minimum over gamma of f of gamma"),
    (r"f(x) s.t. \ x \ge 0", "", "f of x s.t. x is greater than or equal to 0"),
    (r"f(x) > 0 \; \forall x > 0", "", "f of x is greater than 0 for all x greater than 0"),
]
BOOKS = [  # draws 18 to 21
    (r"(0,1) \to [0,+\infty]", "",
     "the open interval from 0 to 1 goes to the closed interval from 0 to plus infinity end interval"),
    ("(x, y) \\to (0, 0)", "", "the pair x, y end pair goes to the pair 0, 0 end pair"),
    (r"\int_{(0,1)} f \, d\mu", "", "the integral over the open interval from 0 to 1 of f with respect to mu"),
    (r"\max_{(i,j)} a_{ij}", "", "the maximum over the pair i, j end pair of a sub i j end sub"),
    (r"\begin{bmatrix}[r] 2 \\ 3 \end{bmatrix}", "", "the column vector with entries 2, 3 end vector"),
    (r"\gamma(h) = \phi\gamma(h-1)", "", "gamma of h equals phi times gamma of the quantity h minus 1 end quantity"),
    (r"x \in \R^d", "", "x is in real space of dimension d"),
    (r"\E[X^2]", "", "the expected value of X squared end expected value"),
    (r"\argmin_x f(x)", "", "the value of x that minimizes f of x"),
    (r"\begin{aligned}[t] a &= b \\ c &= d \end{aligned}", "", "a equals b; next line: c equals d"),
    ("EX_i = 0", "random variables with variance 1", "the expected value of X sub i equals 0"),
    (r"V(X) + 0 (\textrm{from } (3),~ (4))", "",
     "V of X plus 0 open parenthesis from 3, 4 close parenthesis"),
    (r"p(\theta|n) = 3 (\#eq:post)", "", "p of theta given n equals 3"),
    (r"\mathbf{ri }(S)", "", "ri of S"),
    (r"\mathbf{e}^{*j}", "", "bold e superscript asterisk j end superscript"),
    (r"X\sim\mathsf{exp}(\mathtt{rate}=\lambda)", "", "X is distributed as exp of the quantity rate equals lambda end quantity"),
    (r"g \eqdef f(s)", r"\newcommand{\eqdef}{\ensuremath{\stackrel{\mbox{\tiny def}}{=}}} so", "g is defined as f of s"),
]
LISTED = [
    ("|f|(x)", "", "the absolute value of f end absolute value of x"),
    (r"[T]_\beta^\gamma", "a linear map", "open bracket T close bracket sub beta with gamma above as an index"),
    ("p | q", "the prime p divides q", "divides"),
    (r"\{x^n\} \subset X", "a sequence", "x with n above as an index"),
    ("f_XY(x, y)", "", "an index of the first of them alone"),
    (r"\prod_{k=1}^{n} J_k \cdot F_l", "", "it ends before what follows"),
    ("x_12", "", "an index of the first of them alone"),
]
LISTED += [
    (r"q^\pi", "", "q with pi above as an index"),
    (r"\mathbb E (X - a)(Y - b)", "", "it takes in what follows"),
    (r"\frac{\partial}{\partial s}(q - As)^\top W (q - As)", "", "it takes in what follows"),
]
UNSAID = [  # what may be one name or an operator gets no sentence that calls it a product
    ("S S = 2", "the regression has this and then some words of prose around it"),
    (r"\delta x = 3", "some words of prose around it stand here now"),
    ("T_x^* M", "the wedge products of a manifold in a passage"),
    (r"\int_R f(x)\,dx = 1", "the density f over a region of space here"),
]
TOLD = [
    ("G = H", "If $G$ is a diffeomorphism, then it is open. Now $G = H$ holds.", "diffeomorphism", False),
    ("G = H", "Let $G$ be a diffeomorphism. Now $G = H$ holds.", "diffeomorphism", True),
    ("X_i", "Let $X_1, X_2, X_i$ be a random sample of size $n$.", "sample", False),
    ("x,y,z", "let $x,y,z$ be the unit displacements on three edges", "one of the unit displacements", True),
    ("R^n", "Any set of $n$ vectors is dependent. The space is $R^n$ here.", "number of vectors", False),
    (r"\hat{s}", r"the estimator of the volatility $\hat{s}$ is consistent", "volatility", False),
    ("M(t) = 1", "For each frequency $t$ there is a turn.\n\nThe function $M(t) = 1$ is another.", "frequency", False),
    ("W", "- $W$: weights connecting the hidden state to the output.", "hidden", False),
    ("x = y", "We take $x = y$. Later on, a point $x$ is the root.", "point", False),
    ("x = y", "We take $x = y$, where $x$ is a point.", "point", True),
    ("T(x) = 0", "**Exercise 2.** Let $T$ be a rotation.\n\n**Exercise 3.** Let $T(x) = 0$ hold.", "rotation", False),
]
# fmt: on


@pytest.mark.parametrize(("latex", "context", "reading"), SAID + DOCUMENTATION + BOOKS, ids=lambda one: one.strip()[:24])
def test_what_a_draw_showed_wrong_is_said_as_it_stands(latex: str, context: str, reading: str) -> None:
    found = read_formula(latex, context)
    assert found.complete and not known_open(found)
    assert found.spoken == reading


@pytest.mark.parametrize(("latex", "context", "reading"), LISTED, ids=[f"{n}-{s[0][:24]}" for n, s in enumerate(LISTED)])
def test_what_a_draw_showed_to_have_two_senses_is_listed(latex: str, context: str, reading: str) -> None:
    assert reading in [one for doubt in read_formula(latex, context).ambiguous for one in doubt.readings]


@pytest.mark.parametrize(("latex", "context"), UNSAID, ids=[f"{n}-{s[0][:24]}" for n, s in enumerate(UNSAID)])
def test_no_sentence_is_made_of_what_may_be_no_product(latex: str, context: str) -> None:
    found = explain_formula(latex, context)
    assert found.meaning == found.spoken


@pytest.mark.parametrize(("latex", "around", "words", "stand"), TOLD, ids=[f"{n}-{t[0][:24]}" for n, t in enumerate(TOLD)])
def test_a_meaning_told_elsewhere_or_under_a_condition_is_not_this_letters(
    latex: str, around: str, words: str, stand: bool
) -> None:
    found = explain_formula(latex, around)
    assert (words in " ".join([found.meaning, *(symbol.meaning for symbol in found.symbols)])) is stand


def test_a_product_of_words_keeps_its_sign() -> None:
    found = explain_formula(r"\text{ posterior } \propto \text { likelihood } \times \text { prior }", "")
    assert "likelihood prior" not in found.meaning


@pytest.mark.parametrize("latex", [r"\log |x| = 2", r"\mathbb E|e^{x}| = 1"])
def test_bars_below_a_function_are_no_brackets(latex: str) -> None:
    assert "absolute value" in explain_formula(latex, "an expectation").meaning


def test_a_second_order_expansion_is_not_called_by_the_name_of_its_beginning() -> None:
    found = recognise(read_formula(r"f(p+x) \approx f(p) + f'(p) x + \frac{1}{2} f''(p) x^2").tree, "")
    assert found is None or found.name == "second-order Taylor approximation"


def test_an_index_of_one_digit_keeps_its_place_in_the_source() -> None:
    assert [one.symbol for one in explain_formula("x_12", "").symbols] == ["x_1"]


def test_of_several_independent_things_none_alone_is_independent() -> None:
    assert one_of("independent random variables") == "a random variable"


def test_the_published_rate_comes_from_the_kept_draws() -> None:
    """Verdicts are of the frozen readings: these counts change only when a new draw is added."""
    entries = [json.loads(line) for line in Path(READ).read_text(encoding="utf-8").splitlines()]
    counts = {draw: sum(e["draw"] == draw and e["verdict"] == "wrong" for e in entries) for draw in range(9, 18)}
    assert counts == {9: 31, 10: 17, 11: 11, 12: 8, 13: 5, 14: 6, 15: 6, 16: 5, 17: 8}
    assert all(("cause" in e) == (e["verdict"] == "wrong") for e in entries)
    assert dict(silently_wrong())["silently wrong, draw 17"] == "8 of 183 (4.4%; 2.2% to 8.4%)"
    rows = list(silently_wrong())
    assert rows[rows.index(("silently wrong, draw 33", "17 of 230 (7.4%; 4.7% to 11.5%)")) + 1][1] == "16 (12), 1 (1), 0 (0)"
    low, high = interval(8, 183)
    assert low < 8 / 183 < high
