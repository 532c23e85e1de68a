"""The conversation: turns as they are on disk, each a question and what the books said to it.

Law of this file: a question is on disk before anything is done about it, and its answer before it is shown; what another tab
asked in the same conversation is here at the next run of the page.
"""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from zlib import crc32

import streamlit as st

from tutor import Claim, Concept, Explanation, Intent, KeptTurn, Topic, Tutor, TutorError, Usage
from tutor import Turn as Said
from ui.parts.answer import draw_also, draw_check, draw_layers, draw_replies, formulas_of, shape_of
from ui.parts.edge import calmly
from ui.parts.intake import remember, take_bundled
from ui.parts.keys import announce
from ui.parts.live import show_while
from ui.parts.margin import TEXT_AND_MARGIN, draw_formulas
from ui.parts.server import Shared, shared
from ui.parts.show import (
    ask_text,
    fresh_key,
    press,
    show_formula,
    show_problem,
    show_small,
    show_small_line,
    show_text,
    show_typed,
    unfold,
)
from ui.parts.talks import begin_turn, cut_before, draw_aside, draw_talks, kept_of_open, open_talk, settle, stamp_of_open

log = logging.getLogger("marginalia.ui")

MOST_TURNS = 30
MOST_CHARACTERS = 4_000
_QUESTIONS = 5
_BEFORE = 4
_REMEMBERED = 6
_LONG_QUESTION, _LONG_LINES = 240, 3
_ANSWERING, _CUT_SHORT = "to_answer", "cut_short"
_WITH_GLOSSARY = frozenset({Intent.EXPLAIN, Intent.SIMPLER, Intent.PICTURE, Intent.WHY, Intent.HOW, Intent.WHEN, Intent.COMPUTE})
_NAMES = (
    "Gaussian Bayes Taylor Jacobian Hessian Cauchy-Schwarz Gram-Schmidt Lagrange Bernoulli Markov Cholesky Newton Euclidean"
    " Poisson Jensen"
)
# A name in the plural: eigenvectors, matrices; not basis, Bayes, loss, calculus.
_MANY = re.compile(r"(?<![siu'])s$|(?:basis|axis|analys)es$")
_OUR_FAULT = "Something went wrong on our side while looking in your books. Ask once more, and if it stays, run `tutor doctor`."
Write = Callable[[Callable[[int, Claim | None], None] | None, threading.Event | None], None]


@dataclass(frozen=True, slots=True)
class Turn:
    """One question and its answer, or the sentence of what kept us from answering; `number` counts all turns from 1."""

    number: int
    question: str
    explanation: Explanation | None
    problem: str = ""

    @property
    def waits(self) -> bool:
        """Whether nothing has been said to it yet."""
        return self.explanation is None and not self.problem


def turns(tutor: Tutor) -> list[Turn]:
    """The turns of the conversation that is open, oldest first, as they are on disk now."""
    stamp = stamp_of_open(tutor)
    if st.session_state.get("turns_of") != stamp:
        kept = [Turn(n, one.question, one.explanation, one.problem) for n, one in enumerate(kept_of_open(tutor), start=1)]
        st.session_state["turns"] = kept[-MOST_TURNS:]
        st.session_state["turns_of"] = stamp
    found: list[Turn] = st.session_state["turns"]
    return found


def ask_for(question: str) -> None:
    """Put a question, typed or by a button: it is on disk from now on, and answered when the page is drawn.

    Of a text that is too long for a question its beginning is taken, and that is said.
    """
    if not question.strip():
        return
    begun = question.strip()[:MOST_CHARACTERS]
    with calmly():
        number = begin_turn(shared().tutor, begun)
        st.session_state[_ANSWERING] = number
        if len(begun) < len(question.strip()):
            st.session_state[_CUT_SHORT] = (number, len(question.strip()))


def ask_about(latex: str) -> None:
    """Ask what a part of a formula says."""
    ask_for(f"Explain ${latex}$")


def waiting_here(tutor: Tutor) -> Turn | None:
    """The question that was put on this page and has no answer yet; also one whose page was left before it was taken up."""
    number = st.session_state.get(_ANSWERING, 0)
    for turn in turns(tutor):
        if turn.waits and (turn.number == number or shared().left_behind(open_talk(), turn.number)):
            return turn
    return None


def answer_now(one: Shared, turn: Turn) -> None:
    """Answer a question that waits, with a calm line while the tutor looks."""
    talk = open_talk()
    before = _said_before(one.tutor, turn.number)
    with st.container(key="turn-waiting"):
        _draw_question(turn.question)
        _draw_looking(one)
        mine = one.take_up(talk, turn.number)
        if mine:
            write = _writer(one, talk, turn, before)
            if one.tutor.speaks:
                show_while(write)
            else:
                write(None, None)
    st.session_state.pop(_ANSWERING, None)
    if mine:
        _announce_answer(one.tutor, turn.number)


def _writer(one: Shared, talk: str, turn: Turn, before: list[Said]) -> Write:
    """What answers a question and puts the answer on disk, whether or not anybody still looks at the page."""

    def write(hear: Callable[[int, Claim | None], None] | None, stop: threading.Event | None) -> None:
        told, problem = None, ""
        try:
            told = one.tutor.ask(turn.question, before, hear=hear, stop=stop)
        except TutorError as fault:
            problem = str(fault)
        except Exception:
            log.exception("a question failed")
            problem = _OUR_FAULT
        try:
            one.tutor.conversations.answer(talk, turn.number, KeptTurn(turn.question, told, problem))
        finally:
            one.done(talk, turn.number)

    return write


def _draw_looking(one: Shared) -> None:
    if one.ready.is_set():
        st.caption("Looking in your books …")
    else:
        st.caption("Still waking up: your books are being opened. Your answer follows by itself.")


def _announce_answer(tutor: Tutor, number: int) -> None:
    turn = next((turn for turn in turns(tutor) if turn.number == number), None)
    covered = turn is not None and turn.explanation is not None and turn.explanation.covered
    announce("answer" if covered else "nothing", scroll=f"turn-{number}")


def _said_before(tutor: Tutor, number: int) -> list[Said]:
    """The turns before this one, as the tutor remembers them."""
    told = [turn for turn in turns(tutor) if turn.explanation is not None and turn.number < number]
    return [Said(turn.question, _answer_text(turn)) for turn in told[-_REMEMBERED:]]


def _answer_text(turn: Turn) -> str:
    return turn.explanation.said if turn.explanation else ""


def draw_conversation(one: Shared) -> list[Turn]:
    """Every turn that is kept, oldest first; returns them. The one that is to be answered now is left to `answer_now`."""
    settle()
    kept = turns(one.tutor)
    here = waiting_here(one.tutor)
    draw_talks(one.tutor, bool(kept))
    for turn in kept:
        if turn is not here:
            with st.container(key=f"turn-{turn.number}"):
                _draw_turn(one, turn, kept[-1].number)
    return kept


def _draw_turn(one: Shared, turn: Turn, last: int) -> None:
    _draw_question(turn.question)
    if turn.waits:
        _draw_waiting(one, turn)
        return
    _draw_cut_short(turn)
    _draw_edit(one.tutor, turn, last - turn.number)
    draw_aside(turn.number)
    if turn.explanation is None:
        show_problem(turn.problem)
    elif turn.explanation.covered:
        _draw_answer(one.tutor, turn.explanation, turn.number, turn.number == last)
    else:
        _draw_not_covered(one.tutor, turn.explanation, turn.number)


def _draw_waiting(one: Shared, turn: Turn) -> None:
    """A question that is answered elsewhere: in another tab, or by a page that was left."""
    talk = open_talk()
    if one.at_it(talk, turn.number):
        _watch(one, talk, turn.number)
        return
    show_small("This question was not answered: the page was left, or the program was closed.")
    press("Answer it now", f"answer-{turn.number}", on_click=_answer_again, args=(turn.number,), kind="primary")


@st.fragment(run_every=0.7)
def _watch(one: Shared, talk: str, number: int) -> None:
    """A calm line until the answer is there; then the page is drawn anew with it."""
    if not one.at_it(talk, number):
        _announce_answer(one.tutor, number)
        st.rerun()
    _draw_looking(one)


def _answer_again(number: int) -> None:
    st.session_state[_ANSWERING] = number
    shared().put(open_talk(), number)


def _draw_edit(tutor: Tutor, turn: Turn, later: int) -> None:
    """The way to ask this question in other words; what came after it is asked anew too, and stays as another conversation."""
    key = f"{turn.number}-{crc32(turn.question.encode())}"  # another question at this place begins shut, with its own words
    with st.popover("Edit", type="tertiary", key=f"edit-{key}"):
        with st.form(f"form-edit-{key}", border=False):
            typed = ask_text("Your question", turn.question, f"edited-{key}")
            if later:
                many = "The answer after this one goes" if later == 1 else f"The {later} answers after this one go"
                show_small(f"{many} from here, and stay under “Earlier conversations”.")
            pressed = st.form_submit_button("Ask again")
        if pressed and typed.strip():
            cut_before(tutor, turn.number, later)
            ask_for(typed)
            st.rerun()


def _draw_question(question: str) -> None:
    """The question as a heading; a long one by its beginning, the rest a press away."""
    begun = beginning(question)
    with st.container(key=fresh_key("asked" if begun == question else "asked-long")):
        show_typed(begun)
        if begun != question:
            with unfold("The whole question"):
                show_typed(question)


def _draw_cut_short(turn: Turn) -> None:
    """That only the beginning of a long text was taken, and what to do with the whole."""
    number, length = st.session_state.get(_CUT_SHORT, (0, 0))
    if number == turn.number and len(turn.question) >= MOST_CHARACTERS - 1:
        show_small(
            f"Your text has {length:,} characters, and a question at most {MOST_CHARACTERS:,}: only its beginning was taken."
            " Put a long text into the library as a file or a note, and ask about it."
        )


def beginning(question: str) -> str:
    """The first lines of a long question, never half a formula; a short one whole.

    >>> beginning("what is rank?"), beginning("a b " * 100)[-5:], beginning("1\\n2\\n3\\n4\\n5")
    ('what is rank?', 'a b …', '1\\n2\\n3 …')
    """
    lines = question.strip().splitlines()
    short = "\n".join(lines[:_LONG_LINES])
    if len(short) > _LONG_QUESTION:
        short = short[:_LONG_QUESTION].rsplit(" ", 1)[0]
    if short == question.strip():
        return question
    if short.count("$") % 2:
        short = short.rpartition("$")[0]
    return f"{short.rstrip()} …" if short.strip() else question


def _draw_answer(tutor: Tutor, explanation: Explanation, number: int, newest: bool) -> None:
    for notice in explanation.notices:
        show_small(notice)
    with st.container(key=f"body-{number}", gap=None):
        draw_layers(tutor, explanation, number, ask_about)
        draw_formulas(tutor, explanation.formulas, number, ask_about)
        if explanation.concepts and explanation.intent in _WITH_GLOSSARY:
            _draw_glossary(explanation, number)
    if explanation.usage:
        show_small_line(_took(explanation.usage))
    with st.container(key=f"further-{number}", gap="small"):
        draw_check(tutor, explanation, number)
        _draw_before(explanation.before[:_BEFORE], number)
        if newest:
            draw_also(explanation, number, ask_for)
        with st.container(key=f"replies-{number}", horizontal=True, gap="small"):
            if newest:
                draw_replies(explanation, number, ask_for)
            if explanation.concepts:
                _draw_quiz_me(tutor, explanation.concepts[0].concept, number)


def _took(usage: Usage) -> str:
    """What a model took for an answer, in one line."""
    about = "about " if usage.estimated else ""
    cost = f", {usage.cost:.4f} in cost" if usage.cost is not None else ""
    return f"{usage.model}: {about}{usage.tokens_in:,} tokens read, {usage.tokens_out:,} written, {usage.seconds:.0f} s{cost}"


def _draw_glossary(explanation: Explanation, number: int) -> None:
    """The idea in our own words; its formula only where the answer does not write it already."""
    concept = explanation.concepts[0].concept
    shown = {shape_of(latex) for latex in formulas_of(explanation)}
    with st.container(key=f"glossary-{number}"):
        text, margin = st.columns(TEXT_AND_MARGIN, gap="medium")
        with text:
            show_text(f"**{concept.name}.** {concept.definition}")
            if concept.tex and shape_of(concept.tex[0]) not in shown:
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
            press(concept.name, f"before-{number}-{concept.id}", on_click=ask_for, args=(_what_is(concept.name),))


def _said(name: str) -> str:
    """A concept's name inside a sentence.

    >>> _said("Gaussian elimination"), _said("Rank"), _said("SVD")
    ('Gaussian elimination', 'rank', 'SVD')
    """
    first = (re.match(r"[^\W_]+(?:-[^\W_]+)*", name) or [name])[0]  # without the sign of a genitive
    proper = first[1:] != first[1:].lower() or first in _NAMES.split()
    return name if proper else name[:1].lower() + name[1:]


def _what_is(name: str) -> str:
    """The question what something is; a name that is many is asked for as many.

    >>> _what_is("Rank"), _what_is("Bayes' theorem"), _what_is("Vectors and bases")
    ('What is rank?', "What is Bayes' theorem?", 'What are vectors and bases?')
    """
    said = _said(name)
    many = bool(_MANY.search(said.split(" of ")[0])) or " and " in said
    return f"What {'are' if many else 'is'} {said}?"


def _draw_quiz_me(tutor: Tutor, concept: Concept, number: int) -> None:
    from ui.parts.sitting import begin

    if press("Quiz me on this", f"quiz-{number}"):
        try:
            sitting = begin(tutor, concept.name, _QUESTIONS)
        except TutorError as problem:
            show_small(str(problem))
            return
        st.switch_page("pages/quiz.py", query_params={"sitting": sitting})


def _draw_not_covered(tutor: Tutor, explanation: Explanation, number: int) -> None:
    if not explanation.nearest and not tutor.books():
        show_text(
            "Your library is empty, so there is nothing to quote yet. Add books or notes of your own on the Library page, or"
            " begin with what comes with Marginalia; then ask again."
        )
        if press("Add the bundled books", f"add_bundled-{number}", kind="primary"):
            remember(take_bundled(tutor))
            st.rerun()
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
    return _what_is(topic.title) if topic.concept else topic.title
