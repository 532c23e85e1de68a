"""A quiz being sat: resumed after a reload, walked question by question or as a sheet, paused, and looked back on at the end."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from tutor import Evidence, Grade, Kind, Mark, Question, Sitting, Tutor
from ui.parts.asked import Sent, Ways, put_question
from ui.parts.keys import announce
from ui.parts.margin import TEXT_AND_MARGIN
from ui.parts.question import question_of, show_choices, show_mark, show_prompt, show_proof
from ui.parts.quiz_clock import draw_clock, draw_leave, draw_paused
from ui.parts.quiz_desk import Desk, desk_of, seconds_left
from ui.parts.quiz_end import draw_end
from ui.parts.quiz_help import draw_help, draw_twin
from ui.parts.quiz_marks import first_open, hand_in, is_done, marks, settle_place, skipped, token_of
from ui.parts.quiz_plan import REVIEW, begin, begin_review, plan_of
from ui.parts.quiz_sheet import draw_sheet
from ui.parts.show import press, show_heading, show_line, show_small, show_small_line, unfold

__all__ = ["begin", "begin_review", "current", "draw_left_before", "draw_sitting", "draw_unfinished"]

_MOST_LEFT = 4
_AT = "at"  # in the address: the question whose worked solution is being read
# Here the idea that is asked about may be the very word that is asked for.
_TELLING = frozenset((Kind.CLOZE, Kind.FLASHCARD, Kind.OWN_WORDS, Kind.MATCH, Kind.TO_WORDS, Kind.TO_FORMULA, Kind.CHOICE))


def current(tutor: Tutor, *, review: bool = False) -> Sitting | None:
    """The quiz (or the review) that the address of the page names; None when it names none that we know."""
    named = st.query_params.get("sitting", "")
    found = tutor.notebook.sitting(named) if named else None
    return found if found is not None and (found.topic == REVIEW) is review else None


def draw_sitting(tutor: Tutor, sitting: Sitting) -> None:
    """The question that is next, the sheet, or the look back when all is answered, handed in, or the time is up."""
    plan = plan_of(sitting)
    desk = desk_of(sitting, plan.minutes)
    left = seconds_left(desk, plan.minutes)
    if sitting.finished is None and left is not None and left <= 0:
        sitting = _time_is_up(tutor, sitting, desk)
    place = _place(sitting, desk)
    if place is None and sitting.finished is None and not plan.sheet and (left_out := skipped(sitting, desk)):
        _draw_skipped(tutor, sitting, desk, len(left_out))
        return
    if place is None or (sitting.finished is not None and _mark_of(tutor, sitting, place) is None):
        draw_end(tutor, _finished(tutor, sitting))
    elif desk.paused and plan.minutes is not None:
        draw_paused(desk, plan.minutes)
    elif plan.sheet:
        draw_sheet(tutor, sitting, desk, plan)
    else:
        _draw_place(tutor, sitting, place, desk, plan.minutes)


def _draw_skipped(tutor: Tutor, sitting: Sitting, desk: Desk, n: int) -> None:
    """All that is left was passed over: once more, or not."""
    show_heading("That was the last one")
    show_small("You skipped one question." if n == 1 else f"You skipped {n} questions.")
    with st.container(key="skipped", horizontal=True):
        if press("Look at it now" if n == 1 else "Look at them now", "skipped_now", kind="primary"):
            desk.skipped.clear()
            st.rerun()
        if press("Finish", "finish_quiz"):
            tutor.notebook.finish(sitting.id, datetime.now(UTC))
            announce("done")
            st.rerun()


def _time_is_up(tutor: Tutor, sitting: Sitting, desk: Desk) -> Sitting:
    """Calmly: what was typed counts as handed in, the rest stays open."""
    hand_in(tutor, sitting, desk)
    st.session_state.pop("holding", None)
    st.session_state[f"up-{sitting.id}"] = True
    announce("done")
    return tutor.notebook.finish(sitting.id, datetime.now(UTC))


def _finished(tutor: Tutor, sitting: Sitting) -> Sitting:
    return sitting if sitting.finished is not None else tutor.notebook.finish(sitting.id, datetime.now(UTC))


def _place(sitting: Sitting, desk: Desk) -> int | None:
    """The question to show: the one this tab shows until "Next" is pressed, else the first that is open."""
    held = st.session_state.get("holding")
    if held and held[0] == sitting.id:
        return int(held[1])
    if (read := _read_before(sitting)) is not None:
        return read
    return None if sitting.finished is not None else first_open(sitting, desk)


def _read_before(sitting: Sitting) -> int | None:
    """The question whose solution was being read when the page was loaded anew; None where none was."""
    id, _, named = st.query_params.get(_AT, "").rpartition(".")
    place = int(named) if id == sitting.id and named.isascii() and named.isdecimal() and len(named) < 4 else -1
    known = 0 <= place < len(sitting.questions) and sitting.answers[place]
    return place if known and known.attempt is not None else None


def _mark_of(tutor: Tutor, sitting: Sitting, place: int) -> Mark | None:
    """How the answer at a place was marked, in this visit or before the page was loaded anew."""
    known = marks().get((sitting.id, place))
    recorded = tutor.notebook.seen(token_of(sitting, place)) if known is None and _read_before(sitting) == place else None
    if recorded is None:
        return known
    one = recorded.attempt
    st.session_state.setdefault(f"answered-{sitting.id}-{place}", one.typed)
    question = question_of(tutor, sitting.questions[place])
    mark = Mark(question, one.grade, one.why, one.misconception, None, recorded.memory.due, evidence=one.evidence)
    marks()[(sitting.id, place)] = mark
    return mark


def _draw_place(tutor: Tutor, sitting: Sitting, place: int, desk: Desk, minutes: float | None) -> None:
    st.session_state["holding"] = (sitting.id, place)  # the same question until "Next", whatever another tab does
    mark = _mark_of(tutor, sitting, place)
    if mark is not None:
        st.query_params[_AT] = f"{sitting.id}.{place}"
    text, margin = st.columns(TEXT_AND_MARGIN, gap="medium")
    with margin, st.container(key="note-quiz", gap=None):
        _draw_where(tutor, sitting, place, desk, told=mark is not None)
        if sitting.finished is None:
            draw_clock(desk, minutes)
            draw_leave(desk, minutes)
        if mark is not None:
            show_proof(mark.question)
    with text:
        if mark is None:
            _draw_question(tutor, sitting, place, desk)
        else:
            _draw_marked(tutor, sitting, place, mark)


def _draw_question(tutor: Tutor, sitting: Sitting, place: int, desk: Desk) -> None:
    key = f"{sitting.id}-{place}"
    question = question_of(tutor, sitting.questions[place])
    kept = sitting.answers[place]

    def keep(typed: str) -> None:
        tutor.notebook.keep(sitting.id, place, typed, datetime.now(UTC))

    def open_next() -> None:
        desk.hints[place] = desk.hints.get(place, 0) + 1

    def skip() -> None:
        desk.skipped.add(place)
        _go_on(place == len(sitting.questions) - 1)

    def sent() -> Sent:
        return Sent(token_of(sitting, place), (sitting.id, place), desk.hints.get(place, 0))

    def help_with() -> None:
        draw_help(tutor, question, key, lambda: desk.hints.get(place, 0), open_next)

    settled = put_question(tutor, question, key, sent, Ways(kept.typed if kept else "", keep, skip, help_with))
    if settled is not None:
        mark, typed = settled
        settle_place(tutor, sitting, place, mark, typed, desk)
        st.session_state[f"answered-{key}"] = typed
        if mark.evidence is Evidence.OWN_WORD:  # the answer was seen already: straight on
            _go_on(place == len(sitting.questions) - 1)
        st.rerun()


def _draw_marked(tutor: Tutor, sitting: Sitting, place: int, mark: Mark) -> None:
    key = f"{sitting.id}-{place}"
    show_prompt(mark.question, "marked")
    show_choices(mark.question)
    show_mark(mark, st.session_state.get(f"answered-{key}", ""))
    last = place == len(sitting.questions) - 1
    with st.container(key="onward", horizontal=True):
        st.button(
            "See how it went" if last else "Next question", key="next_question", type="primary", on_click=_go_on, args=(last,)
        )
    if mark.grade is Grade.WRONG:
        draw_twin(tutor, mark.question, key)


def _go_on(last: bool) -> None:
    st.session_state.pop("holding", None)
    st.query_params.pop(_AT, None)
    announce("done" if last else "question")


def _draw_where(tutor: Tutor, sitting: Sitting, place: int, desk: Desk, told: bool) -> None:
    """Where in the quiz we are, for the margin."""
    question = question_of(tutor, sitting.questions[place])
    show_line(f"Question {place + 1} of {len(sitting.questions)}")
    with st.container(key="dots"):
        show_line("".join(_dot(tutor, sitting, n, place, desk) for n in range(len(sitting.questions))))
    named = _idea(tutor, question) if told or question.kind not in _TELLING else ""
    if named:
        show_small_line(named)


def _idea(tutor: Tutor, question: Question) -> str:
    concept = tutor.graph.concepts.get(question.concept)
    return concept.name if concept else ""


def _dot(tutor: Tutor, sitting: Sitting, n: int, place: int, desk: Desk) -> str:
    """One sign per question: right, not yet, noted or skipped, here, to come."""
    if is_done(sitting, n, desk):
        recorded = tutor.notebook.seen(token_of(sitting, n))
        if recorded is None:
            return "· "
        return "✓ " if recorded.attempt.right else "– "
    return "● " if n == place else "· " if n in desk.skipped else "○ "


def _left(tutor: Tutor) -> list[Sitting]:
    """Quizzes that were left in the middle, newest first."""
    return [one for one in tutor.notebook.sittings(unfinished=True) if one.topic != REVIEW][:_MOST_LEFT]


def draw_unfinished(tutor: Tutor) -> None:
    """The way back into the quiz that was left last, with how far one was."""
    if not (left := _left(tutor)):
        return
    with st.container(key="unfinished", gap="small"):
        if press(f"Go on with {_how_far(left[0])}", f"resume-{left[0].id}", kind="primary"):
            _resume(left[0])
        show_small("What you typed is still there.")


def draw_left_before(tutor: Tutor) -> None:
    """The quizzes that were left before that one, each with the hour it was begun."""
    if not (left := _left(tutor)[1:]):
        return
    with unfold("Other quizzes you left"):
        for one in left:
            at = one.started.astimezone()
            if press(f"{_how_far(one)}, begun {at.day} {at:%B, %H:%M}", f"resume-{one.id}", wide=True):
                _resume(one)


def _how_far(sitting: Sitting) -> str:
    """The title of a quiz and the question one is at, the first that is open."""
    n = len(sitting.questions)
    at = next((place for place, answer in enumerate(sitting.answers) if answer is None or answer.attempt is None), n - 1)
    return f"“{plan_of(sitting).title}”: question {at + 1} of {n}"


def _resume(sitting: Sitting) -> None:
    st.query_params["sitting"] = sitting.id
    st.rerun()
