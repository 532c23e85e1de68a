r"""What the draws younger than the table of what was met have found: a line a cause."""

from __future__ import annotations

import pytest

from tests.known_open import known_open
from tutor.maths.explain import explain_formula
from tutor.maths.formula import read_formula


@pytest.mark.parametrize(
    ("latex", "around", "spoken"),
    [
        (r"-D^\mathrm{T} f(x_k)", "", "minus D transpose f of x sub k"),
        (r"A^T f(x)", "", "A transpose f of x"),
        (r"D^T (A + B)", "", "D transpose times the quantity A plus B end quantity"),
        (r"4p(x)", "", "4 times p of x"),
        (r"\sum_i p(x - y)", "the noise has the density p", "the sum over i of p of the quantity x minus y end quantity"),
    ],
)
def test_a_formula_is_read_as_it_is_written(latex, around, spoken):
    assert read_formula(latex, around).spoken == spoken


@pytest.mark.parametrize(
    ("latex", "around", "sense"),
    [
        (r"(x-h)^2 = 4p(y-k)^2", "Definition (Parabola)", "p times the quantity"),
        (r"\frac{1}{2}h(a+b)", "the area of a trapezoid", "h times the quantity a plus b end quantity"),
        ("p_i.", "the totals $p_{i.}$ and $p_{.j}$ of the table; the column total, $p_i.$, of each", "the dot belongs"),
    ],
)
def test_what_may_be_something_else_is_listed(latex, around, sense):
    assert any(one.startswith(sense) for doubt in read_formula(latex, around).ambiguous for one in doubt.readings)


def test_a_dot_that_ends_a_sentence_is_no_doubt():
    assert not known_open(read_formula("p_i.", "the chance $p_i.$ Then"))


@pytest.mark.parametrize(
    ("latex", "around", "symbol"),
    [
        ("r(s_t, a_t)", r"The policy is given by a neural network $a_t = f_\phi(\epsilon_t; s_t)$ with noise.", "a_t"),
        (r"A_i \subseteq \Omega", r"where $\Omega$ is a sample, or outcome space, and $P$ is a function.", r"\Omega"),
    ],
)
def test_what_is_told_of_something_else_is_not_told(latex, around, symbol):
    assert not [one for one in explain_formula(latex, around).symbols if one.symbol == symbol and one.meaning]


def test_a_phrase_that_only_has_another_name_is_told():
    told = explain_formula(r"\mu + 1", r"where $\mu$ is the mean, or expected value, of $x$.")
    assert [(one.symbol, one.meaning, one.origin.value) for one in told.symbols if one.meaning] == [(r"\mu", "the mean", "text")]


@pytest.mark.parametrize(
    ("latex", "spoken"),
    [
        (r"X \sim {\sf Exp}(\lambda)", "X is distributed as Exp of lambda"),
        (r"M_{\tt train} + {\it Exp}(x)", "M sub train plus Exp of x"),
        (r"{\sf AB}x", "sans A sans B x"),
        (r"\qty{(x, y), (z, w)}", "the set the pair x, y end pair, the pair z, w end pair end set"),
        (r"\qty(a+b)c", "the quantity a plus b end quantity times c"),
        (r"\qty{10}{kg}", "10 kilograms"),
    ],
)
def test_names_in_old_fonts_and_the_brackets_of_a_package_are_read(latex, spoken):
    found = read_formula(latex)
    assert (found.spoken, found.complete) == (spoken, True)


@pytest.mark.parametrize("latex", [r"f(c) + f'(c)(x - c) + \frac{1}{n!}f^n(c)(x-c)^n", r"\frac{1}{n!} f^n(c) (x-c)^n"])
def test_a_derivative_may_be_meant_above_a_function(latex):
    assert "f superscript n of c" in read_formula(latex).spoken


@pytest.mark.parametrize(
    ("latex", "around", "symbol"),
    [
        (r"2\lambda I", r"the Hessian of the L2-regularized loss: adding $2\lambda I$ shifts every eigenvalue", r"\lambda"),
    ],
)
def test_a_usual_meaning_that_may_be_another_is_not_told(latex, around, symbol):
    assert not [one for one in explain_formula(latex, around).symbols if one.symbol == symbol and one.meaning]


@pytest.mark.parametrize(
    ("latex", "around", "name"),
    [
        (r"T_n(x) = \sum_{i=0}^{n}\frac{f^{(i)}(a)}{i!}(x-a)^i", "the partial sum", "Taylor polynomial"),
        (r"f(x) = \sum_{i=0}^{\infty}\frac{f^{(i)}(a)}{i!}(x-a)^i", "", "Taylor series"),
        (r"v \cdot u = \sum v_i u_i = \|v\| \|u\| \cos\theta", "Definition (Dot Product)", "dot product by the angle"),
        (r"\cos\theta = \frac{u \cdot v}{\|u\|\|v\|}", "", "angle between two vectors"),
        (r"\frac1n\|y - Xb\|^2", "whether the loss of least squares is", "least-squares objective"),
        (r"\min_w \|y - Xw\|^2", "least squares", "least squares"),
    ],
)
def test_a_name_is_that_of_the_thing_itself(latex, around, name):
    found = explain_formula(latex, around).name
    assert found is not None and found.name == name


def test_what_a_definition_only_mentions_is_doubted_outside_it():
    text = r"\begin{definition}The expected value of a continuous random variable $X$ is $E[X]$.\end{definition}"
    inside = explain_formula("E[X]", text, at=text.index("E[X]"))
    assert [(one.meaning, one.doubt) for one in inside.symbols if one.symbol == "X"] == [("a continuous random variable", "")]
    text += "\n\n\\begin{definition}The Bayes risk is $E[L(W(X))]$.\\end{definition}"
    outside = explain_formula("E[L(W(X))]", text, at=text.index("E[L(W"))
    assert [one.meaning for one in outside.symbols if one.symbol == "X" and not one.doubt and one.meaning] == []


@pytest.mark.parametrize(
    ("latex", "spoken"),
    [
        (r"|v_i\rangle\langle u_i|", "open bar v sub i close angle bracket times open angle bracket u sub i close bar"),
        (r"\langle v | u \rangle", "open angle bracket v vertical bar u close angle bracket"),
        (
            r"|x|\langle u, v \rangle",
            "the absolute value of x end absolute value times the inner product of u and v end inner product",
        ),
        (r"\nabla \log p(x)^\top", "the quantity the gradient of the log of p of x end log end quantity transpose"),
        (r"{\arg \max}_x f(x)", "the value of x that maximizes f of x"),
        (r"\sigma_k^{2(t)}", "sigma sub k superscript 2 open parenthesis t close parenthesis end superscript"),
        (r"a \\*[2ex] b", "a; next line: b"),
        (r"(1,612 - 3,014.16)^2", "the quantity 1,612 minus 3,014.16 end quantity squared"),
        (r"(1,612)", "open parenthesis 1, 612 close parenthesis"),
    ],
)
def test_what_the_last_draw_found_is_read(latex, spoken):
    found = read_formula(latex)
    assert (found.spoken, found.complete) == (spoken, True)


def test_a_formula_that_is_only_a_remark_is_not_read():
    assert read_formula("% x = 1").unread == ("% x = 1",)


def test_what_a_recipe_also_equals_is_said_of_the_whole():
    told = explain_formula(r"s^2 = \frac{n}{n-1} m_2 = \frac{1}{n-1} \sum_{i=1}^n (x_i-\bar{x})^2", "")
    assert "$m_2$; it also equals the ratio" in told.meaning and told.meaning_reads_back
    assert ", which is at most c" in explain_formula(r"a = b \leq c", "").meaning


def test_no_product_is_made_of_what_is_known_together():
    assert "product" not in explain_formula(r"P(s_{t+1} \mid s_t a_t)", "").meaning


def test_a_letter_that_counts_steps_is_no_number_of_things():
    text = r"where $k$ is the number of classes. We update $w^{k+1} = w^k - \eta g$ until it ends."
    told = explain_formula(r"w^{k+1} = w^k - \eta g", text, at=text.index("w^{k+1}"))
    assert not [one for one in told.symbols if one.symbol == "k" and one.meaning]


def test_what_is_told_of_one_state_is_doubted_of_another():
    text = r"We draw the initial parameters $\theta$. Then $p(x) = \int p(x \mid \theta) d\theta$ is the evidence."
    told = explain_formula(r"p(x) = \int p(x \mid \theta) d\theta", text, at=text.index("p(x) ="))
    assert [one.doubt != "" for one in told.symbols if one.symbol == r"\theta" and one.meaning] == [True]


@pytest.mark.parametrize(
    ("latex", "around", "spoken"),
    [
        (r"g(u, v) = h \text{ in } (u, v)", "", "g of u and v equals h in the pair u, v end pair"),
        (r"x \text{ in } (u, v)", "", "x in the open interval from u to v"),
        (
            r"\begin{pmatrix} + & - & + \\ - & + & - \end{pmatrix}",
            "",
            "the 2 by 3 matrix with rows plus, minus, plus; minus, plus, minus end matrix",
        ),
        (r"\begin{pmatrix} - & a & - \end{pmatrix}", "", "the row vector with entries dash, a, dash end vector"),
        (r"\operatorname{L2}(X, Y)", "", "L2 of X and Y"),
        (r"M\times M", "all measures on a metric space of this dimension", "M times M"),
        (r"n \times n", "a matrix", "n by n"),
    ],
)
def test_what_the_other_formulas_of_these_books_found_is_read(latex, around, spoken):
    assert read_formula(latex, around).spoken == spoken


def test_a_gradient_of_a_gradient_ends_with_its_bracket():
    found = read_formula(r"\nabla_x(\nabla_x f(y))(x - y)").spoken
    assert found.endswith("end quantity with respect to x times the quantity x minus y end quantity")


@pytest.mark.parametrize("latex", [r"p(\mu) \sim \mathcal{N}(\mu_0, \sigma_0^2)", r"\beta1 = \frac{a}{b}"])
def test_no_sentence_is_made_of_loose_notation(latex):
    found = explain_formula(latex, "the prior, a random variable")
    assert found.meaning == found.spoken


def test_a_letter_that_also_stands_outside_of_its_sum_is_no_running_index():
    meanings = {one.symbol: one.meaning for one in explain_formula(r"G_t = R_t + \sum_{t=0}^n R_t", "").symbols}
    assert not meanings.get("t")
    assert explain_formula(r"\sum_{i=1}^n x_i", "").symbols[0].meaning == "the index that runs through the terms"


@pytest.mark.parametrize(
    ("latex", "around", "spoken"),
    [
        ("R^3", "In $$R^3$$, lines and planes through the origin are subspaces.", "R superscript 3"),
        (r"x \in R^3", "", "x is in R superscript 3"),
        ("R^2", "the coefficient of determination of the regression, in the space of models", "R squared"),
        ("R^2 = 0.8", "", "R squared equals 0.8"),
        ("z~N(0, I)", "", "z is distributed as N of 0 and I"),
        (r"z_i~\mathcal{N}(0, 1)", "", "z sub i is distributed as script N of 0 and 1"),
        ("E_{x~p}[f(x)]", "", "the expected value over x is distributed as p end condition of f of x end expected value"),
        ("f(x)~g(x)", "", "f of x times g of x"),
        (r"x = \frac12 \tag7", "", "x equals one half"),
        ("pi", "a stationary distribution $pi$ such that", "pi"),
        ("2pi r", "", "2 pi r"),
        ("|J| = 2", "where $J$ is the determinant of the Jacobian matrix", "the absolute value of J equals 2"),
        ("|A| = 2", "where $A$ is a matrix with a determinant", "the determinant of A equals 2"),
        (r"|\mathcal{D}|", r"where $|\mathcal{D}|$ is the number of documents", "the size of script D"),
        (
            r"\|\boldsymbol{c}\|",
            r"let $$\|\boldsymbol{c}\|$$ denote the number of cells in the partition.",
            "open double bar bold c close double bar",
        ),
        (r"\sum\_{t=1}^nX\_t", "", "the sum from t equals 1 to n of X sub t"),
        (
            r"H(P, Q | \theta) = -\int P(X | \theta) \log Q(x | \theta) dx",
            "",
            "H of the quantity P, Q given theta end quantity equals minus the integral of P of X given theta times the log of "
            "Q of x given theta end log with respect to x",
        ),
        (
            r"\mathbb{E}_t f(t) \mathbb{E}_{x} \|x\|^2",
            "",
            "the expected value over t of f of t times the expected value over x of the norm of x end norm squared end expected "
            "value end expected value",
        ),
        (
            r"\mathbb{E} X \mathbb{E} Y",
            "",
            "the expected value of X end expected value times the expected value of Y",
        ),
    ],
)
def test_what_draw_52_found_is_read(latex, around, spoken):
    assert read_formula(latex, around).spoken == spoken


def test_a_capital_before_a_bracket_may_be_meant_by_the_sign_of_a_product():
    assert any("a capital letter with indices" in one.readings for one in read_formula(r"\prod_H(m) \leq 2^m").ambiguous)
    assert not any("a capital letter with indices" in one.readings for one in read_formula(r"\prod_{i=1}^n (m)").ambiguous)


@pytest.mark.parametrize(
    ("around", "symbol", "meaning"),
    [
        (r"$\psi$ is the frequency-$\xi$ oscillation on the line.", r"\psi", None),
        (r"exactly the mean of the empirical distribution $\hat\theta := \frac{1}{N} \sum_n X_n$.", r"\hat\theta", None),
        ("and the probability of success of a single trial $q$, we can", "q", None),
        (r"where $\hat F$ is the empirical distribution.", r"\hat F", "the empirical distribution"),
    ],
)
def test_what_is_taken_of_a_thing_is_not_the_thing(around, symbol, meaning):
    told = {one.symbol: one.meaning for one in explain_formula(symbol, around).symbols}
    assert (told.get(symbol) or None) == meaning


@pytest.mark.parametrize(
    ("latex", "around", "spoken"),
    [
        (r"\{v_i\}_1^m", "", "open brace v sub i close brace taken from 1 to m end range"),
        (r"f \times g", "for functions, with a matrix", "f times g"),
        (r"n \times m", "a matrix", "n by m"),
        (r"S \circ T", "linear maps; addition is pointwise", "S composed with T"),
        (r"A \circ B", "the Hadamard, elementwise product", "A elementwise times B"),
        (
            r"\{t: X_t = i | X_0 = i\}",
            "",
            "the set of all t such that X sub t equals i vertical bar X sub 0 equals i end set",
        ),
        (
            r"\mathrm{E}\left[\begin{array}{c} y_1 \\ y_2 \end{array}\right] = \mu",
            "",
            "the expected value of the column vector with entries y sub 1, y sub 2 end vector end expected value equals mu",
        ),
        (r"x_n \overset{ind}{\sim} p", "", "x sub n is distributed as marked above ind end mark p"),
        (r"xP\_k(x)", "", "x times P sub k of x"),
        (r"err\_m", "", "err sub m"),
        (r"n\_features", "", "n sub features"),
        (r"a\_1 + b", "", "a sub 1 plus b"),
        (
            r"|\dot\gamma(t)|",
            r"Let $\gamma:[0,1]\to\mathbb{R}^2$ be a curve.",
            "open bar gamma dot above of t close bar",
        ),
        (
            r"|\dot\gamma(t)|",
            r"Let $\gamma:[0,1]\to\mathbb{R}$ be a function.",
            "the absolute value of gamma dot above of t end absolute value",
        ),
    ],
)
def test_what_the_other_formulas_of_draw_52_found_is_read(latex, around, spoken):
    assert read_formula(latex, around).spoken == spoken


@pytest.mark.parametrize(
    ("latex", "sense"),
    [
        (r"(T_x \varphi)(0)", "the value of what is in the first bracket"),
        (r"\Pi_i p(x_i)", "the sign of a sum or a product"),
        (r"d_{\gamma}A(\epsilon) = 0", "a construction or an operator, of what follows"),
    ],
)
def test_what_may_act_on_what_follows_is_told_as_no_product(latex, sense):
    assert any(sense in one.readings for one in read_formula(latex).ambiguous)
    assert "product" not in explain_formula(latex).meaning


def test_the_pairs_of_a_set_are_no_number():
    told = explain_formula(r"E \subseteq \binom{V}{2}", "Let $V$ be a set of vertices and $E$ a set of edges.")
    assert told.meaning == told.spoken


@pytest.mark.parametrize(
    ("latex", "around", "spoken"),
    [
        (r"\otimes", r"the scalar multiplication $\otimes$ of a vector space", "circled times"),
        (r"P \circ \pi", "a Markov kernel; distributions add pointwise", "P small circle pi"),
        (r"A \circ B", "a function of the two", "A small circle B"),
        (r"f \circ g", "a function of the two", "f composed with g"),
        (r"P[A \,\&\, B \,|\, C]", "", "the probability of A and B given C end probability"),
        ("J_{skip-gram}(v)", "", "J sub skip-gram of v"),
        ("x_{i-1}", "", "x sub i minus 1 end sub"),
        (r"\qq*{For} \lambda = 5", "", "For, lambda equals 5"),
        (r"\frac{\part J}{\part x}", "", "the partial derivative of J with respect to x"),
        (r"\sum_{k=1}^Klog(x)", "", "the sum from k equals 1 to K of the log of x"),
        ("Log-Odds = z", "", "Log-Odds equals z"),
        ("|B|", "the determinant of $A$ is not zero", "open bar B close bar"),
        ("|B|", "the determinant of the matrix $B$ is not zero", "the determinant of B"),
        ("|B|", "the cardinality of $B$", "the size of B"),
        ("|B|", "the cardinality of something else is told on this page", "open bar B close bar"),
        (r"A(BB^{-1})", "The trace of $A$ is a function of matrices", "A open parenthesis B B inverse close parenthesis"),
        ("X'(AB)", "", "X prime open parenthesis A B close parenthesis"),
        ("f'(xy)", "", "f prime of the quantity x y end quantity"),
        (
            "(2 i/n, 2 (i+1)/n)",
            "on each interval $(2 i/n, 2 (i+1)/n)$ of time",
            "the open interval from 2 i divided by n to 2 times the quantity i plus 1 end quantity divided by n end interval",
        ),
    ],
)
def test_what_draw_53_found_is_read(latex, around, spoken):
    assert read_formula(latex, around).spoken == spoken


@pytest.mark.parametrize(
    ("latex", "around", "sense"),
    [
        (r"\begin{pmatrix} n \\ x \end{pmatrix} p^x (1-p)^{n-x}", "", "a binomial coefficient"),
        (r"{}_nC_r = \begin{pmatrix} n \\ r \end{pmatrix} = \frac{n!}{r!}", "", "a binomial coefficient"),
        ("NCi", "", "the number of ways to choose or to arrange"),
        (r"P = 0.9 (90\%)", "", "the number said again as a percentage"),
        ("e^z - P e^z = P, e^z = P(1 + e^z)", "", "P times the quantity 1 plus e to the power z end quantity"),
        (r"\Omega/A \in \Sigma", "", "the one set without the other"),
        (
            "|f(x) - f(y)|",
            r"Let $f: D \to \mathbb{R}^n$ be Lipschitz.",
            "the norm of the quantity f of x minus f of y end quantity",
        ),
    ],
)
def test_what_has_two_senses_there_is_listed(latex, around, sense):
    assert any(sense in one.readings for one in read_formula(latex, around).ambiguous)


def test_a_hyphen_is_no_factor():
    assert "product" not in explain_formula("n-", "the $n-$th indicator").meaning


@pytest.mark.parametrize(
    ("around", "symbol", "meaning"),
    [
        (r"$\Delta_j$ is the determinant of $A$ where the $j$-th column is replaced.", r"\Delta_j", None),
        ("$a$ stands for the first term in the series.", "a", "the first term in the series"),
        (r"the model and the right hand side $x_{n+1}$ is", "x_{n+1}", None),
    ],
)
def test_what_is_cut_before_it_narrows_is_not_told(around, symbol, meaning):
    told = {one.symbol: one.meaning for one in explain_formula(symbol, around).symbols}
    assert (told.get(symbol) or None) == meaning


@pytest.mark.parametrize(
    ("latex", "around", "name"),
    [
        (r"P(Y=x) \approx e^{-\lambda}\frac{\lambda^x}{x!}", "the Poisson distribution is near", None),
        (r"P(Y=x) = e^{-\lambda}\frac{\lambda^x}{x!}", "the Poisson distribution", "Poisson distribution"),
        (r"\hat{x} = \arg\min_x \|Ax - b\|^2", "least squares", "least squares"),
        ("B^{-1}B = I", "the inverse", "matrix times its inverse"),
    ],
)
def test_a_name_says_no_more_than_stands_there(latex, around, name):
    found = explain_formula(latex, around).name
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    ("latex", "spoken"),
    [
        ("x in A", "x is in A"),
        ("i in [1, n]", "i is in the closed interval from 1 to n"),
        ("x -> oo", "x goes to infinity"),
        ("a &lt; b", "a is less than b"),
        (r"\begin{aligned} a &amp;= b \end{aligned}", "a equals b"),
    ],
)
def test_what_a_page_or_a_program_spells_is_read(latex, spoken):
    assert read_formula(latex).spoken == spoken


@pytest.mark.parametrize("latex", ["10^-3", "e^-x", "10^12", "2^-k", "x^10"])
def test_an_exponent_without_braces_is_listed(latex):
    found = explain_formula(latex)
    assert any("an exponent of all these signs" in one.readings for one in found.ambiguous) and found.meaning == found.spoken
    assert not read_formula("x^+ y").ambiguous
    assert not read_formula("P_k^-H").ambiguous
