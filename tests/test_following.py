"""A line follows in one direction only: converses, factors that may be zero, systems, words, domains, functions and their slopes."""

from __future__ import annotations

import pytest

from tutor.maths.claims import Verdict
from tutor.maths.derivations.derivation import follow

SQUARE = "A, B, C are square matrices"
CONVERSES = [
    ("AB = 0\nB = 0", SQUARE), ("AB = AC\nB = C", SQUARE), ("A^2 = A\nA = I", SQUARE), ("A^2 = B^2\nA = B", SQUARE),
    ("AB = BA\nA = B", SQUARE), ("A^T = A\nA = I", SQUARE), ("A^{-1} = A\nA = I", SQUARE), ("A x = 0\nx = 0", "A is a matrix, x a vector"),
    ("A x = A y\nx = y", "A is a 3x3 matrix, x and y vectors"), ("x^T y = x^T z\ny = z", "x, y and z are vectors"),
    ("u^T v = 0\nu = 0", "u and v are vectors"), ("x^T A x = 0\nA = 0", "A is a 2x2 matrix, x a vector"), ("||x|| = ||y||\nx = y", "x and y are vectors"),
    ("det(A) = 0\nA = 0", SQUARE), ("det A = det B\nA = B", SQUARE), ("tr(A) = 0\nA = 0", SQUARE), ("rank(A) = rank(B)\nA = B", SQUARE),
    ("f(a) = f(b)\na = b", ""), ("A v = λ v\nA = λ", "A is a matrix, v a vector"), ("A x = b\nA = b x^{-1}", "A is a matrix, x and b are vectors"),
    ("A^2 = I\nA = I or A = -I", SQUARE), ("A^3 = 0\nA = 0", SQUARE), ("det(AB) = 0\ndet(A) = 0", SQUARE),
    ("x y = 0\nx = 0", ""), ("x y = x z\ny = z", ""), ("a x = a y\nx = y", ""), ("x(y-1) = 0\ny = 1", ""), ("x^2 = a^2\nx = a", ""),
    ("A B = I\nB A = I", "A is 2x3 and B is 3x2"),
]  # fmt: skip
FORWARD = [
    ("A^T A x = A^T b\nx = (A^T A)^{-1} A^T b", ""), ("A X B = C\nX = A^{-1} C B^{-1}", ""), ("P D P^{-1} = A\nD = P^{-1} A P", ""),
    ("A x = λ x\nx^T A x = λ x^T x", ""), ("AB = AC\nB = C", "A is invertible, A, B, C are n x n"), ("A^T = -A\nA + A^T = 0", SQUARE),
    ("AB = I\nBA = I", "A and B are square matrices"), ("x^2 = a^2\nx = a or x = -a", ""), ("a x = b\nx = b/a", ""),
    ("(x-1)(y-2) = 0\nx = 1 or y = 2", ""), ("E[X] = E[Y]\nE[X - Y] = 0", ""), ("X = 2Y + 1\nE[X] = 2E[Y] + 1", "X, Y random variables"),
    ("x + y = 5\nx - y = 1\n2x = 6\nx = 3\ny = 2", ""), ("x + y = 5, x - y = 1\n2x = 6\nx = 3", ""), ("x = 2\ny = 3x\ny = 6", ""),
    ("x + y + z = 6\nx - y = 0\nz = 2\n2x = 4\nx = 2", ""), ("a = 3\nb = 4\nc = sqrt(a^2 + b^2)\nc = 5", ""), ("n = 10, k = 3\np = k/n\np = 0.3", ""),
    ("We start with 5x - 2 = 13.\nAdding 2 on both sides gives 5x = 15.\nSo x = 3.", ""), ("2x + 4 = 10 (given)\n2x = 6 (subtract 4)\nx = 3", ""),
    ("2x = 10 => x = 5 => x^2 = 25", ""), ("15% of 80\n= 0.15 * 80\n= 12", ""), ("y = x^3 + 2x\ny' = 3x^2 + 2\ny'' = 6x", ""),
    ("E[(X-m)^2] = E[X^2] - 2mE[X] + m^2\n= E[X^2] - m^2", "m = E[X]"), ("x^2 < 9\n-3 < x < 3", ""), ("|x - 2| < 3\n-1 < x < 5", ""),
    ("sqrt(x) = x - 2\nx = (x-2)^2\nx^2 - 5x + 4 = 0\nx = 1 or x = 4\nx = 4", ""), ("x^2 + 1 = 0\nno solution", ""), ("log(x) = 2\nx = 100", ""),
    ("f(x) = x^2 sin(x)\nf'(x) = 2x sin(x) + x^2 cos(x)", ""), ("f(x) = x^2\nf'(x) = 2x\nf'(3) = 6", ""), ("(x e^x)'\n= e^x + x e^x", ""),
    ("∫ x cos x dx\n= x sin x - ∫ sin x dx\n= x sin x + cos x + C", ""), ("f(x) = x^3 - 3x\nf'(x) = 3x^2 - 3\n3x^2 - 3 = 0\nx = 1 or x = -1", ""),
    ("sum_{i=1}^{n} i\n= n(n+1)/2", ""), ("1/(x-2) = 3/(x-2)\n1 = 3\nno solution", ""), ("sin^2 x + cos^2 x = 1\nsin^2 x = 1 - cos^2 x", ""),
]  # fmt: skip
# (text, index of the first bad line, misconception)
WRONG = [
    ("x^2 < 9\nx < 3", 1, None), ("3 - 2x <= 7\nx > -2", 1, None), ("(x^2-4)/(x-2) = 4\nx + 2 = 4\nx = 2", 2, "extraneous_solution"),
    ("sqrt(x) = x - 2\nx = (x-2)^2\nx^2 - 5x + 4 = 0\nx = 1 or x = 4", 3, "extraneous_solution"),
    ("ln(x) + ln(x-3) = ln(4)\nx(x-3) = 4\nx = 4 or x = -1", 2, "extraneous_solution"), ("(x+3)^2 = 4\nx + 3 = 2", 1, "negative_root_forgotten"),
    ("sin x = 1/2\nx = pi/6", 1, None), ("(x^2 + 3x)/x\n= x^2 + 3", 1, "divided_one_term_only"), ("E[XY]\n= E[X] E[Y]", 1, None),
    ("f(x) = x^2 sin(x)\nf'(x) = 2x cos(x)", 1, "product_of_derivatives"), ("f(x) = sin(3x)\nf'(x) = cos(3x)", 1, "forgot_chain_factor"),
    ("f(x) = cos x\nf'(x) = sin x", 1, "cos_sign"), ("d/dx (x e^x)\n= e^x", 1, "product_of_derivatives"), ("∫ sin x dx\n= cos x + C", 1, None),
    ("x + y = 10\nx - y = 4\n2y = 14", 2, None), ("2x + 3y = 6\n3y = 6 + 2x", 1, "sign_slip"), ("x = 3\ny = 2x + 1 = 8", 1, None),
    ("I had 2x + 4 = 10\nthen I got 2x = 14\nand so x = 7", 1, "sign_slip"), ("x^2 - 1 = 0\nno solution", 1, None), ("2 + 2 = 5\n4 = 5", 0, None),
    ("2x = 10 => x = 20", 0, "multiplied_for_divided"), ("x^2 = -4\nx = 2 or x = -2", 1, None),
]  # fmt: skip
ALONE_FALSE = [
    "(AB)^-1 = A^-1 B^-1",
    "1/2 + 1/3 = 2/5",
    "Var(3X) = 3 Var(X)",
    "2 + 2 = 5",
    "∫ x^2 dx = x^3 + C",
    "d/dx (x e^x) = e^x",
]


@pytest.mark.parametrize(("text", "words"), CONVERSES)
def test_a_line_that_only_the_converse_gives_does_not_follow(text: str, words: str) -> None:
    found = follow(text, words)
    assert found.first_bad == 1, [(line.verdict.value, line.why) for line in found.lines]


@pytest.mark.parametrize(("text", "words"), FORWARD)
def test_a_line_that_follows_is_left_alone(text: str, words: str) -> None:
    found = follow(text, words)
    assert found.first_bad is None, found.why
    assert Verdict.OPEN not in {line.verdict for line in found.lines}, [(line.text, line.why) for line in found.lines]


@pytest.mark.parametrize(("text", "line", "slip"), WRONG)
def test_the_line_that_loses_or_lets_in_a_solution_is_named(text: str, line: int, slip: str | None) -> None:
    found = follow(text)
    assert (found.first_bad, found.misconception) == (line, slip), found.why


def test_what_neither_a_rule_shows_nor_an_example_refutes_is_open() -> None:
    found = follow("A x = 2 x\nA^2 x = 4 x", "A is a matrix, x a vector")
    assert found.first_bad is None and found.lines[1].verdict is Verdict.OPEN


def test_the_example_is_told_and_satisfies_the_line_before() -> None:
    why = follow("AB = 0\nB = 0", SQUARE).lines[1].why
    assert "satisfies the line before" in why and "bmatrix" in why


@pytest.mark.parametrize("text", ALONE_FALSE)
def test_a_false_identity_alone_is_told(text: str) -> None:
    assert follow(text).first_bad == 0


def test_an_equation_alone_is_neither_right_nor_wrong() -> None:
    for text in ("x^2 = 4", "sin(2x) = 2 sin(x)", "3x + 1 = 7"):
        found = follow(text)
        assert found.first_bad is None and found.lines[0].verdict is Verdict.OPEN and "nothing to compare with yet" in found.why


def test_the_first_line_is_given_and_not_called_tested() -> None:
    assert follow("2x = 6\nx = 3").lines[0].verdict is Verdict.GIVEN


def test_a_wrong_slope_is_shown_with_the_function_that_was_told() -> None:
    why = follow("f(x) = (3x+1)^4\nf'(x) = 4(3x+1)^3").why
    assert "f(t)" not in why and "x = " in why


def test_words_and_units_are_not_multiplied() -> None:
    found = follow("2 hours = 120 minutes\nx = 3")
    assert found.first_bad is None and found.lines[0].verdict is Verdict.OPEN and "hours" in found.lines[0].why


def test_a_value_told_among_formulas_is_given_and_the_wrong_result_is_found() -> None:
    found = follow("V = pi r^2 h\nr = 3\nh = 2\nV = 20 pi")
    assert [line.verdict for line in found.lines[:3]] == [Verdict.GIVEN] * 3 and found.first_bad == 3


def test_a_letter_that_nothing_before_tells_of_is_no_result() -> None:
    found = follow("S = pi r^2\nr = 3\nA = 10 pi")
    assert found.first_bad is None and found.lines[-1].verdict is Verdict.OPEN


def test_what_is_said_in_brackets_counts() -> None:
    assert follow("2x = 6 (so x = 4)").first_bad == 0 and follow("2x = 6 (so x = 3)").first_bad is None


def test_a_letter_before_a_bracket_is_a_factor_where_it_is_one_elsewhere() -> None:
    assert follow("p q = p r\np(q - r) = 0\np = 0 or q = r").first_bad is None


def test_bounds_that_hold_together_are_followed_together() -> None:
    found = follow("2x - 3 < 7 and x > 1\nx < 5 and x > 1")
    assert found.first_bad is None and found.lines[1].verdict is Verdict.TESTED


def test_a_cancelled_factor_is_named_for_numbers_and_nothing_is_made_up_for_matrices() -> None:
    assert {follow(text).misconception for text in ("x y = 0\nx = 0", "a x = a y\nx = y")} == {"divided_by_possible_zero"}
    assert {follow(text, SQUARE).misconception for text in ("AB = 0\nB = 0", "AB = AC\nB = C")} == {None}
