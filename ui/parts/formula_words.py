"""A formula explained beside its picture: what it says, its symbols, its parts, numbers put in, and what grows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from tutor import Tutor
from ui.parts.show import show_formula, show_heading, show_problem, show_small, show_text

if TYPE_CHECKING:
    from tutor import FormulaExplanation

_MOST_PARTS = 14
_TOLD = {"text": "said in the text", "convention": "the usual meaning", "none": ""}


@st.cache_data(max_entries=256, show_spinner=False)
def explained(_tutor: Tutor, latex: str, context: str) -> FormulaExplanation:
    """The explanation of a formula, made once."""
    return _tutor.explain(latex, context)


def draw_words(e: FormulaExplanation) -> None:
    """Every layer that there is, the plainest first; what could not be read is said."""
    if e.name:
        show_text(f"**{e.name.name}**")
    show_text(_sentence(e.meaning))
    if e.spoken != e.meaning:
        show_small(f"*Read aloud:* {_sentence(e.spoken)}")
    for clash in e.shapes.clashes:
        show_problem(f"{clash.sentence}.")
    if e.unread:
        show_problem(f"I could not read {', '.join(f'`{piece}`' for piece in e.unread[:4])}; the rest stands above.")
    _draw_symbols(e)
    _draw_example(e)
    _draw_parts(e)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?")) else ".")


def _draw_symbols(e: FormulaExplanation) -> None:
    lines = []
    for symbol in e.symbols:
        size = "$" + r" \times ".join(symbol.shape) + "$" if symbol.shape else ""
        said = ", ".join(filter(None, (symbol.meaning, size)))
        if said:
            lines.append(f"- ${symbol.symbol}$: {said}" + (f" *({_TOLD[symbol.origin.value]})*" if symbol.meaning else ""))
    if lines:
        show_small("Symbols")
        show_text("\n".join(lines))


def _draw_example(e: FormulaExplanation) -> None:
    if e.example:
        show_small("With numbers")
        given = ", ".join(f"${name} = {value}$" for name, value in e.example.given)
        steps = "; ".join(f"${step}$" for step in e.example.steps)
        show_text(f"Take {given}. Then {steps}, so ${e.example.result}$. ✓ *{e.example.checked}*")
    if e.grows:
        show_small("What if")
        show_text("\n".join(f"- {_sentence(g.sentence)}" for g in e.grows))


def _draw_parts(e: FormulaExplanation) -> None:
    """The formula walked part by part: each part as it is written, in words, and what it is there for."""
    inner = [part for part in e.parts if (part.start, part.end) != (0, len(e.latex))][:_MOST_PARTS]
    if inner:
        show_small("Part by part")
        for part in inner:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                show_formula(e.latex[part.start : part.end], display=False)
                show_small(f"{part.says}: {part.does}" if part.does else part.says)


def draw_ambiguities(e: FormulaExplanation) -> None:
    """What can be read in more than one way, and how it was read."""
    if e.ambiguous:
        show_heading("What stays open")
        for one in e.ambiguous:
            show_text(f"`{one.what}` can be {' or '.join(one.readings)}; it is read “{one.chosen}”, which is true either way.")
