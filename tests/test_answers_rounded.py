"""Decimals as a calculator prints them: three right digits stand for the number in vectors, bases and units; in intervals they are asked about."""

from __future__ import annotations

import pytest

from tutor.maths.answers.grade import Grade
from tutor.maths.answers.judge import judge

R, W, U = Grade.RIGHT, Grade.WRONG, Grade.UNREADABLE
DIRECTIONS = [
    ("[1,3]", "[0.31622777 0.9486833]", R), ("[1,3]", "(0.316, 0.949)", R), ("[1,3]", "(-0.316, -0.949)", R), ("[1,3]", "(0.333, 1)", R),
    ("[2,1]", "[-0.89442719 -0.4472136]", R), ("[1,2,3]", "(0.267,0.535,0.802)", R), ("[1,sqrt(2)]", "(0.577, 0.816)", R), ("[1,2]", "(0.333,0.667)", R),
    ("[1,(1+sqrt(5))/2]", "(1, 1.618)", R), ("[1,(1+sqrt(5))/2]", "(0.526, 0.851)", R), ("[1,0,-1]", "[0.70710678, 0.00, -0.70710678]", R),
    ("[1,-3]", "[3.16227766e-01, -9.48683298e-01]", R), ("[1,3.1]", "(0.307, 0.952)", R), ("[0,1,2]", "(0, 0.447, 0.894)", R),
    # another direction, however near
    ("[1,3.1]", "[0.3, 0.9]", W), ("[1,3.1]", "(0.316, 0.949)", W), ("[1,3]", "(0.32, 0.95)", W), ("[1,3]", "(0.317, 0.949)", U), ("[1,3]", "(0.316, -0.949)", W),
    ("[1,3]", "(1.00, 3.01)", W), ("[1,3]", "(1, 3.01)", W), ("[1,3]", "(0.999, 3)", W), ("[1,2]", "(0.34,0.66)", W), ("[1,2,3]", "(0.267,0.535,0.803)", U),
    ("[1,0]", "(1, 0.001)", W), ("[1,0]", "(0.999, 0.001)", W), ("[1,3]", "(0.949, 0.316)", W), ("[1,sqrt(2)]", "(1, 1.41)", R), ("[1,sqrt(2)]", "(1, 1.4)", W),
    # at some length it fits, but at none that anybody chooses: asked
    ("[1,3]", "(2.99, 8.98)", U), ("[1,sqrt(2)]", "(2.236, 3.162)", U),
]  # fmt: skip
BASES = [
    ("{(1,2,3)}", "(0.267,0.535,0.802)", R), ("{(1,1,0),(0,0,1)}", "(0.707,0.707,0),(0,0,1)", R), ("{(-2,1,0),(-3,0,1)}", "(1,0,-0.333),(0,1,-0.667)", R),
    ("{(1,0,-1/3),(0,1,2/3)}", "(1,0,-0.333),(0,1,0.667)", R), ("{(-2,1,0),(-3,0,1)}", "[-0.53452248 0.77454192 -0.33818712], [-0.80178373 -0.33818712 0.49271932]", R),
    ("{(1,0,-1/3),(0,1,2/3)}", "(1,0,-0.333),(0,1,0.66)", W), ("{(1,0,-1/3),(0,1,2/3)}", "(1,0,-0.333),(0,1,0.668)", W), ("{(1,3,0),(0,0,1)}", "(1,3.01,0),(0,0,1)", W),
    ("{(1,2,3)}", "(0.267,0.535,0.803)", U), ("{(1,1,0),(0,0,1)}", "(0.577,0.578,0.577),(0.5774,0.5773,0.5774)", U), ("{(1,1,0),(0,0,1)}", "(0.577,0.579,0.578),(0,0,1)", W),
]  # fmt: skip
QUANTITIES = [
    ("unit", "100 km/h", "27.8 m/s", R), ("unit", "100 km/h", "27.78 m/s", R), ("unit", "60 km/h", "16.67 m/s", R), ("unit", "1/3 m", "33.3 cm", R), ("unit", "1/3 m", "0.333 m", R),
    ("unit", "100 km/h", "28 m/s", W), ("unit", "100 km/h", "27.7 m/s", W), ("unit", "100 km/h", "27.8 km/h", W), ("unit", "100 km/h", "27.8 m", W), ("unit", "2.345 m", "2.35 m", W),
    ("unit", "5 m", "5.001 m", W), ("unit", "9.81 m/s^2", "9.80 m/s^2", W), ("unit", "9.81 m/s^2", "981 cm/s^2", R), ("unit", "2.345 m", "0.00235 km", W), ("unit", "1/3 m", "33 cm", W),
    ("interval", "(1/3,1)", "(0.333,1)", U), ("interval", "(1/3,1)", "0.333 < x < 1", U), ("interval", "(-sqrt(2),sqrt(2))", "(-1.414, 1.414)", U), ("interval", "(-oo,-1/3)∪(2/3,oo)", "x < -0.333 or x > 0.667", U),
    ("interval", "(1/3,1)", "(0.33,1)", W), ("interval", "(1/3,1)", "(0.334,1)", W), ("interval", "(1/3,1)", "[0.333,1)", W), ("interval", "(1/3,1)", "(0.333,0.999)", W), ("interval", "(0.3333,1)", "(0.333,1)", W),
    ("interval", "(1/3,2/3)", "(0.667,0.333)", U), ("interval", "(-1/3,1/3)", "(0.333,1/3)", U),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "key", "typed", "grade"), QUANTITIES)
def test_quantities_may_be_rounded_as_numbers_may_and_ends_of_intervals_are_asked_about(
    kind: str, key: str, typed: str, grade: Grade
) -> None:
    assert judge(kind, key, typed).grade is grade


@pytest.mark.parametrize(("key", "typed", "grade"), DIRECTIONS)
def test_a_direction_in_decimals_is_right_where_they_are_correctly_rounded(key: str, typed: str, grade: Grade) -> None:
    assert judge("vector_up_to_scale", key, typed).grade is grade


@pytest.mark.parametrize(("key", "typed", "grade"), BASES)
def test_a_basis_in_decimals_is_right_where_they_are_correctly_rounded(key: str, typed: str, grade: Grade) -> None:
    assert judge("basis", key, typed).grade is grade
