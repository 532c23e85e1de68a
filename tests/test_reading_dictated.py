r"""What the draws 38 to 43 showed, and dictation: bars within bars, dots of products, words typed among the signs, text in cases,
inner names that need an end, phrases that are no meaning, and the rarer signs of LaTeX's packages."""

from __future__ import annotations

import pytest

from tutor.maths.explain import explain_formula
from tutor.maths.formula import read_formula
from tutor.maths.reading import rare_signs
from tutor.maths.reading.proof.back import read_back
from tutor.maths.reading.proof.meaning import meaning


@pytest.mark.parametrize(
    ("latex", "spoken"),
    [
        (
            "||x| - |y||",
            "the absolute value of the absolute value of x end absolute value minus the absolute value of y end absolute value end absolute value",
        ),
        (r"\big| \|x\| - \|y\| \big|", "the absolute value of the norm of x minus the norm of y end absolute value"),
        ("|||x|| - ||y|||", "the absolute value of the norm of x minus the norm of y end absolute value"),
        ("|a + |b||", "the absolute value of a plus the absolute value of b end absolute value end absolute value"),
        (
            "||x|| + ||a| - |b||",
            "the norm of x plus the absolute value of the absolute value of a end absolute value"
            " minus the absolute value of b end absolute value end absolute value",
        ),
        ("||x|| + ||y||", "the norm of x plus the norm of y"),
        ("E[|X| | |Y|]", "the expected value of open bar X close bar given open bar Y close bar end expected value"),
    ],
)
def test_bars_within_bars_find_their_partners(latex, spoken):
    read = read_formula(latex)
    assert (read.spoken, read.complete) == (spoken, True)


@pytest.mark.parametrize(
    ("latex", "spoken"),
    [
        (r"\frac{a}{b}.\frac{c}{d}", "a over b dot c over d"),
        (r"\mathbf{w}.\mathbf{x} + b", "bold w dot bold x plus b"),
        ("E[X_1.X_2]", "the expected value of X sub 1 dot X sub 2 end expected value"),
        (r"\forall x.P(x)", "for all x. P of x"),
        (r"\int_0^1 f(t) \dd t", "the integral from 0 to 1 of f of t with respect to t"),
    ],
)
def test_dots_and_differentials_typed_in_other_ways(latex, spoken):
    assert read_formula(latex).spoken == spoken


def test_where_a_letter_is_a_matrix_elsewhere_its_bracket_may_be_a_factor():
    assert any(a.what == "A(X)" for a in read_formula(r"\operatorname{var}(Z + A(X)) = A \Sigma A^T").ambiguous)
    assert not read_formula("Z + A(X)").ambiguous


def test_what_a_step_counts_is_doubted_in_the_whole_formula():
    assert [a.what for a in read_formula(r"x^{k+1} = L^{-1}(b - U x^k), \qquad k \ge 0").ambiguous] == ["x^{k+1}", "x^k"]


def test_a_meaning_from_the_example_behind_a_formula_is_not_of_it():
    text = "We obtain $\\int_C f\\,ds$. \\begin{example} Find $\\int_C x\\,ds$, where $C$ is the unit circle. \\end{example}"
    assert not [one for one in explain_formula(r"\int_C f\,ds", text, at=11).symbols if one.meaning and one.symbol == "C"]


def test_what_something_is_represented_by_is_not_what_it_is():
    assert not explain_formula("X_k", "So we know the frequency represented by $X_k$.").symbols[0].meaning
    assert explain_formula("w", "The weight is represented by $w$.").symbols[0].meaning == "the weight"


def test_a_chain_of_three_is_named_as_a_whole():
    for latex, around, name in (
        ("AA^{-1} = A^{-1}A = I", "The inverse of a matrix is such that", "matrix times its inverse"),
        ("Q^TQ = QQ^T = I", "An orthogonal matrix is a square matrix with", "orthogonal matrix"),
    ):
        found = explain_formula(latex, f"{around} ${latex}$ and nothing else is asked of it here.").name
        assert found is not None and (found.name, found.whole) == (name, True)
    assert explain_formula("Q^TQ = QQ^T", "An orthogonal matrix is a square matrix with $Q^TQ = QQ^T$.").name is None


@pytest.mark.parametrize(
    ("latex", "spoken"),
    [
        ("E[X - E[X]]", "the expected value of X minus the expected value of X end expected value end expected value"),
        (
            "E[(X - E[X])^2]",
            "the expected value of the quantity X minus the expected value of X end quantity squared end expected value",
        ),
        (r"\log(x + \log y + z)", "the log of x plus the log of y end log plus z end log"),
        (r"\max(x, \max(y, z))", "the maximum of x, the maximum of y and z end maximum end maximum"),
    ],
)
def test_within_a_name_another_of_the_same_name_has_an_end(latex, spoken):
    assert read_formula(latex).spoken == spoken
    assert read_back(spoken) == meaning(read_formula(latex).tree)


def test_a_star_between_is_no_star_above():
    assert read_formula(r"a \star b").spoken != read_formula(r"a^\star b").spoken
    assert read_back("f star sign g") == meaning(read_formula(r"f \star g").tree)


@pytest.mark.parametrize(
    ("latex", "context", "spoken"),
    [
        (
            r"\begin{dcases*} 1 & if \(\pi(x) = k\)\\ 0 & otherwise \end{dcases*}",
            "",
            "the cases 1 if the quantity pi of x equals k end quantity; 0 otherwise end cases",
        ),
        (
            r"\begin{cases*} x & if $x > 0$ and finite\\ 0 & else\end{cases*}",
            "",
            "the cases x if x is greater than 0 and finite; 0 else end cases",
        ),
        (r"h {\bf\color{blue} - 2b^T x} - 1", "", "h minus bold 2 bold b transpose bold x minus 1"),
        (r"a {- b c} d", "", "a minus b c d"),
        (r"\int_a^b f(x),dx", "", "the integral from a to b of f of x with respect to x"),
        (r"D(Q\vert \vert P)", "", "D of the quantity Q double bar P end quantity"),
        (r"\hat{sd}(\hat\theta_n)", "", "sd hat of theta hat sub n"),
        (r"X \sim_{i.i.d} P", "", "X is distributed as marked below i.i.d end mark P"),
        (
            r"(k\times 1)\cdot(1\times k)",
            "a vector of a matrix",
            "the quantity k by 1 end quantity dot the quantity 1 by k end quantity",
        ),
        (
            r"[x_1, \dots, x_n] \in \mathbb{R}^{d\times n}",
            "",
            "open bracket x sub 1, dot dot dot, x sub n close bracket is in real space of dimension d by n",
        ),
        (
            r"X = [x_1, \dots, x_n] \in \mathbb{R}^{d\times n}",
            "",
            "X equals open bracket x sub 1, dot dot dot, x sub n close bracket is in real space of dimension d by n",
        ),
        ("`(a,b)`", "is an interval", "open parenthesis a, b close parenthesis"),
        (r"\Delta^\ell", r"each layer $\ell$ has its $z^\ell$", "capital delta superscript ell"),
        (r"p=\,^A_B R", "", "p equals sub B superscript A R"),
    ],
)
def test_what_a_book_types_in_its_own_way(latex, context, spoken):
    read = read_formula(latex, context)
    assert (read.spoken, read.complete) == (spoken, True)


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        ("H_2", "Let $H_n$ be an event, so that $H_2$ means the second coin flip is heads."),
        ("z = x + y", "These are the random variables taking specific values $x,y$ or $z$."),
        ("m < n", "When $m > n$ and $K$ has rank $n$ we have one. When $m < n$ and $K$ has rank $m$ we have another."),
        ("P", "a law $Q$ with parameters $a$ and $P$ denote the target distribution."),
        ("S_n", "Here, $S_n$ is the sum of $n$ i.i.d. random variables."),
        ("k", "If we have multiple neurons in a layer ($k$), then we sum."),
        (r"p_{\theta}(z|x)", r"The likelihood function $p_{\theta}(x)$ measures it."),
        (r"v_1, \ldots, v_r \in \mathbb{R}^n", r"Let $v_1, \ldots, v_r \in \mathbb{R}^n$ and $A$ be the matrix of them."),
        (r"X_1=x_1\ldots X_n=x_n", r"The probability of a particular sequence $X_1=x_1\ldots X_n=x_n$ is this."),
        (r"\mathcal{F}", r"As a shorthand we can write it as a fancy $\mathcal{F}$ here."),
        (
            "(X - c)^2",
            "\\begin{thm} Let $X$ be a non-negative random variable. \\end{thm} \\begin{proof} So. \\end{proof} Apply it to $(X - c)^2$ now.",
        ),
        ("i", r"This holds for all samples $S := \{x_j\} \subset D$ and $i\in[n]$."),
        ("J(W,b;x,y) = J", "We minimise the overall cost function $J(W,b)$ with it."),
    ],
)
def test_what_only_looks_like_a_meaning_is_told_of_no_letter(latex, text):
    assert not [one for one in explain_formula(latex, text).symbols if one.origin.value == "text"]


def test_what_stands_behind_an_and_may_have_a_noun_of_its_own():
    text = "Let $Q$ denote a distribution with variational parameters $\\phi$ and $P$ a target distribution with fixed $\\theta$."
    assert "parameter" not in explain_formula("P", text).symbols[0].meaning


def test_brackets_around_a_statement_are_no_list():
    assert "list" not in read_formula(r"[\exists u\in V,\ v+u=0] \land [\forall w\in V,\ v+w=0]").spoken
    assert read_formula("[x, y, z]").spoken == "the list x, y, z end list"


def test_the_identity_makes_no_generalised_eigenvalue_equation():
    text = "An eigenvector of the matrix is a vector with $A v = \\lambda I_n v$, where the eigenvalue is a number."
    name = explain_formula(r"A v = \lambda I_n v", text).name
    assert name is None or "generalised" not in name.name


@pytest.mark.parametrize(
    ("latex", "spoken"),
    [
        (r"\begin{cases} 1 & if x > 0 \\ 0 & else \end{cases}", "the cases 1 if x is greater than 0; 0 else end cases"),
        (r"f(x) = 2, if(x > 0)", "f of x equals 2, if the quantity x is greater than 0 end quantity"),
        ("x = 1 or x = 2", "x equals 1 or x equals 2"),
        ("P(A and B)", "the probability of A and B end probability"),
        (r"x \in A for all x", "x is in A for all x"),
        (r"f(x) \to 0 as x \to \infty", "f of x goes to 0 as x goes to infinity"),
        (r"\min f(x) subject\ to\ x > 0", "the minimum of f of x subject to x is greater than 0"),
        ("a_{if} + i f", "a sub i f end sub plus i f"),
    ],
)
def test_words_typed_among_the_signs_are_words(latex, spoken):
    assert read_formula(latex).spoken == spoken


@pytest.mark.parametrize(
    ("latex", "context", "spoken"),
    [
        (
            "a(v+w)=av+aw",
            r"for all $a$ and $v$, $a(bv)=(ab)v$ holds.",
            "a times the quantity v plus w end quantity equals a v plus a w",
        ),
        ("L(Ux)=y", r"so that $Ax = y$ is $L(Ux)=y$", "L open parenthesis U x close parenthesis equals y"),
        (r"v = \text{} \sum_i x_i", "", "v equals the sum over i of x sub i"),
        (r"\begin{cases} & x = 1 \\ & y = 2 \end{cases}", "", "the system x equals 1; y equals 2 end system"),
        (r"\mu \times \nu", "measures on spaces of any dimension", "mu times nu"),
        (r"f(x) \ge y \cdots (2)", "", "f of x is greater than or equal to y"),
        (r"\dim \operatorname{null} T", "", "the dimension of the null space of T end dimension"),
        ("dim V = n", "", "the dimension of V equals n"),
        (r"\frac{\partial}{\partial_x}f(x,y)", "", "partial over partial sub x f of x and y"),
        (r"ylog\mu", "", "y times the log of mu"),
        (r"P(A | B) \cong P(C | D)", "", "the probability of A given B congruence sign the probability of C given D"),
        (r"(-D(P), D(Q))", "where it lies between these", "open parenthesis minus D of P, D of Q close parenthesis"),
        (
            r"A = \{x^n : \sum_{i=1}^n l(x_i) > c\}",
            "",
            "A equals the set of all x superscript n such that the sum from i equals 1 to n of l open parenthesis x sub i close parenthesis is greater than c end set",
        ),
        (r"P_\theta(. \mid x)", "", "P sub theta of dot given x"),
        (r"180\degree", "", "180 degrees"),
        (
            r"(x-\mu)' \Gamma^{-1} (x-\mu)",
            "",
            "the quantity x minus mu end quantity prime times capital gamma inverse times the quantity x minus mu end quantity",
        ),
        (r"\int f d(\mu \times \nu) = c", "", "the integral of f with respect to the quantity mu times nu end quantity equals c"),
        (r"0_{k \times (n-k)}", "", "0 sub k by the quantity n minus k end quantity end sub"),
    ],
)
def test_what_looks_like_something_else_is_said_as_what_it_is(latex, context, spoken):
    assert read_formula(latex, context).spoken == spoken


@pytest.mark.parametrize("sign", [*rare_signs.PRODUCTS, *rare_signs.RELATIONS])
def test_a_rare_sign_is_said_and_can_be_read_back(sign):
    read = read_formula(rf"x \{sign} y")
    assert read.complete
    assert read_back(read.spoken) == meaning(read.tree)


@pytest.mark.parametrize("letter", [*rare_signs.SYMBOLS])
def test_a_rare_letter_is_said_and_can_be_read_back(letter):
    read = read_formula(rf"x + \{letter} ")
    assert read.complete
    assert read_back(read.spoken) == meaning(read.tree)


@pytest.mark.parametrize(
    ("latex", "spoken"),
    [
        (r"\Vec{u} + \vv{v}", "vector u plus vector v"),
        (r"\ket{x} \ip{u}{v}", "open bar x close angle bracket times the inner product of u and v end inner product"),
        (r"x \xRightarrow{d} y", "x double arrow to marked above d end mark y"),
        (r"\comm{A}{B} = 0", "open bracket A, B close bracket equals 0"),
        (r"u \circledcirc v", "u circled circle v"),
    ],
)
def test_commands_of_well_known_packages(latex, spoken):
    read = read_formula(latex)
    assert (read.spoken, read.complete) == (spoken, True)
