"""A quiz as a sheet: every question on one page, nothing said before the whole is handed in, everything typed kept at once."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

import streamlit as st

from tutor import Question, Sitting, Tutor
from ui.parts.edge import calmly
from ui.parts.keys import announce
from ui.parts.margin import TEXT_AND_MARGIN
from ui.parts.question import question_of, show_prompt
from ui.parts.quiz_clock import draw_clock, draw_leave
from ui.parts.quiz_desk import Desk
from ui.parts.quiz_help import draw_help
from ui.parts.quiz_marks import hand_in, is_done
from ui.parts.quiz_plan import Plan
from ui.parts.show import show_heading, show_line, show_problem, show_small
from ui.parts.typed import draw_answer, put_back


def draw_sheet(tutor: Tutor, sitting: Sitting, desk: Desk, plan: Plan) -> None:
    """All questions, and at the end the button that hands them in."""
    text, margin = st.columns(TEXT_AND_MARGIN, gap="medium")
    with margin, st.container(key="note-quiz", gap=None):
        show_line(f"{len(sitting.questions)} questions on one sheet")
        draw_clock(desk, plan.minutes)
        draw_leave(desk, plan.minutes)
    with text:
        show_heading(plan.title)
        for place in range(len(sitting.questions)):
            _draw_one(tutor, sitting, place, desk)
        if st.button("Hand in", key="hand_in", type="primary"):
            _hand_in(tutor, sitting.id, desk)


def _draw_one(tutor: Tutor, sitting: Sitting, place: int, desk: Desk) -> None:
    key = f"{sitting.id}-{place}"
    question = question_of(tutor, sitting.questions[place])
    kept = sitting.answers[place]
    with st.container(key=f"sheet-{place}"):
        show_prompt(question, key, place + 1)
        if is_done(sitting, place, desk):
            show_small("Handed in.")
            return
        put_back(question, key, kept.typed if kept else "")

        def keep(typed: str) -> None:
            tutor.notebook.keep(sitting.id, place, typed, datetime.now(UTC))

        def open_next() -> None:
            desk.hints[place] = desk.hints.get(place, 0) + 1

        _draw_widgets(tutor, question, key, keep)
        if place in desk.refused and kept and kept.typed == desk.refused[place]:
            show_problem("I can't read this answer yet, so it was not counted. Change it, or hand in once more to leave it open.")
        draw_help(tutor, question, key, lambda: desk.hints.get(place, 0), open_next, solution=True)


@st.fragment
def _draw_widgets(tutor: Tutor, question: Question, key: str, keep: Callable[[str], None]) -> None:
    with calmly(), st.container(key=f"ask-{key}"):
        draw_answer(tutor, question, key, keep)


def _hand_in(tutor: Tutor, id: str, desk: Desk) -> None:
    """Mark all that was typed. What cannot be read is asked for once more; handed in again as it stands, it is left open."""
    sitting = tutor.notebook.sitting(id)
    if sitting is None:
        return
    known = dict(desk.refused)
    unread = hand_in(tutor, sitting, desk)
    fresh = [place for place in unread if known.get(place) != desk.refused.get(place)]
    if fresh:
        announce("unreadable")
    else:
        desk.pause(time.monotonic())
        tutor.notebook.finish(id, datetime.now(UTC))
        announce("done")
    st.rerun()
