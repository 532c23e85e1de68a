"""A quiz being sat: begun, resumed after a reload, walked question by question, and looked back on at the end."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import streamlit as st

from tutor import Grade, Mark, Question, Sitting, Tutor, errors
from ui.parts.keys import announce
from ui.parts.margin import TEXT_AND_MARGIN
from ui.parts.question import ask_answer, question_of, show_mark, show_proof, show_solution, show_unreadable, spent_ms, why_beyond
from ui.parts.show import press, show_heading, show_line, show_small, show_small_line, show_text, unfold
from ui.parts.untrusted import one_line

EVERYTHING = "everything"
REVIEW = "review"
_SEEDS = 1_000_000


def begin(tutor: Tutor, topic: str, n: int, seed: int | None = None) -> str:
    """Draw a quiz and put it on record; returns its id. Raises NoSuchTopic."""
    chosen = secrets.randbelow(_SEEDS) if seed is None else seed
    questions = tutor.quiz(None if topic == EVERYTHING else topic, n, chosen)
    return _record(tutor, topic, chosen, [question.id for question in questions])


def begin_review(tutor: Tutor, concepts: Sequence[str]) -> str:
    """One question on each concept that is due, put on record; returns the id of the sitting."""
    seed = secrets.randbelow(_SEEDS)
    questions = [one.id for concept in concepts if (one := tutor.practice(concept, seed)) is not None]
    if not questions:
        raise errors.NoSuchTopic("What is due has no questions yet; choose a topic on the Quiz page.")
    return _record(tutor, REVIEW, seed, questions)


def _record(tutor: Tutor, topic: str, seed: int, questions: Sequence[str]) -> str:
    sitting = Sitting(f"q{secrets.token_hex(6)}", seed, topic, datetime.now(UTC), tuple(questions))
    announce("question")
    return tutor.begin(sitting).id


def current(tutor: Tutor, *, review: bool = False) -> Sitting | None:
    """The quiz (or the review) that the address of the page names; None when it names none that we know."""
    named = st.query_params.get("sitting", "")
    found = tutor.notebook.sitting(named) if named else None
    return found if found is not None and (found.topic == REVIEW) is review else None


def draw_sitting(tutor: Tutor, sitting: Sitting) -> None:
    """The question that is next, or the look back when all are answered."""
    place = _place(sitting)
    if place is None:
        _draw_end(tutor, sitting)
        return
    st.session_state["holding"] = (sitting.id, place)  # the same question until "Next", whatever another tab does
    mark: Mark | None = _marks().get((sitting.id, place))
    text, margin = st.columns(TEXT_AND_MARGIN, gap="medium")
    with margin, st.container(key="note-quiz", gap=None):
        _draw_where(tutor, sitting, place)
        if mark is not None:
            show_proof(mark.question)
    with text:
        if mark is None:
            _draw_question(tutor, sitting, place, f"{sitting.id}-{place}")
        else:
            _draw_marked(sitting, place, mark)


def _place(sitting: Sitting) -> int | None:
    """The question to show: the one this tab shows until "Next" is pressed, else the first without an attempt."""
    held = st.session_state.get("holding")
    if held and held[0] == sitting.id:
        return int(held[1])
    return _place_open(sitting)


def _place_open(sitting: Sitting) -> int | None:
    """The first question without an attempt."""
    return next((n for n, answer in enumerate(sitting.answers) if answer is None or answer.attempt is None), None)


def _marks() -> dict:
    return st.session_state.setdefault("marks", {})


def token_of(sitting: Sitting, place: int) -> str:
    """The one-time token of a shown question: the same in every tab, so that it counts once."""
    return f"{sitting.id}:{place}"


def _draw_question(tutor: Tutor, sitting: Sitting, place: int, key: str) -> None:
    question = question_of(tutor, sitting.questions[place])
    kept = sitting.answers[place]
    typed = ask_answer(question, key, kept.typed if kept else "")
    if typed is None:
        return
    mark = tutor.mark(question.id, typed, token=token_of(sitting, place), duration_ms=spent_ms(key), sitting=(sitting.id, place))
    announce(mark.grade.value)
    if mark.grade is Grade.UNREADABLE:
        tutor.notebook.keep(sitting.id, place, typed, datetime.now(UTC))
        show_unreadable(mark)
        return
    _marks()[(sitting.id, place)] = mark
    st.session_state[f"answered-{key}"] = typed
    st.rerun()


def _draw_marked(sitting: Sitting, place: int, mark: Mark) -> None:
    with st.container(key="prompt-marked"):
        show_text(mark.question.prompt)
    show_mark(mark, st.session_state.get(f"answered-{sitting.id}-{place}", ""))
    last = place == len(sitting.questions) - 1
    st.button("See how it went" if last else "Next question", key="next_question", type="primary", on_click=_go_on, args=(last,))


def _go_on(last: bool) -> None:
    st.session_state.pop("holding", None)
    announce("done" if last else "question")


def _draw_where(tutor: Tutor, sitting: Sitting, place: int) -> None:
    """Where in the quiz we are, for the margin."""
    concept = tutor.graph.concepts.get(question_of(tutor, sitting.questions[place]).concept)
    show_line(f"Question {place + 1} of {len(sitting.questions)}")
    with st.container(key="dots"):
        show_line("".join(_dot(tutor, sitting, n, place) for n in range(len(sitting.questions))))
    show_small_line((f"{concept.name} · " if concept else "") + f"seed {sitting.seed}")


def _dot(tutor: Tutor, sitting: Sitting, n: int, place: int) -> str:
    """One sign per question: right, not yet, here, to come."""
    attempt = _attempt(tutor, sitting, n)
    if attempt is not None:
        return "✓ " if attempt.right else "– "
    return "● " if n == place else "○ "


@dataclass(frozen=True, slots=True)
class Answered:
    """How one place of a quiz was answered."""

    typed: str
    right: bool
    why: str


def _attempt(tutor: Tutor, sitting: Sitting, place: int) -> Answered | None:
    recorded = tutor.notebook.seen(token_of(sitting, place))
    return Answered(recorded.attempt.typed, recorded.attempt.right, recorded.attempt.why) if recorded else None


def _draw_end(tutor: Tutor, sitting: Sitting) -> None:
    if sitting.finished is None:
        tutor.notebook.finish(sitting.id, datetime.now(UTC))
    attempts = [_attempt(tutor, sitting, n) for n in range(len(sitting.questions))]
    right = sum(one is not None and one.right for one in attempts)
    show_heading(f"{right} of {len(attempts)} right")
    show_small(_closing(right, len(attempts)))
    with st.container(key="again", horizontal=True):
        if sitting.topic != REVIEW and press("Try again with new numbers", "again_button", kind="primary"):
            st.query_params["sitting"] = begin(tutor, sitting.topic, len(sitting.questions))
            st.rerun()
        if press("Choose another topic" if sitting.topic != REVIEW else "Back to the list", "leave_sitting"):
            del st.query_params["sitting"]
            st.rerun()
    for n, attempt in enumerate(attempts):
        _draw_look_back(tutor, sitting, n, attempt)


def _closing(right: int, asked: int) -> str:
    if right == asked:
        return "Everything held. The next reviews are set."
    return "What was not right yet comes back soon; here is how each one goes."


def _draw_look_back(tutor: Tutor, sitting: Sitting, n: int, attempt: Answered | None) -> None:
    question = question_of(tutor, sitting.questions[n])
    right = attempt is not None and attempt.right
    with st.container(key=f"look-{n}"):
        text, margin = st.columns(TEXT_AND_MARGIN, gap="medium")
        with text:
            show_text(f"**{n + 1}.** {question.prompt}")
            if attempt is not None and not right:
                show_text(why_beyond(attempt.why, False))
            show_solution(question)
        with margin, st.container(key=f"note-look-{n}", gap=None):
            show_line("✓ right" if right else "– not yet")
            if attempt is not None:
                show_small(f"you answered {_as_shown(question, attempt.typed)}")


def _as_shown(question: Question, typed: str) -> str:
    options = question.options
    place = "abcdefgh".find(typed.strip().lower()[:1]) if options else -1
    return f"option {place + 1}" if 0 <= place < len(options) else f"`{one_line(typed, 60).replace('`', '')}`"


def draw_unfinished(tutor: Tutor) -> None:
    """Quizzes that were left in the middle, newest first."""
    open_ones = [one for one in tutor.notebook.sittings(unfinished=True) if _place_open(one) is not None and one.topic != REVIEW][
        :3
    ]
    if not open_ones:
        return
    with unfold("Go on with a quiz you left"):
        for one in open_ones:
            answered = sum(a is not None and a.attempt is not None for a in one.answers)
            if press(f"{one.topic}: {answered} of {len(one.questions)} answered", f"resume-{one.id}", wide=True):
                st.query_params["sitting"] = one.id
                st.rerun()
