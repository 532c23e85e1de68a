"""One question at a time, to its end: checked, compared by the learner where nobody else can, shown on request, or skipped.

Laws of this file:
- there is always a way on: nobody has to know the answer to leave a question;
- nothing is counted that was not meant as an answer: an empty field is none, and what cannot be read is none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from tutor import Citation, Grade, Mark, Question, Tutor
from ui.parts.keys import announce
from ui.parts.place import label_of, open_leaf
from ui.parts.question import answer_told, ask_answer, show_prompt, show_unreadable, spent_ms
from ui.parts.show import press, show_problem, show_small, show_text, show_typed
from ui.parts.typed import answer_of

Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Sent:
    """What is recorded beside an answer: the one-time token, the place in a quiz, the hints opened before."""

    token: str
    sitting: tuple[str, int] | None = None
    hints: int = 0


@dataclass(frozen=True, slots=True)
class Ways:
    """What stands around a question: `typed` was kept before, `keep` is told every change, `skip` passes over it (None where
    nothing follows), `draw_help` draws the hints."""

    typed: str = ""
    keep: Told | None = None
    skip: Callable[[], None] | None = None
    draw_help: Callable[[], None] | None = None


def put_question(tutor: Tutor, question: Question, key: str, sent: Callable[[], Sent], ways: Ways) -> tuple[Mark, str] | None:
    """Show the question and see it through; the mark and what was typed once there is one, None before."""
    revealed: str | None = st.session_state.get(f"revealed-{key}")
    if revealed is not None:
        return _compared(tutor, question, key, sent(), revealed)
    given = ask_answer(tutor, question, key, ways.typed, ways.keep)
    done = _checked(tutor, question, key, sent(), given) if given is not None else None
    if ways.draw_help is not None:
        ways.draw_help()
    return done or _passed(tutor, question, key, sent, ways)


def _checked(tutor: Tutor, question: Question, key: str, sent: Sent, typed: str) -> tuple[Mark, str] | None:
    """What pressing Check leads to."""
    if not typed.strip() and not question.kind.in_words:
        announce("unreadable")
        show_problem(_nothing_yet(question))
        return None
    if not typed.strip():
        _reveal(key, typed, "")
    mark = tutor.mark(
        question.id, typed, token=sent.token, duration_ms=spent_ms(key), sitting=sent.sitting, hints=sent.hints
    )  # fmt: skip
    if mark.grade is Grade.UNREADABLE:
        announce(mark.grade.value)
        show_unreadable(mark)
        return None
    if mark.grade is Grade.NOTED and question.kind.in_words:
        _reveal(key, typed, mark.why)
    announce(mark.grade.value)
    return mark, typed


def _nothing_yet(question: Question) -> str:
    said = "Nothing is chosen yet" if question.options else "Nothing is typed yet"
    return f"{said}, so nothing was counted. “I don’t know” shows you how it goes."


def _passed(tutor: Tutor, question: Question, key: str, sent: Callable[[], Sent], ways: Ways) -> tuple[Mark, str] | None:
    """The ways on without an answer, and what they lead to."""
    with st.container(key=f"ways-{key}", horizontal=True, gap="small"):
        show = press("Show me" if question.kind.in_words else "I don’t know", f"dont_know-{key}", says="Key: d")
        if ways.skip is not None:
            press("Skip", f"skip-{key}", on_click=ways.skip, says="Goes on; nothing is counted. Key: s")
    if not show:
        return None
    typed = answer_of(question, key)
    if question.kind.in_words:
        _reveal(key, typed, "")
    at = sent()
    mark = tutor.give_up(
        question.id, typed, token=at.token, duration_ms=spent_ms(key), sitting=at.sitting, hints=at.hints
    )  # fmt: skip
    announce("shown")
    return mark, typed


def _reveal(key: str, typed: str, note: str) -> None:
    """Go to the answer beside what was typed."""
    st.session_state[f"revealed-{key}"] = typed
    st.session_state[f"compared-{key}"] = note
    announce("compare")
    st.rerun()


def _compared(tutor: Tutor, question: Question, key: str, sent: Sent, typed: str) -> tuple[Mark, str] | None:
    """The answer beside what was typed; only the learner can say whether they say the same."""
    show_prompt(question, key)
    with st.container(key=f"beside-{key}", horizontal=True, gap="medium"):
        with st.container(key=f"yours-{key}", gap=None):
            st.caption("You wrote")
            if typed.strip():
                show_typed(typed)
            else:
                show_text("*nothing yet*")
        with st.container(key=f"answer-{key}", gap=None):
            st.caption("The answer")
            if question.place is None or question.key not in question.place.quote:
                show_text(answer_told(question))
            _draw_place(tutor, question, key)
    if note := str(st.session_state.get(f"compared-{key}", "")):
        show_small(note)
    with st.container(key=f"own-{key}", horizontal=True, gap="small"):
        had = press("I had it", f"had_it-{key}", kind="primary", says="Key: 1")
        not_yet = press("Not yet", f"not_yet-{key}", says="Key: 2")
    if not (had or not_yet):
        return None
    mark = tutor.own_word(
        question.id, typed, had, token=sent.token, duration_ms=spent_ms(key), sitting=sent.sitting, hints=sent.hints
    )  # fmt: skip
    announce(mark.grade.value)
    del st.session_state[f"revealed-{key}"]
    return mark, typed


def _draw_place(tutor: Tutor, question: Question, key: str) -> None:
    """The page the answer stands on; of an answer of our own, a page of the learner's books that speaks of it."""
    if question.place is not None:
        show_text(f"“{question.place.quote}”")
        press(label_of(question.place), f"read_on-{key}", on_click=open_leaf, args=(question.place,), kind="tertiary")
        return
    st.caption("in our own words")
    place = _told_in_books(tutor, question.concept, tuple(card.id for card in tutor.books()))
    if place is not None:
        says = f"In your books: {place.title}, {label_of(place)}"
        press(says, f"read_on-{key}", on_click=open_leaf, args=(place,), kind="tertiary")


@st.cache_data(max_entries=256, show_spinner=False)
def _told_in_books(_tutor: Tutor, concept: str, books: tuple[str, ...]) -> Citation | None:
    """A section of the books whose heading names the concept, looked for once for these books."""
    return _tutor.read_about(concept) if books else None
