"""A button that copies a text with one press. The text is only ever written to the clipboard, never to the page."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_HTML = '<button class="copy" type="button">Copy</button><span class="told" role="status" aria-live="polite"></span>'
_CSS = (
    '.copy{font-family:"Source Sans",system-ui,sans-serif;font-size:.9rem;min-height:40px;padding:.3rem .8rem;'
    "cursor:pointer;color:var(--ink);background:transparent;border:1px solid var(--rule);border-radius:.35rem}"
    ".copy:hover,.copy:focus-visible{border-color:var(--accent);color:var(--accent)}"
    '.told{font-family:"Source Sans",system-ui,sans-serif;font-size:.9rem;color:var(--quiet);margin-left:.7rem}'
)


def _script() -> str:
    return Path(__file__).with_name("copied.js").read_text(encoding="utf-8")


@st.cache_resource(show_spinner=False)
def _component():
    return st.components.v2.component("marginalia_copied", html=_HTML, css=_CSS, js=_script())


def copy_button(text: str, key: str) -> None:
    """Copy this text when the button is pressed."""
    _component()(key=key, data={"text": text})
