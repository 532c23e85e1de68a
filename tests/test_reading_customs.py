r"""Habits of typing, and notations of one field that look like those of another (decision 0006): read as they stand, or listed."""

from __future__ import annotations

import pytest

from tests.conftest import clock, since
from tutor.maths.explain import explain_formula
from tutor.maths.formula import read_formula

SPACES = "For a subspace $U$ of $V$ write $V/U$ for the quotient. The slope"
PAREN = (
    r"\providecommand{\paren}[1]{\mathopen{}\left(#1\right)\mathclose{}} \providecommand{\SE}[1]{\operatorname{SE}\paren{#1}}"
    r" \def\@inner{\mathrm{d}} \providecommand{\dx}[1][x]{\,\@inner{#1}}"
)
READ = [
    (r"m=(y_2-y_1)/(x_2-x_1)", SPACES, "divided by the quantity x sub 2"),
    (r"G/(H \cap N)", "subgroups", "G mod the quantity H intersect N"),
    (r"\lambda I \le A", "subspaces of positive semidefinite matrices", "is less than or equal to A"),
    (r"0{,}05 < 3{,}14159", "", "0.05 is less than 3.14159"),
    (r"1{,}000 + 12{,}345", "", "1,000 plus 12,345"),
    (r"x = [x\ y\ 1]^T", "", "the list x, y, 1 end list"),
    (r"C = [\,B \;\; AB \;\cdots\; A^{n-1}B\,]", "", "the list B, A B, dot dot dot, A superscript"),
    (r"(i)\ f(0) = 0", "", "(i) f of 0 equals 0"),
    (r"(P)~\min f(x)", "", "(P) the minimum of f of x"),
    (r"u(0,t) = 0\ (t > 0)", "", "equals 0 open parenthesis t is greater than 0 close parenthesis"),
    (r"x_n \to x\ (n \to \infty)", "", "goes to x open parenthesis n goes to infinity close parenthesis"),
    (r"\Pr\ (X > 1)", "", "the probability that X is greater than 1"),
    (r"7 \equiv 1\ (\mathrm{mod}\ 3)", "", "7 is congruent to 1 open parenthesis mod 3 close parenthesis"),
    (r"\frac h2 f", "compare $h2$ and $h3$", "h over 2 times f"),
    (r"\iint_D f\,dxdy", "we write dxdy", "with respect to x and y"),
    (r"\int f\,\mathrm dx", "", "the integral of f with respect to x"),
    (r"\int f\,{\rm d}x", "", "the integral of f with respect to x"),
    (r"\frac{\rm d y}{\rm d x}", "", "the derivative of y with respect to x"),
    (r"{\rm dim} V", "", "the dimension of V"),
    (r"\sum_{\langle i,j \rangle} s_i s_j", "", "the sum over open angle bracket i, j close angle bracket of"),
    (r"<x,y>=x^Ty", "", "the inner product of x and y end inner product equals x transpose y"),
    (r"2<x,y>+1", "", "2 times the inner product of x and y"),
    (r"2 < x, y > 1", "", "2 is less than x, y is greater than 1"),
    (r"R = \sin\theta\,[\omega]_\times", "", "the sine of theta times open bracket"),
    (r"(x*y)(1+\epsilon)", "", "asterisk y end quantity times the quantity 1"),
    (r"(f+g)'(2) + (f+g)(2)", "", "f plus g end quantity prime of 2 plus the quantity f plus g end quantity of 2"),
    (r"F(x) = (r, x)", "", "F of x equals the pair r, x end pair"),
    (r"(f*g)(t)", "", "asterisk g end quantity of t"),
    (r"|u|_{1,\Omega}", "", "open bar u close bar sub 1, capital omega"),
    (r"\mathrm{tr}\sqrt{\rho}", "", "the trace of the square root of rho"),
    (r"\mathrm{Tr}|A|", "", "the trace of open bar A close bar"),
    (r"a_{1\pi(1)}", "", "a sub 1 pi open parenthesis 1"),
    (r"\underset{C \leftarrow B}{P}", "", "C left arrow B"),
    (r"\overline{\lim} x_n", "", "the limit superior of x sub n"),
    (r"L\{y\} = s", "the Laplace transform", "L of y equals s"),
    (r"\angle G(s)", "", "angle G of s"),
    (r"(Ax,y) = (x,A^*y)", "", "open parenthesis A x, y close parenthesis equals open parenthesis x, A star y"),
    (r"(r_i,r_j) = 0", "", "open parenthesis r sub i, r sub j close parenthesis equals 0"),
    (r"(f,g)_{L}", "", "open parenthesis f, g close parenthesis sub L"),
    (r"\iint_Ddxdy", "", "the double integral over D with respect to x and y"),
    (r"d\omega = \sin\theta d\theta d\phi", "", "the sine of theta times d theta d phi"),
    (r"f(x) = 0\ [x \in A]", "", "equals 0 open bracket x is in A close bracket"),
    (r"p \ne q\ (p,q\text{ prime})", "", "q open parenthesis p, q prime close parenthesis"),
    (r"|x| < \delta\,(\delta > 0)", "", "less than delta open parenthesis delta is greater"),
    (r"(*)\ x = y", "", "(*) x equals y"),
    (r"(\mathrm i)\ x > 0", "", "(i) x is greater than 0"),
    (r"(r_i,r_j) = 0,\ i \ne j", "", "r sub j close parenthesis equals 0, i"),
    (r"\dot f = \{f,H\}", "", "equals open brace f, H close brace"),
    (r"A = (a_i b_j)", "", "A equals open parenthesis a sub i b sub j close parenthesis"),
    (r"\SE{\hat\theta}", PAREN, "SE of theta hat"),
    (r"\int f(x) \dx", PAREN, "the integral of f of x with respect to x"),
    (r"\hat\theta = \mathrm{arg max}_{\theta} L(\theta)", "", "the value of theta that maximizes L of theta"),
    (r"\frac{\delta}{\delta w}(w x + b)", "", "delta w end fraction the quantity w x plus b"),
    (r"a = y \hspace{0.5in} b = x", "", "a equals y, b equals x"),
    (r"a = y \;\;\;\;\; b = x", "", "a equals y, b equals x"),
    (r"f \simeq g", "", "f is similar or equal to g"),
    (r"\begin{array}{ll} p(x) = 1 & \in [0,1]. \end{array}", "", "p of x equals 1 is in the closed interval from 0 to 1"),
    (r"(f^{-1}(E))^c", "", "end quantity superscript c"),
    (r"V = (x_i^{j-1})", "", "V equals open parenthesis x sub i"),
]
OPEN = [
    (r"\{X,Y\} = 0", "", "a bracket of the two, as a number or an operator"),
    (r"\ker(A - \lambda I)^2", "", "what stands in the brackets is raised"),
    (r"(D^2+1)y = \sin x", "a differential equation", "an operator that acts on what follows"),
    (r"\frac{1}{D-a} e^{x}", "a differential equation", "an operator that acts on what follows"),
    (r"\delta_x^2 u_j", "the central difference", "an operator that acts on what follows"),
    (r"0\;0\;0", "", "numbers beside each other"),
    (r"f_* v", "", "what a map makes of what follows"),
    (r"Df(x)[h]", "", "the value at what the brackets hold"),
    (r"K[R\,|\,t]", "the camera matrix", "the product with a matrix of two blocks"),
    (r"\sin\pi x/\pi x", "", "the function takes in all that follows the stroke"),
    (r"v = \omega \times r", "the angular velocity", "the cross product"),
    (r"\mathbf x \times \mathtt P \mathbf X = 0", "", "the cross product"),
    (r"A^{-1}_{ij}", "", "the entry of the whole that is raised"),
    (r"\frac{\partial(x,y)}{\partial(r,\theta)}", "", "their determinant, the Jacobian"),
    (r"\{\!\{u\}\!\}", "", "one pair of doubled braces"),
    (r"x!=0", "", "not equal, as programs write"),
    (r"\nabla f_n", "the backward difference", "the backward difference"),
    (r"f[x_0,x_1]", "a divided difference", "the divided difference at these points"),
    (r"|f| = 3", "the flow in a network", "the value of the flow"),
    (r"\int f \prod_{i \neq j} q_i dZ_i", "", "it takes in what follows"),
    (r"\frac{\delta}{\delta w}(w x + b)", "", "an operator that acts on what follows"),
    (r"x \to -\inf", "", "infinity, with a letter left out"),
    (r"[A\ B]", "", "entries beside each other"),
    (r"(v_t\ \omega_t)^T", "", "entries beside each other"),
    (r"\Sigma^{-1}_{ij}", "", "the entry of the whole that is raised"),
    (r"\mathrm{Tr}\rho\log\rho", "", "it takes in what follows"),
    (r"\nabla_A \mathrm{tr} AB", "", "it takes in what follows"),
    (r"\hat x \times \hat y = \hat z", "", "the cross product"),
    (r"|a \times b| = 1", "", "the cross product"),
    (r"a \cdot (b \times c)", "", "the cross product"),
    (r"N = (B-A) \times (C-A)", "", "the cross product"),
    (r"\frac{D}{Dt} \rho = 0", "", "an operator that acts on what follows"),
    (r"x = argmin f", "", "an operator that acts on what follows"),
    (r"x \epsilon R", "", "is a member of"),
    (r"f^* \omega", "the pullback of a form", "what a map makes of what follows"),
    (r"A/A_{11}", "", "the Schur complement"),
    (r"0\cdot5 + 3\cdot14159", "", "a decimal number with a raised point"),
    (r"x(at) \Leftrightarrow X", "the Fourier transform", "a pair of transforms"),
    (r"2^E", "the subsets of E", "the set of all subsets"),
    (r"P(G/e)", "edges of a graph we contract", "the graph with that edge contracted"),
]
PLAIN = [
    r"\tan \pi/4",
    r"A_{ij}",
    r"m \times n",
    r"3 \times \mathbf{x}",
    r"n!=1",
    r"\{1,2\} = A",
    r"(x,y) = (1,2)",
    r"\det(A)^2",
    r"2^n",
    r"\inf f",
    r"2\cdot5",
    r"(n-r) \times (n-r)",
    r"P(A) \times P(B)",
]


@pytest.mark.parametrize(("latex", "context", "words"), READ, ids=lambda one: one[:24])
def test_a_habit_of_typing_is_read_as_it_is_meant(latex: str, context: str, words: str) -> None:
    found = read_formula(latex, context)
    assert found.complete
    assert words in found.spoken


@pytest.mark.parametrize(("latex", "context", "sense"), OPEN, ids=lambda one: one[:24])
def test_a_custom_of_another_field_is_listed(latex: str, context: str, sense: str) -> None:
    assert any(sense in one for doubt in read_formula(latex, context).ambiguous for one in doubt.readings)


@pytest.mark.parametrize("latex", PLAIN)
def test_what_only_looks_like_one_of_them_is_plain(latex: str) -> None:
    listed = {one for doubt in read_formula(latex).ambiguous for one in doubt.readings}
    assert not listed & {sense for _, _, sense in OPEN}


def test_what_a_sum_runs_over_keeps_no_meaning_of_another_sentence() -> None:
    text = r"Let $k$ be the number of steps. Then we expand. The series is $\sum_k c_k t^k$."
    told = {one.symbol: one.meaning for one in explain_formula(r"\sum_k c_k t^k", text).symbols}
    assert told["k"] == "the index that runs through the terms"


def test_no_sentence_calls_an_operator_or_an_entry_a_product() -> None:
    for latex in (r"(D-a)y = 0", r"A^{-1}_{ij} = b"):
        found = explain_formula(latex, "Solve the differential equation with the matrix A.")
        assert found.meaning == found.spoken


def test_what_only_points_elsewhere_is_told_as_not_read() -> None:
    assert read_formula(r"\ref{fig:one}").unread == (r"\ref{fig:one}",)


def test_the_variable_of_another_integral_is_none_of_a_slope() -> None:
    text = "Let $f$ be a function. Here $x$ is called the \\textbf{integration variable}.\n\nThe rule is $\\frac{d}{dx} x^n = n x^{n-1}$."
    told = {one.symbol: one.meaning for one in explain_formula(r"\frac{d}{dx} x^n = n x^{n-1}", text).symbols}
    assert "integration" not in told["x"]


@pytest.mark.parametrize("latex", [r"\ " + "(a" * 9_900, r"a \; " + "[a " * 6_000, r"(a)\ x=1 " * 2_000, r"[a\ b\ c] " * 1_500])
def test_brackets_and_gaps_without_end_are_looked_through_at_once(latex: str) -> None:
    begun = clock()
    read_formula(latex[:19_999])
    assert since(begun) < 0.5
