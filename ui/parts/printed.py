"""A page of a PDF as it is printed, its formulas outlined: press one and it is explained, or put right."""

from __future__ import annotations

import base64
from pathlib import Path

import streamlit as st

from tutor import Citation, Formula, FormulaCard, Page, SourceCard, Tutor, TutorError
from ui.parts.formula_words import draw_words, explained
from ui.parts.keys import announce
from ui.parts.lit_formula import draw_lit_formula
from ui.parts.show import show_code, show_cutting, show_problem, show_small, unfold
from ui.parts.untrusted import one_line

_HTML = '<div class="sheet"></div>'
_CSS = (
    ".sheet{position:relative;line-height:0}.sheet img{width:100%;border:1px solid var(--rule);border-radius:.2rem}"
    ".sheet img{background:#fff}.sheet button{position:absolute;padding:0;"
    "margin:0;min-height:0;background:transparent;border:1px solid transparent;"
    "border-radius:2px;cursor:pointer}"
    ".sheet button.sure{border-color:rgba(31,95,91,.35)}.sheet button.unsure{border:1px dashed rgba(160,90,0,.7)}"
    ".sheet button:hover,.sheet button:focus-visible,.sheet button.open{background:rgba(255,214,102,.35);border-color:#1f5f5b;"
    "outline:2px solid #1f5f5b;outline-offset:1px}"
)
_PICKED = "pickedformula"
_MARGIN = 1.5  # points around a formula
_STATUS = {
    "confirmed": "Confirmed: set again, it looks as it is printed.",
    "unconfirmed": "Read from the page, but not confirmed: trust the picture.",
    "image_only": "This one could not be read; only its picture is sure.",
}


def _script() -> str:
    return Path(__file__).with_name("printed.js").read_text(encoding="utf-8")


@st.cache_resource(show_spinner=False)
def _component():
    return st.components.v2.component("marginalia_printed", html=_HTML, css=_CSS, js=_script())


def draw_printed(tutor: Tutor, card: SourceCard, page: Page, png: bytes, says: str, state: str) -> None:
    """The picture with its outlines; above it the formula that was pressed. `state` names the panel it is drawn in."""
    formulas = [f for f in tutor.formulas_on(card.id, page.number) if f.box is not None]
    field = f"printed-{state}-{card.id}-{page.number}"
    chosen = st.session_state.get(field)
    if chosen is not None and 0 <= chosen < len(formulas):
        _draw_formula(tutor, card, page, formulas[chosen], field)
    elif formulas:
        show_small("The formulas on this page are outlined; press one to have it explained.")
    data = {
        "picture": base64.b64encode(png).decode("ascii"),
        "says": one_line(says, 300),
        "boxes": [_outline(f, page) for f in formulas],
        "open": -1 if chosen is None else chosen,
    }
    picked = _component()(key=f"sheet-{field}", data=data, on_picked_change=lambda: None).picked
    if picked is not None and picked != chosen:
        st.session_state[field] = int(picked)
        announce("page", scroll=_PICKED)
        st.rerun(scope="app")
    show_small(tutor.meter(card.id, page.number).sentence)


def _outline(formula: Formula, page: Page) -> list[object]:
    """Left, top, width and height in per cent of the page, what it is called, and whether it is sure."""
    left, bottom, right, top = formula.box or (0, 0, 0, 0)
    wide, high = page.width or 1, page.height or 1
    place = [
        100 * (left - _MARGIN) / wide,
        100 * (high - top - _MARGIN) / high,
        100 * (right - left + 2 * _MARGIN) / wide,
        100 * (top - bottom + 2 * _MARGIN) / high,
    ]
    name = f"formula {formula.number}" if formula.number else "formula"
    sure = formula.status.value == "confirmed"
    return [*(round(x, 2) for x in place), one_line(f"{name}: {formula.latex or 'only a picture'}", 200), sure]


def _draw_formula(tutor: Tutor, card: SourceCard, page: Page, formula: Formula, field: str) -> None:
    with st.container(key=_PICKED):
        show_small(_STATUS[formula.status.value])
        place = Citation(
            card.id, card.title, (), page.number, page.label, formula.start, formula.end,
            page.text[formula.start : formula.end], card.kind,
        )  # fmt: skip
        if formula.status.value != "confirmed" and formula.box:
            show_cutting(formula_png(tutor, place), f"The formula as page {page.label} prints it")
        if formula.latex:
            one = FormulaCard(formula.latex, formula.display, place, formula.status.value == "confirmed")
            around, at = tutor.around_at(one)
            told = explained(tutor, formula.latex, around, at)
            draw_lit_formula(told)
            with unfold("What does it say?"):
                draw_words(tutor, told, around, one, at)
            with unfold("LaTeX"):
                show_code(formula.latex)
        with unfold("Put it right"):
            _draw_correction(tutor, card, page, formula, field)


@st.cache_data(max_entries=64, show_spinner="Cutting the formula out of its page", hash_funcs={Citation: repr})
def formula_png(_tutor: Tutor, place: Citation) -> bytes:
    """A formula as it is printed, kept for the next look."""
    return _tutor.formula_picture(place)


def _draw_correction(tutor: Tutor, card: SourceCard, page: Page, formula: Formula, field: str) -> None:
    show_small("Type what is printed, in LaTeX. It is kept, also when the book is read again.")
    with st.form(f"right-{field}", border=False):
        typed = st.text_area("LaTeX", key=f"right-typed-{field}", max_chars=4000, label_visibility="collapsed")
        pressed = st.form_submit_button("Keep this", type="primary")
    if pressed:
        _correct(tutor, card, page, formula, typed)


def _correct(tutor: Tutor, card: SourceCard, page: Page, formula: Formula, typed: str) -> None:
    try:
        for _ in tutor.correct_formula(card.id, page.number, formula.start, typed):
            pass
    except TutorError as problem:
        show_problem(str(problem))
        return
    st.cache_data.clear()
    st.rerun()
