"""An answer while a language model is writing it: sentence by sentence as each is judged, and a button that stops it."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable

import streamlit as st

from tutor import Claim, Standing
from ui.parts.show import fresh_key, press, show_small_line, show_text

_BEATS = 0.15  # seconds between looks at what has come
_MARKS = {
    Standing.QUOTED: "❝ quoted",
    Standing.PROVED: "✓ proved",
    Standing.TESTED: "✓ⁿ tested",
    Standing.UNCHECKED: "○ unchecked",
    Standing.STRUCK: "✗ struck",
}
Hear = Callable[[int, Claim | None], None]
_Came = queue.Queue[tuple[int, Claim | None]]


def show_while(write: Callable[[Hear, threading.Event], None]) -> None:
    """Show what `write` says while it works, in a thread of its own; it puts the answer on disk itself.

    Pressing the button, or leaving the page, ends the showing and stops the voice: what was complete by then is the answer.
    """
    came: _Came = queue.Queue()
    stop = threading.Event()
    writer = threading.Thread(target=write, args=(lambda number, claim: came.put((number, claim)), stop), daemon=True)
    writer.start()
    shown: dict[int, Claim] = {}
    place = st.empty()
    press("Stop", fresh_key("stop-answer"), kind="tertiary")
    try:
        while writer.is_alive() or not came.empty():
            fresh = _taken(came)
            for number, claim in fresh:
                shown = {k: v for k, v in shown.items() if k != number} if claim is None else {**shown, number: claim}
            if fresh:
                with place.container():
                    _draw(shown)
            st.session_state.get("talk")  # a moment at which Streamlit can end this run, also while the voice is silent
    finally:
        stop.set()  # also where the page was left or run anew: no model writes for nobody


def _taken(came: _Came) -> list[tuple[int, Claim | None]]:
    """Everything that has come, after waiting a moment for the first."""
    found = []
    try:
        found.append(came.get(timeout=_BEATS))
        while True:
            found.append(came.get_nowait())
    except queue.Empty:
        return found


def _draw(shown: dict[int, Claim]) -> None:
    for number in sorted(shown):
        claim = shown[number]
        if claim.standing is not Standing.STRUCK:
            show_text(claim.text)
            show_small_line(_MARKS[claim.standing])
