"""Small real matrices in a formula: what is put in fits, every step is what the formula says, and nothing is guessed."""

from __future__ import annotations

import pytest

from tutor.maths.explain import explain_formula
from tutor.maths.formula import read_formula
from tutor.maths.worked.matrix_example import matrix_example


@pytest.mark.parametrize(
    ("latex", "around", "last"),
    [
        (r"\mathbf{y} = \mathbf{A}\mathbf{x}", "", r"= \begin{bmatrix}"),
        (r"\hat{y} = \mathbf{w}^\top \mathbf{x} + b", "", r"= "),
        ("Ax", "where A is a matrix and x is a vector", r"\begin{bmatrix}"),
        (r"\langle \mathbf{u}, \mathbf{v} \rangle", "", r"\langle "),
        (r"(\mathbf{X}^\top \mathbf{X})^{-1} \mathbf{X}^\top \mathbf{y}", "", r"\begin{bmatrix}"),
        (r"\hat{\mathbf{w}} = (\mathbf{X}^\top \mathbf{X} + \lambda I)^{-1} \mathbf{X}^\top \mathbf{y}", "", r"\begin{bmatrix}"),
        (r"\det(A)", r"$A$ is a $2 \times 2$ matrix", r"\det\begin{bmatrix}"),
    ],
)
def test_matrices_are_put_in_and_the_last_step_is_the_result(latex, around, last):
    found = matrix_example(read_formula(latex, around).tree, latex, around)
    assert found is not None
    assert "bmatrix" in found.given[0][1]
    assert found.steps[-1].endswith(found.result.rpartition(" = ")[2])
    assert last in found.steps[-1]
    assert found.checked


def test_a_number_beside_vectors_is_a_number():
    found = matrix_example(read_formula(r"\mathbf{w}^\top \mathbf{x} + b").tree, r"\mathbf{w}^\top \mathbf{x} + b")
    assert found is not None
    assert "bmatrix" not in dict(found.given)["b"]


@pytest.mark.parametrize(
    "latex",
    [
        "x",
        r"\|\cdot\|",
        "ab",
        r"\mathbf{A} \in \mathbb{R}^{2 \times 2}",
        r"A = U \Sigma V^\top \dots",
        r"\mathbf{I}_t \mathbf{x}",
    ],
)
def test_where_it_is_not_sure_what_to_put_in_there_is_no_example(latex):
    assert matrix_example(read_formula(latex).tree, latex) is None


@pytest.mark.parametrize("latex", [r"a_1 \mathbf{b}_1^{(i)} + \Delta", r"\lambda I"])
def test_what_is_no_number_gets_no_number(latex):
    example = explain_formula(latex).example
    assert example is None or "bmatrix" in str(example.given)


def test_a_name_of_several_letters_gets_one_number():
    example = explain_formula("IQR + 1").example
    assert example is not None
    assert [name for name, _ in example.given] == ["IQR"]


def test_a_double_sum_is_written_out_entry_by_entry():
    example = explain_formula(r"\sum_{i=1}^{m} \sum_{j=1}^{n} a_{ij}").example
    assert example is not None
    assert [name for name, _ in example.given][:4] == ["a_{11}", "a_{12}", "a_{13}", "a_{21}"]
