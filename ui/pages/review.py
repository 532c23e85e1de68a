"""Review: what is due, what keeps going wrong, and when the next look comes."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from tutor import Due, Tutor, WeakSpot
from ui.parts.edge import calmly
from ui.parts.frame import framed
from ui.parts.leaf import draw_panel
from ui.parts.question import when_due
from ui.parts.quiz_plan import begin, begin_review
from ui.parts.server import shared
from ui.parts.show import press, show_heading, show_line, show_small, show_text, show_title
from ui.parts.sitting import current, draw_sitting

_QUESTIONS = 5
_MOST_DUE = 20


def page() -> None:
    """The lists, or the review that the address names."""
    tutor = shared().tutor
    with calmly():
        sitting = current(tutor, review=True)
        if sitting is not None:
            with st.container(key="sitting"):
                draw_sitting(tutor, sitting)
            draw_panel(tutor)
            return
        with st.container(key="sheet"):
            show_title("Review")
            now = datetime.now(UTC).astimezone()
            due, spots = tutor.due(now), tutor.weak_spots(now)
            _draw_due(tutor, due, now)
            _draw_spots(tutor, spots)


def _draw_due(tutor: Tutor, due: tuple[Due, ...], now: datetime) -> None:
    if not due:
        _draw_calm(tutor, now)
        return
    show_heading("One idea is due" if len(due) == 1 else f"{len(due)} ideas are due")
    if press("Start review", "start_review", kind="primary"):
        st.query_params["sitting"] = begin_review(tutor, [one.concept for one in due[:_MOST_DUE]])
        st.rerun()
    for one in due:
        with st.container(key=f"due-{one.concept}", gap=None):
            show_line(tutor.graph.concepts[one.concept].name)
            show_small(one.why)


def _draw_calm(tutor: Tutor, now: datetime) -> None:
    """Nothing is due: say when the next look is, and leave the learner in peace."""
    coming = sorted(
        (memory.due, memory.concept) for memory in tutor.notebook.memories() if memory.concept in tutor.graph.concepts
    )
    show_heading("Nothing is due")
    if not coming:
        show_text("Answer a question on the Quiz page, and what you practise will come back here when it is about to fade.")
        return
    at, concept = coming[0]
    show_text(f"The next one is *{tutor.graph.concepts[concept].name}*. {when_due(at, now).replace('This', 'It', 1)}")


def _draw_spots(tutor: Tutor, spots: tuple[WeakSpot, ...]) -> None:
    if not spots:
        return
    show_heading("Weak spots, the worst first")
    for spot in spots:
        known = tutor.graph.concepts.get(spot.concept)
        with st.container(key=f"weak-{spot.concept}", gap="small"):
            with st.container(key=f"spot-head-{spot.concept}", horizontal=True, vertical_alignment="center"):
                with st.container(key=f"spot-name-{spot.concept}"):
                    show_line(known.name if known else spot.concept)
                if known and press("Practise this", f"practise-{spot.concept}"):
                    _practise(tutor, known.name)
            show_small(" ".join(spot.reasons))


def _practise(tutor: Tutor, topic: str) -> None:
    st.switch_page("pages/quiz.py", query_params={"sitting": begin(tutor, topic, _QUESTIONS)})


if __name__ == "__main__":
    framed(page)
