"""One question on the page: prompt, answer, and after the check what was understood, why, and how the key is known.

Law of this file: until an answer was marked, nothing but the prompt, its place and the texts of terms and options leaves the
server; of a question from a book never the quote, for the quote is the key.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

import streamlit as st

from tutor import Evidence, Grade, Kind, Mark, Question, Tutor
from ui.parts.edge import calmly
from ui.parts.show import fresh_key, show_problem, show_small, show_small_line, show_text, show_typed, unfold
from ui.parts.typed import LETTERS, answer_of, beside_field, draw_answer, laid_out, put_back
from ui.parts.untrusted import one_line


@st.cache_resource(max_entries=1024, show_spinner=False)
def question_of(_tutor: Tutor, id: str) -> Question:
    """The question with this id, made once a server."""
    return _tutor.question(id)


def show_prompt(question: Question, key: str, number: int = 0) -> None:
    """What is asked, and where it stands if it is from a book."""
    with st.container(key=f"prompt-{key}"):
        show_text(f"**{number}.** {question.prompt}" if number else question.prompt)
        if question.place is not None:
            show_small_line(f"from {question.place.place}")


def ask_answer(
    tutor: Tutor, question: Question, key: str, typed: str = "", keep: Callable[[str], None] | None = None
) -> str | None:
    """Show the question and wait for an answer; returns it when "Check" was pressed, None before.

    Every change is given to `keep`, so that nothing that was typed is lost; `typed` is what was kept.
    """
    given: str | None = st.session_state.pop(f"given-{key}", None)
    st.session_state[f"checked-{key}"] = given.strip() if given is not None else None
    st.session_state.setdefault(f"shown-{key}", time.monotonic())
    show_prompt(question, key)
    put_back(question, key, typed)
    _wait(tutor, question, key, keep or (lambda _: None))
    return given


@st.fragment
def _wait(tutor: Tutor, question: Question, key: str, keep: Callable[[str], None]) -> None:
    """The widgets; only this part is drawn again while one types."""

    def check() -> None:
        with st.container(key=f"check-{key}", width="content"):
            if st.button("Check", key=f"check_answer-{key}", type="primary"):
                st.session_state[f"given-{key}"] = answer_of(question, key)
                st.rerun()

    with calmly(), st.container(key=f"ask-{key}"):
        one_line_field = beside_field(question.kind)
        draw_answer(tutor, question, key, keep, check if one_line_field else None)
        if not one_line_field:
            check()


def spent_ms(key: str) -> int:
    """How long the question has been on the page, in milliseconds."""
    return int(1000 * (time.monotonic() - st.session_state.get(f"shown-{key}", time.monotonic())))


def show_unreadable(mark: Mark) -> None:
    """What could not be read is no answer: say what is asked for, and leave it standing for another try."""
    show_problem(f"{mark.why} Nothing was counted.")


def show_mark(mark: Mark, typed: str, now: datetime | None = None) -> None:
    """How the answer fared, what was understood, why, and the worked solution."""
    right = mark.grade is Grade.RIGHT
    with st.container(key=fresh_key("verdict-right" if right else "verdict-wrong")):
        _show_grade(mark)
        if mark.evidence is Evidence.CHECKED:
            _show_reading(mark, typed)
        if said := told_why(mark):
            show_text(said)
        if mark.repeated:
            show_small("You had answered this question before; that first answer counts.")
        if mark.due is not None:
            show_small(when_due(mark.due, now or datetime.now(UTC)))
    show_solution(mark.question, open_it=not right)


def _show_grade(mark: Mark) -> None:
    grade = mark.grade
    if mark.evidence is Evidence.SHOWN:
        st.markdown("#### Here is how it goes", anchors=False)
    elif mark.evidence is Evidence.OWN_WORD and grade is Grade.RIGHT:
        st.markdown("#### ✓ You had it", anchors=False)
    elif grade is Grade.RIGHT:
        st.markdown("#### ✓ Right", anchors=False)
    elif grade is Grade.NOTED:
        st.markdown("#### Noted", anchors=False)
    else:
        st.markdown("#### Not yet", anchors=False)


def told_why(mark: Mark) -> str:
    """The sentence under the grade of a mark."""
    if mark.evidence is Evidence.SHOWN:
        return "You asked to see it, so it counts as not yet."
    return why_beyond(mark.why, mark.grade is Grade.RIGHT)


def why_beyond(why: str, right: bool) -> str:
    """What a grade's sentence says beyond the grade itself, which stands above it.

    >>> why_beyond("Not yet: the answer is a vector with 2 entries.", False), why_beyond("Yes, this is right.", True)
    ('The answer is a vector with 2 entries.', '')
    """
    if right and why.lower().startswith(("yes", "right")):
        return ""
    said = why.removeprefix("Not yet").lstrip(" :,.–—") if why.startswith("Not yet") else why
    return said[:1].upper() + said[1:]


def _show_reading(mark: Mark, typed: str) -> None:
    if mark.question.kind.in_words:
        show_typed(f"You wrote: {typed}")
    elif mark.question.options or not mark.read_as:
        show_text(f"You answered {as_shown(mark.question, typed)}")
    else:
        show_text(f"I read this as ${laid_out(mark.read_as)}$")


def as_shown(question: Question, typed: str) -> str:
    """An answer in a few words, as one says it of this kind."""
    if question.kind.one_of:
        place = LETTERS.find(typed.strip().lower()[:1]) if typed.strip() else -1
        if 0 <= place < len(question.options):
            return f"{place + 1}: {question.options[place].text}"
    if question.kind is Kind.SEVERAL:
        return ", ".join(str(LETTERS.index(letter) + 1) for letter in typed if letter in LETTERS)
    if question.kind.in_words:
        return f"“{one_line(typed, 200)}”"
    return f"`{one_line(typed, 60).replace('`', '')}`"


def show_choices(question: Question) -> None:
    """What could be ticked, matched or put in order, so that the numbers and letters of an answer can be looked up."""
    if question.kind not in (Kind.MATCH, Kind.SEVERAL, Kind.ORDER):
        return
    with st.container(key=fresh_key("partners"), gap=None):
        for number, term in enumerate(question.terms, 1):
            show_text(f"**{number}**\u2002{term}")
        marks = LETTERS if question.kind is Kind.MATCH else "12345678"
        for mark, option in zip(marks, question.options, strict=False):
            show_text(f"**{mark}**\u2002{option.text}")


def show_solution(question: Question, open_it: bool = False) -> None:
    """The worked solution, folded; of a question from a book the sentence it stands in."""
    with st.expander("Worked solution", expanded=open_it):
        for step in question.solution:
            show_text(step)
        if question.kind is not Kind.MATCH:  # its steps are the pairs
            show_text(f"**Answer:** {answer_told(question)}")
        if question.place is not None:
            show_text(f"“{question.place.quote}”")
            show_small_line(question.place.place)


def answer_told(question: Question) -> str:
    """The key as one reads it: the option's own words, a formula, or words.

    >>> from tutor import Tutor
    >>> answer_told(Tutor().question("dot_product.1.1")).startswith("$")
    True
    """
    if question.kind.one_of:
        return next(f"{n}: {o.text}" for n, o in enumerate(question.options, 1) if o.misconception is None)
    if question.kind is Kind.SEVERAL:
        right = [f"{n}: {o.text}" for n, o in enumerate(question.options, 1) if o.misconception is None]
        return "; ".join(right)
    if question.kind.judged and question.key_latex:
        return f"${question.key_latex}$"
    return question.key


def show_proof(question: Question) -> None:
    """What stands behind the key, for the margin."""
    if question.place is not None:
        st.markdown("❝ quoted")
        show_small("The key is a span of the page, letter for letter.")
        return
    proof = question.proof
    if question.from_glossary or (not question.kind.judged and not question.options):
        st.markdown("in our own words")
        show_small("The answer stands in Marginalia’s glossary.")
        return
    st.markdown("✓ computed")
    show_small("The answer was computed in two ways that agree.")
    with unfold("How"):
        show_small(f"One way: {_clause(proof.key_route)}.")
        show_small(f"The other: {_clause(proof.check_route)}.")
        if proof.rejected:
            show_small(f"{_of(proof.rejected, 'tempting wrong answer')} did not pass.")


def _clause(route: str) -> str:
    return route.strip().rstrip(".")


def when_due(due: datetime | None, now: datetime) -> str:
    """When the concept comes back, in a few words.

    >>> from datetime import timedelta
    >>> now = datetime(2026, 3, 1, 12, tzinfo=UTC)
    >>> when_due(now + timedelta(minutes=10), now), when_due(now + timedelta(days=3), now)
    ('This comes back in 10 minutes.', 'This comes back in 3 days, on 4 March.')
    """
    if due is None:
        return ""
    seconds = (due - now).total_seconds()
    if seconds < 3600:
        return f"This comes back in {_of(max(1, round(seconds / 60)), 'minute')}."
    if seconds < 23.5 * 3600:
        return f"This comes back in {_of(round(seconds / 3600), 'hour')}."
    return f"This comes back in {_of(round(seconds / 86400), 'day')}, on {due.astimezone().day} {due.astimezone():%B}."


def _of(n: int, unit: str) -> str:
    return f"{n} {unit}" if n == 1 else f"{n} {unit}s"
