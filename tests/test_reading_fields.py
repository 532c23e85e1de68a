r"""Formulas of many fields, analysis, geometry, algebra, logic, as they were read wrongly when they were drawn (decision 0006)."""

from __future__ import annotations

import pytest

from tutor.maths.explain import explain_formula
from tutor.maths.formula import read_formula

READ = [
    (r"g_{\mu\nu} dx^\mu dx^\nu", "", "g sub mu nu end sub d x superscript mu d x superscript nu"),
    (r"u^\epsilon = \eta_\epsilon * u", "", "u superscript epsilon equals eta sub epsilon asterisk u"),
    (r"x^\alpha", "the power of a number", "x to the power alpha"),
    (
        r"\partial^\alpha f = \partial_1^{\alpha_1} f",
        "",
        "partial superscript alpha f equals partial sub 1 superscript alpha sub 1 end superscript f",
    ),
    (r"L^2_\mu", "", "L sub mu superscript 2"),
    (r"H^{-1}(\Omega)", "", "H superscript minus 1 end superscript of capital omega"),
    (r"\|f\|_{H^{-1}}", "", "the H superscript minus 1 end superscript norm of f"),
    (r"\int d^3x\,\rho(x)", "", "the integral of d superscript 3 x times rho open parenthesis x close parenthesis end integral"),
    (r"\nabla_X Y - \nabla_Y X", "", "nabla sub X of Y minus nabla sub Y of X"),
    (r"\nabla_{\dot\gamma} \dot\gamma = 0", "", "nabla sub gamma dot above end sub of gamma dot above equals 0"),
    (r"\nabla_W L", "", "the gradient of L with respect to W"),
    (r"\phi_{,i} = \phi_{;i}", "", "phi sub comma i end sub equals phi sub semicolon i end sub"),
    (r"T^{\mu\nu}{}_{;\nu} = 0", "", "T sub semicolon nu end sub superscript mu nu end superscript equals 0"),
    (r"R_{[\mu\nu\rho]\sigma} = 0", "", "R sub open bracket mu nu rho close bracket sigma end sub equals 0"),
    (r"A^{[l-1]T}", "", "A superscript open bracket l minus 1 close bracket T end superscript"),
    (r"f: (X, d) \to (Y, d')", "", "f mapping the pair X, d end pair to the pair Y, d prime end pair"),
    (r"\phi: (G, \cdot) \to (H, *)", "", "phi mapping the pair G, dot end pair to the pair H, asterisk end pair"),
    (r"f: (a, b) \to (0, 1)", "", "f mapping the open interval from a to b to the open interval from 0 to 1"),
    (r"(f) = (g)", "", "open parenthesis f close parenthesis equals open parenthesis g close parenthesis"),
    (
        r"(2)(3) = (6)",
        "",
        "open parenthesis 2 close parenthesis times open parenthesis 3 close parenthesis equals open parenthesis 6 close parenthesis",
    ),
    (r"a|b \Rightarrow a|bc", "", "a divides b implies a divides b c"),
    (r"p|ab \Rightarrow p|a\text{ or }p|b", "", "p divides a b implies p divides a or p divides b"),
    (r"f|A = g|A", "", "f vertical bar A equals g vertical bar A"),
    (r"2|x| = |y|", "", "2 times the absolute value of x equals the absolute value of y"),
    (r"\oint_C P\,dx + Q\,dy = 0", "", "the contour integral over C of P d x plus Q d y end contour integral equals 0"),
    (r"\int f dx + \int g dx", "", "the integral of f with respect to x plus the integral of g with respect to x"),
    (r"\int_\Omega \omega \wedge \eta", "", "the integral over capital omega of omega wedge eta end integral"),
    (
        r"\int_M d\omega = \int_{\partial M} \omega",
        "",
        "the integral over M of d omega end integral equals the integral over partial M of omega end integral",
    ),
    (
        r"\operatorname{ess\,sup}_{x \in X} |f(x)|",
        "",
        "the essential supremum over x in X of the absolute value of f of x end absolute value",
    ),
    (r"\mathrm{ess}\sup f", "", "the essential supremum of f"),
    (
        r"\mathrm{ch}^2x - \mathrm{sh}^2x = 1",
        "",
        "the hyperbolic cosine squared of x minus the hyperbolic sine squared of x equals 1",
    ),
    (r"\operatorname{arctg}\frac{x}{a}", "", "the arc tangent of x over a end arc tangent"),
    (r"\lg 100 = 2", "", "the lg of 100 equals 2"),
    (r"{\rm p.v.}\int f = 0", "", "p.v. the integral of f end integral equals 0"),
    (r"[\![1, n]\!]", "", "open double bracket 1, n close double bracket"),
    (r"f\restriction_A = g", "", "f restricted to A equals g"),
    (r"\exists! x \in A", "", "there exists exactly one x in A"),
    (r"a \leqq b \geqq c", "", "a is less than or equal to b is greater than or equal to c"),
    (
        r"\varlimsup_n a_n + \varliminf_n a_n",
        "",
        "the limit superior over n of a sub n plus the limit inferior over n of a sub n",
    ),
]
OPEN = [
    (r"x^\mu = 0", ""),
    (r"C_b^2", ""),
    (r"H_0^2", ""),
    (r"\ell^2_+", ""),
]
UNSAID = [
    (r"x^\mu = 3", ""),
]
PLAIN = [
    r"e^\lambda + 2^\alpha",
    r"\nabla_W L + \nabla_\theta J",
    r"\|x\|_2^2 + \ell_2^2",
    r"n^\alpha + t^\beta",
    r"\int f\,dx + C",
]


@pytest.mark.parametrize(("latex", "context"), OPEN)
def test_what_a_field_leaves_open_is_listed(latex: str, context: str) -> None:
    assert read_formula(latex, context).ambiguous


@pytest.mark.parametrize(("latex", "context"), UNSAID)
def test_what_may_mean_something_else_in_a_field_is_not_told_in_other_words(latex: str, context: str) -> None:
    found = explain_formula(latex, context)
    assert found.ambiguous and found.meaning == found.spoken


@pytest.mark.parametrize("latex", PLAIN)
def test_an_ordinary_formula_stays_without_a_doubt(latex: str) -> None:
    found = read_formula(latex)
    assert found.complete and not found.ambiguous


@pytest.mark.parametrize(("latex", "context", "reading"), READ, ids=[f"{n}-{r[0][:24]}" for n, r in enumerate(READ)])
def test_a_formula_of_a_field_is_read_as_its_page_means_it(latex: str, context: str, reading: str) -> None:
    found = read_formula(latex, context)
    assert found.complete and found.spoken == reading
