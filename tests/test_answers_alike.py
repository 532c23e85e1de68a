"""The same answer in another form: other constants, other equations of one curve, decimal commas, rounding, matrices not written out."""

from __future__ import annotations

import pytest

from tutor.maths.answers.grade import Grade
from tutor.maths.answers.judge import judge
from tutor.maths.claims import Verdict, claims

R, W, U = Grade.RIGHT, Grade.WRONG, Grade.UNREADABLE
FAMILIES = [
    ("sin(x)^2/2 + C", "-cos(2x)/4 + C", R), ("x^2/2 + C", "x^2/2 + C + 5", R), ("x^2/2 + C", "½x² + c", R), ("x^2/2 + C", "x^2/2 - 7 + K", R),
    ("ln(abs(x)) + C", "ln|5x| + C", R), ("C*exp(x)", "A e^x", R), ("x^2/2", "x^2/2 + C", R), ("x^2/2 + C", "x^2/2", W), ("x^2/2 + C", "x^2/2 + 3", W),
    ("x^2/2 + C", "x^2/2 + C x", W), ("x^2/2 + C", "x^2 + C", W), ("C*exp(x)", "e^x + C", W), ("C*exp(x)", "C e^(2x)", W), ("ln(abs(x)) + C", "ln(x) + C", U),
]  # fmt: skip
CURVES = [
    ("y = e^x", "ln y = x", R), ("x^2 + y^2 = 4", "sqrt(x^2+y^2) = 2", R), ("x^2 = 4", "|x| = 2", R), ("y = x", "e^y = e^x", R), ("y = x", "(y-x)^2 = 0", R),
    ("y = ln(x)", "x = e^y", R), ("y = x", "(y-x)(y+x) = 0", W), ("x^2 = 4", "x = 2", W), ("y = x^2", "x = sqrt(y)", W), ("x + y = 1", "x + y = 1.0000001", W),
    ("y = x", "y/x = 1", U), ("y = e^x", "y = e^x + 0.0001", W), ("x + y = 1", "x + y ≈ 1", U),
]  # fmt: skip
COMMAS = [
    ("vector", "(0.5, -1)", "(0,5; -1)", R), ("set", "{1.5, 2}", "1,5; 2", R), ("set", "{1, 5, 2}", "1,5; 2", U), ("set", "{1, 5}", "1,5", R),
    ("interval", "(1, 2.5)", "(1; 2,5)", R), ("vector", "(0.5, 1.5)", "(0,5, 1,5)", U), ("vector", "(1, 2)", "(1,2)", R), ("vector", "(0.5, -1)", "(0,4; -1)", W),
]  # fmt: skip
ROUNDED = [
    ("2.345", "2.35", 2, R), ("2.345", "2.34", 2, W), ("1/8", "0.13", 2, R), ("1/8", "0.12", 2, W), ("2.6", "3", 0, R), ("7/3", "2", 0, R), ("7/3", "3", 0, W),
    ("100", "99.999", 2, W), ("1/3", "33%", 2, R), ("-1/8", "-0.13", 2, R), ("pi", "3.14", 2, R), ("pi", "3.15", 2, W), ("pi", "3.1416", 2, R),
]  # fmt: skip
MATRICES = [
    ("matrix", "[[-2,1],[3/2,-1/2]]", "[[1,2],[3,4]]^-1", R), ("matrix", "[[-2,1],[3/2,-1/2]]", "[[1,2],[3,5]]^-1", W), ("matrix", "[[2,0],[0,2]]", "2I", U),
    ("matrix", "[[2,0],[0,2]]", "2 I_2", R), ("basis", "{(1,1)}", "[[2],[2]]", R), ("basis", "{(1,2,0),(0,0,1)}", "[[1,0],[2,0],[0,1]]", R), ("basis", "{}", "(1,0)", W),
    ("basis", "{}", "∅", R), ("basis", "{}", "{(0,0)}", W), ("basis", "{(1,0),(0,1)}", "[[1,2],[2,4]]", W),
]  # fmt: skip


@pytest.mark.parametrize(("key", "typed", "grade"), FAMILIES)
def test_a_constant_may_have_another_name_another_start_and_another_factor(key: str, typed: str, grade: Grade) -> None:
    assert judge("expression", key, typed, constants=("C",)).grade is grade


@pytest.mark.parametrize(("key", "typed", "grade"), CURVES)
def test_equations_with_the_same_solutions_are_the_same(key: str, typed: str, grade: Grade) -> None:
    assert judge("equation", key, typed).grade is grade


@pytest.mark.parametrize(("kind", "key", "typed", "grade"), COMMAS)
def test_a_decimal_comma_is_read_where_it_can_be_nothing_else(kind: str, key: str, typed: str, grade: Grade) -> None:
    assert judge(kind, key, typed).grade is grade


@pytest.mark.parametrize(("key", "typed", "places", "grade"), ROUNDED)
def test_rounding_is_half_away_from_zero(key: str, typed: str, places: int, grade: Grade) -> None:
    assert judge("number", key, typed, decimals=places).grade is grade


@pytest.mark.parametrize(("kind", "key", "typed", "grade"), MATRICES)
def test_matrices_and_bases_in_other_forms(kind: str, key: str, typed: str, grade: Grade) -> None:
    assert judge(kind, key, typed).grade is grade


def test_what_is_symmetric_is_square_without_declared_shapes() -> None:
    assert judge("matrix_expression", "A*A^T", "A^T A", symmetric=("A",)).grade is R
    assert judge("matrix_expression", "A*A^T", "A^2", symmetric=("A",)).grade is R
    assert judge("matrix_expression", "A*A^T", "A^2").grade is W


PLAIN = [
    ("2^10 = 1024", ["proved"]), ("10^12 = 10^6 * 10^6", ["proved"]), ("(1+1)^10 = 1024", ["proved"]), ("$2^10 = 1024$", ["proved"]), ("2^10 = 1025", ["fails"]),
    ("If X and Y are independent, E[XY] = E[X]E[Y].", ["tested"]), ("E[XY] = E[X]E[Y]", ["fails"]), ("sin(2x) = 2 sin x cos x", ["tested"]),
    ("If X and Y are uncorrelated, Var(X+Y) = Var(X) + Var(Y).", ["tested"]), ("sqrt(x^2) = x", ["fails"]), ("We have: 90 + 45 + 45 = 190.", ["fails"]),
    ("A B = 0 implies A = 0 or B = 0", ["open", "open", "open"]), ("ln(ab) = ln a + ln b for a, b > 0", ["tested", "open"]), (r"$\pi \approx 3.15$", ["open"]),
    (r"$\pi \approx 3.14$", ["tested"]), ("$0.999 = 1$", ["open"]), (r"$\sigma(x)=\frac{1}{1+e^{-x}}$, so $\sigma(0) = 1$.", ["open", "fails"]),
    ("$(X^T X)^{-1} X^T = X^{-1}$ for a 4x2 matrix $X$", ["fails"]), ("$(X^T X)^{-1} X^T = X^{-1}$ for a 2x2 matrix $X$", ["proved"]),
    ("If $u$ and $v$ are orthogonal, $\\|u+v\\|^2 = \\|u\\|^2 + \\|v\\|^2$.", ["proved"]), ("3 * 4 = 12 and 5 + 5 = 11", ["proved", "fails"]), ("x^2 >= x", ["open"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "verdicts"), PLAIN)
def test_a_plain_text_is_tried_formula_by_formula(text: str, verdicts: list[str]) -> None:
    found = claims(text)
    assert [claim.verdict.value for claim in found] == verdicts, [(claim.latex, claim.why) for claim in found]


def test_the_claims_of_a_plain_text_keep_their_places() -> None:
    text = "So 3 * 4 = 12 and 2^10 = 1025."
    assert [text[claim.start : claim.end] for claim in claims(text)] == ["3 * 4 = 12", "2^10 = 1025"]


def test_a_domain_is_said_where_a_claim_has_one() -> None:
    found = claims("$\\sqrt{ab} = \\sqrt{a}\\sqrt{b}$")[0]
    assert found.verdict is Verdict.TESTED and "wherever both sides have a value" in found.why
