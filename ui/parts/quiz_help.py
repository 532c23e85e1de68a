"""Help with a question: a nudge, its first step as a question of its own, the whole solution; and a twin with new numbers."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING

import streamlit as st

from tutor import Grade, Question, Tutor
from ui.parts.edge import calmly
from ui.parts.question import ask_answer, question_of, show_mark, show_unreadable, spent_ms
from ui.parts.show import press, show_small, show_text

if TYPE_CHECKING:
    from tutor import Hints

_NEXT = ("A hint", "The first step", "The whole solution")


@st.fragment
def draw_help(tutor: Tutor, question: Question, key: str, opened: Callable[[], int], open_next: Callable[[], None]) -> None:
    """The hints opened so far, and the way to the next; each one is counted."""
    with calmly(), st.container(key=f"help-{key}"):
        level = opened()
        if level:
            _draw_levels(tutor.hints(question.id), level, key)
        if level < len(_NEXT):
            press(_NEXT[level], f"hint-{key}", on_click=open_next, kind="tertiary")


def _draw_levels(hints: Hints, level: int, key: str) -> None:
    show_text(hints.nudge)
    if level > 1:
        _draw_first_step(hints, key)
    if level > 2:
        with st.container(key=f"help-solution-{key}", gap="small"):
            for step in hints.solution:
                show_text(step)


def _draw_first_step(hints: Hints, key: str) -> None:
    show_text(hints.level(2)[0])
    if hints.first is None:
        return
    typed = st.text_input("What stands for the question mark?", key=f"first-{key}", autocomplete="off", max_chars=200)
    if not typed.strip():
        return
    found = hints.first.judged(typed)
    if found.grade is Grade.RIGHT:
        st.markdown("✓ Yes. Go on from there.")
    elif found.grade is Grade.UNREADABLE:
        show_small(found.why)
    else:
        st.markdown("Not yet: look at this step once more.")


def draw_twin(tutor: Tutor, question: Question, key: str) -> None:
    """Offer the same question with new numbers, right where the last one went wrong."""
    twin = tutor.twin(question.id)
    if twin.id == question.id:
        return
    field = f"twin-{key}"
    if field not in st.session_state:
        press("Try its twin: the same with new numbers", f"offer-{key}", on_click=_open, args=(field, twin.id))
        return
    with st.container(key=f"twin-box-{key}"):
        _draw_twin(tutor, question_of(tutor, st.session_state[field]), f"t-{key}")


def _open(field: str, id: str) -> None:
    st.session_state[field] = id


def _draw_twin(tutor: Tutor, twin: Question, key: str) -> None:
    done: dict = st.session_state.setdefault("twins_marked", {})
    if key in done:
        with st.container(key=f"prompt-done-{key}"):
            show_text(twin.prompt)
        mark, typed = done[key]
        show_mark(mark, typed)
        if mark.grade is Grade.WRONG:
            draw_twin(tutor, twin, key)
        return
    typed = ask_answer(tutor, twin, key)
    if typed is None:
        return
    token = st.session_state.setdefault(f"token-{key}", secrets.token_hex(8))
    mark = tutor.mark(twin.id, typed, token=token, duration_ms=spent_ms(key))
    if mark.grade is Grade.UNREADABLE:
        show_unreadable(mark)
        return
    done[key] = (mark, typed)
    st.rerun()
