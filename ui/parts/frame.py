"""The frame around every page, also for a visitor who comes straight to one.

Streamlit takes a folder called `pages` beside the main script for its older kind of app until the main script has run once in
the process; a first visit to /quiz would then draw the page without its frame. So a page draws its frame if it has none.

The ways to the pages are drawn here rather than by Streamlit: its own hide behind an arrow on a phone, and drop what is open
from the address. Ours lead back to the conversation and to the book that was left.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from ui.parts.keys import keys_button, listen
from ui.parts.look import dress
from ui.parts.server import shared
from ui.parts.show import start_run

_FRAMED, _ADDRESSES = "_framed", "_addresses"
_ICON = Path(__file__).resolve().parents[1] / "mark.png"
# What stays in the address of a page that one comes back to.
_STAYS = {"Chat": ("talk", "open"), "Library": ("open",)}
_STAYS_HERE = {"Chat": ("talk",), "Library": ()}


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
        position="hidden",
    )
    _draw_ways(page.title)
    st.session_state[_FRAMED] = True
    try:
        page.run()
    finally:
        st.session_state[_FRAMED] = False
    with st.container(key="colophon", horizontal=True):
        keys_button()
    listen()


def _draw_ways(here: str) -> None:
    """One link to each page, in a row above it."""
    st.session_state.setdefault(_ADDRESSES, {})[here] = st.query_params.to_dict()
    with st.container(key="ways", horizontal=True, gap=None):
        st.page_link("pages/chat.py", label="Chat", query_params=_way_to("Chat", here))
        st.page_link("pages/formula.py", label="Formula")
        st.page_link("pages/quiz.py", label="Quiz")
        st.page_link("pages/review.py", label="Review")
        st.page_link("pages/library.py", label="Library", query_params=_way_to("Library", here))


def _way_to(page: str, here: str) -> dict[str, str]:
    """What the address of a page should name: what was open there; from the page itself, the way to its beginning."""
    left = st.session_state[_ADDRESSES].get(page, {})
    stays = (_STAYS_HERE if page == here else _STAYS)[page]
    return {name: left[name] for name in stays if name in left}


def framed(page: Callable[[], None]) -> None:
    """Draw a page inside the frame; where the frame is missing it is drawn first, and draws the page."""
    if st.session_state.get(_FRAMED):
        page()
    else:
        draw_frame()
