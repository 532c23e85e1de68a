"""Formula: paste one, and it is read to you; paste your steps, and they are followed; paste a text, and its claims are tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from tutor import Tutor
from ui.parts.edge import calmly
from ui.parts.formula_numbers import draw_own_curve
from ui.parts.formula_words import draw_words, explained_side
from ui.parts.frame import framed
from ui.parts.lit_formula import draw_lit_formula
from ui.parts.server import shared
from ui.parts.show import pick, press, show_formula, show_problem, show_small, show_title
from ui.parts.tried import draw_claims, draw_derivation

if TYPE_CHECKING:
    from tutor import Typed

_EXAMPLES = (
    ("y = mx + b", "where m is the slope and b is the intercept"),
    (r"P(A \mid B) = \frac{P(B \mid A)\, P(A)}{P(B)}", ""),
    (r"\nabla f(x) = A^\top (Ax - b)", r"A \in \mathbb{R}^{m \times n}, x \in \mathbb{R}^n, b \in \mathbb{R}^m"),
)


_VERBS = ("Explain a formula", "Follow my steps", "Try claims")


def page() -> None:
    """What can be done with formulas: explain one, follow a derivation, try the claims of a text."""
    tutor = shared().tutor
    with calmly(), st.container(key="sheet"):
        show_title("Formula")
        verb = pick("What shall I do?", _VERBS, "formula_verb")
        if verb == _VERBS[1]:
            _follow(tutor)
        elif verb == _VERBS[2]:
            _try_claims(tutor)
        else:
            _explain(tutor)


def _explain(tutor: Tutor) -> None:
    """The box for a formula, how it was read, its curve where it has one, and what it says."""
    show_small("Type a formula as you would write it, or paste LaTeX. What cannot be read is said, never guessed.")
    with st.form("formula_form", border=False):
        st.text_input(
            "Formula",
            key="formula_latex",
            max_chars=2000,
            placeholder="for example: y = mx + b, or 1/(1+e^-x)",
            autocomplete="off",
        )
        st.text_area("The words around it (if you have them)", key="formula_context", max_chars=4000, height=80)
        st.form_submit_button("Explain", type="primary")
    typed = tutor.as_typed(st.session_state.get("formula_latex", ""))
    if not typed.typed:
        _draw_examples()
    elif typed.understood:
        _draw_explained(tutor, typed, st.session_state.get("formula_context", ""))
    else:
        show_problem(typed.note)


def _draw_explained(tutor: Tutor, typed: Typed, context: str) -> None:
    """The formula large, under how it was read where that is not how it was typed."""
    explanation = explained_side(tutor, typed.latex, context)
    if typed.rewritten:
        show_small("I read this as")
    with st.container(key="formula-page"):
        draw_lit_formula(explanation)
    if typed.note:
        show_problem(typed.note)
    draw_own_curve(tutor, typed.latex, context)
    draw_words(tutor, explanation, context)


def _follow(tutor: Tutor) -> None:
    """A derivation, line by line: where did I go wrong?"""
    show_small("Paste your working, one step to a line. I look for the first line that does not follow from the one before.")
    with st.form("follow_form", border=False):
        st.text_area(
            "Your steps", key="follow_text", max_chars=4000, height=180, placeholder="2(x + 3) = 14\n2x + 3 = 14\nx = 5.5"
        )
        st.form_submit_button("Where did I go wrong?", type="primary")
    if text := st.session_state.get("follow_text", "").strip():
        draw_derivation(tutor, tutor.follow(text))


def _try_claims(tutor: Tutor) -> None:
    """The equalities of a text: which hold, which were tested, which fail."""
    show_small("Type an equality, or paste a text with some. Each is tried: by algebra, then on numbers and matrices.")
    with st.form("claims_form", border=False):
        st.text_area("The text", key="claims_text", max_chars=8000, height=180, placeholder="(a+b)^2 = a^2 + b^2")
        st.form_submit_button("Try them", type="primary")
    if text := st.session_state.get("claims_text", "").strip():
        draw_claims(tutor.claims(tutor.typed_text(text)))


def _draw_examples() -> None:
    show_small("Or begin with one of these:")
    for place, (latex, context) in enumerate(_EXAMPLES):
        with st.container(key=f"formula-example-{place}", horizontal=True, vertical_alignment="center"):
            show_formula(latex, display=False)
            press("Explain this", f"try-formula-{place}", on_click=_try, args=(latex, context), kind="tertiary")


def _try(latex: str, context: str) -> None:
    st.session_state["formula_latex"], st.session_state["formula_context"] = latex, context


if __name__ == "__main__":
    framed(page)
