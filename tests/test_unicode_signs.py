"""What someone copies from a rendered page or a chat, x², 𝐱ᵀ𝐀𝐱, ŷ, is read as the LaTeX it stands for."""

from __future__ import annotations

import pytest

from tests.conftest import clock, since
from tutor.maths.explain import explain_formula
from tutor.maths.formula import read_formula
from tutor.maths.typed.formula import as_typed
from tutor.maths.unicode_signs import with_commands

COPIED = [
    ("‖𝐱 − 𝐲‖₂² ≤ ½", "the 2 norm of bold x minus bold y end norm squared is less than or equal to one half"),
    ("∇f(𝐱) = 𝐀ᵀ(𝐀𝐱 − 𝐛)", "the gradient of f of bold x equals bold A transpose times the quantity bold A bold x minus bold b end quantity"),
    ("𝔼[X²] − μ²", "the expected value of X squared end expected value minus mu squared"),
    ("ℒ(θ) = −∑ log p(xᵢ)", "script L of theta equals minus the sum of the log of p of x sub i end log"),
    ("θ̂ₙ → θ", "theta hat sub n goes to theta"),
    ("ℝⁿ → ℝᵐ", "real space of dimension n goes to real space of dimension m"),
    ("⌊n/2⌋ + ⌈y⌉", "the floor of n divided by 2 end floor plus the ceiling of y"),
    ("⋃ᵢ Aᵢ", "the union over i of A sub i"),
    ("x̂ₖ₋₁ = 𝐅x⃗", "x hat sub k minus 1 end sub equals bold F vector x"),
    ("𝟙{x > 0}", "double-struck 1 of the quantity x is greater than 0 end quantity"),
    ("A⁻¹A = I", "A inverse A equals I"),
]  # fmt: skip


@pytest.mark.parametrize(("copied", "spoken"), COPIED, ids=[copied for copied, _ in COPIED])
def test_what_is_copied_from_a_page_is_read(copied: str, spoken: str) -> None:
    typed = as_typed(copied)
    assert typed.understood and not typed.note
    read = read_formula(typed.latex)
    assert (read.spoken, read.complete) == (spoken, True)
    assert set("𝐱𝐀𝐅𝔼ℝⁿᵢₖ²⌊⋃").isdisjoint(typed.latex)  # the page shows LaTeX, which it can set


@pytest.mark.parametrize(
    ("latex", "context"),
    [
        ("xᵢ + 1", "where $x_i$ is the input"),
        ("x_i + 1", "where $xᵢ ∈ ℝⁿ$ is the input"),
        ("α + 1", "where $\\alpha$ is the input"),
        ("\\alpha + 1", "where $α$ is the input"),
        ("\\mathbf{x} + 1", "where $𝐱$ is the input"),
        ("ŷ + 1", "where $\\hat{y}$ is the input"),
    ],
)
def test_a_letter_is_the_same_letter_in_either_spelling(latex: str, context: str) -> None:
    told = explain_formula(latex, context).symbols
    assert [(one.meaning, one.shape is not None) for one in told] == [("the input", "∈" in context)]


def test_signs_that_stand_for_nothing_are_told_as_unread() -> None:
    assert read_formula("x + é").unread == ("é",)
    assert not read_formula("x ☃ y").complete


@pytest.mark.parametrize("copied", ["²" * 3_000, "x₂²" * 900, "x" + "\u0302" * 3_000, "𝐱̂" * 1_500, "½" * 3_000], ids=range(5))
def test_many_such_signs_take_no_time(copied: str) -> None:
    began = clock()
    read_formula(copied)
    as_typed(copied)
    assert since(began) < 2


def test_words_with_accents_stay_words() -> None:
    assert with_commands("Schrödinger and naïve $ŷ$") == "Schrödinger and naïve $\\hat{y}$"
