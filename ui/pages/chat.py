"""Ask: a question, and the answer of the learner's own books with what backs it in the margin."""

from __future__ import annotations

import streamlit as st

from tutor import READABLE
from ui.parts.conversation import ask_now, draw_conversation, keep_stopped, pending
from ui.parts.edge import calmly
from ui.parts.empty import draw_empty
from ui.parts.frame import framed
from ui.parts.intake import outcome, remember, take_uploads
from ui.parts.leaf import draw_panel
from ui.parts.server import shared
from ui.parts.show import show_small

KINDS = [ending.removeprefix(".") for ending in READABLE]


def page() -> None:
    """The conversation so far, the page that is open beside it, and the box to ask in."""
    one = shared()
    with calmly():
        keep_stopped(one.tutor)
        with st.container(key="conversation"):
            turns = draw_conversation(one.tutor)
            start = st.empty()  # cleared at once when a question is under way
            if not turns and not (st.session_state.get("ask") or pending()):
                with start.container():
                    draw_empty(one.tutor)
            waiting = st.empty()
        draw_panel(one.tutor)
    typed = st.chat_input(
        "Ask, paste a formula, drop a file",
        key="ask",
        max_chars=4000,
        accept_file="multiple",
        file_type=KINDS,
    )
    if typed and typed.files:
        with waiting.container():
            remember(take_uploads(one.tutor, list(typed.files), note=False))
    for report in st.session_state.pop("reports", []):
        show_small(outcome(report))
    question = (typed.text if typed else "") or pending(take=True)
    if question.strip():
        with waiting.container():
            ask_now(one, question)
        st.rerun()


if __name__ == "__main__":
    framed(page)
