"""Habits of typing that came out as products and primes: numbers, names of several letters, units, stretched signs, code."""

from __future__ import annotations

import pytest

from tests.known_open import known_open
from tutor.maths.explain import explain_formula
from tutor.maths.formula import read_formula
from tutor.maths.reading.context import context_of
from tutor.maths.reading.doubts.typed import typed_doubts
from tutor.maths.tree import walk

# fmt: off
READ = [
    (r"n = 120'000 \times 6000", "", "n equals 120,000 times 6000"),
    (r"720'000'000 * 8", "", "720,000,000 asterisk 8"),
    (r"100\,000", "", "100,000"),
    (r"c = 1e-4 = 0.0001", "", "c equals 10 to the power minus 4 end power equals 0.0001"),
    (r"1/2e-3", "", "1 divided by the quantity 2 times 10 to the power minus 3 end power end quantity"),
    (r"\text{version} \geq 3.2.0", "", "version is greater than or equal to 3.2.0"),
    (r"\frac{\partial N}{\partial {\kern 1pt} x}", "", "the partial derivative of N with respect to x"),
    (r"\text{km} \times \text{sec}^{-1}", "", "km times second inverse"),
    (r"[\mu\rm{g/m}^3]", "", "open bracket micrograms per cubic metre close bracket"),
    (r"iqr_y/1.34", "where iqr is the inter quartile range", "iqr sub y divided by 1.34"),
    (r"\frac{(up-down)}{\sqrt{count}}", "the number of up- and down-regulated genes",
     "the fraction the quantity up minus down end quantity all over the square root of count end fraction"),
    (r"x1\times x2", "", "x1 times x2"),
    (r"x1 = 2", "the predictors $x1$ and $x2$", "x1 equals 2"),
    (r"w = S1({t_i})", "", "w equals S1 of t sub i"),
    (r"V(Zr) = \frac{1}{N - 3}", "correlation coefficients $Zr$ per species", "V of Zr equals the fraction 1 all over N minus 3 end fraction"),
    (r"CD = \sqrt{n}", "Pesaran's $CD$ test", "CD equals the square root of n"),
    (r"d = log(OR)", "and present OR. Given such a OR, what is d?", "d equals the log of OR"),
    (r"OR = p", "the odds ratio is small; an odds ratio of one", "OR equals p"),
    (r"P.75 = \mu", "", "P.75 equals mu"),
    (r"std.err(b)", "", "std.err of b"),
    (r"\tau \sim half-Cauchy(0, 5)", "", "tau is distributed as half-Cauchy of 0 and 5"),
    (r"log2(x)", "", "the log base 2 of x"),
    (r"n = 5e6", "", "n equals 5 times 10 to the power 6"),
    (r"modx^{2}", "The values of $modx$; the set of values of $modx$", "modx squared"),
    (r"\newcommand{\loglp}{\mathrm{log1p}} \loglp(x)", "", "log1p of x"),
    (r"x^2, \ \mathrm{for}\ \ |x| < 1", "", "x squared, for the absolute value of x is less than 1"),
    (r"\log(1 - p-\text{value})", "", "the log of 1 minus p-value end log"),
    (r"\tau \sim {\rm half-Cauchy}(0, 10)", "", "tau is distributed as half-Cauchy of 0 and 10"),
    (r"\text{\code{s\_f}} \cdot p", "", "s_f dot p"),
    (r"d=N/(max-min)", "", "d equals N divided by the quantity maximum minus minimum end quantity"),
    (r"\{F \mid f := \frac d{dx} F is unimodal \}", "",
     "the set of all F such that f is defined as the derivative of F with respect to x is unimodal end set"),
    (r"a = 1\left( {or{\rm{ }}{b} = 1} \right)", "", "a equals 1, the quantity or b equals 1 end quantity"),
    (r"||x||_1 \mbox{   ($L_1$)   }", "", "the 1 norm of x, ( L sub 1 )"),
    (r"u = \left. a b \right/ \int f(y) dy", "",
     "u equals the quantity a b end quantity divided by the integral of f of y with respect to y"),
    (r"\exp{\left\{ -\frac{1}{2} x \right\}}", "", "the exponential of minus one half times x end exponential"),
    (r"\newcommand{\rank}{\operatorname{rank}} \rank{(\bm X)}", "", "the rank of bold X"),
    (r"\left\{a\left|b = A\right.\right\}", "", "the set of all a such that b equals A end set"),
    (r"x^{(0)}=(0\:1\:0)", "", "x superscript 0 in parentheses equals the quantity 0, 1, 0 end quantity"),
    ("\\begin{equation}\nQ = a\n(1)\n\\end{equation}", "", "Q equals a"),
    (r"(123)(67)(45)(8)", "two identical equivalence relations of the partitions", "123, 67, 45, 8"),
]
# fmt: on


@pytest.mark.parametrize(("latex", "context", "reading"), READ, ids=[f"{n}-{r[0][:24]}" for n, r in enumerate(READ)])
def test_a_habit_of_typing_is_read_as_it_is_meant(latex: str, context: str, reading: str) -> None:
    found = read_formula(latex, context)
    assert found.complete
    assert found.spoken == reading
    assert not known_open(found)


# fmt: off
KEPT = [
    (r"f'(x) + x'000", "f prime of x plus x prime 000"),
    (r"e^{2e-3}", "e to the power 2 e minus 3 end power"),
    (r"AB = BA", "A B equals B A"),
    (r"x_{i1} + x_{i2}", "x sub i 1 end sub plus x sub i 2 end sub"),
    (r"(2)(3) = 6", "2 times 3 equals 6"),
    (r"\max - x", "the maximum of minus x"),
    (r"f\left|_{x=0}\right.", "f vertical bar sub x equals 0 end sub"),
    (r"\text{sec}(x)", "the secant of x"),
    (r"p - value", "p minus value"),
    (r"f: A to B", "f colon A t o B"),
]
# fmt: on


@pytest.mark.parametrize(("latex", "reading"), KEPT)
def test_what_only_looks_like_such_a_habit_is_read_as_before(latex: str, reading: str) -> None:
    assert read_formula(latex).spoken == reading


def test_a_product_of_matrices_is_no_name_although_the_text_names_it() -> None:
    found = read_formula(r"(WH)_{kj} + H_{kj}", "the product WH, again WH")
    assert found.spoken == "the quantity W H end quantity sub k j end sub plus H sub k j end sub"


def test_a_capital_and_a_small_letter_are_one_name_where_they_are_called_together_each_time() -> None:
    spoken = read_formula(r"He_n(x) = x He_{n-1}(x) - (n - 1) He_{n-2}(x)", "the Hermite polynomials").spoken
    assert "He sub n" in spoken
    assert "H times e" not in spoken


@pytest.mark.parametrize(
    "text",
    [
        "fig:geigen2",
        "set(fig.height = 4.5)\nknitr::opts_chunk",
        "coefficients[-c(1:59)], epil3_BRmedian",
        "overview** and all existing types are shown by **h5types",
        ") and the proportion of whites who vote (",
        "(centerpoint) + (4em,0)",
    ],
)
def test_code_and_prose_between_dollar_signs_are_not_read_as_letters(text: str) -> None:
    found = explain_formula(text)
    assert not found.complete
    assert found.unread == (text.strip(),)


@pytest.mark.parametrize(
    ("latex", "context", "first"),
    [
        (r"P1 = 1", "", "one name"),
        (r"H2O", "", "one name"),
        (r"C_4H_{11}O^2D", "the molecule, by its chemical symbols", "a chemical formula"),
        (r"(12)(3)", "", "blocks or cycles of these numbers"),
    ],
)
def test_what_stays_open_is_listed(latex: str, context: str, first: str) -> None:
    tree = read_formula(latex, context).tree
    assert [doubt.readings[0] for doubt in typed_doubts(latex, tree, tuple(walk(tree)), context_of(context))] == [first]


@pytest.mark.parametrize("latex", [r"2x + 1", r"x_{i1}", r"C_4H_{11}", r"(2)(x)"])
def test_what_is_sure_is_not_listed(latex: str) -> None:
    tree = read_formula(latex).tree
    assert typed_doubts(latex, tree, tuple(walk(tree)), context_of("")) == []
