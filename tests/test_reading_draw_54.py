r"""What draw 54 and a look at what was left unread have found: a line a cause."""

from __future__ import annotations

import pytest

from tests.conftest import clock, since
from tutor.maths.explain import explain_formula
from tutor.maths.formula import read_formula


@pytest.mark.parametrize(
    ("latex", "spoken"),
    [
        (r"\min_b \\|y - Xb \\|_2^2", "the minimum over b of the 2 norm of y minus X b end norm squared"),
        (r"\\|x\\| + \\|y\\|", "the norm of x plus the norm of y"),
        (r"\bigl\\{ x\_n - 1\bigr\\}", "open brace x sub n minus 1 close brace"),
        (r"2TN \log N", "2 T N times the log of N"),
        (r"P = \frac{TP}{TP + FP}", "P equals the fraction TP all over TP plus FP end fraction"),
        (r"b \ge S_f \qquad (1.5)", "b is greater than or equal to S sub f"),
    ],
)
def test_what_draw_54_found_is_read(latex, spoken):
    assert read_formula(latex).spoken == spoken


@pytest.mark.parametrize(
    ("latex", "sense"),
    [
        (r"u = \begin{bmatrix}1 \\ 0 \end{bmatrix} \; v = \begin{bmatrix} 0 \\ 1 \end{bmatrix}", "the end of one equation"),
        ("M j i = 0", "an index whose sign is left out"),
    ],
)
def test_what_only_a_gap_parts_is_listed_and_told_as_no_product(latex, sense):
    told = explain_formula(latex)
    assert any(one.startswith(sense) for doubt in told.ambiguous for one in doubt.readings)
    assert "product" not in told.meaning and "multipl" not in told.meaning


@pytest.mark.parametrize(
    ("latex", "around", "meaning"),
    [
        (
            "f(x + y) = f(x)",
            "For now, we will assume that $f$ is a linear function.\n\nA function $f$ is an even function if the above holds. "
            "Formally, for any $x$ we have $f(x + y) = f(x)$",
            "a linear function",
        ),
        (
            r"\sum_j P(i,j) = 1",
            "\\begin{proof}\nThus $j$ is a recurrent state.\n\\end{proof}\nBut $\\sum_j P(i,j) = 1$ holds.",
            "a recurrent state",
        ),
        (
            r"f(x) \sim e^{-x^2}",
            "we see $f(x) \\sim e^{-x^2}$ where\n\n- $f(a)$ is the joint prior distribution",
            "the joint prior distribution",
        ),
        (
            r"\log p\big(f^{-1}(x)\big)",
            r"where $p(x)$ is the target distribution, so that $\log p\big(f^{-1}(x)\big)$",
            "the target distribution",
        ),
    ],
)
def test_what_is_told_of_another_one_is_not_told(latex, around, meaning):
    assert meaning not in [one.meaning for one in explain_formula(latex, around).symbols]


def test_a_letter_within_a_macro_is_called_by_its_own_name():
    told = explain_formula(r"b=\sub", r"\newcommand{\sub}{\sum_{i=1}^n y_i} then $b=\sub$")
    assert r"\sub" not in [one.symbol for one in told.symbols]


@pytest.mark.parametrize(
    ("heading", "doubted"),
    [("## A second heading", True), ("", False)],
)
def test_what_is_told_far_away_under_another_heading_is_doubted(heading, doubted):
    around = f"We take the constant $c$.\n\nOne.\n\n{heading}\n\nTwo.\n\nThen $c + 1$ follows."
    (told,) = [one for one in explain_formula("c + 1", around).symbols if one.symbol == "c"]
    assert (told.meaning, bool(told.doubt)) == ("the constant", doubted)


def test_what_is_told_under_a_heading_of_notation_is_told_of_the_whole_chapter():
    around = "\n## Notation\n\nWe take the learning rate $c$.\n\nOne.\n\n## Two\n\nTwo.\n\nThen $c + 1$ follows."
    (told,) = [one for one in explain_formula("c + 1", around).symbols if one.symbol == "c"]
    assert (told.meaning, told.doubt) == ("the learning rate", "")


@pytest.mark.parametrize(
    ("latex", "spoken"),
    [
        (r"\forall x \in X \; f(x) \ge 0", "for all x in X, f of x is greater than or equal to 0"),
        (r"\forall x \in X \ \|x\| \ge 0", "for all x in X, the norm of x is greater than or equal to 0"),
        (r"\exists y \in Y \; x y = 1", "there exists y in Y, x y equals 1"),
        (r"y \ge 0 \; \forall i \in I", "y is greater than or equal to 0 for all i in I"),
        (r"\forall t \in T \; \text{and} \; s \in S", "for all t in T and s is in S"),
        (r"\forall x \in A \cap B", "for all x in A intersect B"),
    ],
)
def test_what_is_said_of_a_quantified_letter_begins_behind_its_range(latex, spoken):
    assert read_formula(latex).spoken == spoken


@pytest.mark.parametrize(
    ("latex", "spoken"),
    [
        (r"df = n - 1", "df equals n minus 1"),
        (r"df = f'(x)\, dx", "d f equals f prime of x times d x"),
        (r"CI = \bar{x} \pm z", "CI equals x bar plus or minus z"),
        (r"f \mathrel{\mathop:}= g", "f is defined as g"),
        (r"\braket{x, y}", "the inner product of x and y end inner product"),
        (r"\braket{a}{b}", "open angle bracket a vertical bar b close angle bracket"),
        (r"\pmqty{1 & 2 \\ 3 & 4}", "the 2 by 2 matrix with rows 1, 2; 3, 4 end matrix"),
    ],
)
def test_what_draws_52_to_54_left_unread_is_read(latex, spoken):
    assert read_formula(latex).spoken == spoken


def test_a_page_of_blank_lines_is_looked_through_once():
    around = "For now, we assume that $f$ is a linear function." + "\n" * 4000 + "Then $f(x) = 1$."
    began = clock()
    explain_formula("f(x) = 1", around)
    assert since(began) < 5  # tried in every cut, the blanks took a time that grew with their cube
