"""Sizes that fit pass in silence; every size that is wrong by one is found, and both sizes are named."""

from __future__ import annotations

import pytest

from tutor.maths.formula import read_formula
from tutor.maths.shapes import Shapes, check_shapes, sizes_of
from tutor.maths.sizes import declared, size_in_formula
from tutor.maths.symbols import harvest


def shapes(latex: str, text: str = "", given: dict[str, list[object]] | None = None) -> Shapes:
    return check_shapes(read_formula(latex, text).tree, latex, sizes_of(text, harvest(text), given))


# A formula whose sizes fit: each letter of a size stands for a number of its own.
FITS = [
    (r"A x", {"A": "mn", "x": "n"}),
    (r"y = A x", {"y": "m", "A": "mn", "x": "n"}),
    (r"A x = b", {"A": "mn", "x": "n", "b": "m"}),
    (r"C = A B", {"C": "mk", "A": "mn", "B": "nk"}),
    (r"A B C", {"A": "mn", "B": "nk", "C": "kp"}),
    (r"A + B", {"A": "mn", "B": "mn"}),
    (r"x^\top y", {"x": "n", "y": "n"}),
    (r"x^\top A y", {"x": "m", "A": "mn", "y": "n"}),
    (r"A^\top A x = A^\top b", {"A": "mn", "x": "n", "b": "m"}),
    (r"\hat y = X w", {"\\hat y": "n", "X": "nd", "w": "d"}),
    (r"H = X W", {"H": "nh", "X": "nd", "W": "dh"}),
    (r"\|y - X w\|^2", {"y": "n", "X": "nd", "w": "d"}),
    (r"w^\top x + b", {"w": "d", "x": "d"}),
    (r"(A B)^\top = B^\top A^\top", {"A": "mn", "B": "nk"}),
    (r"P A Q", {"P": "km", "A": "mn", "Q": "np"}),
    (r"A = U S V^\top", {"A": "mn", "U": "mk", "S": "kp", "V": "np"}),
    (r"u \cdot v", {"u": "n", "v": "n"}),
    (r"\langle u, v \rangle", {"u": "n", "v": "n"}),
    (r"A^{-1} b", {"A": "nn", "b": "n"}),
    (r"\det(A)", {"A": "nn"}),
    (r"\operatorname{tr}(A B)", {"A": "mn", "B": "nm"}),
    (r"A \odot B", {"A": "mn", "B": "mn"}),
    (r"z = W x + c", {"z": "h", "W": "hd", "x": "d", "c": "h"}),
    (r"2 A x - b", {"A": "mn", "x": "n", "b": "m"}),
    (r"(X^\top X)^{-1} X^\top y", {"X": "nd", "y": "n"}),
    (r"x x^\top A", {"x": "n", "A": "nk"}),
    (r"\exp(A x) + b", {"A": "mn", "x": "n", "b": "m"}),
]
NUMBERS = {"m": 5, "n": 3, "k": 4, "p": 7, "d": 6, "h": 8}


def sizes(letters: dict[str, str]) -> dict[str, list[object]]:
    return {name: [NUMBERS[letter] for letter in row] for name, row in letters.items()}


def plants() -> list[tuple[str, dict[str, list[object]], str, int]]:
    """Each formula with one dimension made larger by one, wherever that dimension is shared with another place."""
    found = []
    for latex, letters in FITS:
        row = "".join(letters.values())
        for name, own in letters.items():
            for at, letter in enumerate(own):
                if row.count(letter) > 1:
                    wrong = sizes(letters)
                    wrong[name][at] = NUMBERS[letter] + 1
                    found.append((latex, wrong, name, at))
    return found


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
