r"""Marks above an operator that are no bounds, both ends of an index in brackets, a statement behind a wide gap."""

from __future__ import annotations

import pytest

from tests.conftest import clock, since
from tutor.maths.formula import read_formula
from tutor.maths.reading.proof.back import read_back
from tutor.maths.reading.proof.meaning import meaning

SAID = [
    ("x^{(k+1)}", "x superscript in parentheses k plus 1 end parentheses"),
    ("a^{[l-1]}", "a superscript in brackets l minus 1 end brackets"),
    ("x^{(k)}", "x superscript k in parentheses"),
    (r"\max^+ x", "the maximum superscript plus of x"),
    (r"\lim_{x \to 0}^+ f(x)", "the limit as x approaches 0 superscript plus of f of x"),
    (r"\argmax_{\theta}^{k} f", "the value superscript k of theta that maximizes f"),
    (r"\sum_i^+ x_i", "the sum over i superscript plus of x sub i"),
    (r"\max_{i=1}^n x_i", "the maximum from i equals 1 to n of x sub i"),
    (r"\int_0 f(x) dx", "the integral from 0 of f of x with respect to x"),
    (r"\int_C f(z) dz", "the integral over C of f of z with respect to z"),
    (r"a = b \quad -c = d", "a equals b, minus c equals d"),
    (
        r"P = Q \qquad -\frac{1}{2} \le t \le 1",
        "P equals Q, minus one half is less than or equal to t is less than or equal to 1",
    ),
    (r"a = b \quad - c", "a equals b minus c"),
    (r"(a = b) \quad - c = d", "the quantity a equals b end quantity minus c equals d"),
    (r"\begin{aligned} f &= a & - b &= c \end{aligned}", "f equals a minus b equals c"),
]


@pytest.mark.parametrize(("latex", "said"), SAID)
def test_what_stands_there_is_said(latex: str, said: str) -> None:
    assert read_formula(latex).spoken == said


@pytest.mark.parametrize("latex", [r"\text{loss}^\pi", r"\mathrm{Regret}^k", r"\text{rate}^{n}"])
def test_a_letter_above_a_word_may_be_a_label(latex: str) -> None:
    reading = read_formula(latex)
    assert "to the power" not in reading.spoken
    assert reading.ambiguous


def test_a_word_is_squared() -> None:
    assert read_formula(r"\text{loss}^2").spoken == "loss squared"


@pytest.mark.parametrize("latex", ["x^{(k+1)}", "W^{(L-1)} a^{[L-2]}", r"(x^{(k+1)} - x^{(k)})^2", r"\nabla f(x^{(k+1)})"])
def test_an_index_in_brackets_is_read_back(latex: str) -> None:
    reading = read_formula(latex)
    assert read_back(reading.spoken) == meaning(reading.tree)


def test_wide_gaps_without_end_are_read_at_once() -> None:
    began = clock()
    read_formula(r"a = b \quad - ( " * 600)
    assert since(began) < 1.0
