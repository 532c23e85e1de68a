"""Practise: a quiz on a topic, one question to a page."""

from __future__ import annotations

import streamlit as st

from ui.parts.edge import calmly
from ui.parts.frame import framed
from ui.parts.server import shared
from ui.parts.show import show_small, show_title
from ui.parts.sitting import EVERYTHING, begin, current, draw_sitting, draw_unfinished


def page() -> None:
    """The setup, or the quiz that the address names."""
    tutor = shared().tutor
    with calmly():
        sitting = current(tutor)
        if sitting is not None:
            with st.container(key="sitting"):
                draw_sitting(tutor, sitting)
            return
        if "sitting" in st.query_params:
            del st.query_params["sitting"]
        with st.container(key="sheet"):
            show_title("Quiz")
            _setup()


def _setup() -> None:
    tutor = shared().tutor
    show_small("Every key is computed twice, on two roads, before you see the question. Numbers are new each time.")
    with st.form("setup", border=False):
        topic = st.text_input("Topic", key="quiz_topic", placeholder="for example: rank, chain rule, Bayes", max_chars=200)
        all_of_it = st.checkbox("Everything", key="quiz_everything")
        n = st.slider("How many questions", 1, 20, 5, key="quiz_count")
        started = st.form_submit_button("Start", type="primary")
    if started:
        if not topic.strip() and not all_of_it:
            show_small("Type a topic, or tick “Everything”.")
        else:
            st.query_params["sitting"] = begin(tutor, EVERYTHING if all_of_it else topic.strip(), n)
            st.rerun()
    draw_unfinished(tutor)


if __name__ == "__main__":
    framed(page)
