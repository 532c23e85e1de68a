"""The frame around every page, also for a visitor who comes straight to one.

Streamlit takes a folder called `pages` beside the main script for its older kind of app until the main script has run once in
the process; a first visit to /quiz would then draw the page without its frame. So a page draws its frame if it has none.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from ui.parts.keys import keys_button, listen
from ui.parts.look import dress
from ui.parts.server import shared
from ui.parts.show import start_run

_FRAMED = "_framed"
_ICON = Path(__file__).resolve().parents[1] / "mark.png"


def draw_frame() -> None:
    """The ways to the pages, the page that was chosen, and the keys."""
    st.set_page_config(page_title="Marginalia", page_icon=str(_ICON), layout="wide")
    start_run()
    dress()
    shared()
    page = st.navigation(
        [
            st.Page("pages/chat.py", title="Chat", default=True),
            st.Page("pages/formula.py", title="Formula"),
            st.Page("pages/quiz.py", title="Quiz"),
            st.Page("pages/review.py", title="Review"),
            st.Page("pages/library.py", title="Library"),
        ],
        position="top",
    )
    st.session_state[_FRAMED] = True
    try:
        page.run()
    finally:
        st.session_state[_FRAMED] = False
    with st.container(key="colophon", horizontal=True):
        keys_button()
    listen()


def framed(page: Callable[[], None]) -> None:
    """Draw a page inside the frame; where the frame is missing it is drawn first, and draws the page."""
    if st.session_state.get(_FRAMED):
        page()
    else:
        draw_frame()
