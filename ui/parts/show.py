"""The few ways in which words reach the page. Every word that is not a literal in our own code goes through here.

Law of this file: whatever it is given is untrusted; `tests/ui/test_untrusted.py` checks that no other file of `ui/` hands
anything but literals to Streamlit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from ui.parts.formula_gate import drawable, tidy
from ui.parts.untrusted import one_line, safe_formula, safe_label, safe_markdown, safe_typed


def show_text(text: str) -> None:
    """Prose of a book, of a learner or of ours: emphasis, lists and formulas live."""
    st.markdown(safe_markdown(text))


def show_typed(text: str) -> None:
    """Words of the learner's own, letter for letter; formulas between dollars are drawn."""
    st.markdown(safe_typed(text))


def show_small(text: str, says: str = "") -> None:
    """A quieter line; `says` is told where one asks for more."""
    st.caption(safe_markdown(text), help=safe_label(says) if says else None)


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


def show_painted(painted: str, latex: str) -> None:
    """A formula with the marks of `painted.py`, which were only set where the bare formula, `latex`, can be drawn."""
    st.markdown(f"$$\n{tidy(painted)}\n$$" if drawable(tidy(latex)) else safe_formula(latex))


def show_curve(curve: Sequence[tuple[float, float | None]], at: float, across: str, up: str) -> None:
    """A small plot of (x, y), the point at x = `at` marked; `across` and `up` name the axes in plain letters."""
    rows = [{"x": x, "y": y} for x, y in curve]
    near = min((row for row in rows if row["y"] is not None), key=lambda row: abs((row["x"] or 0) - at), default=None)
    axis = {"grid": False, "titleFontWeight": "normal", "titleFontSize": 13}
    place = {
        "x": {"field": "x", "type": "quantitative", "title": one_line(across, 40), "axis": axis},
        "y": {"field": "y", "type": "quantitative", "title": one_line(up, 40), "axis": axis, "scale": {"zero": False}},
    }
    layers: list[dict[str, Any]] = [{"data": {"values": rows}, "mark": {"type": "line", "color": "#3f8f86"}, "encoding": place}]
    if near is not None:
        dot = {"type": "point", "filled": True, "size": 80, "color": "#c08a1e"}
        layers.append({"data": {"values": [near]}, "mark": dot, "encoding": place})
    says = f"a curve: {one_line(up, 40)} against {one_line(across, 40)}"
    st.vega_lite_chart(spec={"height": 190, "layer": layers}, width="stretch", alt=says)


def slide(label: str, low: float, high: float, value: float, step: float, key: str) -> float:
    """A slider named by a formula or a word."""
    return float(st.slider(safe_label(label), min_value=low, max_value=high, value=value, step=step, format="%g", key=key))


def pick(label: str, options: Sequence[str], key: str) -> str:
    """One of a few names; the first is chosen to begin with."""
    shown = {name: safe_label(name) for name in options}
    chosen = st.segmented_control(
        safe_label(label), list(options), default=options[0], format_func=lambda name: shown[name], key=key, required=True
    )
    return chosen or options[0]


def ask_text(label: str, begun: str, key: str) -> str:
    """A large field that begins with words of the learner's own; they are a value, nothing is drawn from them."""
    return st.text_area(safe_label(label), begun, key=key, max_chars=4000, label_visibility="collapsed")


def show_code(text: str) -> None:
    """Letters as they are, with a button that copies them."""
    st.code(text, language=None, wrap_lines=True)


def keep_file(label: str, text: str, name: str, key: str) -> None:
    """A button that saves a text on the learner's own disk."""
    st.download_button(safe_label(label), text, one_line(name, 80), "text/markdown", key=key, on_click="ignore")


def keep_made(label: str, make: Callable[[], bytes], name: str, mime: str, key: str) -> None:
    """A button that saves a file which is made only when it is pressed, so that nothing of it is in the browser before."""
    st.download_button(safe_label(label), make, one_line(name, 80), mime, key=key, on_click="ignore")


def show_problem(sentence: str) -> None:
    """One calm sentence about what went wrong and what to do."""
    with st.container(key=fresh_key("problem")):
        st.markdown(safe_markdown(sentence))


def show_picture(png: bytes, says: str) -> None:
    """A picture with a sentence that says what it shows, for those who cannot see it."""
    st.image(png, width="stretch", alt=one_line(says, 200))


def show_cutting(png: bytes, says: str) -> None:
    """What was cut out of a page, at half its pixels: about as large as the words beside it, however small it is."""
    pixels = int.from_bytes(png[16:20], "big")  # the width, in the head of every PNG
    st.image(png, width=max(1, pixels // 2), alt=one_line(says, 200))


def show_progress(share: float, text: str, where: Any = None) -> Any:
    """A bar from 0 to 1 with a line of words; pass the bar back in as `where` to move it on."""
    return (where or st).progress(min(1.0, max(0.0, share)), safe_label(text))


def press(label: str, key: str, *, on_click: Callable[..., None] | None = None, args: tuple = (), kind: str = "secondary",
          disabled: bool = False, wide: bool = False, says: str = "") -> bool:  # fmt: skip
    """A button whose words may come from a book; `says` is told where the words alone do not say enough."""
    looks: Any = kind
    return st.button(safe_label(label, 80), key=key, on_click=on_click, args=args, type=looks, disabled=disabled,
                     help=safe_label(says) if says else None, width="stretch" if wide else "content", wrap=True)  # fmt: skip


def choose(
    label: str, options: Sequence[str], key: str, *, on_change: Callable[..., None] | None = None, args: tuple = ()
) -> int | None:
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
        on_change=on_change,
        args=args,
    )


def choose_letter(label: str, letters: str, key: str, on_change: Callable[..., None], args: tuple) -> str | None:
    """One of a few letters in a row, under a line that may come from a book."""
    return st.radio(
        safe_label(label, 300),
        list(letters),
        index=None,
        key=key,
        horizontal=True,
        on_change=on_change,
        args=args,
        width="stretch",
    )


def tick(place: int, text: str, key: str, on_change: Callable[..., None], args: tuple) -> bool:
    """One of several Markdown texts that can be ticked, with its number from 1."""
    return st.checkbox(f"{place}\u2002{safe_markdown(text)}", key=key, on_change=on_change, args=args, width="stretch")


def select(label: str, names: Sequence[str], key: str) -> int | None:
    """One of many names; returns its place from 0, None where there is none to choose."""
    shown = [one_line(name, 100) for name in names]
    return st.selectbox(safe_label(label), range(len(shown)), format_func=lambda place: shown[place], key=key)


def select_some(label: str, names: Sequence[str], key: str, none_yet: str) -> list[int]:
    """Some of several names; returns their places from 0."""
    shown = [one_line(name, 60) for name in names]
    return st.multiselect(
        safe_label(label), range(len(shown)), format_func=lambda place: shown[place], key=key, placeholder=none_yet
    )


def sides(labels: Sequence[str]) -> Sequence[Any]:
    """Tabs, one for each label."""
    return st.tabs([safe_label(label) for label in labels])


def unfold(label: str, *, opened: bool = False) -> Any:
    """A part that opens when its line is pressed, or is open at once."""
    return st.expander(safe_label(label), expanded=opened)


def fresh_key(stem: str) -> str:
    """A container key that no other container of this run has."""
    taken = st.session_state.setdefault("_keys_of_run", {})
    taken[stem] = taken.get(stem, 0) + 1
    return f"{stem}-{taken[stem]}"


def start_run() -> None:
    """Forget the container keys of the last run."""
    st.session_state["_keys_of_run"] = {}
