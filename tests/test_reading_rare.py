r"""What was found where formulas are put together as few others are: marks above relations, halves of names, kets, programs behind a
brace, matrices of one cell, indices in braces of their own."""

from __future__ import annotations

import pytest

from tutor.maths.explain import explain_formula
from tutor.maths.formula import read_formula
from tutor.maths.spans import formula_spans


@pytest.mark.parametrize(
    ("latex", "spoken"),
    [
        (r"v = a_1u_1 + \cdots a_nu_n", "v equals a sub 1 u sub 1 plus dot dot dot a sub n u sub n"),
        (r"T(a_mu_m)", "T open parenthesis a sub m u sub m close parenthesis"),
        (r"\int{}f(x)\text{d}x", "the integral of f of x with respect to x"),
        (r"\hat{y{_i}}", "y sub i hat"),
        (r"w^T x_{\perp}", "w transpose x sub perp"),
        (r"a \hat{=} b", "a equals marked above wedge end mark b"),
        (r"a \hat= b", "a equals marked above wedge end mark b"),
        (r"T\mathrel{\dot\sim}\chi^2", "T is distributed as marked above dot end mark chi squared"),
        (r"\hat\theta\stackrel{.}{\sim}N", "theta hat is distributed as marked above dot end mark N"),
        (r"x \tilde{=} y", "x equals marked above about end mark y"),
        (r"arg\,\max_x f(x)", "the value of x that maximizes f of x"),
        (r"\text{arg} \min_x f(x)", "the value of x that minimizes f of x"),
        (r"\underset{\theta}{arg\,max} L(\theta)", "the value of theta that maximizes L of theta"),
        (r"\underset{x}{\text{arg max}}\ f(x)", "the value of x that maximizes f of x"),
        (
            r"\min_n [y_n . (w^T x_n + b)]",
            "the minimum over n of the quantity y sub n dot the quantity w transpose x sub n plus b end quantity end quantity",
        ),
        (r"v = 3\ \mathrm{m/s}", "v equals 3 metres per second"),
        (r"5\,\mathrm{mg/kg}", "5 milligrams per kilogram"),
        (r"10\log_{10} x\,\text{dB}", "10 times the log base 10 of x dB"),
        (
            r"\alpha_k = (r_k,r_k)/(p_k,Ap_k)",
            "alpha sub k equals open parenthesis r sub k, r sub k close parenthesis divided by open parenthesis p sub k, A p sub k close parenthesis",
        ),
        (
            r"\alpha = \frac{(r_k, r_k)}{(p_k, A p_k)}",
            "alpha equals the fraction open parenthesis r sub k, r sub k close parenthesis all over open parenthesis p sub k, A p sub k close parenthesis end fraction",
        ),
        (r"(X_t')_t", "open parenthesis X sub t prime close parenthesis sub t"),
        (r"\begin{aligned}[t] y_i = x_i\end{aligned}", "y sub i equals x sub i"),
        (r"\begin{bmatrix} B \mid N\end{bmatrix}", "the matrix with entry B vertical bar N end matrix"),
        (
            r"\begin{pmatrix} \sum_k a_{ik} b_{kj}\end{pmatrix}",
            "the matrix with entry the sum over k of a sub i k end sub b sub k j end sub end matrix",
        ),
        (
            r"\begin{bmatrix} 1 \space 2 \space 3 \end{bmatrix}",
            "the row vector with entries 1, 2, 3 end vector",
        ),
        (
            r"\begin{bmatrix} - & a_1 & - \\ & \vdots & \\ - & a_m & - \end{bmatrix}",
            "the matrix with rows dash, a sub 1, dash; blank, dot dot dot, blank; dash, a sub m, dash end matrix",
        ),
        (
            r"\left\{ \begin{array}{lll} &\min\limits_xc^Tx\\ \text{s.t.} & Ax = b \\ & Gx \geq h \end{array} \right.",
            "the system the minimum over x of c transpose x; s.t. A x equals b; G x is greater than or equal to h end system",
        ),
        (
            r"\begin{cases}\text{minimize} & f(x)\\ \text{subject to} & Ax=b\end{cases}",
            "the system minimize f of x; subject to A x equals b end system",
        ),
        (
            r"\begin{cases} \max & x+y \\ & x \le 1\end{cases}",
            "the system the maximum of x plus y; x is less than or equal to 1 end system",
        ),
        (
            r"\left\{ \begin{array}{ll} x &\text{, if } c = 1 \\ -\infty &\text{, otherwise} \end{array} \right.",
            "the cases x if c equals 1; minus infinity otherwise end cases",
        ),
        (
            r"\|x+y\| \underbrace{\leq}_{\text{C-S}} \|x\| + 1",
            "the norm of x plus y end norm is less than or equal to marked below C-S end mark the norm of x plus 1",
        ),
        (
            r"|\psi> = \alpha|0> + \beta|1>",
            "open bar psi close angle bracket equals alpha times open bar 0 close angle bracket plus beta times open bar 1 close angle bracket",
        ),
        (r"|\psi\rangle = \alpha|0\rangle", "open bar psi close angle bracket equals alpha times open bar 0 close angle bracket"),
        (
            r"\{\omega\in\Omega/\bar{X}\le a\}",
            "the set of all omega in capital omega such that X bar is less than or equal to a end set",
        ),
        (r"P[(X,Y) \ in A]", "the probability that the pair X, Y end pair is in A end probability"),
        (r"7 \equiv_3 1", "7 is equivalent to marked below 3 end mark 1"),
        (r"a \overset{\tiny\eqref{eq:x}}{\leq} b", "a is less than or equal to b"),
        (r"x\log{x} (x\ge 0)", "x times the log of x open parenthesis x is greater than or equal to 0 close parenthesis"),
        (r"\nabla_2 f(x, y)", "nabla sub 2 of f of x and y"),
        (
            r"\frac{1}{2}\frac{\partial^2\phi}{\partial u^2}(du_t)^2",
            "one half times the second partial derivative of phi with respect to u times the quantity d u sub t end quantity squared",
        ),
        (
            r"\frac{d^2 f}{dx^2}(x-a)^2",
            "the second derivative of f with respect to x times the quantity x minus a end quantity squared",
        ),
        (r"\mathbb Z/n\mathbb Z", "the integers mod n the integers"),
        (r"x \begin{prompt} = 5 \end{prompt}", "x equals 5"),
        (r"\sigma\{A, B\}", "sigma the set A, B end set"),
        (r"(Z_i, Z_i' \text{ are i.i.d})", "open parenthesis Z sub i, Z sub i prime are i.i.d close parenthesis"),
        (r"R_{Y.XZ}^2", "R sub Y dot X Z end sub squared"),
        (r"x \text{ where \(a \to b\)}", "x where a goes to b"),
        (
            r"\sum_{i=1}^{n}1\left\{h(x^{(i)} \ne y^{(i)})\right\}",
            "the sum from i equals 1 to n of 1 open brace h of the quantity x superscript i in parentheses is not equal to y superscript i in parentheses end quantity close brace",
        ),
        (r"\overline{\int_a^b} f d\alpha", "the quantity the integral from a to b end integral end quantity bar f d alpha"),
        (r"\{e^x\}_{x=0}", "open brace e to the power x close brace taken at x equals 0 end range"),
        (
            r"[i,j \in E^+ \wedge i \text{ and } j \text{ differ}]",
            "open bracket i, j is in E superscript plus end superscript wedge i and j differ close bracket",
        ),
        (r"if A \implies B", "if A implies B"),
        (r"A <=> B", "A if and only if B"),
        (r"A <-> B", "A two-way arrow B"),
        (
            r"\mathbf G=\begin{pmatrix}1&0&0&|&1\\0&1&0&|&1\end{pmatrix}",
            "bold G equals the matrix with rows 1, 0, 0, vertical line, 1; 0, 1, 0, vertical line, 1 end matrix",
        ),
        (r"x \isin \reals, y \sube \empty", "x is in the real numbers, y is a subset of or equal to the empty set"),
        (r"\sum_{n=0}^\infin \frac{1}{n!}", "the sum from n equals 0 to infinity of 1 over n factorial"),
        (r"X[:,0]", "X open bracket colon, 0 close bracket"),
        (r"A (B)^{-1}", "A open parenthesis B close parenthesis inverse"),
        (
            r"V (\mathbb{E}(x_ix_i'))^{-1}",
            "V open parenthesis the expected value of x sub i x sub i prime end expected value close parenthesis inverse",
        ),
        (r"x'(\hat\beta_{OLS} - \beta)", "x prime open parenthesis beta hat sub OLS minus beta close parenthesis"),
        (r"|u \times v|", "open bar u times v close bar"),
        (r"d\langle M\rangle(t)", "d open angle bracket M close angle bracket open parenthesis t close parenthesis"),
        (r"R \in so(3)", "R is in so open parenthesis 3 close parenthesis"),
        (r"{\text softmax}(z_i) = \frac{1}{2}", "softmax of z sub i equals one half"),
        (
            r"\begin{align}\begin{split} a &= b \\ &= c\end{split} \begin{split} d &= e \\ &= f\end{split}\end{align}",
            "a equals b equals c, d equals e equals f",
        ),
        (
            r"\frac{|i:h(x_i)\neq y_i , i=1,\dots ,m|}{m}",
            "the fraction open bar i colon h of x sub i is not equal to y sub i, i equals 1, dot dot dot, m close bar all over m end fraction",
        ),
        (
            r"(V[x]_d)^T (V[x]_d)",
            "the quantity V open bracket x close bracket sub d end quantity transpose times the quantity V open bracket x close bracket sub d end quantity",
        ),
        (r". : \mathbb{R} \times V \to V", "dot mapping the real numbers times V to V"),
        (r"d<M>_t=\sigma_t^2dt", "d open angle bracket M close angle bracket sub t equals sigma sub t squared d t"),
        (
            r"<A> = <\psi|A|\psi>",
            "open angle bracket A close angle bracket equals open angle bracket psi vertical bar A vertical bar psi close angle bracket",
        ),
        (r"X\buildrel{d}\over{\to}Y", "X goes to marked above d end mark Y"),
        (r"\Re \langle x, y\rangle", "real part the inner product of x and y end inner product"),
        (r"g^{[\ell]\prime}(z)", "g superscript open bracket ell close bracket prime mark end superscript of z"),
        (
            r"\begin{pmatrix} \Sigma_{XX} \ \Sigma_{XY} \\ \Sigma_{YX} \ \Sigma_{YY} \end{pmatrix}",
            "the 2 by 2 matrix with rows capital sigma sub X X end sub, capital sigma sub X Y end sub; capital sigma sub Y X end sub, capital sigma sub Y Y end sub end matrix",
        ),
        (
            r"\left[\begin{array}{c | c} \mathbf{I}_n & 0 \end{array}\right]",
            "the row with a bar after column 1 with parts bold I sub n, 0 end row",
        ),
        (r"G ~ N_2", "G tilde sign N sub 2"),
        (r"x ~ N(0,1)", "x is distributed as N of 0 and 1"),
        (
            r"\begin{align*} a &= b \\ & \leq c & \textrm{ because } x>0 \\ & \leq d \end{align*}",
            "a equals b is less than or equal to c, because x is greater than 0; next line: is less than or equal to d",
        ),
        (
            "〈S_1,G_1〉,〈S_2,G_2〉",
            "the inner product of S sub 1 and G sub 1 end inner product, the inner product of S sub 2 and G sub 2 end inner product",
        ),
    ],
)
def test_what_is_rarely_put_so_is_said_as_it_stands(latex, spoken):
    read = read_formula(latex)
    assert (read.spoken, read.complete) == (spoken, True)


@pytest.mark.parametrize(
    ("latex", "readings"),
    [
        (r"(X^TX)^{g}X^T", ("the quantity X transpose X end quantity to the power g",)),
        (r"\sqrt\alpha_2 x", ("an index of the root", "an index of what stands below the root")),
        (r"(AB)^j", ("the quantity A B end quantity to the power j",)),
        (r"(H\cdot M)^\tau", ("the quantity H dot M end quantity to the power tau",)),
        (r"x^n = (x_1, \dots, x_n)", ("x to the power n", "x with n above as an index")),
        (r"\nabla^2 f(x)^{-1/2}", ("the derivatives of the power", "the power of the derivatives")),
        (r"1/2\pi", ("divided by the number only", "divided by all that follows")),
        (r"\frac{\Gamma\vdash A}{\Gamma\vdash A\lor B}", ("a fraction",)),
        (r"(h(X))^{-1}(A)", ("the quantity h of X end quantity inverse of A",)),
        (r"P((\cap_{i=1}^n)^c)", ("the quantity the intersection from i equals 1 to n end quantity to the power c",)),
        (
            r"P_{n+1}Q = P_{n+1}(\sum_i c_i P_i)",
            ("P sub n plus 1 end sub of the quantity the sum over i of c sub i P sub i end quantity",),
        ),
        (r"\sigma_i (g(Z) - g(W))", ("sigma sub i of the quantity g of Z minus g of W end quantity",)),
    ],
)
def test_what_the_page_leaves_open_is_listed(latex, readings):
    found = [one.readings for one in read_formula(latex).ambiguous]
    assert any(one[: len(readings)] == readings for one in found), found


def test_how_often_is_derived_is_no_index():
    assert read_formula(r"\frac{d^k}{dt^k}m(0)", "$i$ is an index, $X^k$ a moment").spoken.endswith("with respect to t")


def test_a_network_address_is_no_formula():
    assert read_formula("https://docs.opencv.org/3.1.0/sift_scale_invariant.jpg").unread


def test_nothing_is_told_of_half_a_name():
    told = explain_formula(r"\mathbb{V} ar(X) \geq 0", "Let $a$ and $b$ be constants. Then $\\mathbb{V} ar(X) \\geq 0$.")
    assert not [one.symbol for one in told.symbols if one.symbol == "a" and one.meaning]


def test_a_function_that_a_formula_maps_itself_is_no_other_one():
    text = "Take a convex function $f: S \\to \\mathbb R$ and minimise it. For any such thing $f: \\mathbb R \\to \\mathbb R$ holds more."
    told = explain_formula(r"f: \mathbb R \to \mathbb R", text, at=text.rindex("f:"))
    assert not [one for one in told.symbols if one.symbol == "f" and one.meaning]


@pytest.mark.parametrize(
    ("latex", "around", "spoken"),
    [
        (r"p \oplus q", "the sum of polynomials in a vector space", "p circled plus q"),
        (r"U \oplus W", "a direct sum of subspaces", "U direct sum W"),
        (r"(P,\oplus,\odot)", "is a vector space", "the triple P, circled plus, circled dot end triple"),
        (r"p \odot q", "the quaternion product", "p circled dot q"),
        (r"f \odot c", "the forget gate of a cell", "f elementwise times c"),
        (r"x \odot y", "", "x elementwise times y"),
        (r"\{\frac1n\}", "The sequence", "open brace 1 over n close brace"),
        (r"\{\frac1n\}", "", "the set 1 over n end set"),
        (r"E[h] - E_S[h]", "the expected error and the empirical error", "E of h minus E sub S of h"),
        (r"E[h]", "", "the expected value of h"),
        (r"(a,c)", "differentiable on $(a,c)$ and continuous on $[a,c]$", "open parenthesis a, c close parenthesis"),
        (r"(a,c)", "", "the pair a, c end pair"),
        (r"p (X \sim B(p))", "the law with parameter", "p the quantity X is distributed as B of p end quantity"),
        (r"Q(s) := r + Q(t)", "Update the table:", "Q of s is assigned r plus Q of t"),
        (r"Q(s) := r + Q(t)", "We define", "Q of s is defined as r plus Q of t"),
    ],
)
def test_a_sign_of_many_meanings_has_the_one_that_is_told(latex, around, spoken):
    assert read_formula(latex, f"{around} ${latex}$.").spoken == spoken


def test_the_ace_of_diamonds_is_no_event():
    told = explain_formula(r"A\diamondsuit", "Let $A$ be the event that a diamond is drawn: $A\\diamondsuit$, $K\\diamondsuit$.")
    assert not any(one.meaning for one in told.symbols)


def test_a_mean_over_features_is_of_no_observations():
    told = explain_formula(
        r"\mu = \frac{\sum x_i}{d}", "For $x \\in R^d$ the mean over the features is $\\mu = \\frac{\\sum x_i}{d}$."
    )
    assert not any("observation" in one.meaning for one in told.symbols)


def test_a_display_ends_where_a_formula_in_the_line_begins():
    found = [one.latex for one in formula_spans(r"the operator $$\nabla = 1.$$$\nabla^2$ is more. $$u = v$$")]
    assert found == [r"\nabla = 1.", r"\nabla^2", "u = v"]


@pytest.mark.parametrize(
    ("latex", "around", "symbol"),
    [
        (r"A = V \boldsymbol{\lambda} V^{-1}", "the eigenvectors and eigenvalues of a matrix:", r"\boldsymbol{\lambda}"),
        (r"g'(\eta)", "By gradient descent in a generalized linear model with a link function,", r"\eta"),
    ],
)
def test_a_usual_meaning_that_something_speaks_against_is_not_told(latex, around, symbol):
    told = explain_formula(latex, f"{around} ${latex}$.")
    assert not [one for one in told.symbols if one.symbol in (symbol, r"\lambda") and one.meaning]


def test_pairs_of_a_set_are_no_number_of_ways():
    assert "ways" not in explain_formula(r"E \cup F = \binom{V}{2}", "the edges of a graph").meaning


@pytest.mark.parametrize(
    ("latex", "neutral"),
    [
        (r"x(t)", True),
        (r"R_s^a", True),
        (r"x = STR", True),
        (r"(X^TX)^{g}", False),
        (r"1/2\pi", False),
        (r"(AB)^j", False),
    ],
)
def test_only_what_is_true_under_each_reading_is_called_so(latex, neutral):
    found = read_formula(latex).ambiguous
    assert found
    assert all(one.neutral is neutral for one in found), found


def test_what_stands_above_an_index_may_make_another_letter():
    told = explain_formula(r"\alpha^x_i", r"one being the additive effect ($\alpha_i$) and then the average excess $\alpha^x_i$.")
    assert not any(one.meaning for one in told.symbols)
