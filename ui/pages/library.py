"""Keep books: add files, see how they were read, open them, take them away."""

from __future__ import annotations

import streamlit as st

from tutor import READABLE, Section, SourceCard, SourceKind, Tutor
from ui.parts.edge import calmly
from ui.parts.frame import framed
from ui.parts.intake import outcome, remember, take_bundled, take_uploads
from ui.parts.leaf import Leaf, card_of, draw_leaf
from ui.parts.server import shared
from ui.parts.show import press, show_line, show_problem, show_small, show_small_line, show_text, show_title

_KINDS = {SourceKind.PDF: "PDF", SourceKind.MARKDOWN: "text", SourceKind.NOTE: "your note", SourceKind.TRANSCRIPT: "transcript"}
_OPEN = "shelf_leaf"


def page() -> None:
    """The list of books with the drop zone, or the book that is open."""
    tutor = shared().tutor
    with calmly():
        leaf: Leaf | None = st.session_state.get(_OPEN)
        card = card_of(tutor, leaf.source) if leaf else None
        if leaf is not None and card is not None:
            _draw_book(tutor, card, leaf)
            return
        with st.container(key="sheet"):
            show_title("Library")
            _draw_intake(tutor)
            _draw_reports()
            _draw_list(tutor)


def _draw_intake(tutor: Tutor) -> None:
    turn = st.session_state.get("upload_turn", 0)
    uploads = st.file_uploader(
        "Add books and notes",
        type=[ending.removeprefix(".") for ending in READABLE],
        accept_multiple_files=True,
        key=f"uploads-{turn}",
        help="PDF, Markdown, plain text, notebooks, LaTeX, Word, e-books, transcripts; everything stays on this machine",
    )
    notes = st.checkbox("These are my own notes", key="uploads_are_notes")
    if uploads:
        remember(take_uploads(tutor, uploads, notes))
        st.session_state["upload_turn"] = turn + 1
        st.rerun()


def _draw_reports() -> None:
    for report in st.session_state.pop("reports", []):
        if report.status.readable and not report.problems:
            show_small(outcome(report))
        else:
            show_problem(outcome(report))


def _draw_list(tutor: Tutor) -> None:
    cards = tutor.books()
    if not cards:
        show_text("Nothing is here yet. Drop a file above, or begin with the chapters and notes that come with Marginalia.")
        if press("Add the bundled books", "add_bundled", kind="primary"):
            remember(take_bundled(tutor))
            st.rerun()
        return
    for card in cards:
        _draw_card(tutor, card)


def _draw_card(tutor: Tutor, card: SourceCard) -> None:
    with st.container(key=f"book-{card.id}", horizontal=True, vertical_alignment="center"):
        with st.container(key=f"book-words-{card.id}", gap=None):
            show_line(card.title)
            show_small_line(facts(card))
            for problem in card.problems:
                show_small(problem)
        press("Open", f"open-{card.id}", on_click=_open, args=(card.id,))
        if press("Remove", f"remove-{card.id}", kind="tertiary"):
            _ask_removal(tutor, card)


def facts(card: SourceCard) -> str:
    """What a source is, in one line."""
    pages = (f"{card.pages} pages",) if card.kind is SourceKind.PDF else ()
    counts = (f"{card.sections} sections", f"{card.passages} passages", f"{card.formulas} formulas")
    return " · ".join((_KINDS[card.kind], *pages, *counts))


def _open(source: str) -> None:
    st.session_state[_OPEN] = Leaf(source, 1, 0)


def _shut() -> None:
    st.session_state.pop(_OPEN, None)


@st.dialog("Remove this book?")
def _ask_removal(tutor: Tutor, card: SourceCard) -> None:
    show_text(f"“{card.title}” leaves your library: it will not be searched or quoted any more. What you practised stays.")
    with st.container(key="confirm", horizontal=True):
        if press("Remove", "confirm_removal", kind="primary", on_click=_take_away, args=(tutor, card.id)):
            st.rerun()
        if press("Keep it", "keep_book"):
            st.rerun()


def _take_away(tutor: Tutor, source: str) -> None:
    with calmly():
        tutor.remove(source)


def _draw_book(tutor: Tutor, card: SourceCard, leaf: Leaf) -> None:
    with st.container(key="open_book"):
        with st.container(key="book_head", horizontal=True, vertical_alignment="center"):
            st.button("← Library", key="close_page", on_click=_shut, type="tertiary")
            with st.container(key="book_title"):
                show_line(card.title)
        contents, page_side = st.columns((30, 70), gap="large")
        with contents:
            _draw_contents(tutor, card, leaf)
        with page_side, st.container(key="book_page"):
            draw_leaf(tutor, card, leaf, _OPEN)


def _draw_contents(tutor: Tutor, card: SourceCard, leaf: Leaf) -> None:
    sections = tutor.contents(card.id)
    here = _here(card, leaf, sections)
    with st.container(key="contents", gap=None):
        if not sections:
            show_small_line(f"{card.pages} pages, no contents given")
        for place, section in enumerate(sections):
            with st.container(key=f"toc-{min(section.level, 4)}-{'here' if place == here else 'else'}-{place}"):
                press(
                    section.title or "(untitled)",
                    f"toc-press-{place}",
                    on_click=_go,
                    args=(card, place, section.page),
                    kind="tertiary",
                )


def _here(card: SourceCard, leaf: Leaf, sections: tuple[Section, ...]) -> int:
    """The place of the section that is open."""
    if leaf.section is not None and (card.kind is not SourceKind.PDF or (sections and sections[leaf.section].page == leaf.page)):
        return leaf.section
    return max((n for n, section in enumerate(sections) if section.page <= leaf.page), default=0)


def _go(card: SourceCard, place: int, page_number: int) -> None:
    st.session_state[_OPEN] = Leaf(card.id, page_number, place)


if __name__ == "__main__":
    framed(page)
