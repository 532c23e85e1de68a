"""The quiet clock of a quiz with a time limit: it counts down on its own, without drawing the page again, and can be paused."""

from __future__ import annotations

import time

import streamlit as st

from ui.parts.quiz_desk import Desk, clock_words, seconds_left
from ui.parts.show import press, show_heading, show_line, show_small

_TICK_SECONDS = 1


def draw_clock(desk: Desk, minutes: float | None) -> None:
    """The time left and the way to pause; nothing where there is no limit."""
    if minutes is None:
        return
    with st.container(key="clock", gap="small"):
        st.fragment(_ticking, run_every=_TICK_SECONDS)(desk, minutes)
        if st.button("Pause", key="pause_clock", type="tertiary"):
            desk.pause(time.monotonic())
            st.rerun()


def _ticking(desk: Desk, minutes: float) -> None:
    left = seconds_left(desk, minutes) or 0.0
    if left <= 0:
        st.rerun(scope="app")
    show_line(f"{clock_words(left)} left")


def draw_leave(desk: Desk, minutes: float | None) -> None:
    """The way out of a quiz: it stays as it is, and can be gone on with."""
    if press("Leave for now", "leave_quiz", kind="tertiary", says="All you typed is kept; go on whenever you like."):
        if minutes is not None:
            desk.pause(time.monotonic())
        st.session_state.pop("holding", None)
        st.query_params.pop("at", None)
        del st.query_params["sitting"]
        st.rerun()


def draw_paused(desk: Desk, minutes: float | None) -> None:
    """The quiz is put aside: what was typed is kept, and the clock stands."""
    show_heading("Paused")
    left = seconds_left(desk, minutes)
    show_small(f"The clock stands at {clock_words(left or 0)}. Everything you typed is kept." if left is not None else "")
    if st.button("Go on", key="go_on", type="primary"):
        desk.go_on(time.monotonic())
        st.rerun()
