"""The end of a quiz: the score, then every question with its solution, what went wrong in one sentence, its place, a twin to try.

Beside the score stand all the times the same quiz was taken.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from tutor import Evidence, Grade, Sitting, Tutor
from ui.parts.margin import TEXT_AND_MARGIN
from ui.parts.place import label_of, open_leaf
from ui.parts.question import as_shown, question_of, show_choices, show_prompt, show_solution, why_beyond
from ui.parts.quiz_files import draw_files
from ui.parts.quiz_help import draw_twin
from ui.parts.quiz_marks import Outcome, outcome_of, token_of
from ui.parts.quiz_plan import REVIEW, begin_again, plan_of
from ui.parts.show import press, show_heading, show_line, show_small, show_small_line, show_text, unfold

_MOST_ATTEMPTS = 12


def draw_end(tutor: Tutor, sitting: Sitting) -> None:
    """The look back on a finished quiz."""
    outcomes = [outcome_of(tutor, sitting, n) for n in range(len(sitting.questions))]
    if st.session_state.get(f"up-{sitting.id}"):
        show_small("The time is up. What you had typed was handed in.")
    show_heading(_score(outcomes))
    show_small(_closing(outcomes))
    _draw_ways(tutor, sitting)
    if sitting.topic != REVIEW:
        _draw_attempts(tutor, sitting)
    for n, outcome in enumerate(outcomes):
        _draw_look_back(tutor, sitting, n, outcome)
    with unfold("Keep this quiz as a file"):
        draw_files(tutor, plan_of(sitting), sitting)


def _score(outcomes: Sequence[Outcome]) -> str:
    """Right ones of those that can be right; what was only noted is said apart."""
    noted = sum(one.grade is Grade.NOTED for one in outcomes)
    asked = len(outcomes) - noted
    right = f"{sum(one.right for one in outcomes)} of {asked} right" if asked else ""
    return ", ".join(filter(None, (right, f"{noted} noted" if noted else "")))


def _closing(outcomes: Sequence[Outcome]) -> str:
    if all(one.right or one.grade is Grade.NOTED for one in outcomes):
        return "Everything held. The next reviews are set."
    if all(one.grade is None for one in outcomes):
        return "Nothing was answered, so nothing was counted. Here is how each one goes."
    if all(one.right or one.grade in (Grade.NOTED, None) for one in outcomes):
        return "What you answered held. What was left open was not counted; here is how it goes."
    return "What was not right yet comes back soon; here is how each one goes."


def _draw_ways(tutor: Tutor, sitting: Sitting) -> None:
    with st.container(key="again", horizontal=True):
        if sitting.topic != REVIEW and press("Try again with new numbers", "again_button", kind="primary"):
            st.query_params["sitting"] = begin_again(tutor, sitting)
            st.rerun()
        if press("Choose another topic" if sitting.topic != REVIEW else "Back to the list", "leave_sitting"):
            del st.query_params["sitting"]
            st.rerun()


def _draw_attempts(tutor: Tutor, sitting: Sitting) -> None:
    """Every time this quiz was taken, the best first said."""
    same = [one for one in tutor.notebook.sittings() if one.topic == sitting.topic and one.finished is not None]
    if len(same) < 2:
        return
    scores = [(one, [outcome_of(tutor, one, n) for n in range(len(one.questions))]) for one in same[:_MOST_ATTEMPTS]]
    best = max(scores, key=lambda pair: sum(one.right for one in pair[1]) / len(pair[1]))
    with unfold(f"Best of {len(same)} attempts: {_score(best[1])}"):
        for one, outcomes in scores:
            here = " (this one)" if one.id == sitting.id else ""
            show_small_line(f"{_when(one)}: {_score(outcomes)}, {_minutes(one)}{here}")


def _when(sitting: Sitting) -> str:
    at = sitting.started.astimezone()
    return f"{at.day} {at:%B %Y, %H:%M}"


def _minutes(sitting: Sitting) -> str:
    seconds = (sitting.finished - sitting.started).total_seconds() if sitting.finished else 0
    return f"{seconds / 60:.0f} min" if seconds >= 90 else f"{seconds:.0f} s"


def _draw_look_back(tutor: Tutor, sitting: Sitting, n: int, outcome: Outcome) -> None:
    question = question_of(tutor, sitting.questions[n])
    with st.container(key=f"look-{n}"):
        text, margin = st.columns(TEXT_AND_MARGIN, gap="medium")
        with text:
            show_prompt(question, f"look-{n}", n + 1)
            show_choices(question)
            if outcome.grade in (Grade.WRONG, Grade.NOTED):
                show_text(why_beyond(outcome.why, False))
            show_solution(question)
            if outcome.grade is Grade.NOTED and question.kind.in_words:
                _draw_own_word(tutor, sitting, n, outcome)
            if outcome.grade is not Grade.RIGHT and outcome.grade is not Grade.NOTED:
                draw_twin(tutor, question, f"{sitting.id}-{n}")
        with margin, st.container(key=f"note-look-{n}", gap=None):
            show_line(_sign(outcome))
            if outcome.typed.strip():
                show_small(f"you answered {as_shown(question, outcome.typed)}")
            if outcome.hints:
                show_small("one hint" if outcome.hints == 1 else f"{outcome.hints} hints")
            if question.place is not None:
                press(label_of(question.place), f"place-{n}", on_click=open_leaf, args=(question.place,), kind="tertiary")


def _draw_own_word(tutor: Tutor, sitting: Sitting, n: int, outcome: Outcome) -> None:
    """Words handed in on a sheet: whether they say the same as the answer, only the learner can tell."""
    with st.container(key=f"own-look-{n}", horizontal=True, gap="small"):
        had, not_yet = press("I had it", f"had-look-{n}"), press("Not yet", f"not-look-{n}")
    if had or not_yet:
        id, token = sitting.questions[n], token_of(sitting, n)
        tutor.own_word(id, outcome.typed, had, token=token, sitting=(sitting.id, n), hints=outcome.hints)
        st.rerun()


def _sign(outcome: Outcome) -> str:
    if outcome.grade is None:
        return "○ left open"
    if outcome.evidence is Evidence.SHOWN:
        return "– you asked to see it"
    if outcome.evidence is Evidence.OWN_WORD:
        return "✓ you had it" if outcome.right else "– not yet, you said"
    return {Grade.RIGHT: "✓ right", Grade.NOTED: "· noted"}.get(outcome.grade, "– not yet")
