"""One question on the page: prompt, answer, and after the check what was understood, why, and how the key is known.

Law of this file: until an answer was marked, nothing but the prompt and the texts of the options leaves the server.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime

import streamlit as st

from tutor import Grade, Kind, Mark, Question, Tutor
from ui.parts.show import choose, show_problem, show_small, show_small_line, show_text
from ui.parts.untrusted import one_line

HOW_TO = {
    Kind.NUMBER: "Type a number: 3, -1/2, 0.25, sqrt(2) or 2pi.",
    Kind.EXPRESSION: "Type a formula: 2x*exp(x^2), sin(x)/x, (x+1)^2.",
    Kind.EQUATION: "Type an equation: y = 2x + 1.",
    Kind.SET: "Type a set: {1, -2, 3}.",
    Kind.VECTOR: "Type a vector: [1, 2, 3].",
    Kind.VECTOR_UP_TO_SCALE: "Type a vector: [1, 2, 3]. Any multiple of it is as good.",
    Kind.MATRIX: "Type a matrix row by row: [[1, 2], [3, 4]].",
    Kind.BASIS: "Type the vectors of a basis: [1, 0, 2], [0, 1, -1].",
    Kind.INTERVAL: "Type an interval: [0, 1) or (-inf, 3].",
    Kind.MATRIX_EXPRESSION: "Type with matrices as letters: A^T B, (A B)^-1.",
    Kind.UNIT: "Type a number with its unit: 3 m/s.",
}
_LETTERS = "abcdefgh"


@st.cache_resource(max_entries=256, show_spinner=False)
def question_of(_tutor: Tutor, id: str) -> Question:
    """The question with this id, made once a server."""
    return _tutor.question(id)


def ask_answer(question: Question, key: str, typed: str = "") -> str | None:
    """Show the question and wait for an answer; returns it when "Check" was pressed, None before."""
    with st.container(key=f"prompt-{key}"):
        show_text(question.prompt)
    st.session_state.setdefault(f"shown-{key}", time.monotonic())
    with st.form(f"form-{key}", border=False):
        answer = _option(question, key) if question.options else _typed(question, key, typed)
        pressed = st.form_submit_button("Check", type="primary")
    return answer if pressed else None


def spent_ms(key: str) -> int:
    """How long the question has been on the page, in milliseconds."""
    return int(1000 * (time.monotonic() - st.session_state.get(f"shown-{key}", time.monotonic())))


def _option(question: Question, key: str) -> str:
    with st.container(key=f"choice-{key}"):
        place = choose("Your answer", [option.text for option in question.options], f"option-{key}")
    return "" if place is None else _LETTERS[place]


def _typed(question: Question, key: str, typed: str) -> str:
    field = f"typed-{key}"
    if typed and field not in st.session_state:
        st.session_state[field] = typed
    answer: str = st.text_input("Your answer", key=field, autocomplete="off", max_chars=2000)
    show_small_line(HOW_TO.get(question.kind, "Type your answer."))
    return answer


def show_unreadable(mark: Mark) -> None:
    """What could not be read is no answer: say so and leave it standing for another try."""
    show_problem(f"I can't read this form, so nothing was counted. {mark.why}")


def show_mark(mark: Mark, typed: str, now: datetime | None = None) -> None:
    """How the answer fared, what was understood, why, and the worked solution."""
    right = mark.grade is Grade.RIGHT
    with st.container(key="verdict-right" if right else "verdict-wrong"):
        if right:
            st.markdown("#### ✓ Right", anchors=False)
        else:
            st.markdown("#### Not yet", anchors=False)
        _show_reading(mark, typed)
        if said := why_beyond(mark.why, right):
            show_text(said)
        if mark.repeated:
            show_small("You had answered this question before; that first answer counts.")
        show_small(when_due(mark.due, now or datetime.now(UTC)))
    show_solution(mark.question, open_it=not right)


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
    if mark.question.options:
        place = _LETTERS.find(typed.strip().lower()[:1])
        if 0 <= place < len(mark.question.options):
            show_text(f"You chose {place + 1}: {mark.question.options[place].text}")
    elif mark.read_as:
        show_text(f"I read this as ${mark.read_as}$")
    else:
        show_text(f"You typed `{one_line(typed)}`")


def show_solution(question: Question, open_it: bool = False) -> None:
    """The worked solution, folded."""
    with st.expander("Worked solution", expanded=open_it):
        for step in question.solution:
            show_text(step)
        show_text(f"**Answer:** ${question.key_latex}$" if question.key_latex else f"**Answer:** {question.key}")


def show_proof(question: Question) -> None:
    """What stands behind the key, for the margin."""
    proof = question.proof
    st.markdown("✓ proved")
    show_small(f"Key computed by {_clause(proof.key_route)}; checked by {_clause(proof.check_route)}.")
    if proof.rejected:
        show_small(f"The check refused {_of(proof.rejected, 'tempting wrong answer')}.")


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
