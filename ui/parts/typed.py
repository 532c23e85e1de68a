"""The answer to a question, in the browser: what is ticked, put in order, matched or typed, with what was understood below it.

Laws of this file:
- every change is told at once (`told`), so that a reload finds it; nothing is graded here;
- what was understood is read without the key, so that it cannot tell whether the answer is right.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from tutor import Grade, Kind, Question, Terms, Tutor, TutorError
from ui.parts.show import choose, choose_letter, press, show_line, show_small, show_small_line, show_text, tick, unfold

HOW_TO = {
    Kind.CHOICE: "Press a number to choose, Enter to check.",
    Kind.WRONG_STEP: "Press the number of the first line that does not follow.",
    Kind.TO_WORDS: "Press a number to choose, Enter to check.",
    Kind.TO_FORMULA: "Press a number to choose, Enter to check.",
    Kind.SEVERAL: "Tick every one that is right; the number keys tick too.",
    Kind.ORDER: "Move the lines with the arrows, or type their numbers in your order.",
    Kind.MATCH: "Give every line on the left its letter.",
    Kind.NUMBER: "Type a number: 3, -1/2, 0.25, sqrt(2) or 2pi.",
    Kind.EXPRESSION: "Type a formula: 2x*exp(x^2), sin(x)/x, (x+1)^2.",
    Kind.EQUATION: "Type an equation: y = 2x + 1.",
    Kind.SET: "Type a set: {1, -2, 3}.",
    Kind.VECTOR: "Type a vector: [1, 2, 3].",
    Kind.VECTOR_UP_TO_SCALE: "Type a vector: [1, 2, 3]. Any multiple of it is as good.",
    Kind.MATRIX: "Fill the cells; arrow keys move. A whole matrix can be pasted into one.",
    Kind.BASIS: "Type the vectors of a basis: [1, 0, 2], [0, 1, -1].",
    Kind.INTERVAL: "Type an interval: [0, 1) or (-inf, 3].",
    Kind.MATRIX_EXPRESSION: "Type with matrices as letters: A^T B, (A B)^-1.",
    Kind.UNIT: "Type a number with its unit: 3 m/s.",
    Kind.CLOZE: "Type the words that stand in the gap.",
    Kind.FLASHCARD: "Say it in your words, or only think it: you compare it with the answer. Ctrl and Enter check.",
    Kind.OWN_WORDS: "Write a sentence or two: you compare it with the answer. Ctrl and Enter check.",
}
LETTERS = "abcdefgh"
_LISTS = frozenset((Kind.MATRIX, Kind.VECTOR, Kind.VECTOR_UP_TO_SCALE, Kind.BASIS))
_GAP = re.compile(r"\[\s*[,\]]|,\s*[,\]]")  # a cell that is still empty
_SIGNS = {
    Kind.NUMBER: ["√", "π", "^", "/", "(", ")", "e", "∞"],
    Kind.EXPRESSION: ["√", "π", "^", "/", "(", ")", "λ", "exp", "ln", "sin", "cos"],
    Kind.EQUATION: ["=", "√", "π", "^", "/", "(", ")", "λ"],
    Kind.SET: ["{", "}", ",", "√", "^", "/", "(", ")", "π"],
    Kind.VECTOR: ["[", "]", ",", "√", "^", "/", "(", ")", "λ"],
    Kind.VECTOR_UP_TO_SCALE: ["[", "]", ",", "√", "/", "(", ")"],
    Kind.MATRIX: ["√", "^", "/", "(", ")"],
    Kind.BASIS: ["[", "]", ",", "√", "/", "(", ")"],
    Kind.INTERVAL: ["[", "]", "(", ")", ",", "∞", "∪", "√", "/"],
    Kind.MATRIX_EXPRESSION: ["^T", "^-1", "(", ")", "λ", "Σ"],
    Kind.UNIT: ["/", "^", "·", "°"],
}
_HTML = (
    '<div class="cells"></div><details class="more"><summary>Signs to insert</summary>'
    '<div class="signs" role="group" aria-label="Signs to insert"></div></details>'
)
_CSS = (
    '.more summary{font:.88rem "Source Sans",system-ui,sans-serif;color:var(--quiet);cursor:pointer;padding:.3rem 0}'
    ".more summary:focus-visible{outline:2px solid var(--accent);outline-offset:2px}"
    ".signs{display:flex;flex-wrap:wrap;gap:.3rem}.signs button{min-width:2.4rem;min-height:2.3rem;padding:.1rem .5rem;"
    'font:1rem "Source Sans",system-ui,sans-serif;color:var(--ink);background:transparent;border:1px solid var(--rule);'
    "border-radius:.35rem;cursor:pointer}.signs button:hover{border-color:var(--accent)}"
    ".signs button:focus-visible,.cells input:focus-visible{outline:2px solid var(--accent);outline-offset:1px}"
    ".cells:not(:empty){display:inline-grid;gap:.35rem;padding:.3rem .7rem;margin-bottom:.7rem;border:solid var(--ink);"
    "border-width:0 2px;border-radius:.5rem;max-width:100%;box-sizing:border-box}"
    ".cells input{width:100%;min-width:0;max-width:5.2rem;min-height:2.5rem;box-sizing:border-box;text-align:center;"
    'font:1rem "Source Sans",system-ui,sans-serif;color:var(--ink);background:var(--paper);border:1px solid var(--rule);'
    "border-radius:.3rem}"
)


def _script() -> str:
    return Path(__file__).with_name("typed.js").read_text(encoding="utf-8")


@st.cache_resource(show_spinner=False)
def _component():
    return st.components.v2.component("marginalia_typed", html=_HTML, css=_CSS, js=_script())


Told = Callable[[str], None]


def draw_answer(tutor: Tutor, question: Question, key: str, told: Told, beside: Callable[[], None] | None = None) -> None:
    """Everything to answer with, as the question's kind asks for it; `beside` draws a button next to a field of one line."""
    kind = question.kind
    changed = (question, key, told)
    if kind.one_of:
        with st.container(key=f"choice-{key}"):
            choose("Your answer", [option.text for option in question.options], f"option-{key}", on_change=_tell, args=changed)
    elif kind is Kind.SEVERAL:
        with st.container(key=f"choice-{key}", gap="small"):
            for place, option in enumerate(question.options):
                tick(place + 1, option.text, f"tick-{key}-{place}", _tell, changed)
    elif kind is Kind.MATCH:
        _draw_match(question, key, changed)
    elif kind is Kind.MATRIX:
        _draw_cells(question, key)
    else:
        if kind is Kind.ORDER:
            _draw_order(question, key, told)
        _draw_field(kind, key, changed, beside)
    show_small_line(how_to(question))
    if kind.judged:
        _draw_reading(tutor, question, key)
    if kind is Kind.MATRIX:
        with unfold("Type it instead"):
            _draw_field(kind, key, changed, None)
            show_small("Row by row, as in [[1, 2], [3, 4]]. The cells above follow.")
    elif kind.judged:
        _draw_cells(question, key)


def beside_field(kind: Kind) -> bool:
    """Whether the answer is a field of one line, with room for a button beside it."""
    return (kind.judged and kind is not Kind.MATRIX) or kind in (Kind.CLOZE, Kind.ORDER)


def _draw_cells(question: Question, key: str) -> None:
    """The cells of a matrix, and the signs one can insert, folded; of other kinds the signs alone."""
    rows, columns = question.grid or (0, 0)
    _component()(key=f"signs-{key}", data={"rows": rows, "columns": columns, "signs": _SIGNS.get(question.kind, [])})


def how_to(question: Question) -> str:
    """How this kind is answered, and that many answers are right where they are."""
    said = HOW_TO.get(question.kind, "Type your answer.")
    return f"{said} Many answers are right here: any that fits counts." if question.fulfils else said


def _draw_field(kind: Kind, key: str, changed: tuple, beside: Callable[[], None] | None) -> None:
    field = f"typed-{key}"
    if kind.in_words:
        st.text_area("Your answer", key=field, max_chars=2000, height=120, on_change=_tell, args=changed)
        return
    with st.container(key=f"line-{key}", horizontal=True, vertical_alignment="bottom"):
        st.text_input("Your answer", key=field, autocomplete="off", max_chars=2000, live=True, on_change=_tell, args=changed)
        if beside is not None:
            beside()


def _draw_match(question: Question, key: str, changed: tuple) -> None:
    with st.container(key=f"partners-{key}", gap=None):
        for letter, option in zip(LETTERS, question.options, strict=False):
            show_text(f"**{letter}**\u2002{option.text}")
    letters = LETTERS[: len(question.options)]
    for place, term in enumerate(question.terms, 1):
        choose_letter(f"{place}. {term}", letters, f"pair-{key}-{place}", _tell, changed)


def _draw_order(question: Question, key: str, told: Told) -> None:
    """The lines in the order that is typed so far, each with its number and two arrows."""
    order = _order_of(question, str(st.session_state.get(f"typed-{key}", "")))
    with st.container(key=f"lines-{key}", gap=None):
        for at, line in enumerate(order):
            with st.container(key=f"row-{key}-{line}", horizontal=True, vertical_alignment="center", gap="small"):
                with st.container(key=f"row-words-{key}-{line}"):
                    show_text(f"**{line + 1}**\u2002{question.options[line].text}")
                for sign, name, step in (("↑", "up", -1), ("↓", "down", 1)):
                    press(
                        sign, f"{name}-{key}-{line}", on_click=_move, args=(question, key, told, line, step),
                        disabled=not 0 <= at + step < len(order), says=f"Move line {line + 1} {name}",
                    )  # fmt: skip


def _order_of(question: Question, typed: str) -> list[int]:
    """The places (from 0) in the order typed; what was not typed yet stands behind in its old order."""
    size = len(question.options)
    named = [int(n) - 1 for n in re.findall(r"\d", typed)]
    first = [n for n in dict.fromkeys(named) if 0 <= n < size]
    return [*first, *(n for n in range(size) if n not in first)]


def _move(question: Question, key: str, told: Told, line: int, step: int) -> None:
    order = _order_of(question, str(st.session_state.get(f"typed-{key}", "")))
    at = order.index(line)
    order[at], order[at + step] = order[at + step], order[at]
    st.session_state[f"typed-{key}"] = ",".join(str(n + 1) for n in order)
    _tell(question, key, told)


def _tell(question: Question, key: str, told: Told) -> None:
    told(answer_of(question, key))


def answer_of(question: Question, key: str) -> str:
    """What is chosen or typed, in the form in which it is marked; "" where nothing is."""
    state = st.session_state
    if question.kind.one_of:
        place = state.get(f"option-{key}")
        return "" if place is None else LETTERS[place]
    if question.kind is Kind.SEVERAL:
        return ",".join(LETTERS[n] for n in range(len(question.options)) if state.get(f"tick-{key}-{n}"))
    if question.kind is Kind.MATCH:
        pairs = [(n, state.get(f"pair-{key}-{n}")) for n in range(1, len(question.terms) + 1)]
        return ", ".join(f"{n}-{letter}" for n, letter in pairs if letter)
    typed = str(state.get(f"typed-{key}", ""))
    return ",".join(typed.strip()) if question.kind is Kind.ORDER and re.fullmatch(r"\s*\d{2,}\s*", typed) else typed


def put_back(question: Question, key: str, typed: str) -> None:
    """Set the widgets to an answer that was kept, unless something is chosen or typed already."""
    state = st.session_state
    if not typed:
        return
    if question.kind.one_of:
        if 0 <= (place := LETTERS.find(typed.strip()[:1])) < len(question.options):
            state.setdefault(f"option-{key}", place)
    elif question.kind is Kind.SEVERAL:
        for letter in re.findall(r"[a-h]", typed):
            state.setdefault(f"tick-{key}-{LETTERS.index(letter)}", True)
    elif question.kind is Kind.MATCH:
        for number, letter in re.findall(r"(\d)-([a-h])", typed):
            if letter in LETTERS[: len(question.options)]:
                state.setdefault(f"pair-{key}-{number}", letter)
    else:
        state.setdefault(f"typed-{key}", typed)


def _draw_reading(tutor: Tutor, question: Question, key: str) -> None:
    """Below the field: what was understood so far."""
    typed = str(st.session_state.get(f"typed-{key}", "")).strip()
    gaps = question.kind is Kind.MATRIX and _GAP.search(typed)
    with st.container(key=f"reading-{key}", gap=None):
        understood, why = read_of(tutor, question, typed) if typed and not gaps else ("", "")
        if understood:
            show_text(f"I read this as  ${laid_out(understood)}$")
        elif why and typed != st.session_state.get(f"checked-{key}"):  # what was checked is told once, below
            show_small(why)
        else:
            show_line("\u2002")


def read_of(tutor: Tutor, question: Question, typed: str) -> tuple[str, str]:
    """How this is read, as LaTeX, or else one sentence why it cannot be; the key plays no part in either."""
    if question.value is None:
        return "", ""
    terms = Terms(dict(question.shapes) or None, question.symmetric, question.constants, None)
    try:
        found = tutor.check(question.value.value, _beside(question, typed), typed, terms)
    except TutorError as refusal:
        return "", str(refusal)
    misread = found.grade is Grade.UNREADABLE and question.value in _LISTS
    return (found.read_as, "") if found.read_as and not misread else ("", found.why)


def _beside(question: Question, typed: str) -> str:
    """What an answer is read beside: itself, or noughts of the form asked for where it may be of another form, so that it is
    refused as it will be when it is checked; the size of a matrix is no secret, its cells show it."""
    worded = re.search(r"[^\W\d_]{2,}", typed)
    if question.value is Kind.NUMBER and worded:
        return "0"
    if question.grid is not None:
        rows, columns = question.grid
        line = f"[{', '.join('0' * columns)}]"
        return f"[{', '.join([line] * rows)}]" if worded or "[" not in typed else typed
    return "0" if question.value in _LISTS and worded and not re.search(r"[(\[,]", typed) else typed


def laid_out(latex: str) -> str:
    r"""A list of rows as the matrix it is; anything else as it stands.

    >>> laid_out(r"\left[\left[1,\; 2\right],\; \left[3,\; 4\right]\right]")
    '\\begin{bmatrix} 1 & 2 \\\\ 3 & 4 \\end{bmatrix}'
    >>> laid_out("x + 1")
    'x + 1'
    """
    found = re.fullmatch(r"\\left\[(\\left\[.*\\right\])\\right\]", latex)
    rows = found.group(1)[len(r"\left[") : -len(r"\right]")].split(r"\right],\; \left[") if found else []
    if not rows or any(r"\left" in row for row in rows):
        return latex
    lines = r" \\ ".join(row.replace(r",\; ", " & ") for row in rows)
    return rf"\begin{{bmatrix}} {lines} \end{{bmatrix}}"
