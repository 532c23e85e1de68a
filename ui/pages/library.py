"""Keep books: add files, see how they were read, open them, take them away."""

from __future__ import annotations

import streamlit as st

from tutor import READABLE, Citation, Section, SourceCard, SourceKind, Tutor
from ui.parts.edge import calmly
from ui.parts.exercises import draw_exercises
from ui.parts.frame import framed
from ui.parts.intake import draw_stopped, empty_box, follow, outcome, remember, take_bundled, take_uploads, upload_turn
from ui.parts.keys import announce
from ui.parts.leaf import card_of, draw_leaf
from ui.parts.place import Leaf, close_leaf, label_of, leaf_open, show_leaf
from ui.parts.server import shared
from ui.parts.show import press, show_line, show_problem, show_small, show_small_line, show_text, show_title, unfold

_KINDS = {SourceKind.PDF: "PDF", SourceKind.MARKDOWN: "text", SourceKind.TRANSCRIPT: "transcript"}
_PANEL = "shelf_leaf"
_MOST_REMOVED = 20
_LONGEST_NOTE = 100_000
_FOUND_INSIDE = 6
_BESIDE_TITLE = 24  # characters: a mark, a page number, a line end


def page() -> None:
    """The list of books with the drop zone, or the book that is open."""
    tutor = shared().tutor
    with calmly():
        leaf = leaf_open(tutor)
        card = card_of(tutor, leaf.source) if leaf else None
        if leaf is not None and card is not None:
            _draw_book(tutor, card, leaf)
            return
        with st.container(key="sheet"):
            show_title("Library")
            box = st.container()  # filled last: what stands below is on the page, as it is now, while a book is read
            draw_stopped(tutor, here=True)
            _draw_reports()
            _draw_half_read(tutor)
            _draw_list(tutor)
            _draw_removed(tutor)
            _draw_new_note(tutor)
            with box:
                _draw_intake(tutor)


def _draw_new_note(tutor: Tutor) -> None:
    with unfold("Write a note"), st.form("form-note", border=False, clear_on_submit=True):
        name = st.text_input("What is it about?", key="note_name", max_chars=80)
        text = st.text_area(
            "Your note, in Markdown; formulas between dollars", key="note_text", height=180, max_chars=_LONGEST_NOTE
        )
        pressed = st.form_submit_button("Keep the note", type="primary")
    if pressed:
        with calmly():
            heading = f"# {name.strip()}\n\n" if name.strip() and not text.lstrip().startswith("#") else ""
            remember([follow(name or "note", tutor.save_note(f"{heading}{text}" if text.strip() else "", name))])
            st.rerun()


def _draw_intake(tutor: Tutor) -> None:
    uploads = st.file_uploader(
        "Add books and notes",
        type=[ending.removeprefix(".") for ending in READABLE],
        accept_multiple_files=True,
        key=f"uploads-{upload_turn()}",
        help="PDF, Markdown, plain text, notebooks, LaTeX, Word, e-books, transcripts; everything stays on this machine",
    )
    notes = st.checkbox("These are my own notes", key="uploads_are_notes")
    if uploads:
        remember(take_uploads(tutor, uploads, notes))
        empty_box()
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
        show_text("Nothing is here yet. Drop a file above, or begin with what comes with Marginalia.")
        if press("Add the bundled books", "add_bundled", kind="primary"):
            remember(take_bundled(tutor))
            st.rerun()
        return
    companion = tutor.companion()
    for card in cards:
        if card.id not in companion:
            _draw_card(tutor, card)
    _draw_companion(tutor, [card for card in cards if card.id in companion])
    if (rest := len(tutor.bundled(missing=True))) and press(
        f"Add what comes with Marginalia and is not here ({rest})", "add_bundled", kind="tertiary"
    ):
        remember(take_bundled(tutor))
        st.rerun()


def _draw_companion(tutor: Tutor, booklets: list[SourceCard]) -> None:
    """The booklets that come with the tutor, one row for all until they are asked for."""
    if not booklets:
        return
    with unfold(f"The companion: questions people ask, answered ({len(booklets)} booklets)"):
        for card in booklets:
            _draw_card(tutor, card)


def _draw_card(tutor: Tutor, card: SourceCard) -> None:
    with st.container(key=f"book-{card.id}", horizontal=True, vertical_alignment="center"):
        with st.container(key=f"book-words-{card.id}", gap=None):
            show_line(card.title)
            show_small_line(facts(card, tutor.came_along()))
            if card.kind is SourceKind.PDF:
                show_small_line(card.meter.sentence)
            for problem in card.problems:
                show_small(problem)
        press("Open", f"open-{card.id}", on_click=_open, args=(card.id,))
        if press("Rename", f"rename-{card.id}", kind="tertiary"):
            _ask_name(tutor, card)
        if press("Remove", f"remove-{card.id}", kind="tertiary"):
            _ask_removal(tutor, card)


@st.dialog("What do you call it?")
def _ask_name(tutor: Tutor, card: SourceCard) -> None:
    field = f"name-{card.id}"
    st.session_state.setdefault(field, card.title)
    with st.form(f"form-name-{card.id}", border=False):
        typed = st.text_input("Name", key=field, max_chars=120, label_visibility="collapsed")
        if st.form_submit_button("Keep the name", type="primary"):
            tutor.rename(card.id, typed)
            st.session_state.pop(field, None)
            st.rerun()
    show_small("Citations use it from now on. Leave it empty for the title in the file.")


def _draw_half_read(tutor: Tutor) -> None:
    """Books whose reading was stopped, ready to go on."""
    for one in tutor.half_read():
        with st.container(key=f"half-{one.staged.stem[:12]}", horizontal=True, vertical_alignment="center"):
            show_line(f"{one.name}: {one.pages} of {one.total} pages were read")
            if press("Read on", f"read-on-{one.staged.stem[:12]}", kind="primary"):
                remember([follow(one.name, tutor.read_on(one))])
                st.rerun()
            press("Let it go", f"let-go-{one.staged.stem[:12]}", kind="tertiary", on_click=tutor.forget_half_read, args=(one,))


def _draw_removed(tutor: Tutor) -> None:
    """What was taken out and can be put back."""
    removed = tutor.removed()
    if not removed:
        return
    with unfold(f"Taken out ({len(removed)})"):
        for one in removed[:_MOST_REMOVED]:
            with st.container(key=f"binned-{one.source}", horizontal=True, vertical_alignment="center"):
                show_line(one.title)
                if press("Put back", f"restore-{one.source}", kind="tertiary"):
                    remember([follow(one.title, tutor.restore(one.source))])
                    st.rerun()


def facts(card: SourceCard, came_along: frozenset[str] = frozenset()) -> str:
    """What a source is, in one line; a note that came along is a sample, the others are the learner's."""
    pages = (_count(card.pages, "page"),) if card.kind is SourceKind.PDF else ()
    counts = (_count(card.sections, "section"), _count(card.passages, "passage"), _count(card.formulas, "formula"))
    kind = _KINDS[card.kind] if card.kind is not SourceKind.NOTE else "sample note" if card.id in came_along else "your note"
    return " · ".join((kind, *pages, *counts))


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def _open(source: str) -> None:
    show_leaf(Leaf(source, 1, 0))
    announce("book", scroll="open_book")


@st.dialog("Remove this book?")
def _ask_removal(tutor: Tutor, card: SourceCard) -> None:
    show_text(f"“{card.title}” leaves your library: it is not searched or quoted any more. What you practised stays.")
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
            st.button("← Library", key="close_page", on_click=close_leaf, type="tertiary")
            with st.container(key="book_title"):
                show_line(card.title)
            if card.kind is SourceKind.NOTE and press("Edit", "edit_note"):
                st.session_state["editing"] = card.id
        if st.session_state.get("editing") == card.id:
            _draw_editor(tutor, card)
            return
        contents, page_side = st.columns((30, 70), gap="large")
        with contents:
            _draw_search(tutor, card)
            _draw_contents(tutor, card, leaf)
            draw_exercises(tutor, card, "exercise", _go_to)
        with page_side, st.container(key="book_page"):
            draw_leaf(tutor, card, leaf, _PANEL)


def _draw_editor(tutor: Tutor, card: SourceCard) -> None:
    """The words of a note, to be changed and kept."""
    field = f"editing-{card.id}"
    st.session_state.setdefault(field, tutor.page(card.id, 1).text)
    with st.form(f"form-{field}", border=False):
        text = st.text_area("Your note", key=field, height=420, max_chars=_LONGEST_NOTE, label_visibility="collapsed")
        with st.container(key="editor_ways", horizontal=True):
            keep = st.form_submit_button("Keep the changes", type="primary")
            leave = st.form_submit_button("Leave it as it was")
    if keep:
        with calmly():
            report = follow(card.title, tutor.save_note(text, source=card.id))
            remember([report])
            show_leaf(Leaf(report.id or card.id, 1, 0))
            _stop_editing(field)
    if leave:
        _stop_editing(field)


def _stop_editing(field: str) -> None:
    st.session_state.pop("editing", None)
    st.session_state.pop(field, None)
    st.rerun()


def _draw_search(tutor: Tutor, card: SourceCard) -> None:
    """Look something up in this book alone."""
    words = st.text_input("Search in this book", key=f"inside-{card.id}", placeholder="Search in this book", max_chars=200,
                          label_visibility="collapsed")  # fmt: skip
    if not words.strip():
        return
    found = tutor.find(words, _FOUND_INSIDE, card.id)
    with st.container(key="inside", gap=None):
        if not found:
            show_small_line("Nothing in this book speaks of that.")
        elif not tutor.uses_words(words, card.id):
            show_small_line(f"No place in this book uses “{words.strip()}”. Nearest in meaning:")
        for place, one in enumerate(found):
            title = one.passage.section[-1] if one.passage.section else card.title
            citation = tutor.cite(one.passage)
            press(f"{title}, {label_of(citation)}", f"inside-{place}", on_click=_go_to, args=(citation,), kind="tertiary")
    st.divider()


def _go_to(citation: Citation) -> None:
    show_leaf(Leaf(citation.source, citation.page, None, citation))
    announce("book", scroll="book_page")


def _draw_contents(tutor: Tutor, card: SourceCard, leaf: Leaf) -> None:
    sections = tutor.contents(card.id)
    here = _here(card, leaf, sections)
    with st.container(key="contents", gap=None):
        if not sections:
            show_small_line(f"{card.pages} pages, no contents given")
        twice = announced(sections)
        for place, section in enumerate(sections):
            if place in twice:
                continue
            with st.container(key=f"toc-{min(section.level, 4)}-{'here' if place == here else 'else'}-{place}"):
                press(
                    section.title or "(untitled)",
                    f"toc-press-{place}",
                    on_click=_go,
                    args=(card, place, section.page),
                    kind="tertiary",
                )


def announced(sections: tuple[Section, ...]) -> frozenset[int]:
    """The places of headings that only announce what follows, as the list at the opening of a chapter does: the same ones begin
    further on, and there is nothing between them here.

    >>> inside = [Section(("3 Chance", name), page, at) for name, page, at in
    ...           (("3.1 Coins", 13, 11), ("3.2 Dice", 13, 21), ("3.1 Coins", 15, 0), ("3.2 Dice", 18, 0))]
    >>> sorted(announced((Section(("3 Chance",), 13, 0), *inside)))
    [1, 2]
    """
    last = {section.path: place for place, section in enumerate(sections)}
    found: set[int] = set()
    for place in range(len(sections)):
        run = _list_at(sections, place) if place not in found else range(0)
        if sum(last[sections[n].path] > n for n in run) > 1:
            found.update(run)
    return frozenset(found)


def _list_at(sections: tuple[Section, ...], place: int) -> range:
    """The headings of one page and one level that stand in a row from here on, with no words between them."""
    end = place
    while end + 1 < len(sections):
        here, after = sections[end], sections[end + 1]
        beside = after.page == here.page and after.start - here.start <= len(here.title) + _BESIDE_TITLE
        if not beside or after.path[:-1] != here.path[:-1]:
            break
        end += 1
    return range(place, end + 1)


def _here(card: SourceCard, leaf: Leaf, sections: tuple[Section, ...]) -> int:
    """The place of the section that is open."""
    if leaf.section is not None and (card.kind is not SourceKind.PDF or (sections and sections[leaf.section].page == leaf.page)):
        return leaf.section
    return max((n for n, section in enumerate(sections) if section.page <= leaf.page), default=0)


def _go(card: SourceCard, place: int, page_number: int) -> None:
    show_leaf(Leaf(card.id, page_number, place))
    announce("book", scroll="book_page")


if __name__ == "__main__":
    framed(page)
