"""Conversations that are kept: which one is open, the list of the others, and what one can do with them.

Law of this file: the address names the conversation that is open; an address without a name is a new one.
"""

from __future__ import annotations

import re
import secrets
from datetime import datetime

import streamlit as st

from tutor import KeptTurn, Tutor, TutorError
from ui.parts.copied import copy_button
from ui.parts.server import shared
from ui.parts.show import keep_file, press, show_line, show_problem, show_small, show_small_line, show_text

_ADDRESS, _BEGUN, _ASIDE = "talk", "talk_begun", "talk_aside"
_NAME = re.compile(r"[\w-]{1,40}")
_MOST_LISTED = 30
_LONGEST_LISTED = 56


def settle() -> None:
    """Make the conversation that the address names the open one; once at the beginning of a run."""
    named = st.query_params.get(_ADDRESS, "")
    held = st.session_state.get(_ADDRESS, "")
    if not (named or held) and (named := shared().just_asked):
        st.query_params[_ADDRESS] = named
    if not _NAME.fullmatch(named):
        if not held or st.session_state.get(_BEGUN):
            _open(secrets.token_hex(6))
    elif named != held:
        _open(named)
    st.session_state[_BEGUN] = bool(named)


def _open(id: str) -> None:
    """From now on this is the conversation; what the page held of another goes."""
    for field in ("turns", "turns_of", "to_answer", "checked", _ASIDE):
        st.session_state.pop(field, None)
    st.session_state[_ADDRESS] = id


def open_talk() -> str:
    """The id of the conversation that is open."""
    if not st.session_state.get(_ADDRESS):
        settle()
    talk: str = st.session_state[_ADDRESS]
    return talk


def begin_turn(tutor: Tutor, question: str) -> int:
    """Put a question on disk; from now on the address names the conversation. Returns the number of the turn."""
    talk = open_talk()
    number = tutor.conversations.begin(talk, question)
    shared().put(talk, number)
    st.query_params[_ADDRESS] = talk
    st.session_state[_BEGUN] = True
    return number


def stamp_of_open(tutor: Tutor) -> tuple[str, int]:
    """Which conversation is open, and a number that grows with its every change, here or in another tab."""
    return open_talk(), tutor.conversations.version(open_talk())


def kept_of_open(tutor: Tutor) -> tuple[KeptTurn, ...]:
    """What was said in it so far."""
    return tutor.conversations.turns(open_talk())


def cut_before(tutor: Tutor, number: int, later: int) -> None:
    """Take out a turn and the `later` ones after it, to be asked anew; where there are any, all stays as another conversation."""
    aside = secrets.token_hex(6) if later else ""
    tutor.conversations.cut(open_talk(), number - 1, aside)
    marks = st.session_state.get("checked", {})
    st.session_state["checked"] = {key: mark for key, mark in marks.items() if int(key.rpartition("-")[2]) < number}
    if aside:
        st.session_state[_ASIDE] = (number, later, aside)


def draw_aside(number: int) -> None:
    """Under a question that was changed: where the turns are that came after it."""
    changed, later, aside = st.session_state.get(_ASIDE, (0, 0, ""))
    if changed != number:
        return
    with st.container(key="kept-aside", horizontal=True, vertical_alignment="center", gap="small"):
        show_small("The turn that came after is kept." if later == 1 else f"The {later} turns that came after are kept.")
        press("Open the conversation as it was", "talk-aside", on_click=go_to, args=(aside,), kind="tertiary")


def go_to(id: str) -> None:
    """Open another conversation, or a new one for ""."""
    _open(id or secrets.token_hex(6))
    st.session_state[_BEGUN] = bool(id)
    st.query_params.from_dict({_ADDRESS: id} if id else {})  # at once: each change of the address is a step for Back


def draw_talks(tutor: Tutor, any_turns: bool) -> None:
    """The line above the conversation: a new one, the earlier ones, and what can be done with this one."""
    others = any(one.id != open_talk() for one in tutor.conversations.all())
    if not (any_turns or others):
        return
    with st.container(key="talks", horizontal=True, horizontal_alignment="right", gap="small"):
        if any_turns:
            st.button("New conversation", key="talk-new", on_click=go_to, args=("",), type="tertiary")
            with st.popover("This conversation", type="tertiary", key="talk-this"):
                _draw_this(tutor)
        if others:
            with st.popover("Earlier conversations", type="tertiary", key="talk-earlier"):
                _draw_list(tutor)


def draw_last(tutor: Tutor) -> None:
    """On the first page: the way back into the conversation that was spoken in last."""
    last = next((one for one in tutor.conversations.all() if one.id != open_talk()), None)
    if last is not None:
        press(f"Go on with “{_listed(last.title)}”", "talk-last", on_click=go_to, args=(last.id,), kind="tertiary")


def _draw_list(tutor: Tutor) -> None:
    words = st.text_input("Search in conversations", key="talk-search", placeholder="Search", label_visibility="collapsed")
    found = [one for one in tutor.conversations.all(words) if one.id != open_talk()][:_MOST_LISTED]
    if not found:
        show_small_line("No conversation speaks of that.")
    now = datetime.now().astimezone()
    for one in found:
        when = f" · {when_said(one.changed.astimezone(), now)}" if one.changed else ""
        press(f"{_listed(one.title)}{when}", f"talk-{one.id}", on_click=go_to, args=(one.id,), kind="tertiary", wide=True)


def _listed(title: str) -> str:
    """A title in a line, never half a formula.

    >>> _listed("explain $x = y$"), _listed("explain $x = " + "y" * 90), _listed("a" * 80)[-2:]
    ('explain $x = y$', 'explain …', 'a…')
    """
    cut = title if len(title) <= _LONGEST_LISTED else f"{title[: _LONGEST_LISTED - 1].rstrip()}…"
    return f"{cut.rpartition('$')[0]}…" if cut.count("$") % 2 else cut


def when_said(then: datetime, now: datetime) -> str:
    """When something was said, as one says it today; both in the learner's own hours.

    >>> now = datetime(2026, 3, 4, 12, 0)
    >>> [when_said(datetime(2026, 3, day, 9, 5), now) for day in (4, 3, 1)], when_said(datetime(2025, 12, 24), now)
    (['today, 9:05', 'yesterday, 9:05', '1 March'], '24 December 2025')
    """
    days = (now.date() - then.date()).days
    if days <= 1:
        return f"{'yesterday' if days else 'today'}, {then.hour}:{then:%M}"
    return f"{then.day} {then:%B}" + (f" {then.year}" if then.year != now.year else "")


def _draw_this(tutor: Tutor) -> None:
    id, version = stamp_of_open(tutor)
    title = next((one.title for one in tutor.conversations.all() if one.id == id), "")
    show_line(title)
    with st.form("talk-rename", border=False):
        typed = st.text_input("Its title", title, key=f"talk-title-{id}-{version}", max_chars=80)
        if st.form_submit_button("Rename"):
            try:
                tutor.conversations.rename(id, typed)
                st.rerun()
            except TutorError as problem:
                show_problem(str(problem))
    text = _as_text(tutor, id, version)
    copy_button(text, "copied-talk")
    keep_file("Save as Markdown", text, "conversation.md", "talk-save")
    if press("Forget it", "talk-forget", kind="tertiary"):
        _ask_to_forget(tutor, id, title)


@st.cache_data(max_entries=8, show_spinner=False)
def _as_text(_tutor: Tutor, id: str, version: int) -> str:
    """A conversation as Markdown, made once for each of its states."""
    return _tutor.conversations.export(id)


@st.dialog("Forget this conversation?")
def _ask_to_forget(tutor: Tutor, id: str, title: str) -> None:
    show_text(f"“{title}” is deleted, with every question and answer in it; it cannot be brought back. What you practised stays.")
    with st.container(key="confirm", horizontal=True):
        if press("Forget it", "confirm_forget", kind="primary", on_click=_forget, args=(tutor, id)):
            st.rerun()
        if press("Keep it", "keep_talk"):
            st.rerun()


def _forget(tutor: Tutor, id: str) -> None:
    tutor.conversations.forget(id)
    go_to("")
