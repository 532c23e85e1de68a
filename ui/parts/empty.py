"""Before the first question: what one can ask, and what is on the shelf."""

from __future__ import annotations

import streamlit as st

from tutor import SourceCard, SourceKind, Tutor
from ui.parts.conversation import ask_for
from ui.parts.intake import remember, take_bundled
from ui.parts.server import shared
from ui.parts.show import press, show_problem, show_small, show_text, show_title
from ui.parts.talks import draw_last

_EXAMPLES = ("What is the rank of a matrix?", "How does the chain rule work?", "Why does Bayes’ rule turn a probability around?")
_NAMED = 3


def draw_empty(tutor: Tutor) -> None:
    """Three questions to start with, or the way to the first books."""
    show_title("What would you like to understand?")
    cards = tutor.books()
    if not cards:
        _draw_first_books(tutor)
        return
    show_text("Ask in your own words. Every sentence of the answer shows in the margin what backs it.")
    with st.container(key="examples", gap="small"):
        for number, question in enumerate(_EXAMPLES):
            press(question, f"example-{number}", on_click=ask_for, args=(question,))
        draw_last(tutor)
    with st.container(key="on_the_shelf"):
        show_small(f"On your shelf: {shelf_line(cards, tutor.companion(), tutor.came_along())}.")
    _draw_warming()


def shelf_line(cards: list[SourceCard], companion: frozenset[str] = frozenset(), came_along: frozenset[str] = frozenset()) -> str:
    """What is in the library, in one line; the companion is one book, however many booklets it has, and samples are no notes."""
    notes = [card for card in cards if card.kind is SourceKind.NOTE]
    books = [card.title for card in cards if card.kind is not SourceKind.NOTE and card.id not in companion]
    samples = sum(card.id in came_along for card in notes)
    parts = [f"*{title}*" for title in books[:_NAMED]]
    parts += [_count(len(books) - _NAMED, "more book")] if len(books) > _NAMED else []
    parts += [f"{_count(len(notes) - samples, 'note')} of yours"] if len(notes) > samples else []
    parts += [_count(samples, "sample note")] if samples else []
    parts += ["the companion, with questions people ask"] if companion else []
    return listed(parts)


def listed(parts: list[str]) -> str:
    """Several things as one says them.

    >>> listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])
    ('a', 'a and b', 'a, b and c')
    """
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def _draw_first_books(tutor: Tutor) -> None:
    show_text(
        "Your library is empty. Add your own books and notes on the Library page, or begin with what comes with Marginalia:"
        " three chapters, two notes, and the companion, in which the questions people ask are answered outright."
    )
    if press("Add the bundled books", "add_bundled", kind="primary"):
        remember(take_bundled(tutor))
        st.rerun()


def _draw_warming() -> None:
    one = shared()
    if one.problem:
        show_problem(one.problem)
    elif not one.ready.is_set():
        _warming_line()


@st.fragment(run_every=1.0)
def _warming_line() -> None:
    """A quiet line until the tutor is warm; then the page is drawn once more without it."""
    if shared().ready.is_set():
        st.rerun()
    st.caption("Waking up: your books are being opened. You can already ask.")
