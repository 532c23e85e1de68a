"""How the answers of a quiz fared: marked once in all tabs, read again from the notebook."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import streamlit as st

from tutor import Evidence, Grade, Mark, Sitting, Tutor
from ui.parts.question import question_of
from ui.parts.quiz_desk import Desk


@dataclass(frozen=True, slots=True)
class Outcome:
    """One place of a quiz: what was typed, its grade (None: left open), why, and how many hints were opened."""

    typed: str = ""
    grade: Grade | None = None
    why: str = ""
    hints: int = 0
    evidence: Evidence = Evidence.CHECKED

    @property
    def right(self) -> bool:
        return self.grade is Grade.RIGHT


def token_of(sitting: Sitting, place: int) -> str:
    """The one-time token of a shown question: the same in every tab, so that it counts once."""
    return f"{sitting.id}:{place}"


def marks() -> dict[tuple[str, int], Mark]:
    """What was marked in this visit, by quiz and place."""
    found: dict[tuple[str, int], Mark] = st.session_state.setdefault("marks", {})
    return found


def mark_place(tutor: Tutor, sitting: Sitting, place: int, typed: str, desk: Desk, spent_ms: int = 0) -> Mark:
    """Mark what was typed at a place; what can be read but is not logged stays on record as typed."""
    mark = tutor.mark(
        sitting.questions[place], typed, token=token_of(sitting, place), duration_ms=spent_ms,
        sitting=(sitting.id, place), hints=desk.hints.get(place, 0),
    )  # fmt: skip
    if mark.grade is Grade.UNREADABLE:
        tutor.notebook.keep(sitting.id, place, typed, datetime.now(UTC))
        desk.refused[place] = typed
        return mark
    settle_place(tutor, sitting, place, mark, typed, desk)
    return mark


def settle_place(tutor: Tutor, sitting: Sitting, place: int, mark: Mark, typed: str, desk: Desk) -> None:
    """Hold on to the mark of a place; one that was not logged stays on record as typed."""
    desk.refused.pop(place, None)
    if mark.due is None:
        tutor.notebook.keep(sitting.id, place, typed, datetime.now(UTC))
        desk.noted.add(place)
    marks()[(sitting.id, place)] = mark


def is_done(sitting: Sitting, place: int, desk: Desk) -> bool:
    """Whether the answer at a place was marked."""
    answer = sitting.answers[place]
    return place in desk.noted or (answer is not None and answer.attempt is not None)


def first_open(sitting: Sitting, desk: Desk) -> int | None:
    """The first place that was neither marked nor skipped yet."""
    places = range(len(sitting.questions))
    return next((place for place in places if place not in desk.skipped and not is_done(sitting, place, desk)), None)


def skipped(sitting: Sitting, desk: Desk) -> list[int]:
    """The places that were passed over and are still open."""
    return [place for place in sorted(desk.skipped) if not is_done(sitting, place, desk)]


def hand_in(tutor: Tutor, sitting: Sitting, desk: Desk) -> list[int]:
    """Mark everything that was typed; returns the places whose answers could not be read."""
    unread = []
    for place, answer in enumerate(sitting.answers):
        if answer is None or not answer.typed.strip() or is_done(sitting, place, desk):
            continue
        if mark_place(tutor, sitting, place, answer.typed, desk).grade is Grade.UNREADABLE:
            unread.append(place)
    return unread


def outcome_of(tutor: Tutor, sitting: Sitting, place: int) -> Outcome:
    """How a place of a finished quiz went."""
    recorded = tutor.notebook.seen(token_of(sitting, place))
    if recorded is not None:
        one = recorded.attempt
        return Outcome(one.typed, one.grade, one.why, one.hints, one.evidence)
    answer = sitting.answers[place]
    if answer is None or not answer.typed.strip():
        return Outcome()
    known = marks().get((sitting.id, place)) or _graded_again(tutor, sitting, place, answer.typed)
    return Outcome(answer.typed, None if known.grade is Grade.UNREADABLE else known.grade, known.why)


def _graded_again(tutor: Tutor, sitting: Sitting, place: int, typed: str) -> Mark:
    """What was marked before and not logged gives the same mark again, and is not logged this time either."""
    mark = tutor.mark(question_of(tutor, sitting.questions[place]).id, typed, token=token_of(sitting, place))
    marks()[(sitting.id, place)] = mark
    return mark
