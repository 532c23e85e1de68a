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
        "partial superscript alpha f equals partial sub 1 superscript alpha sub 1 end superscript of f",
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
    (
        r"(s, t) \in [0, 1] \times (0, 1)",
        "",
        "the pair s, t end pair is in the closed interval from 0 to 1 times the open interval from 0 to 1",
    ),
    (r"(a_1, b_1) \subset (c, d)", "", "the pair a sub 1, b sub 1 end pair is a subset of the open interval from c to d"),
    (r"h^{ab}(u_a + u_b)", "", "h superscript a b end superscript open parenthesis u sub a plus u sub b close parenthesis"),
    (r"G = \langle a, b \rangle", "", "G equals open angle bracket a, b close angle bracket"),
    (
        r"\langle x, y \rangle = \{\{x\}, \{x, y\}\}",
        "",
        "open angle bracket x, y close angle bracket equals the set the set x end set, the set x, y end set end set",
    ),
    (r"\sim p", "", "tilde sign p"),
    (r"\sim 5", "", "about 5"),
    (r"\neg A \to A", "", "not A implies A"),
    (r"\forall x\,(P(x) \to Q(x))", "", "for all x the quantity P of x implies Q of x end quantity"),
    (
        r"P(0) \wedge \forall n(P(n) \to P(n+1))",
        "",
        "P of 0 wedge for all n the quantity P of n implies P of the quantity n plus 1 end quantity end quantity",
    ),
    (r"\forall x_n \to x", "", "for all x sub n goes to x"),
    (r"\forall x\,(f_n(x) \to f(x))", "", "for all x the quantity f sub n of x goes to f of x end quantity"),
    (r"\forall x(Px \to Qx)", "", "for all x the quantity P x implies Q x end quantity"),
    (
        r"\forall x(x > 0 \to \exists y(y^2 = x))",
        "",
        "for all x the quantity x is greater than 0 implies there exists y the quantity y squared equals x end quantity end quantity",
    ),
    (r"\mathrm{ch}", "", "ch"),
    (r"\nabla_W Y", "", "the gradient of Y with respect to W"),
    (r"\nexists x", "", "there is no x"),
    (r"\{f: f: B \to A\}", "", "the set of all f such that f mapping B to A end set"),
    (r"\{f | f: A \to B\}", "", "the set of all f such that f mapping A to B end set"),
    (r"\mathrm{KL}(p|q)", "", "KL of the quantity p vertical bar q end quantity"),
    (r"p(x|y)", "", "p of x given y"),
    (r"D_{\mathrm{KL}}(q(z|x) \parallel p(z))", "", "D sub KL of the quantity q of z given x double bar p of z end quantity"),
    (r"A(1|2|3)", "", "A of the quantity 1 given 2 given 3 end quantity"),
    (r"\left\{{n \atop k}\right\}", "", "open brace n; next line: k close brace"),
    (
        r"{n \brace k} + {n \brack k}",
        "",
        "open brace n; next line: k close brace plus open bracket n; next line: k close bracket",
    ),
    (r"\bigwedge^k V", "", "the big wedge superscript k of V"),
    (r"3\text{-}SAT \leq_P k\text{-}NN", "", "3-SAT is less than or equal to marked below P end mark k-NN"),
    (r"(1\text{-}x)", "", "the quantity 1 minus x end quantity"),
    (r"\begin{align} a &= b & c &= d \\ &= e && f \end{align}", "", "a equals b, c equals d; next line: equals e, f"),
    (r"\begin{align} a &= b \\ &= c \end{align}", "", "a equals b equals c"),
    (r"v^{k+1}{}_kp_x", "", "v superscript k plus 1 end superscript times sub k p sub x"),
    (r"S_{ij}{}^k", "", "S sub i j end sub superscript k"),
    (r"f{\upharpoonright}A", "", "f restricted to A"),
    (r"\Box\phi = 0", "", "box phi equals 0"),
    (r"f: A \twoheadrightarrow B", "", "f colon A maps onto B"),
    (r"X_0 \xleftarrow{f} X_1", "", "X sub 0 left arrow marked above f end mark X sub 1"),
    (r"\mathbb{CP}^n", "", "CP superscript n"),
    (
        r"[f][g] = [f \cdot g]",
        "",
        "open bracket f close bracket times open bracket g close bracket equals open bracket f dot g close bracket",
    ),
    (r"\partial_t P = \partial_x^2(DP)", "", "partial sub t of P equals partial sub x squared of the quantity D P end quantity"),
    (r"(P_X)_\#\pi = \mu", "", "open parenthesis P sub X close parenthesis sub number sign pi equals mu"),
    (
        r"\int p^\alpha q^{1-\alpha}",
        "",
        "the integral of p to the power alpha end power times q superscript 1 minus alpha end superscript end integral",
    ),
    (
        r"\operatorname{erf}\frac{x}{\sqrt{2}}",
        "",
        "the error function of the fraction x all over the square root of 2 end fraction end error function",
    ),
    (r"\mathrm{SE}\sqrt{n}", "", "SE the square root of n"),
    (r"R/(p)", "", "R divided by open parenthesis p close parenthesis"),
    (r"\partial_1 \cdots \partial_n f", "", "partial sub 1 dot dot dot partial sub n of f"),
    (r"\mathop{\rm ess\,sup}|f|", "", "the essential supremum of the absolute value of f"),
    (
        r"\int\!\!\int dq\,dp\; e^{-q}",
        "",
        "the integral of the integral of e to the power minus q end power with respect to q with respect to p",
    ),
]
OPEN = [
    (r"x^\mu = 0", ""),
    (r"C_b^2", ""),
    (r"H_0^2", ""),
    (r"\ell^2_+", ""),
]
UNSAID = [
    (r"fg(x) = f(g(x))", ""),
    (r"ff(2) = -1", ""),
    (r"f^{-1}f(x) = x", ""),
    (r"aRb", ""),
    (r"uv \in E", ""),
    (r"B(3, -1)", ""),
    (r"M_0(x_0; y_0)", ""),
    (r"P(2|3)", ""),
    (r"|\alpha| = \alpha_1 + \cdots + \alpha_n", ""),
    (r"\partial^\alpha u = |\alpha|", ""),
    (r"A = \|a_{ij}\|", ""),
    (r"p \supset q", ""),
    (r"\mathrm{Sym}^2 V", ""),
    (r"\delta \int L\,dt = 0", ""),
    (r"\binom{3}{-2} \cdot \binom{1}{4} = -5", ""),
    (r"\overrightarrow{OA} = \binom{3}{4}", ""),
    (r"f(a + 0)", ""),
    (r"\lim_{x \to a - 0} f(x)", ""),
    (r"(L_g)_* X", ""),
    (r"n!!", ""),
    (r"\Box p", ""),
    (r"H \leq G", ""),
    (r"p \to q", ""),
    (r"\vec{a} = \{1; 2; 3\}", ""),
    (r"(\vec{a}\vec{b}\vec{c})", ""),
    (r"(\lambda x.M)N", ""),
    (r"\{e\}(x)", ""),
    (r"[u(t)](x) = 0", ""),
]
PLAIN = [
    r"e^\lambda + 2^\alpha",
    r"\nabla_W L + \nabla_\theta J",
    r"\|x\|_2^2 + \ell_2^2",
    r"n^\alpha + t^\beta",
    r"\int f\,dx + C",
    r"N(0, 1)",
    r"A \supset B",
    r"\binom{n}{2} + \binom{5}{3}",
    r"f(x)g(x) + g(f(x))",
    r"\langle x, y \rangle = 0",
    r"k_1 = hf(x, y)",
    r"x + 0 = x",
    r"E[w] - 0",
    r"x \to y + \|A\|_{p \to q}",
    r"n \leq N",
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
