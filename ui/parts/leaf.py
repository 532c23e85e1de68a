"""A page of a book beside the conversation: the picture with the words lit, or the section with the quote marked."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from tutor import Section, SourceCard, SourceKind, Tutor
from ui.parts.place import Leaf, close_leaf, leaf_open, show_leaf
from ui.parts.printed import draw_printed
from ui.parts.show import press, show_line, show_small_line, show_text

_LONGEST_SECTION = 12_000
_DANGLING = ("-", "*", "+", "**", "*", "#", ">")


def draw_panel(tutor: Tutor) -> None:
    """The panel beside the conversation, when a page is open."""
    leaf = leaf_open(tutor)
    if leaf is None:
        return
    card = card_of(tutor, leaf.source)
    with st.container(key="page_panel", gap="small"):
        with st.container(key="panel_head", horizontal=True, vertical_alignment="center"):
            with st.container(key="panel_title"):
                show_line(card.title if card else "This book is no longer here")
            st.button("Close", key="close_page", on_click=close_leaf, help="Esc or x closes the page")
        if card:
            draw_leaf(tutor, card, leaf, "leaf")


def card_of(tutor: Tutor, source: str) -> SourceCard | None:
    """The card of a source, None when it was removed."""
    return next((card for card in tutor.books() if card.id == source), None)


def draw_leaf(tutor: Tutor, card: SourceCard, leaf: Leaf, state: str) -> None:
    """The page itself with the way to the next one; `state` names the panel it is drawn in."""
    if card.kind is SourceKind.PDF:
        _draw_picture(tutor, card, leaf, state)
    else:
        _draw_section(tutor, card, leaf, state)


def _draw_picture(tutor: Tutor, card: SourceCard, leaf: Leaf, state: str) -> None:
    page = tutor.page(leaf.source, leaf.page)
    _steps(state, leaf, f"p. {page.label}", leaf.page - 1, card.pages, "page")
    quoted = leaf.citation if leaf.citation and leaf.citation.page == leaf.page else None
    png = page_png(tutor, leaf.source, leaf.page, quoted.quote if quoted else "", quoted.start if quoted else 0)
    lit = f"; lit on it: {quoted.quote}" if quoted else ""
    draw_printed(tutor, card, page, png, f"Page {page.label} of {card.title}{lit}", state)
    show_small_line(
        f"{card.title}, p. {page.label}"
        + (f" (page {leaf.page} of {card.pages})" if page.label != str(leaf.page) else f" of {card.pages}")
    )


@st.cache_data(max_entries=48, show_spinner="Drawing the page")
def page_png(_tutor: Tutor, source: str, number: int, quote: str, near: int) -> bytes:
    """The picture of a page, kept for the next look."""
    return _tutor.page_picture(source, number, 1.6, quote, near)


def _draw_section(tutor: Tutor, card: SourceCard, leaf: Leaf, state: str) -> None:
    text = tutor.page(leaf.source, 1).text
    sections = tutor.contents(leaf.source)
    place = leaf.section if leaf.section is not None else section_at(sections, leaf.citation.start if leaf.citation else 0)
    start, end = _bounds(sections, place, text)
    here = sections[place] if sections else None
    _steps(state, leaf, here.title if here else card.title, place, len(sections), "section")
    quote = leaf.citation
    with st.container(key=f"{state}-text"):
        if quote is None or not start <= quote.start < end:
            show_text(text[start : min(end, start + _LONGEST_SECTION)])
            return
        before, after = (
            text[start : quote.start].rstrip(),
            text[quote.end : min(max(end, quote.end), quote.end + _LONGEST_SECTION)],
        )
        show_text(_without_dangling(before[-_LONGEST_SECTION:]))
        with st.container(key=f"{state}-lit"):
            show_text(text[quote.start : quote.end])
        show_text(after)


def section_at(sections: tuple[Section, ...], offset: int) -> int:
    """The place of the section that an offset of the text falls into.

    >>> section_at((Section(("a",), 1, 0), Section(("b",), 1, 9)), 10)
    1
    """
    return max((n for n, section in enumerate(sections) if section.start <= offset), default=0)


def _bounds(sections: tuple[Section, ...], place: int, text: str) -> tuple[int, int]:
    if not sections:
        return 0, len(text)
    start = sections[place].start
    return start, sections[place + 1].start if place + 1 < len(sections) else len(text)


def _without_dangling(before: str) -> str:
    """The text before a quote without the list mark or stars that belong to the quote."""
    head, _, last = before.rpartition("\n")
    return head if last.strip() in _DANGLING else before


def _steps(state: str, leaf: Leaf, label: str, at: int, count: int, unit: str) -> None:
    """The row with the name of what is open and the ways to its neighbours."""
    with st.container(key=f"{state}-steps", horizontal=True, vertical_alignment="center"):
        with st.container(key=f"{state}-where"):
            show_line(label)
        press("← previous", f"{state}-previous", on_click=_turn, args=(leaf, at - 1, unit), kind="tertiary", disabled=at <= 0)
        press("next →", f"{state}-next", on_click=_turn, args=(leaf, at + 1, unit), kind="tertiary", disabled=at >= count - 1)


def _turn(leaf: Leaf, to: int, unit: str) -> None:
    show_leaf(replace(leaf, page=to + 1, citation=None) if unit == "page" else replace(leaf, section=to))
