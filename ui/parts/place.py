"""Which page of which book is open, and the way to it."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from tutor import Citation, SourceKind
from ui.parts.keys import announce


@dataclass(frozen=True, slots=True)
class Leaf:
    """What is open: a page of a PDF, or a section (by its place, from 0) of a text; with the citation that led here."""

    source: str
    page: int = 1
    section: int | None = None
    citation: Citation | None = None


def label_of(citation: Citation) -> str:
    """Where to look, in two words.

    >>> label_of(Citation("s", "d2l", (), 14, "12", 0, 1, "x", SourceKind.PDF))
    'p. 12'
    """
    return f"p. {citation.label}" if citation.kind is SourceKind.PDF else citation.label


def open_leaf(citation: Citation, beside: str = "") -> None:
    """Open the page a citation stands on, beside the container with this key."""
    st.session_state["leaf"] = Leaf(citation.source, citation.page, None, citation)
    announce("page", scroll=beside)


def close_leaf() -> None:
    """Put the book away."""
    st.session_state.pop("leaf", None)
