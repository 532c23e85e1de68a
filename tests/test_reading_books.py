r"""Formulas from chapters of books that nobody here had read, as they were read wrongly when they were drawn (decision 0006)."""

from __future__ import annotations

import pytest

from tutor.maths.formula import read_formula

MULTI = r"Let $\alpha = (\alpha_1, \ldots, \alpha_d) \in N_0^d$ be a multi-index. We have"
READ = [
    (r"x_2^{\prime\prime} + y^{\prime\prime\prime}", "", "x sub 2 double prime plus y triple prime"),
    (r"\dim(im(T))", "", "the dimension of the image of T end dimension"),
    (r"\vec{X_n} - \vec{\mu}", "", "X sub n arrow above minus vector mu"),
    (r"D^\alpha v - v^\alpha", MULTI, "D superscript alpha v minus v superscript alpha"),
    (
        r"f: (X, \mathcal{A}) \to (Y, \mathcal{B})",
        "",
        "f mapping the pair X, script A end pair to the pair Y, script B end pair",
    ),
]


@pytest.mark.parametrize(("latex", "context", "reading"), READ, ids=[f"{n}-{r[0][:24]}" for n, r in enumerate(READ)])
def test_a_formula_of_a_book_is_read_as_its_page_means_it(latex: str, context: str, reading: str) -> None:
    found = read_formula(latex, context)
    assert found.complete and found.spoken == reading
