"""How the book page looks: our own static rules in `look.css`, the only HTML of ours on the page."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st


def dress() -> None:
    """Put the rules on the page; they hold no word of a book or of a learner."""
    st.html(_rules())


@cache
def _rules() -> str:
    return f"<style>{Path(__file__).with_name('look.css').read_text(encoding='utf-8')}</style>"
