"""Conversations that are kept: which one is open, the list of the others, and what one can do with them."""

from __future__ import annotations

import secrets

import streamlit as st

from tutor import KeptTurn, Tutor, TutorError
from ui.parts.show import keep_file, press, show_code, show_line, show_problem, show_small_line, unfold

_ADDRESS = "talk"
_MOST_LISTED = 30


def open_talk() -> str:
    """The id of the conversation that is open: the one the address names, else a new one."""
    if not st.session_state.get(_ADDRESS):
        st.session_state[_ADDRESS] = st.query_params.get(_ADDRESS, "") or secrets.token_hex(6)
    talk: str = st.session_state[_ADDRESS]
    return talk


def kept_of_open(tutor: Tutor) -> tuple[KeptTurn, ...]:
    """What was said in it so far."""
    return tutor.conversations.turns(open_talk())


def keep(tutor: Tutor, turn: KeptTurn) -> None:
    """Put a turn on disk; from now on the address names the conversation."""
    tutor.conversations.keep(open_talk(), turn)
    st.query_params[_ADDRESS] = open_talk()


def cut(tutor: Tutor, turns: int) -> None:
    """Keep the first so many turns of the conversation that is open."""
    tutor.conversations.cut(open_talk(), turns)


def _go_to(id: str) -> None:
    """Open another conversation, or a new one for ""."""
    for field in ("turns", "turn_count", "checked", "leaf"):
        st.session_state.pop(field, None)
    st.session_state[_ADDRESS] = id or secrets.token_hex(6)
    if id:
        st.query_params[_ADDRESS] = id
    elif _ADDRESS in st.query_params:
        del st.query_params[_ADDRESS]


def draw_talks(tutor: Tutor, any_turns: bool) -> None:
    """The line above the conversation: a new one, the earlier ones, and what can be done with this one."""
    with st.container(key="talks", horizontal=True, horizontal_alignment="right", gap="small"):
        if any_turns:
            st.button("New conversation", key="talk-new", on_click=_go_to, args=("",), type="tertiary")
            with st.popover("This conversation", type="tertiary", key="talk-this"):
                _draw_this(tutor)
        with st.popover("Earlier ones", type="tertiary", key="talk-earlier"):
            _draw_list(tutor)


def _draw_list(tutor: Tutor) -> None:
    words = st.text_input("Search in conversations", key="talk-search", placeholder="Search", label_visibility="collapsed")
    found = [one for one in tutor.conversations.all(words) if one.id != open_talk()][:_MOST_LISTED]
    if not found:
        show_small_line("No conversation speaks of that." if words else "No earlier conversation yet.")
    for one in found:
        press(one.title, f"talk-{one.id}", on_click=_go_to, args=(one.id,), kind="tertiary", wide=True)


def _draw_this(tutor: Tutor) -> None:
    id = open_talk()
    title = next((one.title for one in tutor.conversations.all() if one.id == id), "")
    show_line(title)
    with st.form("talk-rename", border=False, clear_on_submit=True):
        typed = st.text_input("Another title", key="talk-title", max_chars=80)
        if st.form_submit_button("Rename"):
            try:
                tutor.conversations.rename(id, typed)
                st.rerun()
            except TutorError as problem:
                show_problem(str(problem))
    text = tutor.conversations.export(id)
    keep_file("Save as Markdown", text, "conversation.md", "talk-save")
    with unfold("Copy"):
        show_code(text)
    if press("Forget it", "talk-forget", kind="tertiary"):
        tutor.conversations.forget(id)
        _go_to("")
        st.rerun()
