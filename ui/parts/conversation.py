"""The conversation: turns kept in the session, each a question and what the books said to it."""

from __future__ import annotations

import logging
from dataclasses import dataclass

import streamlit as st

from tutor import Concept, Explanation, Intent, KeptTurn, Topic, Tutor, TutorError, Usage
from tutor import Turn as Said
from ui.parts.answer import draw_also, draw_check, draw_layers, draw_replies
from ui.parts.keys import announce
from ui.parts.live import answered_live, speaks_live, stopped
from ui.parts.margin import TEXT_AND_MARGIN, draw_formulas
from ui.parts.server import Shared
from ui.parts.show import fresh_key, press, show_formula, show_problem, show_small, show_small_line, show_text
from ui.parts.talks import cut, draw_talks, keep, kept_of_open

log = logging.getLogger("marginalia.ui")

MOST_TURNS = 30
_QUESTIONS = 5
_BEFORE = 4
_REMEMBERED = 6
_WITH_GLOSSARY = frozenset({Intent.EXPLAIN, Intent.SIMPLER, Intent.PICTURE, Intent.WHY, Intent.HOW, Intent.WHEN, Intent.COMPUTE})
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


def turns(tutor: Tutor) -> list[Turn]:
    """The turns of the conversation that is open, oldest first; after a reload they are taken from the disk."""
    if "turns" not in st.session_state:
        kept = kept_of_open(tutor)[-MOST_TURNS:]
        st.session_state["turns"] = [Turn(n, one.question, one.explanation, one.problem) for n, one in enumerate(kept, start=1)]
        st.session_state["turn_count"] = len(kept)
    found: list[Turn] = st.session_state["turns"]
    return found


def ask_for(question: str) -> None:
    """Put a question as if it had been typed; for buttons."""
    st.session_state["pending"] = question


def ask_about(latex: str) -> None:
    """Ask what a part of a formula says."""
    ask_for(f"Explain ${latex}$")


def pending(take: bool = False) -> str:
    """The question a button asked."""
    return st.session_state.pop("pending", "") if take else st.session_state.get("pending", "")


def keep_stopped(tutor: Tutor) -> None:
    """An answer that was stopped half way stays as far as it came."""
    if (half := stopped()) is not None:
        _keep_turn(tutor, Turn(st.session_state.get("turn_count", 0) + 1, half[0], half[1]))


def _keep_turn(tutor: Tutor, turn: Turn) -> None:
    st.session_state["turns"] = [*turns(tutor), turn][-MOST_TURNS:]
    st.session_state["turn_count"] = turn.number
    keep(tutor, KeptTurn(turn.question, turn.explanation, turn.problem))


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
    _keep_turn(one.tutor, turn)
    announce("answer" if turn.explanation and turn.explanation.covered else "nothing", scroll=f"turn-{number}")


def _answered(one: Shared, question: str, number: int) -> Turn:
    try:
        before = _said_before(one.tutor)
        told = answered_live(one.tutor, question, before) if speaks_live(one.tutor) else one.tutor.ask(question, before)
        return Turn(number, question, told)
    except TutorError as problem:
        return Turn(number, question, None, str(problem))
    except Exception:
        log.exception("a question failed")
        return Turn(number, question, None, _OUR_FAULT)


def _said_before(tutor: Tutor) -> list[Said]:
    """The turns before, as the tutor remembers them."""
    return [Said(turn.question, _answer_text(turn)) for turn in turns(tutor)[-_REMEMBERED:] if turn.explanation is not None]


def _answer_text(turn: Turn) -> str:
    return turn.explanation.said if turn.explanation else ""


def draw_conversation(tutor: Tutor) -> list[Turn]:
    """Every turn that is kept, oldest first; returns them."""
    kept = turns(tutor)
    draw_talks(tutor, bool(kept))
    for place, turn in enumerate(kept):
        with st.container(key=f"turn-{turn.number}"):
            _draw_question(turn.question)
            _draw_edit(tutor, turn, place)
            if turn.explanation is None:
                show_problem(turn.problem)
            elif turn.explanation.covered:
                _draw_answer(tutor, turn.explanation, turn.number, turn is kept[-1])
            else:
                _draw_not_covered(tutor, turn.explanation, turn.number)
    return kept


def _draw_edit(tutor: Tutor, turn: Turn, place: int) -> None:
    """The way to ask this question in other words; what came after it is asked anew too."""
    with st.popover("Edit", type="tertiary", key=f"edit-{turn.number}"), st.form(f"form-edit-{turn.number}", border=False):
        field = f"edited-{turn.number}"
        st.session_state.setdefault(field, turn.question)
        typed = st.text_area("Your question", key=field, max_chars=4000, label_visibility="collapsed")
        if st.form_submit_button("Ask again") and typed.strip():
            cut(tutor, place)
            st.session_state["turns"] = turns(tutor)[:place]
            st.session_state.pop(field, None)
            ask_for(typed.strip())
            st.rerun()


def _draw_question(question: str) -> None:
    with st.container(key=fresh_key("asked")):
        show_text(question)


def _draw_answer(tutor: Tutor, explanation: Explanation, number: int, newest: bool) -> None:
    for notice in explanation.notices:
        show_small(notice)
    with st.container(key=f"body-{number}", gap=None):
        draw_layers(tutor, explanation, number, ask_about)
        draw_formulas(tutor, explanation.formulas, number, ask_about)
        if explanation.concepts and explanation.intent in _WITH_GLOSSARY:
            _draw_glossary(explanation.concepts[0].concept, number)
    if explanation.usage:
        show_small_line(_took(explanation.usage))
    with st.container(key=f"further-{number}", gap="small"):
        draw_check(tutor, explanation, number)
        _draw_before(explanation.before[:_BEFORE], number)
        if newest:
            draw_also(explanation, number, ask_for)
            draw_replies(explanation, number, ask_for)
        if explanation.concepts:
            _draw_quiz_me(tutor, explanation.concepts[0].concept, number)


def _took(usage: Usage) -> str:
    """What a model took for an answer, in one line."""
    about = "about " if usage.estimated else ""
    cost = f", {usage.cost:.4f} in cost" if usage.cost is not None else ""
    return f"{usage.model}: {about}{usage.tokens_in:,} tokens read, {usage.tokens_out:,} written, {usage.seconds:.0f} s{cost}"


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
    draw_also(explanation, number, ask_for)


def _about(topic: Topic) -> str:
    return f"What is {_said(topic.title)}?" if topic.concept else topic.title
