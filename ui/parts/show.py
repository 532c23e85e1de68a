"""The few ways in which words reach the page. Every word that is not a literal in our own code goes through here.

Law of this file: whatever it is given is untrusted; `tests/ui/test_untrusted.py` checks that no other file of `ui/` hands
anything but literals to Streamlit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from ui.parts.untrusted import one_line, safe_formula, safe_label, safe_markdown


def show_text(text: str) -> None:
    """Prose of a book, of a learner or of ours: emphasis, lists and formulas live."""
    st.markdown(safe_markdown(text))


def show_small(text: str) -> None:
    """A quieter line."""
    st.caption(safe_markdown(text))


def show_line(text: str) -> None:
    """One plain line: a title, a file name."""
    st.markdown(safe_label(text))


def show_small_line(text: str) -> None:
    """One plain, quiet line."""
    st.caption(safe_label(text))


def show_title(text: str) -> None:
    """The heading of a page."""
    st.markdown(f"# {safe_label(text)}", anchors=False)


def show_heading(text: str) -> None:
    """A heading inside a page."""
    st.markdown(f"### {safe_label(text)}", anchors=False)


def show_formula(latex: str, display: bool = True) -> None:
    """A formula alone on its line."""
    st.markdown(safe_formula(latex, display=display))


def show_code(text: str) -> None:
    """Letters as they are, with a button that copies them."""
    st.code(text, language=None, wrap_lines=True)


def show_problem(sentence: str) -> None:
    """One calm sentence about what went wrong and what to do."""
    with st.container(key=fresh_key("problem")):
        st.markdown(safe_markdown(sentence))


def show_picture(png: bytes, says: str) -> None:
    """A picture with a sentence that says what it shows, for those who cannot see it."""
    st.image(png, width="stretch", alt=one_line(says, 200))


def show_progress(share: float, text: str, where: Any = None) -> Any:
    """A bar from 0 to 1 with a line of words; pass the bar back in as `where` to move it on."""
    return (where or st).progress(min(1.0, max(0.0, share)), safe_label(text))


def press(label: str, key: str, *, on_click: Callable[..., None] | None = None, args: tuple = (), kind: str = "secondary",
          disabled: bool = False, wide: bool = False) -> bool:  # fmt: skip
    """A button whose words may come from a book."""
    looks: Any = kind
    return st.button(safe_label(label, 80), key=key, on_click=on_click, args=args, type=looks, disabled=disabled,
                     width="stretch" if wide else "content", wrap=True)  # fmt: skip


def choose(label: str, options: Sequence[str], key: str) -> int | None:
    """One of several Markdown texts; returns its place from 0, None while nothing is chosen."""
    shown = [f"{place}\u2002{safe_markdown(text)}" for place, text in enumerate(options, 1)]
    return st.radio(
        safe_label(label),
        range(len(shown)),
        index=None,
        format_func=lambda place: shown[place],
        key=key,
        label_visibility="collapsed",
        width="stretch",
    )


def unfold(label: str) -> Any:
    """A part that opens when its line is pressed."""
    return st.expander(safe_label(label))


def fresh_key(stem: str) -> str:
    """A container key that no other container of this run has."""
    taken = st.session_state.setdefault("_keys_of_run", {})
    taken[stem] = taken.get(stem, 0) + 1
    return f"{stem}-{taken[stem]}"


def start_run() -> None:
    """Forget the container keys of the last run."""
    st.session_state["_keys_of_run"] = {}
