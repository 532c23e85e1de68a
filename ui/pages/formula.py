"""Formula: paste one, and it is read to you: in plain English, part by part, on numbers."""

from __future__ import annotations

import streamlit as st

from ui.parts.edge import calmly
from ui.parts.formula_words import draw_ambiguities, draw_words, explained
from ui.parts.frame import framed
from ui.parts.lit_formula import draw_lit_formula
from ui.parts.server import shared
from ui.parts.show import press, show_formula, show_small, show_title

_EXAMPLES = (
    ("y = mx + b", "where m is the slope and b is the intercept"),
    (r"P(A \mid B) = \frac{P(B \mid A)\, P(A)}{P(B)}", ""),
    (r"\nabla f(x) = A^\top (Ax - b)", r"A \in \mathbb{R}^{m \times n}, x \in \mathbb{R}^n, b \in \mathbb{R}^m"),
)


def page() -> None:
    """The box for a formula, and what it says."""
    tutor = shared().tutor
    with calmly(), st.container(key="sheet"):
        show_title("Formula")
        show_small("Paste a formula in LaTeX. It is read by rules, not by a model: what cannot be read is said, never guessed.")
        with st.form("formula_form", border=False):
            st.text_input(
                "Formula", key="formula_latex", max_chars=2000, placeholder=r"for example: y = mx + b", autocomplete="off"
            )
            st.text_area("The words around it (if you have them)", key="formula_context", max_chars=4000, height=80)
            st.form_submit_button("Explain", type="primary")
        latex = _bare(st.session_state.get("formula_latex", ""))
        if not latex:
            _draw_examples()
            return
        context = st.session_state.get("formula_context", "")
        explanation = explained(tutor, latex, context)
        with st.container(key="formula-page"):
            draw_lit_formula(explanation)
        draw_words(tutor, explanation, context)
        draw_ambiguities(explanation)


def _draw_examples() -> None:
    show_small("Or begin with one of these:")
    for place, (latex, context) in enumerate(_EXAMPLES):
        with st.container(key=f"formula-example-{place}", horizontal=True, vertical_alignment="center"):
            show_formula(latex, display=False)
            press("Explain this", f"try-formula-{place}", on_click=_try, args=(latex, context), kind="tertiary")


def _try(latex: str, context: str) -> None:
    st.session_state["formula_latex"], st.session_state["formula_context"] = latex, context


def _bare(typed: str) -> str:
    r"""The formula without the dollars or brackets around it.

    >>> _bare("$$x^2$$"), _bare(r"\(a\)")
    ('x^2', 'a')
    """
    text = typed.strip()
    for opening, closing in (("$$", "$$"), ("$", "$"), ("\\[", "\\]"), ("\\(", "\\)")):
        if len(text) > len(opening) + len(closing) and text.startswith(opening) and text.endswith(closing):
            return text[len(opening) : -len(closing)].strip()
    return text


if __name__ == "__main__":
    framed(page)
