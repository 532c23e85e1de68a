"""Practise: a quiz on a topic, a book or what is weak, one question to a page or on a sheet."""

from __future__ import annotations

import streamlit as st

from ui.parts.edge import calmly
from ui.parts.frame import framed
from ui.parts.leaf import draw_panel
from ui.parts.quiz_setup import draw_opening, draw_setup
from ui.parts.server import shared
from ui.parts.show import show_small, show_title
from ui.parts.sitting import current, draw_left_before, draw_sitting, draw_unfinished


def page() -> None:
    """The setup, or the quiz that the address names."""
    tutor = shared().tutor
    with calmly():
        sitting = current(tutor)
        if sitting is not None:
            with st.container(key="sitting"):
                draw_sitting(tutor, sitting)
            draw_panel(tutor)
            return
        if "sitting" in st.query_params:
            del st.query_params["sitting"]
    with st.container(key="sheet"):
        show_title("Quiz")
        with calmly():
            draw_unfinished(tutor)
        show_small(
            "What can be computed was computed in two ways that agree before you see the question, and the numbers are new each"
            " time. What a term means stands in Marginalia’s glossary or in your books."
        )
        with calmly():
            draw_setup(tutor)
        with calmly():
            draw_opening(tutor)
            draw_left_before(tutor)
    with calmly():
        draw_panel(tutor)


if __name__ == "__main__":
    framed(page)
