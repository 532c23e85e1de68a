"""A formula explained beside its picture: what it says, its symbols, its parts, numbers put in, and what grows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from tutor import FormulaCard, Tutor
from ui.parts.formula_numbers import draw_numbers
from ui.parts.place import label_of, open_leaf
from ui.parts.show import fresh_key, press, show_formula, show_problem, show_small, show_text
from ui.parts.tried import draw_formula_claims

if TYPE_CHECKING:
    from tutor import FormulaExplanation, FormulaSymbol

_MOST_PARTS = 14
_TOLD = {"text": "said in the text", "convention": "the usual meaning", "none": ""}


@st.cache_data(max_entries=256, show_spinner=False)
def explained(_tutor: Tutor, latex: str, context: str, at: int | None = None) -> FormulaExplanation:
    """The explanation of a formula that begins at letter `at` of the text around it, made once."""
    return _tutor.explain(latex, context, at=at)


@st.cache_data(max_entries=256, show_spinner=False)
def explained_side(_tutor: Tutor, latex: str, context: str) -> FormulaExplanation:
    """The same for a formula a learner typed, which stands alone."""
    return _tutor.explain_side(latex, context)


def draw_words(tutor: Tutor, e: FormulaExplanation, context: str, card: FormulaCard | None = None, at: int | None = None) -> None:
    """Every layer that there is, the plainest first; what could not be read is said.

    `context` is the text around the formula, which begins at its letter `at`; with `card`, its place in a book, symbols lead to
    the page that tells them.
    """
    if e.name:
        plainly = e.name.whole and e.name.sure
        show_text(f"{'' if plainly else f'{e.naming} '}**{e.name.name}**")
    show_text(_sentence(e.meaning))
    if e.spoken != e.meaning:
        show_small(f"*Read aloud:* {e.spoken}.")
    for clash in e.shapes.clashes:
        show_problem(f"{clash.sentence}.")
    if e.unread:
        show_problem(f"I could not read {', '.join(f'`{piece}`' for piece in e.unread[:4])}; the rest stands above.")
    _draw_open(e)
    draw_formula_claims(tutor, e.latex, context)
    _draw_symbols(tutor, e, context, card)
    draw_numbers(tutor, e, context, at)
    _draw_parts(e)


def _sentence(text: str) -> str:
    """The words with a capital and a full stop; a letter of the formula stays as it is, for f is not F.

    >>> _sentence("f of x grows"), _sentence("the slope")
    ('f of x grows.', 'The slope.')
    """
    first = text.partition(" ")[0]
    begun = text if len(first) == 1 and first != "a" else text[:1].upper() + text[1:]
    return begun + ("" if text.endswith((".", "?")) else ".")


def _draw_open(e: FormulaExplanation) -> None:
    """What can be read in more than one way, and how it was read: beside the words, wherever a formula is explained."""
    if not e.ambiguous:
        return
    show_small("What stays open")
    with st.container(key=fresh_key("open"), gap=None):
        for one in e.ambiguous:
            show_small(f"${one.piece}$ {one.said}")


def _draw_symbols(tutor: Tutor, e: FormulaExplanation, context: str, card: FormulaCard | None) -> None:
    """Every symbol with its meaning, its size, and where that was said: a page that opens, or the learner's own words."""
    known = [symbol for symbol in e.symbols if symbol.meaning or symbol.shape]
    if not known:
        return
    show_small("Symbols")
    with st.container(key=fresh_key("symbols"), gap=None):
        for symbol in known:
            with st.container(key=fresh_key("symbol"), horizontal=True, vertical_alignment="center", gap="small"):
                size = "$" + r" \times ".join(symbol.shape) + "$" if symbol.shape else ""
                show_text(f"${symbol.symbol}$: " + ", ".join(filter(None, (symbol.meaning, size))))
                _draw_origin(tutor, symbol, context, card)


def _draw_origin(tutor: Tutor, symbol: FormulaSymbol, context: str, card: FormulaCard | None) -> None:
    told = tutor.told_where(card, symbol) if card else None
    if told is not None:
        press(label_of(told), fresh_key("told"), on_click=open_leaf, args=(told,), kind="tertiary")
    elif symbol.start is not None and symbol.end is not None and not card:
        show_small(f"you say “{_short(context[symbol.start : symbol.end])}”")
    elif symbol.meaning:
        show_small(_TOLD[symbol.origin.value])
    if symbol.doubt:
        show_small(symbol.doubt)


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= 90 else line[:89].rstrip() + "…"


def _draw_parts(e: FormulaExplanation) -> None:
    """The formula walked part by part: each part as it is written, in words, and what it is there for."""
    inner = [part for part in e.parts if (part.start, part.end) != (0, len(e.latex))][:_MOST_PARTS]
    if inner:
        with st.expander("Part by part"):
            for part in inner:
                with st.container(key=fresh_key("part"), horizontal=True, vertical_alignment="center", gap="small"):
                    show_formula(e.latex[part.start : part.end], display=False)
                    show_small(f"{part.says}: {part.does}" if part.does else part.says)
