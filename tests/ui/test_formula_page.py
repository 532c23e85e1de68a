"""The Formula page, walked without a browser: what is typed in plain signs is read, drawn, followed and tried."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

APP = Path(__file__).parents[2] / "ui" / "app.py"
PATIENCE_SECONDS = 60


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    monkeypatch.setenv("TUTOR_HOME", str(tmp_path))
    st.cache_resource.clear()
    shown = AppTest.from_file(str(APP), default_timeout=PATIENCE_SECONDS).run()
    yield shown.switch_page("pages/formula.py").run()
    st.cache_resource.clear()


def words(page: AppTest) -> str:
    return "\n".join(element.value for element in (*page.markdown, *page.caption))


def press(page: AppTest, label: str) -> AppTest:
    return next(button for button in page.button if button.label == label).click().run()


def explain(page: AppTest, typed: str) -> str:
    page.text_input(key="formula_latex").set_value(typed)
    press(page, "Explain")
    assert not page.exception
    return words(page)


def curves(page: AppTest) -> int:
    return len(page.get("vega_lite_chart"))


def test_what_is_typed_is_read_said_and_drawn_at_once(page: AppTest) -> None:
    said = explain(page, "1/(1+e^-x)")
    assert "I read this as" in said
    assert r"\frac{\textcolor" in said or r"\frac{1}" in said
    assert "**sigmoid**" in said
    assert "e⁻" not in said
    assert curves(page) == 2  # at once, and beside the sliders
    assert "The curve of $y = \\frac{1}{1 + e^{-x}}$" in said
    assert "computed two ways, both agree" in said
    assert "prime" not in said

    said = explain(page, "y = mx + b")
    assert "I read this as" not in said

    said = explain(page, "1/2x")
    assert "write 1/(2x) if x stands below too" in said


def test_the_name_of_a_part_is_said_to_be_of_the_part(page: AppTest) -> None:
    assert "**Bayes' theorem**" in explain(page, r"P(A \mid B) = \frac{P(B \mid A) P(A)}{P(B)}").splitlines()
    part = r"P(A \mid B) = \frac{P(B \mid A) P(A)}{P(B)}"
    assert f"Part of it, ${part}$, is **Bayes' theorem**" in explain(page, part + r" = \frac{1}{3}").splitlines()


def test_what_only_the_form_speaks_for_is_said_to_be_a_form(page: AppTest) -> None:
    shown = explain(page, r"\omega_1^2 = \omega_2^2 + \omega_3^2")
    assert "This has the form of **Pythagorean theorem**" in shown.splitlines() and "long side" not in shown


def test_words_and_broken_brackets_are_said_so_and_nothing_is_multiplied(page: AppTest) -> None:
    assert "This looks like words, not a formula; ask about it in Chat." in explain(page, "hello world")
    assert curves(page) == 0
    said = explain(page, r"\frac{a}{b")
    assert "A closing } is missing after b." in said
    assert "unread" not in said


def test_steps_and_claims_are_typed_in_plain_signs(page: AppTest) -> None:
    page.segmented_control(key="formula_verb").set_value("Follow my steps").run()
    page.text_area(key="follow_text").set_value("d/dx e^-x\n= -e^-x")
    press(page, "Where did I go wrong?")
    assert "Every line follows from the one before." in words(page)

    page.text_area(key="follow_text").set_value("x + )(\n= -e^-x")
    press(page, "Where did I go wrong?")
    assert "✓" not in words(page)

    page.segmented_control(key="formula_verb").set_value("Try claims").run()
    page.text_area(key="claims_text").set_value("I think (a+b)^2=a^2+b^2")
    press(page, "Try them")
    assert "does not hold" in words(page)
    assert not page.exception


def test_what_stays_open_says_what_it_can_be_and_what_decides_it(page: AppTest) -> None:
    said = explain(page, r"\hat{x(t+1)} + \widehat{\sum_i x_i = 1} + (X^TX)^{g}")
    assert "$x(t+1)$ can be read in two ways: x of the quantity" in said
    assert "close parenthesis” are true whichever is meant." in said
    assert "$(X^TX)^{g}$ can be read in two ways: the quantity" in said
    assert "to the power g”; the words around it tell which is meant." in said
    assert "is put together as in no formula known here; it is read “the sum over i" in said
    assert "something else" not in said
    assert "Compare that with the page." in said
