"""Help with a question: a nudge, its first step as a question of its own, the whole solution; and a twin with new numbers."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING

import streamlit as st

from tutor import Grade, Question, Tutor
from ui.parts.asked import Sent, Ways, put_question
from ui.parts.edge import calmly
from ui.parts.question import question_of, show_choices, show_mark
from ui.parts.show import press, show_small, show_text

if TYPE_CHECKING:
    from tutor import Hints


@st.fragment
def draw_help(
    tutor: Tutor, question: Question, key: str, opened: Callable[[], int], open_next: Callable[[], None], solution: bool = False
) -> None:
    """The hints opened so far, and the way to the next; each one is counted. The whole solution is the last of them only where
    it cannot be asked for instead of an answer (`solution`)."""
    with calmly(), st.container(key=f"help-{key}"):
        level = opened()
        found = tutor.hints(question.id) if level else None
        if found is not None:
            _draw_levels(found, level, key, solution)
        if said := _next_hint(question, level, found, solution):
            press(said, f"hint-{key}", on_click=open_next, kind="tertiary")


def _next_hint(question: Question, level: int, hints: Hints | None, solution: bool) -> str:
    """What the next hint is called; "" where there is no other."""
    before = len(hints.before_solution) if hints is not None else 1
    if level == 0:
        return "A hint"
    if level < before:
        return "The first step" if question.kind.judged else "Another hint"
    return "The whole solution" if solution and level == before else ""


def _draw_levels(hints: Hints, level: int, key: str, solution: bool) -> None:
    before = len(hints.before_solution)
    show_text(hints.nudge)
    if level > 1 and before > 1:
        _draw_first_step(hints, key)
    if solution and level > before:
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
        says = "Try another one like it" if question.from_glossary else "Try its twin: the same with new numbers"
        press(says, f"offer-{key}", on_click=_open, args=(field, twin.id))
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
        show_choices(twin)
        mark, typed = done[key]
        show_mark(mark, typed)
        if mark.grade is Grade.WRONG:
            draw_twin(tutor, twin, key)
        return
    token = st.session_state.setdefault(f"token-{key}", secrets.token_hex(8))
    if (settled := put_question(tutor, twin, key, lambda: Sent(token), Ways())) is not None:
        done[key] = settled
        st.rerun()
