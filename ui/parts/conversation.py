"""The conversation: turns kept in the session, each a question and what the books said to it."""

from __future__ import annotations

import logging
from dataclasses import dataclass

import streamlit as st

from tutor import Concept, Explanation, Topic, Tutor, TutorError
from ui.parts.keys import announce
from ui.parts.margin import TEXT_AND_MARGIN, draw_claims, draw_formulas
from ui.parts.server import Shared
from ui.parts.show import press, show_formula, show_problem, show_small, show_small_line, show_text

log = logging.getLogger("marginalia.ui")

MOST_TURNS = 30
_QUESTIONS = 5
_BEFORE = 4
_NAMES = (
    "Gaussian Bayes Taylor Jacobian Hessian Cauchy-Schwarz Gram-Schmidt Lagrange Bernoulli Markov Cholesky Newton Euclidean"
    " Poisson Jensen"
)
_OUR_FAULT = "Something went wrong on our side while looking in your books. Ask once more, and if it stays, run `tutor doctor`."


@dataclass(frozen=True, slots=True)
class Turn:
    """One question and its answer, or the sentence of what kept us from answering; `number` counts all turns from 1."""

    number: int
    question: str
    explanation: Explanation | None
    problem: str = ""


def turns() -> list[Turn]:
    """The turns of this session, oldest first."""
    kept: list[Turn] = st.session_state.setdefault("turns", [])
    return kept


def ask_for(question: str) -> None:
    """Put a question as if it had been typed; for buttons."""
    st.session_state["pending"] = question


def pending(take: bool = False) -> str:
    """The question a button asked."""
    return st.session_state.pop("pending", "") if take else st.session_state.get("pending", "")


def ask_now(one: Shared, question: str) -> None:
    """Ask the tutor, with a calm line while it looks, and keep the turn."""
    with st.container(key="turn-waiting"):
        _draw_question(question)
        if one.ready.is_set():
            st.caption("Looking in your books …")
        else:
            st.caption("Still waking up: the sentence model is being read. Your answer follows by itself.")
        number = st.session_state.get("turn_count", 0) + 1
        turn = _answered(one, question.strip(), number)
    st.session_state["turn_count"] = number
    st.session_state["turns"] = [*turns(), turn][-MOST_TURNS:]
    announce("answer" if turn.explanation and turn.explanation.covered else "nothing", scroll=f"turn-{number}")


def _answered(one: Shared, question: str, number: int) -> Turn:
    try:
        return Turn(number, question, one.tutor.ask(question))
    except TutorError as problem:
        return Turn(number, question, None, str(problem))
    except Exception:
        log.exception("a question failed")
        return Turn(number, question, None, _OUR_FAULT)


def draw_conversation(tutor: Tutor) -> list[Turn]:
    """Every turn that is kept, oldest first; returns them."""
    kept = turns()
    for turn in kept:
        with st.container(key=f"turn-{turn.number}"):
            _draw_question(turn.question)
            if turn.explanation is None:
                show_problem(turn.problem)
            elif turn.explanation.covered:
                _draw_answer(tutor, turn.explanation, turn.number, turn is kept[-1])
            else:
                _draw_not_covered(tutor, turn.explanation, turn.number)
    return kept


def _draw_question(question: str) -> None:
    from ui.parts.show import fresh_key

    with st.container(key=fresh_key("asked")):
        show_text(question)


def _draw_answer(tutor: Tutor, explanation: Explanation, number: int, newest: bool) -> None:
    for notice in explanation.notices:
        show_small(notice)
    with st.container(key=f"body-{number}", gap=None):
        draw_claims(explanation, number)
        draw_formulas(tutor, explanation.formulas, number)
        if explanation.concepts:
            _draw_glossary(explanation.concepts[0].concept, number)
    with st.container(key=f"further-{number}", gap="small"):
        _draw_before(explanation.before[:_BEFORE], number)
        if explanation.concepts:
            _draw_quiz_me(tutor, explanation.concepts[0].concept, number)


def _draw_glossary(concept: Concept, number: int) -> None:
    with st.container(key=f"glossary-{number}"):
        text, margin = st.columns(TEXT_AND_MARGIN, gap="medium")
        with text:
            show_text(f"**{concept.name}.** {concept.definition}")
            if concept.tex:
                show_formula(concept.tex[0])
        with margin, st.container(key=f"note-g-{number}", gap=None):
            st.markdown("Marginalia’s glossary")
            st.caption("our own words, not from your books")


def _draw_before(concepts: tuple[Concept, ...], number: int) -> None:
    if not concepts:
        return
    with st.container(key=f"before-{number}", horizontal=True, vertical_alignment="center", gap="small"):
        st.caption("Before this")
        for concept in concepts:
            press(concept.name, f"before-{number}-{concept.id}", on_click=ask_for, args=(f"What is {_said(concept.name)}?",))


def _said(name: str) -> str:
    """A concept's name inside a sentence.

    >>> _said("Gaussian elimination"), _said("Rank"), _said("SVD")
    ('Gaussian elimination', 'rank', 'SVD')
    """
    first = name.split()[0] if name.split() else name
    proper = first[1:] != first[1:].lower() or first in _NAMES.split()
    return name if proper else name[:1].lower() + name[1:]


def _draw_quiz_me(tutor: Tutor, concept: Concept, number: int) -> None:
    from ui.parts.sitting import begin

    with st.container(key=f"onward-{number}", horizontal=True, gap="small"):
        if press("Quiz me on this", f"quiz-{number}", kind="primary"):
            try:
                sitting = begin(tutor, concept.name, _QUESTIONS)
            except TutorError as problem:
                show_small(str(problem))
                return
            st.switch_page("pages/quiz.py", query_params={"sitting": sitting})


def _draw_not_covered(tutor: Tutor, explanation: Explanation, number: int) -> None:
    if not explanation.nearest and not tutor.books():
        show_text("Your library is empty, so there is nothing to quote yet. Add a book or a note on the Library page.")
        return
    if not explanation.nearest:
        show_text("Your books do not answer this, and nothing in them comes near.")
        return
    show_text("Your books do not answer this. The nearest things they hold:")
    with st.container(key=f"nearest-{number}", horizontal=True, gap="small"):
        for place, topic in enumerate(explanation.nearest):
            press(topic.title, f"near-{number}-{place}", on_click=ask_for, args=(_about(topic),))
    titles = list(dict.fromkeys(topic.source_title for topic in explanation.nearest if topic.source_title))
    if titles:
        show_small_line("from " + ", ".join(titles[:3]))


def _about(topic: Topic) -> str:
    return f"What is {_said(topic.title)}?" if topic.concept else topic.title
