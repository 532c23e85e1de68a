"""Agreement near 0 is no proof: what is made of pieces is tried on every piece, in answers, claims and derivations."""

from __future__ import annotations

import pytest

from tutor.maths.answers.grade import Grade
from tutor.maths.answers.judge import judge
from tutor.maths.claims import Verdict, claims
from tutor.maths.derivations.derivation import follow

TORN = [
    ("abs(x-3)", "3-x"), ("abs(x-1000)", "1000-x"), ("abs(x+3)", "x+3"), ("sqrt(x^2+10*x+25)", "x+5"), ("sqrt(x^2-12*x+36)", "6-x"),
    ("abs(x^2-50)", "50-x^2"), ("abs(x+y-400)", "400-x-y"), ("abs(abs(x)-60)", "60-abs(x)"), ("((x-9)^2)^(1/2)", "9-x"),
    ("abs(x^3-10^9)", "10^9-x^3"), ("arcsin(sin(x))", "x"), ("sqrt((x-40)^2)+x", "40"),
]  # fmt: skip
WHOLE = [
    ("sqrt(x^2-12*x+36)", "abs(x-6)"), ("ln((x-10)^2)", "2*ln|10-x|"), ("abs(x)^2", "x^2"), ("sqrt(x^4)", "x^2"),
    ("1/(sqrt(x^2+1)-x)", "sqrt(x^2+1)+x"), ("sqrt((x-a)^2)", "abs(a-x)"), ("abs(sin(x))", "sqrt(1-cos(x)^2)"),
    ("sqrt(x-1000)", "(x-1000)^(1/2)"), ("ln(e^x+1)", "x+ln(1+e^(-x))"),
]  # fmt: skip


@pytest.mark.parametrize(("key", "typed"), TORN)
def test_what_agrees_on_one_piece_alone_is_another_expression(key: str, typed: str) -> None:
    assert judge("expression", key, typed).grade is Grade.WRONG


@pytest.mark.parametrize(("key", "typed"), WHOLE)
def test_what_agrees_on_every_piece_is_right(key: str, typed: str) -> None:
    assert judge("expression", key, typed).grade is Grade.RIGHT


def test_what_has_no_value_on_another_piece_is_no_tick() -> None:
    assert judge("expression", "ln((x-10)^2)", "2*ln(10-x)").grade is Grade.UNREADABLE


def test_vectors_matrices_and_equations_are_tried_on_every_piece_too() -> None:
    assert judge("vector", "(abs(x-7), 1)", "(7-x, 1)").grade is Grade.WRONG
    assert judge("matrix", "[[abs(x-7), 0], [0, 1]]", "[[7-x, 0], [0, 1]]").grade is Grade.WRONG
    assert judge("equation", "y = abs(x-3)", "y = 3 - x").grade is Grade.WRONG
    assert judge("equation", "y = abs(x-3000)", "y = 3000 - x").grade is Grade.WRONG


@pytest.mark.parametrize(
    "latex", [r"|x-20| = 20 - x", r"x^2 < 100", r"x + 10 > 0", r"\sqrt{(x-8)^2} = 8 - x", r"\max(x, -50) = x"]
)
def test_a_claim_that_holds_near_zero_is_not_ticked(latex: str) -> None:
    assert claims(f"${latex}$")[0].verdict in (Verdict.FAILS, Verdict.OPEN)


@pytest.mark.parametrize(
    "latex", [r"\sqrt{x^2} = |x|", r"|a+b| \le |a|+|b|", r"x^2 + 1 > 0", r"e^x \ge 1 + x", r"\ln(ab) = \ln a + \ln b"]
)
def test_a_claim_that_holds_on_every_piece_stays_tested_and_says_where(latex: str) -> None:
    found = claims(f"${latex}$")[0]
    assert found.verdict is Verdict.TESTED and "instances" in found.why


def test_a_promise_about_a_letter_keeps_it_on_its_piece() -> None:
    assert claims("For $x > 0$, $\\sqrt{x^2} = x$.")[1].verdict is Verdict.TESTED
    assert claims("$\\sqrt{x^2} = x$")[0].verdict is Verdict.FAILS


@pytest.mark.parametrize(
    "text", ["|x-7|\n= 7 - x", "|x-20| = 5\n20 - x = 5", "sqrt(x^2 - 40x + 400) = 3\nx - 20 = 3", "x^2 < 10000\nx < 100"]
)
def test_a_step_that_holds_on_one_piece_does_not_follow(text: str) -> None:
    assert follow(text).first_bad == 1
