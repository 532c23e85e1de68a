"""An Explanation as a page with a margin: each sentence, and beside it what backs it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import streamlit as st

from tutor import Citation, Claim, FormulaCard, SourceKind, Standing, Tutor
from ui.parts.checked_words import plainly
from ui.parts.formula_words import draw_words, explained
from ui.parts.lit_formula import draw_lit_formula
from ui.parts.place import label_of, open_leaf
from ui.parts.printed import formula_png
from ui.parts.show import press, show_code, show_cutting, show_small, show_small_line, show_text, unfold

TEXT_AND_MARGIN = (68, 27)
_LONGEST_WHY = 64
# What the reasons of the prover say, and how that is said to a learner.
_SAID = (
    ("second route", "computed, and checked a second way"),
    ("computed twice", "computed in two ways that share nothing; both agree"),
    ("read back, they give the same formula", "read back, these words give the same formula"),
    ("differences", "computed, and checked on numbers"),
    ("difference quotients", "computed, and checked on numbers"),
)
_PROVERS_WORDS = re.compile(r"modulo|float|interpolat|Leibniz|minors|SymPy|evaluator|digits|fractions|prime\b|seed")


def draw_claims(claims: Sequence[tuple[int, Claim]], turn: int) -> None:
    """Claims with their places in the explanation: each in the text column, its note in the margin beside it."""
    for place, claim in claims:
        with st.container(key=f"claim-{claim.standing.value}-{turn}-{place}"):
            text, margin = st.columns(TEXT_AND_MARGIN, gap="medium")
            with text, st.container(key=f"words-{turn}-{place}"):
                if claim.asked:
                    show_small(f"Answered in your books as: “{claim.asked}”")
                show_text(claim.text)
            with margin, st.container(key=f"note-{turn}-{place}", gap=None):
                draw_note(claim, f"{turn}-{place}")


def draw_note(claim: Claim, key: str) -> None:
    """The mark, one line, and the way to the page."""
    with st.container(key=f"mark-{key}", horizontal=True, vertical_alignment="center", gap="small"):
        _mark(claim, key)
        for number, citation in enumerate(claim.citations):
            press(
                label_of(citation), f"open-{key}-{number}", on_click=open_leaf, args=(citation, f"words-{key}"), kind="tertiary"
            )
    if claim.standing is Standing.QUOTED:
        show_small_line(owner_of(claim.citations[0]))
        if claim.doubt:
            show_small(claim.doubt)
    else:
        show_small(at_first_sight(claim.standing, claim.why))


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


def at_first_sight(standing: Standing, why: str) -> str:
    """What backs a sentence, in words for a learner; how it was checked in full is a press away.

    >>> at_first_sight(Standing.PROVED, "second route: the sum over all orders (Leibniz)")
    'computed, and checked a second way'
    >>> at_first_sight(Standing.PROVED, "the same was done to both sides")
    'the same was done to both sides'
    """
    said = plainly(why)
    if standing is not Standing.PROVED or said != why:
        return said
    for words, instead in _SAID:
        if words in why:
            return instead
    return "checked by exact computation" if len(why) > _LONGEST_WHY or _PROVERS_WORDS.search(why) else why


def draw_formulas(tutor: Tutor, cards: tuple[FormulaCard, ...], turn: int, ask: Callable[[str], None] | None = None) -> None:
    """The formulas that go with the answer: large, with their place, ready to copy; `ask` is given a part to explain."""
    for place, card in enumerate(cards):
        with st.container(key=f"formula-{turn}-{place}"):
            text, margin = st.columns(TEXT_AND_MARGIN, gap="medium")
            with text:
                around = tutor.around(card)
                explanation = explained(tutor, card.latex, around)
                draw_lit_formula(explanation, ask)
                if not card.sure:
                    _draw_printed(tutor, card)
                with unfold("What does it say?"):
                    draw_words(tutor, explanation, around, card)
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
