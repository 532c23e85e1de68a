"""An answer on the page: what answers at once, the same idea from other sides, on numbers, and one thing to do."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import streamlit as st

from tutor import Claim, Explanation, FormulaCard, Intent, Layer, Mark, Tutor, formula_spans
from ui.parts.asked import Sent, Ways, put_question
from ui.parts.formula_numbers import curve_asked, curve_of, draw_curve
from ui.parts.formula_words import draw_words, explained
from ui.parts.lit_formula import draw_lit_formula
from ui.parts.margin import TEXT_AND_MARGIN, draw_claims
from ui.parts.question import question_of, show_mark
from ui.parts.show import press, show_heading, unfold
from ui.parts.show import sides as tabs

SIDES = {Layer.SIMPLE: "In simple words", Layer.PICTURE: "As a picture", Layer.FORMAL: "Formally", Layer.MISTAKE: "Take care"}
# What one says next, and for which answers it makes sense.
REPLIES = ("In simpler words", "Another example", "Why?", "A picture")
_OPEN_NUMBERS = frozenset({Intent.COMPUTE, Intent.EXAMPLE, Intent.WRONG, Intent.FORMULA})
# Where the curve of a function that the answer writes says more than words.
_WITH_CURVE = frozenset({Intent.EXPLAIN, Intent.PICTURE, Intent.SIMPLER, Intent.WHEN, Intent.TRANSLATE})
_SPACING = re.compile(r"\\(?:[,;:!]|quad|qquad|left|right|displaystyle|mathbf|boldsymbol|bm)(?![A-Za-z])|\s+")
_PIECE = re.compile(r"\\(?:begin|end)\{[a-z]+\*?\}|\\[A-Za-z]+|\\.|[^\s]")
_SAME = {"\\dfrac": "\\frac", "\\tfrac": "\\frac", "\\top": "\\mathsf", "\\dots": "\\ldots", "\\vert": "|", "\\mid": "|"}
Placed = Sequence[tuple[int, Claim]]


def draw_layers(tutor: Tutor, explanation: Explanation, turn: int, ask: Callable[[str], None] | None = None) -> None:
    """Every claim of an explanation: the answer, its sides as tabs, the numbers folded, other books last."""
    placed = list(enumerate(explanation.claims))
    if any(claim.about for _, claim in placed):
        _draw_by_idea(placed, turn)
        return
    for number, latex in enumerate(explanation.asked):
        _draw_asked(tutor, latex, f"{turn}-{number}", ask)
    if explanation.intent is Intent.PICTURE and (found := curve_asked(tutor, explanation.asked)) is not None:
        with st.columns(TEXT_AND_MARGIN, gap="medium")[0]:
            draw_curve(found, explanation.asked[0])
    if explanation.intent is Intent.PICTURE:
        draw_claims(_of(placed, Layer.PICTURE), turn)
        placed = [(place, claim) for place, claim in placed if claim.layer is not Layer.PICTURE]
    draw_claims(_of(placed, Layer.ANSWER), turn)
    if explanation.intent in _WITH_CURVE and not explanation.asked:
        _draw_curve(tutor, explanation)
    _draw_sides(placed, turn)
    _draw_numbers(explanation, _of(placed, Layer.NUMBERS), turn)
    draw_claims(_of(placed, Layer.BOOKS), turn)


def _draw_curve(tutor: Tutor, explanation: Explanation) -> None:
    """The curve of what the answer writes, under it in the text column, where that is a function of one variable."""
    if (found := curve_of(tutor, formulas_of(explanation))) is not None:
        with st.columns(TEXT_AND_MARGIN, gap="medium")[0]:
            draw_curve(found)


def formulas_of(explanation: Explanation) -> list[str]:
    """What the answer writes: its displayed formulas, then those in its sentences, each once."""
    told = (claim for claim in explanation.claims if claim.layer in (Layer.ANSWER, Layer.FORMAL))
    inline = (span.latex for claim in told for span in formula_spans(claim.text) if "=" in span.latex)
    return list(dict.fromkeys((*(card.latex for card in explanation.formulas), *inline)))


def shape_of(latex: str) -> tuple[str, ...]:
    r"""A formula without its spaces and its choice of letters, to see whether two are the same one.

    >>> shape_of(r"\det \begin{bmatrix} a & b \\ c & d \end{bmatrix} = ad - bc") == shape_of(
    ...     r"\det\begin{bmatrix}p&q\\r&s\end{bmatrix}=ps-qr")
    True
    >>> shape_of("a + b") == shape_of("a + a")
    False
    """
    letters: dict[str, str] = {}
    pieces = [piece for piece in _PIECE.findall(_SPACING.sub(" ", latex.rstrip(" .,;"))) if piece not in "{}"]
    return tuple(
        letters.setdefault(p, f"letter {len(letters)}") if len(p) == 1 and p.isalpha() else _SAME.get(p, p) for p in pieces
    )


@st.cache_data(max_entries=128, show_spinner=False)
def told_best(_tutor: Tutor, latex: str, books: tuple[str, ...]) -> FormulaCard | None:
    """The page that tells most of a formula's letters, looked for once for these books."""
    return _tutor.told_best(latex)


def _draw_asked(tutor: Tutor, latex: str, key: str, ask: Callable[[str], None] | None) -> None:
    """The learner's own formula, large, its parts ready to be pointed at."""
    with st.container(key=f"formula-asked-{key}"):
        card = told_best(tutor, latex, tuple(book.id for book in tutor.books()))
        around, at = tutor.around_at(card) if card else ("", None)
        told = explained(tutor, latex, around, at)
        draw_lit_formula(told, ask)
        with unfold("Part by part"):
            draw_words(tutor, told, around, card, at)


def _of(placed: Placed, layer: Layer) -> Placed:
    return [(place, claim) for place, claim in placed if claim.layer is layer]


def _draw_by_idea(placed: Placed, turn: int) -> None:
    """Side by side in the order they came: each idea under its name."""
    for about in dict.fromkeys(claim.about for _, claim in placed):
        if about:
            show_heading(about)
        draw_claims([(place, claim) for place, claim in placed if claim.about == about], turn)


def _draw_sides(placed: Placed, turn: int) -> None:
    sides = [(label, found) for layer, label in SIDES.items() if (found := _of(placed, layer))]
    if len(sides) == 1:
        draw_claims(sides[0][1], turn)
    elif sides:
        with st.container(key=f"sides-{turn}"):
            for tab, (_, found) in zip(tabs([label for label, _ in sides]), sides, strict=True):
                with tab:
                    draw_claims(found, turn)


def _draw_numbers(explanation: Explanation, numbers: Placed, turn: int) -> None:
    if not numbers:
        return
    if explanation.intent in _OPEN_NUMBERS:
        draw_claims(numbers, turn)
        return
    with unfold("On numbers: a worked example"):
        draw_claims(numbers, turn)


def draw_check(tutor: Tutor, explanation: Explanation, turn: int) -> None:
    """A question on exactly this idea; at once where one was asked for, folded elsewhere."""
    if not explanation.check:
        return
    if explanation.intent is Intent.QUIZ:
        _draw_question(tutor, explanation.check, turn)
        return
    with unfold("Check yourself"):
        _draw_question(tutor, explanation.check, turn)


def _draw_question(tutor: Tutor, id: str, turn: int) -> None:
    key = f"check-{turn}"
    marks: dict[str, tuple[Mark, str]] = st.session_state.setdefault("checked", {})
    if key in marks:
        show_mark(*marks[key])
        return
    token = f"{st.session_state.setdefault('visit', _visit())}:{key}"
    if (settled := put_question(tutor, question_of(tutor, id), key, lambda: Sent(token), Ways())) is not None:
        marks[key] = settled
        st.rerun()


def _visit() -> str:
    """A name for this visit, so that an answer sent twice counts once."""
    import secrets

    return secrets.token_hex(6)


def draw_also(explanation: Explanation, turn: int, ask_for: Callable[[str], None]) -> None:
    """Questions near this one that the library answers outright, ready to be asked: what was meant is often among them."""
    if not explanation.also:
        return
    with st.container(key=f"also-{turn}", gap=None):
        st.caption("Near this")
        for number, question in enumerate(explanation.also):
            press(question, f"also-{turn}-{number}", kind="tertiary", on_click=ask_for, args=(question,))


def draw_replies(explanation: Explanation, turn: int, ask_for: Callable[[str], None]) -> None:
    """What one might say next, ready to press; drawn into the row it is called in."""
    if not explanation.covered or explanation.intent in (Intent.ABOUT_US, Intent.WRONG, Intent.QUIZ):
        return
    for number, reply in enumerate(REPLIES):
        press(reply, f"reply-{turn}-{number}", on_click=ask_for, args=(reply,))
