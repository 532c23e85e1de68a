"""Which page of which book is open, and the way to it.

Law of this file: what is open stands in the address, so that a reload finds it, a link leads to it, and Back closes it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import streamlit as st

from tutor import Citation, SourceKind, Tutor
from ui.parts.keys import announce

_ADDRESS, _KEPT = "open", "leaf"
_WRITTEN = re.compile(r"([\w-]{1,64})\.(\d{1,6})(?:\.s(\d{1,6}))?(?:\.(\d{1,9})-(\d{1,9}))?")
_LONGEST_HEADING = 36


@dataclass(frozen=True, slots=True)
class Leaf:
    """What is open: a page of a PDF, or a section (by its place, from 0) of a text; with the citation that led here."""

    source: str
    page: int = 1
    section: int | None = None
    citation: Citation | None = None

    @property
    def address(self) -> str:
        """How the address names it: the source, the page, the section, and the letters that are lit.

        >>> Leaf("3f2a", 12).address, Leaf("3f2a", 1, 4).address
        ('3f2a.12', '3f2a.1.s4')
        """
        section = f".s{self.section}" if self.section is not None else ""
        lit = f".{self.citation.start}-{self.citation.end}" if self.citation else ""
        return f"{self.source}.{self.page}{section}{lit}"


def label_of(citation: Citation) -> str:
    """Where to look, in a few words: the page of a book; the heading in a text, where a line's number says nothing.

    >>> label_of(Citation("s", "d2l", (), 14, "12", 0, 1, "x", SourceKind.PDF))
    'p. 12'
    >>> label_of(Citation("s", "notes", ("Maps", "What is rank?"), 1, "line 7", 0, 1, "x", SourceKind.NOTE))
    'What is rank?'
    """
    if citation.kind is SourceKind.PDF:
        return f"p. {citation.label}"
    heading = citation.section[-1].strip() if citation.section else ""
    if not heading:
        return citation.label
    return heading if len(heading) <= _LONGEST_HEADING else f"{heading[: _LONGEST_HEADING - 1].rsplit(' ', 1)[0].rstrip(',;:')} …"


def open_leaf(citation: Citation, beside: str = "") -> None:
    """Open the page a citation stands on, beside the container with this key."""
    show_leaf(Leaf(citation.source, citation.page, None, citation))
    announce("page", scroll=beside)


def show_leaf(leaf: Leaf) -> None:
    """Make this what is open; the address names it from now on."""
    st.session_state[_KEPT] = leaf
    st.query_params[_ADDRESS] = leaf.address


def close_leaf() -> None:
    """Put the book away."""
    st.session_state.pop(_KEPT, None)
    if _ADDRESS in st.query_params:
        del st.query_params[_ADDRESS]


def leaf_open(tutor: Tutor) -> Leaf | None:
    """What the address says is open; None where it names nothing."""
    written = st.query_params.get(_ADDRESS, "")
    kept: Leaf | None = st.session_state.get(_KEPT)
    if kept is None or kept.address != written:
        kept = _read(tutor, written)
        st.session_state[_KEPT] = kept
    if kept is None:
        st.session_state.pop(_KEPT, None)
    return kept


def _read(tutor: Tutor, written: str) -> Leaf | None:
    """The leaf an address names, with the words that are lit taken from the page; what is not there is left out."""
    found = _WRITTEN.fullmatch(written)
    if found is None:
        return None
    source, number = found[1], max(1, int(found[2]))
    card = next((one for one in tutor.books() if one.id == source), None)
    if card is None:
        return Leaf(source)
    number = min(number, max(1, card.pages)) if card.kind is SourceKind.PDF else 1
    section = int(found[3]) if found[3] and int(found[3]) < len(tutor.contents(source)) else None
    lit = (int(found[4]), int(found[5])) if found[4] else (0, 0)
    page = tutor.page(source, number)
    if not 0 <= lit[0] < lit[1] <= len(page.text):
        return Leaf(source, number, section)
    quote = page.text[lit[0] : lit[1]]
    return Leaf(source, number, section, Citation(source, card.title, (), number, page.label, *lit, quote, card.kind))
