"""What the words set for the letters of a claim is kept by every instance that is tried, and nothing is proved on a kind too special."""

from __future__ import annotations

import pytest

from tutor.maths.claims.trying import claims

HOLDS, FAILS, OPEN = {"proved", "tested"}, {"fails"}, {"open"}


def found(text: str, latex: str) -> list[str]:
    return [one.verdict.value for one in claims(text) if one.latex == latex]


@pytest.mark.parametrize(
    "text",
    [
        r"For $0 \leq x \leq 2$, $|x| = x$.",
        r"For $x \geq 2$, $|x| = x$.",
        r"For $x > 1/2$, $|x| = x$.",
        r"For $x \in [0, 2]$, $|x| = x$.",
        r"For $x \in (0, \infty)$, $|x| = x$.",
        r"For $x > y > 0$, $|x| = x$.",
        r"For every $x \geq 1$ we have $|x| = x$.",
        r"Let $x > 2$ be a number. Then $|x| = x$.",
        r"We know that $|x| = x$ for $10 < x < 11$.",
        r"$|x| = x, \quad x \geq 1$",
    ],
)
def test_an_instance_outside_of_what_is_set_is_none(text):
    assert set(found(text, "|x| = x")) <= HOLDS


@pytest.mark.parametrize(
    "text", [r"For $x \geq -2$, $|x| = x$.", r"We have $y > 2$, and $|x| = x$.", r"For $x \in [-1, 2]$, $|x| = x$."]
)
def test_and_what_fails_within_it_fails(text):
    assert set(found(text, "|x| = x")) == FAILS


def test_each_sentence_sets_its_own():
    text = r"If $x \geq 0$ then $|x| = x$. If $x < 0$ then $|x| = -x$."
    assert set(found(text, "|x| = x") + found(text, "|x| = -x")) <= HOLDS
    assert set(found(r"If $x \geq 0$ then $|x| = x$. If $x < 0$ then $|x| = 2x$.", "|x| = 2x")) <= FAILS | OPEN


@pytest.mark.parametrize(
    ("text", "latex", "verdicts"),
    [
        (r"For $0 \leq x \leq \pi$, $\sin x = \sqrt{1 - \cos^2 x}$.", r"\sin x = \sqrt{1 - \cos^2 x}", HOLDS),
        (r"For $0 \leq x \leq 2\pi$, $\sin x = \sqrt{1 - \cos^2 x}$.", r"\sin x = \sqrt{1 - \cos^2 x}", FAILS),
        (r"For $x > y$, $x - y > 0$.", "x - y > 0", HOLDS),
        (r"For $0 < a < b$, $a^2 < b^2$.", "a^2 < b^2", HOLDS),
        (r"For $a < b$, $a^2 < b^2$.", "a^2 < b^2", OPEN),
        (r"For $p \in [0, 2]$, $p^2 \leq p$.", r"p^2 \leq p", OPEN),
        ("sqrt(x^2) = x for 1 <= x <= 5", r"\sqrt{x^{2}} = x", HOLDS),
        ("x <= x^2 for all x >= 1", r"x \le x^{2}", HOLDS),
    ],
)
def test_bounds_of_every_kind_are_kept(text, latex, verdicts):
    assert set(found(text, latex)) <= verdicts
    assert found(text, latex)


@pytest.mark.parametrize(
    ("text", "latex", "verdicts"),
    [
        (r"For a matrix $Q$ with orthonormal columns, $Q Q^T = I$.", "Q Q^T = I", OPEN),
        (r"For a matrix $Q$ with orthonormal columns, $\|Q^T x\| = \|x\|$.", r"\|Q^T x\| = \|x\|", OPEN),
        (r"For a matrix $Q$ with orthonormal columns, $\|Q x\| = \|x\|$.", r"\|Q x\| = \|x\|", HOLDS),
        (r"For a matrix $Q$ with orthonormal rows, $Q^T Q = I$.", "Q^T Q = I", OPEN),
        (r"For a matrix $Q$ with orthonormal rows, $Q Q^T = I$.", "Q Q^T = I", HOLDS),
        (r"For a square matrix $Q$ with orthonormal columns, $Q Q^T = I$.", "Q Q^T = I", HOLDS),
        (r"For an orthogonal matrix $Q$, $Q Q^T = I$.", "Q Q^T = I", HOLDS),
        (r"For an idempotent matrix $P$, $P^T = P$.", "P^T = P", FAILS),
        (r"For an idempotent matrix $P$, $(I - P)^2 = I - P$.", "(I - P)^2 = I - P", HOLDS),
        (r"For a projection matrix $P$, $P^T = P$.", "P^T = P", OPEN),
        (r"For a projection matrix $P$, $P^2 = P$.", "P^2 = P", HOLDS),
        (r"For a projection matrix $P$, $(I - P) P = 0$.", "(I - P) P = 0", HOLDS),
        (r"For an orthogonal projection $P$, $P^T = P$.", "P^T = P", HOLDS),
    ],
)
def test_a_kind_of_matrix_is_drawn_in_its_full_width(text, latex, verdicts):
    assert set(found(text, latex)) <= verdicts
    assert found(text, latex)


def test_a_counterexample_names_every_letter():
    told = next(one for one in claims("a/b + c/d = (a+c)/(b+d)") if one.verdict.value == "fails")
    assert all(f"${letter} =" in told.why for letter in "abcd")
