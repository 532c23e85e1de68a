"""Sizes that fit pass in silence; every size that is wrong by one is found, and both sizes are named."""

from __future__ import annotations

import pytest

from eval.planted_sizes import FITS, plants, sizes
from tutor.maths.formula import read_formula
from tutor.maths.shapes import Shapes, check_shapes, sizes_of
from tutor.maths.sizes import declared, size_in_formula
from tutor.maths.told.symbols import harvest


def shapes(latex: str, text: str = "", given: dict[str, list[object]] | None = None) -> Shapes:
    return check_shapes(read_formula(latex, text).tree, latex, sizes_of(text, harvest(text), given))


@pytest.mark.parametrize(("latex", "letters"), FITS)
def test_what_fits_is_let_through(latex, letters):
    assert shapes(latex, given=sizes(letters)).clashes == ()


def test_at_least_sixty_formulas_are_made_wrong_by_one():
    assert len(plants()) >= 60


@pytest.mark.parametrize(("latex", "wrong", "name", "at"), plants())
def test_every_dimension_that_is_wrong_by_one_is_found(latex, wrong, name, at):
    found = shapes(latex, given=wrong).clashes
    assert found, f"{latex} with {name} wrong at {at}"
    assert all(0 <= clash.start < clash.end <= len(latex) for clash in found)


SAID = [
    ("BA", "B is 3x2 and A is 4x4", "B is 3x2 and A is 4x4: the inner sizes 2 and 4 differ", "BA"),
    ("x + BA", "B is 3x2 and A is 4x4", "B is 3x2 and A is 4x4: the inner sizes 2 and 4 differ", "BA"),
    (
        r"w^\top x",
        "w in R^3, x in R^4",
        r"w^\top is a row of length 3 and x is a vector of length 4: the inner sizes 3 and 4 differ",
        r"w^\top x",
    ),
    (r"A^{-1}", r"Let $A$ be a $3 \times 2$ matrix", "A is 3x2: only a square matrix has an inverse", r"A^{-1}"),
    (r"\det(A)", "A is 3x2", "A is 3x2: only a square matrix has a determinant", r"\det(A)"),
    (
        "A + B",
        r"$A \in \mathbb{R}^{m \times n}$, $B \in \mathbb{R}^{n \times m}$",
        "A is mxn and B is nxm: only equal sizes can be added",
        "A + B",
    ),
    (
        "y = Ax",
        "A in R^{m x n}, x in R^n, y in R^n",
        "y is a vector of length n and Ax is a vector of length m: two sides must have the same size",
        "y = Ax",
    ),
    (
        r"u \cdot v",
        "u in R^3, v in R^2",
        "u is a vector of length 3 and v is a vector of length 2: a dot product needs equal lengths",
        r"u \cdot v",
    ),
]


@pytest.mark.parametrize(("latex", "text", "sentence", "piece"), SAID)
def test_a_clash_is_pointed_at_with_both_sizes(latex, text, sentence, piece):
    clash = shapes(latex, text).clashes[0]
    assert (clash.sentence, latex[clash.start : clash.end]) == (sentence, piece)


RESULTS = [
    ("Ax", "A in R^{m x n}, x in R^n", ("m",)),
    ("AB", "A is 2x3, B is 3x5", ("2", "5")),
    (r"x^\top y", "x in R^n, y in R^n", ()),
    (r"x y^\top", "x in R^n, y in R^k", ("n", "k")),
    (r"A^\top", r"$A \in \mathbb{R}^{m \times n}$", ("n", "m")),
    (r"\|Ax - b\|", "A in R^{m x n}, x in R^n, b in R^m", ()),
    (r"(X^\top X)^{-1} X^\top y", "X in R^{n x d}, y in R^n", ("d",)),
    (r"\begin{bmatrix} 1 & 2 & 3 \\ 4 & 5 & 6 \end{bmatrix}", "", ("2", "3")),
    ("Ax", "A in R^{m x n}", None),
    (r"\nabla_x f(x)", "x in R^n", ("n",)),
    (r"XW + b", r"$X \in \mathbb{R}^{n\times d}$, $W \in \mathbb{R}^{d \times h}$, $b \in \mathbb{R}^{1 \times h}$", ("n", "h")),
]


@pytest.mark.parametrize(("latex", "text", "size"), RESULTS)
def test_the_size_of_the_result_is_told(latex, text, size):
    found = shapes(latex, text)
    assert (found.result, found.clashes) == (size, ())


def test_a_symbol_without_a_size_learns_it_from_the_other_side():
    assert dict(shapes("y = Ax", "A in R^{m x n}, x in R^n").symbols)["y"] == ("m",)
    assert dict(shapes("Ax = b", "A in R^{m x n}, b in R^m").symbols)["x"] == ("n",)


DECLARED = [
    ("B is 3x2", {"B": ("3", "2")}),
    ("A in R^{m x n}, x in R^n", {"A": ("m", "n"), "x": ("n",)}),
    (r"$\mathbf{W} \in \mathbb{R}^{d \times h}$", {"\\mathbf{W}": ("d", "h")}),
    (r"$c \in \mathbb{R}$ and the noise is fixed", {}),
    ("This is 2 by 4, and the price is 3.", {}),
    ("A is a 3 by 3 matrix", {"A": ("3", "3")}),
]


@pytest.mark.parametrize(("text", "sizes"), DECLARED)
def test_sizes_declared_in_the_short_way(text, sizes):
    assert {name: size for name, size in declared(text) if size} == sizes


def test_a_symbol_declared_twice_with_different_sizes_is_not_judged():
    assert shapes("A^{-1}", "A is 3x2. Later, A is 4x4.").clashes == ()


@pytest.mark.parametrize(
    "space",
    ["", "\\mathbb{R}^{", "\\mathbb{R}^{}", "\\mathbb{Z}^n", "R^^", "\\mathbb{R}^{m \\times n \\times k \\times l \\times p}"],
)
def test_a_space_that_is_not_understood_gives_no_size(space):
    assert size_in_formula(space) is None
