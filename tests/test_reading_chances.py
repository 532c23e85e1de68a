r"""Formulas of probability, processes, queues, lives and data, as they were read wrongly before (decision 0006)."""

from __future__ import annotations

import pytest

from tutor.maths.explain import explain_formula
from tutor.maths.formula import read_formula

DRIFT = r"We write $E[X]$ for the mean, and $d\mathbb Q / d\mathbb P$ for the density."
READ = [
    # averages without brackets
    (r"E\sum_i X_i", DRIFT, "the expected value of the sum over i of X sub i end expected value"),
    (r"Ee^{tX} < \infty", DRIFT, "the expected value of e to the power t X end power end expected value is less than infinity"),
    (r"EX^2 - (EX)^2", DRIFT, "the expected value of X squared end expected value minus the quantity the expected value of X"
     " end quantity squared"),
    (r"E(X-EX)^2", "", "the expected value of the quantity X minus the expected value of X end quantity squared end expected value"),
    (r"EX = 8", "a matrix", "E X equals 8"),
    (r"E_{t-1}[\pi_t]", "the expected value", "the expected value sub t minus 1 of pi sub t"),
    # intervals below an indicator
    (r"I_{(0,1)}(x)", "", "I sub the open interval from 0 to 1 end sub open parenthesis x close parenthesis"),
    (r"I_{(i,j)}", "", "I sub the pair i, j end pair end sub"),
    # a measure that is written as the rationals are
    (r"\mathbb{Q}", DRIFT, "double-struck Q"),
    (r"\frac{d\mathbb Q}{d\mathbb P}", "", "the derivative of double-struck Q with respect to double-struck P"),
    (r"\mathbb{Q}", "It is dense in the reals.", "the rational numbers"),
    # queues
    (r"M/M/1", "", "M slash M slash 1"),
    (r"E_k/M/1/K", "", "E sub k slash M slash 1 slash K"),
    (r"W^{M/G/1}", "", "W superscript M slash G slash 1 end superscript"),
    (r"A/B/m", "a queue", "A slash B slash m"),
    (r"a/b/c", "", "a divided by b divided by c"),
    # marks before a letter
    (r"v^n\,{}_np_x", "", "v to the power n times sub n p sub x"),
    (r"v^n{}_np_x", "a life annuity", "v to the power n times sub n p sub x"),
    (r"\log{}_tp_x", "a life table", "the log of sub t p sub x end log"),
    (r"\Gamma^i{}_{jk}", "the connection", "capital gamma sub j k end sub superscript i"),
    (r"{}^A_BT\,{}^B_CT", "", "sub B superscript A T times sub C superscript B T"),
    # signs of their own
    (r"\rho_{12\cdot 3}", "", "rho sub 12 dot 3 end sub"),
    (r"2^{nd}", "", "2-nd"),
    (r"97.5^{th}", "", "97.5-th"),
    (r"T \sim \exp(\lambda)", "", "T is distributed as exp of lambda"),
    (r"f(X_t)d\langle X\rangle_t", "", "f of X sub t times d open angle bracket X close angle bracket sub t"),
    (r"\int_0^t H_s^2\,d[M]_s", "", "the integral from 0 to t of H sub s squared with respect to open bracket M close bracket sub s"),
    (r"\langle W^1, W^2\rangle_t", "", "open angle bracket W superscript 1, W superscript 2 close angle bracket sub t"),
    (r"P(t,T)", "the probability", "P of t and T"),
    (r"\mathrm{plim}_{n} \frac{1}{n} X", "", "the probability limit over n of 1 over n times X"),
    (r"\mu_n \Rightarrow \mu", "", "mu sub n double arrow to mu"),
    (r"\partial_x^2[B p]", "", "partial sub x squared of the quantity B p end quantity"),
    (r"X - Y - Z", "form a Markov chain", "X dash Y dash Z"),
    (r"X - Y - Z", "", "X minus Y minus Z"),
    (r"\nabla X_t = X_t - X_{t-1}", "", "nabla of X sub t equals X sub t minus X sub t minus 1 end sub"),
    (r"x_t - \eta\nabla f(x_{t-1})", "", "x sub t minus eta times the gradient of f of x sub t minus 1 end sub"),
    (r"X_{1(2)}", "", "X sub 1 open parenthesis 2 close parenthesis end sub"),
    (r"X \dot\sim N", "", "X is distributed as marked above dot end mark N"),
    (r"a \dot= b", "", "a equals with a dot above b"),
    (r"(p,d,q)(P,D,Q)_s", "", "the triple p, d, q end triple the triple P, D, Q end triple sub s"),
    (r"X|_{[0,T]}", "", "X restricted to open bracket 0, T close bracket end range"),
    (r"\frac{dQ}{dP}|_{\mathcal F_t}", "",
     "the derivative of Q with respect to P restricted to script F sub t end range"),
    (r"\mathop{\sum\sum}_{i\ne j} x_i", "", "the sum of the sum over i is not equal to j of x sub i"),
    (r"F^\leftarrow(y)", "", "F superscript left arrow end superscript of y"),
    (r"VaR_\alpha(L)", "", "VaR sub alpha open parenthesis L close parenthesis"),
    (r"ab + a - b - (1)", "", "a b plus a minus b minus open parenthesis 1 close parenthesis"),
    (r"[X+Y]_t", "", "open bracket X plus Y close bracket sub t"),
    (r"x \stackrel{\rm set}{=} 0", "", "x equals marked above set end mark 0"),
    (r"\Sigma x", "the mean of the frequency table", "the sum of x"),
]  # fmt: skip
OPEN = [
    (r"E_0\sum_t \beta_t", ""),
    (r"C_5^3", ""),
    (r"A_3^2", "combinations"),
    (r"2\frac34", ""),
    (r"3\frac12\%", ""),
    (r"\Sigma x", ""),
    (r"R_\lambda f", ""),
    (r"P_tf(x)", "the semigroup"),
    (r"\mu f", "Let $\\mu$ be a measure"),
    (r"A(L)y_t", ""),
    (r"\theta_t\omega", ""),
    (r"E(S-K)^+", ""),
    (r"E(X-d)_+", ""),
    (r"OR = 2", ""),
    (r"RR_{XY}", ""),
    (r"|X'X| \neq 0", ""),
    (r"AB", "two events"),
    (r"P(A/B)", "the probability"),
    (r"MS_{S/A}", ""),
    (r"[AB][C]", ""),
    (r"P X^{-1}", ""),
    (r"A\;or\;B", ""),
    (r"df(N-1)", ""),
    (r"X^T", r"the process stopped at $T$, $X_{t \wedge T}$"),
]
PLAIN = [
    (r"N_{A\overline{B}}", "the number of events"),
    (r"C_1^2 + C_2^2", ""),
    (r"A_n f(x)", ""),
    (r"\Sigma v = \lambda v", ""),
    (r"2\frac{x}{3}", ""),
    (r"\frac{1}{2} m v^2", ""),
    (r"E_1 + E_2", "the energy"),
    (r"P(A B)", "the probability of two events"),
]
UNSAID = [r"2\frac34", r"R_\lambda f", r"\Sigma x", r"\hat p = .43\ (.38, .48)", r"OR = 2", r"A\;or\;B"]


@pytest.mark.parametrize("latex", UNSAID)
def test_no_sentence_settles_what_the_page_leaves_open(latex: str) -> None:
    found = explain_formula(latex)
    assert found.meaning == found.spoken


@pytest.mark.parametrize(("latex", "context"), OPEN)
def test_what_books_on_chance_leave_open_is_listed(latex: str, context: str) -> None:
    assert read_formula(latex, context).ambiguous


@pytest.mark.parametrize(("latex", "context"), PLAIN)
def test_an_ordinary_formula_stays_without_a_doubt(latex: str, context: str) -> None:
    assert not read_formula(latex, context).ambiguous


@pytest.mark.parametrize(("latex", "context", "reading"), READ, ids=[f"{n}-{r[0][:24]}" for n, r in enumerate(READ)])
def test_a_formula_on_chance_is_read_as_its_page_means_it(latex: str, context: str, reading: str) -> None:
    found = read_formula(latex, context)
    assert found.complete
    assert found.spoken == reading
