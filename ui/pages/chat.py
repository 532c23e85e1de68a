"""Ask: a question, and the answer of the learner's own books with what backs it in the margin."""

from __future__ import annotations

import streamlit as st

from tutor import READABLE
from ui.parts.conversation import answer_now, ask_for, draw_conversation, waiting_here
from ui.parts.edge import calmly
from ui.parts.empty import draw_empty
from ui.parts.frame import framed
from ui.parts.intake import draw_dropped, draw_stopped, drop, take_uploads
from ui.parts.keys import announce
from ui.parts.leaf import draw_panel
from ui.parts.server import shared

KINDS = [ending.removeprefix(".") for ending in READABLE]


def page() -> None:
    """The conversation so far, the page that is open beside it, and the box to ask in."""
    one = shared()
    with calmly():
        with st.container(key="conversation"):
            turns = draw_conversation(one)
            start = st.empty()  # cleared at once when there is something to do
            if not turns and not st.session_state.get("ask"):
                with start.container():
                    draw_empty(one.tutor)
            draw_dropped(one.tutor, ask_for)
            draw_stopped(one.tutor)
            waiting = st.empty()
        draw_panel(one.tutor)
    # Named: left to itself it would take the page to its end whenever the page grows. No `max_chars`: it would drop a long paste
    # without a word; `ask_for` takes its beginning and says so.
    typed = st.bottom.chat_input(
        "Ask, paste a formula, drop a file",
        key="ask",
        accept_file="multiple",
        file_type=KINDS,
        on_submit=_sent,
    )
    with calmly():
        if typed and typed.files:
            with waiting.container(key="files-waiting"):
                drop(take_uploads(one.tutor, list(typed.files), note=False))
            announce("files", scroll="dropped-0")
        if (turn := waiting_here(one.tutor)) is not None:
            with waiting.container():
                answer_now(one, turn)
            st.rerun()
        if typed and typed.files:
            st.rerun()


def _sent() -> None:
    """What was typed is on disk before anything else is done."""
    sent = st.session_state.get("ask")
    ask_for(sent if isinstance(sent, str) else getattr(sent, "text", "") or "")


if __name__ == "__main__":
    framed(page)
