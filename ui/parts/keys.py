"""Keys, and what a screen reader hears. Our own static script only; it is never given a word of a book or of a learner."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_HTML = '<div role="status" aria-live="polite" class="heard"></div>'
_CSS = ".heard{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}"


def _script() -> str:
    return Path(__file__).with_name("keys.js").read_text(encoding="utf-8")


@st.cache_resource(show_spinner=False)
def _component():
    return st.components.v2.component("marginalia_keys", html=_HTML, css=_CSS, js=_script())


def listen() -> None:
    """Put the keys on the page and say the last event; once on every run."""
    _component()(key="keys", data=dict(st.session_state.get("heard", {})))


def announce(event: str, scroll: str = "") -> None:
    """Say one of the component's own sentences to a screen reader; `scroll` brings the container with this key into view."""
    count = st.session_state.get("heard", {}).get("count", 0) + 1
    st.session_state["heard"] = {"event": event, "count": count, "scroll": scroll}


@st.dialog("Keys", on_dismiss="ignore")
def _keys_dialog() -> None:
    st.markdown(
        "| key | does |\n|---|---|\n| `/` | write to the tutor |\n| `1` – `8` | choose an option |\n"
        "| `Enter` | check the answer |\n| `d` | I don’t know: show me |\n| `s` | skip the question |\n"
        "| `1`, `2` | beside an answer in words: I had it, not yet |\n"
        "| `n` | next question |\n| `r` | take the quiz again, with new numbers |\n"
        "| `Esc` or `x` | close the page beside |\n| `?` | show these keys |"
    )


def keys_button() -> None:
    """The small button that shows the keys."""
    if st.button("Keys", key="show_keys", type="tertiary", help="Shows the keys; press ?"):
        _keys_dialog()
