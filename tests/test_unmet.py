"""The tutor says where it has never been: what is put together as in no formula it knows is listed, and nothing else changes."""

from __future__ import annotations

import pytest

from tests import met
from tutor.maths.formula import read_formula
from tutor.maths.reading.doubts import unmet


def _listed(latex: str) -> list[str]:
    return [one.what for one in read_formula(latex).ambiguous if one.readings == unmet.UNMET]


@pytest.mark.parametrize(
    "latex",
    [r"\tilde{xy} + \tilde{ab}", r"\{S = a + b\}", r"x^{(0)} = (0\:1\:0)", r"\sqrt{x = y}", r"\frac{x, y}{z = 1}"],
)
def test_what_was_never_met_is_listed_and_said_as_before(latex):
    read = read_formula(latex)
    assert _listed(latex)
    assert not [one for one in read.ambiguous if one.readings == unmet.UNMET and one.neutral]


@pytest.mark.parametrize(
    "latex",
    [
        r"\frac{a}{b}",
        r"\sum_{i=1}^n x_i^2",
        r"P(A \mid B) = \frac{P(B \mid A) P(A)}{P(B)}",
        r"A^\top A x = A^\top b",
        r"e^z = \lim_{n \to \infty} (1 + \frac{z}{n})^n",
        r"\nabla_\theta \log p_\theta(x)",
        r"f(x) = \begin{cases} 1 & x > 0 \\ 0 & \text{otherwise} \end{cases}",
    ],
)
def test_what_every_book_has_is_not(latex):
    assert not _listed(latex)


def test_what_is_not_understood_arranges_nothing():
    assert not _listed(r"\unknowncommand{x} + \otherone y")


@pytest.mark.sweep
@pytest.mark.skipif(not met.CORPUS.exists(), reason="the corpus of formulas lies beside the project")
def test_the_table_is_what_the_kept_formulas_are_put_together_of():
    assert met.KEPT.read_text(encoding="utf-8") == met.kept_of(*met.counted(met.formulas())), "python -m tests.met writes it anew"


def test_two_parts_beside_each_other_are_told_by_the_piece_that_holds_them():
    found = [
        one
        for latex in (r"\frac{1}{n} \sum_{n}^{k=1} x_i", r"\frac{\partial f_0^2}{\partial x_1^2} + 1")
        for one in read_formula(latex).ambiguous
        if one.readings == unmet.UNMET
    ]
    assert found
    for one in found:
        assert one.what.count("{") == one.what.count("}") and "\\" not in one.chosen, one


def test_a_place_never_met_that_is_a_mark_above_is_no_power_or_index():
    found = [one for one in read_formula(r"(i+1)^{th}").ambiguous if "power" in " ".join(one.readings)]
    assert not found
