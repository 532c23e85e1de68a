r"""Formulas from chapters of books that nobody here had read, as they were read wrongly when they were drawn (decision 0006)."""

from __future__ import annotations

import pytest

from tutor.maths.explain import explain_formula
from tutor.maths.formula import read_formula

MULTI = r"Let $\alpha = (\alpha_1, \ldots, \alpha_d) \in N_0^d$ be a multi-index. We have"
READ = [
    (r"x_2^{\prime\prime} + y^{\prime\prime\prime}", "", "x sub 2 double prime plus y triple prime"),
    (r"\dim(im(T))", "", "the dimension of the image of T end dimension"),
    (r"\vec{X_n} - \vec{\mu}", "", "X sub n arrow above minus vector mu"),
    (r"D^\alpha v - v^\alpha", MULTI, "D superscript alpha v minus v superscript alpha"),
    (
        r"f: (X, \mathcal{A}) \to (Y, \mathcal{B})",
        "",
        "f mapping the pair X, script A end pair to the pair Y, script B end pair",
    ),
    (
        r"I = (a, b)",
        "continuous on an open interval $I = (a, b)$ containing the point $c$",
        "I equals the open interval from a to b",
    ),
    (r"\mathbb{P}(=\mathbb{P}_\mu)", "", "double-struck P open parenthesis equals double-struck P sub mu close parenthesis"),
    (r"\left(X\right){}^{-1} y", "", "X inverse times y"),
    (r"-\text{\ensuremath{\log}} x", "", "minus the log of x"),
    (r"\theta^{\text{adj},(s)}", "", "theta superscript adj, open parenthesis s close parenthesis end superscript"),
    (r"q_{1 2}", "", "q sub 1 2 end sub"),
    (r"x \leq \sqrt{2} \ \ \ (1)", "", "x is less than or equal to the square root of 2"),
    (
        r"f = \left\{ \begin{array}{l l} 0,&\text{ if } x \leq 0, \\ 1,&\text{ otherwise} \end{array} \right..",
        "",
        "f equals the cases 0 if x is less than or equal to 0; 1 otherwise end cases",
    ),
    (r"f^+ - f^-", "", "f superscript plus end superscript minus f superscript minus end superscript"),
    (r"V \cong W", "by the triangle inequality", "V congruence sign W"),
    (r"\varpi - \pi", "", "variant pi minus pi"),
    (r"\pmatrix{a & b \cr c & d}", "", "the 2 by 2 matrix with rows a, b; c, d end matrix"),
    (r"\theta = \array{0 \\ 0}", "", "theta equals the column vector with entries 0, 0 end vector"),
    (r"(R^n)^m", "", "the quantity R superscript n end quantity superscript m"),
    (r"\ensuremath{\int}_0^{2\ensuremath{\pi}} f(x) dx", "", "the integral from 0 to 2 pi of f of x with respect to x"),
    (r"\norm{x}", r"\newcommand{\norm}[1]{|\!| #1 |\!|} It is small.", "the norm of x"),
    (
        r"\begin{bmatrix} u_1 | u_2 | \ldots | u_m \end{bmatrix}",
        "",
        "the matrix with entry u sub 1 vertical bar u sub 2 vertical bar dot dot dot vertical bar u sub m end matrix",
    ),
    (r"\operatorname{supp}\{u\}", "", "the support of u"),
    (r"\forall (x_n) \subset X", "", "for all open parenthesis x sub n close parenthesis a subset of X"),
    (r"M \text{something}(X + I)", "", "M something the quantity X plus I end quantity"),
    (r"\langle g, \varphi \rangle", "a test function", "open angle bracket g, phi close angle bracket"),
    (r"\norm[0]{x}_p \leq \del{x + 1}", "", "the p norm of x is less than or equal to the quantity x plus 1 end quantity"),
    (r"\\{ \mathcal{F}_n \\}", "", "open brace script F sub n close brace"),
    (r"{\bf (i)} \ \sup_g f(g) \le 1", "", "(i) the supremum over g of f of g is less than or equal to 1"),
    (r"\begin{bmatrix} R & t \\ 0 & 1 \end{bmatrix}", "", "the matrix with rows R, t; 0, 1 end matrix"),
]
OPEN = [
    (r"\mathbf{x}^n", ""),
    (r"|y| = 1", "in a Hilbert space"),
    (r"\left.T\right|_B x", ""),
    (r"(T - T_k) x_n", "a compact operator"),
    (r"\argmin_z F(z)", "denotes the set of minimizers of F"),
    (r"0 \leq A_0, A_1 < \infty", ""),
    (r"E(a - b)(c - d)^2", "the expected value"),
    (r"\epsilon - \delta", ""),
    (r"\frac{\partial^2 f}{\partial u^2}(du_t)^2", ""),
    (r"a = b \\ \Downarrow \\ c = d", ""),
    (r"(X^T X)^g", "a generalized inverse"),
    (r"(N \times h \times w) * (f \times g)", "the shape of a tensor"),
    (r"\mathbf{L}^p(\Omega)", ""),
    (r"(\mathbf{a} \cdot \nabla)^2 f", ""),
    (r"\mathop{\mathrm{minimum}}_u \left\{ h(u) : u > 0 \right\}", ""),
    (r"-\sin x e^{-t}", ""),
    (r"A^{-1}(y + z)", "a linear operator"),
    (r"A \binom{x}{y} \leq b", ""),
    (r"d\{x, y\}", ""),
    (r"Z = [\mathbf{y}\,\mathbf{X}]", ""),
    (r"[\textbf u_1 \ \textbf u_2]", ""),
    (r"\arg\min_\Theta s(\theta)", ""),
    (r"H = \mathcal{S} \times A", "the set of histories"),
    (r"\log 1/\delta", ""),
    (r"Re\langle x, y \rangle", ""),
    (r"k \log a(x) \cdot b(x)", ""),
    (r"\nabla^2 L(\theta)^{-1}", ""),
    (r"\sqrt{MSE\left(\frac{1}{n} + \frac{1}{m}\right)}", ""),
    (r"w(u_i u_{i+1})", "the edge between two vertices"),
    (r"A \sum_i x_i", "the mapping $A$ is linear"),
]


def test_words_in_a_formula_are_no_factor_of_its_sentence() -> None:
    assert "multipl" not in explain_formula(r"B^* = \text{Hermitian adjoint of } B").meaning


@pytest.mark.parametrize(("latex", "context"), OPEN)
def test_what_the_page_leaves_open_is_listed(latex: str, context: str) -> None:
    assert read_formula(latex, context).ambiguous


@pytest.mark.parametrize(("latex", "context", "reading"), READ, ids=[f"{n}-{r[0][:24]}" for n, r in enumerate(READ)])
def test_a_formula_of_a_book_is_read_as_its_page_means_it(latex: str, context: str, reading: str) -> None:
    found = read_formula(latex, context)
    assert found.complete and found.spoken == reading


UNDEFINED = [
    (r"\ceil{\log x} + \floor{x}^2", r"the ceiling of the log of x end ceiling plus the floor of x end floor squared"),
    (r"\set{x : x > 0}", r"the set of all x such that x is greater than 0 end set"),
    (r"\set{x}{x > 0}", None),
    (r"\ceil x", None),
    (r"\bx{3}", None),
    (r"a + \ceil{x + 1", None),
    (r"\inner{x}{y", None),
    (r"\inner{x}{y + z}", r"the inner product of x and y plus z end inner product"),
    (r"\bx^\top \by", r"bold x transpose bold y"),
    (r"\vw \in \bbR^n", r"bold w is in real space of dimension n"),
    (r"S \eqqcolon T", r"S is the definition of T"),
    (r"\newcommand{\bx}{b_x} \bx + 1", r"b sub x plus 1"),
    (r"\operatorname{cost} \lVert x \rVert", r"cost the norm of x"),
    (r"\operatorname{minimize}_f \frac{1}{n} \sum_i x_i", r"minimize sub f 1 over n times the sum over i of x sub i"),
    (r"2 a \unheard{x + y}{z}", r"2 a [unread: \unheard] the quantity x plus y end quantity z"),
]


@pytest.mark.parametrize(("latex", "reading"), UNDEFINED)
def test_what_preambles_define_alike_is_read_without_one_and_nothing_is_multiplied_by_what_is_not_read(latex, reading):
    found = read_formula(latex)
    if reading is None:
        assert not found.complete and " times " not in found.spoken
    else:
        assert found.spoken == reading
