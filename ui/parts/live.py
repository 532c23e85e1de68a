"""An answer while a language model is writing it: sentence by sentence as each is judged, and a button that stops it."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Sequence
from typing import Any

import streamlit as st

from tutor import Claim, Explanation, Standing, Turn, Tutor
from ui.parts.show import fresh_key, press, show_small_line, show_text

_BEATS = 0.15  # seconds between looks at what has come
_ENDS_WITHIN = 5.0  # seconds a voice has to hand over what it had when it was stopped
_UNDER_WAY = "answer_under_way"
_MARKS = {
    Standing.QUOTED: "❝ quoted",
    Standing.PROVED: "✓ proved",
    Standing.TESTED: "✓ⁿ tested",
    Standing.UNCHECKED: "○ unchecked",
    Standing.STRUCK: "✗ struck",
}


def speaks_live(tutor: Tutor) -> bool:
    """Whether the voice that is chosen can be listened to while it speaks."""
    return tutor.speaks


def answered_live(tutor: Tutor, question: str, after: Sequence[Turn]) -> Explanation:
    """The answer, shown as it comes. Pressing the button runs the page anew; `stopped` then gives what was complete."""
    came: queue.Queue[Any] = queue.Queue()
    stop = threading.Event()
    st.session_state[_UNDER_WAY] = (question, came)
    writer = threading.Thread(target=_write, args=(tutor, question, after, came, stop), daemon=True)
    writer.start()
    shown: dict[int, Claim] = {}
    place = st.empty()
    press("Stop", fresh_key("stop-answer"), kind="tertiary")
    try:
        while True:
            fresh = _taken(came)
            for number, one in fresh:
                if isinstance(one, Explanation | Exception):
                    st.session_state.pop(_UNDER_WAY, None)
                    return _given(one)
                shown = {k: v for k, v in shown.items() if k != number} if one is None else {**shown, number: one}
            if fresh:
                with place.container():
                    _draw(shown)
    finally:
        stop.set()  # also where the page was left or run anew: no model writes for nobody


def stopped() -> tuple[str, Explanation] | None:
    """The question whose answer was stopped, with what was complete by then; None where none was."""
    question, came = st.session_state.pop(_UNDER_WAY, ("", None))
    if came is None:
        return None
    until = time.monotonic() + _ENDS_WITHIN
    while time.monotonic() < until:
        for _, one in _taken(came):
            if isinstance(one, Explanation | Exception):
                return question, _given(one)
    return None


def _given(one: Explanation | Exception) -> Explanation:
    if isinstance(one, Exception):
        raise one
    return one


def _taken(came: queue.Queue[Any]) -> list[tuple[int, Any]]:
    """Everything that has come, after waiting a moment for the first."""
    found = []
    try:
        found.append(came.get(timeout=_BEATS))
        while True:
            found.append(came.get_nowait())
    except queue.Empty:
        return found


def _write(tutor: Tutor, question: str, after: Sequence[Turn], came: queue.Queue[Any], stop: threading.Event) -> None:
    try:
        explanation = tutor.ask(question, after, hear=lambda number, claim: came.put((number, claim)), stop=stop)
        came.put((-1, explanation))
    except Exception as fault:  # noqa: BLE001 - carried to the page's own edge, which logs it and says one sentence
        came.put((-1, fault))


def _draw(shown: dict[int, Claim]) -> None:
    for number in sorted(shown):
        claim = shown[number]
        if claim.standing is not Standing.STRUCK:
            show_text(claim.text)
            show_small_line(_MARKS[claim.standing])
