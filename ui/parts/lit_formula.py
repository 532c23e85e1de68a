"""A formula that answers to the pointer: each part lights up and says what it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from ui.parts.painted import Painted, paint
from ui.parts.show import fresh_key, show_painted
from ui.parts.untrusted import one_line

if TYPE_CHECKING:
    from tutor import FormulaExplanation

_HTML = '<div class="says" aria-live="polite"></div><button class="more" type="button" hidden>Explain this part</button>'
_CSS = (
    '.says{font-family:"Source Sans",system-ui,sans-serif;font-size:.9rem;line-height:1.4;min-height:2.8em;color:var(--quiet)}'
    ".says.some{color:var(--ink)}"
    ".more{font:inherit;font-size:.9rem;min-height:40px;margin-top:.3rem;padding:.3rem .8rem;cursor:pointer;color:var(--accent);"
    "background:none;border:1px solid var(--rule);border-radius:.35rem}"
    ".more:focus-visible{outline:2px solid var(--accent)}"
)
_LONGEST = 240
_HINT = "Point at a part, tap it, or walk through with the arrow keys."


def _script() -> str:
    return Path(__file__).with_name("lit.js").read_text(encoding="utf-8")


@st.cache_resource(show_spinner=False)
def _component():
    return st.components.v2.component("marginalia_lit", html=_HTML, css=_CSS, js=_script())


def draw_lit_formula(e: FormulaExplanation, ask: Callable[[str], None] | None = None) -> None:
    """The formula large, and below it the words of the part that is pointed at; `ask` is given the LaTeX of a part to explain."""
    parts = [part for part in e.parts if (part.start, part.end) != (0, len(e.latex))]
    painted = paint(e.latex, [(part.start, part.end) for part in parts])
    key = fresh_key("lit")
    with st.container(key=key, gap=None):
        show_painted(painted.latex if painted.parts else e.latex, e.latex)
        if painted.parts:
            told = {**_told(e, painted, [_words(e, part) for part in parts]), "asks": ask is not None}
            picked = _component()(key=f"says-{key}", data=told, on_part_change=lambda: None).part
            if ask is not None and isinstance(picked, int) and 0 <= picked < len(painted.parts):
                part = parts[painted.parts[picked]]
                ask(e.latex[part.start : part.end])
                st.rerun()


def _told(e: FormulaExplanation, painted: Painted, words: list[str]) -> dict[str, object]:
    return {
        "says": [words[place] for place in painted.parts],
        "inside": list(painted.inside),
        "spoken": one_line(e.spoken, 2_000),
        "hint": _HINT,
    }


def _words(e: FormulaExplanation, part) -> str:
    """What a part says, what it means where it is a symbol, and what it is there for."""
    written = "".join(e.latex[part.start : part.end].split())
    meaning = next((s.meaning for s in e.symbols if "".join(s.symbol.split()) == written and s.meaning), "")
    said = f"{part.says}, {meaning}" if meaning else part.says
    return one_line(f"{said}: {part.does}" if part.does else said, _LONGEST)
