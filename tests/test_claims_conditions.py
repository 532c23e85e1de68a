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


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        (r"Case 1: $x \ge 0$. Then $|x| = x$. Case 2: $x < 0$. Then $|x| = -x$.", {"|x| = x": HOLDS, "|x| = -x": HOLDS}),
        (
            r"Case 1. $x \ge 0$, $y \ge 0$. Here $|xy| = xy$. Case 2. $x < 0 \le y$. Here $|xy| = -xy$.",
            {"|xy| = xy": HOLDS, "|xy| = -xy": HOLDS},
        ),
        (r"Let $x$ be positive. Then $|x| = x$. Let $x$ be negative. Then $|x| = -x$.", {"|x| = x": HOLDS, "|x| = -x": HOLDS}),
        (r"If $n$ is even, then $(-1)^n = 1$. If $n$ is odd, then $(-1)^n = -1$.", {"(-1)^n = 1": OPEN, "(-1)^n = -1": OPEN}),
        (
            "If $A$ is symmetric, then $A^T = A$. If $A$ is orthogonal, then $A^T A = I$. If $A$ is skew-symmetric, then $A^T = -A$.",
            {"A^T = A": HOLDS, "A^T A = I": HOLDS, "A^T = -A": HOLDS},
        ),
        (
            r"Let $x \ge 1$. Then $x^2 \ge x$. Now let $x$ be any real number; then $x^3 \ge x$.",
            {r"x^2 \ge x": HOLDS, r"x^3 \ge x": OPEN},
        ),
        (r"Suppose that $x > 0$. Then $\sqrt{x^2} = x$. If $x$ is an arbitrary real number, $|x| = x$.", {"|x| = x": FAILS}),
        (
            "If $A$ and $B$ commute, then $AB = BA$. In general, $(AB)^2 = A^2 B^2$ for all square matrices $A$ and $B$.",
            {"(AB)^2 = A^2 B^2": FAILS},
        ),
        (
            "Theorem. If $A^2 = A$, then $(I-A)^2 = I - A$. Theorem. For every square matrix $A$, $A^3 = A$.",
            {"(I-A)^2 = I - A": HOLDS, "A^3 = A": OPEN},
        ),
        ("Let $A$ be symmetric. For every $x$ and $y$ we have $x^T A y = y^T A x$.", {"x^T A y = y^T A x": HOLDS}),
        ("Let $A$ be symmetric. Let also $A$ be positive definite. Then $A^T = A$.", {"A^T = A": HOLDS}),
        (
            "Let $X$ and $Y$ be independent. Then $E[XY] = E[X]E[Y]$. Hence $Var(X+Y) = Var(X) + Var(Y)$.",
            {"Var(X+Y) = Var(X) + Var(Y)": HOLDS},
        ),
        ("A student claims that $(a+b)^3 = a^3 + b^3$ for all $a$ and $b$. This is wrong.", {"(a+b)^3 = a^3 + b^3": OPEN}),
    ],
)
def test_what_was_assumed_ends_where_a_letter_is_spoken_of_anew(text, verdicts):
    for latex, expected in verdicts.items():
        assert set(found(text, latex)) <= expected, latex
        assert found(text, latex), latex
