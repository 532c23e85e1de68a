"""An Explanation as a page with a margin: each sentence, and beside it what backs it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from tutor import Citation, Claim, FormulaCard, SourceKind, Standing, Tutor
from ui.parts.checked_words import at_first_sight
from ui.parts.formula_words import draw_words, explained
from ui.parts.lit_formula import draw_lit_formula
from ui.parts.place import label_of, open_leaf
from ui.parts.printed import formula_png
from ui.parts.show import press, show_code, show_cutting, show_small, show_small_line, show_text, unfold

TEXT_AND_MARGIN = (68, 27)
_CHECKED = frozenset({Standing.PROVED, Standing.TESTED})


def draw_claims(claims: Sequence[tuple[int, Claim]], turn: int) -> None:
    """Claims with their places in the explanation: each in the text column, its note in the margin beside it."""
    for place, claim in claims:
        with st.container(key=f"claim-{claim.standing.value}-{turn}-{place}"):
            text, margin = st.columns(TEXT_AND_MARGIN, gap="medium")
            with text, st.container(key=f"words-{turn}-{place}"):
                if claim.asked:
                    show_small(claim.asked_line)
                show_text(claim.text)
            with margin, st.container(key=f"note-{turn}-{place}", gap=None):
                draw_note(claim, f"{turn}-{place}")


def draw_note(claim: Claim, key: str) -> None:
    """The mark, one line, and the way to the page."""
    with st.container(key=f"mark-{key}", horizontal=True, vertical_alignment="center", gap="small"):
        _mark(claim, key)
        for number, citation in enumerate(_once_each(claim.citations)):
            press(
                label_of(citation), f"open-{key}-{number}", on_click=open_leaf, args=(citation, f"words-{key}"), kind="tertiary"
            )
    if claim.standing is Standing.QUOTED:
        show_small_line(owner_of(claim.citations[0]))
        if claim.doubt:
            show_small(claim.doubt)
    else:
        for owner in dict.fromkeys(map(owner_of, claim.citations)):
            show_small_line(owner)
        show_small(at_first_sight(claim.why) if claim.standing in _CHECKED else claim.why)


def _once_each(citations: Sequence[Citation]) -> list[Citation]:
    """One of the citations that lead to the same words of the margin."""
    return list({(one.source, label_of(one)): one for one in reversed(citations)}.values())[::-1]


def owner_of(citation: Citation) -> str:
    """The book or note a citation is from."""
    return f"the note “{citation.title}”" if citation.kind is SourceKind.NOTE else citation.title


def _mark(claim: Claim, key: str) -> None:
    """What backs a sentence, in a sign and a word; what was proved or tested opens how."""
    if claim.standing is Standing.QUOTED:
        st.markdown("❝ quoted")
    elif claim.standing is Standing.PROVED:
        with st.popover("✓ proved", type="tertiary", key=f"why-{key}"):
            _draw_how(claim)
    elif claim.standing is Standing.TESTED:
        with st.popover("✓ⁿ tested", type="tertiary", key=f"why-{key}"):
            _draw_how(claim)
    elif claim.standing is Standing.STRUCK:
        st.markdown("✗ struck")
    else:
        st.markdown("○ unchecked")


def _draw_how(claim: Claim) -> None:
    """What was checked, in the words of what checked it."""
    st.caption("How this was checked, in full")
    why = claim.why[:1].upper() + claim.why[1:]
    show_text(why if why.endswith((".", "!", "?")) else f"{why}.")


def draw_formulas(tutor: Tutor, cards: tuple[FormulaCard, ...], turn: int, ask: Callable[[str], None] | None = None) -> None:
    """The formulas that go with the answer: large, with their place, ready to copy; `ask` is given a part to explain."""
    for place, card in enumerate(cards):
        with st.container(key=f"formula-{turn}-{place}"):
            text, margin = st.columns(TEXT_AND_MARGIN, gap="medium")
            with text:
                around, at = tutor.around_at(card)
                explanation = explained(tutor, card.latex, around, at)
                draw_lit_formula(explanation, ask)
                if not card.sure:
                    _draw_printed(tutor, card)
                with unfold("What does it say?"):
                    draw_words(tutor, explanation, around, card, at)
            with margin, st.container(key=f"note-f-{turn}-{place}", gap=None):
                with st.container(key=f"mark-f-{turn}-{place}", horizontal=True, vertical_alignment="center", gap="small"):
                    st.markdown("❝ formula")
                    press(
                        label_of(card.citation),
                        f"open-f-{turn}-{place}",
                        on_click=open_leaf,
                        args=(card.citation,),
                        kind="tertiary",
                    )
                show_small_line(owner_of(card.citation))
                with st.popover("LaTeX", type="tertiary", key=f"latex-{turn}-{place}"):
                    show_code(card.latex)


def _draw_printed(tutor: Tutor, card: FormulaCard) -> None:
    """A formula that could not be confirmed, as the page prints it: cut out of the page."""
    show_small("Read from the page, but not confirmed. This is how it is printed:")
    place = card.citation
    show_cutting(formula_png(tutor, place), f"The formula as page {place.label} prints it")
