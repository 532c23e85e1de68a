"""Numbers with a unit behind them are read with it, and the unit is no letter of the formula."""

from __future__ import annotations

import pytest

from tutor.maths.explain import explain_formula
from tutor.maths.formula import read_formula


@pytest.mark.parametrize(
    ("latex", "spoken"),
    [
        (r"v = 3\,\mathrm{m}/\mathrm{s}", "v equals 3 metres per second"),
        (r"v = 3\,\mathrm{m}\,\mathrm{s}^{-1}", "v equals 3 metres per second"),
        (r"g = 9.81~\mathrm{m}\cdot\mathrm{s}^{-2}", "g equals 9.81 metres per second squared"),
        (r"\rho = 1000\,\mathrm{kg\,m^{-3}}", "rho equals 1000 kilograms per cubic metre"),
        (r"t = 1\,\text{s}", "t equals 1 second"),
        (r"10\,\text{kHz}", "10 kilohertz"),
        (r"H = 1.5\ \text{bits}", "H equals 1.5 bits"),
        (r"I = 2\,\mathrm{A}", "I equals 2 amperes"),
        (r"\SI{9.81}{m.s^{-2}}", "9.81 metres per second squared"),
        (r"\SI{3}{\kilo\gram}", "3 kilograms"),
        (r"\num{3.5e-4}", "3.5 times 10 to the power minus 4 end power"),
        (r"\genfrac{(}{)}{0pt}{}{n}{k}", "n choose k"),
        (r"\genfrac{}{}{}{0}{a}{b}", "a over b"),
        (r"\genfrac{\{}{\}}{0pt}{}{n}{k}", "open brace n; next line: k close brace"),
    ],
)
def test_a_number_is_read_with_its_unit(latex, spoken):
    reading = read_formula(latex)
    assert (reading.spoken, reading.complete) == (spoken, True)


@pytest.mark.parametrize(
    "latex", [r"2\mathrm{A}", r"2\,\mathrm{A}\mathrm{x}", r"2\,\mathrm{A} x", r"n\,\mathrm{m}", r"2\,\mathrm{tr}(A)"]
)
def test_a_letter_that_may_be_a_factor_is_no_unit(latex):
    spoken = read_formula(latex).spoken
    assert not any(unit in spoken for unit in ("ampere", "metre", "tonne"))


@pytest.mark.parametrize("latex", [r"t = 0.5\,\text{s}", r"m = 3\,\mathrm{kg}", r"H = 1.5\,\text{bits}", r"x = 180\,\mathrm{cm}"])
def test_a_unit_is_no_letter_of_the_formula(latex):
    told = explain_formula(latex)
    assert len(told.symbols) == 1
    assert "taking" not in told.meaning
    assert not told.grows
